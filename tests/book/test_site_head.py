"""What the head of a page says of it, and what it cannot be made to say."""

import json
import re
import shutil
from html.parser import HTMLParser

from PIL import Image

from senco.book.assembly import load_citation
from senco.book.citation import Citation
from senco.book.site.head import (
    ICON,
    cite_page,
    credit_page,
    describe_work,
    picture_card,
    write_data,
)
from senco.workspace.paths import Project
from tests.book.books import ADDRESS, HOSTILE
from tests.book.test_citation import GIVEN
from tests.conftest import ROOT

#: The label of `HOSTILE` as a page shows it.
SHOWN = HOSTILE.replace('"x"', "“x”")


class Head(HTMLParser):
    """A page's head as a browser reads it."""

    def __init__(self, path):
        super().__init__()
        self.meta, self.links, self.title, self.data, self._inside = {}, {}, "", [], ""
        self.scripts = 0
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        self.viewports = head.count('name="viewport"')
        self.feed(head)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and "content" in given:
            name = given.get("name") or given.get("property")
            self.meta.setdefault(name, []).append(given["content"])
        if tag == "link":
            self.links[given["rel"]] = given["href"]
        kind = given.get("type", "")
        self._inside = tag if tag == "title" else kind

    def handle_data(self, data):
        if self._inside == "title":
            self.title += data
        if self._inside == "application/ld+json":
            self.data.append(json.loads(data))

    def handle_endtag(self, tag):
        self._inside = ""


def test_the_landing_page_has_its_title_once_and_the_book_as_a_work(published):
    head = Head(published / "book" / "index.html")
    assert head.title == "Constrictions and possibilities"
    assert head.viewports == 1
    assert head.meta["description"] == head.meta["og:description"] == ["Found. It is so."]
    assert head.meta["citation_author"] == ["The contributors to Constrictions and possibilities,"]
    released = load_citation(Project(ROOT)).date_released
    assert head.meta["citation_publication_date"] == [released.replace("-", "/")]
    assert head.meta["citation_title"][0].startswith("Constrictions and possibilities: a repro")
    assert head.meta["citation_fulltext_html_url"] == [head.links["canonical"]]
    assert head.links["canonical"] == f"{ADDRESS}book/index.html"
    (work,) = head.data
    assert work["@type"] == "ScholarlyArticle" and work["url"] == ADDRESS
    assert head.meta["og:image"] == [work["image"]]
    assert work["isBasedOn"]["name"].startswith("EHCP Implementation in the Early Years")
    (author,) = work["isBasedOn"]["author"]
    names = {"name": "Hazel Richards", "givenName": "Hazel", "familyName": "Richards"}
    assert author == {"@type": "Person", **names}
    assert work["isBasedOn"]["identifier"] == "https://doi.org/10.1111/1467-9604.12351"


def test_the_sites_own_address_says_what_the_first_page_says(published):
    first, landing = Head(published / "index.html"), Head(published / "book" / "index.html")
    said = landing.meta.keys() - {"viewport"}
    assert {name: first.meta[name] for name in said} == {name: landing.meta[name] for name in said}
    assert first.data == landing.data and "robots" not in first.meta
    assert first.title == landing.title
    assert first.links == {"canonical": landing.links["canonical"]}


def test_a_page_that_is_cited_alone_has_an_author_and_a_day(published):
    head = Head(published / "book" / "one.html")
    assert head.meta["citation_author"] == ["The contributors to Constrictions and possibilities,"]
    assert head.meta["article:published_time"] == [load_citation(Project(ROOT)).date_released]
    assert "citation_title" not in head.meta, "a part of the book is not a work of its own"


def test_only_pages_of_the_book_are_to_be_found(published):
    found = {
        page.relative_to(published).as_posix()
        for page in published.rglob("*.html")
        if "_static" not in page.parts and Head(page).meta.get("robots") != ["noindex"]
    }
    assert {"index.html", "book/index.html", "book/one.html"} <= found
    assert not {"404.html", "search.html", "genindex.html"} & found


def test_the_picture_of_a_card_is_a_file_of_the_site(published):
    for page, kind in (("book/index", "readme.png"), ("book/cohorts/made/50_rankings", "icon.png")):
        (picture,) = Head(published / f"{page}.html").meta["og:image"]
        assert picture.endswith(kind), "the ladder is of another cohort"
        with Image.open(published / picture.removeprefix(ADDRESS)) as drawn:
            size = [[str(drawn.width)], [str(drawn.height)]]
        said = Head(published / f"{page}.html").meta
        assert [said["og:image:width"], said["og:image:height"]] == size
        assert said["og:image:alt"][0]


def test_a_study_that_has_drawn_no_ladder_shows_its_symbol_and_one_without_names_no_picture(
    tmp_path,
):
    one = f"{ADDRESS}one.html"
    assert [tag.name for tag in picture_card(ADDRESS, one, None, tmp_path)] == ["og:url"]
    (tmp_path / "_static").mkdir()
    shutil.copy(ROOT / "book" / ICON, tmp_path / ICON)
    said = {tag.name: tag.content for tag in picture_card(ADDRESS, one, None, tmp_path)}
    assert said["og:image"] == f"{ADDRESS}{ICON}" and said["og:image:width"] == "180"


def test_the_title_of_the_search_is_set_as_those_of_other_pages(published):
    assert Head(published / "search.html").title == "Search — Constrictions and possibilities"


def test_the_page_of_what_is_not_public_is_no_data_set(published):
    told = published / "book" / "cohorts" / "printed"
    assert [data["@type"] for data in Head(told / "50_rankings.html").data] == ["Dataset"]
    assert Head(told / "90_missing.html").data == []


def test_every_page_says_at_its_foot_which_version_it_is(published):
    for name in ("book/index.html", "book/cohorts/made/50_rankings.html", "search.html"):
        page = (published / name).read_text(encoding="utf-8")
        assert f"<p>Version {load_citation(Project(ROOT)).version}" in page, name


def test_a_site_without_an_address_claims_none(at_home):
    for page in at_home.rglob("*.html"):
        if "_static" not in page.parts:
            head = Head(page)
            assert "canonical" not in head.links and head.viewports == 1, page
            assert not {"og:url", "og:image"} & head.meta.keys(), page
    assert not [name for name in ("sitemap.xml", "robots.txt", "versions.xml")
                if (at_home / name).exists()]  # fmt: skip


def test_synthetic_data_are_said_to_be_and_hostile_words_stay_words(published):
    head = Head(published / "book" / "cohorts" / "made" / "50_rankings.html")
    said = f"Synthetic data, made up by a program. First comes {SHOWN}, with a mean of 3."
    assert head.meta["description"] == head.meta["og:description"] == [said]
    assert head.title == "What first? (synthetic) — Constrictions and possibilities"
    (data,) = head.data
    assert data["@type"] == "Dataset" and data["description"] == said
    assert "alert(1)</script>" not in (
        published / "book" / "cohorts" / "made" / "50_rankings.html"
    ).read_text(encoding="utf-8")


def test_of_a_collected_cohort_no_data_set_is_claimed(published):
    head = Head(published / "book" / "cohorts" / "ours" / "50_rankings.html")
    assert head.meta["description"] == [f"First comes {SHOWN}, with a mean of 3."]
    assert not head.data and not {"citation_title", "citation_author"} & head.meta.keys()


def test_a_person_is_cited_by_family_name_and_known_by_their_identifier():
    citation = Citation.model_validate(GIVEN)
    said = [tag for tag in credit_page(citation) + cite_page(citation, None) if tag.content]
    assert ("name", "citation_author", "Ålund, Eva") in said
    assert ("name", "citation_doi", "10.5281/zenodo.1") in said
    assert not any("url" in tag.name for tag in said)
    work = json.loads(write_data(describe_work(citation, "", None)))
    assert work["author"][0] == {
        "@type": "Person", "@id": "https://orcid.org/0000-0001", "name": "Eva Ålund",
        "givenName": "Eva", "familyName": "Ålund",
    }  # fmt: skip
    assert work["isBasedOn"]["isPartOf"] == {"@type": "Periodical", "name": "A Journal"}
    assert "description" not in work and "url" not in work


def test_data_in_a_page_hold_no_sign_of_html():
    text = write_data({"name": "</script><!-- \u2028 &amp;", "empty": [{"@type": "Person"}]})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"name": "</script><!-- \u2028 &amp;"}
