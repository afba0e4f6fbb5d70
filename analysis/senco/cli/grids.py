"""The command on files of repertory grids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from senco.cli.tables import AsJson, Files
from senco.cli.tables import out as _out
from senco.cli.terminal import print_json, print_text
from senco.errors import SencoError

app = typer.Typer()


@app.command()
def grid(
    files: Files,
    as_json: AsJson = False,
    self_element: Annotated[str | None, typer.Option("--self", help="The self element.")] = None,
    ideal: Annotated[str | None, typer.Option("--ideal", help="The ideal element.")] = None,
    overall: Annotated[str | None, typer.Option("--overall", help="The overall construct.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder to write a sheet for each grid into.")
    ] = None,
) -> None:
    """Analyse repertory grids from the files of most programs."""
    from senco.intake.formats.grids import read_grids
    from senco.measures.grids import analyse_grid, format_sheet
    from senco.text.rounding import format_json

    names = _name_sheets(files) if out is not None else [path.stem for path in files]
    for path, name in zip(files, names, strict=True):
        for place, reading in enumerate(read_grids(path), 1):
            found = reading.grid.supply(
                self_element=self_element, ideal_element=ideal, overall=overall
            )
            text = (
                format_json(analyse_grid(found)) if as_json else format_sheet(found, reading.notes)
            )
            if out is not None:
                _save(out / f"{name}-{place}{'.json' if as_json else '.txt'}", text)
            elif as_json:
                print_json(text)
            else:
                print_text(text)


def _name_sheets(files: list[Path]) -> list[str]:
    """How the sheets of each file begin: its name, with its ending where another has the same."""
    stems = Counter(path.stem.casefold() for path in files)
    names = [path.stem if stems[path.stem.casefold()] == 1 else path.name for path in files]
    twice = [name for name, count in Counter(map(str.casefold, names)).items() if count > 1]
    if twice:
        raise SencoError(
            f"More than one of these files is called {twice[0]}, so the sheets of one would take "
            "the place of the other's. Give each its own --out, or rename one."
        )
    return names


def _save(path: Path, text: str) -> None:
    from senco.workspace.files import write_atomically

    write_atomically(path, text + "\n", private=True)
    _out.print(f"{path.name} is written.")
