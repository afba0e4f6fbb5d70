"""Means of which only the print is known: how many people, and what spread, may be behind them."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import get_args

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.audit import Figure, Reading, Rounding, bound, read_figures, tabulate_grim
from senco.measures.reported import count_constructs, list_priorities


def read_printed(cohort: Cohort) -> pd.DataFrame:
    """Return a cohort's printed mean ranks with what may be behind them.

    Parameters
    ----------
    cohort : Cohort
        With the tables reported and constructs.

    Returns
    -------
    DataFrame
        Index construct; columns ``mean``; ``n``, the most people, up to those stated,
        over whom it can be the plain mean of one construct; ``rounding``, half a unit of
        its last decimal; ``least`` and ``greatest`` standard deviation (divisor n - 1)
        of their ranks (`bound_spread`), in places of the list that they ranked.
    """
    reported, n_items = cohort.tables["reported"], count_constructs(cohort)
    table = list_priorities(reported, cohort.tables["constructs"])
    table = table.loc[table["everyone"]].drop_duplicates("construct").set_index("construct")
    everyone = len(cohort.tables["participants"]) if cohort.has("participants") else 1
    possible = tabulate_grim(table.reset_index(), everyone)["n_midranks"]
    most = table["n_stated"].fillna(everyone).astype(int)
    sizes = [
        max((n for n in able if n <= limit), default=limit)
        for able, limit in zip(possible, most, strict=True)
    ]
    figures = read_figures(reported)
    spreads = [
        bound_spread([one for one in figures if one.construct == construct], n, n_items)
        for construct, n in zip(table.index, sizes, strict=True)
    ]
    decimals = table["printed"].str.partition(".")[2].str.len()
    return pd.DataFrame(
        {
            "mean": table["mean_rank"],
            "n": sizes,
            "rounding": 0.5 / 10.0**decimals,
            "least": [least for least, _ in spreads],
            "greatest": [greatest for _, greatest in spreads],
        }
    )


def bound_spread(figures: Sequence[Figure], n: int, n_items: int) -> tuple[float, float]:
    """Bound the standard deviation of the ranks behind a printed mean.

    Parameters
    ----------
    figures : sequence of Figure
        The mean of everyone of one construct, and those of groups of it.
    n : int
        People behind the mean.
    n_items : int
        Constructs that were ranked, at least 2.

    Returns
    -------
    tuple of float
        Least and greatest (divisor n - 1). Under the reading that the figure is the
        plain mean of n people's ranks of one construct they are those of the audit
        (`senco.measures.audit.bound`). Where it cannot be, they are 0 and what any n numbers
        between 1 and `n_items` with about this mean can have at most; 0 and 0 for one
        person.

    References
    ----------
    Bhatia, R., & Davis, C. (2000). A better bound on the variance. American Mathematical
    Monthly, 107(4), 353-357. https://doi.org/10.1080/00029890.2000.12005203

    Examples
    --------
    Two people of mean 2 on a list of 3: both 2, or one 1 and one 3.

    >>> least, greatest = bound_spread([Figure("a", "a", "", "2.0", None, 2)], 2, 3)
    >>> round(least, 2), round(greatest, 2)
    (0.0, 1.41)
    """
    if n < 2:
        return 0.0, 0.0
    reading = Reading("plain", "the plain mean of one construct", n, tied_pairs=n)
    found = pd.concat(
        [bound(reading, figures, n_items, rounding=rule) for rule in get_args(Rounding)[:2]]
    )
    found = found.loc[found["quantity"] == "sd"]
    if len(found):
        return float(found["low"].min()), float(found["high"].max())
    value = next(figure.value for figure in figures if not figure.group)
    room = 0.5 / 10.0 ** len(value.partition(".")[2])
    ends = [min(max(float(value) + shift, 1.0), float(n_items)) for shift in (-room, room)]
    middle = (n_items + 1) / 2
    nearest = min(max(middle, ends[0]), ends[1])
    return 0.0, sqrt(n / (n - 1) * (nearest - 1) * (n_items - nearest))
