"""Commands on the way to the public: disclose, and release, which a person signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from senco.errors import SencoError, list_errors
from senco.project import Project, find_project
from senco.terminal import Names, out, show, write

if TYPE_CHECKING:
    from senco.release import Review

app = typer.Typer()


@app.command()
def disclose(
    name: Annotated[str, typer.Argument(help="The cohort.")],
    names: Names = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list for programs.")] = False,
    page: Annotated[Path | None, typer.Option("--html", help="Write a page to this file.")] = None,
) -> None:
    """Search a cohort's data, pages and built site for what points at a person."""
    from senco.book import list_public, site_of
    from senco.disclosure import load_names
    from senco.release import review
    from senco.report import format_json, format_page

    project = find_project()
    project.check_cohort_name(name)
    listed = load_names(names, project.root)
    site = site_of(project, None if name in list_public(project) else name)
    folders = [path for path in (project.cohort(name), project.pages(name), site) if path.exists()]
    reviewed = review([name], folders, project, listed)
    if page is not None:
        write(page, format_page(reviewed.findings, "what points at a person"))
    if as_json:
        typer.echo(format_json(reviewed.findings))
    else:
        _tell_review(reviewed, folders, project, listed)
    if list_errors(reviewed.findings):
        raise typer.Exit(1)


def _tell_review(
    reviewed: Review, folders: list[Path], project: Project, listed: list[str]
) -> None:
    """Say what the gate found, where it looked, and what it could not know."""
    from senco.disclosure.matching import NameSearch
    from senco.disclosure.scanning import mask_path

    show(reviewed.findings)
    known = NameSearch(listed)
    searched = ", ".join(mask_path(project.relative(path), known) for path in folders)
    out.print(f"Searched: {searched}.", markup=False)
    for entry in reviewed.used:
        out.print(f"Allowed: {entry.kind}. {entry.reason}", markup=False)
    for note in reviewed.notes:
        out.print(f"{note}.", markup=False)
    if not listed:
        out.print("No private list was given: names of people and places were not searched for.")
    if not list_errors(reviewed.findings):
        out.print("Nothing that the gate knows of. A person has to read it all the same.")


@app.command()
def release(
    name: Annotated[str, typer.Argument(help="The cohort.")],
    names: Names = None,
    signer: Annotated[str | None, typer.Option("--sign", help="Your name, to sign.")] = None,
    role: Annotated[str, typer.Option("--role", help="As what you sign.")] = "",
    day: Annotated[str, typer.Option("--date", help="The day, as 2026-11-24.")] = "",
    verify: Annotated[
        Path | None, typer.Option("--verify", help="Compare this folder with what was signed.")
    ] = None,
) -> None:
    """Show what would be published of a cohort, and sign for it."""
    from senco.disclosure import load_names
    from senco.release import check_signature

    project = find_project()
    project.check_cohort_name(name)
    if verify is not None:
        if not verify.is_dir():
            raise SencoError("There is no such folder to compare.")
        held = check_signature(name, verify, project, load_names(names, project.root))
        out.print(f"{verify.name}: exactly what {held.name} signed on {held.date}.", markup=False)
        return
    _release(project, name, names, signer, role, day)


def _release(
    project: Project, name: str, names: Path | None, signer: str | None, role: str, day: str
) -> None:
    from senco.book import site_of
    from senco.disclosure import load_names
    from senco.pipeline import find_stale, plan
    from senco.release import (
        STATEMENT,
        describe_site,
        digest_of,
        list_files,
        read_day,
        review,
        sign,
    )

    site, listed = site_of(project, name), load_names(names, project.root)
    if not site.is_dir() or find_stale(project, plan(project, [name])):
        raise SencoError(f"The private book is not there or out of date. Type: senco build {name}")
    folders = [site, project.cohort(name)]
    reviewed = review([name], folders, project, listed)
    out.print("What would be published:")
    for line in describe_site(site):
        out.print(line, markup=False)
    out.print(f"Digest of all of it (SHA-256): {digest_of(list_files(site))}")
    _tell_review(reviewed, folders, project, listed)
    if signer is None:
        out.print(f"To sign is to say: {STATEMENT}", markup=False)
        out.print(
            f"Then type: senco release {name} --names FILE --sign 'YOUR NAME' --role 'YOUR ROLE' "
            "--date YYYY-MM-DD",
            markup=False,
        )
        if list_errors(reviewed.findings):
            raise typer.Exit(1)
        return
    sign(
        name, site, project, reviewed, signer=signer, role=role, day=read_day(day),
        names_searched=len(listed),
    )  # fmt: skip
    out.print(
        f"Signed: data/cohorts/{name}/release.yml. Whatever changes from now on, the signature "
        f"no longer holds. Type: senco build {name} --public",
        markup=False,
    )
