"""Large cohorts and long lists: whether ten times as many people take ten times as long.

Run: python benchmarks/bench_large_cohorts.py  (some minutes)

Each measurement is taken in processes of its own, as `cohort_sizes` says, which also measures
other sizes. A page is made by the whole command, checks included.
"""

from __future__ import annotations

from cohort_sizes import (
    FEW_PEOPLE,
    ITEMS,
    MANY_ITEMS,
    MEASURES,
    PEOPLE,
    measure_one,
    measure_stages,
)
from report import Row, tell

#: Times as many people, and as many times as long with an exponent of 1.1.
MORE, MOST = 10, 10**0.1
WORDS = {
    "kemeny": "the nearest order",
    "mean_spearman": "the mean correlation of rankings",
    "summary": "a summary of rankings",
    "compare_pairs": "pairs of influences beside chance",
    "tabulate_grim": "who could have printed five means",
    "simulate": "a cohort made up",
    "book": "its private book, the pages being there",
    "disclose": "the gate over all of it",
}
NOTE = "What 8,000 people take, page by page, is in `benchmarks/results/scale.csv`."


def compare_measures() -> list[Row]:
    """Each measure for the most people, beside a tenth of them."""
    few, many = PEOPLE[-2:]
    rows = []
    for name in MEASURES:
        costs = [float(str(measure_one(name, n, ITEMS)["cpu"])) for n in (few, many)]
        task, peer = f"{WORDS[name]}, {many:,} people", f"{MORE} times as long as {few:,}"
        rows.append(Row(task, peer, costs[1], MORE * costs[0], "s CPU", round(MOST, 2)))
    return rows


def measure_long_lists() -> list[Row]:
    """What eight people's 150 items take; circles of three grow with the cube of the items."""
    fewer, k = MANY_ITEMS
    short, order = (float(str(measure_one("kemeny", FEW_PEOPLE, n)["cpu"])) for n in MANY_ITEMS)
    pairs = measure_one("compare_pairs", FEW_PEOPLE, k)
    times = (k / fewer) ** 3
    return [
        Row(f"{WORDS['kemeny']} of {k} items, {FEW_PEOPLE} people",
            f"{times:.1f} times as long as {fewer}", order, times * short, "s CPU", 1),
        Row(f"{WORDS['compare_pairs']}, {k} influences, memory", "a limit",
            float(str(pairs["megabytes"])), 500, "MB", 1),
    ]  # fmt: skip


def compare_pages() -> list[Row]:
    """Each page for ten times as many people, and the most memory."""
    few, many = PEOPLE[:2]
    made = list(measure_stages((few, many)))
    cpu = {(str(one["what"]), one["n"]): float(str(one["cpu"])) for one in made}
    rows = [
        Row(f"{WORDS.get(stage, f'the page `{stage}`')}, {many} people",
            f"{MORE} times as long as {few}", cpu[stage, many], MORE * cpu[stage, few], "s CPU",
            round(MOST, 2), NOTE)
        for stage in dict.fromkeys(str(one["what"]) for one in made)
    ]  # fmt: skip
    memory = max(float(str(one["megabytes"])) for one in made)
    return [*rows, Row(f"pages of {many} people, memory", "a limit", memory, 1000, "MB", 1)]


def measure() -> list[Row]:
    """Measures, long lists, and pages."""
    return compare_measures() + measure_long_lists() + compare_pages()


if __name__ == "__main__":
    tell(measure)
