"""Do reported figures hold together? Exact arithmetic on what was printed."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from senco.errors import MeasureError

#: Ranks without ties are whole numbers; tied ranks are means of neighbours, so halves.
WHOLE_RANKS, MIDRANKS = Fraction(1), Fraction(1, 2)


def grim(value: str, n: int, step: Fraction = WHOLE_RANKS) -> list[Fraction]:
    """Return every sum over n people whose mean prints as a value.

    A mean of n whole numbers can only be a multiple of 1/n, so not every printed
    mean is a mean of n people (the GRIM test). Rounding is to the nearest; a tie
    may go either way, since a publication seldom says which.

    Parameters
    ----------
    value : str
        The mean as printed: "5.00" is not "5.0".
    n : int
        Number of people, at least 1.
    step : Fraction
        The unit of a single score: 1 for whole ranks, 1/2 where ranks may be tied.

    Returns
    -------
    list of Fraction
        In ascending order; empty where no sum prints the value.

    Raises
    ------
    MeasureError
        Where the value is not a printed number, or n or step is not positive.

    References
    ----------
    Brown, N. J. L., & Heathers, J. A. J. (2017). The GRIM test: a simple technique
    detects numerous anomalies in the reporting of results in psychology. Social
    Psychological and Personality Science, 8(4), 363-369.
    https://doi.org/10.1177/1948550616673876

    Examples
    --------
    >>> grim("18.57", 7)
    [Fraction(130, 1)]
    >>> grim("18.57", 8), grim("3.79", 7), grim("3.79", 7, MIDRANKS)
    ([], [], [Fraction(53, 2)])
    """
    if n < 1 or step <= 0:
        raise MeasureError(f"GRIM needs at least one person and a positive step, not {n}, {step}.")
    try:
        printed = Fraction(value)
    except ValueError:
        raise MeasureError(f"'{value}' is not a number as it is printed, such as 5.00.") from None
    half = Fraction(1, 2 * 10 ** len(value.partition(".")[2]))
    lowest = (printed - half) * n / step
    highest = (printed + half) * n / step
    first = -(-lowest.numerator // lowest.denominator)  # ceiling
    return [step * j for j in range(first, highest.numerator // highest.denominator + 1)]


def tabulate_grim(priorities: pd.DataFrame, n_participants: int) -> pd.DataFrame:
    """Return, for each reported mean rank, the numbers of people that could give it.

    Parameters
    ----------
    priorities : DataFrame
        As `senco.reported.list_priorities` gives it; uses label, group, printed.
    n_participants : int
        The largest number of people to try, at least 1.

    Returns
    -------
    DataFrame
        Columns label, group, printed, ``n_whole`` and ``n_midranks``: lists of n
        from 1 to `n_participants`, for whole ranks and where ranks may be tied.
    """
    sizes = range(1, n_participants + 1)

    def fitting(value: str, step: Fraction) -> list[int]:
        return [n for n in sizes if grim(value, n, step)]

    frame = priorities[["label", "group", "printed"]].copy()
    frame["n_whole"] = [fitting(value, WHOLE_RANKS) for value in frame["printed"]]
    frame["n_midranks"] = [fitting(value, MIDRANKS) for value in frame["printed"]]
    return frame


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
        "any", "none", or the numbers.

    Examples
    --------
    >>> format_sizes([3, 6], 8), format_sizes([], 8), format_sizes([1, 2], 2)
    ('3, 6', 'none', 'any')
    """
    if len(sizes) == n_participants:
        return "any"
    return ", ".join(map(str, sizes)) or "none"


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
    rows = [
        (f"{_words(figure)} = {_words(other)}", values[figure], values[other])
        for figure, other in counts["equals"].dropna().items()
    ]
    for whole, parts in counts.groupby("part_of", sort=False):
        relation = f"sum of {', '.join(map(_words, parts.index))} = {_words(str(whole))}"
        rows.append((relation, values[parts.index].sum(), values[whole]))
    over = counts.loc[counts["n_stated"].notna()]
    rows += [
        (f"{_words(figure)} is at most the number it is out of", values[figure], int(limit))
        for figure, limit in over["n_stated"].items()
    ]
    frame = pd.DataFrame(rows, columns=["relation", "left", "right"])
    at_most = frame["relation"].str.contains("at most") & (frame["left"] <= frame["right"])
    frame["holds"] = at_most | (frame["left"] == frame["right"])
    return frame


def _words(figure: str) -> str:
    return figure.replace("-", " ")


def word_verdicts(checks: pd.DataFrame, n_participants: int) -> pd.Series:
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
        "fits all n", "fits a part only" or "fits no number of people".
    """

    def word(sizes: list[int]) -> str:
        if n_participants in sizes:
            return f"fits all {n_participants}"
        return "fits a part only" if sizes else "fits no number of people"

    return checks["n_midranks"].map(word)
