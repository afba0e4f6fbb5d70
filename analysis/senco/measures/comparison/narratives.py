"""What the narratives of two cohorts are about; participants are what is exchanged."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from senco.cohort.model import Cohort, Criteria
from senco.errors import MeasureError
from senco.measures.comparison.intervals import Difference, compare_shares, draw_divisions
from senco.measures.comparison.verdicts import Area, Compared, NotCompared, judge, leave_open
from senco.measures.networks import list_statements
from senco.measures.tolerance import TOLERANCE, at_least
from senco.text.rounding import format_number, format_share

AREA: Area = "narratives"
#: Cells of a table of dealings that are multiplied at once, 32 MB.
_MOST_DEALT = 4_000_000
#: Why nothing is tested where a publication chose what to print.
SELECTION_NOTE = (
    "The statements there are those chosen for print: they show what was said, and not "
    "how often it was said."
)


@dataclass(frozen=True)
class Distance:
    """How far two cohorts' narratives are apart.

    Parameters
    ----------
    value : float
        Share of the narratives that would have to be about something else, 0 to 1.
    by_chance : float
        Mean distance where the same people are dealt to two cohorts at random.
    p : float
        Share of these dealings with a distance at least as large.
    radius : float
        The distance that chance alone stays within, at the confidence asked for.
    """

    value: float
    by_chance: float
    p: float
    radius: float


def share_out(cohort: Cohort) -> pd.DataFrame:
    """Return what each participant's narrative is about.

    Parameters
    ----------
    cohort : Cohort
        With the tables segments, codings and codes.

    Returns
    -------
    DataFrame, shape (n_participants, n_influences)
        Shares of a participant's statements under each key influence, which add up to
        1; a statement under two influences counts for both. Participants without a
        statement are left out.

    Raises
    ------
    MeasureError
        Where no code that is used belongs to an influence.
    """
    statements = list_statements(cohort)
    counts = pd.crosstab(statements["participant"], statements["influence"])
    counts = counts.reindex(columns=list(cohort.influences), fill_value=0)
    return counts.div(counts.sum(axis=1), axis=0)


def measure_distance(
    here: pd.DataFrame,
    there: pd.DataFrame,
    confidence: float,
    rng: np.random.Generator,
    draws: int = 9_999,
) -> Distance:
    """Return the distance of two cohorts' narratives beside what chance alone gives.

    The distance is half the sum of the absolute differences of the mean shares (total
    variation). Chance is told in two ways, both by dealing whole participants: with
    their shares as they are, for p; and with each cohort's own mean taken off, for the
    radius. The true distance is the one found, give or take the radius: that is the
    triangle inequality, so the interval errs on the wide side.

    Parameters
    ----------
    here, there : DataFrame, shape (n_participants, n_influences)
        As `share_out` gives it.
    confidence : float
        Between 0 and 1.
    rng : numpy.random.Generator
        Where there are more than 20,000 ways to deal.
    draws : int
        Ways that are then drawn.

    Returns
    -------
    Distance

    Examples
    --------
    Two people each: here .5 and 0 about the first of two subjects, there 1 and .5. Means
    .25 and .75, distance .5. Of the six ways to deal four are .5 apart and two are not
    apart. So p is 4/6, and chance alone puts them .33 apart.

    >>> one = pd.DataFrame([[0.5, 0.5], [0.0, 1.0]])
    >>> other = pd.DataFrame([[1.0, 0.0], [0.5, 0.5]])
    >>> found = measure_distance(one, other, 0.9, np.random.default_rng(1))
    >>> found.value, round(found.p, 3), round(found.by_chance, 3)
    (0.5, 0.667, 0.333)
    """
    first, second = here.to_numpy(float), there.to_numpy(float)
    dealt = draw_divisions(len(first), len(second), rng, draws)
    dealt = np.vstack([np.arange(len(first) + len(second)) < len(first), dealt])
    found = _distances(np.vstack([first, second]), dealt)
    residuals = [part - part.mean(axis=0) for part in (first, second)]
    # a mean taken off makes people look more alike than they are; this undoes it
    residuals = [part * np.sqrt(len(part) / max(len(part) - 1, 1)) for part in residuals]
    errors = np.sort(_distances(np.vstack(residuals), dealt))
    place = min(int(np.ceil(confidence * len(errors) - TOLERANCE)), len(errors)) - 1
    return Distance(
        value=float(found[0]),
        by_chance=float(found.mean()),
        p=float(at_least(found, found[0]).mean()),
        radius=float(errors[place]),
    )


def _distances(table: np.ndarray, dealt: np.ndarray) -> np.ndarray:
    """Distance of the mean rows of those dealt to the first cohort and of the others."""
    n_first = dealt[0].sum()
    rows = max(_MOST_DEALT // dealt.shape[1], 1)
    parts = [dealt[start : start + rows] for start in range(0, len(dealt), rows)]
    sums = np.vstack([part.astype(float) @ table for part in parts])
    others = table.sum(axis=0) - sums
    gaps = sums / n_first - others / (dealt.shape[1] - n_first)
    distances: np.ndarray = np.abs(gaps).sum(axis=1) / 2
    return distances


def compare_narratives(
    here: Cohort, there: Cohort, criteria: Criteria, rng: np.random.Generator, draws: int
) -> tuple[list[Compared], list[NotCompared]]:
    """Compare what the narratives are about, and who speaks of which influence.

    Parameters
    ----------
    here, there : Cohort
        With coded segments.
    criteria : Criteria
        Margins and confidence.
    rng : numpy.random.Generator
        For permutations that are too many to list.
    draws : int
        How many are then drawn.

    Returns
    -------
    tuple of list of Compared and list of NotCompared
        Against a published selection the numbers stand without a test.
    """
    shares = []
    for cohort in (here, there):
        try:
            if not cohort.has("segments", "codings", "codes"):
                raise MeasureError("it contains no coded narrative.")
            shares.append(share_out(cohort))
        except MeasureError as error:
            why = f"{cohort.info.title}: {error}"
            return [], [NotCompared(AREA, "what the narratives are about", why)]
    one, other = shares
    sizes = (len(one), len(other))
    published = "published" in (here.info.provenance, there.info.provenance)
    distance = measure_distance(one, other, criteria.confidence, rng, draws)
    rows = [_compare_whole(distance, sizes, criteria, published)]
    asked = "Who has a statement under" if published else "Who speaks of"
    for key, influence in here.influences.items():
        hits = (int((one[key] > 0).sum()), int((other[key] > 0).sum()))
        named = (AREA, f"speaks:{key}", f"{asked}: {influence.label}", "share of the people")
        values = (hits[0] / sizes[0], hits[1] / sizes[1])
        if published:
            rows.append(leave_open(*named, values, sizes, SELECTION_NOTE))
            continue
        found = compare_shares(hits[0], sizes[0], hits[1], sizes[1], criteria.confidence)
        rows.append(judge(*named, values, sizes, found, criteria.coverage_margin))
    return rows, []


def _compare_whole(
    distance: Distance, sizes: tuple[int, int], criteria: Criteria, published: bool
) -> Compared:
    source = "printed statements" if published else "narratives"
    named = (AREA, "distance", f"What the {source} are about, as a whole")
    unit = "share about something else"
    if published:
        row = leave_open(*named, unit, (distance.value, 0.0), sizes, SELECTION_NOTE)
    else:
        interval = Difference(
            distance.value,
            max(distance.value - distance.radius, 0.0),
            min(distance.value + distance.radius, 1.0),
        )
        chance = format_number(distance.by_chance)
        often = "less than 1%" if distance.p < 0.01 else format_share(distance.p)
        note = (
            f"Chance alone puts two such groups {chance} apart on average, and as far apart as "
            f"this, or farther, in {often} of random divisions."
        )
        margin = criteria.narrative_margin
        row = judge(*named, unit, (distance.value, 0.0), sizes, interval, margin, note)
        row = replace(row, smallest=margin + distance.radius)
    # a distance is one number about two cohorts, and none about either
    return replace(row, here=None, there=None)
