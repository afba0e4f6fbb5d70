"""What a page says first: its finding, as search engines and chats are told it."""

from __future__ import annotations

import re
from typing import TypeGuard

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx import addnodes

#: A description is no longer than this; it ends with a sentence where it can.
LONGEST = 300
#: Whole sentences that come to less than this say too little: a part of the next one is added.
SHORTEST = 60
SYNTHETIC = "Synthetic data, made up by a program."
#: How the pages of findings mark theirs.
_LABEL = "The finding. "
#: What a page ends with; a page that has nothing else in the way of a lead is not described by it.
_ONWARD = "Where to go next:"
#: A claim's mark, whose number is none of the sentence's.
_MARK = "a.senco-claim"


def describe_page(
    doctree: nodes.document, kind: str | None = None, *, landing: bool = False
) -> str:
    """Return a page's description: what it finds, in its own words.

    Parameters
    ----------
    doctree : docutils.nodes.document
        The page, with its values and references resolved.
    kind : {"published", "synthetic", "collected"}, optional
        Whose data a page of a cohort shows.
    landing : bool
        Whether it is the book's first page, whose findings stand under a heading.

    Returns
    -------
    str
        Plain text. A cohort's page begins with its finding. Of another page it is the first
        paragraph that begins in bold, below the heading; else what the reader will take from
        the page; else the first paragraph, of the landing page the first that begins in bold.
        Downloads and the way to the next page are passed over.
        That data are synthetic is said first. "" where a page has no text.
    """
    section = next(iter(doctree.findall(nodes.section)), doctree)
    blocks = [one for one in section.children if _is_lead(one)]
    tips = [one for one in section.children if isinstance(one, nodes.admonition)]
    everywhere = [
        one
        for one in doctree.findall(nodes.paragraph)
        if _is_lead(one) and isinstance(one.parent, nodes.section)
    ]
    found: list[nodes.Element] = []
    found += blocks[:1] if kind else filter(_is_bold, blocks)
    found += [
        paragraph
        for tip in tips
        if {"tip", "note"} & {*tip["classes"]}
        for paragraph in tip.findall(nodes.paragraph)
    ]
    found += filter(_is_bold, everywhere) if landing else blocks
    found += everywhere
    text = shorten(_read_text(found[0]).removeprefix(_LABEL)) if found else ""
    return f"{SYNTHETIC} {text}".strip() if kind == "synthetic" else text


def _is_lead(node: nodes.Node) -> TypeGuard[nodes.paragraph]:
    """Whether it is a paragraph that says something: neither a row of downloads nor the way on."""
    if not isinstance(node, nodes.paragraph) or node.astext().lstrip().startswith(_ONWARD):
        return False
    rest = [part for part in node.children if not isinstance(part, addnodes.download_reference)]
    return len(rest) == len(node.children) or any(
        sign.isalnum() for part in rest for sign in part.astext()
    )


def _is_bold(paragraph: nodes.Element) -> bool:
    """Whether it begins in bold and goes on otherwise; all of it in bold is a heading."""
    words = [part for part in paragraph.children if part.astext().strip()]
    return len(words) > 1 and isinstance(words[0], nodes.strong)


def _read_text(node: nodes.Element) -> str:
    """The words of a node; of what is written as HTML its words alone, without claims' marks."""
    return "".join(
        _read_html(text.astext()) if isinstance(text.parent, nodes.raw) else text.astext()
        for text in node.findall(nodes.Text)
    )


def _read_html(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for mark in soup.select(_MARK):
        mark.decompose()
    return soup.get_text()


def shorten(text: str) -> str:
    r"""Return a text that is no longer than a description may be.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    str
        On one line; what is too long ends with its last whole sentence, or with an ellipsis
        where the whole sentences say next to nothing.

    Examples
    --------
    >>> shorten("One thing  that is said in\na sentence of more than sixty signs. " + "More " * 60)
    'One thing that is said in a sentence of more than sixty signs.'
    """
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    begun = text[:LONGEST]
    sentences = re.match(r".*[.?!](?= )", begun)
    if sentences and len(sentences[0]) >= SHORTEST:
        return sentences[0]
    return f"{begun.rpartition(' ')[0].rstrip(',;:')} …"
