"""Where the sources agree on an influence, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from senco.errors import MeasureError

#: What the sources of one participant say together of one influence.
READINGS = ("in all", "in some", "in only one", "in none")


def triangulate(shows: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return in which sources each influence shows for each participant.

    Parameters
    ----------
    shows : mapping of str to DataFrame
        As `senco.measures.networks.gather_evidence` gives it: 1, 0 or missing.

    Returns
    -------
    DataFrame
        One row for each participant and influence on which a source can speak:
        participant, influence, a column a source, ``showing`` and ``sources`` (how many
        show it, and could), ``reading``: "in all" (of two or more), "in some" (two or
        more, not all), "in only one", "in none". Where it is neither in all nor in
        none, the sources are dissonant.

    Examples
    --------
    >>> told = pd.DataFrame([[1.0, 0.0]], index=["P1"], columns=["a", "b"])
    >>> ranked = pd.DataFrame([[1.0, 1.0]], index=["P1"], columns=["a", "b"])
    >>> triangulate({"narratives": told, "rankings": ranked})["reading"].tolist()
    ['in all', 'in only one']
    """
    if not shows:
        raise MeasureError("There is no source to compare.")
    long = {source: table.stack(future_stack=True) for source, table in shows.items()}
    frame = pd.DataFrame(long).rename_axis(["participant", "influence"])
    frame["showing"] = frame[list(shows)].sum(axis=1).astype(int)
    frame["sources"] = frame[list(shows)].notna().sum(axis=1)
    frame = frame.loc[frame["sources"] > 0]
    all_of_them = (frame["showing"] == frame["sources"]) & (frame["sources"] > 1)
    conditions = [all_of_them, frame["showing"] > 1, frame["showing"] == 1]
    frame["reading"] = np.select([c.to_numpy() for c in conditions], READINGS[:3], READINGS[3])
    return frame.reset_index()


def count_readings(triangulated: pd.DataFrame, influences: list[str]) -> pd.DataFrame:
    """Return for how many participants the sources agree, influence by influence.

    Parameters
    ----------
    triangulated : DataFrame
        As `triangulate` gives it.
    influences : list of str
        Rows of the result, in order.

    Returns
    -------
    DataFrame of int
        Index influence; a column each reading.

    Examples
    --------
    >>> told = pd.DataFrame([[1.0, 0.0]], index=["P1"], columns=["law", "team"])
    >>> ranked = pd.DataFrame([[1.0, 1.0]], index=["P1"], columns=["law", "team"])
    >>> shows = {"narratives": told, "rankings": ranked}
    >>> count_readings(triangulate(shows), ["law", "team"])
    reading    in all  in some  in only one  in none
    influence
    law             1        0             0        0
    team            0        0             1        0
    """
    counts = pd.crosstab(triangulated["influence"], triangulated["reading"])
    return counts.reindex(index=influences, columns=list(READINGS), fill_value=0)


def count_showing(shows: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return for how many participants each influence shows in each source.

    Parameters
    ----------
    shows : mapping of str to DataFrame
        As for `triangulate`.

    Returns
    -------
    DataFrame of str
        Index influence; a column a source, such as "3 of 8": participants in whom it
        shows, of those with anything in the source; "not shown" where the source cannot
        show it.

    Examples
    --------
    >>> told = pd.DataFrame([[1.0, 0.0]], index=["P1"], columns=["law", "team"])
    >>> ranked = pd.DataFrame([[1.0, 1.0]], index=["P1"], columns=["law", "team"])
    >>> shows = {"narratives": told, "rankings": ranked}
    >>> count_showing(shows)
              narratives rankings
    influence
    law           1 of 1   1 of 1
    team          0 of 1   1 of 1
    """
    sentences = {}
    for source, table in shows.items():
        showing, known = table.sum().astype(int), table.notna().sum()
        sentences[source] = [
            f"{k} of {n}" if n else "not shown" for k, n in zip(showing, known, strict=True)
        ]
    first = next(iter(shows.values()))
    return pd.DataFrame(sentences, index=pd.Index(first.columns, name="influence"))


def tie_where_shown(
    combined: pd.DataFrame, shows: Mapping[str, pd.DataFrame], least_sources: int = 2
) -> pd.DataFrame:
    """Return the ties of a network: evidence, where sources enough show an influence.

    Parameters
    ----------
    combined : DataFrame, shape (n_participants, n_influences)
        As `senco.measures.networks.combine_sources` gives it.
    shows : mapping of str to DataFrame
        As for `triangulate`.
    least_sources : int
        A tie needs so many sources of the participant that show the influence, or all
        of them where the participant has fewer; at least 1.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        The evidence, or 0 where there is no tie.

    Raises
    ------
    MeasureError
        Where `least_sources` is below 1.

    Examples
    --------
    >>> told = pd.DataFrame([[1.0, 0.0]], index=["P1"], columns=["law", "team"])
    >>> ranked = pd.DataFrame([[1.0, 1.0]], index=["P1"], columns=["law", "team"])
    >>> shows = {"narratives": told, "rankings": ranked}
    >>> tie_where_shown(told + 1, shows, 2)
        law  team
    P1  2.0   0.0
    """
    if least_sources < 1:
        raise MeasureError(f"A tie needs at least one source, not {least_sources}.")
    tables = [table.reindex_like(combined) for table in shows.values()]
    showing = sum(table.fillna(0).to_numpy() for table in tables)
    known = sum(table.notna().to_numpy().astype(int) for table in tables)
    enough = (showing >= np.minimum(least_sources, known)) & (known > 0)
    return combined.fillna(0.0).where(enough, 0.0)
