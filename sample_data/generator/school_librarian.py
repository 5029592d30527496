"""The first invented person: a school librarian on X and podcasts, five reviews in two years.

What the numbers below tell: vendors are dropped, organisers and Indigenous voices join, Black voices join and some of
them leave X in the spring of 2026. "Disability and access" grows only because old notes were read again, and nobody
followed speaks as a student.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sample_data.generator.dice import Dice
from sample_data.generator.lists import pocket_casts
from sample_data.generator.school_librarian_arrivals import ARRIVALS
from sample_data.generator.sheets import wide_sheet
from sample_data.generator.words import LOWEST_X_ID, Names, page_of
from sample_data.generator.world import Group, Voice, World
from sample_data.generator.x_archive import Owner, posts, write_x_archive

NAME = "school-librarian"
SEED = "harbor lantern"
BEGAN = date(2022, 9, 1)
DATES = (date(2024, 11, 10), date(2025, 5, 18), date(2025, 11, 16), date(2026, 5, 24), date(2026, 11, 15))
OWNER = Owner(str(LOWEST_X_ID - 1), "harbor_lantern_library", "Harbor Lantern", "library@harborlantern.example")
LOOKED_FOR = {
    "identity": ("Indigenous or Native", "Black"),
    "role": ("community organiser",),
    "field": ("local history and museums",),
}
COVERAGE = (
    {"role": 0.27, "identity": 0.30, "field": 0.20, "place": 0.12, "relation": 0.10},
    {"role": 0.40, "identity": 0.42, "field": 0.30, "place": 0.19, "relation": 0.14},
    {"role": 0.52, "identity": 0.53, "field": 0.42, "place": 0.27, "relation": 0.19},
    {"role": 0.64, "identity": 0.66, "field": 0.52, "place": 0.34, "relation": 0.23},
    {"role": 0.76, "identity": 0.78, "field": 0.63, "place": 0.40, "relation": 0.28},
)
# She did not choose these: the last number of the id, a kind, and where she wrote the reason down.
SET_ASIDE = (
    (101, "person", None),
    (102, "organisation", None),
    (103, "organisation", None),
    (104, "organisation", None),
    (105, "person", None),
    (106, "person", "family"),
    (107, "organisation", "required by the district"),
)
RENAMED = 6


def build(folder: Path) -> None:
    """Write the exports and the sheet of every date into `folder`."""
    dice = Dice(SEED)
    names = Names(dice)
    world = World(dice, DATES, BEGAN, LOOKED_FOR)
    _live(world, names)
    _name_some(world, names)
    tweets = posts(dice, OWNER, _mentions(world))
    for when, day in enumerate(DATES):
        target = folder / day.isoformat()
        target.mkdir(parents=True, exist_ok=True)
        until = [tweet for posted, tweet in tweets if posted <= day]
        newest_first = sorted(world.followed(when, "twitter"), key=lambda voice: -voice.number)
        write_x_archive(target / f"twitter-{day}-{OWNER.account_id}.zip", OWNER, day, newest_first, until)
        (target / "podcasts_opml.xml").write_text(pocket_casts(world.followed(when, "feed")), "utf-8", newline="")
        (target / "annotations.csv").write_text(wide_sheet(world, when), "utf-8", newline="")


def _live(world: World, names: Names) -> None:
    """Two years: who comes, who goes, what is written down and what is written anew."""
    make = _maker(world.dice, names)
    for when, groups in enumerate(ARRIVALS):
        for group in groups:
            world.arrive(when, group, make)
        if when == 0:
            _set_aside(world, names)
        else:
            _leave(world, when)
            _correct(world, when)
        world.review(when, COVERAGE[when])


def _leave(world: World, when: int) -> None:
    def in_x(voice: Voice) -> bool:
        return voice.platform == "twitter"

    def sells(voice: Voice) -> bool:
        return in_x(voice) and voice.truth["role"][1] == ("publisher or vendor",)

    def black_and_noted(voice: Voice) -> bool:
        said = voice.statement("identity", when - 1)
        return in_x(voice) and said is not None and "Black" in said.categories

    def writes(voice: Voice) -> bool:
        return in_x(voice) and "author or illustrator" in voice.truth["role"][1]

    def others(voice: Voice) -> bool:
        return in_x(voice) and not {"Black", "Indigenous or Native"} & set(voice.truth["identity"][1])

    plan = {
        1: ((8, sells), (8, others)),
        2: ((4, sells), (12, others)),
        3: ((9, black_and_noted), (6, writes), (18, others)),
        4: ((3, sells), (9, others)),
    }
    for count, where in plan[when]:
        world.leave(when, count, where)
    world.leave(when, (0, 0, 1, 1, 2)[when], lambda voice: voice.platform == "feed")


def _correct(world: World, when: int) -> None:
    def holds(dimension: str, category: str):
        return lambda voice: category in voice.statement(dimension, when - 1).categories

    def condition(dimension: str, name: str):
        return lambda voice: voice.statement(dimension, when - 1).condition == name

    def declined(_):
        return "declined", ()

    def becomes(*categories: str):
        return lambda _: ("recorded", categories)

    def also(category: str):
        return lambda said: ("recorded", (*said.categories, category))

    asked, again = "asked not to be written down", "read again"
    if when == 1:
        world.correct(1, "role", 2, condition("role", "nothing found"), becomes("classroom teacher"), "found a talk")
    elif when == 2:
        world.correct(2, "identity", 2, holds("identity", "white"), declined, asked)
        world.correct(2, "role", 3, holds("role", "school librarian"), becomes("school leader"), "changed jobs")
    elif when == 3:
        world.withdraw(3, "identity", 2, holds("identity", "queer or trans"))
        world.withdraw(3, "role", 2, holds("role", "another role"))
        world.correct(3, "field", 7, holds("field", "collection and reading"), also("disability and access"), again)
    else:
        world.correct(4, "field", 4, holds("field", "technology and making"), also("disability and access"), again)
        world.correct(4, "identity", 1, holds("identity", "Black"), declined, asked)
        world.correct(4, "role", 2, holds("role", "author or illustrator"), also("community organiser"), "told me")


def _maker(dice: Dice, names: Names):
    def make(number: int, group: Group) -> Voice:
        pair = names.pair()
        name, page = " ".join(pair), page_of(pair)
        if group.platform == "feed":
            feed = f"https://{page}/feed.xml"
            voice = Voice(number, "feed", f"feed:{feed}", f"{name} Hour", "", page, group.kind, 0, {}, 0.0)
            voice.extra["feed"] = feed
            return voice
        if group.kind == "organisation":
            name += dice.pick((" Network", " Books", " Museum", " Council", " Press", " Foundation"))
        elif group.kind == "automated":
            name += " Bot"
        account_id = names.x_id(number)
        voice = Voice(
            number, "twitter", f"twitter:{account_id}", name, names.x_handle(pair), page, group.kind, 0, {}, 0.0
        )
        voice.extra["id"] = account_id
        return voice

    return make


def _set_aside(world: World, names: Names) -> None:
    for ending, kind, reason in SET_ASIDE:
        pair = names.pair()
        account_id = str(LOWEST_X_ID + ending)
        truth = dict.fromkeys(("identity", "role", "field", "place", "relation"), ("nothing found", ()))
        key, handle = f"twitter:{account_id}", names.x_handle(pair)
        voice = Voice(len(world.voices), "twitter", key, " ".join(pair), handle, page_of(pair), kind, 0, truth, 1.0)
        voice.extra |= {"id": account_id, "set aside": True, "stays": True}
        if reason:
            voice.extra["set aside in sheet"] = reason
        world.voices.append(voice)


def _name_some(world: World, names: Names) -> None:
    """Decide whom her own posts name, and when first; the archive names nobody else."""
    never = len(DATES)
    for voice in world.voices:
        if voice.platform != "twitter":
            continue
        at_once = world.dice.happens(0.47 if voice.arrived == 0 else 0.5)
        later = world.dice.happens(0.2)
        first = voice.arrived if at_once else world.dice.number(voice.arrived + 1, never) if later else never
        voice.extra["named on"] = first if voice.left is None or first < voice.left else never
        if world.dice.happens(0.3):
            voice.extra["looked up"] = True
    named_early = [
        v for v in world.voices if v.extra.get("named on") == 0 and v.left is None and "set aside" not in v.extra
    ]
    for place, voice in enumerate(world.dice.mixed(named_early)[:RENAMED]):
        when = 1 + place % (never - 1)
        after, until = world.window(when)
        voice.extra["renamed on"] = world.dice.day(after, until - (until - after) // 2)
        voice.extra["handle before"] = voice.handle
        voice.handle = names.x_handle(names.pair())


def _mentions(world: World) -> Sequence[tuple[date, Voice]]:
    mentions = []
    for voice in world.voices:
        first = voice.extra.get("named on", len(DATES))
        if first >= len(DATES):
            continue
        mentions.append((world.dice.day(*world.window(first)), voice))
        last = len(DATES) if voice.left is None else voice.left
        mentions += [
            (world.dice.day(*world.window(when)), voice) for when in range(first + 1, last) if world.dice.happens(0.12)
        ]
        renamed_on = voice.extra.get("renamed on")
        if renamed_on:
            until = min(day for day in DATES if day > renamed_on)
            mentions.append((world.dice.day(renamed_on, until), voice))
    return mentions
