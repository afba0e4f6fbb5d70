"""Commands for those who deposit a cohort, and for those who check a deposit."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.terminal import Names, out, print_json
from senco.errors import DataError, SencoError
from senco.text.words import count_verb, count_words
from senco.workspace.paths import find_project

if TYPE_CHECKING:
    from senco.crate.depositing import Published

app = typer.Typer()

_CORES = os.cpu_count() or 1

Crate = Annotated[
    Path, typer.Argument(metavar="CRATE", help="The archive, or the folder it was unpacked to.")
]
Stages = Annotated[
    list[str] | None,
    typer.Option("--stage", "-s", metavar="STAGE", help="Run only this stage; can be repeated."),
]
Trust = Annotated[
    bool,
    typer.Option(
        "--trust-code",
        help="Also run the crate's own code, not only this installation's.",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        max=256,
        help="How many pages to make at once.",
        show_default="one for each core",
    ),
]


@app.command()
def export(
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The cohort.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="The archive to write.", show_default="NAME.zip")
    ] = None,
    names: Names = None,
) -> None:
    """Pack a cohort for a repository, as an RO-Crate.

    It contains the data, notebooks, pages and results.
    """
    from senco.crate import export_crate
    from senco.disclosure import load_names

    project = find_project()
    path = to or Path(f"{cohort}.zip")
    if path.is_dir():
        path = path / f"{cohort}.zip"
    count = export_crate(project, cohort, path, tuple(load_names(names, project.root)))
    out.print(f"{path} is written: {count_words(count, 'file')}. To check it: senco verify {path}")


@app.command()
def deposit(
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The cohort.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="REPOSITORY",
            help="zenodo, zenodo-sandbox (to practise), or the address of any repository that runs "
            "InvenioRDM.",
        ),
    ],
    publishing: Annotated[
        bool,
        typer.Option("--publish", help="Publish the draft that an earlier call made, for good."),
    ] = False,
    version_of: Annotated[
        str,
        typer.Option(
            "--version-of",
            metavar="NUMBER",
            help="Make the draft a new version of a published record: its number, the last part "
            "of its address.",
        ),
    ] = "",
    names: Names = None,
) -> None:
    """Send a cohort's deposit to a repository, as a draft to look at, and then publish it.

    Your token is taken from the variable SENCO_DEPOSIT_TOKEN, or asked for. If the connection
    breaks, the same command goes on where it stopped.
    """
    from senco.crate.depositing import Repository, name_repository, publish, send
    from senco.disclosure import load_names
    from senco.execution.command import hold

    project = find_project()
    base = name_repository(to)
    if publishing and version_of:
        raise SencoError("--version-of is for the draft. Publish it with --publish alone.")
    project.check_cohort_name(cohort)
    repository = Repository(base, _find_token(base))
    listed = tuple(load_names(names, project.root))
    with hold(project):
        if publishing:
            _tell_published(publish(project, cohort, repository, names=listed))
            return
        sent = send(
            project, cohort, repository, names=listed, version_of=version_of,
            tell=lambda text: out.print(f"{text}."),
        )  # fmt: skip
    there = "was sent" if sent.uploaded else "was there already"
    out.print(f"{sent.file} {there}, and its checksum is the same there (MD5 {sent.digest}).")
    if sent.doi:
        out.print(
            f"The DOI {sent.doi} is reserved for it, and leads nowhere until it is published."
        )
    out.print(f"Only you can see this draft. Look at it: {sent.page}")
    out.print(f"To publish it, for good: senco deposit {cohort} --to {to} --publish")


def _find_token(base: str) -> str:
    """The token: it is no option, since others can see what is typed and a shell keeps it."""
    from senco.crate.depositing import TOKEN, read_token

    given = os.environ.get(TOKEN, "")
    if not given and not sys.stdin.isatty():
        raise SencoError(
            f"A repository wants to know who you are: make a token at {base}/account/settings/"
            f"applications, and put it into the variable {TOKEN}."
        )
    return read_token(given or typer.prompt(f"Your token for {base}", hide_input=True))


def _tell_published(done: Published) -> None:
    out.print(f"It is published: {done.page}")
    out.print(f"Its file: {done.file}")
    if not done.doi:
        out.print("The repository gave no DOI.")
    elif done.written:
        out.print(
            f"Its DOI, {done.doi}, now stands in CITATION.cff. To show it on the pages, type: "
            "senco describe, and then: senco build"
        )
    else:
        out.print(f"Its DOI, {done.doi}, stands in CITATION.cff.")


@app.command()
def verify(
    crate: Crate,
    stages: Stages = None,
    run: Annotated[
        bool, typer.Option("--run/--no-run", help="Run the notebooks, or check only the files.")
    ] = True,
    trust: Trust = False,
    jobs: Jobs = _CORES,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for other programs.")
    ] = False,
) -> None:
    """Check a crate, run its notebooks again and show what differs."""
    from senco.crate import verify_crate

    def tell(text: str) -> None:
        if not as_json:
            out.print(f"{text}.")

    try:
        report = verify_crate(
            crate, run=run, trusted=trust, stages=tuple(stages or ()), jobs=jobs, tell=tell
        )
    except SencoError as error:
        if not as_json:
            raise
        message = (
            [str(one) for one in error.findings] if isinstance(error, DataError) else [str(error)]
        )
        print_json(json.dumps({"crate": crate.name, "verified": False, "problems": message}))
        raise typer.Exit(1) from None
    if as_json:
        print_json(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        out.print(report.describe())
    if report.failed:
        raise typer.Exit(1)


@app.command()
def gather(
    places: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE|ADDRESS]...",
            help="Deposits, each a file or an address with https://. Without any, those of "
            "data/cohorts/registry.yml that are not here.",
        ),
    ] = None,
    day: Annotated[
        str, typer.Option("--date", help="Today's date, such as 2026-11-24, for the registry.")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="What to call the cohort here; for one deposit alone.")
    ] = "",
) -> None:
    """Take cohorts from other people's deposits, to compare and to pool them with yours.

    Checksums are compared and the tables checked; nothing that comes with a deposit is run. Where
    each came from is kept in data/cohorts/registry.yml.
    """
    from senco.crate.gathering import gather as take
    from senco.crate.gathering import list_missing_cohorts
    from senco.disclosure.release import read_day
    from senco.execution.command import hold

    project = find_project()
    if name and len(places or []) != 1:
        raise SencoError("--name is for one deposit: give its file or address, and no other.")
    if not day:
        raise SencoError("Give the day on which you gather, such as --date 2026-11-24.")
    date = read_day(day)
    with hold(project):
        wanted = places or [source.address for source in list_missing_cohorts(project)]
        if not wanted:
            out.print("Every cohort of data/cohorts/registry.yml that can be fetched is here.")
        for place in wanted:
            found = take(place, project, date, name=name)
            source = found.source
            out.print(
                f"'{source.cohort}' is gathered: {source.title}, {source.provenance}, "
                f"{count_verb(found.people, 'person', 'people')}. Licence: {source.licence}"
            )
            for note in found.notes:
                out.print(f"  {note}")
    if wanted:
        out.print(
            "Name them in your cohort.yml under parameters, 85_cohorts, others, and type: senco "
            "build NAME"
        )


@app.command()
def review(
    crate: Crate,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder, for the report.")],
    signer: Annotated[
        str | None, typer.Option("--sign", help="Sign with this name, your own.")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="Your role.")] = "",
    day: Annotated[
        str, typer.Option("--date", help="The date of signing, such as 2026-11-24.")
    ] = "",
    stages: Stages = None,
    trust: Trust = False,
    jobs: Jobs = _CORES,
) -> None:
    """Check a crate, run it again, and write a reviewer's report.

    The report says what was run and where, what was the same, what differs, and what could not
    be checked. Signed, it comes with a badge.
    """
    from senco.crate import review_crate, write_review
    from senco.disclosure.release import read_day
    from senco.workspace.files import check_new_folder, write_new_folder

    check_new_folder(folder)
    date = read_day(day) if signer else None
    found = review_crate(
        crate,
        trusted=trust,
        stages=tuple(stages or ()),
        jobs=jobs,
        tell=lambda text: out.print(f"{text}."),
    )
    if signer and date:
        found = found.sign(signer, role, date)
    write_new_folder(folder, write_review(found))
    out.print(f"{crate.name}: {found.outcome}.")
    out.print(f"{folder / 'review.md'} is written. Complete it, and send it on.")
    if not signer:
        out.print("To sign it, and to get a badge, add: --sign 'YOUR NAME' --date YYYY-MM-DD")
    if found.report.failed:
        raise typer.Exit(1)
