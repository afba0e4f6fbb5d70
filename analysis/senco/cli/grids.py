"""The command on files of repertory grids."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from senco.cli.grid_files import Ideal, Scale, Self
from senco.cli.tables import AsJson
from senco.cli.tables import out as _out
from senco.cli.terminal import print_json, print_text
from senco.errors import SencoError
from senco.text.words import count_words
from senco.workspace.paths import find_study

if TYPE_CHECKING:
    from senco.intake.formats.grids import ReadGrid
    from senco.intake.programs import GridOptions

app = typer.Typer()

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
        help=(
            "The pole that is written first is at the high end of the scale, as in Gridcor's "
            "manual."
        ),
    ),
]
Missing = Annotated[
    float | None,
    typer.Option("--missing", metavar="NUMBER", help="A number that means no rating, such as 9."),
]
Overall = Annotated[
    str | None,
    typer.Option("--overall", help="The overall construct, by a pole or by its number."),
]


Files = Annotated[
    list[Path],
    typer.Argument(
        help="CSV or Excel files, or those of a program for grids; or a cohort, by its name.",
        metavar="FILE",
    ),
]


@app.command()
def grid(
    files: Files,
    as_json: AsJson = False,
    scale: Scale = None,
    self_element: Self = None,
    ideal: Ideal = None,
    overall: Overall = None,
    missing: Missing = None,
    right_first: RightFirst = False,
    encoding: Encoding = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder in which to write a sheet for each grid.")
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="NEW",
            help=(
                "A new file in which to save all the grids, instead of analysing them: .xlsx "
                "or .csv, or for a single one .txt (OpenRepGrid) or .rgrid (Rep Plus, WebGrid)."
            ),
        ),
    ] = None,
) -> None:
    """Analyse repertory grids from the files of most programs, or save them for another."""
    from senco.intake.programs import GridOptions

    if save is not None and (as_json or out is not None):
        raise SencoError("Use --save without --json and --out: it only saves the grids.")
    options = GridOptions(scale, encoding, right_first, missing, self_element, ideal, overall)
    names = _name_sheets(files) if out is not None else [path.stem for path in files]
    kept: list[ReadGrid] = []
    for path, name in zip(files, names, strict=True):
        readings = _read(path, options)
        if save is not None:
            kept += readings
            continue
        for place, reading in enumerate(readings, 1):
            text = _format(reading, as_json)
            if out is not None:
                _save(out / f"{name}-{place}{'.json' if as_json else '.txt'}", text)
            elif as_json:
                print_json(text)
            else:
                print_text(text)
    if save is not None:
        _save_all(kept, save)


def _read(path: Path, options: GridOptions) -> list[ReadGrid]:
    """The grids of a file, or of a cohort."""
    if path.suffix or path.exists():
        return options.read(path)
    from senco.cohort.loading import load_cohort
    from senco.intake.formats.grids import ReadGrid
    from senco.intake.programs import GridOptions
    from senco.pages.grids import read_grids

    if options != GridOptions():
        raise SencoError(
            f"{path} is a cohort, whose tables say which scale and elements its grids have: leave "
            "out the options from --scale to --encoding. (If it is a file, write its ending too.)"
        )
    project = find_study()
    cohort = load_cohort(str(path), project=project)
    if not all(cohort.has(table) for table in ("elements", "grid_constructs", "grids")):
        raise SencoError(f"Cohort '{cohort.name}' has no grids.")
    return [ReadGrid(found, "cohort") for found in read_grids(cohort).values()]


def _format(reading: ReadGrid, as_json: bool) -> str:
    from senco.measures.grids import analyse_grid, format_sheet
    from senco.text.rounding import format_json

    if as_json:
        return format_json({**analyse_grid(reading.grid), "notes": list(reading.notes)})
    return format_sheet(reading.grid, reading.notes)


def _save_all(readings: list[ReadGrid], path: Path) -> None:
    from senco.intake.formats.grids import save_grids

    lost = save_grids([reading.grid for reading in readings], path)
    for note in dict.fromkeys([note for reading in readings for note in reading.notes]):
        _out.print(f"Note: {note}")
    _out.print(f"{path.name} is written: {count_words(len(readings), 'grid')}.")
    for note in lost:
        _out.print(note)


def _name_sheets(files: list[Path]) -> list[str]:
    """How the sheets of each file begin: its name, with its ending where another has the same."""
    stems = Counter(path.stem.casefold() for path in files)
    names = [path.stem if stems[path.stem.casefold()] == 1 else path.name for path in files]
    twice = [name for name, count in Counter(map(str.casefold, names)).items() if count > 1]
    if twice:
        raise SencoError(
            f"More than one of these files is called {twice[0]}, so the sheets of one would "
            "overwrite those of the other. Give each its own --out, or rename one."
        )
    return names


def _save(path: Path, text: str) -> None:
    from senco.workspace.files import write_atomically

    write_atomically(path, text + "\n", private=True)
    _out.print(f"{path.name} is written.")
