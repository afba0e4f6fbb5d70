"""A DOI is added to `CITATION.cff` once, and every other line stays."""

import pytest
import yaml

from senco.book.assembly import load_citation
from senco.crate.depositing.identifiers import add_identifier, put_identifier
from senco.errors import SencoError

DOI = "10.5281/zenodo.7"
TEXTS = {
    "none": "title: Rings\n",
    "none, no line end": "title: Rings",
    "one, indented": "identifiers:\n  - type: doi\n    value: 10.1/a\n# a note\n\ntitle: Rings\n",
    "one, not indented": "identifiers:\n- type: doi\n  value: 10.1/a\ntitle: Rings\n",
    "deep": "identifiers:\n    - type: doi\n      value: 10.1/a\n\n\ntitle: Rings\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_one_identifier_more_is_read_and_nothing_else_changes(text):
    put = put_identifier(text, DOI, 'Of "two": parts')
    before, after = yaml.safe_load(text), yaml.safe_load(put)
    added = {"type": "doi", "value": DOI, "description": 'Of "two": parts'}
    assert after == {**before, "identifiers": [*before.get("identifiers", []), added]}
    start = next(n for n, line in enumerate(put.splitlines()) if DOI in line) - 1
    lines = put.splitlines()
    left = lines[:start] + lines[start + 3 :]
    assert left == text.splitlines() + ["identifiers:"] * ("identifiers" not in before)


def test_the_same_identifier_is_added_once(project):
    assert add_identifier(project, DOI, "Data") and not add_identifier(project, DOI, "Other")
    assert [one.description for one in load_citation(project).identifiers] == ["Data"]


def test_a_form_that_cannot_be_added_to_is_left_alone(project):
    path = project.root / "CITATION.cff"
    text = path.read_text("utf-8") + "identifiers: [{type: doi, value: 10.1234/a}]\n"
    path.write_text(text, "utf-8")
    with pytest.raises(SencoError, match="Add it there under identifiers"):
        add_identifier(project, DOI, "Data")
    assert path.read_text("utf-8") == text
