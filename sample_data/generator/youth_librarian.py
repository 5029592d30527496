"""The second invented person: a youth librarian on Mastodon with a table kept by hand, five reviews in two years.

What the numbers below tell: newly arrived and disabled voices join, young people's own channels join by hand, a whole
server of makers closes in the winter of 2026. "Student wellbeing" grows only because old notes were read again, and no
voice from the Pacific islands is known, though the goal looks for them.
"""

from datetime import date
from pathlib import Path

from sample_data.generator.dice import Dice
from sample_data.generator.lists import hand_kept, mastodon
from sample_data.generator.sheets import long_sheet
from sample_data.generator.words import MAKER_HOST, MASTODON_HOSTS, Names, page_of
from sample_data.generator.world import Group, Voice, World
from sample_data.generator.youth_librarian_arrivals import ARRIVALS, MAKING

NAME = "youth-librarian"
SEED = "pebble teahouse"
BEGAN = date(2023, 1, 9)
DATES = (date(2024, 10, 20), date(2025, 4, 13), date(2025, 10, 12), date(2026, 4, 19), date(2026, 10, 18))
LOOKED_FOR = {
    "identity": ("multilingual or immigrant", "disabled or chronically ill", "Pacific Islander"),
    "role": ("student or young person",),
}
COVERAGE = (
    {"role": 0.28, "identity": 0.30, "field": 0.22, "place": 0.10, "relation": 0.08},
    {"role": 0.40, "identity": 0.41, "field": 0.32, "place": 0.16, "relation": 0.12},
    {"role": 0.50, "identity": 0.51, "field": 0.41, "place": 0.22, "relation": 0.16},
    {"role": 0.63, "identity": 0.63, "field": 0.51, "place": 0.28, "relation": 0.20},
    {"role": 0.75, "identity": 0.75, "field": 0.61, "place": 0.34, "relation": 0.24},
)
REMARKS = (
    "",
    "heard of at the branch meeting",
    "the homework group watches this",
    "weekly, short",
    "recommended by the teen council",
    "listened at the café table",
    "ask about a visit",
)
KEPT_ON = ("newsletter", "TikTok", "YouTube")
LANGUAGES = ("", "", "", "", "en", "de", "en, tr", "en, ar")
# She did not choose these: address, kind, and where she wrote the reason down.
SET_ASIDE = (
    ("kettle_sister@teahouse.example", "person", None),
    ("branch.office@stacks.example", "organisation", None),
    ("town.hall@stacks.example", "organisation", None),
    ("server.notes@stacks.example", "organisation", "required to stay on this server"),
    ("cousin.of.mine@teahouse.example", "person", "family"),
)


def build(folder: Path) -> None:
    """Write the exports and the sheet of every date into `folder`."""
    dice = Dice(SEED)
    world = World(dice, DATES, BEGAN, LOOKED_FOR)
    _live(world, Names(dice))
    for when, day in enumerate(DATES):
        target = folder / day.isoformat()
        target.mkdir(parents=True, exist_ok=True)
        accounts = sorted(world.followed(when, "mastodon"), key=lambda voice: -voice.number)
        # Her server was slow to update: the first export is that of version 3.
        (target / "following_accounts.csv").write_text(
            mastodon(accounts, columns=2 if when == 0 else 4), "utf-8", newline=""
        )
        table = hand_kept([voice for voice in world.followed(when) if "link" in voice.extra])
        # The spreadsheet of the first year saved in an older encoding than the one after it.
        (target / "kept_by_hand.csv").write_bytes(table.encode("cp1252" if when < 2 else "utf-8-sig"))
        (target / "annotations.csv").write_text(long_sheet(world, when), "utf-8", newline="")


def _live(world: World, names: Names) -> None:
    """Two years: who comes, who goes, what is written down and what is written anew."""
    make = _maker(world.dice, names)
    for when, groups in enumerate(ARRIVALS):
        for group in groups:
            world.arrive(when, group, make)
        if when == 0:
            _set_aside(world)
        else:
            _leave(world, when)
            _correct(world, when)
        if when == 2:
            _move_house(world, when, 4)
        world.review(when, COVERAGE[when])


def _leave(world: World, when: int) -> None:
    def of_makers(voice: Voice) -> bool:
        return voice.handle.endswith(MAKER_HOST)

    def others(voice: Voice) -> bool:
        return voice.platform == "mastodon" and not of_makers(voice)

    if when == 3:
        for voice in filter(of_makers, world.followed(2)):
            voice.left = 3
    world.leave(when, (0, 9, 12, 14, 11)[when], others)
    world.leave(when, (0, 1, 1, 2, 2)[when], lambda voice: "link" in voice.extra)


def _correct(world: World, when: int) -> None:
    def holds(dimension: str, category: str):
        return lambda voice: category in voice.statement(dimension, when - 1).categories

    def declined(_):
        return "declined", ()

    def also(category: str):
        return lambda said: ("recorded", (*said.categories, category))

    again = "read again after the talk on rest and worry"
    if when == 1:
        world.correct(1, "identity", 1, holds("identity", "queer or trans"), declined, "asked not to be written down")
    elif when == 2:
        world.withdraw(2, "identity", 2, holds("identity", "white"))
        world.correct(2, "role", 3, holds("role", "another role"), also("community organiser"), "told me")
    elif when == 3:
        world.correct(3, "field", 6, holds("field", "collection and reading"), also("student wellbeing"), again)
        world.withdraw(3, "field", 1, holds("field", "another field"))
    else:
        world.correct(4, "field", 4, holds("field", "information and media literacy"), also("student wellbeing"), again)
        world.correct(
            4, "identity", 1, holds("identity", "multilingual or immigrant"), declined, "asked me to take it out"
        )


def _maker(dice: Dice, names: Names):
    def make(number: int, group: Group) -> Voice:
        pair = names.pair()
        name, page = " ".join(pair), page_of(pair)
        if group.platform == "by hand":
            return _kept_by_hand(dice, number, group, name, page)
        host = MAKER_HOST if group.fields is MAKING else dice.pick(MASTODON_HOSTS)
        user = dice.pick(("{}{}", "{}_{}", "{}")).format(*pair)
        handle = f"{user if dice.happens(0.1) else user.lower()}{number}@{host}"
        voice = Voice(number, "mastodon", _mastodon_key(handle), name, handle, page, group.kind, 0, {}, 0.0)
        _settings(dice, voice)
        if host == MAKER_HOST:
            voice.extra["looked at early"] = 0.4
        return voice

    return make


def _mastodon_key(handle: str) -> str:
    return f"mastodon:{handle.casefold()}"


def _settings(dice: Dice, voice: Voice) -> None:
    voice.extra |= {"boosts": dice.happens(0.9), "notify": dice.happens(0.07), "languages": dice.pick(LANGUAGES)}


def _kept_by_hand(dice: Dice, number: int, group: Group, name: str, page: str) -> Voice:
    place = dice.pick(KEPT_ON)
    link = {
        "newsletter": f"https://{page}/letters",
        "TikTok": f"https://www.tiktok.com/@{page}",
        "YouTube": f"https://www.youtube.com/channel/UCEXAMPLE{number:015d}",
    }[place]
    handle = page if place == "newsletter" else f"@{page}"
    voice = Voice(number, place.lower(), f"{place.lower()}:{page}", name, handle, page, group.kind, 0, {}, 0.0)
    voice.extra |= {"written handle": handle, "link": link, "remark": dice.pick(REMARKS), "place kept": place}
    return voice


def _set_aside(world: World) -> None:
    for handle, kind, reason in SET_ASIDE:
        truth = dict.fromkeys(("identity", "role", "field", "place", "relation"), ("nothing found", ()))
        number, key = len(world.voices), _mastodon_key(handle)
        voice = Voice(number, "mastodon", key, handle, handle, "stacks.example", kind, 0, truth, 1.0)
        _settings(world.dice, voice)
        voice.extra |= {"set aside": True, "stays": True}
        if reason:
            voice.extra |= {"set aside in sheet": reason, "set aside on": world.dates[0]}
        world.voices.append(voice)


def _move_house(world: World, when: int, count: int) -> None:
    """Let some people move to another server: one address goes, another comes, and both stay in the sheet."""
    known = [v for v in world.followed(when, "mastodon") if v.arrived == 0 and v.statement("role", when - 1)]
    known = [v for v in known if v.kind == "person" and v.left is None and not v.handle.endswith(MAKER_HOST)]
    for old in world.dice.mixed(known)[:count]:
        user, _, host = old.handle.partition("@")
        handle = f"{user}@{MASTODON_HOSTS[(MASTODON_HOSTS.index(host) + 1) % len(MASTODON_HOSTS)]}"
        truth, number = dict(old.truth), len(world.voices)
        new = Voice(number, "mastodon", _mastodon_key(handle), old.name, handle, old.page, old.kind, when, truth, 0.0)
        _settings(world.dice, new)
        old.left = when
        world.voices.append(new)
        for dimension in old.history:
            world.write(when, new, dimension, *truth[dimension], "moved to another server")
