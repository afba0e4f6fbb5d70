"""The first command on a machine that has nothing yet: environment, packages and book.

Run: python benchmarks/bench_setting_up.py  (a quarter of an hour; fetches all packages six times)

Seconds of CPU are those of every process that a command started. Neither finds anything that was
fetched before: each has a folder of its own for what it keeps.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench_execution import TIMES, Cost, adopt_orphans, copy, take
from report import Row, choose, tell


def set_up_here(root: Path) -> Cost:
    """`make.py book`, as a reader of README types it."""
    return take((sys.executable, "make.py", "book"), root, **keep_apart(root))


def set_up_there(root: Path) -> Cost:
    """The same lock by pip, and the same build."""
    python, own = str(root / ".venv" / "bin" / "python"), keep_apart(root)
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    steps = (
        (sys.executable, "-m", "venv", ".venv"),
        (*pip, "--require-hashes", "-r", "requirements.lock"),
        (*pip, "--no-deps", "--no-build-isolation", "-e", "."),
        (str(root / ".venv" / "bin" / "senco"), "build"),
    )
    total = Cost(0, 0)
    for step in steps:
        total += take(step, root, **own)
    return total


def keep_apart(root: Path) -> dict[str, str]:
    """Settings by which nothing is taken from what others have fetched."""
    kept = {f"{name}_CACHE_DIR": str(root.with_name(f"{name}-cache")) for name in ("PIP", "UV")}
    return {**kept, "PATH": "/usr/local/bin:/usr/bin:/bin"}


def measure() -> list[Row]:
    """Both, by turns."""
    adopt_orphans()
    pairs = []
    for _ in range(TIMES):
        costs = []
        for set_up in (set_up_here, set_up_there):
            with tempfile.TemporaryDirectory() as folder:
                costs.append(set_up(copy(Path(folder), "new")).cpu)
        pairs.append((costs[0], costs[1]))
    task, peer = "the first command on a new machine", "`pip` of the same lock, and the same build"
    note = "Packages come from the index that the machine is set to. The ratios of each time."
    return [choose(task, peer, pairs, "s CPU", 0.35, note)]


if __name__ == "__main__":
    tell(measure)
