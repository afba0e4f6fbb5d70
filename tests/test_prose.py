"""The honesty rules of the prose: results are glued, never typed."""

import re

import pytest

from senco.cohort.loading import load_study
from senco.cohort.stages import find_stage
from tests.conftest import ROOT

BOOK = ROOT / "book"
PAGES = [BOOK / "index.md", *sorted((BOOK / "findings").glob("*.md"))]
# "one" is left out: it is a pronoun far more often than a number
NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve twenty thirty half third "
    "quarter majority minority dozen"
).split()
#: Names that hold a digit: participants, and claims where they are linked.
IDENTIFIERS = r"\bEY\d\b|\[C\d{3}\]"
#: What may stand outside glue, each with its reason.
ALLOWED = {
    "index.md": {
        "Three kinds of data": "how this book is made, not a result",
        "{grid} 1 1 3 3": "layout",
        ":gutter: 3": "layout",
    },
    # who and what the article speaks of, as it words them: no results of this book
    "exo.md": {"two terms of evidence": "what an application requires [295]"},
    "micro.md": {
        "The three with ten or more years' experience": "how the article names the group [352-353]",
    },
    "implications.md": {
        "three proposals": "of the concluding remarks [486-496]",
        "first two": "of these proposals",
        "other two proposals": "of these proposals",
    },
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_result_is_typed_into_a_page(page):
    text = page.read_text(encoding="utf-8")
    for words in sorted(ALLOWED.get(page.name, {}), key=len, reverse=True):
        text = text.replace(words, "")
    text = re.sub(r"\{[\w:]+\}`[^`]*`", "", text)  # roles: glue, terms, citations
    text = re.sub(r"\]\([^)]*\)", "]", text)  # where a link goes
    text = re.sub(r'href="[^"]*"', "", text)
    text = re.sub(r"^(:\w+:|```\{|:::+\{?).*$", "", text, flags=re.MULTILINE)
    text = re.sub(IDENTIFIERS, "", text)
    pattern = rf"\d|\b({'|'.join(NUMBER_WORDS)})\b"
    found = [line.strip() for line in text.splitlines() if re.search(pattern, line, re.IGNORECASE)]
    assert not found, "Glue these numbers, or allow them with a reason: " + " / ".join(found)


@pytest.mark.parametrize("words", [words for page in ALLOWED for words in ALLOWED[page]])
def test_what_is_allowed_still_stands_somewhere(words):
    pages = [page for page in PAGES if words in ALLOWED.get(page.name, {})]
    unused = [p.name for p in pages if words not in p.read_text(encoding="utf-8")]
    assert not unused, f"remove {words!r} from the list"


SELECTED = [
    *PAGES,
    *(ROOT / "analysis" / "notebooks" / f"{name}.ipynb" for name in
      ("30_quotations", "60_statements")),
]  # fmt: skip


@pytest.mark.parametrize("page", SELECTED, ids=lambda page: page.name)
def test_what_was_chosen_for_print_is_not_told_as_what_people_speak_of(page):
    text = re.sub(r"\{[\w:-]+\}`[^`]*`", "", page.read_text(encoding="utf-8"))
    said = r"quoted on\b|\b(?:they|SENCOs?|each) (?:speaks?|spoken) of\b|\bspeak of most\b"
    assert not re.findall(rf".{{0,40}}(?:{said}).{{0,40}}", text, re.IGNORECASE)


def test_the_article_has_one_author_or_none_that_is_named():
    pages = [path for path in BOOK.rglob("*.md") if "cohorts" not in path.parts]
    templates = sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb"))
    for page in (*pages, *templates, ROOT / "README.md"):
        found = re.findall(
            r".{0,40}\b(?:the|its|article's) authors\b.{0,40}", page.read_text("utf-8"), re.I
        )
        assert not found, f"{page.name}: public listings name one author"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nobody_in_the_study_is_given_a_sex(page):
    # the article gives none; a mother is one in a participant's words [297, 318]
    found = re.findall(
        r".{0,30}\b(?:she|hers?|herself|he|his|him)\b.{0,30}", page.read_text("utf-8")
    )
    assert not found


def test_the_short_page_on_grids_says_that_elements_and_ratings_are_not_stated(project):
    told = find_stage("40_grids").explain_absence(load_study(project), "published")
    assert "neither what the elements were, nor what was rated" in told
    assert "rates people" not in told
