"""A process that has imported Sphinx is begun once, and ends with those who may ask it."""

import os
import sys

import pytest

from senco.book import running

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="it is forked on Linux alone"
)


@pytest.fixture(autouse=True)
def none_ready(monkeypatch):
    monkeypatch.setattr(running, "_READY", [])  # whatever other tests keep ready


def test_one_that_is_ready_is_used_again_and_outlives_who_asked_for_it_second():
    with running.keep_ready():
        [first] = running._READY
        with running.keep_ready():
            assert [first] == running._READY
        done = running.run_python("print(6 * 7)", [], os.environ)
        assert (done.returncode, done.stdout) == (0, "42\n")
        assert [first] == running._READY and first.process.poll() is None
    assert running._READY == [] and first.process.returncode == 0


def test_nobody_waits_until_it_has_imported_what_is_not_asked_for():
    with running.keep_ready():
        [begun] = running._READY
    assert begun.process.returncode == -9 and not running._READY
