"""Random samples, frozen in the audit file: what was drawn stays drawn, whatever is followed or annotated later."""

import json
import sqlite3

from auditkit.audit_file import history, past
from auditkit.audit_file.accounts import wanderers
from auditkit.audit_file.store import Store
from auditkit.measures.sampling import Sample

_ABOUT_VOICES = ("voices", "reviewed_before")


def keep_sample(store: Store, sample: Sample) -> int:
    """Write a sample as one action and return its number."""
    told = sample.as_dict()
    before: dict[str, list[str]] = {}
    for dimension, keys in told["reviewed_before"].items():
        for key in keys:
            before.setdefault(key, []).append(dimension)
    body = {name: said for name, said in told.items() if name not in _ABOUT_VOICES}
    body["dimensions"] = list(told["reviewed_before"])
    with store.action("sample") as (connection, action):
        number = connection.execute(
            "INSERT INTO sample (action, drawn_on, body) VALUES (?, ?, ?)",
            (action, told["drawn_on"], json.dumps(body, ensure_ascii=False)),
        ).lastrowid
        ids = store.account_ids(connection, [key for key in told["voices"] if key])
        connection.executemany(
            "INSERT INTO sampled VALUES (?, ?, ?, ?)",
            [
                (number, place, ids[key], json.dumps(before.get(key, []), ensure_ascii=False))
                for place, key in enumerate(told["voices"])
                if key
            ],
        )
    return number


def samples(store: Store) -> dict[int, Sample]:
    """Return the samples that stand, oldest first; voices joined since then under the key they have now."""
    with store.reading() as connection:
        history.standing(connection)
        bodies = connection.execute(
            "SELECT id, body FROM sample WHERE action NOT IN temp.undone ORDER BY id"
        ).fetchall()
        now = _keys_now(connection) if bodies else {}
        return {number: _sample(connection, number, json.loads(body), now) for number, body in bodies}


def _sample(connection: sqlite3.Connection, number: int, body: dict, now: dict[int, str]) -> Sample:
    # The place of a voice that was forgotten, or joined with another of the sample, stays and is empty.
    voices = [""] * len(body["stratum_of"])
    before: dict[str, list[str]] = {dimension: [] for dimension in body["dimensions"]}
    rows = connection.execute(
        "SELECT place, account, reviewed_before FROM sampled WHERE sample = ? ORDER BY place", (number,)
    )
    for place, account, dimensions in rows:
        if now[account] not in voices:
            voices[place] = now[account]
            for dimension in json.loads(dimensions):
                before[dimension].append(now[account])
    return Sample.from_dict({**body, "voices": voices, "reviewed_before": before})


def _keys_now(connection: sqlite3.Connection) -> dict[int, str]:
    """Account -> the key of the voice it belongs to today."""
    together = past.joined(connection, None)
    keys = dict(connection.execute("SELECT id, key FROM account"))
    meant = {place: keys[other] for place, other in wanderers(connection).items()}
    found = {place: meant.get(place, key) for place, key in keys.items()}
    return {place: together.get(key, key) for place, key in found.items()}
