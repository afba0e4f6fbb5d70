"""Building the book, beside papermill and `jupyter-book build`, each three times by turns.

Run: python benchmarks/bench_execution.py  (half an hour; COHORTS=100 for the long run)

Seconds of CPU are those of every process that a command started, also of one that outlives it:
this process adopts those and waits for them. Both have one thread for linear algebra. From nothing
the other tool builds the same pages without this book's own extension, so that it spends nothing
on what only this book checks and adds; after a change it builds the same site in its kept folder.
Each row is the middle one of its ratios.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from report import Row, choose, tell

from senco.execution.pipeline import plan
from senco.workspace.paths import Project

ROOT = Path(__file__).parents[1]
COHORTS = int(os.environ.get("COHORTS", "6"))
TIMES = 3
REFERENCE = ("ey-pvi-2017", "worked-example")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "_build", ".work", "*_cache", "__pycache__")
#: What the settings name of this book's own extension, as it stands there and without it.
OWN = (("      - senco.book.site\n", ""), ("toggle-primary-sidebar.html, edition.html",
                                           "toggle-primary-sidebar.html"))  # fmt: skip
SENCO = (sys.executable, "-c", "from senco.cli import main; main()")
BOOK = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", ".")
LOOP = (sys.executable, "-c", """
import json, sys, papermill
for template, page, cohort in map(json.loads, sys.stdin):
    papermill.execute_notebook(template, page, {"cohort": cohort}, kernel_name="python3",
        progress_bar=False, extra_arguments=["--log-level=50"])
""")  # fmt: skip
TWO_AT_A_TIME = (
    "xargs", "-P2", "-L1", sys.executable, "-m", "papermill", "-k", "python3",
    "--no-progress-bar", "--log-level=CRITICAL",
)  # fmt: skip
WORD = ("book/findings/meso.md", "Being with children shows", "Being with the children shows")
STATEMENT = ("data/cohorts/ey-pvi-2017/segments.csv", "The work takes spirit.", "It takes spirit.")
MODULE = "analysis/senco/measures/rankings/circles.py"


@dataclass(frozen=True)
class Cost:
    """What a command took: CPU of all its processes, wall, and the largest process so far."""

    cpu: float
    wall: float
    megabytes: float = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall)


@dataclass(frozen=True)
class Other:
    """A copy of the checkout for the other tool, and where it makes the site."""

    root: Path
    site: Path

    @classmethod
    def make(cls, folder: Path, name: str) -> Other:
        return cls(copy(folder, name), folder / f"{name}-site")

    def build(self) -> Cost:
        """Build the site, in the folder that is kept."""
        return take((*BOOK, "--path-output", str(self.site)), self.root)

    def make_pages(self, names: set[str], two: bool = False) -> Cost:
        """Run the notebooks of these pages into the book, one after another or two at a time."""
        project, told = Project(self.root), []
        for task in plan(project, REFERENCE):
            cohort, _, stage = task.name.partition("/")
            if task.inputs[0].suffix == ".ipynb" and task.name in names:
                page = self.root / "book" / "cohorts" / cohort / f"{stage}.ipynb"
                told.append((str(task.inputs[0]), str(page), cohort))
        assert told
        results = str(self.site.with_name("results"))
        own = {"SENCO_ROOT": str(self.root), "SENCO_RESULTS": results}
        if two:
            lines = [f'"{template}" "{page}" -p cohort {cohort}' for template, page, cohort in told]
            return take(TWO_AT_A_TIME, self.root, lines, **own)
        return take(LOOP, self.root, [json.dumps(line) for line in told], **own)


def adopt_orphans() -> None:
    """Have processes whose parent ended become children of this one, to be waited for."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def take(command: tuple[str, ...], folder: Path, lines: list[str] = [], **changes: str) -> Cost:  # noqa: B006
    """Run a command, told these lines; its cost, with that of all that it left running."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "analysis"), "OMP_NUM_THREADS": "1",
                   "OPENBLAS_NUM_THREADS": "1", **changes}  # fmt: skip
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, input="\n".join(lines), encoding="utf-8",
        check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    wall = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)[-200:]}\n{done.stderr[-3000:]}")
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, after.ru_maxrss / 1024)


def copy(folder: Path, name: str) -> Path:
    """A copy of the checkout."""
    return Path(shutil.copytree(ROOT, folder / name, ignore=LEFT_OUT)).resolve()


def replace(root: Path, path: str, old: str, new: str) -> None:
    """Change one text in one file; it must stand there."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, path
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def leave_out_own(root: Path) -> None:
    """Take this book's own extension out of a copy's settings."""
    for old, new in OWN:
        replace(root, "_config.yml", old, new)


def compare_builds(folder: Path) -> list[Row]:
    """Build everything from nothing, by turns; then nothing, a word, a value, a module."""
    plain, ours = Other.make(folder, "plain"), copy(folder, "ours")
    leave_out_own(plain.root)
    build = (*SENCO, "build", "--jobs", "2")
    project = Project(plain.root)
    names = {task.name for task in plan(project, REFERENCE)}
    work, wall = [], []
    for _ in range(TIMES):
        shutil.rmtree(ours / "_build", ignore_errors=True)
        (ours / "_build").mkdir()
        shutil.rmtree(plain.site, ignore_errors=True)
        here = take(build, ours)
        there = plain.make_pages(names) + plain.build()
        shutil.rmtree(plain.site)
        two = plain.make_pages(names, two=True) + plain.build()
        work.append((here.cpu, there.cpu))
        wall.append((here.wall, two.wall))
    bare = compare_bare(plain)
    same = Other.make(folder, "same")
    same.build()
    label = "both cohorts and the book, from nothing"
    loop, apart = "`papermill` in a loop, then `jupyter-book`", "`papermill` by `xargs -P2`, then"
    return [
        choose(label, loop, work, "s CPU", 0.33, "The ratios of each time."),
        choose(f"{label}, two at a time", f"{apart} `jupyter-book`", wall, "s", 0.45),
        compare_edits(same, ours, "nothing to do", lambda root, time: None, 0.10),
        compare_edits(same, ours, "one word of prose", change_word, 0.7, bare),
        compare_edits(same, ours, "one value", change_value, 0.5),
        compare_edits(same, ours, "one module", change_module, 0.7),
    ]


def compare_edits(
    same: Other,
    ours: Path,
    task: str,
    edit: Callable[[Path, int], None],
    most: float,
    note: str = "",
) -> Row:
    """Change both copies and build them: here, or by papermill where pages need it."""
    pairs = []
    peer = "`jupyter-book` in its kept folder"
    for number in range(TIMES):
        for root in (ours, same.root):
            edit(root, number)
        names = list_stale(ours)
        here = take((*SENCO, "build", "--jobs", "2"), ours).cpu
        there = same.make_pages(names).cpu if names else 0.0
        pairs.append((here, there + same.build().cpu))
    if names:
        peer = f"`papermill` for its {len(names)} pages, then {peer}"
    return choose(task, peer, pairs, "s CPU", most, note)


def compare_bare(plain: Other) -> str:
    """What the other tool takes for a word where it does without this book's extension."""
    costs = []
    for number in range(TIMES):
        change_word(plain.root, number)
        costs.append(plain.build().cpu)
    middle = sorted(costs)[TIMES // 2]
    return f"Without what only this book adds, `jupyter-book` takes {middle:.1f} s CPU for a word."


def list_stale(root: Path) -> set[str]:
    """The pages that a build of a copy would make again, by the copy's own modules."""
    told = subprocess.run(
        (*SENCO, "status", *REFERENCE), cwd=root, env={**os.environ, "PYTHONPATH": "analysis"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return {line.removesuffix(": stale") for line in told.stdout.splitlines() if ": stale" in line}


def turn(root: Path, number: int, path: str, old: str, new: str) -> None:
    """Replace a text, and the next time put it back."""
    replace(root, path, *((new, old) if number % 2 else (old, new)))


def change_word(root: Path, number: int) -> None:
    turn(root, number, *WORD)


def change_value(root: Path, number: int) -> None:
    turn(root, number, *STATEMENT)


def change_module(root: Path, number: int) -> None:
    path = root / MODULE
    path.write_text(path.read_text(encoding="utf-8") + f"\n_CHANGED_{number} = 1\n", "utf-8")


def add_cohorts(folder: Path) -> list[Row]:
    """Cohorts of eight one after another in one run: the first, and each further one."""
    many = copy(folder, "many")
    source = many / "data" / "cohorts" / "worked-example"
    names = [f"copy-{number:03d}" for number in range(COHORTS)]
    for name in names:
        shutil.copytree(source, many / "data" / "cohorts" / name)
    first = take((*SENCO, "run", names[0], "--jobs", "2"), many)
    shutil.rmtree(many / "book" / "cohorts" / names[0])
    (many / "_build" / "manifest.jsonl").unlink()
    whole = take((*SENCO, "run", *names, "--jobs", "2"), many)
    further = (whole.cpu - first.cpu) / (COHORTS - 1)
    task = f"each further cohort of eight, in a run of {COHORTS}"
    memory = f"memory of the largest process, {COHORTS} cohorts"
    return [
        Row(task, "the first", further, first.cpu, "s CPU", 0.5),
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
