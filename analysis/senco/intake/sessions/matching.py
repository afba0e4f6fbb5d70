"""Whether what a session gives is what the cohort has of the same participant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from senco.cohort.contract import fields_of
from senco.cohort.tables import read_cell
from senco.intake.formats.signs import tidy
from senco.intake.sessions.rows import Row
from senco.intake.table import KEPT, Place

Cells = dict[str, str]


class _Rule(NamedTuple):
    """How rows of a table are told apart and compared.

    Parameters
    ----------
    key, values, words : tuple of str
        Columns: by which two rows are of the same thing, which then must agree, and which may
        have been reworded.
    whole : bool
        Whether a row more or less makes it another thing: a line, or a ranking.
    """

    key: tuple[str, ...]
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    whole: bool = False


_RULES = {
    "worklines": _Rule(("position",), ("level",), whole=True),
    "events": _Rule(("position", "critical"), words=("gist",), whole=True),
    "elements": _Rule(("element",), ("part",), ("label",)),
    "grid_constructs": _Rule(
        ("grid_construct",), ("preferred_pole", "kind"), ("left_pole", "right_pole")
    ),
    "grids": _Rule(("grid_construct", "element"), ("rating",)),
    "rankings": _Rule(("construct",), ("rank",), whole=True),
}


@dataclass
class Match:
    """What comes of comparing one participant's rows of one table.

    Parameters
    ----------
    rows : list of dict of str to str
        The participant's rows as they would be.
    places : list of Place
        Where each stands.
    added, changed, gone, reworded : int
        Rows that are new; that say something else; that the session does not have; and that
        say the same in other words.
    contradicts : bool
        Whether the session cannot be taken without giving up what the cohort has.
    """

    rows: list[Cells] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    gone: int = 0
    reworded: int = 0
    contradicts: bool = False


def match_rows(
    name: str, old: Sequence[Cells], new: Sequence[Row], resource: dict[str, Any], label: str,
    taken: set[str], replace: bool = False,
) -> Match:  # fmt: skip
    """Compare a participant's rows of a table with those of a session.

    Parameters
    ----------
    name : str
        The table.
    old : sequence of dict of str to str
        As the cohort has them.
    new : sequence of Row
        Of the session; none where it has nothing for this table, which contradicts nothing.
    resource : dict
        The table's descriptor in the contract.
    label : str
        How messages name the session's file.
    taken : set of str
        Keys of all events; those of new ones are added.
    replace : bool
        Whether what the session says is taken where it differs.

    Returns
    -------
    Match
        A blank cell of the session agrees with whatever is there, and columns that it does
        not give stay. An event that is there keeps its words, its influence and its key.
    """
    rule, fields = _RULES[name], fields_of(resource)
    if name == "grids":  # a blank rating is none
        old = [row for row in old if row.get("rating", "").strip()]
    waiting: dict[tuple[Any, ...], list[Cells]] = defaultdict(list)
    for row in old:
        waiting[_read(row, rule.key, fields)].append(row)
    match, gone = Match(), list(old)
    for given in new:
        there = waiting[_read(given.cells, rule.key, fields)]
        if there:
            before = there.pop(0)
            gone = [row for row in gone if row is not before]
            _compare(match, rule, before, given, fields, label, replace)
        else:
            match.added += 1
            cells = given.cells if name != "events" else _free(given.cells, taken)
            match.rows.append(cells)
            match.places.append(Place(0, label=f"{label}, {given.place}"))
    match.gone = len(gone) if new else 0
    more = rule.whole and bool(old) and bool(match.added)
    match.contradicts = bool(match.changed or match.gone or more)
    if (match.gone and not replace) or not new:
        match.rows, match.places = list(old), [KEPT] * len(old)
    return match


def _compare(
    match: Match, rule: _Rule, before: Cells, given: Row, fields: dict[str, Any], label: str,
    replace: bool,
) -> None:  # fmt: skip
    """Take a row that is there and is given again."""
    cells = given.cells
    filled = False
    for column in rule.values:
        was, now = (_read(row, (column,), fields)[0] for row in (before, cells))
        if now is None or was == now:
            continue
        filled = filled or was is None
        match.changed += was is not None
    other = [one for one in rule.words if tidy(before.get(one, "")) != cells.get(one, "")]
    match.reworded += bool(other) and "gist" not in other
    match.added += filled
    took = {column: cells[column] for column in (*rule.key, *rule.values) if cells.get(column)}
    if replace and "gist" not in other:
        took |= {column: cells[column] for column in other}
    same = all(_read(before, (one,), fields) == _read(took, (one,), fields) for one in took)
    match.rows.append(before if same else before | took)
    match.places.append(KEPT if same else Place(0, label=f"{label}, {given.place}"))


def _read(row: Cells, columns: Sequence[str], fields: dict[str, Any]) -> tuple[Any, ...]:
    """Return cells by what they say, so that 3 and 3.0 are the same."""
    found = []
    for column in columns:
        text = row.get(column, "").strip()
        value = read_cell(text, fields[column]["type"])
        found.append(text or None if value is None else value)
    return tuple(found)


def _free(cells: Cells, taken: set[str]) -> Cells:
    """Return an event with a key that none has had: what names the old one would mean it."""
    stem, number = cells["event"].rsplit("-", 1)
    while (key := f"{stem}-{number}") in taken:
        number = str(int(number) + 1)
    taken.add(key)
    return cells | {"event": key}
