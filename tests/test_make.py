"""`make.py` does without make what the Makefile does with it, on every system."""

import os
import re
import subprocess
import sys

import make
import pytest

from tests.conftest import ROOT


def run(*words):
    return subprocess.run(
        [sys.executable, str(ROOT / "make.py"), *words], capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


@pytest.fixture
def calls(monkeypatch, tmp_path):
    """What would be run, in a folder in which nothing is set up yet."""
    made = []

    def call(*words):
        made.append([str(word) for word in words])
        return 0

    for name in (*make.MARKS, "pyproject.toml"):
        (tmp_path / name).write_text("", "utf-8")
        os.utime(tmp_path / name, (1_000, 1_000))
    (tmp_path / ".venv").mkdir()
    marks = {lock: tmp_path / ".venv" / mark.name for lock, mark in make.MARKS.items()}
    monkeypatch.setattr(make, "call", call)
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(make, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(make, "MARKS", marks)
    monkeypatch.setattr(make, "find_uv", lambda: None)
    monkeypatch.setattr(make, "list_missing", dict)
    monkeypatch.delenv("CI", raising=False)
    return made


def test_the_environment_is_made_once_from_a_lock_with_its_hashes(calls):
    assert make.main(["book", "my-county"]) == make.main(["book"]) == 0
    venv, locked, own, *built = calls
    assert venv[1:3] == ["-m", "venv"] and own[-1] == "."
    assert locked[-3:] == ["--require-hashes", "-r", "requirements-book.lock"]
    assert [line[1:] for line in built] == [["build", "my-county"], ["build"]]


def test_tests_take_all_packages_and_a_book_none_that_are_there_already(calls):
    make.main(["test"])
    assert calls[1][-3:] == ["--require-hashes", "-r", "requirements.lock"]
    del calls[:]
    make.main(["book"])
    assert [line[1:] for line in calls] == [["build"]]


def test_a_newer_lock_has_its_packages_installed_anew(calls, tmp_path):
    make.main(["setup"])
    os.utime(tmp_path / "requirements.lock", (4_000_000_000, 4_000_000_000))
    make.main(["setup"])
    assert len(calls) == 6


def test_uv_installs_where_it_is_to_be_had_and_pip_where_uv_fails(calls, monkeypatch, capsys):
    monkeypatch.setattr(make, "find_uv", lambda: "uv")
    make.main(["setup"])
    assert [line[:3] for line in calls[1:]] == [["uv", "pip", "install"]] * 2
    assert calls[1][-3:] == ["--require-hashes", "-r", "requirements.lock"]
    assert calls[2][-4:] == ["--no-deps", "--no-build-isolation", "-e", "."]
    tried = []
    monkeypatch.setattr(make, "call", lambda *words: tried.append(words) or words[0] == "uv")
    assert make.install(make.BOOK) == 0
    assert [str(words[0]) == "uv" for words in tried] == [True, False, False]
    assert tried[1][-3:] == ("--require-hashes", "-r", "requirements-book.lock")
    assert "pip is used instead" in capsys.readouterr().out


def test_uv_is_fetched_by_its_hashes_in_the_lock(monkeypatch, tmp_path):
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    (tmp_path / "requirements.lock").write_text(lock, "utf-8")
    calls = []
    monkeypatch.setattr(make.shutil, "which", lambda name: None)
    for name, value in (("ROOT", tmp_path), ("VENV", tmp_path), ("BIN", tmp_path)):
        monkeypatch.setattr(make, name, value)
    monkeypatch.setattr(make, "call", lambda *words: calls.append(words))
    assert make.find_uv() is None  # nothing came of it
    assert calls[0][-4:] == ("--no-deps", "--require-hashes", "-r", tmp_path / "uv.lock")
    asked = (tmp_path / "uv.lock").read_text("utf-8").splitlines()
    assert re.fullmatch(r"uv==[\d.]+ \\", asked[0]) and len(asked) > 10
    assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}( \\)?", line) for line in asked[1:])
    assert asked[-1][-1] != "\\"


def test_the_lock_of_a_book_is_part_of_the_whole_and_has_what_commands_for_books_need():
    """The same versions with the same hashes; no program that only tests use."""

    def read(name):
        text = (ROOT / name).read_text("utf-8")
        found = re.findall(r"(?m)^([a-z0-9][\w.-]*)(==\S+).*((?:\n +--hash.*)+)", text)
        return {name: (version, hashes) for name, version, hashes in found}

    whole, part = read(make.ALL), read(make.BOOK)
    assert part.items() <= whole.items()
    assert {"jupyter-book", "rocrate", "reportlab", "setuptools"} <= part.keys()
    assert not {"pytest", "mypy", "playwright"} & part.keys()


def test_what_is_compiled_is_kept_where_the_machine_forbids_it_too(monkeypatch):
    """uv compiles nothing, so each process would compile all that it imports."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    ask = "import sys; sys.exit(3 if sys.dont_write_bytecode else 4)"
    assert make.call(sys.executable, "-c", ask) == 4


def test_what_could_not_be_installed_is_not_taken_for_ready(calls, monkeypatch, capsys):
    monkeypatch.setattr(make, "call", lambda *words: 3)
    assert make.main(["test"]) == 3 and not make.is_ready()
    assert "could not be set up" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "ci", "words", "marks"),
    [
        ({}, False, (), []),
        ({"Chromium": "browser"}, False, (), ["-m", "not browser"]),
        ({"Chromium": "browser", "hunspell": "spelling"}, False, (),
         ["-m", "not browser and not spelling"]),
        ({"hunspell": "spelling"}, True, (), []),
        ({"hunspell": "spelling"}, False, ("-m", "browser"), ["-m", "browser"]),
    ],
)  # fmt: skip
def test_tests_are_left_out_where_the_machine_cannot_run_them_but_never_in_ci(
    calls, monkeypatch, missing, ci, words, marks
):
    monkeypatch.setattr(make, "list_missing", lambda: missing)
    if ci:
        monkeypatch.setenv("CI", "true")
    assert make.main(["test", *words]) == 0
    assert [word for word in calls[-1][3:] if word not in make.ON_WINDOWS] == marks


@pytest.mark.parametrize(
    ("version", "will_do"),
    [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False), ((2, 7), False)],
)
def test_a_python_for_which_the_lock_does_not_hold_is_refused_with_a_way_out(version, will_do):
    told = make.explain_python(version)
    assert (told is None) is will_do
    assert will_do or (f"this is {version[0]}.{version[1]}." in told and "python3.12" in told)


def test_an_environment_that_is_ready_is_used_whatever_python_calls(calls, monkeypatch):
    make.main(["setup"])
    monkeypatch.setattr(make, "explain_python", lambda version: "too old")
    assert make.main(["book"]) == 0


def test_a_command_that_is_not_there_or_says_too_much_is_answered_without_doing_anything():
    wrong, more, asked = run("bok"), run("setup", "now"), run()
    assert (wrong.returncode, more.returncode, asked.returncode) == (2, 2, 0)
    assert "no 'bok'" in wrong.stderr and "python make.py book" in wrong.stderr
    assert more.stderr == "setup takes no further words; found 'now'.\n"
    assert asked.stdout.count("\n") == len(make.COMMANDS)


def test_the_makefile_says_nothing_twice():
    text = (ROOT / "Makefile").read_text("utf-8")
    for name in make.COMMANDS:
        assert f"$(PYTHON) make.py {name}\n" in text
    assert "pip install" not in text and "venv $(VENV)" not in text
