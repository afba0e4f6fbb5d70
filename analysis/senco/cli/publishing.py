"""Commands on the way to the public: disclose, and release, which a person signs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.terminal import Names, Transcripts, out, print_json, show, write
from senco.errors import SencoError, list_errors
from senco.text.words import count_words
from senco.workspace.paths import Project, find_project

if TYPE_CHECKING:
    from senco.disclosure import Transcripts as Searched
    from senco.disclosure.release import Edition, Review
    from senco.disclosure.stories.passages import Passage

app = typer.Typer()

Since = Annotated[
    Path | None,
    typer.Option(
        "--since",
        help="Results of an earlier release, or their folder: also check what the difference "
        "between the two gives away.",
    ),
]


@app.command()
def disclose(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The cohort.")],
    names: Names = None,
    transcripts: Transcripts = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, for other programs.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write a report to this HTML file.")
    ] = None,
    since: Since = None,
    unmasked: Annotated[
        bool,
        typer.Option(
            "--show",
            help=(
                "Also show what is masked, but only on the screen: refused where the output "
                "goes to a file or another program, because it would be kept there."
            ),
        ),
    ] = False,
) -> None:
    """Search a cohort for anything that points to a person.

    The data, the pages and the site are searched.
    """
    from senco.book.assembly import list_public, site_of
    from senco.disclosure import load_names, load_transcripts
    from senco.disclosure.release import review
    from senco.disclosure.stories.passages import describe_passages
    from senco.text.report import format_json, format_page

    if unmasked:
        _check_screen(as_json)
    project = find_project()
    project.check_cohort_name(name)
    listed = load_names(names, project.root)
    spoken = load_transcripts(transcripts, project.root)
    site = site_of(project, None if name in list_public(project) else name)
    folders = [path for path in (project.cohort(name), project.pages(name), site) if path.exists()]
    reviewed = review([name], folders, project, listed, transcripts=spoken, since=since)
    listed_all = (*reviewed.findings, *describe_passages(reviewed.passages))
    if page is not None:
        write(page, format_page(listed_all, "what points to a person"))
    if as_json:
        print_json(format_json(listed_all))
    else:
        _describe_review(reviewed, folders, project, listed, spoken)
    if unmasked:
        _show_unmasked(reviewed)
    if list_errors(reviewed.findings):
        raise typer.Exit(1)


def _check_screen(as_json: bool) -> None:
    """Refuse to show what is masked where it would be kept."""
    if as_json or not sys.stdout.isatty():
        raise SencoError(
            "--show works only on a screen: otherwise what was found would be kept in a file "
            "or passed to another program. Leave out --json, and do not redirect the output."
        )


def _show_unmasked(reviewed: Review) -> None:
    """Print what was found, each place once."""
    lines = [
        f"{hit.file}{f', row {hit.finding.row}' if hit.finding.row else ''}: {hit.text}"
        for hit in reviewed.hits
        if hit.text
    ]
    out.print("Shown only on this screen, for you:" if lines else "Nothing is masked.")
    for line in dict.fromkeys(lines):
        out.print(f"  {line}")


def _describe_review(
    reviewed: Review,
    folders: list[Path],
    project: Project,
    listed: list[str],
    spoken: Searched | None,
) -> None:
    """Say what the gate found, where it looked, and what it could not know."""
    from senco.disclosure.names.matching import NameSearch
    from senco.disclosure.scanning import mask_path

    show(reviewed.findings)
    _describe_passages(reviewed.passages)
    known = NameSearch(listed)
    searched = ", ".join(mask_path(project.relative(path), known) for path in folders)
    out.print(f"Searched: {searched}.")
    for entry in reviewed.used:
        out.print(f"Allowed: {entry.kind}. {entry.reason}")
    for note in reviewed.notes:
        out.print(f"{note}.")
    if not listed:
        out.print("No private list was given: names of people and places were not searched for.")
    if spoken is None:
        out.print("No transcripts were given: gists that repeat what was said were not looked for.")
    else:
        counted = count_words(spoken.count, "transcript")
        out.print(f"Compared with {counted}: the gists and labels of a collected cohort.")
    asked = sum(finding.severity == "warning" for finding in reviewed.findings)
    if list_errors(reviewed.findings):
        return
    if asked:
        noun = "warning is" if asked == 1 else "warnings are"
        out.print(
            f"Nothing stops it. {asked} {noun} for you to judge, and everything has to be read."
        )
    else:
        out.print("The gate found nothing. A person still has to read it.")


def _describe_passages(passages: Sequence[Passage]) -> None:
    """Say where a person has to look, and by what rule."""
    from senco.disclosure.stories.passages import WINDOW, describe_passages

    if not passages:
        return
    show(describe_passages(passages))
    count = count_words(len(passages), "passage")
    out.print(
        f"Look here: {count} with words of two kinds or more within {WINDOW}, such as kinship "
        "and a place that people know. Those with the most kinds come first, then those "
        "closest together. The list stops nothing, and a story that is not on it may still be "
        "recognised."
    )


@app.command()
def release(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The cohort.")],
    names: Names = None,
    transcripts: Transcripts = None,
    deposit: Annotated[
        bool,
        typer.Option(
            "--deposit", help="Sign for a deposit of data and notebooks, rather than for the book."
        ),
    ] = False,
    signer: Annotated[
        str | None, typer.Option("--sign", help="Sign with this name, your own.")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="Your role.")] = "",
    day: Annotated[
        str, typer.Option("--date", help="The date of signing, such as 2026-11-24.")
    ] = "",
    read: Annotated[
        int | None, typer.Option("--read", help="How many of the listed passages you have read.")
    ] = None,
    since: Since = None,
    verify: Annotated[
        Path | None, typer.Option("--verify", help="Compare this folder with what was signed.")
    ] = None,
) -> None:
    """Show what would be published about a cohort, and sign for it."""
    from senco.disclosure import load_names
    from senco.disclosure.release import (
        BOOK,
        DEPOSIT,
        check_data,
        check_passages,
        check_signature,
        list_files,
    )

    project = find_project()
    project.check_cohort_name(name)
    edition = DEPOSIT if deposit else BOOK
    if verify is not None:
        if not verify.is_dir():
            raise SencoError("There is no such folder to compare.")
        listed = load_names(names, project.root)
        held = check_signature(name, list_files(verify), project, listed, edition)
        check_data(held, project)
        check_passages(held, project, edition)
        out.print(f"{verify.name}: exactly what {held.name} signed on {held.date}.")
        if not held.data:
            out.print("Whether the data have changed since is not known: the signature is too old.")
        return
    _release(project, name, names, transcripts, edition, signer, role, day, read, since)


def _release(
    project: Project,
    name: str,
    names: Path | None,
    transcripts: Path | None,
    edition: Edition,
    signer: str | None,
    role: str,
    day: str,
    read: int | None,
    since: Path | None,
) -> None:
    from senco.disclosure import load_names, load_transcripts
    from senco.disclosure.release import (
        describe_site,
        digest_of,
        list_files,
        read_day,
        review,
        sign,
    )

    listed = load_names(names, project.root)
    spoken = load_transcripts(transcripts, project.root)
    site, parts = _lay_out(project, name, edition)
    folders = [*parts, project.cohort(name)]
    reviewed = review(
        [name], folders, project, listed, edition=edition, transcripts=spoken, since=since
    )
    out.print(f"What would be {edition.done}, in {project.relative(site)}:")
    for line in describe_site(site):
        out.print(line)
    out.print(f"Digest of all of it (SHA-256): {digest_of(list_files(site))}")
    _describe_review(reviewed, folders, project, listed, spoken)
    if signer is None:
        given = " --transcripts FOLDER" if spoken else ""
        given += " --read NUMBER" if reviewed.passages else ""
        out.print(f"By signing you say: {edition.statement}")
        out.print(
            f"Then type: senco release {name}{edition.option} --names FILE{given} "
            "--sign 'YOUR NAME' --role 'YOUR ROLE' --date YYYY-MM-DD"
        )
        if list_errors(reviewed.findings):
            raise typer.Exit(1)
        return
    sign(
        name, site, project, reviewed, signer=signer, role=role, day=read_day(day),
        names_searched=len(listed), transcripts_searched=spoken.count if spoken else 0,
        passages_read=read, edition=edition,
    )  # fmt: skip
    go_on = f"senco export {name}" if edition.option else f"senco build {name} --public"
    out.print(
        f"Signed: data/cohorts/{name}/{edition.signature}. If anything changes from now on, the "
        f"signature is no longer valid. Type: {go_on} --names FILE"
    )


def _lay_out(project: Project, name: str, edition: Edition) -> tuple[Path, list[Path]]:
    """What would leave the machine, in a folder; and what of it is searched."""
    from senco.book.assembly import site_of
    from senco.crate import lay_out
    from senco.disclosure.release import BOOK
    from senco.execution.pipeline import find_stale, plan
    from senco.execution.uptodate import is_site_current

    site = site_of(project, name)
    stale = not site.is_dir() or find_stale(project, plan(project, [name]))
    if stale or not is_site_current(project, name):
        raise SencoError(
            "The private book does not exist, or was not made from the present files. Build "
            f"it first: senco build {name}"
        )
    if edition is BOOK:
        return site, [site]
    folder = lay_out(project, name)
    # all but this package, which is everybody's and full of made-up addresses
    parts = [path for path in sorted(folder.iterdir()) if path.name != "analysis"]
    return folder, [*parts, folder / "analysis" / "notebooks"]


@app.command()
def describe() -> None:
    """Write the pages that are made from the data or the library, and run the tutorials.

    These are data/README.md, the claims, the kit's lists, its documents and those of the pack, the
    page on how to cite, and the pages of the library's functions.
    """
    from senco.book.descriptions import describe_files, describe_pages
    from senco.execution.tutorials import run_tutorials
    from senco.instruments.kit import can_make_documents
    from senco.workspace.files import write_atomically, write_bytes_atomically

    project = find_project()
    for path, text in describe_pages(project).items():
        write_atomically(path, text)
        out.print(f"{project.relative(path)} is written.")
    for path, content in describe_files(project).items():
        write_bytes_atomically(path, content)
        out.print(f"{project.relative(path)} is written.")
    if not can_make_documents():
        out.print("The PDFs and Word documents need the extra kit, and are unchanged.")
    for path in run_tutorials(project):
        out.print(f"{project.relative(path)} is run.")
