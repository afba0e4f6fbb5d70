"""A command that is forked says and leaves what one that is started by itself does."""

import sys

import pytest

from tests.conftest import FORKING

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others fork no libraries")


@linux
@pytest.mark.parametrize("words", [("--version",), ("check", "ey-pvi-2017"), ("check", "nowhere")])
def test_it_ends_and_says_what_one_that_is_started_does(checkout, words):
    forked = FORKING.run(words, checkout.root, checkout.environment)
    started = checkout.run(*words, own_process=True)
    assert forked is not None
    assert [forked.returncode, forked.stdout, forked.stderr] == [
        started.returncode, started.stdout, started.stderr,
    ]  # fmt: skip


def add(checkout, code):
    """Have the package run some code when it is imported."""
    checkout.replace("analysis/senco/__init__.py", '"""', f'"""Changed."""\n{code}\n"""')


@linux
@pytest.mark.parametrize("said", ["one", "two"])
def test_it_runs_the_modules_of_its_own_checkout(checkout, said):
    add(checkout, f"raise SystemExit({said!r})")
    done = FORKING.run(("--version",), checkout.root, checkout.environment)
    assert done.returncode == 1 and done.stderr == f"{said}\n"


@linux
def test_it_has_the_folder_and_the_mask_that_were_asked_for_and_the_libraries_already(checkout):
    add(checkout, "import sys; open('made', 'w').write(str('pandas' in sys.modules))")
    for mask, mode in ((0, 0o666), (0o027, 0o640)):
        checkout.run("--version", umask=mask)
        made = checkout.root / "made"
        assert made.read_text(encoding="utf-8") == "True"
        assert made.stat().st_mode & 0o777 == mode
        made.unlink()


@linux
def test_another_environment_is_left_to_a_process_of_its_own(checkout, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    assert FORKING.run(("--version",), checkout.root, checkout.environment) is None
    assert checkout.run("--version").returncode == 0
