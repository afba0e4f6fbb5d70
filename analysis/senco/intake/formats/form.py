"""The workbook that a new cohort is filled into, made from the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from senco.cohort.contract import describe_field
from senco.cohort.study import Study
from senco.intake.formats.choices import CHOICE_SHEET, Choice, find_choice, write_choices
from senco.intake.formats.criteria import CRITERIA_SHEET, write_criteria
from senco.intake.formats.dressing import Rule, add_rule, dress, save_book
from senco.intake.formats.grid_sheet import EXAMPLE_SHEET, write_grid
from senco.intake.formats.sheet import NOT_DATA
from senco.intake.formats.template import INFO_KEYS, list_collected

#: Sheets of the workbook that hold no table.
START_SHEET, COHORT_SHEET = "Start here", "cohort"
#: The sheet that holds the study's influences until somebody puts their own in their place.
INFLUENCE_SHEET = "influences"
#: Rows of a table's sheet: headings, what a row is, what a column means, an example, and data.
_WHAT_ROW, _FIRST_ROW = 2, 5
#: The last row in which the drop-downs and ranges hold, and the last of influences.
_LAST_ROW, _LAST_INFLUENCE = 5000, 64
#: How wide a column is at least and at most.
_NARROW, _WIDE = 24, 40

_STEPS = (
    "There is one sheet for each table. Fill in those that you have; leave the others as they are.",
    "Row 1 contains the headings: do not change them. Row 2 says what one row is, row 3 what "
    "belongs in each column, and row 4 is an example. Your data start in row 5; rows 2 to 4 "
    "are ignored when the workbook is read.",
    "Start with the sheets 'cohort' and 'participants': the others refer to them.",
    "Before you ask anybody, you can set down on the sheet 'criteria' what will count as "
    "agreement with another cohort. Fill in the sheet 'cohort' too, import the workbook, and "
    "keep the digest that is printed.",
    "Never write a name: each participant has a pseudonym, such as P1. Keep the list of who is "
    "who somewhere else.",
    "Dates as 30/06/2017, yes or no where a column asks for one. Values only, no formulas.",
    "Rankings may also have a row for each participant and a column for each construct: "
    "replace the sheet's headings with yours.",
    "A grid may have its own sheet: copy the sheet 'grid example' for each participant, and "
    "name the copy grid and the pseudonym, such as: grid P1.",
    "The sheet 'influences' contains the study's key influences. Replace them with your own if "
    "you have others, and name in same_as the one of the study's to which each corresponds, if "
    "any.",
    "The sheet 'to choose from' lists the keys of the study, which some columns let you choose.",
)


def write_workbook(
    name: str,
    contract: dict[str, dict[str, Any]],
    study: Study,
    choices: Sequence[Choice] = (),
) -> bytes:
    """Write a new cohort's workbook.

    Parameters
    ----------
    name : str
        The cohort's name.
    contract : dict of str to dict
        The tables' descriptors.
    study : Study
        The framework, whose key influences get a sheet of their own.
    choices : sequence of Choice
        What the study's own cohort has to choose from.

    Returns
    -------
    bytes
        The XLSX file.
    """
    from openpyxl import Workbook

    book = Workbook()
    _write_start(book.active, name)
    _write_info(book.create_sheet(COHORT_SHEET))
    write_criteria(book.create_sheet(CRITERIA_SHEET))
    given = list_collected(contract)
    for table, fields in given.items():
        rules = {field["name"]: _find_rule(field, contract[table], given, choices)
                 for field in fields}  # fmt: skip
        examples = [_make_example(field, study) for field in fields]
        _write_table(book.create_sheet(table), contract[table], fields, examples, rules)
        if table == "grids":
            write_grid(book.create_sheet(EXAMPLE_SHEET), contract)
    if choices:
        write_choices(book.create_sheet(CHOICE_SHEET), choices)
    for row in list_influences(study):
        book[INFLUENCE_SHEET].append(row)
    return save_book(book)


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
    dress(sheet, [110], 1)


def _write_info(sheet: Any) -> None:
    sheet.append(["key", "value", "meaning"])
    for key, meaning in INFO_KEYS.items():
        sheet.append([key, "collected" if key == "provenance" else None, meaning])
    add_rule(sheet, "B3", {"type": "list", "formula1": '"collected,synthetic"'}, "one of the two")
    dress(sheet, [28, 60, 90], 1)


#: What a column lets in, and whether nothing else may stand there.
_Allowed = tuple[Rule, bool] | None


def _write_table(
    sheet: Any,
    resource: dict[str, Any],
    fields: list[dict[str, Any]],
    examples: list[object],
    rules: dict[str, _Allowed],
) -> None:
    """Write a table's headings, what they mean, an example, and the rules of its cells."""
    from openpyxl.utils import get_column_letter

    explained = [f"{field['description']} Allowed: {_describe(field)}." for field in fields]
    sheet.append([field["name"] for field in fields])
    sheet.append([f"{NOT_DATA[0]} {resource['description']}"])
    sheet.append([f"{NOT_DATA[0]} {explained[0]}", *explained[1:]])
    sheet.append([f"{NOT_DATA[1]} {examples[0]}", *examples[1:]])
    for place, field in enumerate(fields, start=1):
        letter = get_column_letter(place)
        if field["type"] == "string":  # else Excel takes 3-5 for the third of May
            sheet.column_dimensions[letter].number_format = "@"
        allowed = rules[field["name"]]
        if allowed:
            cells = f"{letter}{_FIRST_ROW}:{letter}{_LAST_ROW}"
            add_rule(sheet, cells, allowed[0], _describe(field), allowed[1])
    widths = [min(max(_NARROW, len(text) // 5), _WIDE) for text in explained]
    dress(sheet, widths, _FIRST_ROW - 1, unwrapped=(_WHAT_ROW,))


def _describe(field: dict[str, Any]) -> str:
    """What may stand in a column, in the words of the workbook."""
    return describe_field(field).replace("true or false", "yes or no")


def _find_rule(
    field: dict[str, Any],
    resource: dict[str, Any],
    given: dict[str, list[dict[str, Any]]],
    choices: Sequence[Choice],
) -> _Allowed:
    """Return what is let into a column's cells; None for anything."""
    limits = field.get("constraints", {})
    chosen = _find_list(field, resource, given)
    if chosen:
        return {"type": "list", "formula1": chosen}, True
    choice = find_choice(choices, resource["name"], field["name"])
    if choice:
        return {"type": "list", "formula1": choice[0]}, choice[1]
    if field["type"] == "date":
        return {"type": "date", "operator": "greaterThan", "formula1": "1"}, True
    if field["type"] in ("number", "integer"):
        kind: Literal["decimal", "whole"] = "decimal" if field["type"] == "number" else "whole"
        low, high = limits.get("minimum", -1_000_000), limits.get("maximum", 1_000_000)
        ends: Rule = {"formula1": str(low), "formula2": str(high)}
        return {"type": kind, "operator": "between", **ends}, True
    if "maxLength" in limits:
        most = str(limits["maxLength"])
        return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": most}, True
    return None


def _find_list(
    field: dict[str, Any], resource: dict[str, Any], given: dict[str, list[dict[str, Any]]]
) -> str | None:
    """Among what a column's cells choose: words, or the cells of another sheet."""
    allowed = field.get("constraints", {}).get("enum")
    if allowed or field["type"] == "boolean":
        return '"' + ",".join(allowed or ["yes", "no"]) + '"'
    if field["name"] == "influence" and resource["name"] != INFLUENCE_SHEET:
        return f"{INFLUENCE_SHEET}!$A${_FIRST_ROW}:$A${_LAST_INFLUENCE}"
    for key in resource["schema"].get("foreignKeys", []):
        if field["name"] in key["fields"]:
            place = key["fields"].index(field["name"])
            target = key["reference"]["resource"]
            return _name_cells(target, key["reference"]["fields"][place], given)
    return None


def _name_cells(table: str, column: str, given: dict[str, list[dict[str, Any]]]) -> str | None:
    """The cells of a column of another sheet."""
    from openpyxl.utils import get_column_letter

    names = [field["name"] for field in given.get(table, ())]
    if column not in names:
        return None
    letter = get_column_letter(names.index(column) + 1)
    return f"{table}!${letter}${_FIRST_ROW}:${letter}${_LAST_ROW}"


def _make_example(field: dict[str, Any], study: Study) -> object:
    """An example for a column, from the contract where it gives one."""
    from datetime import date

    limits = field.get("constraints", {})
    if field["name"] == "influence":
        return study.influences[0].id
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
    if str(limits.get("pattern", "")).startswith(("C[", "D[")):  # the keys of claims and so on
        return f"{limits['pattern'][0]}01"
    return f"{field['name'].replace('_', '-')}-1" if "pattern" in limits else "in your own words"
