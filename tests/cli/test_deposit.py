"""`senco deposit` makes a draft, says where to look at it, and publishes it when it is told to."""

import shutil

import pytest
from typer.testing import CliRunner

from senco.cli.deposit import app
from senco.crate.depositing import publishing, sending
from senco.crate.packing import Packed
from senco.errors import SencoError
from tests.conftest import ROOT
from tests.repositories import TOKEN, open_repository

COHORT = "ey-pvi-2017"


@pytest.fixture
def type_(tmp_path, monkeypatch):
    """Types the command in a folder that has what a deposit is described by."""
    for name in ("CITATION.cff", "data/datapackage.json", f"data/cohorts/{COHORT}/cohort.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for module in (sending, publishing):
        monkeypatch.setattr(module, "make_crate", lambda *_: Packed(b"an archive", 1))
    monkeypatch.setenv("SENCO_ROOT", str(tmp_path))
    monkeypatch.setenv("SENCO_DEPOSIT_TOKEN", TOKEN)

    def run(*words):
        return CliRunner().invoke(app, ["deposit", *words])

    return run


def test_a_draft_and_its_publication_are_two_commands(type_, tmp_path):
    with open_repository() as server:
        made = type_(COHORT, "--to", server.base)
        assert made.exit_code == 0, made.output
        assert "‘Eight early-years SENCOs, England, 2017–18: data, notebooks" in made.output
        assert f"Look at it: {server.base}/uploads/00001-abcde" in made.output
        assert f"senco deposit {COHORT} --to {server.base} --publish" in made.output
        assert not server.shelves.records["00001-abcde"].published
        done = type_(COHORT, "--to", server.base, "--publish")
        assert f"It is published: {server.base}/records/00001-abcde" in done.output
        assert "now stands in CITATION.cff" in done.output
        again = type_(COHORT, "--to", server.base, "--publish")
        assert "10.5072/rdm.00001-abcde, stands in CITATION.cff" in again.output
    assert TOKEN not in made.output + done.output + again.output


def test_without_a_token_and_without_anybody_to_ask_it_says_where_one_is_made(type_, monkeypatch):
    monkeypatch.delenv("SENCO_DEPOSIT_TOKEN")
    refused = type_(COHORT, "--to", "zenodo").exception
    assert isinstance(refused, SencoError)
    assert "https://zenodo.org/account/settings/applications" in str(refused)


def test_a_version_is_not_published_in_the_call_that_makes_its_draft(type_):
    refused = type_(COHORT, "--to", "zenodo", "--publish", "--version-of", "1").exception
    assert "Publish it with --publish alone" in str(refused)


def test_no_option_takes_a_token(type_):
    assert "--token" not in type_("--help").output
