"""What is read, from which program, and how to get it out of there: one row for each format.

A format that is added has its row in a CSV file here, one file a kind, and a small made-up file
below `tests/samples`, which `tests/intake/test_formats_catalogue.py` reads by the row's command.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

#: The kinds, in their order, by the name of their file: what the rows hold.
KINDS = {
    "rankings": "Rankings",
    "work-lines": "Work-lines",
    "coding": "Coded texts and codebooks",
    "agreement": "Codings, to measure agreement",
    "grids": "Repertory grids",
    "implications": "Implication grids",
}


@dataclass(frozen=True)
class Format:
    """One format of other people's.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    program : str
        Which program or service writes it.
    reads : str
        What of it is read.
    endings : tuple of str
        Of its files, with their dots.
    export : str
        How to get it out of that program.
    command : str
        The command that reads it, with FILE for the file and NAME for a cohort.
    sample : str
        A small made-up file of the kind, below `tests/samples/KIND`.
    """

    kind: str
    program: str
    reads: str
    endings: tuple[str, ...]
    export: str
    command: str
    sample: str


def list_formats() -> list[Format]:
    """Return every format that is read.

    Returns
    -------
    list of Format
        By kind, in the order of their files.

    Examples
    --------
    >>> sorted({row.kind for row in list_formats()} - set(KINDS))
    []
    """
    found = []
    for kind in KINDS:
        table = files(__package__) / f"{kind}.csv"
        if not table.is_file():
            continue
        rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
        found += [
            Format(
                kind,
                row["program"],
                row["reads"],
                tuple(row["endings"].split()),
                row["export"],
                row["command"],
                row["sample"],
            )
            for row in rows
        ]
    return found
