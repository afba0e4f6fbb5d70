"""What changed between two versions: values, verdicts, tables, figures and pages."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from senco.crate.comparison import compare_file, is_equal, take_pairs
from senco.revisions.versions import Version

Kind = Literal["page", "verdict", "value", "table", "figure"]
#: In this order they are told.
KINDS: tuple[Kind, ...] = ("page", "verdict", "value", "table", "figure")
#: Columns that hold what a page decided.
VERDICTS = frozenset({"verdict", "outcome", "holds", "answered"})
#: What is made of a run and is no result: the digests of what a page was made from.
_NO_RESULTS = frozenset({"run.json"})
_FIGURES = frozenset({".svg", ".png", ".html"})

Row = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was.

    Parameters
    ----------
    cohort, page : str
        Where, such as "ey-pvi-2017" and "70_audit".
    kind : {"page", "verdict", "value", "table", "figure"}
        What kind of thing.
    place : str
        Which: a value's key; a table with its row and column; a figure's file.
    before, after : str or None
        What it was and is; None where it was not there, or no longer is.
    """

    cohort: str
    page: str
    kind: Kind
    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Comparison:
    """All that changed.

    Parameters
    ----------
    earlier, later : str
        The two versions.
    cohorts : tuple of str
        Those that were compared.
    pages : int
        Number of pages that either version has.
    changes : tuple of Change
        By cohort, page and kind.
    """

    earlier: str
    later: str
    cohorts: tuple[str, ...]
    pages: int
    changes: tuple[Change, ...]

    def count(self) -> dict[tuple[str, str], Counter[Kind]]:
        """Return how many things changed on each page that changed."""
        found: dict[tuple[str, str], Counter[Kind]] = {}
        for change in self.changes:
            found.setdefault((change.cohort, change.page), Counter())[change.kind] += 1
        return found

    def to_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "earlier": self.earlier,
            "later": self.later,
            "cohorts": list(self.cohorts),
            "pages": self.pages,
            "changes": [asdict(change) for change in self.changes],
        }


def compare_versions(earlier: Version, later: Version, cohorts: Sequence[str] = ()) -> Comparison:
    """Hold two versions against each other.

    Parameters
    ----------
    earlier, later : Version
        As `senco.revisions.read_version` gives them.
    cohorts : sequence of str
        The cohorts to compare; by default all that either has but those that are collected.

    Returns
    -------
    Comparison
        Numbers that agree to a billionth of themselves have not changed.
    """
    kinds = {**earlier.kinds, **later.kinds}
    pages = sorted(
        (cohort, page)
        for cohort, page in earlier.pages | later.pages
        if (cohort in cohorts if cohorts else kinds.get(cohort) != "collected")
    )
    changes = [
        change
        for cohort, page in pages
        for change in sorted(
            _compare_page(earlier, later, cohort, page), key=lambda one: KINDS.index(one.kind)
        )
    ]
    named = tuple(dict.fromkeys(cohort for cohort, _ in pages))
    return Comparison(earlier.title, later.title, named, len(pages), tuple(changes))


def _compare_page(earlier: Version, later: Version, cohort: str, page: str) -> Iterator[Change]:
    if ((cohort, page) in earlier.pages) != ((cohort, page) in later.pages):
        there = (cohort, page) in later.pages
        yield Change(cohort, page, "page", page, None if there else "", "" if there else None)
        return
    for name in _list_files(earlier, later, cohort, page):
        before, after = (one.results.get((cohort, page, name)) for one in (earlier, later))
        if before == after:
            continue
        for kind, place, was, now in _compare_results(name, before, after):
            yield Change(cohort, page, kind, place, was, now)


def _list_files(earlier: Version, later: Version, cohort: str, page: str) -> list[str]:
    names = {
        name
        for where, stage, name in {*earlier.results, *later.results}
        if (where, stage) == (cohort, page)
    }
    return sorted(names - _NO_RESULTS)


Found = tuple[Kind, str, str | None, str | None]


def _compare_results(name: str, before: bytes | None, after: bytes | None) -> Iterator[Found]:
    suffix = PurePosixPath(name).suffix
    try:
        if suffix == ".json":
            yield from compare_values(_read_values(before), _read_values(after))
        elif suffix == ".csv":
            yield from compare_tables(name, before, after)
        elif compare_file(name, before, after)[0] == "different":
            kind: Kind = "figure" if suffix in _FIGURES else "table"
            yield kind, name, None if before is None else "", None if after is None else ""
    except (ValueError, csv.Error, RecursionError):
        yield "table", f"{name}, which cannot be read", "", ""


def _read_values(content: bytes | None) -> dict[str, str]:
    if content is None:
        return {}
    values = json.loads(content.decode("utf-8"), object_pairs_hook=take_pairs)
    return dict(_flatten(values))


def _flatten(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict | list) and value:
        parts = value.items() if isinstance(value, dict) else enumerate(value, start=1)
        for key, part in parts:
            yield from _flatten(part, f"{place}, {key}" if place else str(key))
    else:
        yield place, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def compare_values(before: dict[str, str], after: dict[str, str]) -> Iterator[Found]:
    """Yield the values that are not the same.

    Parameters
    ----------
    before, after : dict of str to str
        Values by their keys.

    Yields
    ------
    tuple
        "value", the key, and what it was and is; None where there is none.

    Examples
    --------
    >>> list(compare_values({"n": "8", "W": "0.30"}, {"n": "8", "W": "0.31"}))
    [('value', 'W', '0.30', '0.31')]
    """
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if not is_equal(was, now):
            yield "value", key, was, now


def compare_tables(name: str, before: bytes | None, after: bytes | None) -> Iterator[Found]:
    """Yield what is not the same in two states of a table.

    Parameters
    ----------
    name : str
        The table's file.
    before, after : bytes or None
        CSV; None where there is no such table.

    Yields
    ------
    tuple
        The kind ("verdict" in a column of verdicts, else "table"), where, and what it was and is.
        Rows are matched by the fewest first columns that tell all of them apart; where none
        do, whole rows came or went.
    """
    if before is None or after is None:
        yield "table", name, None if before is None else "", None if after is None else ""
        return
    (was_heads, was), (now_heads, now) = _read_table(before), _read_table(after)
    shared = [head for head in was_heads if head in now_heads]
    for head in was_heads:
        if head not in shared:
            yield "table", f"{name}, column {head}", "", None
    for head in now_heads:
        if head not in shared:
            yield "table", f"{name}, column {head}", None, ""
    width = _find_key(shared, was_heads, was, now_heads, now)
    if width is None:
        yield from _compare_rows(name, _take(shared, was_heads, was), _take(shared, now_heads, now))
        return
    key, rest = shared[:width], shared[width:]
    old, new = (
        dict(zip(_take(key, heads, rows), _take(rest, heads, rows), strict=True))
        for heads, rows in ((was_heads, was), (now_heads, now))
    )
    for row in dict.fromkeys([*old, *new]):
        yield from _compare_row(name, row, rest, old.get(row), new.get(row))


def _read_table(content: bytes) -> tuple[list[str], list[Row]]:
    rows = [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8")))]
    heads = list(rows[0]) if rows else []
    if len(set(heads)) != len(heads) or any(len(row) != len(heads) for row in rows):
        raise ValueError("no table")
    return heads, rows[1:]


def _take(wanted: list[str], heads: list[str], rows: list[Row]) -> list[Row]:
    places = [heads.index(head) for head in wanted]
    return [tuple(row[place] for place in places) for row in rows]


def _find_key(
    shared: list[str], was_heads: list[str], was: list[Row], now_heads: list[str], now: list[Row]
) -> int | None:
    """The fewest first columns that tell apart the rows of both; None where none do."""
    for width in range(1, len(shared) + 1):
        tables = (_take(shared[:width], was_heads, was), _take(shared[:width], now_heads, now))
        if all(len(set(rows)) == len(rows) for rows in tables):
            return width
    return None


def _compare_row(
    name: str, row: Row, heads: list[str], was: Row | None, now: Row | None
) -> Iterator[Found]:
    where = f"{name}, row {' · '.join(filter(None, row))}"
    if was is None or now is None:
        yield "table", where, _list_cells(heads, was), _list_cells(heads, now)
        return
    for head, one, two in zip(heads, was, now, strict=True):
        if not is_equal(one, two):
            yield "verdict" if head in VERDICTS else "table", f"{where}, {head}", one, two


def _list_cells(heads: list[str], row: Row | None) -> str | None:
    if row is None:
        return None
    return "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True) if cell)


def _compare_rows(name: str, was: list[Row], now: list[Row]) -> Iterator[Found]:
    gone, come = Counter(was) - Counter(now), Counter(now) - Counter(was)
    for row in gone.elements():
        yield "table", f"{name}, a row", "; ".join(row), None
    for row in come.elements():
        yield "table", f"{name}, a row", None, "; ".join(row)
