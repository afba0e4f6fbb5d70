"""What can be said of one finding in two cohorts: agrees, differs, or cannot tell.

What cannot be told is of two kinds: *at this n*, where more people could bring an answer,
and *at any n*, where the rule has none for what the two cohorts hold.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
import pandas as pd

from senco.measures.comparison.intervals import Difference
from senco.measures.tolerance import above, at_least

Verdict = Literal["agrees", "differs", "cannot tell at this n", "cannot tell at any n"]
VERDICTS: tuple[Verdict, ...] = (
    "agrees",
    "differs",
    "cannot tell at this n",
    "cannot tell at any n",
)
AGREES, DIFFERS, OPEN, NEVER = VERDICTS

#: What more people could still bring to a finding that cannot be told.
Reach = Literal["either answer", "agreement alone", "a difference alone", "no answer"]
REACHES: tuple[Reach, ...] = ("either answer", "agreement alone", "a difference alone", "no answer")
EITHER, AGREEMENT, DIFFERENCE, NOTHING = REACHES

Area = Literal["priorities", "narratives", "key influences", "constrictions and possibilities"]
AREAS: tuple[Area, ...] = (
    "priorities",
    "narratives",
    "key influences",
    "constrictions and possibilities",
)


@dataclass(frozen=True)
class Compared:
    """One finding, in the cohort here and in the one there.

    Parameters
    ----------
    area : str
        One of `AREAS`.
    key : str
        The same for the same finding, whichever cohorts are compared.
    finding : str
        In words.
    unit : str
        What the numbers count.
    here, there : float, optional
        The finding's number in each cohort.
    n_here, n_there : int
        People behind each.
    difference, low, high : float, optional
        Here minus there with its interval; for the order of priorities the correlation.
    margin : float, optional
        Within which the criteria take the two for the same.
    smallest : float, optional
        Smallest difference that could have been told with so many people who differ
        among themselves as much as these do: the margin and half the interval's width.
    verdict : str
        One of `VERDICTS`.
    reason : str
        Why, in words.
    reach : str, optional
        One of `REACHES` where it cannot be told: what more people could still bring.
    """

    area: Area
    key: str
    finding: str
    unit: str
    here: float | None
    there: float | None
    n_here: int
    n_there: int
    difference: float | None
    low: float | None
    high: float | None
    margin: float | None
    smallest: float | None
    verdict: Verdict
    reason: str
    reach: Reach | None = None


@dataclass(frozen=True)
class NotCompared:
    """Something that cannot be compared, and why.

    Parameters
    ----------
    area, what, why : str
        In words.
    """

    area: Area
    what: str
    why: str


def decide(low: float, high: float, margin: float) -> Verdict:
    """Return what an interval of a difference says, given the margin.

    Parameters
    ----------
    low, high : float
        Ends of the interval.
    margin : float
        Above 0.

    Returns
    -------
    str
        *agrees* where the interval lies within minus and plus the margin, *differs*
        where it lies wholly beyond one of them, else *cannot tell at this n*.

    References
    ----------
    Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the
    power approach for assessing the equivalence of average bioavailability. Journal of
    Pharmacokinetics and Biopharmaceutics, 15(6), 657-680.
    https://doi.org/10.1007/BF01068419

    Examples
    --------
    >>> decide(-1, 2, 3), decide(4, 9, 3), decide(1, 5, 3)
    ('agrees', 'differs', 'cannot tell at this n')
    """
    if at_least(low, -margin) and at_least(margin, high):
        return AGREES
    return DIFFERS if above(low, margin) or above(-margin, high) else OPEN


def find_reach(likely: tuple[float, float], left: float, margin: float) -> Reach:
    """Return which answers more people could bring, where a part of the interval stays.

    Parameters
    ----------
    likely : tuple of float
        Range in which the difference may come to lie as more people are asked.
    left : float
        Half the width that the interval keeps however many they are; 0 where it shrinks
        to nothing.
    margin : float
        Above 0.

    Returns
    -------
    str
        One of `REACHES`.

    Examples
    --------
    With half a width of 2 left, a difference of 0 would be shown to agree at a margin of
    3, one of 6 to differ, and with 4 left neither.

    >>> find_reach((-1, 6), 2, 3), find_reach((-1, 4), 2, 3), find_reach((-1, 6), 4, 3)
    ('either answer', 'agreement alone', 'no answer')
    """
    low, high = likely
    nearest, farthest = max(low, -high, 0.0), max(-low, high)
    agrees, differs = at_least(margin, nearest + left), above(farthest - left, margin)
    if agrees:
        return EITHER if differs else AGREEMENT
    return DIFFERENCE if differs else NOTHING


def judge(
    area: Area,
    key: str,
    finding: str,
    unit: str,
    values: tuple[float, float],
    sizes: tuple[int, int],
    found: Difference,
    margin: float,
    note: str = "",
    reach: Reach = EITHER,
) -> Compared:
    """Return a finding with its verdict and the reason for it.

    Parameters
    ----------
    area, key, finding, unit : str
        As in `Compared`.
    values, sizes : tuple
        The numbers here and there, and the people behind them.
    found : Difference
        Here minus there.
    margin : float
        Above 0.
    note : str
        What the interval supposes, a sentence.
    reach : str
        Which answers more people could bring, if it cannot be told.

    Returns
    -------
    Compared
        Ends that are infinite are left out. Where more people could bring no answer the
        verdict is *cannot tell at any n*.
    """
    verdict = decide(found.low, found.high, margin)
    half = (found.high - found.low) / 2
    reason = _explain(verdict, margin, half, reach, min(sizes))
    settled = verdict != OPEN
    return Compared(
        area, key, finding, unit, *values, *sizes, found.value, finite(found.low),
        finite(found.high), margin, finite(margin + half),
        verdict if settled or reach != NOTHING else NEVER, f"{reason} {note}".strip(),
        None if settled else reach,
    )  # fmt: skip


#: What is said of an interval that keeps some of its width however many people are here.
_KEPT: dict[Reach, str] = {
    EITHER: "",
    AGREEMENT: " With more people, this cohort could show agreement but no difference.",
    DIFFERENCE: (
        " With more people, this cohort could show a difference but, however many they were, "
        "no agreement."
    ),
    NOTHING: (
        " However many people were asked here, it would remain too wide for an answer wherever "
        "their mean is likely to be."
    ),
}


#: Why there is no interval: of one person alone, or of people who all put the same.


def _explain(verdict: Verdict, margin: float, half: float, reach: Reach, fewest: int) -> str:
    if verdict == AGREES:
        return "Every difference that the interval allows for is within the margin."
    if verdict == DIFFERS:
        return "Every difference that the interval allows for is beyond the margin."
    if not np.isfinite(half):
        if fewest < 2:
            return f"With so few people there is no interval.{_KEPT[reach]}"
        return (
            "In neither cohort do people differ from one another on this, so nothing shows how "
            f"much such people vary, and there is no interval.{_KEPT[reach]}"
        )
    if at_least(margin, half):
        return (
            "The interval extends to both sides of the margin: both answers are "
            f"possible.{_KEPT[reach]}"
        )
    if reach != EITHER:
        return f"The interval is wider than the margin to either side.{_KEPT[reach]}"
    return "The interval is wider than the margin to either side: so few cannot show agreement."


def leave_open(
    area: Area,
    key: str,
    finding: str,
    unit: str,
    values: tuple[float | None, float | None],
    sizes: tuple[int, int],
    reason: str,
) -> Compared:
    """Return a finding of which no more than the two numbers can be said.

    Parameters
    ----------
    area, key, finding, unit, values, sizes
        As in `judge`.
    reason : str
        Why there is no interval, a sentence.

    Returns
    -------
    Compared
        Its verdict is *cannot tell at any n*: a rule leaves it open, and not the number
        of people.
    """
    here, there = values
    difference = None if here is None or there is None else here - there
    return Compared(
        area, key, finding, unit, here, there, *sizes, difference, None, None, None, None,
        NEVER, reason, NOTHING,
    )  # fmt: skip


def finite(value: float) -> float | None:
    """Return a number, or None where it is not finite.

    Parameters
    ----------
    value : float
        Any.

    Returns
    -------
    float or None
        For tables and JSON, which know no infinity.
    """
    return float(value) if np.isfinite(value) else None


def tabulate(rows: list[Compared] | list[NotCompared], kind: type) -> pd.DataFrame:
    """Return findings as a table.

    Parameters
    ----------
    rows : list of Compared or NotCompared
        In order.
    kind : type
        Which of the two they are, for the columns of an empty table.

    Returns
    -------
    DataFrame
        A column a field; numbers that are missing as NaN.
    """
    names = [field.name for field in fields(kind)]
    frame = pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names)
    known = ("here", "there", "difference", "low", "high", "margin", "smallest")
    numbers = [name for name in known if name in names]
    return frame.astype({name: float for name in numbers})
