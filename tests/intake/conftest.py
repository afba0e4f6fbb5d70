"""The grid that is small enough to work through by hand, a project's data, and a desk."""

import shutil

import pytest

from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.measures.grids.conftest import grid

__all__ = ["desk", "grid", "project"]


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Project(tmp_path)


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder
