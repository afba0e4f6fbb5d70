"""A cohort that does not meet the contract is told what, where and what to do."""

import shutil
import subprocess
import sys

import pytest

from senco.cohort.loading import check_cohort, load_cohort
from senco.errors import DataError, SencoError, list_errors
from senco.workspace.paths import Project
from tests.conftest import ROOT

NAME = "ey-pvi-2017"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data" / "cohorts" / NAME


def find(folder, file, old, new):
    """Change one text of one file; return what the check then finds."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(finding) for finding in check_cohort(NAME, Project(folder.parents[2]))]


def test_every_cohort_of_the_project_meets_the_contract(project):
    found = {name: check_cohort(name, project) for name in project.cohorts()}
    assert {name: list_errors(findings) for name, findings in found.items()} == {
        name: [] for name in project.cohorts()
    }
    # the worked example leaves one construct of one participant unranked, on purpose
    assert [finding.row for finding in found["worked-example"]] == [65]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "segments.csv", "s02,EY4", "s02,EY9",
            "segments.csv, row 3, column participant: found 'EY9'; allowed: a value from "
            "participants.csv. Add it to participants.csv, or correct it here.",
        ),
        (
            "segments.csv", "segment,participant", "segment,partcipant",
            "segments.csv, row 1, column 2: found the heading 'partcipant'; allowed: segment, "
            "participant,",
        ),
        ((
            "segments.csv"
        ), "segment,participant", "segment,partcipant", "Did you mean 'participant'?"),
        ((
            "segments.csv"
        ), "s03,", "s02,", "segments.csv, row 4, column segment: found a row that repeats another"),
        (
            "reported.csv", "5.67,8", "5.67,eight",
            "reported.csv, row 13, column n_stated: found 'eight'; allowed: a whole number of at "
            "least 1 (people).",
        ),
        (
            "reported.csv", "mean_rank,child", "meanrank,child",
            "reported.csv, row 11, column quantity: found 'meanrank'; allowed: one of: count, "
            "mean_rank. Did you mean 'mean_rank'?",
        ),
        (
            "constructs.csv", "practice,purpose-and-outcomes", "practice,purpose-and-outcome",
            "constructs.csv, row 2, column influence: found 'purpose-and-outcome'; allowed: a "
            "key influence from data/study.yml",
        ),
        ((
            "constructs.csv"
        ), "practice,purpose-and-outcomes", "practice,purpose", "row 2, column influence"),
        ((
            "participants.csv"
        ), (
            "EY8,SENCO"
        ), (
            "EY8,"
        ), (
            "participants.csv, row 9, column role: found nothing; allowed: one of: SENCO, Area "
            "SENCO."
        )),
        ((
            "participants.csv"
        ), "EY8,SENCO", "Jane Doe,SENCO", "allowed: letters and a number, such as P1."),
        ((
            "codings.csv"
        ), (
            "article,stated"
        ), "article,stated,x", "codings.csv, row 2: found one cell too many, 'x'"),
        ("codings.csv", "coder,placing", "coder,coder", "the heading 'coder' twice"),
        ("codings.csv", "segment,code,coder,placing", "segment,coder,placing", "no column 'code'"),
        (
            "cohort.yml", "provenance: published", "provenance: publishd",
            "cohort.yml, row 2, column provenance: found 'publishd'; allowed: one of published, "
            "synthetic, collected. Did you mean 'published'?",
        ),
        (
            "cohort.yml", "provenance:", "provenence:",
            "row 2, column provenence: found the unknown key 'provenence'; allowed: one of title,",
        ),
        ((
            "cohort.yml"
        ), (
            "provenance:"
        ), (
            "provenence:"
        ), "column provenance: found nothing; allowed: a value: this key is required."),
        ("cohort.yml", "title: Eight", "title: [Eight", "cohort.yml, row "),
        ((
            "cohort.yml"
        ), (
            "provenance: published"
        ), (
            "provenance: published\nworklines: {minimum: low, maximum: 5}"
        ), "row 3, column worklines.minimum: found 'low'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place_and_its_remedy(folder, file, old, new, message):
    found = find(folder, file, old, new)
    assert any(message in text for text in found), "\n".join(found)
    assert all(text.startswith(f"data/cohorts/{NAME}/") for text in found)


def test_a_table_that_another_refers_to_may_not_be_missing(folder):
    (folder / "segments.csv").unlink()
    with pytest.raises(
        DataError, match=r"segments\.csv: found no such file.*codings\.csv refers to it"
    ):
        load_cohort(NAME, project=Project(folder.parents[2]))


def test_a_table_that_nothing_refers_to_may_be_missing(folder):
    (folder / "codings.csv").unlink()
    study = load_cohort(NAME, project=Project(folder.parents[2]))
    assert not study.has("codings") and study.has("segments", "codes")


def test_a_misspelt_file_is_found(folder):
    (folder / "claims.csv").rename(folder / "clams.csv")
    found = [str(finding) for finding in check_cohort(NAME, Project(folder.parents[2]))]
    assert any("clams.csv: found a table" in text and "'claims.csv'" in text for text in found)


def test_a_file_in_another_encoding_is_named(folder):
    text = (folder / "codes.csv").read_text(encoding="utf-8").replace("the setting", "the café")
    (folder / "codes.csv").write_bytes(text.encode("cp1252"))
    found = [str(finding) for finding in check_cohort(NAME, Project(folder.parents[2]))]
    assert any("codes.csv: found bytes that are not UTF-8" in text for text in found)


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    outside = tmp_path / "outside.csv"
    (folder / "codes.csv").rename(outside)
    (folder / "codes.csv").symlink_to(outside)
    found = [str(finding) for finding in check_cohort(NAME, Project(folder.parents[2]))]
    assert any("codes.csv: found a link" in text for text in found)


def test_yaml_that_would_run_code_is_refused(folder):
    found = find(
        folder, "cohort.yml", "title:", "x: !!python/object/apply:os.system ['true']\ntitle:"
    )
    assert found and all("Traceback" not in text for text in found)


def test_an_unknown_cohort_is_answered_with_those_there_are(project):
    with pytest.raises(SencoError, match=r"no cohort 'ey-pvi-2071'.*Did you mean 'ey-pvi-2017'\?"):
        load_cohort("ey-pvi-2071", project=project)


def test_a_stage_sees_only_the_tables_that_it_declares(project):
    study = load_cohort(NAME, "60_networks", project)
    kept = ["codes", "codings", "constructs", "participants", "places", "segments"]
    assert sorted(study.tables) == kept  # and not reported, claims, claim_codings


def test_text_that_looks_like_a_missing_value_is_kept(folder):
    assert not find(folder, "codes.csv", "Children,relationships", "NA,relationships")
    study = load_cohort(NAME, project=Project(folder.parents[2]))
    assert "NA" in study.tables["codes"]["label"].tolist()


COUNTED = """
import collections, sys
from senco.cli import main
from senco.cohort.loading import load_cohort

opened = collections.Counter()

def count(event, arguments):
    if event == "open" and "/data/" in str(arguments[0]) and "w" not in str(arguments[1]):
        opened[str(arguments[0]).rpartition("/data/")[2]] += 1

sys.addaudithook(count)
for command in ("status", "check", "load"):
    opened.clear()
    if command == "load":
        load_cohort("worked-example")
    else:
        sys.argv = ["senco", command, "worked-example"]
        try:
            main()
        except SystemExit:
            pass
    print("\\n", command, *(f"{name}:{times}" for name, times in sorted(opened.items())))
"""


def test_every_file_of_a_cohort_is_opened_once_by_status_check_and_load():
    run = subprocess.run(
        [sys.executable, "-c", COUNTED], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    files = {f"cohorts/worked-example/{name}.csv:1" for name in ("grids", "rankings", "segments")}
    files |= {"cohorts/worked-example/cohort.yml:1", "study.yml:1", "datapackage.json:1"}
    for command in ("status", "check", "load"):
        (line,) = (line for line in run.stdout.splitlines() if line.startswith(f" {command} "))
        opened = line.split()[1:]
        assert files <= set(opened), line
        assert {name.rpartition(":")[2] for name in opened} == {"1"}, line
