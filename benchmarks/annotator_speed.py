"""The annotator in a real JupyterLab in Chromium, here and behind 150 ms of network, beside plain ipywidgets.

20,000 invented accounts. "To the screen" is measured in the page: from the key to the changed row, and to the frame
that shows it (a screen draws one every 17 ms). "To the disk" ends when Python's answer is there; Python answers after
the transaction is on the disk. The delay is a small TCP proxy that keeps every byte for 75 ms each way, as for Binder.
The ipywidgets side is one ToggleButton with a Label that Python changes: the way without a page of one's own.

    python benchmarks/annotator_speed.py [ACCOUNTS]
"""

import contextlib
import os
import queue
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PYTHONPATH", str(ROOT))

import nbformat  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from auditkit.audit_file import new_audit, open_audit  # noqa: E402
from auditkit.codebook import read_codebook  # noqa: E402
from auditkit.tables import FollowList, follow_table  # noqa: E402
from tests.browser import conftest as browser  # noqa: E402

ACCOUNTS, ONE_WAY = 20_000, 0.075
NOTEBOOK = "speed.ipynb"
CODE = (
    "import os\nimport auditkit as ak\nimport ipywidgets\nfrom auditkit.widgets import annotator\n"
    "audit = ak.open_audit('speed.audit')\nopen('pid.txt', 'w').write(str(os.getpid()))",
    "annotator(audit, dimension='role', queue='everybody')",
    "button, label = ipywidgets.ToggleButton(description='mark'), ipywidgets.Label('0')\n"
    "button.observe(lambda change: setattr(label, 'value', str(int(label.value) + 1)), 'value')\n"
    "ipywidgets.HBox([button, label])",
)
# From running the cell until rows with names are drawn in its new output.
FIRST_PAINT = """async () => {
  const old = document.querySelector('.ak-root'), content = window.jupyterapp.shell.currentWidget.content;
  content.activeCellIndex = 1;
  const begun = performance.now();
  window.jupyterapp.commands.execute('notebook:run-cell');
  for (;;) {
    const root = [...document.querySelectorAll('.ak-root')].find(e => e !== old);
    if (root?.querySelector('.ak-row .ak-name')?.textContent) return performance.now() - begun;
    await new Promise(requestAnimationFrame);
  }
}"""
# For every key: milliseconds to the changed row, to the next frame, and to Python's answer.
WATCH = """() => {
  window.keys = [];
  const status = document.querySelector('.ak-status'), root = document.querySelector('.ak-root');
  root.addEventListener('keydown', event => {
    const times = { at: performance.now() };
    window.keys.push(times);
    const after = does => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = does;
      port2.postMessage(0);
    };
    after(() => { times.row = performance.now() - times.at; });  // when every listener has run
    requestAnimationFrame(() => after(() => { times.frame = performance.now() - times.at; }));
  }, true);
  new MutationObserver(() => {
    if (status.textContent === 'All saved.') for (const key of window.keys) key.disk ??= performance.now() - key.at;
  }).observe(status, { childList: true, characterData: true, subtree: true });
}"""
CLICK = """async () => {
  const button = document.querySelector('.widget-toggle-button'), label = document.querySelector('.widget-label');
  const before = label.textContent, begun = performance.now();
  button.click();
  while (label.textContent === before) await new Promise(done => setTimeout(done));
  return performance.now() - begun;
}"""
SAVED = "() => document.querySelector('.ak-status')?.textContent === 'All saved.'"


def key_of(number: int) -> str:
    """Return the key of an invented account."""
    return f"mastodon:voice{number}@example.social"


def follows(accounts: int) -> FollowList:
    """Return an invented follow list; five hundred of its bios hold the word harbour."""
    table = {
        "account": [key_of(number) for number in range(accounts)],
        "handle": [f"voice{number}@example.social" for number in range(accounts)],
        "name": [f"Voice Number {number}" for number in range(accounts)],
        "bio": [
            f"{'Harbour' if number < 500 else 'Garden'} keeper who reads aloud, mends boats on Sundays and answers "
            f"letters in the order in which they come, number {number}"
            for number in range(accounts)
        ],
    }
    return FollowList(follow_table(table, platform="mastodon"), "mastodon", "mastodon")


@contextlib.contextmanager
def slow_line(port: int):
    """Yield the port of a proxy to `port` that keeps every byte for `ONE_WAY` seconds each way."""
    server = socket.create_server(("127.0.0.1", 0))

    def pump(source, target):
        late: queue.Queue = queue.Queue()

        def deliver():
            while (item := late.get())[1]:
                time.sleep(max(0, item[0] - time.monotonic()))
                with contextlib.suppress(OSError):
                    target.sendall(item[1])
            with contextlib.suppress(OSError):
                target.shutdown(socket.SHUT_WR)

        threading.Thread(target=deliver, daemon=True).start()
        data = b"-"
        while data:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            late.put((time.monotonic() + ONE_WAY, data))

    def accept():
        with contextlib.suppress(OSError):
            while True:
                near = server.accept()[0]
                far = socket.create_connection(("127.0.0.1", port))
                for line in (near, far):
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=pump, args=(near, far), daemon=True).start()
                threading.Thread(target=pump, args=(far, near), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


def middle_and_95th(values: list[float]) -> str:
    """Return the middle and the 95th percentile of milliseconds, in words."""
    return f"{statistics.median(values):7.1f} ms, 95th {statistics.quantiles(values, n=20)[-1]:7.1f} ms"


def keys_of(page) -> list[dict]:
    """Wait until all is saved and return what was measured for each key."""
    page.wait_for_timeout(100)
    page.wait_for_function(SAVED, timeout=60_000)
    page.wait_for_timeout(50)
    found = page.evaluate("() => window.keys.splice(0)")
    return [found for found in found if "disk" in found]


def figures(page, lab) -> dict[str, str]:
    """Return what was measured in an open page, in words."""
    found = {"first paint, running its cell": f"{page.evaluate(FIRST_PAINT):7.0f} ms"}
    page.wait_for_function(SAVED, timeout=60_000)
    page.wait_for_timeout(1500)
    page.evaluate(WATCH)
    page.locator(".ak-list").focus()
    for _ in range(60):
        page.keyboard.press("1")
        page.wait_for_timeout(350)
        page.keyboard.press("ArrowDown")
    keys = keys_of(page)[::2]
    for name, part in (
        ("key to the changed row", "row"),
        ("key to the frame", "frame"),
        ("key to the disk, human pace", "disk"),
    ):
        found[name] = middle_and_95th([key[part] for key in keys])
    begun = time.perf_counter()
    for _ in range(200):
        page.keyboard.press("2")
        page.keyboard.press("Enter")
    keys_of(page)
    found["a sitting of 200 at machine pace"] = f"{(time.perf_counter() - begun) / 200 * 1000:7.1f} ms for each voice"
    page.locator(".ak-grow input").fill("harbour")
    page.locator(".ak-list").focus()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    page.evaluate("() => window.keys.splice(0)")
    page.keyboard.press("5")
    (bulk,) = keys_of(page)
    found["500 at once, to the disk"] = f"{bulk['disk']:7.1f} ms (row {bulk['row']:.1f} ms)"
    heap = page.context.new_cdp_session(page)
    heap.send("HeapProfiler.collectGarbage")
    found["memory in the page"] = f"{heap.send('Runtime.getHeapUsage')['usedSize'] / 2**20:7.1f} MB of JavaScript"
    status = Path("/proc", (lab.folder / "pid.txt").read_text(), "status")
    if status.exists():
        kilobytes = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        found["memory of the kernel"] = f"{kilobytes / 1024:7.1f} MB"
    found["one ipywidgets button, click to effect"] = middle_and_95th([page.evaluate(CLICK) for _ in range(20)])
    return found


def measure(accounts: int, delayed: bool) -> dict[str, str]:
    """Start JupyterLab on a fresh audit file and return the figures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with new_audit(folder / "speed.audit", codebook=read_codebook("school-librarians")) as audit:
            audit.add_snapshot(follows(accounts), "2026-11-01")
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        cells = [nbformat.v4.new_code_cell(source) for source in CODE]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / NOTEBOOK)
        with browser.running_lab(folder) as lab, slow_line(int(lab.address.rsplit(":")[-1].strip("/"))) as port:
            if delayed:
                lab.address = f"http://127.0.0.1:{port}/"
            with sync_playwright() as playwright:
                arguments = list(browser.CHROMIUM_ARGUMENTS)
                chromium = playwright.chromium.launch(executable_path=browser.find_chromium(), args=arguments)
                page = chromium.new_page(viewport={"width": 1280, "height": 900})
                lab.open(page, NOTEBOOK, seconds=180)
                lab.run_all(page)
                page.locator(".ak-row").first.wait_for()
                found = figures(page, lab)
                chromium.close()
        with open_audit(folder / "speed.audit") as audit:
            said = audit.annotations()
        found["marks on the disk"] = f"{said['account'].nunique():7,} voices"
    return found


def main() -> None:
    """Print the table."""
    accounts = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else ACCOUNTS
    here, far = measure(accounts, delayed=False), measure(accounts, delayed=True)
    print(f"{accounts:,} accounts{'':25}{'here':38}with 150 ms of added delay")
    for name, value in here.items():
        print(f"{name:40}{value:38}{far[name]}")


if __name__ == "__main__":
    main()
