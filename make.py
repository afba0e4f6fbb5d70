"""The commands of the Makefile that every system needs, without make.

`python make.py book` (on Windows `py make.py book`) sets up `.venv` from requirements-book.lock,
once, runs the notebooks and builds the book; `python make.py test` installs what else
requirements.lock has, and runs the tests. What follows the command is handed on:
`python make.py book my-county`, `python make.py test tests/test_words.py`.

This runs before anything is installed: it uses the standard library alone, and says in any
Python 3 which Python is needed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
#: All that is installed, and what building a book takes of it, each with the mark that it is there.
ALL, BOOK = "requirements.lock", "requirements-book.lock"
MARKS = {ALL: VENV / ".ready", BOOK: VENV / ".ready-book"}
PIP = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
#: A program's entry in a lock: its version, and the hashes on the lines that follow.
ENTRY = r"(?m)^uv==.*(?:\n +--hash.*)+"
#: Where this is set, Python does not keep compiled modules.
UNKEPT = "PYTHONDONTWRITEBYTECODE"
#: The oldest and the newest Python for which the lock holds.
OLDEST, NEWEST = (3, 11), (3, 13)
CHECKED = ("analysis", "tests", "benchmarks", "make.py")
#: Modules that Windows does not have are imported by the preloaded kernels, on Linux alone.
ON_WINDOWS = ("--doctest-ignore-import-errors",)


def explain_python(version: tuple[int, int]) -> str | None:
    """Return why a Python, by its first two numbers, will not do; None where it will."""
    if OLDEST <= version <= NEWEST:
        return None
    another = "py -3.12 make.py book" if os.name == "nt" else "python3.12 make.py book"
    return (
        f"Python 3.11, 3.12 or 3.13 is needed; this is {version[0]}.{version[1]}. "
        f"Name another: {another}, or make book PYTHON=python3.12"
    )


def is_ready(lock: str = ALL) -> bool:
    """Whether the environment is there, has this lock's packages, and is no older than they are."""
    made_from = [ROOT / lock, ROOT / "pyproject.toml"]
    marks = [mark for name, mark in MARKS.items() if name in (lock, ALL) and mark.is_file()]
    newest = max((mark.stat().st_mtime for mark in marks), default=0.0)
    return all(path.stat().st_mtime <= newest for path in made_from)


def call(*words: str | Path) -> int:
    """Run a command until it ends, by itself or by Ctrl+C, which reaches it too.

    Modules are compiled when they are first imported. Images of containers often forbid to
    keep them: then every process would compile all that it imports.
    """
    kept = {name: value for name, value in os.environ.items() if name != UNKEPT}
    with subprocess.Popen([str(word) for word in words], cwd=str(ROOT), env=kept) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue


def find_uv() -> Path | None:
    """Return uv, which installs in a tenth of the time: this machine's, or the lock's, fetched."""
    there = shutil.which("uv")
    if there:
        return Path(there)
    fetched = BIN / ("uv.exe" if os.name == "nt" else "uv")
    entry = re.search(ENTRY, (ROOT / ALL).read_text(encoding="utf-8"))
    if not fetched.is_file() and entry:
        asked = VENV / "uv.lock"
        asked.write_text(entry[0] + "\n", encoding="utf-8")
        call(*PIP, "--no-deps", "--require-hashes", "-r", asked)
    return fetched if fetched.is_file() else None


def install(lock: str) -> int:
    """Install a lock's packages and the project; by pip where uv is not to be had, or fails."""
    locked, own = ("--require-hashes", "-r", lock), ("--no-deps", "--no-build-isolation", "-e", ".")
    uv = find_uv()
    if uv:
        words = (uv, "pip", "install", "--quiet", "--python", PYTHON)
        if not (call(*words, *locked) or call(*words, *own)):
            return 0
        print("uv could not do it, for the reason above: pip is used instead.", flush=True)
    return call(*PIP, *locked) or call(*PIP, *own)


def set_up(lock: str = ALL) -> int:
    """Make the environment where it is missing or out of date; 0 where it is ready then."""
    if is_ready(lock):
        return 0
    wrong = explain_python(sys.version_info[:2])
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    print("Setting up .venv (a minute or two, once)", flush=True)
    status = 0 if PYTHON.is_file() else call(sys.executable, "-m", "venv", VENV)
    status = status or install(lock)
    if status:
        print("The environment could not be set up. What was said above tells why; type the "
              "same again once it is put right.", file=sys.stderr)  # fmt: skip
        return status
    MARKS[lock].touch()
    return 0


def list_missing() -> dict[str, str]:
    """Return what some tests need and this machine lacks, with the mark of these tests."""
    asked = "from senco.book.pdf.browser import find_browser; find_browser()"
    found = subprocess.run(
        [str(PYTHON), "-c", asked], cwd=str(ROOT), capture_output=True, check=False
    )
    missing = {} if found.returncode == 0 else {"Chromium": "browser"}
    return missing if shutil.which("hunspell") else {**missing, "hunspell": "spelling"}


def test(*words: str) -> int:
    """Run tests: all, or those that are named; what the machine cannot run is left out."""
    # CI has what the tests need, and must not pass without them
    missing = {} if os.environ.get("CI") or "-m" in words else list_missing()
    if missing:
        print(f"Not on this machine: {' '.join(missing)}. The tests that need it are left out; "
              "CI runs them.", flush=True)  # fmt: skip
        words = ("-m", " and ".join(f"not {mark}" for mark in missing.values()), *words)
    return call(PYTHON, "-m", "pytest", *(ON_WINDOWS if os.name == "nt" else ()), *words)


def lint() -> int:
    """Check the code's style and its types."""
    return (
        call(BIN / "ruff", "check", *CHECKED)
        or call(BIN / "ruff", "format", "--check", *CHECKED)
        or call(BIN / "mypy")
    )


def book(*words: str) -> int:
    """Run every stale notebook and build the book."""
    return call(BIN / "senco", "build", *words)


COMMANDS = {"setup": None, "book": book, "test": test, "lint": lint}
HELP = """\
python make.py setup   make the environment in .venv, and nothing else
python make.py book    run every stale notebook and build the book
python make.py test    run all tests
python make.py lint    check the code's style and its types"""


def main(words: list[str]) -> int:
    """Do what the words say; the status with which to end."""
    if not words or words[0] in {"help", "-h", "--help"}:
        print(HELP)
        return 0
    name, *given = words
    if name not in COMMANDS:
        print(f"There is no {name!r}. What there is:\n{HELP}", file=sys.stderr)
        return 2
    if given and name in {"setup", "lint"}:
        print(f"{name} takes no further words; found {given[0]!r}.", file=sys.stderr)
        return 2
    run = COMMANDS[name]
    return set_up(BOOK if name == "book" else ALL) or (run(*given) if run else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
