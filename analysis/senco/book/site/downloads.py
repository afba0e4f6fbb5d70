"""Each figure to take along: as SVG, as PNG and as PDF, with the words by which it is cited."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from senco.book.attribution import add_citation, take_over
from senco.book.citation import LICENCES, Citation
from senco.book.site.head import load_citation
from senco.book.site.notes import note_drawn
from senco.locale import load_catalogue
from senco.workspace.paths import EARLIER_SITE
from senco.workspace.processes import tie

#: Where the files lie in the site.
FOLDER = "_downloads/figures"
_KINDS = {"png": "figure (PNG)", "pdf": "figure (PDF)", "svg": "figure (SVG)"}
#: A title is the caption up to where its first sentence ends, or its first part.
_TITLE = re.compile(r"[^.;:]{8,300}(?=[.;:](?:\s|\Z))")


def add_files(app: Sphinx, doctree: nodes.document) -> None:
    """Offer the files under each figure of a page that is of no cohort.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages gets them.
    doctree : docutils.nodes.document
        The page, changed in place; on a cohort's page `senco.book.site.making` offers them.
    """
    if app.builder.name != "html" or "/cohorts/" in app.env.docname:
        return
    for figure in list(doctree.findall(nodes.figure)):
        links = offer_files(app, figure, app.env.docname.rpartition("/")[2])
        if links:
            html = f'<p class="senco-files">{" · ".join(links)}</p>'
            figure.parent.insert(
                figure.parent.index(figure) + 1, nodes.raw("", html, format="html")
            )


def offer_files(app: Sphinx, figure: nodes.figure, page: str = "", data: str = "") -> list[str]:
    """Put a figure with its citation among what the site offers, and return the links.

    Another process draws the PNG and the PDF from it meanwhile (`end_drawing` waits for it).

    Parameters
    ----------
    app : Sphinx
        The application.
    figure : docutils.nodes.figure
        On the page that is being read.
    page : str
        What the names of its files begin with, where its own name does not say whose it is.
    data : str
        Whose data it shows, such as "Synthetic data: Worked example."; "" where its caption
        says so.

    Returns
    -------
    list of str
        A link for each kind of file; none for a picture that is none of matplotlib's.
    """
    source = find_source(app, figure)
    if source is None or not figure["ids"]:
        return []
    name = f"{page}-{figure['ids'][0]}".lstrip("-")
    citation, told = load_citation(app), load_catalogue(str(app.config.language))
    title = find_title(figure)
    lines = [line for line in (told.translate(data), *word_citation(citation)) if line]
    drawn = source.read_text(encoding="utf-8")
    cited = add_citation(drawn, title, lines)
    if cited == drawn:
        return []
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.svg").write_text(cited, encoding="utf-8", newline="\n")
    _have_drawn(app, name)
    note_drawn(app.env, name)
    app.env.note_dependency(source.relative_to(app.srcdir).as_posix())
    start = "../" * app.env.docname.count("/") + f"{FOLDER}/{name}"
    return [
        f'<a class="senco-file" href="{escape(start)}.{kind}" download>'
        f"{escape(told.translate(words))}</a>"
        for kind, words in _KINDS.items()
    ]


def find_source(app: Sphinx, figure: nodes.figure) -> Path | None:
    """Return the file that a figure shows.

    Parameters
    ----------
    app : Sphinx
        The application.
    figure : docutils.nodes.figure
        On a page that has been read.

    Returns
    -------
    Path or None
        None where it shows no SVG.
    """
    for image in figure.findall(nodes.image):
        path = Path(app.srcdir, str(image["uri"]))
        if path.suffix == ".svg" and path.is_file():
            return path
    return None


def find_title(figure: nodes.figure) -> str:
    """Return what a figure shows, in a sentence.

    Parameters
    ----------
    figure : docutils.nodes.figure
        With a caption.

    Returns
    -------
    str
        The beginning of its caption, as far as one idea goes.

    Examples
    --------
    >>> caption = nodes.caption("", "Ranks of 21 constructs: a disc is the mean. Source: rankings.")
    >>> find_title(nodes.figure("", caption))
    'Ranks of 21 constructs.'
    """
    caption = next(iter(figure.findall(nodes.caption)), None)
    words = " ".join(caption.astext().split()) if caption is not None else ""
    found = _TITLE.match(words)
    return f"{found[0]}." if found else words[:300]


def word_citation(citation: Citation) -> list[str]:
    """Return the lines by which a figure of the book is cited, after its own title.

    Parameters
    ----------
    citation : Citation
        As `CITATION.cff` has it.

    Returns
    -------
    list of str
        The book with its authors, year and version; the licence of figures.
    """
    authors = "; ".join(author.cited for author in citation.authors)
    place = f"https://doi.org/{citation.doi}" if citation.doi else citation.url or ""
    book = f"{authors} ({citation.year}). {citation.title} (version {citation.version}). {place}"
    licence = citation.license[-1]
    return [book.strip(), f"{licence}, {LICENCES[licence]}" if licence in LICENCES else licence]


@dataclass
class _Drawing:
    """A process that draws, and the names of what it was asked for."""

    process: subprocess.Popen[str]
    asked: set[str] = field(default_factory=set)

    def ask(self, name: str) -> None:
        """Ask for a figure; where the process has ended, `end_drawing` says why."""
        self.asked.add(name)
        if self.process.stdin:
            with suppress(OSError):
                self.process.stdin.write(f"{name}\n")
                self.process.stdin.flush()


#: The process that draws; one of a build, from its first figure that was not drawn before.
_DRAWING: list[_Drawing] = []


def _have_drawn(app: Sphinx, name: str) -> None:
    """Have another process draw a figure of the site, where it is not that of before."""
    folder, earlier = Path(app.outdir, FOLDER), os.environ.get(EARLIER_SITE)
    if earlier and take_over(folder / f"{name}.svg", Path(earlier, FOLDER)):
        return
    if not _DRAWING:
        code = (
            "import sys; from pathlib import Path; from senco.book.drawing import draw_asked; "
            "draw_asked(Path(sys.argv[1]), sys.stdin)"
        )
        command = [sys.executable, "-c", tie(code), str(folder)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        _DRAWING.append(_Drawing(process))
    _DRAWING[0].ask(name)


def draw_others(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have those figures drawn that are on pages which were not read by this process.

    Parameters
    ----------
    app : Sphinx
        The application.
    env : BuildEnvironment
        What it knows of all pages.

    Returns
    -------
    list of str
        Pages to be written for that reason alone: none.
    """
    asked = _DRAWING[0].asked if _DRAWING else set()
    if app.builder.name == "html":
        for path in sorted(Path(app.outdir, FOLDER).glob("*.svg")):
            if path.stem not in asked:
                _have_drawn(app, path.stem)
    return []


def end_drawing(app: Sphinx, failure: Exception | None) -> None:
    """Wait until every figure has been drawn.

    Parameters
    ----------
    app : Sphinx
        The application.
    failure : Exception or None
        What stopped the build; then nobody waits for it.

    Raises
    ------
    sphinx.errors.SphinxError
        Where one could not be drawn.
    """
    while _DRAWING:
        drawing = _DRAWING.pop().process
        if failure:
            drawing.kill()
        _, told = drawing.communicate()
        if drawing.returncode and not failure:
            raise SphinxError(f"A figure could not be drawn as PNG and PDF:\n{told.strip()}")
