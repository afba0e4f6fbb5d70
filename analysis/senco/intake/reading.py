"""From a researcher's files to tables: what each file holds, and where it stands there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from senco.cohort.contract import fields_of
from senco.cohort.loading import load_contract, load_study
from senco.cohort.study import Study
from senco.errors import Finding, suggest
from senco.intake.formats.cells import match_headings
from senco.intake.formats.choices import CHOICE_SHEET
from senco.intake.formats.criteria import CRITERIA_SHEET, read_criteria
from senco.intake.formats.delimited import read_delimited
from senco.intake.formats.form import (
    COHORT_SHEET,
    INFLUENCE_SHEET,
    START_SHEET,
    list_influences,
)
from senco.intake.formats.grid_sheet import EXAMPLE_SHEET
from senco.intake.formats.keys import Roster
from senco.intake.formats.rankings.responses import holds_ranking, is_survey
from senco.intake.formats.rankings.wide import is_wide
from senco.intake.formats.sheet import Repair, Sheet, SheetFile, is_blank, simplify, trim
from senco.intake.formats.signs import tidy
from senco.intake.formats.workbook import read_workbook
from senco.intake.formats.worklines import Chart
from senco.intake.forms import is_line, read_lines, read_wide
from senco.intake.grid_sheets import find_grids, read_grid_sheets
from senco.intake.joining import Joining
from senco.intake.programs import (
    ENDINGS,
    Delivery,
    GridOptions,
    is_codebook,
    is_foreign,
    read_program,
)
from senco.intake.table import CODED, Intake, Place, Table, convert, list_column, list_kept
from senco.workspace.paths import Project

#: Keys of cohort.yml that stand below another, as the workbook's sheet names them.
_PARTS = ("minimum", "maximum", "quasi_identifiers", "k", "together", "sensitive")
#: Sheets of the workbook that hold nothing of a cohort.
_OF_WORKBOOK = frozenset(simplify(name) for name in (START_SHEET, CHOICE_SHEET, EXAMPLE_SHEET))
_READERS = {".xlsx": read_workbook, ".csv": read_delimited, ".tsv": read_delimited}
_READERS |= {".txt": read_delimited}


def read_files(
    files: Sequence[Path],
    folder: Path,
    project: Project,
    people: Mapping[str, str] | None = None,
    together: bool = False,
    grid_options: GridOptions | None = None,
    chart: Chart | None = None,
) -> Intake:
    """Read files into tables of the contract.

    Parameters
    ----------
    files : sequence of Path
        Workbooks, files of text with separators, or files of other programs.
    folder : Path
        The cohort's folder, whose tables say what constructs there are.
    project : Project
        The checkout.
    people : mapping of str to str, optional
        Pseudonyms, by the names in other programs' files.
    together : bool
        Whether coded texts are added to those of the cohort.
    grid_options : GridOptions, optional
        What is said of other programs' grids.
    chart : Chart, optional
        What the user says of the chart that work-lines were read off.

    Returns
    -------
    Intake
        Tables, repairs, and what has to be corrected; nothing is written.
    """
    intake = Intake()
    foreign = [path for path in files if is_foreign(path)]
    sheets = _read_sheets([path for path in files if path not in foreign], intake)
    contract = load_contract(project)
    grids = find_grids(sheets, contract)
    sheets = [sheet for sheet in sheets if sheet not in [one for one, _ in grids]]
    listed = list_column(intake, folder, "participants", "participant", "participant")
    lined = [sheet for sheet in sheets if is_line(sheet, Roster(people or {}, tuple(listed)))]
    named = [
        ("worklines" if sheet in lined else _name_table(sheet, contract, intake), sheet)
        for sheet in sheets
    ]
    order = list(contract)
    for table, sheet in sorted(
        ((table, sheet) for table, sheet in named if table), key=lambda pair: order.index(pair[0])
    ):
        if sheet in lined:
            read_lines(sheet, intake, folder, contract[table], people or {}, chart or Chart())
        elif table in intake.tables:
            found = f"a second table of {table}, beside {intake.tables[table].label}"
            intake.findings.append(
                Finding(sheet.label, found, ("one"), remedy="Leave one of them out.")
            )
        elif table == "rankings" and (is_survey(sheet) or is_wide(sheet)):
            intake.tables[table] = read_wide(sheet, intake, folder, contract[table], people or {})
        else:
            intake.tables[table] = _read_table(table, sheet, contract[table], intake)
    read_grid_sheets(grids, intake, folder, contract)
    _leave_out_framework(intake, folder, load_study(project))
    known = list_column(intake, folder, "participants", "participant", "participant")
    roster = Roster(people or {}, tuple(known))
    joining = Joining({name: list_kept(intake, folder, name, together) for name in CODED})
    ordered = sorted(foreign, key=lambda path: not is_codebook(path))
    deliveries = [
        (path.name, read_program(path, roster, joining, grid_options)) for path in ordered
    ]
    for label, delivery in deliveries:
        _take_delivery(label, delivery, intake, bool(known))
    intake.notes += dict.fromkeys(note for _, each in deliveries for note in each.advice)
    return intake


def _leave_out_framework(intake: Intake, folder: Path, study: Study) -> None:
    """Forget influences that are the study's, as every workbook holds them.

    Where the cohort had its own, a table without a row takes their place.
    """
    table = intake.tables.get(INFLUENCE_SHEET)
    if table is None:
        return
    columns, heads = list(table.columns), ("influence", "label", "system")
    if not set(heads) <= set(columns):
        return
    places = [columns.index(name) for name in heads]
    given = [[row[place] for place in places] for row in table.rows]
    if given == [row[:3] for row in list_influences(study)]:
        table.rows, table.places = [], []
        if not (folder / f"{INFLUENCE_SHEET}.csv").is_file():
            del intake.tables[INFLUENCE_SHEET]


def _read_sheets(files: Sequence[Path], intake: Intake) -> list[Sheet]:
    """Return the sheets that hold tables; what the workbook says of itself goes to the intake."""
    sheets: list[Sheet] = []
    for path in files:
        reading = _read_file(path)
        intake.repairs += reading.repairs
        intake.findings += reading.findings
        for sheet in reading.sheets:
            kept, repairs = trim(sheet)
            if simplify(kept.name) in _OF_WORKBOOK or not kept.rows:
                continue
            if simplify(kept.name) == COHORT_SHEET:
                _read_info(kept, intake)
            elif simplify(kept.name) == CRITERIA_SHEET:
                criteria, places, changes, findings = read_criteria(kept)
                intake.criteria = criteria or intake.criteria
                intake.info_places |= places
                intake.repairs += changes
                intake.findings += findings
            elif len(kept.rows) > 1 or path.suffix.lower() != ".xlsx":
                intake.repairs += repairs
                sheets.append(kept)
    return sheets


def _take_delivery(label: str, delivery: Delivery, intake: Intake, known: bool) -> None:
    """Add what another program's file brings to the tables."""
    intake.findings += delivery.findings
    intake.notes += [f"{label}: {note}" for note in delivery.notes]
    for name, frame in delivery.frames.items():
        if name == "participants" and known:
            continue  # the cohort says more of its participants than the file can
        columns = [column for column in frame if frame[column].notna().any()]
        rows = frame[columns].astype(object).where(frame[columns].notna(), "")
        table = intake.tables.setdefault(
            name, Table(name, label, 1, {str(column): str(column) for column in columns})
        )
        if label not in table.label:
            table.label += f", {label}"
        table.add_columns([str(column) for column in columns])
        there = {*table.list_cells("participant")} if name == "participants" else set()
        for place, row in enumerate(rows.to_dict("records"), 1):
            cells = [_write(row.get(column, "")) for column in table.columns]
            if row.get("participant") not in there and (name != "codes" or cells not in table.rows):
                table.rows.append(cells)
                table.places.append(Place(place))


def _write(value: object) -> str:
    """Return a value as the table holds it, with every digit of a number."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return tidy(str(value))


def _read_file(path: Path) -> SheetFile:
    """Read one file, or say why not."""
    label = path.name
    reader = _READERS.get(path.suffix.lower())
    if not path.is_file():
        found, allowed, remedy = "no such file", "a file", "Check the name and the folder."
    elif reader is None:
        found = f"a file of the kind '{path.suffix}'"
        allowed = "one of " + ", ".join([*_READERS, *ENDINGS])
        remedy = "In Excel, choose 'Save as' and 'Excel Workbook (.xlsx)' or 'CSV UTF-8'."
    else:
        try:
            return reader(path, label)
        except OSError as error:
            found, allowed = f"a file that cannot be opened ({error.strerror})", "a file"
            remedy = "Close it in other programs and try again."
    return SheetFile(findings=[Finding(label, found, allowed, remedy=remedy)])


def _name_table(sheet: Sheet, contract: dict[str, Any], intake: Intake) -> str | None:
    """Return the table that a sheet holds, by its name or, failing that, by its headings."""
    names = {simplify(table): table for table in contract}
    names |= {simplify(resource["title"]): table for table, resource in contract.items()}
    table = names.get(simplify(sheet.name))
    if table is None:
        heads = {simplify(heading) for heading in sheet.headings}
        fitting = [
            name
            for name, resource in contract.items()
            if {simplify(key) for key in resource["schema"]["primaryKey"]} <= heads
            and heads <= {simplify(column) for column in fields_of(resource)}
        ]
        table = fitting[0] if len(fitting) == 1 else None
        if table is None and (simplify(sheet.name).endswith("rankings") or holds_ranking(sheet)):
            table = "rankings"
        if table is not None:
            repair = Repair(sheet.label, None, None, "its headings", f"the table {table}", "a fit")
            intake.repairs.append(repair)
            return table
        if _is_extra(sheet, contract):
            intake.notes.append(f"{sheet.label}: left out, because it is not a table of a cohort.")
            return None
        intake.findings.append(
            Finding(
                sheet.label,
                f"the name '{sheet.name:.40}'",
                "one of " + ", ".join(contract),
                remedy=suggest(sheet.name, contract) or "Name the sheet or the file after a table.",
            )
        )
    return table


def _is_extra(sheet: Sheet, contract: dict[str, Any]) -> bool:
    """Whether a sheet of a workbook is somebody's own: neither its name nor a heading is near."""
    keys = {key for resource in contract.values() for key in resource["schema"]["primaryKey"]}
    heads = {simplify(heading) for heading in sheet.headings}
    is_near = difflib.get_close_matches(simplify(sheet.name), contract, n=1, cutoff=0.75)
    of_workbook = sheet.label.endswith(f", sheet {sheet.name}")
    return of_workbook and not is_near and not heads & {simplify(key) for key in keys}


def _read_table(name: str, sheet: Sheet, resource: dict[str, Any], intake: Intake) -> Table:
    """Turn a sheet whose columns are the contract's into a table."""
    fields = fields_of(resource)
    head = sheet.numbers[0]
    columns, repairs, findings = match_headings(sheet.headings, fields, sheet.label, head)
    intake.repairs += repairs
    intake.findings += findings
    table = Table(name, sheet.label, head, {c: sheet.headings[p] for p, c in columns.items()})
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        cells = [
            convert(row[place], fields[column], sheet.label, number, sheet.headings[place], intake)
            for place, column in columns.items()
        ]
        table.rows.append(cells)
        table.places.append(Place(number))
    return table


def _read_info(sheet: Sheet, intake: Intake) -> None:
    """Read the workbook's sheet of keys and values into what cohort.yml holds."""
    info: dict[str, Any] = {}
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        key, value = tidy(str(row[0] or "")), row[1] if len(row) > 1 else None
        if not key:
            continue
        table, _, end = key.partition(" ")
        path = f"{table}.{end}" if end in _PARTS else key
        intake.info_places[path] = (sheet.label, number)
        intake.info_places.setdefault(table, (sheet.label, number))
        if is_blank(value):
            continue
        said: Any = tidy(value) if isinstance(value, str) else value
        if end in ("quasi_identifiers", "sensitive") or key == "coders":
            said = [tidy(word) for word in str(value).split(",") if word.strip()]
        if path == key:
            info[key] = said
        else:
            info.setdefault(table, {})[end] = said
    if set(info) - {"provenance"} or not intake.info:
        intake.info = info
