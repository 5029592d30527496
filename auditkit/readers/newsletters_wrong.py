"""What to choose instead, when a file is about newsletters or mail but no mailbox."""

import re

from auditkit.export import Export
from auditkit.readers.rows import first_rows
from auditkit.readers.text import begins

WHERE = (
    "Choose the mailbox in which your newsletters arrive: an `.mbox` from Google Takeout, Thunderbird or Apple Mail, "
    "or a folder of `.eml` files."
)
_PUBLISHERS = re.compile(r"(?:^|/)(?:email_list|subscribers|members|[\w.\-]*audience[\w.\-]*|posts)[^/]*\.csv$", re.I)
_SUBSCRIBERS = {
    "email", "email address", "e-mail", "e-mail-adresse", "subscriber email", "primary email",
}  # fmt: skip
_OF_SUBSCRIBERS = {
    "active_subscription", "subscribed", "subscribed_at", "subscribed_to_emails", "optin_time", "optin_ip",
    "confirm_time", "member_rating", "leid", "euid", "email_disabled", "first_payment_at", "subscription_date",
    "unsubscribed_at",
}  # fmt: skip
_POSTS = {"post_id", "post_date", "is_published", "email_sent_at"}
_OUTLOOK = re.compile(r"\.(?:pst|ost)$", re.IGNORECASE)
_LETTER_OF_OUTLOOK = re.compile(r"\.msg$", re.IGNORECASE)


def explain(export: Export) -> str | None:
    """Return a sentence for a file of a newsletter's publisher or of Outlook, or None."""
    for member in export.members if export.chosen_directly else export.named(_PUBLISHERS):
        head = export.head(member)
        if export.chosen_directly:
            sentence = _of_outlook(member.name, head)
            if sentence:
                return sentence
        rows = first_rows(head, member.name, whole=len(head) == member.size) if not _binary(head) else []
        columns = {cell.strip().casefold().replace(" ", "_") for cell in rows[0]} if rows else set()
        of_subscribers = columns & {word.replace(" ", "_") for word in _SUBSCRIBERS} and columns & _OF_SUBSCRIBERS
        if of_subscribers or len(columns & _POSTS) > 2:
            return (
                f"{member.name}: this is what the *publisher* of a newsletter exports, a list of its readers or posts. "
                f"It does not say which newsletters you read, and other people's addresses are not read here. {WHERE}"
            )
    return None


def _binary(head: bytes) -> bool:
    return bool(re.search(r"[\x00-\x08\x0e-\x1f]", begins(head[:512])))


def _of_outlook(name: str, head: bytes) -> str | None:
    if head.startswith(b"!BDN") or (head.startswith(b"\xd0\xcf\x11\xe0") and _OUTLOOK.search(name)):
        return (
            f"{name}: this is a data file of Outlook (PST or OST), which only Outlook can read. "
            "Add the account to Thunderbird, or import the file there, and choose its mailbox; "
            "or drag the letters of one folder from the new Outlook onto the desktop as `.eml` files."
        )
    if head.startswith(b"\xd0\xcf\x11\xe0") and _LETTER_OF_OUTLOOK.search(name):
        return (
            f"{name}: this is a letter as the old Outlook saves it (MSG), which cannot be read here. "
            "Save it as `.eml`, from the new Outlook, Outlook on the web or Thunderbird, and choose that."
        )
    return None
