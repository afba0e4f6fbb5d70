"""The page of threats names tests that exist, under every promise."""

import re

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "book" / "methods" / "threats.md").read_text(encoding="utf-8")
#: A test's name as a sentence, and the file in which it stands.
NAMED = re.compile(r"^- .+\.\\\n  \*([a-z0-9 ]+)\*, `(tests/[\w/]+\.py)`$", re.MULTILINE)


@pytest.mark.parametrize(("sentence", "file"), NAMED.findall(PAGE))
def test_a_test_that_holds_a_promise_is_there(sentence, file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"def test_{sentence.replace(' ', '_')}(" in text, f"{file} has no such test"


def test_every_promise_has_its_test():
    assert len(NAMED.findall(PAGE)) == PAGE.count("\n- ") >= 20


def test_each_of_those_who_could_do_harm_has_promises_and_their_end():
    parts = PAGE.split("\n## ")[1:]
    assert len(parts) == 7
    for part in parts:
        assert NAMED.search(part) and part.count("\n**Not promised:**") == 1, part.splitlines()[0]


def test_what_security_md_names_as_tests_exists():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "book/methods/threats.md" in text
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert named and all((ROOT / file).is_file() for file in named)
