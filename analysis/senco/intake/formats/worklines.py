"""Work-lines as they are kept: a column or a row for each person, or points read off a chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from senco.errors import DataError, Finding
from senco.intake.formats.keys import PSEUDONYM, Roster
from senco.intake.formats.sheet import Repair, Sheet, Value, is_blank, simplify
from senco.intake.formats.signs import tidy
from senco.text.words import count_words

#: Points that lie so little beyond an end of the axis are at the end: a chart is read by hand.
MARGIN = 0.01
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,30})?(?:[eE][+-]?\d{1,2})?")
_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?(?:[T ].{0,20})?")
_WHO = ("participant", "who", "person", "name", "id", "code", "respondent", "dataset", "curve",
        "series", "line")  # fmt: skip
_WHEN = ("position", "x", "time", "year", "date", "when", "age", "month", "point", "place")
_HOW = ("level", "y", "value", "score", "height", "rating", "mood", "wellbeing")
#: So many rows of headings stand over pairs of columns.
_NAMED = 2
#: What plot digitisers call the only curve of a chart.
_CURVES = re.compile(r"(?:y|curve ?\d*|dataset ?\d*|default dataset|series ?\d*|value|level)")


@dataclass(frozen=True)
class Chart:
    """What the user says of the chart that points were read off.

    Parameters
    ----------
    axis : tuple of str, optional
        Where the time axis begins and ends: numbers, years or dates.
    levels : tuple of float, optional
        The lowest and the highest level of the file.
    scale : tuple of float, optional
        The cohort's own, to which levels are turned.
    """

    axis: tuple[str, str] | None = None
    levels: tuple[float, float] | None = None
    scale: tuple[float, float] | None = None


@dataclass
class DrawnLines:
    """Work-lines, a row for each point, with the place where it was found.

    Parameters
    ----------
    rows : list of tuple
        Participant, position, date and level.
    places : list of tuple of int and str
        For each row, the row of the file and the heading above.
    notes : list of str
        What was concluded.
    repairs : list of Repair
        None; as other readers have them.
    findings : list of Finding
        What has to be corrected.
    """

    rows: list[tuple[Value, ...]] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Point:
    """A point as it stands in the file."""

    who: str
    x: float
    y: float
    day: str
    row: int
    column: str
    dated: bool


def is_drawn(sheet: Sheet, roster: Roster, *, named: bool) -> bool:
    """Return whether a sheet holds work-lines in another form than the contract's.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.
    roster : Roster
        Who is who.
    named : bool
        Whether the file is called worklines.

    Returns
    -------
    bool
        Of a file with another name, True only for points of somebody after whom it, or each
        of its curves, is called.

    Examples
    --------
    >>> sheet = Sheet("P1.csv", "P1", (("0.1", "2"), ("0.5", "-1")), (1, 2))
    >>> is_drawn(sheet, Roster(), named=False)
    True
    """
    heads = [simplify(heading) for heading in sheet.headings]
    if {"participant", "position", "level"} <= set(heads) or not sheet.rows:
        return False
    if named:
        return not {"participant", "position"} <= set(heads)
    points = len(heads) == 2 and (_are_numbers(sheet.rows[0]) or _is_curve(sheet.headings))
    return (points and bool(roster.find(sheet.name)[0])) or _find_pairs(sheet) is not None


def read_worklines(sheet: Sheet, roster: Roster, chart: Chart) -> DrawnLines:
    """Turn work-lines in another form into rows of the contract.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.
    roster : Roster
        Who is who.
    chart : Chart
        What the user says of axis and levels.

    Returns
    -------
    DrawnLines
        Points in the order of their places, person by person; or the findings.
    """
    lines = DrawnLines()
    try:
        points = _read_points(sheet, roster, lines)
        if not points:
            raise _refuse(sheet, "no points", "a place and a level for each point")
        _place(points, sheet, chart, lines)
    except DataError as error:
        lines.findings += error.findings
        lines.rows, lines.places = [], []
    return lines


def _refuse(
    sheet: Sheet, found: str, allowed: str, row: int | None = None, remedy: str = ""
) -> DataError:
    return DataError([Finding(sheet.label, found, allowed, row, remedy=remedy)])


def _read_points(sheet: Sheet, roster: Roster, lines: DrawnLines) -> list[_Point]:
    """Return the points of whichever of the forms a sheet has."""
    heads = [simplify(heading) for heading in sheet.headings]
    pairs = _find_pairs(sheet)
    if pairs is not None:
        how, found = "two columns for each person, as a digitiser of plots writes", pairs
        cells = [(name, place, place + 1) for place, name in found]
        points = _walk(sheet, [(_name(name, roster, sheet), x, y) for name, x, y in cells], _NAMED)
    elif len(heads) == 2 and (_are_numbers(sheet.rows[0]) or _is_curve(sheet.headings)):
        how = "one person's points, by the file's name"
        who = _name(sheet.name, roster, sheet)
        points = _walk(sheet, [(who, 0, 1)], 0 if _are_numbers(sheet.rows[0]) else 1)
    elif columns := _find_long(heads):
        how = "a row for each point"
        points = _walk_long(sheet, columns, roster)
    elif all(_number(cell) is not None or _day(cell) for cell in sheet.rows[0][1:]):
        how = "a row for each person, and a column for each time"
        points = _walk_across(sheet, roster)
    else:
        how = f"a column for each person, beside '{sheet.headings[0] or 'the first column'}'"
        people = [(_name(name, roster, sheet), 0, place)
                  for place, name in enumerate(sheet.headings[1:], 1)]  # fmt: skip
        points = _walk(sheet, people, 1)
    lines.notes.append(f"{sheet.label}: read with {how}.")
    return points


def _find_pairs(sheet: Sheet) -> list[tuple[int, str]] | None:
    """Return the columns that pairs begin in, and their names, where row 2 says X and Y."""
    if len(sheet.rows) < 3 or len(sheet.rows[0]) % 2:
        return None
    below = [simplify(_text(cell)) for cell in sheet.rows[1]]
    if below != ["x", "y"] * (len(below) // 2):
        return None
    names = [_text(cell) for cell in sheet.rows[0]]
    return [(place, names[place]) for place in range(0, len(names), 2)]


def _find_long(heads: Sequence[str]) -> tuple[int, int, int] | None:
    found = [[place for place, head in enumerate(heads) if head in words]
             for words in (_WHO, _WHEN, _HOW)]  # fmt: skip
    who, when, how = found
    return (who[0], when[0], how[0]) if len(who) == len(when) == len(how) == 1 else None


def _is_curve(headings: Sequence[str]) -> bool:
    return simplify(headings[0]) in _WHEN and bool(_CURVES.fullmatch(headings[1].casefold()))


def _are_numbers(row: Sequence[Value]) -> bool:
    return all(_number(cell) is not None for cell in row)


def _walk(sheet: Sheet, columns: list[tuple[str, int, int]], start: int) -> list[_Point]:
    """Return the points of people who have a column of levels each."""
    points = []
    for who, x, y in columns:
        for number, row in zip(sheet.numbers[start:], sheet.rows[start:], strict=True):
            if not is_blank(row[y]):
                points.append(_make(sheet, who, row[x], row[y], number, y))
            elif start == _NAMED and not is_blank(row[x]):
                raise _refuse(sheet, f"no level in column {y + 1}", "a level", number,
                              "Fill it in, or remove the point.")  # fmt: skip
    return points


def _walk_long(sheet: Sheet, columns: tuple[int, int, int], roster: Roster) -> list[_Point]:
    who, x, y = columns
    points = []
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        if not is_blank(row[y]):
            name = _name(_text(row[who]), roster, sheet, number)
            points.append(_make(sheet, name, row[x], row[y], number, y))
    return points


def _walk_across(sheet: Sheet, roster: Roster) -> list[_Point]:
    points = []
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        name = _name(_text(row[0]), roster, sheet, number)
        for place, level in enumerate(row[1:], 1):
            if not is_blank(level):
                points.append(_make(sheet, name, sheet.rows[0][place], level, number, place))
    return points


def _make(sheet: Sheet, who: str, x: Value, y: Value, row: int, column: int) -> _Point:
    heading = sheet.headings[column] or f"column {column + 1}"
    level, day = _number(y), _day(x)
    place = float(_ordinal(day)) if day else _number(x)
    if level is None or place is None:
        wrong, what = (y, "a level") if level is None else (x, "a number, a year or a date")
        raise _refuse(sheet, f"'{_text(wrong)[:40]}'", f"{what}, such as 2.5 or 2017-09", row,
                      "Correct the cell.")  # fmt: skip
    whole = day if (day and isinstance(x, date)) or (day and len(_text(x)) > 7) else ""
    return _Point(who, place, level, whole, row, heading, bool(day))


def _name(name: str, roster: Roster, sheet: Sheet, row: int | None = None) -> str:
    """Return the participant that a heading, a cell or a file's name means."""
    if roster.existing == () and PSEUDONYM.fullmatch(name):
        return name
    who = roster.find(name)[0]
    if not who:
        shown = roster.existing[0] if roster.existing else "P1"
        raise _refuse(sheet, "points of an unknown person", f"a participant, such as {shown}, as "
                      "the heading of the column, in the first column or as the file's name", row,
                      "Name the column or the file after the participant, or say who it is in a "
                      "private list: --people.")  # fmt: skip
    return who


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else tidy(str(value))


def _number(value: Value) -> float | None:
    text = _text(value)
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _day(value: Value) -> str:
    """Return a date as the contract writes it, or ""."""
    if isinstance(value, (date, datetime)):
        return f"{value:%Y-%m-%d}"
    found = _DATE.fullmatch(_text(value))
    if found is None:
        return ""
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"] or 1)).isoformat()
    except ValueError:
        return ""


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _place(points: list[_Point], sheet: Sheet, chart: Chart, lines: DrawnLines) -> None:
    """Turn places to shares of the axis, and levels to the cohort's scale."""
    low, high = _find_axis(points, sheet, chart, lines)
    _note_order(points, sheet, lines)
    moved = 0
    people = dict.fromkeys(point.who for point in points)
    for who in people:
        shares = [((one.x - low) / (high - low), one) for one in points if one.who == who]
        inside, left = _keep_inside(sorted(shares, key=lambda pair: pair[0]), sheet, (low, high))
        moved += left
        before: dict[float, _Point] = {}
        for place, point in inside:
            other = before.setdefault(place, point)
            if other is not point:
                raise _refuse(sheet, f"a second point of '{who}' in one place, beside row "
                              f"{other.row}", "one point in each place", point.row,
                              "Remove one of the two.")  # fmt: skip
            level = _turn(point, sheet, chart)
            lines.rows.append((who, round(place, 9), point.day or None, level))
            lines.places.append((point.row, point.column))
    if moved:
        count = count_words(moved, "point")
        lines.notes.append(
            f"{sheet.label}: {count} just beyond an end of the axis; the nearest was placed at "
            "the end, and others left out."
        )
    total, lined = count_words(len(lines.rows), "point"), count_words(len(people), "line")
    lines.notes.append(f"{sheet.label}: {total} of {lined}.")


def _keep_inside(
    shares: list[tuple[float, _Point]], sheet: Sheet, ends: tuple[float, float]
) -> tuple[list[tuple[float, _Point]], int]:
    """Put the nearest of the points just beyond an end at that end, unless there is one."""
    for share, point in shares:
        if not -MARGIN <= share <= 1 + MARGIN:
            low, high = ends
            raise _refuse(sheet, (
                f"a point at {point.x:g}, beyond the axis from {low:g} to {high:g}"
            ), (
                "a place on the axis"
            ), point.row, "Correct it, or give the whole axis: --axis FROM TO.")  # fmt: skip
    before = [pair for pair in shares if pair[0] < 0]
    beyond = [pair for pair in shares if pair[0] > 1]
    inside = [pair for pair in shares if 0 <= pair[0] <= 1]
    if before and not (inside and inside[0][0] == 0):
        inside = [(0.0, before[-1][1]), *inside]
    if beyond and not (inside and inside[-1][0] == 1):
        inside = [*inside, (1.0, beyond[0][1])]
    return inside, len(before) + len(beyond)


def _find_axis(
    points: list[_Point], sheet: Sheet, chart: Chart, lines: DrawnLines
) -> tuple[float, float]:
    """Return where the axis begins and ends."""
    mixed = next((point for point in points if point.dated != points[0].dated), None)
    if mixed is not None:
        raise _refuse(sheet, (
            "a date among numbers, or a number among dates"
        ), (
            "only one of the two on the axis"
        ), mixed.row, "Write all places in one way.")  # fmt: skip
    if chart.axis is not None:
        ends = [float(_ordinal(_day(end))) if _day(end) else _number(end) for end in chart.axis]
        if None in ends or ends[0] == ends[1]:
            raise _refuse(sheet, f"--axis {' '.join(chart.axis)}", "two numbers, years or dates",
                          remedy="Give where the time axis begins and where it ends.")  # fmt: skip
        low, high = (float(end or 0) for end in ends)
        lines.notes.append(f"{sheet.label}: the axis runs from {chart.axis[0]} to {chart.axis[1]}.")
        return low, high
    places = [point.x for point in points]
    low, high = min(places), max(places)
    if low >= -MARGIN and high <= 1 + MARGIN:
        return 0.0, 1.0
    if low == high:
        raise _refuse(sheet, "points in only one place", "an axis with two ends",
                      remedy="Give the axis: --axis FROM TO.")  # fmt: skip
    dated = points[0].dated
    said = [date.fromordinal(int(end)).isoformat() for end in (low, high)] if dated else [
        f"{low:g}", f"{high:g}"
    ]  # fmt: skip
    lines.notes.append(
        f"{sheet.label}: the axis was assumed to run from {said[0]} to {said[1]}, its first and "
        "last point; if it is longer, give it: --axis FROM TO."
    )
    return low, high


def _note_order(points: list[_Point], sheet: Sheet, lines: DrawnLines) -> None:
    last: dict[str, float] = {}
    unsorted = dict.fromkeys(
        point.who for point in points if point.x < last.get(point.who, point.x)
        or last.update({point.who: point.x})
    )  # fmt: skip
    if unsorted:
        what = count_words(len(unsorted), "line")
        lines.notes.append(f"{sheet.label}: the points of {what} were put in order of time.")


def _turn(point: _Point, sheet: Sheet, chart: Chart) -> float:
    """Return a level on the cohort's scale."""
    if chart.levels is None:
        if chart.scale and not chart.scale[0] <= point.y <= chart.scale[1]:
            low, high = chart.scale
            raise _refuse(sheet, f"the level {point.y:g}", (
                f"a level from {low:g} to {high:g}, as cohort.yml says"
            ), point.row, (
                "If the file has another scale, add --levels LOW HIGH; it is converted to the "
                "cohort's."
            ))  # fmt: skip
        return point.y
    low, high = chart.levels
    if low == high or chart.scale is None:
        raise _refuse(sheet, f"--levels {low:g} {high:g}", (
            "two levels, and the chart's scale in cohort.yml"
        ), remedy="Add worklines: minimum and maximum to cohort.yml.")  # fmt: skip
    share = (point.y - low) / (high - low)
    if not -MARGIN <= share <= 1 + MARGIN:
        raise _refuse(sheet, f"the level {point.y:g}", f"one from {low:g} to {high:g}, as --levels "
                      "says", point.row, "Correct the level, or --levels.")  # fmt: skip
    share = min(max(share, 0.0), 1.0)
    return round(chart.scale[0] + share * (chart.scale[1] - chart.scale[0]), 9)
