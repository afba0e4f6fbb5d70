"""Everything about one table of rankings, as plain values for a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.measures.rankings.concordance import compare_with_chance, kendall_w, mean_spearman
from senco.measures.rankings.consensus import kemeny
from senco.measures.rankings.description import describe
from senco.measures.rankings.ranks import Rankings, check_rankings
from senco.measures.rankings.worths import plackett_luce
from senco.text.rounding import format_number

Result = TypeVar("Result")


def summary(rankings: Rankings, *, seed: int = 0, draws: int = 9_999) -> dict[str, Any]:
    """Summarise a table of rankings in plain values for JSON.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.
    seed, draws : int
        For the permutation p, as in `compare_with_chance`.

    Returns
    -------
    dict
        ``n`` (rankers), ``k`` (items), ``items`` (a dict per item with
        ``item``, ``n``, ``mean``, ``sd``, ``median``, ``min``, ``max``,
        ``borda``, ``worth``, ``worth_low``, ``worth_high``), ``kendall_w``,
        ``kendall_w_tie_corrected``, ``chi2``, ``df``, ``p`` (of chi-square),
        ``p_permutation`` and ``p_permutation_method``, ``mean_spearman``,
        ``mean_spearman_interval`` (low, high), ``kemeny`` (items in order),
        ``kemeny_cost``, ``kemeny_bound``, ``kemeny_unique``, ``kemeny_first``, and
        ``notes``: why anything is None, how many rankers W and the correlation rest on
        where some left a blank, and how near an order is that is not proved to be nearest.

    Raises
    ------
    MeasureError
        Where the table is not a table of rankings.

    Examples
    --------
    >>> found = summary(np.array([[1, 2, 3]]))
    >>> found["kendall_w"], found["notes"][0]
    (None, 'W is not defined for one ranker')
    """
    table = check_rankings(rankings)
    notes: list[str] = []
    described = describe(table)
    agreement = _summarise_agreement(table, seed, draws, notes)
    worths = _attempt(lambda: plackett_luce(table).items, notes)
    items = described.assign(worth=np.nan, worth_low=np.nan, worth_high=np.nan)
    if worths is not None:
        items[["worth", "worth_low", "worth_high"]] = worths[["worth", "low", "high"]]
    consensus = kemeny(table)
    _note_small(table, described, notes)
    if consensus.bound < consensus.cost:
        notes.append(
            f"the Kemeny order has {format_number(consensus.cost, 1)} disagreements; whether "
            "another has fewer was not settled, but none has fewer than "
            f"{format_number(consensus.bound, 1)}"
        )
    return {
        "n": len(table),
        "k": table.shape[1],
        "items": _list_items(items),
        **agreement,
        "kemeny": [_plain(item) for item in consensus.order],
        "kemeny_cost": consensus.cost,
        "kemeny_bound": consensus.bound,
        "kemeny_unique": consensus.unique,
        "kemeny_first": [_plain(item) for item in consensus.first],
        "notes": list(dict.fromkeys(notes)),
    }


def _summarise_agreement(
    table: pd.DataFrame, seed: int, draws: int, notes: list[str]
) -> dict[str, Any]:
    w = _attempt(lambda: kendall_w(table), notes)
    rng = np.random.default_rng(seed)
    chance = w and compare_with_chance(table, rng=rng, draws=draws)
    mean = _attempt(lambda: mean_spearman(table), notes)
    interval = None
    if mean is not None and mean.low is not None:
        interval = [mean.low, mean.high]
    elif mean is not None:
        notes.append("the mean correlation has no interval for two rankers")
    return {
        "kendall_w": w and w.w,
        "kendall_w_tie_corrected": w and w.w_tie_corrected,
        "chi2": w and w.chi2,
        "df": w and w.df,
        "p": w and w.p_chi2,
        "p_permutation": chance and chance.p,
        "p_permutation_method": chance and chance.method,
        "mean_spearman": mean and mean.mean,
        "mean_spearman_interval": interval,
    }


def _note_small(table: pd.DataFrame, described: pd.DataFrame, notes: list[str]) -> None:
    complete = int(table.notna().all(axis=1).sum())
    if 0 < complete < len(table):
        notes.append(
            f"W and the mean correlation are based on the {complete} of {len(table)} rankers "
            "who ranked every item"
        )
    if (described["n"] < 2).any():
        notes.append("an item ranked by only one ranker has no standard deviation")


def _attempt(measure: Callable[[], Result], notes: list[str]) -> Result | None:
    try:
        return measure()
    except MeasureError as error:
        notes.append(str(error))
        return None


def _list_items(items: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"item": _plain(name)} | {str(key): _plain(value) for key, value in row.items()}
        for name, row in items.astype(object).iterrows()
    ]


def _plain(value: Any) -> Any:
    """Return a plain Python value; None in place of NaN."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value


def attempt(measure: Callable[[], pd.DataFrame]) -> tuple[pd.DataFrame, str]:
    """Return a measure's table, or an empty one and the reason why there is none.

    Parameters
    ----------
    measure : callable
        Takes nothing and returns a DataFrame.

    Returns
    -------
    tuple of DataFrame and str
        The reason is "" where the measure is defined for these rankings.

    Examples
    --------
    >>> from senco.measures.rankings import leave_one_out
    >>> table, reason = attempt(lambda: leave_one_out(np.array([[1, 2, 3]])))
    >>> len(table), reason != ""
    (0, True)
    """
    try:
        return measure(), ""
    except MeasureError as error:
        return pd.DataFrame(), str(error)
