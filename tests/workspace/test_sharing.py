"""Two processes share work, and the answer is as from one."""

import os
import subprocess
import sys

import pytest

from senco.workspace.sharing import map_beside


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setenv("SENCO_TEST_PARENT", str(os.getpid()))
    # the other process finds this module
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def tell(item):
    """The item, and by which process it was taken, which prints something else."""
    os.write(1, b"printed")
    return item, os.getpid()


def fail_elsewhere(item):
    """The item, where the process of the tests takes it."""
    if os.environ["SENCO_TEST_PARENT"] != str(os.getpid()):
        raise ValueError(item)
    return item


@pytest.mark.parametrize("number", [0, 1, 2, 7, 5000])
def test_the_answers_are_in_the_order_of_the_items(number):
    """5,000 texts of 200 signs fill every pipe many times over, there and back."""
    items = [f"{one:0200}" for one in range(number)]
    told = map_beside(tell, items)
    assert [item for item, _ in told] == items
    assert {process for _, process in told[::2]} <= {os.getpid()}
    assert os.getpid() not in {process for _, process in told[1::2]}


def test_one_processor_does_all_by_itself(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a second process"))
    assert map_beside(tell, [1, 2]) == [(1, os.getpid()), (2, os.getpid())]


def test_where_there_are_no_more_processes_one_does_all(monkeypatch):
    def refuse(*_, **__):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert map_beside(tell, ["a", "b", "c"]) == [(item, os.getpid()) for item in "abc"]


def test_what_the_other_process_does_not_answer_is_done_here(capfd):
    assert map_beside(fail_elsewhere, ["Ann", "Bob", "Cem"]) == ["Ann", "Bob", "Cem"]
    assert capfd.readouterr() == ("", "")


def test_what_fails_here_ends_the_other_process_too(monkeypatch):
    monkeypatch.setenv("SENCO_TEST_PARENT", "")
    with pytest.raises(ValueError, match="Ann"):
        map_beside(fail_elsewhere, ["Ann", "Bob"])
