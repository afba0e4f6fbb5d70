"""The book's page on pooling, from what `pooling_coverage.py` measured, and its figure."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from pooled_cohorts import draw_cohorts, find_known, load_reference

from senco.book.figures import draw_forest, scale_places
from senco.book.figures.style import READABLE
from senco.book.results import render_svg
from senco.cohort.model import Criteria
from senco.measures.comparison.pools import pool_cohorts
from senco.measures.coverage import MISS
from senco.pages.pooled import lay_forest

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "pooling_coverage.csv"
PAGE = HERE.parent / "book" / "methods" / "pooling.md"
#: The page, with what is measured in braces.
TEMPLATE = HERE / "pooling_page.md"
PICTURE = PAGE.with_name("pooling-forest.svg")
SEED, APART = 7, 0.3
#: The way to pool that the pages use.
USED = "as used here"
Row = dict[str, str]

ALT = (
    "Four findings of five made-up cohorts, each with its own interval, and the pooled mean below "
    "them. The known truth lies within the pooled interval in {held} of 4; where the cohorts "
    "differ most, a further one may lie anywhere from {low} to {high} of 21 places."
)


def read_rows() -> list[Row]:
    """Return what was measured."""
    with RESULTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_page(rows: list[Row], alt: str) -> str:
    """Return the page."""
    numbers = [row for row in rows if row["population"] == "numbers"]
    cohorts = [row for row in rows if row["population"] != "numbers"]
    worst = min(float(row["covered"]) for row in numbers if row["way"] == USED)
    return TEMPLATE.read_text(encoding="utf-8").format(
        alt=alt,
        samples=f"{int(numbers[0]['samples']):,}",
        means=_tabulate(numbers, "mean", "the mean", "way"),
        further=_tabulate(numbers, "further", "a further group", "way"),
        worst=f"{100 * worst:.0f}\N{NO-BREAK SPACE}%",
        draws=cohorts[0]["samples"],
        cohorts=_tell(cohorts),
    )


def read_alt() -> str:
    """Return the alternative text that the page has, which is the figure's."""
    return PAGE.read_text(encoding="utf-8").partition(':alt: "')[2].partition('"')[0]


def _tabulate(rows: list[Row], interval: str, words: str, column: str) -> str:
    own = [row for row in rows if row["interval"] == interval]
    apart = list(dict.fromkeys(row["apart"] for row in own))
    head = ["cohorts", f"range of {words}", *(f"apart by {float(one):g}" for one in apart)]
    lines = [f"| {' | '.join(head)} |", "| ---: | --- |" + " ---: |" * len(apart)]
    for k in dict.fromkeys(row["k"] for row in own):
        for way in dict.fromkeys(row[column] for row in own):
            cells = [row for row in own if row["k"] == k and row[column] == way]
            told = [_show(row) for row in sorted(cells, key=lambda row: apart.index(row["apart"]))]
            lines.append(f"| {k} | {way} | {' | '.join(told)} |")
    return "\n".join([*lines, ""])


def _tell(rows: list[Row]) -> str:
    names = {"mean": "the mean", "further": "a further cohort"}
    differ = {"0.0": "not at all", "0.3": "somewhat", "0.8": "much"}
    lines = ["| finding | way | cohorts differ | the mean | a further cohort |",
             "| --- | --- | --- | ---: | ---: |"]  # fmt: skip
    for finding in ("places", "shares"):
        for way in dict.fromkeys(row["way"] for row in rows if row["finding"] == finding):
            for apart, words in differ.items():
                own = {
                    row["interval"]: row
                    for row in rows
                    if (row["finding"], row["way"], row["apart"]) == (finding, way, apart)
                }
                told = " | ".join(_show(own[name]) for name in names)
                lines.append(f"| {finding} | {way} | {words} | {told} |")
    return "\n".join([*lines, ""])


def _show(row: Row) -> str:
    told = f"{100 * float(row['covered']):.0f}\N{NO-BREAK SPACE}%"
    return f"**{told}**" if float(row["covered"]) < float(row["level"]) - MISS else told


def draw_picture() -> tuple[str, str]:
    """Return the figure of five made-up cohorts as SVG, and what it shows in words."""
    reference, rng = load_reference(), np.random.default_rng(SEED)
    known = find_known(reference, APART, rng, cohorts=400)
    cohorts, _ = draw_cohorts(known, reference, rng)
    pools = pool_cohorts(cohorts, Criteria(confidence=0.9))
    places = pools.pools.loc[pools.pools["key"].str.startswith("place:")].set_index("key")
    means = known.means.loc[places.index].sort_values(kind="stable")
    named = {
        means.index[0]: "What they put first",
        means.index[len(means) // 2]: "What they put in the middle",
        means.index[-1]: "What they put last",
    }
    rest = places.loc[~places.index.isin(list(named))]
    named[str(rest["i2"].idxmax())] = "Where cohorts differ most"
    rows = lay_forest(pools, cohorts, "place")
    rows = rows.loc[rows["key"].isin(list(named))]
    rows = rows.assign(
        finding=rows["key"].map(named), truth=rows["key"].map(known.means).where(rows["pool"])
    )
    done = rows.loc[rows["pool"]]
    held = int(((done["low"] <= done["truth"]) & (done["truth"] <= done["high"])).sum())
    widest = done.loc[done["finding"] == "Where cohorts differ most"].iloc[0]
    alt = ALT.format(
        held=held, low=f"{widest['predicted_low']:.0f}", high=f"{widest['predicted_high']:.0f}"
    )
    figure = draw_forest(rows, scale_places(21))
    figure.suptitle("synthetic data", size=READABLE, x=0.99, ha="right")
    return render_svg(figure, alt), alt


def write() -> None:
    """Write the figure and the page."""
    picture, alt = draw_picture()
    PICTURE.write_text(picture, encoding="utf-8")
    PAGE.write_text(write_page(read_rows(), alt), encoding="utf-8")


if __name__ == "__main__":
    write()
