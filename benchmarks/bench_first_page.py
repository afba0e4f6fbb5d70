"""What opening a page costs a reader's processor, at full speed and four times slowed down.

    python benchmarks/bench_first_page.py  (some minutes; RUNS=11 for more)

Seconds are those that the browser's main thread has computed from the request until the network
has been silent, as `Performance.getMetrics` counts them in ticks of the thread: another process
that has the core meanwhile is not counted. The processor is slowed down by
`Emulation.setCPUThrottlingRate`, which goes by the clock: on a machine that does much else it slows
down by more than it is told, so that the limits are kept at full speed. The first page is opened
as by somebody who has nothing of the site yet; so is each later one, which is the slower way.

The limit is the same HTML without scripts, style sheets and typefaces, in the same run, beside it.
`results/first_page_parts.csv` has what the time goes on, with two parts that only a trace tells
(HTML and style sheets read), and what is loaded, compressed.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from report import Row, tell

from senco.book.pdf.browser import find_browser

ROOT = Path(__file__).parents[1]
SITE = Path(os.environ.get("SITE", ROOT / "_build" / "html"))
RUNS = int(os.environ.get("RUNS", "5"))
PAGES = {
    "the first page": "book/index.html",
    "a page of findings": "book/findings/meso.html",
    "the page of all claims": "book/evidence/claims.html",
    "a page of figures and code": "book/cohorts/worked-example/40_grids.html",
}
WIDTHS, RATES, BARE = (390, 1280), (1, 4), "?bare"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
#: By the browser's names, and ours.
METRICS = {"TaskDuration": "all", "ScriptDuration": "scripts", "LayoutDuration": "layout",
           "RecalcStyleDuration": "styles"}  # fmt: skip
TRACED = {"ParseHTML": "HTML read", "ParseAuthorStyleSheet": "sheets read"}
#: What asks for anything else, other than pictures.
LOADING = re.compile(
    rb'<script(?! type="application/ld)[^>]*>.*?</script>'
    rb'|<link [^>]*(?:rel="stylesheet"|as="(?:font|script)")[^>]*>', re.DOTALL
)  # fmt: skip
NOTE = ("Medians, at full speed. What the time goes on, and the same with a processor four times "
        "slower, is in `benchmarks/results/first_page_parts.csv`.")  # fmt: skip
PACKED = {".woff", ".woff2", ".png"}
#: The files that the server was asked for since the page was opened.
ASKED: set[Path] = set()


class Handler(SimpleHTTPRequestHandler):
    """The site, each page also bare."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        ASKED.add(path)
        if not self.path.endswith(BARE):
            super().do_GET()
            return
        content = LOADING.sub(b"", path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a tab that is closed waits for no more
            super().handle()

    def log_message(self, *given: object) -> None:
        """Nothing is printed."""


@contextmanager
def serve() -> Iterator[str]:
    """The address of the site."""
    handler = partial(Handler, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def open_tab(browser: Browser, width: int, rate: int) -> Iterator[tuple[Page, CDPSession]]:
    """A tab that has nothing of the site."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    yield tab, session
    context.close()


def read_metrics(session: CDPSession) -> dict[str, float]:
    told = session.send("Performance.getMetrics")["metrics"]
    return {METRICS[one["name"]]: one["value"] for one in told if one["name"] in METRICS}


def take(browser: Browser, address: str, width: int, rate: int) -> dict[str, float]:
    """Seconds of the main thread from the request until the network is silent."""
    with open_tab(browser, width, rate) as (tab, session):
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = read_metrics(session)
        tab.goto(address, wait_until="networkidle")
        return {name: value - before[name] for name, value in read_metrics(session).items()}


def trace(browser: Browser, address: str, width: int) -> dict[str, float]:
    """Seconds of the thread for what only a trace tells, without what runs within it."""
    events: list[dict[str, Any]] = []
    ended: list[object] = []
    with open_tab(browser, width, 1) as (tab, session):
        session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
        session.on("Tracing.tracingComplete", lambda told: ended.append(told))
        categories = {"includedCategories": ["devtools.timeline"]}
        session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
        tab.goto(address, wait_until="networkidle")
        session.send("Tracing.end")
        while not ended:
            tab.wait_for_timeout(20)
    return sum_own(events)


def sum_own(events: list[dict[str, Any]]) -> dict[str, float]:
    """Seconds of each kind of event that is traced, less those of the events within it."""
    timed = [one for one in events if one["ph"] == "X" and "tdur" in one]
    threads = {(one["pid"], one["tid"]) for one in timed if one["name"] == "ParseHTML"}
    sums: dict[str, float] = defaultdict(float)
    for thread in threads:
        around: list[dict[str, Any]] = []
        own = [one for one in timed if (one["pid"], one["tid"]) == thread]
        for one in sorted(own, key=lambda one: (one["ts"], -one["dur"])):
            while around and around[-1]["ts"] + around[-1]["dur"] <= one["ts"]:
                around.pop()
            if around:
                sums[around[-1]["name"]] -= one["tdur"] / 1e6
            sums[one["name"]] += one["tdur"] / 1e6
            around.append(one)
    return {name: sums[event] for event, name in TRACED.items()}


def weigh(paths: set[Path]) -> tuple[int, float]:
    """How many files are loaded, and their kilobytes as a server sends them."""
    contents = [(path.suffix, path.read_bytes()) for path in paths if path.is_file()]
    sizes = [len(content if kind in PACKED else gzip.compress(content))
             for kind, content in contents]  # fmt: skip
    return len(sizes), sum(sizes) / 1000


def measure() -> list[Row]:
    if not (SITE / "index.html").is_file():
        build = "from senco.cli import main; main()"
        subprocess.run([sys.executable, "-c", build, "build"], cwd=ROOT, check=True)
    taken: dict[tuple[str, int, int, str], list[dict[str, float]]] = defaultdict(list)
    loaded = {}
    with sync_playwright() as driver, serve() as base:
        browser = driver.chromium.launch(executable_path=find_browser(), args=FLAGS)
        places = [(name, width, rate) for name in PAGES for width in WIDTHS for rate in RATES]
        for _ in range(RUNS):
            for name, width, rate in places:
                # by turns, so that what else the machine does falls on both
                for bare in ("", BARE):
                    address = f"{base}{PAGES[name]}{bare}"
                    ASKED.clear()
                    one = take(browser, address, width, rate)
                    loaded.setdefault((name, width, bare), set(ASKED))
                    if rate == 1:
                        one |= trace(browser, address, width)
                    taken[name, width, rate, bare].append(one)
        browser.close()
    middle = {
        key: {name: median(run[name] for run in runs) for name in runs[0]}
        for key, runs in taken.items()
    }
    save({key: (*weigh(loaded[key[0], key[1], key[3]]), told) for key, told in middle.items()})
    return [
        Row(
            f"{name} {width} pixels wide, the browser's main thread",
            "the same HTML without scripts, style sheets and typefaces",
            middle[name, width, 1, ""]["all"], middle[name, width, 1, BARE]["all"],
            "s CPU", most=3.5, note=NOTE,
        )
        for name in PAGES for width in WIDTHS
    ]  # fmt: skip


def save(parts: dict[tuple[str, int, int, str], tuple[int, float, dict[str, float]]]) -> None:
    """Write the parts as a table, in milliseconds."""
    names = [*METRICS.values(), *TRACED.values()]
    place = ROOT / "benchmarks" / "results" / "first_page_parts.csv"
    with place.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["page", "width", "slowed_down", "html", "files", "kilobytes",
                        *(f"{name.replace(' ', '_').lower()}_ms" for name in names)])  # fmt: skip
        for (page, width, rate, bare), (files, kilobytes, told) in parts.items():
            times = (f"{told[name] * 1000:.1f}" if name in told else "" for name in names)
            kind = "bare" if bare else "whole"
            table.writerow([page, width, rate, kind, files, f"{kilobytes:.1f}", *times])


if __name__ == "__main__":
    tell(measure)
