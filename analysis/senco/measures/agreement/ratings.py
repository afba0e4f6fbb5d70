"""Codings as decisions: which coder gave which code to which unit."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.errors import MeasureError

Judged = Literal["coded", "all"]


@dataclass(frozen=True)
class Ratings:
    """Every coder's decision about every unit and code.

    Parameters
    ----------
    values : ndarray, shape (n_coders, n_units, n_codes)
        1 where the code was given, 0 where not, NaN where the coder did not judge
        the unit.
    coders, codes : tuple of str
        In order of their names, or as given.
    units : DataFrame, shape (n_units, ...)
        The segment, or document, start and end of each unit.
    weights : ndarray of int, shape (n_units,)
        Characters of each unit; 1 each for segments.
    kind : {"segments", "characters"}
        What is counted.
    rule : str
        In words, which units a coder is taken to have judged.
    """

    values: NDArray[np.float64]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    units: pd.DataFrame
    weights: NDArray[np.int64]
    kind: Literal["segments", "characters"]
    rule: str

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Which coder judged which unit, shape (n_coders, n_units)."""
        judged: NDArray[np.bool_] = ~np.any(np.isnan(self.values), axis=2)
        return judged

    @property
    def n_shared(self) -> int:
        """Units, or characters, that at least two coders judged."""
        return int(self.weights[self.judged.sum(axis=0) >= 2].sum())

    def keep_codes(self, codes: Sequence[str]) -> Ratings:
        """Return the decisions on some codes; a coder judged the same units as before.

        Parameters
        ----------
        codes : sequence of str
            Which, in this order.

        Returns
        -------
        Ratings
            Of these codes alone.

        Raises
        ------
        MeasureError
            Where one is not among the codes.
        """
        unknown = [code for code in codes if code not in self.codes]
        if unknown:
            raise MeasureError(f"Nobody gave the code '{unknown[0]}'.")
        places = [self.codes.index(code) for code in codes]
        return replace(self, values=self.values[:, :, places], codes=tuple(codes))

    def keep_units(self, chosen: NDArray[np.bool_]) -> Ratings:
        """Return the decisions on some units.

        Parameters
        ----------
        chosen : ndarray of bool, shape (n_units,)
            Which.

        Returns
        -------
        Ratings
            Of these units alone, of every coder.
        """
        return replace(
            self,
            values=self.values[:, chosen],
            units=self.units[chosen].reset_index(drop=True),
            weights=self.weights[chosen],
        )


def number_codes(codings: Sequence[Sequence[Hashable | None]]) -> NDArray[np.float64]:
    """Return codings of one category a unit as numbers.

    Parameters
    ----------
    codings : sequence of sequences
        One sequence a coder, the units in the same order; None where a coder did not
        judge a unit.

    Returns
    -------
    ndarray, shape (n_coders, n_units)
        From 0, in the order in which the categories appear; NaN where not judged. What
        `senco.measures.agreement.cohen_kappa` and `count_categories` take.

    Raises
    ------
    MeasureError
        Where the coders do not have the same number of units, or there is none.

    Examples
    --------
    >>> number_codes([["b", "a", None], ["b", "c", "a"]]).tolist()
    [[0.0, 1.0, nan], [0.0, 2.0, 1.0]]
    """
    sizes = list(dict.fromkeys(len(coder) for coder in codings))
    if len(sizes) != 1:
        raise MeasureError(
            f"The coders have {' and '.join(map(str, sizes)) or 'no'} units: give each one an "
            "entry for every unit, None where it was not judged."
        )
    if sizes == [0]:
        raise MeasureError("The coders judged no unit.")
    labels = pd.Series([code for coder in codings for code in coder], dtype=object)
    numbers = pd.factorize(labels)[0].astype(float).reshape(len(codings), -1)
    return np.where(numbers < 0, np.nan, numbers)


def rate_segments(
    codings: pd.DataFrame,
    codes: Sequence[str] | None = None,
    judged: Judged = "coded",
    seen: pd.DataFrame | None = None,
    n_segments: int | None = None,
) -> Ratings:
    """Return the decisions with segments as units.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder; a repeated row counts once.
    codes : sequence of str, optional
        Every code that could be given; by default those that were.
    judged : {"coded", "all"}
        "coded": a coder judged the segments to which they gave any code, so a
        segment that they saw and left uncoded is not counted. "all": every coder
        judged every segment, so one that they never saw counts as left uncoded.
    seen : DataFrame, optional
        Columns segment and coder: what a coder saw and gave no code.
    n_segments : int, optional
        How many segments there are with those that nobody coded, which every coder saw;
        by default those that somebody coded or is said to have seen.

    Returns
    -------
    Ratings
        Segments in the order of the codings; then those that were only seen.

    Raises
    ------
    MeasureError
        Where a column or cell is missing, a code is not among `codes`, or there are more
        segments than `n_segments`.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "segment": ["s1", "s1", "s2", "s2"],
    ...     "code": ["time", "time", "time", "help"],
    ...     "coder": ["ann", "ben", "ann", "ben"],
    ... })
    >>> ratings = rate_segments(codings)
    >>> ratings.codes, ratings.values[0].tolist(), ratings.n_shared
    (('help', 'time'), [[0.0, 1.0], [0.0, 1.0]], 2)
    """
    if judged not in ("coded", "all"):
        raise MeasureError(f"Judged segments are 'coded' or 'all', not '{judged}'.")
    given = _check_codings(codings, ["segment", "code", "coder"])
    stated = _check_seen(seen)
    coders, names = _name_axes(given, codes, stated["coder"])
    segments = list(dict.fromkeys([*given["segment"], *stated["segment"]]))
    values = np.zeros((len(coders), len(segments), len(names)))
    index = (
        _places(given["coder"], coders),
        _places(given["segment"], segments),
        _places(given["code"], names),
    )
    values[index] = 1.0
    rule = "every coder judged every segment"
    if judged == "coded":
        uncoded = values.sum(axis=2) == 0
        uncoded[_places(stated["coder"], coders), _places(stated["segment"], segments)] = False
        values[uncoded] = np.nan
        rule = "a coder judged the segments to which they gave a code"
        rule += ", and those that they are said to have seen" if len(stated) else ""
    unmarked = _count_unmarked(n_segments, len(segments))
    values = np.concatenate([values, np.zeros((len(coders), unmarked, len(names)))], axis=1)
    ones = np.ones(len(segments) + unmarked, dtype=int)
    units = pd.DataFrame({"segment": [*segments, *[""] * unmarked]})
    return Ratings(values, coders, names, units, ones, "segments", rule)


def list_partly_coded(codings: pd.DataFrame) -> list[str]:
    """Return the segments to which some coders gave a code and others none.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder.

    Returns
    -------
    list of str
        In the order of the codings. The table alone does not tell whether the others saw
        them.

    Examples
    --------
    >>> list_partly_coded(pd.DataFrame({"segment": ["s1", "s1", "s2"], "code": "time",
    ...                                 "coder": ["ann", "ben", "ann"]}))
    ['s2']
    """
    coders = codings.groupby("segment", sort=False)["coder"].nunique()
    return [str(name) for name in coders.index[coders < codings["coder"].nunique()]]


def _count_unmarked(n_segments: int | None, known: int) -> int:
    """Return how many segments nobody coded, of so many in all."""
    if n_segments is not None and n_segments < known:
        raise MeasureError(
            f"There are {known} segments in the codings, so there cannot be {n_segments} in all."
        )
    return 0 if n_segments is None else n_segments - known


def _check_seen(seen: pd.DataFrame | None) -> pd.DataFrame:
    if seen is None:
        return pd.DataFrame({"segment": [], "coder": []}, dtype=str)
    for column in ("segment", "coder"):
        if column not in seen:
            raise MeasureError(f"The table of what coders saw needs the column '{column}'.")
    return seen[["segment", "coder"]].astype(str).drop_duplicates()


def rate_characters(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: Sequence[str] | None = None,
    lengths: Mapping[str, int] | None = None,
) -> Ratings:
    """Return the decisions with characters as units, for selections that overlap.

    A document is cut wherever a selection starts or ends; the pieces are units
    whose weight is their length, which gives what counting single characters would.
    A coder judged the whole of a document in which they coded anything.

    Parameters
    ----------
    codings : DataFrame
        Columns segment, code, coder.
    segments : DataFrame
        Columns segment, document, start, end (the character after the last).
    codes : sequence of str, optional
        Every code that could be given; by default those that were.
    lengths : mapping of str to int, optional
        Characters of each document; without it a document is counted from the
        first character that anybody coded to the last.

    Returns
    -------
    Ratings
        Pieces in the order of the documents.

    Raises
    ------
    MeasureError
        Where a coded segment has no document, start or end, does not end after it
        starts, or ends beyond its document.

    Examples
    --------
    Two selections of ten characters that overlap by five.

    >>> codings = pd.DataFrame(
    ...     {"segment": ["s1", "s2"], "code": ["time", "time"], "coder": ["ann", "ben"]}
    ... )
    >>> segments = pd.DataFrame(
    ...     {"segment": ["s1", "s2"], "document": ["d", "d"], "start": [0, 5], "end": [10, 15]}
    ... )
    >>> ratings = rate_characters(codings, segments)
    >>> ratings.weights.tolist(), ratings.values[:, :, 0].tolist()
    ([5, 5, 5], [[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])
    """
    given = _check_codings(codings, ["segment", "code", "coder"])
    placed = _check_places(given, segments, lengths)
    coders, names = _name_axes(given, codes)
    parts = [
        _rate_document(str(document), rows, coders, names, (lengths or {}).get(str(document)))
        for document, rows in placed.groupby("document", sort=False)
    ]
    rule = "a coder judged the whole of each document in which they gave a code, " + (
        "from its first to its last character"
        if lengths is not None
        else "from the first character that anybody coded to the last"
    )
    units = pd.concat([units for units, _ in parts], ignore_index=True)
    values = np.concatenate([values for _, values in parts], axis=1)
    weights = (units["end"] - units["start"]).to_numpy(dtype=int)
    return Ratings(values, coders, names, units, weights, "characters", rule)


def _rate_document(
    document: str,
    rows: pd.DataFrame,
    coders: tuple[str, ...],
    codes: tuple[str, ...],
    length: int | None,
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    starts, ends = rows["start"].to_numpy(dtype=int), rows["end"].to_numpy(dtype=int)
    edges = [] if length is None else [0, length]
    cuts = np.unique(np.concatenate([starts, ends, np.array(edges, dtype=int)]))
    values = np.zeros((len(coders), len(cuts) - 1, len(codes)))
    first, last = np.searchsorted(cuts, starts), np.searchsorted(cuts, ends)
    coder, code = _places(rows["coder"], coders), _places(rows["code"], codes)
    for row in range(len(rows)):
        values[coder[row], first[row] : last[row], code[row]] = 1.0
    values[np.setdiff1d(np.arange(len(coders)), coder)] = np.nan
    units = pd.DataFrame({"document": document, "start": cuts[:-1], "end": cuts[1:]})
    return units, values


def _check_places(
    given: pd.DataFrame, segments: pd.DataFrame, lengths: Mapping[str, int] | None
) -> pd.DataFrame:
    for column in ("segment", "document", "start", "end"):
        if column not in segments:
            raise MeasureError(f"To count characters the segments need the column '{column}'.")
    places = segments.drop_duplicates("segment").set_index("segment")
    placed = given.join(places[["document", "start", "end"]], on="segment")
    unplaced = placed[["document", "start", "end"]].isna().any(axis=1)
    if unplaced.any():
        raise MeasureError(
            f"Segment '{placed.loc[unplaced, 'segment'].iloc[0]}' has no document, start and end: "
            "characters cannot be counted. Use segments as units."
        )
    wrong = placed["end"].astype(int) <= placed["start"].astype(int)
    if lengths is not None:
        if not set(placed["document"]) <= set(lengths):
            missing = min(set(placed["document"]) - set(lengths))
            raise MeasureError(f"The length of document '{missing}' is not given.")
        wrong |= placed["end"].astype(int) > placed["document"].map(dict(lengths)).astype(int)
    if wrong.any():
        raise MeasureError(
            f"Segment '{placed.loc[wrong, 'segment'].iloc[0]}' does not end after it starts and "
            "within its document."
        )
    return placed


def _check_codings(codings: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    for column in columns:
        if column not in codings:
            raise MeasureError(f"The codings need the column '{column}'.")
    given = codings[columns]
    if given.empty:
        raise MeasureError("There is no coding.")
    blank = given.isna().any(axis=1)
    if blank.any():
        raise MeasureError(f"Coding {int(np.flatnonzero(blank)[0]) + 1} has an empty cell.")
    return given.astype(str).drop_duplicates().reset_index(drop=True)


def _name_axes(
    given: pd.DataFrame, codes: Sequence[str] | None, others: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = tuple(dict.fromkeys(codes)) if codes is not None else tuple(sorted(set(given["code"])))
    unknown = sorted(set(given["code"]) - set(names))
    if unknown:
        raise MeasureError(f"The code '{unknown[0]}' is used but is not in the codebook.")
    return tuple(sorted({*given["coder"], *others})), names


def _places(values: pd.Series, names: Sequence[str]) -> NDArray[np.int64]:
    order = {name: place for place, name in enumerate(names)}
    return values.map(order).to_numpy(dtype=int).astype(int)
