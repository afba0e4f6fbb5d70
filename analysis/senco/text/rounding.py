"""How a number is rounded when it leaves: the same digits on every processor.

The last digits of a floating-point result follow the processor: which instructions its
libraries choose, and so in which order a sum is added up. What is printed, saved or drawn
is therefore rounded here, and nowhere else.

Notes
-----
`SIGNIFICANT_DIGITS` was measured: the 5,390 fractions of the whole battery for eleven
published grids were computed with OpenBLAS's code for Prescott, Nehalem, Haswell and Zen
processors. They differed by up to 1.2e-11 of their own size. Rounded to ten digits one of
them still differed, rounded to nine or fewer none; eight leave room for a processor that
was not tried, and are more than any reading of so small a study needs.

A rounded number still hangs on a last bit where it lies halfway between two neighbours,
and simple fractions often do: 1/8 has no two decimals. What lies closer to the half than
`NOISE` is therefore taken for the half, and the half is rounded away from zero, as people
do by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

#: A number that is saved for programs has so many digits, leading zeros not counted.
SIGNIFICANT_DIGITS = 8
#: What is smaller than this part of the numbers beside it, or of 1, is rounding error.
NOISE = 1e-12
#: A coordinate of a drawing has so many decimals: a thousandth of a point is not seen.
DRAWN_DECIMALS = 3
#: matplotlib writes six decimals; what lies this close to a half was one before.
_DRAWN_NOISE = 2e-6
#: A number in a drawing: not a part of a name, a colour or a longer number.
_DRAWN = re.compile(r"(?<![\w.#-])(-?\d+\.\d+|-0)(?![\d.])")
#: Columns that hold probabilities by chance, beside those whose names begin with p.
_CHANCES = frozenset(("p", "smallest_two_sided", "as few", "as many"))
_TAG = re.compile(r"(<[a-z][^<>]*>)")


def round_number(value: float, largest: float = 1.0) -> float:
    """Round one number to the digits that every processor agrees on.

    Parameters
    ----------
    value : float
        Any number; what is not finite stays as it is.
    largest : float
        The largest size among the numbers beside it. What is smaller than `NOISE` of
        that, or of 1, becomes 0. With 0 nothing does.

    Returns
    -------
    float
        At most `SIGNIFICANT_DIGITS` digits; never -0.

    Examples
    --------
    >>> round_number(2 / 3), round_number(-1e-17), round_number(12345.678949999999)
    (0.66666667, 0.0, 12345.679)
    """
    if not np.isfinite(value):
        return float(value)
    if abs(value) < NOISE * max(largest, 1.0) * bool(largest):
        return 0.0
    return float(f"{value * (1 + NOISE):.{SIGNIFICANT_DIGITS - 1}e}") + 0.0


def round_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Round the fractions of a table, column by column.

    Parameters
    ----------
    frame : DataFrame
        Any table. Columns of whole numbers and of text stay as they are; in a column of
        mixed kinds each fraction is rounded. In a column of probabilities (`is_probability`)
        a small one is small, and not rounding error.

    Returns
    -------
    DataFrame
        A copy.

    Examples
    --------
    >>> table = pd.DataFrame({"axis": [2 / 3, 1e-17], "p": [0.5, 1e-17], "n": [8, 7]})
    >>> round_frame(table).to_dict("list")
    {'axis': [0.66666667, 0.0], 'p': [0.5, 1e-17], 'n': [8, 7]}
    """
    rounded = frame.copy()
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        if isinstance(column.dtype, np.dtype) and column.dtype.kind in "fO":
            # pandas takes a Series here, and its stubs leave that out
            rounded.isetitem(place, _round_column(column, str(name)))  # type: ignore[arg-type]
    return rounded


def _round_column(column: pd.Series, name: str) -> pd.Series:
    largest = 0.0 if is_probability(name) else _find_largest(column)
    values = [
        round_number(value, largest) if isinstance(value, float) else value for value in column
    ]
    return pd.Series(values, index=column.index, dtype=column.dtype)


def round_tree(value: Any, largest: float = 1.0) -> Any:
    """Round every fraction in what is to become JSON.

    Parameters
    ----------
    value : dict, list, tuple, float, int, str, bool or None
        The numbers of a list, or under one key of a list of records, are beside one
        another, as in a column of a table.
    largest : float
        The largest size among the numbers beside it.

    Returns
    -------
    object
        The same, rounded by `round_number`; a tuple becomes a list.

    Examples
    --------
    >>> round_tree({"mean": 2 / 3, "axes": [[4.0, 1e-16], [1e-13, 1.0]], "p": 1e-15})
    {'mean': 0.66666667, 'axes': [[4.0, 0.0], [0.0, 1.0]], 'p': 1e-15}
    """
    if isinstance(value, float):
        return round_number(value, largest)
    if isinstance(value, Mapping):
        return {
            key: round_tree(item, 0.0 if is_probability(key) else largest)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, Mapping) for item in value):
            return _round_records(value)
        beside = largest and max(largest, *_list_sizes(value), 1.0)
        return [round_tree(item, beside) for item in value]
    return value


def _round_records(records: list[Mapping[str, Any]] | tuple[Mapping[str, Any], ...]) -> list[Any]:
    """Round records key by key."""
    sizes: dict[str, float] = {}
    for record in records:
        for key, item in record.items():
            sizes[key] = max(sizes.get(key, 1.0), *_list_sizes([item]), 1.0)
    return [
        {
            key: round_tree(item, 0.0 if is_probability(key) else sizes[key])
            for key, item in record.items()
        }
        for record in records
    ]


def is_probability(name: object) -> bool:
    """Whether a column of this name holds probabilities by chance, which are never 0.

    Parameters
    ----------
    name : object
        A column's name, or a key.

    Returns
    -------
    bool
        Whether it is ``p``, or ``p_`` and more, or one of `_CHANCES`.

    Examples
    --------
    >>> is_probability("p_holm"), is_probability("places")
    (True, False)
    """
    return name in _CHANCES or str(name).startswith("p_")


def _find_largest(values: Any) -> float:
    return max(_list_sizes(values), default=1.0)


def _list_sizes(values: Any) -> Iterator[float]:
    """Yield the size of every finite fraction in nested lists."""
    for value in values:
        if isinstance(value, float) and np.isfinite(value):
            yield abs(value)
        elif isinstance(value, list | tuple):
            yield from _list_sizes(value)


def format_number(value: float, decimals: int = 2) -> str:
    """Return a number as a sentence or a cell prints it.

    Parameters
    ----------
    value : float
        A finite number.
    decimals : int
        Digits after the point, at least 0.

    Returns
    -------
    str
        Halves are rounded away from zero; what rounds to nothing has no sign.

    Examples
    --------
    >>> format_number(0.125), format_number(4.5, 0), format_number(-0.001)
    ('0.13', '5', '0.00')
    >>> format_number(0.1 + 0.2 - 0.175)
    '0.13'
    """
    text = f"{value * (1 + NOISE):.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def format_probability(p: float, decimals: int = 2) -> str:
    """Return a probability by chance, which is small at the least, and never 0.

    Parameters
    ----------
    p : float
        From 0 to 1.
    decimals : int
        Digits after the point, at least 1.

    Returns
    -------
    str
        As `format_number` gives it; of what is less than a last digit of 1 only that it is less.

    Examples
    --------
    >>> format_probability(0.034), format_probability(0.0096), format_probability(1e-40, 3)
    ('0.03', '< 0.01', '< 0.001')
    """
    least = 10.0**-decimals
    if p < least * (1 - NOISE):
        return f"< {format_number(least, decimals)}"
    return format_number(p, decimals)


def format_share(value: float, decimals: int = 0) -> str:
    """Return a share as a percentage.

    Parameters
    ----------
    value : float
        A share, mostly from 0 to 1.
    decimals : int
        Digits after the point, at least 0.

    Returns
    -------
    str
        Such as "13%".

    Examples
    --------
    >>> format_share(0.125), format_share(0.1255, 1)
    ('13%', '12.6%')
    """
    return f"{format_number(100 * value, decimals)}%"


def format_digits(value: float, digits: int) -> str:
    """Return a number with so many significant digits.

    Parameters
    ----------
    value : float
        A finite number.
    digits : int
        At least 1.

    Returns
    -------
    str
        Without zeros at its end; halves are rounded away from zero.

    Examples
    --------
    >>> format_digits(0.125, 2), format_digits(3.0, 2)
    ('0.13', '3')
    """
    return f"{value * (1 + NOISE):.{digits}g}"


def format_json(value: Any) -> str:
    """Return what a command found as one line of JSON, its fractions rounded.

    Parameters
    ----------
    value : dict or list
        As `round_tree` takes it.

    Returns
    -------
    str
        JSON, its letters as they are.

    Raises
    ------
    ValueError
        For a number that is not finite, which JSON has not.

    Examples
    --------
    >>> format_json({"w": 1 / 3, "label": "Łódź"})
    '{"w": 0.33333333, "label": "Łódź"}'
    """
    return json.dumps(round_tree(value), ensure_ascii=False, allow_nan=False)


def round_drawing(svg: str) -> str:
    """Round the coordinates of a drawing, which matplotlib writes with six decimals.

    Parameters
    ----------
    svg : str
        A drawing as SVG.

    Returns
    -------
    str
        Every fraction outside text with at most `DRAWN_DECIMALS` decimals. Text is what
        stands between two tags; that stays as it is.

    Examples
    --------
    >>> round_drawing('<path d="M 6.757499 -0.000012 L 6.7575 1.5"/><text>0.12345</text>')
    '<path d="M 6.758 0 L 6.758 1.5"/><text>0.12345</text>'
    """
    parts = _TAG.split(svg)
    parts[1::2] = [_DRAWN.sub(_round_drawn, tag) for tag in parts[1::2]]
    return "".join(parts)


def _round_drawn(found: re.Match[str]) -> str:
    value = float(found[0])
    text = f"{value + np.copysign(_DRAWN_NOISE, value):.{DRAWN_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
