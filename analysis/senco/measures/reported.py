"""Figures as a publication reports them, and the room that they leave open."""

from __future__ import annotations

import pandas as pd

from senco.cohort.model import Cohort
from senco.errors import MeasureError


def list_priorities(reported: pd.DataFrame, constructs: pd.DataFrame) -> pd.DataFrame:
    """Return the reported mean ranks, the highest priority first.

    Parameters
    ----------
    reported, constructs : DataFrame
        Tables of a cohort.

    Returns
    -------
    DataFrame
        Columns figure, construct, label, influence, group, everyone (whether the
        figure covers all participants), mean_rank (1 is the highest priority),
        printed (as the publication prints it), n_stated (of how many people it says it
        is), stated_place, lines; figures for
        everyone in the order of their means, each followed by those for groups.

    Raises
    ------
    MeasureError
        Where no mean rank is reported.
    """
    means = reported.loc[reported["quantity"] == "mean_rank"]
    if means.empty:
        raise MeasureError("The table 'reported' contains no mean rank.")
    frame = means.drop(columns="lines").merge(constructs, on="construct", validate="m:1")
    frame["lines"] = means["lines"].to_numpy()
    frame["printed"] = frame["value"]
    frame["mean_rank"] = frame["value"].astype(float)
    frame["everyone"] = frame["group"] == "everyone"
    overall = frame.loc[frame["everyone"]].set_index("construct")["mean_rank"]
    frame["order"] = frame["construct"].map(overall).fillna(frame["mean_rank"])
    frame = frame.sort_values(["order", "everyone"], ascending=[True, False], kind="stable")
    columns = ["figure", "construct", "label", "influence", "group", "everyone"]
    columns += ["mean_rank", "printed", "n_stated", "stated_place", "lines"]
    return frame[columns].reset_index(drop=True)


def find_counterparts(cohort: Cohort, construct: str) -> list[str]:
    """Return the constructs of a cohort that are said to be one of the reference cohort's.

    Parameters
    ----------
    cohort : Cohort
        With or without the table constructs.
    construct : str
        Key of the reference cohort's construct; "" for none.

    Returns
    -------
    list of str
        Keys of this cohort: the same in the reference cohort itself, else those whose
        column `same_as` names it.
    """
    if not construct or not cohort.has("constructs"):
        return []
    table = cohort.tables["constructs"]
    own = cohort.name == cohort.study.reference_cohort or "same_as" not in table
    named = table["construct"] if own else table["same_as"]
    return table.loc[named == construct, "construct"].tolist()


def open_range(priorities: pd.DataFrame, n_constructs: int) -> tuple[float, float]:
    """Return the range in which every unreported mean rank must lie.

    Where the text says that a mean is the lowest, or the second lowest, every
    mean that it does not report lies above it, and below in the same way; where
    it says neither, the range is the whole scale.

    Parameters
    ----------
    priorities : DataFrame
        As `list_priorities` gives it.
    n_constructs : int
        Number of constructs that were ranked, at least 1.

    Returns
    -------
    tuple of float
        The lower and the upper end, between 1 and `n_constructs`.

    Examples
    --------
    >>> rows = pd.DataFrame({"everyone": True, "mean_rank": [2.0, 3.5, 9.0],
    ...                      "stated_place": [1, 2, -1]})
    >>> open_range(rows, 10)
    (3.5, 9.0)
    """
    ranked = priorities.loc[priorities["everyone"] & priorities["stated_place"].notna()]
    low = ranked.loc[ranked["stated_place"] > 0, "mean_rank"]
    high = ranked.loc[ranked["stated_place"] < 0, "mean_rank"]
    return (
        float(low.max()) if len(low) else 1.0,
        float(high.min()) if len(high) else float(n_constructs),
    )


def mean_of_unreported(priorities: pd.DataFrame, n_constructs: int) -> float:
    """Return the mean of the unreported mean ranks, if every ranking was complete.

    The ranks of a complete ranking of k constructs add up to k (k + 1) / 2, and so
    do the k mean ranks; what the reported ones leave is shared by the others.

    Parameters
    ----------
    priorities : DataFrame
        As `list_priorities` gives it; each figure for everyone is one construct.
    n_constructs : int
        Number of constructs that were ranked, more than are reported.

    Returns
    -------
    float
        A mean rank.

    Raises
    ------
    MeasureError
        Where no construct is left unreported.

    Examples
    --------
    >>> rows = pd.DataFrame({"everyone": [True, True], "mean_rank": [1.5, 2.5]})
    >>> mean_of_unreported(rows, 4)  # (10 - 4) / 2
    3.0
    """
    overall = priorities.loc[priorities["everyone"], "mean_rank"]
    left = n_constructs - len(overall)
    if left < 1:
        raise MeasureError("Every construct's mean rank is reported.")
    return float((n_constructs * (n_constructs + 1) / 2 - overall.sum()) / left)


def read_count(reported: pd.DataFrame, figure: str) -> int:
    """Return a count that the publication reports.

    Parameters
    ----------
    reported : DataFrame
        Table of a cohort.
    figure : str
        Key of the figure.

    Returns
    -------
    int
        The count.

    Raises
    ------
    MeasureError
        Where no such count is reported.
    """
    rows = reported.loc[(reported["figure"] == figure) & (reported["quantity"] == "count")]
    if rows.empty:
        raise MeasureError(f"The table 'reported' contains no count '{figure}'.")
    return int(rows["value"].iloc[0])


def name_figures(reported: pd.DataFrame) -> dict[str, str]:
    """Return every reported figure as printed, under a key for the prose.

    Parameters
    ----------
    reported : DataFrame
        Table of a cohort.

    Returns
    -------
    dict of str to str
        ``reported_`` and the figure's key with underscores, to the printed value.

    Examples
    --------
    >>> name_figures(pd.DataFrame({"figure": ["mean-workload"], "value": ["18.57"]}))
    {'reported_mean_workload': '18.57'}
    """
    keys = "reported_" + reported["figure"].str.replace("-", "_")
    return dict(zip(keys, reported["value"], strict=True))


def count_constructs(cohort: Cohort) -> int:
    """Return how many constructs were ranked.

    Parameters
    ----------
    cohort : Cohort
        With the table rankings, or with a reported count ``salient-constructs``.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    MeasureError
        Where neither tells.
    """
    if cohort.has("rankings"):
        return int(cohort.tables["rankings"]["construct"].nunique())
    return read_count(cohort.tables["reported"], "salient-constructs")
