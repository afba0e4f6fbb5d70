"""Pages written from data alone."""

import re

import pytest

from senco import book, evidence
from senco.cohort import load_cohort


def test_the_pages_made_from_data_are_up_to_date(project):
    for path, text in book.describe_pages(project).items():
        assert path.read_text(encoding="utf-8") == text, f"Run `senco describe`: {path.name}"


def test_every_claim_has_its_anchor_its_lines_and_its_links(project):
    study = load_cohort("ey-pvi-2017", project=project)
    text = evidence.write_claims(study)
    for row in study.tables["claims"].itertuples():
        assert text.count(f"({row.claim.lower()})=\n") == 1
        assert f"[lines {row.lines}]" in text
    assert "Met by [C006](#c006)" in text and "Meets [C005](#c005)." in text


def test_a_gist_that_holds_markup_is_shown_as_it_stands(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables["claims"].loc[0, "gist"] = "<script>x</script> {doc}`y` [z](javascript:1)"
    text = evidence.write_claims(study)
    assert r"\<script\>x\</script\> \{doc\}\`y\` \[z\](javascript:1)" in text


def test_only_what_stands_between_the_marks_is_replaced():
    page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nz"
    assert evidence.replace_between(page, "x", "new") == (
        "a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nz"
    )


@pytest.mark.parametrize("name", ["macro", "exo", "meso", "micro", "discussion", "implications"])
def test_every_finding_links_to_claims_that_there_are_and_says_how_sure(project, name):
    text = (project.root / "book" / "findings" / f"{name}.md").read_text(encoding="utf-8")
    claims = set(load_cohort("ey-pvi-2017", project=project).tables["claims"]["claim"])
    linked = set(re.findall(r"\[(C\d{3})\]\(#c\d{3}\)", text))
    assert linked and linked <= claims
    assert "## How sure are we?" in text
