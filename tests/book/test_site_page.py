"""What the site changes of the theme's pages, in a book of a few lines."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes

from senco.book.assembly import build_book
from senco.book.site.page import name_provenance
from tests.book.books import make_book

pytestmark = pytest.mark.usefixtures("ready")

#: A part with pages below a page, which the menu folds, and a reference.
NESTED = """format: jb-book
root: book/index
chapters:
  - file: book/one
    sections:
      - file: book/two
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    project = make_book(tmp_path_factory.mktemp("book"))
    (project.root / "_toc.yml").write_text(NESTED, encoding="utf-8")
    text = "# Two\n\nAs {cite}`kelly1955` says.\n\n```{bibliography}\n```\n"
    (project.root / "book" / "two.md").write_text(text, encoding="utf-8")
    return build_book(project).parent


@pytest.fixture(scope="module", params=["book/index", "book/one", "book/two", "search"])
def page(site, request):
    return (site / f"{request.param}.html").read_text(encoding="utf-8")


def test_what_opens_a_sidebar_is_the_first_of_its_kind_and_has_a_name(page):
    """The theme's scripts take the first, which stands in a header that is not shown."""
    first = re.search(r'<button class="[^"]*primary-toggle[^"]*"[^>]*>', page)[0]
    assert 'aria-label="Menu of the book"' in first and "Toggle primary" not in page
    for found in re.findall(r'<button class="[^"]*secondary-toggle[^"]*"[^>]*>', page):
        assert 'aria-label="Contents of this page"' in found


def test_the_sidebar_its_dialogues_and_its_folding_marks_have_names(page):
    assert '<div id="pst-primary-sidebar" role="navigation" aria-label="The book"' in page
    dialogues = re.findall(r'<dialog id="pst-(\w+)-sidebar-modal" aria-label="([^"]+)">', page)
    assert dialogues[0] == ("primary", "The book")
    assert ("secondary", "On this page") in dialogues or "secondary-sidebar-modal" not in page
    folding = re.findall(r"<summary[^>]*>(?=<span class=.toctree-toggle)", page)
    assert folding == ['<summary aria-label="Show or hide the pages of this part">']


def test_each_dialogue_has_a_button_that_closes_it_and_the_menu_says_which_page_this_is(page):
    dialogues = page.count('sidebar-modal" aria-label=')
    assert page.count('<form method="dialog"') == page.count('aria-label="Close"') == dialogues
    own = re.findall(r'<a aria-current="page" class="current [^"]*" href="([^"]*)"', page)
    assert own == (["#"] if re.search(r"<title>(One|Two) ", page) else [])


def test_a_page_is_light_until_a_script_asks_the_device(page):
    assert 'data-theme="light"' in page and '<body data-default-mode="auto">' in page
    assert page.count('|| "auto"') == 1 and '|| "light"' not in page
    assert '(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")' in page


def test_no_page_loads_the_themes_icons_and_the_site_does_not_hold_them(site, page):
    assert "fontawesome" not in page and "scripts/pydata-sphinx-theme.js" in page
    assert not list(site.glob("_static/scripts/fontawesome*"))
    sheet = (site / "_static" / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    assert "Font Awesome" not in "".join(re.findall(r"@font-face\{[^}]*\}", sheet))


def test_a_reference_has_no_role_that_is_no_longer_one(site):
    text = (site / "book" / "two.html").read_text(encoding="utf-8")
    assert '<div class="citation-list">\n<div class="citation" id="' in text
    assert "doc-biblioentry" not in text and 'role="list"' not in text


BADGE = '<p class="senco-badge senco-synthetic">Made up</p>'


@pytest.mark.parametrize(
    ("name", "html", "title"),
    [
        ("book/cohorts/mine/50_rankings", BADGE, "What first? (synthetic)"),
        ("book/cohorts/mine/50_rankings", "<p>Made up</p>", "What first?"),
        ("book/study/methods", BADGE, "What first?"),
        ("book/cohorts/mine/90_missing", BADGE, "What first? (synthetic)"),
        # what is not public says so by itself
        ("book/cohorts/mine/90_missing", BADGE.replace("synthetic", "published"), "What first?"),
    ],
)
def test_a_cohorts_page_says_in_its_title_whose_data_it_shows(name, html, title):
    document = nodes.section("", nodes.raw("", html, format="html"))
    short = nodes.title("", "What first?")
    env = SimpleNamespace(
        docname=name, titles={name: short}, longtitles={name: short}, metadata={name: {}}
    )
    name_provenance(SimpleNamespace(env=env, config=SimpleNamespace(language="en")), document)
    assert env.longtitles[name].astext() == title
    assert env.titles[name].astext() == "What first?", "the menu has it short"
