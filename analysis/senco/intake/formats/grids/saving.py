"""Grids into files of other programs; the ending says which."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from senco.cohort.grid import Grid
from senco.errors import DataError, Finding, MeasureError
from senco.intake.formats.dressing import save_book
from senco.intake.formats.grids.writers import (
    format_long,
    format_openrepgrid,
    format_repgrid,
    format_wide,
    list_wide,
)

#: Letters that no sheet's name may have, and how many it may.
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_SHEET, _LONGEST_CELL = 31, 32_767
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")


def save_grids(grids: Sequence[Grid], path: str | Path) -> tuple[str, ...]:
    """Save grids to a new file, in the format of its ending.

    Parameters
    ----------
    grids : sequence of Grid
        At least one.
    path : str or Path
        The file, which must not be there yet: ``.xlsx`` (a sheet for each grid, as
        OpenRepGrid reads it), ``.csv`` (a wide table; of several grids a long one), ``.txt``
        (OpenRepGrid's text, one grid) or ``.rgrid`` (Rep Plus and WebGrid, one grid).

    Returns
    -------
    tuple of str
        What the format does not keep.

    Raises
    ------
    DataError
        If the file already exists.
    MeasureError
        If the ending is unknown, or the format cannot contain the grids.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from senco.cohort.grid import Grid
    >>> from senco.intake.formats.grids import read_grids
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5), name="P1")
    >>> with TemporaryDirectory() as folder:
    ...     notes = save_grids([grid], Path(folder) / "P1.rgrid")
    ...     read_grids(Path(folder) / "P1.rgrid")[0].grid == grid, notes
    (True, ())
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        known = ", ".join(_WRITERS)
        raise MeasureError(
            f"a grid cannot be saved as '{ending}': the name must end in one of {known}"
        )
    if not grids:
        raise MeasureError("there is no grid to save")
    if len(grids) > 1 and ending in _SINGLE:
        raise MeasureError(
            f"{path.name} would hold {len(grids)} grids, and such a file holds one: save them as "
            ".xlsx or .csv"
        )
    content = _WRITERS[ending](grids)
    _write_new(path, content)
    return _list_lost(grids, ending)


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(content)
    except FileExistsError:
        remedy = "Choose another name, or move the file away."
        finding = Finding(path.as_posix(), "a file of this name", "a new name", remedy=remedy)
        raise DataError([finding]) from None
    except FileNotFoundError:
        remedy = "Make the folder first, or check its name."
        finding = Finding(path.as_posix(), "no such folder", "an existing folder", remedy=remedy)
        raise DataError([finding]) from None


def _list_lost(grids: Sequence[Grid], ending: str) -> tuple[str, ...]:
    lost = []
    if any(one.self_element or one.ideal_element or one.overall for one in grids):
        lost.append("which elements are the self and the ideal, and the overall construct")
    if ending == ".rgrid" and any(c.preferred for one in grids for c in one.constructs):
        lost.append("preferred poles")
    return tuple(f"Such a file cannot keep {what}." for what in lost)


def _as_text(grids: Sequence[Grid]) -> bytes:
    return format_openrepgrid(grids[0]).encode()


def _as_repgrid(grids: Sequence[Grid]) -> bytes:
    return format_repgrid(grids[0]).encode()


def _as_csv(grids: Sequence[Grid]) -> bytes:
    names = [name for one in grids for name in (one.name, *one.elements)]
    names += [pole for one in grids for c in one.constructs for pole in (c.left, c.right)]
    for name in names:
        if name.startswith(_FORMULA):
            raise MeasureError(
                f"'{name[:40]}' would be a formula in a spreadsheet that opens a CSV: save the "
                "grid as .xlsx, where it remains a text"
            )
    if len(grids) == 1:
        return format_wide(grids[0]).encode()
    for one in grids:
        poles = [(c.left, c.right) for c in one.constructs]
        twice = next((pair for place, pair in enumerate(poles) if pair in poles[:place]), None)
        if twice is not None:
            raise MeasureError(
                f"two constructs of '{one.name}' are called '{twice[0]} – {twice[1]}', which a "
                "long table cannot tell apart: save the grids as .xlsx"
            )
    return format_long(_name_all(grids)).encode()


def _name_all(grids: Sequence[Grid]) -> list[Grid]:
    """The grids, each with a name of its own, by which a long table tells them apart."""
    seen: set[str] = set()
    named = []
    for number, one in enumerate(grids, start=1):
        name = one.name.strip() or f"grid {number}"
        name = name if name not in seen else f"{name}, grid {number}"
        seen.add(name)
        named.append(Grid(one.elements, one.constructs, one.ratings, one.scale, name))
    return named


def _as_workbook(grids: Sequence[Grid]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for number, one in enumerate(grids, start=1):
        sheet = book.create_sheet(_name_sheet(one.name, number, taken))
        for row in list_wide(one):
            long = next((cell for cell in row if len(str(cell)) > _LONGEST_CELL), None)
            if long is not None:
                raise MeasureError("a name of over 32,767 letters cannot be a cell of a workbook")
            try:
                sheet.append(row)
            except IllegalCharacterError:
                raise MeasureError("a name contains a character that no workbook can") from None
        sheet.freeze_panes = "B2"
    return save_book(book)


def _name_sheet(name: str, number: int, taken: set[str]) -> str:
    plain = _NOT_IN_SHEETS.sub(" ", name).strip(" '")[:_LONGEST_SHEET].strip(" '")
    plain = plain or f"grid {number}"
    if plain.casefold() in taken or plain.casefold() == "history":
        plain = f"{plain[: _LONGEST_SHEET - 8]} ({number})"
    taken.add(plain.casefold())
    return plain


_WRITERS: dict[str, Callable[[Sequence[Grid]], bytes]] = {
    ".xlsx": _as_workbook,
    ".csv": _as_csv,
    ".txt": _as_text,
    ".rgrid": _as_repgrid,
}
_SINGLE = (".txt", ".rgrid")
