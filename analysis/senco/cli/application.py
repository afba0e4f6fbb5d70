"""The command `senco`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from senco import __version__
from senco.cli import (
    agreement,
    analyses,
    coding,
    construing,
    conversion,
    deposit,
    formats,
    grids,
    importing,
    kit,
    maps,
    planning,
    publishing,
    ranking,
    revisions,
    start,
    tracing,
    withdrawal,
)
from senco.cli.extras import explain_missing
from senco.cli.terminal import Names, prepare_streams, print_json
from senco.cli.terminal import err as _err
from senco.cli.terminal import out as _out
from senco.cli.terminal import plain as _plain
from senco.cli.terminal import show as _show
from senco.cli.terminal import write as _write
from senco.errors import (
    OS_REMEDIES,
    Finding,
    SencoError,
    explain_os_error,
    explain_printed_error,
    list_errors,
    sort_findings,
)
from senco.text.words import count_words
from senco.workspace.paths import find_project
from senco.workspace.processes import end_as_interrupted


class _Commands(TyperGroup):
    """The commands, with a word on what ended one from outside."""

    def invoke(self, ctx: Any) -> object:
        """Run one."""
        try:
            return super().invoke(ctx)  # whose context is click's, or typer's copy of it
        except KeyboardInterrupt:
            raise SencoError(
                "Interrupted. What was finished is kept, and no file is half-written; run the "
                "command again to continue."
            ) from None
        except MemoryError:
            raise SencoError(
                "There is not enough memory for this. Close other programs, or raise the limit "
                "(ulimit -v unlimited), and run the command again."
            ) from None
        except (EOFError, ValueError) as error:
            message = explain_printed_error(f"{type(error).__name__}: {error}")
            if not message:
                raise
            raise SencoError(message) from None
        except ModuleNotFoundError as error:
            message = explain_missing(error, ctx.invoked_subcommand)
            if not message:
                raise
            raise SencoError(message) from None


app = typer.Typer(
    name="senco",
    cls=_Commands,
    help="Run the analysis of a cohort and build its book.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Cohorts = Annotated[
    list[str] | None,
    typer.Argument(metavar="COHORT", help="Folders of data/cohorts; all of them if none is named."),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="NUMBER",
        min=1,
        max=256,
        help="How many pages to make at once.",
        show_default="one for each core",
    ),
]
Stages = Annotated[
    list[str] | None,
    typer.Option("--stage", "-s", metavar="STAGE", help="Only this stage; can be repeated."),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Make every page again, even if it is up to date, and the book from nothing.",
    ),
]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", "-k", help="If a cohort fails, go on with the others.")
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask", metavar="ADDRESS", help="Let the workers of this Dask scheduler make the pages."
    ),
]

_CORES = os.cpu_count() or 1
#: People's answers are in most of what is written: others may read nothing of it, unless a
#: module says that it is for everybody.
_UMASK = 0o077


def main() -> None:
    """Run the command; a user's mistake ends in its message and status 1."""
    os.umask(_UMASK)
    end_as_interrupted()
    prepare_streams()
    try:
        app()
    except SencoError as error:
        _err.print(_plain(error), style="red")
        sys.exit(1)
    except OSError as error:  # a full disk, a folder that may not be written
        if error.errno not in OS_REMEDIES:
            raise
        message = explain_os_error(error)
        _err.print(_plain(message[0].upper() + message[1:]), style="red")
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        _out.print(f"senco {__version__}")
        raise typer.Exit


app.add_typer(start.app)
app.add_typer(importing.app)
app.add_typer(coding.app)
app.add_typer(ranking.app)
app.add_typer(agreement.app)
app.add_typer(grids.app)
app.add_typer(construing.app)
app.add_typer(maps.app)
app.add_typer(formats.app)
app.add_typer(analyses.app)
app.add_typer(conversion.app)
app.add_typer(kit.app)
app.add_typer(tracing.app)
app.add_typer(deposit.app)
app.add_typer(revisions.app)
app.add_typer(planning.app)
app.add_typer(publishing.app)
app.add_typer(withdrawal.app)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Hold the options that come before a command."""


@app.command()
def build(
    cohorts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COHORT", help="Cohorts to build; only the public book if none is named."
        ),
    ] = None,
    jobs: Jobs = _CORES,
    force: Force = False,
    keep_going: KeepGoing = False,
    dask: Dask = None,
    names: Names = None,
    public: Annotated[
        bool,
        typer.Option(
            "--public", help="Build the book for publication, once somebody has signed for it."
        ),
    ] = False,
) -> None:
    """Make the pages that are out of date, then the book.

    A private cohort gets a book of its own.
    """
    from senco.execution.command import Options, build_books

    options = Options(jobs, force, keep_going, dask, names, public)
    build_books(find_project(), cohorts, options, _out)


@app.command()
def run(
    cohorts: Cohorts = None,
    stages: Stages = None,
    jobs: Jobs = _CORES,
    force: Force = False,
    keep_going: KeepGoing = False,
    dask: Dask = None,
) -> None:
    """Make the pages that are out of date, but not the book."""
    from senco.execution.command import Options, run_stale

    project = find_project()
    options = Options(jobs, force, keep_going, dask)
    run_stale(project, cohorts or project.cohorts(), stages, options, _out)


@app.command()
def status(cohorts: Cohorts = None, stages: Stages = None) -> None:
    """Show which pages are out of date, and why."""
    from senco.execution.pipeline import find_stale, plan_each

    project = find_project().snapshot()
    tasks, failures = plan_each(project, cohorts or project.cohorts(), stages)
    stale = find_stale(project, tasks)
    for name, reasons in stale.items():
        _out.print(f"{name}: stale")
        for reason in reasons:
            _out.print(f"  {reason}")
    if tasks and not stale:
        others = " of the other cohorts" if failures else ""
        _out.print(f"Up to date: {count_words(len(tasks), 'page')}{others}.")
    if failures:
        raise SencoError("\n\n".join(failures.values()))


@app.command()
def check(
    cohorts: Cohorts = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for other programs.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a report to this HTML file.")
    ] = None,
) -> None:
    """Check cohorts against the contract and for consistency."""
    from senco.cohort.loading import check_cohort, read_criteria
    from senco.text.report import count_findings, format_json, format_page

    project = find_project().snapshot()
    names = cohorts or project.cohorts()
    findings: list[Finding] = []
    for name in names:
        project.check_cohort_name(name)
        findings += check_cohort(name, project)
    findings = sort_findings(findings)
    if page is not None:
        _write(page, format_page(findings, ", ".join(names)))
    if as_json:
        print_json(format_json(findings))
    else:
        _show(findings)
        summary = count_findings(findings)
        _out.print(f"{summary[0].upper()}{summary[1:]}.")
        for name in names:
            criteria = read_criteria(name, project)
            if criteria is not None:
                _out.print(f"Criteria of {name}, digest: {criteria.digest}")
    if list_errors(findings):
        raise typer.Exit(1)


@app.command()
def serve(
    cohort: Annotated[
        str | None,
        typer.Argument(metavar="COHORT", help="A cohort; the public book if none is named."),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port to serve on.")
    ] = 8000,
    jobs: Jobs = _CORES,
) -> None:
    """Show the book on this machine, and rebuild it on every save."""
    from senco.book.running import keep_ready
    from senco.execution.command import Options, build_books
    from senco.execution.serve import serve as serve_site

    project = find_project()
    wanted, options = [cohort] if cohort else None, Options(jobs)

    def rebuild(changed: list[str]) -> str | None:
        _out.print(f"Saved: {', '.join(changed)}", markup=False)
        try:
            build_books(project, wanted, options, _out)
        except SencoError as error:  # the last good site stays
            _err.print(_plain(error), style="red")
            return str(error)
        return None

    def ready(address: str) -> None:
        _out.print(f"The book is at {address} (Ctrl+C to stop).")

    with keep_ready():
        first = build_books(project, wanted, options, _out)[0]
        serve_site(project, first.parent, rebuild, port, ready)


@app.command()
def pdf(
    cohort: Annotated[
        str | None,
        typer.Option("--cohort", help="A private cohort; the public book if none is named."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="The file to write.", show_default="beside the site")
    ] = None,
    build: Annotated[
        bool,
        typer.Option("--build/--no-build", help="Build the book first, or print it as it stands."),
    ] = True,
    jobs: Jobs = _CORES,
    names: Names = None,
) -> None:
    """Print the whole book to one PDF.

    It uses Chromium, Chrome or Edge, whichever is installed.
    """
    from senco.book.assembly import list_public
    from senco.book.pdf import find_browser, name_edition, print_book
    from senco.execution.command import Options, build_books

    project = find_project()
    find_browser()  # before the work of a build
    if cohort is not None:
        project.check_cohort_name(cohort)
    private = None if cohort in list_public(project) else cohort
    if build:
        build_books(project, [cohort] if cohort else None, Options(jobs, names=names), _out)
    path = to or name_edition(project, private)
    with _out.status("Printing the book"):
        count = print_book(project, path, private)
    shown = project.relative(path) if path.is_relative_to(project.root) else path
    _out.print(f"{shown} is written: {count_words(count, 'page')}.")


@app.command()
def document(
    cohort: Annotated[
        str | None,
        typer.Option("--cohort", help="The pages of this cohort instead of those to read."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="The file to write.", show_default="beside the site")
    ] = None,
    form: Annotated[
        Literal["docx", "jats"],
        typer.Option(
            "--format", help="A Word document, or JATS for publishers, zipped with its figures."
        ),
    ] = "docx",
    build: Annotated[
        bool,
        typer.Option("--build/--no-build", help="Build the book first, or take it as it stands."),
    ] = True,
    jobs: Jobs = _CORES,
    names: Names = None,
) -> None:
    """Write the pages to read, or those of a cohort, into one document.

    The claims behind a page become notes. It uses pandoc, which the package brings.
    """
    from senco.book.assembly import list_public
    from senco.book.manuscript import find_pandoc, name_manuscript, write_manuscript
    from senco.execution.command import Options, build_books

    project = find_project()
    find_pandoc()  # before the work of a build
    if cohort is not None:
        project.check_cohort_name(cohort)
    if build:
        wanted = [cohort] if cohort and cohort not in list_public(project) else None
        build_books(project, wanted, Options(jobs, names=names), _out)
    path = to or name_manuscript(project, form, cohort)
    with _out.status("Writing the document"):
        count = write_manuscript(project, path, form, cohort)
    shown = project.relative(path) if path.is_relative_to(project.root) else path
    _out.print(f"{shown} is written: {count_words(count, 'chapter')}.")
