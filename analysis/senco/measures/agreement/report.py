"""Everything about the coders' agreement in one dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from senco.errors import MeasureError
from senco.measures.agreement.coefficients import (
    Coefficient,
    cohen_kappa,
    count_categories,
    percent_agreement,
    perreault_leigh,
)
from senco.measures.agreement.decisions import (
    DECISIONS,
    as_records,
    bound_decision,
    measure_overall,
    measure_ratings,
    weigh,
    write_shortfalls,
)
from senco.measures.agreement.disagreements import list_disagreements
from senco.measures.agreement.ratings import Judged, Ratings, rate_characters, rate_segments
from senco.measures.agreement.unitising import ANY, list_spans, measure_spans, pair_spans


def rate_codings(
    codings: pd.DataFrame,
    segments: pd.DataFrame | None = None,
    codes: list[str] | None = None,
    unit: Literal["segments", "characters"] = "segments",
    judged: Judged = "coded",
    *,
    seen: pd.DataFrame | None = None,
    n_segments: int | None = None,
    lengths: Mapping[str, int] | None = None,
    only: Sequence[str] | None = None,
) -> Ratings:
    """Return the decisions that `summary` compares.

    Parameters
    ----------
    codings, segments, codes, unit, judged, seen, n_segments, lengths, only
        As there.

    Returns
    -------
    Ratings
        On segments, with their documents where those are known, or on characters.

    Raises
    ------
    MeasureError
        As there.

    Examples
    --------
    >>> codings = pd.DataFrame({"segment": ["s1", "s1"], "code": "time", "coder": ["ann", "ben"]})
    >>> rate_codings(codings).n_shared
    1
    """
    if unit == "characters":
        if segments is None:
            raise MeasureError("To count characters the table of segments is needed.")
        ratings = rate_characters(codings, segments, codes, lengths)
    else:
        ratings = _name_documents(rate_segments(codings, codes, judged, seen, n_segments), segments)
    return ratings if only is None else ratings.keep_codes(only)


def summary(
    codings: pd.DataFrame,
    segments: pd.DataFrame | None = None,
    codes: list[str] | None = None,
    unit: Literal["segments", "characters"] = "segments",
    judged: Judged = "coded",
    *,
    seen: pd.DataFrame | None = None,
    n_segments: int | None = None,
    lengths: Mapping[str, int] | None = None,
    only: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return how far the coders agree, per code, per document and overall, ready for JSON.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder; and participant, where it is known who said what:
        what is left out for an interval is then a participant, and else a segment.
    segments : DataFrame, optional
        Columns segment and document; and start and end, needed where characters are counted.
    codes : list of str, optional
        Every code that could be given; by default those that were.
    unit : {"segments", "characters"}
        What is counted.
    judged : {"coded", "all"}
        Which segments a coder judged: see `senco.measures.agreement.rate_segments`.
    seen, n_segments : DataFrame and int, optional
        What was seen and given no code: see there too.
    lengths : mapping of str to int, optional
        Characters of each document: see `senco.measures.agreement.rate_characters`.
    only : sequence of str, optional
        Codes to be compared; who judged what follows from all the codes that were given.

    Returns
    -------
    dict
        ``unit``, ``rule``, ``coders``, ``n_units``, ``n_shared``, ``n_people`` (None
        where it is not known who said what); ``codes``: for each code how often each
        coder gave it and its coefficients; ``overall``:
        alpha on sets of codes, then the coefficients of all decisions pooled (alpha has
        an interval where segments are counted); ``documents``: those pooled coefficients
        of each, where there are several; ``pairs`` of coders; ``spans``: where characters
        are counted, as `senco.measures.agreement.pair_spans` gives them;
        ``disagreements``: their number; ``notes``. A coefficient that is undefined has the
        value None and a note.

    Raises
    ------
    MeasureError
        Where the table cannot be read as codings, a segment is two participants',
        characters are asked for without their places, or nobody gave a code of `only`.

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
    ratings = rate_codings(
        codings,
        segments,
        codes,
        unit,
        judged,
        seen=seen,
        n_segments=n_segments,
        lengths=lengths,
        only=only,
    )
    people = _find_people([codings] if seen is None else [codings, seen], ratings)
    per_code, overall = _measure_codes(ratings, people), measure_overall(ratings, people)
    paired: list[dict[str, Any]] = []
    if unit == "characters" and segments is not None:
        spans = list_spans(codings[codings["code"].astype(str).isin(ratings.codes)], segments)
        per_code, overall = _add_spans(per_code, overall, measure_spans(ratings, spans))
        paired = _list_pairs(ratings, spans)
    return {
        "unit": ratings.kind,
        "rule": ratings.rule,
        "coders": list(ratings.coders),
        "n_units": int(ratings.weights.sum()),
        "n_shared": ratings.n_shared,
        "n_people": None if people is None else len(set(people)),
        "codes": [
            {"code": code, "given": _count_given(ratings, place), "measures": as_records(items)}
            for place, (code, items) in enumerate(per_code.items())
        ],
        "overall": as_records(overall),
        "documents": _measure_documents(ratings),
        "pairs": _compare_pairs(ratings),
        "spans": paired,
        "disagreements": len(list_disagreements(ratings)),
        "notes": _write_notes(ratings, people),
    }


def _name_documents(ratings: Ratings, segments: pd.DataFrame | None) -> Ratings:
    """Say of each segment in which document it is, where that is known of all."""
    if segments is None or "document" not in segments:
        return ratings
    places = segments.drop_duplicates("segment").set_index("segment")["document"]
    named = ratings.units["segment"].map(places.dropna().astype(str))
    if named.isna().any():
        return ratings
    return replace(ratings, units=ratings.units.assign(document=named))


def _measure_documents(ratings: Ratings) -> list[dict[str, Any]]:
    """Return the coefficients of all decisions about each document, where there are several."""
    if "document" not in ratings.units or ratings.units["document"].nunique() < 2:
        return []
    found = []
    for document in ratings.units["document"].drop_duplicates():
        part = ratings.keep_units((ratings.units["document"] == document).to_numpy())
        pooled = part.values.reshape(len(part.coders), -1)
        weights = np.repeat(part.weights, len(part.codes)) if weigh(part) is not None else None
        items = [replace(item, se=None) for item in measure_ratings(pooled, weights)]
        found.append(
            {"document": document, "n_shared": part.n_shared, "measures": as_records(items)}
        )
    return found


def _add_spans(
    per_code: dict[str, list[Coefficient]],
    overall: list[Coefficient],
    found: dict[str, Coefficient],
) -> tuple[dict[str, list[Coefficient]], list[Coefficient]]:
    """Put the alphas for unitising beside those over single characters."""
    coded = {code: [*items, found[code]] for code, items in per_code.items()}
    pooled = replace(found["all codes"], measure=f"{found['all codes'].measure}, pooled")
    where = replace(found[ANY], measure=f"{found[ANY].measure}, whatever the code")
    return coded, [*overall, pooled, where]


def _list_pairs(ratings: Ratings, spans: pd.DataFrame) -> list[dict[str, Any]]:
    judged = {
        str(document): [ratings.coders[place] for place in np.flatnonzero(part.any(axis=1))]
        for document in ratings.units["document"].drop_duplicates()
        for part in [ratings.judged[:, (ratings.units["document"] == document).to_numpy()]]
    }
    paired = pair_spans(spans, judged)
    blank = paired.astype(object).where(paired.notna(), None)
    return [{str(key): cell for key, cell in row.items()} for row in blank.to_dict("records")]


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


def _find_people(rows: list[pd.DataFrame], ratings: Ratings) -> list[str] | None:
    """Whose each segment is, where the rows say so of all."""
    if any("participant" not in part for part in rows) or ratings.kind == "characters":
        return None
    said = pd.concat([part[["segment", "participant"]] for part in rows])
    said = said.astype(str).drop_duplicates()
    twice = said.loc[said["segment"].duplicated(), "segment"]
    if len(twice):
        raise MeasureError(
            f"Segment '{twice.iloc[0]}' belongs to two participants: it can belong to only one."
        )
    whose = ratings.units["segment"].map(said.set_index("segment")["participant"])
    return None if whose.isna().any() else whose.tolist()


def _measure_codes(ratings: Ratings, people: list[str] | None) -> dict[str, list[Coefficient]]:
    found = {}
    for code, decision in zip(ratings.codes, np.moveaxis(ratings.values, 2, 0), strict=True):
        items = measure_ratings(decision, weigh(ratings))
        if ratings.kind == "segments":
            counts = count_categories(decision, DECISIONS)
            items = [bound_decision(item, counts, people) for item in items]
        found[code] = items
    return found


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
                "measures": as_records([replace(item, se=None) for item in measures]),
            }
        )
    return rows


def _write_notes(ratings: Ratings, people: list[str] | None) -> list[str]:
    notes = write_shortfalls(ratings)
    if ratings.kind == "characters":
        notes.append("No interval: neighbouring characters are not judged independently.")
    elif ratings.n_shared and len(ratings.coders) > 1:
        notes.append(
            "Intervals treat the segments as independent of one another, and are too narrow if "
            "they are not: with a column 'participant', people are left out instead."
            if people is None
            else "Intervals leave out each participant in turn."
        )
    return notes
