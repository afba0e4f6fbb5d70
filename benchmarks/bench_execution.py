"""Building the book, beside a loop over papermill and `jupyter-book build`.

Run: python benchmarks/bench_execution.py  (some minutes; COHORTS=100 for the long run)

Seconds of CPU are those of every process that a command started, also of one that
outlives it: this process adopts those and waits for them.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from report import Row, tell

from senco.execution.pipeline import find_stale, plan
from senco.workspace.paths import Project

ROOT = Path(__file__).parents[1]
COHORTS = int(os.environ.get("COHORTS", "6"))
REFERENCE = ("ey-pvi-2017", "worked-example")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "_build", ".work", "*_cache", "__pycache__")
SENCO = "from senco.cli import main; main()"
BOOK = "from jupyter_book.cli.main import main; main()"
LOOP = """
import json, sys, papermill
for template, page, parameters in json.load(sys.stdin):
    papermill.execute_notebook(template, page, parameters, kernel_name="python3",
        progress_bar=False, extra_arguments=["--log-level=50"])
"""
FORKED = LOOP.replace('"python3"', '"senco"')


@dataclass(frozen=True)
class Cost:
    """What a command took: CPU of all its processes, wall, and the largest process so far."""

    cpu: float
    wall: float
    megabytes: float = 0


def adopt_orphans() -> None:
    """Have processes whose parent ended become children of this one, to be waited for."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def take(command: list[str], folder: Path, told: str = "", **changes: str) -> Cost:
    """Run a command; its cost, with that of all that it left running."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "analysis"), **changes}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", *command], cwd=folder, env=environment, input=told, encoding="utf-8",
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wall = time.perf_counter() - start
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, after.ru_maxrss / 1024)


def list_notebooks(folder: Path, cohorts: tuple[str, ...], pages: Path, names: set[str]) -> str:
    """What a loop over papermill is told: template, page and parameters of each."""
    import json

    project = Project(folder)
    pages.mkdir(exist_ok=True)
    told = []
    for task in plan(project, cohorts):
        cohort, _, stage = task.name.partition("/")
        template = task.inputs[0]
        if template.suffix == ".ipynb" and (not names or task.name in names):
            page = pages / f"{cohort}-{stage}.ipynb"
            told.append([str(template), str(page), {"cohort": cohort}])
    return json.dumps(told)


def copy(folder: Path, name: str) -> Path:
    """A copy of the checkout."""
    return Path(shutil.copytree(ROOT, folder / name, ignore=LEFT_OUT)).resolve()


def add(one: Cost, other: Cost) -> Cost:
    return Cost(one.cpu + other.cpu, one.wall + other.wall)


def compare_builds(folder: Path) -> list[Row]:
    """The whole book, the book again, and the book after one value was changed."""
    plain, ours = copy(folder, "plain"), copy(folder, "ours")
    pages = list_notebooks(plain, REFERENCE, folder / "pages", set())
    own = {"SENCO_ROOT": str(plain), "SENCO_RESULTS": str(folder / "results")}
    book = [BOOK, "build", ".", "--path-output", str(folder / "site")]
    peer = add(take([LOOP], plain, pages, **own), take(book, plain))
    build = [SENCO, "build", "--jobs", "2"]
    (ours / "_build").mkdir()
    whole = take(build, ours)
    again, peer_again = take(build, ours), take(book, plain)
    label = "both reference cohorts and the book"
    loop = "`papermill` in a loop, then `jupyter-book`"
    rows = [
        Row(label, loop, whole.cpu, peer.cpu, "s CPU", 0.45),
        Row(label, "the same", whole.wall, peer.wall, "s", 0.35),
        Row("a build with nothing to do", "`jupyter-book` with nothing to do",
            again.cpu, peer_again.cpu, "s CPU", 0.10),
    ]  # fmt: skip
    return [*rows, change_one_word(folder, plain, ours), change_one_value(folder, ours)]


def change_one_word(folder: Path, plain: Path, ours: Path) -> Row:
    """A word of prose, beside `jupyter-book` in its kept folder: three times, the middle ratio."""
    page, old, new = "book/findings/meso.md", "The ", "Now the "
    pairs = []
    for _ in range(3):
        for root in (plain, ours):
            text = (root / page).read_text(encoding="utf-8")
            assert old in text
            (root / page).write_text(text.replace(old, new, 1), encoding="utf-8")
        book = [BOOK, "build", ".", "--path-output", str(folder / "site")]
        pairs.append((take([SENCO, "build"], ours).cpu, take(book, plain).cpu))
    here, there = sorted(pairs, key=lambda pair: pair[0] / pair[1])[1]
    told = ", ".join(f"{one / other:.2f}" for one, other in pairs)
    note = f"One word changed, three times: the ratios are {told}; the row is the middle one."
    peer = "`jupyter-book build` in its kept folder"
    return Row("one word of prose changed", peer, here, there, "s CPU", 0.7, note)


def change_one_value(folder: Path, ours: Path) -> Row:
    """One statement, beside the pages that depend on it alone and the book alone."""
    table = ours / "data" / "cohorts" / "ey-pvi-2017" / "segments.csv"
    text = table.read_text(encoding="utf-8")
    assert "The work takes spirit." in text
    table.write_text(text.replace("The work takes spirit.", "It takes spirit.", 1), "utf-8")
    project = Project(ours)
    names = set(find_stale(project, plan(project, REFERENCE)))
    changed = take([SENCO, "build", "--jobs", "2"], ours)
    pages = list_notebooks(ours, REFERENCE, folder / "some", names)
    from senco.execution.kernel import make_environment

    environment = {**make_environment(), "SENCO_ROOT": str(ours)}
    environment["JUPYTER_PATH"] = str(ours / "analysis/senco/execution/kernel/jupyter")
    alone = take([FORKED], ours, pages, SENCO_RESULTS=str(folder / "results"), **environment)
    book = take([BOOK, "build", ".", "--path-output", str(folder / "site-2")], ours)
    peer = "its pages alone in preloaded kernels, then `jupyter-book`"
    both = alone.cpu + book.cpu
    return Row("one value changed", peer, changed.cpu, both, "s CPU", 1.3)


def add_cohorts(folder: Path) -> list[Row]:
    """Cohorts of eight one after another in one run: the first, and each further one."""
    many = copy(folder, "many")
    source = many / "data" / "cohorts" / "worked-example"
    names = [f"copy-{number:03d}" for number in range(COHORTS)]
    for name in names:
        shutil.copytree(source, many / "data" / "cohorts" / name)
    first = take([SENCO, "run", names[0], "--jobs", "2"], many)
    shutil.rmtree(many / "book" / "cohorts" / names[0])
    (many / "_build" / "manifest.jsonl").unlink()
    whole = take([SENCO, "run", *names, "--jobs", "2"], many)
    further = (whole.cpu - first.cpu) / (COHORTS - 1)
    task = f"each further cohort of eight, in a run of {COHORTS}"
    memory = f"memory of the largest process, {COHORTS} cohorts"
    return [
        Row(task, "the first", further, first.cpu, "s CPU", 1.1),
        Row(memory, "one cohort", whole.megabytes, first.megabytes, "MB", 1.1),
    ]


def measure() -> list[Row]:
    """Every task, beside its peer."""
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        many = add_cohorts(Path(folder))  # first: nothing larger has run yet
        return [*compare_builds(Path(folder)), *many]


if __name__ == "__main__":
    tell(measure)
