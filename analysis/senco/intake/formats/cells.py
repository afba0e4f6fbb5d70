"""Headings and cells on their way into the contract: what may be repaired, and how."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Any

from senco.cohort.contract import describe_field, refuse_heading
from senco.errors import Finding
from senco.intake.formats.sheet import Repair, Value, is_blank, simplify
from senco.intake.formats.signs import tidy_signs

_TRUTH = {"yes": "true", "y": "true", "no": "false", "n": "false"}
_TRUTH |= {"true": "true", "false": "false"}
#: What people write where there is nothing to write.
_NOTHING = frozenset(
    {"n/a", "na", "n.a.", "none", "nil", "null", "unknown", "not known", "not applicable"}
    | {"not disclosed", "-", "–", "?", "."}
)
_MONTHS = re.compile(r"(\d{1,3})\s*months?", re.IGNORECASE)
_FIGURES = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20",
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_COMMA = re.compile(r"-?\d+,\d+")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+")


class CellError(Exception):
    """A cell that could mean two things, or nothing; it is asked for and not guessed."""

    def __init__(self, allowed: str, remedy: str):
        super().__init__(allowed)
        self.allowed, self.remedy = allowed, remedy


def match_headings(
    headings: list[str], fields: dict[str, dict[str, Any]], label: str, row: int
) -> tuple[dict[int, str], list[Repair], list[Finding]]:
    """Find the contract's column for each heading.

    A heading is taken for a column only where it is the column's name or title but for
    case, spaces and punctuation; anything nearer or farther is asked for.

    Parameters
    ----------
    headings : list of str
        As they stand in the file.
    fields : dict of str to dict
        The table's fields.
    label : str
        How messages name the file.
    row : int
        The row in which the headings stand.

    Returns
    -------
    columns : dict of int to str
        The contract's name by the column's place, from 0.
    repairs : list of Repair
        Headings that were written otherwise.
    findings : list of Finding
        Headings that fit no column, or one that is taken.
    """
    known = {simplify(name): name for name in fields}
    known |= {simplify(field["title"]): name for name, field in fields.items() if "title" in field}
    columns: dict[int, str] = {}
    repairs, findings = [], []
    for place, heading in enumerate(headings):
        name = known.get(simplify(heading))
        if not heading:
            found = f"column {place + 1} without a heading"
            remedy = "Give it a heading, or clear the column."
            findings.append(Finding(label, found, ", ".join(fields), row, str(place + 1), remedy))
        elif name is None:
            remedy = "Correct the heading, or remove the column."
            findings.append(refuse_heading(label, heading, fields, row, place + 1, remedy))
        elif name in columns.values():
            found = f"the heading '{heading:.60}' twice"
            findings.append(Finding(label, found, "each once", row, str(place + 1), "Remove one."))
        else:
            columns[place] = name
            if heading != name:
                repairs.append(
                    Repair(label, row, heading, f"'{heading}'", f"'{name}'", "the same heading")
                )
    return columns, repairs, findings


def convert_cell(value: Value, field: dict[str, Any]) -> tuple[str, str]:
    """Return a cell as the contract writes it.

    Parameters
    ----------
    value : str, number, date or None
        As it was read.
    field : dict
        The column's descriptor.

    Returns
    -------
    text : str
        What goes into the table; empty where the cell is blank. A text that cannot be
        repaired is returned as it is, for the check to find.
    reason : str
        Why it was repaired; empty where nothing was.

    Raises
    ------
    CellError
        Where the cell could mean two things.

    Examples
    --------
    >>> convert_cell("30/06/2017", {"type": "date"})
    ('2017-06-30', 'day/month/year')
    >>> convert_cell("3,5", {"type": "number"})
    ('3.5', 'a decimal comma')
    >>> convert_cell("Yes ", {"type": "boolean"})
    ('true', 'spaces at the ends')
    >>> bands = {"type": "string", "constraints": {"enum": ["less than three", "three to five"]}}
    >>> convert_cell("3–5 years", bands)
    ('three to five', 'one of the words allowed')
    """
    if is_blank(value):
        return "", ""
    if not isinstance(value, str):
        return _convert_typed(value, field)
    text, reasons = tidy_signs(value)
    convert = {"number": _number, "integer": _number, "boolean": _boolean, "date": _date}
    text, reason = convert.get(field["type"], _describe)(text, field)
    return text, ", ".join([*reasons, *([reason] if reason else [])])


def _convert_typed(value: object, field: dict[str, Any]) -> tuple[str, str]:
    """A number, truth value or date of Excel's own; its writing is no repair."""
    if isinstance(value, bool):
        return ("true" if value else "false"), ""
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return str(value), ""
        text = f"{value:.15g}"
        if field["type"] == "boolean" and text in ("0", "1"):
            return ("true" if text == "1" else "false"), "1 or 0"
        return (f"{value:.0f}" if "e" in text and value == int(value) else text), ""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0):
        return f"{value:%Y-%m-%d}", "the time of day left out"
    if isinstance(value, date) and field["type"] == "date":
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}", ""
    return str(value), ""


def _ask_blank(text: str, field: dict[str, Any]) -> None:
    """Ask for a blank cell where somebody wrote that there is nothing."""
    if text.casefold() not in _NOTHING:
        return
    remedy = "Leave the cell blank where nothing is known."
    if field.get("constraints", {}).get("required"):
        remedy = "This must be filled in; if nothing is known, leave the row out."
    raise CellError(describe_field(field).removesuffix("; may be blank"), remedy)


def _number(text: str, field: dict[str, Any]) -> tuple[str, str]:
    _ask_blank(text, field)
    if _THOUSANDS.fullmatch(text):
        allowed = describe_field(field).removesuffix("; may be blank")
        raise CellError(allowed, "Is the comma a decimal point? Write a point, or no comma.")
    if _COMMA.fullmatch(text):
        text = text.replace(",", ".")
        return text, "a decimal comma"
    if field["type"] == "integer" and re.fullmatch(r"-?\d+\.0+", text):
        return text.partition(".")[0], "a whole number"
    return text, ""


def _boolean(text: str, field: dict[str, Any]) -> tuple[str, str]:
    _ask_blank(text, field)
    return _TRUTH.get(text.casefold(), text), ""  # yes and no are what the workbook asks for


def _date(text: str, field: dict[str, Any]) -> tuple[str, str]:
    _ask_blank(text, field)
    match = _DAY_FIRST.fullmatch(text)
    if not match:
        return text, ""
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat(), "day/month/year"
    except ValueError:
        allowed = "a date as 30/06/2017 or 2017-06-30"
        remedy = "No such day: is the month first? Write the day first in the whole column."
        raise CellError(allowed, remedy) from None


def _describe(text: str, field: dict[str, Any]) -> tuple[str, str]:
    words = field.get("constraints", {}).get("enum", [])
    if not words or text in words:
        return text, ""
    for word in words:
        if simplify(text) == simplify(word) or _read_band(text) == _read_band(word):
            return word, "one of the words allowed"
    _ask_blank(text, field)
    if months := _MONTHS.fullmatch(text):
        years = float(months[1]) / 12
        allowed = describe_field(field).removesuffix("; may be blank")
        raise CellError(allowed, f"In years, not months: {text} are {years:.3g} years.")
    return text, ""


def _read_band(text: str) -> str:
    """A band of years in one way of writing: figures, without the word years."""
    text = re.sub(r"\s*[–-]\s*(?=\d)", " to ", text.casefold().replace("_", " "))
    text = re.sub(r"\s*(\+|\bplus\b|\band more\b|\band over\b)", " or more", text)
    text = re.sub(r"(<|\bunder\b|\bbelow\b|\bfewer than\b)\s*", "less than ", text)
    text = re.sub(r"(>|\bover\b|\babove\b)\s*", "more than ", text)
    text = re.sub(r"\b(years?|yrs?)\b", " ", text)
    text = re.sub(r"\b[a-z]+\b", lambda word: _FIGURES.get(word[0], word[0]), text)
    return " ".join(text.split())
