"""Codebooks in a table, and which tables of coding programs there are."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.archive import DAMAGE, Source, fail, label_of, open_zip
from senco.intake.formats.qda.coded_tables import (
    LAYOUTS,
    LOOKED_AT,
    Rows,
    find_layouts,
    fold,
    read_rows,
)
from senco.intake.formats.qda.passages import CodePath, make_codes
from senco.intake.formats.qda.taguette import HIGHLIGHTS, TAGS, load_tags
from senco.intake.formats.signs import tidy

ENDINGS = (".csv", ".tsv", ".xlsx")
#: A workbook is opened only where so much of its beginning has the headings' words.
GLANCE = 2**18
#: Headings of codebooks: what a code is called, what it means, and what is above it.
CODE_HEADINGS = ("code", "code name", "codename", "tag", "node")
MEANING_HEADINGS = ("definition", "description", "memo", "comment")
PARENT_HEADINGS = ("parent", "parent code", "category")
#: A table with one of these is of something else: of codes as the contract has them, or of codings.
OF_OTHERS = {"label", "segment", "coder", "participant", "document", "document name", "influence"}
#: NVivo calls a code by a heading that any table may have; with these it is a codebook.
NVIVO_CODEBOOK = {"name", "description", "files", "references"}


def find_codebook(rows: Rows) -> int:
    """Return which row has the headings of a codebook.

    Parameters
    ----------
    rows : list of tuple of int and tuple of str
        As from `read_rows`.

    Returns
    -------
    int
        Its place among the rows; -1 where there is none, as in a table of the contract, which
        has labels.
    """
    for place, (_, cells) in enumerate(rows[:LOOKED_AT]):
        headings = set(fold(cells))
        if headings & OF_OTHERS:
            return -1
        is_named = headings & set(CODE_HEADINGS) and headings & {
            *MEANING_HEADINGS,
            *PARENT_HEADINGS,
        }
        if is_named or headings >= NVIVO_CODEBOOK:
            return place
    return -1


def recognise(path: Path) -> str:
    """Return what a table of a coding program holds, by its headings.

    Parameters
    ----------
    path : Path
        A file.

    Returns
    -------
    {"highlights", "passages", "codebook", ""}
        Empty where it is another table, or cannot be read: its reader says why.
    """
    if path.suffix.lower() not in ENDINGS:
        return ""
    try:
        if path.suffix.lower() == ".xlsx" and not _glance(path):
            return ""
        rows = read_rows(path, path.name, LOOKED_AT)
    except DataError:
        return ""
    if rows and set(HIGHLIGHTS) <= set(fold(rows[0][1])):
        return "highlights"
    if find_layouts(rows)[1]:
        return "passages"
    return "codebook" if find_codebook(rows) >= 0 else ""


def _glance(path: Path) -> bool:
    """Whether a workbook's beginning has words that such a table has."""
    words = b""
    with open_zip(path, path.name) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        if len(sheets) != 1:  # one's own workbook, of whose sheets none may be passed over
            return False
        for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
            try:
                with archive.open(name) as member:
                    words += member.read(GLANCE).lower()
            except (KeyError, NotImplementedError, RuntimeError, *DAMAGE):
                continue
    needed = {
        word
        for layout in LAYOUTS
        for word in layout.columns["start" if layout.has_places else "text"]
    }
    needed |= {HIGHLIGHTS[-1], *MEANING_HEADINGS, *PARENT_HEADINGS}
    return any(word.encode() in words for word in needed)


def load_codebook_table(source: Source, label: str | None = None) -> pd.DataFrame:
    r"""Read a codebook from a table.

    Parameters
    ----------
    source : Path or bytes
        A CSV or XLSX file, or what it holds: a column code, one that says what the code means
        (definition, description, memo or comment), or one with the code above it (parent).
        "Time > Cover" is the code Cover below Time, as MAXQDA has it, and so is
        "Time\\Cover"; Taguette's columns are tag and description.
    label : str, optional
        How messages name it; by default its name.

    Returns
    -------
    DataFrame
        The contract's table of codes.

    Raises
    ------
    DataError
        With the file, the row and the column.
    """
    name = label_of(source, label)
    rows = read_rows(source, name)
    head = find_codebook(rows)
    if head < 0:
        allowed = "a column code and one of definition, description, memo, comment and parent"
        fail(name, "no headings of a codebook", allowed, "Use these names for the columns.")
    headings = fold(rows[head][1])
    if head == 0 and set(TAGS) <= set(headings):
        return load_tags(source, name)
    places = [
        next((headings.index(word) for word in words if word in headings), -1)
        for words in ((*CODE_HEADINGS, "name"), MEANING_HEADINGS, PARENT_HEADINGS)
    ]
    listed = {
        number: [cells[place].strip() if 0 <= place < len(cells) else "" for place in places]
        for number, cells in rows[head + 1 :]
    }
    if not listed:
        fail(name, "no row below the headings", "at least one code", "Export it again.")
    paths = _list_paths(name, listed, rows[head][1][places[0]].strip())
    return make_codes((), {paths[number]: told for number, (_, told, _) in listed.items()})[0]


def _list_paths(label: str, rows: dict[int, list[str]], column: str) -> dict[int, CodePath]:
    """Return the path of each row's code, whether its cell or another tells what is above."""
    parents = {tidy(name).casefold(): above for name, _, above in rows.values() if above}
    paths: dict[int, CodePath] = {}
    taken: set[CodePath] = set()
    for number, (name, _, above) in rows.items():
        path = _part(name)
        if not path:
            raise _refuse(label, number, column, "nothing", "a code's name")
        seen = {path[-1].casefold()}
        while above:
            if tidy(above).casefold() in seen:
                raise _refuse(label, number, column, "a code that is its own ancestor", "another")
            seen.add(tidy(above).casefold())
            path = (*_part(above), *path)
            above = parents.get(tidy(above).casefold(), "")
        if path in taken:
            raise _refuse(label, number, column, "a code from an earlier row", "each code once")
        taken.add(path)
        paths[number] = path
    return paths


def _part(code: str) -> CodePath:
    names = tuple(name for name in map(tidy, re.split(r"\s+>\s+|\\+", code)) if name)
    return names[1:] if len(names) > 1 and names[0].casefold() in ("codes", "nodes") else names


def _refuse(label: str, row: int, column: str, found: str, allowed: str) -> DataError:
    remedy = "Correct the row or leave it out, or export the codebook again."
    return DataError([Finding(label, found, allowed, row, column, remedy)])
