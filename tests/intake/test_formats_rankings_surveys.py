"""Exports of survey programs are read right or refused, and never wrong or with a name in them."""

import csv

import numpy as np
import pytest

from senco.errors import DataError, SencoError
from senco.intake.formats.rankings import read_rankings
from senco.measures.rankings import check_rankings
from tests.conftest import ROOT
from tests.intake.exports import MAKERS, PRIVATE, make

SEEDS = 8
#: Of so many seeds at most this many may be refused: short lists whose labels hold the sign.
REFUSED = {"list_with_commas": 5, "kobo_list": 1}


def read(folder, name, content, told):
    path = folder / f"{name}.csv"
    path.write_bytes(content)
    options = dict(told)
    if "labels" in told:
        options["labels"] = folder / "labels.csv"
        options["labels"].write_text(told["labels"], encoding="utf-8", newline="")
    found = read_rankings(path, **options)
    check_rankings(found.table.dropna(axis=1, how="all"))
    return found


@pytest.mark.parametrize("name", MAKERS)
def test_what_a_program_writes_is_read_right_or_refused(tmp_path, name):
    refused = []
    for seed in range(SEEDS):
        truth, content, told = make(name, seed)
        try:
            found = read(tmp_path, name, content, told)
        except SencoError as error:
            said = str(error)
            refused.append(said)
        else:
            expected = truth.table()
            assert sorted(found.table.columns) == sorted(expected.columns), (seed, content)
            np.testing.assert_array_equal(
                found.table[expected.columns].to_numpy(), expected.to_numpy(), f"{name} {seed}"
            )
            said = " ".join([found.understood, *found.notes, *map(str, found.table.index)])
            assert found.understood.startswith("Read ") and " first" in found.understood
        assert not [word for word in PRIVATE if word in said], said
    assert len(refused) <= REFUSED.get(name, 0), refused


def save(folder, text, name="a.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


STAMP = "2026/05/04 9:01:00"
TWO = f"Timestamp,Rank [a],Rank [b],Next [c],Next [d]\n{STAMP},1,2,2,1\n{STAMP},2,1,2,1\n"
TICKED = f"Timestamp,Which?\n{STAMP},a1;b1;\n{STAMP},a1;c1;\n{STAMP},b1;\n"
UNEQUAL = f"Timestamp,Top things\n{STAMP},a1;b1;\n{STAMP},c1;a1;\n{STAMP},b1;a1;\n{STAMP},c1;b1\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TWO, ("2 questions that may be rankings: 'Rank'; 'Next'", "--question")),
        (TICKED, ("all lists are in the same order, as with ticked boxes", "--question 'Which?'")),
        ("Timestamp,R [a],R [b]\n{0},5,4\n{0},4,4\n", ("may not be a ranking", "--question 'R'")),
        ("Timestamp,Say [a],Say [b]\n{0},good,bad\n{0},bad,good\n", ("without a ranking",)),
        ("Timestamp,So [1],So [2]\n{0},1,2\n{0},2,1\n", ("--layout people", "--layout places")),
        ("Timestamp,Order\n{0},\"a, b, c\"\n{0},\"c, a, b\"\n", ("'b' always after 'a'", "--lab")),
        ("participant,a,b\nP1,0,1\nP2,1,0\n", ("rank 0, which may be the first place", "add 1")),
        ("participant,a,b\nP1,0,2\nP2,2,3\n", ("rank 0, which may be the first place",)),
        ("participant,a,b\nP1,1 (least),2\nP2,2,1 (least)\n", ("where 1 comes last", "m + 1")),
        ("Timestamp,\"Rank, 1 = least [a]\",\"Rank, 1 = least [b]\"\n{0},1,2\n{0},2,1\n",
         ("where 1 comes last",)),
        ("participant,a,b,remarks\nP1,1,2,x\nP2,2,1,y\nP3,2,1,z\n",
         ("column remarks: found no rank in any of its 3 cells", "Leave the column out")),
        ("Timestamp,R [a],R [a]\n{0},1,2\n{0},2,1\n", ("two columns for the item 'a'",)),
        ("participant,a,b\nP1,1,ann@example.org\nP2,2,1\n", ("found an address",)),
    ],
)  # fmt: skip
def test_what_may_be_two_things_is_asked_about(tmp_path, text, words):
    with pytest.raises(DataError) as raised:
        read_rankings(save(tmp_path, text.replace("{0}", STAMP)))
    assert all(word in str(raised.value) for word in ("a.csv", *words)), str(raised.value)
    assert "example.org" not in str(raised.value)


def test_the_question_is_chosen_by_its_words(tmp_path):
    path = save(tmp_path, TWO)
    assert read_rankings(path, question="rank").table.columns.tolist() == ["a", "b"]
    assert read_rankings(path, question="Next").table.iloc[0].tolist() == [2, 1]
    with pytest.raises(DataError, match=r"'Last'; allowed: one of 'Rank'; 'Next'"):
        read_rankings(path, question="Last")
    ticked = read_rankings(save(tmp_path, TICKED), question="Which?")
    assert ticked.table.loc["row 3"].tolist()[0] == 1


def test_lists_of_unequal_length_are_read_where_an_order_was_asked_for(tmp_path):
    found = read_rankings(save(tmp_path, UNEQUAL)).table
    assert found[["a1", "b1", "c1"]].fillna(0).to_numpy().tolist() == [
        [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 2, 1],
    ]  # fmt: skip


def test_lists_with_equals_signs_share_a_place(tmp_path):
    path = save(tmp_path, "participant,order\nP1,a > b = c\nP2,c > a > b\n")
    assert read_rankings(path).table.loc["P1"].tolist() == [1, 2.5, 2.5]


def test_numbers_before_the_items_of_a_list_are_left_out_or_kept_as_labels(tmp_path):
    rank = save(tmp_path, "participant,order\nP1,1. a; 2. b\nP2,1. b; 2. a\n")
    assert read_rankings(rank).table.columns.tolist() == ["a", "b"]
    label = save(tmp_path, "participant,order\nP1,1. a; 2. b\nP2,2. b; 1. a\n")
    assert read_rankings(label).table.loc["P2", "2. b"] == 1


NAMED = (
    "Name,E-mail,Start time,a,b\n"
    "Jane Doe,jane@example.org,9:01,1,2\n"
    "Jo Roe,jo@example.org,9:02,2,1\n"
)


def test_a_name_is_copied_only_where_the_user_says_so_and_an_address_never(tmp_path):
    path = save(tmp_path, NAMED)
    found = read_rankings(path)
    assert found.table.index.tolist() == ["row 2", "row 3"]
    assert not [word for word in ("Jane", "Doe", "example") if word in str(found)]
    assert read_rankings(path, participant="name").table.index.tolist() == ["Jane Doe", "Jo Roe"]
    with pytest.raises(DataError, match="Addresses are never copied") as raised:
        read_rankings(path, participant="E-mail")
    assert "jane" not in str(raised.value)
    with pytest.raises(DataError, match=r"--participant, a\.csv: found 'who'"):
        read_rankings(path, participant="who")


def test_items_that_are_called_as_programs_call_columns_stay_items(tmp_path):
    """Email, phone and status hold ranks here, and so they were ranked."""
    text = f"Timestamp,Email,Phone,Status\n{STAMP},1,2,3\n{STAMP},3,1,2\n{STAMP},2,1,3\n"
    assert read_rankings(save(tmp_path, text)).table.columns.tolist() == [
        "Email",
        "Phone",
        "Status",
    ]
    plain = "participant,Email,Phone,Language\nP1,1,2,3\nP2,3,1,2\n"
    assert read_rankings(save(tmp_path, plain)).table.shape == (2, 3)


QUALTRICS = (
    "StartDate,Status,Finished,ResponseId,Q1_1,Q1_2\n"
    "Start Date,Response Type,Finished,Response ID,Order - a,Order - b\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}",'
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1_1""}","{""ImportId"":""QID1_2""}"\n'
    "2026-05-04 09:00:00,Survey Preview,True,R_0,2,1\n"
    "2026-05-04 09:00:00,IP Address,True,R_1,1,2\n"
    "2026-05-04 09:00:00,IP Address,False,R_2,2,1\n"
    "2026-05-04 09:00:00,IP Address,False,R_3,,\n"
)


def test_previews_and_responses_without_a_rank_are_left_out_and_said(tmp_path):
    found = read_rankings(save(tmp_path, QUALTRICS))
    assert found.table.index.tolist() == ["R_1", "R_2"] and found.rows == (5, 6)
    said = " ".join(found.notes)
    assert "1 row of previews of the survey (row 4)" in said
    assert "Left out: row 7, where nothing is ranked." in said
    assert "Not finished, but counted: row 6." in said
    assert found.understood == (
        "Read with three rows of headings, a row for each ranker and a column for each item of "
        "'Order'; row 5 put a first, then b."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "an empty file"),
        ("code,label\na,Play\na,Rest\n", "row 3: found the code 'a' with two labels"),
        ("code,label\na,\n", "row 2: found no label"),
        ("code,label\na,Play\nb,Play\n", "two items with the label 'Play'"),
    ],
)
def test_a_codebook_that_contradicts_itself_is_refused(tmp_path, text, words):
    path = save(tmp_path, "participant,order\nP1,a > b\nP2,b > a\n")
    with pytest.raises(DataError) as raised:
        read_rankings(path, labels=save(tmp_path, text, "labels.csv"))
    assert words in str(raised.value)


def test_a_sheet_of_choices_is_a_codebook(tmp_path):
    path = save(tmp_path, "participant,rank\nP1,a b\nP2,b a\n")
    book = save(tmp_path, "list_name,name,label::English (en)\nl,a,Play\nl,b,Rest\n", "labels.csv")
    assert read_rankings(path, labels=book).table.columns.tolist() == ["Play", "Rest"]


def list_catalogue():
    path = ROOT / "analysis/senco/intake/formats/catalogue/rankings.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [*csv.DictReader(stream)]


@pytest.mark.parametrize("row", list_catalogue(), ids=lambda row: row["sample"])
def test_each_thing_that_the_catalogue_lists_is_read(row):
    folder = ROOT / "tests/samples/rankings"
    found = read_rankings(folder / row["sample"])
    check_rankings(found.table.dropna(axis=1, how="all"))
    assert len(found.table) > 1 and (folder / row["sample"]).suffix in row["endings"]
