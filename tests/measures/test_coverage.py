"""Every interval that is offered was tried, and whoever prints one takes its figure from that."""

import ast
import importlib
import json
import re
import sys

import pytest

from senco.errors import MeasureError
from senco.measures import coverage
from senco.measures.coverage.table import KEPT
from tests.conftest import ROOT

SIZES = (4, 8, 15, 30)
LIBRARY = ROOT / "analysis" / "senco" / "measures"
#: Parameters that promise something of an interval, and packages that make intervals.
PROMISES = {"confidence", "level"}
PACKAGES = ("agreement", "grids", "narratives", "rankings", "worklines")
#: Functions with such a parameter that make none, or whose intervals are others'.
NO_INTERVAL = {
    "agreement.krippendorff_alpha": "the level of measurement",
    "agreement.bound_share": "the exact one, tried as that of the share of lines",
    "resampling.check_share": "refuses a confidence",
    "grids.build_sociogrid": "the level of a match, as in all of these on two grids",
    "grids.compare_terms": "the level of a match",
    "grids.describe_change": "the level of a match",
    "grids.describe_sociogrid": "the level of a match",
    "grids.find_core": "the level of a match",
}


@pytest.fixture
def benchmark(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield importlib.import_module("interval_coverage")
    for name in ("interval_coverage", "coverage_models"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("interval", coverage.OFFERED)
def test_every_interval_was_tried_at_every_n_under_two_populations(interval):
    rows = coverage.list_covered(interval)
    assert [row.n for row in rows] == [*SIZES, *SIZES]
    assert [row.awkward for row in rows] == [False] * 4 + [True] * 4
    assert len({row.population for row in rows}) == 2


def test_the_table_and_the_page_are_those_of_the_results_that_are_kept(benchmark):
    rows = benchmark.read_rows()
    assert benchmark.TABLE.read_text(encoding="utf-8") == benchmark.write_table(rows)
    assert benchmark.PAGE.read_text(encoding="utf-8") == benchmark.write_page(rows)
    assert {row["interval"] for row in rows} == set(coverage.OFFERED)
    assert len(rows) == 4 * len(KEPT) == 8 * len(coverage.OFFERED)


def test_every_row_says_how_it_was_had(benchmark):
    for row in benchmark.read_rows():
        exact = row["samples"] == "exact"
        assert (float(row["error"]) == 0 and not row["seed"]) if exact else row["seed"] == "2018"
        assert float(row["error"]) <= 0.05
        assert 0 <= float(row["covered"]) <= 1


def test_every_population_that_is_listed_was_tried(benchmark):
    models = {
        (interval, model.population) for model in benchmark.MODELS for interval in model.intervals
    }
    assert models == {(row[0], row[1]) for row in KEPT}


def test_every_function_that_makes_an_interval_is_of_one_that_was_tried():
    files = [path for name in PACKAGES for path in sorted((LIBRARY / name).glob("*.py"))]
    made = set()
    for path in [*files, LIBRARY / "resampling.py"]:
        package = path.parent.name if path.parent != LIBRARY else path.stem
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)}
                made |= {f"{package}.{node.name}"} if names & PROMISES else set()
    tried = {name for makers in coverage.OFFERED.values() for name in makers}
    assert made - set(NO_INTERVAL) <= tried, "try it in benchmarks/coverage_models.py"


@pytest.mark.parametrize(
    ("notebook", "intervals"),
    [
        ("20_worklines", ["mean work-line"]),
        ("30_narratives", ["alpha of a code"]),
        ("30_quotations", ["alpha of a code"]),
        ("40_grids", ["alpha of categories"]),
        (
            "50_rankings",
            [
                "bootstrap of Kendall's W",
                "mean correlation of two rankers",
                "test of two groups",
                "worth of a construct",
            ],
        ),
    ],
)
def test_the_page_that_prints_an_interval_tells_its_coverage(notebook, intervals):
    text = (ROOT / "analysis" / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    code = "".join(
        "".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"
    )
    told = re.findall(r"""describe_(?:coverage|errors)\(\s*(["'])(.+?)\1""", code)
    assert sorted(name for _, name in told) == intervals


@pytest.mark.parametrize("notebook", ["80_comparison", "85_cohorts"])
def test_a_page_that_compares_tells_which_intervals_fall_short(notebook):
    text = (ROOT / "analysis" / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    prose = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    everyone, pairs = "everyone", "*[(data, other) for other in beside]"
    told = pairs if notebook == "80_comparison" else everyone
    assert f"covered=describe_coverage({told})," in code
    link = "[How far the intervals can be trusted](../../methods/intervals.md)"
    assert f"{{glue:text}}`covered` {link}" in prose


@pytest.mark.parametrize("notebook", ["65_claims", "65_constrictions"])
def test_the_page_of_constrictions_tells_the_coverage_of_its_intervals_on_answers(notebook):
    path = ROOT / "analysis" / "notebooks" / f"{notebook}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert "covered_told=difficulties.describe_answer_coverage(data)" in text
    assert "{glue:text}`covered_told`" in text


@pytest.mark.parametrize("other", ["positive agreement", "alpha on sets of several codes"])
def test_of_the_intervals_on_answers_that_of_the_jaccard_index_holds_least_often(other):
    pairs = zip(coverage.list_covered("Jaccard index"), coverage.list_covered(other), strict=True)
    assert all(least.share <= row.share for least, row in pairs)


def test_a_sentence_has_the_shares_of_the_nearest_n_that_was_tried(monkeypatch):
    rows = [
        ("an interval", "all is well", False, 0.95, ((4, 0.951, 0.01), (8, 0.948, 0.01))),
        ("an interval", "one is far off", True, 0.95, ((4, 0.8449, 0.01), (8, 0.9, 0.01))),
    ]
    monkeypatch.setattr(coverage, "KEPT", tuple(rows))
    told = "In simulated samples of 4 people, an interval that promises 95 % contained the true "
    told += "value in 95 % where all is well, and in 84 % where one is far off."
    assert coverage.describe_coverage("an interval", 6) == told
    assert coverage.describe_coverage("an interval", 3) == told
    assert "samples of 8 people" in coverage.describe_coverage("an interval", 7)
    assert "samples of 8 people" in coverage.describe_coverage("an interval", 1000)
    told = "In simulated groups, the smaller one of 4 people, a test at 5 % found a difference "
    told += "that was not there in 5 % where all is well, and in 16 % where one is far off."
    assert coverage.describe_errors("an interval", 5) == told
    with pytest.raises(MeasureError, match="No coverage of 'a guess' was measured"):
        coverage.describe_coverage("a guess", 8)


def test_a_misspelt_interval_is_answered_with_what_was_meant():
    with pytest.raises(MeasureError, match="Did you mean 'mean work-line'"):
        coverage.describe_coverage("mean workline", 8)


def test_a_sentence_names_every_n_at_which_an_interval_falls_short(monkeypatch):
    rows = [
        ("spread of places", "all is well", False, 0.9, ((4, 0.91, 0.01), (8, 0.87, 0.01))),
        ("spread of places", "one is far off", True, 0.9, ((4, 0.8449, 0.01), (8, 0.8, 0.01))),
        ("a width", "all is well", False, 0.95, ((4, 0.92, 0.01), (8, 0.95, 0.01))),
        ("a width", "one is far off", True, 0.95, ((4, 0.97, 0.01), (8, 0.9199, 0.01))),
    ]
    monkeypatch.setattr(coverage, "KEPT", tuple(rows))
    first = (
        "The interval of the spread of places promises 90 %. In simulated samples it contained "
        "the true value in 84 % of those of 4 people and 80 % of those of 8, where one is far off."
    )
    assert coverage.describe_shortfalls(["spread of places"]) == first
    told = coverage.describe_shortfalls(["spread of places", "a width"])
    assert told.startswith(first) and "in 92 % of those of 8 people, where" in told
    assert coverage.describe_shortfalls([]) == ""
    monkeypatch.setattr(coverage, "KEPT", tuple(rows[2:3]))
    assert coverage.describe_shortfalls(["a width"]) == ""
    with pytest.raises(MeasureError, match="No coverage of 'a guess' was measured"):
        coverage.describe_shortfalls(["a guess"])


#: Where an interval falls short, beyond Monte Carlo error, and its page says so.
SHORT = {
    ("Jaccard index", True): {15, 30},
    ("positive agreement", True): {15, 30},
    ("alpha on sets of several codes", True): {30},
    ("mean correlation of two rankers", True): {4},
    ("mean work-line", True): {4, 8, 15},
    ("test of two groups", True): {4},
    ("difference from a printed mean", True): {8, 15, 30},
    ("correlation of two orders", True): {30},
    # not offered, and this is why
    ("bootstrap of Kendall's W", False): {4, 8, 15, 30},
    ("bootstrap of Kendall's W", True): {4, 8, 15, 30},
}


def test_what_falls_short_is_more_than_three_in_a_hundred_below_its_promise(monkeypatch):
    rows = [
        ("an interval", "all is well", False, 0.95, ((4, 0.951, 0.01), (8, 0.95, 0.01))),
        ("an interval", "one is far off", True, 0.95, ((4, 0.919, 0.01), (8, 0.921, 0.01))),
    ]
    monkeypatch.setattr(coverage, "KEPT", tuple(rows))
    assert coverage.falls_short("an interval", 5) and not coverage.falls_short("an interval", 7)


def test_every_interval_that_was_tried_is_in_a_section_of_the_page(benchmark):
    listed = [name for _, _, names in benchmark.SECTIONS for name in names]
    assert sorted(listed) == sorted(coverage.OFFERED)


def test_the_units_are_named_where_they_are_not_people():
    told = coverage.describe_coverage("Jaccard index", 74, "units")
    assert told.startswith("In simulated samples of 30 units")


def test_where_an_interval_falls_short_is_known():
    short = {}
    for name in coverage.OFFERED:
        for row in coverage.list_covered(name):
            if row.share + 2 * row.error < row.level - coverage.MISS:
                short.setdefault((name, row.awkward), set()).add(row.n)
    assert short == SHORT
