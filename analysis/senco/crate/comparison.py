"""Two makings of the same page: byte by byte the same, equal in their numbers, or different."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

State = Literal["identical", "equal", "different"]
#: Numbers that differ by less than this part of themselves are equal.
RELATIVE_TOLERANCE = 1e-9
#: And so are numbers this near to nought.
ABSOLUTE_TOLERANCE = 1e-12
#: So many differences of a file are told.
SHOWN = 5
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
#: matplotlib names clipping paths and markers after a digest of their coordinates.
_DRAWN_NAME = re.compile(r"\b([A-Za-z]{1,3}(?:\d+_\d+_)?)[0-9a-f]{10}\b")


@dataclass(frozen=True)
class Difference:
    """One place where two makings of a file do not say the same.

    Parameters
    ----------
    file : str
        Path from the crate's root.
    place : str
        Where in it: a row and column, a key, a cell.
    recorded, made : str
        What the crate holds, and what came out now; cut short where it is long.
    """

    file: str
    place: str
    recorded: str
    made: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.made} now, {self.recorded} in the crate"


def compare_file(
    name: str, recorded: bytes | None, made: bytes | None
) -> tuple[State, list[Difference]]:
    """Compare what a crate holds with what came out now.

    Parameters
    ----------
    name : str
        Path of the file; its ending says how it is read.
    recorded, made : bytes or None
        The two contents; None where there is no such file.

    Returns
    -------
    state : {"identical", "equal", "different"}
        Equal where all words are the same and all numbers agree within the tolerance.
    differences : list of Difference
        The first of them.
    """
    if recorded == made:
        return "identical", []
    if recorded is None or made is None:
        there = ("no such file", "a file") if recorded is None else ("a file", "no such file")
        return "different", [Difference(name, "the file", *there)]
    try:
        before, now = (take_pairs(_take_apart(name, content)) for content in (recorded, made))
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error, RecursionError):
        return "different", [Difference(name, "the file", "other content", "other content")]
    found = [
        Difference(name, place, _shorten(before.get(place)), _shorten(now.get(place)))
        for place in dict.fromkeys([*before, *now])
        if not is_equal(before.get(place), now.get(place))
    ]
    return ("different" if found else "equal"), found[:SHOWN]


def is_equal(recorded: str | None, made: str | None) -> bool:
    """Whether two texts have the same words, and numbers that agree within the tolerance.

    Parameters
    ----------
    recorded, made : str or None
        Two texts; None is equal to None alone.

    Returns
    -------
    bool
        True where they are equal.

    Examples
    --------
    >>> is_equal("W = 0.30000000000000004", "W = 0.3"), is_equal("W = 0.31", "W = 0.3")
    (True, False)
    """
    if recorded is None or made is None or recorded == made:
        return recorded == made
    if _NUMBER.split(recorded) != _NUMBER.split(made):
        return False
    pairs = zip(_NUMBER.findall(recorded), _NUMBER.findall(made), strict=True)
    return all(
        math.isclose(float(one), float(two), rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
        for one, two in pairs
    )


def take_pairs(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return pairs as a dictionary, unless a key occurs twice: readers see one or the other.

    Parameters
    ----------
    pairs : iterable of tuple
        Keys and values; `json.loads` hands them to its ``object_pairs_hook``.

    Returns
    -------
    dict
        The same.

    Raises
    ------
    ValueError
        Where a key occurs twice.

    Examples
    --------
    >>> take_pairs([("a", 1), ("b", 2)])
    {'a': 1, 'b': 2}
    """
    listed = list(pairs)
    found = dict(listed)
    if len(found) != len(listed):
        raise ValueError("a key that appears twice")
    return found


def _shorten(text: str | None) -> str:
    if text is None:
        return "nothing"
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _take_apart(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the parts of a file, each with where it stands."""
    text = content.decode("utf-8")
    kind = PurePosixPath(name).suffix
    if kind == ".csv":
        return _take_table(text)
    if kind == ".json":
        return _take_values(_read_json(text))
    if kind == ".ipynb":
        return _take_page(_read_json(text))
    return _take_lines(text)


def _read_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=take_pairs)


def _take_table(text: str) -> Iterator[tuple[str, str]]:
    rows = csv.reader(io.StringIO(text))
    headings = next(rows, [])
    yield "row 1", ",".join(headings)
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row):
            heading = headings[place] if place < len(headings) else str(place + 1)
            yield f"row {number}, column {heading} ({place + 1})", cell


def _take_values(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key in value:
            yield from _take_values(value[key], f"{place}, {key}" if place else str(key))
    elif isinstance(value, list) and value:
        for number, one in enumerate(value, start=1):
            yield from _take_values(one, f"{place}, {number}")
    else:
        yield f"value {place}", json.dumps(value, ensure_ascii=False)


def _take_page(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for number, cell in enumerate(page["cells"], start=1):
        place = f"cell {number} ({cell.get('id', 'without a name')})"
        yield f"{place}, source", _join(cell["source"])
        for count, output in enumerate(cell.get("outputs", ()), start=1):
            yield from _take_output(output, f"{place}, output {count}")
        yield f"{place}, its metadata", _list_rest(cell, {"source", "outputs"})
    yield "the notebook's metadata", _list_rest(page, {"cells"})


def _take_output(output: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    shown = "data" if output.get("data") else "text"
    texts = output["data"] if shown == "data" else {"text": output.get("text", "")}
    for kind, value in texts.items():
        text = _join(value) if isinstance(value, str | list) else json.dumps(value)
        yield from ((f"{place}, {kind}, {line}", part) for line, part in _take_lines(text))
    yield f"{place}, its metadata", _list_rest(output, {shown})


def _list_rest(whole: dict[str, Any], left_out: set[str]) -> str:
    """Every other part, whatever it is called: nothing in a page goes unseen."""
    rest = {key: value for key, value in whole.items() if key not in left_out}
    return json.dumps(rest, sort_keys=True)


def _join(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _take_lines(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"line {number}", _DRAWN_NAME.sub(r"\1…", line)
