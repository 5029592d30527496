"""Who is followed and when, for the youth librarian: how many voices of each role and identity arrive together.

Roles and identities are dealt out separately and by chance, so neither says anything about the other. Whoever speaks
as a student or young person is a youth group, a show, or says they are of age.
"""

from sample_data.generator.world import Group

PLACES = {"city": 6, "suburb": 3, "small town": 3, "another country": 5, "rural": 1, "city + my district or region": 1}
NEAR = {"city + my district or region": 5, "suburb + my district or region": 3, "city": 3, "another country": 1}
USUAL = {
    "collection and reading": 22,
    "information and media literacy": 16,
    "technology and making": 4,
    "family and community work": 6,
    "language learning": 3,
    "disability and access": 3,
    "racial equity and inclusion in schools": 3,
    "another field": 5,
    "[nothing found]": 4,
}
MAKING = {"technology and making": 9, "technology and making + information and media literacy": 2}
SOUGHT = {
    "family and community work": 6,
    "language learning": 5,
    "disability and access": 5,
    "collection and reading + language learning": 3,
    "information and media literacy": 3,
    "technology and making": 1,
    "[nothing found]": 2,
}
LATINE = "Latina, Latino or Latine"


def _people(roles: dict[str, int], identities: dict[str, int], fields: dict[str, int] = SOUGHT) -> Group:
    return Group("mastodon", "person", roles, identities, fields, PLACES if fields is USUAL else NEAR)


def _others(kind: str, roles: dict[str, int], fields: dict[str, int] = SOUGHT, platform: str = "mastodon") -> Group:
    return Group(platform, kind, roles, {}, fields, PLACES if fields is USUAL else NEAR)


def _kept(kind: str, roles: dict[str, int], identities: dict[str, int] | None = None) -> Group:
    """Voices outside Mastodon: kept by hand in a table."""
    return Group("by hand", kind, roles, identities or {}, SOUGHT, NEAR)


ARRIVALS: tuple[tuple[Group, ...], ...] = (
    (
        _people(
            {
                "public or youth librarian": 46,
                "school librarian": 14,
                "library or information researcher": 19,
                "author or illustrator": 12,
                "classroom teacher": 7,
                "community organiser": 3,
                "public or youth librarian + author or illustrator": 3,
                "another role": 9,
                "[nothing found]": 7,
            },
            {
                "[nothing found]": 48,
                "[declined]": 7,
                "white": 27,
                "white + queer or trans": 8,
                "queer or trans": 8,
                "disabled or chronically ill": 4,
                "neurodivergent": 2,
                "multilingual or immigrant": 4,
                "Asian diaspora": 4,
                "Black": 3,
                LATINE: 3,
                "Arab or Middle Eastern": 2,
            },
            USUAL,
        ),
        _others(
            "organisation",
            {"professional association": 9, "publisher or vendor": 5, "community organiser": 3, "another role": 5},
            USUAL,
        ),
        _others("automated", {"[does not apply]": 5}, USUAL),
        _people(
            {"another role": 9, "public or youth librarian": 2},
            {"[nothing found]": 6, "white": 3, "[declined]": 1, "disabled or chronically ill": 1},
            MAKING,
        ),
        _others("organisation", {"community organiser": 2, "another role": 2}, MAKING),
        _kept(
            "person", {"author or illustrator": 5, "public or youth librarian": 3}, {"[nothing found]": 5, "white": 3}
        ),
        _kept("publication or show", {"another role": 4, "professional association": 2, "publisher or vendor": 2}),
    ),
    (
        _people(
            {
                "public or youth librarian": 10,
                "community organiser": 5,
                "library or information researcher": 3,
                "classroom teacher": 3,
                "another role": 4,
                "[nothing found]": 1,
            },
            {
                "multilingual or immigrant": 5,
                "Arab or Middle Eastern + multilingual or immigrant": 2,
                "disabled or chronically ill": 3,
                "white": 4,
                "Black": 1,
                "queer or trans": 1,
                "[nothing found]": 8,
                "[declined]": 2,
            },
        ),
        _others("organisation", {"community organiser": 4, "another role": 2}),
        _kept("publication or show", {"student or young person": 2, "another role": 1}),
        _kept(
            "person",
            {"community organiser": 3, "author or illustrator": 2},
            {"multilingual or immigrant": 2, "[nothing found]": 3},
        ),
    ),
    (
        _people(
            {
                "public or youth librarian": 9,
                "community organiser": 7,
                "author or illustrator": 5,
                "school librarian": 4,
                "classroom teacher": 4,
                "another role": 4,
                "[nothing found]": 1,
            },
            {
                "multilingual or immigrant": 6,
                "Asian diaspora + multilingual or immigrant": 2,
                "disabled or chronically ill": 4,
                "Deaf": 1,
                "Black": 3,
                LATINE: 2,
                "white": 4,
                "[nothing found]": 10,
                "[declined]": 2,
            },
        ),
        _others("organisation", {"community organiser": 4, "professional association": 2, "another role": 2}),
        _kept("publication or show", {"student or young person": 3}),
        _kept(
            "person",
            {"student or young person": 2, "author or illustrator": 3},
            {"[nothing found]": 3, "[declined]": 2},
        ),
    ),
    (
        _people(
            {
                "public or youth librarian": 7,
                "community organiser": 4,
                "library or information researcher": 3,
                "classroom teacher": 2,
                "another role": 2,
            },
            {
                "multilingual or immigrant": 3,
                "disabled or chronically ill": 2,
                "queer or trans": 2,
                "white": 3,
                "[nothing found]": 7,
                "[declined]": 1,
            },
        ),
        _others("organisation", {"community organiser": 2, "another role": 2}),
        _kept("publication or show", {"student or young person": 4, "another role": 1}),
        _kept(
            "person",
            {"student or young person": 3, "community organiser": 2},
            {"multilingual or immigrant": 2, "[nothing found]": 3},
        ),
    ),
    (
        _people(
            {
                "public or youth librarian": 9,
                "community organiser": 6,
                "author or illustrator": 4,
                "classroom teacher": 4,
                "school librarian": 3,
                "another role": 3,
                "[nothing found]": 1,
            },
            {
                "multilingual or immigrant": 6,
                "disabled or chronically ill": 3,
                "disabled or chronically ill + queer or trans": 1,
                "Black": 2,
                "white": 5,
                "daughter of refugees + multilingual or immigrant": 1,
                "[nothing found]": 10,
                "[declined]": 2,
            },
        ),
        _others("organisation", {"community organiser": 4, "another role": 2}),
        _kept("publication or show", {"student or young person": 3, "another role": 1}),
        _kept(
            "person",
            {"student or young person": 3, "author or illustrator": 2},
            {"multilingual or immigrant": 1, "[nothing found]": 4},
        ),
    ),
)
