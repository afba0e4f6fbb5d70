"""Commands that begin something: a study, or a cohort of a study."""

import pytest
import yaml
from typer.testing import CliRunner

from senco.cli import app, start
from tests.cohort.test_study import TEACHERS

#: What is typed, line by line; nothing on a line takes what is offered.
TYPED = "\nWard rounds\n\nnurse\n\n\n\n\ngrids\n\n \nThe ward\nTime, Room\n"


@pytest.fixture
def call(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(*words, typed=None):
        monkeypatch.setattr(start.sys, "stdin", Somebody() if typed else Nobody())
        return CliRunner().invoke(app, words, input=typed)

    return run


class Somebody:
    """Who sits at a terminal."""

    def isatty(self):
        return True


class Nobody(Somebody):
    def isatty(self):
        return False


def test_questions_make_a_study_and_what_has_to_be_said_is_asked_again(monkeypatch, tmp_path):
    """By hand: a blank title and blank systems are asked for once more."""
    monkeypatch.chdir(tmp_path)
    typed = iter(TYPED.splitlines())
    asked = []

    def prompt(question, default=None, show_default=True):
        asked.append(question)
        return next(typed) or default or ""

    monkeypatch.setattr(start.typer, "prompt", prompt)
    monkeypatch.setattr(start.sys, "stdin", Somebody())
    start.init(tmp_path / "mine")
    assert asked.count("Title of the study") == 2
    study = yaml.safe_load((tmp_path / "mine" / "data" / "study.yml").read_text("utf-8"))
    assert study["title"] == "Ward rounds" and study["participants"]["many"] == "nurses"
    assert [one["label"] for one in study["influences"]] == ["Time", "Room"]


def test_a_description_makes_a_study_as_it_stands(call, tmp_path):
    """Its remarks are kept."""
    (tmp_path / "mine.yml").write_text(f"# a remark{TEACHERS}", encoding="utf-8")
    done = call("init", "mine", "--from", "mine.yml")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "mine" / "data" / "study.yml").read_text("utf-8") == f"# a remark{TEACHERS}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("init", "mine"), "There is nobody to answer questions."),
        (("init", "mine", "--from", "none.yml"), "none.yml: found no such file"),
        (("init", "mine", "--from", "wrong.yml"), "wrong.yml, row 1, column titel"),
    ],
)
def test_what_cannot_begin_a_study_is_said_and_nothing_is_made(call, tmp_path, words, told):
    """No traceback, and no folder."""
    (tmp_path / "wrong.yml").write_text("titel: A\n", encoding="utf-8")
    done = call(*words)
    assert told in str(done.exception) and not (tmp_path / "mine").exists()
