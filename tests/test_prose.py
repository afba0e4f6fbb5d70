"""The honesty rules of the prose: results are glued, never typed."""

import re

import pytest

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
