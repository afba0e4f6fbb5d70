"""Comparisons as tables for a page, in words and with the numbers rounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.comparison.cohorts import (
    CohortComparison,
    compare_cohorts,
    count_verdicts,
    letter_of,
)
from senco.measures.comparison.verdicts import VERDICTS
from senco.text.rounding import format_number, format_share

_SHARES = ("share of", "share about")


def compare_all(
    here: Cohort, others: Sequence[Cohort], *, seed: int = 0, draws: int = 9_999
) -> list[CohortComparison]:
    """Compare a cohort with several others, one by one, by its own criteria.

    Parameters
    ----------
    here : Cohort
        The cohort whose page it is.
    others : sequence of Cohort
        The others, in order.
    seed, draws : int
        As for `senco.measures.comparison.compare_cohorts`.

    Returns
    -------
    list of CohortComparison
        In the order of the others.
    """
    return [compare_cohorts(here, other, seed=seed, draws=draws) for other in others]


def total_verdicts(comparisons: Sequence[CohortComparison]) -> dict[str, int]:
    """Return how many findings of all the comparisons got each verdict.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    dict of str to int
        By verdict, every one of `VERDICTS`.
    """
    found = [verdict for one in comparisons for verdict in one.findings["verdict"]]
    return {verdict: found.count(verdict) for verdict in VERDICTS}


def tabulate_verdicts(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return the verdicts by area, cohort by cohort.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside (the other cohort's letter), area, and one a verdict.
    """
    return _stack(comparisons, lambda one: count_verdicts(one.findings))


def tabulate_findings(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return every finding with its verdict, numbers as text.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, finding, verdict, here, there (with the people behind each in
        brackets), difference (or correlation, or distance, with its interval), margin,
        area.
    """
    return _stack(comparisons, lambda one: format_findings(one.findings))


def tabulate_reasons(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return why the findings got their verdicts, each reason once.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, verdict, why, findings (joined by "; ").
    """

    def group(one: CohortComparison) -> pd.DataFrame:
        grouped = one.findings.groupby(["verdict", "reason"], sort=False)["finding"]
        joined = grouped.agg(lambda found: "; ".join(dict.fromkeys(found))).reset_index()
        order = joined["verdict"].map(VERDICTS.index)
        joined = joined.loc[order.sort_values(kind="stable").index]
        return joined.set_axis(["verdict", "why", "findings"], axis=1)

    return _stack(comparisons, group)


def format_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings with their numbers as text, each in its unit.

    Parameters
    ----------
    findings : DataFrame
        With the fields of `senco.measures.comparison.verdicts.Compared`.

    Returns
    -------
    DataFrame
        Columns finding, verdict, here, there, difference, margin, area.

    Examples
    --------
    >>> format_value(3.786, "mean place of 21"), format_value(0.5, "share of the people")
    ('3.8', '50 %')
    """
    rows = []
    for row in findings.to_dict("records"):
        unit = row["unit"]
        value, *ends = (format_value(row[name], unit) for name in ("difference", "low", "high"))
        interval = " to ".join(ends) if all(ends) else "no interval"
        text = f"{value} ({interval})" if value else interval
        rows.append(
            {
                "area": row["area"],
                "finding": row["finding"],
                "here": _with_n(row["here"], unit, row["n_here"]),
                "there": _with_n(row["there"], unit, row["n_there"]),
                "difference": text.replace("-", "−"),  # else a spreadsheet takes it for a formula
                "margin": format_value(row["margin"], unit),
                "verdict": row["verdict"],
            }
        )
    columns = ["finding", "verdict", "here", "there", "difference", "margin", "area"]
    return pd.DataFrame(rows, columns=columns)


def format_value(value: float | None, unit: str) -> str:
    """Return a finding's number as text.

    Parameters
    ----------
    value : float, optional
        The number.
    unit : str
        What it counts, as in `senco.measures.comparison.verdicts.Compared`.

    Returns
    -------
    str
        Blank where there is none.
    """
    if value is None or pd.isna(value):
        return ""
    if unit.startswith(_SHARES):
        return format_share(value).replace("%", " %")
    if unit.startswith("claims"):
        return format_number(value, 0)
    return format_number(value, 1 if unit.startswith("mean place") else 2)


def _with_n(value: float, unit: str, n: int) -> str:
    text = format_value(value, unit)
    return f"{text} ({n})" if text else ""


def tabulate_matched(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return which construct is taken for the same as which.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, here, there (labels), by.
    """
    return _stack(
        comparisons,
        lambda one: one.matched[["label", "label_there", "by"]].set_axis(
            ["here", "there", "by"], axis=1
        ),
    )


def tabulate_unmatched(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return the constructs that have no counterpart.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, cohort, construct (its label), why.
    """
    return _stack(
        comparisons,
        lambda one: one.unmatched[["cohort", "label", "why"]].rename(
            columns={"label": "construct"}
        ),
    )


def tabulate_not_compared(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return what cannot be compared, and why.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, area, what, why.
    """
    return _stack(comparisons, lambda one: one.not_compared)


def tabulate_claims(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return every claim of the others and what meets it here.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside, claim, influence, kind, gist, met_by, verdict.
    """
    return _stack(comparisons, lambda one: one.claims)


def list_places(comparisons: Sequence[CohortComparison]) -> pd.DataFrame:
    """Return the differences of the places of constructs, for a figure.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number.

    Returns
    -------
    DataFrame
        Columns beside (letter and title), finding, here, there, difference, low, high,
        margin, verdict; the places here in order.
    """
    columns = ["finding", "here", "there", "difference", "low", "high", "margin", "verdict"]
    titles = {letter_of(n): one.there.info.title for n, one in enumerate(comparisons, start=1)}
    places = _stack(
        comparisons,
        lambda one: one.findings.loc[one.findings["key"].str.startswith("place:")].sort_values(
            "here", kind="stable"
        )[columns],
    )
    places["beside"] = [f"{letter}: {titles[letter]}" for letter in places["beside"]]
    return places


def scale_findings(comparisons: Sequence[CohortComparison]) -> list[tuple[str, pd.DataFrame]]:
    """Return the findings of each comparison with their differences told in margins.

    Parameters
    ----------
    comparisons : sequence of CohortComparison
        Any number; those without a finding are left out.

    Returns
    -------
    list of tuple of str and DataFrame
        Letter and title of the other cohort; columns finding, kind, label, verdict,
        difference, low, high. A difference of 1 is as large as the margin. Of the order of
        priorities it is how far the correlation falls short of 1; missing where no margin
        is set.
    """
    return [
        (f"{letter_of(place)}: {one.there.info.title}", _scale(one.findings))
        for place, one in enumerate(comparisons, start=1)
        if len(one.findings)
    ]


def _scale(findings: pd.DataFrame) -> pd.DataFrame:
    scaled = findings[["finding", "verdict", "difference", "low", "high"]].copy()
    parts = [
        ("", finding) if area == "priorities" else finding.rpartition(": ")[::2]
        for area, finding in zip(findings["area"], findings["finding"], strict=True)
    ]
    kinds = [kind or area for (kind, _), area in zip(parts, findings["area"], strict=True)]
    scaled.insert(1, "kind", [kind[0].upper() + kind[1:] for kind in kinds])
    scaled.insert(2, "label", [label for _, label in parts])
    order = findings["key"] == "order"
    numbers = ["difference", "low", "high"]
    short = 1 - scaled.loc[order, ["difference", "high", "low"]]
    scaled.loc[order, numbers] = short.to_numpy()
    margin = findings["margin"].where(~order, 1 - findings["margin"])
    scaled[numbers] = scaled[numbers].div(margin.where(margin > 0), axis=0)
    return scaled.reset_index(drop=True)


def _stack(
    comparisons: Sequence[CohortComparison], table: Callable[[CohortComparison], pd.DataFrame]
) -> pd.DataFrame:
    """One table of all the comparisons; the cohort here is A, the others B, C and so on."""
    parts = []
    for place, one in enumerate(comparisons, start=1):
        part = table(one).copy()
        part.insert(0, "beside", letter_of(place))
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
