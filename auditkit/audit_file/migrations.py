"""The way forward from each older version of the audit file, as SQL. There is no way back: a newer file is refused."""

# version -> the script that brings a file of that version to the next. Version 1 is the first.
MIGRATIONS: dict[int, str] = {}
