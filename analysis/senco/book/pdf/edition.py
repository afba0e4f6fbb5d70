"""One edition of the book on paper: assembled, printed, numbered, bound."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

from senco.book.assembly import load_citation, load_toc, site_of
from senco.book.citation import Citation, cite_in_words
from senco.book.library.contents import leave_out_library, leave_out_pack
from senco.book.pdf.assembly import (
    list_chapters,
    list_documents,
    list_headings,
    read_articles,
    read_title,
    set_article,
    write_document,
)
from senco.book.pdf.binding import bind, find_pages
from senco.book.pdf.browser import find_browser, print_page
from senco.cohort.loading import read_info
from senco.cohort.model import PROVENANCE_NOTES
from senco.errors import BuildError, SencoError
from senco.workspace.files import make_private_folder, write_bytes_atomically
from senco.workspace.paths import Project

#: The contents are printed again until their numbers hold; twice is enough by far.
MAXIMUM_PASSES = 4


def print_book(project: Project, path: Path, cohort: str | None = None) -> int:
    """Print a built book into one PDF.

    Parameters
    ----------
    project : Project
        The checkout, whose site is built.
    path : Path
        The file to write; an old one is replaced when the new one is whole.
    cohort : str, optional
        A private cohort, whose own book is printed; by default the public one.

    Returns
    -------
    int
        Number of pages.

    Raises
    ------
    BuildError
        Where there is no browser, or no site, or the browser does not print.
    """
    browser = find_browser()
    site = site_of(project, cohort)
    toc = leave_out_pack(leave_out_library(load_toc(project, cohort)))
    articles = read_articles(site, list_documents(toc))
    titles = {name: read_title(article) for name, article in articles.items()}
    chapters = list_chapters(toc, titles)
    anchors = {chapter.document: chapter.anchor for chapter in chapters}
    for chapter in chapters:
        set_article(articles[chapter.document], chapter, site, anchors)
    work = project.root / "_build" / "pdf"
    shutil.rmtree(work, ignore_errors=True)
    make_private_folder(work)
    citation = load_citation(project)
    style = (project.root / "book" / "print.css").read_text(encoding="utf-8")
    style = style.replace('url("_static/', f'url("{(site / "_static").resolve().as_uri()}/')
    picture = articles[toc["root"]].select_one("figure img, .senco-ladder")
    front = _write_front(citation, str(picture or ""), describe_cohort(project, cohort))
    formula = any(article.select_one(".math") for article in articles.values())
    mathjax = site / "_static" / "mathjax" / "tex-chtml.js"
    script = mathjax.resolve().as_uri() if formula else ""
    pages: dict[str, int] = {}
    for _ in range(MAXIMUM_PASSES):
        text = write_document(front, chapters, articles, pages, style, script)
        (work / "book.html").write_text(text, encoding="utf-8")
        print_page(browser, work / "book.html", work / "printed.pdf")
        found = find_pages(work / "printed.pdf")
        settled = all(pages.get(c.anchor) == found.get(c.anchor) for c in chapters)
        pages = found
        if settled:
            break
    else:
        raise BuildError("The page numbers of the contents do not settle.")
    lost = [chapter.document for chapter in chapters if chapter.anchor not in pages]
    if lost:
        raise BuildError(f"The printed book lacks {', '.join(lost)}.")
    headings = {name: list_headings(article) for name, article in articles.items()}
    count = bind(work / "printed.pdf", work / "book.pdf", chapters, headings, _describe(citation))
    _put_in_place(work / "book.pdf", path, private=cohort is not None)
    shutil.rmtree(work)
    return count


def _put_in_place(made: Path, path: Path, *, private: bool) -> None:
    try:
        write_bytes_atomically(path, made.read_bytes(), private=private)
    except OSError as error:
        raise SencoError(f"{path.name} cannot be written: {error.strerror or error}.") from None


def _describe(citation: Citation) -> dict[str, str]:
    """What the PDF says of itself, its date that of the release."""
    date = f"D:{citation.date_released.replace('-', '')}000000Z"
    return {
        "/Title": citation.title,
        "/Author": "; ".join(author.cited for author in citation.authors),
        "/Keywords": ", ".join(citation.keywords),
        "/Creator": f"senco {citation.version}",
        "/CreationDate": date,
        "/ModDate": date,
    }


def describe_cohort(project: Project, cohort: str | None) -> str:
    """Return what a title page says of a cohort that is in a book of its own.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str or None
        The cohort; None for the public book.

    Returns
    -------
    str
        Its title, and what kind of data it holds; "" for no cohort.
    """
    if cohort is None:
        return ""
    info = read_info(cohort, project)
    note = PROVENANCE_NOTES[info.provenance]
    return f"With the cohort: {' '.join(info.title.split())}. {note}"


def _write_front(citation: Citation, picture: str, cohort: str) -> str:
    title, _, subtitle = citation.title.partition(": ")
    subtitle = subtitle[:1].upper() + subtitle[1:]
    authors = "; ".join(author.cited for author in citation.authors)
    added = f'<p class="title-cohort">{escape(cohort)}</p>' if cohort else ""
    return (
        '<section class="title-page">'
        f'<h1>{escape(title)}</h1><p class="subtitle">{escape(subtitle)}</p>{added}'
        f"{picture}"
        f'<p class="title-authors">{escape(authors)}</p>'
        f"<p>Version {escape(citation.version)}, {citation.date_released}</p></section>"
        '<section class="imprint">'
        f"<p>This book publishes the analysis of <em>{escape(citation.article.title)}</em>. "
        f"{escape(citation.article.notes)}</p>"
        f"<p>To cite: {escape(cite_in_words(citation))}</p>"
        f"<p>Prose, gists, codings, tables and figures: {escape(citation.license[-1])}. "
        f"Code: {escape(citation.license[0])}. Rights in the publication’s own "
        "content are not affected.</p>"
        "<p>The printed book leaves out the code, the figures’ data as tables, the files to "
        "download and the part on the library, with its functions and tutorials: they are in the "
        "book on the web and in the project’s folder.</p></section>"
    )


def name_edition(project: Project, cohort: str | None = None) -> Path:
    """Return where an edition is written by default.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str, optional
        A private cohort.

    Returns
    -------
    Path
        Beside the site.
    """
    site = site_of(project, cohort)
    return site.with_name(f"{cohort or load_citation(project).stem}.pdf")
