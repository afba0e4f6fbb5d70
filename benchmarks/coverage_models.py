"""Populations whose true values are known, and whether a sample's interval contains them.

Each function draws a sample of n people from one population and returns whether the
intervals that the library gives contained the true value: 1, 0, a share where there are several
of one kind, or NaN where none was given; a row for each kind of interval, a column for each
sample. What varies by population is a parameter, and `MODELS` names a well-behaved and an awkward
one for each interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
import reported_mean_coverage as printed
from scipy import stats

from senco.errors import MeasureError
from senco.measures import agreement, rankings, resampling, worklines
from senco.measures.comparison.intervals import (
    compare_means,
    compare_shares,
    compare_with_mean,
    jackknife,
)
from senco.measures.comparison.narratives import measure_distance
from senco.measures.comparison.priorities import correlate_people

K = 21
#: Passages or constructs of a person.
EACH = 6
#: Confidence of a cohort's comparison, where nobody sets another.
COMPARED = 0.9
#: Ways to divide people that are drawn, and people of a population without an exact truth.
DRAWS, MANY = 999, 200_000

#: How far a deep line falls, in standard deviations of the others.
DEEP = 6.0

Rng = np.random.Generator


@dataclass(frozen=True)
class Model:
    """One interval, or several of the same samples, under one population.

    Parameters
    ----------
    intervals : tuple of str
        Their names.
    population : str
        In words that can follow "where".
    awkward : bool
        Whether the population is a hard case.
    covers : callable
        Takes n and a generator; returns what is said above, shape (n_intervals,) or
        (n_intervals, n_samples).
    calls : int
        At each n; 0 where the share is exact.
    level : float
        What the interval promises.
    """

    intervals: tuple[str, ...]
    population: str
    awkward: bool
    covers: Callable[[int, Rng], Any]
    calls: int
    level: float = 0.95


# --- agreement ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coders:
    """Two coders who put each passage into a category; some people are harder to code.

    Parameters
    ----------
    shares : tuple of float
        Of each category.
    wrong : float
        How often a coder errs, to any other category alike.
    hard : float
        Share of people with whom they err five times as often.
    alike : float
        How alike the categories of one person's passages are, 0 to below 1.
    """

    shares: tuple[float, ...]
    wrong: float
    hard: float = 0.0
    alike: float = 0.0

    def draw(self, n: int, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
        """Return both coders' categories, shape (2, n * EACH), and whose each is."""
        people = np.repeat(np.arange(n), EACH)
        shares = np.tile(self.shares, (n, 1))
        if self.alike:
            shares = rng.dirichlet(np.array(self.shares) * (1 - self.alike) / self.alike, n)
        edges = shares.cumsum(axis=1)[people]
        true = (rng.random((len(people), 1)) > edges[:, :-1]).sum(axis=1)
        wrong = np.where(rng.random(n) < self.hard, 5 * self.wrong, self.wrong)[people]
        others = (true + rng.integers(1, len(self.shares), (2, len(people)))) % len(self.shares)
        return np.where(rng.random((2, len(people))) < wrong, others, true), people

    def truth(self) -> dict[str, float]:
        """Return each coefficient in the population, exactly."""
        k, share = len(self.shares), np.array(self.shares)
        table = np.zeros((k, k))
        for weight, wrong in ((1 - self.hard, self.wrong), (self.hard, 5 * self.wrong)):
            given = np.full((k, k), wrong / (k - 1))
            np.fill_diagonal(given, 1 - wrong)
            table += weight * given.T @ np.diag(share) @ given
        agreed, given = np.trace(table), table.sum(axis=0)
        alpha = 1 - (1 - agreed) / (1 - given @ given)
        decided = 1 - (1 - agreed) * 2 / k / (2 / k * (1 - 1 / k))
        index = np.sqrt(max(agreed * k - 1, 0) / (k - 1))
        return {"alpha": alpha, "pooled": decided, "index": index}


def code_alpha(coders: Coders, n: int, rng: Rng) -> float:
    """Alpha of one code, yes or no."""
    given, people = coders.draw(n, rng)
    counts = agreement.count_categories(given, (0, 1))
    found = agreement.bound_alpha(
        agreement.krippendorff_alpha(counts), counts, people=people.tolist()
    )
    return holds(found, coders.truth()["alpha"])


def overall_alphas(coders: Coders, n: int, rng: Rng) -> list[float]:
    """Alpha on sets of codes, and of all decisions pooled; one code a passage."""
    given, people = coders.draw(n, rng)
    names = tuple(map(str, range(len(coders.shares))))
    values = (given[:, :, None] == np.arange(len(names))).astype(float)
    units = pd.DataFrame({"segment": np.arange(given.shape[1])})
    ones = np.ones(given.shape[1], dtype=int)
    ratings = agreement.Ratings(values, ("a", "b"), names, units, ones, "segments", "")
    found = agreement.measure_overall(ratings, people.tolist())
    truth = coders.truth()
    named = {item.measure: item for item in found}
    sets, pooled = "alpha on sets of codes (jaccard distance)", "Krippendorff's alpha, pooled"
    return [holds(named[sets], truth["alpha"]), holds(named[pooled], truth["pooled"])]


def label_agreement(coders: Coders, n: int, rng: Rng) -> list[float]:
    """The coefficients of sorted labels."""
    given, people = coders.draw(n, rng)
    found = agreement.measure_labels(given[0].tolist(), given[1].tolist(), people.tolist())
    truth = coders.truth()
    return [
        holds(found["Cohen's kappa"], truth["alpha"]),
        holds(found["Krippendorff's alpha"], truth["alpha"]),
        holds(found["Perreault-Leigh"], truth["index"]),
    ]


@dataclass(frozen=True)
class Sets:
    """Two coders who give each unit any number of codes; with some units they err more.

    Parameters
    ----------
    sizes : tuple of float
        Share of the units for which no code is right, one code, two, and so on.
    hard : float
        Share of units with which they err five times as often.
    run : int
        How many units in a row are hard together.
    missed : float
        How often a coder leaves out a right code.
    added : float
        How often a coder gives a unit a code that is not right, any such code alike.
    codes : int
        That could be given.
    """

    sizes: tuple[float, ...]
    hard: float = 0.0
    run: int = 1
    missed: float = 0.1
    added: float = 0.05
    codes: int = 24

    def draw(self, n: int, rng: Rng) -> np.ndarray:
        """Return 1 where a coder gave a unit a code, shape (2, n, codes)."""
        right = rng.choice(len(self.sizes), (n, 1), p=self.sizes)
        hard = (rng.random(-(-n // self.run)) < self.hard).repeat(self.run)[:n, None]
        worse, place = np.where(hard, 5, 1), np.arange(self.codes)
        # in an order of the unit's own the right codes stand first; one that is added stands behind
        kept = (place < right) & (rng.random((2, n, self.codes)) >= self.missed * worse)
        other = right + np.floor(rng.random((2, n, 1)) * (self.codes - right))
        given = kept | ((place == other) & (rng.random((2, n, 1)) < self.added * worse))
        order = rng.random((1, n, self.codes)).argsort(axis=2)
        return np.take_along_axis(given, order, axis=2)

    def truth(self) -> tuple[float, float]:
        """Return the Jaccard index and the positive agreement in the population, exactly."""
        both = given = 0.0
        for weight, worse in ((1 - self.hard, 1), (self.hard, 5)):
            kept, added = 1 - worse * self.missed, worse * self.added
            for right, share in enumerate(self.sizes):
                both += weight * share * (right * kept**2 + added**2 / (self.codes - right))
                given += weight * share * 2 * (right * kept + added)
        return both / (given - both), 2 * both / given


@cache
def true_set_alpha(sets: Sets) -> float:
    """Alpha on sets: 1 less the distance within units over that of sets of any two units."""
    given = sets.draw(MANY, np.random.default_rng(1))
    within, between = (_mean_distance(given[0], given[1, there:]) for there in (0, MANY // 2))
    return float(1 - within / between)


def _mean_distance(one: np.ndarray, other: np.ndarray) -> float:
    """Jaccard distances of the sets, as far as both reach; two empty sets are the same."""
    one = one[: len(other)]
    either = (one | other).sum(axis=1)
    return float(np.mean(1 - np.where(either, (one & other).sum(axis=1) / either.clip(1), 1)))


def answer_sets(sets: Sets, n: int, rng: Rng) -> list[float]:
    """The agreement on pairs of a unit and a code, each unit for itself."""
    coders = [[set(map(str, np.flatnonzero(unit))) for unit in one] for one in sets.draw(n, rng)]
    found = agreement.measure_sets(*coders, [str(code) for code in range(sets.codes)])
    truths = (*sets.truth(), true_set_alpha(sets))
    return [holds(item, truth) for item, truth in zip(found.values(), truths, strict=True)]


def holds(found: agreement.Coefficient, truth: float) -> float:
    """Whether a coefficient's interval contains the true value; NaN where it has none."""
    if found.low is None or found.high is None:
        return np.nan
    return float(found.low <= truth <= found.high)


# --- work-lines --------------------------------------------------------------------------------


def mean_line(falls: float, n: int, rng: Rng) -> np.ndarray:
    """The mean of lines, a share of which falls by six standard deviations, a thousand times."""
    levels = rng.standard_normal((n, 1_000)) - DEEP * (rng.random((n, 1_000)) < falls)
    found = worklines.average_lines(pd.DataFrame(levels))
    held = (found["low"] <= -DEEP * falls) & (-DEEP * falls <= found["high"])
    return held.to_numpy(float)[None]


def share_below(share: float, n: int, rng: Rng) -> float:
    """The share of lines below the midline, over every number of them: exact."""
    chances = stats.binom.pmf(np.arange(n + 1), n, share)
    levels = np.where(np.arange(n)[:, None] < np.arange(n + 1), -1.0, 1.0)
    found = worklines.agree_on_hardship(pd.DataFrame(levels), 0.0)
    return float(chances[((found["low"] <= share) & (share <= found["high"])).to_numpy()].sum())


# --- rankings ----------------------------------------------------------------------------------


def rank(scores: np.ndarray) -> np.ndarray:
    """Return ranks, 1 for the highest score of each row."""
    return (-scores).argsort(axis=1).argsort(axis=1) + 1


def draw_luce(strength: float, n: int, rng: Rng) -> np.ndarray:
    """Rankers who choose from the top down (Plackett-Luce)."""
    return rank(rng.gumbel(size=(n, K)) + strength * np.linspace(1, -1, K))


def draw_camps(strength: float, n: int, rng: Rng) -> np.ndarray:
    """Two camps of rankers, 70 to 30, who choose from the top down by their own worths."""
    return rank(rng.gumbel(size=(n, K)) + strength * _part(n, rng))


def draw_firm_camps(strength: float, n: int, rng: Rng) -> np.ndarray:
    """Two such camps with normal scatter, which is less."""
    return rank(rng.standard_normal((n, K)) + strength * _part(n, rng))


def _part(n: int, rng: Rng) -> np.ndarray:
    order = np.linspace(1, -1, K)
    other = np.concatenate([order[K // 3 :], order[: K // 3]])
    return np.where(rng.random((n, 1)) < 0.3, other, order)


Draw = Callable[[int, Rng], np.ndarray]


@cache
def true_correlation(draw: Draw) -> float:
    """The mean over all pairs, from W: the library's jackknife takes a table of pairs."""
    w = rankings.kendall_w(draw(MANY, np.random.default_rng(1))).w
    return float((MANY * w - 1) / (MANY - 1))


@cache
def true_worths(draw: Draw) -> np.ndarray:
    found = rankings.plackett_luce(draw(MANY // 5, np.random.default_rng(1)))
    return found.items["worth"].to_numpy()


def mean_correlation(draw: Draw, n: int, rng: Rng) -> float:
    """The mean Spearman correlation of two rankers."""
    found = rankings.mean_spearman(draw(n, rng))
    return float(found.low <= true_correlation(draw) <= found.high)


def worths(draw: Draw, n: int, rng: Rng) -> float:
    """The worths of all items: the share that is covered."""
    try:
        found = rankings.plackett_luce(draw(n, rng)).items
    except MeasureError:
        return np.nan
    truth = true_worths(draw)
    return float(((found["low"] <= truth) & (truth <= found["high"])).mean())


def bootstrap_w(draw: Draw, n: int, rng: Rng) -> float:
    """The percentile bootstrap of W, against the mean of W over samples of n.

    W estimates (1 + (n - 1) rho) / n, where rho is the mean correlation of two rankers, and
    not what it would be over a whole population: that is what the interval is judged by.
    """
    ranks = draw(n, rng)
    sums = resampling.draw_counts(n, DRAWS, rng) @ ranks
    w = 12 * ((sums - n * (K + 1) / 2) ** 2).sum(axis=1) / (n * n * (K**3 - K))
    low, high = np.quantile(w, [0.025, 0.975])
    return float(low <= (1 + (n - 1) * true_correlation(draw)) / n <= high)


# --- two groups --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Two:
    """Two groups of people with one mean place: the second `times` as many as the first.

    Parameters
    ----------
    times : int
        How many there are in the second for each in the first.
    spreads : tuple of float
        Standard deviation of the places in each, before they are rounded to 1 to 21.
    """

    times: int
    spreads: tuple[float, float]

    def draw(self, n: int, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
        sizes = (n, self.times * n)
        one, other = (
            np.clip(np.round(rng.normal((K + 1) / 2, spread, size)), 1, K)
            for size, spread in zip(sizes, self.spreads, strict=True)
        )
        return one, other


def mean_places(two: Two, n: int, rng: Rng) -> float:
    """The difference of two cohorts' mean places."""
    found = compare_means(*two.draw(n, rng), COMPARED)
    return float(found.low <= 0 <= found.high)


def printed_mean(model: str, times: float, n: int, rng: Rng) -> float:
    """The difference from a mean of which only the print is known, with `times` the spread."""
    mean, spread = printed.MODELS[model]
    here = printed.draw(mean, spread, (1, n), rng)[0]
    told = f"{printed.draw(mean, times * spread, (1, printed.N_THERE), rng).mean():.2f}"
    bounds = printed.find_bounds(told)
    found = compare_with_mean(here, float(told), printed.N_THERE, 0.005, COMPARED, bounds)
    return float(found.low <= 0 <= found.high)


def group_test(two: Two, n: int, rng: Rng) -> float:
    """The permutation test of two groups: whether no difference is found."""
    one, other = two.draw(n, rng)
    own = np.arange(len(one) + len(other)) < len(one)
    return float(resampling.permute_groups(np.append(one, other), own, rng, DRAWS).p > 0.05)


def two_shares(shares: tuple[float, float], times: int, n: int, rng: Rng) -> float:
    """The difference of two shares of people, over every pair of numbers: exact."""
    sizes, held = (n, times * n), 0.0
    chances = [
        stats.binom.pmf(np.arange(size + 1), size, share)
        for size, share in zip(sizes, shares, strict=True)
    ]
    for one, weight in enumerate(chances[0]):
        for other, second in enumerate(chances[1]):
            found = compare_shares(one, n, other, sizes[1], COMPARED)
            held += weight * second * (found.low <= shares[0] - shares[1] <= found.high)
    return float(held)


@cache
def true_order(here: Draw, there: Draw) -> float:
    rng = np.random.default_rng(1)
    return correlate_people(here(MANY, rng).astype(float), there(MANY, rng).astype(float))


def two_orders(here: Draw, there: Draw, n: int, rng: Rng) -> float:
    """The correlation of two cohorts' orders, where each has one."""
    tables = [draw(n, rng).astype(float) for draw in (here, there)]
    if any(rankings.mean_spearman(table, level=COMPARED).low <= 0 for table in tables):
        return np.nan
    found = jackknife(correlate_people, *tables, COMPARED)
    low, high = np.clip([found.low, found.high], -1, 1)
    return float(low <= min(true_order(here, there), 1.0) <= high)


@dataclass(frozen=True)
class Stories:
    """What the narratives of two cohorts are about, as shares of six influences.

    Parameters
    ----------
    here, there : tuple of float
        Mean shares.
    like : float
        How much a person is like the mean: the precision of the people's shares.
    times : int
        How many people there are in the second for each in the first.
    """

    here: tuple[float, ...]
    there: tuple[float, ...]
    like: float
    times: int = 1


def narratives(stories: Stories, n: int, rng: Rng) -> float:
    """The distance of what two cohorts' narratives are about."""
    tables = [
        pd.DataFrame(rng.dirichlet(np.array(mean) * stories.like, size))
        for mean, size in ((stories.here, n), (stories.there, stories.times * n))
    ]
    found = measure_distance(*tables, COMPARED, rng, DRAWS)
    truth = np.abs(np.subtract(stories.here, stories.there)).sum() / 2
    return float(abs(found.value - truth) <= found.radius + 1e-12)


# --- the list ----------------------------------------------------------------------------------

EVEN = (1 / 6,) * 6
UNEVEN = (0.5, 0.2, 0.1, 0.1, 0.06, 0.04)
LUCE, FAINT = partial(draw_luce, 1.5), partial(draw_luce, 0.7)
CAMPS, FIRM_CAMPS = partial(draw_camps, 1.5), partial(draw_firm_camps, 1.5)
ALIKE, APART = Two(1, (5, 5)), Two(2, (6, 2))
HARD = "codes are used unevenly and one person in five is hard to code"
CATEGORIES = "categories are used unevenly and one person in five is hard to sort"
CAMPED = "rankers fall into two camps"


def _pair(
    intervals: str | tuple[str, ...], kind: Any, awkward: Any, calls: int, level: float = 0.95
) -> list[Model]:
    names = (intervals,) if isinstance(intervals, str) else intervals
    return [
        Model(names, words, hard, covers, calls, level)
        for (words, covers), hard in ((kind, False), (awkward, True))
    ]


CODERS, HARD_CODERS = Coders(EVEN, 0.05), Coders(UNEVEN, 0.05, 0.2, 0.1)
MODELS: list[Model] = [
    *_pair(
        "alpha of a code",
        ("a code is common", partial(code_alpha, Coders((0.7, 0.3), 0.05))),
        (
            "a code is rare and one person in five is hard to code",
            partial(code_alpha, Coders((0.94, 0.06), 0.01, 0.2, 0.1)),
        ),
        1_000,
    ),
    *_pair(
        ("alpha on sets of codes", "alpha of all decisions"),
        ("codes are used evenly", partial(overall_alphas, CODERS)),
        (HARD, partial(overall_alphas, HARD_CODERS)),
        400,
    ),
    *_pair(
        ("Cohen's kappa", "alpha of categories", "Perreault and Leigh's index"),
        ("categories are used evenly", partial(label_agreement, CODERS)),
        (CATEGORIES, partial(label_agreement, HARD_CODERS)),
        400,
    ),
    *_pair(
        ("Jaccard index", "positive agreement", "alpha on sets of several codes"),
        ("most units have a code or two", partial(answer_sets, Sets((0.3, 0.4, 0.2, 0.1)))),
        (
            "most units have none, a few have six, and units hard to code come three in a row",
            partial(answer_sets, Sets((0.6, 0.25, 0.1, 0, 0, 0, 0.05), 0.2, 3)),
        ),
        2_000,
    ),
    *_pair(
        "mean work-line",
        ("lines scatter evenly", partial(mean_line, 0.0)),
        ("one line in eight falls far below the others", partial(mean_line, 1 / 8)),
        10,
    ),
    *_pair(
        "share of lines below the midline",
        ("half of the lines are below", partial(share_below, 0.5)),
        ("one line in twenty is below", partial(share_below, 0.05)),
        0,
    ),
    *_pair(
        "mean correlation of two rankers",
        ("all share one underlying order", partial(mean_correlation, LUCE)),
        (f"{CAMPED}, each in close agreement", partial(mean_correlation, FIRM_CAMPS)),
        1_000,
    ),
    *_pair(
        "worth of a construct",
        ("rankers choose from the top down by one set of worths", partial(worths, LUCE)),
        (CAMPED, partial(worths, CAMPS)),
        250,
    ),
    *_pair(
        "bootstrap of Kendall's W",
        ("all share one underlying order", partial(bootstrap_w, LUCE)),
        ("agreement is weak", partial(bootstrap_w, FAINT)),
        1_000,
    ),
    *_pair(
        "test of two groups",
        ("they are equal in size and spread", partial(group_test, ALIKE)),
        ("the smaller is three times as varied", partial(group_test, APART)),
        500,
    ),
    *_pair(
        "difference of mean places",
        ("cohorts are equal in size and spread", partial(mean_places, ALIKE)),
        ("the smaller cohort is three times as varied", partial(mean_places, APART)),
        1_000,
        COMPARED,
    ),
    *_pair(
        "difference from a printed mean",
        (
            "the people behind it are as varied as the others, around the middle of the list",
            partial(printed_mean, "middle of the list", 1.0),
        ),
        (
            "the people behind it are twice as varied as the others, near the end of the list",
            partial(printed_mean, "near the end", 2.0),
        ),
        1_000,
        COMPARED,
    ),
    *_pair(
        "correlation of two orders",
        ("both cohorts share one underlying order", partial(two_orders, LUCE, LUCE)),
        ("the people of one fall into two camps", partial(two_orders, LUCE, CAMPS)),
        300,
        COMPARED,
    ),
    *_pair(
        "difference of two shares",
        ("half of each cohort speak of something", partial(two_shares, (0.5, 0.5), 1)),
        ("hardly anybody does", partial(two_shares, (0.1, 0.02), 2)),
        0,
        COMPARED,
    ),
    *_pair(
        "distance of narratives",
        (
            "cohorts are equal in size",
            partial(narratives, Stories(EVEN, (0.3, 0.2, 0.2, 0.1, 0.1, 0.1), 6.0)),
        ),
        (
            "people differ greatly and both cohorts speak of the same things",
            partial(narratives, Stories(UNEVEN, UNEVEN, 1.0, 2)),
        ),
        250,
        COMPARED,
    ),
]
