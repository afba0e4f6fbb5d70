"""A cohort is written for other programs into a new folder, and nowhere where a book is made."""

import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
from preflibtools.instances import OrdinalInstance
from typer.testing import CliRunner

from senco import cli
from senco.cohort.loading import load_cohort
from senco.conversion import convert
from senco.errors import SencoError
from senco.intake.formats.codings import load_codings
from senco.intake.formats.grids import read_grids
from senco.intake.formats.qda import load_codebook, load_project
from senco.intake.formats.qda.codebook_tables import load_codebook_table
from senco.intake.formats.rankings import read_rankings


def test_files_are_their_owners_alone(project, tmp_path):
    names, _ = convert("worked-example", tmp_path / "out", project)
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


def test_what_is_written_is_read_again_as_it_was(project, tmp_path):
    """Round trips, each by the reader of the format; PrefLib's file also by another program's."""
    cohort = load_cohort("counter-example", project=project)
    convert("counter-example", tmp_path / "out", project)
    ranks = read_rankings(tmp_path / "out" / "rankings.csv").table
    again = read_rankings(tmp_path / "out" / "rankings.soc").table
    labels = cohort.tables["constructs"].set_index("construct")["label"]
    rows = cohort.tables["rankings"].assign(item=lambda f: f["construct"].map(labels))
    told = rows.pivot(index="participant", columns="item", values="rank").astype(float)
    assert (ranks[told.columns].to_numpy() == told.loc[ranks.index].to_numpy()).all()
    assert sorted(map(tuple, again[told.columns].to_numpy())) == sorted(map(tuple, told.to_numpy()))
    sheets = pd.read_excel(tmp_path / "out" / "grids.xlsx", sheet_name=None, header=None)
    assert len(sheets) == cohort.tables["grids"]["participant"].nunique()
    grids = read_grids(tmp_path / "out" / "grids.xlsx")
    assert sum(grid.grid.n_elements * grid.grid.n_constructs for grid in grids) == len(
        cohort.tables["grids"]
    )
    found = load_project(tmp_path / "out" / "codings.qdpx")
    assert len(found.codings) == len(cohort.tables["codings"])
    assert len(load_codings(tmp_path / "out" / "codings.csv")) == len(cohort.tables["codings"])
    for book in (
        load_codebook(tmp_path / "out" / "codebook.qdc"),
        load_codebook_table(tmp_path / "out" / "codebook.csv"),
    ):
        assert len(book) == len(cohort.tables["codes"])


def test_what_a_format_cannot_hold_is_said(project, tmp_path):
    _, notes = convert("worked-example", tmp_path / "out", project)
    assert any("There is no OpenRepGrid text for S1" in note and "colon" in note for note in notes)


def test_nothing_is_left_where_a_part_cannot_be_written(project, tmp_path, monkeypatch):
    def fail(*_):
        raise SencoError("no room")

    monkeypatch.setattr("senco.conversion.folder.write_codings", fail)
    with pytest.raises(SencoError, match="no room"):
        convert("worked-example", tmp_path / "out", project)
    assert not (tmp_path / "out").exists()


def test_files_open_in_other_programs_libraries(project, tmp_path):
    cohort = load_cohort("counter-example", project=project)
    convert("counter-example", tmp_path / "out", project)
    codings = pd.read_csv(tmp_path / "out" / "codings.csv")
    assert codings["coder"].notna().sum() == len(cohort.tables["codings"])
    codebook = pd.read_csv(tmp_path / "out" / "codebook.csv")
    assert len(codebook) == len(cohort.tables["codes"])
    ranks = pd.read_csv(tmp_path / "out" / "rankings.csv", index_col="participant")
    rows = cohort.tables["rankings"]
    assert ranks.shape == (rows["participant"].nunique(), rows["construct"].nunique())
    read = OrdinalInstance()
    read.parse_file(str(tmp_path / "out" / "rankings.soc"))
    assert (read.num_voters, read.num_alternatives) == ranks.shape
    with zipfile.ZipFile(tmp_path / "out" / "codings.qdpx") as packed:
        assert packed.testzip() is None
        root = ElementTree.fromstring(packed.read("project.qde"))
    name = "{urn:QDA-XML:project:1.0}Coding"
    assert len(list(root.iter(name))) == len(cohort.tables["codings"])
