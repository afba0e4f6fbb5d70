"""`senco diff` shows what changed, for people and for programs."""

import json

import pytest
from typer.testing import CliRunner

from senco import cli
from senco.errors import SencoError


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Two folders, of n = 8 and n = 9, outside any checkout."""
    for n in (8, 9):
        place = tmp_path / f"v{n}/book/cohorts/here/results/70_audit"
        place.mkdir(parents=True)
        (place / "values.json").write_text(f'{{"n": {n}}}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner().invoke(cli.app, ["diff", "v8", "v9", *words])

    return run


def test_it_tells_what_changed_and_saves_it(call, tmp_path):
    done = call("--save", "new.html")
    assert done.exit_code == 0
    assert "On 1 of 1 page something changed: 1 value." in done.stdout
    assert "<td>8</td><td>9</td>" in (tmp_path / "new.html").read_text(encoding="utf-8")


def test_programs_get_every_change(call):
    (change,) = json.loads(call("--json").stdout)["changes"]
    assert (change["place"], change["before"], change["after"]) == ("n", "8", "9")


def test_a_kind_of_file_that_is_not_written_is_told(call, tmp_path):
    done = call("--save", "new.docx")
    assert isinstance(done.exception, SencoError) and ".html, .json, .md" in str(done.exception)
    assert not (tmp_path / "new.docx").exists()
