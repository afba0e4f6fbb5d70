"""The rank table: what counts as a ranking, and how a bad row is told.

Every measure of this package starts from `check_rankings`. A table has a row
per ranker and a column per item; 1 is the highest priority, a blank (NaN)
means *not ranked*, and tied items share their midrank. A row that ranks only
`m` items is a ranking of those `m`: its ranks run from 1 to `m`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from senco.errors import MeasureError
from senco.text.words import count_words

Rankings = pd.DataFrame | np.ndarray

#: How many offending rankers a message names before it only counts the rest.
NAMED = 5


def midranks(
    ranks: np.ndarray, method: Literal["average", "min", "dense"] = "average"
) -> np.ndarray:
    """Rank each row afresh; ties share their mean rank and blanks stay blank.

    Parameters
    ----------
    ranks : ndarray of float, shape (n_participants, n_items)
        Values of which the lowest comes first; NaN where there is none.
    method : {"average", "min", "dense"}
        Rule for ties, as in `scipy.stats.rankdata`.

    Returns
    -------
    ndarray of float, shape (n_participants, n_items)
        Ranks from 1 to the number of values in the row.

    Examples
    --------
    >>> midranks(np.array([[10.0, 20.0, 20.0, np.nan]]))
    array([[1. , 2.5, 2.5, nan]])
    """
    blank = np.isnan(ranks)
    ranked: np.ndarray
    ranked = rankdata(np.where(blank, np.inf, ranks), axis=1, method=method).astype(float)
    ranked[blank] = np.nan
    return ranked


def rank_scores(scores: Rankings, *, highest_first: bool = False) -> pd.DataFrame:
    """Turn each row of scores into a ranking with midranks.

    Parameters
    ----------
    scores : DataFrame or ndarray, shape (n_participants, n_items)
        Any numbers; NaN where an item was not scored.
    highest_first : bool
        Whether the highest score becomes rank 1; otherwise the lowest does.

    Returns
    -------
    DataFrame, shape (n_participants, n_items)
        A table that `check_rankings` accepts.

    Examples
    --------
    >>> rank_scores(np.array([[7, 9, 9]]), highest_first=True).to_numpy()
    array([[3. , 1.5, 1.5]])
    """
    table = _as_frame(scores)
    sign = -1.0 if highest_first else 1.0
    values = midranks(sign * table.to_numpy())
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def check_rankings(rankings: Rankings) -> pd.DataFrame:
    """Return the table as floats, or refuse it by the name of what is wrong.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.

    Returns
    -------
    DataFrame of float, shape (n_participants, n_items)
        The same ranks. An array's rankers and items are numbered from 1.

    Raises
    ------
    MeasureError
        Where the table is empty, a name occurs twice, a value is not a number or
        lies outside 1 to `n_items`, a ranker or an item has no rank, or
        the ranks of a row are not those of a ranking: `m` ranked items carry
        the ranks 1 to `m`, which sum to m(m + 1)/2, and ties share midranks.

    Examples
    --------
    >>> table = pd.DataFrame({"play": [1, 2], "rest": [2, 1]}, index=["S1", "S2"])
    >>> check_rankings(table).loc["S1", "rest"]
    np.float64(2.0)
    """
    table = _as_frame(rankings)
    _check_names(table)
    ranks = table.to_numpy()
    _check_range(table, ranks)
    _check_blank(table, ranks)
    expected = midranks(ranks)
    wrong = ~np.isclose(ranks, expected, atol=1e-9, rtol=0, equal_nan=True).all(axis=1)
    if wrong.any():
        _refuse_rows(table, ranks, wrong)
    return table


def select_complete(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the rankers who ranked every item.

    Parameters
    ----------
    table : DataFrame, shape (n_participants, n_items)
        A checked table.
    measure : str
        What is to be computed, for the message.

    Returns
    -------
    DataFrame, shape (n_complete, n_items)
        Their rows.

    Raises
    ------
    MeasureError
        Where nobody ranked every item.
    """
    complete = table.loc[table.notna().all(axis=1)]
    if complete.empty:
        raise MeasureError(f"{measure} needs rankers who ranked every item; here nobody did")
    return complete


def _as_frame(rankings: Rankings) -> pd.DataFrame:
    if isinstance(rankings, pd.DataFrame):
        table = rankings
    else:
        values = np.asarray(rankings)
        if values.ndim != 2:
            raise MeasureError(f"rankings need rows and columns; found {values.ndim} dimension(s)")
        rows, columns = (range(1, size + 1) for size in values.shape)
        table = pd.DataFrame(values, index=rows, columns=columns)
    try:
        return table.astype(float)
    except (TypeError, ValueError) as error:
        raise MeasureError(f"a rank is a number or blank; {error}") from error


def _check_names(table: pd.DataFrame) -> None:
    if table.size == 0:
        raise MeasureError("the table is empty: it needs at least one ranker and one item")
    for names, what in ((table.index, "ranker"), (table.columns, "item")):
        twice = names[names.duplicated()].unique()
        if len(twice):
            raise MeasureError(f"{what} {_join(twice)} occurs more than once; keep one of each")


def _check_range(table: pd.DataFrame, ranks: np.ndarray) -> None:
    k = table.shape[1]
    outside = np.argwhere((ranks < 1) | (ranks > k))
    if len(outside):
        row, column = outside[0]
        raise MeasureError(
            f"ranker {table.index[row]!r} gave {table.columns[column]!r} rank "
            f"{ranks[row, column]:g}; with {k} items a rank is from 1 to {k}"
            + _count_more(len(outside) - 1, "value")
        )


def _check_blank(table: pd.DataFrame, ranks: np.ndarray) -> None:
    blank = np.isnan(ranks)
    if blank.all():
        raise MeasureError("the table contains no rank")
    for axis, names, what in ((1, table.index, "ranker"), (0, table.columns, "item")):
        empty = names[blank.all(axis=axis)]
        if len(empty):
            raise MeasureError(f"{what} {_join(empty)} has no rank; leave it out")


def _refuse_rows(table: pd.DataFrame, ranks: np.ndarray, wrong: np.ndarray) -> None:
    places = np.flatnonzero(wrong)
    lines = [_explain_row(table.index[row], ranks[row]) for row in places[:NAMED]]
    raise MeasureError("; ".join(lines) + _count_more(len(places) - NAMED, "ranker"))


def _explain_row(name: object, row: np.ndarray) -> str:
    given = row[~np.isnan(row)]
    m = len(given)
    found = f"ranker {name!r}: the {m} ranks sum to {given.sum():g}"
    rule = f"a ranking of {m} sums to {m * (m + 1) / 2:g}"
    if np.array_equal(given, rankdata(given, method="min")):
        why = "ties are counted as in a competition; give tied items their mean rank"
    elif np.array_equal(given, rankdata(given, method="dense")):
        why = "ranks after a tie are not skipped; give tied items their mean rank"
    elif len(np.unique(given)) == m and m < len(row):
        why = f"{len(row) - m} item(s) are blank, so the others are ranked 1 to {m} without gaps"
    else:
        why = f"each rank from 1 to {m} is used once, and tied items share their mean rank"
    return f"{found}, but {rule}: {why}"


def _join(names: pd.Index) -> str:
    text = ", ".join(repr(name) for name in names[:NAMED])
    return text + _count_more(len(names) - NAMED, "other")


def _count_more(count: int, what: str) -> str:
    return f" (and {count_words(count, f'more {what}')})" if count > 0 else ""
