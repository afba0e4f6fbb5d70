"""Evidence: how much each source of a participant speaks for each influence.

The article joins its stages in a network but does not say in what units. The rule
here is this project's own. In each source a participant's evidence is shared out
over the influences that the source can show, and told in *even shares*: 1 is what an
influence would have if it were spread evenly, 2 twice that, 0 nothing. So a person
who says much counts no more than one who says little, and a source with few
influences no more than one with many.

================ =============================================================
narratives       passages coded under the influence
work-lines       events that concern it
grids            own constructs that were sorted to a salient construct under it
rankings         mean priority of its constructs, from 1 (first) to 0 (last)
================ =============================================================

A single event can speak for one influence only, and among six that alone would make it
six even shares: as much as a whole interview about nothing else. So a source that holds
fewer pieces of a participant's evidence than it could show influences is
filled up to that number with evidence spread evenly (`fill_evenly`). One event among six
influences is then one piece beside five that are spread: 1 + 5/6 even shares, against 5/6
for every other influence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from senco.cohort.coders import take_counted
from senco.cohort.model import Cohort
from senco.errors import MeasureError, suggest
from senco.measures.narratives import inherit_influences
from senco.measures.networks.statements import list_statements
from senco.measures.tolerance import above

#: The sources, in the order of the stages, each with the tables that it needs.
SOURCES: dict[str, tuple[str, ...]] = {
    "narratives": ("segments", "codings", "codes"),
    "work-lines": ("events",),
    "grids": ("construct_assignments", "constructs"),
    "rankings": ("rankings", "constructs"),
}
ITEM_COLUMNS = ["participant", "influence", "source", "item", "amount", "gist"]
#: A ranked construct speaks for its influence where it stands above the middle.
MIDDLE = 0.5


@dataclass(frozen=True)
class Evidence:
    """What the sources of a cohort hold on each participant and influence.

    Parameters
    ----------
    items : DataFrame
        One row for each piece of evidence: participant, influence, source, item
        (its identifier), amount (above 0; for a ranking the priority, 0 to 1), gist.
    shares : dict of str to DataFrame
        For each source that the cohort has, a table of shape
        (n_participants, n_influences) in even shares, filled up where a participant has
        few pieces (`fill_evenly`). A row is missing where the participant has nothing in
        this source, a column where the source cannot show the influence.
    unfilled : dict of str to DataFrame
        The same tables before they were filled up.
    pieces : dict of str to Series
        For each source, the pieces of evidence of each participant.
    shows : dict of str to DataFrame
        The same tables as 1 (the influence shows), 0 (it does not) or missing. It
        shows where there is a passage, an event or a construct, and in rankings
        where its constructs stand above the middle on average.
    absent : dict of str to str
        For each source that the cohort does not have, the reason.
    """

    items: pd.DataFrame
    shares: dict[str, pd.DataFrame]
    unfilled: dict[str, pd.DataFrame]
    pieces: dict[str, pd.Series]
    shows: dict[str, pd.DataFrame]
    absent: dict[str, str]


def gather_evidence(cohort: Cohort) -> Evidence:
    """Return a cohort's evidence, source by source.

    Parameters
    ----------
    cohort : Cohort
        With the table participants and any of the sources' tables. A source whose
        tables are not there, or belong to no influence, is absent and not zero.

    Returns
    -------
    Evidence

    Raises
    ------
    MeasureError
        Where no source holds anything.
    """
    people = cohort.tables["participants"]["participant"].tolist()
    influences = list(cohort.influences)
    items, shares, unfilled, pieces, shows, absent = [], {}, {}, {}, {}, {}
    for source, tables in SOURCES.items():
        if not cohort.has(*tables):
            absent[source] = "not collected"
            continue
        found, showable = _READERS[source](cohort)
        if found.empty:
            absent[source] = "nothing in it belongs to a key influence"
            continue
        items.append(found.assign(source=source)[ITEM_COLUMNS])
        amounts = total_evidence(found, people, influences, mean=source == "rankings")
        amounts.loc[:, ~amounts.columns.isin(showable)] = np.nan
        unfilled[source] = share_evenly(amounts)
        pieces[source] = found["participant"].value_counts().reindex(people, fill_value=0)
        shares[source] = fill_evenly(unfilled[source], pieces[source])
        least = MIDDLE if source == "rankings" else 0.0
        shown = pd.DataFrame(above(amounts, least), amounts.index, amounts.columns)
        shows[source] = shown.astype(float).where(shares[source].notna())
    if not items:
        raise MeasureError(
            "No source ties a participant to a key influence: give codes, events or constructs "
            "their influences (the column influence)."
        )
    every = pd.concat(items, ignore_index=True)
    return Evidence(every, shares, unfilled, pieces, shows, absent)


def choose_sources(evidence: Evidence, weights: Mapping[str, float]) -> Evidence:
    """Return the evidence without the sources that count nothing.

    Parameters
    ----------
    evidence : Evidence
        As `gather_evidence` gives it.
    weights : mapping of str to float
        How much each source counts, at least 0.

    Returns
    -------
    Evidence
        A source with the weight 0, or without one, is absent.

    Raises
    ------
    MeasureError
        As in `combine_sources`.
    """
    check_weights(weights, evidence.shares)
    kept = [source for source in evidence.shares if weights.get(source, 0) > 0]
    left = {source: "given the weight 0" for source in evidence.shares if source not in kept}
    return Evidence(
        evidence.items.loc[evidence.items["source"].isin(kept)].reset_index(drop=True),
        {source: evidence.shares[source] for source in kept},
        {source: evidence.unfilled[source] for source in kept},
        {source: evidence.pieces[source] for source in kept},
        {source: evidence.shows[source] for source in kept},
        {**evidence.absent, **left},
    )


def total_evidence(
    items: pd.DataFrame, people: list[str], influences: list[str], *, mean: bool = False
) -> pd.DataFrame:
    """Return the amounts of evidence of each participant for each influence.

    Parameters
    ----------
    items : DataFrame
        Columns participant, influence, amount.
    people, influences : list of str
        Rows and columns of the result, in order.
    mean : bool
        Take the mean amount and not the sum.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        0 where a participant has nothing under the influence, missing in the row of
        one who has nothing at all.

    Examples
    --------
    >>> items = pd.DataFrame({"participant": ["P1", "P1"], "influence": ["a", "a"],
    ...                       "amount": [1, 2]})
    >>> total_evidence(items, ["P1"], ["a", "b"]).to_numpy().tolist()
    [[3.0, 0.0]]
    """
    grouped = items.groupby(["participant", "influence"])["amount"]
    totals = (grouped.mean() if mean else grouped.sum()).unstack()
    totals = totals.reindex(index=people, columns=influences).astype(float)
    some = totals.notna().any(axis=1)
    totals.loc[some] = totals.loc[some].fillna(0.0)
    return totals.rename_axis(index="participant", columns="influence")


def share_evenly(amounts: pd.DataFrame) -> pd.DataFrame:
    """Return amounts as multiples of an even share, what each would have if all had the same.

    Parameters
    ----------
    amounts : DataFrame, shape (n_participants, n_influences)
        At least 0; a missing cell is one that the source cannot show.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        The mean of a row is 1. A row without any amount is missing.

    Raises
    ------
    MeasureError
        Where an amount is below 0 or not finite; the participant is named.

    Examples
    --------
    >>> amounts = pd.DataFrame([[3.0, 1.0, 0.0, 0.0]], index=["P1"], columns=list("abcd"))
    >>> share_evenly(amounts).loc["P1"].tolist()
    [3.0, 1.0, 0.0, 0.0]
    """
    _check_amounts(amounts, "evidence")
    totals = amounts.sum(axis=1)
    showable = amounts.notna().sum(axis=1)
    scale = (showable / totals.where(totals > 0)).to_numpy()
    return amounts.mul(scale, axis=0)


def fill_evenly(shares: pd.DataFrame, pieces: pd.Series) -> pd.DataFrame:
    """Return shares in which few pieces of evidence do not pass for many.

    Parameters
    ----------
    shares : DataFrame, shape (n_participants, n_influences)
        In even shares, as `share_evenly` gives them.
    pieces : Series, shape (n_participants,)
        From how many pieces of evidence each row comes.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        Where a row comes from fewer pieces than it has influences that can be shown, the
        pieces that are lacking are spread evenly over these. The mean of a row stays 1,
        and which influence has more than another.

    Examples
    --------
    One event names the first of four influences: one piece, and three that are spread.
    Four passages, all on the first, are as many as there are influences.

    >>> shares = pd.DataFrame([[4.0, 0, 0, 0], [4.0, 0, 0, 0]], index=["P1", "P2"])
    >>> fill_evenly(shares, pd.Series([1, 4], index=["P1", "P2"])).to_numpy().tolist()
    [[1.75, 0.75, 0.75, 0.75], [4.0, 0.0, 0.0, 0.0]]
    """
    showable = shares.notna().sum(axis=1)
    full = (pieces / showable.where(showable > 0)).clip(upper=1.0)
    return shares.mul(full, axis=0).add(1 - full, axis=0)


def combine_sources(
    shares: Mapping[str, pd.DataFrame], weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Return one table of evidence from all sources: their weighted mean, cell by cell.

    Parameters
    ----------
    shares : mapping of str to DataFrame
        Tables of one shape, in even shares, as `gather_evidence` gives them.
    weights : mapping of str to float, optional
        How much each source counts, at least 0; by default all the same. Sources
        that are not named count nothing, those that are absent are left out.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        In even shares. Only the sources that speak of a cell are averaged; where
        none does, the cell is missing.

    Raises
    ------
    MeasureError
        Where a weight is negative, not finite or of no known source, or where no
        source that is here has a weight above 0.

    Examples
    --------
    >>> told = pd.DataFrame([[2.0, 0.0]], index=["P1"], columns=["a", "b"])
    >>> ranked = pd.DataFrame([[1.0, 1.0]], index=["P1"], columns=["a", "b"])
    >>> combine_sources({"narratives": told, "rankings": ranked}).loc["P1"].tolist()
    [1.5, 0.5]
    >>> combine_sources({"narratives": told}, {"narratives": 1, "rankings": 3}).loc["P1"].tolist()
    [2.0, 0.0]
    """
    check_weights(weights, shares)
    total: pd.DataFrame | None = None
    weight_of: pd.DataFrame | None = None
    for source, table in shares.items():
        weight = 1.0 if weights is None else float(weights.get(source, 0.0))
        here = table.notna() * weight
        part = table.fillna(0.0) * weight
        total = part if total is None else total + part
        weight_of = here if weight_of is None else weight_of + here
    if total is None or weight_of is None:
        raise MeasureError("There is no source to combine.")
    return total / weight_of.where(weight_of > 0)


def check_weights(weights: Mapping[str, float] | None, shares: Mapping[str, object]) -> None:
    """Raise an error where the sources' weights make no sense.

    Parameters
    ----------
    weights : mapping of str to float, optional
        By source.
    shares : mapping of str to object
        The sources that a cohort has, by name.

    Raises
    ------
    MeasureError
        As in `combine_sources`.
    """
    if weights is None:
        return
    for source, weight in weights.items():
        if source not in SOURCES and source not in shares:
            hint = suggest(source, SOURCES)
            raise MeasureError(
                f"There is no source '{source}'. {hint} Sources: {', '.join(SOURCES)}."
            )
        if not np.isfinite(weight) or weight < 0:
            raise MeasureError(
                f"The weight of {source} is {weight}: a weight is a number of at least 0."
            )
    if not any(weights.get(source, 0) > 0 for source in shares):
        raise MeasureError(
            f"Every source of this cohort ({', '.join(shares)}) has the weight 0: "
            "give one of them a weight above 0."
        )


def _check_amounts(table: pd.DataFrame, what: str) -> None:
    """Raise an error where a table holds a negative or endless number."""
    values = table.to_numpy(dtype=float)
    wrong = (values < 0) | np.isinf(values)
    if wrong.any():
        row, column = (int(places[0]) for places in np.nonzero(wrong))
        raise MeasureError(
            f"The {what} of '{table.index[row]}' for '{table.columns[column]}' is "
            f"{values[row, column]:g}: it is a number of at least 0."
        )


def _read_narratives(cohort: Cohort) -> tuple[pd.DataFrame, set[str]]:
    inherited = inherit_influences(cohort.tables["codes"])
    showable = set(inherited.dropna())
    if not showable & set(cohort.influences):
        return pd.DataFrame(columns=ITEM_COLUMNS), showable
    if not take_counted(cohort)["code"].map(inherited).notna().any():
        return pd.DataFrame(columns=ITEM_COLUMNS), showable
    rows = list_statements(cohort)
    items = rows[["participant", "influence", "gist"]].assign(item=rows["segment"], amount=1.0)
    return items, showable


def _read_events(cohort: Cohort) -> tuple[pd.DataFrame, set[str]]:
    events = cohort.tables["events"]
    rows = events.loc[events["influence"].notna()]
    items = rows[["participant", "influence", "gist"]].assign(item=rows["event"], amount=1.0)
    # an event is placed by its teller's words, so it can concern any influence
    return items, set(cohort.influences)


def _read_grids(cohort: Cohort) -> tuple[pd.DataFrame, set[str]]:
    sorted_ones = take_counted(cohort, "construct_assignments").dropna(subset="construct")
    rows = _place_constructs(sorted_ones, cohort)
    items = rows.rename(columns={"grid_construct": "item", "label": "gist"}).assign(amount=1.0)
    return items[["participant", "influence", "item", "amount", "gist"]], _list_showable(cohort)


def _read_rankings(cohort: Cohort) -> tuple[pd.DataFrame, set[str]]:
    ranks = cohort.tables["rankings"].dropna(subset="rank")
    given = ranks.groupby("participant")["rank"].transform("size")
    # 1 for the first place, 0 for the last of those that this participant ranked
    priority = (given - ranks["rank"]) / (given - 1).where(given > 1)
    rows = _place_constructs(ranks.assign(amount=priority.clip(0, 1)).dropna(), cohort)
    place = rows["rank"].map("{:g}".format)
    items = rows.assign(item=rows["construct"], gist=rows["label"] + ", rank " + place)
    return items[["participant", "influence", "item", "amount", "gist"]], _list_showable(cohort)


def _place_constructs(rows: pd.DataFrame, cohort: Cohort) -> pd.DataFrame:
    """Add label and influence of each row's construct; one without influence is left out."""
    known = cohort.tables["constructs"][["construct", "label", "influence"]]
    return rows.merge(known, on="construct").dropna(subset="influence")


def _list_showable(cohort: Cohort) -> set[str]:
    return set(cohort.tables["constructs"]["influence"].dropna())


_READERS = {
    "narratives": _read_narratives,
    "work-lines": _read_events,
    "grids": _read_grids,
    "rankings": _read_rankings,
}
