"""The command that gives a study's instruments out: the kit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from senco.cli.terminal import out
from senco.workspace.paths import find_study

app = typer.Typer()


@app.command()
def kit(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The cohort, by its name or its folder.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to create.")],
) -> None:
    """Write a cohort's instruments: each page of the kit as a PDF to fill in and for Word.

    The ranking sheet has a row for each of the cohort's constructs, the grid form its scale,
    the coding sheet its codes. Whatever the cohort does not say yet is taken from the study, so
    a kit can be made before there are any participants.
    """
    from senco.instruments.kit import write_kit

    files, notes = write_kit(name, folder, find_study())
    for file in files:
        out.print(f"{folder.name}/{file} is written.")
    for note in notes:
        out.print(note)
