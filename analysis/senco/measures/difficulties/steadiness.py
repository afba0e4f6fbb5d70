"""How far a second coding of difficulties and answers agrees with the first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from senco.cohort.model import Cohort
from senco.measures.agreement import Coefficient, bound_share, measure_labels, measure_sets
from senco.measures.coverage import describe_coverage, falls_short
from senco.measures.difficulties.coding import list_difficulties, list_pairs, read_second

_AGREEMENT = ["what", "measure", "value", "low", "high", "note"]


def compare_codings(cohort: Cohort) -> pd.DataFrame:
    """Return how far the second coding of difficulties and answers agrees with the first.

    Parameters
    ----------
    cohort : Cohort
        As for `senco.measures.difficulties.list_difficulties`.

    Returns
    -------
    DataFrame
        Columns what, measure, value, low, high (95 %), note; no rows where there is no
        second coding. Of four things: the difficulty of each constriction; the
        difficulties that each possibility answers; the ground of the pairs that both
        give; and whether each difficulty has an answer, on which ground.
    """
    coded = read_second(cohort)
    if coded.empty:
        return pd.DataFrame(columns=_AGREEMENT)
    parts = {
        "difficulty of a constriction": _compare_labels(*_pair_constrictions(cohort, coded)),
        "answers of a possibility": _compare_answers(cohort, coded),
        "ground of a pair that both give": _compare_labels(*_pair_grounds(cohort, coded)),
    }
    listed = list_difficulties(cohort)
    if listed["second_coding"].all():
        states = listed["answered"].tolist(), listed["second_coding"].tolist()
        parts["ground on which a difficulty has an answer, if any"] = _compare_labels(*states)
    rows = [
        (what, one.measure, one.value, one.low, one.high, one.note)
        for what, items in parts.items()
        for one in items
    ]
    frame = pd.DataFrame(rows, columns=_AGREEMENT)
    return frame.astype({"value": float, "low": float, "high": float})


def _pair_constrictions(cohort: Cohort, coded: pd.DataFrame) -> tuple[list[str], list[str]]:
    claims = cohort.tables["claims"]
    constrictions = claims.loc[claims["kind"] == "constriction", ["claim", "difficulty"]]
    both = constrictions.merge(coded, on="claim", suffixes=("", "_second"))
    return both["difficulty"].tolist(), both["difficulty_second"].fillna("none").tolist()


def _pair_grounds(cohort: Cohort, coded: pd.DataFrame) -> tuple[list[str], list[str]]:
    first = list_pairs(cohort)
    given = coded.dropna(subset="ground")[["claim", "difficulty", "ground"]].to_numpy()
    both = [(first[a, d], ground) for a, d, ground in given if (a, d) in first]
    return [one for one, _ in both], [other for _, other in both]


def _compare_labels(first: list[str], second: list[str]) -> list[Coefficient]:
    if not first:
        return []
    found = measure_labels(first, second)
    n = len(first)
    share = replace(found["percentage"], measure=f"share on which both agree (of {n})")
    return [bound_share(share, n), found["Cohen's kappa"], found["Krippendorff's alpha"]]


def _compare_answers(cohort: Cohort, coded: pd.DataFrame) -> list[Coefficient]:
    judged, first = _find_judged(cohort, coded), list_pairs(cohort)
    if judged.empty:
        return []
    given = coded.dropna(subset="difficulty")
    one = [{d for a, d in first if a == claim} for claim in judged]
    other = [set(given.loc[given["claim"] == claim, "difficulty"]) for claim in judged]
    keys = cohort.tables["difficulties"]["difficulty"].tolist()
    return list(measure_sets(one, other, keys).values())


def _find_judged(cohort: Cohort, coded: pd.DataFrame) -> pd.Series:
    """The possibilities that were coded a second time."""
    claims = cohort.tables["claims"]
    return claims.loc[
        (claims["kind"] == "possibility") & claims["claim"].isin(coded["claim"]), "claim"
    ]


def describe_answer_coverage(cohort: Cohort) -> str:
    """Return how often the intervals of the agreement on answers hold, where they fall short.

    Parameters
    ----------
    cohort : Cohort
        As for `senco.measures.difficulties.list_difficulties`.

    Returns
    -------
    str
        Some sentences, on the measure that holds least often; blank where no possibility
        was coded a second time, or the intervals hold about as often as they promise.
    """
    coded = read_second(cohort)
    n = 0 if coded.empty else len(_find_judged(cohort, coded))
    if not n or not falls_short("Jaccard index", n):
        return ""
    tried = describe_coverage("Jaccard index", n, "units")
    return (
        "The intervals on answers take each possibility by itself. How far can that of the Jaccard "
        f"index be trusted? {tried} Here a unit is a possibility, and its codes are the "
        "difficulties that it answers. The intervals of the other two measures on answers "
        "contained it a little more often."
    )


def list_differences(cohort: Cohort) -> pd.DataFrame:
    """Return what the second coding has otherwise than the first.

    Parameters
    ----------
    cohort : Cohort
        As for `senco.measures.difficulties.list_difficulties`.

    Returns
    -------
    DataFrame
        Columns claim, gist, difficulty, first, second. For a possibility, a row each
        difficulty that one coder gives it and the other does not, or on another ground
        (text, reading or none); for a constriction, the key that each gives it.
    """
    columns = ["claim", "gist", "difficulty", "first", "second"]
    coded, first = read_second(cohort), list_pairs(cohort)
    given = coded.dropna(subset="ground")[["claim", "difficulty", "ground"]].to_numpy()
    second = {(a, d): ground for a, d, ground in given}
    judged = set(coded["claim"])
    rows = []
    for claim, gist, kind, difficulty in cohort.tables["claims"][
        ["claim", "gist", "kind", "difficulty"]
    ].itertuples(index=False):
        if claim not in judged:
            continue
        if kind == "constriction":
            again = coded.loc[coded["claim"] == claim, "difficulty"].fillna("none").iloc[0]
            rows += [(claim, gist, "", difficulty, again)] if again != difficulty else []
            continue
        for pair in sorted(pair for pair in {**first, **second} if pair[0] == claim):
            grounds = first.get(pair, "none"), second.get(pair, "none")
            rows += [(claim, gist, pair[1], *grounds)] if grounds[0] != grounds[1] else []
    return pd.DataFrame(rows, columns=columns)
