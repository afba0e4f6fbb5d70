"""Run every benchmark and write the book's page of them: python benchmarks/run.py [NAME ...].

With names, only these are run again (`grids` for `bench_grids.py`); the page is always
made from all existing results. With ``--page`` nothing is run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from report import Row

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "book" / "methods" / "benchmarks.md"
HEAD = """\
# How fast is it, compared with other tools?

{finding}

Each task that somebody repeating the study has to wait for is compared with the tool that would
otherwise be used, or with a limit: the same task, on the same machine, in the same run. *Here* is
this book's library, *there* the other tool or the limit. The ratio is the first divided by the
second, so below one it takes less here. *At most* is the limit that was set; a ratio beyond it is
printed in bold.

`make bench` runs all of them again and rewrites this page. Times depend on the machine and on
what else it is doing, and ratios less so: where something was measured several times, all its
ratios are told. Nothing else in the book depends on either.
"""


def run(path: Path) -> None:
    """Run one benchmark in a process of its own and keep what it reports."""
    print(path.stem)
    command = [sys.executable, path.name, "--json"]
    done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    RESULTS.mkdir(exist_ok=True)
    place = RESULTS / f"{path.stem.removeprefix('bench_')}.json"
    place.write_text(done.stdout.rstrip() + "\n", encoding="utf-8")


def write_page() -> str:
    """The page, from the stored results."""
    kept = {
        path.stem: [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
        for path in sorted(RESULTS.glob("*.json"))
    }
    rows = [row for part in kept.values() for row in part]
    missed = sum(not row.holds for row in rows)
    finding = f"All {len(rows)} tasks are within their limits."
    if missed:
        within = f"Of {len(rows)} tasks, {len(rows) - missed} are within their limits."
        finding = f"{within}\n\nBeyond them are:\n\n" + "\n".join(
            f"- {row.task}" for row in rows if not row.holds
        )
    parts = [HEAD.format(finding=finding)]
    for name, part in kept.items():
        lines = ["| task, *compared with* | here | there | ratio | at most |"]
        lines += ["| --- " * 5 + "|", *(_format(row) for row in part)]
        notes = dict.fromkeys(row.note for row in part if row.note)
        parts.append(f"## {name.capitalize().replace('_', ' ')}\n\n" + "\n".join(lines) + "\n")
        if notes:
            parts.append(" ".join(notes) + "\n")
    return "\n".join(parts)


def _format(row: Row) -> str:
    ratio = f"{row.ratio:.2g}" if row.holds else f"**{row.ratio:.2g}**"
    # a space that does not break: a number stays with its unit
    here, there = (f"{float(f'{value:.3g}'):,.9g}\N{NO-BREAK SPACE}{row.unit}".replace(
                   " ", "\N{NO-BREAK SPACE}") for value in (row.here, row.there))  # fmt: skip
    return f"| {row.task}, *{row.peer}* | {here} | {there} | {ratio} | {row.most:g} |"


def main() -> None:
    paths = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(paths))
    parser.add_argument("--page", action="store_true", help="run nothing")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in paths]:
        parser.error(f"no benchmark is named {' or '.join(unknown)}: there are {', '.join(paths)}")
    for name in () if given.page else given.names or paths:
        run(paths[name])
    PAGE.write_text(write_page(), encoding="utf-8")
    print(f"{PAGE.relative_to(HERE.parent)} is written")


if __name__ == "__main__":
    main()
