"""Where attention went, in an audit file: counts per account, kind and month, of accounts that the audit holds.

Exports overlap: a newer archive holds the months of the older one again. Of each account, kind and month the largest
count stands, so reading an export twice, or two that overlap, counts nothing twice.
"""

import json
import sqlite3

from auditkit.audit_file import history
from auditkit.audit_file.accounts import resolved, wanderers
from auditkit.audit_file.store import Store
from auditkit.tables import Activity, activity_table

NOT_FOLLOWED = "counts of accounts that are not in this audit"
_KEPT = ("account", "kind", "count")


def add_activity(store: Store, activity: Activity) -> int:
    """Keep the counts of accounts that the audit holds, as one action, and return how many there are."""
    with store.action("activity") as (connection, action):
        ids = _known(store, connection, activity)
        kept = activity.table[activity.table["account"].isin(ids)]
        skipped = dict(activity.skipped)
        left = int(activity.table["count"].sum() - kept["count"].sum())
        if left:
            skipped[NOT_FOLLOWED] = skipped.get(NOT_FOLLOWED, 0) + left
        file = connection.execute(
            "INSERT INTO activity_file (action, platform, reader, file_name, digest, skipped, members_read, notes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                action, activity.platform, activity.reader, activity.file_name, activity.digest,
                *(json.dumps(said, ensure_ascii=False)
                  for said in (skipped, list(activity.members_read), list(activity.notes))),
            ),
        ).lastrowid  # fmt: skip
        months = kept["month"].dt.strftime("%Y-%m").fillna("")
        # Two names of one account may come apart in an export: their counts belong together.
        connection.executemany(
            "INSERT INTO activity VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (file, account, kind, month) DO UPDATE SET count = count + excluded.count",
            [
                (file, ids[account], kind, month, int(count))
                for account, kind, month, count in zip(
                    kept["account"], kept["kind"], months, kept["count"], strict=True
                )
            ],
        )
    return len(kept)


def activity(store: Store) -> list[Activity]:
    """Return the standing counts of the exports that were read for them, by platform; of each month the largest."""
    with store.reading() as connection:
        meant = wanderers(connection)
        keys = dict(connection.execute("SELECT id, key FROM account"))
        history.standing(connection)
        rows = connection.execute(
            "SELECT platform, reader, account, kind, month, count FROM activity_file LEFT JOIN activity "
            "ON activity_file.id = file WHERE action NOT IN temp.undone ORDER BY activity_file.id"
        )
        readers: dict[str, str] = {}
        found: dict[str, dict[tuple, int]] = {}
        for platform, reader, place, kind, month, count in rows:
            readers[platform] = reader
            counts = found.setdefault(platform, {})
            if place is not None:
                key = keys[meant.get(place, place)], kind, month or None
                counts[key] = max(counts.get(key, 0), count)
    return [Activity(activity_table(counts), platform, readers[platform]) for platform, counts in found.items()]


def _known(store: Store, connection: sqlite3.Connection, activity: Activity) -> dict[str, int]:
    """Key as the export has it -> id, for the accounts that this audit holds and nobody asked to leave out."""
    keys = activity.table["account"].unique().tolist()
    said = {key: activity.aliases.get(key, key) for key in keys}
    meant = resolved(connection, said.values())
    hidden = store.forgotten(connection, [*said, *said.values(), *meant.values()])
    ids = dict(connection.execute("SELECT key, id FROM account"))
    return {
        key: ids[meant[other]]
        for key, other in said.items()
        if meant[other] in ids and not {key, other, meant[other]} & hidden
    }
