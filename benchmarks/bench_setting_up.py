"""The first command on a machine that has nothing yet: environment, packages and book.

Run: python benchmarks/bench_setting_up.py  (some minutes; fetches all packages, twice)

Seconds of CPU are those of every process that a command started. Neither finds anything that was
fetched before: each has a folder of its own for what it keeps.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench_execution import Cost, adopt_orphans, copy, take
from report import Row, tell


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
    """Both, one after the other."""
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        here = set_up_here(copy(Path(folder), "here"))
    with tempfile.TemporaryDirectory() as folder:
        there = set_up_there(copy(Path(folder), "there"))
    task, peer = "the first command on a new machine", "`pip` of the same lock, and the same build"
    note = "Each once: packages are fetched from the index that the machine is set to."
    return [Row(task, peer, here.cpu, there.cpu, "s CPU", 0.35, note)]


if __name__ == "__main__":
    tell(measure)
