"""Sampling: which voices to annotate when there is no time for all, drawn by chance and kept with the audit."""

import datetime
import hashlib
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from auditkit.measures.composition import category_names
from auditkit.tables import DOES_NOT_APPLY, NOT_REVIEWED, check_columns

STRATA = ("none", "platform", "list")
COLUMN_OF = {"platform": "platforms", "list": "groups"}


@dataclass(frozen=True, repr=False)
class Sample:
    """Voices drawn by chance, in the order in which to work through them. It never changes once it is drawn.

    Attributes
    ----------
    seed : int
        With the same frame it gives the same sample again.
    voices : tuple of str
        The keys drawn, in working order. Any beginning of it is itself a sample of the frame.
    stratum_of : tuple of str
        The stratum of each of `voices`; ``"all"`` throughout where there are no strata.
    strata : tuple of (str, int)
        Name and number of voices of every stratum of the frame, by name.
    by : {"none", "platform", "list"}
        What the strata are.
    dimension : str or None
        The dimension it was drawn for; voices that this did not apply to are not in the frame.
    frame_digest : str
        SHA-256 of the sorted keys of the frame, one per line, in UTF-8.
    reviewed_before : mapping of str to tuple of str
        For each dimension, which of `voices` were reviewed already when the sample was drawn.
    drawn_on : date
        The day.
    """

    seed: int
    voices: tuple[str, ...]
    stratum_of: tuple[str, ...]
    strata: tuple[tuple[str, int], ...]
    by: str
    dimension: str | None
    frame_digest: str
    reviewed_before: Mapping[str, tuple[str, ...]] = field(hash=False)
    drawn_on: datetime.date

    def __repr__(self) -> str:
        # Without keys: what a notebook shows is saved in it, and notebooks get passed on.
        return f"<Sample of {self.size:,} of {self.frame_size:,} voices, seed {self.seed}>"

    @property
    def size(self) -> int:
        """The number of voices drawn."""
        return len(self.voices)

    @property
    def frame_size(self) -> int:
        """The number of voices it was drawn from."""
        return sum(size for _, size in self.strata)

    def without(self, keys: Iterable[str]) -> "Sample":
        """Return the sample with these keys blanked, for voices that are to be forgotten.

        Their places stay: a sample that closes ranks is no longer one. The digest stays too; it hides, and does not
        anonymise.
        """
        gone = set(keys)
        before = {
            dimension: tuple(key for key in voices if key not in gone)
            for dimension, voices in self.reviewed_before.items()
        }
        voices = tuple("" if key in gone else key for key in self.voices)
        return replace(self, voices=voices, reviewed_before=before)

    def as_dict(self) -> dict:
        """Return the sample in words, numbers and lists, as JSON holds them."""
        return {
            "seed": self.seed,
            "voices": list(self.voices),
            "stratum_of": list(self.stratum_of),
            "strata": [list(stratum) for stratum in self.strata],
            "by": self.by,
            "dimension": self.dimension,
            "frame_digest": self.frame_digest,
            "reviewed_before": {dimension: list(keys) for dimension, keys in self.reviewed_before.items()},
            "drawn_on": self.drawn_on.isoformat(),
        }

    @classmethod
    def from_dict(cls, told: Mapping) -> "Sample":
        """Return the sample that `as_dict` described. ``ValueError`` if something is missing or does not fit."""
        try:
            sample = cls(
                seed=int(told["seed"]),
                voices=tuple(map(str, told["voices"])),
                stratum_of=tuple(map(str, told["stratum_of"])),
                strata=tuple((str(name), int(size)) for name, size in told["strata"]),
                by=str(told["by"]),
                dimension=None if told["dimension"] is None else str(told["dimension"]),
                frame_digest=str(told["frame_digest"]),
                reviewed_before={str(name): tuple(map(str, keys)) for name, keys in told["reviewed_before"].items()},
                drawn_on=datetime.date.fromisoformat(told["drawn_on"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            # Without the cause: it may quote a key, and this may end up in a chat.
            raise ValueError("this is no sample as auditkit stores it; draw a new one") from None
        sizes = dict(sample.strata)
        drawn = {name: sample.stratum_of.count(name) for name in set(sample.stratum_of)}
        fits = len(sample.voices) == len(sample.stratum_of) and sample.by in STRATA and len(sizes) == len(sample.strata)
        if not fits or any(number > sizes.get(name, 0) for name, number in drawn.items()):
            raise ValueError("this sample does not fit its own numbers; draw a new one")
        return sample


def draw_sample(
    voices: pd.DataFrame,
    size: int,
    *,
    seed: int,
    dimension: str | None = None,
    strata: str = "none",
    drawn_on: datetime.date | None = None,
) -> Sample:
    """Return a random sample of the voices, to be annotated in its order.

    Parameters
    ----------
    voices : DataFrame
        The wide view, one row per voice. Those set aside are not drawn.
    size : int
        How many to draw, at least 1. Everybody where there are no more.
    seed : int
        0 or more. Same voices, same seed: same sample, whatever the order of the rows, the system or the version of
        Python. A larger `size` without strata adds voices at the end and keeps those drawn before.
    dimension : str, optional
        Leaves out voices that this dimension does not apply to. Default: the sample serves every dimension.
    strata : {"none", "platform", "list"}
        Draws from each platform, or each of the person's own lists, in proportion; at least one from each if `size`
        is enough for that. A voice on two platforms belongs to a stratum of its own, "a + b".
    drawn_on : date, optional
        Default: today.

    Returns
    -------
    Sample
        Of no voices, if there are none to draw from.

    Raises
    ------
    ValueError
        If `size`, `seed` or `strata` is none of the above, the voices have no such dimension, lack the column of
        platforms or lists, or hold a voice twice.

    Notes
    -----
    Every key, in sorted order, gets the next number of ``random.Random(seed).random()``, whose sequence Python promises
    to keep; the lowest numbers are the sample. Shares of strata are rounded by the largest remainder. Strata take
    turns in the working order, in proportion, so that any beginning is a stratified sample too.

    Examples
    --------
    >>> voices = pd.DataFrame({"voice": ["a", "b", "c", "d"], "set_aside": [False, False, False, True]})
    >>> draw_sample(voices, 2, seed=1)
    <Sample of 2 of 3 voices, seed 1>
    """
    if size != int(size) or size < 1 or isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ValueError("size must be a whole number of 1 or more, and seed one of 0 or more")
    if strata not in STRATA:
        raise ValueError(f"strata must be one of {', '.join(STRATA)}")
    frame = _frame(voices, dimension, strata)
    chance = random.Random(seed)  # noqa: S311 - the draw must be repeatable, not secret
    drawn_as = sorted((chance.random(), key) for key in sorted(frame))
    by_stratum: dict[str, list[str]] = {name: [] for name in sorted(set(frame.values()))}
    for _, key in drawn_as:
        by_stratum[frame[key]].append(key)
    sizes = {name: len(keys) for name, keys in by_stratum.items()}
    turns = []
    for name, number in _allocation(sizes, min(int(size), len(frame))).items():
        turns += [((2 * place + 1) / (2 * number), name, by_stratum[name][place]) for place in range(number)]
    turns.sort(key=lambda turn: turn[:2])
    keys = tuple(key for _, _, key in turns)
    return Sample(
        seed=seed,
        voices=keys,
        stratum_of=tuple(name for _, name, _ in turns),
        strata=tuple(sizes.items()),
        by=strata,
        dimension=dimension,
        frame_digest=hashlib.sha256("\n".join(sorted(frame)).encode()).hexdigest(),
        reviewed_before=_reviewed(voices, keys, dimension),
        drawn_on=drawn_on or datetime.date.today(),
    )


def suggested_size(population: int, *, minutes: float = 20, per_minute: float = 2) -> int:
    """Return how many voices fit into a sitting: about 40 in 20 minutes, never more than there are.

    Parameters
    ----------
    population : int
        How many voices there are, 0 or more.
    minutes, per_minute : float
        How long the sitting is, and how many voices a minute allows. Above 0.

    Examples
    --------
    >>> suggested_size(2000), suggested_size(25), suggested_size(2000, minutes=5)
    (40, 25, 10)
    """
    if population < 0 or not minutes > 0 or not per_minute > 0:
        raise ValueError("population must not be negative, and minutes and per_minute above 0")
    return min(int(population), max(1, int(minutes * per_minute)))


def _frame(voices: pd.DataFrame, dimension: str | None, strata: str) -> dict[str, str]:
    """The stratum of every voice that may be drawn, by its key."""
    check_columns(voices, ("voice", "set_aside"), "a table of voices")
    if not voices["voice"].is_unique:
        raise ValueError("a voice stands in the table twice; pass the table as `voices` returned it")
    kept = voices.loc[~voices["set_aside"].astype(bool)]
    if dimension is not None:
        category_names(voices, dimension)  # says which dimensions there are
        kept = kept.loc[kept[f"{dimension} condition"] != DOES_NOT_APPLY]
    keys = kept["voice"].astype(str).tolist()
    if strata == "none":
        return dict.fromkeys(keys, "all")
    check_columns(voices, (COLUMN_OF[strata],), f"a sample by {strata}")
    names = (" + ".join(sorted(set(held))) or f"no {strata}" for held in kept[COLUMN_OF[strata]])
    return dict(zip(keys, names, strict=True))


def _reviewed(voices: pd.DataFrame, keys: tuple[str, ...], dimension: str | None) -> dict[str, tuple[str, ...]]:
    """For each dimension, who of `keys` has been reviewed."""
    dimensions = [name.removesuffix(" condition") for name in voices.columns if name.endswith(" condition")]
    drawn = voices[voices["voice"].isin(keys)]
    reviewed = {}
    for name in dimensions if dimension is None else [dimension]:
        done = set(drawn.loc[drawn[f"{name} condition"] != NOT_REVIEWED, "voice"])
        reviewed[name] = tuple(key for key in keys if key in done)
    return reviewed


def _allocation(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many to draw from each stratum: in proportion, by the largest remainder, at least one where that is enough.

    Whole numbers throughout, so that no rounding decides differently on another machine. Ties go by name.
    """
    whole = sum(sizes.values())
    least = 1 if size >= len(sizes) else 0
    given = {name: max(least, size * number // whole) for name, number in sizes.items()}
    # By how much more than its due a stratum has, in parts of `whole`.
    while (missing := size - sum(given.values())) != 0:
        over = {name: given[name] * whole - size * number for name, number in sizes.items()}
        if missing > 0:
            name = min((name for name in sizes if given[name] < sizes[name]), key=lambda name: (over[name], name))
            given[name] += 1
        else:
            name = max((name for name in sizes if given[name] > least), key=lambda name: (over[name], name))
            given[name] -= 1
    return given
