"""Claims behind a page: a mark for each in its sentences, and a card at its end."""

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from senco.book.site.cards import add_cards

CLAIMS = """# Claims

(c001)=
**C001** It was <b>hard</b> & slow.\\
*A constriction about time; line 3, resting on a count.* Examined: <a href="x">told</a>, alike.

(c002)=
**C002** It got better.\\
*A possibility about time; line 9, resting on a count.* Examined: [C001](#c001).

(c003)=
**C003** It may end.\\
*A possibility about time; line 11, resting on a count.* Examined: alike.

(d01)=
**D01** It is hard.\\
*Told of in [C001](#c001).* Answered:

- [C002](#c002), linked by the text.
"""
FOUND = """# Found

It was hard ([C001](#c001)), and better ([C002](#c002), [C001](#c001)). *So* it is ([C002](#c002)).

Of claim [C001](#c001) we speak by name (see [C002](#c002)), and of (nothing).

```{raw} html
<ul><li id="facing-d01">It is hard. <span class="senco-facing-code" data-claim="d01">D01</span></li>
<li id="facing-c001">Hard. <span class="senco-facing-code" data-claim="c001">C001</span></li>
<li id="facing-c003">End. <span class="senco-facing-code" data-claim="c003">C003</span></li>
<li>No card: <span class="senco-facing-code" data-claim="c999">C999</span></li></ul>
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    root = tmp_path_factory.mktemp("book")
    for name, text in {
        "conf.py": "extensions = ['myst_nb']\n",
        "index.md": "# Book\n\n```{toctree}\nbook/evidence/claims\nbook/findings/found\n```\n",
        "book/evidence/claims.md": CLAIMS,
        "book/findings/found.md": FOUND,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    app = Sphinx(root, root, root / "out", root / "trees", "html", status=None, warning=None)
    app.connect("doctree-resolved", add_cards)
    app.build()
    html = (root / "out/book/findings/found.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def test_a_parenthesis_of_claims_becomes_marks_numbered_as_they_come(page):
    first = page.find("p")
    assert first.get_text() == "It was hard1, and better21. So it is2."
    assert [one["href"] for one in first.select("a.senco-claim")] == [
        "#note-c001", "#note-c002", "#note-c001", "#note-c002"
    ]  # fmt: skip
    assert len({one["id"] for one in first.select("a[id]")}) == 2


def test_a_claim_that_a_sentence_speaks_of_keeps_its_name(page):
    second = page.find_all("p")[1]
    assert second.get_text() == "Of claim C001 we speak by name (see C002), and of (nothing)."


def test_each_claim_has_one_card_with_what_is_told_of_it(page):
    cards = page.select("section.senco-claims li")
    assert [card["id"] for card in cards] == ["note-c001", "note-c002"]
    gist, about, lead = (part.get_text() for part in cards[0].find_all("p"))
    assert "& slow." in gist and gist.startswith("It was")
    assert about == (
        "A constriction about time; line 3, resting on a count. Examined: told, alike."
    )
    assert lead == "C001 among all claims Back to the sentence"
    assert cards[0].select_one("a")["href"] == "../evidence/claims.html#c001"


def test_the_keys_of_a_picture_lead_to_cards_too_and_those_of_no_sentence_stand_apart(page):
    marks = {one.get_text(): one["href"] for one in page.select("a.senco-facing-code")}
    assert marks == {"D01": "#note-d01", "C001": "#note-c001", "C003": "#note-c003"}
    assert page.select_one("a.senco-facing-code")["aria-label"] == "Difficulty D01"
    assert page.select_one("span.senco-facing-code").get_text() == "C999"
    apart = page.select("details.senco-claims li")
    assert [one["id"] for one in apart] == ["note-d01", "note-c003"]
    gist, about, lead = (part.get_text() for part in apart[0].find_all("p"))
    assert (gist, about) == ("It is hard.", "Told of in C001. Answered.")
    assert lead == "D01 among all difficulties Back to the picture"
    assert apart[0].select_one(".senco-back")["href"] == "#facing-d01"
