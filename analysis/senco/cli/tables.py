"""How the commands on files print what they found: tables, records, numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from senco.cli.terminal import Terminal, print_json

out = Terminal()
if not out.is_terminal:
    out.width = 160

Files = Annotated[list[Path], typer.Argument(help="CSV or Excel files.", metavar="FILE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one line for each table.")]


def print_record(value: dict[str, Any]) -> None:
    """Print what was found as JSON.

    Parameters
    ----------
    value : dict
        Numbers, texts, lists and dictionaries.
    """
    from senco.text.rounding import format_json

    print_json(format_json(value))


def print_table(title: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Print a table with its title over it.

    Parameters
    ----------
    title : str
        A line.
    columns : list of str
        Headings.
    rows : list of tuple
        Cells; columns of numbers stand to the right.
    """
    from senco.text.rounding import is_probability

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        numbers = not any(isinstance(row[place], str) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        cells = zip(columns, row, strict=True)
        table.add_row(*(describe(cell, is_probability(column)) for column, cell in cells))
    out.print(table)


def describe(cell: Any, chance: bool = False) -> str:
    """Return a cell as it is printed.

    Parameters
    ----------
    cell : object
        None for nothing; a number is shown with three decimals.
    chance : bool
        Whether it is a probability by chance, which is never nought however small.

    Returns
    -------
    str
        The text.
    """
    from senco.text.rounding import format_number

    if cell is None:
        return "–"
    if isinstance(cell, float):
        small = 0 <= cell < 0.001
        nought = abs(cell) < 1e-9  # what is left of a sum whose terms cancel out
        return "<0.001" if small and (chance or not nought) else format_number(cell, 3)
    return str(cell)
