"""The command that writes a cohort in other programs' formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from senco.cli.terminal import out
from senco.workspace.paths import find_study

app = typer.Typer()


@app.command("convert")
def convert_(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The cohort, by its name or its folder.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to create.")],
) -> None:
    """Write a cohort in the formats of other programs.

    Rankings go to PrefLib and a table; grids to a workbook and OpenRepGrid; codings to REFI-QDA, a
    table and a codebook; networks to GraphML and GEXF. Texts are not part of a cohort, so a coded
    project has the gists of the passages instead. The files contain what the tables contain:
    nothing here has passed the gate, and if somebody withdraws you have to remove them yourself.
    """
    from senco.conversion import convert

    files, notes = convert(name, folder, find_study())
    for file in files:
        out.print(f"{folder.name}/{file} is written.")
    for note in notes:
        out.print(note)
