"""Git answers, or nothing is known."""

import subprocess

from senco.workspace.git import ask_git


def test_git_answers_of_the_folder_that_is_named_whatever_its_variables_say(tmp_path, monkeypatch):
    for name in ("here", "there"):
        subprocess.run(["git", "init", "-q", str(tmp_path / name)], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "there" / ".git"))  # as in a hook of git's
    told = ask_git(tmp_path / "here", "rev-parse", "--show-toplevel")
    assert told.decode().strip().endswith("here")


def test_where_git_refuses_or_is_not_there_nothing_is_known(tmp_path, monkeypatch):
    assert ask_git(tmp_path, "rev-parse", "HEAD") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask_git(tmp_path, "--version") is None
