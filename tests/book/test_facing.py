"""Difficulties and possibilities as a reader meets them: in HTML, and in Chromium."""

import shutil
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from senco.book.facing import format_facing
from senco.cohort.loading import load_cohort
from senco.measures.difficulties import face_difficulties
from tests.browsers import open_browser
from tests.conftest import ROOT
from tests.measures.test_difficulties_facing import ANSWERS, CLAIMS, LISTED

HOSTILE = '"><img src=x onerror=alert(1)> javascript:alert(2)'


@pytest.fixture(scope="module")
def facing(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables.update(claims=CLAIMS, difficulties=LISTED, answers=ANSWERS)
    return face_difficulties(study)


def test_each_difficulty_has_its_answers_and_each_possibility_its_difficulties(facing):
    soup = BeautifulSoup(format_facing(facing, "It is made up."), "html.parser")
    told = {
        one["id"]: [(answer["data-key"], answer["class"][-1], answer["data-by"])
                    for answer in one.select(".senco-facing-answer")]
        for one in soup.select(".senco-facing-difficulties > li")
    }  # fmt: skip
    assert told == {
        "facing-d01": [("c05", "senco-join-reading", "senco setting")],
        "facing-d02": [
            ("c05", "senco-join-text", "senco setting"),
            ("c04", "senco-join-text", "setting"),
            ("c06", "senco-join-reading", "area-senco"),
        ],
        "facing-d03": [],
    }
    assert soup.select_one("#facing-d03 .senco-facing-open").get_text() == "open: no answer found"
    under = {one["data-party"]: [part["id"] for part in one.select("li")]
             for one in soup.select(".senco-facing-party")}  # fmt: skip
    assert under == {
        "senco": ["facing-c05"], "setting": ["facing-c04"], "area-senco": ["facing-c06"]
    }  # fmt: skip
    also = soup.select_one("[data-party=setting] .senco-facing-shared a")
    assert also["href"] == "#facing-c05"
    answers = soup.select_one("#facing-c05 .senco-facing-answers").get_text()
    assert answers == "answers D01 (by our reading), D02 (by the text)"


def test_every_way_within_it_leads_somewhere(facing):
    soup = BeautifulSoup(format_facing(facing), "html.parser")
    places = {one["id"] for one in soup.select("[id]")}
    ways = [one["href"] for one in soup.select("a")]
    assert ways and {way.removeprefix("#") for way in ways} <= places
    assert len(places) == len(soup.select("[id]"))


def test_what_data_hold_is_text_wherever_it_stands(facing):
    hostile = replace(
        facing,
        difficulties=facing.difficulties.assign(gist=HOSTILE),
        possibilities=facing.possibilities.assign(gist=HOSTILE),
        parties=dict.fromkeys(facing.parties, HOSTILE),
    )
    soup = BeautifulSoup(format_facing(hostile, HOSTILE), "html.parser")
    assert not soup.find("img") and not soup.select("[onerror]")
    assert all(one["href"].startswith("#") for one in soup.select("a"))
    # a difficulty, an answer and a possibility each; the labels, as choices and as headings
    assert [len(soup.find_all("a", string=HOSTILE)), len(soup.find_all("p", string=HOSTILE))] == [
        3 + 4 + 3 + 3, 3
    ]  # fmt: skip
    assert soup.select_one("#facing-c04")["data-told"] == "C04 answers 1 difficulty."


def test_without_difficulties_there_is_no_picture(facing):
    assert format_facing(replace(facing, difficulties=facing.difficulties.iloc[:0])) == ""


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture
def opening(browser, tmp_path, facing):
    for name in ("facing.js", "senco.css"):
        shutil.copy(ROOT / "book" / "_static" / name, tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en" data-theme="light"><meta charset="utf-8"><title>Facing'
        '</title><link rel="stylesheet" href="senco.css"><script src="facing.js" defer></script>'
        f"<body><article>{format_facing(facing)}<section><p>"
        '<a href="#by-setting">in the picture</a> <a href="#facing-d02">time</a></p></section>'
        "</article></body></html>",
        encoding="utf-8",
    )
    contexts = []

    def open_page(place="", **options):
        desk = {"viewport": {"width": 1000, "height": 900}}
        contexts.append(browser.new_context(**(desk | options)))
        tab = contexts[-1].new_page()
        tab.goto(f"{page.as_uri()}{place}")
        return tab

    yield open_page
    for context in contexts:
        context.close()


KEYS = "all => all.map(one => one.dataset.key)"


def read_shown(tab):
    """Which are seen, as keys: the difficulties, and the possibilities beside them."""
    return tab.locator(".senco-facing-one:visible").evaluate_all(KEYS)


def read_status(tab):
    return tab.get_by_role("status").inner_text()


@pytest.mark.browser
def test_who_can_act_is_chosen_told_kept_in_the_address_and_gone_back_from(opening):
    tab = opening()
    assert read_shown(tab) == ["d01", "d02", "d03", "c05", "c04", "c06"]
    assert tab.locator(".senco-facing-lines path").count() == 4
    assert tab.locator(".senco-line-reading").count() == 2
    manager = tab.get_by_role("link", name="Manager of a setting")
    manager.focus()
    tab.keyboard.press("Enter")
    expect(manager).to_have_attribute("aria-current", "true")
    expect(manager).to_be_focused()
    assert tab.url.endswith("#by-setting")
    assert read_shown(tab) == ["d01", "d02", "c05", "c04"]
    assert read_status(tab) == "Manager of a setting: 2 possibilities answer 2 of 3 difficulties."
    assert tab.locator(".senco-facing-lines path").count() == 3
    tab.get_by_role("link", name="Area SENCO").click()
    assert read_shown(tab) == ["d02", "c06"]
    tab.go_back()
    expect(manager).to_have_attribute("aria-current", "true")
    assert read_shown(tab) == ["d01", "d02", "c05", "c04"]
    tab.go_back()
    expect(tab.get_by_role("link", name="Everybody")).to_have_attribute("aria-current", "true")
    assert len(read_shown(tab)) == 6


@pytest.mark.browser
def test_what_is_chosen_is_marked_with_what_it_is_joined_to_and_let_go_again(opening):
    tab = opening("#by-setting")
    time = tab.locator("#facing-d02 > .senco-facing-pick")
    time.focus()
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#by-setting.facing-d02")
    joined = tab.locator(".senco-joined:visible").evaluate_all(KEYS)
    assert joined == ["d02", "c05", "c04"]
    assert tab.locator(".senco-facing-lines .senco-on").count() == 2
    assert read_status(tab).endswith("Shown for Manager of a setting: 2.")
    time.press("Enter")
    assert tab.url.endswith("#by-setting") and not tab.locator(".senco-joined").count()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("place", "current", "n_joined"),
    [
        ("#facing-d02", "Time.", 4),
        ("#by-setting.facing-c05", "A course.", 3),
        ("#by-nobody.facing-d99", None, 0),
        ("#by-\"><img src=x>", None, 0),
    ],
)  # fmt: skip
def test_an_address_opens_what_it_names_and_nothing_else(opening, place, current, n_joined):
    tab = opening(place)
    assert tab.locator(".senco-facing-one.senco-joined").count() == n_joined
    marked = tab.locator(".senco-facing-one > .senco-facing-pick[aria-current]").all_inner_texts()
    assert marked == ([current] if current else [])
    if current is None:
        assert len(read_shown(tab)) == 6


@pytest.mark.browser
def test_a_link_of_the_page_chooses_and_leads_there_and_its_part_is_printed(opening):
    tab = opening()
    tab.get_by_role("link", name="in the picture").click()
    expect(tab.get_by_role("link", name="Manager of a setting")).to_be_focused()
    assert tab.locator("section.senco-kept").inner_text() == "in the picture time"
    tab.get_by_role("link", name="time", exact=True).click()
    expect(tab.locator("#facing-d02 > .senco-facing-pick")).to_be_focused()
    assert len(read_shown(tab)) == 6  # whoever is led to a difficulty sees all its answers


@pytest.mark.browser
def test_on_a_narrow_page_each_difficulty_is_followed_by_its_answers(opening):
    tab = opening("#by-setting", viewport={"width": 390, "height": 844}, has_touch=True)
    assert read_shown(tab) == ["d01", "d02"]
    assert not tab.locator(".senco-facing-lines path").count()
    keys = tab.locator("li:visible").evaluate_all(KEYS)
    assert [key for key in keys if key] == ["d01", "c05", "d02", "c05", "c04"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    for link in tab.locator(".senco-facing a:visible, .senco-facing button").all():
        assert link.bounding_box()["height"] >= 44, link.inner_text()
    smallest = tab.locator(".senco-facing :visible").evaluate_all(
        "all => Math.min(...all.map(one => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 11


@pytest.mark.browser
def test_without_a_script_all_of_it_is_there_under_who_can_act(opening):
    tab = opening(java_script_enabled=False)
    assert tab.locator(".senco-facing-answer:visible").count() == 4
    tab.get_by_role("link", name="Manager of a setting").click()
    expect(tab.locator("#by-setting")).to_be_in_viewport()
    expect(tab.locator(".senco-facing-shared")).to_be_visible()


@pytest.mark.browser
def test_what_is_chosen_is_what_is_printed(opening):
    tab = opening("#by-setting.facing-d01")
    tab.emulate_media(media="print")
    assert read_shown(tab) == ["d01"]
    assert tab.locator(".senco-facing-answer:visible").count() == 1
