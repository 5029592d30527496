"""The way forward from each older version of the audit file, as SQL. There is no way back: a newer file is refused."""

# What stands in schema.sql of that version, without its comments; opening compares the outcome with it to the letter.
_TO_2 = """
CREATE TABLE kept_apart (
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    first INTEGER NOT NULL REFERENCES account (id),
    second INTEGER NOT NULL REFERENCES account (id)
) STRICT;
CREATE INDEX kept_apart_action ON kept_apart (action);
CREATE TABLE sample (
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    drawn_on TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE sampled (
    sample INTEGER NOT NULL REFERENCES sample (id),
    place INTEGER NOT NULL,
    account INTEGER NOT NULL REFERENCES account (id),
    reviewed_before TEXT NOT NULL,
    PRIMARY KEY (sample, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX sampled_account ON sampled (account);
CREATE TABLE activity_file (
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    platform TEXT NOT NULL,
    reader TEXT NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    skipped TEXT NOT NULL,
    members_read TEXT NOT NULL,
    notes TEXT NOT NULL
) STRICT;
CREATE TABLE activity (
    file INTEGER NOT NULL REFERENCES activity_file (id),
    account INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (file, account, kind, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_account ON activity (account);
"""

# version -> the script that brings a file of that version to the next.
MIGRATIONS: dict[int, str] = {1: _TO_2}
