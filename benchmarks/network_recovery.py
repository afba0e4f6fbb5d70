"""How often the rule for key influences finds those that were planted, by n.

Run: python benchmarks/network_recovery.py [cohorts]

Simulated cohorts in which two of six influences weigh more for everybody, by a factor of
STRENGTH, and cohorts in which none does. Each is read as page 60 reads it. Told are, over
the influences of all cohorts:

key          the planted influences that the rule calls key
firm         the planted influences with the verdict "key"
false        the other influences that the rule calls key
false firm   the other influences with the verdict "key"
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from senco.cohort import load_cohort
from senco.model import Cohort
from senco.networks import combine_sources, find_key_influences, gather_evidence
from senco.simulate import draw_cohort, draw_grids, draw_stories

SIZES = (4, 8, 16, 32, 64)
STRENGTH = 2.5
DRAWS = 500


def draw(reference: Cohort, n: int, planted: dict[str, float], seed: int) -> Cohort:
    """A simulated cohort, as a cohort whose tables are read from files."""
    rng = np.random.default_rng([n, seed])
    reported = reference.tables["reported"]
    drawn = draw_cohort(reported, reference.tables["constructs"], rng=rng, n=n, planted=planted)
    codes = reference.tables["codes"]
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        "rankings": drawn.rankings,
        "codes": codes,
        **draw_grids(drawn.constructs, drawn.weights, rng=rng),
        **draw_stories(drawn.weights, codes, rng=rng),
    }
    stories = {
        "segments": tables["segments"].assign(lines=pd.NA),
        "codings": tables["codings"].assign(placing=pd.NA),
    }
    return Cohort("simulated", reference.info, reference.study, {**tables, **stories})


def recover(reference: Cohort, n: int, strength: float, cohorts: int) -> dict[str, float]:
    """Rates over so many cohorts; the planted pair goes round the influences."""
    influences = list(reference.influences)
    rows = []
    for seed in range(cohorts):
        pair = {influences[seed % 6], influences[(seed + 1 + seed // 6 % 5) % 6]}
        planted = dict.fromkeys(pair, float(np.log(strength))) if strength > 1 else {}
        evidence = gather_evidence(draw(reference, n, planted, seed))
        found = find_key_influences(combine_sources(evidence.shares), draws=DRAWS, seed=seed)
        rows.append(found.assign(planted=found.index.isin(planted)))
    every = pd.concat(rows)
    firm = every["verdict"] == "key"
    truth = every["planted"]
    return {
        "key": every.loc[truth, "key"].mean(),
        "firm": firm[truth].mean(),
        "false": every.loc[~truth, "key"].mean(),
        "false firm": firm[~truth].mean(),
    }


def main() -> None:
    cohorts = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    reference = load_cohort("ey-pvi-2017")
    print(f"{cohorts} cohorts each; planted influences weigh {STRENGTH} times the others")
    print(f"{'n':>4} {'planted':>8} {'key':>6} {'firm':>6} {'false':>6} {'false firm':>11}")
    for strength in (STRENGTH, 1.0):
        for n in SIZES:
            rates = recover(reference, n, strength, cohorts)
            shown = [f"{rates[name]:.2f}" for name in ("key", "firm", "false", "false firm")]
            what = "two" if strength > 1 else "none"
            print(f"{n:>4} {what:>8} {shown[0]:>6} {shown[1]:>6} {shown[2]:>6} {shown[3]:>11}")


if __name__ == "__main__":
    main()
