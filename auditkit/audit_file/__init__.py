"""The audit file: annotations that last, with their history, in one document that is saved at every step.

It holds identities beside names, so it is sensitive: it belongs in a person's own documents and is not for mailing.
"""

from auditkit.audit_file.document import AuditFile, new_audit, open_audit, read_bundle
from auditkit.audit_file.entries import Entry
from auditkit.audit_file.naming import read_names
from auditkit.audit_file.sheets import SheetPreview

__all__ = ["AuditFile", "Entry", "SheetPreview", "new_audit", "open_audit", "read_bundle", "read_names"]
