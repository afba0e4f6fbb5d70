"""The page on which points are put right: by mouse, touch, keys and numbers, saved as rows."""

import base64
import io
import re
from dataclasses import replace

import cv2
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from senco.tracing.correcting import make_points_page
from senco.tracing.lines import Path, Point
from senco.tracing.reading import Trace
from tests.browsers import open_browser
from tests.instruments.opened import Opened

pytestmark = pytest.mark.browser
MARGIN = 20
LINE = (
    Point(0.1, 0, False, 0.9), Point(0.4, 3, False, 0.3), Point(0.6, -2, True, 0.9),
    Point(0.9, 4, False, 0.9),
)  # fmt: skip


def make_trace(*lines, refused=""):
    """A traced chart of 740 by 440 pixels, with the lines drawn on it."""
    straight = np.full((440, 740, 3), 250, np.uint8)
    for line in lines:
        places = [(20 + p.position * 699, 20 + (5 - p.level) / 10 * 399) for p in line]
        cv2.polylines(straight, [np.int32(places)], False, (60, 60, 60), 2)
    path = Path((), 1.0, 0.9)
    return Trace(
        straight, MARGIN, lines, (path,) * len(lines), (-5.0, 5.0), "told", refused=refused
    )


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


@pytest.fixture
def opened(browser, tmp_path):
    pages = []

    def opening(*lines, refused="", whose="P4", **options):
        html = make_points_page(make_trace(*lines, refused=refused), whose)
        pages.append(Opened(browser, tmp_path, {"points.html": html}, "points", **options))
        return pages[-1]

    yield opening
    for page in pages:
        page.asked = [url for url in page.asked if not url.startswith("data:image/jpeg;")]
        page.close()


def save(page, name="worklines-P4.csv"):
    """The rows that are saved: whose, and pairs of place and level."""
    with page.tab.expect_download() as got:
        page.press("Save the table")
    assert got.value.suggested_filename == name
    head, *rows = got.value.path().read_text(encoding="utf-8").splitlines()
    assert head == "participant,position,level"
    return [tuple(float(cell) for cell in row.split(",")[1:]) for row in rows]


def find(page, place, level):
    """Where on the screen a place of the chart is."""
    page.tab.locator("#chart").scroll_into_view_if_needed()
    box = page.tab.locator("#chart").bounding_box()
    scale = box["width"] / 740
    return (
        box["x"] + (MARGIN + place * 699) * scale,
        box["y"] + (MARGIN + (5 - level) / 10 * 399) * scale,
    )


def drag(page, start, end):
    mouse = page.tab.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=4)
    mouse.up()


def test_the_page_holds_its_picture_and_may_load_nothing():
    html = make_points_page(make_trace(LINE), "P4")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "img-src data:;" in policy and "unsafe" not in policy
    packed = re.search(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", html)[1]
    with Image.open(io.BytesIO(base64.b64decode(packed))) as picture:
        assert picture.size == (740, 440) and not picture.getexif()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_everybody_can_use_the_page(opened, width, scheme):
    page = opened(LINE, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.press("Larger")
    assert not Axe().run(page.tab).response["violations"]
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
    controls = page.tab.locator("button, input, summary")
    heights = controls.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44


def test_a_line_that_is_left_alone_is_saved_as_it_was_read(opened):
    assert save(opened(LINE)) == [(0.1, 0), (0.4, 3), (0.6, -2), (0.9, 4)]


def test_a_point_is_dragged_and_held_between_its_neighbours(opened):
    page = opened(LINE, viewport={"width": 1280, "height": 800})
    drag(page, find(page, 0.4, 3), find(page, 0.45, 1))
    assert save(page)[1] == pytest.approx((0.45, 1), abs=0.02)
    drag(page, find(page, 0.45, 1), find(page, 0.95, 1))
    assert save(page)[1][0] == 0.5999
    page.press("Undo")
    page.press("Undo")
    assert save(page)[1] == (0.4, 3)


def test_points_are_added_by_touch_where_the_finger_is(opened):
    page = opened(LINE, has_touch=True)
    page.press("Add points")
    page.tab.touchscreen.tap(*find(page, 0.25, -3))
    rows = save(page)
    assert len(rows) == 5 and rows[1] == pytest.approx((0.25, -3), abs=0.03)


def test_a_point_is_moved_added_and_removed_by_keys(opened):
    page = opened(LINE)
    page.tab.locator("#chart").focus()
    for key in ("ArrowRight", "Enter", "Shift+ArrowUp", "ArrowRight", "Shift+ArrowRight", "Enter"):
        page.tab.keyboard.press(key)
    assert save(page)[1] == (0.411, 3.1)
    page.tab.locator("#chart").focus()
    for key in ("Enter", "Shift+ArrowDown", "Escape", "Insert", "ArrowLeft", "Delete"):
        page.tab.keyboard.press(key)
    expect(page.tab.locator("#told")).to_contain_text("There are 4 points")
    assert save(page) == [(0.1, 0), (0.5055, 0.55), (0.6, -2), (0.9, 4)]
    page.tab.locator("#chart").focus()
    for _ in range(3):
        page.tab.keyboard.press("Backspace")
    assert save(page) == [(0.1, 0), (0.4, 3), (0.6, -2), (0.9, 4)]


def test_a_point_is_moved_by_numbers(opened):
    page = opened(LINE)
    page.tab.get_by_label("Level, from").fill("-1.25")
    page.tab.get_by_label("How far across").fill("5")
    page.tab.keyboard.press("Tab")
    assert save(page)[0] == (0.05, -1.25)


def test_doubtful_points_are_shown_and_asked_for_until_they_are_moved(opened):
    page = opened(LINE)
    told = page.tab.locator("#told")
    expect(told).to_contain_text("One, a square, is doubtful")
    page.press("Next doubtful point")
    expect(told).to_contain_text("Point 2 of 4: 40 of 100 across, level 3; doubtful.")
    page.tab.locator("#chart").focus()
    for key in ("Enter", "ArrowUp", "Enter"):
        page.tab.keyboard.press(key)
    expect(told).not_to_contain_text("doubtful")
    expect(page.tab.get_by_role("button", name="Next doubtful point")).to_be_disabled()


def test_of_two_lines_one_is_chosen(opened):
    low = tuple(replace(point, level=-4) for point in LINE[:2])
    page = opened(LINE, low, refused="Two lines are drawn on the chart.")
    expect(page.tab.locator("#chart line")).to_have_count(4)  # both are shown
    page.press("Save the table")
    expect(page.tab.get_by_role("alert")).to_have_text("A line has at least two points.")
    page.tab.get_by_label("The lower line").check()
    assert save(page) == [(0.1, -4), (0.4, -4)]


def test_where_no_line_was_read_points_are_put_by_hand_and_a_pseudonym_asked_for(opened):
    page = opened(refused="There is nothing on the chart that could be a line.", whose="")
    expect(page.tab.locator("main")).to_contain_text("There is nothing on the chart")
    for place, level in ((0.2, 1), (0.8, -1)):
        page.tab.mouse.click(*find(page, place, level))
    page.tab.get_by_label("Pseudonym").fill("Jane")
    page.press("Save the table")
    expect(page.tab.get_by_role("alert")).to_contain_text("This is not a pseudonym")
    page.tab.get_by_label("Pseudonym").fill("P7")
    rows = save(page, "worklines-P7.csv")
    assert rows[0] == pytest.approx((0.2, 1), abs=0.03)
    assert rows[1] == pytest.approx((0.8, -1), abs=0.03)
