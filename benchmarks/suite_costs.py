"""Which files of tests take most of the suite, as shares of its CPU and of its workers' time.

CPU is that of every process that a file's tests started. Each worker counts it in a control
group of its own, where it may make one (as root on Linux); elsewhere only processes that have
ended are counted, so that browsers and kernels fall to whoever ends them. What tests share is
counted where it is made first, and what a worker does before its first test as a row of its own.
Written is `results/suite_costs.csv`. Run, for as long as the suite takes:

    python benchmarks/suite_costs.py [WORDS FOR PYTEST ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "suite_costs.csv"
SHOWN = 15
#: The environment variable that names the folder into which workers write.
FOLDER = "SENCO_SUITE_COSTS"
#: Where control groups are, by version, and what in one holds its CPU in which unit.
GROUPS = (("/sys/fs/cgroup/cpuacct", "cpuacct.usage", 1e-9), ("/sys/fs/cgroup", "cpu.stat", 1e-6))


class Meter:
    """CPU and wall of a worker; it is put into a control group where that is possible."""

    def __init__(self, worker: str) -> None:
        self.table = Path(os.environ[FOLDER]) / f"{worker}.csv"
        self.usage: tuple[Path, float] | None = None
        for place, name, unit in GROUPS:
            group = Path(place) / f"senco-{os.getpid()}"
            with suppress(OSError):
                if (Path(place) / name).exists():
                    group.mkdir()
                    (group / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")
                    self.usage = group / name, unit
                    break
        self.cpu, self.wall = self.read()

    def read(self) -> tuple[float, float]:
        """Return seconds of CPU and of wall."""
        if self.usage is None:
            return sum(os.times()[:4]), time.perf_counter()
        path, unit = self.usage
        told = path.read_text(encoding="ascii").split()  # a number, or usage_usec and a number
        return int(told[len(told) > 1]) * unit, time.perf_counter()

    def note(self, file: str, tests: int) -> None:
        """Add a line of what was used since the last one."""
        cpu, wall = self.read()
        with self.table.open("a", encoding="utf-8") as lines:
            lines.write(f"{file},{tests},{cpu - self.cpu:.6f},{wall - self.wall:.6f}\n")
        self.cpu, self.wall = cpu, wall


METER: list[Meter] = []


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count, in each worker."""
    if hasattr(config, "workerinput"):
        METER.append(Meter(config.workerinput["workerid"]))


def pytest_runtest_logstart(nodeid: str) -> None:
    """Count what was before the first test, or between two, by itself."""
    if METER:
        METER[0].note("(before and between tests)", 0)


def pytest_runtest_logfinish(nodeid: str) -> None:
    """Count a test to its file."""
    if METER:
        METER[0].note(nodeid.partition("::")[0], 1)


def pytest_unconfigure() -> None:
    """Leave the control group, and remove it where nothing is left in it."""
    if METER and METER[0].usage is not None:
        group = METER[0].usage[0].parent
        with suppress(OSError):
            (group.parent / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")
            group.rmdir()


def summarise(costs: pd.DataFrame) -> pd.DataFrame:
    """Return each file's shares: those that take most, and all others in one row."""
    files = costs.groupby("file", as_index=False)[["tests", "cpu", "wall"]].sum()
    files = files.sort_values(["cpu", "file"], ascending=[False, True], kind="stable")
    rest = files.iloc[SHOWN:][["tests", "cpu", "wall"]].sum().to_frame().T
    rest.insert(0, "file", f"({len(files) - SHOWN} others)")
    shown = pd.concat([files.head(SHOWN), rest]) if len(files) > SHOWN else files
    shares = shown[["cpu", "wall"]] / files[["cpu", "wall"]].sum()
    return shown.assign(**shares.astype(float)).astype({"tests": int}).reset_index(drop=True)


def main(*words: str) -> int:
    """Run the suite, write the shares and print them; return pytest's status."""
    with tempfile.TemporaryDirectory() as folder:
        places = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, FOLDER: folder, "PYTHONPATH": os.pathsep.join(places)}
        command = [sys.executable, "-m", "pytest", "-p", "suite_costs", *words]
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        names = ["file", "tests", "cpu", "wall"]
        tables = [pd.read_csv(path, names=names) for path in sorted(Path(folder).glob("*.csv"))]
    found = summarise(pd.concat(tables))
    found.to_csv(RESULTS, index=False, float_format="%.3f", lineterminator="\n")
    print(found.to_string(index=False))
    return ended  # costs are told whether tests failed or not


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
