"""Claims, difficulties and answers that do not fit together are named by `senco check`."""

import shutil

import pytest

from senco.cohort.loading import check_cohort, load_cohort
from senco.errors import DataError
from senco.workspace.paths import Project
from tests.conftest import ROOT

NAME = "ey-pvi-2017"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Project(tmp_path)


def found(project):
    return [
        str(finding).replace(f"data/cohorts/{NAME}/", "") for finding in check_cohort(NAME, project)
    ]


def alter(project, file, old, new):
    path = project.cohort(NAME) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_published_claims_fit_together(project):
    assert found(project) == []


ERRORS = [
    ("claims.csv", "quotation,D03", "quotation,",
     "claims.csv, row 6, column difficulty: found nothing, for a constriction; allowed: the "
     "one difficulty in difficulties.csv that it describes. Name it; where none fits, add one "
     "to difficulties.csv."),
    ("claims.csv", "schools.,251-253,quotation,", "schools.,251-253,quotation,D03",
     "claims.csv, row 7, column difficulty: found a difficulty, for a possibility; allowed: "
     "nothing. Leave it blank, and say in answers.csv what the possibility answers."),
    ("claims.csv", "quotation,D03", "quotation,D93",
     "claims.csv, row 6, column difficulty: found 'D93'; allowed: a value from "
     "difficulties.csv. Add it to difficulties.csv, or correct it here."),
    ("claims.csv", "quotation,D03", '"quotation","D03, D04"',
     "claims.csv, row 6, column difficulty: found 'D03, D04'; allowed: a difficulty's key, such as "
     "D07"),
    ("difficulties.csv", "D06,Money", "D60,Nobody tells of this.\nD06,Money",
     "difficulties.csv, row 7, column difficulty: found 'D60', which no constriction describes; "
     "allowed: a difficulty that a row of claims.csv names. Name it there, or remove it."),
    ("answers.csv", "C006,D03,text", "C005,D03,text",
     "answers.csv, row 2, column claim: found 'C005', a constriction; allowed: a possibility. Only "
     "a possibility can answer: correct the claim, or its kind in claims.csv."),
    ("answers.csv", "C006,D03,text", "C006,D03,guess",
     "answers.csv, row 2, column ground: found 'guess'; allowed: one of: text, reading"),
    ("answers.csv", "C014,D09,text", "C006,D03,text",
     "answers.csv, row 3, column claim, difficulty: found a row that repeats another"),
    ("difficulty_codings.csv", "C001,second,D01,", "C001,second,D01,text",
     "difficulty_codings.csv, row 2, column ground: found a ground; allowed: nothing, for a "
     "constriction. Leave it blank."),
    ("difficulty_codings.csv", "C002,second,D01,", "C001,second,D02,",
     "difficulty_codings.csv, row 2 (and 3), column difficulty: found several rows by one "
     "coder for a constriction; allowed: the one difficulty that it describes. Keep the one "
     "that the coder settled on."),
    ("difficulty_codings.csv", "C006,second,D03,text", "C006,second,D03,",
     "difficulty_codings.csv, row 7, column ground: found a difficulty without a ground, or a "
     "ground without a difficulty; allowed: both, or neither."),
    ("difficulty_codings.csv", "C006,second,D03,text", "C006,second,,",
     "difficulty_codings.csv, row 7, column difficulty: found nothing, beside another row by "
     "the same coder; allowed: a difficulty, or only this row. Remove the row."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), ERRORS)
def test_what_does_not_fit_is_named_with_its_place_and_a_remedy(project, file, old, new, message):
    alter(project, file, old, new)
    told = found(project)
    assert any(text.startswith(message) for text in told), told
    with pytest.raises(DataError):
        load_cohort(NAME, project=project)


def test_rows_with_the_same_fault_are_told_of_once(project):
    path = project.cohort(NAME) / "claims.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows = [row[:-3] if row.endswith((",D01", ",D02")) else row for row in rows]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = [text for text in found(project) if text.startswith("claims.csv")]
    assert len(told) == 1 and told[0].startswith("claims.csv, row 2 (and 3, 4, 5, 29, ")


def make_earlier(project):
    """Make the tables those of an earlier version: answers in the claims, nothing merged."""
    folder = project.cohort(NAME)
    for table in ("difficulties", "answers", "difficulty_codings"):
        (folder / f"{table}.csv").unlink()
    rows = (folder / "claims.csv").read_text(encoding="utf-8").splitlines()
    rows = [row.rpartition(",")[0] for row in rows]
    rows = [
        f"{rows[0]},answers",
        *(f"{r},C005" if r.startswith("C006,") else f"{r}," for r in rows[1:]),
    ]
    (folder / "claims.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_tables_of_an_earlier_version_load_and_are_told_what_to_do(project):
    make_earlier(project)
    (told,) = found(project)
    assert told.startswith(
        "warning: claims.csv, row 7, column answers: found an answer in its earl"
    )
    assert "List each difficulty once in difficulties.csv" in told
    study = load_cohort(NAME, "65_constrictions", project)
    assert len(study.tables["claims"]) == 137 and not study.has("difficulties")


def test_a_list_of_difficulties_that_no_claim_names_is_no_crash(project):
    (project.cohort(NAME) / "claims.csv").unlink()
    assert any("claims.csv: found no such file" in text for text in found(project))


def test_a_claim_of_a_publication_has_its_lines_and_one_of_an_account_its_participant(project):
    path = project.cohort(NAME) / "claims.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",251-253,", ",,", 1), encoding="utf-8")
    assert found(project) == [
        "claims.csv, row 7, column lines: found nothing, for a publication; allowed: lines such "
        "as 270-271; 325. Give the lines of the source on which it is based."
    ]
    alter(project, "cohort.yml", "provenance: published", "provenance: synthetic")
    (warning,) = [one for one in found(project) if "participant: found nothing" in one]
    assert warning.startswith("warning: claims.csv, row 2 (and 3, 4, ")
