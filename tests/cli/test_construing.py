"""The commands on how people construe, as a user calls them."""

import json
from xml.etree import ElementTree

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


def test_a_change_is_followed():
    """Calm from -1/2 to 1 takes kind from 1/2 to -1, which takes fair up by -3/2 times -2/3 = 1."""
    words = ("implications", SAMPLES / "wimp.csv", "--change", "Calm")
    states = json.loads(call(*words, "--json").stdout)["change"]["states"]
    assert states[:4] == [[-0.5, 0.5, 0], [1, 0.5, 0], [1, -1, 0], [1, -1, 1]]
    assert "A change on calm – hurried" in call(*words).stdout
    assert call(*words[:-1], "1").stdout == call(*words).stdout
    assert "no construct is called" in str(call(*words[:-1], "9").exception)
    other = call("implications", SAMPLES / "marks.csv", "--change", "1")
    assert "does not say where the self is" in str(other.exception)


def test_resistance_is_counted_and_compared():
    words = ("resistance", SAMPLES / "pairs.csv", "--implications", SAMPLES / "marks.csv")
    found = json.loads(call(*words, "--json").stdout)
    assert [one["score"] for one in found["constructs"]] == [1, 2, 3, 0]
    assert (found["circular"], found["zeta"]) == (0, 1)
    assert found["notes"][-1].endswith("with so few, even perfect agreement may be chance.")
    other = ("resistance", SAMPLES / "pairs.csv", "--implications", SAMPLES / "weights.csv")
    assert "not in the implication grid" in str(call(*other).exception)


@pytest.mark.parametrize("command", ["implications", "resistance"])
def test_a_figure_has_an_ending_that_can_be_drawn(command):
    sample = {"implications": "marks.csv", "resistance": "pairs.csv"}[command]
    refused = call(command, SAMPLES / sample, "--figure", "a.pdf")
    assert refused.exit_code == 1 and "a.pdf: a figure is drawn as" in str(refused.exception)


BEFORE = "1,me,best,Ann,Bob,5\ncalm,1,3,5,3,hurried\nnew,2,2,4,4,old\nplain,1,1,1,5,fancy\n"
AFTER = "1,me,best,Ann,Bob,5\nhurried,4,3,1,3,calm\nnew,4,2,3,4,old\nplain,1,1,1,5,fancy\n"


@pytest.fixture
def grids(tmp_path):
    for name, text in (("before.csv", BEFORE), ("after.csv", AFTER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "before.csv", tmp_path / "after.csv"


def test_change_is_measured_told_and_drawn(grids, tmp_path):
    words = ("change", *grids, "--self", "me", "--ideal", "best")
    found = json.loads(call(*words, "--json").stdout)
    assert found["differences"] == [[1, 0, 0, 0], [2, 0, -1, 0], [0, 0, 0, 0]]
    assert found["unchanged"] == 0.75 and len(found["self_ideal"]) == 2
    told = call(*words, "--figure", tmp_path / "c.svg")
    assert "12 ratings compared: 75% unchanged" in told.stdout
    assert "Taken away, most different first: me." in told.stdout
    assert "Poles reversed in the second: calm – hurried." in told.stdout
    assert "+2" in (tmp_path / "c.svg").read_text(encoding="utf-8")


def test_change_takes_two_grids(grids):
    refused = call("change", grids[0])
    assert refused.exit_code == 1 and "before.csv: 1 grid; two are compared" in str(
        refused.exception
    )


def test_another_scale_may_be_stated(grids):
    text = grids[1].read_text(encoding="utf-8").replace(",5\n", ",7\n", 1)
    grids[1].write_text(text, encoding="utf-8")
    assert "only grids on the same scale" in str(call("change", *grids).exception)
    assert call("change", *grids, "--scale", 1, 5).exit_code == 0


def test_people_are_set_side_by_side(grids, tmp_path):
    found = json.loads(call("sociogrid", *grids, "--json").stdout)
    assert found["people"] == ["before", "after"]
    assert [pair["share"] for pair in found["pairs"]] == [1, 1]
    told = call("sociogrid", *grids, "--figure", tmp_path / "s.svg")
    assert "2 people, alike from a match of 0.8" in told.stdout and "consensus" in told.stdout
    assert "With whom each" in (tmp_path / "s.svg").read_text(encoding="utf-8")


def test_a_file_of_several_grids_names_the_people(tmp_path):
    rows = ["participant,left_pole,right_pole,element,rating"]
    rows += [f"{who},calm,hurried,{e},{i}" for who in ("Ann", "Bob") for i, e in enumerate("wxyz")]
    path = tmp_path / "all.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    assert json.loads(call("sociogrid", path, "--json").stdout)["people"] == ["Ann", "Bob"]
    refused = call("sociogrid", path, path)
    assert "two grids with the name 'Ann'" in str(refused.exception)


def test_a_map_says_how_well_it_gives_back(grids, tmp_path):
    words = ("biplot", grids[0], "--self", "me", "--ideal", "best")
    found = json.loads(call(*words, "--json").stdout)
    assert found["file"] == "before.csv" and 0 < found["explained"] <= 1
    assert [len(one["places"]) for one in found["constructs"]] == [5, 5, 5]
    told = call(*words, "--figure", tmp_path / "b.svg")
    assert "before.csv: the map shows" in told.stdout
    drawn = (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert "hurried (" in drawn and "Square: the self; star: the ideal." in drawn


def test_one_dimension_is_no_map(tmp_path):
    path = tmp_path / "line.csv"
    path.write_text("1,a,b,c,5\ncalm,1,3,5,hurried\nnew,5,3,1,old\n", encoding="utf-8")
    assert call("biplot", path).exit_code == 0
    assert "no map" in str(call("biplot", path, "--figure", tmp_path / "b.svg").exception)


def test_the_self_is_told_and_drawn(grids, tmp_path):
    words = ("self", grids[0], "--self", "me", "--ideal", "best")
    found = json.loads(call(*words, "--json").stdout)
    assert [one["kind"] for one in found["constructs"]] == ["undecided", "positive", "positive"]
    assert call(*words, "--figure", tmp_path / "s.png").exit_code == 0
    assert (tmp_path / "s.png").read_bytes().startswith(b"\x89PNG")
    assert "before.csv has me, best, Ann and Bob" in str(call("self", grids[0]).exception)


def test_one_grid_at_a_time_is_drawn(tmp_path):
    rows = ["participant,left_pole,right_pole,element,rating"]
    rows += [f"{who},calm,hurried,{e},{i}" for who in ("Ann", "Bob") for i, e in enumerate("wx")]
    path = tmp_path / "all.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    assert "it contains 2 grids (Ann and Bob)" in str(call("biplot", path).exception)


def test_odd_letters_do_not_stop_a_figure(tmp_path):
    """Those that the font lacks are said in a sentence; those that no picture may hold go."""
    path = tmp_path / "odd.csv"
    path.write_text("1,我,a\x1b[31m,b,5\n平静,1,3,5,匆忙\nx,2,2,4,$y$\n", encoding="utf-8")
    told = call("self", path, "--self", 1, "--ideal", 2, "--figure", tmp_path / "a.png")
    assert told.exit_code == 0 and "an .svg shows them" in told.stderr
    assert "Warning" not in told.stderr
    assert call("biplot", path, "--figure", tmp_path / "a.svg").exit_code == 0
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "\x1b" not in drawn and "我" in drawn and "$y$" in drawn
    ElementTree.fromstring(drawn)
