"""The ranking as a ladder: a rung for each construct, named where its mean is printed."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

_UNSTATED = "place not stated"


def format_ladder(priorities: pd.DataFrame, n_constructs: int) -> str:
    """Return the ladder as HTML that reads as a list without any style.

    Parameters
    ----------
    priorities : DataFrame
        As `senco.measures.reported.list_priorities` gives it; of it the means of everyone.
    n_constructs : int
        How many were ranked, a rung each.

    Returns
    -------
    str
        One element; the rungs without a name stand between the means of the upper half of the
        scale and those of the lower. A rung has a number where the source states its place.
    """
    rungs = priorities[priorities["everyone"]]
    high = rungs["mean_rank"] <= (n_constructs + 1) / 2
    parts = [
        *(_format_rung(row, n_constructs, "high") for row in rungs[high].itertuples()),
        _format_open(n_constructs - len(rungs)),
        *(_format_rung(row, n_constructs, "low") for row in rungs[~high].itertuples()),
    ]
    return '<ol class="senco-ladder" role="list">\n' + "\n".join(parts) + "\n</ol>\n"


def _format_rung(row: Any, n_constructs: int, end: str) -> str:
    place = _find_place(row.stated_place, n_constructs)
    number = f'<span class="senco-place">{place}</span>' if place else (
        f'<span class="senco-place"><span class="visually-hidden">{_UNSTATED}</span></span>'
    )  # fmt: skip
    return (
        f'<li class="senco-rung senco-{end}">{number}'
        f'<span class="senco-label">{escape(row.label)}</span>'
        f'<span class="senco-mean"><span class="visually-hidden">mean rank </span>'
        f"{escape(row.printed)}</span></li>"
    )


def _find_place(stated: Any, n_constructs: int) -> int | None:
    """A place from the top; a stated one is negative where it is told from the bottom."""
    if pd.isna(stated):
        return None
    return int(stated) if stated > 0 else n_constructs + 1 + int(stated)


def _format_open(number: int) -> str:
    rungs = "<i></i>" * number
    told = f"{number} more, whose means are not printed"
    return (
        f'<li class="senco-open"><span class="senco-rungs" aria-hidden="true">{rungs}</span>'
        f'<span class="senco-label">{told}</span></li>'
    )
