"""The kit as files: each of its pages as a PDF and as a Word document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from senco.errors import SencoError
from senco.instruments.documents.drawing import Drawing, read_drawing
from senco.instruments.documents.filling import Content, fill_page
from senco.instruments.documents.model import Block, Document, Figure
from senco.instruments.documents.pdf import write_pdf
from senco.instruments.documents.reading import read_document
from senco.instruments.documents.word import write_word

#: So many bytes no page of a kit has.
_LONGEST = 256 * 1024
_ENTRY = re.compile(r"^@\w+\{([\w-]+),(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^ *(\w+) *= *\{([^\n]*)\},?$", re.MULTILINE)
_ACCENT = re.compile(r"\{?\\[^\w\s]\{?(\w)\}?\}?")


def make_documents(
    folder: Path, pages: Mapping[str, str], content: Content, references: str, subject: str
) -> dict[str, bytes]:
    """Return the documents of a kit.

    Parameters
    ----------
    folder : Path
        Where the kit's pages lie, and the drawings that they show.
    pages : mapping of str to str
        The pages, by name; their lists and forms are written again.
    content : Content
        What they are made for.
    references : str
        The bibliography, in BibTeX.
    subject : str
        Whose kit it is.

    Returns
    -------
    dict of str to bytes
        Two files for each page, such as ``consent.pdf`` and ``consent.docx``.
    """
    cited = list_references(references)
    files = {}
    for name, text in pages.items():
        document = read_document(
            fill_page(text, content), f"{name}.md", cited, content.study.language, subject
        )
        drawings = _read_drawings(folder, document)
        files[f"{name}.pdf"] = write_pdf(document, drawings)
        files[f"{name}.docx"] = write_word(document, drawings)
    return files


def read_pages(folder: Path) -> dict[str, str]:
    """Return the pages of a kit that are given out.

    Parameters
    ----------
    folder : Path
        `book/kit`.

    Returns
    -------
    dict of str to str
        By name, in the order of the alphabet; without the one that leads to the others.
    """
    paths = [path for path in sorted(folder.glob("*.md")) if path.stem != "index"]
    return {path.stem: read_page(path) for path in paths}


def read_page(path: Path) -> str:
    """Return the text of a page.

    Parameters
    ----------
    path : Path
        A file of the kit.

    Returns
    -------
    str
        Its Markdown.

    Raises
    ------
    SencoError
        Where it is not text in UTF-8, or as long as no page is.
    """
    content = path.read_bytes()
    if len(content) > _LONGEST:
        raise SencoError(f"{path.name}: a page of the kit has at most {_LONGEST:,} bytes.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SencoError(f"{path.name} is not text in UTF-8. Save it as UTF-8.") from None


def write_digests(files: Mapping[str, bytes]) -> str:
    """Return the digests of files, as `sha256sum --check` reads them.

    Parameters
    ----------
    files : mapping of str to bytes
        By name.

    Returns
    -------
    str
        A line for each.
    """
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    )


def list_references(text: str) -> dict[str, str]:
    r"""Return how the works of a bibliography are cited.

    Parameters
    ----------
    text : str
        BibTeX, each entry of which ends with a brace on a line of its own.

    Returns
    -------
    dict of str to str
        By key, as *Kelly (1955). Title. Publisher.*

    Examples
    --------
    >>> bib = "@book{k,\n author = {Kelly, George A.},\n title = {A},\n year = {1955}\n}\n"
    >>> list_references(bib)
    {'k': 'Kelly (1955). A.'}
    """
    told = {}
    for key, body in _ENTRY.findall(text):
        given = {name.lower(): _ACCENT.sub(r"\1", words) for name, words in _FIELD.findall(body)}
        given = {
            name: re.sub(r"[{}]|\\(?=&)", "", words).replace("--", "–")
            for name, words in given.items()
        }
        people = [one.partition(",")[0] for one in given.get("author", key).split(" and ")]
        names = f"{people[0]} and others" if len(people) > 3 else " and ".join(
            [", ".join(people[:-1]), people[-1]] if len(people) > 1 else people
        )  # fmt: skip
        place = given.get("journal") or given.get("publisher", "")
        doi = f"doi:{given['doi']}" if "doi" in given else ""
        parts = [given.get("title", ""), place, doi]
        told[key] = f"{names} ({given.get('year', '')}). " + " ".join(
            f"{part}." for part in parts if part
        )
    return told


def _read_drawings(folder: Path, document: Document) -> dict[str, Drawing]:
    def find(blocks: tuple[Block, ...]) -> list[str]:
        return [one.path for one in blocks if isinstance(one, Figure)]

    drawings = {}
    for path in find(document.blocks):
        file = (folder / path).resolve()
        if not file.is_relative_to(folder.resolve()) or file.suffix != ".svg":
            raise SencoError(f"{path}: a figure of the kit is an SVG file beside its page.")
        drawings[path] = read_drawing(file.read_bytes(), file.name)
    return drawings
