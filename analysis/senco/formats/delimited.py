"""Text with separators, as Excel and others save it."""

from __future__ import annotations

import codecs
import csv
from pathlib import Path

from senco.errors import Finding
from senco.formats.sheet import MAXIMUM_CELLS, Reading, Repair, Sheet

#: No file of text is larger than this.
MAXIMUM_BYTES = 64 * 1024 * 1024
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def read_delimited(path: Path, label: str) -> Reading:
    """Read a file of text with separators.

    Parameters
    ----------
    path : Path
        The file.
    label : str
        How messages name it.

    Returns
    -------
    Reading
        One sheet, or a finding that says why there is none.
    """
    reading = Reading()
    if path.stat().st_size > MAXIMUM_BYTES:
        reading.findings.append(Finding(label, "a file of over 64 MB", "at most 64 MB"))
        return reading
    text = _decode(path.read_bytes(), label, reading)
    if text is None:
        return reading
    first, _, rest = text.partition("\n")
    separator = ""
    skipped = 0
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        separator, text, skipped = first.strip()[4], rest, 1
    separator = separator or _find_separator(text)
    if separator != ",":
        name = _SEPARATORS.get(separator, f"'{separator}'")
        reading.repairs.append(
            Repair(label, None, None, f"{name}-separated cells", "cells", "not a comma")
        )
    rows = _split(text, separator, label, reading)
    if rows:
        numbers = tuple(range(1 + skipped, len(rows) + 1 + skipped))
        reading.sheets.append(Sheet(label, path.stem, tuple(rows), numbers))
    return reading


def _decode(data: bytes, label: str, reading: Reading) -> str | None:
    """Return the text, whichever of the usual encodings it has."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        reading.findings.append(
            Finding(label, "zero bytes", "text", remedy="Save it as 'CSV UTF-8' and try again.")
        )
        return None
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8-sig":
            name = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}[encoding]
            sample = next((line for line in text.splitlines() if not line.isascii()), "")
            seen = f"text such as '{sample.strip():.60}'" if sample else "text"
            reading.repairs.append(
                Repair(label, None, None, f"{name} bytes", seen, "not UTF-8; look at its letters")
            )
        return text
    reading.findings.append(
        Finding(label, "letters in no known encoding", "UTF-8", remedy="Save it as 'CSV UTF-8'.")
    )
    return None


def _find_separator(text: str) -> str:
    """Return the separator that cuts the headings into the most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {sign: len(next(csv.reader([first], delimiter=sign), [])) for sign in _SEPARATORS}
    return max(counts, key=lambda sign: counts[sign])


def _split(text: str, separator: str, label: str, reading: Reading) -> list[tuple[str | None, ...]]:
    rows: list[tuple[str | None, ...]] = []
    cells = 0
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=separator):
            cells += len(row) or 1
            if cells > MAXIMUM_CELLS:
                problem = f"more than {MAXIMUM_CELLS:,} cells"
                reading.findings.append(Finding(label, problem, "fewer"))
                return []
            rows.append(tuple(cell or None for cell in row))
    except csv.Error as error:
        reading.findings.append(
            Finding(
                label,
                f"a line that cannot be cut into cells ({error})",
                "cells with separators",
                remedy="Open it in the spreadsheet and save it anew as 'CSV UTF-8'.",
            )
        )
        return []
    if not rows:
        reading.findings.append(Finding(label, "an empty file", "headings in row 1", row=1))
    return rows
