"""The package by itself: what its wheel holds works in any folder, without a checkout."""

import email
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from senco.skeleton.engine import list_copied
from tests.cli.test_analyses import CODINGS, GRID, WIDE
from tests.cohort.test_study import TEACHERS
from tests.conftest import PIP, ROOT

MEANS = "construct,value,n_stated\nworkload,18.57,8\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory, wheel_file):
    """An environment with the wheel alone; what it takes from others is that of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    home = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    scripts, packages = (
        Path(sysconfig.get_path(name, "venv", home)) for name in ("scripts", "purelib")
    )
    python = scripts / "python"
    install = ("install", "--no-deps", "--no-index", "--no-compile", wheel_file)
    subprocess.run([*PIP, "--python", python, *install], check=True)
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.with_name("senco")


@pytest.fixture
def call(installed, tmp_path):
    def run(*arguments):
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("SENCO", "PYTHONPATH"))  # by which it would find a checkout
        }
        return subprocess.run(
            [installed, *map(str, arguments)], cwd=tmp_path, env=kept, capture_output=True,
            encoding="utf-8",
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [
        (["rank"], WIDE, {"n": 3, "k": 3}),
        (["agree"], CODINGS, {"coders": ["anna", "ben"]}),
        (["grid", "--self", "self", "--ideal", "ideal"], GRID, {"scale": [1, 5]}),
        (["audit", "--items", "21", "--steps", "1"], MEANS, {"file": "mine.csv"}),
    ],
)
def test_files_of_ones_own_are_analysed_in_an_empty_folder(call, tmp_path, command, text, expected):
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    done = call(*command, "mine.csv", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {key: found[key] for key in expected} == expected
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_what_the_article_prints_comes_with_the_package(call):
    planned = call("plan", "--sd", 3, "--margin", 4, "--json")
    assert planned.returncode == 0, planned.stderr
    assert json.loads(planned.stdout)["question"]["length"] == 21
    audited = call("audit", "--steps", 0, "--json")
    assert audited.returncode == 0, audited.stderr
    assert json.loads(audited.stdout)["cohort"] == "ey-pvi-2017"


def test_a_made_cohort_is_compared_with_the_article_in_an_empty_folder(call, tmp_path):
    made = call("simulate", "made", "--n", 8, "--seed", 4)
    assert made.returncode == 0 and (tmp_path / "made" / "cohort.yml").is_file(), made.stderr
    done = call("compare", "made", "ey-pvi-2017", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["there"]["name"] == "ey-pvi-2017" and found["by_construction"]


def test_a_wheel_names_the_licence_of_everything_in_it(wheel_file):
    """REUSE.toml has them by patterns, of which the last that fits a file holds."""
    rules = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    patterns = [
        (re.escape(one).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"), rule)
        for rule in rules
        for one in ([rule["path"]] if isinstance(rule["path"], str) else rule["path"])
    ]

    def find_licences(path):
        [*_, last] = [rule for pattern, rule in patterns if re.fullmatch(pattern, path)]
        return last["SPDX-License-Identifier"].split(" AND ")

    with ZipFile(wheel_file) as wheel:
        names = [re.sub(r"^senco-[^/]*\.data/data/share/senco/", "", n) for n in wheel.namelist()]
        [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
        told = email.message_from_bytes(wheel.read(metadata))
    sources = [f"analysis/{name}" if name.startswith("senco/") else name for name in names]
    ours = [path for path in sources if ".dist-info/" not in path]
    assert all((ROOT / path).is_file() for path in ours)
    found = {licence for path in ours for licence in find_licences(path)}
    assert found == set(told["License-Expression"].split(" AND "))
    texts = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert texts == {"LICENSE", "LICENSE-data", "nicknames-LICENSE.txt", "ordinary-LICENSE.txt"}


def test_a_study_begins_from_a_wheel(call, installed, tmp_path):
    """The wheel holds what a study takes over: every file that a checkout would give."""
    (tmp_path / "mine.yml").write_text(TEACHERS, encoding="utf-8")
    done = call("init", "mine", "--from", "mine.yml")
    assert done.returncode == 0, done.stderr
    made = tmp_path / "mine"
    assert all((made / name).is_file() for name in list_copied(ROOT))
    assert (made / "book" / "cite.md").is_file() and not list(made.rglob("*.tmp"))
    assert not (made / "data" / "simulation.yml").exists()


def test_what_writes_a_cohort_or_a_book_asks_for_a_checkout(call, installed):
    for command in (["new", "mine"], ["build"], ["describe"]):
        done = call(*command)
        assert done.returncode == 1 and "No data/datapackage.json" in done.stderr, done.stderr
    assert not list(Path(installed).parents[1].glob("share/senco/data/cohorts/mine"))


#: Runs the cells of tutorials one after another, as JupyterLab would, without a kernel.
RUN_CELLS = """
import json, sys, matplotlib
matplotlib.use("agg")
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for name in sys.argv[1:]:
    for cell in json.load(open(name, encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            shell.run_cell("".join(cell["source"])).raise_error()
import senco
print("\\n", senco.__file__)
"""


def test_the_tutorials_run_in_a_folder_that_holds_their_data_alone(installed, tmp_path):
    """As `book/library/index.md` says: the wheel, and what draws; no checkout."""
    shutil.copytree(ROOT / "book" / "library" / "tutorials", tmp_path, dirs_exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SENCO")}
    kept = {key: value for key, value in kept.items() if key != "PYTHONPATH"}
    names = sorted(path.name for path in tmp_path.glob("*.ipynb"))
    done = subprocess.run(
        [installed.with_name("python"), "-c", RUN_CELLS, *names], cwd=tmp_path, env=kept,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert Path(done.stdout.split()[-1]).is_relative_to(Path(installed).parents[1])
