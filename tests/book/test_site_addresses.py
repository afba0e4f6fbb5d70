"""What a site has for servers and search engines."""

import re
from xml.etree import ElementTree

import pytest

from tests.book.books import ADDRESS


def test_the_map_of_a_site_lists_every_page_and_robots_lead_to_it(published):
    listed = ElementTree.parse(published / "sitemap.xml").getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [place.text for place in listed.findall("s:url/s:loc", space)]
    assert len(places) == 5 and places == sorted(places)
    assert all((published / place.removeprefix(ADDRESS)).is_file() for place in places)
    robots = (published / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {ADDRESS}sitemap.xml\n" in robots


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
