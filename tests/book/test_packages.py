"""Each cohort that is open is a data package that another program finds nothing wrong with."""

import json
import shutil

import pytest
from frictionless import system
from frictionless import validate as ask_frictionless

from senco.book.assembly import load_citation
from senco.book.packages import list_described, write_package
from senco.workspace.paths import Project
from tests.conftest import ROOT

COHORTS = ("counter-example", "ey-pvi-2017", "worked-example")


def validate(place):
    with system.use_context(trusted=True):
        return ask_frictionless(str(place / "datapackage.json"))


def test_every_open_cohort_has_one(project):
    assert tuple(list_described(project)) == COHORTS


@pytest.mark.parametrize("name", COHORTS)
def test_it_is_valid_by_itself_and_describes_every_table(project, name):
    folder = project.cohort(name)
    report = validate(folder)
    assert report.valid, report.flatten(["type", "note"])
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {path.name for path in folder.glob("*.csv")}
    assert len(report.tasks) == len(paths)


@pytest.mark.parametrize("name", COHORTS)
def test_it_is_made_from_the_contract_and_the_tables(project, name):
    """`senco describe` writes it."""
    there = (project.cohort(name) / "datapackage.json").read_text("utf-8")
    assert there == write_package(project, name, load_citation(project))


def test_a_cell_that_breaks_the_contract_is_found_by_it(project, tmp_path):
    shutil.copytree(project.cohort("ey-pvi-2017"), tmp_path / "copy")
    table = tmp_path / "copy" / "claims.csv"
    table.write_bytes(table.read_bytes().replace(b"C01", b"01C", 1))
    errors = {row[0] for row in validate(tmp_path / "copy").flatten(["type"])}
    assert "constraint-error" in errors or "foreign-key" in errors


def test_a_private_cohort_and_one_of_others_get_none_here(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    here = Project(tmp_path)
    info = here.cohort("counter-example") / "cohort.yml"
    info.write_text(info.read_text("utf-8").replace("synthetic", "collected", 1), "utf-8")
    (here.cohort("registry.yml")).write_text(
        "cohorts:\n- cohort: worked-example\n  address: theirs.zip\n  sha256: " + "a" * 64
        + "\n  title: T\n  licence: L\n  provenance: synthetic\n  verified: 2026-11-24\n",
        "utf-8",
    )  # fmt: skip
    assert list_described(here) == ["ey-pvi-2017"]
