"""The invented cohort: rounded contributions of sixty people who do not exist, over four quarters.

Every number is made from whole counts, as a contribution is, and then rounded: share = count / recorded,
lowest = count / applicable, highest = (count + unknown) / applicable.
"""

import csv
import io
from dataclasses import dataclass

from sample_data.generator.dice import Dice

SEED = "sundial orchard"
STUDY = "invented-study-2026"
PERIODS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
PEOPLE = 60
SMALLEST = 3  # what fewer voices than this carry is counted under "another", as a contribution does
HEADER = (
    "study_id",
    "participant",
    "period",
    "codebook_version",
    "dimension",
    "value",
    "share",
    "share_lo",
    "share_hi",
    "coverage_5pp",
    "list_size_log2_bin",
)
# How common a category is at first, and by how much it moves with each quarter.
ROLES = {
    "school librarian": (0.34, -0.012),
    "public or youth librarian": (0.13, 0.0),
    "library or information researcher": (0.06, 0.004),
    "classroom teacher": (0.12, 0.0),
    "school leader": (0.06, 0.0),
    "author or illustrator": (0.17, -0.006),
    "student or young person": (0.008, 0.001),
    "community organiser": (0.05, 0.016),
    "publisher or vendor": (0.10, -0.012),
    "professional association": (0.07, 0.0),
    "another role": (0.04, 0.002),
}
IDENTITIES = {
    "Black": (0.17, 0.014),
    "Indigenous or Native": (0.06, 0.014),
    "Latina, Latino or Latine": (0.11, 0.004),
    "Asian diaspora": (0.09, 0.002),
    "white": (0.55, -0.02),
    "disabled or chronically ill": (0.09, 0.006),
    "queer or trans": (0.14, 0.0),
    "multilingual or immigrant": (0.10, 0.004),
    "another recorded value": (0.03, 0.0),
}
# A word of their own that few use: below ten people in a quarter it has to be suppressed.
RARE = {"neurodivergent": 9, "Pacific Islander": 6}


@dataclass
class Participant:
    """One invented person of the study, who reviews a little more each quarter."""

    code: str
    accounts: int
    reviewed: float
    pace: float
    found: float
    leaning: dict[str, float]
    own_words: tuple[str, ...]
    present: tuple[bool, ...]


def cohort_csv() -> str:
    """Return the pooled contributions as CSV."""
    dice = Dice(SEED)
    people = [_participant(dice, number) for number in range(PEOPLE)]
    rows = [row for when in range(len(PERIODS)) for person in people for row in _rows(dice, person, when)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue()


def _participant(dice: Dice, number: int) -> Participant:
    stays = (0.92, 0.88, 0.85)
    # Lists differ a lot: about one in three holds nobody of a given category.
    leaning = {name: 0.0 if dice.happens(0.32) else 0.6 + dice.share() for name in (*ROLES, *IDENTITIES)}
    own_words = tuple(name for name, users in RARE.items() if number * 7 % PEOPLE < users)
    return Participant(
        code="".join(f"{dice.number(0, 15):x}" for _ in range(32)),
        accounts=int(2 ** (6.4 + 3 * dice.share())),
        # A few have nothing written down yet in the first quarters.
        reviewed=-0.25 if number % 20 == 3 else 0.2 + 0.35 * dice.share(),
        pace=0.05 + 0.12 * dice.share(),
        found=0.35 + 0.35 * dice.share(),
        leaning=leaning,
        own_words=own_words,
        # Every sixth joins a quarter late; the others may miss one.
        present=(True, *map(dice.happens, stays)) if number % 6 else (False, True, True, True),
    )


def _rows(dice: Dice, person: Participant, when: int) -> list[tuple]:
    if not person.present[when]:
        return []
    accounts = round(person.accounts * (1 + 0.03 * when))
    rows = []
    for dimension, likely in (("identity", IDENTITIES), ("role", ROLES)):
        people_only = dimension == "identity"
        applicable = round(accounts * 0.78) if people_only else accounts
        coverage = min(0.95, max(0.0, person.reviewed + person.pace * when - (0.05 if people_only else 0.0)))
        reviewed = round(applicable * coverage)
        recorded = round(reviewed * (person.found if people_only else 0.93))
        carried = _counts(dice, person, when, likely, recorded)
        if people_only:
            carried |= {name: dice.number(3, 6) for name in person.own_words if recorded > 12}
        for value, count in carried.items():
            where = (STUDY, person.code, PERIODS[when], "1", dimension, value)
            shares = _shares(count, recorded, applicable)
            rows.append((*where, *shares, f"{round(coverage * 20) / 20:.2f}", accounts.bit_length() - 1))
    return rows


def _counts(dice: Dice, person: Participant, when: int, likely: dict, recorded: int) -> dict[str, int]:
    """How many of the recorded voices carry each category, small counts folded into the last one."""
    counts = {}
    for value, (start, step) in likely.items():
        chance = min(0.95, (start + step * when) * person.leaning[value])
        counts[value] = sum(dice.happens(chance) for _ in range(recorded))
    *named, rest = counts
    for value in named:
        if counts[value] < SMALLEST:
            counts[rest] += counts[value]
            counts[value] = 0
    counts[rest] = min(recorded, counts[rest]) if counts[rest] >= SMALLEST else 0
    return counts


def _shares(count: int, recorded: int, applicable: int) -> tuple[str, str, str]:
    unknown = applicable - recorded
    share = f"{count / recorded:.2f}" if recorded else ""
    return share, f"{count / applicable:.2f}", f"{(count + unknown) / applicable:.2f}"
