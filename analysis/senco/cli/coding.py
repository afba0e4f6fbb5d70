"""The commands for coders: what they coded differently, settled; codings for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from senco.cli.terminal import err, out, show
from senco.errors import SencoError, list_errors
from senco.text.words import count_words, join_words
from senco.workspace.paths import Project, find_project

app = typer.Typer()


@app.command("settle")
def settle_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The collected cohort.")],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The workbook, filled in; without one it is written."),
    ] = None,
) -> None:
    """Settle what coders coded differently, in a workbook, and keep the outcome.

    It is kept as a third coding, which counts before theirs.
    """
    from senco.settling import settle, write_sheets

    project = find_project()
    project.check_cohort_name(name)
    if file is None:
        path, numbers = write_sheets(name, project)
        listed = join_words([f"{count_words(n, 'row')} ({sheet})" for sheet, n in numbers.items()])
        out.print(
            f"{path.name} is written: {listed}. Talk them through, fill in the yellow cells, then "
            f"type: senco settle {name} {path.name}"
        )
        return
    intake, counts = settle(name, file, project)
    show(intake.findings)
    if list_errors(intake.findings):
        err.print("Nothing is written.")
        raise typer.Exit(1)
    for table, n in counts.items():
        out.print(f"{table}: {count_words(n, 'row')} of the coder 'agreed'.")
    out.print("They count before what any coder coded alone. Now: senco build " + name)


@app.command("codes")
def codes_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The cohort.")],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What to write: codings as a REFI-QDA project (.qdpx) or a table (.csv), or the "
            "codebook (.qdc).",
        ),
    ],
    codebook: Annotated[
        bool, typer.Option("--codebook", help="Write the codebook alone, as a table (.csv).")
    ] = False,
) -> None:
    """Write a cohort's codings, or its codebook, for other programs.

    Texts are no part of a cohort: a project has the gists of the passages in their place.
    """
    from senco.book.tables import neutralise_formulas
    from senco.cohort.loading import load_cohort
    from senco.intake.formats.qda import list_codings, write_codebook, write_project
    from senco.intake.formats.qda.codebook import list_codebook
    from senco.workspace.files import write_bytes_atomically

    project = find_project()
    project.check_cohort_name(name)
    tables = load_cohort(name, project=project).tables
    ending = _check_target(file, codebook, project)
    only_codes = codebook or ending == ".qdc"
    missing = [each for each in _NEEDED[only_codes] if not len(tables.get(each, ()))]
    if missing:
        raise SencoError(f"'{name}' has no {join_words(missing, 'or')}: nothing is written.")
    if ending == ".csv":
        frame = list_codebook(tables["codes"]) if codebook else list_codings(tables)
        content = neutralise_formulas(frame).to_csv(index=False, lineterminator="\n").encode()
    else:
        content = write_codebook(tables["codes"]) if only_codes else write_project(tables)
    try:
        write_bytes_atomically(file, content, private=True)
    except OSError as error:
        raise SencoError(f"{file} cannot be written: {error.strerror or error}.") from None
    counts = [count_words(len(tables[each]), each[:-1]) for each in _NEEDED[only_codes]]
    out.print(f"{file} is written: {join_words(counts)}.")
    if ending == ".qdpx":
        out.print("Its texts are the gists of the passages, one a line: a cohort has no others.")
    if not only_codes:
        out.print("It holds what participants told: keep it where your data are.")


#: The tables that codings take, and those that a codebook takes.
_NEEDED = {False: ("segments", "codes", "codings"), True: ("codes",)}


def _check_target(file: Path, codebook: bool, project: Project) -> str:
    """Return the ending of a file that may be written."""
    ending = file.suffix.lower()
    allowed = (".csv",) if codebook else (".qdpx", ".csv", ".qdc")
    if ending not in allowed:
        raise SencoError(
            f"{file.name} ends in '{ending}'. Give a name that ends in {join_words(allowed, 'or')}."
        )
    if file.resolve().is_relative_to((project.root / "book").resolve()):
        raise SencoError("What lies in book/ is published. Give another folder for the codings.")
    if file.exists():
        raise SencoError(
            f"There is a file {file.name} already. Move it away, or give another name."
        )
    return ending
