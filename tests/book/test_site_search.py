"""What readers type leads first to where they want to go, and last to made-up people."""

import re

import pytest
from playwright.sync_api import expect

from senco.book.assembly import build_book
from senco.book.site.search import ANSWERS, load_answers
from senco.errors import BuildError
from tests.book.books import make_book
from tests.book.look import FIND, serve
from tests.browsers import open_browser

pytestmark = pytest.mark.usefixtures("ready")

#: What readers type, and the page that comes first.
FIRST = {
    "workload": "book/findings/exo.html#they-put-themselves-last",
    "SENCO training": "book/findings/micro.html#trained-for-all-of-this",
    "training": "book/findings/micro.html#trained-for-all-of-this",
    "parents": "book/findings/meso.html#families-open-doors",
    "download": "book/kit/index.html",
    "download PDF": "book/kit/index.html",
    "limits": "book/study/limits.html#the-limits-of-the-study",
    "limitations": "book/study/limits.html#the-limits-of-the-study",
    "EHCP": "book/glossary.html#term-EHCP",
    "Area SENCO": "book/glossary.html#term-Area-SENCO",
    "funding": "book/findings/macro.html#new-money-new-paperwork",
    "wellbeing": "book/findings/exo.html#they-put-themselves-last",
    "local authority": "book/findings/implications.html",
    "recommendations": "book/findings/implications.html",
    "who took part": "book/findings/brief.html#who-took-part",
    "sample size": "book/methods/planning.html",
    "priorities": "book/index.html#the-child-first-their-own-evenings-last",
    "Bronfenbrenner": "book/findings/brief.html#the-theory-in-a-paragraph",
    "interview questions": "book/kit/critical-event-interview.html",
    "consent form": "book/kit/consent.html",
    "raw data": "book/index.html#three-kinds-of-data-never-mixed",
    "data protection": "book/clearing.html",
    "how to cite": "book/cite.html",
    "summary PDF": "book/pack/summary.html",
    "slides": "book/pack/slides.html",
    "letter": "book/pack/letter.html",
    "check list": "book/pack/checklist.html",
    "seminar": "book/pack/seminar.html",
}


@pytest.fixture(scope="module")
def tab(public_book):
    with serve(public_book.root / "_build" / "html") as address, open_browser() as browser:
        tab = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
        tab.goto(f"{address}/search.html")
        yield tab


@pytest.mark.browser
def test_each_common_search_leads_first_to_the_page_that_answers_it(tab):
    found = {words: tab.evaluate(FIND, words)[0][0] for words in FIRST}
    assert len(FIRST) >= 25 and found == FIRST


@pytest.mark.browser
@pytest.mark.parametrize("words", ["difficulty", "reorganisation", "repertory", "influences"])
def test_pages_to_read_come_first_then_the_workshop_then_made_up_people(tab, public_book, words):
    contents = (public_book.root / "_toc.yml").read_text(encoding="utf-8")
    to_read, _, _ = contents.partition("file: book/workshop\n")
    found = [page.partition(".html")[0] for page, _ in tab.evaluate(FIND, words)]
    # a word of the glossary that is typed whole is answered there
    ranks = [
        2 if "worked-example" in page else int(f": {page}\n" not in to_read)
        for page in found
        if page != "book/glossary"
    ]
    assert {0, 1} <= {*ranks} and ranks == sorted(ranks)


@pytest.mark.browser
def test_made_up_people_come_after_everything_else(tab):
    for words in ("priorities", "repertory grids", "key influences"):
        kinds = ["(synthetic)" in title for _, title in tab.evaluate(FIND, words)]
        assert any(kinds) and kinds == sorted(kinds), words


@pytest.mark.browser
def test_a_search_is_typed_on_any_page_and_its_button_leads_to_the_answer(tab):
    tab.goto(tab.url.replace("search.html", "book/glossary.html"))
    tab.get_by_role("button", name="Search").tap()
    tab.get_by_role("searchbox", name="Search the book").fill("workload")
    tab.get_by_role("dialog").get_by_role("button", name="Search").tap()
    first = tab.locator("#search-results li a").first
    first.tap()
    tab.wait_for_url("**/book/findings/exo.html#they-put-themselves-last")
    expect(tab.get_by_role("heading", name="They put themselves last")).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "told"),
    [("burnout", "Results: 1"), ("zebra", "No page holds all of these words.")],
)
def test_how_many_are_found_is_said_of_one_and_of_none(tab, words, told):
    tab.goto(f"{tab.url.partition('/book/')[0].partition('/search')[0]}/search.html?q={words}")
    expect(tab.locator("#search-results .search-summary")).to_contain_text(told)


def make_answered(root, *answers):
    project = make_book(root)
    lines = "".join(f"  - {answer}\n" for answer in answers)
    (project.root / ANSWERS).write_text(f"answers:\n{lines}", encoding="utf-8")
    return project


def test_words_lead_to_a_page_that_does_not_hold_them_where_the_book_has_it(tmp_path):
    here = "{words: [Zebra crossing], page: book/one, section: a-part}"
    project = make_answered(tmp_path, here, "{words: [Giraffe], page: book/nowhere}")
    site = build_book(project).parent
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert re.search(r'"zebra crossing": \[\[\d, "a-part", true\]\]', index)
    assert "giraffe" not in index
    assert "ebra" not in (site / "book" / "one.html").read_text(encoding="utf-8")


def test_a_section_that_a_page_does_not_have_stops_the_build(tmp_path):
    project = make_answered(tmp_path, "{words: [Zebra], page: book/one, section: another}")
    with pytest.raises(BuildError) as stopped:
        build_book(project)
    assert (
        "book/search.yml: 'another', to which 'Zebra' leads, is not a section of book/one. "
        "Write what comes after # in the address of the section, or remove the line."
    ) in str(stopped.value)


def test_every_page_and_word_of_the_list_is_found(public_book):

    answers = load_answers(public_book.root / ANSWERS)
    typed = [words.lower() for answer in answers for words in answer.words]
    index = (public_book.root / "_build/html/searchindex.js").read_text(encoding="utf-8")
    assert len(set(typed)) == len(typed), "the same words lead to two places"
    assert [words for words in typed if f'"{words}": [[' not in index] == []
