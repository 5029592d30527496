"""What mail programs call the folders whose letters do not count: spam, deleted, sent and not finished."""

from auditkit.readers.text import folded

# As Gmail and mail programs call these folders in English, German, French, Spanish, Italian, Portuguese, Dutch,
# Polish and Japanese.
_ASIDE = {
    "spam", "junk", "junk e-mail", "junk email", "trash", "bin", "deleted", "deleted items", "deleted messages", "sent",
    "sent mail", "sent items", "sent messages", "draft", "drafts", "outbox", "templates", "papierkorb", "gelöscht",
    "gelöschte elemente", "gesendet", "gesendete objekte", "gesendete elemente", "entwurf", "entwürfe", "corbeille",
    "envoyés", "messages envoyés", "éléments envoyés", "brouillon", "brouillons", "courrier indésirable",
    "indésirables", "papelera", "enviado", "enviados", "borrador", "borradores", "correo no deseado", "cestino",
    "inviati", "inviata", "posta inviata", "bozza", "bozze", "posta indesiderata", "lixeira", "lixo",
    "e-mails enviados", "rascunho", "rascunhos",
    "prullenbak", "verzonden", "verzonden items", "concepten", "ongewenst", "kosz", "wysłane",
    "wersje robocze", "迷惑メール", "ゴミ箱", "送信済み", "送信済みメール", "下書き",
}  # fmt: skip


def set_aside(folder: str) -> bool:
    """Whether mail in a folder of this name is spam, deleted, sent or not finished.

    Examples
    --------
    >>> set_aside("Papierkorb"), set_aside(".Sent"), set_aside("Newsletters")
    (True, True, False)
    """
    return folded(folder.strip(' ."').removesuffix(".mbox")) in _ASIDE
