"""The command that plans a comparison, as a user calls it."""

import csv
import json
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from senco import cli


@pytest.fixture
def call(monkeypatch, project):
    monkeypatch.chdir(project.root)

    def run(*words):
        return CliRunner().invoke(cli.app, [str(word) for word in words])

    return run


def test_beside_the_article_the_answer_and_its_reason_are_told_for_every_printed_mean(call):
    told = " ".join(call("plan", "--sd", 1.5).stdout.split())
    assert told.count("Against the printed mean of") == 5
    # one of the five leaves so little room that agreement can come about
    assert told.count("Agreement cannot be shown, however many you ask.") == 4
    assert "How many people are needed for a chance of 80 %?" in told and "Note: " in told


def test_json_and_a_folder_hold_the_same_answers_and_words_for_a_form(call, tmp_path):
    folder = tmp_path / "plan"
    ran = call("plan", "--sd", 1.2, "--margin", 4, "--primary", 2, "--json", "--out", folder)
    found = json.loads(ran.stdout.splitlines()[0])
    assert found["question"]["margin"] == 4 and len(found["answers"]) == 10
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, answer in zip(rows, found["answers"], strict=True):
        assert row["people"] == ("" if answer["people"] is None else str(answer["people"]))
        assert (row["enough"] == "True") == answer["enough"]
    assert {path.name for path in folder.iterdir()} == {
        "answers.csv", "ceilings.csv", "curves.csv", "curves.svg", "ethics.md"
    }  # fmt: skip
    assert ElementTree.fromstring((folder / "curves.svg").read_text("utf-8")).tag.endswith("svg")
    assert "2 constructs must all get the answer" in (folder / "ethics.md").read_text("utf-8")


def test_a_cohorts_own_criteria_decide(call):
    # the worked example lays down its margin in cohort.yml
    own = json.loads(call("plan", "worked-example", "--sd", 1, "--json").stdout)["question"]
    usual = json.loads(call("plan", "--sd", 1, "--json").stdout)["question"]
    assert usual["margin"] == 3 and own["confidence"] == 0.9
    assert own["margin"] == pytest.approx(20 * 0.15)


def test_a_number_that_makes_no_sense_is_answered_with_what_is_allowed(call):
    told = str(call("plan", "--sd", 12, "--chance", 2).exception)
    assert "--sd: found 12; allowed: above 0 and at most 10" in told
    assert "--chance: found 2; allowed: from 0.5 to 0.99" in told
    assert "one of the two" in str(call("plan", "--there", 8, "--equal").exception)
    assert "from 2 to 500" in str(call("plan", "--there", 1).exception)
