"""The sample data is invented, harmless and made again from its seeds; the example goals and the cohort are usable."""

import io
import re
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import auditkit as ak

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_DATA = ROOT / "sample_data"
FILES = sorted(
    path for path in SAMPLE_DATA.rglob("*") if path.is_file() and not {"__pycache__", ".DS_Store"} & set(path.parts)
)
# RFC 2606 and RFC 6761: names that nobody can register.
RESERVED = re.compile(r"(?:^|\.)(?:example|invalid|test|localhost|example\.(?:com|org|net))$")
# A host of a platform may stand in a file only as the export itself writes it.
AS_EXPORTED = [
    re.compile(form)
    for form in (
        r"https://(?:twitter|x)\.com/(?:intent/user\?user_id=|i/user/)\d{19,}",
        r"https://(?:mobile\.)?twitter\.com\\?\"",  # the app that wrote a post
        r"https?://twitter\.com/(?:#!/)?download/\w+",
        r"https?://(?:twitter|x)\.com/\w{16,}\b",
        r"https?://www\.youtube\.com/channel/UCEXAMPLE\w{1,15}\b",
        r"https://www\.youtube\.com/(?:feeds/videos\.xml\?channel_id=UCEXAMPLE|watch\?v(?:=|\\u003d)EXAMPLE|post/EXAMPLE)",
        r"https://www\.youtube\.com/(?:user|c)/\w{31,}",  # longer than any name there
        r"https://open\.spotify\.com/(?:artist|show)/EXAMPLE\w{16,}",
        r"https://bsky\.app/profile/did:(?:plc:0189example|web:\w\.example\b)",
        r"https://www\.tiktok\.com/@[\w.]+\.example\b",
        r"https?://www\.instagram\.com/(?:_u/)?[\w.]+\.example\b",
        r"https://www\.instagram\.com/(?:explore/tags/[Ii]nvented|(?:p|reel)/INVENTED)",
        r"https://www\.instagram\.com/[\"']",  # the platform's own page; handles are put in behind it
        r"https://www\.threads\.(?:net|com)/@?[\w.]+\.[Ee]xample\b",
        r"https://www\.linkedin\.com/in/[\w.%\-]+\.example\b",
        r"https?://(?:www\.w3\.org|purl\.org|schemas\.openxmlformats\.org|schemas\.microsoft\.com)/",  # names, not links
    )
]
# The generator writes these addresses with a number or a name put in.
AS_GENERATED = [
    re.compile(form)
    for form in (
        r"https://twitter\.com/intent/user\?user_id=\{",
        r"https://www\.youtube\.com/channel/UCEXAMPLE\{",
        r"https://www\.tiktok\.com/@\{page\}",
    )
]
LINK = re.compile(r"https?://([^\s\"'<>/?#\\,;:)\]}]+)", re.IGNORECASE)
MAIL = re.compile(r"[\w.+\-]+@((?:[\w\-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
BARE_HOST = re.compile(
    r"(?<![\w.\-@/])((?:[\w\-]+\.)+(?:com|org|net|edu|gov|io|social|online|info|uk|de|eu))\b", re.IGNORECASE
)
X_NUMBER = re.compile(r"(?:\"accountId\"\s*:\s*\"?|user_id=|twitter:)(\d+)")
X_MENTION = re.compile(r"\"id_str\"\s*:\s*\"(\d+)\"")
X_HANDLE = re.compile(
    r"(?:\"screen_name\"\s*:\s*\"|\"userName\"\s*:\s*\"|\"username\"\s*:\s*\"|\"?RT @)(\w+)(?![\w.]*\.example\b)"
)
LEAST_X_ID = 2**63
LONGEST_X_HANDLE = 15


def _inside(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """A file, and if it is a zip or tar that can be opened, every file inside it too."""
    found = [(name, data)]
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [(entry.filename, archive.read(entry)) for entry in archive.infolist() if not entry.is_dir()]
        elif name.endswith((".tar.gz", ".tgz", ".tar")):
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                members = [(entry.name, archive.extractfile(entry).read()) for entry in archive if entry.isfile()]
        else:
            return found
    except (zipfile.BadZipFile, tarfile.TarError, RuntimeError, EOFError, OSError):
        return found  # broken or locked on purpose
    for member, content in members:
        found += _inside(f"{name}!{member}", content)
    return found[1:]


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    """Every file below sample_data as text, with the files inside archives, wherever it came from."""
    return tuple(
        (name, _decoded(data))
        for path in FILES
        for name, data in _inside(path.relative_to(SAMPLE_DATA).as_posix(), path.read_bytes())
    )


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig").replace("\\/", "/")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _data() -> list[tuple[str, str]]:
    """Every file but pages and programs, which speak about numbers and handles in general."""
    return [(name, text) for name, text in _texts() if not name.endswith((".md", ".py"))]


def _is_program(name: str) -> bool:
    return name.endswith(".py")


def test_every_host_is_reserved_or_stands_as_the_export_writes_it():
    strange = []
    for name, text in _texts():
        allowed = AS_EXPORTED + (AS_GENERATED if _is_program(name) else [])
        for link in LINK.finditer(text):
            host = link[1].rpartition("@")[2].rstrip(".").lower()
            # "{page}.example" and the like: the generator puts the name in, the end says that it is reserved.
            if "{" in host and _is_program(name):
                continue
            if not RESERVED.search(host) and not any(form.match(text, link.start()) for form in allowed):
                strange.append(f"{name}: {link[0]}")
    assert strange == []


def test_no_host_without_a_scheme_is_real():
    strange = []
    for name, text in _data():
        strange += [f"{name}: {host[1]}" for host in BARE_HOST.finditer(text) if not RESERVED.search(host[1].lower())]
    assert strange == []


def test_every_mail_or_fediverse_address_ends_in_a_reserved_domain():
    strange = [
        f"{name}: {address[0]}"
        for name, text in _texts()
        for address in MAIL.finditer(text)
        if not RESERVED.search(address[1].lower())
    ]
    assert strange == []


def test_x_numbers_lie_above_what_x_has_reached():
    numbers = [(name, int(number)) for name, text in _data() for number in X_NUMBER.findall(text)]
    numbers += [(name, int(number)) for name, text in _data() for number in X_MENTION.findall(text)]
    assert len(numbers) > 1000
    assert [(name, number) for name, number in numbers if number <= LEAST_X_ID] == []


def test_x_handles_are_longer_than_x_allows():
    handles = [(name, handle) for name, text in _data() for handle in X_HANDLE.findall(text)]
    assert len(handles) > 100
    assert [(name, handle) for name, handle in handles if len(handle) <= LONGEST_X_HANDLE] == []


# --- made again -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_again(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made again")
    command = [sys.executable, "-m", "sample_data.make_personas", "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return folder


def test_generator_makes_the_same_contents_as_lie_in_the_repository(made_again):
    """Contents of archives are compared unpacked: zlib packs differently from one version to the next."""
    again = sorted(path.relative_to(made_again) for path in made_again.rglob("*") if path.is_file())
    assert len(again) > 25
    for path in again:
        made, kept = (made_again / path).read_bytes(), (SAMPLE_DATA / path).read_bytes()
        assert _inside(path.name, made) == _inside(path.name, kept), f"{path}: run python -m sample_data.make_personas"


def test_no_generated_file_is_left_over_from_an_earlier_form(made_again):
    by_hand = {"persona.toml", "goal.toml", "journal.csv", "README.md"}
    kept = {
        path.relative_to(SAMPLE_DATA)
        for folder in ("personas", "cohort")
        for path in (SAMPLE_DATA / folder).rglob("*")
        if path.is_file() and path.name not in by_hand
    }
    assert kept == {path.relative_to(made_again) for path in made_again.rglob("*") if path.is_file()}


def test_personas_and_cohort_are_smaller_than_three_megabytes():
    sizes = [path.stat().st_size for path in FILES if path.relative_to(SAMPLE_DATA).parts[0] in ("personas", "cohort")]
    assert sum(sizes) < 3_000_000


# --- goals and cohort -----------------------------------------------------------------------------------

GOALS = sorted((SAMPLE_DATA / "goals").glob("*.toml"))


@pytest.mark.parametrize("path", GOALS, ids=lambda path: path.stem)
def test_example_goal_speaks_the_language_of_a_shipped_codebook(path):
    goal = ak.read_goal(path)
    named = re.search(r'speaks the codebook "([\w-]+)"', path.read_text("utf-8"))
    assert bool(named) is goal.follow_lists_help
    if named:
        assert ak.check_goal(goal, ak.read_codebook(named[1])) is goal
        assert goal.looking_for


def test_example_goals_hold_one_without_targets_and_one_no_follow_list_can_serve():
    goals = [ak.read_goal(path) for path in GOALS]
    assert 3 <= len(goals) <= 5
    assert [goal for goal in goals if goal.follow_lists_help and not goal.targets]
    assert sum(not goal.follow_lists_help for goal in goals) == 1


@cache
def _cohort() -> pd.DataFrame:
    return pd.read_csv(SAMPLE_DATA / "cohort" / "cohort.csv", dtype={"participant": "str"})


def test_cohort_has_sixty_participants_with_random_codes_over_four_quarters():
    cohort = _cohort()
    assert cohort["participant"].nunique() == 60
    assert cohort["participant"].str.fullmatch(r"[0-9a-f]{32}").all()
    assert sorted(cohort["period"].unique()) == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert sorted(cohort["dimension"].unique()) == ["identity", "role"]
    assert not cohort.duplicated(["participant", "period", "dimension", "value"]).any()


def test_not_every_participant_contributes_in_every_quarter():
    waves = _cohort().groupby("participant")["period"].nunique()
    assert waves.min() < 4
    assert (waves == 4).sum() > 20


def test_cohort_shares_are_rounded_lie_within_their_bounds_and_are_missing_where_nothing_is_known():
    cohort = _cohort()
    known = cohort.dropna(subset="share")
    assert 0 < len(known) < len(cohort)
    assert (known["share_lo"] <= known["share"]).all()
    assert (known["share"] <= known["share_hi"]).all()
    unknown = cohort[cohort["share"].isna()]
    assert (unknown["share_lo"] == 0).all()
    assert (unknown["share_hi"] == 1).all()
    for column, steps in (("share", 100), ("share_lo", 100), ("share_hi", 100), ("coverage_5pp", 20)):
        values = cohort[column].dropna()
        assert values.between(0, 1).all()
        assert (values * steps).sub((values * steps).round()).abs().max() < 1e-9


def test_cohort_has_a_value_too_few_carry_in_some_quarter_and_the_page_says_pseudonymised():
    cohort = _cohort()
    carried = cohort[cohort["share"] > 0].groupby(["value", "period"])["participant"].nunique()
    assert carried.loc["Pacific Islander"].max() < 10
    page = (SAMPLE_DATA / "cohort" / "README.md").read_text("utf-8")
    assert "Pseudonymised, not anonymised" in page
