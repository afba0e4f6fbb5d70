"""What will count as agreement with another cohort, on a sheet of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from senco.cohort.model import CRITERIA_WORDS, MULTIPLICITY_WORDS, Criteria
from senco.errors import Finding
from senco.intake.formats.cells import CellError, convert_cell
from senco.intake.formats.dressing import Rule, add_rule, dress
from senco.intake.formats.sheet import Repair, Sheet, Value, is_blank
from senco.intake.formats.signs import tidy

CRITERIA_SHEET = "criteria"
#: What each key means, beside those of `CRITERIA_WORDS`.
_WORDS = {
    "written": "the day on which the criteria were written down",
    "primary": "what the study is about, separated by commas: order, distance, place:CONSTRUCT, "
    "speaks:INFLUENCE, key:INFLUENCE, constriction:INFLUENCE or possibility:INFLUENCE",
    "multiplicity": "what counts where several are primary: "
    + "; ".join(f"{key}: {words}" for key, words in MULTIPLICITY_WORDS.items()),
    "stopping_rule": "in a sentence, when you will stop asking people",
}
_WIDTHS = (20, 40, 80, 14)


def write_criteria(sheet: Any) -> None:
    """Write the sheet on which criteria are laid down.

    Parameters
    ----------
    sheet : openpyxl worksheet
        To be filled.
    """
    sheet.append(["key", "value", "meaning", "by default"])
    for key, field in Criteria.model_fields.items():
        words = CRITERIA_WORDS.get(key) or _WORDS[key]
        usual = field.default if isinstance(field.default, float) else None
        sheet.append([key, None, f"{words[0].upper()}{words[1:]}", usual])
        rule = _find_rule(key)
        if rule:
            add_rule(sheet, f"B{sheet.max_row}", rule, words)
    sheet.append([None, None, _ADVICE])
    dress(sheet, _WIDTHS, 1)


_ADVICE = (
    "Fill in a value before you look at any data, and the day, or leave the whole sheet blank. "
    "A blank value means the default. A workbook never replaces criteria that a cohort already "
    "has."
)


def _find_rule(key: str) -> Rule | None:
    if key == "written":
        return {"type": "date", "operator": "greaterThan", "formula1": "1"}
    if key == "multiplicity":
        return {"type": "list", "formula1": '"' + ",".join(MULTIPLICITY_WORDS) + '"'}
    if key in CRITERIA_WORDS:
        return {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "1"}
    return None


def read_criteria(
    sheet: Sheet,
) -> tuple[dict[str, Any], dict[str, tuple[str, int]], list[Repair], list[Finding]]:
    """Read the sheet of criteria.

    Parameters
    ----------
    sheet : Sheet
        Trimmed: keys in its first column, values in the second.

    Returns
    -------
    criteria : dict of str to object
        What was filled in, as cohort.yml has it.
    places : dict of str to tuple of str and int
        The sheet and row of each key, as ``"criteria.written"``.
    repairs : list of Repair
        What was read otherwise than it stands.
    findings : list of Finding
        What could mean two things.
    """
    criteria: dict[str, Any] = {}
    places = {CRITERIA_SHEET: (sheet.label, sheet.numbers[0])}
    repairs, findings = [], []
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        key, value = tidy(str(row[0] or "")), row[1] if len(row) > 1 else None
        places[f"{CRITERIA_SHEET}.{key}"] = (sheet.label, number)
        if not key or is_blank(value):
            continue
        try:
            criteria[key], reason = _convert(key, value)
        except CellError as error:
            found = f"'{value!s:.60}'"
            findings.append(
                Finding(sheet.label, found, error.allowed, number, "value", error.remedy)
            )
            continue
        if reason:
            after = f"'{criteria[key]!s:.60}'"
            repairs.append(Repair(sheet.label, number, "value", f"'{value}'", after, reason))
    return criteria, places, repairs, findings


def _convert(key: str, value: Value) -> tuple[Any, str]:
    """A value as cohort.yml has it, and why it was read otherwise than it stands."""
    if key == "primary":
        return [tidy(word) for word in str(value).split(",") if word.strip()], ""
    kind = {"written": "date", **dict.fromkeys(CRITERIA_WORDS, "number")}.get(key, "string")
    text, reason = convert_cell(value, {"type": kind, "name": key})
    read: Mapping[str, Any] = {"date": date.fromisoformat, "number": float, "string": str}
    try:
        return read[kind](text), reason
    except ValueError:  # the check of the whole cohort says what is allowed
        return text, reason
