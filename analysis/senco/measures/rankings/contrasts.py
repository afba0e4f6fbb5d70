"""Differences: between items (Friedman), and between groups of rankers."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from senco.errors import MeasureError, suggest
from senco.measures.rankings.concordance import kendall_w
from senco.measures.rankings.ranks import Rankings, check_rankings, select_complete
from senco.measures.resampling import adjust_holm, permute_groups
from senco.measures.tolerance import at_least
from senco.text.rounding import format_number

#: A smaller p is told as less than this.
LEAST_TOLD = 0.01


@dataclass(frozen=True)
class Friedman:
    """Friedman's test, and which pairs of items differ.

    Parameters
    ----------
    n, k : int
        Rankers who ranked every item, and items.
    chi2, p : float
        Tie-corrected statistic and its chi-square tail with `df`.
    df : int
        k - 1.
    contrasts : DataFrame, shape (k(k - 1)/2, 6)
        Columns ``item``, ``other``, ``difference`` (mean rank of the item minus
        that of the other), ``z``, ``p`` (two-sided) and ``p_holm``.
    """

    n: int
    k: int
    chi2: float
    df: int
    p: float
    contrasts: pd.DataFrame


@dataclass(frozen=True)
class GroupContrast:
    """How a group of rankers placed an item, against the other rankers.

    Parameters
    ----------
    item : hashable
        The item.
    n_group, n_others : int
        Rankers in each who ranked the item.
    mean_group, mean_others : float
        Mean ranks.
    difference : float
        Mean of the group minus mean of the others; negative: a higher priority.
    p_one_sided : float
        Share of splits whose difference is at least as many standard errors away in the
        direction found (`senco.measures.resampling.permute_groups`).
    p_two_sided : float
        Twice that, at most 1.
    smallest_one_sided, smallest_two_sided : float
        The least p that any data could give with groups of this size.
    splits : int
        Ways to choose the group.
    exact : bool
        Whether every split was counted, or a sample of them drawn.
    """

    item: Hashable
    n_group: int
    n_others: int
    mean_group: float
    mean_others: float
    difference: float
    p_one_sided: float
    p_two_sided: float
    smallest_one_sided: float
    smallest_two_sided: float
    splits: int
    exact: bool


def friedman(rankings: Rankings) -> Friedman:
    """Test whether the items differ, and compare every pair of them.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority. Rankers with a blank are left out.

    Returns
    -------
    Friedman
        A contrast's z divides the difference of two mean ranks by its standard
        deviation under random ranking, the ties as they are; without ties that
        is sqrt(k(k + 1)/(6n)). Holm adjusts over all pairs. For small n the
        normal p is an approximation.

    Raises
    ------
    MeasureError
        For one ranker, one item, or rankers who all tied every item.

    References
    ----------
    Friedman, M. (1937). The use of ranks to avoid the assumption of normality
    implicit in the analysis of variance. Journal of the American Statistical
    Association, 32(200), 675-701. https://doi.org/10.1080/01621459.1937.10503522

    Examples
    --------
    >>> friedman(np.array([[1, 2, 3], [1, 3, 2], [1, 2, 3]])).chi2.__round__(4)
    4.6667
    """
    concordance = kendall_w(rankings)
    table = select_complete(check_rankings(rankings), "Friedman's test")
    n, k = table.shape
    ranks = table.to_numpy()
    means = ranks.mean(axis=0)
    variance = ((ranks - (k + 1) / 2) ** 2).sum() / (n * (k - 1))
    first, second = np.triu_indices(k, 1)
    difference = means[first] - means[second]
    z = difference / np.sqrt(2 * variance / n)
    p = 2 * stats.norm.sf(np.abs(z))
    contrasts = pd.DataFrame(
        {
            "item": table.columns[first],
            "other": table.columns[second],
            "difference": difference,
            "z": z,
            "p": p,
            "p_holm": adjust_holm(p),
        }
    )
    return Friedman(n, k, concordance.chi2, k - 1, concordance.p_chi2, contrasts)


def contrast_group(
    rankings: Rankings,
    item: Hashable,
    members: Collection[Hashable],
    *,
    rng: np.random.Generator | None = None,
    draws: int = 19_999,
) -> GroupContrast:
    """Compare a group's mean rank of an item with the others' by permutation.

    Every way to choose a group of this size among the rankers is taken to be
    as likely as the one found, and differences are compared in their standard
    errors. Rankers who left the item blank are left out.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.
    item : hashable
        A column of the table.
    members : collection of hashable
        The rankers of the group, as in the table's index.
    rng : numpy.random.Generator, optional
        Where there are more than 200,000 splits a sample is drawn with it and p is
        (b + 1)/(draws + 1).
    draws : int
        Splits to draw.

    Returns
    -------
    GroupContrast

    Raises
    ------
    MeasureError
        For an unknown item or ranker, or where nobody in the group, or nobody
        outside it, ranked the item.

    Examples
    --------
    Three of six put the item first; of the 20 splits one goes as far.

    >>> table = pd.DataFrame({"a": [1, 1, 1, 2, 2, 2], "b": [2, 2, 2, 1, 1, 1]})
    >>> found = contrast_group(table, "a", [0, 1, 2])
    >>> found.p_one_sided, found.smallest_two_sided
    (0.05, 0.1)
    """
    table = check_rankings(rankings)
    _check_known([item], table.columns, "item")
    _check_known(members, table.index, "ranker")
    column = table[item].dropna()
    inside = column.index.isin(list(members))
    ranks, size = column.to_numpy(), int(inside.sum())
    if size in (0, len(ranks)):
        who = "nobody in the group" if size == 0 else "nobody outside the group"
        raise MeasureError(f"{who} ranked {item!r}; there is nothing to compare")
    test = permute_groups(ranks, inside, rng, draws)
    floor = 1 / test.n_splits if test.exact else 1 / (draws + 1)
    group, others = float(ranks[inside].mean()), float(ranks[~inside].mean())
    return GroupContrast(
        item=item,
        n_group=size,
        n_others=len(ranks) - size,
        mean_group=group,
        mean_others=others,
        difference=group - others,
        p_one_sided=test.p_one_sided,
        p_two_sided=min(1.0, 2 * test.p_one_sided),
        smallest_one_sided=floor,
        smallest_two_sided=min(1.0, 2 * floor),
        splits=test.n_splits,
        exact=test.exact,
    )


def contrast_items(
    rankings: Rankings,
    members: Collection[Hashable],
    *,
    rng: np.random.Generator | None = None,
    planned: Collection[Hashable] = (),
) -> pd.DataFrame:
    """Compare a group with the others on every item that both ranked.

    Parameters
    ----------
    rankings : DataFrame or ndarray, shape (n_participants, n_items)
        Ranks, 1 = highest priority; NaN where an item was not ranked.
    members : collection of hashable
        The rankers of the group.
    rng : numpy.random.Generator, optional
        As in `contrast_group`.
    planned : collection of hashable
        Items that were asked about before anybody looked; one that was not ranked is
        passed over.

    Returns
    -------
    DataFrame
        A row per item with the fields of `GroupContrast`; ``planned`` (bool); and
        ``p_holm``: the two-sided p adjusted over the planned items, and over the others,
        each among their own.

    Raises
    ------
    MeasureError
        As `contrast_group`, but an item that one side left blank is left out.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 1, 1, 2, 2, 2], "b": [2, 2, 2, 1, 1, 1]})
    >>> contrast_items(table, [0, 1, 2], planned=["a"])[["planned", "p_holm"]].round(3)
       planned  p_holm
    0     True     0.1
    1    False     0.1
    """
    table = check_rankings(rankings)
    _check_known(members, table.index, "ranker")
    inside = table.index.isin(list(members))
    both = table.loc[inside].notna().any() & table.loc[~inside].notna().any()
    if not both.any():
        raise MeasureError("no item was ranked both inside and outside the group")
    found = [contrast_group(table, item, members, rng=rng) for item in table.columns[both]]
    frame = pd.DataFrame([vars(one) for one in found])
    frame["planned"] = frame["item"].isin(list(planned))
    for chosen in (frame["planned"], ~frame["planned"]):
        frame.loc[chosen, "p_holm"] = adjust_holm(frame.loc[chosen, "p_two_sided"].to_numpy())
    return frame


def describe_planned(contrasts: pd.DataFrame, labels: Mapping[Hashable, str]) -> str:
    """Say what became of the contrasts that were named in advance.

    Parameters
    ----------
    contrasts : DataFrame
        As `contrast_items` gives it, or empty.
    labels : mapping of hashable to str
        Items in words.

    Returns
    -------
    str
        A sentence for each; or that there was none.
    """
    if contrasts.empty or not contrasts["planned"].any():
        return "None of those named in advance could be made here."
    sentences = []
    for row in contrasts.loc[contrasts["planned"]].to_dict("records"):
        group, others = (format_number(row[name], 2) for name in ("mean_group", "mean_others"))
        sentences.append(
            f"{labels.get(row['item'], row['item'])}: mean rank {group} of the group "
            f"(n = {row['n_group']}), {others} of the others (n = {row['n_others']}); p "
            f"{_format_p(row['p_two_sided'])}{_describe_smallest(row['smallest_two_sided'])}."
        )
    return " ".join(sentences)


def _format_p(p: float) -> str:
    """With two decimals, and never as nought."""
    return f"= {format_number(p, 2)}" if at_least(p, LEAST_TOLD) else "is less than 0.01"


def _describe_smallest(p: float) -> str:
    """Where it limits what could have been found."""
    if not at_least(p, LEAST_TOLD):
        return ""
    return f", and with groups of this size it cannot be smaller than {format_number(p, 2)}"


def _check_known(names: Collection[Hashable], known: pd.Index, what: str) -> None:
    for name in names:
        if name not in known:
            hint = suggest(str(name), [str(one) for one in known])
            raise MeasureError(f"there is no {what} {name!r} in the table. {hint}".rstrip())
