"""The table of work-lines: each participant's line measured between its own ends."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.measures.tolerance import equal
from senco.measures.worklines.shape import Floats, average_level, fit_slope, list_turns, share_time

Axis = Literal["position", "date"]

LINE_COLUMNS = [
    "points", "start", "end", "level", "lowest", "highest", "range", "change", "slope", "turns",
    "share_above", "share_below", "share_on", "peak", "trough", "note",
]  # fmt: skip


def split_lines(
    worklines: pd.DataFrame, axis: Axis = "position"
) -> dict[str, tuple[Floats, Floats]]:
    """Return each participant's places and levels, in the order of the axis.

    Parameters
    ----------
    worklines : DataFrame
        Columns participant, position, level, and date where the axis is dates.
    axis : {"position", "date"}
        Positions run from 0 to 1; dates are counted in days from 1 January 1970.

    Returns
    -------
    dict of str to (ndarray, ndarray)
        Places and levels, shape (n_points,) each, by participant in the order of the
        table.

    Raises
    ------
    MeasureError
        Where there is no line, a place or level is missing or no number, or two points of a
        line are at one place.

    Examples
    --------
    >>> worklines = pd.DataFrame(
    ...     {"participant": ["P1", "P1"], "position": [0.0, 1.0], "level": [2.0, 4.0]}
    ... )
    >>> places, levels = split_lines(worklines)["P1"]
    >>> levels.tolist()
    [2.0, 4.0]
    """
    if axis not in ("position", "date"):
        raise MeasureError(f"The axis is 'position' or 'date', not '{axis}'.")
    if worklines.empty:
        raise MeasureError("There is no work-line: worklines.csv has no row.")
    places = count_days(worklines["date"]) if axis == "date" else _as_floats(worklines["position"])
    levels = _as_floats(worklines["level"])
    # a frame of its own for each line costs more than what is done with it
    rows = worklines.groupby("participant", sort=False).indices
    return {
        str(name): _order_line(str(name), places[rows[name]], levels[rows[name]], axis)
        for name in worklines["participant"].dropna().unique()
    }


def _order_line(
    participant: str, places: Floats, levels: Floats, axis: Axis
) -> tuple[Floats, Floats]:
    for name, values in ((axis, places), ("level", levels)):
        if not np.isfinite(values).all():
            row = int(np.flatnonzero(~np.isfinite(values))[0]) + 1
            raise MeasureError(f"Point {row} of {participant}'s line has no {name}: give it one.")
    order = np.argsort(places, kind="stable")
    places, levels = places[order], levels[order]
    twice = np.flatnonzero(np.diff(places) == 0)
    if len(twice):
        place = f"{places[twice[0]]:g}" if axis == "position" else name_day(places[twice[0]])
        raise MeasureError(
            f"{participant}'s line has two points at {axis} {place}: each place can have only "
            "one level."
        )
    return places, levels


def _as_floats(values: pd.Series) -> Floats:
    return pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def count_days(dates: pd.Series) -> Floats:
    """Return dates as days since 1 January 1970.

    Parameters
    ----------
    dates : Series of datetime
        Blank where a date is not known.

    Returns
    -------
    ndarray of float, shape (n,)
        NaN where blank.

    Examples
    --------
    >>> count_days(pd.Series(pd.to_datetime(["1970-01-02", None]))).tolist()
    [1.0, nan]
    """
    since = pd.to_datetime(dates) - pd.Timestamp("1970-01-01")
    return (since / pd.Timedelta(days=1)).to_numpy(dtype=float, na_value=np.nan).astype(float)


def name_day(days: float) -> str:
    """Return the date that is so many days after 1 January 1970.

    Parameters
    ----------
    days : float
        As `count_days` gives them.

    Returns
    -------
    str
        Such as "2017-06-01".

    Examples
    --------
    >>> name_day(17318.0)
    '2017-06-01'
    """
    return str((pd.Timestamp("1970-01-01") + pd.Timedelta(days=days)).date())


def measure_lines(
    worklines: pd.DataFrame,
    midline: float,
    least_turn: float = 0.0,
    axis: Axis = "position",
) -> pd.DataFrame:
    """Return what each line does between its own ends.

    Parameters
    ----------
    worklines : DataFrame
        As in the contract: participant, position, date, level.
    midline : float
        The level between positive and challenging.
    least_turn : float
        Points of the scale by which a line must go back for a turn to count.
    axis : {"position", "date"}
        What places are counted in.

    Returns
    -------
    DataFrame
        Index participant. Columns ``points``; ``start``, ``end`` (the line's own
        ends); ``level`` (mean over its time); ``lowest``, ``highest``, ``range``;
        ``change`` (level of the last point less that of the first: whether a line
        rises or falls from its beginning to its end); ``slope`` (per unit of the axis,
        of the straight line nearest to the whole: a trend, which may rise where the
        line ends lower than it began); ``turns``; ``share_above``,
        ``share_below``, ``share_on`` (of its time, 0 to 1); ``peak`` and ``trough``
        (where the highest and the lowest level are first reached); ``note``.
        A line of one point has no change, no slope and no shares of time: NaN, and a
        note.

    Raises
    ------
    MeasureError
        As `split_lines` and `find_turns` say, or where the midline is not a number.

    Examples
    --------
    >>> worklines = pd.DataFrame(
    ...     {"participant": ["P1", "P1"], "position": [0.0, 1.0], "level": [2.0, 4.0]}
    ... )
    >>> measure_lines(worklines, 3.0)[["level", "change", "share_above"]].loc["P1"].tolist()
    [3.0, 2.0, 0.5]
    """
    if not np.isfinite(midline):
        raise MeasureError("The midline must be a number: the middle of the chart's scale.")
    lines = split_lines(worklines, axis)
    rows = [_measure_line(x, y, midline, least_turn) for x, y in lines.values()]
    index = pd.Index(list(lines), name="participant")
    return pd.DataFrame(rows, index=index, columns=LINE_COLUMNS)


def _measure_line(x: Floats, y: Floats, midline: float, least_turn: float) -> dict[str, object]:
    above, below, on = share_time(x, y, midline) if len(x) > 1 else (np.nan, np.nan, np.nan)
    return {
        "points": len(x),
        "start": float(x[0]),
        "end": float(x[-1]),
        "level": average_level(x, y),
        "lowest": float(y.min()),
        "highest": float(y.max()),
        "range": float(np.ptp(y)),
        "change": float(y[-1] - y[0]) if len(x) > 1 else np.nan,
        "slope": fit_slope(x, y),
        "turns": len(list_turns(x, y, least_turn)),
        "share_above": above,
        "share_below": below,
        "share_on": on,
        "peak": float(x[np.argmax(y)]),
        "trough": float(x[np.argmin(y)]),
        "note": _note(x, y),
    }


def _note(x: Floats, y: Floats) -> str:
    if len(x) == 1:
        return "one point: no slope and no shares of time"
    return "the same level throughout: no peak and no trough" if np.ptp(y) == 0 else ""


def locate_events(
    worklines: pd.DataFrame, events: pd.DataFrame, midline: float, axis: Axis = "position"
) -> pd.DataFrame:
    """Return where on the line each participant's critical event is.

    An event that has a date but no position is placed by the line's own dates.

    Parameters
    ----------
    worklines, events : DataFrame
        As in the contract.
    midline : float
        The level between positive and challenging.
    axis : {"position", "date"}
        What places are counted in.

    Returns
    -------
    DataFrame
        Index participant, every line in order. Columns ``event``; ``place``;
        ``level`` of the line there; ``side`` ("above", "below", "on"); ``standing``
        (share of the line's time at a lower level, 0 to 1); ``note`` where one of
        them cannot be known. A line is not extended beyond its ends.

    Raises
    ------
    MeasureError
        Where a participant has two critical events, or as `split_lines` says.
    """
    critical = events.loc[events["critical"].fillna(False).astype(bool)]
    twice = critical.loc[critical["participant"].duplicated(), "participant"]
    if len(twice):
        raise MeasureError(
            f"{twice.iloc[0]} has two critical events: the study asks for only the most "
            "critical one."
        )
    marked = {str(event["participant"]): event for event in critical.to_dict("records")}
    lines, dates = split_lines(worklines, axis), _date_lines(worklines)
    rows: list[dict[str, object]] = []
    for participant, line in lines.items():
        if participant not in marked:
            rows.append({"event": pd.NA, "note": "no critical event"})
            continue
        event = marked[participant]
        place = _place_event(event, axis, dates.get(participant))
        rows.append({"event": event["event"], **_describe_event(place, line, midline)})
    columns = ["event", "place", "level", "side", "standing", "note"]
    index = pd.Index(list(lines), name="participant")
    frame = pd.DataFrame(rows, index=index).reindex(columns=columns)
    numbers = {"place": float, "level": float, "standing": float}
    return frame.astype(numbers).assign(note=frame["note"].fillna(""))


def _date_lines(worklines: pd.DataFrame) -> dict[str, tuple[Floats, Floats]]:
    """Return each line's days and positions, of the points that have both."""
    if "date" not in worklines:
        return {}
    dated = worklines.dropna(subset=["date", "position"]).sort_values("date", kind="stable")
    return {
        str(participant): (count_days(points["date"]), _as_floats(points["position"]))
        for participant, points in dated.groupby("participant")
    }


def _place_event(
    event: Mapping[Hashable, Any], axis: Axis, dated: tuple[Floats, Floats] | None
) -> float:
    day = np.nan if pd.isna(event.get("date")) else count_days(pd.Series([event["date"]]))[0]
    if axis == "date":
        return float(day)
    if not pd.isna(event.get("position")):
        return float(event["position"])
    if dated is None or np.isnan(day):
        return float("nan")
    return float(np.interp(day, *dated, left=np.nan, right=np.nan))


def _describe_event(place: float, line: tuple[Floats, Floats], midline: float) -> dict[str, object]:
    x, y = line
    if np.isnan(place):
        return {"place": place, "note": "the event has no place on the axis"}
    if not x[0] <= place <= x[-1]:
        return {"place": place, "note": "the event lies beyond the line's ends"}
    level = float(np.interp(place, x, y))
    side = "on" if equal(level, midline) else "above" if level > midline else "below"
    standing = share_time(x, y, level)[1] if len(x) > 1 else np.nan
    return {"place": place, "level": level, "side": side, "standing": standing, "note": ""}
