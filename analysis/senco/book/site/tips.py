"""What a term means and what a citation cites, told where it is met."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from docutils import nodes
from pybtex.plugin import find_plugin
from sphinx.application import Sphinx

GLOSSARY = "book/glossary"
#: A tip is no longer than this; the glossary has the rest.
LONGEST = 320


def add_tips(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each reference to a term or a citation its text as a title.

    A title is shown by every browser; `senco.js` shows it to the keyboard too.

    Parameters
    ----------
    app : Sphinx
        The application.
    doctree : docutils.nodes.document
        The page, changed in place.
    docname : str
        Its name.
    """
    if app.builder.format != "html":
        return
    terms, works = list_terms(app), list_works(app)
    for reference in doctree.findall(nodes.reference):
        target = reference.get("refuri", "").rpartition("#")[2] or reference.get("refid", "")
        text = terms.get(target) or works.get(target)
        if text and docname != GLOSSARY:
            reference["reftitle"] = text


@lru_cache(maxsize=1)
def list_terms(app: Sphinx) -> dict[str, str]:
    """Return what the glossary says, by the identifiers of its terms.

    Parameters
    ----------
    app : Sphinx
        The application, after reading.

    Returns
    -------
    dict of str to str
        Plain text, cut at the end of a word.
    """
    if GLOSSARY not in app.env.found_docs:
        return {}
    texts = {}
    for item in app.env.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
        words = " ".join(part.astext() for part in item.findall(nodes.definition)).split()
        for term in item.findall(nodes.term):
            texts.update(dict.fromkeys(term["ids"], _shorten(words)))
    return texts


@lru_cache(maxsize=1)
def list_works(app: Sphinx) -> dict[str, str]:
    """Return what the bibliography says, by the identifiers of its entries.

    Parameters
    ----------
    app : Sphinx
        The application, after reading.

    Returns
    -------
    dict of str to str
        Plain text.
    """
    plain = find_plugin("pybtex.backends", "plaintext")()
    cited: Any = app.env.get_domain("cite")  # of an extension that has no types
    return {
        citation.citation_id: _shorten(citation.formatted_entry.text.render(plain).split())
        for citation in cited.citations
    }


def _shorten(words: list[str]) -> str:
    text = ""
    for word in words:
        if len(text) + len(word) + 1 > LONGEST:
            return f"{text} …"
        text = f"{text} {word}".strip()
    return text
