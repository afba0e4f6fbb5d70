"""What other codings would have given, beside the counts by the one rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pandas as pd

from senco.cohort.coders import drop_agreed, find_people, list_coders
from senco.cohort.model import Cohort
from senco.measures.networks.statements import place_statements


def tabulate_coders(cohort: Cohort) -> pd.DataFrame:
    """Return what is counted under each influence, and what each coder coded there.

    Parameters
    ----------
    cohort : Cohort
        With or without coded segments.

    Returns
    -------
    DataFrame
        A row an influence: its id, statements and people as they are counted
        (`senco.cohort.coders`), then ``statements, CODER`` and ``people, CODER`` for each
        coder, in the order in which they are taken. No rows where fewer than two
        coded.
    """
    frame = pd.DataFrame({"influence": list(cohort.influences)})
    if not cohort.has("segments", "codings", "codes"):
        return frame.iloc[:0]
    codings = drop_agreed(cohort.tables["codings"])
    coders = list_coders(codings, cohort.info.coders)
    if len(coders) < 2:
        return frame.iloc[:0]
    parts = {"": None} | {f", {coder}": codings.loc[codings["coder"] == coder] for coder in coders}
    for name, rows in parts.items():
        placed = place_statements(cohort, rows).groupby("influence")
        for what, column in (("statements", "segment"), ("people", "participant")):
            counts = placed[column].nunique().reindex(frame["influence"], fill_value=0)
            frame[what + name] = counts.to_numpy()
    return frame


def recode(cohort: Cohort) -> dict[str, Cohort]:
    """Return the cohort as each way to take its coders would have it.

    Parameters
    ----------
    cohort : Cohort
        With or without several coders.

    Returns
    -------
    dict of str to Cohort
        In words: "as counted" (`senco.cohort.coders`), the cohort itself, first. Where several
        coded: each other coder named first; "what coders agree on", for each participant
        whom several coded what at least two of them gave; "what any coder gave". What they
        settled afterwards is counted first where it is there, and is no coder's.
    """
    tables = [name for name in _CODED if cohort.has(name)]
    every = [list_coders(cohort.tables[name], cohort.info.coders) for name in tables]
    coders = list(dict.fromkeys(chain.from_iterable(every)))
    taken = {"as counted": cohort}
    if len(coders) < 2:
        return taken
    for coder in coders[1:]:
        named = (coder, *(other for other in coders if other != coder))
        info = cohort.info.model_copy(update={"coders": named})
        taken[f"{coder} first"] = replace(cohort, info=info)
    for words, least in (("what coders agree on", 2), ("what any coder gave", 1)):
        changed = {name: _join_coders(cohort, name, least) for name in tables}
        taken[words] = replace(cohort, tables={**cohort.tables, **changed})
    return taken


def _join_coders(cohort: Cohort, table: str, least: int) -> pd.DataFrame:
    """Keep what so many coders gave, of each participant whom so many coded."""
    rows = drop_agreed(cohort.tables[table])
    given = rows.drop_duplicates([*_CODED[table], "coder"])
    people = find_people(cohort, table).loc[given.index]
    coders = given["coder"].groupby(people).transform("nunique")
    votes = given.groupby(list(_CODED[table]), dropna=False)["coder"].transform("size")
    kept = given.loc[votes >= coders.clip(upper=least)]
    kept = kept.drop_duplicates(list(_CODED[table]))
    return kept.assign(coder="together").reset_index(drop=True)


#: What one coding is, of each table that coders fill in, whoever gave it.
_CODED = {
    "codings": ("segment", "code"),
    "construct_assignments": ("participant", "grid_construct", "construct"),
}
