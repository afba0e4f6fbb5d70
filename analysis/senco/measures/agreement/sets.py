"""Agreement of two coders who gave each unit any number of codes, or none."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from senco.errors import MeasureError
from senco.measures.agreement.alpha import set_alpha
from senco.measures.agreement.coefficients import Coefficient
from senco.measures.agreement.intervals import bound_by_people
from senco.text.rounding import format_number

Floats = NDArray[np.float64]

NOTHING_GIVEN = "undefined: neither coder gave any unit a code"


def measure_sets(
    first: Sequence[Collection[str]],
    second: Sequence[Collection[str]],
    codes: Sequence[str],
    people: Sequence[Hashable] | None = None,
) -> dict[str, Coefficient]:
    """Return how far two coders agree on the pairs of a unit and a code.

        Nearly all pairs that could be given are given by neither, and agreeing to leave them out is
    not an achievement. So the two shares count only pairs that somebody gave.

    Parameters
    ----------
    first, second : sequence of collection of str
        The codes that each coder gave to every unit, in the same order; empty where
        the coder found that none fits.
    codes : sequence of str
        Every code that could be given, each once.
    people : sequence, optional
        Whose each unit is; by default each is taken for a person's only one.

    Returns
    -------
    dict of str to Coefficient
        By measure, each from 0 or below to 1 with the 95 % interval of
        `senco.measures.agreement.bound_by_people`: "Jaccard index" (pairs that both give, of those
        that either gives); "positive agreement" (twice those, of all pairs given), whose
        note has its value by chance alone, were each coder's pairs spread at random; and
        "alpha on sets of codes (jaccard distance)", which takes off what chance gives.
        Where one is undefined its value is None and its note says why.

    Raises
    ------
    MeasureError
        Where the coders do not have the same number of units, there is no unit, or a
        code is not among `codes`.

    References
    ----------
    Cicchetti, D. V., & Feinstein, A. R. (1990). High agreement but low kappa: II.
    Resolving the paradoxes. Journal of Clinical Epidemiology, 43(6), 551-558.
    https://doi.org/10.1016/0895-4356(90)90159-M

    Hripcsak, G., & Rothschild, A. S. (2005). Agreement, the F-measure, and reliability
    in information retrieval. Journal of the American Medical Informatics Association,
    12(3), 296-298. https://doi.org/10.1197/jamia.M1733

    Examples
    --------
    >>> found = measure_sets([{"a"}, {"b"}, set()], [{"a"}, {"a", "b"}, set()], ["a", "b"])
    >>> round(found["Jaccard index"].value, 3), found["positive agreement"].value
    (0.667, 0.8)
    """
    values = _tabulate_sets(first, second, codes)
    both, given = values.prod(axis=0).sum(axis=1), values.sum(axis=(0, 2))
    jaccard = _bound("Jaccard index", 1, both, given - both, people)
    positive = _bound("positive agreement", 2, both, given, people, _format_chance(values))
    alpha = set_alpha(values, people=people)
    return {item.measure: item for item in (jaccard, positive, alpha)}


def _tabulate_sets(
    first: Sequence[Collection[str]], second: Sequence[Collection[str]], codes: Sequence[str]
) -> Floats:
    """Return 1 where a coder gave a unit a code, shape (2, n_units, n_codes)."""
    if len(first) != len(second) or not len(first):
        raise MeasureError(
            f"The coders have {len(first)} and {len(second)} units: give each the same units, "
            "at least one."
        )
    unknown = sorted({code for coder in (first, second) for given in coder for code in given}
                     - set(codes))  # fmt: skip
    if unknown:
        raise MeasureError(f"The code '{unknown[0]}' is not one of those that could be given.")
    rows = [[[code in given for code in codes] for given in coder] for coder in (first, second)]
    return np.array(rows, dtype=float).reshape(2, len(first), len(codes))


def _bound(
    measure: str,
    times: int,
    top: Floats,
    bottom: Floats,
    people: Sequence[Hashable] | None,
    note: str = "",
) -> Coefficient:
    """Return `times` the sum of `top` over that of `bottom`, with its interval.

    The imagined person's two pairs are one that both give and one that one gives.
    """
    if not bottom.sum():
        return Coefficient(measure, None, NOTHING_GIVEN)
    item = Coefficient(measure, float(times * top.sum() / bottom.sum()), note)
    units, imagined = np.column_stack([top, bottom]), [1, 1 + times]

    def divide(sums: Floats) -> Floats:
        return times * sums[..., 0] / sums[..., 1]

    return bound_by_people(item, units, imagined, divide, people, least=0)


def _format_chance(values: Floats) -> str:
    """By chance a pair is given by both as often as the product of the coders' shares."""
    one, other = values.mean(axis=(1, 2))
    if not one + other:
        return ""
    return f"{format_number(2 * one * other / (one + other))} by chance alone"
