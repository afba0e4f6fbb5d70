"""What another share than nine in ten would make of the verdicts on key influences.

A verdict is given where at least `senco.measures.networks.FIRM` of the resampled cohorts
agree. Here the same resamplings are judged by other shares as well, in the simulated cohorts
of eight SENCOs of `network_recovery`, of which it is known what was planted. Told is how many
of the influences that were planted, and of the others, get the verdict "key", with the
standard error over cohorts. Written is `results/firmness.csv`. Run:

    python benchmarks/firmness.py
"""

from __future__ import annotations

from pathlib import Path

import comparison_rates as rates
import network_recovery as recovery
import numpy as np
import pandas as pd

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.measures.networks import combine_sources, find_key_influences, gather_evidence
from senco.measures.tolerance import at_least

SHARES = (0.8, 0.85, 0.9, 0.95, 0.975, 0.99)
N, COHORTS = 8, 120
RESULTS = Path(__file__).parent / "results" / "firmness.csv"
COLUMNS = ["truth", "n", "drawn", "share", "measure", "count", "value", "error"]
Row = tuple[str, int, int, float, str, int, float, float]


def resample(cohort: Cohort, seed: int) -> np.ndarray:
    """Return in which share of the resampled cohorts each influence is key."""
    evidence = combine_sources(gather_evidence(cohort).shares)
    return find_key_influences(evidence, draws=recovery.DRAWS, seed=seed)["resampled"].to_numpy()


def tell(
    truth: str, drawn: int, share: float, measure: str, hits: np.ndarray, of: np.ndarray
) -> Row:
    """Return a row: a share of sums over what was drawn, with its standard error."""
    value, error = rates.measure_share(pd.Series(hits), pd.Series(of))
    return truth, N, drawn, share, measure, int(np.sum(of)), value, error


def measure_planted() -> list[Row]:
    """Return how often influences that were planted, and others, get the verdict "key"."""
    reference = load_cohort("ey-pvi-2017")
    influences = list(reference.influences)
    rows: list[Row] = []
    for truth, strength in (("two planted", recovery.STRENGTH), ("none planted", 1.0)):
        found, known = [], []
        for seed in range(COHORTS):
            pair = {influences[seed % 6], influences[(seed + 1 + seed // 6 % 5) % 6]}
            planted = dict.fromkeys(pair, float(np.log(strength))) if strength > 1 else {}
            cohort = recovery.draw(reference, N, planted, seed)
            found.append(resample(cohort, seed))
            known.append([influence in planted for influence in influences])
        own = np.array(known)
        for share in SHARES:
            key = at_least(np.array(found), share)
            for measure, kind in (("planted", own), ("others", ~own)):
                hits, of = (key & kind).sum(axis=1), kind.sum(axis=1)
                rows += [tell(truth, COHORTS, share, measure, hits, of)] if kind.any() else []
    return rows


def main() -> None:
    """Write the shares and print them."""
    found = pd.DataFrame(measure_planted(), columns=COLUMNS)
    found.to_csv(RESULTS, index=False, float_format="%.4f", lineterminator="\n")
    print(found.to_string(index=False))


if __name__ == "__main__":
    main()
