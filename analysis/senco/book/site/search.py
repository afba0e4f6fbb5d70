"""Where the search leads first, by words that readers type, and in which order it lists pages."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from pydantic import BaseModel, ConfigDict, Field
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from senco.book.site.editions import find_editions
from senco.book.site.page import PROVENANCE
from senco.cohort.yamlfiles import load_yaml

ANSWERS = "book/search.yml"
#: In which order the search lists what it finds, but for what is known of the book's pages.
SCORER = Path(__file__).parent / "scorer.js"
_LOGGER = logging.getLogger(__name__)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Part):
    """Words, and the place to which they lead.

    Parameters
    ----------
    words : tuple of str
        What is typed, in capitals or not; each alone leads there.
    page : str
        As `_toc.yml` names it.
    section : str, optional
        The part of its address after #; by default its beginning.
    """

    words: tuple[str, ...] = Field(min_length=1)
    page: str
    section: str = ""


class Answers(_Part):
    """What `book/search.yml` holds.

    Parameters
    ----------
    answers : tuple of Answer
        In any order.
    """

    answers: tuple[Answer, ...]


@lru_cache(maxsize=1)
def load_answers(path: Path) -> tuple[Answer, ...]:
    """Return where the search leads first.

    Parameters
    ----------
    path : Path
        The file; a book need not have it.

    Returns
    -------
    tuple of Answer
        In the order of the file.

    Raises
    ------
    DataError
        Where the file does not hold what it must.
    """
    return load_yaml(path, Answers, ANSWERS).answers if path.is_file() else ()


def add_answers(app: Sphinx, doctree: nodes.document) -> None:
    """Put what leads to a page into the search, as main entries of Sphinx's own index.

    A section that the page does not have is warned of, which stops a build. A page that the
    book does not have is none of this book's pages: a shorter book is no error.

    Parameters
    ----------
    app : Sphinx
        The application, whose folder holds `book/search.yml`.
    doctree : docutils.nodes.document
        A page that has been read, changed in place; nothing of it is shown.
    """
    entries = []
    for answer in load_answers(Path(app.srcdir) / ANSWERS):
        if answer.page != app.env.docname:
            continue
        if answer.section and answer.section not in doctree.ids:
            _LOGGER.warning(
                "%s: '%s', to which '%s' leads, is not a section of %s. Write what comes after "
                "# in the address of the section, or remove the line.",
                ANSWERS, answer.section, answer.words[0], answer.page,
            )  # fmt: skip
            continue
        entries += [("single", words, answer.section, "main", None) for words in answer.words]
    if entries:
        doctree.append(addnodes.index(entries=entries))


def write_scorer(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write down by which rule the search orders pages, with what is known of those of the book.

    Parameters
    ----------
    app : Sphinx
        The application, whose setting for it is changed.
    env : BuildEnvironment
        What it knows of all pages.

    Returns
    -------
    list of str
        Pages to be written for that reason alone: none.
    """
    kinds = {page: about.get(PROVENANCE) for page, about in env.metadata.items()}
    known = {
        "reading": list(find_editions(app).reading),
        "synthetic": sorted(page for page, kind in kinds.items() if kind == "synthetic"),
    }
    rule = SCORER.read_text(encoding="utf-8")
    place = Path(app.doctreedir) / SCORER.name
    place.write_text(f"{rule}Object.assign(Scorer, {json.dumps(known)});\n", encoding="utf-8")
    app.config.html_search_scorer = str(place)
    return []
