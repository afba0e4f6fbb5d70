"""Difficulties and their answers, against seven claims worked by hand."""

import re

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.measures import claims, difficulties

#: Two constrictions tell of D01, so that a repeat is merged; C05 answers two difficulties, and
#: two possibilities answer D02; C07 answers none.
CLAIMS = pd.DataFrame(
    [
        ("C01", "macro", "relationships", "constriction", "Nobody answers.", "D01"),
        ("C02", "exo", "relationships", "constriction", "Again nobody answers.", "D01"),
        ("C03", "exo", "ethos-and-support", "constriction", "No time.", "D02"),
        ("C04", "micro", "relationships", "constriction", "No money.", "D03"),
        ("C05", "micro", "relationships", "possibility", "Peers help.", None),
        ("C06", "micro", "ethos-and-support", "possibility", "A rota.", None),
        ("C07", "across", None, "possibility", "Hope.", None),
    ],
    columns=["claim", "system", "influence", "kind", "gist", "difficulty"],
)
LISTED = pd.DataFrame({"difficulty": ["D01", "D02", "D03"], "gist": ["Calls", "Time", "Money"]})
ANSWERS = pd.DataFrame(
    [
        ("C05", "D01", "text", "5", "One sentence."),
        ("C05", "D02", "reading", "3; 5", "A rota of peers."),
        ("C06", "D02", "reading", "3; 6", "A rota saves time."),
    ],
    columns=["claim", "difficulty", "ground", "lines", "why"],
)
SECOND = pd.DataFrame(
    [
        ("C01", "second", "D01", None),
        ("C02", "second", "D01", None),
        ("C03", "second", "D02", None),
        ("C04", "second", "D02", None),
        ("C05", "second", "D01", "reading"),
        ("C06", "second", None, None),
        ("C07", "second", "D03", "text"),
    ],
    columns=["claim", "coder", "difficulty", "ground"],
)


@pytest.fixture
def study(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables.update(
        claims=CLAIMS.copy(), difficulties=LISTED, answers=ANSWERS, difficulty_codings=SECOND
    )
    return study


def test_how_often_intervals_on_answers_hold_is_told_where_it_is_less_than_promised(study, project):
    """Three possibilities: tried were four units, and there the intervals hold."""
    assert difficulties.describe_answer_coverage(study) == ""
    article = load_cohort("ey-pvi-2017", project=project)
    told = difficulties.describe_answer_coverage(article)
    assert "of the Jaccard index be trusted? In simulated samples of 30 units" in told
    del article.tables["difficulty_codings"]
    assert difficulties.describe_answer_coverage(article) == ""


def test_repeats_are_one_difficulty_and_answers_are_many_to_many(study):
    told = difficulties.list_difficulties(study)
    assert told["constrictions"].tolist() == ["C01, C02", "C03", "C04"]
    assert told["by_text"].tolist() == ["C05", "", ""]
    assert told["by_reading"].tolist() == ["", "C05, C06", ""]
    assert told["answered"].tolist() == ["text", "reading", "none"]
    assert told["second_coding"].tolist() == ["reading", "none", "text"]
    pairs = difficulties.list_answers(study)[["difficulty", "possibility", "ground"]]
    assert pairs.to_numpy().tolist() == [
        ["D01", "C05", "text"], ["D02", "C05", "reading"], ["D02", "C06", "reading"],
    ]  # fmt: skip


def test_difficulties_are_counted_by_each_coding_by_both_and_by_either(study):
    """By hand; both give C05-D01 alone, and only one of them finds it in the text."""
    counts = difficulties.recount(study).set_index("coding")
    columns = ["text", "reading", "none", "pairs", "possibilities"]
    assert counts["difficulties"].tolist() == [3, 3, 3, 3]
    assert counts.loc["first", columns].tolist() == [1, 1, 1, 3, 2]
    assert counts.loc["second", columns].tolist() == [1, 1, 1, 2, 2]
    assert counts.loc["what both give", columns].tolist() == [0, 1, 2, 1, 1]
    assert counts.loc["what either gives", columns].tolist() == [2, 1, 0, 4, 3]
    assert difficulties.describe_counts(counts) == (
        "With repeats merged, the constrictions come to 3 difficulties. The text itself joins an "
        "answer to 1 of them, the coder's reading alone to 1, and to 1 neither does."
    )
    assert difficulties.describe_second(study) == (
        "By a second coding the numbers are 1, 1 and 1; D01 (Calls), D02 (Time) and D03 (Money) "
        "differ."
    )
    assert difficulties.list_values(study) == {
        "n_difficulties": 3, "n_joined": 1, "n_read": 1, "n_unanswered": 1, "n_pairs": 3,
        "n_answering": 2, "n_unanswered_second": 1,
    }  # fmt: skip


def test_a_claim_counts_as_met_where_its_difficulty_has_an_answer(study):
    counts = claims.count_claims(study)
    columns = ["constrictions", "met", "possibilities", "answering"]
    assert counts.loc["relationships", columns].tolist() == [3, 2, 1, 1]
    assert counts.loc["ethos-and-support", columns].tolist() == [1, 1, 1, 1]
    assert counts.loc["several", columns].tolist() == [0, 0, 1, 0]


def test_the_second_coding_is_compared_in_what_it_coded(study):
    frame = difficulties.compare_codings(study).set_index(["what", "measure"])
    assigned = frame.loc["difficulty of a constriction"]
    assert assigned.loc["share on which both agree (of 4)", "value"] == 0.75
    # chance: .5 x .5 + .25 x .5 + .25 x 0 = .375; kappa (.75 - .375) / .625
    assert assigned.loc["Cohen's kappa", "value"] == pytest.approx(0.6)
    answered = frame.loc["answers of a possibility"]
    assert answered.loc["Jaccard index", "value"] == pytest.approx(1 / 4)
    assert answered.loc["positive agreement", "value"] == pytest.approx(2 / 5)
    assert frame.loc["ground of a pair that both give"].iloc[0]["value"] == 0
    assert frame.loc["ground on which a difficulty has an answer, if any"].iloc[0]["value"] == 0
    assert difficulties.list_differences(study).drop(columns="gist").to_numpy().tolist() == [
        ["C04", "", "D03", "D02"],
        ["C05", "D01", "text", "reading"],
        ["C05", "D02", "reading", "none"],
        ["C06", "D02", "reading", "none"],
        ["C07", "D03", "none", "text"],
    ]


def test_a_coding_that_agrees_in_all_gives_no_interval_without_width(study):
    study.tables["difficulty_codings"] = SECOND.assign(
        difficulty=["D01", "D01", "D02", "D03", "D01", None, "D03"]
    )
    frame = difficulties.compare_codings(study).set_index(["what", "measure"])
    assigned = frame.loc["difficulty of a constriction"]
    # 4 of 4: exact lower end .025 ** (1 / 4)
    assert assigned.iloc[0]["low"] == pytest.approx(0.3976, abs=1e-4)
    assert assigned.loc["Cohen's kappa", ["value"]].tolist() == [1]
    assert (assigned["low"].isna() | (assigned["low"] < assigned["high"])).all()
    assert (assigned["low"].notna() | (assigned["note"] != "")).all()


def test_a_list_that_was_coded_once_says_so(study):
    del study.tables["difficulty_codings"]
    assert difficulties.describe_second(study) == "The list was coded by one coder only."
    assert difficulties.recount(study)["coding"].tolist() == ["first"]
    assert difficulties.compare_codings(study).empty
    assert difficulties.list_differences(study).empty
    assert difficulties.list_values(study)["n_unanswered_second"] == "not counted"
    assert difficulties.list_difficulties(study)["second_coding"].tolist() == ["", "", ""]


def test_a_second_coding_of_a_part_counts_nothing_and_is_compared_all_the_same(study):
    study.tables["difficulty_codings"] = SECOND.drop(index=5)
    assert difficulties.describe_second(study).startswith("Only part was coded a second time")
    assert difficulties.recount(study)["coding"].tolist() == ["first"]
    answered = difficulties.compare_codings(study).set_index(["what", "measure"])
    # C05 and C07 were coded twice: first gives two pairs, second two, both one
    value = answered.loc[("answers of a possibility", "Jaccard index"), "value"]
    assert value == pytest.approx(1 / 3)
    assert "C06" not in difficulties.list_differences(study)["claim"].tolist()


def test_difficulties_that_nothing_answers_are_counted_all_the_same(study):
    del study.tables["answers"], study.tables["difficulty_codings"]
    assert difficulties.recount(study)[["text", "reading", "none"]].to_numpy().tolist() == [
        [0, 0, 3]
    ]
    assert difficulties.list_answers(study).empty
    assert claims.count_claims(study)["met"].sum() == 0


def test_without_difficulties_it_is_said_that_nothing_is_counted(study):
    for table in ("difficulties", "answers", "difficulty_codings"):
        del study.tables[table]
    counts = difficulties.recount(study)
    assert counts.empty and difficulties.list_difficulties(study).empty
    assert "cannot be counted" in difficulties.describe_counts(counts)
    assert difficulties.describe_missing(study).startswith("Not counted: list each difficulty once")
    assert difficulties.describe_second(study) == ""
    assert set(difficulties.list_values(study).values()) == {"not counted"}
    assert list(claims.count_claims(study)) == ["constrictions", "possibilities"]


def test_who_tells_of_a_difficulty_is_counted_once(study):
    """By hand: P1 tells of D01 twice, nobody is named for D02, P2 tells of D03."""
    study.tables["claims"]["participant"] = ["P1", "P1", None, "P2", "P1", None, "P2"]
    people = difficulties.count_people(study)
    assert people["difficulty"].tolist() == ["D01", "D02", "D03"]
    assert people["people"].fillna(-1).tolist() == [1, -1, 1]
    n = len(study.tables["participants"])
    assert difficulties.describe_tellers(study) == (
        f"The claims are taken from the accounts of 2 of {n} participants. For 2 of them it is "
        "not recorded whose account it is."
    )
    study.tables["claims"]["participant"] = None
    assert difficulties.describe_tellers(study).startswith("It is not recorded from whose")


def test_accounts_join_an_answer_where_there_is_no_text(study):
    told = difficulties.describe_counts(difficulties.recount(study), difficulties.ACCOUNTS)
    assert "The accounts themselves join an answer to 1 of them, the coder's reading" in told


@pytest.fixture
def published(project):
    return load_cohort("ey-pvi-2017", project=project)


def test_the_hub_follows_from_what_the_text_says_before_its_therefore(published):
    pairs = difficulties.list_pairs(published)
    told = published.tables["claims"].set_index("claim")["difficulty"]
    for constriction in ("C126", "C127"):  # 481-484, before "therefore" in 486
        assert pairs["C128", told[constriction]] == "text"


@pytest.mark.parametrize(
    ("possibility", "constriction"),
    [  # what is no answer: a quality that the load called for, esteem, money that is not there
        ("C059", "C058"), ("C063", "C062"), ("C078", "C011"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_none(published, possibility, constriction):
    told = published.tables["claims"].set_index("claim")["difficulty"]
    pairs = difficulties.list_pairs(published)
    assert (possibility, told[constriction]) not in pairs
    assert (possibility, told[constriction]) not in difficulties.list_second_pairs(published)


def test_every_answer_of_the_published_list_says_where_and_why(published):
    answers = published.tables["answers"]
    assert answers[["lines", "why"]].notna().all(axis=None)
    claims_of = published.tables["claims"].set_index("claim")["lines"]
    for row in answers.itertuples():  # an answer's place holds, or leads to, its claim's lines
        numbers = [int(number) for number in re.findall(r"\d+", row.lines)]
        place = int(claims_of[row.claim].split("-")[0])
        assert min(numbers) <= place <= max(numbers), row
