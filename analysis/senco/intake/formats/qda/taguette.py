"""Taguette: highlights and codebook, as it exports them (CSV or XLSX)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.archive import Source, fail, label_of, read_file
from senco.intake.formats.delimited import decode_text, split_rows
from senco.intake.formats.formulas import find_unsolved
from senco.intake.formats.imported import Imported
from senco.intake.formats.keys import Roster, make_key
from senco.intake.formats.qda.passages import CodePath, Passage, make_codes, tabulate
from senco.intake.formats.qda.passages import Source as Told
from senco.intake.formats.spreadsheet import list_rows, open_workbook

HIGHLIGHTS = ("id", "document", "tag", "content")
TAGS = ("tag", "description")
LONGEST_CELL = 2**24
#: The headings stand within so many letters.
LOOKED_AT = 2**12
#: What a file of highlights does not tell.
NO_PLACES = (
    "The file does not say who coded, so all of it is counted as one coder's; nor where in its "
    "text a passage is, so segments have no places.",
)
ZIP_START = b"PK\x03\x04"


def load_highlights(
    source: Source,
    label: str | None = None,
    quotations: bool = False,
    participants: Roster | None = None,
) -> Imported:
    """Read Taguette's highlights.

    Taguette exports one row for each highlight and tag, without offsets and without
    saying who coded: a file is one coder's.

    Parameters
    ----------
    source : Path or bytes
        A CSV or XLSX file, or what it holds.
    label : str, optional
        How messages name it; by default its name.
    quotations : bool
        Whether to hand over the highlighted passages, for the researcher alone.
    participants : Roster, optional
        Who is who, as far as it is known.

    Returns
    -------
    Imported
        One segment for each highlight; one participant for each document. A tag
        such as "time.cover" is part of the tag "time".

    Raises
    ------
    DataError
        With the file, the row and the column.
    """
    name = label_of(source, label)
    rows = read_rows(source, name, HIGHLIGHTS)
    paths = split_tags(row["tag"] for row in rows.values() if row["tag"])
    documents: dict[str, str] = {}
    passages = []
    for line, row in rows.items():
        key = f"h{make_key(row['id'])}"
        if documents.setdefault(key, row["document"]) != row["document"]:
            _fail_row(name, line, "id", "a highlight in two documents", "one document")
        codes = (paths[row["tag"]],) if row["tag"] else ()
        passages.append(Passage(row["document"], row["content"], codes, mark=key, key=key))
    return tabulate(Told(name, "Taguette", notes=NO_PLACES), passages, participants, quotations)


def load_tags(source: Source, label: str | None = None) -> pd.DataFrame:
    """Read Taguette's codebook.

    Parameters
    ----------
    source : Path or bytes
        A CSV or XLSX file, or what it holds.
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
    rows = read_rows(source, name, TAGS)
    seen: dict[str, str] = {}
    for line, row in rows.items():
        if not row["tag"]:
            _fail_row(name, line, "tag", "nothing", "the tag's name")
        if row["tag"] in seen:
            _fail_row(name, line, "tag", "a tag that appears twice", "each tag once")
        seen[row["tag"]] = row["description"]
    paths = split_tags(seen)
    return make_codes((), {paths[tag]: told for tag, told in seen.items()})[0]


def split_tags(tags: Iterable[str]) -> dict[str, CodePath]:
    """Return the path of each tag, whose parts are parted by dots.

    Parameters
    ----------
    tags : iterable of str
        Such as "time.cover".

    Returns
    -------
    dict of str to tuple of str
        In the order given. Tags that differ in a dot alone are kept apart.

    Examples
    --------
    >>> split_tags(["time.cover", "time", "time."])
    {'time.cover': ('time', 'cover'), 'time': ('time',), 'time.': ('time.',)}
    """
    paths: dict[str, CodePath] = {}
    taken: set[CodePath] = set()
    for tag in dict.fromkeys(tags):
        parts = tuple(part for part in tag.split(".") if part.strip()) or (tag,)
        paths[tag] = (tag,) if parts in taken else parts
        taken.add(paths[tag])
    return paths


def read_rows(source: Source, label: str, columns: tuple[str, ...]) -> dict[int, dict[str, str]]:
    """Return the rows of a CSV or XLSX file, by row number and heading.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.
    columns : tuple of str
        Headings that must stand there; others are passed over.

    Returns
    -------
    dict of int to dict of str to str
        Cells without white space at their ends, by the row as a spreadsheet numbers
        it; empty rows are left out.

    Raises
    ------
    DataError
        Where a heading is missing, or there is no row.
    """
    content = read_file(source, label)
    table = _read_xlsx(content, label) if content[:4] == ZIP_START else _read_csv(content, label)
    headings = [heading.strip().casefold() for heading in (table[0] if table else [])]
    for column in columns:
        if column not in headings:
            allowed = "the headings " + ", ".join(columns)
            near = [word for word in headings if suggest(word, [column])]
            remedy = suggest(near[0], [column]) if near else "Export it from Taguette again."
            raise DataError([Finding(label, f"no column '{column}'", allowed, 1, column, remedy)])
    places = {column: headings.index(column) for column in columns}
    rows = {
        line: {
            name: (row[place] if place < len(row) else "").strip() for name, place in places.items()
        }
        for line, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    }
    if not rows:
        fail(label, "no row below the headings", "at least one")
    for line, row in rows.items():
        if not row[columns[0]]:
            _fail_row(label, line, columns[0], "nothing", "a value")
    return rows


def _fail_row(label: str, row: int, column: str, found: str, allowed: str) -> None:
    raise DataError([Finding(label, found, allowed, row, column, "Export it from Taguette again.")])


def _read_csv(content: bytes, label: str) -> list[list[str]]:
    text, _ = decode_text(content, label, ("utf-8",), "Export it from Taguette again.")
    head = text[:LOOKED_AT].splitlines()[:1] or [""]
    separator = max(",;\t", key=head[0].count)  # others than a comma once a spreadsheet saved it
    return [list(cells) for _, cells in split_rows(text, label, separator, LONGEST_CELL)]


def _read_xlsx(content: bytes, label: str) -> list[list[str]]:
    """Return the first sheet's cells as text; formulas are not run."""
    book = open_workbook(content, label)
    unsolved = find_unsolved(book, label, only_first=True)
    if unsolved:
        raise DataError(unsolved)
    return [
        ["" if cell is None else str(cell) for cell in row]
        for _, row in list_rows(book.load()[0], label)
    ]
