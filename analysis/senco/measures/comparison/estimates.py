"""What each of several cohorts says of a finding: a number, and how far it may be off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from math import sqrt

import numpy as np
import pandas as pd
from scipy import stats

from senco.cohort.framework import meet
from senco.cohort.model import Cohort, Criteria
from senco.errors import MeasureError
from senco.measures.comparison.cohorts import compare_cohorts
from senco.measures.comparison.constructs import anchor_constructs
from senco.measures.comparison.narratives import SELECTION_NOTE, share_out
from senco.measures.comparison.priorities import place_constructs
from senco.measures.comparison.verdicts import Area

#: Areas of which findings are pooled.
_POOLED: tuple[Area, ...] = ("priorities", "narratives")
#: From rankings of so many constructs on, two people who put all in one order are one person.
_TELLING = 7
#: Why a number is not pooled.
_NO_SPREAD = "Only the mean is printed, and not how far people differ."
_ALONE = "One person alone does not show how far people differ."


@dataclass(frozen=True)
class Estimate:
    """One finding in one cohort.

    Parameters
    ----------
    area : str
        One of `senco.measures.comparison.AREAS`.
    key, finding, unit : str
        As in `senco.measures.comparison.verdicts.Compared`.
    cohort, kind : str
        Its name, and where its data come from.
    n : int
        People behind the number.
    value : float
        A mean place from 1 to the length of the list, or a share of the people from 0 to 1.
    low, high : float
        Ends of this cohort's own interval; NaN where it has none.
    spread : float
        Standard deviation of the people's places (divisor n - 1); NaN for a share.
    verdict : str
        Beside the cohort with which all are compared; blank for that cohort itself, and
        where the two were not compared.
    why : str
        Why the number is not pooled; blank where it may be.
    """

    area: Area
    key: str
    finding: str
    unit: str
    cohort: str
    kind: str
    n: int
    value: float
    low: float
    high: float
    spread: float
    verdict: str
    why: str


def gather_estimates(
    cohorts: Sequence[Cohort],
    criteria: Criteria,
    length: int,
    *,
    seed: int = 0,
    verdicts: bool = True,
) -> pd.DataFrame:
    """Return what each cohort says of every finding that has a number in two of them.

    Parameters
    ----------
    cohorts : sequence of Cohort
        Of one study, in order.
    criteria : Criteria
        Confidence of the intervals, and what the verdicts are told by.
    length : int
        Of the list on which places are told; others are stretched to it.
    seed : int
        Start of the random numbers of the verdicts.
    verdicts : bool
        Whether each cohort is compared with one of them for its verdicts, which takes longest.

    Returns
    -------
    DataFrame
        The fields of `Estimate`: the places of constructs, then who speaks of which
        influence; a finding's cohorts in their order. Verdicts are beside the study's
        reference cohort where it is among them, else beside the first.
    """
    repeated = find_repeats(cohorts)
    rows = [*_list_places(cohorts, criteria, length), *_list_shares(cohorts, criteria)]
    frame = pd.DataFrame(
        [[getattr(row, field.name) for field in fields(Estimate)] for row in rows],
        columns=[field.name for field in fields(Estimate)],
    )
    titles = {cohort.name: cohort.info.title for cohort in cohorts}
    for name, first in repeated.items():
        frame.loc[frame["cohort"] == name, "why"] = f"The same people as in ‘{titles[first]}’."
    frame = frame.loc[frame.groupby("key")["key"].transform("size") > 1]
    order = {key: place for place, key in enumerate(dict.fromkeys(frame["key"]))}
    frame = frame.sort_values("key", key=lambda keys: keys.map(order), kind="stable")
    told = _tell_verdicts(cohorts, criteria, length, seed) if verdicts else {}
    pairs = zip(frame["cohort"], frame["key"], strict=True)
    return frame.assign(verdict=[told.get(pair, "") for pair in pairs]).reset_index(drop=True)


def choose_beside(cohorts: Sequence[Cohort]) -> Cohort:
    """Return the cohort beside which every other gets its verdict.

    Parameters
    ----------
    cohorts : sequence of Cohort
        At least one.

    Returns
    -------
    Cohort
        The study's reference cohort where it is among them, else the first.
    """
    return next((one for one in cohorts if one.name == one.study.reference_cohort), cohorts[0])


def _tell_verdicts(
    cohorts: Sequence[Cohort], criteria: Criteria, length: int, seed: int
) -> dict[tuple[str, str], str]:
    beside = choose_beside(cohorts)
    told = {}
    for cohort in cohorts:
        if cohort.name == beside.name:
            continue
        # permutations are of the whole narratives alone, which are not pooled
        found = compare_cohorts(
            cohort, beside, criteria, seed=seed, draws=99, length=length, areas=_POOLED
        )
        for key, verdict in zip(found.findings["key"], found.findings["verdict"], strict=True):
            told[cohort.name, str(key)] = str(verdict)
    return told


def _list_places(cohorts: Sequence[Cohort], criteria: Criteria, length: int) -> Iterator[Estimate]:
    """Where each cohort puts each construct."""
    labels: dict[str, tuple[str, str]] = {}
    for cohort in cohorts:
        places, known = place_constructs(cohort, length), anchor_constructs(cohort)
        if places is None:
            continue
        known = known.loc[known["anchor"].notna() & known["construct"].isin(places.means.index)]
        for row in known.to_dict("records"):
            construct = str(row["construct"])
            # a construct that two name alike is told in the words of the first
            key, label = labels.setdefault(str(row["anchor"]), (str(row["key"]), str(row["label"])))
            mean, n = float(places.means[construct]), int(places.sizes[construct])
            spread, half, why = np.nan, np.nan, _NO_SPREAD
            if places.ranks is not None:
                spread, half = _spread(places.ranks[construct].dropna(), criteria.confidence)
                why = "" if n > 1 else _ALONE
            yield Estimate(
                "priorities", f"place:{key}", label, f"mean place of {length}", cohort.name,
                cohort.info.provenance, n, mean, max(mean - half, 1.0), min(mean + half, length),
                spread, "", why,
            )  # fmt: skip


def _spread(ranks: pd.Series, confidence: float) -> tuple[float, float]:
    """Standard deviation, and half the width of Student's interval; NaN where there is none."""
    n = len(ranks)
    if n < 2:
        return np.nan, np.nan
    spread = float(ranks.std(ddof=1))
    half = float(stats.t.ppf((1 + confidence) / 2, n - 1)) * spread / sqrt(n)
    return spread, half if spread > 0 else np.nan


def _list_shares(cohorts: Sequence[Cohort], criteria: Criteria) -> Iterator[Estimate]:
    """Who speaks of which influence that the first cohort has."""
    for cohort in cohorts:
        if not cohort.has("segments", "codings", "codes"):
            continue
        shown = meet(cohorts[0], cohort)[1]
        try:
            shares = share_out(shown)
        except MeasureError:
            continue
        n = len(shares)
        why = SELECTION_NOTE.replace(" there ", " here ", 1)
        why = why if cohort.info.provenance == "published" else "" if n > 1 else _ALONE
        for key, influence in shown.influences.items():
            hits = int((shares[key] > 0).sum())
            found = stats.binomtest(hits, n).proportion_ci(criteria.confidence, "wilson")
            low, high = (float(found.low), float(found.high)) if not why else (np.nan, np.nan)
            yield Estimate(
                "narratives", f"speaks:{key}", f"Who speaks of: {influence.label}",
                "share of the people", cohort.name, cohort.info.provenance, n, hits / n, low, high,
                np.nan, "", why,
            )  # fmt: skip


def find_repeats(cohorts: Sequence[Cohort]) -> dict[str, str]:
    """Return which cohorts hold the people of an earlier one, so that none counts twice.

    Parameters
    ----------
    cohorts : sequence of Cohort
        In order.

    Returns
    -------
    dict of str to str
        By the name of a cohort that of the first whose people it holds: half of the people or
        more, of the smaller of the two, gave the same answers. An answer is a person's whole
        ranking, of seven constructs or more, or else what was written of their passages.
    """
    found: dict[str, str] = {}
    answers = {cohort.name: _list_answers(cohort) for cohort in cohorts}
    names = list(answers)
    for place, name in enumerate(names):
        for earlier in names[:place]:
            same = len(answers[name] & answers[earlier])
            fewer = min(len(answers[name]), len(answers[earlier]))
            if earlier not in found and fewer and 2 * same >= fewer:
                found[name] = earlier
                break
    return found


def _list_answers(cohort: Cohort) -> frozenset[tuple[object, ...]]:
    """What tells people apart, whatever they are called; for each person of whom it does."""
    if cohort.has("rankings"):
        groups = cohort.tables["rankings"].groupby("participant")
        answers = [
            tuple(sorted(zip(part["construct"], part["rank"].astype(float), strict=True)))
            for _, part in groups
        ]
        telling = [answer for answer in answers if len(answer) >= _TELLING]
        if telling:
            return frozenset(telling)
    if not cohort.has("segments") or cohort.info.provenance == "published":
        return frozenset()
    groups = cohort.tables["segments"].groupby("participant")
    return frozenset(
        told
        for told in (tuple(sorted(part["gist"].dropna().astype(str))) for _, part in groups)
        if len(set(told)) >= _TELLING
    )
