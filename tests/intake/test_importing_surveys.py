"""A survey's export becomes the rankings of a cohort, without a name or an address of anybody."""

import csv
import io

import pytest

from senco.cohort.loading import load_cohort
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from tests.cohorts import CONSTRUCTS, PEOPLE, make_tables, write_csv

NAME = "my-county"
KEYS, LABELS = list(CONSTRUCTS), list(CONSTRUCTS.values())
RANK = {(who, key): int(rank) for who, key, rank in make_tables()["rankings"][1:]}
MAILS = [f"{letter}.smith@example.org" for letter in "abcdefghij"[: len(PEOPLE)]]


@pytest.fixture
def cohort(project, desk):
    make_cohort(NAME, project)
    people = write_csv(desk / "participants.csv",
                       [["participant", "role"], *([who, "SENCO"] for who in PEOPLE)])  # fmt: skip
    constructs = write_csv(desk / "constructs.csv", [["construct", "label"], *CONSTRUCTS.items()])
    assert import_files(NAME, [people, constructs], project).written
    return project


def order(who):
    return [CONSTRUCTS[key] for key in sorted(KEYS, key=lambda key: RANK[who, key])]


def google(ids):
    head = ["Timestamp", "Email Address", "Who are you?", *(f"Order [{one}]" for one in LABELS)]
    return [head, *(["2026/05/04 9:01:00", mail, one, *(RANK[who, key] for key in KEYS)]
                    for who, mail, one in zip(PEOPLE, MAILS, ids, strict=True))]  # fmt: skip


def forms(ids):
    head = ["ID", "Start time", "Completion time", "Email", "Name", "Put in order"]
    return [head, *([number, "5/4/2026 9:01", "5/4/2026 9:02", mail, one, ";".join(order(who))]
                    for number, (who, mail, one) in
                    enumerate(zip(PEOPLE, MAILS, ids, strict=True), 1))]  # fmt: skip


def monkey(ids):
    head = ["Respondent ID", "Start Date", "Code", "Rank these", *[""] * (len(LABELS) - 1)]
    return [head, ["", "", "Open-Ended Response", *LABELS],
            *([118 + n, "05/04/2026", one, *(RANK[who, key] for key in KEYS)]
              for n, (who, one) in enumerate(zip(PEOPLE, ids, strict=True)))]  # fmt: skip


MAKERS = {"google": google, "forms": forms, "monkey": monkey}


@pytest.mark.parametrize("name", ["rankings.csv", "export 12-05.csv"])
@pytest.mark.parametrize("maker", MAKERS)
def test_an_export_is_read_by_pseudonyms_that_a_column_holds(cohort, desk, maker, name):
    path = write_csv(desk / name, MAKERS[maker](list(PEOPLE)))
    intake = import_files(NAME, [path], cohort)
    assert [str(one) for one in intake.findings if one.severity == "error"] == []
    rows = load_cohort(NAME, project=cohort).tables["rankings"]
    read = {(who, key): rank for who, key, rank in rows.itertuples(index=False)}
    assert read == RANK
    said = " ".join([*intake.notes, *map(str, intake.repairs)])
    assert "Read " in said and not [mail for mail in MAILS if mail in said]


@pytest.mark.parametrize("maker", MAKERS)
def test_without_pseudonyms_the_private_list_says_who_is_who(cohort, desk, maker):
    ids = [f"Teacher {letter}" for letter in "ABCDEFGHIJ"[: len(PEOPLE)]]
    path = write_csv(desk / "rankings.csv", MAKERS[maker](ids))
    refused = import_files(NAME, [path], cohort)
    (found,) = [str(one) for one in refused.findings if one.severity == "error"]
    assert "by nobody who is known" in found and "--people" in found and "Teacher" not in found
    people = dict(zip(ids, PEOPLE, strict=True))
    assert import_files(NAME, [path], cohort, people=people).written == ["rankings.csv"]
    by_mail = dict(zip(MAILS, PEOPLE, strict=True))
    if maker != "monkey":
        intake = import_files(NAME, [path], cohort, people=by_mail, overwrite=True)
        assert intake.written == ["rankings.csv"]
        stream = io.StringIO((cohort.cohort(NAME) / "rankings.csv").read_text("utf-8"))
        assert {row["participant"] for row in csv.DictReader(stream)} == set(PEOPLE)


def test_an_item_that_is_no_construct_is_named(cohort, desk):
    rows = google(list(PEOPLE))
    rows[0][3] = "Order [Pay and conditions]"
    intake = import_files(NAME, [write_csv(desk / "rankings.csv", rows)], cohort)
    assert any("'Pay and conditions'; allowed: a construct" in str(one) for one in intake.findings)
    assert not intake.written
