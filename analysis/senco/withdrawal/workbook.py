"""One person taken out of the workbook from which a cohort was imported."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from senco.cohort.loading import load_contract
from senco.cohort.tables import TextTable
from senco.errors import list_errors
from senco.intake.formats.archive import open_zip
from senco.intake.formats.sheet import simplify
from senco.intake.formats.spreadsheet import open_workbook
from senco.intake.reading import read_files
from senco.intake.table import Intake, Table
from senco.intake.table import Place as Stand
from senco.settling import FILE
from senco.text.words import count_words
from senco.withdrawal.person import Change, find_mention, find_rows
from senco.withdrawal.places import OWN_FILES, Place
from senco.workspace.paths import Project

#: What openpyxl would leave out of a workbook that it writes again.
_LOST = ("xl/charts/", "xl/media/", "xl/drawings/drawing", "xl/pivot", "xl/embeddings/")
_BY_HAND = "Remove the person from it by hand, or delete it"


def list_workbooks(project: Project, name: str) -> list[Path]:
    """Return the workbooks in the project's folder that have a cohort's name.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of Path
        Those that are there.
    """
    paths = (project.root / file.format(name) for file in OWN_FILES if file.startswith("{}.xls"))
    return [path for path in paths if path.is_file()]


def find_open(project: Project, name: str) -> Path | None:
    """Return the file by which Excel or LibreOffice says that a workbook is open.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    Path or None
    """
    locks = (file.format(name) for file in OWN_FILES if file.startswith(("~$", ".~")))
    return next((project.root / lock for lock in locks if (project.root / lock).exists()), None)


def take_out(project: Project, name: str, participant: str) -> tuple[list[Change], list[Place]]:
    """Return a cohort's workbooks as they will be without a person.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.
    participant : str
        The pseudonym.

    Returns
    -------
    changes : list of Change
        Their rows are blank; a blank row is not read.
    staying : list of Place
        What must be done by hand, and where the person is still named.
    """
    changes, staying = [], []
    for path in list_workbooks(project, name):
        change, problem = _take_out(path, project, name, participant)
        if problem:
            staying.append(Place(path, f"{problem}. {_BY_HAND}"))
            continue
        changes += [change] if change else []
        content = change.content if change else path.read_bytes()
        staying += [Place(path, place) for place in _list_named(content, participant)]
    path = project.root / FILE.format(name)
    if path.is_file():
        change = _take_out_settled(path, participant)
        changes += [change] if change else []
        content = change.content if change else path.read_bytes()
        staying += [Place(path, place) for place in _list_named(content, participant)]
    return changes, staying


def _take_out_settled(path: Path, participant: str) -> Change | None:
    """The workbook in which coders settle, without the rows of a person."""
    book = open_workbook(path.read_bytes(), path.name).edit()
    n = 0
    for sheet in book.worksheets:
        heads = [simplify(str(cell.value or "")) for cell in sheet[1]]
        place = heads.index("participant") if "participant" in heads else None
        for row in sheet.iter_rows(min_row=2) if place is not None else ():
            if str(row[place].value or "").strip() == participant:
                n += 1
                for cell in row:
                    cell.value = cell.comment = cell.hyperlink = None
    stream = io.BytesIO()
    book.save(stream)
    return Change(path, count_words(n, "row"), stream.getvalue()) if n else None


def _take_out(
    path: Path, project: Project, name: str, participant: str
) -> tuple[Change | None, str]:
    """A workbook without a person; or nothing, and why."""
    if path.is_symlink():
        return None, "is a link to a file elsewhere, in which nothing was changed"
    intake = read_files([path], project.cohort(name), project)
    if list_errors(intake.findings):
        return None, "cannot be read as it is, so nothing was removed from it"
    content = path.read_bytes()
    if holds_drawings(content, path.name):
        return None, "contains charts or pictures, which would be lost"
    texts = {table.name: _as_text(table) for table in intake.tables.values()}
    rows = find_rows(texts, load_contract(project), participant)
    if not rows:
        return None, ""
    book = open_workbook(content, path.name).edit()
    own = {place.label for place in _list_places(intake, rows) if place.label}
    for label in own:  # nobody else's grid stands on it
        book.remove(_find_sheet(book, label))
    left = {name: _leave_own(intake.tables[name], places) for name, places in rows.items()}
    left = {name: places for name, places in left.items() if places}
    for table, places in left.items():
        sheet = _find_sheet(book, intake.tables[table].label)
        _blank(sheet, intake.tables[table], places, participant)
    stream = io.BytesIO()
    book.save(stream)
    n = sum(len({intake.tables[table].places[i] for i in found}) for table, found in left.items())
    what = f"{count_words(n, 'row')} on {count_words(len(left), 'sheet')}"
    what += f", and {count_words(len(own), 'sheet')} of their own" if own else ""
    return Change(path, what, stream.getvalue()), ""


def _list_places(intake: Intake, rows: Mapping[str, set[int]]) -> list[Stand]:
    return [intake.tables[name].places[i] for name, found in rows.items() for i in found]


def _leave_own(table: Table, rows: set[int]) -> set[int]:
    """The rows that do not stand on a sheet of the person's own."""
    return {i for i in rows if not table.places[i].label}


def holds_drawings(content: bytes, label: str) -> bool:
    """Return whether a workbook holds what openpyxl would leave out of its copy.

    Parameters
    ----------
    content : bytes
        The workbook.
    label : str
        How messages name it.

    Returns
    -------
    bool
        True for charts, pictures, pivot tables and what else is drawn or embedded.
    """
    with open_zip(content, label) as archive:
        return any(part.startswith(_LOST) for part in archive.namelist())


def _as_text(table: Table) -> TextTable:
    return TextTable(table.label, list(table.columns), table.rows)


def _find_sheet(book: Any, label: str) -> Any:
    return next(sheet for sheet in book.worksheets if label.endswith(f", sheet {sheet.title}"))


def _blank(sheet: Any, table: Table, rows: set[int], participant: str) -> None:
    """Empty a person's rows; on a sheet with a column for each person, their column."""
    headings = {simplify(table.places[i].column or "") for i in rows}
    if headings == {simplify(participant)}:
        columns = [c.column for c in sheet[table.head] if simplify(str(c.value or "")) in headings]
        cells = [row[column - 1] for row in sheet.iter_rows() for column in columns]
    else:
        cells = [cell for number in {table.places[i].row for i in rows} for cell in sheet[number]]
    for cell in cells:
        cell.value = cell.comment = cell.hyperlink = None


def _list_named(content: bytes, participant: str) -> Iterator[str]:
    """Where a workbook names a person, with what to do."""
    mention = find_mention(participant)
    for sheet in open_workbook(content, "workbook").edit().worksheets:
        if mention.search(sheet.title):
            yield f"the name of the sheet {sheet.title} names them. Rename or delete it"
        for row in sheet.iter_rows():
            for cell in row:
                remark = cell.comment.text if cell.comment else ""
                if mention.search(f"{cell.value or ''} {remark}"):
                    yield (
                        f"sheet {sheet.title}, row {cell.row}, column {cell.column_letter} names "
                        "them. Reword the cell or empty it"
                    )
