"""Column headings of hand-made tables, and what each means. Capitals, blanks, hyphens and _ do not matter."""

import re

_WORDS = {
    "handle": (
        "handle, username, user name, user, screen name, twitter handle, account, account address, acct, @, profile, "
        "konto, kontoname, benutzername, nutzername, profil, compte, identifiant, nom d'utilisateur, pseudo, "
        "cuenta, usuario, nombre de usuario, perfil"
    ),
    "name": (
        "name, display name, full name, channel title, title, anzeigename, voller name, titel, "
        "nom, nom complet, nom affiché, titre, nombre, nombre completo, título, titulo"
    ),
    "url": (
        "url, link, profile url, profile link, homepage, website, channel url, xmlurl, htmlurl, feed url, "
        "webseite, adresse, profillink, lien, site web, enlace, sitio web, página web"
    ),
    "bio": (
        "bio, description, about, note, notes, beschreibung, notiz, notizen, biografie, biographie, "
        "descripción, descripcion, biografía, nota, notas"
    ),
    "since": (
        "followed at, followed on, followed since, following since, date, since, timestamp, connected on, "
        "datum, seit, gefolgt seit, depuis, suivi depuis, date de suivi, fecha, desde, seguido desde"
    ),
    "platform": ("platform, network, site, source, plattform, netzwerk, plateforme, réseau, plataforma, red social"),
    "id": "id, user id, account id, twitter id, kontonummer, nutzer-id",
    "group": "group, list, folder, gruppe, liste, ordner, groupe, dossier, grupo, lista, carpeta",
}


def _plain(heading: str) -> str:
    return re.sub(r"[\s_\-.:'’]+", "", heading.casefold())


FIELD_OF = {_plain(word): field for field, words in _WORDS.items() for word in words.split(", ")}


def mapped(row: list[str]) -> dict[str, int]:
    """Return which column holds which field; the first of several wins.

    Examples
    --------
    >>> mapped(["Display_Name", "", "Screen name", "Followers"])
    {'name': 0, 'handle': 2}
    """
    columns = {}
    for place, cell in enumerate(row):
        field = FIELD_OF.get(_plain(cell))
        if field:
            columns.setdefault(field, place)
    return columns


def heading_row(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """Return the number of the row with the headings and its columns; -1 when there is none.

    A title or remark may stand above the headings, but then at least two of them must be known words.
    """
    for number, row in enumerate(rows[:6]):
        columns = mapped(row)
        known = columns.keys() & {"handle", "url", "id"}
        if (known and (number == 0 or len(columns) > 1)) or len(columns) > 2:
            return number, columns
    return -1, {}
