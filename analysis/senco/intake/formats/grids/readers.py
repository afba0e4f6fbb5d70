"""Reading grids: the format is found in the content, not in the file's name."""

from __future__ import annotations

from pathlib import Path

from senco.errors import DataError
from senco.intake.formats.delimited import ENCODINGS, decode_text
from senco.intake.formats.encodings import describe_encoding
from senco.intake.formats.grids.documents import DOCUMENTS, draft_document, find_document
from senco.intake.formats.grids.drafts import (
    MAX_FINDINGS,
    Draft,
    Problems,
    ReadGrid,
    Wishes,
    check_wishes,
    finish_draft,
)
from senco.intake.formats.grids.layouts import LAYOUTS, split_blocks
from senco.intake.formats.grids.programs import PROGRAMS
from senco.intake.formats.grids.repgrid import draft_keyed, is_keyed
from senco.intake.formats.grids.sources import Table, load_bytes, load_workbook_tables, split_table
from senco.intake.formats.grids.tabular import draft_block

Scale = tuple[float, float]

_PROGRAMS = [program.name for program in (*PROGRAMS, *DOCUMENTS)]
_KNOWN = f"{LAYOUTS}; or a file of {', '.join(_PROGRAMS)}"
_NAME_ENCODING = "Save it as UTF-8 ('CSV UTF-8' in Excel), or name its encoding: --encoding cp1252."
_SEPARATORS = (",", ";", "\t", "|")
#: So many letters show what parts a table's cells.
_HEAD = 2**16
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_grids(
    path: str | Path,
    scale: Scale | None = None,
    encoding: str | None = None,
    right_first: bool = False,
    missing: float | None = None,
) -> tuple[ReadGrid, ...]:
    """Read the grids of a file.

    Parameters
    ----------
    path : str or Path
        CSV or Excel (wide, long, headed as in theses, or constructs in columns; several grids
        on sheets, or one below another), or a file of a program for grids.
    scale : (float, float), optional
        Lowest and highest possible rating, in place of what the file states.
    encoding : str, optional
        Encoding of a text file; by default UTF-8, or UTF-16 with its mark, or what its letters
        show.
    right_first : bool
        Whether the pole that is written first is at the high end of the scale, where the file
        does not say so itself.
    missing : float, optional
        A number that means no rating.

    Returns
    -------
    tuple of ReadGrid
        At least one, in the order of the file.

    Raises
    ------
    DataError
        If the file is none of these, too large, or a grid in it is invalid; with file,
        row and column of everything that was found.
    MeasureError
        If the scale that is given does not rise.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from senco.cohort.grid import Grid
    >>> from senco.intake.formats.grids import save_grid
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "grid.csv"
    ...     save_grid(grid, path, "wide")
    ...     reading = read_grids(path)[0]
    >>> reading.layout, reading.grid.elements, reading.grid.ratings.tolist()
    ('wide', ('me', 'Ann'), [[2.0, 5.0]])
    """
    path = Path(path)
    wishes = Wishes(scale, encoding, right_first, missing)
    check_wishes(wishes)
    content = load_bytes(path)
    file = path.as_posix()
    if content[:4] == b"PK\x03\x04":
        return _read_tables(load_workbook_tables(content, file, path.stem), file, wishes)
    if content[:4] == _OLD_WORKBOOK:
        remedy = "Open it and save it as .xlsx."
        raise Problems(file).refuse("an old workbook (.xls)", ".xlsx", remedy=remedy)
    document = find_document(content)
    if document is not None:
        problems = Problems(file)
        return _finish(draft_document(document, content, path.stem, problems), problems, wishes)
    named = (encoding,) if encoding else ENCODINGS
    text, found = decode_text(content, file, named, _NAME_ENCODING)
    said = describe_encoding(content, text, found) if encoding is None else ""
    readings = _read_text(text, path, wishes)
    return tuple(
        ReadGrid(one.grid, one.layout, (*((said,) if said else ()), *one.notes)) for one in readings
    )


def _read_text(text: str, path: Path, wishes: Wishes) -> tuple[ReadGrid, ...]:
    file = path.as_posix()
    if text.lstrip().startswith("<"):
        remedy = "Export the grid as CSV, Excel or text there."
        found = "a page or an XML document that cannot be read"
        raise Problems(file).refuse(found, _KNOWN, remedy=remedy)
    program = next((program for program in PROGRAMS if program.fits(text)), None)
    if program is None:
        separator = _find_separator(text, file)
        return _read_tables((split_table(text, file, path.stem, separator),), file, wishes)
    problems = Problems(file)
    drafts = program.draft(text, path.stem, problems, wishes.right_first)
    return _finish(drafts, problems, wishes)


def _find_separator(text: str, file: str) -> str | None:
    """The separator by which the beginning of a text is a grid, where a title hides it."""
    head = text[:_HEAD].rpartition("\n")[0] if len(text) > _HEAD else text
    for separator in (None, *_SEPARATORS):
        try:
            table = split_table(head, file, "", separator)
        except DataError:
            continue
        if is_keyed(table) or split_blocks(table):
            return separator
    return None


def _finish(drafts: list[Draft], problems: Problems, wishes: Wishes) -> tuple[ReadGrid, ...]:
    readings = [finish_draft(draft, problems, wishes) for draft in drafts]
    problems.check()
    return tuple(reading for reading in readings if reading is not None)


def _read_tables(tables: tuple[Table, ...], file: str, wishes: Wishes) -> tuple[ReadGrid, ...]:
    blocks = [[] if is_keyed(table) else split_blocks(table) for table in tables]
    if not any(found or is_keyed(table) for table, found in zip(tables, blocks, strict=True)):
        raise Problems(file).refuse("a format that cannot be read", _KNOWN)
    passed_over = [
        table.name
        for table, found in zip(tables, blocks, strict=True)
        if not (found or is_keyed(table))
    ]
    notes = tuple(f"Sheet '{name}' contains no grid and was skipped." for name in passed_over)
    readings: list[ReadGrid] = []
    findings = []
    for table, found in zip(tables, blocks, strict=True):
        problems = Problems(table.label)
        drafts = [draft for block in found for draft in draft_block(block, problems)]
        drafts += draft_keyed(table, problems) if is_keyed(table) else []
        made = [] if problems.findings else [finish_draft(d, problems, wishes) for d in drafts]
        readings += [ReadGrid(r.grid, r.layout, r.notes + notes) for r in made if r is not None]
        findings += problems.findings
    if findings:
        raise DataError(findings[:MAX_FINDINGS])
    return tuple(readings)
