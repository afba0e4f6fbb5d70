"""The command `senco`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from senco import __version__, commands
from senco.errors import SencoError
from senco.project import Project, find_project

app = typer.Typer(
    name="senco",
    help="Run the analysis of a cohort of SENCOs and build its book.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# a terminal that tells no width is not folded: a finding stays on its line
_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)

Cohorts = Annotated[
    list[str] | None,
    typer.Argument(help="Cohorts: folders of data/cohorts. All of them, if none is named."),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=1, max=256, help="Pages made at once.", show_default="cores"),
]
Stages = Annotated[
    list[str] | None, typer.Option("--stage", "-s", help="Only this stage; may be repeated.")
]
Force = Annotated[bool, typer.Option("--force", help="Make every page anew, stale or not.")]

_CORES = os.cpu_count() or 1


def main() -> None:
    """Run the command; a user's mistake ends in its message and status 1."""
    try:
        app()
    except SencoError as error:
        _err.print(str(error), markup=False, style="red")
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        _out.print(f"senco {__version__}")
        raise typer.Exit


app.add_typer(commands.app)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Hold the options that come before a command."""


@app.command()
def build(cohorts: Cohorts = None, jobs: Jobs = _CORES, force: Force = False) -> None:
    """Make the stale pages, then the book."""
    from senco.book import build_book

    project = find_project()
    _make_pages(project, cohorts, None, jobs, force)
    with _out.status("Assembling the book"):
        first = build_book(project)
    _out.print(f"The book is built. Open {project.relative(first)} in a browser.")


@app.command()
def run(
    cohorts: Cohorts = None, stages: Stages = None, jobs: Jobs = _CORES, force: Force = False
) -> None:
    """Make the stale pages; leave the book as it is."""
    _make_pages(find_project(), cohorts, stages, jobs, force)


@app.command()
def status(cohorts: Cohorts = None, stages: Stages = None) -> None:
    """Say which pages are stale, and why."""
    from senco.pipeline import find_stale, plan

    project = find_project()
    tasks = plan(project, cohorts or project.cohorts(), stages)
    stale = find_stale(project, tasks)
    for name, reasons in stale.items():
        _out.print(f"{name}: stale", markup=False)
        for reason in reasons:
            _out.print(f"  {reason}", markup=False)
    if not stale:
        _out.print(f"All {len(tasks)} pages are up to date.")


@app.command()
def check(cohorts: Cohorts = None) -> None:
    """Check cohorts against the contract."""
    from senco.cohort import check_cohort
    from senco.errors import DataError

    project = find_project()
    findings = []
    for name in cohorts or project.cohorts():
        project.check_cohort_name(name)
        findings += check_cohort(name, project)
    if findings:
        raise DataError(findings)
    _out.print("Nothing to complain of.")


@app.command()
def describe() -> None:
    """Write the pages that are made from the data alone: data/README.md, the claims, the kit."""
    from senco.book import describe_pages
    from senco.results import write_atomically

    project = find_project()
    for path, text in describe_pages(project).items():
        write_atomically(path, text)
        _out.print(f"{project.relative(path)} is written.")


def _make_pages(
    project: Project, cohorts: list[str] | None, stages: list[str] | None, jobs: int, force: bool
) -> None:
    from senco.pipeline import find_stale, make_pages, plan

    tasks = plan(project, cohorts or project.cohorts(), stages)
    stale = [task.name for task in tasks] if force else list(find_stale(project, tasks))
    if not stale:
        _out.print(f"All {len(tasks)} pages are up to date.")
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=_out, transient=True) as bars:
        running: dict[str, TaskID] = {}
        counted: list[str] = []

        def tell(name: str, event: str) -> None:
            if event == "started" and name in stale:
                running[name] = bars.add_task(name, total=None)
            elif event != "started" and name in running:
                bars.remove_task(running.pop(name))
                counted.append(name)
                place = f"[{len(counted)}/{len(stale)}]"
                bars.console.print(f"{place} {event} {name}", markup=False)

        make_pages(project, tasks, jobs=jobs, force=force, tell=tell)
