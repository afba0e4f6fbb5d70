"""Reading grids: the format is found in the content, not in the file's name."""

from __future__ import annotations

from pathlib import Path

from senco.errors import DataError
from senco.intake.formats.delimited import decode_text
from senco.intake.formats.grids.drafts import MAX_FINDINGS, Problems, ReadGrid, finish_draft
from senco.intake.formats.grids.programs import PROGRAMS
from senco.intake.formats.grids.sources import Table, load_bytes, load_workbook_tables, split_table
from senco.intake.formats.grids.tabular import LAYOUTS, draft_table, find_layout

Scale = tuple[float, float]

_KNOWN = f"{LAYOUTS}; or a file of {', '.join(program.name for program in PROGRAMS)}"
_NAME_ENCODING = "Save it as UTF-8 ('CSV UTF-8' in Excel), or name its encoding, such as cp1252."
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_grids(
    path: str | Path,
    scale: Scale | None = None,
    encoding: str | None = None,
    right_first: bool = False,
) -> tuple[ReadGrid, ...]:
    """Read the grids of a file.

    Parameters
    ----------
    path : str or Path
        CSV or Excel (wide, long, or constructs in columns; every sheet a grid), or a file of
        OpenRepGrid, Gridstat, Gridcor, Rep Plus or WebGrid.
    scale : (float, float), optional
        Lowest and highest possible rating, in place of what the file states.
    encoding : str, optional
        Encoding of a text file; by default UTF-8, or UTF-16 with its mark.
    right_first : bool
        For Gridcor: whether the first block of poles holds the right ones.

    Returns
    -------
    tuple of ReadGrid
        At least one, in the order of the file.

    Raises
    ------
    DataError
        If the file is none of these, too large, or a grid in it is at fault; with file,
        row and column of everything that was found.

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
    content = load_bytes(path)
    file = path.as_posix()
    if content[:4] == b"PK\x03\x04":
        return _read_tables(load_workbook_tables(content, file, path.stem), file, scale)
    if content[:4] == _OLD_WORKBOOK:
        remedy = "Open it and save it as .xlsx."
        raise Problems(file).refuse("a workbook of the old kind (.xls)", ".xlsx", remedy=remedy)
    text, _ = decode_text(content, file, (encoding or "utf-8",), _NAME_ENCODING)
    program = next((program for program in PROGRAMS if program.fits(text)), None)
    if program is None:
        return _read_tables((split_table(text, file, path.stem),), file, scale)
    problems = Problems(file)
    drafts = program.draft(text, path.stem, problems, right_first)
    readings = [finish_draft(draft, problems, scale) for draft in drafts]
    problems.check()
    return tuple(reading for reading in readings if reading is not None)


def _read_tables(tables: tuple[Table, ...], file: str, scale: Scale | None) -> tuple[ReadGrid, ...]:
    layouts = [find_layout(table) for table in tables]
    if not any(layouts):
        raise Problems(file).refuse("none of the formats that are read", _KNOWN)
    passed_over = [t.name for t, layout in zip(tables, layouts, strict=True) if layout is None]
    notes = tuple(f"Sheet '{name}' holds no grid and was passed over." for name in passed_over)
    readings: list[ReadGrid] = []
    findings = []
    for table, layout in zip(tables, layouts, strict=True):
        if layout is None:
            continue
        problems = Problems(table.label)
        drafts = draft_table(table, layout, problems)
        if not problems.findings:
            made = [finish_draft(draft, problems, scale) for draft in drafts]
            readings += [ReadGrid(r.grid, r.layout, r.notes + notes) for r in made if r is not None]
        findings += problems.findings
    if findings:
        raise DataError(findings[:MAX_FINDINGS])
    return tuple(readings)
