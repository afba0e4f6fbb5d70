"""Saturation: how many codes fewer participants would have given, and what is unseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln

from senco.errors import MeasureError


def trace_saturation(presence: pd.DataFrame) -> pd.DataFrame:
    """Return how many codes any k of the participants give, averaged over all orders.

    The order in which participants were met is accidental. A code that m of n
    participants have is missed by k of them with the chance C(n - m, k) / C(n, k),
    so the average over all orders needs no sampling.

    Parameters
    ----------
    presence : DataFrame, shape (n_participants, n_codes)
        More than 0 where the participant has the code. Codes that nobody has do not
        count.

    Returns
    -------
    DataFrame
        Index ``participants`` from 1 to n; columns ``codes`` (mean over all choices
        of so many), ``sd`` (exact, over the same choices) and ``new`` (mean that
        the last of them adds).

    Raises
    ------
    MeasureError
        Where there is no participant.

    References
    ----------
    Hurlbert, S. H. (1971). The nonconcept of species diversity: a critique and
    alternative parameters. Ecology, 52(4), 577-586. https://doi.org/10.2307/1934145

    Examples
    --------
    >>> presence = pd.DataFrame([[1, 1], [1, 0]], columns=["a", "b"])
    >>> trace_saturation(presence)["codes"].tolist()
    [1.5, 2.0]
    """
    have = _codes_had(presence)
    n = len(have)
    sizes = np.arange(1, n + 1)
    without = n - have.sum(axis=0)
    miss = _chance_missed(n, without, sizes)
    # neither of two codes is found where all k lack both
    lacking = ~have
    both_miss = _chance_missed(n, (lacking.T.astype(int) @ lacking.astype(int)).ravel(), sizes)
    variance = both_miss.sum(axis=1) - miss.sum(axis=1) ** 2
    codes = have.shape[1] - miss.sum(axis=1)
    return pd.DataFrame(
        {
            "codes": np.round(codes, 12),
            "sd": np.sqrt(np.where(variance > 1e-9, variance, 0.0)),
            "new": np.diff(codes, prepend=0.0),
        },
        index=pd.Index(sizes, name="participants"),
    )


def _codes_had(presence: pd.DataFrame) -> NDArray[np.bool_]:
    have = presence.to_numpy(dtype=float) > 0
    if not len(have):
        raise MeasureError("Saturation needs at least one participant.")
    return have[:, have.any(axis=0)]


def _chance_missed(
    n: int, without: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the chance that k of n are all among those without, shape (n_sizes, n_codes)."""
    k, lack = sizes[:, None], without[None, :]
    possible = lack >= k
    some = np.where(possible, lack, k)
    logs = (gammaln(some + 1) - gammaln(some - k + 1)) - (gammaln(n + 1) - gammaln(n - k + 1))
    return np.where(possible, np.exp(logs), 0.0)


@dataclass(frozen=True)
class Saturation:
    """What so many participants can and cannot show.

    Parameters
    ----------
    n : int
        Participants.
    codes : int
        Codes that anybody has.
    once, twice : int
        Codes that exactly one, and exactly two, participants have.
    last_adds : float
        Codes that the last participant adds on average over all orders.
    estimated : float
        Lower bound of the codes in the population (Chao's estimator, bias-corrected).
    least_prevalence : float
        A code that this share of the population has is met here with a chance of
        95 %; rarer ones are easily missed.
    """

    n: int
    codes: int
    once: int
    twice: int
    last_adds: float
    estimated: float
    least_prevalence: float


def measure_saturation(presence: pd.DataFrame) -> Saturation:
    """Return what this number of participants can show.

    Parameters
    ----------
    presence : DataFrame, shape (n_participants, n_codes)
        More than 0 where the participant has the code.

    Returns
    -------
    Saturation
        With a lower bound, not an estimate, of what is unseen.

    Raises
    ------
    MeasureError
        Where there is no participant.

    References
    ----------
    Chao, A. (1987). Estimating the population size for capture-recapture data with
    unequal catchability. Biometrics, 43(4), 783-791. https://doi.org/10.2307/2531532

    Examples
    --------
    Of three codes two were given by only one participant.

    >>> presence = pd.DataFrame([[1, 1, 0], [1, 0, 1]], columns=["time", "cover", "help"])
    >>> found = measure_saturation(presence)
    >>> found.codes, found.once, found.last_adds
    (3, 2, 1.0)
    """
    have = _codes_had(presence)
    n, held = len(have), have.sum(axis=0)
    once, twice = int((held == 1).sum()), int((held == 2).sum())
    unseen = (n - 1) / n * once * (once - 1) / (2 * (twice + 1))
    return Saturation(
        n=n,
        codes=have.shape[1],
        once=once,
        twice=twice,
        last_adds=once / n,
        estimated=have.shape[1] + unseen,
        least_prevalence=find_least_prevalence(n),
    )


def find_least_prevalence(n: int, chance: float = 0.95) -> float:
    """Return how common a code must be for n participants to show it.

    Parameters
    ----------
    n : int
        Participants, at least 1, taken at random.
    chance : float
        With which it should be met at least once.

    Returns
    -------
    float
        Share of the population that has the code.

    Raises
    ------
    MeasureError
        Where n is below 1 or the chance is not between 0 and 1.

    Examples
    --------
    >>> round(find_least_prevalence(8), 2), round(find_least_prevalence(30), 2)
    (0.31, 0.1)
    """
    if n < 1 or not 0 < chance < 1:
        raise MeasureError(f"At least one participant and a chance between 0 and 1: not {n}.")
    return float(1 - (1 - chance) ** (1 / n))
