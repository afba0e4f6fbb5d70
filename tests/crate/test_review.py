"""A reviewer's report says what was run, what was the same, and what nobody could check."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from senco.crate import Report, Review, write_review
from senco.crate.comparison import Difference
from senco.crate.review import draw_badge, write_report
from senco.crate.verification import PageReport

SAME = PageReport("10_participants", "identical", 7)
EQUAL = PageReport("20_worklines", "equal", 3)
OTHER = PageReport(
    "70_audit", "different", 2, (Difference("means.csv", "row 2, column mean (2)", "3.79", "3.80"),)
)
HOSTILE = "x](javascript:a)<script>.zip"


def make(*pages, **known):
    report = Report("here.zip", "here", 12, pages=pages, ran=bool(pages))
    return Review(**{"report": report, "digest": "ab", "kind": "published", **known})


@pytest.mark.parametrize(
    ("review", "outcome", "colour"),
    [
        (make(SAME, SAME), "2 of 2 pages identical", "#22736d"),
        (make(SAME, EQUAL), "2 of 2 pages equal", "#96600f"),
        (make(SAME, EQUAL, OTHER), "1 of 3 pages differ", "#b5473c"),
        (make(), "files checked, notebooks not run", "#4d5b66"),
        (make(report=Report("here.zip", "here", 12, problems=("a.csv is missing",))),
         "the deposit is damaged or was changed", "#b5473c"),
    ],
)  # fmt: skip
def test_the_outcome_is_that_of_the_worst_page_in_words_and_in_the_badge(review, outcome, colour):
    assert review.outcome == outcome and f"**Outcome: {outcome}.**" in write_report(review)
    badge = draw_badge(review.sign("Ada Byron", "", date(2026, 11, 29)))
    assert f'fill="{colour}"' in badge and outcome in ElementTree.fromstring(badge)[0].text


def test_what_differs_is_told_with_its_place_and_both_values():
    text = write_report(make(SAME, OTHER))
    assert "| 70_audit | 2 | different |" in text
    assert "row 2, column mean" in text and "3.79" in text and "3.80" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("published", "repeat correctly what the publication prints"),
        ("collected", "what the participants said"),
        ("synthetic", "made by a program"),
        ("", "does not say"),
    ],
)
def test_what_a_run_cannot_show_is_said_of_each_kind_of_data(kind, words):
    part = write_report(make(SAME, kind=kind)).partition("## What could not be checked")[2]
    assert words in part.partition("## What the reviewer read")[0]


def test_a_report_that_nobody_signed_has_room_for_a_name_and_no_badge():
    assert set(write_review(make(SAME))) == {"review.md", "review.json"}
    assert "- Name: ………" in write_report(make(SAME))
    assert "badge.svg" in write_review(make(SAME).sign("Ada", "reader", date(2026, 11, 29)))


def test_what_a_deposit_is_called_cannot_become_markup():
    report = Report(HOSTILE, HOSTILE, 1, pages=(SAME,), ran=True, strange=(HOSTILE,))
    review = make(report=report).sign(HOSTILE, HOSTILE, date(2026, 11, 29))
    told = write_report(review).replace("- [ ]", "")
    assert re.search(r"(?<!\\)[<>\[\]]", told) is None
    assert not list(ElementTree.fromstring(draw_badge(review)).iter("script"))
