"""Run every benchmark and write the book's page of them: python benchmarks/run.py [NAME ...].

With names, only these are run anew (`grids` for `bench_grids.py`); the page is always
made from all results that are there. With ``--page`` nothing is run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from report import Row

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "book" / "methods" / "benchmarks.md"
HEAD = """\
# How fast it is, beside others

What is slow is done less often, so each thing that a replicator waits for is measured beside
the tool that would otherwise be used: the same task, on the same machine, in the same run.
A ratio below one means that it takes less here. *At most* is the bound that is kept; a
ratio beyond its bound is printed in bold.

`make bench` runs all of them again and writes this page anew. Times depend on the machine,
ratios much less; nothing else in the book depends on either.
"""


def run(path: Path) -> None:
    """Run one benchmark in a process of its own and keep what it reports."""
    print(path.stem)
    command = [sys.executable, path.name, "--json"]
    done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, text=True, check=True)
    RESULTS.mkdir(exist_ok=True)
    place = RESULTS / f"{path.stem.removeprefix('bench_')}.json"
    place.write_text(done.stdout.rstrip() + "\n", encoding="utf-8")


def write_page() -> str:
    """The page, from the results that are kept."""
    parts = [HEAD]
    for path in sorted(RESULTS.glob("*.json")):
        rows = [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
        lines = ["| what | here | beside | there | ratio | at most |", "| --- " * 6 + "|"]
        lines += [_format(row) for row in rows]
        parts.append(f"## {path.stem.capitalize()}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _format(row: Row) -> str:
    ratio = f"{row.ratio:.2g}" if row.holds else f"**{row.ratio:.2g}**"
    what = f"{row.task}. {row.note}" if row.note else row.task
    here, there = (f"{value:.3g} {row.unit}" for value in (row.here, row.there))
    return f"| {what} | {here} | {row.peer} | {there} | {ratio} | {row.most:g} |"


def main(*words: str) -> None:
    names = [word for word in words if not word.startswith("-")]
    for path in sorted(HERE.glob("bench_*.py")):
        if "--page" not in words and (not names or path.stem.removeprefix("bench_") in names):
            run(path)
    PAGE.write_text(write_page(), encoding="utf-8")
    print(f"{PAGE.relative_to(HERE.parent)} is written")


if __name__ == "__main__":
    main(*sys.argv[1:])
