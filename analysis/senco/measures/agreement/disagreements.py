"""What coders decided differently, for them to talk through."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.measures.agreement.ratings import Ratings


def list_disagreements(ratings: Ratings) -> pd.DataFrame:
    """Return the decisions on which coders differ, for them to talk through.

    Parameters
    ----------
    ratings : Ratings
        As `senco.measures.agreement.rate_segments` or `rate_characters` gives them.

    Returns
    -------
    DataFrame
        The unit's columns (segment, or document, start, end), ``code``,
        ``given_by`` and ``not_given_by`` (coders, separated by commas), in the order of
        the units. Neighbouring characters with the same disagreement are one row.

    Examples
    --------
    >>> from senco.measures.agreement import rate_segments
    >>> codings = pd.DataFrame({
    ...     "segment": ["s1", "s1", "s2", "s2"],
    ...     "code": ["time", "time", "time", "help"],
    ...     "coder": ["ann", "ben", "ann", "ben"],
    ... })
    >>> list_disagreements(rate_segments(codings))
      segment  code given_by not_given_by
    0      s2  help      ben          ann
    1      s2  time      ann          ben
    """
    given, refused = ratings.values == 1, ratings.values == 0
    unit, code = np.nonzero(given.any(axis=0) & refused.any(axis=0))
    frame = ratings.units.iloc[unit].reset_index(drop=True)
    frame["code"] = [ratings.codes[place] for place in code]
    frame["given_by"] = _name_coders(given[:, unit, code], ratings.coders)
    frame["not_given_by"] = _name_coders(refused[:, unit, code], ratings.coders)
    return _join_neighbours(frame) if ratings.kind == "characters" else frame


def _name_coders(chosen: NDArray[np.bool_], coders: tuple[str, ...]) -> list[str]:
    return [", ".join(np.array(coders)[column]) for column in chosen.T]


def _join_neighbours(frame: pd.DataFrame) -> pd.DataFrame:
    same = ["document", "code", "given_by", "not_given_by"]
    ordered = frame.sort_values([*same, "start"], kind="stable")
    before = ordered.shift()
    joined = (ordered[same] == before[same]).all(axis=1) & (ordered["start"] == before["end"])
    rows = ordered.groupby((~joined).cumsum(), sort=False)
    merged = rows.agg({**dict.fromkeys(same, "first"), "start": "first", "end": "last"})
    columns = ["document", "start", "end", "code", "given_by", "not_given_by"]
    return merged.sort_values(["document", "start", "code"], kind="stable")[columns].reset_index(
        drop=True
    )
