"""The honesty rules of the prose: results are glued, never typed."""

import re

import pytest

from senco.cohort.loading import load_study
from senco.cohort.stages import find_stage
from tests.conftest import ROOT

BOOK = ROOT / "book"
PACK = sorted((BOOK / "pack").glob("*.md"))
PAGES = [BOOK / "index.md", *sorted((BOOK / "findings").glob("*.md")), *PACK]


def name(page):
    return f"pack/{page.name}" if page in PACK else page.name


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
        "Richards 2021": "how the article is cited",
        "{grid} 1 1 3 3": "layout",
        ":gutter: 3": "layout",
    },
    "brief.md": {"less than three years to more than twenty": "as the article has it [207-210]"},
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
    "pack/index.md": {
        "ten minutes": "our estimate",
        "The study on two pages": "a document's title",
        "Three slides": "a document's title",
        "two pages and ninety minutes": "how long a document is",
        "(CC BY 4.0)": "a licence",
    },
    "pack/summary.md": {
        "The study on two pages": "its title",
        "June and July 2017": "when the interviews were [217-218]",
        "In January 2018": "when the ranking was [230]",
        "in 2017 and 2018": "when they were asked [217-218, 230]",
        "The first two": "of the proposals above",
    },
    "pack/checklist.md": {
        "half an hour": "our estimate",
    },
    "pack/manager.md": {
        "in 2017 and 2018": "when they were asked [217-218, 230]",
    },
    "pack/letter.md": {
        "from 2017": "when the interviews were [217-218]",
        "[two or three sentences of your own]": "for whoever writes it",
        "The third and the fourth": "of what the letter asks for",
        "the study on two pages": "a document's title",
    },
    "pack/slides.md": {
        "at most 3 pages": "how many slides there may be",
        "Three slides": "its title",
        "the same three pages": "how many slides there are",
        "A4": "a size of paper",
        "in 2017 and 2018": "when they were asked [217-218, 230]",
    },
    "pack/seminar.md": {
        "Four exercises, for groups of three or four": "the exercises",
        "## 1. Guess first (20 minutes)": "the exercises",
        "## 2. Check a number (25 minutes)": "the exercises",
        "## 3. From a finding to advice (25 minutes)": "the exercises",
        "## 4. Who can act? (20 minutes)": "the exercises",
        "Find two other readings": "a task",
        "for these two": "of the means above",
        "where two things share": "how ranks are given",
        "go up by a half": "sums of ranks, of which some are tied",
        "Take three sentences": "a task",
        "158.5 and 159 | 19.81 and 19.88 | 139 ÷ 7 prints 19.86": "worked by hand, and tested",
        "148.5 and 149 | 18.56 and 18.63 | 130 ÷ 7 prints 18.57": "worked by hand, and tested",
        "over seven people": "the table's own question",
        "That seven fit does not show that seven ranked": "what the table shows, and does not",
        "**In the third:**": "of the exercises",
        "and the third a proposal": "of the sentences above",
        "none of the three": "of the sentences above",
        "in 2017 and 2018": "when they were asked [217-218, 230]",
        "or [three slides]": "a document's title",
    },
    "pack/minute.md": {
        "the study on two pages": "a document's title",
    },
}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_result_is_typed_into_a_page(page):
    text = page.read_text(encoding="utf-8")
    for words in sorted(ALLOWED.get(name(page), {}), key=len, reverse=True):
        text = text.replace(words, "")
    text = re.sub(r"\{[\w:]+\}`[^`]*`", "", text)  # roles: glue, terms, citations
    text = re.sub(r"\]\([^)]*\)", "]", text)  # where a link goes
    text = re.sub(r'href="[^"]*"', "", text)
    text = re.sub(r"^(:\w+:|```\{|:::+\{?).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\d\. |<!--.*?-->", "", text, flags=re.MULTILINE)  # lists; comments
    text = re.sub(IDENTIFIERS, "", text)
    pattern = rf"\d|\b({'|'.join(NUMBER_WORDS)})\b"
    found = [line.strip() for line in text.splitlines() if re.search(pattern, line, re.IGNORECASE)]
    assert not found, "Glue these numbers, or allow them with a reason: " + " / ".join(found)


@pytest.mark.parametrize("words", [words for page in ALLOWED for words in ALLOWED[page]])
def test_what_is_allowed_still_stands_somewhere(words):
    pages = [page for page in PAGES if words in ALLOWED.get(name(page), {})]
    unused = [p.name for p in pages if words not in p.read_text(encoding="utf-8")]
    assert not unused, f"remove {words!r} from the list"


SELECTED = [
    *PAGES,
    *(ROOT / "analysis" / "notebooks" / f"{name}.ipynb" for name in
      ("30_quotations", "60_statements")),
]  # fmt: skip


@pytest.mark.parametrize("page", SELECTED, ids=name)
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


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_nobody_in_the_study_is_given_a_sex(page):
    # the article gives none; a mother is one in a participant's words [297, 318]
    found = re.findall(
        r".{0,30}\b(?:she|hers?|herself|he|his|him)\b.{0,30}", page.read_text("utf-8")
    )
    assert not found


def test_what_is_said_of_missing_grids_says_that_elements_and_ratings_are_not_stated(project):
    told = find_stage("40_grids").explain_absence(load_study(project), "published")
    assert "neither what the elements were, nor what was rated" in told
    assert "rates people" not in told
