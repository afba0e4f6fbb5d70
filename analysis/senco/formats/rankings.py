"""Rank tables in CSV or Excel, wide or long, as researchers keep them.

A *wide* table has a row per ranker and a column per item, with or without a
column that names the ranker. A *long* table has three columns: ranker, item,
rank. Whether the ranks are those of a ranking is not decided here.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Collection
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from senco.errors import DataError, Finding, suggest

#: Headings under which a ranker, an item and a rank are found, in any case.
RANKER_HEADINGS = (
    *("participant", "ranker", "rater", "respondent", "judge", "subject", "person", "senco"),
    *("id", "name", "code", "case", "number", "no", "no."),
)
ITEM_HEADINGS = ("construct", "item", "option", "statement")
RANK_HEADINGS = ("rank", "ranking", "priority")
#: What stands in a cell that holds no rank; R writes NA.
BLANKS = ("", "NA", "NaN")
#: Limits on what is read: nothing that a study of people writes comes near them.
LARGEST_FILE = 64 * 2**20
LARGEST_UNPACKED = 512 * 2**20
LARGEST_ROWS = 1_000_000
LARGEST_COLUMNS = 1_000
#: How many findings of one kind are listed.
LISTED = 20

_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")


def load_rankings(path: str | Path, *, items: Collection[str] | None = None) -> pd.DataFrame:
    """Read a table of ranks.

    Parameters
    ----------
    path : str or Path
        A ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file (of a workbook, the
        first sheet). Text is UTF-8 or Windows-1252, separated by comma,
        semicolon or tab; 2.5 and 2,5 are the same number.
    items : collection of str, optional
        The items that may occur; any other is a finding.

    Returns
    -------
    DataFrame of float, shape (n_participants, n_items)
        Rankers by name (``row 2`` and so on where the table does not name
        them), NaN where there is no rank, both in the order of the file.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    place = Path(path)
    cells = _read_cells(place)
    _check_headings(cells, place.name)
    long = _find_long(cells.columns)
    table = _spread_long(cells, long, place.name) if long else _convert_wide(cells, place.name)
    if items is not None:
        _check_items(table.columns, items, place.name)
    return table


def _refuse(file: str, found: str, allowed: str, **more: object) -> DataError:
    return DataError([Finding(file, found, allowed, **more)])


def _read_cells(path: Path) -> pd.DataFrame:
    """Every cell as stripped text; the index counts rows as a spreadsheet does."""
    allowed = "a CSV or Excel (.xlsx) file"
    if not path.is_file():
        near = suggest(path.name, _neighbours(path))
        raise _refuse(str(path), "no such file", allowed, remedy=near)
    if path.stat().st_size > LARGEST_FILE:
        raise _refuse(path.name, "a larger file", f"at most {LARGEST_FILE >> 20} MB")
    if path.suffix.lower() == ".xlsx":
        cells = _read_workbook(path)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        cells = _read_text(path)
    else:
        raise _refuse(path.name, f"the ending {path.suffix!r}", allowed, remedy="Save it as CSV.")
    cells = cells.loc[(cells != "").any(axis=1)]
    if cells.empty:
        raise _refuse(path.name, "no rows of data", "a row of headings and a row per ranker")
    return cells


def _neighbours(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []


def _read_text(path: Path) -> pd.DataFrame:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4096]:
        raise _refuse(path.name, "UTF-16 or binary data", "text in UTF-8 or Windows-1252")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    body = text.lstrip("\r\n")
    if not body.strip():
        raise _refuse(path.name, "an empty file", "a row of headings and a row per ranker")
    separator = max(",;\t", key=body.splitlines()[0].count)
    try:
        cells = _parse_text(body, separator)
    except (pd.errors.ParserError, pd.errors.ParserWarning, csv.Error) as error:
        found = _first_line(error)
        raise _refuse(path.name, found, "as many cells in each row as headings") from None
    headings = cells.iloc[0].fillna("").tolist()
    cells.index += text[: len(text) - len(body)].count("\n") + 1
    return _finish(cells.iloc[1:], headings, path.name)


def _parse_text(body: str, separator: str) -> pd.DataFrame:
    width = len(next(csv.reader(io.StringIO(body), delimiter=separator)))
    with warnings.catch_warnings():
        # pandas drops the cells of a row that is too long, with a warning only
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            io.StringIO(body),
            sep=separator,
            header=None,
            names=range(width),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            nrows=LARGEST_ROWS + 2,
        )


def _first_line(error: Exception) -> str:
    text = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
    return f"a row that cannot be read ({text})"


def _read_workbook(path: Path) -> pd.DataFrame:
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise _refuse(path.name, "a workbook that unpacks to more", "at most 512 MB unpacked")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles that it does not keep
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            rows = _bounded_rows(book.worksheets[0], path.name)
            book.close()
    except DataError:
        raise
    except Exception as error:  # a broken workbook can raise almost anything
        raise _refuse(path.name, f"no readable workbook ({error})", "an .xlsx workbook") from error
    if not rows:
        raise _refuse(path.name, "an empty sheet", "a row of headings and a row per ranker")
    width = max(len(row) for row in rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    headings = padded[0]
    while headings and not headings[-1] and all(not row[len(headings) - 1] for row in padded):
        headings = headings[:-1]
    cells = pd.DataFrame([row[: len(headings)] for row in padded[1:]], dtype=str)
    cells.index += 2
    return _finish(cells.reindex(columns=range(len(headings))), headings, path.name)


def _bounded_rows(sheet: object, file: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in sheet.iter_rows(values_only=True, max_col=LARGEST_COLUMNS + 1):
        rows.append(["" if cell is None else _write_cell(cell) for cell in row])
        if len(rows) > LARGEST_ROWS + 1:
            raise _refuse(file, "more rows", f"at most {LARGEST_ROWS:,} rows")
    return rows


def _write_cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _finish(cells: pd.DataFrame, headings: list[str], file: str) -> pd.DataFrame:
    if len(headings) > LARGEST_COLUMNS:
        raise _refuse(file, f"{len(headings)} columns", f"at most {LARGEST_COLUMNS:,} columns")
    if len(cells) > LARGEST_ROWS:
        raise _refuse(file, "more rows", f"at most {LARGEST_ROWS:,} rows")
    cells = cells.fillna("").apply(_strip)
    cells.columns = [heading.strip() for heading in headings]
    return cells


def _strip(column: pd.Series) -> pd.Series:
    """Strip each different text once; a column of ranks holds few."""
    codes, texts = pd.factorize(column)
    stripped = np.array([str(text).strip() for text in texts], dtype=object)
    return pd.Series(stripped[codes], index=column.index, name=column.name, dtype=object)


def _check_headings(cells: pd.DataFrame, file: str) -> None:
    seen: dict[str, str] = {}
    findings = []
    for number, heading in enumerate(cells.columns, start=1):
        before = seen.setdefault(heading.casefold(), heading)
        if not heading and number > 1:
            findings.append(Finding(file, f"no heading over column {number}", "a name", row=1))
        elif number > 1 and before is not heading:
            found = f"the heading {heading!r} beside {before!r}"
            findings.append(Finding(file, found, "each heading once", row=1, column=heading))
    if findings:
        raise DataError(findings[:LISTED])


def _find_long(headings: pd.Index) -> tuple[str, str, str] | None:
    """Headings of ranker, item and rank, where the table is a long one."""
    by_lower = {heading.casefold(): heading for heading in headings}
    found = [
        next((by_lower[word] for word in words if word in by_lower), None)
        for words in (RANKER_HEADINGS, ITEM_HEADINGS, RANK_HEADINGS)
    ]
    if any(name is None for name in found):
        return None
    return found[0], found[1], found[2]


def _convert_numbers(column: pd.Series, file: str, findings: list[Finding]) -> np.ndarray:
    """Turn text to numbers; anything that is neither number nor blank is a finding."""
    codes, texts = pd.factorize(column)
    numbers = np.array([_read_number(text) for text in texts], dtype=float)
    allowed = np.array([text in BLANKS for text in texts], dtype=bool)
    wrong = np.flatnonzero((np.isnan(numbers) & ~allowed)[codes])
    for place in wrong[: max(0, LISTED - len(findings))]:
        findings.append(
            Finding(
                file,
                repr(column.iloc[place][:60]),
                "a rank, or an empty cell where the item was not ranked",
                row=int(column.index[place]),
                column=str(column.name),
            )
        )
    return numbers[codes]


def _read_number(text: str) -> float:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else np.nan


def _convert_wide(cells: pd.DataFrame, file: str) -> pd.DataFrame:
    first = cells.iloc[:, 0]
    if _names_rankers(first):
        names, ranks = first, cells.iloc[:, 1:]
        _check_named(names, file)
    else:
        names = pd.Series([f"row {row}" for row in cells.index], index=cells.index)
        ranks = cells
    if ranks.shape[1] == 0:
        raise _refuse(file, "no column of ranks", "a column per item beside the rankers' names")
    findings: list[Finding] = []
    columns = {name: _convert_numbers(ranks[name], file, findings) for name in ranks.columns}
    if findings:
        raise DataError(findings)
    index = pd.Index(names.to_numpy(dtype=object), name="participant")
    return pd.DataFrame(columns, index=index).rename_axis(columns="item")


def _names_rankers(first: pd.Series) -> bool:
    """Whether the first column names the rankers: by its heading, or by holding text."""
    heading = str(first.name).casefold()
    if not heading or heading in RANKER_HEADINGS:
        return True
    filled = first[~first.isin(BLANKS)]
    return len(filled) > 0 and not filled.map(lambda text: bool(_NUMBER.fullmatch(text))).any()


def _check_named(names: pd.Series, file: str) -> None:
    findings = [
        Finding(file, "no name", "a ranker in each row", row=int(row), column=str(names.name))
        for row in names.index[names == ""][:LISTED]
    ]
    first_rows = {}
    for row, name in names.items():
        if first_rows.setdefault(name, row) != row and name and len(findings) < LISTED:
            found = f"{name!r}, who already has row {first_rows[name]}"
            findings.append(
                Finding(file, found, "each ranker once", row=int(row), column=str(names.name))
            )
    if findings:
        raise DataError(findings)


def _spread_long(cells: pd.DataFrame, headings: tuple[str, str, str], file: str) -> pd.DataFrame:
    ranker, item, rank = headings
    findings: list[Finding] = []
    for name in (ranker, item):
        empty = cells.index[cells[name] == ""][:LISTED]
        findings += [Finding(file, "no name", "a name", row=int(r), column=name) for r in empty]
    number = _convert_numbers(cells[rank], file, findings)
    twice = cells.duplicated([ranker, item])
    for row, (who, what) in cells.loc[twice, [ranker, item]].head(LISTED).iterrows():
        found = f"a second rank of {what!r} by {who!r}"
        findings.append(Finding(file, found, "one rank of each item by each", row=int(row)))
    findings += _find_variants(cells[item], file)
    if findings:
        raise DataError(findings[:LISTED])
    names, people = cells[item].unique(), cells[ranker].unique()
    if len(names) > LARGEST_COLUMNS:
        raise _refuse(file, f"{len(names)} items", f"at most {LARGEST_COLUMNS:,} items")
    table = np.full((len(people), len(names)), np.nan)
    table[pd.factorize(cells[ranker])[0], pd.factorize(cells[item])[0]] = number
    return pd.DataFrame(
        table,
        index=pd.Index(np.asarray(people, dtype=object), name="participant"),
        columns=pd.Index(np.asarray(names, dtype=object), name="item"),
    )


def _find_variants(column: pd.Series, file: str) -> list[Finding]:
    """Items that differ from an earlier one only in capitals or spaces."""
    seen: dict[str, str] = {}
    findings = []
    for row, name in column.drop_duplicates().items():
        before = seen.setdefault(" ".join(name.casefold().split()), name)
        if before != name:
            remedy = f"Did you mean {before!r}?"
            findings.append(
                Finding(
                    file, repr(name), "one spelling of an item", int(row), str(column.name), remedy
                )
            )
    return findings


def _check_items(found: pd.Index, items: Collection[str], file: str) -> None:
    findings = [
        Finding(file, f"the item {name!r}", "an item of the cohort", remedy=suggest(name, items))
        for name in found
        if name not in items
    ]
    if findings:
        raise DataError(findings[:LISTED])
