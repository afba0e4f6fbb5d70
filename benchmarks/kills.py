"""Kill a build at random moments, build again, and compare every byte.

Run: python benchmarks/kills.py [KILLS] [SEED]   (50 kills take some three quarters of an hour)

Each time: the whole process group gets SIGKILL after a random part of the time that the
book takes from nothing; a second later no kernel may be left; then the build is taken up
again. Pages in the manifest are not run again, and at the end pages, results and site
are the bytes that a build without a kill makes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ("book/cohorts", "_build/html")
START = "from senco.cli import main; main()"
BUILD = [sys.executable, "-c", START, "build", "-j", "2"]
#: Ends the command, and all that it started, at the n-th event of a kind that Python tells of
#: and in whose arguments a text stands.
KILL_AT = """
import os, signal, sys
seen = 0
def look(event, args):
    global seen
    if event == {event!r} and {where!r} in str(args):
        seen += 1
        if seen == {number}:
            os.killpg(0, signal.SIGKILL)
sys.addaudithook(look)
"""
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "_build", ".work", "*_cache", "__pycache__")


def read_pages(folder: Path) -> dict[str, bytes]:
    """Every file that the build makes."""
    files = sorted(path for made in MADE for path in (folder / made).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def list_recorded(folder: Path) -> set[str]:
    """The pages that the killed build added to the manifest."""
    journal = folder / "_build" / "manifest.jsonl"
    names = set()
    for line in journal.read_text("utf-8").splitlines() if journal.is_file() else ():
        try:
            names.add(json.loads(line)["page"])
        except json.JSONDecodeError:
            continue
    return names


def list_left(mark: str) -> list[int]:
    """Processes whose environment or command holds a mark."""
    left = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            told = (path / "environ").read_bytes() + (path / "cmdline").read_bytes()
            state = (path / "stat").read_text("ascii").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if mark.encode() in told and state != "Z" and int(path.name) != os.getpid():
            left.append(int(path.name))
    return left


def clear(folder: Path) -> None:
    """Back to where nothing was built."""
    for made in ("book/cohorts", "_build", ".work"):
        shutil.rmtree(folder / made, ignore_errors=True)


def kill_once(folder: Path, seconds: float, expected: dict[str, bytes], mark: str) -> str:
    """One kill and what came of it; raises AssertionError where it is not right."""
    clear(folder)
    environment = {**os.environ, "PYTHONPATH": str(folder / "analysis"), "MARK": mark}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(BUILD, cwd=folder, env=environment, start_new_session=True, **quiet)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    recorded = list_recorded(folder)
    time.sleep(1)
    left = len(list_left(mark))
    assert left <= 1, f"{left} processes left"  # the one that is preloaded, for three seconds
    again = subprocess.run(
        BUILD, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    made = {line.split()[2] for line in again.stdout.splitlines() if " made " in line}
    assert not made & recorded, f"made again: {sorted(made & recorded)}"
    assert read_pages(folder) == expected, "other bytes"
    return f"{seconds:5.1f} s: {len(recorded)} in the manifest, {len(made)} made after"


def main(kills: int = 50, seed: int = 1) -> None:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(ROOT, Path(place) / "copy", ignore=LEFT_OUT)).resolve()
        environment = {**os.environ, "PYTHONPATH": str(folder / "analysis"), "MARK": place}
        start = time.perf_counter()
        subprocess.run(BUILD, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - start
        expected = read_pages(folder)
        for number in range(1, kills + 1):
            told = kill_once(folder, rng.uniform(0, whole), expected, place)
            print(f"kill {number}/{kills} at {told}", flush=True)
        time.sleep(5)
        assert not list_left(place), "something is still running"
    print(f"{kills} kills: right and the same each time, nothing left")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
