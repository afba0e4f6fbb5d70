"""Which influences would be key under every reasonable rule, and what the answer hangs on.

The study states no rule for its key influences, so page 60 states one. It is one point
among many: `senco.measures.networks.specifications` lists the choices that it rests on and what
else could be chosen. Here every combination of them is carried through.

References
----------
Steegen, S., Tuerlinckx, F., Gelman, A., & Vanpaemel, W. (2016). Increasing transparency
through a multiverse analysis. Perspectives on Psychological Science, 11(5), 702-712.
https://doi.org/10.1177/1745691616658637
Simonsohn, U., Simmons, J. P., & Nelson, L. D. (2020). Specification curve analysis.
Nature Human Behaviour, 4, 1208-1214. https://doi.org/10.1038/s41562-020-0912-z
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from senco.cohort.model import Cohort
from senco.errors import MeasureError
from senco.measures.networks.coders import recode
from senco.measures.networks.evidence import Evidence, choose_sources, gather_evidence
from senco.measures.networks.specifications import (
    AVERAGE,
    FIRM_SHARES,
    FIRMNESS,
    REACHES,
    SCORES,
    STRICTNESS,
    WEIGHTS,
    Dimension,
    describe_coders,
    describe_reach,
    describe_score,
    describe_source,
    put_first,
)
from senco.measures.resampling import draw_counts
from senco.measures.tolerance import TOLERANCE

#: Resampled cohorts of each specification; fewer of very large cohorts, but so many.
DRAWS, LEAST_DRAWS = 300, 60
#: Numbers of all specifications and resampled cohorts that are held at once.
_CELLS = 400_000
_Values = NDArray[np.float64]
_Flags = NDArray[np.bool_]
#: Sources that people code; of the others a change of coder changes nothing.
_CODED = ("narratives", "grids")
NOT_KEY, UNSURE, KEY = 0, 1, 2


@dataclass(frozen=True)
class Multiverse:
    """What every specification says of every influence.

    Parameters
    ----------
    influences : tuple of str
        In order.
    dimensions : tuple of Dimension
        The choices, in the order of the axes below. The last is when a verdict is firm,
        which decides the verdict and not the rule.
    valid : ndarray of bool
        An axis for each dimension but the last: whether that combination is a
        specification of its own. It is not where no source is asked, where there is one
        source to be weighed in two of the three ways, or where another coder changes
        nothing.
    key : ndarray of bool
        The same axes, then the influences: whether the rule holds.
    verdict : ndarray of int8
        An axis for each dimension, then the influences: `NOT_KEY`, `UNSURE`, `KEY`.
    score : ndarray of float
        Axes of the sources, weights, coders and averages, then the influences: mean or
        median evidence in even shares; missing where no source shows it.
    draws : int
        Resampled cohorts behind each verdict.
    """

    influences: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    valid: _Flags
    key: _Flags
    verdict: NDArray[np.int8]
    score: _Values
    draws: int

    @property
    def n_specifications(self) -> int:
        """How many different rules there are."""
        return int(self.valid.sum())


def explore_specifications(
    cohort: Cohort,
    weights: Mapping[str, float],
    *,
    least_score: float = 1.0,
    least_reach: float = 0.5,
    draws: int = DRAWS,
    seed: int = 0,
) -> Multiverse:
    """Find the key influences of a cohort under every reasonable rule.

    Parameters
    ----------
    cohort : Cohort
        With at least one source of evidence (`senco.measures.networks.SOURCES`).
    weights : mapping of str to float
        How much the page lets each source count; a source with 0 is never asked.
    least_score, least_reach : float
        The page's own bounds, as in `senco.measures.networks.find_key_influences`.
    draws : int
        Resampled cohorts for each specification, at most; at least 1.
    seed : int
        Start of the random numbers; all specifications have the same resampled cohorts.

    Returns
    -------
    Multiverse
        The page's own rule is the first option of every dimension.

    Raises
    ------
    MeasureError
        As `senco.measures.networks.gather_evidence` and `choose_sources`.
    """
    taken, sources = _gather(cohort, weights)
    scores, reaches = put_first(least_score, SCORES), put_first(least_reach, REACHES)
    dimensions = (
        *map(describe_source, sources),
        *(WEIGHTS, describe_coders(list(taken)), AVERAGE),
        *(describe_score(scores), describe_reach(reaches), STRICTNESS, FIRMNESS),
    )
    rules = tuple(product(scores, reaches, range(len(STRICTNESS.options))))
    bounds = (len(AVERAGE.options), len(scores), len(reaches), len(STRICTNESS.options))
    found = [
        _judge_all(_combine(evidence, sources, weights), rules, bounds, draws, seed)
        for evidence in taken.values()
    ]
    # coders come after the sources and the weights
    place = len(sources) + 1
    key, verdict, score = (
        np.stack(arrays, axis=place) for arrays in zip(*(one[:3] for one in found), strict=True)
    )
    valid = _find_valid(sources, len(taken))
    valid = np.broadcast_to(valid[..., None, None, None, None], key.shape[:-1]).copy()
    names = tuple(cohort.influences)
    return Multiverse(names, dimensions, valid, key, verdict, score, found[0][3])


def _gather(
    cohort: Cohort, weights: Mapping[str, float]
) -> tuple[dict[str, Evidence], tuple[str, ...]]:
    """The evidence as each way to take the coders gives it, and the sources of the page."""
    taken = {}
    for words, changed in recode(cohort).items():
        try:
            taken[words] = choose_sources(gather_evidence(changed), weights)
        except MeasureError:
            if words == "as counted":
                raise
    return taken, tuple(next(iter(taken.values())).shares)


def _combine(evidence: Evidence, sources: Sequence[str], weights: Mapping[str, float]) -> _Values:
    """Evidence in even shares, by which sources are asked and how they are weighed.

    Axes: for each source whether it is asked (0) or left out (1), weights, participants,
    influences.
    """
    people = next(iter(evidence.shares.values()))
    kinds = (evidence.shares, evidence.unfilled, evidence.unfilled)
    tables = [[_take(kind, source, people.shape) for source in sources] for kind in kinds]
    pieces = [
        evidence.pieces[source].to_numpy(dtype=float)
        if source in evidence.pieces
        else np.zeros(len(people))
        for source in sources
    ]
    asked = 1.0 - np.indices((2,) * len(sources)).reshape(len(sources), -1).T
    made = []
    for place, kind in enumerate(tables):
        # each piece the same: a source weighs as much as there are pieces in it
        much = np.stack(pieces) if place == 2 else np.ones((len(sources), len(people)))
        much = much * np.array([weights[source] for source in sources])[:, None]
        values = np.stack(kind)
        known = ~np.isnan(values)
        total = np.einsum("us,sp,spi->upi", asked, much, np.where(known, values, 0.0))
        weight = np.einsum("us,sp,spi->upi", asked, much, known.astype(float))
        made.append(np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0))
    return np.stack(made, axis=1).reshape((2,) * len(sources) + (len(kinds), *people.shape))


def _take(tables: Mapping[str, object], source: str, shape: tuple[int, int]) -> _Values:
    """A source's table; where other codings leave it empty, missing throughout."""
    return np.asarray(tables[source], dtype=float) if source in tables else np.full(shape, np.nan)


def _find_valid(sources: Sequence[str], n_coders: int) -> _Flags:
    """Which combinations of sources, weights and coders are specifications of their own."""
    shape = (2,) * len(sources) + (len(WEIGHTS.options), n_coders)
    valid = np.ones(shape, dtype=bool)
    for left_out in product((0, 1), repeat=len(sources)):
        asked = [source for source, gone in zip(sources, left_out, strict=True) if not gone]
        if not asked:
            valid[left_out] = False
        if len(asked) == 1:
            valid[(*left_out, 2)] = False  # one source: each piece or each source is the same
        if not any(source in _CODED for source in asked):
            valid[left_out][:, 1:] = False
    return valid


def _judge_all(
    combined: _Values,
    rules: Sequence[tuple[float, float, int]],
    bounds: tuple[int, ...],
    draws: int,
    seed: int,
) -> tuple[_Flags, NDArray[np.int8], _Values, int]:
    """Whether each rule holds, how firmly, and the scores; of each combined evidence."""
    *asked, n_people, n_influences = combined.shape
    flat = np.moveaxis(combined, -2, 0).reshape(n_people, -1)
    hold = _prepare(flat, rules)
    held = hold(np.ones((1, n_people)))
    shares: list[_Values] = []
    draws = min(draws, max(LEAST_DRAWS, _CELLS // n_people))
    if n_people > 1:
        resampled = draw_counts(n_people, draws, np.random.default_rng(seed))
        shares = [hold(counts) for counts in (resampled, None)]
    verdict = np.full((*held.shape, len(FIRM_SHARES)), UNSURE, dtype=np.int8)
    for place, least in enumerate(FIRM_SHARES if shares else ()):
        share, bound = (shares[1], 1.0) if least is None else (shares[0], least)
        verdict[share >= bound - TOLERANCE, place] = KEY
        verdict[share <= 1 - bound + TOLERANCE, place] = NOT_KEY
    # (averages, rules, asked x influences, ...) -> asked, averages, bounds, ..., influences
    key = held.reshape(bounds[0], len(rules), -1, n_influences).transpose(2, 0, 1, 3) > 0
    verdict = verdict.reshape(bounds[0], len(rules), -1, n_influences, len(FIRM_SHARES))
    verdict = verdict.transpose(2, 0, 1, 4, 3)
    return (
        key.reshape(*asked, *bounds, n_influences),
        verdict.reshape(*asked, *bounds, len(FIRM_SHARES), n_influences),
        np.stack([_mean(combined), _middle(combined)], axis=-2),
        draws if shares else 0,
    )


def _prepare(
    values: _Values, rules: Sequence[tuple[float, float, int]]
) -> Callable[[_Values | None], _Values]:
    """Return a function that says in what share of some cohorts each rule holds.

    A cohort is a row of how often each participant stands in it; without rows, each lacks
    one participant. `values` has a column for each specification and influence; the result
    has the shape (2, rules, columns), for the mean and for the median.
    """
    known = ~np.isnan(values)
    levels = sorted({score for score, _, _ in rules} | {1.0})
    tables = [known.astype(float), np.nan_to_num(values)]
    over = [(level, met) for level in levels for met in (False, True)]
    for level, met in over:
        above = tables[1] > level + (-TOLERANCE if met else TOLERANCE)
        tables.append((above & known).astype(np.float32))

    def hold(cohorts: _Values | None) -> _Values:
        held = np.zeros((2, len(rules), values.shape[1]))
        size = max(8, _CELLS // values.shape[1])
        count = len(values) if cohorts is None else len(cohorts)
        for start in range(0, count, size):
            here = slice(start, start + size)
            n, total, *flags = (
                table.sum(axis=0) - table[here] if cohorts is None else cohorts[here] @ table
                for table in tables
            )
            n = np.where(n > 0, n, np.nan)
            share = {which: flag / n for which, flag in zip(over, flags, strict=True)}
            parts = _decide(total / n, share, rules)
            for place, (score, reach, strict) in enumerate(rules):
                reached = parts["reach", reach, strict]
                for average, name in enumerate(AVERAGE.options):
                    both = parts[name, score, strict == 2] & reached
                    held[average, place] += np.bitwise_count(both).sum(axis=0)
        return held / count

    return hold


def _decide(
    mean: _Values,
    share: Mapping[tuple[float, bool], _Values],
    rules: Sequence[tuple[float, float, int]],
) -> dict[tuple[str, float, int], NDArray[np.uint8]]:
    """Whether each half of each rule holds in each cohort, eight cohorts to a byte.

    The median lies above a bound where more than half of the participants do, so it is,
    of an even number, the lower of the two in the middle.
    """
    parts: dict[tuple[str, float, int], _Flags] = {}
    for score, reach, strict in rules:
        met = strict == 2
        if ("mean", score, met) not in parts:
            parts["mean", score, met] = mean > score + (-TOLERANCE if met else TOLERANCE)
            parts["median", score, met] = share[score, met] > 0.5 + TOLERANCE
        if ("reach", reach, strict) not in parts:
            parts["reach", reach, strict] = _reach(share, reach, strict)
    return {which: np.packbits(flag, axis=0) for which, flag in parts.items()}


def _reach(share: Mapping[tuple[float, bool], _Values], reach: float, strict: int) -> _Flags:
    """Whether participants enough have an even share: more than one, where nothing is met."""
    if not reach:
        return ~np.isnan(share[1.0, True])
    if strict == 1:
        return share[1.0, False] > reach + TOLERANCE
    return share[1.0, True] > reach - TOLERANCE


def _mean(combined: _Values) -> _Values:
    known = ~np.isnan(combined)
    n = known.sum(axis=-2)
    sums: _Values = np.nan_to_num(combined).sum(axis=-2)
    return sums / np.where(n > 0, n, np.nan)


def _middle(combined: _Values) -> _Values:
    """The median; of an even number the lower of the two in the middle."""
    ordered = np.sort(combined, axis=-2)  # what is missing comes last
    n = (~np.isnan(combined)).sum(axis=-2, keepdims=True)
    return np.take_along_axis(ordered, np.maximum(n - 1, 0) // 2, axis=-2)[..., 0, :]
