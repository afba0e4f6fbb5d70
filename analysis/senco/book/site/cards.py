"""The claims behind a page: marks in its sentences, and a card for each at its end."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

CLAIMS = "book/evidence/claims"
_TARGET = re.compile(r"evidence/claims\.html#(c\d{3})$")
#: The place of a claim, or of a difficulty, which has its card in a picture alone.
_CLAIM = re.compile(r"[cd]\d{2,3}")
#: A key in a picture, as `senco.book.facing` writes it.
_CODE = re.compile(
    r'<span class="senco-facing-code" data-claim="([cd]\d{2,3})">([CD]\d{2,3})</span>'
)
KIND = re.compile(r'<span class="senco-kind"([^>]*)>')
_BETWEEN = re.compile(r"(?:,|;| and)?\s*")


class Card(NamedTuple):
    """What is told of a claim.

    Parameters
    ----------
    code : str
        As C008.
    gist : str
        It, in the book's own words.
    about : str
        Its kind and first verdict, influence and place, and what it rests on.
    verdicts : str
        What became of it.
    """

    code: str
    gist: str
    about: str
    verdicts: str


def add_cards(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a mark in place of each parenthesis of claims alone, and of each key in a picture.

    The marks lead to cards at the end of the page, which `senco.js` shows where the mark is.

    Parameters
    ----------
    app : Sphinx
        The application.
    doctree : docutils.nodes.document
        The page, changed in place.
    docname : str
        Its name.
    """
    if app.builder.format != "html" or docname == CLAIMS:
        return
    cards = read_cards(app)
    numbers: dict[str, int] = {}
    groups = list(_find_groups(doctree, cards))
    marks = [_write_marks(parent.children[start:stop], numbers) for parent, start, stop in groups]
    # from the last, so that the places of those before it stay
    for (parent, start, stop), html in reversed(list(zip(groups, marks, strict=True))):
        before, after = parent.children[start].astext(), parent.children[stop].astext()
        parent[start : stop + 1] = [
            nodes.Text(before.removesuffix("(").rstrip()), nodes.raw("", html, format="html"),
            nodes.Text(after.removeprefix(")")),
        ]  # fmt: skip
    pictured = list(dict.fromkeys(_mark_codes(doctree, cards)))
    page = relative_uri(app.builder.get_target_uri(docname), app.builder.get_target_uri(CLAIMS))
    html = _write_cards([cards[one] for one in numbers], page) if numbers else ""
    left = [cards[one] for one in pictured if one not in numbers]
    html += _write_more_cards(left, page) if left else ""
    if html:
        top = next(doctree.findall(nodes.section), doctree)
        top.append(nodes.raw("", html, format="html"))


def _mark_codes(doctree: nodes.document, cards: Container[str]) -> Iterator[str]:
    """Turn the keys in pictures into marks, and give what they lead to."""

    def mark(found: re.Match[str]) -> str:
        if found[1] not in cards:
            return found[0]
        marked.append(found[1])
        kind = "Claim" if found[1].startswith("c") else "Difficulty"
        return (
            f'<a class="senco-claim senco-facing-code" href="#note-{found[1]}" '
            f'aria-label="{kind} {found[2]}">{found[2]}</a>'
        )

    for raw in doctree.findall(nodes.raw):
        marked: list[str] = []
        if raw.get("format") == "html" and "senco-facing-code" in raw.astext():
            raw.children = [nodes.Text(_CODE.sub(mark, raw.astext()))]
            yield from marked


def _find_groups(
    doctree: nodes.document, cards: Container[str]
) -> Iterator[tuple[nodes.Element, int, int]]:
    """The parent of each parenthesis of claims, and where the texts around them stand."""
    for parent in doctree.findall(nodes.Element):
        children = parent.children
        for start, child in enumerate(children):
            if not (isinstance(child, nodes.Text) and child.astext().endswith("(")):
                continue
            stop = start + 1
            while stop < len(children) and (
                _read_claim(children[stop]) in cards
                or (stop > start + 1 and isinstance(children[stop], nodes.Text)
                    and _BETWEEN.fullmatch(children[stop].astext()))
            ):  # fmt: skip
                stop += 1
            if stop > start + 1 and stop < len(children) and _closes(children[stop]):
                yield parent, start, stop


def _closes(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text) and node.astext().startswith(")")


def _read_claim(node: nodes.Node) -> str:
    """The claim that a link leads to; "" for anything else."""
    if not isinstance(node, nodes.reference):
        return ""
    found = _TARGET.search(node.get("refuri", ""))
    return found[1] if found else ""


@lru_cache(maxsize=1)
def read_cards(app: Sphinx) -> dict[str, Card]:
    """Return what the page of claims says of each.

    Parameters
    ----------
    app : Sphinx
        The application, after reading.

    Returns
    -------
    dict of str to Card
        By the anchors of that page; none where the book has no such page.
    """
    if CLAIMS not in app.env.found_docs:
        return {}
    found: dict[str, Card] = {}
    for paragraph in app.env.get_doctree(CLAIMS).findall(nodes.paragraph):
        names: list[str] = paragraph.get("ids", [])
        named = [one for one in names if _CLAIM.fullmatch(one)]
        if named:
            found[named[0]] = _read_card(paragraph)
    return found


def _read_card(paragraph: nodes.paragraph) -> Card:
    """The code in bold, the claim, its kind, and from the words in italics what is told of it."""
    bold = next(n for n, one in enumerate(paragraph) if isinstance(one, nodes.strong))
    about = next(n for n, one in enumerate(paragraph) if isinstance(one, nodes.emphasis))
    texts = ["" if isinstance(one, nodes.raw) else one.astext() for one in paragraph]
    kind = find_kind(paragraph.children, about)
    gist, told = "".join(texts[bold + 1 : kind]), "".join(texts[kind:about]).strip()
    # the answers of a difficulty are a list of their own below
    verdicts = re.sub(r":$", ".", "".join(texts[about + 1 :]).strip())
    return Card(texts[bold], gist.strip(), f"{told} {texts[about]}".strip(), verdicts)


def find_kind(children: Sequence[nodes.Node], about: int) -> int:
    """Return where a claim ends and its kind and verdict begin.

    Parameters
    ----------
    children : sequence of docutils.nodes.Node
        What the claim's paragraph holds.
    about : int
        Where the words in italics stand.

    Returns
    -------
    int
        The same as `about` for a claim without its kind, and for a difficulty.
    """
    raws = (n for n in range(about) if isinstance(children[n], nodes.raw))
    return next((n for n in raws if KIND.match(children[n].astext())), about)


def _write_marks(shown: Iterable[nodes.Node], numbers: dict[str, int]) -> str:
    """The marks of a parenthesis; claims that are new to the page get the next number."""
    html = ""
    for claim in filter(None, map(_read_claim, shown)):
        own = "" if claim in numbers else f' id="sentence-{claim}"'
        number = numbers.setdefault(claim, len(numbers) + 1)
        html += (
            f'<a class="senco-claim" href="#note-{claim}"{own} aria-label="Claim {number}">'
            f"<sup>{number}</sup></a>"
        )
    return html


def _write_cards(cards: list[Card], page: str) -> str:
    items = "\n".join(_write_card(card, page) for card in cards)
    return (
        '<section class="senco-claims" aria-labelledby="senco-claims">\n'
        '<h2 id="senco-claims">The claims behind this page</h2>\n'
        f"<ol>\n{items}\n</ol>\n</section>\n"
    )


def _write_more_cards(cards: list[Card], page: str) -> str:
    items = "\n".join(_write_card(card, page, "facing") for card in cards)
    return (
        '<details class="senco-claims senco-facing-cards">\n'
        "<summary>The difficulties and possibilities of the picture</summary>\n"
        f'<ul role="list">\n{items}\n</ul>\n</details>\n'
    )


def _write_card(card: Card, page: str, place: str = "sentence") -> str:
    claim = card.code.lower()
    kind = "claims" if claim.startswith("c") else "difficulties"
    back = "Back to the picture" if place == "facing" else "Back to the sentence"
    return (
        f'<li id="note-{claim}"><p>{escape(card.gist)}</p>'
        f'<p class="senco-about">{escape(card.about)} {escape(card.verdicts)}</p>'
        f'<p class="senco-about"><a href="{page}#{claim}">{card.code} among all {kind}</a> '
        f'<a class="senco-back" href="#{place}-{claim}">{back}</a></p></li>'
    )
