"""How often the rule for key influences finds those that were planted, by n and by weights.

Run: python benchmarks/network_recovery.py [cohorts [size ...]]

Simulated cohorts in which two of six influences weigh more for everybody, by a factor of
STRENGTH, and cohorts in which none does. Each is read as page 60 reads it, and with the
other weights of its multiverse. Told are, over the influences of all cohorts:

key          the planted influences that the rule calls key
firm         the planted influences with the verdict "key"
false        the other influences that the rule calls key
false_firm   the other influences with the verdict "key"

each with its standard error, taken over cohorts, since the influences of one cohort fall
and rise together. They are kept in results/network_recovery.csv.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.measures.networks import Evidence, combine_sources, find_key_influences, gather_evidence
from senco.simulation import draw_cohort, draw_grids, draw_stories, load_scenario
from senco.workspace.paths import find_project

SIZES = (4, 8, 16, 32, 64)
STRENGTH = 2.5
DRAWS = 500
RESULTS = Path(__file__).parent / "results" / "network_recovery.csv"


def draw(reference: Cohort, n: int, planted: dict[str, float], seed: int) -> Cohort:
    """A simulated cohort, as a cohort whose tables are read from files."""
    rng = np.random.default_rng([n, seed])
    reported = reference.tables["reported"]
    scenario = load_scenario(find_project(), reference.study)
    drawn = draw_cohort(
        reported,
        reference.tables["constructs"],
        scenario=scenario,
        rng=rng,
        n=n,
        planted=planted,
    )
    codes = reference.tables["codes"]
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        "rankings": drawn.rankings,
        "codes": codes,
        **draw_grids(drawn.constructs, drawn.weights, scenario=scenario, rng=rng),
        **draw_stories(drawn.weights, codes, scenario=scenario, rng=rng),
    }
    stories = {
        "segments": tables["segments"].assign(lines=pd.NA),
        "codings": tables["codings"].assign(placing=pd.NA),
    }
    return Cohort("simulated", reference.info, reference.study, {**tables, **stories})


def weigh(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """The evidence by the page's weights, and by the others of its multiverse."""
    total = sum(
        table.mul(evidence.pieces[source], axis=0).fillna(0)
        for source, table in evidence.unfilled.items()
    )
    pieces = sum(
        table.notna().mul(evidence.pieces[source], axis=0)
        for source, table in evidence.unfilled.items()
    )
    return {
        "few pieces filled up": combine_sources(evidence.shares),
        "each source the same": combine_sources(evidence.unfilled),
        "each piece the same": total / pieces.where(pieces > 0),
    }


def recover(reference: Cohort, n: int, strength: float, cohorts: int) -> list[dict[str, object]]:
    """Rates over so many cohorts, by weights; the planted pair goes round the influences."""
    influences = list(reference.influences)
    rows = []
    for seed in range(cohorts):
        pair = {influences[seed % 6], influences[(seed + 1 + seed // 6 % 5) % 6]}
        planted = dict.fromkeys(pair, float(np.log(strength))) if strength > 1 else {}
        evidence = gather_evidence(draw(reference, n, planted, seed))
        for weights, table in weigh(evidence).items():
            found = find_key_influences(table, draws=DRAWS, seed=seed)
            truth = found.index.isin(planted)
            firm = found["verdict"] == "key"
            rows.append(
                {
                    "weights": weights,
                    "key": found.loc[truth, "key"].mean(),
                    "firm": firm[truth].mean(),
                    "false": found.loc[~truth, "key"].mean(),
                    "false_firm": firm[~truth].mean(),
                }
            )
    told = []
    for weights, part in pd.DataFrame(rows).groupby("weights", sort=False):
        row: dict[str, object] = {"planted": "two" if strength > 1 else "none", "n": n}
        row |= {"weights": weights, "cohorts": cohorts}
        for name in ("key", "firm", "false", "false_firm"):
            row[name] = part[name].mean()
            row[f"{name}_error"] = part[name].std() / np.sqrt(cohorts)
        told.append(row)
    return told


def main() -> None:
    cohorts = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    sizes = [int(size) for size in sys.argv[2:]] or list(SIZES)
    reference = load_cohort("ey-pvi-2017")
    rows: list[dict[str, object]] = []
    for n in sizes:
        for strength in (STRENGTH, 1.0):
            rows += recover(reference, n, strength, cohorts)
            table = pd.DataFrame(rows).round(4)
            table.to_csv(RESULTS, index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
