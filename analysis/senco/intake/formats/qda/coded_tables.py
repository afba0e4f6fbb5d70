"""Coded passages as coding programs list them in a table, told by its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from senco.errors import DataError, Finding
from senco.intake.formats.archive import Source, fail, label_of, read_file
from senco.intake.formats.delimited import decode_text, split_rows
from senco.intake.formats.formulas import find_unsolved
from senco.intake.formats.imported import Imported
from senco.intake.formats.keys import Roster
from senco.intake.formats.qda.passages import CodePath, Passage, tabulate
from senco.intake.formats.qda.passages import Source as Told
from senco.intake.formats.qda.taguette import LONGEST_CELL, ZIP_START
from senco.intake.formats.signs import tidy
from senco.intake.formats.spreadsheet import list_rows, open_workbook
from senco.text.words import join_words

#: Titles may stand in so many rows above the headings.
LOOKED_AT = 10
LARGEST_PLACE = 2**40
LISTED = 10


@dataclass(frozen=True)
class Layout:
    """How one program lists coded passages.

    Parameters
    ----------
    program : str
        Its name.
    columns : dict of str to tuple of str
        What the headings of each part may be, in small letters; the first that is there
        counts.
    needed : tuple of str
        The parts without which a table is another.
    parts : str
        What parts a code from the one above it, as a regular expression; empty where the
        table has no code's place.
    between : str
        What parts several codes in a cell, as a regular expression.
    has_places : bool
        Whether start and end count characters.
    lacks : tuple of str
        What the table does not tell.
    """

    program: str
    columns: dict[str, tuple[str, ...]]
    needed: tuple[str, ...] = ("document", "code", "text")
    parts: str = ""
    between: str = ""
    has_places: bool = False
    lacks: tuple[str, ...] = ()


_NO_PLACES = (
    "The table does not say at which character a passage begins, so segments have no places; "
    "passages of one text with the same words in the same paragraph are one segment."
)
LAYOUTS = (
    Layout(
        "MAXQDA",
        {
            "document": ("document name",),
            "code": ("code",),
            "text": ("segment",),
            "coder": ("created by", "author", "coder"),
            "start": ("beginning", "begin", "start"),
            "end": ("end",),
        },
        parts=r"\s*(?:>|\\)\s*",
        lacks=(_NO_PLACES,),
    ),
    Layout(
        "ATLAS.ti",
        {
            "document": ("document", "document name"),
            "code": ("codes",),
            "text": ("quotation content", "text content", "quotation text", "content"),
            "coder": ("created by", "created by:", "author"),
            "start": ("id", "reference"),
        },
        between=r"[\n;]",
        lacks=(_NO_PLACES,),
    ),
    Layout(
        "NVivo",
        {
            "document": ("file name", "file", "source", "source name", "name"),
            "code": ("code", "node", "code name", "node name", "hierarchical name"),
            "text": ("coded text", "reference text", "coding reference"),
            "coder": ("coded by", "coded by initials", "user", "initials"),
            "start": ("reference number", "reference"),
        },
        parts=r"\\+",
        lacks=(_NO_PLACES,),
    ),
    Layout(
        "QualCoder",
        {
            "document": ("filename", "file name", "file", "fid"),
            "code": ("code_name", "codename", "code name", "code"),
            "text": ("seltext", "text"),
            "coder": ("owner", "coder"),
            "start": ("pos0",),
            "end": ("pos1",),
        },
        needed=("document", "code", "start", "end"),
        has_places=True,
    ),
)
Rows = list[tuple[int, tuple[str, ...]]]


def read_rows(source: Source, label: str, most: int | None = None) -> Rows:
    """Return the rows of a CSV or XLSX file (of its first sheet) in which something stands.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.
    most : int, optional
        So many rows from the top, of which blank ones are left out.

    Returns
    -------
    list of tuple of int and tuple of str
        Each row's number, as a spreadsheet has it, and its cells.

    Raises
    ------
    DataError
        Where it cannot be read, with the row.
    """
    content = read_file(source, label)
    if content[:4] == ZIP_START:
        book = open_workbook(content, label)
        unsolved = find_unsolved(book, label, only_first=True)
        if unsolved:
            raise DataError(unsolved)
        listed = list_rows(book.load()[0], label)
        rows = [(n, tuple(map(_write_cell, row))) for n, row in islice(listed, most)]
    else:
        text, _ = decode_text(content, label)
        rows = [*islice(split_rows(text, label, longest=LONGEST_CELL), most)]
    return [(number, cells) for number, cells in rows if any(map(str.strip, cells))]


def _write_cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def find_layouts(rows: Rows) -> tuple[int, list[Layout]]:
    """Return which row has the headings of coded passages, and of which programs they are.

    Parameters
    ----------
    rows : list of tuple of int and tuple of str
        As from `read_rows`.

    Returns
    -------
    place : int
        Among the rows given; -1 where there is none.
    layouts : list of Layout
        Those that fit.
    """
    for place, (_, cells) in enumerate(rows[:LOOKED_AT]):
        headings = fold(cells)
        fitting = [layout for layout in LAYOUTS if _fits(layout, headings)]
        if fitting:
            return place, fitting
    return -1, []


def fold(cells: Sequence[str]) -> list[str]:
    """Return headings in small letters, as they are seen.

    Parameters
    ----------
    cells : sequence of str
        As they stand.

    Returns
    -------
    list of str
        In the order given.
    """
    return [tidy(cell).casefold() for cell in cells]


def _fits(layout: Layout, headings: Sequence[str]) -> bool:
    return all(set(layout.columns[part]) & set(headings) for part in layout.needed)


def load_passages(
    source: Source,
    label: str | None = None,
    participants: Roster | None = None,
    quotations: bool = False,
) -> Imported:
    """Read coded passages as MAXQDA, ATLAS.ti, NVivo or QualCoder list them in a table.

    Parameters
    ----------
    source : Path or bytes
        A CSV or XLSX file, or what it holds.
    label : str, optional
        How messages name it; by default its name.
    participants : Roster, optional
        Who is who, as far as it is known.
    quotations : bool
        Whether to hand over the passages, for the researcher alone.

    Returns
    -------
    Imported
        One segment for each passage; places where the table counts characters.

    Raises
    ------
    DataError
        With the file, the row and the column.
    """
    name = label_of(source, label)
    rows = read_rows(source, name)
    head, layouts = find_layouts(rows)
    if len(layouts) != 1:
        found = f"headings of {join_words([one.program for one in layouts])}" if layouts else (
            "no headings of coded passages"
        )  # fmt: skip
        fail(name, found, "those of one program's table", "Export the list of passages again.")
    layout, (number, cells) = layouts[0], rows[head]
    headings = fold(cells)
    places = {
        part: next((headings.index(word) for word in words if word in headings), -1)
        for part, words in layout.columns.items()
    }
    reader = _Reader(name, layout, {part: place for part, place in places.items() if place >= 0})
    passages = [*reader.read(rows[head + 1 :])]
    if reader.findings:
        raise DataError(reader.findings[:LISTED])
    if not passages:
        found = "no row below the headings"
        raise DataError([Finding(name, found, "at least one", number, remedy="Export it again.")])
    notes = [] if "coder" in reader.places else [
        "The table does not say who coded, so all of it is counted as one coder's."
    ]  # fmt: skip
    told = Told(name, layout.program, notes=(*notes, *layout.lacks))
    return tabulate(told, passages, participants, quotations)


class _Reader:
    """The rows of a table of coded passages."""

    def __init__(self, label: str, layout: Layout, places: dict[str, int]):
        self.label, self.layout, self.places = label, layout, places
        self.findings: list[Finding] = []

    def read(self, rows: Rows) -> Iterator[Passage]:
        for number, cells in rows:
            told = {
                part: cells[place].strip() if place < len(cells) else ""
                for part, place in self.places.items()
            }
            missing = [part for part in self.layout.needed if part != "code" and not told[part]]
            if missing:
                heading = self.layout.columns[missing[0]][0]
                self._refuse(number, heading, "nothing", "a value")
                continue
            place = self._read_place(number, told) if self.layout.has_places else None
            codes = tuple(self._split(told["code"]))
            where = (told.get("start", ""), told.get("end", ""), told.get("text", ""))
            text, coder = told.get("text", ""), told.get("coder", "")
            yield Passage(told["document"], text, codes, coder, place, where)

    def _read_place(self, number: int, told: dict[str, str]) -> tuple[int, int] | None:
        try:
            start, end = int(told["start"]), int(told["end"])
        except ValueError:
            start, end = -1, -1
        if not 0 <= start < end <= LARGEST_PLACE:
            found = f"the places '{told['start']:.20}' and '{told['end']:.20}'"
            self._refuse(number, self.layout.columns["start"][0], found, "two whole numbers")
            return None
        return start, end

    def _split(self, cell: str) -> Iterator[CodePath]:
        codes = re.split(self.layout.between, cell) if self.layout.between else [cell]
        for code in codes:
            names = re.split(self.layout.parts, code) if self.layout.parts else [code]
            path = tuple(name for name in map(tidy, names) if name)
            if len(path) > 1 and path[0].casefold() in ("codes", "nodes"):
                path = path[1:]  # the folder in which NVivo keeps all of them
            if path:
                yield path

    def _refuse(self, number: int, column: str, found: str, allowed: str) -> None:
        remedy = "Correct the row or leave it out, or export the table again."
        self.findings.append(Finding(self.label, found, allowed, number, column, remedy))
