"""Setting a few people aside: family, employer, required accounts. Names are shown on demand, twenty at most."""

from collections.abc import Callable, Mapping, Sequence

import anywidget
import traitlets

from auditkit.audit_file import AuditFile
from auditkit.charts.wording import clean_text
from auditkit.errors import AuditKitError
from auditkit.widgets.forms.frame import HERE, STYLE

MOST = 20
REASONS = ("family or friends", "my employer", "required", "an account of my own")


class People:
    """Finding voices by words in their name or handle, and setting them aside.

    Voices have numbers here, so that no name has to travel back.
    """

    def __init__(self, audit: AuditFile):
        self.audit = audit
        self._accounts: list[tuple[str, ...]] = []

    def find(self, words: str) -> tuple[list[tuple[int, str, bool]], str]:
        """Return (number, name, whether set aside) of those with `words` in name or handle, and a sentence.

        Without words, those who are set aside.
        """
        table = self.audit.voices()
        self._accounts = table["accounts"].tolist()
        wanted = words.casefold().split()
        rows = []
        cells = zip(table["label"].tolist(), self._accounts, table["set_aside"].tolist(), strict=True)
        for number, (label, accounts, aside) in enumerate(cells):
            text = " ".join((str(label), *accounts)).casefold()
            if all(word in text for word in wanted) if wanted else aside:
                rows.append((number, clean_text(label), bool(aside)))
        more = f" The first {MOST} are shown; write more of the name." if len(rows) > MOST else ""
        found = f"{len(rows):,} found" if wanted else f"{len(rows):,} set aside"
        return rows[:MOST], f"{found}.{more}"

    def set_aside(self, numbers: Sequence[int], reason: str) -> str:
        """Set voices aside, with all their accounts, and return a sentence without names."""
        if not reason.strip():
            raise AuditKitError("Say why, in a word or two, such as: my employer.")
        self.audit.set_aside(self._chosen(numbers), reason)
        return f"{_voices(numbers)} set aside: counted, and left out of every share. audit.undo() takes it back."

    def count_again(self, numbers: Sequence[int]) -> str:
        """Take voices back that were set aside, and return a sentence without names."""
        self.audit.count_again(self._chosen(numbers))
        return f"{_voices(numbers)} counted again."

    def _chosen(self, numbers: Sequence[int]) -> list[str]:
        if not numbers:
            raise AuditKitError("Tick somebody first.")
        return [account for number in numbers for account in self._accounts[number]]


class PeopleFinder(anywidget.AnyWidget):
    """The field, the list and the two buttons of `People`. Names travel as messages and are no traits."""

    _esm = (HERE / "people.js").read_text("utf-8")
    _css = STYLE
    reasons = traitlets.List(traitlets.Unicode(), list(REASONS)).tag(sync=True)

    def __init__(self, people: People, changed: Callable[[], object] = lambda: None):
        super().__init__()
        self.people, self._changed, self._words = people, changed, ""
        self.on_msg(self._answer)

    def _answer(self, widget: object, message: Mapping, buffers: object) -> None:
        try:
            self.send(self.reply(message))
        except (AuditKitError, ValueError) as problem:
            self.send({"sentence": str(problem)})

    def reply(self, message: Mapping) -> dict:
        """Return the answer to a message of the page."""
        if message.get("ask") == "find":
            self._words = str(message["words"])
            rows, sentence = self.people.find(self._words)
            return {"rows": rows, "sentence": sentence}
        if message["do"] == "aside":
            sentence = self.people.set_aside(message["ids"], str(message["reason"]))
        else:
            sentence = self.people.count_again(message["ids"])
        self._changed()
        return {"rows": self.people.find(self._words)[0], "sentence": sentence}


def _voices(numbers: Sequence[int]) -> str:
    return f"{len(numbers)} {'voice' if len(numbers) == 1 else 'voices'}"
