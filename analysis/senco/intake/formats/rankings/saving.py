"""Rankings to a file of their own: a table, or orders as PrefLib keeps them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.rankings.preflib import ENDINGS, OTHER_ENDINGS, format_preflib
from senco.intake.formats.tabular import refuse

#: Where a cell begins so, a spreadsheet may take it for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def save_rankings(table: pd.DataFrame, path: str | Path) -> None:
    """Save rankings to a new file.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        Rankers by name, NaN where an item was not ranked.
    path : str or Path
        The file, which must not be there yet. Its ending says what is written: ``.soc``,
        ``.soi``, ``.toc`` or ``.toi`` of PrefLib, which names no ranker; ``.long.csv``, a row
        for each rank; ``.csv``, a row for each ranker.

    Raises
    ------
    DataError
        If the ending is unknown or cannot contain the rankings, or the file already exists.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ranks.csv"
    ...     save_rankings(pd.DataFrame([[1.0, 2.0]], index=["P1"], columns=["play", "rest"]), path)
    ...     print(path.read_text(encoding="utf-8"), end="")
    participant,play,rest
    P1,1,2
    """
    place = Path(path)
    text = _format(table, place)
    try:
        with place.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        remedy = "Choose another name, or move the file away."
        raise DataError(
            [Finding(place.as_posix(), "a file of this name", "a new name", remedy=remedy)]
        ) from None


def _format(table: pd.DataFrame, path: Path) -> str:
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return format_preflib(table, path.name)
    if ending != ".csv":
        what = f"the ending {ending!r}"
        if ending in OTHER_ENDINGS:
            what += ", which is not for rankings"
        allowed = ", ".join([*ENDINGS, ".csv or .long.csv"])
        raise refuse(path.name, what, allowed, remedy="Give the file such a name.")
    if path.name.lower().endswith(".long.csv"):
        rows: list[list[str]] = [["participant", "item", "rank"]]
        for who, ranks in table.iterrows():
            rows += [[_guard(str(who)), _guard(str(item)), f"{rank:g}"]
                     for item, rank in ranks.dropna().items()]  # fmt: skip
        return _write(rows)
    rows = [["participant", *(_guard(str(item)) for item in table.columns)]]
    for who, ranks in table.iterrows():
        cells = ["" if pd.isna(rank) else f"{rank:g}" for rank in ranks]
        rows.append([_guard(str(who)), *cells])
    return _write(rows)


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
