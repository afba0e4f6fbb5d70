"""What the difference of two results gives away: of two releases, and of two tables of one.

A mean over n and the mean of the same over n - 1 give the one person's own value: it is
n m - (n - 1) m', to within what both were rounded by. So do counts. For disclosure by
differencing see A. Hundepool and others (2012), Statistical Disclosure Control, ISBN
978-1-119-97815-2. Only tables with headings that are known are compared: n, mean and the
like, and counts of people and of statements. What else two releases tell apart is not
looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from senco.disclosure.identification.outputs import WHO, Mean, Table, list_counts, list_means
from senco.disclosure.scanning import Hit
from senco.errors import Finding
from senco.text.rounding import format_number
from senco.text.words import count_words, join_words

#: Tables in which a participant's rows are what they said, and follow from nobody else.
_OWN = (
    "10_participants/participants.csv",
    "20_worklines/events.csv",
    "20_worklines/lines.csv",
    "40_grids/displays.csv",
    "50_rankings/shades.csv",
)


@dataclass(frozen=True)
class Difference:
    """One participant's own value, as a difference gives it.

    Parameters
    ----------
    file, other : str
        The tables; the same where two releases of one are compared.
    row : int
        In the first of them, as a spreadsheet numbers it.
    column : str
        What was computed.
    kind : {"mean", "count", "change", "single"}
        A mean over one more or less; a count; a mean over as many, one of whom answers
        otherwise now; or a mean over one person.
    low, high : float
        What the value lies between.
    """

    file: str
    other: str
    row: int
    column: str
    kind: str
    low: float = field(repr=False)
    high: float = field(repr=False)


@dataclass(frozen=True)
class Comparison:
    """Two releases of one cohort.

    Parameters
    ----------
    gone, new, changed : tuple of str
        Participants who are in one alone, and whose own rows differ.
    differences : tuple of Difference
        What gives somebody's own value.
    """

    gone: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    differences: tuple[Difference, ...]


# two releases


def compare_releases(before: Mapping[str, Table], after: Mapping[str, Table]) -> Comparison:
    """Tell who differs between two releases, and what gives one person's value away.

    Parameters
    ----------
    before, after : mapping of str to Table
        As `read_results` gives them.

    Returns
    -------
    Comparison
        A mean is counted where its n differs by one and nobody came while others went, so
        that the difference is one person's; counts, and means over as many as before, where
        no more than one person differs. Where no table tells participants apart,
        all n decide: one person differs where some n differ by one, and none by more.
    """
    old, new = _list_people(before), _list_people(after)
    gone, come = tuple(sorted(old - new)), tuple(sorted(new - old))
    changed = tuple(sorted(_find_changed(before, after, old & new)))
    moved = len(gone) + len(come) + len(changed)
    one_way = not changed and not (gone and come)
    alone = moved == 1 if old or new else _differ_by_one(before, after)
    found: list[Difference] = []
    for file in [file for file in after if file in before]:
        if not after[file].people and not before[file].people:
            pair = before[file], after[file]
            found += _compare_means(*pair, mean=one_way, change=alone and bool(changed))
            found += _compare_counts(*pair) if alone else ()
    return Comparison(gone, come, changed, tuple(found))


def _differ_by_one(before: Mapping[str, Table], after: Mapping[str, Table]) -> bool:
    """Whether some numbers of people differ by one, and none by more."""
    steps = set()
    for file in [file for file in after if file in before]:
        old = {(one.key, one.column): one.value for one in list_counts(before[file])}
        for new in list_counts(after[file]):
            if not new.column.startswith("statements") and (new.key, new.column) in old:
                steps.add(abs(new.value - old[new.key, new.column]))
    return max(steps, default=0) == 1


def _list_people(tables: Mapping[str, Table]) -> frozenset[str]:
    return frozenset().union(*(table.people for table in tables.values()))


def _find_changed(
    before: Mapping[str, Table], after: Mapping[str, Table], people: frozenset[str]
) -> set[str]:
    """Who is in both, and whose own rows are not the same."""
    changed: set[str] = set()
    for file in _OWN:
        if file in before and file in after:
            old, new = _group_rows(before[file]), _group_rows(after[file])
            changed |= {who for who in people if old.get(who) != new.get(who)}
    return changed


def _group_rows(table: Table) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """A participant's own rows, whatever their order and that of the columns."""
    place = table.headings.index(WHO) if WHO in table.headings else None
    held: dict[str, list[tuple[tuple[str, str], ...]]] = {}
    for row in table.rows if place is not None else ():
        held.setdefault(row[place or 0], []).append(
            tuple(sorted(zip(table.headings, row, strict=True)))
        )
    return {who: sorted(rows) for who, rows in held.items()}


def _compare_means(
    before: Table, after: Table, *, mean: bool, change: bool
) -> Iterator[Difference]:
    old = {(one.key, one.column): one for one in list_means(before)}
    for new in list_means(after):
        was = old.get((new.key, new.column))
        if was is None:
            continue
        step = new.n - was.n
        if mean and abs(step) == 1:
            yield _subtract(*((new, was) if step > 0 else (was, new)), at=new, other=before.file)
        elif change and not step and new.value != was.value:
            middle, half = new.n * (new.value - was.value), new.n * (new.half + was.half)
            yield Difference(
                after.file, before.file, new.row, new.column, "change", middle - half, middle + half
            )


def _compare_counts(before: Table, after: Table) -> Iterator[Difference]:
    """What one person adds to each count, where the counts are not the same everywhere."""
    old = {(one.key, one.column): one for one in list_counts(before)}
    pairs = [(new, old[(new.key, new.column)]) for new in list_counts(after)
             if (new.key, new.column) in old]  # fmt: skip
    for new, was in pairs:
        if any(one.value != other.value for one, other in pairs):
            value = abs(new.value - was.value)
            yield Difference(after.file, before.file, new.row, new.column, "count", value, value)


# one release


def find_differences(tables: Mapping[str, Table]) -> list[Difference]:
    """Find what two tables of one release, or one row alone, give away of a person.

    Parameters
    ----------
    tables : mapping of str to Table
        As `read_results` gives them.

    Returns
    -------
    list of Difference
        Means over one person; and pairs of means of the same thing, one over everybody who
        answered and one over all but one of them.
    """
    means = [one for table in tables.values() if not table.people for one in list_means(table)]
    found = [
        Difference(one.file, one.file, one.row, one.column, "single", one.low, one.high)
        for one in means
        if one.n == 1
    ]
    by_key: dict[tuple[str, ...], list[Mean]] = {}
    for one in means:
        by_key.setdefault(one.key, []).append(one)
    for group in by_key.values():
        for one, other in combinations(group, 2):
            large, small = (one, other) if one.n > other.n else (other, one)
            if large.n - small.n == 1 and small.n > 1 and large.whole:
                found.append(_subtract(large, small, at=small, other=large.file))
    return found


def find_left_out(tables: Mapping[str, Table]) -> list[tuple[str, str]]:
    """Find tables that show a result without each participant in turn.

    Parameters
    ----------
    tables : mapping of str to Table
        As `read_results` gives them.

    Returns
    -------
    list of tuple of str
        The table and the column, by their headings.
    """
    return [
        (table.file, heading)
        for table in tables.values()
        if table.people
        for heading in table.headings
        if "without" in re.split(r"[^a-z]+", heading.casefold())
    ]


def _subtract(large: Mean, small: Mean, *, at: Mean, other: str) -> Difference:
    middle = large.n * large.value - small.n * small.value
    half = large.n * large.half + small.n * small.half
    return Difference(at.file, other, at.row, at.column, "mean", middle - half, middle + half)


# what is said


def summarise_comparison(comparison: Comparison) -> str:
    """Say in a sentence who differs between two releases.

    Parameters
    ----------
    comparison : Comparison
        As `compare_releases` gives it.

    Returns
    -------
    str
        Without a full stop.

    Examples
    --------
    >>> summarise_comparison(Comparison(("P4",), (), (), ()))
    'Compared with the earlier release: gone P4; new none; other answers none'
    """
    parts = (
        ("gone", comparison.gone),
        ("new", comparison.new),
        ("other answers", comparison.changed),
    )
    who = "; ".join(f"{word} {join_words(people)}" for word, people in parts)
    return f"Compared with the earlier release: {who}"


def describe_comparison(comparison: Comparison, label: str) -> list[Hit]:
    """Say which tables of two releases give one person's own value, and how closely.

    Parameters
    ----------
    comparison : Comparison
        As `compare_releases` gives it.
    label : str
        How messages name the folder of the cohort's results.

    Returns
    -------
    list of Hit
        A warning for each table and column; no value is shown.
    """
    people = [*comparison.gone, *comparison.new, *comparison.changed]
    who = people[0] if len(people) == 1 else "one participant"
    return [
        _make(
            label, found,
            f"{_COMPARED[found[0].kind]} in both releases, which differ by {who}, so their "
            f"answer follows from the difference {_describe_width(found)}",
            "no two releases that differ by one participant",
            f"It takes both releases, and the earlier one cannot be recalled: ask {who}; or "
            "wait until more than one participant differs; or leave this column out.",
        )
        for found in _group(comparison.differences)
    ]  # fmt: skip


_COMPARED = {"mean": "means", "change": "means", "count": "counts"}


def describe_differences(
    differences: Sequence[Difference], left_out: Sequence[tuple[str, str]], label: str
) -> list[Hit]:
    """Say which tables of one release give one person's own value, and how closely.

    Parameters
    ----------
    differences : sequence of Difference
        As `find_differences` gives them.
    left_out : sequence of tuple of str
        As `find_left_out` gives them.
    label : str
        How messages name the folder of the cohort's results.

    Returns
    -------
    list of Hit
        A warning for each table and column; no value is shown.
    """
    hits = []
    for found in _group(differences):
        one = found[0]
        said = f"means over one participant: their own value, known {_describe_width(found)}"
        if one.kind == "mean":
            said = (
                f"means over one participant fewer than those of {one.other}: where one group "
                "contains the other, the difference reveals that participant's value "
                f"{_describe_width(found)}"
            )
        hits.append(_make(label, found, said, "means over two or more", _REMEDY))
    for file, column in left_out:
        place = f"{label}/{file}"
        said = (
            "a result without each participant in turn, which together with that of everybody "
            "reveals theirs"
        )
        finding = Finding(place, said, "results for everybody", None, column, _REMEDY, "warning")
        hits.append(Hit(finding, "a small cell", place))
    return hits


_REMEDY = (
    "Where participants' own rows are shown it adds nothing to them. If you remove those, "
    "remove this too, or merge it with a larger group."
)


def _group(differences: Sequence[Difference]) -> list[list[Difference]]:
    """Differences of one kind in one column together, in their order."""
    held: dict[tuple[str, ...], list[Difference]] = {}
    for one in differences:
        held.setdefault((one.file, one.other, one.column, one.kind), []).append(one)
    return list(held.values())


def _describe_width(found: Sequence[Difference]) -> str:
    """How closely the values are known, at most and at least."""
    count = count_words(len(found), "row")
    halves = [(one.high - one.low) / 2 for one in found]
    if not max(halves):
        return f"exactly, in {count}"
    return f"to within {format_number(max(halves), 4).rstrip('0')}, in {count}"


def _make(label: str, found: Sequence[Difference], said: str, allowed: str, remedy: str) -> Hit:
    file = f"{label}/{found[0].file}"
    rows = sorted({one.row for one in found})
    finding = Finding(
        file, said, allowed, rows[0], found[0].column, remedy, "warning", tuple(rows[1:])
    )
    return Hit(finding, "a small cell", file)
