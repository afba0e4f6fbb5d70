"""Which pages are stale, and making those and no others.

A page depends on its notebook, the tables that its stage reads, the framework, the
contract, the lock and the modules of this package that its notebook imports, all by
content, and on no other page. So any order will do, and several can be made at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from senco.cohort.compared import find_others
from senco.cohort.contract import check_known_keys
from senco.cohort.loading import (
    check_cohort,
    list_tables,
    list_without_influences,
    load_study,
    read_info,
)
from senco.cohort.stages import MISSING, STAGES, Stage, find_stage, list_stages
from senco.errors import (
    BuildError,
    DataError,
    Finding,
    SencoError,
    explain_os_error,
    list_errors,
    suggest,
)
from senco.execution.inputs import list_inputs
from senco.execution.manifest import Entry, add_entry, read_manifest, tidy_manifest
from senco.execution.missing import Missing, write_missing_page
from senco.execution.notebook import digest, run_notebook
from senco.workspace.paths import PACKAGE, Project


@dataclass(frozen=True)
class PageTask:
    """One stage for one cohort.

    Parameters
    ----------
    name : str
        Cohort and stage, as ``ey-pvi-2017/50_rankings``.
    make : callable
        Makes the page; it can be sent to another process.
    settings : str
        The page's parameters, as JSON.
    inputs, products : tuple of Path
        What it depends on, the notebook first, and what it makes: files, and the folder
        of its results.
    """

    name: str
    make: Callable[[], None]
    settings: str
    inputs: tuple[Path, ...]
    products: tuple[Path, ...]


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
    snapshot = project.snapshot()
    return _plan(project, _Checked(snapshot), list(cohorts), _find_stages(stages, snapshot))


class _Checked:
    """A checkout at one moment, each of whose cohorts is checked once."""

    def __init__(self, snapshot: Project):
        self.snapshot = snapshot
        self._errors: dict[str, list[Finding]] = {}

    def check(self, names: list[str]) -> None:
        """Raise DataError with all that is wrong with these cohorts."""
        for name in dict.fromkeys(names):
            if name not in self._errors:
                self._errors[name] = list_errors(check_cohort(name, self.snapshot))
        errors = [error for name in names for error in self._errors[name]]
        if errors:
            raise DataError(errors)


def _plan(
    project: Project, checked: _Checked, names: list[str], stages: list[Stage]
) -> list[PageTask]:
    """Plan by what the files are at one moment; the pages are made from those of their own."""
    snapshot = checked.snapshot
    for name in names:
        project.check_cohort_name(name)
    checked.check(names)
    for name in names:
        label, known = f"data/cohorts/{name}/cohort.yml", [stage.name for stage in STAGES]
        check_known_keys(read_info(name, snapshot).parameters, known, label, "parameters")
    others = {
        (name, stage.name): find_others(name, stage, snapshot) for name in names for stage in stages
    }
    checked.check(list(dict.fromkeys(chain(*others.values()))))
    tasks = []
    study = list_stages(load_study(snapshot))
    for name in names:
        templates = _find_templates(project, snapshot, name, study)
        missing = False
        for stage in stages:
            template, beside = templates[stage.name], others[name, stage.name]
            if template is None or len(beside) < stage.others:
                missing = True
            else:
                tasks.append(_plan_page(project, snapshot, name, stage, template, beside))
        if missing or len(stages) == len(study):
            tasks.append(_plan_missing(project, snapshot, name, templates))
    return tasks


def plan_each(
    project: Project, cohorts: Iterable[str], stages: Iterable[str] | None = None
) -> tuple[list[PageTask], dict[str, str]]:
    """Plan each cohort by itself, so that a broken one does not keep the others from it.

    Parameters
    ----------
    project, cohorts, stages
        As in `plan`.

    Returns
    -------
    tasks : list of PageTask
        Those of the cohorts whose files are in order.
    failures : dict of str to str
        What is wrong with each of the others, by cohort.

    Raises
    ------
    SencoError
        Where there is no such stage.
    """
    snapshot = project.snapshot()
    wanted, checked = _find_stages(stages, snapshot), _Checked(snapshot)
    tasks: list[PageTask] = []
    failures = {}
    for name in cohorts:
        try:
            tasks += _plan(project, checked, [name], wanted)
        except SencoError as error:
            failures[name] = f"{name} is left out:\n{error}"
        except OSError as error:
            failures[name] = (
                f"{name} is left out: one of its files cannot be read ({error.strerror}). "
                "Look at its folder and its permissions."
            )
    return tasks, failures


def _find_stages(names: Iterable[str] | None, snapshot: Project) -> list[Stage]:
    """The stages that are named, or all that the study has."""
    used = list_stages(load_study(snapshot))
    known = {stage.name: stage for stage in used}
    for name in names or ():
        if name not in known and name in {stage.name for stage in STAGES}:
            raise SencoError(
                f"This study has no stage '{name}': data/study.yml does not list its instrument."
            )
        if name not in known:
            listed = ", ".join(known)
            raise SencoError(
                f"There is no stage '{name}'. {suggest(name, known)} Stages: {listed}."
            )
    return [stage for stage in used if not names or stage.name in names]


def _find_templates(
    project: Project, snapshot: Project, cohort: str, stages: list[Stage]
) -> dict[str, Path | None]:
    """The notebook that makes the page of each stage for a cohort; None where none does."""
    tables, lacking = list_tables(cohort, snapshot), list_without_influences(cohort, snapshot)
    kind = read_info(cohort, snapshot).provenance
    names = {stage.name: stage.find_notebook(tables, kind, lacking) for stage in stages}
    places = {stage: project.notebooks / f"{name}.ipynb" for stage, name in names.items()}
    return {stage: path if path.is_file() else None for stage, path in places.items()}


def _plan_page(
    project: Project,
    snapshot: Project,
    cohort: str,
    stage: Stage,
    template: Path,
    others: list[str],
) -> PageTask:
    parameters = read_info(cohort, snapshot).parameters.get(stage.name, {})
    inputs = list_inputs(project, cohort, stage, template, others)
    return PageTask(
        name=f"{cohort}/{stage.name}",
        make=partial(run_notebook, project, cohort, stage, template, parameters, inputs),
        settings=json.dumps(parameters, sort_keys=True),
        inputs=tuple(inputs),
        products=(
            project.pages(cohort) / f"{stage.name}.ipynb",
            project.results(cohort, stage.name),
        ),
    )


def _plan_missing(
    project: Project, snapshot: Project, cohort: str, templates: dict[str, Path | None]
) -> PageTask:
    """Plan the page about all stages that have none; where each has one, that it goes."""
    missing = []
    for name, template in templates.items():
        stage = find_stage(name)
        alone = len(find_others(cohort, stage, snapshot)) < stage.others
        if alone or template is None:
            missing.append(Missing(name, alone))
    kind = read_info(cohort, snapshot).provenance
    modules = ("cohort/model", "cohort/stages", "execution/missing")
    return PageTask(
        name=f"{cohort}/{MISSING}",
        make=partial(write_missing_page, project, cohort, missing, kind),
        settings=json.dumps(missing),
        inputs=(
            project.cohort(cohort) / "cohort.yml",
            project.study,
            *(PACKAGE / f"{name}.py" for name in modules),
        ),
        products=(project.pages(cohort) / f"{MISSING}.md",) if missing else (),
    )


def find_stale(project: Project, tasks: list[PageTask]) -> dict[str, list[str]]:
    """Return the pages that a build would make again, with the reasons.

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
    known, project = read_manifest(project), project.snapshot()
    stale = {}
    for task in tasks:
        reasons = _compare(project, task, known.get(task.name))
        if reasons:
            stale[task.name] = reasons
    return stale


def _compare(project: Project, task: PageTask, entry: Entry | None) -> list[str]:
    if entry is None:
        return ["never built"]
    reasons = []
    states = _digest_all(project, (*task.inputs, *task.products))
    for name, state in states.items():
        if state is None:
            reasons.append(f"{name} is gone")
        elif name not in entry.files:
            reasons.append(f"{name} is new")
        elif entry.files[name] != state:
            reasons.append(f"{name} changed")
    reasons += [f"{name} is no longer used" for name in sorted(entry.files.keys() - states.keys())]
    if entry.settings != task.settings:
        reasons.append("its parameters changed")
    return reasons


def _digest_all(project: Project, places: Iterable[Path]) -> dict[str, str | None]:
    """Digest files and folders by content alone; None for what is not there."""
    return {project.label(place): _digest(project, place) for place in places}


def _digest(project: Project, place: Path) -> str | None:
    if place.is_dir():
        parts = [f"{path.name}:{digest(path, project.read)}" for path in sorted(place.iterdir())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return digest(place, project.read) if place.is_file() else None


def make_pages(
    project: Project,
    tasks: Sequence[PageTask],
    *,
    jobs: int = 1,
    dask: str | None = None,
    tell: Callable[[str, str], None] = lambda name, event: None,
) -> None:
    """Make pages, and add each to the manifest as soon as it is whole.

    Parameters
    ----------
    project : Project
        The checkout.
    tasks : sequence of PageTask
        Those to be made, none of which needs another.
    jobs : int
        Number of pages that are computed at once, at least 1.
    dask : str, optional
        Address of a Dask scheduler whose workers make the pages, one each at once.
    tell : callable
        Called with a task's name and "started", "made" or "failed".

    Raises
    ------
    BuildError
        Names every page that failed; the others are made and in the manifest. Also where
        Ctrl+C broke it off.
    """
    tidy_manifest(project)
    waiting, failures = list(tasks), []
    running: dict[Future[None], tuple[PageTask, dict[str, str | None]]] = {}
    try:
        with _find_workers(project, jobs, dask) as (workers, places):
            while waiting or running:
                while waiting and len(running) < places:
                    task = waiting.pop(0)
                    # as they are before: what changes meanwhile makes the page stale
                    inputs = _digest_all(project, task.inputs)
                    tell(task.name, "started")
                    running[workers.submit(task.make)] = task, inputs
                wait(running, return_when=FIRST_COMPLETED)
                for future in [one for one in running if one.done()]:
                    task, inputs = running.pop(future)
                    error = _end(project, future, task, inputs)
                    failures += [error] if error else []
                    tell(task.name, "failed" if error else "made")
    except KeyboardInterrupt:
        left = len(waiting) + len(running)
        raise BuildError(
            f"Interrupted before {left} of {len(tasks)} pages were made. The others are kept; "
            "run the command again to make the rest."
        ) from None
    if failures:
        raise BuildError("\n\n".join(failures))


def _end(
    project: Project, future: Future[None], task: PageTask, inputs: dict[str, str | None]
) -> str | None:
    """Add a page that is whole to the manifest; say what is wrong where it is not."""
    try:
        future.result()
        files = inputs | _digest_all(project, task.products)
        add_entry(project, Entry(task.name, task.settings, {k: v for k, v in files.items() if v}))
    except BuildError as error:
        return str(error)
    except OSError as error:
        return f"{task.name}: {explain_os_error(error)}"
    except CancelledError:
        return f"{task.name}: the cluster dropped it. Check whether its scheduler is still running."
    except Exception as error:  # whatever happened to a worker
        return f"{task.name}: {type(error).__name__}: {error}"
    return None


@contextmanager
def _find_workers(project: Project, jobs: int, dask: str | None) -> Iterator[tuple[Executor, int]]:
    """Those who make pages, and how many they may be given at once."""
    from senco.execution import workers

    if dask is not None:
        with workers.use_cluster(dask, project.root) as found:
            yield found
    else:
        with workers.use_threads(jobs) as found:
            yield found
