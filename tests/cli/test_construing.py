"""The commands on how people construe, as a user calls them."""

import json

import pytest
from typer.testing import CliRunner

from senco import cli
from tests.conftest import ROOT

SAMPLES = ROOT / "tests/samples/implications"


def call(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def test_implications_are_counted_as_by_hand():
    found = json.loads(call("implications", SAMPLES / "marks.csv", "--json").stdout)
    assert (found["file"], found["total"], found["negative"]) == ("marks.csv", 7, 1)
    assert [one["superordinacy"] for one in found["constructs"]] == [-1, 2, 2, -3]
    assert found["pairs"] == {"one_way": 5, "reciprocal": 1, "none": 0, "unknown": 0}


def test_implications_are_told_in_words_and_drawn(tmp_path):
    path = tmp_path / "web.svg"
    told = call("implications", SAMPLES / "marks.csv", "--figure", path)
    assert told.exit_code == 0 and "7 implications, 1 of them of the opposite" in told.stdout
    assert "Note: Read as 4 constructs" in told.stdout
    assert "fair – unfair" in path.read_text(encoding="utf-8")


def test_poles_are_told_by_hinkles_kinds():
    told = call("implications", SAMPLES / "poles.csv", "--poles").stdout
    assert "calm – hurried  kind – cold  parallel  orthogonal  no" in told


def test_weights_are_shown_where_there_are_any():
    assert "weight out" in call("implications", SAMPLES / "wimp.csv").stdout
    assert "weight out" not in call("implications", SAMPLES / "marks.csv").stdout


def test_resistance_is_counted_and_compared():
    words = ("resistance", SAMPLES / "pairs.csv", "--implications", SAMPLES / "marks.csv")
    found = json.loads(call(*words, "--json").stdout)
    assert [one["score"] for one in found["constructs"]] == [1, 2, 3, 0]
    assert (found["circular"], found["zeta"]) == (0, 1)
    assert found["notes"][-1].endswith("even a perfect order can be chance, so nothing is told.")
    other = ("resistance", SAMPLES / "pairs.csv", "--implications", SAMPLES / "weights.csv")
    assert "not in the implication grid" in str(call(*other).exception)


@pytest.mark.parametrize("command", ["implications", "resistance"])
def test_a_figure_has_an_ending_that_can_be_drawn(command):
    sample = {"implications": "marks.csv", "resistance": "pairs.csv"}[command]
    refused = call(command, SAMPLES / sample, "--figure", "a.pdf")
    assert refused.exit_code == 1 and "a.pdf: a figure is drawn as" in str(refused.exception)
