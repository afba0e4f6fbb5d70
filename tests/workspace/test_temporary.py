"""Temporary folders are their owner's alone, and none is left, however a process ends."""

import os
import signal
import subprocess
import sys
import tempfile

import pytest

from senco.errors import SencoError
from senco.workspace import temporary

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")

HOLDING = """
import sys, tempfile
from senco.workspace.temporary import open_folder
with open_folder("senco-a-") as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    temporary._sweep.cache_clear()
    yield tmp_path
    temporary._sweep.cache_clear()


def hold(place):
    """A process that has such a folder open."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLDING], env={**os.environ, "TMPDIR": str(place)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    return running, running.stdout.readline().strip()


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_stays(place):
    (held, in_use), (killed, left) = hold(place), hold(place)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert os.path.isdir(left)
    (place / "senco-b-mine").mkdir()  # of another prefix
    (place / "senco-a-link").symlink_to(place / "senco-b-mine")
    (place / "senco-a-file").write_text("a", encoding="utf-8")
    with temporary.open_folder("senco-a-") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not os.path.exists(left) and os.path.isdir(in_use)
    held.communicate()
    assert sorted(os.listdir(place)) == ["senco-a-file", "senco-a-link", "senco-b-mine"]


def test_a_folder_goes_with_all_that_is_in_it_where_something_goes_wrong(place):
    with pytest.raises(ZeroDivisionError), temporary.open_folder("senco-a-") as folder:
        (folder / "deep").mkdir()
        raise ZeroDivisionError
    assert not list(place.iterdir())


def test_without_any_folder_for_temporary_files_the_message_says_what_to_do(monkeypatch):
    def fail():
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", fail)
    with pytest.raises(SencoError, match="Set TMPDIR"), temporary.open_folder("senco-a-"):
        pass
