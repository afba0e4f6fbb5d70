"""The planner's answers where there is no formula, and its chances beside rankings.

Writes two tables. `results/planning_people.csv`: how many people it takes beside cohorts whose
rankings are known, which is simulated. `results/planning_rankings.csv`: the planner takes places
to be normal; here whole rankings are drawn from a population of 3,000 made-up SENCOs, whose
places lie between 1 and 21 and hang together, compared by the rules, and the verdicts counted
beside what the planner says for populations that spread as much. Run:
python benchmarks/planning_chances.py [people | rankings]
"""

from __future__ import annotations

import sys
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd

from senco.cohort.loading import load_cohort
from senco.measures.comparison import AGREES
from senco.measures.comparison.intervals import Difference, compare_means, compare_with_mean
from senco.measures.comparison.verdicts import decide
from senco.measures.reported import read_count
from senco.planning import AGREEMENT, Beside, answer_all, ask, tabulate_answers
from senco.planning.chances import find_chance
from senco.simulation import draw_from_truth, load_scenario, read_truth
from senco.text.rounding import round_frame
from senco.workspace.paths import find_project

RESULTS = Path(__file__).parent / "results"
#: How many people the other cohorts have; 0: as many as the one that is planned.
THERE = (8, 20, 0)
POPULATION, REPETITIONS = 3_000, 100
#: A printed mean of seven people that leaves room for a standard deviation of up to 3 places.
PRINTED = Beside("reported", 7, 0.005, (0.0, 3.0), "made up")
#: People here and there; beside a printed mean, or beside rankings.
SETTINGS = (
    (8, PRINTED),
    (20, PRINTED),
    (50, PRINTED),
    (8, Beside("people", 8)),
    (20, Beside("people", 20)),
    (50, Beside("people", 50)),
)


def list_people() -> pd.DataFrame:
    """Return how many people it takes beside cohorts whose rankings are known."""
    question = ask()
    besides = [Beside("people", n) if n else Beside("equal", 0) for n in THERE]
    return tabulate_answers(question, answer_all(question, besides))


def draw_population(rng: np.random.Generator) -> np.ndarray:
    """Return the places of a population, people in rows and constructs in columns."""
    project = find_project()
    reference = load_cohort("ey-pvi-2017", project=project)
    scenario = load_scenario(project, reference.study)
    reported, constructs = reference.tables["reported"], reference.tables["constructs"]
    n_items = read_count(reported, "salient-constructs")
    truth = read_truth(reported, constructs, scenario=scenario, rng=rng, n_items=n_items)
    drawn = draw_from_truth(truth, POPULATION, rng=rng).rankings
    return drawn.pivot(index="participant", columns="construct", values="rank").to_numpy(float)


def compare(here: np.ndarray, there: np.ndarray, beside: Beside, confidence: float) -> Difference:
    """Return the difference of one construct's places as a comparison takes it."""
    if beside.kind == "reported":
        printed = round(float(there.mean()), 2)
        return compare_with_mean(
            here, printed, beside.n, beside.rounding, confidence, beside.spread
        )
    return compare_means(here, there, confidence)


def count_agreement(
    places: np.ndarray, n: int, beside: Beside, rng: np.random.Generator
) -> np.ndarray:
    """Return how often each construct is found to agree, cohort beside cohort."""
    question = ask()
    hits = np.zeros(places.shape[1])
    for _ in range(REPETITIONS):
        people = rng.permutation(POPULATION)[: n + beside.n]
        here, there = places[people[:n]], places[people[n:]]
        for construct in range(places.shape[1]):
            found = compare(here[:, construct], there[:, construct], beside, question.confidence)
            hits[construct] += decide(found.low, found.high, question.margin) == AGREES
    return hits / REPETITIONS


def check_rankings() -> pd.DataFrame:
    """Return the planner's chances of agreement beside what is counted, setting by setting."""
    rng = np.random.default_rng(2017)
    places = draw_population(rng)
    spreads = places.std(axis=0, ddof=1)
    question = ask()
    rows = []
    for n, beside in SETTINGS:
        found = count_agreement(places, n, beside, rng)
        planned = np.array(
            [
                find_chance(
                    AGREEMENT, n, beside, spread, 0.0, question.margin, question.confidence
                ).value
                for spread in spreads
            ]
        )
        error = sqrt(float((found * (1 - found)).mean()) / (REPETITIONS * len(found)))
        rows.append(
            (
                beside.kind, n, beside.n, len(found), spreads.min(), spreads.max(),
                planned.mean(), found.mean(), error, np.abs(planned - found).max(),
            )
        )  # fmt: skip
    columns = ["beside", "n", "n_there", "constructs", "least_sd", "largest_sd"]
    columns += ["planned", "counted", "counted_error", "farthest_apart"]
    return pd.DataFrame(rows, columns=columns)


TABLES = {"people": list_people, "rankings": check_rankings}


def main(*names: str) -> None:
    """Write the tables that are named, or both."""
    for name in names or TABLES:
        text = round_frame(TABLES[name]()).to_csv(index=False, lineterminator="\n")
        (RESULTS / f"planning_{name}.csv").write_text(text, encoding="utf-8")
        print(text, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
