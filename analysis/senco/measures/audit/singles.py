"""Reported figures one by one: counts against counts, means against numbers of people."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from math import floor

import pandas as pd

from senco.measures.audit.grim import HALF, Rounding, find_interval

#: How a printed mean may have been rounded here.
_ROUNDINGS: tuple[Rounding, ...] = ("half-up", "half-even")
#: More numbers than these are told as runs.
MOST_LISTED = 20


def tabulate_grim(priorities: pd.DataFrame, n_participants: int) -> pd.DataFrame:
    """Return, for each reported mean rank, the numbers of people that could give it.

    Parameters
    ----------
    priorities : DataFrame
        As `senco.measures.reported.list_priorities` gives it; uses label, group, printed, n_stated.
    n_participants : int
        The largest number of people to try, at least 1.

    Returns
    -------
    DataFrame
        Columns label, group, printed, n_stated, ``n_whole`` and ``n_midranks``: lists of n
        from 1 to `n_participants`, for whole ranks and where ranks may be tied.
    """
    frame = priorities[["label", "group", "printed", "n_stated"]].copy()
    for column, step in (("n_whole", Fraction(1)), ("n_midranks", HALF)):
        frame[column] = [find_sizes(value, n_participants, step) for value in frame["printed"]]
    return frame


def find_sizes(value: str, largest: int, step: Fraction = HALF) -> list[int]:
    """Return the numbers of people whose mean rank may print a value.

    Parameters
    ----------
    value : str
        The mean as printed, a half rounded up or to the even digit.
    largest : int
        The largest number to try, at least 1.
    step : Fraction
        What a rank is a multiple of.

    Returns
    -------
    list of int
        In order.

    Examples
    --------
    >>> find_sizes("3.79", 30)
    [7, 12, 14, 17, 19, 21, 24, 26, 28, 29]
    """
    intervals = [find_interval(value, rounding) for rounding in _ROUNDINGS]
    # the sums of more people lie closer together than the ends of what prints the value
    narrowest = min(interval.high - interval.low for interval in intervals)
    surely = floor(step / narrowest) + 1
    tried = range(1, min(surely, largest + 1))
    found = [n for n in tried if any(interval.multiples(n / step) for interval in intervals)]
    return [*found, *range(max(surely, 1), largest + 1)]


def format_sizes(sizes: list[int], n_participants: int) -> str:
    """Return numbers of people in words for a table.

    Parameters
    ----------
    sizes : list of int
        From 1 to `n_participants`.
    n_participants : int
        The largest that was tried.

    Returns
    -------
    str
        "any", "none", or the numbers; of more than twenty, neighbours as runs.

    Examples
    --------
    >>> format_sizes([3, 6], 8), format_sizes([], 8), format_sizes([1, 2], 2)
    ('3, 6', 'none', 'any')
    >>> format_sizes([3, 6, *range(9, 801)], 800)
    '3, 6, 9 to 800'
    """
    if len(sizes) == n_participants:
        return "any"
    if len(sizes) > MOST_LISTED:
        return ", ".join(map(_format_run, _list_runs(sizes)))
    return ", ".join(map(str, sizes)) or "none"


def _list_runs(sizes: list[int]) -> list[list[int]]:
    """Numbers that follow one another, together."""
    runs = groupby(enumerate(sizes), key=lambda pair: pair[1] - pair[0])
    return [[size for _, size in run] for _, run in runs]


def _format_run(run: list[int]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"


def check_counts(reported: pd.DataFrame) -> pd.DataFrame:
    """Return each relation between reported counts, and whether it holds.

    Parameters
    ----------
    reported : DataFrame
        Table of a cohort: ``equals`` names a figure that says the same thing,
        ``part_of`` the whole that a count is a part of.

    Returns
    -------
    DataFrame
        Columns relation (in words), left, right (the two counts), holds (bool).
    """
    counts = reported.loc[reported["quantity"] == "count"].set_index("figure")
    values = counts["value"].astype(int)
    equals, limits = counts["equals"].dropna(), counts["n_stated"].dropna()
    rows = [
        (f"{_words(figure)} = {_words(other)}", values[figure], values[other])
        for figure, other in zip(equals.index, equals, strict=True)
    ]
    for whole, parts in counts.groupby("part_of", sort=False):
        relation = f"sum of {', '.join(map(_words, parts.index))} = {_words(str(whole))}"
        rows.append((relation, values[parts.index].sum(), values[whole]))
    rows += [
        (f"{_words(figure)} is at most the number that it is out of", values[figure], int(limit))
        for figure, limit in zip(limits.index, limits, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["relation", "left", "right"])
    at_most = frame["relation"].str.contains("at most") & (frame["left"] <= frame["right"])
    frame["holds"] = at_most | (frame["left"] == frame["right"])
    return frame


def describe_relations(counts: pd.DataFrame) -> str:
    """Return what the relations between counts came to, as a sentence.

    Parameters
    ----------
    counts : DataFrame
        As `check_counts` gives it.

    Returns
    -------
    str
        With every relation that does not hold.

    Examples
    --------
    >>> describe_relations(pd.DataFrame({"relation": ["a = b", "c = d"], "holds": [True, False]}))
    'Of 2 relations between reported counts 1 holds; not so: ‘c = d’.'
    >>> describe_relations(pd.DataFrame({"relation": [], "holds": []}))
    'No two reported counts can be checked against each other.'
    """
    if not len(counts):
        return "No two reported counts can be checked against each other."
    broken = counts.loc[~counts["holds"].astype(bool), "relation"]
    holding = len(counts) - len(broken)
    verb = "holds" if holding == 1 else "hold"
    start = f"Of {len(counts)} relations between reported counts {holding} {verb}"
    listed = ", ".join(f"‘{each}’" for each in broken)
    return f"{start}; not so: {listed}." if listed else f"{start}."


def _words(figure: str) -> str:
    return figure.replace("-", " ")


def describe_verdicts(checks: pd.DataFrame, n_participants: int) -> pd.Series:
    """Return what the numbers of people say of each mean, in words.

    Parameters
    ----------
    checks : DataFrame
        As `tabulate_grim` gives it.
    n_participants : int
        Number of participants.

    Returns
    -------
    Series of str
        "fits all n", of everyone or of the group that the mean is for; "fits only part of the
        participants"; "fits no number of people"; and of a group whose size is not stated "fits
        a group of" the numbers that it may have.

    Examples
    --------
    >>> checks = pd.DataFrame({"group": ["everyone", "newest", "newest"],
    ...                        "n_stated": [8, 3, None], "n_midranks": [[7], [1, 3], [1, 3]]})
    >>> describe_verdicts(checks, 8).tolist()
    ['fits only a smaller group', 'fits all 3', 'fits a group of 1, 3']
    """

    def word(group: str, stated: float, sizes: list[int]) -> str:
        if not sizes:
            return "fits no number of people"
        if group != "everyone" and pd.isna(stated):
            return f"fits a group of {format_sizes(sizes, n_participants)}"
        n = n_participants if group == "everyone" else int(stated)
        return f"fits all {n}" if n in sizes else "fits only a smaller group"

    given = zip(checks["group"], checks["n_stated"], checks["n_midranks"], strict=True)
    return pd.Series([word(*row) for row in given], index=checks.index)
