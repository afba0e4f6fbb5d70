"""Everything about the coders' agreement in one dictionary, and what to talk through."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import asdict, replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.agreement.alpha import (
    alpha_of_sums,
    bootstrap_alpha,
    krippendorff_alpha,
    set_alpha,
    sum_features,
)
from senco.agreement.coefficients import (
    NO_OVERLAP,
    ONE_CODER,
    Coefficient,
    cohen_kappa,
    conger_kappa,
    count_categories,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    perreault_leigh,
)
from senco.agreement.intervals import bound_by_draws, bound_by_error
from senco.agreement.ratings import (
    Judged,
    Ratings,
    number_codes,
    rate_characters,
    rate_segments,
)
from senco.errors import MeasureError
from senco.resampling import draw_counts

Floats = NDArray[np.float64]

#: Below so many shared segments an interval is said to be uncertain.
FEW_UNITS = 50
DECISIONS = (0.0, 1.0)


def measure_ratings(ratings: Floats, weights: NDArray[np.int64] | None = None) -> list[Coefficient]:
    """Return every coefficient of one yes-or-no decision.

    Parameters
    ----------
    ratings : ndarray, shape (n_coders, n_units)
        1, 0, or NaN where the unit was not judged.
    weights : ndarray of int, shape (n_units,), optional
        Size of each unit; 1 each by default.

    Returns
    -------
    list of Coefficient
        Percentage, Cohen's kappa (over the units that both judged; with more than
        two coders in Conger's form), Fleiss' kappa, Krippendorff's alpha, Gwet's AC1
        and Perreault-Leigh.
    """
    counts = count_categories(ratings, DECISIONS)
    rows = ratings[(~np.isnan(ratings)).any(axis=1)]
    active = len(rows)
    found = [
        percent_agreement(counts, weights),
        cohen_kappa(*rows, weights=weights) if active == 2 else conger_kappa(ratings, weights),
        fleiss_kappa(counts, weights),
        krippendorff_alpha(counts, weights=weights),
        gwet_ac1(counts, weights),
        perreault_leigh(counts, weights, max(active, 2)),
    ]
    if active < 2:
        return [Coefficient(item.measure, None, ONE_CODER) for item in found]
    return found


def measure_labels(
    first: Sequence[Hashable | None],
    second: Sequence[Hashable | None],
    draws: int = 2000,
    seed: int = 0,
    confidence: float = 0.95,
) -> dict[str, Coefficient]:
    """Return how far two coders agree who each put a unit into one category.

    Parameters
    ----------
    first, second : sequence
        Each coder's category of every unit, in the same order; None where not judged.
    draws : int
        Bootstrap samples of the units, at least 1, for alpha's interval.
    seed : int
        Of the bootstrap.
    confidence : float
        Coverage of the intervals, between 0 and 1.

    Returns
    -------
    dict of str to Coefficient
        By measure: "percentage", without an interval; "Cohen's kappa" with its
        large-sample one; "Perreault-Leigh" over the categories that were used, with the
        normal one within 0 and 1; "Krippendorff's alpha" with the bootstrap's. Where
        one is undefined its value is None and its note says why.

    Raises
    ------
    MeasureError
        Where the coders have not the same number of units, there is no unit or no
        draw, or the confidence is not between 0 and 1.

    Examples
    --------
    >>> found = measure_labels(list("aabb"), list("aaba"))
    >>> found["percentage"].value, found["Cohen's kappa"].value
    (0.75, 0.5)
    """
    ratings = number_codes([first, second])
    counts = count_categories(ratings)
    drawn = bootstrap_alpha(counts[None], draws, np.random.default_rng(seed))[:, 0]
    found = [
        percent_agreement(counts),
        bound_by_error(cohen_kappa(*ratings), confidence),
        bound_by_error(perreault_leigh(counts), confidence, least=0, most=1),
        bound_by_draws(krippendorff_alpha(counts), drawn, confidence),
    ]
    return {item.measure: item for item in found}


def summary(
    codings: pd.DataFrame,
    segments: pd.DataFrame | None = None,
    codes: list[str] | None = None,
    unit: Literal["segments", "characters"] = "segments",
    judged: Judged = "coded",
    draws: int = 2000,
    seed: int = 0,
) -> dict[str, Any]:
    """Return how far the coders agree, per code and overall, ready for JSON.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder.
    segments : DataFrame, optional
        Columns segment, document, start, end; needed where characters are counted.
    codes : list of str, optional
        Every code that could be given; by default those that were.
    unit : {"segments", "characters"}
        What is counted.
    judged : {"coded", "all"}
        Which segments a coder judged: see `senco.agreement.rate_segments`.
    draws : int
        Bootstrap samples for alpha's intervals; none at 0, and none for characters.
    seed : int
        Of the bootstrap.

    Returns
    -------
    dict
        ``unit``, ``rule``, ``coders``, ``n_units``, ``n_shared``; ``codes``: for
        each code how often each coder gave it and its coefficients; ``overall``:
        alpha on sets of codes, then the coefficients of all decisions pooled;
        ``pairs`` of coders; ``disagreements``: their number; ``notes``. A
        coefficient that is undefined has the value None and a note.

    Raises
    ------
    MeasureError
        Where the table cannot be read as codings, or characters are asked for
        without their places.
    """
    if unit == "characters" and segments is None:
        raise MeasureError("To count characters the table of segments is needed.")
    ratings = (
        rate_characters(codings, segments, codes)
        if unit == "characters" and segments is not None
        else rate_segments(codings, codes, judged)
    )
    rng = np.random.default_rng(seed)
    draws = draws if ratings.kind == "segments" and ratings.n_shared else 0
    per_code, overall = _measure_codes(ratings, draws, rng), _measure_overall(ratings, draws, rng)
    return {
        "unit": ratings.kind,
        "rule": ratings.rule,
        "coders": list(ratings.coders),
        "n_units": int(ratings.weights.sum()),
        "n_shared": ratings.n_shared,
        "codes": [
            {"code": code, "given": _count_given(ratings, place), "measures": _as_dicts(items)}
            for place, (code, items) in enumerate(per_code.items())
        ],
        "overall": _as_dicts(overall),
        "pairs": _compare_pairs(ratings),
        "disagreements": len(list_disagreements(ratings)),
        "notes": _write_notes(ratings, draws),
    }


def _weights(ratings: Ratings) -> NDArray[np.int64] | None:
    return ratings.weights if ratings.kind == "characters" else None


def _measure_codes(
    ratings: Ratings, draws: int, rng: np.random.Generator
) -> dict[str, list[Coefficient]]:
    decisions = np.moveaxis(ratings.values, 2, 0)
    found = {
        code: measure_ratings(decision, _weights(ratings))
        for code, decision in zip(ratings.codes, decisions, strict=True)
    }
    if draws:
        counts = np.stack([count_categories(decision, DECISIONS) for decision in decisions])
        drawn = bootstrap_alpha(counts, draws, rng)
        for place, code in enumerate(found):
            found[code] = [_bound(item, drawn[:, place]) for item in found[code]]
    return found


def _bound(item: Coefficient, drawn: Floats) -> Coefficient:
    """Add the bootstrap interval where the coefficient is alpha."""
    return bound_by_draws(item, drawn) if item.measure == "Krippendorff's alpha" else item


def _measure_overall(ratings: Ratings, draws: int, rng: np.random.Generator) -> list[Coefficient]:
    sets = set_alpha(ratings.values, draws=draws, rng=rng, weights=_weights(ratings))
    if len(ratings.coders) < 2:
        sets = replace(sets, value=None, note=ONE_CODER)
    n_codes = len(ratings.codes)
    pooled = ratings.values.reshape(len(ratings.coders), -1)
    weights = None if _weights(ratings) is None else np.repeat(ratings.weights, n_codes)
    # decisions about one segment hang together: a standard error over decisions would be too small
    items = [replace(item, se=None) for item in measure_ratings(pooled, weights)]
    if draws:
        counts = count_categories(pooled, DECISIONS).reshape(-1, n_codes, len(DECISIONS))
        items = [_bound(item, _bootstrap_pooled(counts, draws, rng)) for item in items]
    return [sets, *(replace(item, measure=f"{item.measure}, pooled") for item in items)]


def _bootstrap_pooled(counts: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return alpha of the pooled decisions in samples of whole segments."""
    apart = 1 - np.eye(counts.shape[2])
    features = sum_features(np.moveaxis(counts, 1, 0), apart).sum(axis=0)
    return alpha_of_sums(draw_counts(len(counts), draws, rng) @ features, apart)


def _count_given(ratings: Ratings, place: int) -> dict[str, int]:
    given = np.nansum(ratings.values[:, :, place] * ratings.weights, axis=1)
    return {coder: int(count) for coder, count in zip(ratings.coders, given, strict=True)}


def _compare_pairs(ratings: Ratings) -> list[dict[str, Any]]:
    rows = []
    n_codes = len(ratings.codes)
    weights = np.repeat(ratings.weights, n_codes) if ratings.kind == "characters" else None
    for first, second in combinations(range(len(ratings.coders)), 2):
        pair = ratings.values[[first, second]].reshape(2, -1)
        counts = count_categories(pair, DECISIONS)
        shared = ratings.judged[[first, second]].all(axis=0)
        measures = [
            percent_agreement(counts, weights),
            cohen_kappa(*pair, weights=weights),
            perreault_leigh(counts, weights),
        ]
        rows.append(
            {
                "coders": [ratings.coders[first], ratings.coders[second]],
                "n_shared": int(ratings.weights[shared].sum()),
                # as over all codes, decisions about one segment hang together
                "measures": _as_dicts([replace(item, se=None) for item in measures]),
            }
        )
    return rows


def _as_dicts(items: list[Coefficient]) -> list[dict[str, Any]]:
    return [asdict(item) for item in items]


def _write_notes(ratings: Ratings, draws: int) -> list[str]:
    notes = []
    if len(ratings.coders) < 2:
        notes.append("There is one coder, so there is no agreement to measure.")
    elif not ratings.n_shared:
        notes.append(NO_OVERLAP.removeprefix("undefined: ").capitalize() + ".")
    if ratings.kind == "characters":
        notes.append("No interval: neighbouring characters are not judged independently.")
    elif draws:
        notes.append("Intervals take the segments for independent of one another.")
        if ratings.n_shared < FEW_UNITS:
            notes.append(
                f"With {ratings.n_shared} shared segments the intervals are too narrow: "
                "read them as a lower bound of the uncertainty."
            )
    return notes


def list_disagreements(ratings: Ratings) -> pd.DataFrame:
    """Return the decisions on which coders differ, for them to talk through.

    Parameters
    ----------
    ratings : Ratings
        As `senco.agreement.rate_segments` or `rate_characters` gives them.

    Returns
    -------
    DataFrame
        The unit's columns (segment, or document, start, end), ``code``,
        ``given_by`` and ``not_given_by`` (coders, joined by commas), in the order of
        the units. Neighbouring characters with the same disagreement are one row.
    """
    given, refused = ratings.values == 1, ratings.values == 0
    unit, code = np.nonzero(given.any(axis=0) & refused.any(axis=0))
    frame = ratings.units.iloc[unit].reset_index(drop=True)
    frame["code"] = [ratings.codes[place] for place in code]
    frame["given_by"] = _name_coders(given[:, unit, code], ratings.coders)
    frame["not_given_by"] = _name_coders(refused[:, unit, code], ratings.coders)
    return _join_neighbours(frame) if ratings.kind == "characters" else frame


def _name_coders(chosen: NDArray[np.bool_], coders: tuple[str, ...]) -> list[str]:
    return [", ".join(np.array(coders)[column]) for column in chosen.T]


def _join_neighbours(frame: pd.DataFrame) -> pd.DataFrame:
    same = ["document", "code", "given_by", "not_given_by"]
    ordered = frame.sort_values([*same, "start"], kind="stable")
    before = ordered.shift()
    joined = (ordered[same] == before[same]).all(axis=1) & (ordered["start"] == before["end"])
    rows = ordered.groupby((~joined).cumsum(), sort=False)
    merged = rows.agg({**dict.fromkeys(same, "first"), "start": "first", "end": "last"})
    columns = ["document", "start", "end", "code", "given_by", "not_given_by"]
    return merged.sort_values(["document", "start", "code"], kind="stable")[columns].reset_index(
        drop=True
    )
