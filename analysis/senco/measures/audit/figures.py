"""The reported means: one figure each, checked as they come in."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from senco.errors import MeasureError, suggest
from senco.measures.audit.grim import find_interval

#: Words for the group of everybody who ranked.
EVERYONE = ("everyone", "everybody", "all", "")
COLUMNS = ("figure", "quantity", "construct", "group", "value", "stated_place", "n_stated")


@dataclass(frozen=True)
class Figure:
    """A reported mean rank.

    Parameters
    ----------
    name : str
        Its name in the table.
    construct : str
        What was ranked.
    group : str
        Who ranked it; "" for everybody.
    value : str
        The mean as printed.
    place : int or None
        Stated place of the construct's mean: 1 for the lowest of all, 2 for
        the second lowest, -1 for the highest, -2 for the second highest.
    n_stated : int or None
        Number of rankers that the text gives.
    """

    name: str
    construct: str
    group: str
    value: str
    place: int | None
    n_stated: int | None


def read_figures(reported: pd.DataFrame) -> tuple[Figure, ...]:
    """Return the mean ranks of a table of reported figures.

    Parameters
    ----------
    reported : DataFrame
        Columns ``figure``, ``quantity`` (rows other than ``"mean_rank"`` are
        passed over), ``construct``, ``group`` (``"everyone"`` or the name of a
        subgroup), ``value`` (text as printed), ``stated_place`` and
        ``n_stated`` (blank where unknown).

    Returns
    -------
    tuple of Figure
        In the order of the table.

    Raises
    ------
    MeasureError
        Where a column is missing, a value is not a printed number, a figure stands
        twice, or a subgroup has no stated n.

    Examples
    --------
    >>> reported = pd.DataFrame({
    ...     "figure": ["play"], "quantity": ["mean_rank"], "construct": ["play"],
    ...     "group": ["everyone"], "value": ["1.25"], "stated_place": [1], "n_stated": [4],
    ... })
    >>> read_figures(reported)[0]
    Figure(name='play', construct='play', group='', value='1.25', place=1, n_stated=4)
    """
    missing = [name for name in COLUMNS if name not in reported.columns]
    if missing:
        hint = suggest(missing[0], [str(name) for name in reported.columns])
        raise MeasureError(f"the reported figures lack the column {missing[0]!r}. {hint}".rstrip())
    rows = reported.loc[reported["quantity"] == "mean_rank", list(COLUMNS)]
    if rows.empty:
        raise MeasureError("no reported figure is a mean rank (quantity 'mean_rank')")
    figures = tuple(_read_figure(row) for row in rows.to_dict("records"))
    for field in (lambda f: f.name, lambda f: (f.construct, f.group), lambda f: f.place or f.name):
        _check_once([field(figure) for figure in figures])
    return figures


def _read_figure(row: dict[Hashable, Any]) -> Figure:
    name, construct = str(row["figure"]), row["construct"]
    if pd.isna(construct) or not str(construct):
        raise MeasureError(f"figure {name!r} names no construct")
    find_interval(row["value"])
    group = "" if pd.isna(row["group"]) else str(row["group"]).strip()
    group = "" if group.casefold() in EVERYONE else group
    place, n_stated = (_read_whole(row[key], key, name) for key in ("stated_place", "n_stated"))
    if group and n_stated is None:
        raise MeasureError(f"figure {name!r} is of a subgroup and needs its n_stated")
    if place == 0 or (group and place is not None):
        raise MeasureError(f"figure {name!r}: a stated place is 1, 2 ... or -1, -2 ... of everyone")
    return Figure(name, str(construct), group, str(row["value"]), place, n_stated)


def _read_whole(value: Any, key: str, name: str) -> int | None:
    if pd.isna(value) or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.5
    if not number.is_integer():
        raise MeasureError(f"figure {name!r}: {key} is a whole number or blank; found {value!r}")
    return int(number)


def _check_once(keys: list[object]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise MeasureError(f"the reported figures contain {key!r} more than once")
