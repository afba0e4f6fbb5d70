"""What an audit came to, as tables and sentences for readers."""

from __future__ import annotations

import pandas as pd

from senco.measures.audit.frontier import Frontier
from senco.measures.audit.reports import Audit
from senco.text.rounding import format_number
from senco.text.words import count_words

_NAMES = {"w": "Kendall's W", "unreported mean": "means without a figure"}


def list_readings(found: Audit) -> pd.DataFrame:
    """List the readings of an audit, numbered where they are not ruled out.

    Parameters
    ----------
    found : Audit
        From `senco.measures.audit.audit`.

    Returns
    -------
    DataFrame
        Columns ``number`` (text; blank where impossible), ``steps`` (text), ``reading``,
        ``outcome`` and ``why``, which is blank where a table was found.
    """
    steps = _count_steps(found)
    numbers = _number(found)
    rows = [
        (
            numbers.get(verdict.reading.name, ""),
            steps.get(verdict.reading.name, ""),
            verdict.reading.label,
            verdict.outcome,
            "" if verdict.example is not None else verdict.reason,
        )
        for verdict in found.verdicts
    ]
    return pd.DataFrame(rows, columns=["number", "steps", "reading", "outcome", "why"])


def list_fitting(found: Frontier) -> pd.DataFrame:
    """List the readings of a frontier that fit with the fewest steps.

    Parameters
    ----------
    found : Frontier
        From `senco.measures.audit.find_frontier`.

    Returns
    -------
    DataFrame
        Columns ``steps`` (text) and ``reading``.
    """
    least = min((one.allowance.steps for one in found.fitting), default=0)
    rows = [
        (str(least), one.verdict.reading.label)
        for one in found.fitting
        if one.allowance.steps == least
    ]
    return pd.DataFrame(rows, columns=["steps", "reading"])


def list_bounds(found: Audit) -> pd.DataFrame:
    """List what the figures force, reading by reading.

    Parameters
    ----------
    found : Audit
        From `senco.measures.audit.audit`.

    Returns
    -------
    DataFrame
        A row per reading with bounds: ``number``, as in `list_readings`; Kendall's W; the
        means without a figure; and the standard deviation of each construct's ranks under
        the construct's key, blank where the reading takes it for a theme. Each is text,
        from the least to the greatest.
    """
    numbers = _number(found)
    rows = []
    for name, bounds in found.bounds.items():
        row = {"number": numbers[name]}
        for quantity, construct, low, high in bounds.itertuples(index=False):
            if quantity != "mean":
                key = construct if quantity == "sd" else _NAMES[quantity]
                row[key] = f"{format_number(low)}–{format_number(high)}"
        rows.append(row)
    table = pd.DataFrame(rows, columns=["number"] if not rows else None)
    first = ["number", *(name for name in _NAMES.values() if name in table.columns)]
    return table[[*first, *(c for c in table.columns if c not in first)]].fillna("")


def _number(found: Audit) -> dict[str, str]:
    return {name: str(number) for number, name in enumerate(found.bounds, start=1)}


def _count_steps(found: Audit) -> dict[str, str]:
    if found.frontier is None:
        return {}
    every = [found.frontier.plainest, *found.frontier.fitting, *found.frontier.undecided]
    return {one.verdict.reading.name: str(one.allowance.steps) for one in every}


def describe_frontier(found: Frontier | None) -> str:
    """Say how many readings were tried and what became of them.

    Parameters
    ----------
    found : Frontier or None
        From `senco.measures.audit.find_frontier`; None where readings were chosen instead.

    Returns
    -------
    str
        A sentence or two.

    Examples
    --------
    >>> from senco.measures.audit import Figure, find_frontier
    >>> found = find_frontier([Figure("play", "play", "", "1.25", None, 4)], 3, steps=0)
    >>> describe_frontier(found)
    'The plainest reading of all fits, so nothing else has to be assumed.'
    """
    if found is None:
        return "There are too many rankers to try every reading; a few were chosen."
    if found.plainest.verdict.outcome == "feasible":
        return "The plainest reading of all fits, so nothing else has to be assumed."
    sums = found.counts.drop(columns="steps").sum()
    steps = int(found.counts["steps"].max())
    sentence = (
        f"Up to {count_words(steps, 'step')} from the plainest there are {sums['readings']:,} "
        f"readings. Of these {sums['fitting']:,} fit and {sums['impossible']:,} are impossible"
    )
    left = sums["undecided"]
    sentence += (
        (f"; {left:,} could not be decided within the limit set on the work.") if left else "."
    )
    if not found.fitting:
        return sentence
    least = found.fitting[0].allowance.steps
    return f"{sentence} The fewest steps with which one fits: {least}."


def describe_fit(found: Frontier | None, plain: Frontier | None = None) -> str:
    """Say whether other readings fit, and whether everybody ranks in some of them.

    Parameters
    ----------
    found : Frontier or None
        From `senco.measures.audit.find_frontier`.
    plain : Frontier, optional
        Another one.

    Returns
    -------
    str
        A sentence.

    Examples
    --------
    >>> from senco.measures.audit import Figure, find_frontier
    >>> found = find_frontier([Figure("play", "play", "", "1.25", None, 4)], 3, steps=0)
    >>> describe_fit(found)
    'One table, in which everybody ranks everything, can print all the figures at once.'
    """
    fitting = [one for each in (found, plain) if each is not None for one in each.fitting]
    if found is None or not fitting:
        return "No other reading that was tried prints all the figures at once."
    if found.plainest.verdict.outcome == "feasible":
        return "One table, in which everybody ranks everything, can print all the figures at once."
    if any(one.allowance.n == one.allowance.stated for one in fitting):
        return (
            "Under other readings all the figures can hold together, and in some of these "
            "everybody ranks."
        )
    return (
        "Under other readings all the figures can hold together; in those that were tried "
        "fewer people rank."
    )
