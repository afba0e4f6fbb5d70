"""The page of claims folds, is chosen from, and opens what its address names."""

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from sphinx.application import Sphinx

from senco.book.site.cards import add_cards
from senco.book.site.claims import fold_claims
from tests.browsers import open_browser
from tests.conftest import ROOT


def write_claim(number, gist, kind, verdict, level="far"):
    return (
        f"(c{number:03d})=\n**C{number:03d}** {gist} "
        f'<span class="senco-kind" data-level="{level}" data-kind="{kind}" '
        f'data-verdict="{verdict}">{kind.capitalize()}: {verdict.partition("|")[0]}.</span>\\\n'
        f'*About time; Aims, par. {number}; resting on a count.* Examined: <a href="x">told</a>.\n'
    )


CLAIMS = "\n".join([
    "# Claims\n\nHow they were read.\n",
    "## Far\n\n3 claims.\n",
    "(claims-far-time)=\n**Time** 2 claims: 1 constriction, 1 possibility.\n",
    write_claim(1, r"It was \<b\>hard\</b\> & slow, José said.", "constriction", "answered"),
    write_claim(2, "It got better.", "possibility", "answers none|holds"),
    "(claims-far-money)=\n**Money & \\<i\\>means** 1 claim.\n",
    write_claim(3, "It was dear.", "constriction", "no answer found"),
    "## Near\n\n1 claim.\n",
    "(claims-near-time)=\n**Time** 1 claim: 1 constriction.\n",
    write_claim(4, "It was hard here too.", "constriction", "answered", "near"),
    "## The difficulties\n",
    "(difficulties-text)=\n**Answered** 1 difficulty.\n",
    "(d01)=\n**D01** Hard.\\\n*Told in [C001](#c001).* Answered:\n\n- [C002](#c002), by us: so.\n",
    "## After\n\nThe end.\n",
])  # fmt: skip
FOUND = "# Found\n\nIt was hard ([C001](#c001)).\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("book")
    for name, text in {
        "conf.py": "extensions = ['myst_nb']\nhtml_static_path = ['s']\n"
        "html_js_files = [('senco.js', {'defer': 'defer'})]\nhtml_css_files = ['senco.css']\n",
        "index.md": "# Book\n\n```{toctree}\nbook/evidence/claims\nbook/findings/found\n```\n",
        "book/evidence/claims.md": CLAIMS,
        "book/findings/found.md": FOUND,
        **{
            f"s/{name}": (ROOT / "book" / "_static" / name).read_text(encoding="utf-8")
            for name in ("senco.js", "senco.css")
        },
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    app = Sphinx(root, root, root / "out", root / "trees", "html", status=None, warning=None)
    app.connect("doctree-resolved", add_cards)
    app.connect("doctree-resolved", fold_claims)
    app.build()
    return root / "out" / "book"


@pytest.fixture(scope="module")
def page(site):
    return BeautifulSoup((site / "evidence/claims.html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def browser():
    with open_browser() as browser:
        yield browser


@pytest.fixture
def opened(site, browser):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((site / "evidence/claims.html").as_uri())
    yield page
    page.close()


def list_shown(page):
    return page.locator(".senco-told[data-kind]:not([hidden]) p[id]").evaluate_all(
        "all => all.filter(one => !one.closest('.senco-group').hidden).map(one => one.id)"
    )


def test_each_group_holds_its_claims_and_each_claim_its_details(page):
    groups = page.select("details.senco-group")
    assert [one["id"] for one in groups] == [
        "claims-far-time", "claims-far-money", "claims-near-time", "difficulties-text"
    ]  # fmt: skip
    assert [len(one.select("details.senco-told")) for one in groups] == [2, 1, 1, 1]
    assert groups[0].summary.get_text() == "Time 2 claims: 1 constriction, 1 possibility"
    assert groups[1].summary.strong.get_text() == "Money & <i>means"
    first = groups[0].select_one("details.senco-told")
    assert first.summary.span.get_text(" ", strip=True) == "It was <b>hard</b> & slow, José said."
    assert first.summary.select_one(".senco-kind").get_text() == "Constriction: answered."
    told = first.select_one("p#c001").get_text()
    assert told == "C001. About time; Aims, par. 1; resting on a count. Examined: told."
    assert "by us: so." in groups[3].select_one("details.senco-told li").get_text()
    assert page.find("p", string="The end.").find_parent("details") is None


def test_without_a_script_all_of_it_is_there_and_no_form_that_does_nothing(page):
    assert {one["id"] for one in page.select("p[id]")} >= {"c001", "c002", "c003", "c004", "d01"}
    form = page.select_one("form.senco-choose")
    assert form.has_attr("hidden")
    assert [one.get_text() for one in form.select("[name=level] option")] == ["all", "Far", "Near"]
    assert [one["value"] for one in form.select("[name=verdict] option")] == [
        "", "answered", "answers none", "holds", "no answer found"
    ]  # fmt: skip


def test_a_card_tells_what_the_page_of_claims_tells(site):
    found = BeautifulSoup((site / "findings/found.html").read_text("utf-8"), "html.parser")
    gist, about, _ = (one.get_text() for one in found.select("#note-c001 p"))
    assert gist == "It was <b>hard</b> & slow, José said."
    assert about == (
        "Constriction: answered. About time; Aims, par. 1; resting on a count. Examined: told."
    )


def test_a_choice_shows_what_fits_says_how_many_and_is_undone_by_the_way_back(opened):
    status = opened.locator(".senco-counted")
    expect(status).to_have_text("All 4 claims.")
    opened.select_option("[name=kind]", "constriction")
    expect(status).to_have_text("Showing 3 of 4 claims.")
    opened.select_option("[name=level]", "far")
    expect(status).to_have_text("Showing 2 of 4 claims.")
    assert list_shown(opened) == ["c001", "c003"]
    expect(opened.locator("#claims-far-time .senco-count")).to_have_text("1 of 2 claims")
    expect(opened.locator("#claims-far-time")).to_have_attribute("open", "")
    expect(opened.get_by_role("heading", name="Near")).to_be_hidden()
    assert opened.url.endswith("#claims:level=far&kind=constriction")
    opened.go_back()
    expect(status).to_have_text("Showing 3 of 4 claims.")
    opened.go_back()
    expect(status).to_have_text("All 4 claims.")
    assert opened.locator("details[open]").count() == 0
    opened.go_forward()
    expect(opened.locator("[name=kind]")).to_have_value("constriction")


def test_words_are_found_whatever_their_accents_and_what_fits_nothing_says_so(opened):
    opened.fill("[name=words]", "JOSE hard")
    expect(opened.locator(".senco-counted")).to_have_text("Showing 1 of 4 claims.")
    opened.fill("[name=words]", "<img src=x onerror=alert(1)>")
    expect(opened.locator(".senco-counted")).to_have_text("No claim fits this choice.")
    opened.reload()
    expect(opened.locator("[name=words]")).to_have_value("<img src=x onerror=alert(1)>")
    opened.get_by_role("button", name="Show all").press("Enter")
    expect(opened.locator(".senco-counted")).to_have_text("All 4 claims.")
    opened.go_back()
    expect(opened.locator(".senco-counted")).to_have_text("No claim fits this choice.")


@pytest.mark.parametrize("choice", ["", "#claims:kind=possibility", "#claims:kind=no%20such&x=%"])
def test_the_address_of_a_claim_or_difficulty_opens_it_whatever_was_chosen(opened, choice):
    opened.evaluate("choice => { location.hash = choice }", choice)
    for place in ("c001", "d01", "claims-near-time"):
        opened.evaluate("place => { location.hash = place }", f"#{place}")
        expect(opened.locator(f"#{place}")).to_be_visible()
        expect(opened.locator(f"#{place}")).to_be_in_viewport()
    expect(opened.locator(".senco-counted")).to_have_text("All 4 claims.")


def test_a_claim_is_opened_and_contested_by_the_keyboard(opened):
    opened.locator("#claims-far-time > summary").press("Enter")
    opened.locator("#claims-far-time .senco-told summary").first.press("Enter")
    expect(opened.get_by_role("button", name="Contest this coding")).to_be_visible()
    opened.keyboard.press("Tab")  # the link to where it was examined
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    field = opened.locator("textarea:focus")
    text = field.input_value()
    assert "C001: It was <b>hard</b> & slow, José said." in re.sub(r"\s+", " ", text)
    assert "Aims, par. 1; resting on a count." in text


def test_what_is_pressed_is_large_enough_for_a_finger_and_nothing_overflows(opened):
    opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    expect(opened.get_by_role("button", name="Contest this coding")).to_have_count(4)
    low = opened.evaluate(
        "[...document.querySelectorAll('summary, .senco-choose :is(select, input, button), "
        ".senco-told button')].filter(one => one.getBoundingClientRect().height < 43.9)"
        ".map(one => one.outerHTML)"
    )
    assert not low
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
