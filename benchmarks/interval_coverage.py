"""How often the jackknife-t interval of the mean Spearman correlation covers.

Three ways of generating rankings of 21 items, each at two strengths of
agreement: Plackett-Luce (each ranker chooses from the top down), Mallows (each
inserts the items near their places in one order), and two camps of rankers
(normal scores around one of two orders, 70 to 30), a hard case. The truth of
each is taken from 200,000 rankers. Run: python benchmarks/interval_coverage.py [samples]

Share of 2,000 intervals that covered, nominal 95 % (standard error about .005):

    model           truth   n = 4   n = 8   n = 30
    Plackett-Luce    .118    .981    .974    .958
    Plackett-Luce    .377    .969    .964    .948
    Mallows          .033    .981    .985    .969
    Mallows          .357    .965    .956    .950
    two camps        .065    .982    .977    .954
    two camps        .200    .875    .911    .907

So it errs on the wide side where there is next to no agreement, and on the
narrow side where the rankers fall into two camps that each agree.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from senco.rankings import mean_spearman

K, SIZES = 21, (4, 8, 30)


def rank(scores: np.ndarray) -> np.ndarray:
    return (-scores).argsort(axis=1).argsort(axis=1) + 1


def draw_luce(n: int, rng: np.random.Generator, strength: float) -> np.ndarray:
    return rank(rng.gumbel(size=(n, K)) + strength * np.linspace(1, -1, K))


def draw_mallows(n: int, rng: np.random.Generator, strength: float) -> np.ndarray:
    ranks = np.zeros((n, K), dtype=int)
    for item in range(K):
        chance = np.exp(-strength * np.arange(item + 1)[::-1])
        place = rng.choice(item + 1, size=(n, 1), p=chance / chance.sum())
        ranks[:, :item] += ranks[:, :item] >= place
        ranks[:, [item]] = place
    return ranks + 1


def draw_camps(n: int, rng: np.random.Generator, strength: float) -> np.ndarray:
    order = np.linspace(1, -1, K)
    other = np.concatenate([order[K // 3 :], order[: K // 3]])
    camp = rng.random((n, 1)) < 0.3
    return rank(rng.standard_normal((n, K)) + strength * np.where(camp, other, order))


def cover(draw: Callable[..., np.ndarray], strength: float, samples: int) -> list[float]:
    rng = np.random.default_rng(1)
    truth = mean_spearman(draw(200_000, rng, strength)).mean
    row = [truth]
    for n in SIZES:
        found = [mean_spearman(draw(n, rng, strength)) for _ in range(samples)]
        row.append(float(np.mean([one.low <= truth <= one.high for one in found])))
    return row


def main(samples: int = 2_000) -> None:
    print(f"share of {samples} intervals that cover, nominal 95 %")
    print(f"{'model':22} {'truth':>6} " + " ".join(f"n = {n:<4}" for n in SIZES))
    models = (
        ("Plackett-Luce", draw_luce, (0.7, 1.5)),
        ("Mallows", draw_mallows, (0.05, 0.2)),
        ("two camps", draw_camps, (0.7, 1.5)),
    )
    for name, draw, strengths in models:
        for strength in strengths:
            truth, *shares = cover(draw, strength, samples)
            print(f"{name:22} {truth:6.3f} " + " ".join(f"{share:8.3f}" for share in shares))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
