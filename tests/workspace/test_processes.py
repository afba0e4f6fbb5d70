"""What asks a command to end does so in order, and its children end with it."""

import os
import signal
import subprocess
import sys

import pytest

from senco.book import assembly, running
from senco.book.kept import Site
from tests.conftest import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

WAITING = """
import signal, sys, time
from senco.workspace.processes import end_as_interrupted
# not as whoever runs the tests has it, such as under nohup
signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv[1:] else signal.SIG_DFL)
end_as_interrupted()
try:
    print("ready", flush=True)
    sys.stdin.read()
    print("went on", flush=True)
except KeyboardInterrupt:
    for number in (signal.SIGTERM, signal.SIGHUP):  # what comes while it tidies up
        signal.raise_signal(number)
    print("tidied up", flush=True)
"""


def start(*words):
    running = subprocess.Popen(
        [sys.executable, "-c", WAITING, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert running.stdout.readline() == "ready\n"
    return running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_or_a_request_to_end_lets_a_command_tidy_up(number):
    running = start()
    running.send_signal(number)
    assert running.communicate()[0] == "tidied up\n" and running.returncode == 0


def test_under_nohup_a_closed_terminal_ends_nothing():
    running = start("nohup")
    running.send_signal(signal.SIGHUP)
    assert running.communicate()[0] == "went on\n"


PARENT = """
import os, subprocess, sys
child = "import os, sys; from senco.workspace.processes import end_with_parent; "
child += f"end_with_parent({os.getpid()}); print(os.getpid(), flush=True); sys.stdin.read()"
subprocess.run([sys.executable, "-c", child])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child")
def test_a_child_ends_with_a_parent_that_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        # its number may not be another's yet: nobody but the system has waited for it
        wait_until(lambda: not _is_running(child))


def _is_running(number):
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as told:
            return told.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_sphinx_is_such_a_child(project, tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(running, "_READY", [])  # whatever other tests keep ready
    monkeypatch.setattr(running.subprocess, "run", lambda command, **_: given.append(command))
    settings = tmp_path / "_config.yml", tmp_path / "_toc.yml"
    assembly._run_sphinx(Site(project, None, tmp_path / "site", tmp_path, settings), None)
    assert f"end_with_parent({os.getpid()})" in given[0][2]
