"""Everything about coders who each put every unit into one category, in a column each."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.measures.agreement.decisions import as_records, measure_ratings, write_shortfalls
from senco.measures.agreement.ratings import Ratings, number_codes

NOT_ORDERED = "Categories are treated as unordered: any two are equally far apart."


def summarise_columns(labels: pd.DataFrame) -> dict[str, Any]:
    """Return how far coders agree who have a column each, ready for JSON.

    Parameters
    ----------
    labels : DataFrame of str, shape (n_units, n_coders)
        Each coder's category of each unit; missing where it was not judged.

    Returns
    -------
    dict
        With the keys of `senco.measures.agreement.summary`. ``overall`` compares the
        categories as they are; ``codes`` each category with all others, where there are more
        than two.

    Raises
    ------
    MeasureError
        Where nothing was judged.

    Examples
    --------
    >>> labels = pd.DataFrame({"ann": list("aabb"), "ben": list("aaba")})
    >>> found = summarise_columns(labels)
    >>> [(item["measure"], item["value"]) for item in found["overall"][:2]]
    [('percentage', 0.75), ("Cohen's kappa", 0.5)]
    """
    ratings = rate_columns(labels)
    texts = labels.astype(object).where(labels.notna(), None)
    numbers = number_codes([texts[coder].tolist() for coder in texts])
    order = [float(place) for place in range(len(ratings.codes))]
    pairs = [
        {
            "coders": [str(labels.columns[place]) for place in pair],
            "n_shared": int((~np.isnan(numbers[list(pair)])).all(axis=0).sum()),
            "measures": as_records(measure_ratings(numbers[list(pair)], None, order)),
        }
        for pair in combinations(range(len(numbers)), 2)
    ]
    per_code = [
        {
            "code": code,
            "given": dict(
                zip(ratings.coders, map(int, np.nansum(decision == 1, axis=1)), strict=True)
            ),
            "measures": as_records(measure_ratings(decision)),
        }
        for code, decision in zip(ratings.codes, np.moveaxis(ratings.values, 2, 0), strict=True)
        if len(ratings.codes) > 2
    ]
    apart = [len(set(row[~np.isnan(row)])) > 1 for row in numbers.T]
    return {
        "unit": "units",
        "rule": ratings.rule,
        "coders": list(ratings.coders),
        "n_units": len(labels),
        "n_shared": ratings.n_shared,
        "n_people": None,
        "codes": per_code,
        "overall": as_records(measure_ratings(numbers, None, order)),
        "documents": [],
        "pairs": pairs,
        "spans": [],
        "disagreements": sum(apart),
        "notes": [*write_shortfalls(ratings), NOT_ORDERED],
    }


def rate_columns(labels: pd.DataFrame) -> Ratings:
    """Return the decisions of coders who have a column each.

    Parameters
    ----------
    labels : DataFrame of str, shape (n_units, n_coders)
        Missing where a unit was not judged.

    Returns
    -------
    Ratings
        A code for each category; units by the table's index.

    Raises
    ------
    MeasureError
        Where nothing was judged.

    Examples
    --------
    >>> rate_columns(pd.DataFrame({"ann": ["a", None], "ben": ["b", "a"]})).values.tolist()
    [[[1.0, 0.0], [nan, nan]], [[0.0, 1.0], [1.0, 0.0]]]
    """
    codes = tuple(sorted({str(cell) for coder in labels for cell in labels[coder].dropna()}))
    if not codes:
        raise MeasureError("The coders judged no unit.")
    given = [[labels[coder].astype(str) == code for code in codes] for coder in labels]
    values = np.array(given, dtype=float).transpose(0, 2, 1)
    values[labels.isna().to_numpy().T] = np.nan
    units = pd.DataFrame({"segment": [str(name) for name in labels.index]})
    ones = np.ones(len(labels), dtype=int)
    rule = "a coder judged the units whose cell is filled in"
    coders = tuple(str(coder) for coder in labels)
    return Ratings(values, coders, codes, units, ones, "segments", rule)
