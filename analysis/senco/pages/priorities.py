"""Whose rankings are set against the others', and what was named in advance."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import ceil
from typing import Any

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.reported import find_counterparts
from senco.text.rounding import round_number

#: The parameter of page 50 that takes what `study.yml` names.
OF_STUDY = "study"


def tabulate_ranks(cohort: Cohort) -> pd.DataFrame:
    """Return who ranked what how high.

    Parameters
    ----------
    cohort : Cohort
        With the tables participants and rankings.

    Returns
    -------
    DataFrame
        A row for each participant who ranked, in the order of the participants, and a column
        for each construct.
    """
    rows = cohort.tables["rankings"]
    ranks = rows.pivot(index="participant", columns="construct", values="rank")
    people = cohort.tables["participants"]["participant"]
    return ranks.reindex(people[people.isin(ranks.index)].rename("participant"))


def count_decimals(alone: pd.DataFrame) -> dict[str, int]:
    """Return how many decimals show what leaving one ranker out changes.

    Parameters
    ----------
    alone : DataFrame
        As `senco.measures.rankings.leave_one_out` gives it, or empty.

    Returns
    -------
    dict of str to int
        For W without each ranker, and for its change: two digits of the largest change, and at
        least two decimals. One ranker of hundreds changes the third decimal at most.

    Examples
    --------
    >>> count_decimals(pd.DataFrame({"change": [0.11, -0.06]}))
    {'w_without': 2, 'change': 2}
    >>> count_decimals(pd.DataFrame({"change": [0.0003, -0.0021]}))
    {'w_without': 4, 'change': 4}
    """
    largest = 0.0 if alone.empty else round_number(float(alone["change"].abs().max()))
    decimals = max(2, 1 - Decimal(str(largest)).adjusted()) if largest > 0 else 2
    return {"w_without": decimals, "change": decimals}


def tabulate_contrasts(contrasts: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return contrasts of two groups as a table for readers.

    Parameters
    ----------
    contrasts : DataFrame
        As `senco.measures.rankings.contrast_items` gives it, or empty.
    labels : mapping of str to str
        The constructs in words.

    Returns
    -------
    DataFrame
        Columns construct, n and mean rank of both groups, the p values, and whether the
        construct was named in advance.
    """
    columns = ["item", "n_group", "n_others", "mean_group", "mean_others"]
    columns += ["p_two_sided", "smallest_two_sided", "p_holm"]
    frame = contrasts.reindex(columns=[] if contrasts.empty else columns)
    frame["planned"] = ["yes" if named else "" for named in contrasts.get("planned", [])]
    if "item" in frame:
        frame["item"] = frame["item"].map(lambda item: labels.get(item, item))
    return frame.rename(columns={"item": "construct"})


def find_group(cohort: Cohort, ranks: pd.DataFrame) -> list[str]:
    """Return the rankers whom the study sets against the others.

    Parameters
    ----------
    cohort : Cohort
        With the table participants.
    ranks : DataFrame
        Index participant.

    Returns
    -------
    list of str
        In the order of the participants; nobody where the study names no group.
    """
    contrast, people = cohort.study.contrast, cohort.tables["participants"]
    if contrast is None or contrast.column not in people:
        return []
    chosen = people.loc[people[contrast.column] == contrast.band, "participant"]
    return [str(name) for name in chosen if name in ranks.index]


def find_planned(cohort: Cohort, named: str) -> list[str]:
    """Return the cohort's constructs that were named in advance.

    Parameters
    ----------
    cohort : Cohort
        With or without the table constructs.
    named : str
        A construct of the reference cohort; ``"study"`` for those that `study.yml` names,
        ``""`` for none.

    Returns
    -------
    list of str
        Keys of this cohort.
    """
    contrast = cohort.study.contrast
    constructs = (contrast.planned if contrast else ()) if named == OF_STUDY else (named,)
    return [key for construct in constructs for key in find_counterparts(cohort, construct)]


def describe_consensus(found: Mapping[str, Any]) -> str:
    """Say of the order that comes nearest to all rankers whether it is the only one.

    Parameters
    ----------
    found : mapping
        As `senco.measures.rankings.summary` gives it.

    Returns
    -------
    str
        To follow "it is"; of an order that is not proved to be nearest, how far from it
        it may be.

    Examples
    --------
    >>> describe_consensus({"kemeny_unique": None, "kemeny_cost": 9.0, "kemeny_bound": 7.5})
    'the nearest that was found: its disagreements exceed the lowest possible number by at most 2'
    """
    if found["kemeny_unique"] is not None:
        return "the only one" if found["kemeny_unique"] else "one of several equally near"
    gap = ceil(found["kemeny_cost"] - found["kemeny_bound"])
    if not gap:
        return "as near as any, and was not shown to be the only one"
    return (
        "the nearest that was found: its disagreements exceed the lowest possible number by at "
        f"most {gap}"
    )


def describe_group(cohort: Cohort) -> str:
    """Return who is set against whom, as a caption begins.

    Parameters
    ----------
    cohort : Cohort
        Any cohort of the study.

    Returns
    -------
    str
        Such as "Ten or more years of experience against the others".
    """
    contrast = cohort.study.contrast
    if contrast is None:
        return "One group against the others, where study.yml names one under contrast"
    return f"{contrast.label[0].upper()}{contrast.label[1:]} against the others"
