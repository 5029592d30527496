"""Bluesky: only what the head commit leads to, every block checked, hostile files bounded; pages with names."""

import hashlib
import json
import time

import pytest

from auditkit.errors import AuditKitError, BrokenExportError
from auditkit.readers import read_follow_list
from auditkit.readers.repository import Repository, moment_of
from sample_data.export_samples.bluesky import (
    ADA,
    BO,
    CAR,
    CY,
    DAY,
    FOLLOW,
    LIKE,
    NEW_YEAR,
    OWNER,
    POST,
    PROFILES,
    Builder,
    Link,
    encoded,
    key_at,
    page,
    varint,
    with_history,
)


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def car_of(root: Link, blocks: dict) -> bytes:
    made = Builder()
    made.blocks = dict(blocks)
    return made.car(root)


def keys(data: bytes, *collections: str) -> list[str]:
    return [key for _, key, _ in Repository(data, "x.car").records(*collections)]


def test_37_follows_taken_back_since_are_not_read_although_their_blocks_are_there(tmp_path):
    """17 blocks of follows and 8 in use, as in the file of 2023 that FORMATS section 10 measured."""
    data = with_history()
    assert data.count(b"app.bsky.graph.followgsubject") == 17
    assert len(read_follow_list(written(tmp_path, "repo.car", data))) == 8


@pytest.mark.parametrize("records", [0, 1, 2, 50, 700])
def test_every_record_of_a_tree_of_any_depth_is_found_once_and_in_order(records):
    made = Builder()
    for number in range(records):
        made.add(FOLLOW, key_at(NEW_YEAR + number * DAY), subject=ADA)
        made.add(POST, key_at(NEW_YEAR + number * DAY), text="x")
    found = keys(made.car(), FOLLOW)
    assert found == sorted(found)
    assert len(found) == len(set(found)) == records
    assert len(keys(made.car(), FOLLOW, POST)) == 2 * records


def test_parts_of_the_tree_without_follows_are_not_even_opened():
    """Only what is needed is read (ETHICS 10): damage in the posts does not matter to the follows."""
    made = Builder()
    for number in range(300):
        made.add(FOLLOW, key_at(NEW_YEAR + number * DAY), subject=ADA)
        made.add(POST, key_at(NEW_YEAR + number * DAY), text="PRIVATE DECOY")
    data = made.car()
    damaged = data.replace(b"PRIVATE DECOY", b"ALTERED DECOY")
    assert len(keys(damaged, FOLLOW)) == 300
    with pytest.raises(BrokenExportError, match="altered"):
        keys(damaged, POST)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_38_file_that_is_cut_off_is_refused(share, tmp_path):
    with pytest.raises(BrokenExportError, match="cut off"):
        read_follow_list(written(tmp_path, "repo.car", CAR[: int(len(CAR) * share)]))


def test_38_missing_block_and_altered_block_are_refused_and_say_which(tmp_path):
    made = Builder()
    made.add(FOLLOW, "a", subject=ADA)
    head = made.commit()
    whole = dict(made.blocks)
    for link in whole:
        part = {name: data for name, data in whole.items() if name != link}
        with pytest.raises(BrokenExportError, match="missing"):
            read_follow_list(written(tmp_path, "repo.car", car_of(head, part)))
        altered = whole | {link: whole[link][:-1] + bytes([whole[link][-1] ^ 1])}
        with pytest.raises(BrokenExportError, match="altered"):
            read_follow_list(written(tmp_path, "repo.car", car_of(head, altered)))


@pytest.mark.parametrize(
    "data",
    [
        varint(2**62),
        b"\xff" * 9 + b"\x01\xa2eroots",
        b"\x3a\xa2eroots" + bytes(100),
        CAR + varint(2**62),
        CAR + b"\x80" * 20,
        CAR + varint(200),
    ],
    ids=["header", "nine bytes", "zeros", "block", "no end", "block past the end"],
)
def test_38_lengths_that_lie_are_refused(data, tmp_path):
    with pytest.raises(AuditKitError):
        read_follow_list(written(tmp_path, "repo.car", data))


def test_38_roots_none_is_refused_and_of_two_the_first_counts(tmp_path):
    made = Builder()
    made.add(FOLLOW, "a", subject=ADA)
    with pytest.raises(BrokenExportError, match="no head commit"):
        read_follow_list(written(tmp_path, "repo.car", made.car(roots=0)))
    assert len(read_follow_list(written(tmp_path, "repo.car", made.car(roots=2)))) == 1


def hostile(node: dict) -> bytes:
    """A repository whose tree begins with `node`."""
    made = Builder()
    return made.car(made.put({"did": OWNER, "version": 3, "data": made.put(node), "sig": b""}))


def test_38_one_node_at_many_places_does_not_multiply():
    """Links form no circle, since a name is a hash; but 60 levels of two links to one node would be 2^60 visits."""
    made = Builder()
    record = made.put({"subject": ADA})
    node = made.put({"l": None, "e": [{"p": 0, "k": b"app.bsky.graph.follow/b", "v": record, "t": None}]})
    for _ in range(60):
        node = made.put({"l": node, "e": [{"p": 0, "k": b"app.bsky.graph.follow/b", "v": record, "t": node}]})
    data = made.car(made.put({"did": OWNER, "version": 3, "data": node, "sig": b""}))
    begun = time.perf_counter()
    with pytest.raises(BrokenExportError, match="search tree"):
        keys(data, FOLLOW)
    assert time.perf_counter() - begun < 1


def test_38_one_large_record_at_ten_thousand_places_is_not_decoded_ten_thousand_times():
    made = Builder()
    record = made.put({"subject": ADA, "x": [[]] * 500_000})
    entries = [
        {"p": 0, "k": b"app.bsky.graph.follow/%05d" % number, "v": record, "t": None} for number in range(10_000)
    ]
    data = made.car(made.put({"did": OWNER, "version": 3, "data": made.put({"l": None, "e": entries}), "sig": b""}))
    begun = time.perf_counter()
    with pytest.raises(BrokenExportError, match="over and over"):
        keys(data, FOLLOW)
    assert time.perf_counter() - begun < 5


ROOT_LINK = Link(b"\x01\x71\x12\x20" + hashlib.sha256(b"").digest())
ENTRY = {"p": 0, "k": b"app.bsky.graph.follow/a", "v": ROOT_LINK, "t": None}


@pytest.mark.parametrize(
    "entries",
    [
        None,
        5,
        [None],
        [ENTRY | {"p": -1}],
        [ENTRY | {"p": 5}],
        [ENTRY | {"p": 2**63}],
        [ENTRY | {"p": "a"}],
        [ENTRY | {"k": "text"}],
        [ENTRY | {"k": b""}],
        [ENTRY | {"v": None}],
        [ENTRY | {"v": b"no link"}],
        [ENTRY | {"v": Link(b"\x01\x55\x12\x20" + bytes(32))}],
        [ENTRY | {"t": 7}],
        [ENTRY, ENTRY],
        [ENTRY | {"k": b"app.bsky.graph.follow/b"}, ENTRY],
        [{}],
    ],
    ids=repr,
)
def test_38_node_that_is_none_is_damage(entries):
    with pytest.raises(BrokenExportError, match="search tree is damaged"):
        keys(hostile({"l": None, "e": entries}), FOLLOW)


DEEP = b"\x81" * 10_000 + b"\x80"
NUMBER = b"\xc2\x5a" + (400_000).to_bytes(4, "big") + b"\xff" * 400_000


@pytest.mark.parametrize(
    ("block", "seconds"),
    [
        (DEEP, 1),
        (b"\xa1aa" + DEEP, 1),
        (b"\xa1aa\x9f\xff", 1),
        (b"\xbf\xff", 1),
        (b"\x9b" + b"\x7f" * 8, 1),
        (b"\xa1aa\x5b" + b"\x7f" * 8, 1),
        (b"\xa1aa\xd8\x1e\x82" + NUMBER + NUMBER, 1),
        (b"\xa1aa\xd8\x1c\x81\xd8\x1d\x00", 1),
        (b"\xa1aa\xd8\x23\x61(", 1),
        (b"\xa1aa\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00", 1),
        (b"\xf7", 1),
        (b"", 1),
        (b"\xff", 1),
    ],
    ids=["deep", "deep in a map", "endless list", "endless map", "long list", "long bytes", "fraction", "itself", "pattern", "NaN", "undefined", "nothing", "break"],
)  # fmt: skip
def test_38_block_that_no_record_is_made_of_is_refused_at_once(block, seconds):
    """Tag 30 is a fraction: shortening two numbers of a million digits took a library 5 s."""
    made = Builder()
    link = Link(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest())
    made.blocks[link] = block
    begun = time.perf_counter()
    with pytest.raises(BrokenExportError):
        keys(made.car(link), FOLLOW)
    with pytest.raises(BrokenExportError):
        keys(varint(len(block)) + block, FOLLOW)
    assert time.perf_counter() - begun < seconds


def test_39_file_without_an_ending_is_known_by_its_bytes_and_an_error_message_by_its_words(tmp_path):
    assert len(read_follow_list(written(tmp_path, "com.atproto.sync.getRepo", CAR))) == 3
    with pytest.raises(AuditKitError, match="error message of a server"):
        read_follow_list(written(tmp_path, "x.car", {"error": "InvalidRequest", "message": "PRIVATE DECOY"}))


def test_39_file_is_found_in_a_folder_too(tmp_path):
    written(tmp_path, "com.atproto.sync.getRepo", CAR)
    written(tmp_path, "photo.jpg", b"\xff\xd8")
    assert len(read_follow_list(tmp_path)) == 3


def test_40_dates_come_from_the_key_else_from_a_date_with_a_zone_that_can_be_believed():
    assert moment_of(key_at(NEW_YEAR)).isoformat() == "2024-01-01T00:00:00+00:00"
    assert moment_of(key_at(NEW_YEAR)[:-1]) is None
    assert moment_of("zzzzzzzzzzzzz") is None
    assert moment_of("0000000000000") is None
    assert moment_of("2222222222222") is None


def test_40_oneself_is_left_out_and_somebody_followed_twice_counts_once_with_the_first_date(tmp_path):
    follows = read_follow_list(written(tmp_path, "repo.car", CAR))
    assert follows.table["account"].tolist() == [f"bluesky:{did}" for did in (ADA, BO, CY)]
    assert follows.skipped == {"listed more than once": 1, "your own account": 1}
    assert [f"{since:%Y-%m-%d}" for since in follows.table["since"]] == ["2024-01-01", "2024-01-02", "2024-01-03"]


def test_lists_of_ones_own_are_groups_but_not_those_for_muting(tmp_path):
    follows = read_follow_list(written(tmp_path, "repo.car", CAR))
    assert follows.table["group"].fillna("").tolist() == ["", "Reading aloud", ""]


def test_41_missing_handles_names_and_odd_signs_of_pages(tmp_path):
    follows = read_follow_list(written(tmp_path, "x.json", page(*PROFILES)))
    assert follows.table["handle"].fillna("").tolist() == ["ada.example", "", "cy.example"]
    assert follows.table["bio"][0] == "Reads aloud\nby the shore"
    assert follows.table["flags"].tolist() == [(), ("unresolved",), ()]
    assert follows.table["since"].isna().all()


def test_pages_name_what_the_repository_knows_by_number(tmp_path):
    both = [written(tmp_path, "repo.car", CAR), written(tmp_path, "follows.json", page(*PROFILES))]
    follows = read_follow_list(*both)
    assert follows.table["handle"].fillna("").tolist() == ["ada.example", "", "cy.example"]
    assert follows.table["since"].notna().all()


def test_missing_last_page_is_said(tmp_path):
    first = written(tmp_path, "1.json", page(*PROFILES[:2], cursor="EXAMPLE"))
    last = written(tmp_path, "2.json", page(*PROFILES[2:]))
    assert any("last one is missing" in note for note in read_follow_list(first).notes)
    assert not any("last one is missing" in note for note in read_follow_list(first, last).notes)


def test_encoding_of_the_samples_is_that_of_the_library():
    """The samples are encoded by hand; cbor2 must read them as they were meant."""
    import cbor2

    value = {"a": [1, 23, 24, 255, 256, 65536, 2**33, True, None, "ä", b"x"], "bb": {}}
    assert cbor2.loads(encoded(value)) == value


def test_likes_lie_between_other_collections_and_are_found():
    assert len(keys(CAR, LIKE)) == 1
