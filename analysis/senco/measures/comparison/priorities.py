"""The priorities of two cohorts: construct by construct, and the order as a whole."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from scipy import stats

from senco.cohort.model import Cohort, Criteria
from senco.errors import MeasureError
from senco.measures.comparison.constructs import Matching
from senco.measures.comparison.intervals import (
    Difference,
    compare_means,
    compare_with_mean,
    jackknife,
    limit_with_mean,
)
from senco.measures.comparison.printed import read_printed
from senco.measures.comparison.verdicts import (
    AGREES,
    DIFFERS,
    EITHER,
    NEVER,
    NOTHING,
    OPEN,
    Area,
    Compared,
    NotCompared,
    Reach,
    find_reach,
    judge,
    leave_open,
)
from senco.measures.rankings import mean_spearman, rank_scores
from senco.measures.reported import count_constructs
from senco.measures.tolerance import above, at_least, level
from senco.text.rounding import format_number

AREA: Area = "priorities"
_Placed = TypeVar("_Placed", pd.DataFrame, pd.Series)
#: A rank correlation over fewer constructs says nothing.
FEWEST_CONSTRUCTS = 4


@dataclass(frozen=True)
class Places:
    """Where a cohort puts its constructs, on a list of a common length.

    Parameters
    ----------
    ranks : DataFrame, shape (n_people, n_constructs), or None
        Places from 1 to `length`; None where only means are reported.
    means : Series
        Mean place by construct.
    sizes : Series of int
        People behind each mean.
    rounding : Series
        Half a unit of the last decimal of each mean as printed; 0 for computed ones.
    spreads : DataFrame, optional
        Columns least and greatest: bounds of the standard deviation behind each printed
        mean (`bound_spreads`); None where there are ranks.
    """

    ranks: pd.DataFrame | None
    means: pd.Series
    sizes: pd.Series
    rounding: pd.Series
    spreads: pd.DataFrame | None = None


def find_length(*cohorts: Cohort) -> int:
    """Return on how long a list the places of several cohorts are told.

    Parameters
    ----------
    *cohorts : Cohort
        The first of them with priorities decides.

    Returns
    -------
    int
        Number of constructs that it ranked, at least 2; 2 where none has priorities.
    """
    for cohort in cohorts:
        if cohort.has("rankings") or _reports_means(cohort):
            return max(count_constructs(cohort), 2)
    return 2


def _reports_means(cohort: Cohort) -> bool:
    if not cohort.has("reported", "constructs"):
        return False
    reported = cohort.tables["reported"]
    counted = (reported["figure"] == "salient-constructs") & (reported["quantity"] == "count")
    means = (reported["quantity"] == "mean_rank") & (reported["group"] == "everyone")
    return bool(counted.any() and means.any())


def place_constructs(cohort: Cohort, length: int) -> Places | None:
    """Return where a cohort puts its constructs.

    Parameters
    ----------
    cohort : Cohort
        Its rankings are used where it has any, else the means that it reports.
    length : int
        Places of a list of another length are stretched to this one: the first stays
        1, the last becomes `length`.

    Returns
    -------
    Places or None
        None where it has neither.
    """
    if cohort.has("rankings"):
        ranks = cohort.tables["rankings"].pivot(
            index="participant", columns="construct", values="rank"
        )
        ranks = _stretch(ranks.astype(float), count_constructs(cohort), length)
        none = pd.Series(0.0, index=ranks.columns)
        return Places(ranks, ranks.mean(), ranks.count(), none)
    if not _reports_means(cohort):
        return None
    printed = read_printed(cohort)
    n_items = count_constructs(cohort)
    step = (length - 1) / max(n_items - 1, 1)
    return Places(
        None,
        _stretch(printed["mean"], n_items, length),
        printed["n"],
        printed["rounding"] * step,
        printed[["least", "greatest"]] * step,
    )


def _stretch(places: _Placed, n_items: int, length: int) -> _Placed:
    return 1 + (places - 1) * ((length - 1) / max(n_items - 1, 1))


def compare_priorities(
    here: Cohort,
    there: Cohort,
    matching: Matching,
    criteria: Criteria,
    length: int | None = None,
) -> tuple[list[Compared], list[NotCompared]]:
    """Compare the order of priorities, and every construct that both cohorts placed.

    Parameters
    ----------
    here, there : Cohort
        With rankings, or with reported mean ranks.
    matching : Matching
        Their constructs.
    criteria : Criteria
        Margins and confidence.
    length : int, optional
        Length of the list to which places are scaled; by default that of the list here.

    Returns
    -------
    tuple of list of Compared and list of NotCompared
        The order first, then the constructs in the order of the matching.
    """
    length = length or find_length(here, there)
    one, other = place_constructs(here, length), place_constructs(there, length)
    if one is None or other is None:
        lacking = here if one is None else there
        why = f"{lacking.info.title} contains neither rankings nor reported mean ranks."
        return [], [NotCompared(AREA, "order and places of the constructs", why)]
    pairs = matching.pairs
    both = pairs.loc[pairs["here"].isin(one.means.index) & pairs["there"].isin(other.means.index)]
    rows = [
        _compare_construct(pair, one, other, criteria, length) for pair in both.to_dict("records")
    ]
    order = _compare_order(both, one, other, criteria)
    left = _list_left(pairs, both, here, there)
    left += [order] if isinstance(order, NotCompared) else []
    return [order, *rows] if isinstance(order, Compared) else rows, left


def _list_left(
    pairs: pd.DataFrame, both: pd.DataFrame, here: Cohort, there: Cohort
) -> list[NotCompared]:
    left = [
        NotCompared(AREA, str(label), "Both cohorts have it, but one gives no place for it.")
        for label in pairs.loc[~pairs["here"].isin(both["here"]), "label"]
    ]
    for cohort in (here, there):
        if not cohort.has("rankings") and cohort.has("reported"):
            table = cohort.tables["reported"]
            of_group = (table["quantity"] == "mean_rank") & (table["group"] != "everyone")
            left += [
                NotCompared(
                    AREA, str(row["gist"]),
                    f"This is a mean over {row['group']} alone; only means over everyone are "
                    "compared.",
                )
                for _, row in table.loc[of_group].iterrows()
            ]  # fmt: skip
    return left


def _compare_construct(
    pair: dict[Hashable, Any],
    one: Places,
    other: Places,
    criteria: Criteria,
    length: int,
) -> Compared:
    here, there = pair["here"], pair["there"]
    values = (float(one.means[here]), float(other.means[there]))
    sizes = (int(one.sizes[here]), int(other.sizes[there]))
    named = (AREA, f"place:{pair['key']}", pair["label"], f"mean place of {length}")
    margin = criteria.priority_margin * (length - 1)
    if one.ranks is not None and other.ranks is not None:
        found = compare_means(one.ranks[here], other.ranks[there], criteria.confidence)
        return judge(*named, values, sizes, found, margin)
    if one.ranks is not None:
        compared = _compare_printed(one.ranks[here], other, there, criteria.confidence, margin)
        return judge(*named, values, sizes, *compared)
    if other.ranks is not None:
        back, bound, note, reach = _compare_printed(
            other.ranks[there], one, here, criteria.confidence, margin
        )
        turned = Difference(-back.value, -back.high, -back.low)
        return judge(*named, values, sizes, turned, bound, note, reach)
    return leave_open(*named, values, sizes, "Both report a mean without a spread.")


def _compare_printed(
    ranks: pd.Series, printed: Places, construct: str, confidence: float, margin: float
) -> tuple[Difference, float, str, Reach]:
    """Difference from a printed mean, the margin, what is supposed, and what more people bring."""
    assert printed.spreads is not None
    mean, n = float(printed.means[construct]), int(printed.sizes[construct])
    rounding = float(printed.rounding[construct])
    least, greatest = (printed.spreads[end][construct] for end in ("least", "greatest"))
    spread = (float(least), float(greatest))
    found = compare_with_mean(ranks, mean, n, rounding, confidence, spread)
    alone = compare_with_mean(ranks, mean, max(n, 2), rounding, confidence, (0.0, 0.0))
    left = limit_with_mean(n, rounding, confidence, spread)
    ends = " to ".join(format_number(end, 1) for end in spread)
    note = (
        f"Only the mean is printed for the other cohort. As the plain mean over {n} people it "
        f"allows a standard deviation of {ends} places; the interval is the widest that these "
        "give."
    )
    return found, margin, note, find_reach((alone.low, alone.high), left, margin)


def _compare_order(
    both: pd.DataFrame, one: Places, other: Places, criteria: Criteria
) -> Compared | NotCompared:
    """Compare the two orders by their rank correlation over the constructs in common."""
    finding = "The order of priorities"
    if len(both) < FEWEST_CONSTRUCTS:
        why = f"Only {len(both)} constructs have a place in both; a correlation needs "
        return NotCompared(AREA, finding, f"{why}at least {FEWEST_CONSTRUCTS}.")
    first, second = one.means[both["here"]].to_numpy(), other.means[both["there"]].to_numpy()
    try:
        whole = correlate_orders(first, second)
    except MeasureError as error:
        return NotCompared(AREA, finding, f"{error}")
    sizes = (int(one.sizes.max()), int(other.sizes.max()))
    named = (AREA, "order", finding, f"rank correlation over {len(both)} constructs")
    least = criteria.order_at_least
    if one.ranks is None or other.ranks is None:
        reason = (
            f"The correlation over the {len(both)} constructs whose means are reported. They "
            "were chosen because they stand out, and without people's own ranks, of which each "
            "could be left out in turn, there is no interval."
        )
        return Compared(
            *named, None, None, *sizes, whole, None, None, least, None, NEVER, reason, NOTHING
        )  # fmt: skip
    tables = [one.ranks[both["here"]].dropna(), other.ranks[both["there"]].dropna()]
    sizes = (len(tables[0]), len(tables[1]))
    note = f"The mean places themselves correlate by {format_number(whole)}."
    if not all(_share_an_order(table, criteria.confidence) for table in tables):
        reason = f"{_NO_ORDER} {note}"
        return Compared(
            *named, None, None, *sizes, None, None, None, least, None, OPEN, reason,
            EITHER,
        )  # fmt: skip
    found = jackknife(
        correlate_people, tables[0].to_numpy(), tables[1].to_numpy(), criteria.confidence
    )
    value, low, high = np.clip([found.value, found.low, found.high], -1.0, 1.0).tolist()
    verdict = AGREES if at_least(low, least) else DIFFERS if above(least, high) else OPEN
    return Compared(
        *named, None, None, *sizes, value, low, high, least, None, verdict,
        f"{_ORDER_REASONS[verdict]} {note}", EITHER if verdict == OPEN else None,
    )  # fmt: skip


def _share_an_order(table: pd.DataFrame, confidence: float) -> bool:
    """Whether the people of a cohort agree with one another enough to have an order."""
    try:
        among = mean_spearman(rank_scores(table), level=confidence)
    except MeasureError:
        return False
    wholly = bool(at_least(among.mean, 1.0))
    return wholly or (among.low is not None and bool(above(among.low, 0)))


_NO_ORDER = (
    "The people of one of the cohorts do not agree closely enough among themselves for there "
    "to be an order that could be compared."
)
_ORDER_REASONS = {
    AGREES: "The whole interval of the correlation is as high as the criteria require.",
    DIFFERS: "The whole interval of the correlation is lower than the criteria require.",
    OPEN: "The interval of the correlation extends to both sides of what the criteria require.",
}


def correlate_orders(first: np.ndarray, second: np.ndarray) -> float:
    """Return Spearman's correlation of two orders.

    Parameters
    ----------
    first, second : ndarray, shape (n_constructs,)
        Mean places; those that are equal but for rounding share their midrank.

    Returns
    -------
    float
        From -1 (one is the other turned round) to 1 (the same order).

    Raises
    ------
    MeasureError
        Where all of one cohort's places are equal.

    Examples
    --------
    >>> round(correlate_orders(np.array([1.5, 3, 2.5]), np.array([2, 9, 4])), 2)
    1.0
    """
    ranks = [stats.rankdata(level(places)) for places in (first, second)]
    if any(np.ptp(places) == 0 for places in ranks):
        raise MeasureError("One cohort puts everything in the same place, so it has no order.")
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def correlate_people(here: np.ndarray, there: np.ndarray) -> float:
    """Return the correlation of two cohorts' orders, freed from the scatter among people.

    Two small groups of one mind never have the very same mean places, so the
    correlation of their means is too low. This is Spearman's correction: what people of
    different cohorts have in common, against what people of the same cohort have.

    Parameters
    ----------
    here, there : ndarray, shape (n_people, n_constructs)
        Places, at least two people each and none missing.

    Returns
    -------
    float
        1 in the long run for two cohorts of one mind, whatever n is; it can pass 1 and
        -1 in a sample. NaN where the people of one cohort have nothing in common.

    References
    ----------
    Spearman, C. (1904). The proof and measurement of association between two things.
    American Journal of Psychology, 15(1), 72-101. https://doi.org/10.2307/1412159

    Examples
    --------
    Three constructs, two people in each cohort. Around their means the people here are
    (-1, 0, 1) and (-1, 1, 0), there twice (-1, 0, 1). Products: within here 1, within
    there 2, between 1.5 on average: 1.5 over the root of 2.

    >>> here, there = np.array([[1, 2, 3], [1, 3, 2]]), np.array([[1, 2, 3], [1, 2, 3]])
    >>> round(correlate_people(here, there), 3)
    1.061
    """
    first, second = (table - table.mean(axis=1, keepdims=True) for table in (here, there))
    between = float(first.mean(axis=0) @ second.mean(axis=0))
    within = [_multiply_pairs(table) for table in (first, second)]
    return between / float(np.sqrt(within[0] * within[1])) if above(min(within), 0) else np.nan


def _multiply_pairs(table: np.ndarray) -> float:
    """Mean product of two different rows."""
    total = table.sum(axis=0)
    return float(total @ total - (table * table).sum()) / (len(table) * (len(table) - 1))
