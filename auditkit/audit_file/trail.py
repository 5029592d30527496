"""What was recorded when: every statement of the history, also those that were replaced or undone."""

from itertools import groupby

import pandas as pd

from auditkit.audit_file import history, past
from auditkit.audit_file.accounts import resolved, wanderers
from auditkit.audit_file.store import Store

TRAIL_COLUMNS = (
    "account", "dimension", "noted_on", "entered_at", "condition", "categories", "basis", "evidence", "note", "state",
)  # fmt: skip


def trail(store: Store, account: str | None = None) -> pd.DataFrame:
    """Return the statements about one account, or all, in the order in which they were entered."""
    with store.reading() as connection:
        keys = dict(connection.execute("SELECT id, key FROM account"))
        meant = {place: keys[other] for place, other in wanderers(connection).items()}
        wanted = None if account is None else resolved(connection, [account])[account]
        places = [place for place, key in keys.items() if wanted in (None, meant.get(place, key))]
        undone = history.undone_actions(connection)
        edits = past.edits(connection)
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM temp.wanted")
        connection.executemany("INSERT INTO temp.wanted VALUES (?)", [(place,) for place in places])
        rows = connection.execute(
            "SELECT statement.id, action, at, account, dimension, condition, note, noted_on, category, basis, evidence "
            "FROM temp.wanted JOIN statement ON account = wanted.id JOIN action ON action.id = action "
            "LEFT JOIN recorded ON statement = statement.id ORDER BY statement.id, place"
        ).fetchall()
    found = []
    for _, several in groupby(rows, key=lambda row: row[0]):
        several = list(several)
        _, action, at, place, dimension, condition, note, day = several[0][:8]
        held = [row[8:] for row in several if row[8] is not None]
        words = tuple(past.word_now(edits, dimension, word, action) for word, _, _ in held)
        bases, evidence = ("; ".join(dict.fromkeys(filter(None, (row[n] for row in held)))) for n in (1, 2))
        state = "undone" if action in undone else "earlier"
        key = meant.get(place, keys[place])
        found.append([key, dimension, day, at, condition, words, bases, evidence, note or "", state])
    # What stands is, of each account and dimension, the one that counts from the latest day, entered last.
    last: dict[tuple, int] = {}
    for number, row in enumerate(found):
        if row[-1] == "earlier" and row[2] >= found[last.get((row[0], row[1]), number)][2]:
            last[row[0], row[1]] = number
    for number in last.values():
        found[number][-1] = "stands"
    return _table(found)


def _table(rows: list[list]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(TRAIL_COLUMNS))
    for name in TRAIL_COLUMNS:
        if name == "noted_on":
            table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
        elif name == "entered_at":
            table[name] = pd.to_datetime(table[name], utc=True).astype("datetime64[us, UTC]")
        elif name != "categories":
            table[name] = table[name].astype("str")
    return table
