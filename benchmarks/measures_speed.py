"""The measures of the review on a large list, beside the plain pandas way: explode, groupby, apply.

100,000 invented voices, five dimensions (three with several categories a voice, one of 40 categories), two dates. Both
sides run on the same tables, one after the other, the best of three runs; where both give a table, the benchmark stops
if the numbers differ. The plain way is what one would write in a notebook without thinking of speed.

    python benchmarks/measures_speed.py [VOICES]
"""

import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.tables import CONDITIONS, Activity, activity_table

VOICES, RUNS = 100_000, 3
SHAPES = {"role": (40, 3), "field": (12, 3), "identity": (8, 2), "place": (10, 1), "relation": (4, 1)}
PLATFORMS = ("mastodon", "twitter", "feed", "youtube", "newsletter")
TWO = ("place", "relation")  # dimensions to combine


def codebook() -> Codebook:
    """Return five dimensions with invented categories."""
    return Codebook(
        "large",
        tuple(
            Dimension(name, categories=tuple(Category(f"{name} {n}") for n in range(size)), several=most > 1)
            for name, (size, most) in SHAPES.items()
        ),
    )


def annotate(chance: np.random.Generator, name: str, several: int) -> tuple[list[tuple], list[str]]:
    """Return the cells of a dimension and their conditions; early categories are common, late ones rare."""
    size, most = SHAPES[name]
    weights = 1 / np.arange(1, size + 1)
    drawn = chance.choice(size, (several, most), p=weights / weights.sum())
    held = chance.integers(1, most + 1, several)
    conditions = chance.choice(np.array(CONDITIONS, dtype=object), several, p=[0.6, 0.1, 0.05, 0.05, 0.2]).tolist()
    words = [f"{name} {n}" for n in range(size)]
    cells = [
        tuple(words[n] for n in sorted(set(row[:number]))) if what == "recorded" else ()
        for row, number, what in zip(drawn.tolist(), held.tolist(), conditions, strict=True)
    ]
    return cells, conditions


def two_dates(several: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the wide view on two dates: a twentieth went, as many came, and a tenth is annotated anew."""
    chance = np.random.default_rng(7)
    moved = several // 20
    everybody = voices_table(several + moved, chance)
    before, after = everybody.iloc[:several].reset_index(drop=True), everybody.iloc[moved:].reset_index(drop=True)
    for name in SHAPES:
        anew = np.flatnonzero(chance.random(several) < 0.1).tolist()
        said = {f"{name}": after[name].tolist(), f"{name} condition": after[f"{name} condition"].tolist()}
        for column, words in zip(said, annotate(chance, name, len(anew)), strict=True):
            for place, word in zip(anew, words, strict=True):
                said[column][place] = word
            after[column] = pd.Series(said[column], dtype=after[column].dtype)
    return before, after


def voices_table(several: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return the wide view of invented voices, some of them on two platforms."""
    keys = [f"mastodon:person{n}@example.social" for n in range(several)]
    first = [PLATFORMS[n % len(PLATFORMS)] for n in range(several)]
    on = [(name, "mastodon") if name != "mastodon" and n % 7 == 0 else (name,) for n, name in enumerate(first)]
    ratings = chance.choice(np.array(["daily", "sometimes", "never", None]), several)
    table = {
        "voice": pd.Series(keys, dtype="str"),
        "label": pd.Series(keys, dtype="str"),
        "kind": pd.Series(["person"] * several, dtype="str"),
        "accounts": pd.Series([(key,) for key in keys], dtype="object"),
        "platforms": pd.Series(on, dtype="object"),
        "groups": pd.Series([(f"list {n % 6}",) if n % 3 else () for n in range(several)], dtype="object"),
        "attention": pd.Series(ratings, dtype="str"),
        "set_aside": pd.Series(chance.random(several) < 0.03),
    }
    for name in SHAPES:
        cells, conditions = annotate(chance, name, several)
        table[name] = pd.Series(cells, dtype="object")
        table[f"{name} condition"] = pd.Series(conditions, dtype="str")
    table = pd.DataFrame(table)
    table.attrs["codebook"] = codebook()
    return table


def invented_activity(voices: pd.DataFrame) -> Activity:
    """Return a year of activity for a fifth of the voices."""
    keys = voices["voice"].iloc[::5].tolist()
    counts = {(key, "amplified", f"2026-{n % 12 + 1:02d}"): n % 9 + 1 for n, key in enumerate(keys)}
    return Activity(activity_table(counts), "mastodon", "mastodon")


@dataclass
class Tables:
    """What both sides start from."""

    before: pd.DataFrame
    after: pd.DataFrame
    activity: Activity


def plain_composition(voices: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Explode, group, count; then divide."""
    counted = voices[~voices["set_aside"]]
    condition = counted[f"{dimension} condition"]
    applicable = (condition != "does not apply").sum()
    known = counted[condition == "recorded"]
    table = known.explode(dimension).groupby(dimension).size().rename("count").to_frame()
    names = voices.attrs["codebook"][dimension].category_names
    table = table.reindex(names, fill_value=0)
    table["share_of_known"] = table["count"] / len(known)
    table["lowest"] = table["count"] / applicable
    table["highest"] = (table["count"] + applicable - len(known)) / applicable
    return table


def plain_by_platform(voices: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """One composition for each platform, grouped from exploded rows."""
    rows = voices.explode("platforms")
    rows.attrs = voices.attrs
    blocks = {name: plain_composition(voices.loc[block.index], dimension) for name, block in rows.groupby("platforms")}
    return pd.concat(blocks)


def plain_hill(voices: pd.DataFrame, dimension: str) -> pd.Series:
    """The three orders, without bounds."""
    counts = plain_composition(voices, dimension)["count"]
    p = counts[counts > 0] / counts.sum()
    return pd.Series({0: len(p), 1: np.exp(-(p * np.log(p)).sum()), 2: 1 / (p**2).sum()})


def plain_intersections(voices: pd.DataFrame, dimensions: tuple[str, ...]) -> pd.Series:
    """Apply a function to every row; each combination counts alone and, in a second pass, with others."""
    counted = voices[~voices["set_aside"]]
    for name in dimensions:
        counted = counted[counted[f"{name} condition"] == "recorded"]
    held = counted.apply(lambda row: tuple((name, word) for name in dimensions for word in row[name]), axis=1)
    return held.value_counts()


def plain_attention(voices: pd.DataFrame, dimension: str, activity: Activity) -> pd.Series:
    """Merge on the account, explode, and sum the weights of each category."""
    weights = activity.table.groupby("account")["count"].sum().rename("weight")
    known = voices[~voices["set_aside"] & (voices[f"{dimension} condition"] == "recorded")]
    known = known[known["platforms"].apply(lambda names: "mastodon" in names)]
    rows = known.explode("accounts").merge(weights, how="left", left_on="accounts", right_index=True)
    rows["weight"] = rows["weight"].fillna(0)
    return rows.explode(dimension).groupby(dimension)["weight"].sum() / rows["weight"].sum()


def plain_compare(before: pd.DataFrame, after: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Merge on the voice, say row by row what happened, and add up category by category."""
    wanted = ["voice", "set_aside", dimension, f"{dimension} condition"]
    both = before[wanted].merge(after[wanted], how="outer", on="voice", suffixes=("_0", "_1"))
    for n in (0, 1):
        both[f"k{n}"] = (both[f"{dimension} condition_{n}"] == "recorded") & both[f"set_aside_{n}"].eq(False)
    both["part"] = both.apply(_part, axis=1, dimension=dimension)
    rows = {}
    for category in before.attrs["codebook"][dimension].category_names:
        for n in (0, 1):
            has = both[f"{dimension}_{n}"].apply(lambda held, word=category: isinstance(held, tuple) and word in held)
            both[f"x{n}"] = has & both[f"k{n}"]
        sums = both.groupby("part")[["x0", "k0", "x1", "k1"]].sum()
        total = sums.sum()
        first, last = total["x0"] / total["k0"], total["x1"] / total["k1"]
        share, whole = (first + last) / 2, (total["k0"] + total["k1"]) / 2
        rows[category] = ((sums["x1"] - sums["x0"]) - share * (sums["k1"] - sums["k0"])) / whole
    return pd.DataFrame(rows).T


def _part(row: pd.Series, dimension: str) -> str:
    """What happened to a voice, in the order in which one outweighs another."""
    conditions = [row[f"{dimension} condition_{n}"] for n in (0, 1)]
    if pd.isna(conditions[0]) or pd.isna(conditions[1]):
        return "followed" if pd.isna(conditions[0]) else "unfollowed"
    counts = [conditions[n] != "does not apply" and not row[f"set_aside_{n}"] for n in (0, 1)]
    if counts[0] != counts[1]:
        return "regrouped"
    if row["k0"] and row["k1"]:
        return "corrected"
    return "newly_annotated" if row["k1"] else "withdrawn"


def plain_turnover(before: pd.DataFrame, after: pd.DataFrame) -> float:
    """The Jaccard distance of two sets of keys, without those set aside on either date."""
    aside = {voice for table in (before, after) for voice in table.loc[table["set_aside"], "voice"]}
    then, now = (set(table["voice"]) - aside for table in (before, after))
    return 1 - len(then & now) / len(then | now)


def measure(module: str, name: str) -> Callable | None:
    """Return a measure, or None where this copy of the kit does not have it."""
    try:
        return getattr(importlib.import_module(f"auditkit.measures.{module}"), name)
    except (ModuleNotFoundError, AttributeError):
        return None


def pieces(tables: Tables) -> list[tuple[str, bool, Callable | None, Callable | None, Callable | None]]:
    """Return (what, whether the review shows it, ours, the plain way, what of ours the plain way must equal)."""
    before, after = tables.before, tables.after
    composition, compare = measure("composition", "composition"), measure("change", "compare")
    rows = []
    for name, (size, _) in SHAPES.items():
        what = f"composition, {name} ({size})"
        rows.append((what, True, lambda d=name: composition(after, d), lambda d=name: plain_composition(after, d),
                     lambda ours, plain: ours[plain.columns].equals(plain)))  # fmt: skip

    def add(what, shown, module, name, ours, plain=None, same=None):
        found = measure(module, name)
        rows.append((what, shown, (lambda: ours(found)) if found else None, plain, same))

    add("composition by platform, role", True, "breakdown", "composition_by", lambda f: f(after, "role"),
        lambda: plain_by_platform(after, "role"),
        lambda ours, plain: sorted(ours["count"]) == sorted(plain["count"]))  # fmt: skip
    shares = {"role 0": 0.2, "role 1": 0.1}
    add("targets", True, "targets", "target_progress", lambda f: f(composition(after, "role"), shares))
    add("Hill profile with bounds, place", True, "profile", "hill_profile", lambda f: f(after, "place"),
        lambda: plain_hill(after, "place"),
        lambda ours, plain: np.allclose(ours.set_index("order").loc[[0.0, 1.0, 2.0], "hill"], plain))  # fmt: skip
    add("combinations, place and relation", True, "intersections", "intersections", lambda f: f(after, TWO),
        lambda: plain_intersections(after, TWO),
        lambda ours, plain: sorted(ours["exactly"]) == sorted(plain))  # fmt: skip
    add("attention by activity, role", True, "attention", "attention", lambda f: f(after, tables.activity, "role"),
        lambda: plain_attention(after, "role", tables.activity),
        lambda ours, plain: np.allclose(ours["weighted_share_of_known"], plain.reindex(ours.index)))  # fmt: skip
    add("attention by rating, role", True, "attention", "attention_by_rating", lambda f: f(after, "role"))
    rows.append(("compare, role (40)", False, lambda: compare(before, after, "role"),
                 lambda: plain_compare(before, after, "role"), _same_parts))  # fmt: skip
    rows.append(("compare, place (10)", False, lambda: compare(before, after, "place"), None, None))
    add("flows, role", False, "flows", "flows", lambda f: f(before, after, "role"))
    add("Hill change, role", False, "hill_change", "hill_change", lambda f: f(before, after, "role"))
    add("turnover", False, "turnover", "turnover", lambda f: f(before, after),
        lambda: plain_turnover(before, after), lambda ours, plain: np.isclose(ours["jaccard"], plain))  # fmt: skip
    return rows


def _same_parts(ours: pd.DataFrame, plain: pd.DataFrame) -> bool:
    return np.allclose(ours.loc[plain.index, plain.columns], plain, atol=1e-12)


def best(work: Callable, runs: int) -> tuple[float, float, object]:
    """Return the shortest of some runs in seconds, by the clock and of the processor, and what the work gave."""
    clock, processor = [], []
    for _ in range(runs):
        start, busy = time.perf_counter(), time.process_time()
        found = work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return min(clock), min(processor), found


def main() -> None:
    """Print the table of times and ratios."""
    several = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else VOICES
    before, after = two_dates(several)
    tables = Tables(before, after, invented_activity(after))
    print(f"{several:,} voices, {len(SHAPES)} dimensions, best of {RUNS} by the clock (in brackets: of the processor)")
    print(f"{'':34}{'auditkit':>18}{'plain pandas':>18}{'ratio':>8}")
    totals = {True: np.zeros(2), False: np.zeros(2)}
    both = np.zeros((2, 2))
    for what, shown, ours, plain, same in pieces(tables):
        if ours is None:
            print(f"{what:34}{'not there':>18}")
            continue
        *taken, found = best(ours, RUNS)
        totals[shown] += taken
        line = f"{what:34}{seconds(*taken)}"
        if plain:
            *slow, other = best(plain, 1 if what.startswith("compare") else RUNS)
            if not same(found, other):
                raise SystemExit(f"{what}: the two ways give other numbers")
            both += [taken, slow]
            line += f"{seconds(*slow)}{slow[1] / taken[1]:6.1f} x"
        print(line)
    print(f"\n{'all measures of the review':34}{seconds(*totals[True])}   to reach: under 1 s")
    print(f"{'all measures of change':34}{seconds(*totals[False])}")
    print(f"{'where both ways were run':34}{seconds(*both[0])}{seconds(*both[1])}{both[1, 1] / both[0, 1]:6.1f} x")


def seconds(clock: float, processor: float) -> str:
    """Return both times as they stand in the table."""
    return f"{clock:9.3f} ({processor:5.3f})"


if __name__ == "__main__":
    main()
