"""Whole sessions in a browser, saved, imported and checked: the tables hold what was entered."""

import re
import shutil
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from senco.cohort.loading import check_cohort, load_cohort, load_study
from senco.instruments.screen import make_instruments, read_setup
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.browsers import open_browser
from tests.conftest import ROOT, read_folder
from tests.instruments.opened import Opened

pytestmark = pytest.mark.browser
NAME = "my-county"
#: For each person: levels at places of a tenth, ratings of two constructs, and the last card.
ENTERED = {
    "P1": ([1, 2, 3, 1, -1, -3, -4, -2, 0, 2, 3], [1, 2, 3, 4, 5, 1, 2, 3], "keyboard"),
    "P2": ([0, -1, -2, -3, -2, -1, 0, 1, 2, 3, 4], [5, 4, 3, 2, 1, 5, 4, 3], "touch"),
    "P3": ([4, 4, 4, 2, 2, 0, 0, -2, -2, -4, -4], [2, 2, 3, 3, 4, 4, 5, 5], "mouse"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sessions")
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "saved").mkdir()
    return folder


@pytest.fixture(scope="module")
def saved(desk, project):
    """Three people's files, and what each saved."""
    study = load_study(project)
    setup = read_setup(study)
    listed = load_cohort("worked-example", project=project).tables["constructs"]
    cards = tuple(
        {"key": key, "label": label}
        for key, label in zip(listed["construct"][:4], listed["label"][:4], strict=True)
    )
    html = make_instruments(replace(setup, cards=cards), study.instruments)
    sessions = {}
    with open_browser() as browser:
        for who, (levels, ratings, way) in ENTERED.items():
            page = Opened(
                browser,
                desk,
                html,
                viewport={"width": 800, "height": 900},
                has_touch=way == "touch",
            )
            page.begin(who)
            draw(page, levels, way)
            fill_grid(page, ratings, way)
            order = rank(page, way)
            page.press("Overview")
            page.press("Save and sign")
            sessions[who] = (page.save(desk / "saved"), order)
            page.close()
    return sessions


def draw(page, levels, way):
    page.press("Work-line")
    if way == "keyboard":
        chart = page.tab.locator("#chart")
        chart.focus()
        at = 0
        for level in levels:
            # a step up is a fifth of a level, five steps across a tenth of the width
            for _ in range(abs(round((level - at) * 5))):
                chart.press("ArrowUp" if level > at else "ArrowDown")
            chart.press("Enter")
            at = level
            for _ in range(5):
                chart.press("ArrowRight")
        chart.press("e")
    else:
        page.tab.locator("summary", has_text="By numbers").click()
        for place, level in enumerate(levels):
            page.tab.get_by_label("How far across").fill(str(place * 10))
            page.tab.get_by_label("Level, from").fill(str(level))
            press(page, page.tab.get_by_role("button", name="Draw to this point"), way)
        press(page, page.tab.get_by_role("button", name="Mark an event"), way)
        spot = page.place(0.5, 0)
        page.tab.touchscreen.tap(*spot) if way == "touch" else page.tab.mouse.click(*spot)
    page.tab.get_by_label("Event 1, in a few words").fill("The panel said yes")
    press(page, page.tab.get_by_label("Event 1 mattered most"), way)
    press(page, page.tab.get_by_role("button", name="Overview"), way)


def press(page, control, way):
    if way == "touch":
        control.tap()
    elif way == "keyboard":
        control.press(
            "Space" if control.get_attribute("type") in ("radio", "checkbox") else "Enter"
        )
    else:
        control.click()


def fill_grid(page, ratings, way):
    page.press("Repertory grid")
    fields = page.tab.locator("input[data-card]")
    for n in range(6):
        fields.nth(n).fill(f"piece of work {n + 1}")
    press(page, page.tab.get_by_role("button", name="Continue to the constructs"), way)
    press(page, page.tab.get_by_role("button", name="Show the cards"), way)
    page.tab.locator("[data-pole=left]").fill("time enough")
    page.tab.locator("[data-pole=right]").fill("always late")
    press(page, page.tab.get_by_role("button", name="Keep it", exact=True), way)
    press(page, page.tab.get_by_role("button", name="That is enough"), way)
    for n, label in enumerate(("Next construct", "Continue to the picture")):
        expect(page.tab.locator("h1")).to_contain_text(f"Construct {n + 1} of 2")
        for card, rating in zip(range(1, 9), ratings[n:] + ratings[:n], strict=True):
            row = page.tab.locator(f"fieldset[data-card=e{card}]")
            press(page, row.locator(f"input[value='{rating}']"), way)
        press(page, page.tab.get_by_role("button", name=label), way)
    expect(page.tab.locator("h1")).to_have_text("Picture")
    press(page, page.tab.get_by_role("button", name="Overview"), way)


def rank(page, way):
    """Lay four cards, the last one not relevant, and return the labels in their order."""
    page.press("Ranking")
    for heap in ("Low", "High", "Middle", "Not relevant to me"):
        press(page, page.tab.get_by_role("button", name=heap, exact=True), way)
    labels = page.tab.locator("ol.places .label")
    expect(labels).to_have_count(3)
    first = labels.first.text_content()
    handle = page.tab.get_by_role("button", name=re.compile(f"^{re.escape(first)}, place"))
    handle.press("End")
    expect(labels.last).to_have_text(first)
    return labels.all_text_contents()


def test_what_was_entered_stands_in_the_tables(desk, saved):
    project = Project(desk)
    make_cohort(NAME, project)
    intake = import_files(NAME, [desk / "saved"], project)
    assert not [str(one) for one in intake.findings if one.severity == "error"]
    tables = load_cohort(NAME, project=project).tables
    assert tables["participants"]["participant"].tolist() == list(ENTERED)
    for who, (levels, ratings, _) in ENTERED.items():
        line = tables["worklines"].query("participant == @who").set_index("position")["level"]
        assert [line[place / 10] for place in range(11)] == levels
        grid = tables["grids"].query("participant == @who")
        for n, pair in enumerate(("c1", "overall")):
            given = grid[grid["grid_construct"] == pair].set_index("element")["rating"]
            expected = ratings[n:] + ratings[:n]
            assert [given[f"e{card}"] for card in range(1, 9)] == expected
        labels = tables["constructs"].set_index("construct")["label"]
        ranks = tables["rankings"].query("participant == @who").sort_values("rank")
        assert ranks["rank"].tolist() == [1, 2, 3]
        assert [labels[key] for key in ranks["construct"]] == saved[who][1]
    assert tables["events"]["gist"].tolist() == ["The panel said yes"] * 3
    assert not [one for one in check_cohort(NAME, project) if one.severity == "error"]


def test_the_same_files_again_change_nothing_and_a_changed_one_is_refused(desk, saved):
    project = Project(desk)
    folder = project.cohort(NAME)
    before = read_folder(folder)
    again = import_files(NAME, [desk / "saved"], project)
    assert not [one for one in again.findings if one.severity == "error"]
    assert read_folder(folder) == before
    path = next((desk / "saved").glob("P2*.json"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("always late", "always soon"), encoding="utf-8")
    refused = import_files(NAME, [desk / "saved"], project)
    assert any("checksum" in str(one) for one in refused.findings)
    assert read_folder(folder) == before
    path.write_text(text, encoding="utf-8")
