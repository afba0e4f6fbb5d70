"""The page about speed is made from what the benchmarks reported, and each reports alike."""

import importlib
import sys

import pandas as pd
import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "benchmarks"
NAMES = sorted(path.stem for path in FOLDER.glob("bench_*.py"))


@pytest.fixture(autouse=True)
def folder(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield
    for name in ("report", "run", "faults", "kills", "conditions", "book_conditions", "suite_costs",
                 *NAMES):  # fmt: skip
        sys.modules.pop(name, None)


def test_the_page_is_made_from_the_results_that_are_kept():
    page = (ROOT / "book" / "methods" / "benchmarks.md").read_text(encoding="utf-8")
    assert page == importlib.import_module("run").write_page(), (
        "run: python benchmarks/run.py --page"
    )


def test_every_benchmark_has_results_on_the_page():
    kept = {f"bench_{path.stem}" for path in (FOLDER / "results").glob("*.json")}
    assert kept == set(NAMES)


def test_a_name_that_no_benchmark_has_runs_nothing_and_is_told_the_others(monkeypatch, capsys):
    run = importlib.import_module("run")
    monkeypatch.setattr(run, "run", lambda path: pytest.fail(f"{path.name} was run"))
    monkeypatch.setattr(sys, "argv", ["run.py", "grids", "bench_grids"])
    with pytest.raises(SystemExit) as ended:
        run.main()
    told = capsys.readouterr().err
    assert ended.value.code == 2 and "no benchmark is named bench_grids: there are" in told
    assert all(name.removeprefix("bench_") in told for name in NAMES)


def test_a_ratio_beyond_its_bound_is_printed_in_bold():
    report, run = importlib.import_module("report"), importlib.import_module("run")
    row = report.Row("a task", "a peer", 3.0, 2.0, "s", 1.0)
    assert row.ratio == 1.5 and not row.holds
    told = "| a task, *a peer* | 3\N{NO-BREAK SPACE}s | 2\N{NO-BREAK SPACE}s | **1.5** | 1 |"
    assert run._format(row) == told


def test_what_came_of_every_condition_is_kept_in_their_order_and_nothing_is_wrong():
    conditions = importlib.import_module("conditions").CONDITIONS
    told = importlib.import_module("faults").read_results()
    assert list(told) == [(one.name, one.command) for one in conditions]
    for came in told.values():
        assert not came.startswith(("WRONG", "not tried")), came


def test_what_takes_most_of_the_tests_is_told_as_shares_and_the_rest_in_one_row():
    """By hand: files of 1 to 17 s of CPU and twice that of time, 153 s and 306 s in all."""
    seconds = [*range(1, 18), 4]
    names = [f"tests/test_{n}.py" for n in [*range(1, 18), 17]]
    seconds[16] -= 4  # the last file's, in two parts
    costs = pd.DataFrame({"file": names, "tests": 1, "cpu": seconds, "wall": seconds})
    costs["wall"] *= 2
    told = importlib.import_module("suite_costs").summarise(costs)
    assert len(told) == 16
    assert told.iloc[0].to_dict() == {
        "file": "tests/test_17.py", "tests": 2, "cpu": 17 / 153, "wall": 34 / 306,
    }  # fmt: skip
    assert told.iloc[15].to_dict() == {
        "file": "(2 others)", "tests": 2, "cpu": 3 / 153, "wall": 6 / 306,
    }  # fmt: skip
