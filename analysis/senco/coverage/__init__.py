"""How often an interval holds the truth in simulations, for whoever prints it.

The figures stand in `senco.coverage.table`, which ``benchmarks/interval_coverage.py`` writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from senco.coverage.table import ROWS
from senco.errors import MeasureError, suggest
from senco.rounding import format_number

__all__ = ["ENOUGH", "OFFERED", "Covered", "list_covered", "tell_coverage"]

#: An interval at 95 % that is kept this often does what it promises, at this n.
ENOUGH = 0.92
#: Every interval by its name, and the functions that make it.
OFFERED: dict[str, tuple[str, ...]] = {
    "alpha of a code": ("agreement.bound_alpha", "agreement.bound_by_people"),
    "alpha on sets of codes": ("agreement.set_alpha",),
    "alpha of all decisions": ("agreement.measure_overall",),
    "Cohen's kappa": ("agreement.measure_labels",),
    "alpha of categories": ("agreement.measure_labels",),
    "Perreault and Leigh's index": ("agreement.measure_labels",),
    "mean work-line": ("worklines.average_lines", "resampling.estimate_mean"),
    "share of lines below the midline": ("worklines.agree_on_hardship",),
    "mean correlation of two rankers": ("rankings.mean_spearman",),
    "worth of a construct": ("rankings.plackett_luce",),
    "bootstrap of Kendall's W": (),
    "test of two groups": (),
    "difference of mean places": ("comparison.intervals.compare_means",),
    "correlation of two orders": ("comparison.intervals.jackknife",),
    "difference of two shares": ("comparison.intervals.compare_shares",),
    "distance of narratives": ("comparison.narratives.measure_distance",),
}


@dataclass(frozen=True)
class Covered:
    """How often an interval held the truth under one population.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.
    population : str
        In words that go on from "where".
    unkind : bool
        Whether it is a hard case.
    n : int
        People in each sample; in the smaller of two groups.
    level : float
        What the interval promises.
    share : float
        Of the samples, what was kept.
    error : float
        Monte Carlo standard error of the share; 0 where it is exact.
    """

    interval: str
    population: str
    unkind: bool
    n: int
    level: float
    share: float
    error: float


def list_covered(interval: str) -> list[Covered]:
    """Return what was measured of an interval.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.

    Returns
    -------
    list of Covered
        The well-behaved population first, each by rising n.

    Raises
    ------
    MeasureError
        Where nothing of that name was measured.
    """
    found = [Covered(*row) for row in ROWS if row[0] == interval]
    if not found:
        hint = suggest(interval, list(OFFERED))
        raise MeasureError(f"No coverage of '{interval}' was measured. {hint}".rstrip())
    return found


def tell_coverage(interval: str, n: int) -> str:
    """Return in a sentence how often an interval held the truth at about this n.

    Parameters
    ----------
    interval : str
        One of `OFFERED`.
    n : int
        People here; told is the greatest number up to this that was tried, and the least
        that was tried where there are fewer.

    Returns
    -------
    str
        With the shares of both populations.

    Raises
    ------
    MeasureError
        As `list_covered` says.
    """
    found = list_covered(interval)
    tried = sorted({row.n for row in found})
    nearest = max((size for size in tried if size <= n), default=tried[0])
    kind, unkind = (row for row in found if row.n == nearest)
    return (
        f"Tried on samples of {nearest} people drawn by computer, an interval that promises "
        f"{_percent(kind.level)} held the true value in {_percent(kind.share)} where "
        f"{kind.population}, and in {_percent(unkind.share)} where {unkind.population}."
    )


def _percent(share: float) -> str:
    return f"{format_number(100 * share, 0)} %"
