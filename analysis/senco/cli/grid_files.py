"""What the commands on grids take and leave: their options, their files, their figures."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Annotated, Any

import typer

from senco.cli.tables import out
from senco.cli.terminal import err, plain
from senco.errors import SencoError
from senco.text.words import join_words

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]
Picture = Annotated[
    Path | None,
    typer.Option(
        ("--figure"), metavar="OUT", help="Draw a figure and save it as this SVG or PNG file."
    ),
]


Self = Annotated[
    str | None, typer.Option("--self", help="The self element, by its name or its number.")
]
Ideal = Annotated[
    str | None, typer.Option("--ideal", help="The ideal element, by its name or its number.")
]
Scale = Annotated[
    tuple[float, float] | None,
    typer.Option(
        "--scale",
        metavar="LOW HIGH",
        help=(
            "The lowest and the highest rating that could be given, such as 1 7, where a file "
            "does not state them or states them wrongly."
        ),
    ),
]


def read_files(path: Path, scale: tuple[float, float] | None) -> list[Any]:
    """Return the grids of a file.

    Parameters
    ----------
    path : Path
        The file.
    scale : tuple of float, optional
        Lowest and highest possible rating, in place of what the file states.

    Returns
    -------
    list of ReadGrid
        At least one.
    """
    from senco.intake.formats.grids import read_grids

    return list(read_grids(path, scale=scale))


def read_one(
    path: Path, scale: tuple[float, float] | None, self_element: str | None, ideal: str | None
) -> tuple[Any, list[str]]:
    """Return the grid of a file that has one.

    Parameters
    ----------
    path, scale : Path, tuple of float
        As for `read_files`.
    self_element, ideal : str, optional
        The elements that stand for the self and the ideal.

    Returns
    -------
    tuple of Grid and list of str
        With what was assumed when it was read.

    Raises
    ------
    SencoError
        If it holds several.
    """
    from senco.intake.formats.grids import supply_named

    readings = read_files(path, scale)
    if len(readings) != 1:
        names = join_words([reading.grid.name or "without a name" for reading in readings])
        raise SencoError(
            f"{path.name}: it contains {len(readings)} grids ({names}). Save the one that you "
            "mean by itself."
        )
    grid, notes = supply_named(readings[0].grid, self_element, ideal)
    return grid, [*readings[0].notes, *notes]


def print_notes(found: dict[str, Any]) -> None:
    """Print what was understood and what cannot be told.

    Parameters
    ----------
    found : dict
        With the sentences under ``notes``.
    """
    for note in found["notes"]:
        out.print(f"Note: {note}")


def check_ending(path: Path | None) -> None:
    """Refuse a figure that could not be drawn, before anything is computed.

    Parameters
    ----------
    path : Path, optional
        Where it is to be drawn.

    Raises
    ------
    SencoError
        If its ending is neither of the two.
    """
    if path is not None and path.suffix.lower() not in (".svg", ".png"):
        raise SencoError(f"{path.name}: a figure is drawn as .svg or .png; name such a file.")


def save_figure(path: Path, drawn: Any, title: str) -> None:
    """Write a figure, for its owner alone, and say so.

    Parameters
    ----------
    path : Path
        Where; its ending says how.
    drawn : matplotlib.figure.Figure
        What.
    title : str
        What it shows, kept within the file.
    """
    from senco.book.figures.style import reword
    from senco.book.results import render_svg
    from senco.workspace.files import write_bytes_atomically

    reword(drawn, plain)  # what a file's names hold may not be allowed in a picture
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        if path.suffix.lower() == ".svg":
            content = render_svg(drawn, title).encode("utf-8")
        else:
            stream = io.BytesIO()
            drawn.savefig(stream, format="png", dpi=200)
            content = stream.getvalue()
    write_bytes_atomically(path, content, private=True)
    err.print(f"{path.name} is written.")
    if path.suffix.lower() == ".png" and any("Glyph" in str(one.message) for one in told):
        err.print("Some of its letters are not in the font; an .svg shows them.")
