"""A sitting at the annotator, without a kernel or a browser: messages of the page in, answers out.

The page numbers its changes; each is answered under its number after it is on the disk, in the order of the numbers,
however the messages come in and on whichever thread. A change that comes twice is done once.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from auditkit.audit_file import AuditFile
from auditkit.audit_file.record import Said, last_action, statements_about, touched_since
from auditkit.errors import AuditFileError, AuditKitError
from auditkit.tables import BASES, CONDITIONS
from auditkit.widgets import queues
from auditkit.widgets.changes import CHANGES, Held, held
from auditkit.widgets.dimensions import described
from auditkit.widgets.pace import Pace, progress_sentence
from auditkit.widgets.page import Page
from auditkit.widgets.queues import QUEUES
from auditkit.widgets.roster import Roster, details_bytes, roster_bytes, safe_link

HIDDEN = "hidden"
GONE = "Somebody here is no longer in your follow lists. The list was read again; nothing was changed."
NAMES_HIDDEN = "Show the names first: this is about names."


class Reply(NamedTuple):
    """An answer to the page: JSON, and bytes where there is much of it."""

    content: dict
    data: bytes | None = None


class Sitting:
    """The annotator's logic over one audit file. `handle` takes a message of the page and returns the answers.

    Parameters
    ----------
    audit : AuditFile
        Open. Every change goes through its own methods.
    dimension : str, optional
        Default: the first one the goal looks for, else the first of the codebook.
    queue : str
        One of `QUEUES`.
    minutes, months : float
        For the random sample, and for what was looked at long ago.
    hidden : bool
        Whether to begin with names hidden.
    clock : callable
        Seconds, for the pace.

    Raises
    ------
    ValueError
        If there is no such dimension or queue.
    """

    def __init__(
        self,
        audit: AuditFile,
        *,
        dimension: str | None = None,
        queue: str = "sample",
        minutes: float = 20,
        months: float = 12,
        hidden: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.roster = Roster(audit)
        dimension = dimension or self._focus()
        if dimension not in self.roster.dimensions:
            raise ValueError(f"dimension must be one of {', '.join(self.roster.dimensions)}")
        if queue not in QUEUES:
            raise ValueError(f"queue must be one of {', '.join(QUEUES)}")
        self._first = {"dimension": dimension, "queue": queue, "minutes": minutes, "months": months}
        self._audit, self._hidden, self._clock = audit, hidden, clock
        self._seed = secrets.randbits(64)  # of the numbers that stand in place of names; nobody in the room knows it
        self._pages: dict[str, Page] = {}
        self._pace = Pace()
        self._lock = threading.RLock()

    def handle(self, message: Mapping) -> list[Reply]:
        """Return the answers to a message of the page, in the order in which they are to be sent."""
        with self._lock:
            page = self._pages.setdefault(message["client"], Page(**self._first))
            if "do" in message:
                return self._in_order(message["client"], page, message)
            answers = {"hello": self._hello, "details": self._details, "queue": self._queue, "voice": self._voice}
            answers["still"] = self._still
            if message["ask"] == "hide":
                self._hidden = bool(message["on"])
                return [Reply({"kind": "anew", "hidden": self._hidden})]
            try:
                replies = answers[message["ask"]](page, message)
            except AuditKitError as problem:
                replies = [Reply({"kind": "trouble", "sentence": str(problem)})]
            return [Reply(reply.content | {"client": message["client"]}, reply.data) for reply in replies]

    def _in_order(self, client: str, page: Page, message: Mapping) -> list[Reply]:
        number = message["seq"]
        if number < page.next:
            return [Reply({"kind": "saved", "client": client, "seq": number, "rows": [], "again": True})]
        page.waiting[number] = message
        replies = []
        while page.next in page.waiting:
            replies.append(Reply(self._do(page, page.waiting.pop(page.next)) | {"client": client, "seq": page.next}))
            page.next += 1
        return replies or [Reply({"kind": "missing", "client": client, "from": page.next})]

    def _do(self, page: Page, message: Mapping) -> dict:
        """Make one change and say what became of it."""
        ids = message.get("ids", ())
        before = len(page.left)
        try:
            if any(number not in self.roster for number in ids):
                raise AuditKitError(GONE)
            kind, sentence = "saved", self._change(page, message)
            told = self._catch_up()
        except AuditFileError as problem:
            kind, sentence, told = "failed", str(problem), {"rows": self._rows(ids)}
        except AuditKitError as problem:
            kind, sentence, told = "refused", str(problem), {"rows": self._rows(ids)}
        if kind == "saved" and message["do"] in ("record", "mark", "confirm", "name", "join", "apart"):
            page.answered.update(ids)
            page.recount(ids, self.roster)
        if len(page.left) < before:
            self._pace.reviewed(before - len(page.left), self._clock())
        return {"kind": kind, "sentence": sentence, **told, "progress": self._progress(page)}

    def _change(self, page: Page, message: Mapping) -> str:
        done = message["do"]
        if self._hidden and done in ("name", "names", "join", "apart"):
            raise AuditKitError(NAMES_HIDDEN)
        if done not in ("join", "apart"):
            return CHANGES[done](self.roster, message)
        offer = page.offers[message["ids"][0]][message["offer"]]
        if done == "apart":
            self._audit.keep_apart(offer.account, offer.other)
        elif offer.renamed:
            self._audit.accept_rename(offer.other, offer.account)
        else:
            self._audit.join([offer.other, offer.account])
        return "Kept apart; this is not offered again." if done == "apart" else "Joined: one voice from here on."

    def _catch_up(self) -> dict:
        """Read what changed since the last look, whoever changed it."""
        store = self._audit._store
        with store.reading():
            touched = touched_since(store, self.roster.seen)
            if touched.more:
                self.roster.load()
                for page in self._pages.values():
                    page.show(page.numbers, self.roster)
                return {"rows": [], "anew": True}
            self.roster.seen = last_action(store)
            numbers = self.roster.numbers_of(touched.accounts)
            self.roster.refresh(numbers)
        named = self._named(touched.named)
        for page in self._pages.values():
            page.recount([*numbers, *(row[0] for row in named)], self.roster)
        return {"rows": self._rows(numbers), "named": [] if self._hidden else named}

    def _named(self, names: Mapping[str, tuple[str, str]]) -> list:
        """Take over names given by hand, and return them for the page."""
        rows = []
        for account, named in names.items():
            self.roster.name(account, *named)
            for number in self.roster.numbers_of([account]):
                place = self.roster.number(account)
                rows.append([number, self.roster.label(number), place, *self.roster.called(account)])
        return rows

    def _rows(self, numbers) -> list:
        """The state of some voices in every dimension, as the page takes it over."""
        rows = []
        for number in numbers:
            if number in self.roster:
                place = self.roster.place(number)
                states = {name: self.roster.coded(name, place, masked=self._hidden) for name in self.roster.states}
                rows.append([number, states])
        return rows

    def _hello(self, page: Page, message: Mapping) -> list[Reply]:
        self._settings(page, message)
        fresh = bool(self._catch_up().get("anew"))
        masks = self.roster.masks(self._seed) if self._hidden else None
        content = {
            "kind": "voices",
            "file": self._file(),
            "hidden": self._hidden,
            "dimensions": described(self.roster.codebook, self.roster.dimensions),
            "bases": BASES,
            "conditions": CONDITIONS,
            "queues": QUEUES,
            "seen": self.roster.seen,
            "fresh": fresh,
        }
        queue = self._queue_told(page) if message.get("keep") else self._queue(page, {})[0]
        return [Reply(content, roster_bytes(self.roster, masks)), queue]

    def _details(self, page: Page, message: Mapping) -> list[Reply]:
        """Bios, links and so on: asked for after the list is drawn."""
        return [] if self._hidden else [Reply({"kind": "details"}, details_bytes(self.roster))]

    def _queue(self, page: Page, message: Mapping) -> list[Reply]:
        self._settings(page, message)
        page.offers, page.answered = {}, set()
        if page.queue == "sample":
            pace = self._pace.seconds if "minutes" in message else None
            numbers = queues.sample(self.roster, page.dimension, page.minutes, pace)
        elif page.queue == "re-check":
            numbers = queues.re_check(self.roster, page.dimension, page.months, date.today())
        elif page.queue == "joins":
            page.offers = queues.offers(self.roster)
            numbers = list(page.offers)
        else:
            numbers = queues.WITHOUT_SETTINGS[page.queue](self.roster, page.dimension)
        page.show(numbers, self.roster)
        return [self._queue_told(page)]

    def _queue_told(self, page: Page) -> Reply:
        said = {name: getattr(page, name) for name in ("queue", "dimension", "minutes", "months")}
        return Reply({"kind": "queue", **said, "ids": page.numbers, "progress": self._progress(page)})

    def _voice(self, page: Page, message: Mapping) -> list[Reply]:
        """What is recorded about one voice, how the person knows, and what was recorded before."""
        number = message["id"]
        if number not in self.roster:
            return [Reply({"kind": "anew"})]
        dimension = message["dimension"]
        now = held(self.roster.statements([number]).get((number, dimension), []))
        told = [
            {"day": said.day, "dimension": said.dimension, "condition": said.condition, "rows": self._shown(said)}
            for said in statements_about(self._audit._store, self.roster.members([number]))
        ]
        offers = [] if self._hidden else page.offers.get(number, ())
        content = {
            "kind": "voice",
            "id": number,
            "dimension": dimension,
            "rows": self._shown(now, dimension),
            "note": HIDDEN if self._hidden and now.note else now.note,
            "before": told[::-1],
            "offers": [[offer.label, offer.other.partition(":")[0], offer.reason] for offer in offers],
        }
        return [Reply(content)]

    def _shown(self, said: Said | Held, dimension: str = "") -> list:
        """Categories with basis, evidence, and the evidence again where it is a link."""
        if not self._hidden:
            return [[word, basis, evidence, safe_link(evidence)] for word, basis, evidence in said.rows]
        name = dimension or said.dimension
        rows = [(self.roster.worded(name, [word])[0], basis, evidence) for word, basis, evidence in said.rows]
        return [[word, basis, HIDDEN if evidence else "", ""] for word, basis, evidence in rows]

    def _still(self, page: Page, message: Mapping) -> list[Reply]:
        """A sign of life, with what others changed meanwhile."""
        told = self._catch_up()
        return [Reply({"kind": "still", **told, "progress": self._progress(page), "next": page.next})]

    def _settings(self, page: Page, message: Mapping) -> None:
        if message.get("dimension") in self.roster.dimensions:
            page.dimension = message["dimension"]
        if page.dimension not in self.roster.dimensions:  # the codebook changed
            page.dimension = self._focus()
        if message.get("queue") in QUEUES:
            page.queue = message["queue"]
        for name in ("minutes", "months"):
            if isinstance(message.get(name), int | float) and message[name] > 0:
                setattr(page, name, message[name])

    def _progress(self, page: Page) -> dict:
        left = len(page.left)
        return {"left": left, "sentence": progress_sentence(left, len(page.numbers), self._pace.seconds)}

    def _focus(self) -> str:
        goal = self.roster.audit.goal
        wanted = [looking.dimension for looking in goal.looking_for] if goal else []
        return next((name for name in (*wanted, *self.roster.dimensions) if name in self.roster.dimensions), "kind")

    def _file(self) -> str:
        """What a page knows the audit file by; its path stays here."""
        return hashlib.sha256(str(self._audit._store.path).encode()).hexdigest()[:16]
