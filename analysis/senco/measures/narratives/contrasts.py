"""Two groups of participants compared, code by code, over every possible split."""

from __future__ import annotations

import pandas as pd

from senco.errors import MeasureError
from senco.measures.resampling import adjust_holm, permute_groups


def contrast_groups(counts: pd.DataFrame, in_group: pd.Series) -> pd.DataFrame:
    """Compare a group's mean count with the others', for each code.

    Parameters
    ----------
    counts : DataFrame of int, shape (n_participants, n_codes)
        Segments of each participant under each code, or 1 and 0 for having it.
    in_group : Series of bool
        Index participant. Participants for whom it is missing are in neither group.

    Returns
    -------
    DataFrame
        Index code; columns ``n_group``, ``n_others``, ``mean_group``,
        ``mean_others``, ``difference``, ``p`` (exact, two-sided), ``p_holm``
        (adjusted for the number of codes), ``smallest_p`` (the smallest p that
        these values can give under any split) and ``can_tell``: whether that is
        below .05 at all.

    Raises
    ------
    MeasureError
        Where a group has nobody, or a participant of a group has no counts.

    Notes
    -----
    A permutation test asks how often a difference as large, in standard errors, arises
    where the groups are dealt out at random. At n = 8 a group of one has eight splits, so its p
    cannot be below .125: where ``can_tell`` is False, no finding is no evidence of
    no difference.

    Examples
    --------
    >>> counts = pd.DataFrame({"time": [3, 2, 0, 0]}, index=["P1", "P2", "P3", "P4"])
    >>> group = pd.Series([True, True, False, False], index=counts.index)
    >>> frame = contrast_groups(counts, group)
    >>> round(float(frame.loc["time", "p"]), 3), bool(frame.loc["time", "can_tell"])
    (0.333, False)
    """
    known = in_group.dropna().astype(bool)
    unknown = [name for name in known.index if name not in counts.index]
    if unknown:
        raise MeasureError(f"{unknown[0]} is in a group and has no counts.")
    table = counts.loc[known.index]
    rows = []
    for code in table.columns:
        values = table[code].to_numpy(dtype=float)
        test = permute_groups(values, known.to_numpy())
        rows.append(
            {
                "n_group": int(known.sum()),
                "n_others": int((~known).sum()),
                "mean_group": float(values[known].mean()),
                "mean_others": float(values[~known].mean()),
                "difference": test.difference,
                "p": test.p,
                "smallest_p": test.smallest_p,
                "can_tell": test.smallest_p < 0.05,
            }
        )
    frame = pd.DataFrame(rows, index=pd.Index(table.columns, name="code"))
    if len(frame):
        frame.insert(6, "p_holm", adjust_holm(frame["p"]))
    return frame
