"""What to choose instead, when a file holds a calendar in another form."""

from auditkit.export import Export
from auditkit.readers.rows import first_rows
from auditkit.readers.text import begins

# Outlook writes its table in the language of the machine and with dates of its country.
_TABLES = (
    {"subject", "start date"}, {"betreff", "beginnt am"}, {"objet", "début"}, {"objet", "date de début"},
    {"asunto", "fecha de comienzo"}, {"oggetto", "data di inizio"}, {"onderwerp", "begindatum"},
)  # fmt: skip


def explain(export: Export) -> str | None:
    """Return a sentence for a calendar saved as a table, or None."""
    for member in export.members if export.chosen_directly else ():
        head = export.head(member)
        if "\x00" in begins(head[:200]):
            continue
        rows = first_rows(head, member.name, whole=len(head) == member.size)
        columns = {cell.strip().casefold() for cell in rows[0]} if rows else set()
        if any(table <= columns for table in _TABLES):
            return (
                f"{member.name}: this is a calendar as a table of Outlook, with dates as your computer writes them and "
                "the people invited. Save it as iCalendar (`.ics`) instead: File > Save calendar."
            )
    return None
