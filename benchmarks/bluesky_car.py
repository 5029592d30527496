"""A Bluesky repository of 12 MB with history: `read_follow_list` beside decoding every block of the file.

The file is made as those of 2023 were: older trees and records that were taken back are still in it. Each runs in a
process of its own; the middle of three runs counts. Peak is memory above what the process held after its imports.

    python benchmarks/bluesky_car.py [MEGABYTES]
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

RUNS, MB, LIVE, TAKEN_BACK = 3, 2**20, 2_000, 400


def write_repository(path: Path, megabytes: float) -> None:
    """Write a repository: follows, posts and likes, a commit now and then, and follows that were taken back."""
    from sample_data.export_samples import bluesky as b

    made, chance = b.Builder(), random.Random(7)
    for number in range(LIVE + TAKEN_BACK):
        key = b.key_at(b.NEW_YEAR + number * b.DAY // 10)
        made.add(b.FOLLOW, key, subject=f"did:plc:0189example{number:0>13}", createdAt="2023-08-25T08:25:39.961Z")
    for key in chance.sample(list(made.records), TAKEN_BACK):
        del made.records[key]
    size, number = 0, 0
    while size < megabytes * MB:
        for _ in range(200):
            number += 1
            key = b.key_at(b.NEW_YEAR + number * b.DAY // 50)
            subject = {"uri": f"at://{b.ADA}/app.bsky.feed.post/{key}", "cid": "x" * 59}
            made.add(*((b.LIKE, key) if number % 3 else (b.POST, key)), subject=subject, text="x" * 120)
        made.commit()
        size = sum(map(len, made.blocks.values()))
    path.write_bytes(made.car())


def every_block(data: bytes) -> int:
    """Decode the whole file, block by block, and return how many blocks say that they are follows."""
    import cbor2

    def varint(place: int) -> tuple[int, int]:
        number = shift = 0
        while True:
            byte = data[place]
            number |= (byte & 0x7F) << shift
            place, shift = place + 1, shift + 7
            if byte < 0x80:
                return number, place

    length, place = varint(0)
    place, found = place + length, 0
    while place < len(data):
        length, place = varint(place)
        block = cbor2.loads(data[place + 36 : place + length])
        found += block.get("$type") == "app.bsky.graph.follow"
        place += length
    return found


def peak_memory() -> float:
    """Return the highest memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / MB


def run(what: str, path: str) -> dict:
    """Do one of the two in this process and return its figures."""
    import cbor2  # noqa: F401 - what loading it takes belongs to neither side

    from auditkit.readers import read_activity, read_follow_list
    from auditkit.tables import follow_table

    follow_table({"account": ["bluesky:1"]}, platform="bluesky")
    before, begun, processor = peak_memory(), time.perf_counter(), time.process_time()
    if what == "every block":
        follows = every_block(Path(path).read_bytes())
    else:
        follows = len(read_follow_list(path) if what == "read_follow_list" else read_activity(path))
    seconds, processor = time.perf_counter() - begun, time.process_time() - processor
    return {"follows": follows, "seconds": seconds, "processor": processor, "peak": peak_memory() - before}


def main() -> None:
    """Print the comparison."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 12
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "repo.car")
        write_repository(path, megabytes)
        print(
            f"Bluesky repository, {path.stat().st_size / MB:.1f} MB, {LIVE:,} follows now and {TAKEN_BACK} taken back"
        )
        print(f"(median of {RUNS})\n\n| | rows | seconds | processor | peak MB |\n|---|---|---|---|---|")
        for what in ("every block", "read_follow_list", "read_activity"):
            command = [sys.executable, __file__, "--run", what, str(path)]
            runs = [json.loads(subprocess.check_output(command)) for _ in range(RUNS)]
            one = {key: statistics.median(each[key] for each in runs) for key in runs[0]}
            cells = (
                what,
                f"{one['follows']:,.0f}",
                f"{one['seconds']:.2f}",
                f"{one['processor']:.2f}",
                f"{one['peak']:.0f}",
            )
            print(f"| {' | '.join(cells)} |")
    print("\nReach: 3 s, and only the follows of now.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(*sys.argv[2:4])))
    else:
        main()
