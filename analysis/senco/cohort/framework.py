"""A cohort's own key influences, and where they meet the study's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from senco.cohort.model import NO_INFLUENCE, Cohort
from senco.cohort.study import Influence, Study

if TYPE_CHECKING:
    import pandas as pd


def adopt(study: Study, own: pd.DataFrame | None) -> Study:
    """Return the study as a cohort with influences of its own reads it.

    Parameters
    ----------
    study : Study
        The study.
    own : DataFrame or None
        Sound rows of the table influences; None where the cohort has the study's.

    Returns
    -------
    Study
        With the cohort's influences in place of the study's, in the order of the systems.
    """
    if own is None or own.empty:
        return study
    rings = [system.id for system in study.systems]
    given = own.astype(object).where(own.notna(), "")
    influences = [
        Influence(
            id=str(row["influence"]),
            label=str(row["label"]),
            system=str(row["system"]),
            definition=str(row.get("definition", "")),
        )
        for row in given.to_dict("records")
        if row["system"] in rings
    ]
    influences.sort(key=lambda one: rings.index(one.system))
    return study.model_copy(update={"influences": tuple(influences)}) if influences else study


def find_shared(cohort: Cohort) -> dict[str, str]:
    """Return which of the study's influences a cohort's are.

    Parameters
    ----------
    cohort : Cohort
        With or without the table influences.

    Returns
    -------
    dict of str to str
        The study's key by the cohort's; an influence that is none of the study's is absent.
    """
    own = cohort.tables.get("influences")
    if own is None:
        return {key: key for key in cohort.influences}
    if "same_as" not in own:
        return {}
    named = own.dropna(subset="same_as")
    return dict(zip(named["influence"].astype(str), named["same_as"].astype(str), strict=True))


def describe(cohort: Cohort) -> str:
    """Return whose influences a cohort's pages speak of, in a sentence or two.

    Parameters
    ----------
    cohort : Cohort
        With or without the table influences.

    Returns
    -------
    str
        Plain text.
    """
    if not cohort.has("influences"):
        return "The influences are those of the study."
    shared = find_shared(cohort)
    return (
        f"The {len(cohort.influences)} influences are this cohort's own; {len(shared)} of them are "
        "also the study's, and comparisons are made only there."
    )


def meet(here: Cohort, there: Cohort) -> tuple[Cohort, Cohort, list[str]]:
    """Return two cohorts in terms of the influences that both have.

    Parameters
    ----------
    here, there : Cohort
        Of one study.

    Returns
    -------
    here, there : Cohort
        With the study's keys. Evidence under an influence that the other has not is under
        none; two cohorts with the study's influences stay as they are.
    apart : list of str
        The labels of those influences that only one of them has.
    """
    if not (here.has("influences") or there.has("influences")):
        return here, there, []
    shared = [find_shared(cohort) for cohort in (here, there)]
    both = set(shared[0].values()) & set(shared[1].values())
    apart = [
        influence.label
        for cohort, known in zip((here, there), shared, strict=True)
        for key, influence in cohort.influences.items()
        if known.get(key) not in both
    ]
    return _translate(here, shared[0], both), _translate(there, shared[1], both), apart


def _translate(cohort: Cohort, known: dict[str, str], both: set[str]) -> Cohort:
    """A cohort in the study's keys, with those influences alone that both have."""
    keys = {own: shared for own, shared in known.items() if shared in both}
    kept = tuple(
        influence.model_copy(update={"id": keys[influence.id]})
        for influence in cohort.study.influences
        if influence.id in keys
    )
    tables = {
        name: table.assign(influence=table["influence"].map(keys | {NO_INFLUENCE: NO_INFLUENCE}))
        if "influence" in table
        else table
        for name, table in cohort.tables.items()
        if name != "influences"
    }
    study = cohort.study.model_copy(update={"influences": kept})
    return Cohort(cohort.name, cohort.info, study, tables)
