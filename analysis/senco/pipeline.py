"""Which pages are stale, and making those and no others.

A page depends on its notebook, the tables that its stage reads, the framework, the
contract, the lock and the modules of this package that its notebook imports, all by
content. pytask orders and records; the record says what each page was made from.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from senco import memory
from senco.cohort import check_cohort, digest_data, list_tables
from senco.errors import (
    BuildError,
    DataError,
    SencoError,
    explain_os_error,
    list_errors,
    suggest,
)
from senco.inputs import list_inputs
from senco.model import CohortInfo
from senco.neighbours import find_others
from senco.notebook import digest, run_notebook, write_absent_page
from senco.project import Project
from senco.schema import check_known_keys, load_yaml
from senco.stages import STAGES, Stage


@dataclass(kw_only=True)
class ContentNode:
    """A file or a folder in pytask's graph, known by its content alone.

    Parameters
    ----------
    name : str
        Path from the root, which the record keeps.
    place : Path
        Where it is.
    """

    name: str
    place: Path
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """Identity within the graph."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def state(self) -> str | None:
        """Digest of the content; None where there is nothing."""
        if self.place.is_dir():
            parts = [f"{path.name}:{digest(path)}" for path in sorted(self.place.iterdir())]
            return hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return digest(self.place) if self.place.is_file() else None

    def load(self, is_product: bool = False) -> Path:
        """The place itself."""
        return self.place

    def save(self, value: Any) -> None:
        """Nothing: a page's run writes its own files."""


@dataclass(kw_only=True)
class PageTask:
    """One stage for one cohort, as pytask wants a task."""

    name: str
    make: Callable[[], None]
    settings: str
    depends_on: dict[str, Any]
    produces: dict[str, Any]
    markers: list[Any] = field(default_factory=list)
    report_sections: list[Any] = field(default_factory=list)
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """Identity within the graph."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def state(self) -> str:
        """Digest of the page's parameters."""
        return hashlib.sha256(self.settings.encode()).hexdigest()

    def function(self, **_: Any) -> None:
        """Make the page; what pytask passes of files is known already."""
        self.make()

    execute = function

    @property
    def nodes(self) -> list[ContentNode]:
        """Everything that the page depends on and makes."""
        return [*self.depends_on["inputs"], *self.produces["products"]]


def plan(
    project: Project, cohorts: Iterable[str], stages: Iterable[str] | None = None
) -> list[PageTask]:
    """Return a task for each stage of each cohort.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : iterable of str
        Names of cohorts.
    stages : iterable of str, optional
        Names of stages; by default all.

    Returns
    -------
    list of PageTask
        In the order of the cohorts and the stages.

    Raises
    ------
    DataError
        Everything that is wrong with any of the cohorts' files.
    SencoError
        Where there is no such cohort or stage.
    """
    names = list(cohorts)
    wanted = _find_stages(stages)
    for name in names:
        project.check_cohort_name(name)
    checked = _check(project, names)
    beside = (find_others(name, stage, project) for name in names for stage in wanted)
    checked |= _check(
        project, [name for name in dict.fromkeys(chain(*beside)) if name not in names]
    )
    return [_plan_page(project, name, stage, checked) for name in names for stage in wanted]


def _check(project: Project, names: list[str]) -> dict[str, str]:
    """Check cohorts, but those whose data were in order before; the digests of their data."""
    digests = {name: digest_data(name, project) for name in names}
    known = memory.recall(project, "cohorts")
    unknown = [name for name in names if digests[name] not in known]
    errors = list_errors([found for name in unknown for found in check_cohort(name, project)])
    if errors:
        raise DataError(errors)
    if unknown:
        memory.keep(project, "cohorts", known | set(digests.values()))
    return digests


def _find_stages(names: Iterable[str] | None) -> list[Stage]:
    known = {stage.name: stage for stage in STAGES}
    for name in names or ():
        if name not in known:
            listed = ", ".join(known)
            raise SencoError(
                f"There is no stage '{name}'. {suggest(name, known)} Stages: {listed}."
            )
    return [stage for stage in STAGES if not names or stage.name in names]


def _plan_page(project: Project, cohort: str, stage: Stage, checked: dict[str, str]) -> PageTask:
    label = f"data/cohorts/{cohort}/cohort.yml"
    info = load_yaml(project.cohort(cohort) / "cohort.yml", CohortInfo, label)
    stages = [known.name for known in STAGES]
    check_known_keys(info.parameters, stages, label, "parameters")
    parameters = info.parameters.get(stage.name, {})
    pages = project.pages(cohort)
    template = project.notebooks / f"{_find_notebook(project, cohort, stage, info)}.ipynb"
    others = find_others(cohort, stage, project)
    if template.is_file() and len(others) >= stage.others:
        inputs = list_inputs(project, cohort, stage, template, others)
        read = " ".join(checked[name] for name in (cohort, *others))
        make = partial(run_notebook, project, cohort, stage, template, parameters, inputs, read)
        products = [pages / f"{stage.name}.ipynb", project.results(cohort, stage.name)]
    else:
        inputs = [project.cohort(cohort) / "cohort.yml"]
        inputs += [_PACKAGE / f"{name}.py" for name in ("model", "stages", "notebook")]
        lonely = len(others) < stage.others
        make = partial(write_absent_page, project, cohort, stage, info.provenance, lonely)
        products = [pages / f"{stage.name}.md"]
    return PageTask(
        name=f"{cohort}/{stage.name}",
        make=make,
        settings=json.dumps(parameters, sort_keys=True),
        depends_on={"inputs": [_node(project, path) for path in inputs]},
        produces={"products": [_node(project, path) for path in products]},
    )


def _find_notebook(project: Project, cohort: str, stage: Stage, info: CohortInfo) -> str | None:
    """The notebook that makes a page; codes without influences tie nobody to anything."""
    tables = list_tables(cohort, project)
    bare = {"codes"}
    if stage.any_of:  # the same holds for whatever else could tie somebody here
        bare |= {"events", "constructs"}
    folder = project.cohort(cohort)
    tables -= {table for table in bare if not _has_influences(folder / f"{table}.csv")}
    return stage.find_notebook(tables, info.provenance)


def _has_influences(path: Path) -> bool:
    """Whether any row of a checked table belongs to a key influence."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return any(row.get("influence") for row in csv.DictReader(lines))


def _node(project: Project, place: Path) -> ContentNode:
    return ContentNode(name=project.label(place), place=place)


_PACKAGE = Path(__file__).parent


def find_stale(project: Project, tasks: list[PageTask]) -> dict[str, list[str]]:
    """Return the pages that a build would make anew, with the reasons.

    Parameters
    ----------
    project : Project
        The checkout.
    tasks : list of PageTask
        As `plan` gives them.

    Returns
    -------
    dict of str to list of str
        By the task's name, in the tasks' order; what changed, or "never built".
    """
    record = _read_record(project.root)
    stale = {}
    for task in tasks:
        reasons = _compare(task, record.get(task.name))
        if reasons:
            stale[task.name] = reasons
    return stale


def _compare(task: PageTask, entry: dict[str, Any] | None) -> list[str]:
    if entry is None:
        return ["never built"]
    known = {**entry.get("depends_on", {}), **entry.get("produces", {})}
    reasons = []
    for node in task.nodes:
        state = node.state()
        if state is None:
            reasons.append(f"{node.name} is gone")
        elif node.name not in known:
            reasons.append(f"{node.name} is new")
        elif known[node.name] != state:
            reasons.append(f"{node.name} changed")
    names = {node.name for node in task.nodes}
    reasons += [f"{name} is no longer used" for name in sorted(known) if name not in names]
    if entry["state"] != task.state():
        reasons.append("its parameters changed")
    return reasons


def _read_record(root: Path) -> dict[str, dict[str, Any]]:
    """Read pytask's lock, and the journal of a build that was cut off."""
    entries: dict[str, dict[str, Any]] = {}
    lock, journal = root / "pytask.lock", root / "pytask.lock.journal"
    if lock.is_file():
        for entry in tomllib.loads(lock.read_text(encoding="utf-8")).get("task", []):
            entries[entry["id"]] = entry
    if journal.is_file():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:  # the line that was being written
                continue
            entries[entry["id"]] = entry
    return entries


def make_pages(
    project: Project,
    tasks: list[PageTask],
    *,
    jobs: int = 1,
    force: bool = False,
    dask: str | None = None,
    tell: Callable[[str, str], None] = lambda name, event: None,
) -> dict[str, str]:
    """Make the stale pages.

    Parameters
    ----------
    project : Project
        The checkout.
    tasks : list of PageTask
        As `plan` gives them.
    jobs : int
        Number of pages that are made at once, at least 1.
    force : bool
        Make every page, stale or not.
    dask : str, optional
        Address of a Dask scheduler whose workers make the pages, one each at once.
    tell : callable
        Called with a task's name and "started", "made", "kept" or "failed".

    Returns
    -------
    dict of str to str
        The event that each task ended with.

    Raises
    ------
    BuildError
        Names every page that failed; the others are made and recorded.
    """
    import pytask

    from senco import progress

    if not tasks:
        return {}
    ended: dict[str, str] = {}

    def listen(name: str, event: str) -> None:
        ended[name] = event
        tell(name, event)

    with progress.listening(listen), _workers(project, jobs, dask) as n_workers:
        session = pytask.build(
            tasks=tasks,
            config=project.root / "pyproject.toml",
            paths=[project.root / "data"],
            task_files=["no file holds tasks"],
            n_workers=n_workers,
            parallel_backend="custom",
            database_url="sqlite://",  # in memory: the lock says what is stale, and nothing else
            force=force,
            verbose=0,
            capture="no",
            show_traceback=False,
            check_casing_of_paths=False,
        )
    failures = [
        report for report in session.execution_reports if report.outcome == pytask.TaskOutcome.FAIL
    ]
    if failures:
        raise BuildError("\n\n".join(_explain(report) for report in failures))
    if session.exit_code != pytask.ExitCode.OK:
        _try_to_write(project)
        raise BuildError(f"pytask ended with {session.exit_code!r} and no page failed.")
    _check_ended(tasks, ended)
    return ended


def _check_ended(tasks: list[PageTask], ended: dict[str, str]) -> None:
    """Raise BuildError where Ctrl+C broke the build off, which pytask takes for an end."""
    left = sum(ended.get(task.name, "started") == "started" for task in tasks)
    if left:
        raise BuildError(
            f"Broken off before {left} of {len(tasks)} pages were made. The others are kept; "
            "call again to make the rest."
        )


def _try_to_write(project: Project) -> None:
    """Raise the OSError that kept pytask from its record, which it does not pass on."""
    place = project.root / ".work" / "trial"
    try:
        place.write_bytes(bytes(1 << 20))
    finally:
        place.unlink(missing_ok=True)


@contextmanager
def _workers(project: Project, jobs: int, dask: str | None) -> Iterator[int]:
    """Get ready those who make pages; how many at once."""
    from senco import workers

    if dask is not None:
        with workers.use_cluster(dask, project.root) as number:
            yield number
        return
    workers.use_threads()
    yield jobs


def _explain(report: Any) -> str:
    error = report.exc_info[1]
    if isinstance(error, BuildError):
        return str(error)
    if isinstance(error, OSError):
        return f"{report.task.name}: {explain_os_error(error)}"
    return f"{report.task.name}: {type(error).__name__}: {error}"
