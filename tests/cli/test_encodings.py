"""No letter stops a command, whatever the code page of the console."""

import ast
import json
import os
import shutil
import subprocess
import sys

import pytest

from senco.book.pdf import browser
from tests.conftest import ROOT

RANKS = "participant,Łódź,\u0395\u03bd\u03b1,rest 😀\nŻaneta,1,2,3\nP2,2,1,3\n"
GRID = "1,Łódź,ideal,Żaneta,5\ncalm,2,1,4,hurried\nnew,1,2,5,Ελλάδα\nold,3,5,1,young\n"
CODINGS = "segment,code,coder\ns1,Łódź,a\ns1,Łódź,b\ns2,Łódź,a\ns2,Ελλάδα,b\n"
SETTINGS = [
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.fixture
def desk(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "project" / "data")
    for name, text in (("ranks", RANKS), ("grid", GRID), ("codings", CODINGS)):
        (tmp_path / f"{name}Łódź.csv").write_text(text, "utf-8")
    (tmp_path / "wrong.csv").write_text(RANKS.replace(",1,2,3", ",Ełk,2,3"), "utf-8")
    return tmp_path


#: Calls the command several times: starting Python is not what is tried, but takes longest.
PROGRAM = """
import sys
from senco.cli import main
words = sys.argv[1:]
while words:
    end = words.index("then")
    sys.argv[1:], words = words[:end], words[end + 1:]
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code or 0
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        stream.buffer.write(b"\\0%d\\0" % code)
        stream.buffer.flush()
"""


def call(setting, desk, *commands):
    """Call the command with each list of words; status and what was told on both streams."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    given = [str(word) for words in commands for word in (*words, "then")]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *given],
        env={**kept, "SENCO_ROOT": str(desk / "project"), **setting},
        capture_output=True, check=False, timeout=600, cwd=desk,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    out, err = (stream.split(b"\0")[:-1] for stream in (done.stdout, done.stderr))
    told = [
        (int(code), said, complained)
        for code, said, complained in zip(out[1::2], out[::2], err[::2], strict=True)
    ]
    assert len(told) == len(commands)
    return told


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: next(iter(each.values())))
def test_what_a_code_page_does_not_have_is_a_question_mark_or_written_by_its_number(setting, desk):
    ranks = desk / "ranksŁódź.csv"
    words, numbers = call(setting, desk, ["rank", ranks], ["rank", "--json", ranks])
    code, out, err = words
    assert code == 0, err
    assert b"3 items" in out and b"?" in out
    code, out, err = numbers
    assert code == 0, err
    assert [item["item"] for item in json.loads(out.decode("ascii"))["items"]] == [
        "Łódź", "Ενα", "rest 😀",
    ]  # fmt: skip


def test_other_commands_and_errors_are_shown_as_well(desk):
    commands = [
        (["grid", "gridŁódź.csv"], 0, b"PVAFF"),
        (["agree", "codingsŁódź.csv"], 0, b"coders"),
        (["rank", "wrong.csv"], 1, b"found 'E?k'"),
        (["rank", "Łódź.csv"], 1, b"no such file"),
        (["check", "Łódź"], 1, b""),
    ]
    for (words, expected, told), (code, out, err) in zip(
        commands, call(SETTINGS[0], desk, *(words for words, *_ in commands)), strict=True
    ):
        said = out + err
        assert code == expected and told in said, (words, said)
        assert b"Traceback" not in said and b"UnicodeEncodeError" not in said


def test_letters_that_the_output_has_stay_as_they_are(desk):
    setting = {"PYTHONIOENCODING": "utf-8"}
    ((_, out, _),) = call(setting, desk, ["rank", "--json", desk / "ranksŁódź.csv"])
    assert "Łódź" in out.decode("utf-8")


def test_another_program_is_read_in_a_stated_encoding():
    """Text read without one follows the machine, and ends in an error on some."""
    for path in (ROOT / "analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("subprocess."):
                given = {word.arg for word in node.keywords}
                assert not given & {"text", "universal_newlines"}, f"{path}, line {node.lineno}"
                if "encoding" in given and "capture_output" in given:
                    assert "errors" in given, f"{path}, line {node.lineno}"


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is a shell script here")
def test_what_a_browser_complains_of_is_told_whatever_its_bytes(tmp_path):
    program = tmp_path / "browser"
    program.write_bytes(b"#!/bin/sh\nprintf 'no display \\377\\201' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(browser.BuildError, match="no display"):
        browser.print_page(str(program), tmp_path / "a.html", tmp_path / "a.pdf")
