"""The pack as files: what a page marks as its document, as a PDF and as a Word document."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from senco.book.assembly import load_citation
from senco.book.citation import Citation, cite_in_words, cite_work
from senco.book.pack.ladder import draw_ladder
from senco.cohort.loading import load_study
from senco.cohort.study import Study
from senco.errors import SencoError, suggest
from senco.instruments.documents.drawing import Drawing
from senco.instruments.documents.making import list_references, read_pages, write_digests
from senco.instruments.documents.model import Block, Break, Document, Heading, Look
from senco.instruments.documents.pdf import write_pdf
from senco.instruments.documents.reading import read_document
from senco.instruments.documents.word import write_word
from senco.instruments.kit import DIGESTS, FILES
from senco.text.markdown import quote_text
from senco.workspace.paths import Project

_MARK = "<!-- begin document: {kind}, at most {most} pages -->"
_PART = re.compile(
    r"<!-- begin document: (?P<kind>sheet|letter|slides|reading), "
    r"at most (?P<most>\d{1,2}) pages? -->\n"
    r"(?P<text>.*?)<!-- end document -->",
    re.DOTALL,
)
#: How a document of each kind looks; those whose text begins without the page's title.
_LOOKS: dict[str, Look] = {
    "sheet": "form", "letter": "form", "slides": "slides", "reading": "large"
}  # fmt: skip
_BARE = ("letter", "slides")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_VALUE = re.compile(
    r"\{glue:text\}`(?P<page>[\w./-]{1,200})\.ipynb::(?P<key>\w{1,80})(?::(?P<form>\w))?`"
)
_LADDER = re.compile(r"```\{raw\} html\n:file: (?P<path>[\w./-]{1,200}/ladder\.html)\n```\n")
#: What makes a reference in Markdown more than plain text.
_MARKUP = re.compile(r"(?<!\\)\*|\\(?=[^\w\s])")
#: As it is typed; on the site Sphinx sets the other one.
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s)")
_CLAIM = r"\[C\d{3}\]\(#c\d{3}\)"
_CLAIMS = re.compile(rf" ?\({_CLAIM}(?:(?:,|;| and) {_CLAIM})*\)")


@dataclass(frozen=True)
class Part:
    """What a page marks as its document.

    Parameters
    ----------
    title : str
        The page's.
    kind : {"sheet", "letter", "slides", "reading"}
        With its title above the text; without; without, and on pages to project; or with it, in
        large print.
    most : int
        So many pages it has at most.
    text : str
        Markdown.
    """

    title: str
    kind: str
    most: int
    text: str


def make_pack(project: Project) -> dict[Path, bytes]:
    """Return the documents of the pack.

    Parameters
    ----------
    project : Project
        The checkout, whose pages of cohorts have been made.

    Returns
    -------
    dict of Path to bytes
        Two for each page of `book/pack` that marks a document, and their digests, by which
        the gate knows them; none where there is no such page.

    Raises
    ------
    SencoError
        Where a page names a value that there is not, holds what no document can, or is too
        long for the pages that its mark allows.
    """
    folder = project.root / "book" / "pack"
    pages = read_pages(folder)
    if not pages:
        return {}
    study, citation = load_study(project), load_citation(project)
    path = project.root / "book" / "references.bib"
    references = list_references(path.read_text(encoding="utf-8") if path.is_file() else "")
    files: dict[str, bytes] = {}
    for name, text in pages.items():
        part = read_part(text, f"{name}.md")
        if part:
            files |= _make_part(part, name, folder, references, study, citation)
    files[DIGESTS] = write_digests(files).encode()
    return {folder / FILES / name: content for name, content in files.items()}


def read_part(text: str, page: str) -> Part | None:
    """Return what a page marks as its document.

    Parameters
    ----------
    text : str
        The page, in MyST Markdown.
    page : str
        How messages name it.

    Returns
    -------
    Part or None
        None where the page has no mark.

    Raises
    ------
    SencoError
        Where there is a mark of another form, or no title.
    """
    found, title = _PART.search(text), _TITLE.search(text)
    if not found and "begin document" not in text:
        return None
    if not found or not title:
        raise SencoError(
            f"{page}: its document is not marked as it should be. Write a title (# …), then "
            f"{_MARK.format(kind='sheet', most=2)}, the text, and <!-- end document -->; for "
            "'sheet' also 'letter', 'slides' or 'reading'."
        )
    return Part(title[1].strip(), found["kind"], int(found["most"]), found["text"])


def _make_part(
    part: Part,
    name: str,
    folder: Path,
    references: Mapping[str, str],
    study: Study,
    citation: Citation,
) -> dict[str, bytes]:
    page = f"{name}.md"
    text, drawings = _take_ladders(part.text, folder, page)
    text = _APOSTROPHE.sub("’", _CLAIMS.sub("", put_values(text, folder, page)))
    bare = part.kind in _BARE
    text = f"# {part.title}\n\n" + ("---\n\n" if bare else "") + text
    document = read_document(text, page, references, study.language, study.title)
    document = replace(
        document,
        blocks=_leave_out_title(document) if bare else document.blocks,
        author="; ".join(author.cited for author in citation.authors),
        closing=_write_closing(document.title, name, citation),
        look=_LOOKS[part.kind],
    )
    made = write_pdf(document, drawings)
    count = _count_pages(made)
    if count > part.most:
        raise SencoError(
            f"{page}: its document has {count} pages, and its mark allows {part.most}. Shorten "
            "the text between the marks."
        )
    return {f"{name}.pdf": made, f"{name}.docx": write_word(document, drawings)}


def _leave_out_title(document: Document) -> tuple[Block, ...]:
    blocks = document.blocks
    first = next(n for n, one in enumerate(blocks) if isinstance(one, Heading))
    rest = blocks[first + 1 :]
    return rest[1:] if isinstance(rest[0], Break) else rest


def _count_pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def _write_closing(title: str, name: str, citation: Citation) -> str:
    """How it is cited, and where there is more to read."""
    address = f" ({citation.url.rstrip('/')}/book/pack/{name}.html)" if citation.url else ""
    article = _MARKUP.sub("", cite_work(citation.article))
    checked = " (How far this was checked: the page “How to cite”.)" * bool(citation.article.notes)
    return (
        f"{cite_in_words(citation)} What it publishes: {article}{checked} Where each "
        f"sentence comes from: the page “{title}” of the book{address}. Licence: "
        f"{citation.license[-1]}."
    )


def put_values(text: str, folder: Path, page: str) -> str:
    """Return a text with the values of results in the place of the roles for them.

    Parameters
    ----------
    text : str
        MyST Markdown, with roles such as {glue:text}`../cohorts/NAME/50_rankings.ipynb::n:d`.
    folder : Path
        Where the page lies.
    page : str
        How messages name it.

    Returns
    -------
    str
        Markdown in which a value is no markup.

    Raises
    ------
    SencoError
        Where a value was not saved, or is not a whole number or a text as the role has it.
    """

    def write(found: re.Match[str]) -> str:
        values = _read_values(folder, found["page"], page)
        value = _format_value(values, found["key"], found["form"] or "s", page)
        first = text[: found.start()].endswith("\n")
        return quote_text(value, first=first, after=text[found.end() : found.end() + 1])

    return _VALUE.sub(write, text)


def _read_values(folder: Path, told: str, page: str) -> dict[str, Any]:
    """The values of the page of a cohort that a role names."""
    place = (folder / told).resolve()
    path = place.parent / "results" / place.name / "values.json"
    if not place.is_relative_to(folder.resolve().parent / "cohorts") or not path.is_file():
        raise SencoError(
            f"{page}: {told}.ipynb has no values. Name a page of a cohort, and make it by "
            "senco run."
        )
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def _format_value(values: Mapping[str, Any], key: str, form: str, page: str) -> str:
    if key not in values:
        raise SencoError(f"{page}: the value '{key}' is not saved. {suggest(key, values)}".strip())
    value = values[key]
    if type(value) is not {"d": int, "s": str}.get(form):
        raise SencoError(
            f"{page}: the value '{key}' is {value!r}, which the format '{form}' does not fit. A "
            "whole number takes 'd', a text 's'."
        )
    return str(value)


def _take_ladders(text: str, folder: Path, page: str) -> tuple[str, dict[str, Drawing]]:
    """The text with a figure in the place of each ladder, and the drawings."""
    drawings: dict[str, Drawing] = {}

    def take(found: re.Match[str]) -> str:
        path = (folder / found["path"]).resolve()
        if not path.is_relative_to(folder.resolve().parent / "cohorts") or not path.is_file():
            raise SencoError(
                f"{page}: there is no {found['path']}. Name that of a cohort, and make its page by "
                "senco run."
            )
        name = found["path"]
        drawings[name], alt = draw_ladder(path.read_text(encoding="utf-8"))
        return f"```{{figure}} {name}\n:alt: {alt}\n:in-line:\n```\n"

    return _LADDER.sub(take, text), drawings
