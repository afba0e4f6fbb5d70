"""The commands that draw one grid: as a map to read ratings from, and what it says of the self."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from senco.cli.grid_files import (
    AsJson,
    Ideal,
    Picture,
    Scale,
    Self,
    check_ending,
    print_notes,
    read_one,
    save_figure,
)
from senco.cli.tables import out, print_record, print_table
from senco.errors import SencoError
from senco.text.words import join_words

app = typer.Typer()


@app.command()
def biplot(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file with one grid.")],
    self_element: Self = None,
    ideal: Ideal = None,
    scale: Scale = None,
    as_json: AsJson = False,
    figure: Picture = None,
) -> None:
    """Draw a repertory grid as a map from whose axes ratings can be read.

    It also shows how well the map reproduces each construct and element. A line from an element
    at a right angle to a construct's axis meets it at about the rating.
    """
    from senco.measures.grids import describe_axes

    check_ending(figure)
    grid, notes = read_one(file, scale, self_element, ideal)
    found = {**describe_axes(grid), "notes": notes}
    if as_json:
        print_record({"file": file.name, **found})
    else:
        _print_axes(file.name, found)
    if figure is not None:
        _draw_axes(figure, grid, found)


def _print_axes(name: str, found: dict[str, Any]) -> None:
    from senco.text.rounding import format_share

    told = f"{name}: the map shows {format_share(found['explained'])} of what the ratings say"
    for kind, title in (("construct", told), ("element", "")):
        rows = [(one[kind], one["predictivity"]) for one in found[f"{kind}s"]]
        print_table(title or "Elements", [kind, "reproduced (share)"], rows)
    print_notes(found)


def _draw_axes(path: Path, grid: Any, found: dict[str, Any]) -> None:
    import numpy as np

    from senco.book.figures import draw_axes

    places = np.array([one["place"] for one in found["elements"]])
    if places.shape[1] < 2:
        raise SencoError("The grid varies in one dimension only: there is no map to draw.")
    shown = [(i, one) for i, one in enumerate(found["constructs"]) if len(one["places"]) > 1]
    scales = {i: (np.array(one["ticks"]), np.array(one["places"])) for i, one in shown}
    shares = {i: one["predictivity"] for i, one in shown}
    save_figure(
        path, draw_axes(grid, places, scales, shares), f"Biplot of {grid.name or path.name}"
    )


@app.command("self")
def self_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file with one grid.")],
    self_element: Self = None,
    ideal: Ideal = None,
    scale: Scale = None,
    as_json: AsJson = False,
    figure: Picture = None,
) -> None:
    """Show which pole of each construct describes the self, and which is wished for.

    Positive: the self is where the ideal is; negative: on the other side; neutral: in the
    middle; undecided: the ideal is in the middle.
    """
    from senco.measures.grids import count_self, describe_self

    check_ending(figure)
    grid, notes = read_one(file, scale, self_element, ideal)
    if grid.self_element is None or grid.ideal_element is None:
        raise SencoError(
            "Name the element that stands for the self and the one for the ideal: --self NAME "
            f"--ideal NAME. {file.name} has {join_words(grid.elements)}."
        )
    counts = count_self(grid)
    rows = [
        {
            "construct": grid.constructs[one.construct].label,
            "self": one.own or None,
            "wished for": one.wished or None,
            "kind": one.kind,
            "distance": one.distance,
        }
        for one in describe_self(grid)
    ]
    if as_json:
        print_record({"file": file.name, "constructs": rows, "counts": counts, "notes": notes})
    else:
        print_table(f"{file.name}: the self", list(rows[0]), [tuple(row.values()) for row in rows])
        out.print(", ".join(f"{number} {kind}" for kind, number in counts.items()) + ".")
        print_notes({"notes": notes})
    if figure is not None:
        from senco.book.figures import draw_self

        save_figure(figure, draw_self(grid), f"The self in {file.name}")
