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

    Networks go to GraphML and GEXF. The files hold what the tables hold: nothing here has passed
    the gate, and where somebody withdraws they are yours to remove.
    """
    from senco.conversion import convert

    for file in convert(name, folder, find_study()):
        out.print(f"{folder.name}/{file} is written.")
