"""What somebody wrote reaches the terminal as it stands, and steers nothing."""

import json
import re
from pathlib import Path

import pytest
from rich.progress import Progress, TextColumn
from rich.table import Table
from rich.text import Text
from typer.testing import CliRunner

from senco.cli import app, terminal
from tests.conftest import ROOT

#: Ways to colour, to move, to rename a window, to hide, and to turn the direction.
STEERING = (
    "\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\r", "\b", "\x7f", "\u202e", "\u200f", "\u2066",
    "\u200b", "\ufeff", "\U000e0041", "\x00", "\u2028",
)  # fmt: skip


@pytest.mark.parametrize("name", ["out", "err"])
def test_brackets_and_colons_are_no_signs_for_colours_and_pictures(name, capsys):
    getattr(terminal, name).print("a [red]word[/red] and :warning: [link=x]y")
    told = capsys.readouterr()
    assert getattr(told, name) == "a [red]word[/red] and :warning: [link=x]y\n"


def test_what_would_steer_the_terminal_is_a_question_mark():
    assert terminal.plain("a\x1b[31mb\x07\nc\u202ed") == "a?[31mb?\nc?d"


def test_a_space_of_another_width_is_a_space():
    assert terminal.plain("8\u00a0SENCOs\u2009and\u202fmore") == "8 SENCOs and more"


@pytest.mark.parametrize("sign", STEERING, ids=ascii)
def test_whatever_is_printed_is_clean(capsys, sign):
    console = terminal.Terminal()
    table = Table(title=f"a{sign}b")
    table.add_column(f"a{sign}b")
    table.add_row(f"a{sign}b")
    for thing in (f"a{sign}b", Text(f"a{sign}b"), table):
        console.print(thing)
    with Progress(TextColumn("{task.description}"), console=console, auto_refresh=False) as bars:
        bars.add_task(f"a{sign}b")
        bars.console.print(f"a{sign}b")
    told = capsys.readouterr().out
    # a line that is wider than the page is folded, and a carriage return is a sign of the end
    assert sign not in told
    assert told.count("a?") >= 6 or sign in "\r\b\x00"


@pytest.mark.parametrize("sign", STEERING, ids=ascii)
def test_json_holds_the_same_values_and_no_such_sign(capsys, sign):
    terminal.print_json(json.dumps({f"a{sign}": [f"b{sign}", "é", 0.1]}, ensure_ascii=False))
    told = capsys.readouterr().out
    assert sign not in told
    assert json.loads(told) == {f"a{sign}": [f"b{sign}", "é", 0.1]}


@pytest.fixture
def files(tmp_path):
    """Files of one's own in whose headings and cells somebody put such signs."""
    bad = "\x1b[31m\u202e\x9b"
    (tmp_path / "ranks.csv").write_text(
        f"ranker,o{bad}ne,two,three\n" + "".join(f"{n},1,2,3\n" for n in "abc"), encoding="utf-8"
    )
    (tmp_path / "codes.csv").write_text(
        "segment,code,coder\n"
        + "".join(f"s{n},c{bad}{n % 2},{who}\n" for n in range(4) for who in "xy"),
        encoding="utf-8",
    )
    (tmp_path / "grid.csv").write_text(
        f"1,s{bad}elf,ideal,other,5\nwarm,1,2,3,cold\nn{bad}ear,3,1,2,far\nold,2,3,1,new\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("how", [(), ("--json",)], ids=["words", "json"])
@pytest.mark.parametrize(
    ("command", "name"), [("rank", "ranks.csv"), ("agree", "codes.csv"), ("grid", "grid.csv")]
)
def test_a_command_that_succeeds_prints_nothing_that_steers(files, command, name, how):
    done = CliRunner().invoke(app, [command, str(files / name), *how])
    assert done.exit_code == 0, done.output
    assert [sign for sign in done.output if not (sign.isprintable() or sign == "\n")] == []
    assert "three" in done.output or "c?" in done.output or "warm" in done.output or how


def test_every_command_prints_by_this_one_place():
    for path in (ROOT / "analysis" / "senco" / "cli").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        own = path == Path(terminal.__file__)
        assert own or not re.search(r"\becho\(|\bsecho\(|(?<![._\w])print\(|Console\(", text), path
