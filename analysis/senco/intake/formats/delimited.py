"""Text with separators (CSV), as Excel and others save it: the one place that reads it.

Bytes become text, text becomes rows of cells, each with its number in the spreadsheet.
What the rows mean, and how long they may be, the callers know. No finding repeats what
stands in a cell, so private lists may be read too.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from senco.errors import DataError, Finding
from senco.intake.formats.encodings import LEGACY, NAMES, choose_encoding, is_binary
from senco.intake.formats.sheet import MAXIMUM_CELLS, Repair, Sheet, SheetFile
from senco.text.words import join_words

#: No file of text is larger than this.
MAXIMUM_BYTES = 64 * 1024 * 1024
#: The encodings that are tried where no mark at the start names another.
ENCODINGS = ("utf-8", *LEGACY)
#: No cell is longer than this; a spreadsheet holds a quarter of it.
LONGEST_CELL = 2**17
#: So many separators stand in a row, those within its cells among them.
MOST_SEPARATORS = 50_000
_SAVE = "Open it in the spreadsheet program and save it again as 'CSV UTF-8'."
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
#: By so many rows, within so many letters, the separator is found.
_SAMPLE_ROWS = 50
_SAMPLE_LENGTH = 2**16
#: A line and its end, of whichever system. `str.splitlines` would also cut a cell at the
#: line breaks that Word and web pages leave within a text.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
#: Excel's way to state the separator, in a line of its own before the headings.
_STATED = re.compile(r"sep=([^\r\n\"])[ \t]*(?:\r\n?|\n|$)", re.IGNORECASE)


def decode_text(
    content: bytes, label: str, encodings: tuple[str, ...] = ENCODINGS, remedy: str = _SAVE
) -> tuple[str, str]:
    """Return a file's text, and the encoding that it has.

    Parameters
    ----------
    content : bytes
        The file.
    label : str
        How messages name it.
    encodings : tuple of str
        Those that are tried: UTF-8 first, where it is among them, then of the others the one
        whose letters fit best. A mark of UTF-16 at the start goes before them, and bytes
        that begin as UTF-8 beyond ASCII are not taken for another encoding.
    remedy : str
        What to do about text in none of them.

    Returns
    -------
    text : str
        Without the mark.
    encoding : str
        One of `encodings`, or "utf-16".

    Raises
    ------
    DataError
        With the line and the byte, where it is not text in any of them or holds a zero byte.
    """
    tried = ("utf-16",) if content.startswith(_MARKS) else _order(content, encodings, label)
    broken: list[int] = []
    for encoding in tried:
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeError as error:
            broken.append(error.start if isinstance(error, UnicodeDecodeError) else 0)
            if encoding == "utf-8" and not content[: broken[-1]].isascii():
                break
        else:
            if "\0" in text:
                row = _count_line(text[: text.index("\0")])
                raise DataError([Finding(label, "a zero byte", "text", row, remedy=remedy)])
            return text, encoding
    names = [NAMES.get(name, name) for name in ("utf-16",) * (tried == ("utf-16",)) or encodings]
    found = f"the byte 0x{content[broken[0]]:02X}, which is not {names[0]}"
    row = _count_line(content[: broken[0]].decode(tried[0], errors="ignore"))
    finding = Finding(label, found, f"text in {join_words(names, 'or')}", row, remedy=remedy)
    raise DataError([finding]) from None


def _order(content: bytes, encodings: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Return the encodings in the order in which they are tried."""
    for encoding in encodings:
        try:
            b"a".decode(encoding, "replace")  # asks for a codec of text, which others are not
        except (LookupError, ValueError):
            allowed = "a known one, such as utf-8, utf-16, cp1252 or mac_roman"
            raise DataError(
                [
                    Finding(
                        label, (f"the encoding '{encoding}'"), allowed, remedy="Choose one of them."
                    )
                ]
            ) from None
    others = tuple(name for name in encodings if name != "utf-8")
    if len(others) < 2:
        return encodings
    first = tuple(name for name in encodings if name == "utf-8")
    if is_binary(content):  # no text in an encoding of a byte a letter
        return (*first, *others[:1]) if b"\0" in content else first or others[:1]
    if first:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return first
    return (*first, *(name for name, _ in choose_encoding(content, others))) or others


def _count_line(before: str) -> int:
    """Return the number of the line that comes after this text."""
    return 1 + len(re.findall(r"\r\n?|\n", before))


def split_rows(
    text: str, label: str, separator: str | None = None, longest: int = LONGEST_CELL
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield a text's rows of cells, each with its number.

    Parameters
    ----------
    text : str
        Lines of cells; a cell in quotation marks may hold separators and line breaks.
    label : str
        How messages name the file.
    separator : str, optional
        What parts the cells; by default a first line such as ``sep=;`` says it, or else the
        rows do.
    longest : int
        Most letters of a cell.

    Yields
    ------
    number : int
        The row as a spreadsheet numbers it, whatever lines its cells have; blank rows count.
    cells : tuple of str
        As they stand, none in a blank row.

    Raises
    ------
    DataError
        With the row, where a quotation mark has no partner, a cell or a row is too long,
        or there are more than `MAXIMUM_CELLS` cells so far.
    """
    stated = _STATED.match(text)
    separator = separator or find_separator(text)
    lines = _Lines(text, stated.end() if stated else 0, separator)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    number, cells = 1 if stated else 0, 0
    former = csv.field_size_limit()
    while True:
        number += 1
        lines.separators = 0
        csv.field_size_limit(longest)
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise DataError([_explain(error, label, number, longest)]) from None
        except _LongRowError:
            found, allowed = f"a row of over {MOST_SEPARATORS:,} cells", "fewer"
            raise DataError([Finding(label, found, allowed, number, remedy=_SAVE)]) from None
        finally:
            csv.field_size_limit(former)
        if row is None:
            return
        cells += len(row) or 1
        if cells > MAXIMUM_CELLS:
            raise DataError(
                [
                    Finding(
                        label,
                        f"more than {MAXIMUM_CELLS:,} cells",
                        "fewer",
                        number,
                        remedy="Remove rows and columns that contain no data.",
                    )
                ]
            )
        yield number, tuple(row)


class _LongRowError(Exception):
    """A row with too many separators."""


class _Lines:
    """A text's lines, as long as those of one row have not too many separators.

    Parameters
    ----------
    text : str
        The file.
    start : int
        Where its rows begin.
    separator : str
        What parts its cells.
    """

    def __init__(self, text: str, start: int, separator: str):
        self.text, self.separator = text, separator
        self.found = _LINE.finditer(text, start)
        self.separators = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        match = next(self.found)
        self.separators += self.text.count(self.separator, match.start(), match.end())
        if self.separators > MOST_SEPARATORS:
            raise _LongRowError
        return match.group()


def _explain(error: csv.Error, label: str, row: int, longest: int) -> Finding:
    """Say what is wrong with a row, in words of this project."""
    if "field limit" in str(error):
        reason = f"it has over {longest:,} letters"
    elif "end of data" in str(error):
        reason = "its quotation mark has no partner"
    else:
        reason = "letters or spaces come after its closing quotation mark"
    return Finding(
        label,
        f"a cell that cannot be read ({reason})",
        "a cell in a pair of quotation marks, or without any",
        row,
        remedy="Look for a quotation mark without its partner; one that belongs to the text "
        "is written twice.",
    )


def find_separator(text: str) -> str:
    r"""Return what parts a text's cells.

    Parameters
    ----------
    text : str
        The file; its first line may state the separator, as in ``sep=;``.

    Returns
    -------
    str
        Of comma, semicolon, tab and bar the one that cuts most rows as it cuts the first,
        and of those the one that makes most cells; or the one that is stated.

    Examples
    --------
    >>> find_separator("name;work, life, rest\nS1;2,5\n")
    ';'
    """
    stated = _STATED.match(text)
    if stated:
        return stated[1]
    lines = [line.group() for line in _LINE.finditer(text[:_SAMPLE_LENGTH])]

    def judge(sign: str) -> tuple[int, int]:
        filled = (row for row in csv.reader(lines, delimiter=sign) if any(map(str.strip, row)))
        widths = [len(row) for row in islice(filled, _SAMPLE_ROWS)]
        if not widths or widths[0] == 1:
            return 0, 0
        return widths.count(widths[0]), widths[0]

    return max(_SEPARATORS, key=judge)


def read_delimited(path: Path, label: str) -> SheetFile:
    """Read a file of text with separators.

    Parameters
    ----------
    path : Path
        The file.
    label : str
        How messages name it.

    Returns
    -------
    SheetFile
        One sheet, or a finding that says why there is none.
    """
    reading = SheetFile()
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise DataError(
                [
                    Finding(
                        label,
                        "a file of over 64 MB",
                        "at most 64 MB",
                        remedy="Remove rows and columns that contain no data.",
                    )
                ]
            )
        text, encoding = decode_text(path.read_bytes(), label)
        reading.sheets.append(_make_sheet(text, label, path.stem))
    except DataError as error:
        reading.findings += error.findings
        return reading
    reading.repairs += _describe_repairs(text, encoding, label)
    return reading


def _make_sheet(text: str, label: str, name: str) -> Sheet:
    rows: list[tuple[str | None, ...]] = []
    numbers = []
    for number, row in split_rows(text, label):
        rows.append(tuple(cell or None for cell in row))
        numbers.append(number)
    if not any(cell and cell.strip() for row in rows for cell in row):
        raise DataError(
            [
                Finding(
                    label,
                    "an empty file",
                    "headings in row 1",
                    row=1,
                    remedy="Save the table again, with its headings.",
                )
            ]
        )
    return Sheet(label, name, tuple(rows), tuple(numbers))


def _describe_repairs(text: str, encoding: str, label: str) -> Iterator[Repair]:
    """Yield what the bytes and the separator were read as, where it is not the usual."""
    if encoding != "utf-8":
        sample = next((line for line in text.splitlines() if not line.isascii()), "")
        seen = f"text such as '{sample.strip():.60}'" if sample else "text"
        reason = "not UTF-8; check its letters"
        yield Repair(label, None, None, f"{NAMES[encoding]} bytes", seen, reason)
    separator = find_separator(text)
    if separator != ",":
        name = _SEPARATORS.get(separator, f"'{separator}'")
        yield Repair(label, None, None, f"{name}-separated cells", "cells", "not a comma")
