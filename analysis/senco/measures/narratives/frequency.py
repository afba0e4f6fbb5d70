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
    """
    who = _participants_of(matrix, segments, participants)
    counts = matrix.groupby(who).sum().reindex(participants, fill_value=0)
    return counts.rename_axis(index="participant")


def measure_codes(
    matrix: pd.DataFrame, segments: pd.DataFrame, participants: list[str]
) -> pd.DataFrame:
    """Return how many participants and segments each code has.

    Parameters
    ----------
    matrix : DataFrame, shape (n_segments, n_codes)
        As `senco.measures.narratives.build_matrix` or `roll_up` gives it.
    segments : DataFrame
        Columns segment and participant.
    participants : list of str
        Every participant, at least one.

    Returns
    -------
    DataFrame
        Index code; columns ``participants``, ``coverage`` (their share of all
        participants, 0 to 1), ``segments`` and ``share`` (of all segments; the
        shares of codes that meet sum to more than 1).

    Raises
    ------
    MeasureError
        Where there is no participant or one is not listed.
    """
    codes = pd.Series(matrix.columns, index=matrix.columns)
    frame = measure_groups(matrix, segments, codes, list(matrix.columns), participants)
    frame["share"] = frame["segments"] / max(len(matrix), 1)
    return frame.rename_axis("code")


def measure_groups(
    matrix: pd.DataFrame,
    segments: pd.DataFrame,
    groups: pd.Series,
    order: list[str],
    participants: list[str],
) -> pd.DataFrame:
    """Return how many participants and segments each group of codes has.

    Parameters
    ----------
    matrix : DataFrame, shape (n_segments, n_codes)
        As `senco.measures.narratives.build_matrix` gives it.
    segments : DataFrame
        Columns segment and participant.
    groups : Series
        Index code; the influence or the system of each. A blank one is left out.
    order : list of str
        Every group, with or without a code, in order.
    participants : list of str
        Every participant, at least one.

    Returns
    -------
    DataFrame
        Index group; columns ``participants``, ``coverage`` (0 to 1) and
        ``segments``. A segment with two codes of a group counts once.

    Raises
    ------
    MeasureError
        Where there is no participant, or a participant or a group is not listed.
    """
    if not participants:
        raise MeasureError("Coverage needs at least one participant.")
    who = _participants_of(matrix, segments, participants)
    unknown = sorted({str(name) for name in groups.dropna()} - set(order))
    if unknown:
        raise MeasureError(f"The group '{unknown[0]}' is not among those listed.")
    rows = []
    for group in order:
        codes = [code for code in matrix.columns if groups.get(code) == group]
        given = (matrix[codes] > 0).any(axis=1)
        reached = who[given].nunique()
        rows.append((reached, reached / len(participants), int(given.sum())))
    columns = ["participants", "coverage", "segments"]
    return pd.DataFrame(rows, index=pd.Index(order), columns=columns)


def _participants_of(
    matrix: pd.DataFrame, segments: pd.DataFrame, participants: list[str]
) -> pd.Series:
    who = segments.set_index("segment")["participant"].reindex(matrix.index)
    unknown = who[~who.isin(participants)]
    if len(unknown):
        raise MeasureError(f"Segment '{unknown.index[0]}' belongs to no participant who is listed.")
    return who


def measure_coverage(matrix: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each document is coded at all.

    Parameters
    ----------
    matrix : DataFrame, shape (n_segments, n_codes)
        As `senco.measures.narratives.build_matrix` gives it.
    segments : DataFrame
        Columns segment, document, start, end; a segment without a document is left
        out.

    Returns
    -------
    DataFrame
        Index document; columns ``segments``, ``coded`` (segments with a code),
        ``characters`` (of the segments, overlaps counted once) and
        ``coded_characters``; missing characters where a place is not known.
    """
    frame = segments.set_index("segment").reindex(matrix.index)
    frame["coded"] = (matrix > 0).any(axis=1)
    rows = {}
    for document, part in frame.dropna(subset=["document"]).groupby("document", sort=False):
        coded = part.loc[part["coded"]]
        rows[document] = (len(part), len(coded), _count_characters(part), _count_characters(coded))
    columns = ["segments", "coded", "characters", "coded_characters"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("document")


def _count_characters(part: pd.DataFrame) -> float:
    if part[["start", "end"]].isna().to_numpy().any():
        return float("nan")
    total, reached = 0, 0
    for start, end in (
        part[["start", "end"]].astype(int).sort_values("start", kind="stable").to_numpy()
    ):
        total += max(0, int(end) - max(int(start), reached))
        reached = max(reached, int(end))
    return float(total)


def count_coders(codings: pd.DataFrame) -> pd.DataFrame:
    """Return how often each coder gave each code.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder; a repeated row counts once.

    Returns
    -------
    DataFrame of int, shape (n_codes, n_coders)
        Segments.
    """
    given = codings.drop_duplicates(["segment", "code", "coder"])
    return pd.crosstab(given["code"], given["coder"])


def count_together(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return in how many units each two codes were given together.

    One matrix product of the units-by-codes matrix with itself.

    Parameters
    ----------
    matrix : DataFrame, shape (n_units, n_codes)
        1 or 0: segments, or larger units as `senco.measures.narratives.pool_matrix` makes
        them.

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
