-- The audit file, version 1: one person's audit in one SQLite file.
--
-- Everything a person does is an action; the tables below hold what each action said. Nothing is ever changed or
-- deleted, except by forget(). Undo and redo are actions that point at the action they undo or redo.
-- Days are written 2026-11-22, moments 2026-11-22T09:30:00.123456Z.

CREATE TABLE about (
    key TEXT PRIMARY KEY NOT NULL,      -- 'created_at', 'made_by' (version of the kit), 'mark_key' (see do_not_record)
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sitting (                  -- from opening the file to closing it
    id INTEGER PRIMARY KEY,
    began_at TEXT NOT NULL
) STRICT;

CREATE TABLE action (
    id INTEGER PRIMARY KEY,             -- the order of history
    at TEXT NOT NULL,                   -- never earlier than the action before, whatever the computer's clock says
    kind TEXT NOT NULL,                 -- 'annotate', 'mark', 'snapshot', 'name', 'undo', …
    sitting INTEGER NOT NULL REFERENCES sitting (id),
    target INTEGER REFERENCES action (id)   -- of undo and redo
) STRICT;
CREATE INDEX action_undone ON action (target, id) WHERE target IS NOT NULL;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- 'mastodon:ada@example.social'; never changes
    platform TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot (                 -- the follow list of one platform as of one day
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    taken_on TEXT NOT NULL,
    platform TEXT NOT NULL,
    reader TEXT NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,               -- SHA-256 of what was read; empty when there was no file
    complete INTEGER NOT NULL,          -- 0 if the person said that the export holds only a part
    accounts INTEGER NOT NULL,
    skipped TEXT NOT NULL,              -- JSON: reason -> rows
    members_read TEXT NOT NULL,         -- JSON: names of the files inside the export that were opened
    notes TEXT NOT NULL,                -- JSON: sentences for the person
    link_template TEXT NOT NULL
) STRICT;
CREATE INDEX snapshot_action ON snapshot (action);

CREATE TABLE follow (
    snapshot INTEGER NOT NULL REFERENCES snapshot (id),
    account INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (snapshot, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_account ON follow (account);

CREATE TABLE detail (                   -- what an export said about an account, kept only where it said something new
    snapshot INTEGER NOT NULL REFERENCES snapshot (id),
    account INTEGER NOT NULL REFERENCES account (id),
    handle TEXT,
    name TEXT,
    url TEXT,
    bio TEXT,
    relation TEXT NOT NULL,
    since TEXT,
    since_precision TEXT NOT NULL,
    folder TEXT,
    flags TEXT NOT NULL,                -- words, '; ' between them
    PRIMARY KEY (account, snapshot)
) STRICT, WITHOUT ROWID;
CREATE INDEX detail_snapshot ON detail (snapshot);

CREATE TABLE alias (                    -- other keys an account was known by
    snapshot INTEGER NOT NULL REFERENCES snapshot (id),
    key TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (snapshot, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_account ON alias (account);

CREATE TABLE naming (                   -- the person names an account that an export gave only as a number
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    account INTEGER NOT NULL REFERENCES account (id),
    handle TEXT,
    name TEXT
) STRICT;
CREATE INDEX naming_account ON naming (account);
CREATE INDEX naming_action ON naming (action);

CREATE TABLE membership (               -- which voice an account belongs to from here on
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    account INTEGER NOT NULL REFERENCES account (id),
    voice INTEGER NOT NULL REFERENCES account (id)    -- a voice is named after one of its accounts
) STRICT;
CREATE INDEX membership_account ON membership (account);
CREATE INDEX membership_voice ON membership (voice);
CREATE INDEX membership_action ON membership (action);

CREATE TABLE statement (                -- what was recorded about an account in a dimension; replaces the one before.
                                        -- 'kind' and 'set aside' (its reason stands as the category) are dimensions too
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    account INTEGER NOT NULL REFERENCES account (id),
    dimension TEXT NOT NULL,
    condition TEXT NOT NULL,            -- 'not reviewed' takes a statement back
    note TEXT,
    noted_on TEXT NOT NULL              -- the day it counts from; the day of the action unless a sheet says otherwise
) STRICT;
CREATE INDEX statement_account ON statement (account, dimension);
CREATE INDEX statement_action ON statement (action);

CREATE TABLE recorded (                 -- the categories of a statement, each with how the person knows
    statement INTEGER NOT NULL REFERENCES statement (id),
    place INTEGER NOT NULL,
    category TEXT NOT NULL,             -- the words of that day; codebook_edit says what they are called now
    basis TEXT NOT NULL,
    evidence TEXT,
    PRIMARY KEY (statement, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal (
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    body TEXT NOT NULL                  -- JSON
) STRICT;

CREATE TABLE codebook (
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    body TEXT NOT NULL                  -- JSON: the whole codebook as it is from here on
) STRICT;

CREATE TABLE codebook_edit (            -- old words of a dimension and what they are called from here on
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    dimension TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL
) STRICT;

CREATE TABLE entry (                    -- a line of the plan or the journal; a later one with the same thread replaces it
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id),
    thread INTEGER NOT NULL,
    kind TEXT NOT NULL,                 -- 'plan', 'journal' or 'bookmark' (a review done on a day)
    day TEXT NOT NULL,
    body TEXT NOT NULL,                 -- JSON
    shareable INTEGER NOT NULL          -- 0: never in a report
) STRICT;

CREATE TABLE sheet (                    -- an annotation sheet that went out, and up to which action it tells the truth
    id TEXT PRIMARY KEY NOT NULL,
    action INTEGER NOT NULL REFERENCES action (id),
    form TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE do_not_record (            -- keyed digests of the accounts of people who were forgotten: hides, does not anonymise
    mark TEXT PRIMARY KEY NOT NULL,
    marked_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
