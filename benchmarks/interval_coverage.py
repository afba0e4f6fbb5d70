"""How often each interval that a page or a command offers contains the true value.

Every interval is tried at four numbers of people, under a well-behaved population and an
awkward one (`coverage_models`), by the functions that the pages call. It writes
`results/interval_coverage.csv`, the table of `senco.measures.coverage`, from which pages take their
figures, and the book's page on intervals. Run (about five minutes of one processor):

    python benchmarks/interval_coverage.py [--page] [words in names of intervals]

With words only those intervals are tried and the other rows are kept; with ``--page`` nothing is
tried, and the table and the page are written from the existing results.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from zlib import crc32

import numpy as np
from coverage_models import MODELS, Model

from senco.measures.coverage import MISS

SEED = 2018
SIZES = (4, 8, 15, 30)
HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "interval_coverage.csv"
TABLE = HERE.parent / "analysis" / "senco" / "measures" / "coverage" / "table.py"
PAGE = HERE.parent / "book" / "methods" / "intervals.md"
COLUMNS = (
    "interval", "population", "awkward", "n", "level", "covered", "error", "samples", "without",
    "seed",
)  # fmt: skip
Row = dict[str, str]
#: Populations that were reworded after they were measured, and the words that still seed them.
SEEDED_AS = {
    "all share one underlying order": "there is one order",
    "both cohorts share one underlying order": "both cohorts have one order",
    "rankers fall into two camps, each in close agreement": (
        "rankers fall into two camps that each agree firmly"
    ),
    "agreement is weak": "the agreement is faint",
    "one line in eight falls far below the others": "one line in eight falls deep",
    "they are equal in size and spread": "they are of one size and spread",
    "cohorts are equal in size and spread": "cohorts are of one size and spread",
    "cohorts are equal in size": "cohorts are of one size",
    "people differ greatly and both cohorts speak of the same things": (
        "people differ much and the two speak of the same"
    ),
    "the people behind it are as varied as the others, around the middle of the list": (
        "the people there spread as far as those here, about the middle of the list"
    ),
    "the people behind it are twice as varied as the others, near the end of the list": (
        "the people there spread twice as far as those here, near the end of the list"
    ),
}
HEAD = """# How far can the intervals be trusted?

```{admonition} What you will take from this page
:class: tip
What each interval in this book is, how often it contains the true value where that value is
known, and where it falls short of what it promises.
```

An interval says that the true value, for all the people of whom these could be a sample, may well
lie within it. *95 %* promises that out of a hundred such samples, ninety-five give an interval that
does contain it. Whether that promise is kept can be tested: invent a population whose true value
is known, draw samples, and count. This was done for the intervals that the pages and commands of
this book print, with four numbers of people (*n*; where two groups are compared, the size of the
smaller), each for a well-behaved population and an awkward one. The pages on work-lines,
narratives, grids and priorities give the figure beside the interval; the page on constrictions,
those that compare cohorts, and `senco compare` give it where the interval falls short.

Figures in bold fall short of the promise by more than three in a hundred. There the interval is
too narrow, and the answer is less certain than it looks.
"""
SECTIONS = (
    (
        "Agreement of coders",
        "Each person is left out in turn (a jackknife), because passages from one person are coded "
        "more alike than passages from several. Where two coders agree on everything, leaving "
        "anyone out changes nothing, and the interval would have no width, as if nothing could "
        "ever go wrong. So one imagined person is added, with two passages, on one of which the "
        "coders agree {cite:p}`agresti1998,arvesen1969`. An interval that reaches down to chance "
        "is marked *cannot tell at this n*. Each person here has six passages or constructs. In "
        "the last six rows a unit may have several codes, as a possibility may answer several "
        "difficulties on the page on constrictions; there *n* counts units, and each is left out "
        "by itself. This assumes that how hard one unit is to code does not depend on the others. "
        "Where hard units come three in a row the interval is too narrow, and up to 30 units it "
        "gets worse as their number grows.",
        (
            "alpha of a code", "alpha on sets of codes", "alpha of all decisions",
            "Cohen's kappa", "alpha of categories", "Perreault and Leigh's index",
            "Jaccard index", "positive agreement", "alpha on sets of several codes",
        ),
    ),
    (
        "Work-lines",
        "The band around the mean line is Student's interval, at each point of the line separately "
        "{cite:p}`student1908`. Where a few lines fall much deeper than the rest, a small sample "
        "often has none of them, and nothing in it shows that they exist. The share of lines below "
        "the midline has the exact interval {cite:p}`clopper1934`.",
        ("mean work-line", "share of lines below the midline"),
    ),
    (
        "Rankings",
        "The mean correlation of two rankers has a jackknife interval. The Plackett-Luce model "
        "gives each construct a worth, its chance of being put first; the interval of a worth "
        "comes from how much the single rankers' contributions to it vary, not from the model, and "
        "is calculated on a scale that keeps it between 0 and 1 {cite:p}`white1982`. The usual "
        "bootstrap of Kendall's W, the agreement of all rankers, is not offered. It is judged here "
        "by what W estimates: the mean of W over all samples of the same size. That is higher than "
        "in a large group: even people who have nothing in common reach one divided by *n*.",
        ("mean correlation of two rankers", "worth of a construct", "bootstrap of Kendall's W"),
    ),
    (
        "Two groups, two cohorts",
        "*Test of two groups* shows how often the permutation test finds no difference in means "
        "where there is none. Differences are measured in standard errors, with a separate spread "
        "for each group {cite:p}`chung2013,janssen1997`. The other rows are the intervals of the "
        "page that [compares cohorts](comparison.md); the one for mean places is Welch's "
        "{cite:p}`welch1947`. In the awkward populations there are twice as many people in the "
        "second group. A printed mean always comes from eight people, and *n* is the number of "
        "people compared with them; it was tried with [more populations](comparison.md).",
        (
            "test of two groups", "difference of mean places", "difference from a printed mean",
            "correlation of two orders", "difference of two shares", "distance of narratives",
        ),
    ),
)  # fmt: skip
FOOT = """## How it was measured

`python benchmarks/interval_coverage.py` draws the samples again, from seed {seed}, and writes
this page and the table from which the pages take their figures. The populations are described
in `benchmarks/coverage_models.py`. The standard error of a figure is at most {worst} in a
hundred; `benchmarks/results/interval_coverage.csv` gives that error and the number of samples
for each, and how many samples gave no interval, which are not counted. Where there is a formula
for the true value it is used, and for shares of counts the figures are exact.
"""


def measure(model: Model, n: int) -> list[Row]:
    """Return the rows of a model's intervals at a number of people."""
    name = f"{model.intervals[0]}|{SEEDED_AS.get(model.population, model.population)}|{n}"
    rng = np.random.default_rng([SEED, crc32(name.encode())])
    shape = (len(model.intervals), -1)
    calls = [
        np.asarray(model.covers(n, rng), dtype=float).reshape(shape)
        for _ in range(max(model.calls, 1))
    ]
    held = np.concatenate(calls, axis=1)
    return [
        _report(model, interval, n, own)
        for interval, own in zip(model.intervals, held, strict=True)
    ]


def _report(model: Model, interval: str, n: int, held: np.ndarray) -> Row:
    given = held[~np.isnan(held)]
    drawn = model.calls > 0
    return {
        "interval": interval,
        "population": model.population,
        "awkward": "yes" if model.awkward else "no",
        "n": str(n),
        "level": f"{model.level:g}",
        "covered": f"{given.mean():.4f}",
        "error": f"{given.std() / np.sqrt(len(given)) if drawn else 0.0:.4f}",
        "samples": str(len(held)) if drawn else "exact",
        "without": str(len(held) - len(given)),
        "seed": str(SEED) if drawn else "",
    }


def read_rows() -> list[Row]:
    """Return the stored rows."""
    if not RESULTS.exists():
        return []
    with RESULTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(rows: list[Row]) -> None:
    """Store rows, in the order of the models."""
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_table(rows: list[Row]) -> str:
    """Return the module from which pages take their figures."""
    lines = [
        '"""How often each interval held the true value; by benchmarks/interval_coverage.py."""',
        "",
        "#: Interval, population, whether it is an awkward one, what is promised; and by n what",
        "#: was kept and its Monte Carlo error (0 where it is exact).",
        "KEPT: tuple[tuple[str, str, bool, float, tuple[tuple[int, float, float], ...]], ...] = (",
    ]
    for place in range(0, len(rows), len(SIZES)):
        group = rows[place : place + len(SIZES)]
        row = group[0]
        kept = [f"({it['n']}, {float(it['covered']):g}, {float(it['error']):g})" for it in group]
        lines += [
            "    (",
            f'        "{row["interval"]}",',
            f'        "{row["population"]}",',
            f"        {row['awkward'] == 'yes'}, {float(row['level']):g},",
            f"        ({', '.join(kept)}),",
            "    ),",
        ]
    return "\n".join([*lines, ")  # fmt: skip", ""])


def write_page(rows: list[Row]) -> str:
    """Return the book's page: what each interval is, and how well it covers."""
    parts = [HEAD]
    for title, words, names in SECTIONS:
        head = f"| {' | '.join(['interval', 'where', 'promised', *(f'n = {n}' for n in SIZES)])} |"
        lines = [head, "|" + " --- |" * (3 + len(SIZES))]
        for name in names:
            for hard in ("no", "yes"):
                own = [row for row in rows if (row["interval"], row["awkward"]) == (name, hard)]
                cells = [name, own[0]["population"], _percent(float(own[0]["level"]))]
                lines.append(f"| {' | '.join(cells + [_show(row) for row in own])} |")
        parts.append(f"## {title}\n\n{words}\n\n" + "\n".join(lines) + "\n")
    worst = max(float(row["error"]) for row in rows)
    parts.append(FOOT.format(worst=f"{100 * worst:.1f}", seed=SEED))
    return "\n".join(parts)


def _show(row: Row) -> str:
    short = float(row["covered"]) < float(row["level"]) - MISS
    return f"**{_percent(float(row['covered']))}**" if short else _percent(float(row["covered"]))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def main(*words: str) -> None:
    """Measure what is asked for, and write the results, the table and the page."""
    kept = {_key(row): row for row in read_rows()}
    for model in MODELS:
        named = not words or any(word in name for word in words for name in model.intervals)
        for n in SIZES if named and "--page" not in words else ():
            for row in measure(model, n):
                kept[_key(row)] = row
                print(*(row[name] for name in COLUMNS[:7]), sep=" | ", flush=True)
    keys = [
        (interval, model.population, str(n))
        for model in MODELS
        for interval in model.intervals
        for n in SIZES
    ]
    order = {name: place for place, name in enumerate(dict.fromkeys(key[0] for key in keys))}
    rows = [kept[key] for key in sorted(keys, key=lambda key: order[key[0]])]
    write_rows(rows)
    TABLE.write_text(write_table(rows), encoding="utf-8")
    PAGE.write_text(write_page(rows), encoding="utf-8")


def _key(row: Row) -> tuple[str, str, str]:
    return row["interval"], row["population"], row["n"]


if __name__ == "__main__":
    main(*sys.argv[1:])
