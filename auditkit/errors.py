"""What can go wrong with a person's files, as sentences a person can act on.

A message says which file, what was expected and what to do next. It never holds contents of the file:
people paste errors into chats.
"""


class AuditKitError(Exception):
    """Something in a person's files or settings needs their attention. The message is the whole story."""


class UnknownExportError(AuditKitError):
    """No reader recognises the file; the message says what it looks like and what to choose instead."""


class BrokenExportError(AuditKitError):
    """The file is of a kind we read, but it is damaged, cut off, locked or too large."""


class AnnotationError(AuditKitError):
    """An annotation sheet, a codebook or a goal cannot be used as it stands."""


class AuditFileError(AuditKitError):
    """An audit file cannot be opened, read or written; what was saved before is still there."""
