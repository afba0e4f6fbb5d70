"""Whatever happens to a valid cohort's files: findings or a sound cohort, never a traceback.

Ten thousand by hand: SENCO_MUTATIONS=10000 pytest tests/cohort/test_mutations.py -n 0
"""

import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senco.cohort.loading import check_cohort, load_cohort
from senco.errors import DataError, SencoError, list_errors
from senco.intake.importing import import_files
from senco.workspace.paths import Project
from tests.cohort.mutations import MUTATIONS, SETS, lay_out, list_required
from tests.cohorts import write_book
from tests.conftest import ROOT, read_folder

NAME = "mutant"
EXAMPLES = int(os.environ.get("SENCO_MUTATIONS", "50"))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("mutations")
    shutil.copytree(ROOT / "data", root / "data")
    project = Project(root)
    assert import_files("sound", [write_book(root / "sound.xlsx", project)], project).written
    return root


def make_mutant(root, tables, mutations):
    """Lay out a cohort of a few tables, to which something was done."""
    project = Project(root)
    shutil.rmtree(project.cohort(NAME), ignore_errors=True)
    cohort, names = tables
    lay_out(project.cohort(cohort), project.cohort(NAME), names, mutations)
    return project.cohort(NAME)


FREE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == 50,
    suppress_health_check=list(HealthCheck),
)


@FREE
@given(tables=st.sampled_from(SETS), mutations=MUTATIONS)
def test_a_mutated_cohort_is_refused_with_reasons_or_is_sound(root, tables, mutations):
    project = Project(root)
    make_mutant(root, tables, mutations)
    findings = check_cohort(NAME, project)
    for finding in findings:
        assert str(finding) and finding.file.startswith(f"data/cohorts/{NAME}/")
    if list_errors(findings) or NAME not in project.cohorts():
        with pytest.raises(SencoError):
            load_cohort(NAME, project=project)
        return
    for table, frame in load_cohort(NAME, project=project).tables.items():
        for name in list_required(table):
            assert frame[name].notna().all(), (table, name)


@FREE
@given(tables=st.sampled_from(SETS), mutations=MUTATIONS)
def test_an_import_of_mutated_files_is_whole_or_nothing(root, tables, mutations):
    project = Project(root)
    folder = make_mutant(root, tables, mutations)
    desk = root / "desk"
    shutil.rmtree(desk, ignore_errors=True)
    folder.rename(desk)
    before = read_folder(root / "data")
    folder.mkdir()
    shutil.copyfile(project.cohort("sound") / "cohort.yml", folder / "cohort.yml")
    intake = import_files(NAME, sorted(desk.glob("*.csv")), project)
    after = read_folder(root / "data")
    mine = {path: data for path, data in after.items() if f"/{NAME}/" in path}
    assert {path: data for path, data in after.items() if path not in mine} == before
    if list_errors(intake.findings):
        assert [path.rpartition("/")[2] for path in mine] == ["cohort.yml"]
    else:
        assert len(mine) == len(intake.written) + 1 and check_errors(project) == []


def check_errors(project):
    try:
        return list_errors(check_cohort(NAME, project))
    except DataError as error:
        return list(error.findings)
