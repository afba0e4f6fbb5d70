"""Lines on made scans whose truth is known: read within bounds, or refused."""

import sys
from importlib import import_module

import cv2
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from senco.cli.application import app
from senco.errors import SencoError
from tests.conftest import ROOT

#: Of the conditions in benchmarks/trace_scans.py, some of each kind: the names of what is drawn.
READ = ["pen, grid", "pencil, box without grid", "photograph, pen", "everything at once"]
REFUSED = {"nothing": "nothing", "nothing, former chart": "nothing", "two lines": "two"}


@pytest.fixture(scope="module")
def bench():
    """The scans with a known truth, and how a reading is measured."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    made = import_module("trace_scans"), import_module("trace_accuracy")
    sys.path.remove(str(ROOT / "benchmarks"))
    return made


def find(scans, name):
    return next(one for one in scans.CONDITIONS if one.name == name)


@pytest.mark.parametrize("name", READ)
def test_a_drawn_line_is_read_where_it_was_drawn(bench, name):
    scans, accuracy = bench
    condition = find(scans, name)
    told = accuracy.measure(scans.make_scan(condition, 7), condition)
    assert told["outcome"] == "line"
    assert np.median(told["errors"]) <= 0.05 and np.quantile(told["errors"], 0.95) <= 0.2
    assert told["corners"] <= 0.01


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_not_read(bench, name):
    scans, accuracy = bench
    condition = find(scans, name)
    told = accuracy.measure(scans.make_scan(condition, 7), condition)
    assert told["outcome"] == REFUSED[name]


def test_the_command_saves_rows_and_a_picture_and_writes_over_nothing(bench, tmp_path):
    scans, _ = bench
    scan = scans.make_scan(find(scans, "pen, grid"), 7)
    path, rows = tmp_path / "scan.png", tmp_path / "line.csv"
    cv2.imwrite(str(path), scan.picture)
    words = ("trace", str(path), "--participant", "P4", "--save", str(rows))
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    table = pd.read_csv(rows)
    assert list(table) == ["participant", "position", "level"] and set(table["participant"]) == {
        "P4"
    }
    assert (tmp_path / "line-traced.png").stat().st_size > 10_000
    with pytest.raises(SencoError, match=r"line\.csv already exists"):
        CliRunner().invoke(app, words, catch_exceptions=False)
