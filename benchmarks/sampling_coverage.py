"""How often the intervals of a sample hold the truth: every count there could be, by enumeration. To reach: .95.

Three tables: simple samples of 30, 200 and 2,000 voices (for 2,000, every 50th size and the small ones); lists of
which some voices turn out not to belong; and two strata. Nothing is simulated. Under a minute on two cores.

    python benchmarks/sampling_coverage.py
"""

import itertools
import math
import time

import numpy as np

from auditkit.measures.intervals import (
    count_interval,
    log_factorials,
    planning_interval,
    stratified_count_interval,
)

CONFIDENCE = 0.95


def chances(population: int, sampled: int) -> np.ndarray:
    """How likely each number found (columns) is for each count in the list (rows)."""
    logs = log_factorials(population)
    holders, found = np.arange(population + 1)[:, None], np.arange(sampled + 1)[None, :]
    rest, others = holders - found, population - holders - sampled + found
    possible = (rest >= 0) & (others >= 0)
    rest, others = np.maximum(rest, 0), np.maximum(others, 0)
    ways = logs[holders] - logs[found] - logs[rest]
    ways = ways + logs[population - holders] - logs[sampled - found] - logs[others]
    drawings = logs[population] - logs[sampled] - logs[population - sampled]
    return np.where(possible, np.exp(np.minimum(ways - drawings, 0)), 0)


def simple(population: int, sizes) -> tuple[float, float, float]:
    """The lowest coverage over all counts and sizes; the mean; and the lowest of Wilson's interval, for comparison."""
    lowest, means, wilson = 1.0, [], 1.0
    counts = np.arange(population + 1)[:, None]
    for sampled in sizes:
        table, found = chances(population, sampled), np.arange(sampled + 1)
        low, high = count_interval(found, sampled, population)
        covered = (table * ((low <= counts) & (counts <= high))).sum(axis=1)
        lowest, means = min(lowest, covered.min()), [*means, covered.mean()]
        limits = np.array([planning_interval(number / sampled, sampled, population) for number in found]) * population
        inside = (limits[:, 0] - 1e-9 <= counts) & (counts <= limits[:, 1] + 1e-9)
        wilson = min(wilson, (table * inside).sum(axis=1).min())
    return lowest, float(np.mean(means)), wilson


def belonging(population: int) -> tuple[float, float]:
    """The lowest coverage when only some belong, with each limit moved out by a voice and without that."""
    moved, unmoved = 1.0, 1.0
    intervals = {
        (size, left): count_interval(np.arange(size + 1), size, left)
        for left in range(1, population + 1)
        for size in range(left + 1)
    }
    tables = {
        (size, belong): chances(belong, size) for belong in range(1, population + 1) for size in range(belong + 1)
    }
    for sampled, belong in itertools.product(range(1, population + 1), repeat=2):
        totals = np.zeros((2, belong + 1))
        share = (np.arange(belong + 1) / belong)[:, None]
        for size in range(max(0, sampled - population + belong), min(sampled, belong) + 1):
            out, left = sampled - size, population - sampled + size
            likely = math.comb(belong, size) * math.comb(population - belong, out) / math.comb(population, sampled)
            if not left:  # nothing is claimed
                totals += likely
                continue
            low, high = intervals[size, left]
            for row, more in enumerate((int(out > 0 and size < left), 0)):
                inside = (low - more <= share * left + 1e-9) & (share * left <= high + more + 1e-9)
                totals[row] += likely * (tables[size, belong] * inside).sum(axis=1)
        moved, unmoved = min(moved, totals[0].min()), min(unmoved, totals[1].min())
    return moved, unmoved


def two_strata(population: tuple[int, int], sampled: tuple[int, int]) -> tuple[float, float]:
    """The lowest coverage over every way the holders could lie; the mean width, in voices."""
    tables = [chances(*numbers) for numbers in zip(population, sampled, strict=True)]
    covered = np.zeros([size + 1 for size in population])
    holders = np.add.outer(*(np.arange(size + 1) for size in population))
    widths = []
    for found in itertools.product(*(range(number + 1) for number in sampled)):
        low, high = stratified_count_interval(found, sampled, population)
        widths.append(high - low)
        likely = np.outer(tables[0][:, found[0]], tables[1][:, found[1]])
        covered += likely * ((low <= holders) & (holders <= high))
    return float(covered.min()), float(np.mean(widths))


def main() -> None:
    """Print the tables."""
    started, reached = time.perf_counter(), []
    print("| voices | sizes | lowest coverage, exact | mean, exact | lowest, Wilson (planning only) |")
    print("|---|---|---|---|---|")
    few = [1, 2, 5, 10, 20, 40, 60, 92]
    for population, sizes in ((30, range(1, 31)), (200, range(1, 201)), (2000, [*few, *range(100, 2000, 150)])):
        lowest, mean, wilson = simple(population, sizes)
        reached.append(lowest)
        print(f"| {population:,} | {len(sizes)} | {lowest:.4f} | {mean:.4f} | {wilson:.4f} |")
    print("\n| voices, some of which do not belong | lowest coverage | without moving the limits |")
    print("|---|---|---|")
    for population in (12, 20, 30, 40):
        moved, unmoved = belonging(population)
        reached.append(moved)
        print(f"| {population} | {moved:.4f} | {unmoved:.4f} |")
    print("\n| strata | samples | lowest coverage | mean width in voices |")
    print("|---|---|---|---|")
    for population, sampled in (((60, 40), (12, 8)), ((90, 10), (18, 2)), ((50, 50), (20, 5)), ((30, 30), (3, 3))):
        lowest, width = two_strata(population, sampled)
        reached.append(lowest)
        print(f"| {population[0]} + {population[1]} | {sampled[0]} + {sampled[1]} | {lowest:.4f} | {width:.1f} |")
    print(f"\nLowest of all: {min(reached):.4f}, to reach {CONFIDENCE}. {time.perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main()
