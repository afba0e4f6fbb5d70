"""What somebody wrote reaches the terminal as it stands, and steers nothing."""

import io

import pytest

from senco.cli import terminal


@pytest.mark.parametrize("console", [terminal.out, terminal.err])
def test_brackets_and_colons_are_no_signs_for_colours_and_pictures(console, monkeypatch):
    told = io.StringIO()
    monkeypatch.setattr(console, "file", told)
    console.print("a [red]word[/red] and :warning: [link=x]y")
    assert told.getvalue() == "a [red]word[/red] and :warning: [link=x]y\n"


def test_what_would_steer_the_terminal_is_a_question_mark():
    assert terminal.plain("a\x1b[31mb\x07\nc\u202ed") == "a?[31mb?\nc?d"
