"""Which intervals a comparison relies on, and where they fall short of what they promise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from senco.cohort.model import Cohort
from senco.measures.comparison.priorities import place_constructs
from senco.measures.coverage import describe_shortfalls

#: What is printed where none of them falls short.
TRIED = "How often the intervals contain the true value was tested on simulated samples."


def list_intervals(here: Cohort, there: Cohort) -> list[str]:
    """Return the intervals by which two cohorts are compared.

    Parameters
    ----------
    here, there : Cohort
        The two.

    Returns
    -------
    list of str
        Names from `senco.measures.coverage.OFFERED`, those that the tables of both allow.
    """
    pair = (here, there)
    found = []
    ranked = [cohort.has("rankings") for cohort in pair]
    if all(ranked):
        found += ["difference of mean places", "correlation of two orders"]
    elif any(ranked) and place_constructs(pair[ranked.index(False)], 2) is not None:
        found += ["difference from a printed mean"]
    if all(
        cohort.has("segments", "codings", "codes") and cohort.info.provenance != "published"
        for cohort in pair
    ):
        found += ["difference of two shares", "distance of narratives"]
    return found


def describe_coverage(*groups: Sequence[Cohort]) -> str:
    """Return sentences on which intervals fall short of what they promise.

    Parameters
    ----------
    *groups : sequence of Cohort
        In each group every cohort is compared with every other.

    Returns
    -------
    str
        With the numbers of people for which it was measured.
    """
    pairs = [pair for group in groups for pair in combinations(_tell_apart(group), 2)]
    names = [name for pair in pairs for name in list_intervals(*pair)]
    return describe_shortfalls(list(dict.fromkeys(names))) or TRIED


def _tell_apart(cohorts: Sequence[Cohort]) -> list[Cohort]:
    """The first two cohorts of each make: any two of their makes share the same intervals."""
    met: dict[tuple[object, ...], int] = {}
    kept = []
    for cohort in cohorts:
        printed = cohort.info.provenance == "published"
        holds = [cohort.has(name) for name in ("rankings", "segments", "codings", "codes")]
        make = (printed, place_constructs(cohort, 2) is None, *holds)
        met[make] = met.get(make, 0) + 1
        kept += [cohort] if met[make] <= 2 else []
    return kept
