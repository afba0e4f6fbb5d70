"""A cohort is written for other programs into a new folder, and nowhere where a book is made."""

import pytest
from typer.testing import CliRunner

from senco import cli
from senco.conversion import convert
from senco.errors import SencoError


def test_files_are_their_owners_alone(project, tmp_path):
    names = convert("worked-example", tmp_path / "out", project)
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(names)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "out").iterdir())


def test_a_folder_that_is_there_or_where_a_book_is_made_is_refused(project, tmp_path):
    with pytest.raises(SencoError, match="is there already"):
        convert("worked-example", tmp_path, project)
    with pytest.raises(SencoError, match="Nothing is written into book/"):
        convert("worked-example", project.root / "book" / "x", project)


def test_the_command_names_what_it_wrote(project, tmp_path, monkeypatch):
    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(cli.app, ["convert", "worked-example", str(tmp_path / "out")])
    assert done.exit_code == 0 and "out/influences.gexf is written." in done.stdout
