"""Every format that is said to be read has a file here that its command reads."""

import shlex
import shutil

import pytest
from typer.testing import CliRunner

from senco import cli
from senco.intake.formats.catalogue import KINDS, list_formats
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "samples"
ROWS = list_formats()
IMPORTED = [row for row in ROWS if row.command.startswith("senco import")]
READ = [row for row in ROWS if row not in IMPORTED]


def name(row):
    return f"{row.kind}-{row.sample}"


@pytest.mark.parametrize("row", READ, ids=name)
def test_a_file_of_each_format_is_read_by_its_command(row, monkeypatch, project):
    monkeypatch.chdir(project.root)
    path = str(SAMPLES / row.kind / row.sample)
    words = [path if word == "FILE" else word for word in shlex.split(row.command)[1:]]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, done.exception
    assert len(done.stdout.splitlines()) > 3


@pytest.mark.parametrize("row", IMPORTED, ids=name)
def test_a_file_of_each_format_brings_tables(row, tmp_path):
    study = Project(tmp_path)
    for folder in ("data/study.yml", "data/datapackage.json", "data/simulation.yml"):
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / folder, tmp_path / folder)
    make_cohort("mine", study)
    intake = import_files("mine", [SAMPLES / row.kind / row.sample], study)
    assert intake.tables, [str(finding) for finding in intake.findings]


def test_every_file_is_named_by_a_row_and_every_ending_fits():
    for kind in KINDS:
        folder = SAMPLES / kind
        told = {row.sample for row in ROWS if row.kind == kind}
        there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        assert told == there
    assert all(row.sample.endswith(row.endings) for row in ROWS)


def test_a_kind_is_listed_with_how_to_get_it_out(monkeypatch, project):
    monkeypatch.chdir(project.root)
    told = CliRunner().invoke(cli.app, ["formats", "agreement"]).stdout
    assert "Reports, Codes by coder" in told
    assert (
        "did you mean" in str(CliRunner().invoke(cli.app, ["formats", "ranking"]).exception).lower()
    )
