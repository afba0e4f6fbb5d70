"""Passages that coders cut for themselves: how far their spans agree, and where they part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.measures.agreement.coefficients import NO_OVERLAP, ONE_CATEGORY, Coefficient
from senco.measures.agreement.ratings import Ratings

Floats = NDArray[np.float64]

MEASURE = "alpha for unitising"
#: Where a passage is, whatever its code.
ANY = "any code"


def list_spans(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return where each coder gave each code, overlapping passages as one span.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder.
    segments : DataFrame
        Columns segment, document, start, end (the character after the last).

    Returns
    -------
    DataFrame
        Columns document, code, coder, start, end, in that order. Passages that only touch
        stay two.

    Examples
    --------
    >>> codings = pd.DataFrame({"segment": ["s1", "s2"], "code": "time", "coder": "ann"})
    >>> segments = pd.DataFrame({"segment": ["s1", "s2"], "document": "d", "start": [0, 5],
    ...                          "end": [10, 15]})
    >>> list_spans(codings, segments).to_numpy().tolist()
    [['d', 'time', 'ann', 0, 15]]
    """
    keys = ["document", "code", "coder"]
    places = segments.drop_duplicates("segment")[["segment", "document", "start", "end"]]
    placed = codings[["segment", "code", "coder"]].merge(places, on="segment")
    placed = placed.astype({**dict.fromkeys(keys, str), "start": int, "end": int})
    return _join_overlaps(placed.drop_duplicates([*keys, "start", "end"]), keys)


def _join_overlaps(placed: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    ordered = placed.sort_values([*keys, "start", "end"], kind="stable")
    reach = ordered.groupby(keys)["end"].cummax().groupby([ordered[key] for key in keys]).shift()
    new = reach.isna() | (ordered["start"] >= reach)
    spans = ordered.assign(span=new.cumsum()).groupby([*keys, "span"], sort=False)
    joined = spans.agg(start=("start", "min"), end=("end", "max")).reset_index()
    return joined[[*keys, "start", "end"]]


def unitised_alpha(
    decisions: Floats, weights: NDArray[np.int64], sizes: Sequence[int]
) -> Coefficient:
    """Return Krippendorff's alpha for unitising, of one code against everything without it.

    Parameters
    ----------
    decisions : ndarray, shape (n_coders, n_pieces)
        1 where the code was given, 0 where not, NaN where the coder did not judge the piece.
    weights : ndarray of int, shape (n_pieces,)
        Characters of each piece.
    sizes : sequence of int
        Characters of each span of the code, of every coder, in what two coders judged.

    Returns
    -------
    Coefficient
        1 where all spans have the same edges, 0 where they lie as by chance. It differs from
        alpha over single characters in its idea of chance: whole spans are thrown, and not
        characters, so that a long span is one decision. Without an interval.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of
    unitizing textual continua: Further developments. Quality & Quantity, 50, 2347-2364.
    https://doi.org/10.1007/s11135-015-0266-1

    Examples
    --------
    Ten characters, of which one coder marked the first four and the other the third to the
    sixth. Of 20 pairs of characters 8 differ. Spans of 4 and 4 and gaps of 6 and 6 let
    2 x 8 x 12 / (20 - (16 + 16 + 12) / 20) = 10.79 differ by chance; 1 - 8 / 10.79 = .258.

    >>> pieces = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0]])
    >>> round(unitised_alpha(pieces, np.array([2, 2, 2, 4]), [4, 4]).value, 3)
    0.258
    """
    differing, by_chance = _compare_pieces(decisions, weights, sizes)
    return _to_coefficient(differing, by_chance, bool((~np.isnan(decisions)).sum(axis=0).max() > 1))


def _compare_pieces(
    decisions: Floats, weights: NDArray[np.int64], sizes: Sequence[int]
) -> tuple[float, float]:
    """Return the pairs of characters that differ, and those that would by chance."""
    judged = (~np.isnan(decisions)).sum(axis=0)
    shared = judged >= 2
    yes = np.nansum(decisions, axis=0)
    no = judged - yes
    size = weights * shared
    differing = 2 * float(np.sum(size * yes * no / np.where(shared, judged - 1, 1)))
    marked, gaps = float(np.sum(size * yes)), float(np.sum(size * no))
    total = marked + gaps
    alone = float(np.sum(np.square(np.asarray(sizes, dtype=float)))) + gaps
    if not marked or not gaps:
        return differing, 0.0
    return differing, 2 * marked * gaps / (total - alone / total)


def _to_coefficient(differing: float, by_chance: float, shared: bool) -> Coefficient:
    if not shared:
        return Coefficient(MEASURE, None, NO_OVERLAP)
    if not by_chance:
        return Coefficient(MEASURE, None, ONE_CATEGORY)
    return Coefficient(MEASURE, 1 - differing / by_chance)


def measure_spans(ratings: Ratings, spans: pd.DataFrame) -> dict[str, Coefficient]:
    """Return alpha for unitising: of each code, of all together, and of where passages are.

    Parameters
    ----------
    ratings : Ratings
        As `senco.measures.agreement.rate_characters` gives them.
    spans : DataFrame
        As `list_spans` gives them, of the same codings.

    Returns
    -------
    dict of str to Coefficient
        By code; "all codes", where the pairs that differ are summed over codes, for a
        passage may have several; and `ANY`, whether passages were marked at the same places,
        whatever their codes.

    Examples
    --------
    >>> from senco.measures.agreement import rate_characters
    >>> codings = pd.DataFrame({"segment": ["a", "b"], "code": "time", "coder": ["ann", "ben"]})
    >>> segments = pd.DataFrame({"segment": ["a", "b"], "document": "d", "start": [0, 2],
    ...                          "end": [4, 6]})
    >>> ratings = rate_characters(codings, segments, lengths={"d": 10})
    >>> found = measure_spans(ratings, list_spans(codings, segments))
    >>> {name: round(item.value, 3) for name, item in found.items()}
    {'time': 0.258, 'all codes': 0.258, 'any code': 0.258}
    """
    shared = set(ratings.units.loc[ratings.judged.sum(axis=0) >= 2, "document"])
    spans = spans[spans["document"].isin(shared)]
    sizes = spans["end"] - spans["start"]
    compared = {
        code: _compare_pieces(
            ratings.values[:, :, place], ratings.weights, sizes[spans["code"] == code].to_list()
        )
        for place, code in enumerate(ratings.codes)
    }
    found = {code: _to_coefficient(*pair, bool(shared)) for code, pair in compared.items()}
    summed = np.sum(list(compared.values()), axis=0)
    found["all codes"] = _to_coefficient(float(summed[0]), float(summed[1]), bool(shared))
    anywhere = _join_overlaps(spans.assign(code=ANY), ["document", "code", "coder"])
    marked = np.where(ratings.judged, np.nan_to_num(ratings.values).max(axis=2), np.nan)
    found[ANY] = unitised_alpha(
        marked, ratings.weights, (anywhere["end"] - anywhere["start"]).to_list()
    )
    return found


def pair_spans(spans: pd.DataFrame, judged: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """List the spans of every two coders side by side, with how far apart their edges are.

    Parameters
    ----------
    spans : DataFrame
        As `list_spans` gives them.
    judged : mapping of str to sequence of str
        Who judged each document.

    Returns
    -------
    DataFrame
        Columns document, code, coder and other; start and end of the one's span,
        other_start and other_end of the other's; start_later and end_later, by how many
        characters the other's edges come later; and overlap, characters of both over
        characters of either. Spans are paired so that the overlaps sum to most, each once;
        one without a counterpart has blanks, and an overlap of 0.

    Examples
    --------
    >>> spans = pd.DataFrame({"document": "d", "code": "time", "coder": ["ann", "ben"],
    ...                       "start": [0, 2], "end": [4, 6]})
    >>> pair_spans(spans, {"d": ["ann", "ben"]})[["start_later", "end_later", "overlap"]]
       start_later  end_later   overlap
    0            2          2  0.333333
    """
    rows: list[dict[str, object]] = []
    for (document, code), group in spans.groupby(["document", "code"], sort=True):
        for first, second in combinations(sorted(judged.get(str(document), ())), 2):
            rows += [
                {"document": document, "code": code, "coder": first, "other": second, **pair}
                for pair in _pair(group[group["coder"] == first], group[group["coder"] == second])
            ]
    columns = ["document", "code", "coder", "other", "start", "end", "other_start", "other_end",
               "start_later", "end_later", "overlap"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({**dict.fromkeys(columns[4:10], "Int64"), "overlap": float})


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> list[dict[str, object]]:
    from scipy.optimize import linear_sum_assignment  # takes a second to import

    ours, theirs = (frame[["start", "end"]].to_numpy(dtype=int) for frame in (one, other))
    both = np.minimum(ours[:, None, 1], theirs[None, :, 1])
    both = np.clip(both - np.maximum(ours[:, None, 0], theirs[None, :, 0]), 0, None)
    chosen = zip(*linear_sum_assignment(both, maximize=True), strict=True)
    matched = {int(i): int(j) for i, j in chosen if both[i, j] > 0}
    rows = [_describe(ours[i], theirs[j] if (j := matched.get(i)) is not None else None)
            for i in range(len(ours))]  # fmt: skip
    rows += [_describe(None, span) for j, span in enumerate(theirs) if j not in matched.values()]
    return sorted(rows, key=lambda row: min(edge for edge in _edges(row) if edge is not None))


def _describe(span: NDArray[np.int64] | None, other: NDArray[np.int64] | None) -> dict[str, object]:
    """Return two spans, of which one may be missing, as a row."""
    row: dict[str, object] = {"overlap": 0.0}
    if span is not None:
        row |= {"start": int(span[0]), "end": int(span[1])}
    if other is not None:
        row |= {"other_start": int(other[0]), "other_end": int(other[1])}
    if span is not None and other is not None:
        both = min(span[1], other[1]) - max(span[0], other[0])
        either = max(span[1], other[1]) - min(span[0], other[0])
        later = other - span
        row |= {"start_later": int(later[0]), "end_later": int(later[1])}
        row["overlap"] = float(both / either)
    return row


def _edges(row: dict[str, object]) -> list[int | None]:
    edges = (row.get("start"), row.get("other_start"))
    return [edge if isinstance(edge, int) else None for edge in edges]
