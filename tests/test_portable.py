"""Pages come out the same whichever instructions the processor has."""

import importlib.util
import platform
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Checkout

_SPEC = importlib.util.spec_from_file_location("portable", ROOT / "benchmarks" / "portable.py")
portable = importlib.util.module_from_spec(_SPEC)
sys.modules["portable"] = portable
_SPEC.loader.exec_module(portable)

#: The pages whose numbers went through most: singular values, and tied ranks in order.
AT_RISK = ("40_grids", "50_rankings")
NAME = "worked-example"
SETTINGS = {setting.name: setting for setting in portable.list_settings()}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return Checkout(tmp_path_factory.mktemp("portable") / "copy")


@pytest.mark.parametrize("name", ["all three at their plainest", "another hash seed"])
def test_the_pages_most_at_risk_are_the_same_on_other_processors(copy, name):
    committed = copy.pages()
    stages = [word for stage in AT_RISK for word in ("--stage", stage)]
    command = [sys.executable, "-c", portable.START, "run", NAME, "--force", *stages]
    environment = portable.make_environment(SETTINGS[name], copy.root)
    done = subprocess.run(
        command, cwd=copy.root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" made ") == len(AT_RISK)
    made = copy.pages()
    different = [path for path in committed.keys() | made.keys() if committed[path] != made[path]]
    assert not different, (
        f"{sorted(different)}: what differs was not rounded, or hung on a last bit"
    )


@pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64") or not portable.has_feature("avx2"),
    reason="this processor has only one way to compute",
)
def test_the_settings_change_how_the_libraries_compute():
    usual = portable.probe(portable.Setting("usual")).split()
    plainest = portable.probe(SETTINGS["all three at their plainest"]).split()
    # the C library, a product of matrices, their singular values, NumPy's instructions
    assert all(one != other for one, other in zip(usual, plainest, strict=True))


def test_at_least_six_settings_are_tried_and_each_only_once():
    tried = [(tuple(setting.changes.items()), setting.python) for setting in SETTINGS.values()]
    assert len(set(tried)) == len(tried) >= 6
