"""The instruments as a researcher and a participant meet them: opened from a file in Chromium."""

import hashlib
import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from senco.cohort.loading import load_cohort, load_study
from senco.instruments.screen import make_instruments, read_setup
from senco.instruments.screen.making import (
    _FILES,
    PAGES,
    join_modules,
    list_sentences,
    write_script,
)
from senco.measures.worklines import resample_lines
from tests.browsers import open_browser
from tests.instruments.opened import Opened

HOSTILE = '</script><img src=x onerror=alert(1)> & "quoted" =1+1'
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def study(project):
    return load_study(project)


@pytest.fixture(scope="module")
def setup(project, study):
    return read_setup(study, load_cohort("worked-example", project=project))


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture
def opened(browser, tmp_path, setup, study):
    pages = []

    def opening(name="session", setup=setup, **options):
        pages.append(
            Opened(browser, tmp_path, make_instruments(setup, study.instruments), name, **options)
        )
        return pages[-1]

    yield opening
    for page in pages:
        page.close()


def test_a_page_is_one_small_file_that_may_load_nothing(setup, study):
    for name, html in make_instruments(setup, study.instruments).items():
        assert len(html.encode()) < 150_000, name
        assert "default-src 'none'" in html
        assert not re.search(r"(?:src|href)=|url\(|import\(|fetch\(|XMLHttp|WebSocket", html), name


def test_a_study_without_an_instrument_has_no_page_of_it(setup):
    made = make_instruments(setup, ("worklines", "rankings"))
    assert sorted(made) == ["ranking.html", "session.html", "work-line.html"]
    assert "bertin" not in made["session.html"].lower()


def test_names_at_the_top_of_modules_are_unlike():
    modules = sorted(_FILES.joinpath("scripts").iterdir(), key=lambda path: path.name)
    begun = r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)"
    pattern = re.compile(begun, re.MULTILINE)
    names = [name for one in modules for name in pattern.findall(one.read_text(encoding="utf-8"))]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_module_is_on_the_session_sheet_or_on_the_page_of_a_scan():
    script = write_script(PAGES["session"]) + join_modules(("points",), "")
    for path in _FILES.joinpath("scripts").iterdir():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first in script, path.name


def test_every_sentence_is_worded_where_it_is_said():
    script = write_script(PAGES["session"])
    assert "Large type" in list_sentences(script)
    calls = re.findall(r"(?<![\w.])t\((?!\s*\")[^)]*\)", script)
    assert calls == ["t(sentence, values = {})"]


def test_the_sum_is_sha256(opened):
    page = opened("ranking")
    script = write_script(("ranking",)).replace("start([ranking]);", "return { sha256 };")
    for text in ["", "abc", "x" * 55, "x" * 56, "x" * 64, "naïve ★ 😀", "y" * 9999]:
        found = page.tab.evaluate(f"(text) => {script.strip().rstrip(';')}.sha256(text)", text)
        assert found == hashlib.sha256(text.encode()).hexdigest()


def test_a_line_drawn_by_mouse_is_the_line_that_the_library_resamples(opened):
    """The truth is the polyline of the pointer's places; the library resamples it."""
    page = opened("work-line", viewport={"width": 1280, "height": 900})
    page.begin(consent=False)
    drawn = [(0.1 + 0.02 * k, 4 * math.sin(k / 5)) for k in range(40)]
    places = [tuple(round(value) for value in page.place(*one)) for one in drawn]
    page.tab.mouse.move(*places[0])
    page.tab.mouse.down()
    for place in places[1:]:
        page.tab.mouse.move(*place)
    page.tab.mouse.up()
    box = page.tab.locator("#chart").bounding_box()
    true = pd.DataFrame(
        {
            "participant": "P1",
            "position": [(x - box["x"] - 34) / (box["width"] - 50) for x, _ in places],
            "level": [5 - (y - box["y"] - 26) / (box["height"] - 60) * 10 for _, y in places],
        }
    )
    saved = page.save_all()["workline"]
    kept = pd.DataFrame(saved["points"], columns=["position", "level"]).assign(participant="P1")
    assert saved["gaps"] == [] and kept["position"].is_monotonic_increasing
    truth, found = resample_lines(true, 101).loc["P1"], resample_lines(kept, 101).loc["P1"]
    both = truth.notna() & found.notna()
    assert both.sum() >= truth.notna().sum() - 1
    np.testing.assert_allclose(found[both], truth[both], atol=6e-4)


def test_a_line_by_keyboard_has_the_levels_that_were_given(opened):
    page = opened("work-line")
    page.begin(consent=False)
    chart = page.tab.locator("#chart")
    chart.focus()
    arrows = {">": "ArrowRight", "^": "ArrowUp", "v": "ArrowDown", ".": "Enter", "!": "Escape"}
    for steps in (">" * 5, "^" * 10, ".", ">" * 20, "v" * 20, ".!", ">" * 10, ".", ">" * 15,
                  "^" * 5, ".e"):  # fmt: skip
        for step in steps:
            page.tab.keyboard.press(arrows.get(step, step))
    page.tab.keyboard.type("The panel said no")
    page.tab.get_by_label("Event 1 mattered most").click()
    saved = page.save_all()["workline"]
    levels = dict(map(tuple, saved["points"]))
    # a step is a fiftieth of the width and of the ten levels: worked by hand
    assert [levels[place] for place in (0.1, 0.3, 0.5, 0.7, 0.85, 1)] == [2, 0, -2, -2, -1.5, -1]
    assert saved["gaps"] == [[0.5, 0.7]]
    assert saved["events"] == [{"position": 1, "words": "The panel said no", "critical": True}]


def test_a_line_by_touch_is_drawn_and_rubbed_out_and_undone(opened):
    page = opened("work-line", has_touch=True)
    page.begin(consent=False)
    cdp = page.context.new_cdp_session(page.tab)

    def stroke(*places):
        for i, at in enumerate(places):
            kind, (x, y) = "touchMove" if i else "touchStart", page.place(*at)
            point = {"x": x, "y": y, "id": 1}
            cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    told = page.tab.locator("#told")
    stroke((0, 3), (0.5, 3), (1, 3))
    expect(told).to_contain_text("The line runs from 3 at 0 of 100 to 3 at 100")
    page.press("Rub out")
    stroke((0.4, 0), (0.5, 0), (0.6, 0))
    expect(told).to_contain_text("Dashes join what is not drawn")
    page.press("Undo")
    expect(told).not_to_contain_text("Dashes")
    page.press("Draw")
    stroke((0.4, -2), (0.5, -2), (0.6, -2))
    expect(told).to_contain_text("its lowest −2")


def rank_all(page, heaps):
    for heap in heaps:
        page.press(heap)


def test_a_ranking_by_keyboard_and_by_pointer_saves_the_places_shown(opened, setup):
    six = replace(setup, cards=setup.cards[:6])
    page = opened("ranking", setup=six, viewport={"width": 800, "height": 900})
    page.begin(consent=False)
    shown = []
    for heap in ("High", "Low", "Middle", "Not relevant to me", "High", "Low"):
        shown.append(page.tab.locator("#card").text_content())
        page.press(heap)
    high, low, middle, out, high2, low2 = shown
    labels = page.tab.locator("ol.places .label")
    expect(labels).to_have_text([high, high2, middle, low, low2])
    handle = page.tab.get_by_role("button", name=re.compile(f"^{re.escape(low2)}, place"))
    handle.focus()
    page.tab.keyboard.press("Home")
    expect(labels).to_have_text([low2, high, high2, middle, low])
    page.tab.keyboard.press("ArrowDown")
    expect(labels).to_have_text([high, low2, high2, middle, low])
    expect(handle).to_be_focused()
    # by mouse: the last card is dragged above the first
    last = page.tab.locator("ol.places li").last.locator(".handle").bounding_box()
    first = page.tab.locator("ol.places li").first.bounding_box()
    page.tab.mouse.move(last["x"] + 10, last["y"] + 10)
    page.tab.mouse.down()
    page.tab.mouse.move(last["x"] + 10, first["y"] + 2, steps=6)
    page.tab.mouse.up()
    expect(labels).to_have_text([low, high, low2, high2, middle])
    page.press(f"Level with the one above: {middle}")
    expect(page.tab.locator("ol.places .place")).to_have_text(["1", "2", "3", "4 to 5", "4 to 5"])
    saved = page.save_all()["ranking"]
    keys = {card["label"]: card["key"] for card in saved["cards"]}
    assert saved["places"] == [[keys[low]], [keys[high]], [keys[low2]], [keys[high2], keys[middle]]]
    assert saved["left_out"] == [keys[out]] and saved["unplaced"] == []


def test_the_first_order_of_the_cards_is_that_of_the_recorded_seed(opened, setup):
    """Fisher and Yates with mulberry32, written here a second time."""
    page = opened("ranking")
    page.begin(consent=False)
    saved = page.save_all()["ranking"]
    state, drawn = saved["seed"], [card["key"] for card in setup.cards]
    for last in range(len(drawn) - 1, 0, -1):
        state = (state + 0x6D2B79F5) % 2**32
        mixed = (state ^ state >> 15) * (state | 1) % 2**32
        mixed ^= (mixed + (mixed ^ mixed >> 7) * (mixed | 61)) % 2**32
        other = math.floor(((mixed ^ mixed >> 14) % 2**32) / 2**32 * (last + 1))
        drawn[last], drawn[other] = drawn[other], drawn[last]
    assert saved["unplaced"] == drawn and sorted(drawn) != drawn


def test_without_ties_no_card_can_share_a_place(opened, setup):
    page = opened("ranking", setup=replace(setup, cards=setup.cards[:3], ties=False))
    page.begin(consent=False)
    rank_all(page, ["High"] * 3)
    expect(page.tab.get_by_role("button", name=re.compile("^Level"))).to_have_count(0)


def test_a_list_that_is_typed_in_has_keys_and_is_kept(opened, setup):
    page = opened("ranking", setup=replace(setup, cards=()))
    page.tab.locator("summary").click()
    typed = "Time to think\n\nÉquipe & parents\nTime to think!\n"
    page.tab.get_by_label("One card to a line").fill(typed)
    page.press("Use this list")
    expect(page.tab.get_by_text("3 cards, for sessions")).to_be_visible()  # said once it is kept
    page.reload()
    page.begin(consent=False)
    cards = page.save_all()["ranking"]["cards"]
    assert cards == [
        {"key": "time-to-think", "label": "Time to think"},
        {"key": "equipe-parents", "label": "Équipe & parents"},
        {"key": "time-to-think-2", "label": "Time to think!"},
    ]


def test_nothing_can_be_begun_before_the_consent(opened):
    page = opened()
    page.begin(consent=False)
    expect(page.tab.locator("h1")).to_have_text("Consent")
    page.press("Record the consent")
    expect(page.tab.get_by_text("Answer the questions on publication")).to_be_visible()
    page.press("Overview")
    for name in ("Work-line", "Repertory grid", "Ranking"):
        expect(page.tab.get_by_role("button", name=name)).to_be_disabled()
    page.tab.evaluate("location.hash = '#ranking'")
    expect(page.tab.locator("h1")).to_have_text("Session with P1")


def test_a_session_is_kept_on_the_device_until_it_is_deleted(opened):
    page = opened()
    page.begin("P7")
    page.press("Ranking")
    rank_all(page, ["High"] * 4)
    page.reload()
    page.press("Open P7")
    expect(page.tab.locator("li", has_text="Ranking")).to_contain_text("4 of 21")
    page.press("Delete this session")
    dialog = page.tab.get_by_role("dialog")
    expect(dialog).to_contain_text("the pseudonym P7, the consent, ranking")
    dialog.get_by_role("button", name="Delete").click()
    expect(page.tab.get_by_text("Nothing.", exact=True)).to_be_visible()
    assert page.tab.evaluate("Object.keys(localStorage).filter((k) => k.includes('session'))") == []


def test_a_saved_file_is_opened_again_and_a_changed_one_is_refused(opened, tmp_path):
    page = opened()
    page.begin("P3")
    page.press("Save and sign")
    with page.tab.expect_download() as got:
        page.tab.locator("#save-file").click()
    text = got.value.path().read_text(encoding="utf-8")
    page.press("Overview")
    page.press("Close this session")
    chosen = page.tab.get_by_label("The saved file")
    refused = {
        text.replace("own answers", "own words"): "its checksum does not match",
        text.replace('"version": 1', '"version": 2'): "a newer version",
        text[:40]: "it cannot be read",
        "[1]": "This file is not a saved session.",
    }
    for content, told in refused.items():
        file = {"name": "P3.json", "mimeType": "application/json", "buffer": content.encode()}
        chosen.set_input_files(file)
        expect(page.tab.get_by_text(told)).to_be_visible()
    file = {"name": "P3.json", "mimeType": "application/json", "buffer": text.encode()}
    chosen.set_input_files(file)
    expect(page.tab.locator("h1")).to_have_text("Session with P3")
    page.press("Save and sign")
    assert json.loads(text)["session"] == page.save()


def test_the_tables_hold_what_the_session_holds(opened, setup):
    page = opened("session", setup=replace(setup, cards=setup.cards[:3]))
    page.begin("P2")
    page.press("Ranking")
    rank_all(page, ["High", "High", "Low"])
    second = page.tab.locator("ol.places .label").nth(1).text_content()
    page.tab.get_by_role("button", name=re.compile(f"^{re.escape(second)}, place")).focus()
    page.press(f"Level with the one above: {second}")
    page.press("Overview")
    page.press("Save and sign")
    with page.tab.expect_download() as got:
        page.press("rankings.csv")
    assert got.value.suggested_filename == "P2-rankings.csv"
    ranks = pd.read_csv(got.value.path())
    assert ranks["rank"].tolist() == [1.5, 1.5, 3] and set(ranks["participant"]) == {"P2"}
    with page.tab.expect_download() as got:
        page.press("participants.csv")
    assert got.value.path().read_text("utf-8").splitlines()[1] == "P2,SENCO,,,,own answers,false"


def test_a_hostile_label_is_text_and_no_formula(opened, setup):
    cards = tuple({"key": f"c{i}", "label": f"{i} {HOSTILE}"} for i in range(2))
    page = opened("session", setup=replace(setup, cards=cards, study=HOSTILE))
    page.begin()
    page.press("Ranking")
    expect(page.tab.locator("#card")).to_contain_text(HOSTILE)
    rank_all(page, ["High", "High"])
    expect(page.tab.locator("img")).to_have_count(0)
    expect(page.tab.locator("#study")).to_have_text(HOSTILE)


def test_a_browser_that_keeps_nothing_says_so(opened):
    page = opened()
    page.tab.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.tab.reload()
    expect(page.tab.locator("#warning")).to_contain_text("keeps nothing on the device")
    page.begin()
    page.press("Save and sign")
    assert page.save()["participant"] == "P1"


#: What can be pressed and is smaller than a finger.
FIND_SMALL = """() => [...document.querySelectorAll(
    'button, select, input:not([type=radio]):not([type=checkbox]), .choice label, summary')]
  .filter((one) => one.offsetParent && Math.min(one.offsetHeight, one.offsetWidth) < 43.5)
  .map((one) => one.outerHTML)"""


def list_screens(page):
    """Every screen of a session, one after the other, by its name."""
    yield "start"
    page.begin()
    yield "overview"
    page.press("Consent")
    yield "consent"
    page.press("Overview")
    page.press("Work-line")
    page.tab.locator("#chart").focus()
    for key in ("Enter", "ArrowRight", "Enter", "e"):
        page.tab.keyboard.press(key)
    yield "work-line"
    page.press("Overview")
    yield from list_grid_screens(page)
    page.press("Overview")
    page.press("Ranking")
    yield "heaps"
    rank_all(page, ["High", "Not relevant to me", "Low"])
    second = page.tab.locator("ol.places li").nth(1)
    second.locator(".label").click()
    second.get_by_role("button", name=re.compile("^Level")).click()
    yield "order"
    page.press("Overview")
    page.press("Save and sign")
    yield "save"


def list_grid_screens(page):
    page.press("Repertory grid")
    cards = page.tab.locator("input[data-card]")
    cards.nth(0).fill("the one with the long wait")
    cards.nth(1).fill("the one that was granted at once")
    yield "cards"
    page.press("Continue to the constructs")
    page.press("Show the cards")
    yield "three cards"
    page.tab.locator("[data-pole=left]").fill("time enough")
    page.tab.locator("[data-pole=right]").fill("always late")
    page.press("Keep it")
    yield "constructs"
    page.press("That is enough: continue to the ratings")
    yield "ratings"
    for label in ("Next construct", "Continue to the picture"):
        for row in page.tab.locator("fieldset.rating").all():
            row.locator("input[value='4']").check()
        page.press(label)
    expect(page.tab.locator("h1")).to_have_text("Picture")
    yield "picture"


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
def test_every_screen_is_accessible_and_within_its_width(opened, setup, width, colours):
    page = opened(
        "session", setup=replace(setup, cards=setup.cards[:3]),
        viewport={"width": width, "height": 844}, color_scheme=colours,
    )  # fmt: skip
    page.tab.evaluate("localStorage.setItem('senco-large-type', 'yes')")
    for name in list_screens(page):
        found = Axe().run(page.tab).response["violations"]
        assert not found, (name, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.tab.evaluate("document.documentElement.scrollWidth") <= width, name
        small = page.tab.evaluate(FIND_SMALL)
        assert not small, (name, small)
