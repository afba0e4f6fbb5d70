"""A small project that cohorts can be removed from."""

import shutil
import tempfile

import pytest

from senco.workspace.paths import Project
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project with the reference cohorts, and the temporary folder beside it."""
    project = Project(tmp_path / "copy")
    for path in ("data/datapackage.json", "data/study.yml", "_toc.yml", ".gitignore"):
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, project.root / path)
    for name in ("ey-pvi-2017", "worked-example", "counter-example"):
        shutil.copytree(ROOT / "data" / "cohorts" / name, project.cohort(name))
    project.notebooks.mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return project
