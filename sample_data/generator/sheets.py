"""The annotation sheets of an invented person, wide or long, as they stood on a date."""

import csv
import io
from collections.abc import Sequence

from sample_data.generator.world import Voice, World

DIMENSIONS = ("identity", "role", "field", "place", "relation")
LONG_HEADER = ("account", "dimension", "category", "condition", "basis", "evidence", "note", "noted_on")


def wide_sheet(world: World, when: int) -> str:
    """Return one row per account: all that are followed, and those followed before that something is known about."""
    header = ["account", "handle", "name", "kind", "set aside"]
    for dimension in DIMENSIONS:
        header += [dimension, f"{dimension} basis", f"{dimension} evidence"]
    rows = [_wide_row(world, voice, when) for voice in world.voices if voice.present(when) or voice.reviewed(when)]
    return _table([[*header, "noted on"], *rows])


def _wide_row(world: World, voice: Voice, when: int) -> list[str]:
    named = voice.platform != "twitter" or voice.extra["named on"] <= when
    named = named or (voice.reviewed(when) and "looked up" in voice.extra)
    handle = voice.handle
    if voice.extra.get("renamed on", world.began) > world.dates[when]:
        handle = str(voice.extra["handle before"])
    row = [voice.key, handle if named else "", voice.name if named else "", _kind(voice, when)]
    row.append(str(voice.extra.get("set aside in sheet", "")))
    noted_on = []
    for dimension in DIMENSIONS:
        statement = voice.statement(dimension, when)
        if statement is None:
            row += ["", "", ""]
            continue
        cell = "; ".join(statement.categories) if statement.categories else f"[{statement.condition}]"
        row += [cell, statement.basis, statement.evidence]
        noted_on.append(statement.noted_on)
    return [*row, max(noted_on).isoformat() if noted_on else ""]


def long_sheet(world: World, when: int) -> str:
    """Return one row per statement, in the order in which they were written."""
    rows: list[tuple[str, ...]] = []
    for voice in world.voices:
        rows += _long_rows(voice, when)
    return _table([LONG_HEADER, *sorted(rows, key=lambda row: row[-1])])


def _long_rows(voice: Voice, when: int) -> Sequence[tuple[str, ...]]:
    rows = []
    reason = voice.extra.get("set aside in sheet")
    if reason:
        rows.append((voice.key, "set aside", str(reason), "recorded", "", "", "", str(voice.extra["set aside on"])))
    stated = [(d, voice.statement(d, when)) for d in DIMENSIONS]
    stated = [(dimension, statement) for dimension, statement in stated if statement]
    if _kind(voice, when):
        first = min((statement.noted_on.isoformat() for _, statement in stated), default="")
        rows.append((voice.key, "kind", voice.kind, "recorded", "", "", "", first))
    for dimension, said in stated:
        for category in said.categories or ("",):
            day = said.noted_on.isoformat()
            rows.append((voice.key, dimension, category, said.condition, said.basis, said.evidence, said.note, day))
    return rows


def _kind(voice: Voice, when: int) -> str:
    return voice.kind if voice.reviewed(when) else ""


def _table(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
