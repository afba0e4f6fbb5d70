"""A project whose archive is small, and a repository on this machine."""

import pytest

from senco.crate.depositing import Repository, publishing, sending
from senco.crate.packing import Packed
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.repositories import TOKEN, open_repository

COHORT = "ey-pvi-2017"


@pytest.fixture
def archive(monkeypatch):
    """What would be deposited: whole archives are made in test_packing.py."""
    content = bytearray(b"an archive " * 2_000)

    def make(*_):
        return Packed(bytes(content), 1)

    for module in (sending, publishing):
        monkeypatch.setattr(module, "make_crate", make)
    return content


@pytest.fixture
def project(tmp_path):
    """A checkout with what a deposit is described by."""
    for name in ("CITATION.cff", f"data/cohorts/{COHORT}/cohort.yml"):
        place = tmp_path / "here" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((ROOT / name).read_bytes())
    return Project(tmp_path / "here")


@pytest.fixture
def server():
    with open_repository() as opened:
        yield opened


@pytest.fixture
def waits():
    """How long was waited, each time."""
    return []


@pytest.fixture
def repository(server, waits):
    return Repository(server.base, TOKEN, patience=20, wait=waits.append)
