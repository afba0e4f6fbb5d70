"""Item by item: where each one stands, and how far the rankers spread."""

from __future__ import annotations

import pandas as pd

from senco.measures.rankings.ranks import Rankings, check_rankings


def borda(rankings: Rankings) -> pd.Series:
    """Count for each item how many items it was ranked above.

    A ranker who ranked `m` items gives an item `m` minus its rank: one point
    for each item below it and half a point for each item tied with it.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked. A
        partial row is stretched to the whole list, points times
        (k - 1)/(m - 1), and a blank counts as the item's mean points, so that
        being left out neither helps nor harms.

    Returns
    -------
    Series of float, shape (n_items,)
        Points, from 0 to n(k - 1). For complete rankings n(k - mean rank).

    Examples
    --------
    >>> table = pd.DataFrame({"play": [1, 1], "rest": [2, 3], "talk": [3, 2]})
    >>> borda(table).to_dict()
    {'play': 4.0, 'rest': 1.0, 'talk': 1.0}
    """
    table = check_rankings(rankings)
    n, k = table.shape
    ranked = table.count(axis=1)
    stretch = (k - 1) / (ranked - 1).clip(lower=1)
    points = table.rsub(ranked, axis=0).mul(stretch, axis=0)
    return (n * points.mean()).rename("borda")


def describe(rankings: Rankings) -> pd.DataFrame:
    """Describe each item's ranks.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.

    Returns
    -------
    DataFrame, shape (n_items, 7)
        Columns ``n`` (rankers who ranked it), ``mean``, ``sd`` (divisor n - 1;
        NaN where one ranker ranked it), ``median``, ``min``, ``max`` and
        ``borda``, in the order of the table's columns.

    Examples
    --------
    >>> describe(pd.DataFrame({"play": [1, 2], "rest": [2, 1]})).loc["play", "mean"]
    np.float64(1.5)
    """
    table = check_rankings(rankings)
    columns = {
        "n": table.count(),
        "mean": table.mean(),
        "sd": table.std(),
        "median": table.median(),
        "min": table.min(),
        "max": table.max(),
        "borda": borda(table),
    }
    return pd.DataFrame(columns).rename_axis("item")
