"""The explorer as a reader meets it: opened from a file in Chromium, by mouse and by key."""

import shutil
from dataclasses import replace
from html import escape

import pandas as pd
import pytest
from playwright.sync_api import expect

from senco.book import explorer
from senco.cohort.loading import load_cohort
from senco.measures import networks
from senco.pages.networks import list_evidence
from tests.browsers import open_browser
from tests.conftest import ROOT

HOSTILE = '</script><img src=x onerror=alert(1)> & "quoted" $x$'


def explore(study, reasons=None):
    evidence = networks.gather_evidence(study)
    ties = networks.tie_where_shown(networks.combine_sources(evidence.shares), evidence.shows)
    return explorer.format_explorer(
        study,
        networks.build_network(ties),
        list_evidence(evidence.items, study),
        reasons or dict.fromkeys(study.influences, "It is told of."),
        {"relationships": "key"},
    )


@pytest.fixture(scope="module")
def study(project):
    return load_cohort("worked-example", project=project)


@pytest.fixture(scope="module")
def browser():
    with open_browser() as running:
        yield running


class Opened:
    """A page that holds one explorer, opened from a file, and what it asked for."""

    def __init__(self, browser, folder, html, script=True, width=1000):
        for name in ("explorer.js", "senco.css"):
            shutil.copy(ROOT / "book" / "_static" / name, folder)
        loaded = '<script src="explorer.js"></script>' if script else ""
        page = folder / "page.html"
        page.write_text(
            f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Explorer</title>'
            f'<link rel="stylesheet" href="senco.css">{loaded}<body>{html}</body></html>',
            encoding="utf-8",
        )
        self.problems, self.outside = [], []
        self.tab = browser.new_page(viewport={"width": width, "height": 900})
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))
        self.tab.on("console", lambda told: self.problems.append(told.text))
        self.tab.on("dialog", lambda dialog: (self.problems.append("dialog"), dialog.dismiss()))
        self.tab.on("request", lambda r: r.url.startswith("file:") or self.outside.append(r.url))
        self.address = page.as_uri()
        self.tab.goto(self.address)

    @property
    def rows(self):
        return self.tab.locator("tr[data-participant]:not([hidden])").count()

    @property
    def status(self):
        return self.tab.locator("[role=status]").inner_text()


@pytest.fixture
def opened(browser, tmp_path, study):
    page = Opened(browser, tmp_path, explore(study))
    yield page
    page.tab.close()
    assert not page.problems and not page.outside


@pytest.mark.browser
def test_an_influence_on_the_map_opens_its_reason_and_its_evidence(opened):
    opened.tab.get_by_role("link", name="Open the evidence on Relationships").click()
    section = opened.tab.locator("#explore-relationships")
    expect(section).to_have_js_property("open", True)
    expect(section.get_by_text("It is told of.")).to_be_visible()
    expect(section.get_by_role("table")).to_be_visible()
    assert opened.tab.evaluate(
        "document.activeElement.closest('details').id"
    ) == section.get_attribute("id")


@pytest.mark.browser
def test_the_same_is_done_with_the_keyboard_alone(opened):
    opened.tab.keyboard.press("Tab")
    assert opened.tab.evaluate("document.activeElement.name") == "participant"
    link = opened.tab.get_by_role("link", name="Open the evidence on Ethos and support")
    for _ in range(30):
        opened.tab.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    opened.tab.keyboard.press("Enter")
    section = opened.tab.locator("#explore-ethos-and-support")
    expect(section).to_have_js_property("open", True)
    opened.tab.keyboard.press("Enter")  # the focus is on its heading, which closes it again
    expect(section).to_have_js_property("open", False)


@pytest.mark.browser
def test_the_filters_leave_what_was_asked_for_and_say_how_much(opened, study):
    items = networks.gather_evidence(study).items
    assert opened.rows == len(items)
    opened.tab.locator("select[name=participant]").select_option("S3")
    assert opened.rows == (items["participant"] == "S3").sum()
    opened.tab.locator("select[name=source]").select_option("narratives")
    left = items.query("participant == 'S3' and source == 'narratives'")
    assert opened.rows == len(left)
    assert opened.status == (
        f"Showing {len(left)} pieces of evidence on {left['influence'].nunique()} influences."
    )
    ties = opened.tab.locator(".tie:not(.out)")
    assert {tie.get_attribute("data-participant") for tie in ties.all()} <= {"S3"}
    opened.tab.locator("select[name=system]").select_option("meso")
    assert opened.tab.locator("details:not([hidden])").count() == 1
    opened.tab.get_by_role("button", name="Show all").click()
    expect(opened.tab.locator("[role=status]")).to_have_text(
        f"Showing {len(items)} pieces of evidence on 6 influences."
    )


@pytest.mark.browser
def test_the_list_tells_a_screen_reader_what_the_map_shows(opened, study):
    names = [link.get_attribute("aria-label") for link in opened.tab.locator("a.influence").all()]
    headings = [
        heading.inner_text() for heading in opened.tab.locator(".senco-explorer-name").all()
    ]
    assert headings == [influence.label for influence in study.influences.values()]
    assert names == [f"Open the evidence on {heading}" for heading in headings]
    assert opened.tab.locator("summary strong").all_inner_texts() == ["key"]
    for table in opened.tab.locator("details table").all():
        assert table.locator("caption").count() == 1
        assert table.locator("th[scope=col]").count() == 3


@pytest.mark.browser
def test_an_address_that_names_an_influence_opens_it(opened):
    opened.tab.goto("about:blank")
    opened.tab.goto(opened.address + "#explore-purpose-and-outcomes")
    section = opened.tab.locator("#explore-purpose-and-outcomes")
    expect(section).to_have_js_property("open", True)


@pytest.mark.browser
def test_who_is_chosen_on_the_map_opens_what_they_said_and_the_way_back_closes_it(opened, study):
    items = networks.gather_evidence(study).items
    own = items.query("participant == 'S3'")
    sections = opened.tab.locator("details[open]")
    opened.tab.locator(".person[data-participant=S3]").click()
    assert opened.tab.url.endswith("#explorer:participant=S3")
    assert {one.get_attribute("data-influence") for one in sections.all()} == {*own["influence"]}
    assert {row.inner_text() for row in sections.locator("tbody td:first-child:visible").all()} == {
        "S3"
    }
    shown = opened.tab.locator("details:not([hidden])")
    assert shown.count() == own["influence"].nunique(), "who said nothing of it has no heading"
    opened.tab.locator("select[name=source]").select_option("grids")
    assert opened.tab.url.endswith("#explorer:participant=S3&source=grids")
    opened.tab.go_back()
    opened.tab.go_back()
    expect(sections).to_have_count(0)
    assert opened.rows == len(items) and opened.tab.locator("select").first.input_value() == ""
    opened.tab.go_forward()
    expect(sections).to_have_count(own["influence"].nunique())


@pytest.mark.browser
def test_an_address_gives_the_same_choice_to_somebody_else(opened, study):
    opened.tab.goto("about:blank")
    opened.tab.goto(opened.address + "#explorer:participant=S3&source=narratives&system=nowhere")
    left = networks.gather_evidence(study).items.query(
        "participant == 'S3' and source == 'narratives'"
    )
    assert opened.rows == len(left)
    opened.tab.goto("about:blank")
    opened.tab.goto(opened.address + '#explorer:participant=<img>&influence="]&source=%ZZ')
    assert opened.rows == len(networks.gather_evidence(study).items)


@pytest.mark.browser
def test_one_is_told_of_as_one_and_none_as_none(opened, study):
    items = networks.gather_evidence(study).items
    pairs = items.groupby(["participant", "source"])["influence"].agg(["size", "nunique"])
    (who, source), _ = next(pair for pair in pairs.iterrows() if tuple(pair[1]) == (1, 1))
    opened.tab.locator("select[name=participant]").select_option(who)
    opened.tab.locator("select[name=source]").select_option(source)
    assert opened.status == "Showing 1 piece of evidence on 1 influence."
    counts = opened.tab.locator("details:not([hidden]) .senco-explorer-count")
    assert counts.all_inner_texts() == ["1 piece of evidence"]
    influence = items.query("participant == @who and source == @source")["influence"].item()
    system = study.influences[influence].system
    other = next(key for key in study.systems if key != system)
    opened.tab.locator("select[name=system]").select_option(other)
    assert opened.status == "No evidence fits this choice."
    assert not opened.tab.locator("details:not([hidden])").count()


@pytest.mark.browser
def test_a_finger_that_lands_beside_a_disc_opens_it_and_fields_are_as_high_as_a_finger(
    browser, tmp_path, study
):
    page = Opened(browser, tmp_path, explore(study), width=390)
    for field in page.tab.locator("select, button, summary").all():
        assert field.bounding_box()["height"] >= 44
    disc = page.tab.locator("a.influence[data-influence=information-and-resources] circle")
    disc.scroll_into_view_if_needed()
    box = disc.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert box["width"] / 2 < 20
    page.tab.mouse.click(middle[0] + 20, middle[1])
    section = page.tab.locator("#explore-information-and-resources")
    expect(section).to_have_js_property("open", True)
    page.tab.close()


@pytest.mark.browser
def test_without_its_script_nothing_is_lost(browser, tmp_path, study):
    page = Opened(browser, tmp_path, explore(study), script=False)
    expect(page.tab.locator("form")).to_be_hidden()
    page.tab.locator("#explore-relationships summary").click()
    expect(page.tab.locator("#explore-relationships table")).to_be_visible()
    page.tab.close()


@pytest.mark.browser
def test_a_narrow_page_is_not_widened(browser, tmp_path, study):
    page = Opened(browser, tmp_path, explore(study), width=390)
    page.tab.locator("#explore-relationships summary").click()
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= 390
    page.tab.close()


@pytest.mark.browser
def test_the_words_of_the_map_can_be_read_on_a_telephone_and_no_disc_covers_another(
    browser, tmp_path, study
):
    """Eleven pixels at 390, where the page leaves 361 of them to the explorer."""
    html = f'<div style="width: 361px">{explore(study)}</div>'
    page = Opened(browser, tmp_path, html, width=390)
    sizes = page.tab.locator(".senco-explorer-map text").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
    )
    assert min(sizes) >= 11
    discs = page.tab.locator(":is(.person, .influence) circle").evaluate_all(
        """all => all.map(one => { const box = one.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2, box.width / 2]; })"""
    )
    assert len(discs) == len(study.tables["participants"]) + len(study.influences)
    for place, (x, y, radius) in enumerate(discs):
        for a, b, other in discs[:place]:
            assert ((x - a) ** 2 + (y - b) ** 2) ** 0.5 > radius + other
    page.tab.close()


@pytest.mark.browser
def test_nothing_that_a_label_or_a_gist_holds_is_run(browser, tmp_path, study):
    influences = [
        influence.model_copy(update={"label": HOSTILE[:60]}) if n == 0 else influence
        for n, influence in enumerate(study.study.influences)
    ]
    framework = study.study.model_copy(update={"influences": tuple(influences)})
    tables = {**study.tables, "segments": study.tables["segments"].assign(gist=HOSTILE)}
    html = explore(
        replace(study, study=framework, tables=tables), dict.fromkeys(study.influences, HOSTILE)
    )
    assert "<img" not in html and escape(HOSTILE) in html
    page = Opened(browser, tmp_path, html)
    page.tab.locator("summary").first.click()
    expect(page.tab.locator("details[open] p").first).to_contain_text(HOSTILE)
    assert page.tab.locator("img").count() == 0
    page.tab.close()
    assert not page.problems


def test_of_very_many_people_the_first_are_listed_and_the_rest_are_said(study):
    people = [f"P{n}" for n in range(200)]
    evidence = pd.DataFrame(
        {"influence": "relationships", "participant": people, "source": "grids", "gist": "A word."}
    )
    ties = pd.DataFrame(1, index=people, columns=["relationships"]).reindex(
        columns=list(study.influences), fill_value=0
    )
    html = explorer.format_explorer(study, networks.build_network(ties), evidence, {})
    assert "first 30 of 200" in html and html.count("<tr data-participant") == 30
    assert 'class="tie' not in html


def test_what_is_not_listed_is_not_said_to_be():
    """By hand: the evidence of 30 of 31 people is listed."""
    people = pd.DataFrame({"participant": [f"P{n}" for n in range(31)]})
    assert explorer.describe_extent(people) == "the evidence of the first 30 of 31 participants"
    assert explorer.describe_extent(people[:30]) == "every piece of evidence"
