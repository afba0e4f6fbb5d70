"""The pages to read, or those of one cohort, put together and written."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from bs4 import BeautifulSoup

from senco.book.assembly import list_public, load_citation, load_toc, site_of
from senco.book.citation import Citation, cite_in_words
from senco.book.library.contents import leave_out_library, leave_out_pack
from senco.book.manuscript.chapters import Manuscript
from senco.book.manuscript.jats import write_jats
from senco.book.manuscript.word import write_word
from senco.book.pdf.assembly import (
    Chapter,
    list_chapters,
    list_documents,
    read_articles,
    read_title,
)
from senco.book.pdf.edition import describe_cohort
from senco.book.site.editions import SETTING, split_pages
from senco.errors import SencoError
from senco.workspace.files import write_bytes_atomically
from senco.workspace.paths import Project

Format = Literal["docx", "jats"]
#: The formats, with how the name of a file ends.
FORMATS: dict[str, str] = {"docx": ".docx", "jats": "-jats.zip"}
assert set(FORMATS) == set(get_args(Format))


def write_manuscript(
    project: Project, path: Path, to: Format = "docx", cohort: str | None = None
) -> int:
    """Write pages of a built book into one document.

    Parameters
    ----------
    project : Project
        The checkout, whose site is built.
    path : Path
        The file to write; an old one is replaced when the new one is whole. For nobody else
        to read where the cohort is private.
    to : {"docx", "jats"}
        A Word document, or an archive of JATS and pictures.
    cohort : str, optional
        A cohort whose pages are written, with a note of whose data they show; by default the
        edition to read.

    Returns
    -------
    int
        Number of chapters.

    Raises
    ------
    BuildError
        Where there is no site, or pandoc does not write.
    SencoError
        Where the book has no pages of the cohort, or the file cannot be written.
    """
    private = cohort is not None and cohort not in list_public(project)
    site = site_of(project, cohort if private else None)
    citation = load_citation(project)
    chapters = _choose(project, site, cohort, cohort if private else None)
    address = f"{citation.url.rstrip('/')}/" if citation.url and not private else ""
    manuscript = Manuscript(site, chapters, address)
    text = manuscript.write()
    mark = describe_cohort(project, cohort)
    if to == "docx":
        subtitle = citation.title.partition(": ")[2]
        front = _write_front(citation, chapters, mark)
        made = write_word(
            text, manuscript.pictures, front, citation, f"{subtitle[:1].upper()}{subtitle[1:]}"
        )
    else:
        abstract = "" if cohort else read_description(site / f"{chapters[0].document}.html")
        told = f'<div data-custom-style="Badge"><p>{escape(mark)}</p></div>' if mark else ""
        made = write_jats(told + text, manuscript.pictures, citation, abstract, mark)
    try:
        write_bytes_atomically(path, made, private=private)
    except OSError as error:
        raise SencoError(f"{path.name} cannot be written: {error.strerror or error}.") from None
    return len(chapters)


def _choose(project: Project, site: Path, cohort: str | None, private: str | None) -> list[Chapter]:
    """The chapters: of the edition to read, where a book has one, or of a cohort."""
    toc = load_toc(project, private)
    toc["parts"] = [part for part in toc["parts"] if part["chapters"]]  # of a cohort not yet built
    toc = leave_out_pack(leave_out_library(toc))
    names = _list_wanted(project, toc, cohort)
    titles = {name: read_title(one) for name, one in read_articles(site, names).items()}
    # the titles of pages that are not wanted are not needed
    listed = list_chapters(toc, {**dict.fromkeys(list_documents(toc), ""), **titles})
    return [chapter for chapter in listed if chapter.document in names]


def _list_wanted(project: Project, toc: dict[str, Any], cohort: str | None) -> list[str]:
    documents = list_documents(toc)
    if cohort is not None:
        wanted = [one for one in documents if one.startswith(f"book/cohorts/{cohort}/")]
        if not wanted:
            raise SencoError(f"The book has no page of '{cohort}'. Type senco build {cohort}.")
        return wanted
    config = yaml.safe_load((project.root / "_config.yml").read_text(encoding="utf-8"))
    door = str(config.get("sphinx", {}).get("config", {}).get(SETTING, ""))
    return list(split_pages(documents, door).reading) or documents


def read_description(page: Path) -> str:
    """Return what a page's head says that it finds.

    Parameters
    ----------
    page : Path
        A page of a built site.

    Returns
    -------
    str
        Plain text; "" where it says nothing.
    """
    head = page.read_text(encoding="utf-8").partition("</head>")[0]
    found = BeautifulSoup(head, "html.parser").find("meta", attrs={"name": "description"})
    return str(found["content"]) if found is not None else ""


def _write_front(citation: Citation, chapters: list[Chapter], mark: str) -> str:
    """What stands before the chapters in Word: whose data, the sources, the contents."""
    badge = f'<div data-custom-style="Badge"><p>{escape(mark)}</p></div>' if mark else ""
    listed = "".join(
        f'<li><a href="#{chapter.anchor}">{escape(chapter.title)}</a></li>' for chapter in chapters
    )
    about = "These are a cohort’s pages in a book that" if mark else "This document"
    return (
        f"{badge}<p>{about} publishes the analysis of <em>{escape(citation.article.title)}"
        f"</em>. {escape(citation.article.notes)}</p>"
        f"<p>To cite: {escape(cite_in_words(citation))}</p>"
        f"<p>Prose, gists, codings, tables and figures: {escape(citation.license[-1])}. Rights in "
        "the publication’s own content are not affected. A claim is told of in a note, with its "
        "number among all claims of the book.</p>"
        f"<p><strong>Contents</strong></p><ul>{listed}</ul>"
    )


def name_manuscript(project: Project, to: Format = "docx", cohort: str | None = None) -> Path:
    """Return where a document is written by default.

    Parameters
    ----------
    project : Project
        The checkout.
    to : {"docx", "jats"}
        Its format.
    cohort : str, optional
        A cohort whose pages are written.

    Returns
    -------
    Path
        Beside the site.
    """
    private = cohort is not None and cohort not in list_public(project)
    site = site_of(project, cohort if private else None)
    return site.with_name(f"{cohort or load_citation(project).stem}{FORMATS[to]}")
