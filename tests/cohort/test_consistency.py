"""What no single table can say is said, once, where it stands, and as bad as it is."""

import json
import shutil

import pandas as pd
import pytest

from senco.cohort.loading import check_cohort, load_cohort, load_study
from senco.errors import DataError
from senco.intake.importing import import_files
from senco.workspace.paths import Project
from tests.cohorts import CONSTRUCTS, write_book
from tests.conftest import ROOT, Checkout

NAME = "my-county"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = tmp_path_factory.mktemp("sound")
    shutil.copytree(ROOT / "data", root / "data")
    project = Project(root)
    assert import_files(NAME, [write_book(root / f"{NAME}.xlsx", project)], project).written
    return root


@pytest.fixture
def project(sound, tmp_path):
    shutil.copytree(sound / "data", tmp_path / "data")
    return Project(tmp_path)


def change(project, file, old, new, times=1):
    path = project.cohort(NAME) / file
    text = path.read_text(encoding="utf-8")
    assert old in text, text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def found(project):
    return [
        str(finding).replace(f"data/cohorts/{NAME}/", "") for finding in check_cohort(NAME, project)
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("participants.csv", "P3,SENCO", "P4,SENCO,,,,,\nP3,SENCO",
         "warning: participants.csv, row 4, column participant: found 'P4', who is in no other"),
        ("worklines.csv", "P1,1,2018-09-01,2\n", "",
         "events.csv, row 3, column position: found '0.75', off the line of P1; allowed: a "
         "place on the line, 0 to 0.5."),
        ("events.csv", "2017-12-01,true", "2016-10-01,true",
         "events.csv, row 3, column date: found 2016-10-01, before an earlier place on the line"),
        ("events.csv", "2017-12-01,true", "2017-12-01,false",
         "warning: events.csv, row 2, column critical: found no critical event of 'P1'"),
        ("worklines.csv", "P1,0.5,2017-09-01,2", "P1,0.5,2017-09-01,6",
         "worklines.csv, row 3, column level: found '6'; allowed: a number from -5 to 5"),
        ("segments.csv", "s1,P1,e1b", "s1,P1,e2b",
         "segments.csv, row 2, column event: found 'e2b', an event of P2; allowed: an event of "
         "P1."),
        ("segments.csv", "interview,0,90", "interview,90,90",
         "segments.csv, row 2, column end: found '90'; allowed: a number above its start, 90."),
        ("codes.csv", "work,Work,,", "work,Work,joint-work,",
         "codes.csv, row 2, column parent: found 'work', which is part of itself"),
        ("grids.csv", "P2,calm,me,5", "P2,calm,me,0",
         "grids.csv, row 4, column rating: found '0'; allowed: a number from 1 to 7"),
        ("rankings.csv", "P2,training,3", "P2,training,5",
         "rankings.csv, row 6, column rank: found a ranking of 'P2' with the rank 5; no 3"),
        ("rankings.csv", "P2,training,3\n", "",
         "warning: rankings.csv, row 6, column rank: found a ranking of 'P2' with 1 of 4 "
         "constructs not ranked (training)"),
        ("grids.csv", "P2,calm,me,5", "P2,calm,me,nan",
         "grids.csv, row 4, column rating: found 'nan'; allowed: a number"),
        ("worklines.csv", "P1,0.5,2017-09-01,2", "P1,0.5,2017-09-01,INF",
         "worklines.csv, row 3, column level: found 'INF'; allowed: a number"),
        ("cohort.yml", "grids:\n  minimum: 1\n  maximum: 7\n", "",
         "warning: cohort.yml, column grids: found no scale"),
        ("cohort.yml", "title:", "coders: [anne, ben]\ntitle:",
         "cohort.yml, column coders: found 'anne', who is in no row; allowed: coders of "
         "codings.csv or construct_assignments.csv: ann, ben. Did you mean 'ann'?"),
        ("constructs.csv", "Training", "Trai\u202ening",
         "constructs.csv, row 2, column label: found 'Trai?ning' with an invisible character"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_once(project, file, old, new, message):
    assert found(project) == []
    change(project, file, old, new)
    told = found(project)
    assert len([text for text in told if text.startswith(message)]) == 1, "\n".join(told)


@pytest.mark.parametrize(
    ("outcome", "rest"),
    [
        ("place:trainig", "place: and a construct of constructs.csv (its same_as, where it has "
         "one) or of the reference: {places}. Did you mean 'training'?"),
        ("place:zebra", "place: and a construct of constructs.csv (its same_as, where it has "
         "one) or of the reference: {places}. List the construct in constructs.csv, or correct "
         "its key here."),
        ("key:relationship", "key: and a key influence from data/study.yml: {influences}. "
         "Did you mean 'relationships'?"),
        ("speaks:several", "speaks: and a key influence from data/study.yml: {influences}. "
         "Correct the key."),
        ("constriction:money", "constriction: and a key influence from data/study.yml: "
         "{influences}, several. Correct the key."),
    ],
)  # fmt: skip
def test_a_primary_outcome_that_nothing_is_called_is_refused(project, outcome, rest):
    study = load_study(project)
    reference = pd.read_csv(project.cohort(study.reference_cohort) / "constructs.csv")
    places = [*CONSTRUCTS, *sorted(set(reference["construct"]) - {*CONSTRUCTS})]
    assert len(places) <= 12
    change(project, "cohort.yml", "title:", f"criteria: {{primary: ['{outcome}']}}\ntitle:")
    influences = ", ".join(one.id for one in study.influences)
    rest = rest.format(places=", ".join(places), influences=influences)
    assert found(project) == [
        f"cohort.yml, column criteria.primary: found '{outcome}'; allowed: {rest}"
    ]
    with pytest.raises(DataError, match=r"criteria\.primary"):
        load_cohort(NAME, project=project)


def test_every_primary_outcome_that_a_comparison_can_have_passes(project):
    known = ["order", "distance", "place:training", "place:work-life-balance",
             "speaks:relationships", "key:relationships", "constriction:several",
             "possibility:relationships"]  # fmt: skip
    change(project, "cohort.yml", "title:", f"criteria: {{primary: {json.dumps(known)}}}\ntitle:")
    assert found(project) == []


def test_a_construct_that_is_the_same_as_another_is_primary_under_that_name(project):
    path = project.cohort(NAME) / "constructs.csv"
    table = pd.read_csv(path, dtype=str)
    table["same_as"] = table["construct"].map({"training": "knowledge-of-send"})
    table.to_csv(path, index=False)
    change(project, "cohort.yml", "title:", "criteria: {primary: ['place:training']}\ntitle:")
    assert [text.partition(";")[0] for text in found(project)] == [
        "cohort.yml, column criteria.primary: found 'place:training'"
    ]
    change(project, "cohort.yml", "place:training", "place:knowledge-of-send")
    assert found(project) == []


def test_before_there_are_constructs_a_primary_outcome_is_one_of_the_references(project):
    for path in project.cohort(NAME).glob("*.csv"):
        path.unlink()
    change(project, "cohort.yml", "title:", "criteria: {primary: ['place:training']}\ntitle:")
    assert any("criteria.primary: found 'place:training'" in text for text in found(project))
    change(project, "cohort.yml", "place:training", "place:work-life-balance")
    assert not any("criteria.primary" in text for text in found(project))


def test_one_coder_is_a_warning_and_stops_nothing(project):
    change(project, "codings.csv", "ben", "ann2", 3)
    path = project.cohort(NAME) / "codings.csv"
    lines = [line for line in path.read_text("utf-8").splitlines() if "ann2" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [text[:55] for text in found(project)] == [
        "warning: codings.csv, column coder: found one coder; al"
    ]
    assert load_cohort(NAME, project=project).has("codings")


@pytest.mark.parametrize(
    ("ranks", "is_one"),
    [
        ((1, 2, 3, 4), True),
        ((4, 1, 3, 2), True),
        ((1.5, 1.5, 3, 4), True),  # two share the first and second place
        ((1, 3, 3, 3), True),  # three share the second to the fourth: 9 / 3
        ((2.5, 2.5, 2.5, 2.5), True),
        ((1, 1, 3, 4), False),
        ((1, 2, 3, 5), False),
        ((1, 2, 4, 4), False),
        ((1.5, 2, 3, 4), False),
        ((1, 2.25, 2.25, 4), False),
    ],
)
def test_a_ranking_is_one_up_to_midranks(project, ranks, is_one):
    path = project.cohort(NAME) / "rankings.csv"
    rows = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("P1,")]
    rows += [f"P1,{key},{rank}" for key, rank in zip(CONSTRUCTS, ranks, strict=True)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = [text for text in found(project) if "a ranking of 'P1'" in text]
    assert len(told) == (0 if is_one else 1), told


def test_a_row_with_an_error_is_not_complained_of_twice(project):
    change(project, "rankings.csv", "P2,training,3", "P2,training,third")
    assert [text.partition(";")[0] for text in found(project)] == [
        "rankings.csv, row 6, column rank: found 'third'"
    ]


def test_errors_come_before_warnings_and_stop_the_loading(project):
    change(project, "events.csv", "2017-12-01,true", "2017-12-01,false")
    change(project, "rankings.csv", "P2,training,3", "P2,training,9")
    kinds = [finding.severity for finding in check_cohort(NAME, project)]
    assert kinds == ["error", "warning"]
    with pytest.raises(DataError) as raised:
        load_cohort(NAME, project=project)
    assert len(raised.value.findings) == 1


def test_the_command_prints_for_people_and_for_programs(tmp_path, sound):
    checkout = Checkout(tmp_path / "copy")
    shutil.copytree(sound / "data" / "cohorts" / NAME, checkout.project.cohort(NAME))
    change(checkout.project, "events.csv", "2017-12-01,true", "2017-12-01,false")
    done = checkout.run("check", NAME)
    assert done.returncode == 0 and done.stdout.endswith("1 warning.\n")
    change(checkout.project, "rankings.csv", "P2,training,3", "P2,training,\x1b[31m<b>9</b>")
    done = checkout.run("check", NAME, "--json", "--html", "report.html")
    assert done.returncode == 1
    listed = json.loads(done.stdout)
    assert [item["severity"] for item in listed] == ["error", "warning"]
    assert (listed[0]["row"], listed[0]["column"]) == (6, "rank")
    page = (checkout.root / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;9&lt;/b&gt;" in page and "<b>" not in page and '<html lang="en-GB">' in page
    assert "\x1b" not in checkout.run("check", NAME).stderr


def test_a_claim_that_repeats_none_of_the_original_is_answered_with_what_was_meant(project):
    heads = "claim,participant,system,influence,kind,actor,gist,rests_on,same_as\n"
    row = "C01,P1,meso,relationships,constriction,senco,Nobody answers.,reading,{}\n"
    for table in ("difficulties", "answers", "claim_codings", "difficulty_codings"):
        (project.cohort(NAME) / f"{table}.csv").unlink()
    path = project.cohort(NAME) / "claims.csv"
    path.write_text(heads + row.format("C053"), encoding="utf-8")
    assert not found(project)
    path.write_text(heads + row.format("C953"), encoding="utf-8")
    (told,) = found(project)
    assert told.startswith("claims.csv, row 2, column same_as: found 'C953'; allowed: a claim of")


def test_an_import_keeps_the_criteria_that_no_workbook_holds(project, tmp_path):
    info = project.cohort(NAME) / "cohort.yml"
    with info.open("a", encoding="utf-8") as text:
        text.write("criteria: {written: 2026-01-31, priority_margin: 0.1}\n")
    before = load_cohort(NAME, project=project).info.criteria
    book = write_book(tmp_path / "again.xlsx", project, info={"title": "Another title"})
    assert import_files(NAME, [book], project, overwrite=True).written
    after = load_cohort(NAME, project=project).info
    assert after.title == "Another title" and after.criteria.digest == before.digest
