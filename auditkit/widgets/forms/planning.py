"""Plan and journal: small steps in the places where one learns, and what became of them."""

from collections.abc import Iterable
from datetime import date

from auditkit.audit_file import AuditFile, Entry
from auditkit.audit_file.entries import ENVIRONMENTS
from auditkit.charts.wording import clean_text
from auditkit.errors import AuditKitError
from auditkit.widgets.forms.frame import body_without_empty

# What each environment of the audit file is called on the page.
PLACES = {
    "accounts": "accounts to follow",
    "chats": "hashtag chats and conference tags",
    "webinars": "webinars",
    "newsletters": "newsletters",
    "podcasts": "podcasts",
    "association": "what my association offers",
    "in person": "in person",
}
PLANNED, DID, DROPPED, OTHER = STATES = ("planned", "did it", "dropped it", "something else came of it")
NOTHING_YET = "Nothing stands here yet."


class Diary:
    """The lines of the plan or of the journal in an audit file.

    Parameters
    ----------
    audit : AuditFile
    kind : {"plan", "journal"}
    """

    def __init__(self, audit: AuditFile, kind: str):
        self.audit, self.kind = audit, kind

    def lines(self) -> list[Entry]:
        """Return the lines that stand, oldest first."""
        return self.audit.entries(self.kind)

    def add(self, *, shareable: bool, **parts: str) -> int:
        """Add a line and return its number; ``AuditKitError`` when it says nothing."""
        body = body_without_empty(parts)
        if "what" not in body:
            raise AuditKitError("Write down what first. A few words are enough.")
        if self.kind == "plan":
            body["state"] = PLANNED
        return self.audit.add_entry(self.kind, None, body, shareable=shareable)

    def became(self, thread: int, state: str, done: str = "") -> None:
        """Say what became of a step; the earlier wording stays in the history."""
        body = {**self._line(thread).body, "state": state}
        body |= body_without_empty({"done": done})
        self.audit.change_entry(thread, body)

    def share(self, thread: int, shareable: bool) -> None:
        """Say whether a report may show a line."""
        self.audit.change_entry(thread, shareable=shareable)

    def remove(self, thread: int) -> None:
        """Take a line away; undo brings it back."""
        self.audit.remove_entry(thread)

    def _line(self, thread: int) -> Entry:
        return next(entry for entry in self.lines() if entry.thread == thread)

    def in_words(self) -> list[str]:
        """Return the lines that stand, one sentence each."""
        return [entry_words(entry) for entry in self.lines()] or [NOTHING_YET]

    def choices(self) -> list[tuple[str, int]]:
        """Return (what a drop-down shows, number): without the person's words, which a notebook might keep."""
        return [(_short(entry), entry.thread) for entry in reversed(self.lines())]

    def waiting(self, today: date | None = None) -> list[Entry]:
        """Return the steps of an earlier day that are still planned, and whose day has come or which have none."""
        now = (today or date.today()).isoformat()
        return [
            entry
            for entry in self.lines()
            if entry.body.get("state", PLANNED) == PLANNED and entry.day < now and str(entry.body.get("by", "")) <= now
        ]


def opening_words(entries: Iterable[Entry]) -> list[str]:
    """Return what a review opens with: the steps of last time, and the question what became of them."""
    words = [entry_words(entry) for entry in entries]
    if not words:
        return []
    return ["Before anything new: what became of this? “Nothing yet” is an answer, too.", *words]


def entry_words(entry: Entry) -> str:
    """Return a line of the plan or journal in words."""
    body = {key: clean_text(value) for key, value in entry.body.items()}
    parts = [f"Line {entry.thread}, {entry.day}"]
    if body.get("environment"):
        parts[0] += f", {PLACES.get(body['environment'], body['environment'])}"
    if body.get("title"):
        parts.append(f"“{body['title']}”")
    parts.append(body.get("what") or body.get("text", ""))
    named = (("why", "Why"), ("by", "By"), ("notice", "I will notice by"), ("state", "State"), ("done", "Became"))
    parts += [f"{word}: {body[key]}" for key, word in named if body.get(key)]
    parts.append("A report may show it." if entry.shareable else "Private.")
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def plan_line(parts: dict[str, str], *, kind: str, shareable: bool) -> str:
    """Return the line of Python that adds the same line."""
    body = body_without_empty(parts) | ({"state": PLANNED} if kind == "plan" else {})
    return f"audit.add_entry({kind!r}, None, {body!r}{', shareable=True' if shareable else ''})"


def places() -> list[tuple[str, str]]:
    """Return the environments as (what a drop-down shows, what the audit file holds)."""
    return [(PLACES.get(name, name), name) for name in ENVIRONMENTS]


def _short(entry: Entry) -> str:
    place = PLACES.get(str(entry.body.get("environment", "")), "")
    state = str(entry.body.get("state", "")) if entry.body.get("state") in STATES else ""
    return ", ".join(filter(None, (f"line {entry.thread}", entry.day, place, state)))
