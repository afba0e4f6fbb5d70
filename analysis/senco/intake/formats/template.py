"""What a new cohort starts from, made from the contract: a folder, or a workbook."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Literal, TypedDict

from senco.cohort.consistency import PLACEHOLDER
from senco.cohort.contract import describe_field, fields_of
from senco.cohort.model import CRITERIA_WORDS, CohortInfo, Criteria
from senco.cohort.study import Study
from senco.intake.formats.sheet import NOT_DATA
from senco.workspace.files import make_private_folder, set_access

#: Only a publication has these; nobody collects them.
PUBLICATION_TABLES = frozenset({"reported"})
PUBLICATION_COLUMNS = frozenset({"lines", "placing"})
#: Columns of an earlier version, which are read by nothing.
_EARLIER = frozenset({("claims", "answers")})
#: Sheets of the workbook that hold no table.
START_SHEET, COHORT_SHEET = "Start here", "cohort"
#: The sheet that holds the study's influences until somebody puts their own in their place.
INFLUENCE_SHEET = "influences"
#: The last row of influences among which a drop-down lets choose.
_MOST_INFLUENCES = 63
#: Rows of a sheet in which the drop-downs and ranges hold.
_LAST_ROW = 5000

#: The keys of cohort.yml that a person fills in, with what they mean.
INFO_KEYS: dict[str, str] = {
    "title": "Title of the cohort's part of the book, such as: Twelve people of one county, 2026",
    "provenance": "collected: your own data, kept private; synthetic: made up, to try things out",
    "summary": "Who took part, in one sentence; no names of people, settings or places",
    "source": "How and when the data came about, and under which ethical approval",
    "licence": "Who may use the data, such as: not to be shared",
    "worklines minimum": "The lowest level of the work-line's chart, such as -5",
    "worklines maximum": "The highest level of the chart, such as 5",
    "grids minimum": "The lowest rating of the grids, such as 1",
    "grids maximum": "The highest rating of the grids, such as 7",
    "disclosure quasi_identifiers": (
        "What those who know a participant know of them: columns of the sheet participants, with "
        "commas between them, such as: role, role_years"
    ),
    "disclosure k": "At least so many participants should share these, such as 3",
}


class _Rule(TypedDict, total=False):
    type: Literal["list", "date", "decimal", "whole", "textLength"]
    operator: Literal["between", "greaterThan", "lessThanOrEqual"]
    formula1: str
    formula2: str


_STEPS = (
    "One sheet a table. Fill in those that you have; leave the others as they are.",
    "Row 1 holds the headings: do not change them. Row 2 says what belongs in each column.",
    "Row 3 is an example. It is left out when the workbook is read, and so is row 2.",
    "Start with the sheets 'cohort' and 'participants': the others refer to them.",
    "Never write a name: each participant has a pseudonym, such as P1. Keep the list of who is "
    "who somewhere else.",
    "Dates as 30/06/2017, yes or no where a column asks for one. Values only, no formulas.",
    "Rankings may also stand with a row a participant and a column a construct: replace the "
    "sheet's headings by yours.",
    "The sheet 'influences' holds the study's key influences. Put your own in their place if you "
    "have others, and name in same_as which of the study's each repeats, if any.",
)


def list_collected(contract: dict[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that a collected cohort can have, with the columns to fill in.

    Parameters
    ----------
    contract : dict of str to dict
        The tables' descriptors.

    Returns
    -------
    dict of str to list of dict
        The fields' descriptors, by table.
    """
    left: set[str] = set(PUBLICATION_TABLES)
    for table, resource in contract.items():
        needed = {table, *(key["reference"]["resource"] for key in _list_keys(resource))}
        if needed & left or any(map(_is_closed, fields_of(resource).values())):
            left.add(table)
    return {
        table: [
            field
            for name, field in fields_of(resource).items()
            if name not in PUBLICATION_COLUMNS and (table, name) not in _EARLIER
        ]
        for table, resource in contract.items()
        if table not in left
    }


def _list_keys(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return list(resource["schema"].get("foreignKeys", []))


def _is_closed(field: dict[str, Any]) -> bool:
    """Whether a column must be filled in, and the study lists nothing for it."""
    limits = field.get("constraints", {})
    return bool(limits.get("required")) and limits.get("enum") == []


def write_folder(folder: Path, contract: dict[str, dict[str, Any]]) -> None:
    """Write a new cohort's folder: cohort.yml and the tables' headings.

    Parameters
    ----------
    folder : Path
        Where; it must not exist.
    contract : dict of str to dict
        The tables' descriptors.
    """
    make_private_folder(folder)
    (folder / "cohort.yml").write_text(_describe_info(), encoding="utf-8", newline="\n")
    for table, fields in list_collected(contract).items():
        headings = ",".join(field["name"] for field in fields)
        (folder / f"{table}.csv").write_text(headings + "\n", encoding="utf-8", newline="\n")
    set_access(folder, private=True)


def _describe_info() -> str:
    lines = ["# What the book says of this cohort. The lines that begin with # explain.", ""]
    for key in CohortInfo.model_fields:
        if key in INFO_KEYS:
            value = "collected" if key == "provenance" else f'"{PLACEHOLDER} {key}"'
            lines += [f"# {INFO_KEYS[key]}", f"{key}: {value}", ""]
    lines += [
        "# The scale of the work-line's chart and of the grids' ratings: take the # away",
        "# worklines: {minimum: -5, maximum: 5}",
        "# grids: {minimum: 1, maximum: 7}",
        "",
        "# What will count as agreement with another cohort. Decide before you look at data, take",
        "# the # away, and write down the day. senco check tells the digest: keep it elsewhere.",
        "# criteria:",
        "#   written: 2026-01-31",
        *_describe_criteria(),
        "# Who coded, where several did: each participant is counted as the first of them coded",
        "# coders: [anna, ben]",
        "",
        "# What those who know a participant know of them (columns of participants), and how many",
        "# participants at least should share it: senco disclose says whether they do",
        "# disclosure: {quasi_identifiers: [role, role_years, experience_years], k: 3}",
    ]
    return "\n".join(lines) + "\n"


def _describe_criteria() -> list[str]:
    """The criteria with their defaults, as comments."""
    lines = []
    for key, field in Criteria.model_fields.items():
        if key in CRITERIA_WORDS:
            lines.append(f"#   {key}: {field.default}  # {CRITERIA_WORDS[key]}")
    return [
        *lines,
        "#   primary: [order]  # what the study is about; or place:CONSTRUCT, key:INFLUENCE",
        "#   # with several primary outcomes: each, all, or shared (they share the error allowed)",
        "#   # multiplicity: all",
        '#   stopping_rule: "We stop when 20 people took part, or in June 2026."',
    ]


def write_workbook(name: str, contract: dict[str, dict[str, Any]], study: Study) -> bytes:
    """Write a new cohort's workbook.

    Parameters
    ----------
    name : str
        The cohort's name.
    contract : dict of str to dict
        The tables' descriptors.
    study : Study
        The framework, whose key influences get a sheet of their own.

    Returns
    -------
    bytes
        The XLSX file.
    """
    from openpyxl import Workbook

    book = Workbook()
    _write_start(book.active, name)
    _write_info(book.create_sheet(COHORT_SHEET))
    for table, fields in list_collected(contract).items():
        _write_table(book.create_sheet(table), contract[table], fields)
    for row in list_influences(study):
        book[INFLUENCE_SHEET].append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def list_influences(study: Study) -> list[list[str]]:
    """Return the study's influences as rows of the table influences.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    list of list of str
        Key, label, system, definition, and the key once more: what it repeats.
    """
    return [[one.id, one.label, one.system, one.definition, one.id] for one in study.influences]


def _write_start(sheet: Any, name: str) -> None:
    sheet.title = START_SHEET
    sheet.append([f"The workbook of the cohort {name}"])
    for number, step in enumerate(_STEPS, start=1):
        sheet.append([f"{number}. {step}"])
    sheet.append([f"{len(_STEPS) + 1}. Save it and type: senco import {name} {name}.xlsx"])
    _dress(sheet, [110], 1)


def _write_info(sheet: Any) -> None:
    sheet.append(["key", "value", "meaning"])
    for key, meaning in INFO_KEYS.items():
        sheet.append([key, "collected" if key == "provenance" else None, meaning])
    _add_rule(sheet, "B3:B3", {"type": "list", "formula1": '"collected,synthetic"'}, "cohort")
    _dress(sheet, [22, 60, 90], 1)


def _write_table(sheet: Any, resource: dict[str, Any], fields: list[dict[str, Any]]) -> None:
    """Write a table's headings, what they mean, an example, and the rules of its cells."""
    from openpyxl.utils import get_column_letter

    explained = [f"{field['description']} Allowed: {describe_field(field)}." for field in fields]
    sheet.append([field["name"] for field in fields])
    sheet.append([f"{NOT_DATA[0]} {explained[0]}", *explained[1:]])
    examples = [_make_example(field) for field in fields]
    sheet.append([f"{NOT_DATA[1]} {examples[0]}", *examples[1:]])
    for place, field in enumerate(fields, start=1):
        letter = get_column_letter(place)
        if field["type"] == "string":  # else Excel takes 3-5 for the third of May
            sheet.column_dimensions[letter].number_format = "@"
        rule = _find_rule(field, resource)
        if rule:
            _add_rule(sheet, f"{letter}4:{letter}{_LAST_ROW}", rule, describe_field(field))
    _dress(sheet, [max(18, len(field["name"]) + 4) for field in fields], 3)


def _find_rule(field: dict[str, Any], resource: dict[str, Any]) -> _Rule | None:
    """Return what Excel lets into a column's cells; None for anything."""
    limits = field.get("constraints", {})
    chosen = _find_list(field, resource)
    if chosen:
        return {"type": "list", "formula1": chosen}
    if field["type"] == "date":
        return {"type": "date", "operator": "greaterThan", "formula1": "1"}
    if field["type"] in ("number", "integer"):
        kind: Literal["decimal", "whole"] = "decimal" if field["type"] == "number" else "whole"
        low, high = limits.get("minimum", -1_000_000), limits.get("maximum", 1_000_000)
        return {"type": kind, "operator": "between", "formula1": str(low), "formula2": str(high)}
    if "maxLength" in limits:
        most = str(limits["maxLength"])
        return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": most}
    return None


def _find_list(field: dict[str, Any], resource: dict[str, Any]) -> str | None:
    """Among what a column's cells choose: words, or the cells of another sheet."""
    allowed = field.get("constraints", {}).get("enum")
    if allowed or field["type"] == "boolean":
        return '"' + ",".join(allowed or ["yes", "no"]) + '"'
    if field["name"] == "influence" and resource["name"] != INFLUENCE_SHEET:
        return f"{INFLUENCE_SHEET}!$A$4:$A${_MOST_INFLUENCES}"
    for key in _list_keys(resource):
        if key["fields"] == [field["name"]]:
            return f"{key['reference']['resource']}!$A$4:$A${_LAST_ROW}"
    return None


def _add_rule(sheet: Any, cells: str, rule: _Rule, allowed: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    validation = DataValidation(**rule, allow_blank=True, showErrorMessage=True)
    validation.errorTitle, validation.error = "Not allowed", f"Allowed: {allowed}"[:220]
    sheet.add_data_validation(validation)
    validation.add(cells)


def _make_example(field: dict[str, Any]) -> object:
    """An example for a column, from the contract where it gives one."""
    from datetime import date

    limits = field.get("constraints", {})
    if field["type"] == "date":
        return date.fromisoformat(field.get("example", "2017-06-01"))
    if "example" in field:
        return field["example"]
    if "enum" in limits:
        return limits["enum"][0]
    if field["type"] in ("number", "integer"):
        return limits.get("minimum", 1)
    if field["type"] == "boolean":
        return "yes"
    return f"{field['name'].replace('_', '-')}-1" if "pattern" in limits else "in your own words"


def _dress(sheet: Any, widths: list[int], head: int) -> None:
    """Make a sheet legible: bold headings, widths, wrapped lines, headings that stay."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in sheet.iter_rows(max_row=max(head, sheet.max_row)):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.row == 1:
                cell.font = Font(bold=True)
            elif cell.row <= head:
                cell.font = Font(italic=True, color="5A6570")
    sheet.freeze_panes = f"A{head + 1}"
