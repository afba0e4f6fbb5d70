"""Printed mean ranks of any publication, from a file of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.tabular import LISTED, check_headings, read_cells, refuse

#: What has to be there, and what may be; other columns are passed over.
REQUIRED, OPTIONAL = ("construct", "value"), ("group", "n_stated", "stated_place")
_SHOWN = ", ".join(f"'{name}'" for name in REQUIRED)
_PRINTED = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_WHOLE = {
    "n_stated": (re.compile(r"[1-9]\d{0,5}", re.ASCII), "how many ranked, a whole number from 1"),
    "stated_place": (
        re.compile(r"-?[1-9]\d{0,5}", re.ASCII),
        "1 for the lowest of all means, 2 for the next, -1 for the highest, or nothing",
    ),
}


def load_figures(path: str | Path, decimals: int | None = None) -> pd.DataFrame:
    """Read the mean ranks that a publication prints.

    Parameters
    ----------
    path : str or Path
        CSV or Excel, one row a printed mean, with the columns construct and value; and
        group (blank for everybody), n_stated (how many ranked) and stated_place (1 for the
        lowest mean of all, -1 for the highest), where they are known.
    decimals : int, optional
        With how many decimals the means are printed: a spreadsheet keeps 5.00 as 5. By
        default as they stand in the file, which has to be CSV.

    Returns
    -------
    DataFrame
        Columns figure, quantity, construct, group, value, stated_place and n_stated, as
        `senco.measures.audit.read_figures` takes them, in the order of the file.

    Raises
    ------
    DataError
        Where a column is missing, or a cell has a value that is not allowed, with its place.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"construct": ["play"], "value": ["1.25"], "n_stated": [4]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "means.csv"
    ...     kept.to_csv(path, index=False)
    ...     figures = load_figures(path)
    >>> figures.loc[0, ["construct", "value", "n_stated"]].tolist()
    ['play', '1.25', '4']
    """
    place = Path(path)
    cells = read_cells(place)
    check_headings(cells, place.name)
    cells.columns = [heading.casefold() for heading in cells.columns]
    for name in REQUIRED:
        if name not in cells.columns:
            allowed = f"the columns {_SHOWN}, and where known {', '.join(OPTIONAL)}"
            near = suggest(name, [str(heading) for heading in cells.columns])
            raise refuse(place.name, f"no column '{name}'", allowed, row=1, remedy=near)
    if decimals is None and place.suffix.lower() == ".xlsx":
        raise refuse(
            place.name,
            "means in a workbook, which keeps 5.00 as 5",
            "means with the decimals that are printed",
            remedy="Add --decimals with their number, or save the means as text in a CSV file.",
        )
    cells = cells.reindex(columns=[*REQUIRED, *OPTIONAL], fill_value="")
    findings = list(_check(cells, place.name, decimals))
    if findings:
        raise DataError(findings[:LISTED])
    if not cells["n_stated"].any():
        allowed = "in at least one row how many ranked, in the column n_stated"
        raise refuse(place.name, "no number of people", allowed)
    return _make_table(cells, decimals)


def _check(cells: pd.DataFrame, file: str, decimals: int | None) -> Iterator[Finding]:
    most = 6 if decimals is None else decimals
    allowed = f"a mean as it is printed, such as 5.00, with at most {most} decimals"
    for row, cell in zip(cells.index, cells.to_dict("records"), strict=True):
        if not cell["construct"]:
            yield Finding(
                file,
                "nothing",
                "what was ranked",
                row=int(row),
                column="construct",
                remedy="Fill it in, or remove the row.",
            )
        value = str(cell["value"])
        if not _PRINTED.fullmatch(value) or len(value.partition(".")[2]) > most:
            remedy = "Write a full stop before the decimals." if "," in value else ""
            yield Finding(file, f"'{value}'", allowed, int(row), "value", remedy)
        for column, (pattern, words) in _WHOLE.items():
            if cell[column] and not pattern.fullmatch(str(cell[column])):
                yield Finding(
                    file, f"'{cell[column]}'", words, int(row), column, remedy="Correct it."
                )
        if cell["group"] and not cell["n_stated"]:
            words = "how many people are in the group"
            yield Finding(file, "nothing", words, int(row), "n_stated", remedy="Fill it in.")
    for row in cells.index[cells.duplicated(["construct", "group"])]:
        yield Finding(
            file,
            "the same construct and group again",
            "one mean of each",
            row=int(row),
            remedy="Remove one of the two.",
        )


def _make_table(cells: pd.DataFrame, decimals: int | None) -> pd.DataFrame:
    values = [str(value) for value in cells["value"]]
    if decimals is not None:
        values = [_fill(value, decimals) for value in values]
    groups = cells["group"].replace("", "everyone")
    return pd.DataFrame(
        {
            "figure": cells["construct"] + cells["group"].map(lambda name: name and f", {name}"),
            "quantity": "mean_rank",
            "construct": cells["construct"],
            "group": groups,
            "value": values,
            "stated_place": cells["stated_place"],
            "n_stated": cells["n_stated"],
        }
    ).reset_index(drop=True)


def _fill(value: str, decimals: int) -> str:
    whole, _, printed = value.partition(".")
    return f"{whole}.{printed.ljust(decimals, '0')}" if decimals else whole
