"""What a multiverse bears: how often each influence is key, and what that hangs on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from senco.measures.networks.multiverse import KEY, NOT_KEY, Multiverse
from senco.measures.tolerance import find_highest

#: An influence is called key whichever rule is taken where so large a share of them agree.
ROBUST = 0.9


class Sets(NamedTuple):
    """How the sets of key influences differ over the specifications.

    Parameters
    ----------
    n : int
        Specifications.
    different : int
        Different sets that they give, the empty one among them.
    none : float
        Share of the specifications in which no influence is key.
    same : float
        Share that give the set of the page's own rule.
    most : int
        Influences in the largest set.
    """

    n: int
    different: int
    none: float
    same: float
    most: int


def count_sets(multiverse: Multiverse) -> Sets:
    """Return how the sets of key influences differ over the specifications.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.

    Returns
    -------
    Sets
    """
    sets = multiverse.key[multiverse.valid]
    own = multiverse.key[(0,) * multiverse.valid.ndim]
    return Sets(
        n=len(sets),
        different=len(np.unique(sets, axis=0)),
        none=float((~sets.any(axis=1)).mean()),
        same=float((sets == own).all(axis=1).mean()),
        most=int(sets.sum(axis=1).max()),
    )


def measure_influence_of_choices(multiverse: Multiverse) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how often each choice alone changes the answer.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.

    Returns
    -------
    rule, verdict : DataFrame, shape (n_dimensions, n_influences)
        Index the dimensions' names. Of all pairs of specifications that differ in this
        choice alone, the share that disagree on whether the influence is key by the
        rule, and on the verdict (key, not key, cannot tell). 0: it never matters. Missing
        where there is no such pair; the rule has no row for the choice when a verdict is
        firm.
    """
    names = [dimension.name for dimension in multiverse.dimensions]
    valid = multiverse.valid[..., None]
    codes = multiverse.key.astype(np.int8)
    rule = [_disagree(codes, valid, axis) for axis in range(len(names) - 1)]
    verdict = [_disagree(multiverse.verdict, valid[..., None], axis) for axis in range(len(names))]
    columns = list(multiverse.influences)
    return (
        pd.DataFrame(rule, index=names[:-1], columns=columns),
        pd.DataFrame(verdict, index=names, columns=columns),
    )


def _disagree(codes: NDArray[np.int8], valid: NDArray[np.bool_], axis: int) -> NDArray[np.float64]:
    """Of the pairs along an axis, the share with unlike codes; one number an influence."""
    valid = np.broadcast_to(valid, codes.shape)
    n = valid.sum(axis=axis)
    alike = sum(_pairs(((codes == code) & valid).sum(axis=axis)) for code in range(codes.max() + 1))
    rest = tuple(range(n.ndim - 1))
    total = _pairs(n).sum(axis=rest)
    unlike = total - np.sum(alike, axis=rest)
    share: NDArray[np.float64]
    share = np.divide(unlike, total, out=np.full(len(total), np.nan), where=total > 0)
    return share


def _pairs(n: NDArray[np.int64]) -> NDArray[np.float64]:
    return n * (n - 1) / 2


def summarise_multiverse(multiverse: Multiverse) -> pd.DataFrame:
    """Return how often each influence is key, how firmly, and what it hangs on.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.

    Returns
    -------
    DataFrame
        Index influence. ``rule`` (whether the page's own rule holds), ``key`` (share of
        the specifications in which it does), ``firm`` and ``firm_not`` (shares of the
        specifications and their rules for a verdict with the verdict key, not key),
        ``hangs_on`` (names of the choices that change the rule's answer most often;
        none where none ever does) and ``changed`` (how often, as
        `measure_influence_of_choices` has it).
    """
    rule, _ = measure_influence_of_choices(multiverse)
    keys = multiverse.key[multiverse.valid]
    verdicts = multiverse.verdict[multiverse.valid]
    most = rule.max().fillna(0.0)
    return pd.DataFrame(
        {
            "rule": multiverse.key[(0,) * multiverse.valid.ndim],
            "key": keys.mean(axis=0),
            "firm": (verdicts == KEY).mean(axis=(0, 1)),
            "firm_not": (verdicts == NOT_KEY).mean(axis=(0, 1)),
            "hangs_on": [
                tuple(find_highest(rule[key])) if most[key] > 0 else ()
                for key in multiverse.influences
            ],
            "changed": most.to_numpy(),
        },
        index=pd.Index(multiverse.influences, name="influence"),
    )


def share_by_option(multiverse: Multiverse) -> pd.DataFrame:
    """Return how often each influence is key, choice by choice.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.

    Returns
    -------
    DataFrame
        One row for each option of each choice that the rule rests on: choice, option,
        ``this page`` ("yes" for the page's, else blank), ``specifications`` (how many
        have it), and a column an influence: the share of these in which it is key.
    """
    rows = []
    for axis, dimension in enumerate(multiverse.dimensions[:-1]):
        for place, option in enumerate(dimension.options):
            kept = np.take(multiverse.valid, place, axis=axis)
            keys = np.take(multiverse.key, place, axis=axis)[kept]
            shares = keys.mean(axis=0) if len(keys) else np.full(keys.shape[1], np.nan)
            own = "" if place else "yes"
            rows.append((dimension.name, option, own, len(keys), *shares))
    columns = ["choice", "option", "this page", "specifications", *multiverse.influences]
    return pd.DataFrame(rows, columns=columns)


def order_scores(multiverse: Multiverse) -> pd.DataFrame:
    """Return every score that an influence could have, from the lowest to the highest.

    Parameters
    ----------
    multiverse : Multiverse
        As `senco.measures.networks.explore_specifications` gives it.

    Returns
    -------
    DataFrame
        One row for each influence and each way to come by a score (sources, weights,
        coders, mean or median): influence, ``place`` (from 1), ``score`` (in even
        shares), ``key`` (share of the bounds, and of what is just met, with which it is
        key), ``own`` (whether it is the page's way). Influences that no source shows
        have no row.
    """
    # what a score rests on comes first on the axes: bounds and what is just met do not
    axes = multiverse.valid.ndim - 3
    valid = multiverse.valid[..., 0, 0, 0]
    shares = multiverse.key.mean(axis=tuple(range(axes, multiverse.valid.ndim)))
    frames = []
    for number, influence in enumerate(multiverse.influences):
        scores = multiverse.score[..., number][valid]
        frame = pd.DataFrame({"score": scores, "key": shares[..., number][valid]})
        frame["own"] = np.arange(len(frame)) == 0
        frame = frame.dropna().sort_values(["score", "key"], kind="stable", ignore_index=True)
        frame.insert(0, "influence", influence)
        frame.insert(1, "place", np.arange(1, len(frame) + 1))
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)
