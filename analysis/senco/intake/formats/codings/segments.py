"""Codings with a row for each code that a coder gave to a segment or to a place."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.codings.headings import find_columns, is_by_paragraph
from senco.intake.formats.tabular import LISTED

_COUNT = re.compile(r"\d{1,9}")


def convert_segments(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the codings of segments, those rows included in which a coder gave no code.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.
    file : str
        How messages name it.

    Returns
    -------
    DataFrame of str
        Columns segment, code and coder; participant and document where the file has them.

    Raises
    ------
    DataError
        Where a cell is blank that may not be, a row occurs twice or against another, or a
        segment has two participants or documents.
    """
    if is_by_paragraph(find_columns(map(str, cells.columns))):
        rows = _take(cells, ["document", "paragraph", "end", "code", "coder"], ["participant"])
        places = rows["document"] + ":" + rows["paragraph"] + "-" + rows["end"]
        rows = rows.drop(columns=["paragraph", "end"])
        rows.insert(0, "segment", places)
        rows = rows.drop_duplicates(["segment", "code", "coder"])
    else:
        rows = _take(cells, ["segment", "code", "coder"], ["participant", "document"])
    findings = _find_blanks(rows, file, may_be={"code", "document"})
    findings += _find_repeated(rows, ["segment", "code", "coder"], file)
    findings += _find_denied(rows, file)
    for name in ("participant", "document"):
        findings += _find_two(rows, name, file)
    if findings:
        raise DataError(findings[:LISTED])
    return rows.reset_index(drop=True)


def convert_places(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the codings of places in documents.

    Parameters
    ----------
    cells : DataFrame of str
        As `senco.intake.formats.tabular.read_cells` gives it.
    file : str
        How messages name it.

    Returns
    -------
    DataFrame
        Columns segment (made up of document and place), code, coder, document, start and end
        (the character after the last); participant and length, of the document, where the
        file has them.

    Raises
    ------
    DataError
        Where a cell is blank or no place, a row occurs twice, or a segment has two
        participants.
    """
    rows = _take(cells, ["document", "start", "end", "code", "coder"], ["participant", "length"])
    findings = _find_blanks(rows, file)
    numbers = [name for name in ("start", "end", "length") if name in rows]
    for name in numbers:
        findings += [
            _find(file, row, name, f"'{text[:30]}'", "a whole number of characters", "Correct it.")
            for row, text in rows[name].items()
            if text and not _COUNT.fullmatch(text)
        ]
    if findings:
        raise DataError(findings[:LISTED])
    rows = rows.astype(dict.fromkeys(numbers, int))
    findings = [
        _find(file, row, "end", f"{end}, where the start is {start}", "a place after the start",
              "Correct one of the two.")
        for row, start, end in zip(rows.index, rows["start"], rows["end"], strict=True)
        if end <= start
    ]  # fmt: skip
    if "length" in rows:
        findings += [
            _find(file, row, "end", f"{end}, in a document of {length} characters",
                  "a place within the document", "Correct one of the two.")
            for row, end, length in zip(rows.index, rows["end"], rows["length"], strict=True)
            if end > length
        ]  # fmt: skip
    places = rows[["document", "start", "end"]].astype(str)
    rows.insert(0, "segment", places["document"] + ":" + places["start"] + "-" + places["end"])
    findings += _find_repeated(rows, ["segment", "code", "coder"], file)
    findings += _find_two(rows, "participant", file)
    if findings:
        raise DataError(findings[:LISTED])
    return rows.reset_index(drop=True)


def _take(cells: pd.DataFrame, needed: list[str], further: list[str]) -> pd.DataFrame:
    found = find_columns(map(str, cells.columns))
    names = [*needed, *(name for name in further if name in found)]
    rows = cells[[found[name] for name in names]].copy()
    rows.columns = pd.Index(names)
    return rows


def _find(file: str, row: object, column: str, found: str, allowed: str, remedy: str) -> Finding:
    return Finding(file, found, allowed, row=int(str(row)), column=column, remedy=remedy)


def _find_blanks(rows: pd.DataFrame, file: str, may_be: Collection[str] = ()) -> list[Finding]:
    return [
        _find(file, row, name, "nothing", "a value", "Fill it in, or remove the row.")
        for name in rows.columns
        if name not in may_be
        for row in rows.index[rows[name] == ""]
    ]


def _find_repeated(rows: pd.DataFrame, keys: list[str], file: str) -> list[Finding]:
    return [
        Finding(file, "a row that repeats another", "each once", row=int(row),
                remedy="Remove one of the two.")
        for row in rows.index[rows.duplicated(keys)]
    ]  # fmt: skip


def _find_denied(rows: pd.DataFrame, file: str) -> list[Finding]:
    """Rows without a code of a coder who gave the same segment one."""
    given = rows[rows["code"] != ""]
    coded = set(zip(given["segment"], given["coder"], strict=True))
    return [
        _find(file, row, "code", "no code, where the same coder gave this segment one",
              "a code, or no code at all", "Remove the row, or the code.")
        for row, segment, code, coder in rows[["segment", "code", "coder"]].itertuples()
        if not code and (segment, coder) in coded
    ]  # fmt: skip


def _find_two(rows: pd.DataFrame, name: str, file: str) -> list[Finding]:
    """Rows in which a segment has another participant or document than where it first stands."""
    if name not in rows:
        return []
    first = rows.groupby("segment", sort=False)[name].transform("first")
    return [
        _find(file, row, name, (
            f"another {name} for the same segment"
        ), f"one {name} for each segment",
              f"Correct the {name} or the segment.")
        for row in rows.index[rows[name] != first]
    ]  # fmt: skip
