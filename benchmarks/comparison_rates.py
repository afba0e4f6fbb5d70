"""How often two cohorts are found to agree, and to differ, by the number of people in each.

Two populations are made by `senco.simulate`: one whose priorities follow the reported mean
ranks, and another in which they are turned round and the influences weigh unequally. Cohorts
are drawn from them without replacement, compared by the default criteria, and the verdicts
counted: once with both cohorts from the first population, once with one from each. What is
true of a finding is taken from the populations themselves, so that wrong verdicts can be
counted too: *differs* where the populations are apart by less than the margin, *agrees* where
they are apart by more. Run: python benchmarks/comparison_rates.py [share of the repetitions]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from senco.cohort import load_cohort
from senco.comparison import AGREES, DIFFERS, VERDICTS, compare_cohorts
from senco.model import Cohort
from senco.project import find_project
from senco.reported import read_count
from senco.simulate import Truth, draw_from_truth, draw_stories, read_truth, turn_truth

POPULATION = 3_000
REPETITIONS = {8: 200, 20: 100, 50: 60, 200: 25}
DRAWS = 999


def populate(truth: Truth, name: str, reference: Cohort, rng: np.random.Generator) -> Cohort:
    """Return a whole population as if it were one cohort."""
    drawn = draw_from_truth(truth, POPULATION, rng=rng)
    stories = draw_stories(drawn.weights, reference.tables["codes"], rng=rng)
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        "rankings": drawn.rankings,
        "codes": reference.tables["codes"],
        "segments": stories["segments"].assign(lines=None),
        "codings": stories["codings"].query("coder == 'coder-1'").assign(placing=None),
    }
    info = reference.info.model_copy(update={"title": name, "provenance": "synthetic"})
    return Cohort(name, info, reference.study, tables)


def sample(population: Cohort, people: np.ndarray, name: str) -> Cohort:
    """Return the cohort of some of a population's people."""
    tables = dict(population.tables)
    for table in ("participants", "rankings", "segments"):
        frame = tables[table]
        tables[table] = frame.loc[frame["participant"].isin(people)]
    codings = tables["codings"]
    tables["codings"] = codings.loc[codings["segment"].isin(tables["segments"]["segment"])]
    return Cohort(name, population.info, population.study, tables)


def find_truth(here: Cohort, there: Cohort) -> pd.Series:
    """Return for each finding whether the two populations differ by more than the margin."""
    found = compare_cohorts(here, there, draws=200).findings.set_index("key")
    apart = found["difference"].abs() > found["margin"]
    apart["order"] = found.loc["order", "difference"] < found.loc["order", "margin"]
    keys = found["area"] == "key influences"
    return apart.where(~keys, found["verdict"] == DIFFERS).astype(bool)


def repeat(
    here: Cohort, there: Cohort, n: int, repetitions: int, rng: np.random.Generator
) -> Iterator[pd.DataFrame]:
    """Yield the findings of one comparison after the other."""
    first, second = (one.tables["participants"]["participant"].to_numpy() for one in (here, there))
    for _ in range(repetitions):
        places = rng.permutation(POPULATION)[: 2 * n]  # two cohorts share nobody
        one = sample(here, first[places[:n]], "here")
        other = sample(there, second[places[n:]], "there")
        seed = int(rng.integers(2**31))
        yield compare_cohorts(one, other, seed=seed, draws=DRAWS).findings


def report(title: str, found: pd.DataFrame, apart: pd.Series) -> None:
    """Print rows of a table in Markdown: rates by area, and how often a verdict was wrong."""
    for area, part in [("all", found), *found.groupby("area", sort=False)]:
        rates = part["verdict"].value_counts(normalize=True)
        truly = part["key"].map(apart)
        wrong = (~truly & (part["verdict"] == DIFFERS)) | (truly & (part["verdict"] == AGREES))
        cells = [f"{rates.get(verdict, 0):.1%}" for verdict in VERDICTS] + [f"{wrong.mean():.1%}"]
        print(f"| {title} | {area} | " + " | ".join(cells) + " |", flush=True)


def main(share: float = 1.0) -> None:
    """Print the rates."""
    reference = load_cohort("ey-pvi-2017", project=find_project())
    reported, constructs = reference.tables["reported"], reference.tables["constructs"]
    rng = np.random.default_rng(2017)
    n_items = read_count(reported, "salient-constructs")
    truth = read_truth(reported, constructs, rng=rng, n_items=n_items)
    first = populate(truth, "first", reference, rng)
    again = populate(truth, "again", reference, rng)
    second = populate(turn_truth(truth), "second", reference, rng)
    pairs = {"same truth": (first, first, again), "another truth": (first, second, second)}
    for name, (here, there, whole) in pairs.items():
        apart = find_truth(here, whole)
        print(f"{name}: {int(apart.sum())} of {len(apart)} findings truly differ", flush=True)
        print("| cohorts | n in each | area | agrees | differs | cannot tell | wrong |")
        for n, repetitions in REPETITIONS.items():
            count = max(2, round(repetitions * share))
            found = pd.concat(list(repeat(here, there, n, count, rng)))
            report(f"{name} | {n}", found, apart)


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:2]))
