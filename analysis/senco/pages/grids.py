"""From every participant's grid to the salient constructs of a cohort, as tables."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from senco.cohort.coders import AGREED, drop_agreed, list_coders, take_counted
from senco.cohort.consistency.grids import USUAL_SCALE
from senco.cohort.grid import Grid
from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.agreement import measure_labels
from senco.measures.grids import (
    PooledConstruct,
    SalienceRule,
    accumulate_categories,
    assemble_grids,
    compare_coders,
    find_salient,
    measure_indices,
    number_constructs,
    pool_constructs,
    summarise_categories,
    tabulate_categories,
)
from senco.measures.tolerance import find_highest
from senco.text.words import join_tied

#: Coefficients of two coders' sortings, as `measure_labels` and as pages name them.
COEFFICIENTS = {
    "Cohen's kappa": "Cohen's kappa",
    "Perreault-Leigh": "Perreault and Leigh's index",
    "Krippendorff's alpha": "Krippendorff's alpha",
}


def read_grids(cohort: Cohort) -> dict[str, Grid]:
    """Return each participant's grid.

    Parameters
    ----------
    cohort : Cohort
        With the tables elements, grid_constructs and grids.

    Returns
    -------
    dict of str to Grid
        By participant.
    """
    scale = cohort.info.grids
    ends = (scale.minimum, scale.maximum) if scale else USUAL_SCALE
    elements, constructs, ratings = (
        cohort.tables[name] for name in ("elements", "grid_constructs", "grids")
    )
    return assemble_grids(elements, constructs, ratings, ends)


def drop_supplied(cohort: Cohort, grids: dict[str, Grid]) -> dict[str, Grid]:
    """Return each grid with the constructs alone that its participant brought.

    Parameters
    ----------
    cohort : Cohort
        With the table grid_constructs.
    grids : dict of str to Grid
        By participant, as `read_grids` gives them.

    Returns
    -------
    dict of str to Grid
        Without the overall construct, and any other that was supplied. A participant
        who brought none is left out.
    """
    rows = cohort.tables["grid_constructs"]
    kinds = {person: part["kind"].tolist() for person, part in rows.groupby("participant")}
    kept = {
        person: [place for place, kind in enumerate(kinds[person]) if kind == "elicited"]
        for person in grids
    }
    return {person: grids[person].select(places) for person, places in kept.items() if places}


def tabulate_indices(grids: dict[str, Grid], elicited: dict[str, Grid]) -> pd.DataFrame:
    """Return the indices of each participant's grid.

    Parameters
    ----------
    grids : dict of str to Grid
        By participant.
    elicited : dict of str to Grid
        The same without what was supplied (`drop_supplied`).

    Returns
    -------
    DataFrame
        One row a participant; ``pvaff`` is of the elicited constructs alone,
        ``pvaff_all`` and every other index of the whole grid. An index that is not
        defined is missing.
    """
    rows = []
    for person, grid in grids.items():
        indices = measure_indices(grid)
        own = None
        if person in elicited:
            own = measure_indices(elicited[person], ("pvaff",))["pvaff"]
        shape = {"constructs": len(grid.constructs), "elements": len(grid.elements)}
        both = {"pvaff": own, "pvaff_all": indices.pop("pvaff")}
        rows.append({"participant": person, **shape, **both, **indices})
    return pd.DataFrame(rows).astype(dict.fromkeys(("pvaff", "pvaff_all"), float))


def pool(cohort: Cohort, grids: dict[str, Grid]) -> tuple[tuple[PooledConstruct, ...], str]:
    """Return the pooled constructs, or none and the reason.

    Parameters
    ----------
    cohort : Cohort
        Whose grids they are.
    grids : dict of str to Grid
        By participant.

    Returns
    -------
    tuple of tuple of PooledConstruct and str
        The reason is "" where the grids could be pooled.
    """
    if not cohort.has("construct_assignments"):
        return (), "The constructs of this cohort were not sorted into categories."
    try:
        return pool_constructs(grids), ""
    except MeasureError as error:
        return (), f"{error}."


def read_sortings(cohort: Cohort) -> dict[str, dict[str, str]]:
    """Return every coder's category of each pooled construct, without what they settled later.

    Parameters
    ----------
    cohort : Cohort
        With the tables grid_constructs and construct_assignments.

    Returns
    -------
    dict of str to dict of str to str
        By coder, in the order in which they are taken (`senco.cohort.coders`); then by the
        construct's code.
    """
    rows = drop_agreed(cohort.tables["construct_assignments"])
    return {
        coder: _read_sorting(cohort, rows.loc[rows["coder"] == coder])
        for coder in list_coders(rows, cohort.info.coders)
    }


def read_counted(cohort: Cohort) -> dict[str, str]:
    """Return the category of each pooled construct that counts.

    Parameters
    ----------
    cohort : Cohort
        With the tables grid_constructs and construct_assignments.

    Returns
    -------
    dict of str to str
        By the construct's code; one coder's for each participant (`senco.cohort.coders`).
    """
    return _read_sorting(cohort, take_counted(cohort, "construct_assignments"))


def _read_sorting(cohort: Cohort, rows: pd.DataFrame) -> dict[str, str]:
    codes = number_constructs(cohort.tables["grid_constructs"])
    keys = zip(rows["participant"], rows["grid_construct"], strict=True)
    return dict(zip((codes[key] for key in keys), rows["category"], strict=True))


def tabulate_coders(cohort: Cohort) -> pd.DataFrame:
    """Return how many constructs each category holds, as counted and by each coder.

    Parameters
    ----------
    cohort : Cohort
        With or without the table construct_assignments.

    Returns
    -------
    DataFrame
        Columns category (in words), constructs (as counted, `senco.cohort.coders`) and one for each
        coder, in the order in which they are taken; categories in alphabetical order.
        No rows where fewer than two sorted.
    """
    if not cohort.has("construct_assignments"):
        return pd.DataFrame(columns=["category", "constructs"])
    rows = drop_agreed(cohort.tables["construct_assignments"])
    coders = list_coders(rows, cohort.info.coders)
    if len(coders) < 2:
        return pd.DataFrame(columns=["category", "constructs"])
    counted = take_counted(cohort, "construct_assignments")["category"].value_counts()
    frame = pd.crosstab(rows["category"], rows["coder"])[coders]
    frame = frame.reindex(frame.index.union(counted.index), fill_value=0)
    frame.insert(0, "constructs", counted.reindex(frame.index, fill_value=0))
    frame = frame.rename_axis(columns=None).reset_index()
    return frame.assign(category=label_categories(cohort, frame["category"]))


def tabulate_apart(cohort: Cohort) -> pd.DataFrame:
    """Return the constructs that the coders sorted differently, with each one's category.

    Parameters
    ----------
    cohort : Cohort
        With the table grid_constructs, and with or without construct_assignments.

    Returns
    -------
    DataFrame
        Columns participant, construct (its poles), one for each coder and, where anything was
        settled, ``agreed``; categories in words, "not sorted" where a coder gave none. No rows
        with one coder.
    """
    shape = pd.DataFrame(columns=["participant", "construct"])
    if not cohort.has("construct_assignments"):
        return shape
    rows = cohort.tables["construct_assignments"]
    alone = drop_agreed(rows)
    coders = list_coders(alone, cohort.info.coders)
    if len(coders) < 2:
        return shape
    keys = ["participant", "grid_construct"]
    shown = [*coders, AGREED] if len(alone) < len(rows) else coders
    named = rows.assign(category=label_categories(cohort, rows["category"]))
    wide = named.pivot(index=keys, columns="coder", values="category").reindex(columns=shown)
    given = named[named["coder"].isin(coders)].groupby(keys)["category"].nunique()
    wide = wide[given.reindex(wide.index, fill_value=0) > 1]
    wide = wide.fillna(dict.fromkeys(coders, "not sorted")).reset_index()
    own = cohort.tables["grid_constructs"]
    poles = own[keys].assign(construct=own["left_pole"] + " – " + own["right_pole"])
    frame = poles.merge(wide.fillna(""), on=keys).rename_axis(columns=None)
    return frame[["participant", "construct", *shown]]


def tabulate_salience(
    pooled: tuple[PooledConstruct, ...], sorting: dict[str, str], least_persons: int
) -> pd.DataFrame:
    """Return each category with how it matters, those salient to most persons first.

    Parameters
    ----------
    pooled : tuple of PooledConstruct
        The pool.
    sorting : dict of str to str
        A coder's category of each construct.
    least_persons : int
        Persons with a salient construct that a salient category needs.

    Returns
    -------
    DataFrame
        Columns category, constructs, share, persons, mean_similarity, high,
        salient_persons, salient (bool).
    """
    columns = ["category", "constructs", "share", "persons", "mean_similarity", "high"]
    if not pooled:
        return pd.DataFrame(columns=[*columns, "salient_persons", "salient"])
    salient = find_salient(pooled, SalienceRule(least_persons=least_persons))
    persons: dict[str, set[str]] = {}
    for construct in salient:
        persons.setdefault(sorting[construct.code], set()).add(construct.person)
    rows = [
        (
            found.category,
            len(found.codes),
            found.share,
            found.persons,
            found.mean_similarity,
            found.high,
            len(persons.get(found.category, ())),
        )
        for found in summarise_categories(pooled, sorting)
    ]
    frame = pd.DataFrame(rows, columns=[*columns, "salient_persons"])
    frame["salient"] = frame["salient_persons"] >= least_persons
    return frame.sort_values(
        ["salient_persons", "persons", "category"], ascending=[False, False, True], kind="stable"
    ).reset_index(drop=True)


def label_categories(cohort: Cohort, categories: pd.Series) -> pd.Series:
    """Return categories in words, where they are constructs of the cohort.

    Parameters
    ----------
    cohort : Cohort
        With or without the table constructs.
    categories : Series of str
        Keys.

    Returns
    -------
    Series of str
        Labels; a key that is no construct stays a key.
    """
    if not cohort.has("constructs"):
        return categories
    labels = cohort.tables["constructs"].set_index("construct")["label"].to_dict()
    return categories.map(lambda key: labels.get(key, key))


def name_widest(salience: pd.DataFrame) -> tuple[str, int]:
    """Return the category that most persons brought, or all of them, and how many they are.

    Parameters
    ----------
    salience : DataFrame
        As `tabulate_salience` gives it.

    Returns
    -------
    tuple of str and int
        ("none", 0) where nothing was sorted.
    """
    if salience.empty:
        return "none", 0
    widest = find_highest(salience["persons"])
    return join_tied(salience.loc[widest, "category"].tolist()), int(salience["persons"].max())


def tabulate_agreement(sortings: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return how far two coders agree, by several measures.

    Of several coders, the first two are compared who sorted a construct both.

    Parameters
    ----------
    sortings : dict of str to dict of str to str
        As `read_sortings` gives them.

    Returns
    -------
    DataFrame
        Columns measure, value, low, high (95 % interval, each person left out in turn;
        missing where the measure has none), note; no rows where no two coders sorted
        the same construct.
    """
    pairs = combinations(sortings.values(), 2)
    one, two = next((pair for pair in pairs if set(pair[0]) & set(pair[1])), ({}, {}))
    codes = [code for code in one if code in two]
    if not codes:
        return pd.DataFrame(columns=["measure", "value", "low", "high", "note"])
    first, second = [one[code] for code in codes], [two[code] for code in codes]
    table = compare_coders(first, second)
    rows: list[tuple[str, float | None, float | None, float | None, str]] = [
        ("Index A (share on which both agree)", table.index_a, None, None, ""),
        ("Index B (of constructs in shared categories)", table.index_b, None, None, ""),
    ]
    people = [code.rpartition(".")[0] for code in codes]  # a code is person.number
    found = measure_labels(first, second, people)
    for measure, name in COEFFICIENTS.items():
        item = found[measure]
        shown = name if item.value is not None else f"{name} (not defined)"
        rows.append((shown, item.value, item.low, item.high, item.note))
    frame = pd.DataFrame(rows, columns=["measure", "value", "low", "high", "note"])
    return frame.astype({"value": float, "low": float, "high": float})


def tabulate_saturation(
    pooled: tuple[PooledConstruct, ...], sorting: dict[str, str]
) -> pd.DataFrame:
    """Return how many categories so many participants bring to light, on average.

    Parameters
    ----------
    pooled : tuple of PooledConstruct
        The pool.
    sorting : dict of str to str
        A coder's category of each construct.

    Returns
    -------
    DataFrame
        Columns participants, categories (exact mean over all orders), new (that the
        last of them adds).
    """
    if not pooled:
        return pd.DataFrame(columns=["participants", "categories", "new"])
    found = accumulate_categories(tabulate_categories(pooled, sorting))
    return pd.DataFrame(
        {
            "participants": range(1, len(found.expected) + 1),
            "categories": found.expected,
            "new": found.new,
        }
    )
