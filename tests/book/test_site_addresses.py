"""What a site has for servers and search engines."""

import re
from xml.etree import ElementTree

import pytest

from tests.book.books import ADDRESS


def test_the_map_of_a_site_lists_every_page_and_robots_lead_to_it(published):
    listed = ElementTree.parse(published / "sitemap.xml").getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [place.text for place in listed.findall("s:url/s:loc", space)]
    assert len(places) == 7 and places == sorted(places)
    assert all((published / place.removeprefix(ADDRESS)).is_file() for place in places)
    robots = (published / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {ADDRESS}sitemap.xml\n" in robots


def test_a_feed_tells_of_each_version_that_was_released_and_every_page_leads_to_it(published):
    feed, space = (
        ElementTree.parse(published / "versions.xml").getroot(),
        "{http://www.w3.org/2005/Atom}",
    )
    (entry,) = feed.findall(f"{space}entry")
    assert entry.find(f"{space}title").text == "Constrictions and possibilities 0.1"
    assert entry.find(f"{space}updated").text == "2026-11-29T00:00:00Z"
    assert entry.find(f"{space}summary").text == "Pages & words"
    assert entry.find(f"{space}id").text == f"{ADDRESS}#0.1"
    page = (published / "book" / "cohorts" / "made" / "50_rankings.html").read_text("utf-8")
    link = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', page)
    assert link[1] == "../../../versions.xml"


def test_where_the_address_is_known_a_wrong_one_leads_back_at_any_depth(published):
    page = (published / "404.html").read_text(encoding="utf-8")
    assert f'<base href="{ADDRESS}">' in page and "<script" not in page
    for link in re.findall(r'<a href="([^"]+)"', page):
        assert (published / link).is_file()


@pytest.mark.parametrize(
    ("address", "beginning"),
    [
        ("/404.html", "/"),
        ("/nowhere", "/"),
        ("/book/nowhere.html", "/"),
        ("/project/book/cohorts/a/b/c.html", "/project/"),
        ("/book/book/nowhere.html", "/book/"),
    ],
)
def test_where_it_is_not_the_address_that_was_asked_for_tells_it(at_home, address, beginning):
    page = (at_home / "404.html").read_text(encoding="utf-8")
    assert "<base" not in page
    pattern = re.search(r"= /(.+)/\.exec\(location\.pathname\)", page)[1]
    assert re.search(pattern, address)[0] == beginning
