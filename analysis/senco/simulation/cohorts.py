"""A cohort of whom everything is known, and whose means are those reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from senco.errors import MeasureError, suggest
from senco.measures.audit import Figure, Reading, find_interval, read_figures, standard_readings
from senco.measures.audit.bounds import Block, split_column
from senco.simulation.people import draw_participants, name_constructs
from senco.simulation.repairs import Target, read_ranks, repair
from senco.simulation.scenario import Scenario

#: Name for larger cohorts: every sum as near to the reported mean as whole ranks allow.
NEAREST = "nearest"
#: Tables drawn before giving up.
ATTEMPTS = 2_000
#: Spread of the participants' log-weights around even weights.
WEIGHT_SPREAD = 0.5


@dataclass(frozen=True)
class SimulatedCohort:
    """A simulated cohort: its tables, and the truth from which they were drawn.

    Parameters
    ----------
    participants : DataFrame
        ``participant`` (S1, S2 ...), ``role``, ``role_years``,
        ``experience_years``.
    constructs : DataFrame
        ``construct``, ``label``, ``influence``, ``placing``, ``same_as``.
    rankings : DataFrame
        ``participant``, ``construct``, ``rank``: a row per rank given.
    weights : DataFrame
        The truth: ``participant``, ``influence``, ``weight`` (above 0, summing
        to 1 for each participant).
    appeals : DataFrame
        The truth: ``construct`` and ``appeal``, common to all participants.
    reading : str
        The reading that the ranks satisfy, or ``"nearest"``.
    attempts : int
        Tables that were drawn; all but the last were turned down.
    group : int
        Participants of the subgroup that has a figure of its own.
    """

    participants: pd.DataFrame
    constructs: pd.DataFrame
    rankings: pd.DataFrame
    weights: pd.DataFrame
    appeals: pd.DataFrame
    reading: str
    attempts: int
    group: int = 0


@dataclass(frozen=True)
class _Plan:
    """What a table of ranks has to meet."""

    figures: tuple[Figure, ...]
    reading: Reading
    exact: bool
    columns: dict[str, tuple[int, ...]]
    targets: list[Target]
    blanks: list[tuple[int, int]]


def draw_cohort(
    reported: pd.DataFrame,
    constructs: pd.DataFrame,
    *,
    scenario: Scenario,
    rng: np.random.Generator,
    n: int = 8,
    reading: str | Reading = NEAREST,
    n_items: int = 21,
    noise: float = 4.0,
    planted: Mapping[str, float] | None = None,
) -> SimulatedCohort:
    """Draw a cohort whose mean ranks are those reported.

    The model. Each participant weighs the influences: log-weights are normal
    around even weights. Each construct has an appeal, lower by 1/`noise` for
    each rank that its mean lies further down. A participant ranks by appeal
    plus the log-weight of the construct's influence plus Gumbel noise, which is
    the Plackett-Luce model. The draw is then repaired: items of the reported
    constructs change places with neighbours, in rankers chosen at random, until
    every sum is exact; blanks are set before, ties after; a table that breaks
    the stated order of means is turned down and another drawn.

    That the result meets the figures is by construction. It is not a uniform
    draw from all tables that do, and after the repair the ranks of the reported
    constructs follow the model only roughly.

    Parameters
    ----------
    reported : DataFrame
        Reported figures, as for `senco.measures.audit.read_figures`; at most one
        subgroup.
    constructs : DataFrame
        ``construct``, ``label`` and ``influence`` of the reported constructs.
    scenario : Scenario
        What the people are like, and constructs for the rest of the ranking.
    rng : numpy.random.Generator
        The only source of chance.
    n : int
        Participants. Under a reading, as many of them rank as it says.
    reading : str or Reading
        A reading or the name of a standard one; ``"nearest"`` lets all
        participants rank everything, to the nearest attainable sums.
    n_items : int
        Constructs in the ranking.
    noise : float
        How loosely the rankings follow the appeals, above 0.
    planted : mapping of str to float, optional
        By influence, what is added to everyone's log-weight of it: a known truth that
        measures can be asked to recover.

    Returns
    -------
    SimulatedCohort

    Raises
    ------
    MeasureError
        For an unknown reading, too few participants or constructs, or figures
        that no table met in 2,000 draws.
    """
    if noise <= 0:
        raise MeasureError(f"the noise is above 0; found {noise}")
    figures = read_figures(reported)
    chosen, exact = _choose_reading(figures, reading, n)
    _check_size(figures, chosen, n, n_items, constructs)
    themes = {f.construct: chosen.themes.get(f.construct, 1) for f in figures}
    names, columns = name_constructs(constructs, themes, n_items, scenario)
    present = np.sort(rng.permutation(n)[: chosen.n])
    experts = _choose_experts(figures, chosen, exact, rng)
    plan = _plan(figures, chosen, exact, columns, experts, n_items, rng)
    means = aim_means(figures, columns, n_items, rng)
    appeal = ((n_items + 1) / 2 - means) / noise
    influences = list(dict.fromkeys(names["influence"]))
    log_weights = WEIGHT_SPREAD * rng.standard_normal((n, len(influences)))
    log_weights += _read_planted(planted or {}, influences)
    place = names["influence"].map(influences.index).to_numpy()
    liking = appeal + log_weights[present][:, place]
    ranks, attempts = _draw_ranks(liking, plan, rng)
    _confirm(ranks, plan, experts)
    participants = draw_participants(n, present[experts], scenario, rng)
    return SimulatedCohort(
        participants=participants,
        constructs=names,
        rankings=list_ranks(ranks, participants["participant"].to_numpy()[present], names),
        weights=list_weights(log_weights, participants, influences),
        appeals=pd.DataFrame({"construct": names["construct"], "appeal": appeal}),
        reading=chosen.name,
        attempts=attempts,
        group=len(experts),
    )


def _read_planted(planted: Mapping[str, float], influences: list[str]) -> np.ndarray:
    for name in planted:
        if name not in influences:
            hint = suggest(name, influences)
            raise MeasureError(f"no construct belongs to the influence {name!r}. {hint}".rstrip())
    return np.array([planted.get(name, 0.0) for name in influences])


def _choose_reading(
    figures: tuple[Figure, ...], reading: str | Reading, n: int
) -> tuple[Reading, bool]:
    if isinstance(reading, Reading):
        return reading, True
    if reading == NEAREST:
        return Reading(
            NEAREST, ("everybody ranks everything; sums to the nearest whole rank"), n
        ), False
    known = {one.name: one for one in standard_readings(figures)}
    if reading not in known:
        hint = suggest(reading, [NEAREST, *known])
        raise MeasureError(f"there is no reading {reading!r} of these figures. {hint}".rstrip())
    return known[reading], True


def _check_size(
    figures: tuple[Figure, ...], reading: Reading, n: int, k: int, constructs: pd.DataFrame
) -> None:
    if n < max(reading.n, 2):
        raise MeasureError(
            f"reading {reading.name!r} needs {max(reading.n, 2)} participants; n = {n}"
        )
    if len({figure.group for figure in figures if figure.group}) > 1:
        raise MeasureError("a cohort can be simulated with the figures of at most one subgroup")
    whole = {figure.construct for figure in figures if not figure.group}
    alone = [figure.name for figure in figures if figure.construct not in whole]
    if alone:
        raise MeasureError(f"figure {alone[0]!r} is of a subgroup, and everyone's mean is missing")
    width = sum(reading.themes.get(c, 1) for c in {figure.construct for figure in figures})
    if k <= width:
        raise MeasureError(
            f"the figures need {width} constructs; n_items = {k} leaves none to swap"
        )
    missing = [f.construct for f in figures if f.construct not in set(constructs["construct"])]
    if missing:
        raise MeasureError(f"the constructs lack {missing[0]!r}, which has a figure")


def _choose_experts(
    figures: tuple[Figure, ...], reading: Reading, exact: bool, rng: np.random.Generator
) -> np.ndarray:
    """Rows of the subgroup; a cohort of another size has the same share of them."""
    group = next((f for f in figures if f.group and f.n_stated), None)
    if group is None:
        return np.array([], dtype=int)
    size = group.n_stated or 0
    if not exact:
        stated = max((f.n_stated for f in figures if not f.group and f.n_stated), default=size + 1)
        size = min(max(1, round(reading.n * size / stated)), reading.n - 1)
    return np.sort(rng.permutation(reading.n)[:size])


def _plan(
    figures: tuple[Figure, ...],
    reading: Reading,
    exact: bool,
    columns: dict[str, tuple[int, ...]],
    experts: np.ndarray,
    k: int,
    rng: np.random.Generator,
) -> _Plan:
    others = rng.permutation(np.setdiff1d(np.arange(reading.n), experts))
    rows = np.concatenate([experts, others])  # experts first, as the readings have it
    targets: list[Target] = []
    blanks: list[tuple[int, int]] = []
    left = list(others[::-1])
    for figure in (f for f in figures if not f.group):
        count = reading.blanks.get(figure.construct, 0)
        out = [left.pop() for _ in range(min(count, len(left)))]
        blanks += [(int(row), columns[figure.construct][0]) for row in out]
        given = rows[~np.isin(rows, out)]
        width = len(columns[figure.construct])
        start = 0
        for count, total in _divide(figure, figures, reading, exact, len(experts), k):
            size = count // width
            targets.append(Target(columns[figure.construct], given[start : start + size], total))
            start += size
    return _Plan(figures, reading, exact, columns, targets, blanks)


def _divide(
    figure: Figure,
    figures: tuple[Figure, ...],
    reading: Reading,
    exact: bool,
    n_experts: int,
    k: int,
) -> list[tuple[int, float]]:
    """Numbers of ranks and their sums: of the experts or bands in turn, or of all."""
    if exact:
        cases = list(split_column(figure, figures, reading, k, "half-even"))
        if not cases:
            raise MeasureError(f"no ranks under reading {reading.name!r} print {figure.value}")
        blocks = min(cases, key=lambda case: _unevenness(figure, reading, case))
        return [(block.count, block.total) for block in blocks]
    whole = round(Fraction(figure.value) * reading.n)
    own = next((f for f in figures if f.group and f.construct == figure.construct), None)
    if own is None:
        return [(reading.n, whole)]
    part = round(Fraction(own.value) * n_experts)
    return [(n_experts, part), (reading.n - n_experts, whole - part)]


def _unevenness(figure: Figure, reading: Reading, case: Sequence[Block]) -> tuple[float, float]:
    """Prefer sums near the printed mean, whole ones, and bands that are alike."""
    total, count = sum(b.total for b in case), sum(b.count for b in case)
    means = [block.total / block.count for block in case]
    halves = sum(block.total % 1 for block in case)
    if figure.construct in reading.banded:
        return halves, float(np.ptp(means[1:]))
    return abs(total / count - float(figure.value)), halves


def aim_means(
    figures: tuple[Figure, ...],
    columns: dict[str, tuple[int, ...]],
    k: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the mean rank at which the model aims each construct.

    Parameters
    ----------
    figures : tuple of Figure
        Reported means.
    columns : dict of str to tuple of int
        Columns of each construct that has one.
    k : int
        Columns in all.
    rng : numpy.random.Generator
        Deals out the places of the others, which lie evenly between.

    Returns
    -------
    ndarray, shape (k,)
        From 1 to `k`.
    """
    means = np.full(k, np.nan)
    for figure in figures:
        if not figure.group:
            means[list(columns[figure.construct])] = float(figure.value)
    free = np.isnan(means)
    centre = (k * (k + 1) / 2 - means[~free].sum()) / free.sum()
    reach = min(centre - 1, k - centre) * 0.5
    means[free] = rng.permutation(np.linspace(centre - reach, centre + reach, free.sum()))
    return means


def _draw_ranks(
    liking: np.ndarray, plan: _Plan, rng: np.random.Generator
) -> tuple[np.ndarray, int]:
    n, k = liking.shape
    frozen = np.zeros((n, k), dtype=bool)
    for row, _ in plan.blanks:
        frozen[row, k - 1] = True
    for attempt in range(1, ATTEMPTS + 1):
        drawn = liking + rng.gumbel(size=(n, k))
        for row, column in plan.blanks:
            drawn[row, column] = -np.inf
        order = np.argsort(-drawn, axis=1, kind="stable")
        if not repair(order, plan.targets, frozen, rng):
            continue
        ranks = read_ranks(order, plan.targets, frozen, rng)
        if ranks is not None and _keeps_places(ranks, plan):
            return ranks, attempt
    raise MeasureError(
        f"none of {ATTEMPTS:,} drawn tables met the figures under reading {plan.reading.name!r}; "
        "more noise or another reading may"
    )


def _keeps_places(ranks: np.ndarray, plan: _Plan) -> bool:
    """Whether every stated place is kept, level means being none."""
    reported = {column for columns in plan.columns.values() for column in columns}
    sums, counts = np.nansum(ranks, axis=0), (~np.isnan(ranks)).sum(axis=0)
    means = {name: _unit_mean(ranks, plan, name) for name in plan.columns}
    free = [column for column in range(ranks.shape[1]) if column not in reported]
    others = sums[free] / counts[free]
    for figure in plan.figures:
        if figure.place is None:
            continue
        own = means[figure.construct]
        rest = np.array([*others, *(m for name, m in means.items() if name != figure.construct)])
        beyond = rest < own if figure.place > 0 else rest > own
        if (np.abs(rest - own) < 1e-9).any() or beyond.sum() != abs(figure.place) - 1:
            return False
    return True


def _unit_mean(ranks: np.ndarray, plan: _Plan, construct: str) -> float:
    part = ranks[:, list(plan.columns[construct])]
    if construct in plan.reading.banded:
        bands = [t for t in plan.targets if t.columns == plan.columns[construct]]
        return float(np.mean([part[target.rows].mean() for target in bands]))
    return float(np.nanmean(part))


def _confirm(ranks: np.ndarray, plan: _Plan, experts: np.ndarray) -> None:
    """Recompute every figure from the ranks; a cohort that misses one is never returned."""
    for figure in plan.figures:
        part = ranks[:, list(plan.columns[figure.construct])]
        if figure.group:
            part = part[experts]
        if figure.construct in plan.reading.banded and not figure.group:
            bands = [t for t in plan.targets if t.columns == plan.columns[figure.construct]]
            means = [Fraction(part[t.rows].sum()) / part[t.rows].size for t in bands]
            mean = sum(means, Fraction(0)) / len(means)
        else:
            mean = Fraction(float(np.nansum(part))) / int((~np.isnan(part)).sum())
        if plan.exact:
            met = mean in find_interval(figure.value)
        else:
            met = abs(mean - Fraction(figure.value)) * len(part) <= Fraction(1, 2)
        if not met:
            raise AssertionError(f"{figure.name}: drawn mean {float(mean)} is not {figure.value}")


def list_ranks(ranks: np.ndarray, people: np.ndarray, names: pd.DataFrame) -> pd.DataFrame:
    """Return a table of ranks as the contract wants it.

    Parameters
    ----------
    ranks : ndarray, shape (n_people, n_items)
        NaN where none was given.
    people : ndarray of str, shape (n_people,)
        Participants.
    names : DataFrame, shape (n_items, ...)
        With the column construct.

    Returns
    -------
    DataFrame
        Columns participant, construct, rank; a row a rank.
    """
    rows, columns = np.nonzero(~np.isnan(ranks))
    return pd.DataFrame(
        {
            "participant": people[rows],
            "construct": names["construct"].to_numpy()[columns],
            "rank": ranks[rows, columns],
        }
    )


def list_weights(
    log_weights: np.ndarray, participants: pd.DataFrame, influences: list[str]
) -> pd.DataFrame:
    """Return how much each influence weighs for each participant.

    Parameters
    ----------
    log_weights : ndarray, shape (n_participants, n_influences)
        Natural logarithms.
    participants : DataFrame, shape (n_participants, ...)
        With the column participant.
    influences : list of str
        In the order of the columns.

    Returns
    -------
    DataFrame
        Columns participant, influence, weight; a participant's weights sum to 1.
    """
    weights = np.exp(log_weights)
    weights /= weights.sum(axis=1, keepdims=True)
    return pd.DataFrame(
        {
            "participant": np.repeat(participants["participant"].to_numpy(), len(influences)),
            "influence": np.tile(influences, len(weights)),
            "weight": weights.ravel(),
        }
    )
