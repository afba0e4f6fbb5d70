"""Made-up cohorts whose common truth is known, as they are pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.measures.reported import read_count
from senco.simulation import (
    Truth,
    draw_from_truth,
    draw_stories,
    expect_places,
    load_scenario,
    read_truth,
    vary_truth,
)
from senco.simulation.stories import PASSAGES
from senco.simulation.truths import WEIGHT_SPREAD
from senco.workspace.paths import find_project

#: People of the five cohorts.
SIZES = (6, 8, 8, 12, 15)


@dataclass(frozen=True)
class Known:
    """A truth that cohorts have in common, and what is true of each finding."""

    truth: Truth
    apart: float
    means: pd.Series


def find_known(reference: Cohort, apart: float, rng: np.random.Generator, cohorts: int) -> Known:
    """Return a truth shaped after the reported means, and its findings' true values.

    A place is the mean over cohorts of the mean over people; a share the mean over cohorts of
    its arcsine, turned back, for that is what is pooled.
    """
    reported, constructs = reference.tables["reported"], reference.tables["constructs"]
    scenario = load_scenario(find_project(), reference.study)
    n_items = read_count(reported, "salient-constructs")
    truth = read_truth(reported, constructs, scenario=scenario, rng=rng, n_items=n_items)
    varied = [vary_truth(truth, apart, rng=rng) for _ in range(cohorts)]
    values = [scale(find_values(one, rng, people=60)) for one in varied]
    return Known(truth, apart, turn_back(pd.DataFrame(values).mean()))


def find_values(truth: Truth, rng: np.random.Generator, people: int = 400) -> pd.Series:
    """Return what is true of each finding in one cohort's truth, by the finding's key."""
    places = expect_places(truth, rng=rng, people=people)
    keys = [f"place:{construct}" for construct in truth.constructs["construct"]]
    found = pd.Series(places, index=keys)
    names = list(truth.tilts)
    weights = np.exp(
        np.array(list(truth.tilts.values()))
        + WEIGHT_SPREAD * rng.standard_normal((people, len(names)))
    )
    weights /= weights.sum(axis=1, keepdims=True)
    counts = np.arange(PASSAGES[0], PASSAGES[1] + 1)
    silent = ((1 - weights)[:, :, None] ** counts).mean(axis=(0, 2))
    return pd.concat([found, pd.Series(1 - silent, index=[f"speaks:{name}" for name in names])])


def scale(values: pd.Series) -> pd.Series:
    """Return values on the scale on which they are pooled."""
    share = values.index.str.startswith("speaks:")
    return values.where(~share, np.arcsin(np.sqrt(values.where(share, 0.0))))


def turn_back(values: pd.Series) -> pd.Series:
    """Return values of that scale as they are told."""
    return values.where(~values.index.str.startswith("speaks:"), np.sin(values) ** 2)


def draw_cohorts(
    known: Known, reference: Cohort, rng: np.random.Generator, sizes: Sequence[int] = SIZES
) -> tuple[list[Cohort], list[Truth]]:
    """Return cohorts of a common truth, each with what is its own."""
    truths = [vary_truth(known.truth, known.apart, rng=rng) for _ in sizes]
    cohorts = [
        make_cohort(f"county-{place}", truth, n, reference, rng)
        for place, (truth, n) in enumerate(zip(truths, sizes, strict=True), 1)
    ]
    return cohorts, truths


def make_cohort(
    name: str, truth: Truth, n: int, reference: Cohort, rng: np.random.Generator
) -> Cohort:
    """Return one cohort drawn from its truth, as if read from files."""
    drawn, codes = draw_from_truth(truth, n, rng=rng), reference.tables["codes"]
    stories = draw_stories(drawn.weights, codes, scenario=truth.scenario, rng=rng)
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        "rankings": drawn.rankings,
        "codes": codes,
        "segments": stories["segments"].assign(lines=None),
        "codings": stories["codings"].query("coder == 'coder-1'").assign(placing=None),
    }
    title = name.replace("-", " ").capitalize()
    info = reference.info.model_copy(update={"title": title, "provenance": "synthetic"})
    return Cohort(name, info, reference.study, tables)


def load_reference() -> Cohort:
    """Return the cohort after whose means the truth is shaped."""
    return load_cohort("ey-pvi-2017")
