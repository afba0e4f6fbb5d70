"""A book in two editions: neither its menu nor *next* leads from one into the other."""

import re
from posixpath import dirname, join, normpath

import pytest
import yaml
from bs4 import BeautifulSoup

from senco.book.assembly import build_book, write_config
from senco.book.site.editions import Editions, split_pages
from senco.errors import BuildError
from tests.book.books import make_book

pytestmark = pytest.mark.usefixtures("ready")

#: By hand: three pages to read, the last of them how to cite; three in the workshop.
TWO = """format: jb-book
root: book/index
parts:
  - caption: To begin with
    chapters:
      - file: book/one
      - file: book/cite
  - caption: Behind it
    chapters:
      - file: book/workshop
        sections:
          - file: book/methods
  - caption: Further back
    chapters:
      - file: book/cohorts/ours/90_missing
"""
#: What *previous* and *next* lead to on each page.
WAYS = {
    "book/index": (None, "book/one"),
    "book/one": ("book/index", "book/cite"),
    "book/cite": ("book/one", None),
    "book/workshop": (None, "book/methods"),
    "book/methods": ("book/workshop", "book/cohorts/ours/90_missing"),
    "book/cohorts/ours/90_missing": ("book/methods", None),
}
READING = ["book/index", "book/one", "book/cite"]
WORKSHOP = ["book/workshop", "book/methods", "book/cohorts/ours/90_missing"]
MISSING = (
    '# Not public\n\n<p class="senco-badge senco-synthetic">Made up</p>\n\nIt is not here.\n\n'
    "(missing-ours-40-grids)=\n## Grids\n\nNo grid is printed.\n"
)


def make_editions(root, contents=TWO):
    project = make_book(root)
    for name in ("cite", "workshop", "methods"):
        text = f"# The {name}\n\nThe [grids](cohorts/ours/40_grids) of a zebra.\n"
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    page = root / "book" / "cohorts" / "ours" / "90_missing.md"
    page.parent.mkdir(parents=True)
    page.write_text(MISSING, encoding="utf-8")
    (root / "_toc.yml").write_text(contents, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build_book(make_editions(tmp_path_factory.mktemp("book"))).parent


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The same book, whose contents do not have the workshop's first page."""
    contents = TWO.replace("      - file: book/workshop\n        sections:\n    ", "  ")
    return build_book(make_editions(tmp_path_factory.mktemp("whole"), contents)).parent


def read(site, page):
    return BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")


def follow(page, link):
    """Where a link of a page leads; None where there is no link."""
    if link is None:
        return None
    return normpath(join(dirname(page), link["href"])).removesuffix(".html")


def list_menu(site, page):
    links = read(site, page).select("nav.bd-docs-nav li a")
    return [page if link["href"] == "#" else follow(page, link) for link in links]


def test_pages_before_the_door_are_to_be_read_and_the_others_are_the_workshop():
    order = [*READING, *WORKSHOP]
    assert split_pages(order, "book/workshop") == Editions(tuple(READING), tuple(WORKSHOP))
    assert split_pages(order, "book/nowhere") == split_pages(order, "") == Editions()
    assert split_pages(order, "book/index") == Editions(), "nothing would be left to read"


@pytest.mark.parametrize("page", WAYS)
def test_neither_previous_nor_next_leads_out_of_an_edition(site, page):
    shown = read(site, page)
    ways = [follow(page, shown.select_one(f".prev-next-area a.{side}"))
            for side in ("left-prev", "right-next")]  # fmt: skip
    told = [follow(page, shown.select_one(f'head link[rel="{side}"]')) for side in ("prev", "next")]
    assert tuple(ways) == tuple(told) == WAYS[page]


@pytest.mark.parametrize("page", [*READING, "search"])
def test_the_menu_of_those_who_read_lists_what_is_to_be_read(site, page):
    assert list_menu(site, page) == READING
    captions = read(site, page).select("nav.bd-docs-nav .caption-text")
    assert [caption.text for caption in captions] == ["To begin with"]


@pytest.mark.parametrize("page", WORKSHOP)
def test_the_menu_of_the_workshop_lists_the_workshop(site, page):
    assert list_menu(site, page) == WORKSHOP
    own = read(site, page).select("nav.bd-docs-nav a[aria-current=page]")
    assert [link["href"] for link in own] == ["#"]


@pytest.mark.parametrize("page", [*WAYS, "search"])
def test_every_menu_leads_to_both_editions_and_marks_the_one_that_the_page_is_of(site, page):
    ways = read(site, page).select("nav.senco-editions a")
    leads = [page if way["href"] == "#" else follow(page, way) for way in ways]
    assert leads == ["book/index", "book/workshop"]
    marked = [way.text for way in ways if way.get("aria-current")]
    edition = ["To read"] * (page in READING) + ["Workshop"] * (page in WORKSHOP)
    assert marked == edition


def test_a_page_of_the_workshop_says_so_above_and_leads_to_the_door(site):
    shown = {page: read(site, page).select_one(".bd-header-article .senco-edition")
             for page in WAYS}  # fmt: skip
    leads = {page: follow(page, link) for page, link in shown.items() if link}
    assert leads == dict.fromkeys(WORKSHOP[1:], "book/workshop")


def test_a_book_without_that_page_has_one_menu_and_next_goes_through_all_of_it(whole):
    pages = ["book/index", "book/one", "book/cite", "book/methods", "book/cohorts/ours/90_missing"]
    for page, after in zip(pages, [*pages[1:], None], strict=True):
        shown = read(whole, page)
        assert follow(page, shown.select_one("a.right-next")) == after
        assert list_menu(whole, page) == pages
        assert not shown.select(".senco-editions, .senco-edition")


def test_a_workshop_that_begins_within_a_part_stops_the_build(tmp_path):
    contents = TWO.replace("  - caption: Behind it\n    chapters:\n", "")
    with pytest.raises(BuildError) as stopped:
        build_book(make_editions(tmp_path, contents))
    assert (
        "_config.yml, senco_workshop: 'book/workshop' is not the first page of a part of _toc.yml. "
        "Begin a part with it"
    ) in str(stopped.value)


def test_a_cohorts_own_book_has_no_editions_and_the_public_one_has(tmp_path):
    project = make_book(tmp_path)
    public, own = write_config(project, tmp_path), write_config(project, tmp_path, "mine")
    settings = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (public, own)]
    doors = [one["sphinx"]["config"].pop("senco_workshop", None) for one in settings]
    for one in settings:  # tests/book/test_site_comments.py
        one["sphinx"]["config"].pop("senco_comments", None)
    assert doors == ["book/workshop", None] and settings[0] == settings[1]


def test_the_old_address_of_a_stage_leads_without_a_script_to_where_it_is_told_of(site):
    folder = site / "book" / "cohorts" / "ours"
    moved = (folder / "40_grids.html").read_text(encoding="utf-8")
    place = "90_missing.html#missing-ours-40-grids"
    assert f'content="0; url={place}"' in moved and f'<a href="{place}">Not public</a>' in moved
    assert "<script" not in moved
    assert read(site, "book/cohorts/ours/90_missing").find(id="missing-ours-40-grids")
    assert {path.name for path in folder.iterdir()} == {"40_grids.html", "90_missing.html"}


def test_a_link_to_a_stage_without_a_page_leads_to_the_page_that_tells_of_it(site):
    link = read(site, "book/methods").find("a", string="grids")
    assert follow("book/methods", link) == "book/cohorts/ours/90_missing"


def test_the_search_knows_what_is_to_be_read_and_what_is_made_up(site):
    rule = (site / "_static" / "language_data.js").read_text(encoding="utf-8")
    known = re.search(r"Object\.assign\(Scorer, (\{.*\})\);", rule)[1]
    assert yaml.safe_load(known) == {
        "reading": READING, "synthetic": ["book/cohorts/ours/90_missing"],
    }  # fmt: skip
