"""How often an interval contains the true value in simulations, for whoever prints it.

The figures are in `senco.measures.coverage.table`, which is written by
``benchmarks/interval_coverage.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from senco.errors import MeasureError, suggest
from senco.measures.coverage.table import KEPT
from senco.text.rounding import format_number
from senco.text.words import join_words

__all__ = [
    "MISS",
    "OFFERED",
    "Covered",
    "describe_coverage",
    "describe_errors",
    "describe_shortfalls",
    "falls_short",
    "list_covered",
]

#: An interval whose coverage is lower than it promises by more than this falls short.
MISS = 0.03
#: Every interval by its name, and the functions that make it.
OFFERED: dict[str, tuple[str, ...]] = {
    "alpha of a code": ("agreement.bound_alpha", "agreement.bound_by_people"),
    "alpha on sets of codes": ("agreement.set_alpha",),
    "alpha of all decisions": ("agreement.measure_overall",),
    "Cohen's kappa": ("agreement.measure_labels",),
    "alpha of categories": ("agreement.measure_labels",),
    "Perreault and Leigh's index": ("agreement.measure_labels",),
    "Jaccard index": ("agreement.measure_sets",),
    "positive agreement": ("agreement.measure_sets",),
    "alpha on sets of several codes": ("agreement.measure_sets",),
    "mean work-line": ("worklines.average_lines", "resampling.estimate_mean"),
    "share of lines below the midline": ("worklines.agree_on_hardship",),
    "mean correlation of two rankers": ("rankings.mean_spearman",),
    "worth of a construct": ("rankings.plackett_luce",),
    "bootstrap of Kendall's W": (),
    "test of two groups": (),
    "difference of mean places": ("comparison.intervals.compare_means",),
    "difference from a printed mean": ("comparison.intervals.compare_with_mean",),
    "correlation of two orders": ("comparison.intervals.jackknife",),
    "difference of two shares": ("comparison.intervals.compare_shares",),
    "distance of narratives": ("comparison.narratives.measure_distance",),
}


@dataclass(frozen=True)
class Covered:
    """How often an interval contained the true value under one population.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.
    population : str
        In words that can follow "where".
    awkward : bool
        Whether it is a hard case.
    n : int
        People in each sample; in the smaller of two groups; in the group compared with a printed
        mean.
    level : float
        What the interval promises.
    share : float
        Share of the samples whose interval contained the true value.
    error : float
        Monte Carlo standard error of the share; 0 where it is exact.
    """

    interval: str
    population: str
    awkward: bool
    n: int
    level: float
    share: float
    error: float

    @property
    def short(self) -> bool:
        """Whether the share is lower than was promised, by more than `MISS`."""
        return self.share < self.level - MISS


def list_covered(interval: str) -> list[Covered]:
    """Return what was measured for an interval.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.

    Returns
    -------
    list of Covered
        The well-behaved population first, each in order of n.

    Raises
    ------
    MeasureError
        If nothing of that name was measured.

    Examples
    --------
    >>> list_covered("mean work-line")[0].level
    0.95
    """
    found = [
        Covered(name, population, awkward, n, level, share, error)
        for name, population, awkward, level, kept in KEPT
        for n, share, error in kept
        if name == interval
    ]
    if not found:
        hint = suggest(interval, list(OFFERED))
        raise MeasureError(f"No coverage of '{interval}' was measured. {hint}".rstrip())
    return found


def falls_short(interval: str, n: int) -> bool:
    """Return whether the coverage of an interval is clearly lower than it promises.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.
    n : int
        As in `describe_coverage`.

    Returns
    -------
    bool
        By more than `MISS`, under either population.

    Raises
    ------
    MeasureError
        As `list_covered` says.

    Examples
    --------
    The interval of a mean line is Student's. Where a few lines fall far below the others it
    contains the true value less often than it promises.

    >>> falls_short("mean work-line", 8)
    True
    """
    return any(row.short for row in _find_nearest(interval, n))


def describe_coverage(interval: str, n: int, units: str = "people") -> str:
    """Return a sentence on how often an interval contained the true value at about this n.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.
    n : int
        Number of people; the sentence is about the nearest number that was tried.
    units : str
        What is counted, where it is not people.

    Returns
    -------
    str
        With the shares for both populations.

    Raises
    ------
    MeasureError
        As `list_covered` says.

    Examples
    --------
    >>> describe_coverage("mean work-line", 8).partition(",")[0]
    'In simulated samples of 8 people'
    """
    kind, awkward = _find_nearest(interval, n)
    return (
        f"In simulated samples of {kind.n} {units}, an interval that promises "
        f"{_percent(kind.level)} contained the true value in {_percent(kind.share)} where "
        f"{kind.population}, and in {_percent(awkward.share)} where {awkward.population}."
    )


def describe_shortfalls(intervals: Sequence[str]) -> str:
    """Return sentences on where intervals contained the true value less often than they promise.

    Parameters
    ----------
    intervals : sequence of str
        Some of `OFFERED`.

    Returns
    -------
    str
        Two sentences for each interval and population in which it fell short at some n, with
        every such n; empty where none did.

    Raises
    ------
    MeasureError
        As `list_covered` says.

    Examples
    --------
    >>> describe_shortfalls([])
    ''
    """
    sentences = []
    for interval in intervals:
        groups: dict[str, list[Covered]] = {}
        for row in list_covered(interval):
            if row.short:
                groups.setdefault(row.population, []).append(row)
        sentences += [_describe_short(rows) for rows in groups.values()]
    return " ".join(sentences)


def _describe_short(rows: list[Covered]) -> str:
    first, *others = [f"{_percent(row.share)} of those of {row.n}" for row in rows]
    shares = join_words([f"{first} people", *others])
    return (
        f"The interval of the {rows[0].interval} promises {_percent(rows[0].level)}. In "
        f"simulated samples it contained the true value in {shares}, where {rows[0].population}."
    )


def describe_errors(test: str, n: int) -> str:
    """Return a sentence on how often a test found a difference that was not there.

    Parameters
    ----------
    test : str
        One of `OFFERED`, a test.
    n : int
        People in the smaller group, as in `describe_coverage`.

    Returns
    -------
    str
        With the shares for both populations.

    Raises
    ------
    MeasureError
        As `list_covered` says.

    Examples
    --------
    >>> describe_errors("test of two groups", 4).partition(",")[0]
    'In simulated groups'
    """
    kind, awkward = _find_nearest(test, n)
    return (
        f"In simulated groups, the smaller one of {kind.n} people, a test at "
        f"{_percent(1 - kind.level)} found a difference that was not there in "
        f"{_percent(1 - kind.share)} where {kind.population}, and in {_percent(1 - awkward.share)} "
        f"where {awkward.population}."
    )


def _find_nearest(interval: str, n: int) -> list[Covered]:
    """What was measured at the nearest n (the lower of two): easy, then awkward."""
    found = list_covered(interval)
    tried = sorted({row.n for row in found})
    nearest = min(tried, key=lambda size: abs(size - n))
    return [row for row in found if row.n == nearest]


def _percent(share: float) -> str:
    return f"{format_number(100 * share, 0)} %"
