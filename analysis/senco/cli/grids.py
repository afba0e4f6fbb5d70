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

Scale = Annotated[
    tuple[float, float] | None,
    typer.Option(
        "--scale",
        metavar="LOW HIGH",
        help="The lowest and the highest rating that could be given, such as 1 7: where a file "
        "does not state them, or states others.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The encoding of a text, such as cp1252 or mac_roman, where its letters come out "
        "wrong.",
    ),
]
RightFirst = Annotated[
    bool,
    typer.Option(
        "--right-first",
        help="The pole that is written first lies at the high end of the scale, as Gridcor's "
        "manual has it.",
    ),
]
Missing = Annotated[
    float | None,
    typer.Option(
        "--missing", metavar="NUMBER", help="A number that stands for no rating, such as 9."
    ),
]
SelfElement = Annotated[
    str | None, typer.Option("--self", help="The self element, by its name or its number.")
]
Ideal = Annotated[
    str | None, typer.Option("--ideal", help="The ideal element, by its name or its number.")
]
Overall = Annotated[
    str | None,
    typer.Option("--overall", help="The overall construct, by a pole or by its number."),
]


@app.command()
def grid(
    files: Files,
    as_json: AsJson = False,
    scale: Scale = None,
    self_element: SelfElement = None,
    ideal: Ideal = None,
    overall: Overall = None,
    missing: Missing = None,
    right_first: RightFirst = False,
    encoding: Encoding = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder to write a sheet for each grid into.")
    ] = None,
) -> None:
    """Analyse repertory grids from the files of most programs."""
    from senco.intake.formats.grids import read_grids, supply_named
    from senco.measures.grids import analyse_grid, format_sheet
    from senco.text.rounding import format_json

    names = _name_sheets(files) if out is not None else [path.stem for path in files]
    for path, name in zip(files, names, strict=True):
        readings = read_grids(path, scale, encoding, right_first, missing)
        for place, reading in enumerate(readings, 1):
            found, said = supply_named(reading.grid, self_element, ideal, overall)
            notes = (*reading.notes, *said)
            text = (
                format_json({**analyse_grid(found), "notes": list(notes)})
                if as_json
                else format_sheet(found, notes)
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
