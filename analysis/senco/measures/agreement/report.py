"""Everything about the coders' agreement in one dictionary, and what to talk through."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.errors import MeasureError
from senco.measures.agreement.alpha import (
    alpha_of_sums,
    bound_alpha,
    krippendorff_alpha,
    set_alpha,
    sum_features,
)
from senco.measures.agreement.coefficients import (
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
from senco.measures.agreement.intervals import bound_by_people
from senco.measures.agreement.ratings import Judged, Ratings, rate_characters, rate_segments

Floats = NDArray[np.float64]

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

    Examples
    --------
    >>> found = measure_ratings(np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]))
    >>> [(item.measure, round(item.value, 3)) for item in found[:2]]
    [('percentage', 0.75), ("Cohen's kappa", 0.5)]
    """
    counts = count_categories(ratings, DECISIONS)
    rows = ratings[(~np.isnan(ratings)).any(axis=1)]
    active = len(rows)
    found = [
        percent_agreement(counts, weights),
        cohen_kappa(rows[0], rows[1], weights) if active == 2 else conger_kappa(ratings, weights),
        fleiss_kappa(counts, weights),
        krippendorff_alpha(counts, weights=weights),
        gwet_ac1(counts, weights),
        perreault_leigh(counts, weights, max(active, 2)),
    ]
    if active < 2:
        return [Coefficient(item.measure, None, ONE_CODER) for item in found]
    return found


def summary(
    codings: pd.DataFrame,
    segments: pd.DataFrame | None = None,
    codes: list[str] | None = None,
    unit: Literal["segments", "characters"] = "segments",
    judged: Judged = "coded",
) -> dict[str, Any]:
    """Return how far the coders agree, per code and overall, ready for JSON.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder; and participant, where it is known who said what:
        what is left out for an interval is then a participant, and else a segment.
    segments : DataFrame, optional
        Columns segment, document, start, end; needed where characters are counted.
    codes : list of str, optional
        Every code that could be given; by default those that were.
    unit : {"segments", "characters"}
        What is counted.
    judged : {"coded", "all"}
        Which segments a coder judged: see `senco.measures.agreement.rate_segments`.

    Returns
    -------
    dict
        ``unit``, ``rule``, ``coders``, ``n_units``, ``n_shared``, ``n_people`` (None
        where it is not known who said what); ``codes``: for each code how often each
        coder gave it and its coefficients; ``overall``:
        alpha on sets of codes, then the coefficients of all decisions pooled (alpha has
        an interval where segments are counted);
        ``pairs`` of coders; ``disagreements``: their number; ``notes``. A
        coefficient that is undefined has the value None and a note.

    Raises
    ------
    MeasureError
        Where the table cannot be read as codings, a segment is two participants', or
        characters are asked for without their places.

    Examples
    --------
    Two coders give two segments a code each; they agree on the first.

    >>> codings = pd.DataFrame({
    ...     "segment": ["s1", "s1", "s2", "s2"],
    ...     "code": ["time", "time", "time", "help"],
    ...     "coder": ["ann", "ben", "ann", "ben"],
    ... })
    >>> found = summary(codings)
    >>> found["coders"], found["n_shared"], found["disagreements"]
    (['ann', 'ben'], 2, 2)
    """
    if unit == "characters" and segments is None:
        raise MeasureError("To count characters the table of segments is needed.")
    ratings = (
        rate_characters(codings, segments, codes)
        if unit == "characters" and segments is not None
        else rate_segments(codings, codes, judged)
    )
    people = _find_people(codings, ratings)
    per_code, overall = _measure_codes(ratings, people), measure_overall(ratings, people)
    return {
        "unit": ratings.kind,
        "rule": ratings.rule,
        "coders": list(ratings.coders),
        "n_units": int(ratings.weights.sum()),
        "n_shared": ratings.n_shared,
        "n_people": None if people is None else len(set(people)),
        "codes": [
            {"code": code, "given": _count_given(ratings, place), "measures": _as_dicts(items)}
            for place, (code, items) in enumerate(per_code.items())
        ],
        "overall": _as_dicts(overall),
        "pairs": _compare_pairs(ratings),
        "disagreements": len(list_disagreements(ratings)),
        "notes": _write_notes(ratings, people),
    }


def list_measures(found: dict[str, Any]) -> pd.DataFrame:
    """List the coefficients of a summary as a table.

    Parameters
    ----------
    found : dict
        From `senco.measures.agreement.summary`.

    Returns
    -------
    DataFrame
        Columns ``code`` ("all codes" first), ``measure``, ``value``, ``low`` and ``high``
        (missing without an interval), and ``note``, which says why a value is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({"segment": ["s1", "s1"], "code": "time", "coder": ["ann", "ben"]})
    >>> list_measures(summary(codings))["code"].unique().tolist()
    ['all codes', 'time']
    """
    columns = ["measure", "value", "low", "high", "note"]
    rows = [("all codes", item) for item in found["overall"]]
    rows += [(code["code"], item) for code in found["codes"] for item in code["measures"]]
    listed = [(code, *(item[column] for column in columns)) for code, item in rows]
    frame = pd.DataFrame(listed, columns=["code", *columns])
    return frame.astype({"value": float, "low": float, "high": float})


def _weights(ratings: Ratings) -> NDArray[np.int64] | None:
    return ratings.weights if ratings.kind == "characters" else None


def _find_people(codings: pd.DataFrame, ratings: Ratings) -> list[str] | None:
    """Whose each segment is, where the codings say so."""
    if "participant" not in codings or ratings.kind == "characters":
        return None
    said = codings[["segment", "participant"]].astype(str).drop_duplicates()
    twice = said.loc[said["segment"].duplicated(), "segment"]
    if len(twice):
        raise MeasureError(f"Segment '{twice.iloc[0]}' is of two participants: it can be of one.")
    return said.set_index("segment")["participant"].loc[ratings.units["segment"]].tolist()


def _measure_codes(ratings: Ratings, people: list[str] | None) -> dict[str, list[Coefficient]]:
    found = {}
    for code, decision in zip(ratings.codes, np.moveaxis(ratings.values, 2, 0), strict=True):
        items = measure_ratings(decision, _weights(ratings))
        if ratings.kind == "segments":
            counts = count_categories(decision, DECISIONS)
            items = [_bound(item, counts, people) for item in items]
        found[code] = items
    return found


def _bound(item: Coefficient, counts: Floats, people: list[str] | None) -> Coefficient:
    """Add the interval where the coefficient is alpha."""
    if item.measure != "Krippendorff's alpha":
        return item
    return bound_alpha(item, counts, people=people)


def measure_overall(ratings: Ratings, people: list[str] | None = None) -> list[Coefficient]:
    """Return alpha on sets of codes, then every coefficient of all decisions pooled.

    Parameters
    ----------
    ratings : Ratings
        As `senco.measures.agreement.rate_segments` or `rate_characters` gives them.
    people : list of str, optional
        Whose each segment is; by default each is taken for a person's only one.

    Returns
    -------
    list of Coefficient
        The alphas with intervals where segments are counted.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "segment": ["s1", "s1", "s2", "s2"],
    ...     "code": ["time", "time", "time", "help"],
    ...     "coder": ["ann", "ben", "ann", "ben"],
    ... })
    >>> found = measure_overall(rate_segments(codings))
    >>> [item.measure for item in found[:2]]
    ['alpha on sets of codes (jaccard distance)', 'percentage, pooled']
    """
    sets = set_alpha(ratings.values, weights=_weights(ratings), people=people)
    if len(ratings.coders) < 2:
        sets = replace(sets, value=None, note=ONE_CODER)
    n_codes = len(ratings.codes)
    pooled = ratings.values.reshape(len(ratings.coders), -1)
    weights = None if _weights(ratings) is None else np.repeat(ratings.weights, n_codes)
    # decisions about one segment hang together: a standard error over decisions would be too small
    items = [replace(item, se=None) for item in measure_ratings(pooled, weights)]
    if ratings.kind == "segments":
        counts = count_categories(pooled, DECISIONS).reshape(-1, n_codes, len(DECISIONS))
        items = [_bound_pooled(item, counts, ratings.values, people) for item in items]
    return [sets, *(replace(item, measure=f"{item.measure}, pooled") for item in items)]


def _bound_pooled(
    item: Coefficient, counts: Floats, values: Floats, people: list[str] | None
) -> Coefficient:
    """Add the interval where the coefficient is alpha of the pooled decisions."""
    if item.measure != "Krippendorff's alpha" or item.value is None:
        return item
    apart = 1 - np.eye(len(DECISIONS))
    units = sum_features(np.moveaxis(counts, 1, 0), apart).sum(axis=0)
    imagined = imagine_sets(counts, values)
    return bound_by_people(item, units, imagined, lambda sums: alpha_of_sums(sums, apart), people)


def imagine_sets(counts: Floats, values: Floats) -> Floats:
    """Return the sums of two imagined passages: a set of codes agreed on, and two different ones.

    Parameters
    ----------
    counts : ndarray, shape (n_units, n_codes, 2)
        How many coders said no and yes.
    values : ndarray, shape (n_coders, n_units, n_codes)
        As `senco.measures.agreement.Ratings` holds them.

    Returns
    -------
    ndarray, shape (3,)
        Decisions of no, of yes, and their disagreement, as `sum_features` counts it; over
        all sets that were given, each once.
    """
    sets = np.unique(values[~np.isnan(values).any(axis=2)], axis=0)
    n, n_codes = sets.shape
    judged = counts[:, 0].sum(axis=1)
    each, given = float(judged[judged >= 2].mean()), sets.mean(axis=0)
    differing = float(2 * np.sum(given * (1 - given)) * n / max(n - 1, 1))
    size = float(given.sum())
    return np.array([2 * each * (n_codes - size), 2 * each * size, each * differing])


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
            cohen_kappa(pair[0], pair[1], weights),
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


def _write_notes(ratings: Ratings, people: list[str] | None) -> list[str]:
    notes = []
    if len(ratings.coders) < 2:
        notes.append("There is one coder, so there is no agreement to measure.")
    elif not ratings.n_shared:
        notes.append(NO_OVERLAP.removeprefix("undefined: ").capitalize() + ".")
    if ratings.kind == "characters":
        notes.append("No interval: neighbouring characters are not judged independently.")
    elif ratings.n_shared and len(ratings.coders) > 1:
        notes.append(
            "Intervals take the segments for independent of one another, and are too narrow "
            "where they are not: with a column 'participant' people are left out in their stead."
            if people is None
            else "Intervals leave out each participant in turn."
        )
    return notes


def list_disagreements(ratings: Ratings) -> pd.DataFrame:
    """Return the decisions on which coders differ, for them to talk through.

    Parameters
    ----------
    ratings : Ratings
        As `senco.measures.agreement.rate_segments` or `rate_characters` gives them.

    Returns
    -------
    DataFrame
        The unit's columns (segment, or document, start, end), ``code``,
        ``given_by`` and ``not_given_by`` (coders, joined by commas), in the order of
        the units. Neighbouring characters with the same disagreement are one row.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "segment": ["s1", "s1", "s2", "s2"],
    ...     "code": ["time", "time", "time", "help"],
    ...     "coder": ["ann", "ben", "ann", "ben"],
    ... })
    >>> list_disagreements(rate_segments(codings))
      segment  code given_by not_given_by
    0      s2  help      ben          ann
    1      s2  time      ann          ben
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
