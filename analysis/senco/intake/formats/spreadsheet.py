"""Excel workbooks, measured before they are opened: the one place that hands them to openpyxl.

openpyxl builds each row as wide as its last cell stands, and every style, text and rule as
an object. So every part is gone through once, piece by piece and without keeping anything,
and a workbook that reaches too far or holds too much is refused before it is built.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from senco.errors import DataError, Finding
from senco.intake.formats.archive import DAMAGE, Source, fail, open_zip, read_file

#: The largest table: far above what studies of people hold.
MAXIMUM_ROWS = 1_000_000
MAXIMUM_COLUMNS = 1_000
#: Most cells that are written in the file; and places up to the last of each row.
MAXIMUM_CELLS = 500_000
MAXIMUM_PLACES = 5_000_000
#: Most texts that stand for themselves or that cells share; and most elements and attributes
#: beside the cells and their texts, which are styles and rules.
MAXIMUM_TEXTS = 200_000
MAXIMUM_OTHERS = 200_000
#: Most letters of all cells; a text that cells share counts in each.
MAXIMUM_LETTERS = 64_000_000
MAXIMUM_UNPACKED_BYTES = 96 * 2**20

_PIECE = 64 * 1024
#: A part's text or tag that goes on for so many pieces is not followed any further.
_PATIENCE = 16
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
#: What stands in a cell or a text that cells share, and how many attributes a mark may have
#: without being counted as something else.
_INNER = frozenset({"v", "f", "is", "t", "r", "si"})
_USUAL = 12
_ALLOWED = "an Excel workbook (.xlsx)"
_SAVE = "In Excel, choose 'Save as' and 'Excel Workbook (.xlsx)'."
_CLEAR = "Delete the rows and columns outside the table, then save it again."


class _BeyondError(Exception):
    """What a part holds that is too much, what is allowed, the row and the column."""


@dataclass(frozen=True)
class Book:
    """A workbook that was measured, and may be read.

    Parameters
    ----------
    content : bytes
        The file.
    label : str
        How messages name it.
    is_unsolved : bool
        Whether a formula seems to stand without its result in any part of it.
    """

    content: bytes
    label: str
    is_unsolved: bool

    def load(self, values: bool = True) -> list[Any]:
        """Return openpyxl's worksheets, read-only, in the order of the file.

        Parameters
        ----------
        values : bool
            Whether a cell with a formula gives its result, and not the formula.

        Returns
        -------
        list
            At least one. What the file claims of their size is not trusted.

        Raises
        ------
        DataError
            Where it is damaged, or has no sheets.
        """
        book = self._open(read_only=True, data_only=values, keep_links=False)
        sheets: list[Any] = list(book.worksheets)
        if not sheets:
            fail(self.label, "a workbook without a sheet", "a sheet with a table", _SAVE)
        for sheet in sheets:
            sheet.reset_dimensions()
        return sheets

    def edit(self) -> Any:
        """Return openpyxl's workbook, to be changed and saved.

        Returns
        -------
        openpyxl.Workbook
            With everything that openpyxl writes again; charts and pictures it does not.

        Raises
        ------
        DataError
            Where it is damaged.
        """
        return self._open()

    def _open(self, **options: bool) -> Any:
        from openpyxl import load_workbook  # takes longer to import than most tables to read

        silence = redirect_stdout(StringIO())  # it prints which styles are not there
        with _explain(self.label), warnings.catch_warnings(), silence:
            warnings.simplefilter("ignore")  # on styles and extensions that are not read
            return load_workbook(BytesIO(self.content), **options)


@contextmanager
def _explain(label: str) -> Iterator[None]:
    """Say what stops openpyxl: it lets whatever its parsers meet come through."""
    try:
        yield
    except Exception as error:
        found = f"a workbook that cannot be read ({type(error).__name__}: {error})"[:200]
        fail(label, found, _ALLOWED, _SAVE)


def open_workbook(source: Source, label: str) -> Book:
    """Go through a workbook's parts without keeping anything, and refuse what is too much.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.

    Returns
    -------
    Book
        Which openpyxl may read.

    Raises
    ------
    DataError
        Where it is no zip archive, or holds more or reaches farther than is read: with
        the part, the row and the column.
    """
    content = read_file(source, label)
    if not zipfile.is_zipfile(BytesIO(content)):
        found = "a file that is not an .xlsx workbook (an old .xls, or one with a password?)"
        fail(label, found, _ALLOWED, _SAVE)
    with open_zip(content, label) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            fail(label, "an archive without a workbook", _ALLOWED, _SAVE)
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MAXIMUM_UNPACKED_BYTES:
            found = f"a workbook that unpacks to {unpacked:,} bytes"
            fail(label, found, f"at most {MAXIMUM_UNPACKED_BYTES:,}", _CLEAR)
        extent = _Extent()
        for part in archive.infolist():
            _measure_part(archive, part, label, extent)
    return Book(content, label, extent.is_unsolved)


def list_rows(sheet: Any, label: str, values: bool = True) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield a sheet's rows, as long as their texts are not too much.

    Parameters
    ----------
    sheet : openpyxl worksheet
        One of an opened workbook.
    label : str
        How messages name it.
    values : bool
        Whether to give the cells' values, and not openpyxl's cells.

    Yields
    ------
    number : int
        The row's, from 1; blank ones count.
    cells : tuple
        Up to the last cell that is written in the file; None, or a blank cell, between.

    Raises
    ------
    DataError
        Where the sheet is damaged, or the cells' texts are too long together.
    """
    letters = 0
    with _explain(label):
        rows = iter(sheet.iter_rows(max_row=MAXIMUM_ROWS + 1, values_only=values))
    number = 0
    while True:
        with _explain(label):
            row = next(rows, None)
        if row is None:
            return
        number += 1
        texts = row if values else (cell.value for cell in row)
        letters += sum(len(text) for text in texts if isinstance(text, str))
        if letters > MAXIMUM_LETTERS:
            fail(label, f"more than {MAXIMUM_LETTERS:,} letters in its cells", "fewer", _CLEAR)
        yield number, row


def _measure_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, label: str, extent: _Extent
) -> None:
    try:
        with archive.open(part) as stream:
            extent.follow(stream)
    except expat.ExpatError:
        return  # a picture; or openpyxl's parser, which is the same, will come no farther
    except (*DAMAGE, NotImplementedError, RuntimeError):
        fail(label, "a workbook that is damaged or has a password", _ALLOWED, _SAVE)
    except _BeyondError as error:
        found, allowed, row, column = error.args
        name = "".join(sign if sign.isprintable() else "?" for sign in part.filename)
        place = f"{label}, part {PurePosixPath(name).name[:60]}"
        raise DataError([Finding(place, found, allowed, row, column, _CLEAR)]) from None


class _Extent:
    """How much a workbook holds, and how far its cells reach, counted part by part.

    A part is taken for what its elements are, not for what its name says: a workbook may
    call a sheet whatever it likes.
    """

    def __init__(self) -> None:
        self.cells = self.inner = self.places = self.texts = self.others = 0
        self.events = self.depth = 0
        self.is_unsolved = self.is_formula = self.is_value = False
        self._begin()

    def _begin(self) -> None:
        self.row = self.column = self.depth = self.row_depth = 0

    def follow(self, stream: Any) -> None:
        """Count what one part holds."""
        self._begin()
        self.parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_type
        events, waited = self.events, 0
        while piece := stream.read(_PIECE):
            parser.Parse(piece)
            waited = waited + 1 if events == self.events else 0
            events = self.events
            if waited > _PATIENCE:
                self._refuse("a text or a tag of over 1 MB", "at most 1 MB")
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.events += 1
        self.depth += 1
        local = name.rpartition(":")[2]
        if local == "row":
            self._start_row(attributes)
        elif self.row_depth and self.depth == self.row_depth + 1:
            self._start_cell(attributes)  # openpyxl takes whatever stands in a row for a cell
        elif local in _INNER:
            self._start_inner(local)
        else:
            self.others += 1 + len(attributes)
        if len(attributes) > _USUAL:
            self.others += len(attributes)
        if self.others > MAXIMUM_OTHERS:
            found = f"more than {MAXIMUM_OTHERS:,} elements and attributes beside its cells"
            self._refuse(found, "fewer styles and rules")

    def _end(self, name: str) -> None:
        self.events += 1
        if self.is_formula and self.depth == self.row_depth + 1:
            self.is_unsolved = True
            self.is_formula = False
        if self.row_depth and self.depth == self.row_depth:
            self.places += self.column
            self.row_depth = 0
            if self.places > MAXIMUM_PLACES:
                self._refuse(f"more than {MAXIMUM_PLACES:,} cells, including blank ones", "fewer")
        self.depth -= 1

    def _start_row(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", str(self.row + 1))
        if self.row_depth or not _ROW.fullmatch(reference):
            self._refuse("a row whose number cannot be read", "rows numbered from 1")
        self.row, self.column = int(reference), 0
        self.row_depth = self.depth
        self.cells += 1  # a row takes as long as a cell

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if self.cells > MAXIMUM_CELLS:
            self._refuse(f"more than {MAXIMUM_CELLS:,} cells and rows", "fewer")
        reference = attributes.get("r")
        place = _PLACE.fullmatch(reference) if reference is not None else None
        if reference is not None and place is None:
            self._refuse("a cell whose place cannot be read", "places such as B7")
        column = _number_column(place[1]) if place else self.column + 1
        self.column = max(self.column, column)

    def _start_inner(self, local: str) -> None:
        self.inner += 1
        if local == "f":
            self.is_formula, self.is_value = True, False
            self.parser.CharacterDataHandler = self._note_text
        elif local == "v":
            self.is_value = True
        self.texts += local in ("si", "is")
        if self.texts > MAXIMUM_TEXTS or self.inner > 6 * MAXIMUM_CELLS:
            self._refuse(f"more than {MAXIMUM_TEXTS:,} different texts", "fewer")
        if self.row_depth and (self.column > MAXIMUM_COLUMNS or self.row > MAXIMUM_ROWS + 1):
            found = "a filled cell far from the table"
            allowed = f"at most {MAXIMUM_COLUMNS:,} columns and {MAXIMUM_ROWS:,} rows"
            raise _BeyondError(found, allowed, self.row, name_column(self.column))

    def _note_text(self, _: str) -> None:
        """A formula has its result where its cell has a value that is not blank."""
        if self.is_value:
            self.is_formula = False

    def _refuse_type(self, *_: object) -> None:
        self._refuse("a document type, which can declare entities", "XML without one")

    def _refuse(self, found: str, allowed: str) -> None:
        raise _BeyondError(found, allowed, self.row or None, None)


def _number_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def name_column(number: int) -> str:
    """Return a column's letters as a spreadsheet shows them.

    Parameters
    ----------
    number : int
        From 1.

    Returns
    -------
    str
        Such as "AB".

    Examples
    --------
    >>> name_column(1), name_column(26), name_column(28)
    ('A', 'Z', 'AB')
    """
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
