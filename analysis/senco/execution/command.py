"""One call of the command: the pages that are stale, then the books they are part of."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from senco.book.running import keep_ready
from senco.errors import BuildError, SencoError
from senco.execution import kernel, uptodate
from senco.execution.limits import check_limits
from senco.execution.manifest import find_manifest
from senco.text.words import count_words
from senco.workspace.files import remove_halves, set_access
from senco.workspace.locks import hold_folder
from senco.workspace.paths import Project

if TYPE_CHECKING:
    from senco.execution.pipeline import PageTask


@dataclass(frozen=True)
class Options:
    """How a build is to be done.

    Parameters
    ----------
    jobs : int
        Pages made at once.
    force : bool
        Make every page, stale or not, and the book from nothing.
    keep_going : bool
        Leave out a cohort that fails and build the other books.
    dask : str, optional
        Address of a Dask scheduler whose workers make the pages.
    names : Path, optional
        Private list of names, for the disclosure gate.
    public : bool
        Build what may be published of a collected cohort, for which a person signed.
    """

    jobs: int = 1
    force: bool = False
    keep_going: bool = False
    dask: str | None = None
    names: Path | None = None
    public: bool = False


def build_books(
    project: Project, cohorts: Sequence[str] | None, options: Options, console: Console
) -> list[Path]:
    """Make what is stale of the public book, or of the books of cohorts.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : sequence of str or None
        Cohorts; None for the public book alone.
    options : Options
        How.
    console : rich.console.Console
        Where it is told.

    Returns
    -------
    list of Path
        The first page of each site.

    Raises
    ------
    SencoError
        What failed; what was made is kept.
    """
    current = None
    if not (options.force or options.names or options.public):
        current = uptodate.find_current(project, cohorts)
    if current is not None:
        console.print(f"Up to date: {count_words(current.pages, 'page')} and the book.")
        console.print(f"Open {' or '.join(current.sites)} in a browser.", markup=False)
        return [project.root / site for site in current.sites]
    with hold(project), keep_ready():
        return _build_stale(project, cohorts, options, console)


def _build_stale(
    project: Project, cohorts: Sequence[str] | None, options: Options, console: Console
) -> list[Path]:
    from senco.book.assembly import list_public
    from senco.disclosure import load_names
    from senco.execution.pipeline import find_stale

    if not find_manifest(project).is_file():  # every page will be made
        kernel.preload()
    inputs = uptodate.take_inputs(project, cohorts)
    public = list_public(project)
    listed = load_names(options.names, project.root)
    tasks, failures = make_stale(project, cohorts or public, None, options, console)
    wanted: list[str | None] = [name for name in cohorts or () if name not in public]
    if not cohorts or set(cohorts) & set(public):
        wanted.insert(0, None)
    needed = {name: public if name is None else [name] for name in wanted}
    built = [
        _build_book(project, name, listed, options, console)
        for name in wanted
        if not set(needed[name]) & failures.keys()
    ]
    if failures:
        raise BuildError(_join(failures))
    if not options.public and not find_stale(
        project, tasks
    ):  # nothing was touched while the book was built
        uptodate.add_book(project, cohorts, inputs, built, len(tasks))
    return built


def _build_book(
    project: Project, cohort: str | None, names: Sequence[str], options: Options, console: Console
) -> Path:
    from senco.book.assembly import build_book

    whose = "the public book" if cohort is None else f"the book of '{cohort}'"
    console.print(
        f"The pages are ready. Assembling {whose}: menu, links, search, checks.", markup=False
    )
    with console.status("Assembling the book"):
        first = build_book(project, cohort, names, public=options.public, fresh=options.force)
    place = project.relative(first)
    console.print(f"The book is built. Open {place} in a browser.", markup=False)
    if cohort is not None and options.public:
        console.print("It may be published exactly as it is, and only so.")
    elif cohort is not None:
        console.print(f"It is private: '{cohort}' is not part of the public book.", markup=False)
    return first


def make_stale(
    project: Project,
    cohorts: Sequence[str],
    stages: Sequence[str] | None,
    options: Options,
    console: Console,
) -> tuple[list[PageTask], dict[str, str]]:
    """Make the stale pages of some cohorts, and tell of each.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : sequence of str
        Cohorts.
    stages : sequence of str or None
        Stages; None for all.
    options : Options
        How.
    console : rich.console.Console
        Where it is told.

    Returns
    -------
    tuple of list of PageTask and dict of str to str
        The tasks; and what is wrong with a cohort, by its name, where the others went on.

    Raises
    ------
    SencoError
        What is wrong, unless it is to keep going.
    """
    from senco.execution.pipeline import find_stale

    tasks, failures = _plan(project, cohorts, stages, options)
    _close_private(project, {task.name.partition("/")[0] for task in tasks})
    old = find_stale(project, tasks)
    stale = [task for task in tasks if options.force or task.name in old]
    if not stale:
        if tasks:
            console.print(f"Up to date: {count_words(len(tasks), 'page')}.")
        return tasks, failures
    check_limits(options.jobs)
    obstacle = kernel.find_obstacle()
    if obstacle:
        message = f"Plain kernels are used, which start more slowly: {obstacle}."
        console.print(message, markup=False)
    failed = _make_and_tell(project, stale, options, console)
    if failed and not options.keep_going:
        raise BuildError(_join(failed))
    return tasks, failures | failed


def _close_private(project: Project, cohorts: Iterable[str]) -> None:
    """Let nobody else read what people told, wherever the folder came from."""
    from senco.cohort.loading import read_info  # brings pandas, which `build_books` may spare

    for name in cohorts:
        if read_info(name, project).provenance == "collected":
            with suppress(PermissionError):  # somebody else's file: they decide who reads it
                set_access(project.cohort(name), private=True)
                set_access(project.pages(name), private=True)


def _plan(
    project: Project, cohorts: Sequence[str], stages: Sequence[str] | None, options: Options
) -> tuple[list[PageTask], dict[str, str]]:
    """The tasks of all cohorts; where it keeps going, without those whose data are wrong."""
    from senco.execution.pipeline import plan, plan_each

    if options.keep_going:
        return plan_each(project, cohorts, stages)
    return plan(project, cohorts, stages), {}


def _make_and_tell(
    project: Project, stale: list[PageTask], options: Options, console: Console
) -> dict[str, str]:
    """Make the pages; what went wrong, by cohort."""
    from senco.execution.pipeline import make_pages

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    ended: dict[str, str] = {}
    seen = console.is_terminal
    with Progress(*columns, console=console, transient=True, auto_refresh=seen) as bars:
        running: dict[str, TaskID] = {}
        whole = bars.add_task(_count(len(stale), 0, 0), total=None)

        def tell(name: str, event: str) -> None:
            if event == "started":
                running[name] = bars.add_task(f"  {name}", total=None)
            else:
                bars.remove_task(running.pop(name))
                ended[name] = event
                place = f"[{len(ended)}/{len(stale)}]"
                bars.console.print(f"{place} {event} {name}", markup=False)
            bars.update(whole, description=_count(len(stale), len(running), len(ended)))

        try:
            make_pages(project, stale, jobs=options.jobs, dask=options.dask, tell=tell)
        except SystemExit:  # by which rich ends where a pipe is closed
            raise BuildError(
                "The program that was reading this command's output has ended, so the pages "
                "were interrupted. Those that were finished are kept; run the command again to "
                "make the rest."
            ) from None
        except BuildError as error:
            failed = {name.partition("/")[0] for name, event in ended.items() if event == "failed"}
            if not failed:
                raise
            # the message names each page of each cohort; it is told once
            return {**dict.fromkeys(failed, ""), min(failed): str(error)}
    return {}


def _join(failures: dict[str, str]) -> str:
    return "\n\n".join(filter(None, failures.values()))


def _count(pages: int, running: int, ended: int) -> str:
    return f"{pages} pages: {ended} done, {running} running, {pages - running - ended} waiting"


@contextmanager
def hold(project: Project) -> Iterator[None]:
    """Keep other builds out of a checkout, and clear away what a killed one left.

    Parameters
    ----------
    project : Project
        The checkout.

    Raises
    ------
    BuildError
        Where another command is at work there.
    """
    with hold_folder(project):
        _clear_away(project)
        yield


def _clear_away(project: Project) -> None:
    """Remove pages, sites and files that were being made when a build was killed."""
    names = project.cohorts()
    made = project.root / "_build"
    for name in names:
        shutil.rmtree(project.root / ".work" / name, ignore_errors=True)
    for site in (made / "new", *made.glob("new-*")):
        shutil.rmtree(site, ignore_errors=True)
    for folder in (made, *(project.pages(name) for name in names)):
        remove_halves(folder)


def run_stale(
    project: Project,
    cohorts: Sequence[str],
    stages: Sequence[str] | None,
    options: Options,
    console: Console,
) -> None:
    """Make the stale pages and leave the book as it is.

    Parameters
    ----------
    project, cohorts, stages, options, console
        As in `make_stale`.

    Raises
    ------
    SencoError
        What failed; the others are made.
    """
    with hold(project):
        _, failures = make_stale(project, cohorts, stages, options, console)
    if failures:
        raise SencoError(_join(failures))
