"""Who is followed and when, for the school librarian: how many voices of each role and identity arrive together.

Roles and identities are dealt out separately and by chance, so neither says anything about the other.
"""

from sample_data.generator.world import Group

LATINE = "Latina, Latino or Latine"
PLACES = {
    "rural": 3,
    "small town": 4,
    "suburb": 4,
    "city": 6,
    "another country": 2,
    "small town + my district or region": 1,
}
NEAR = {
    "small town + my district or region": 4,
    "rural + my district or region": 3,
    "my district or region": 3,
    "city": 2,
}
USUAL = {
    "collection and reading": 40,
    "collection and reading + information and media literacy": 6,
    "information and media literacy": 17,
    "technology and making": 12,
    "racial equity and inclusion in schools": 5,
    "language learning": 3,
    "family and community work": 4,
    "local history and museums": 1,
    "student wellbeing": 5,
    "another field": 3,
    "[nothing found]": 4,
}
SOUGHT = {
    "collection and reading": 8,
    "collection and reading + racial equity and inclusion in schools": 5,
    "racial equity and inclusion in schools": 5,
    "language learning": 4,
    "family and community work": 6,
    "local history and museums": 7,
    "local history and museums + family and community work": 3,
    "[nothing found]": 2,
}


def _people(roles: dict[str, int], identities: dict[str, int], *, near: bool = True) -> Group:
    return Group("twitter", "person", roles, identities, SOUGHT if near else USUAL, NEAR if near else PLACES)


def _others(kind: str, roles: dict[str, int], *, near: bool = True, platform: str = "twitter") -> Group:
    return Group(platform, kind, roles, {}, SOUGHT if near else USUAL, NEAR if near else PLACES)


def _shows(roles: dict[str, int], *, near: bool = True) -> Group:
    return _others("publication or show", roles, near=near, platform="feed")


ARRIVALS: tuple[tuple[Group, ...], ...] = (
    (
        _people(
            {
                "school librarian": 54,
                "author or illustrator": 24,
                "school librarian + author or illustrator": 4,
                "classroom teacher": 15,
                "school librarian + classroom teacher": 2,
                "public or youth librarian": 13,
                "library or information researcher": 7,
                "school leader": 7,
                "community organiser": 2,
                "another role": 4,
                "[nothing found]": 6,
            },
            {
                "[nothing found]": 50,
                "[declined]": 6,
                "white": 38,
                "white + queer or trans": 4,
                "white + disabled or chronically ill": 3,
                "Black": 8,
                "Black + queer or trans": 1,
                LATINE: 5,
                f"{LATINE} + multilingual or immigrant": 2,
                "Asian diaspora": 5,
                "Arab or Middle Eastern": 2,
                "Indigenous or Native": 2,
                "Pacific Islander": 1,
                "disabled or chronically ill": 3,
                "queer or trans": 4,
                "multilingual or immigrant": 3,
                "Deaf": 1,
            },
            near=False,
        ),
        _others(
            "organisation",
            {
                "professional association": 9,
                "publisher or vendor": 15,
                "school leader": 2,
                "community organiser": 1,
                "another role": 3,
            },
            near=False,
        ),
        _others("publication or show", {"publisher or vendor": 4, "another role": 2}, near=False),
        _others("automated", {"[does not apply]": 6}, near=False),
        _shows(
            {
                "school librarian": 4,
                "publisher or vendor": 3,
                "author or illustrator": 2,
                "community organiser": 1,
                "another role": 4,
            },
            near=False,
        ),
    ),
    (
        _people(
            {
                "community organiser": 6,
                "author or illustrator": 6,
                "author or illustrator + community organiser": 2,
                "school librarian": 6,
                "classroom teacher": 3,
                "library or information researcher": 2,
                "public or youth librarian": 2,
                "[nothing found]": 1,
            },
            {
                "Indigenous or Native": 5,
                "Black": 5,
                "Black + multilingual or immigrant": 1,
                "[nothing found]": 8,
                "[declined]": 1,
                "white": 4,
                LATINE: 2,
                "Asian diaspora": 1,
                "disabled or chronically ill": 1,
            },
        ),
        _others("organisation", {"community organiser": 3, "another role": 3}),
        _shows({"community organiser": 1, "author or illustrator": 1, "another role": 1}),
    ),
    (
        _people(
            {
                "author or illustrator": 9,
                "community organiser": 5,
                "school librarian": 6,
                "classroom teacher": 4,
                "library or information researcher": 3,
                "school leader": 2,
                "another role": 2,
                "[nothing found]": 1,
            },
            {
                "Black": 6,
                "Black + queer or trans": 1,
                "Black + Afro-Caribbean": 1,
                "Indigenous or Native": 4,
                "Indigenous or Native + disabled or chronically ill": 1,
                "[nothing found]": 9,
                "[declined]": 2,
                "white": 4,
                LATINE: 2,
                "Asian diaspora": 1,
                "Arab or Middle Eastern": 1,
            },
        ),
        _others("organisation", {"community organiser": 2, "professional association": 2, "another role": 2}),
        _shows({"community organiser": 1, "author or illustrator": 2, "another role": 1}),
    ),
    (
        _people(
            {
                "author or illustrator": 4,
                "school librarian": 5,
                "community organiser": 3,
                "classroom teacher": 2,
                "public or youth librarian": 2,
            },
            {
                "Indigenous or Native": 3,
                "Black": 1,
                "[nothing found]": 6,
                "[declined]": 1,
                "white": 3,
                "multilingual or immigrant": 2,
            },
        ),
        _others("organisation", {"community organiser": 2, "another role": 2}),
        _shows({"community organiser": 2, "author or illustrator": 2, "another role": 3}),
    ),
    (
        _people(
            {
                "author or illustrator": 6,
                "community organiser": 6,
                "school librarian": 5,
                "library or information researcher": 2,
                "classroom teacher": 3,
                "another role": 2,
                "[nothing found]": 1,
            },
            {
                "Indigenous or Native": 5,
                "Black + Indigenous or Native": 1,
                "Black": 2,
                "[nothing found]": 8,
                "[declined]": 1,
                "white": 4,
                LATINE: 2,
                "Asian diaspora": 1,
                "from a farm-worker family": 1,
            },
        ),
        _others("organisation", {"community organiser": 2, "professional association": 1, "another role": 2}),
        _shows({"community organiser": 2, "another role": 2}),
    ),
)
