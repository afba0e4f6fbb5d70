"""How often two cohorts are found to agree, and to differ, by the number of people in each.

Two populations are made by `senco.simulation`: one whose priorities follow the reported mean
ranks, and another in which they are turned round and the influences weigh unequally. Cohorts
are drawn from them without replacement, compared by the default criteria, and the verdicts
counted: once with both cohorts from the first population, once with one from each. What is
true of a finding is taken from the populations themselves, so that wrong verdicts can be
counted too: *differs* where the populations are apart by less than the margin, *agrees* where
they are apart by more. They are told as a share of the verdicts that were given.

Run: python benchmarks/comparison_rates.py [share of the repetitions]
Whole, it writes results/comparison_rates.csv, a row for each pair of populations, n and area.
The standard errors are those of Monte Carlo: the repetitions are independent of one another,
the findings of one repetition are not.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.measures.comparison import AGREES, DIFFERS, OPEN, VERDICTS, compare_cohorts
from senco.measures.reported import read_count
from senco.simulation import (
    Truth,
    draw_from_truth,
    draw_stories,
    load_scenario,
    read_truth,
    turn_truth,
)
from senco.workspace.paths import find_project

SEED = 2017
POPULATION = 3_000
REPETITIONS = {8: 200, 20: 100, 50: 60, 200: 25}
DRAWS = 999
RESULTS = Path(__file__).parent / "results" / "comparison_rates.csv"


def populate(truth: Truth, name: str, reference: Cohort, rng: np.random.Generator) -> Cohort:
    """Return a whole population as if it were one cohort."""
    drawn = draw_from_truth(truth, POPULATION, rng=rng)
    codes = reference.tables["codes"]
    stories = draw_stories(drawn.weights, codes, scenario=truth.scenario, rng=rng)
    tables = {
        "participants": drawn.participants,
        "constructs": drawn.constructs,
        "rankings": drawn.rankings,
        "codes": codes,
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
    for repetition in range(repetitions):
        places = rng.permutation(POPULATION)[: 2 * n]  # two cohorts share nobody
        one = sample(here, first[places[:n]], "here")
        other = sample(there, second[places[n:]], "there")
        seed = int(rng.integers(2**31))
        found = compare_cohorts(one, other, seed=seed, draws=DRAWS).findings
        yield found.assign(repetition=repetition)


def measure_share(hits: pd.Series, of: pd.Series) -> tuple[float, float]:
    """Return a share of sums over independent repetitions and its standard error.

    Parameters
    ----------
    hits, of : Series, shape (n_repetitions,)
        What is counted in each repetition, and of how many.

    Returns
    -------
    tuple of float
        The ratio of the sums, and its linearised standard error. Both are missing where
        there is nothing to count, and the error of a share of none or all, where it would
        be 0 and say nothing.
    """
    n = len(of)
    if not of.sum():
        return np.nan, np.nan
    share = hits.sum() / of.sum()
    if share in (0, 1):
        return float(share), np.nan
    residuals = hits - share * of
    error = np.sqrt(n / (n - 1) * (residuals**2).sum()) / of.sum()
    return float(share), float(error)


def tabulate(
    truth: str, n: int, found: pd.DataFrame, apart: pd.Series
) -> Iterator[dict[str, object]]:
    """Yield a row of counts and shares for all findings, and for each area."""
    truly = found["key"].map(apart)
    found = found.assign(
        count=1,
        wrong=(~truly & (found["verdict"] == DIFFERS)) | (truly & (found["verdict"] == AGREES)),
        given=found["verdict"].isin([AGREES, DIFFERS]),
        **{verdict: found["verdict"] == verdict for verdict in VERDICTS},
    )
    for area, part in [("all", found), *found.groupby("area", sort=False)]:
        columns = ["count", "wrong", "given", *VERDICTS]
        sums = part.groupby("repetition")[columns].sum().astype(int)
        row: dict[str, object] = {
            "cohorts": truth,
            "n": n,
            "area": area,
            "repetitions": len(sums),
            "findings": int(sums["count"].sum()),
            "truly_differ": int(apart[part["key"].unique()].sum()),
            "of": int(part["key"].nunique()),
        }
        for verdict in VERDICTS:
            row[verdict], row[f"{verdict}, error"] = measure_share(sums[verdict], sums["count"])
        row["given"], row["wrong"] = int(sums["given"].sum()), int(sums["wrong"].sum())
        row["wrong of given"], row["wrong of given, error"] = measure_share(
            sums["wrong"], sums["given"]
        )
        yield row


def make_populations() -> dict[str, tuple[Cohort, Cohort, Cohort]]:
    """Return by pair of truths: where cohorts here and there come from, and a whole one there."""
    project = find_project()
    reference = load_cohort("ey-pvi-2017", project=project)
    scenario = load_scenario(project, reference.study)
    reported, constructs = reference.tables["reported"], reference.tables["constructs"]
    rng = np.random.default_rng(SEED)
    n_items = read_count(reported, "salient-constructs")
    truth = read_truth(reported, constructs, scenario=scenario, rng=rng, n_items=n_items)
    first = populate(truth, "first", reference, rng)
    again = populate(truth, "again", reference, rng)
    second = populate(turn_truth(truth), "second", reference, rng)
    return {"same truth": (first, first, again), "another truth": (first, second, second)}


def measure(share: float = 1.0, cells: Collection[tuple[str, int]] | None = None) -> pd.DataFrame:
    """Return the rates, a row for each pair of truths, n and area.

    Parameters
    ----------
    share : float
        Of the repetitions.
    cells : collection of tuple, optional
        Pairs and sizes to do; each draws from a stream of its own, whatever else is done.

    Returns
    -------
    DataFrame
    """
    rows: list[dict[str, object]] = []
    for place, (name, (here, there, whole)) in enumerate(make_populations().items()):
        sizes = [n for n in REPETITIONS if cells is None or (name, n) in cells]
        if not sizes:
            continue
        apart = find_truth(here, whole)
        for n in sizes:
            rng = np.random.default_rng([SEED, place, n])
            count = max(2, round(REPETITIONS[n] * share))
            found = pd.concat(list(repeat(here, there, n, count, rng)))
            rows += tabulate(name, n, found, apart)
    return pd.DataFrame(rows).assign(seed=SEED)


def read_rates() -> pd.DataFrame:
    """Return the rates that are kept."""
    return pd.read_csv(RESULTS)


def write_table(rates: pd.DataFrame, by_area: bool) -> str:
    """Return the rates as a table of the book, in Markdown.

    Parameters
    ----------
    rates : DataFrame
        As `read_rates` gives them.
    by_area : bool
        Whether area by area, or over all findings.

    Returns
    -------
    str
        Lines that end with a newline.
    """
    area = " area |" if by_area else ""
    rule = " --- |" if by_area else ""
    lines = [
        f"| cohorts drawn from | n in each |{area} agrees | differs | cannot tell "
        "| verdicts given | of these wrong |",
        f"| --- | ---: |{rule} ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rates.loc[(rates["area"] != "all") == by_area].to_dict("records"):
        named = [row["cohorts"], f"{row['n']}", *([row["area"]] if by_area else [])]
        shares = [format_percent(row[verdict]) for verdict in (AGREES, DIFFERS, OPEN)]
        lines.append(f"| {' | '.join([*named, *shares, str(row['given']), format_wrong(row)])} |")
    return "\n".join(lines) + "\n"


def write_findings(rates: pd.DataFrame) -> str:
    """Return what the rates come to, as a list of the book in Markdown.

    Parameters
    ----------
    rates : DataFrame
        As `read_rates` gives them.

    Returns
    -------
    str
        Lines that end with a newline.
    """
    cell = rates.set_index(["cohorts", "n", "area"]).to_dict("index")

    def share(truth: str, n: int, column: str, area: str = "all") -> str:
        return format_percent(cell[truth, n, area][column])

    def wrong(truth: str, n: int, area: str = "all") -> str:
        return format_wrong(cell[truth, n, area])

    same, other = "same truth", "another truth"
    keys, told = "key influences", "narratives"
    apart = cell[other, 8, "all"]
    return (
        f"- **With eight in each cohort** {share(same, 8, AGREES)} of the findings are shown to "
        f"agree, where all do, and {share(other, 8, DIFFERS)} to differ, where "
        f"{format_percent(apart['truly_differ'] / apart['of'])} do.\n"
        f"- **With 20** {share(same, 20, AGREES)} are shown to agree where all do, **with 50** "
        f"{share(same, 50, AGREES)}, **with 200** {share(same, 200, AGREES)}.\n"
        f"- **Of the verdicts that are given** with eight in each, {wrong(same, 8)} are wrong "
        f"where the population is the same, and {wrong(other, 8)} where it is another; with 200, "
        f"{wrong(same, 200)} and {wrong(other, 200)}.\n"
        "- **Key influences and narratives are the least sure.** Of the verdicts on key influences "
        f"with eight in each, {wrong(same, 8, keys)} are wrong where the population is the same, "
        f"and {wrong(other, 8, keys)} where it is another. On the narratives eight people cannot "
        "show agreement, so whatever is answered where the population is the same is wrong "
        f"({cell[same, 8, told]['given']} of {cell[same, 8, told]['findings']:,} were answered); "
        f"where it is another, {wrong(other, 8, told)}.\n"
        f"- **With 200 in each**, {share(same, 200, OPEN, keys)} and "
        f"{share(other, 200, OPEN, keys)} of the key influences still cannot be told.\n"
    )


def format_wrong(row: Mapping[Hashable, Any]) -> str:
    """Return the share of wrong verdicts with its standard error, as the book writes it."""
    if not row["given"]:
        return "none given"
    error = row["wrong of given, error"]
    told = "" if np.isnan(error) else f" ± {100 * error:.1f}"
    return format_percent(row["wrong of given"]) + told


def format_percent(share: float) -> str:
    """Return a share in per cent with one decimal, as the book writes it."""
    return f"{100 * share:.1f} %"


def main(share: float = 1.0) -> None:
    """Print the rates, and keep them where all repetitions were done."""
    rates = measure(share)
    if share == 1:
        rates.to_csv(RESULTS, index=False, float_format="%.4f", lineterminator="\n")
        rates = read_rates()
    print(write_table(rates, by_area=False))
    print(write_table(rates, by_area=True))


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:2]))
