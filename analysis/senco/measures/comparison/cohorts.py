"""Two cohorts compared, finding by finding; and three or more laid side by side."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from string import ascii_uppercase
from typing import Any

import numpy as np
import pandas as pd

from senco.cohort.coders import describe_counted, have_several
from senco.cohort.framework import meet
from senco.cohort.model import CRITERIA_WORDS, Cohort, Criteria
from senco.errors import MeasureError
from senco.measures.comparison.constrictions import compare_constrictions
from senco.measures.comparison.constructs import match_constructs
from senco.measures.comparison.influences import compare_influences
from senco.measures.comparison.narratives import compare_narratives
from senco.measures.comparison.priorities import compare_priorities, find_length
from senco.measures.comparison.promises import describe_coverage
from senco.measures.comparison.registration import describe_primary
from senco.measures.comparison.verdicts import (
    AGREES,
    AREAS,
    DIFFERS,
    NEVER,
    OPEN,
    VERDICTS,
    Area,
    Compared,
    NotCompared,
    tabulate,
)


@dataclass(frozen=True)
class CohortComparison:
    """Everything that can be said of two cohorts together.

    Parameters
    ----------
    here, there : Cohort
        The two.
    criteria : Criteria
        What counts as agreement.
    findings : DataFrame
        A row a finding, with the fields of `Compared`.
    not_compared : DataFrame
        Columns area, what, why.
    matched, unmatched : DataFrame
        Constructs, as `Matching` gives them.
    claims : DataFrame
        Claims there and what meets them here, as `compare_constrictions` gives them.
    length : int
        Number of places on the list to which priorities are scaled.
    """

    here: Cohort
    there: Cohort
    criteria: Criteria
    findings: pd.DataFrame
    not_compared: pd.DataFrame
    matched: pd.DataFrame
    unmatched: pd.DataFrame
    claims: pd.DataFrame
    length: int

    @property
    def by_construction(self) -> bool:
        """Whether one of the two was made to satisfy what the other reports."""
        return agree_by_construction(self.here, self.there)


#: Of up to so many cohorts every pair is compared; of more, each with the first.
MOST_PAIRED = 10
#: Why an influence is compared with nothing.
_OWN = (
    "Only one of the two cohorts has it: its influences' column same_as names none of the other's."
)


def agree_by_construction(one: Cohort, other: Cohort) -> bool:
    """Return whether one of two cohorts was made to satisfy what the other reports.

    Parameters
    ----------
    one, other : Cohort
        The two, in any order.

    Returns
    -------
    bool
    """
    return any(
        made.info.provenance == "synthetic"
        and made.has("reported")
        and source.name == source.study.reference_cohort
        for made, source in ((one, other), (other, one))
    )


def compare_cohorts(
    here: Cohort,
    there: Cohort,
    criteria: Criteria | None = None,
    *,
    seed: int = 0,
    draws: int = 9_999,
    length: int | None = None,
    areas: Collection[Area] = AREAS,
) -> CohortComparison:
    """Compare two cohorts, finding by finding, as far as their tables go.

    Parameters
    ----------
    here, there : Cohort
        Two cohorts of one study.
    criteria : Criteria, optional
        What counts as agreement; by default what the cohort here has laid down, else
        this project's own.
    seed : int
        Start of the random numbers, where permutations are too many to list.
    draws : int
        How many are then drawn.
    length : int, optional
        Length of the list to which places are scaled; by default that of the list here.
    areas : collection of str, optional
        What is compared, of `AREAS`; by default everything.

    Returns
    -------
    CohortComparison
        Findings in the order of `AREAS`.

    Raises
    ------
    MeasureError
        Where a cohort is compared with itself.
    """
    if here.name == there.name:
        raise MeasureError(f"'{here.name}' is compared with itself: name two cohorts.")
    criteria = criteria or here.info.criteria or Criteria()
    matching = match_constructs(here, there)
    here, there, apart = meet(here, there)
    length = length or find_length(here, there)
    rng = np.random.default_rng([seed, 1])
    found, left = compare_priorities(here, there, matching, criteria, length)
    left += [NotCompared("key influences", label, _OWN) for label in apart]
    if here.influences and "narratives" in areas:
        more, also = compare_narratives(here, there, criteria, rng, draws)
        found, left = found + more, left + also
    if here.influences and "key influences" in areas:
        more, also = compare_influences(here, there, seed)
        found, left = found + more, left + also
    more, also, claims = compare_constrictions(here, there)
    rows = [row for row in found + more if row.area in areas]
    left = [row for row in left + also if row.area in areas]
    findings = tabulate(rows, Compared)
    if criteria.primary_confidence > criteria.confidence:
        plain = {"confidence": criteria.primary_confidence, "multiplicity": None}
        stricter = criteria.model_copy(update=plain)
        again = compare_cohorts(
            here, there, stricter, seed=seed, draws=draws, length=length, areas=areas
        )
        findings = _take_primary(findings, again.findings, criteria)
    return CohortComparison(
        here, there, criteria, findings, tabulate(left, NotCompared),
        matching.pairs, matching.unmatched, claims, length,
    )  # fmt: skip


def _take_primary(
    findings: pd.DataFrame, stricter: pd.DataFrame, criteria: Criteria
) -> pd.DataFrame:
    """The findings, with the primary ones as another comparison has them."""
    primary = set(criteria.primary)
    rows = [
        two if two["key"] in primary else one
        for one, two in zip(findings.to_dict("records"), stricter.to_dict("records"), strict=True)
    ]
    return pd.DataFrame(rows, columns=findings.columns).astype(findings.dtypes.to_dict())


def list_criteria(criteria: Criteria | None) -> pd.DataFrame:
    """Return every criterion with its value, and whether it was set in advance.

    Parameters
    ----------
    criteria : Criteria or None
        As in `cohort.yml`.

    Returns
    -------
    DataFrame
        Columns criterion, meaning, value, set.
    """
    given = criteria or Criteria()
    rows = [
        (
            name,
            meaning,
            float(getattr(given, name)),
            "in cohort.yml"
            if name in given.model_fields_set
            else "not set in advance: this project's default",
        )
        for name, meaning in CRITERIA_WORDS.items()
    ]
    return pd.DataFrame(rows, columns=["criterion", "meaning", "value", "set"])


def count_verdicts(findings: pd.DataFrame) -> pd.DataFrame:
    """Return how many findings of each area got each verdict.

    Parameters
    ----------
    findings : DataFrame
        Columns area and verdict.

    Returns
    -------
    DataFrame
        Columns area, and one for each of `VERDICTS`; every area, in order.
    """
    counts = pd.crosstab(findings["area"], findings["verdict"])
    counts = counts.reindex(index=list(AREAS), columns=list(VERDICTS), fill_value=0)
    return counts.rename_axis(columns=None).reset_index()


def lay_side_by_side(
    cohorts: Sequence[Cohort],
    criteria: Criteria | None = None,
    *,
    seed: int = 0,
    draws: int = 9_999,
) -> pd.DataFrame:
    """Lay three or more cohorts side by side, finding by finding.

    Of more than `MOST_PAIRED` cohorts each is compared with the first alone: the pairs grow
    with the square of the cohorts, and nobody can use thousands of them.

    Parameters
    ----------
    cohorts : sequence of Cohort
        At least two, all different; places are scaled to the list of the first.
    criteria : Criteria, optional
        As for `compare_cohorts`; those of the first.
    seed, draws : int
        As for `compare_cohorts`.

    Returns
    -------
    DataFrame
        Columns area, key, finding, unit; one for each cohort, by its name, with its
        number (missing where it has none); ``verdict``, *agrees* where every pair that
        was compared agrees, *differs* where any differs, *cannot tell at any n*
        where each pair that is open is so at any n, else *cannot tell at this n*;
        ``pairs``, how many were compared; ``apart``, the pairs that differ, by their
        letters (`letter_of`).

    Raises
    ------
    MeasureError
        For fewer than two cohorts, or one named twice.
    """
    names = [cohort.name for cohort in cohorts]
    if len(names) < 2 or len(set(names)) < len(names):
        raise MeasureError("Name at least two cohorts, each of them once.")
    criteria = criteria or cohorts[0].info.criteria or Criteria()
    length = find_length(*cohorts)
    merged: dict[str, dict[str, Any]] = {}
    # those with the first come first
    pairs = None if len(cohorts) <= MOST_PAIRED else len(cohorts) - 1
    for (n, here), (m, there) in islice(combinations(enumerate(cohorts), 2), pairs):
        found = compare_cohorts(here, there, criteria, seed=seed, draws=draws, length=length)
        for row in found.findings.to_dict("records"):
            entry = _find_entry(merged, row)
            entry[here.name], entry[there.name] = row["here"], row["there"]
            entry["verdicts"][f"{letter_of(n)} and {letter_of(m)}"] = row["verdict"]
    rows = [_settle(row, names) for row in merged.values()]
    columns = ["area", "key", "finding", "unit", *names, "verdict", "pairs", "apart"]
    frame = pd.DataFrame(rows, columns=columns)
    order = {area: place for place, area in enumerate(AREAS)}
    return frame.sort_values("area", key=lambda areas: areas.map(order), kind="stable").reset_index(
        drop=True
    )


def _find_entry(merged: dict[str, dict[str, Any]], row: dict[Hashable, Any]) -> dict[str, Any]:
    named = {name: row[name] for name in ("area", "key", "finding", "unit")}
    return merged.setdefault(row["key"], {**named, "verdicts": {}})


def letter_of(place: int) -> str:
    """Return the letter by which a table names a cohort.

    Parameters
    ----------
    place : int
        From 0, in the order of the cohorts.

    Returns
    -------
    str
        A to Z, then numbers from 27.

    Examples
    --------
    >>> letter_of(0), letter_of(2), letter_of(26)
    ('A', 'C', '27')
    """
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _settle(entry: dict[str, Any], names: list[str]) -> dict[str, Any]:
    verdicts: dict[str, str] = entry.pop("verdicts")
    apart = [pair for pair, verdict in verdicts.items() if verdict == DIFFERS]
    left = set(verdicts.values()) - {AGREES, DIFFERS}
    # with one pair more people could still show a difference, so that is at this n
    verdict = DIFFERS if apart else OPEN if OPEN in left else NEVER if left else AGREES
    numbers = {name: entry.get(name, np.nan) for name in names}
    return {
        **entry,
        **numbers,
        "verdict": verdict,
        "pairs": len(verdicts),
        "apart": "; ".join(apart),
    }


def as_record(comparison: CohortComparison) -> dict[str, Any]:
    """Return a comparison in plain values for JSON.

    Parameters
    ----------
    comparison : CohortComparison
        Any.

    Returns
    -------
    dict
        ``here`` and ``there`` (name, title, provenance, whose codings count and whether
        several people coded), ``criteria`` (with ``digest``
        and ``set_in_advance``), ``by_construction``, ``laid_down``, ``verdicts`` (counts),
        ``coverage`` (which intervals hold less often than they promise, in words),
        ``findings``, ``not_compared``, ``matched``, ``unmatched`` and ``claims``.
    """
    criteria = comparison.here.info.criteria
    counts = comparison.findings["verdict"].value_counts()
    return {
        "here": _name(comparison.here),
        "there": _name(comparison.there),
        "criteria": {
            **comparison.criteria.model_dump(mode="json"),
            "digest": comparison.criteria.digest,
            "set_in_advance": sorted(criteria.model_fields_set) if criteria else [],
        },
        "by_construction": comparison.by_construction,
        "laid_down": describe_primary(comparison.findings, criteria),
        "verdicts": {verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS},
        "coverage": describe_coverage((comparison.here, comparison.there)),
        "findings": _list_records(comparison.findings),
        "not_compared": _list_records(comparison.not_compared),
        "matched": _list_records(comparison.matched),
        "unmatched": _list_records(comparison.unmatched),
        "claims": _list_records(comparison.claims),
    }


def _name(cohort: Cohort) -> dict[str, Any]:
    info = cohort.info
    return {
        "name": cohort.name, "title": info.title, "provenance": info.provenance,
        "codings": describe_counted(cohort), "several_coders": have_several(cohort),
    }  # fmt: skip


def _list_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]
