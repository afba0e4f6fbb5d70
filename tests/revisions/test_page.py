"""What changed is a page that is safe whatever the versions hold."""

import re

from bs4 import BeautifulSoup

from senco.revisions import Change, Comparison, write_markdown, write_page
from senco.revisions.page import SHOWN, describe, summarise

HOSTILE = '<script>alert("x")</script> {doc}`y` [a](javascript:b)'
CHANGES = (
    Change("here", "70_audit", "verdict", f"means.csv, row {HOSTILE}, verdict", "no", HOSTILE),
    *(Change("here", "70_audit", "value", f"n{number}", None, "8") for number in range(50)),
    Change("here", "85_cohorts", "page", "85_cohorts", None, ""),
)
FOUND = Comparison(HOSTILE, "now", ("here",), 3, CHANGES)


def test_it_says_how_many_things_changed_and_the_verdicts_one_by_one():
    assert summarise(FOUND) == (
        "On 2 of 3 pages something changed: 1 page added or removed, 1 verdict and 50 values."
    )
    assert "here, Audit: 1 verdict and 50 values" in describe(FOUND)
    assert "row <script>" in describe(FOUND)  # a terminal runs none
    same = Comparison("a", "b", ("here",), 1, ())
    assert summarise(same).startswith("Nothing changed: of 1 page ")


def test_html_has_no_element_but_its_own_and_leads_to_each_page():
    soup = BeautifulSoup(write_page(FOUND), "html.parser")
    assert not soup.find_all(["script", "img", "iframe"]) and HOSTILE in soup.h1.get_text()
    places = {head["id"] for head in soup.find_all("h3")}
    assert {link["href"][1:] for link in soup.find_all("a")} == places
    rows = soup.find_all("tr", string=None)
    assert len([row for row in rows if row.td and row.td.get_text().startswith("n")]) == SHOWN
    assert "And 10 more" in soup.get_text()


def test_markdown_holds_no_markup_of_the_versions():
    text = write_markdown(FOUND)
    by_themselves = re.sub(r"`(senco diff|[\w.-]+)`", "", text)
    assert re.search(r"(?<!\\)[<>{}`\[\]]", by_themselves) is None
    assert text.startswith("# What changed since ") and "\nNew.\n" in text
