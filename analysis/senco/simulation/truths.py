"""What a simulated cohort is drawn from: a truth, the publication's or another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.measures.audit import read_figures
from senco.measures.rankings import midranks
from senco.simulation.cohorts import (
    WEIGHT_SPREAD,
    SimulatedCohort,
    aim_means,
    list_ranks,
    list_weights,
)
from senco.simulation.people import draw_participants, name_constructs
from senco.simulation.scenario import Scenario

#: In a truth that is turned round, log-weights of the influences run from this down to its
#: negative: the first weighs seven times as much as the last.
TILT = 1.0
#: In a truth of which nothing is reported, appeals run from its negative up to this.
SPREAD = 1.5


@dataclass(frozen=True)
class Truth:
    """A population from which participants are drawn.

    Parameters
    ----------
    constructs : DataFrame, shape (n_items, 5)
        As `senco.simulation.SimulatedCohort` has them.
    appeals : ndarray, shape (n_items,)
        How much each construct appeals to everyone, in units of the Gumbel noise.
    tilts : dict of str to float
        Mean log-weight of each influence.
    scenario : Scenario
        What the people are like.
    name : str
        What this truth is.
    """

    constructs: pd.DataFrame
    appeals: np.ndarray
    tilts: dict[str, float]
    scenario: Scenario
    name: str


def read_truth(
    reported: pd.DataFrame,
    constructs: pd.DataFrame,
    *,
    scenario: Scenario,
    rng: np.random.Generator,
    n_items: int = 21,
    noise: float = 4.0,
) -> Truth:
    """Return a truth that is shaped after the reported mean ranks.

    Parameters
    ----------
    reported, constructs : DataFrame
        As for `senco.simulation.draw_cohort`.
    scenario : Scenario
        What the people are like, and constructs for the rest of the ranking.
    rng : numpy.random.Generator
        Deals out the places of the constructs that have no figure.
    n_items : int
        Constructs in the ranking, more than have a figure.
    noise : float
        As for `senco.simulation.draw_cohort`.

    Returns
    -------
    Truth
        Even weights; the appeals follow the reported means. A cohort drawn from it
        comes near to the figures and does not meet them.
    """
    figures = read_figures(reported)
    names, columns = name_constructs(
        constructs, {f.construct: 1 for f in figures}, n_items, scenario
    )
    means = aim_means(figures, columns, n_items, rng)
    influences = dict.fromkeys(names["influence"], 0.0)
    return Truth(names, ((n_items + 1) / 2 - means) / noise, influences, scenario, "as reported")


def draw_truth(scenario: Scenario, n_items: int, *, rng: np.random.Generator) -> Truth:
    """Return a truth for a study of which nothing is reported yet.

    Parameters
    ----------
    scenario : Scenario
        What the people are like, and the constructs.
    n_items : int
        Constructs in the ranking, at least 2.
    rng : numpy.random.Generator
        Deals out the appeals, which lie evenly from low to high.

    Returns
    -------
    Truth
        Even weights: no influence is more to these people than another.

    Raises
    ------
    MeasureError
        For fewer than two constructs.
    """
    if n_items < 2:
        raise MeasureError(f"a ranking has at least two constructs; found {n_items}")
    nothing = pd.DataFrame(columns=["construct", "label", "influence"])
    names, _ = name_constructs(nothing, {}, n_items, scenario)
    appeals = rng.permutation(np.linspace(-SPREAD, SPREAD, n_items))
    return Truth(names, appeals, dict.fromkeys(names["influence"], 0.0), scenario, "even")


def turn_truth(truth: Truth) -> Truth:
    """Return another truth: the priorities turned round, the influences unequal.

    Parameters
    ----------
    truth : Truth
        Any.

    Returns
    -------
    Truth
        What came first comes last; what stood in the middle stays there. The first
        influence is told of most, the last least.
    """
    influences = list(truth.tilts)
    slope = np.linspace(TILT, -TILT, len(influences))
    tilts = dict(zip(influences, slope.tolist(), strict=True))
    return replace(truth, appeals=-truth.appeals, tilts=tilts, name="turned round")


def vary_truth(truth: Truth, apart: float, *, rng: np.random.Generator) -> Truth:
    """Return the truth of one cohort of several, which differ somewhat.

    Parameters
    ----------
    truth : Truth
        What the cohorts have in common.
    apart : float
        Standard deviation by which cohorts differ in each appeal and in each influence's mean
        log-weight, at least 0; the people of one cohort differ in each log-weight by
        `WEIGHT_SPREAD`.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Truth

    Raises
    ------
    MeasureError
        For a negative `apart`.
    """
    if apart < 0:
        raise MeasureError(f"cohorts differ by 0 or more; found {apart}")
    appeals = truth.appeals + apart * rng.standard_normal(len(truth.appeals))
    moved = apart * rng.standard_normal(len(truth.tilts))
    tilts = {
        name: tilt + float(move)
        for (name, tilt), move in zip(truth.tilts.items(), moved, strict=True)
    }
    return replace(truth, appeals=appeals, tilts=tilts, name=f"{truth.name}, varied")


def expect_places(truth: Truth, *, rng: np.random.Generator, people: int = 400) -> np.ndarray:
    """Return the mean place of each construct over all the people of a truth.

    Parameters
    ----------
    truth : Truth
        The population.
    rng : numpy.random.Generator
        Draws the people over whose log-weights the mean is taken.
    people : int
        How many.

    Returns
    -------
    ndarray, shape (n_items,)
        From 1 to the number of constructs. In the Plackett-Luce model one construct comes
        before another by the logistic function of the difference of their likings; a place is
        1 and the number of those before it.
    """
    influences = list(truth.tilts)
    means = np.array([truth.tilts[name] for name in influences])
    weights = means + WEIGHT_SPREAD * rng.standard_normal((people, len(influences)))
    place = truth.constructs["influence"].map(influences.index).to_numpy()
    liking = truth.appeals + weights[:, place]
    before = 1 / (1 + np.exp(liking[:, :, None] - liking[:, None, :]))
    expected: np.ndarray = 0.5 + before.sum(axis=2).mean(axis=0)  # each is half before itself
    return expected


def draw_from_truth(truth: Truth, n: int, *, rng: np.random.Generator) -> SimulatedCohort:
    """Draw a cohort from a truth, and repair nothing.

    Parameters
    ----------
    truth : Truth
        The population.
    n : int
        Participants, at least 2; all of them rank everything.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    SimulatedCohort
        By the model of `senco.simulation.draw_cohort`; its means are those of the draw.

    Raises
    ------
    MeasureError
        For fewer than two participants.
    """
    if n < 2:
        raise MeasureError(f"a cohort has at least two participants; n = {n}")
    influences = list(truth.tilts)
    means = np.array([truth.tilts[name] for name in influences])
    log_weights = means + WEIGHT_SPREAD * rng.standard_normal((n, len(influences)))
    place = truth.constructs["influence"].map(influences.index).to_numpy()
    liking = truth.appeals + log_weights[:, place] + rng.gumbel(size=(n, len(truth.appeals)))
    people = draw_participants(n, np.sort(rng.permutation(n)[: n // 3]), truth.scenario, rng)
    return SimulatedCohort(
        participants=people,
        constructs=truth.constructs,
        rankings=list_ranks(midranks(-liking), people["participant"].to_numpy(), truth.constructs),
        weights=list_weights(log_weights, people, influences),
        appeals=pd.DataFrame({"construct": truth.constructs["construct"], "appeal": truth.appeals}),
        reading=truth.name,
        attempts=1,
    )
