"""The environment that others make from the project: Binder, conda, and the buttons to it."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml

from senco.book.assembly import write_config
from senco.workspace.paths import Project
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    """What Binder would build, without building it: no Docker is needed for that."""
    folder = tmp_path_factory.mktemp("binder")
    # without the history and the builds: what a clone has at its root
    for name in ("environment.yml", "pyproject.toml", "requirements.lock", "README.md"):
        shutil.copy(ROOT / name, folder)
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_binder_reads_the_environment_and_its_python(dockerfile):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    python = next(line for line in environment["dependencies"] if str(line).startswith("python="))
    version = python.partition("=")[2]
    assert f"Building conda environment for python={version}" in dockerfile
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in dockerfile


def test_binder_has_the_project_before_it_installs_it(dockerfile):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    pip = next(line["pip"] for line in environment["dependencies"] if isinstance(line, dict))
    assert "-e ." in pip
    assert dockerfile.index("src/ ${REPO_DIR}/") < dockerfile.index('--file "environment.yml"')


def test_ci_makes_the_conda_environment_and_runs_the_tests_in_it():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "book.yml").read_text("utf-8"))
    steps = workflow["jobs"]["conda"]["steps"]
    made = next(step["with"] for step in steps if "setup-miniconda" in step.get("uses", ""))
    assert made["environment-file"] == "environment.yml"
    name = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["name"]
    assert made["activate-environment"] == name
    assert any(re.search(r"\bpytest\b", step.get("run", "")) for step in steps)
    # conda's environment is active in login shells alone
    assert workflow["jobs"]["conda"]["defaults"]["run"]["shell"] == "bash -el {0}"


def test_no_button_leads_to_a_repository_whose_address_is_not_known(tmp_path):
    assert "repository-code" not in (ROOT / "CITATION.cff").read_text("utf-8")
    assert write_config(Project(ROOT), tmp_path) == ROOT / "_config.yml"
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    assert "launch_buttons" not in str(config) and "repository_url" not in str(config)


def test_an_address_in_the_citation_gives_buttons_that_lead_there(tmp_path):
    address = "https://github.com/example/book"
    for name in ("CITATION.cff", "_config.yml"):
        shutil.copy(ROOT / name, tmp_path)
    with (tmp_path / "CITATION.cff").open("a", encoding="utf-8") as stream:
        stream.write(f"repository-code: {address}\n")
    config = yaml.safe_load(write_config(Project(tmp_path), tmp_path).read_text("utf-8"))
    options = config["sphinx"]["config"]["html_theme_options"]
    assert options.pop("repository_url") == address
    assert options.pop("launch_buttons")["binderhub_url"] == "https://mybinder.org"
    assert {options.pop("repository_branch"), options.pop("path_to_docs")} == {"main", ""}
    assert config == yaml.safe_load((tmp_path / "_config.yml").read_text("utf-8"))
