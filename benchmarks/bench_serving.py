"""From a saved word to the page in the browser: `senco serve` beside `sphinx-autobuild`.

Run: python benchmarks/bench_serving.py  (some minutes; SAVES=11 for more)

Both show the same book, each in a tab of its own at a page of findings; the other tool's without
this book's own extension, so that it spends nothing on what only this book checks and adds. A word
is saved by turns in one copy and in the other, and the clock runs until the tab shows it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench_execution import BOOK, SENCO, copy, leave_out_own
from playwright.sync_api import Error, Page, sync_playwright
from report import Row, choose, tell

from senco.book.pdf.browser import find_browser

SAVES = int(os.environ.get("SAVES", "5"))
PAGE = "book/findings/meso"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
#: Only ends what hangs.
HANG_SECONDS = 600


def find_port() -> int:
    """A port that is free."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def run(folder: Path, *command: str) -> Iterator[None]:
    """A server, as long as it is used."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "analysis")}
    with (folder.parent / f"{folder.name}.log").open("w", encoding="utf-8") as log:
        running = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(running.pid, signal.SIGINT)
            running.wait(HANG_SECONDS)


@contextmanager
def serve_here(folder: Path) -> Iterator[str]:
    """This book by its own command."""
    port = find_port()
    with run(folder, *SENCO, "serve", "--port", str(port)):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def serve_there(folder: Path) -> Iterator[str]:
    """The same book by sphinx-autobuild, with the settings that jupyter-book writes for Sphinx."""
    leave_out_own(folder)
    subprocess.run((*BOOK[:3], "config", "sphinx", "."), cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    port, site = find_port(), folder.with_name("site")
    words = ("-m", "sphinx_autobuild", "--port", str(port), ".", str(site))
    with run(folder, sys.executable, *words):
        yield f"http://127.0.0.1:{port}/"


def open_page(tab: Page, address: str) -> None:
    """Open the page, as soon as the server answers."""
    end = time.monotonic() + HANG_SECONDS
    while True:
        try:
            tab.goto(f"{address}{PAGE}.html", wait_until="load")
        except Error:  # nobody answers yet
            assert time.monotonic() < end, f"nobody answers at {address}"
            time.sleep(0.5)
        else:
            return


def save(folder: Path, tab: Page, number: int) -> float:
    """Save a word; seconds until the tab shows it."""
    path = folder / f"{PAGE}.md"
    text = f"{path.read_text(encoding='utf-8').rstrip()}\n\nSaved {number} times.\n"
    start = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    tab.get_by_text(f"Saved {number} times.", exact=True).wait_for(timeout=HANG_SECONDS * 1000)
    return time.perf_counter() - start


def measure() -> list[Row]:
    """Both, by turns."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        driver = held.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=find_browser(), args=FLAGS)
        held.callback(browser.close)
        shown = []
        for name, serve in (("here", serve_here), ("there", serve_there)):
            root, tab = copy(folder, name), browser.new_page()
            open_page(tab, held.enter_context(serve(root)))
            shown.append((root, tab))
        waits = [[save(root, tab, number) for root, tab in shown] for number in range(1, SAVES + 1)]
    task = "from a saved word to the page in the browser, by `senco serve`"
    pairs = [(here, there) for here, there in waits]
    return [
        choose(
            task, "`sphinx-autobuild` on the same book", pairs, "s", 1.0, "The ratios of each save."
        )
    ]


if __name__ == "__main__":
    tell(measure)
