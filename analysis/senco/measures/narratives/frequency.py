"""How often and by how many: counts, coverage, and codes that meet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from senco.errors import MeasureError


def count_by_participant(
    matrix: pd.DataFrame, segments: pd.DataFrame, participants: list[str]
) -> pd.DataFrame:
    """Return in how many segments each participant has each code.

    Parameters
    ----------
    matrix : DataFrame, shape (n_segments, n_codes)
        As `senco.measures.narratives.build_matrix` gives it.
    segments : DataFrame
        Columns segment and participant.
    participants : list of str
        Every participant, with or without a segment, in order.

    Returns
    -------
    DataFrame of int, shape (n_participants, n_codes)
        Segments; a segment counts once for each of its codes.

    Raises
    ------
    MeasureError
        Where a segment's participant is not listed.

    Examples
    --------
    >>> segments = pd.DataFrame({"segment": ["s1", "s2"], "participant": ["P1", "P1"]})
    >>> matrix = pd.DataFrame([[1, 0], [1, 1]], index=["s1", "s2"], columns=["time", "cover"])
    >>> count_by_participant(matrix, segments, ["P1", "P2"]).to_numpy().tolist()
    [[2, 1], [0, 0]]
    """
    who = _participants_of(matrix, segments, participants)
    counts = matrix.groupby(who).sum().reindex(participants, fill_value=0)
    return counts.rename_axis(index="participant")


def _participants_of(
    matrix: pd.DataFrame, segments: pd.DataFrame, participants: list[str]
) -> pd.Series:
    who = segments.set_index("segment")["participant"].reindex(matrix.index)
    unknown = who[~who.isin(participants)]
    if len(unknown):
        raise MeasureError(f"Segment '{unknown.index[0]}' belongs to no listed participant.")
    return who


def count_together(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return in how many units each two codes were given together.

    One matrix product of the units-by-codes matrix with itself.

    Parameters
    ----------
    matrix : DataFrame, shape (n_units, n_codes)
        1 or 0: segments, or larger units.

    Returns
    -------
    DataFrame of int, shape (n_codes, n_codes)
        Symmetric; on the diagonal the units of each code.

    Raises
    ------
    MeasureError
        Where a cell is neither 0 nor 1.

    Examples
    --------
    >>> count_together(pd.DataFrame([[1, 1], [1, 0]], columns=["a", "b"])).to_numpy().tolist()
    [[2, 1], [1, 1]]
    """
    given = matrix.to_numpy(dtype=np.float32)  # exact up to 16 million units
    if not np.array_equal(given * given, given):  # true of 0 and 1 alone
        raise MeasureError("Codes are given or not: each cell must be 1 or 0.")
    together = np.rint(given.T @ given).astype(int)
    return pd.DataFrame(together, index=matrix.columns, columns=matrix.columns)


def list_pairs(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of codes that meet, most often first.

    Parameters
    ----------
    matrix : DataFrame, shape (n_units, n_codes)
        1 or 0, as for `count_together`.

    Returns
    -------
    DataFrame
        Columns ``first``, ``second``, ``together`` (units), ``jaccard`` (units with
        both as a share of those with either) and ``expected`` (units with both if
        the codes had nothing to do with one another). Pairs that never meet are
        left out.

    Examples
    --------
    Both codes are at one unit of the three that have either.

    >>> matrix = pd.DataFrame([[1, 1], [1, 0], [0, 1]], columns=["time", "cover"])
    >>> list_pairs(matrix)[["together", "jaccard"]].round(3).to_numpy().tolist()
    [[1.0, 0.333]]
    """
    together = count_together(matrix)
    counts, names = together.to_numpy(), list(together.columns)
    first, second = np.nonzero(np.triu(counts, k=1))
    both, own = counts[first, second], np.diag(counts)
    frame = pd.DataFrame(
        {
            "first": [names[place] for place in first],
            "second": [names[place] for place in second],
            "together": both,
            "jaccard": both / np.maximum(own[first] + own[second] - both, 1),
            "expected": own[first] * own[second] / max(len(matrix), 1),
        }
    )
    order = ["together", "first", "second"]
    return frame.sort_values(order, ascending=[False, True, True], kind="stable", ignore_index=True)
