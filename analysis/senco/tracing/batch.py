"""Several scans read one after the other, into a folder with their lines and what to check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from senco.errors import SencoError
from senco.tracing.correcting import make_points_page
from senco.tracing.reading import trace_picture
from senco.tracing.saving import draw_overlay, format_rows, format_trace
from senco.tracing.scans import Picture, is_blank, list_scans, read_pages
from senco.workspace.files import write_new_folder

#: The table of a folder's lines.
TABLE = "worklines.csv"
_NOBODY = (
    "It is not known whose line this is: the scan shows no code with a pseudonym. Add "
    "--participant P1 for this scan by itself, or type it on the page with its points."
)


@dataclass(frozen=True)
class Read:
    """What came of one scan.

    Parameters
    ----------
    scan : str
        The file's name, and of several pages the number.
    whose : str
        The pseudonym, or "".
    rows : str
        The rows of `worklines.csv`, with their header; "" where there is no line to be taken.
    told : str
        All that is known of the line, as JSON; "" likewise.
    problem : str
        Why there is none, and what to do.
    files : dict of str to bytes
        What to check it by, by name.
    notes : tuple of str
        What was concluded.
    points : int
        How many the line has.
    confidence : float
        How sure it is, from 0 to 1.
    """

    scan: str
    whose: str = ""
    rows: str = ""
    told: str = ""
    problem: str = ""
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    points: int = 0
    confidence: float = 0.0


def read_batch(paths: Iterable[Path], levels: tuple[float, float] | None) -> Iterator[Read]:
    """Read scans one after the other.

    Parameters
    ----------
    paths : iterable of Path
        Files, and folders of them; PDF and TIFF files may have several pages.
    levels : tuple of float, optional
        The lowest and the highest level of the charts, where their codes do not tell them.

    Yields
    ------
    Read
        Of each page, also of those that were refused; a page that is bare, as the back of a
        sheet is, is left out.

    Raises
    ------
    SencoError
        Where a folder has no scan.
    """
    whose: dict[str, str] = {}
    number = 0
    for path in list_scans(paths):
        try:
            for label, picture in read_pages(path):
                if label != path.name and is_blank(picture):
                    continue
                number += 1
                read = _read_one(label, number, picture, levels)
                if read.rows and whose.setdefault(read.whose, label) != label:
                    read = _refuse_twice(read, whose[read.whose], number)
                yield read
        except SencoError as error:
            yield Read(path.name, problem=str(error))


def _read_one(
    label: str, number: int, picture: Picture, levels: tuple[float, float] | None
) -> Read:
    try:
        trace = trace_picture(picture, levels=levels)
    except SencoError as error:
        return Read(label, problem=str(error))
    whose = trace.code.participant if trace.code else ""
    name = whose or f"scan-{number}"
    files = {f"{name}-traced.png": draw_overlay(trace),
             f"{name}-points.html": make_points_page(trace, whose).encode()}  # fmt: skip
    if trace.refused:
        return Read(label, whose, problem=trace.refused, files=files)
    if not whose:
        return Read(label, problem=_NOBODY, files=files)
    return Read(label, whose, format_rows(trace, whose), format_trace(trace, whose),
                files=files, notes=trace.notes, points=len(trace.lines[0]),
                confidence=trace.confidence)  # fmt: skip


def _refuse_twice(read: Read, first: str, number: int) -> Read:
    """A second line of the same participant, whose files have names of their own."""
    files = {f"scan-{number}-{name.rpartition('-')[2]}": held for name, held in read.files.items()}
    return Read(
        read.scan, read.whose, files=files,
        problem=(
            f"{read.whose}'s line has already been read from {first}. Keep one of the two scans."
        ),
    )  # fmt: skip


def write_batch(reads: Sequence[Read], folder: Path) -> None:
    """Write what came of scans into a new folder, all or nothing.

    Parameters
    ----------
    reads : sequence of Read
        Of which those with a line make `worklines.csv`.
    folder : Path
        To be made; its files are readable by their owner alone.

    Raises
    ------
    SencoError
        Where the folder is there already.
    """
    write_new_folder(folder, dict(_list_files(reads)))


def _list_files(reads: Sequence[Read]) -> Iterator[tuple[str, bytes]]:
    rows = gather_rows(reads)
    if rows:
        yield TABLE, rows.encode()
    for read in reads:
        yield from read.files.items()


def gather_rows(reads: Sequence[Read]) -> str:
    """Return the rows of all lines under one header.

    Parameters
    ----------
    reads : sequence of Read
        Also those without a line.

    Returns
    -------
    str
        A table, or "" where no line was read.
    """
    tables = [read.rows.split("\n", 1) for read in reads if read.rows]
    return "\n".join([tables[0][0], "".join(rows for _, rows in tables)]) if tables else ""


def format_batch(reads: Sequence[Read]) -> str:
    """Return what came of all scans as JSON.

    Parameters
    ----------
    reads : sequence of Read
        Also those without a line.

    Returns
    -------
    str
        JSON: a list in the order of the scans.
    """
    told = [
        {"scan": read.scan, "problem": read.problem or None, **json.loads(read.told or "{}")}
        for read in reads
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)
