"""How a figure, and a page, was made: data, notebook, parameters, digests; and whole tables."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from senco.book.site.downloads import offer_files
from senco.locale import load_catalogue
from senco.locale.catalogue import Catalogue
from senco.workspace.paths import Project

_PAGE = re.compile(r"book/cohorts/(?P<cohort>[^/]+)/(?P<stage>\d\d_\w+)\Z")
#: The file of a table that a page shows in part, as `senco.book.results` names it.
_FILE = re.compile(r"[\w-]+\.csv")
_MANY_DIGITS = re.compile(r"-?\d+\.\d{5,}(e[-+]?\d+)?")
#: A table under a figure is no longer than this; its file has every row.
MAXIMUM_ROWS = 100


def add_sources(app: Sphinx, doctree: nodes.document) -> None:
    """Put a figure's data under it, a whole table under its part, and at the end how all was made.

    That is done when a page has been read, for the files that pages offer are copied
    before any page is written.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages gets the additions.
    doctree : docutils.nodes.document
        The page, changed in place; one of no cohort is left as it is.
    """
    docname = app.env.docname
    found = _PAGE.match(docname)
    if app.builder.name != "html" or not found:
        return
    page = Path(app.srcdir) / f"{docname}.ipynb"
    results = page.parent / "results" / found["stage"]
    if not (results / "run.json").is_file():
        return
    from senco.cohort.loading import read_info  # brings pandas, which other pages spare

    linker, told = _Linker(app, docname), load_catalogue(str(app.config.language))
    info = read_info(found["cohort"], Project(Path(app.srcdir)))
    app.env.note_dependency(f"data/cohorts/{found['cohort']}/cohort.yml")
    title = " ".join(info.title.split())
    whose = {
        "published": f"Published data: {title}.",
        "synthetic": f"Synthetic data: {title}.",
        "collected": f"Collected data: {title}.",
    }[info.provenance]
    for figure in list(doctree.findall(nodes.figure)):
        name = _name_figure(figure, found["cohort"], found["stage"])
        if name and (results / f"{name}.svg").is_file():
            pictures = offer_files(app, figure, data=whose)
            described = _describe_figure(results, name, found["stage"], linker, told, pictures)
            _add_after(figure, described)
    for shown in list(doctree.findall(nodes.Element)):
        if _FILE.fullmatch(str(shown.get("file"))):
            link = linker.link(results / shown["file"], told.translate("The whole table (CSV)"))
            _add_after(shown, f'<p class="senco-files">{link}</p>')
    record = json.loads((results / "run.json").read_text(encoding="utf-8"))
    section = next(iter(doctree.findall(nodes.section)), doctree)
    described = _describe_page(record, page, found["stage"], linker, told)
    section.append(nodes.raw("", described, format="html"))


class _Linker:
    """Files of the project that a page offers, copied into the site."""

    def __init__(self, app: Sphinx, docname: str):
        self._app, self._docname = app, docname

    def link(self, path: Path, words: str) -> str:
        """Return a link to a copy of a file."""
        name = path.relative_to(self._app.srcdir).as_posix()
        self._app.env.dependencies[self._docname].add(name)
        copy = self._app.env.dlfiles.add_file(self._docname, name)
        up = "../" * self._docname.count("/")
        return f'<a class="senco-file" href="{up}_downloads/{escape(copy)}" download>{words}</a>'


def _name_figure(figure: nodes.figure, cohort: str, stage: str) -> str | None:
    start = f"{cohort}-{stage[3:]}-"
    names = [name for name in figure["names"] if name.startswith(start)]
    return names[0].removeprefix(start) if names else None


def _add_after(node: nodes.Element, html: str) -> None:
    place = node.parent.index(node) + 1
    node.parent.insert(place, nodes.raw("", html, format="html"))


def _describe_figure(
    results: Path, name: str, stage: str, linker: _Linker, told: Catalogue, pictures: list[str]
) -> str:
    if not (results / f"{name}.csv").is_file():  # a panel, whose data stand under the first
        return f'<p class="senco-files">{" · ".join(pictures)}</p>'
    import pandas as pd

    from senco.book.tables import format_html

    data = pd.read_csv(results / f"{name}.csv", dtype=str, keep_default_na=False)
    left_out = len(data) - MAXIMUM_ROWS
    shown = data.head(MAXIMUM_ROWS).map(round_digits)
    notes = [f"{left_out} more rows are in the file."] if left_out > 0 else []
    if not shown.equals(data.head(MAXIMUM_ROWS)):
        notes.append("Rounded to four digits; the file has them all.")
    table = format_html(shown, "What the figure shows", " ".join(notes), catalogue=told)
    # of another class: these are not counted among the page's tables
    table = table.replace('class="senco-table"', 'class="senco-table senco-data"', 1)
    files = (linker.link(results / f"{name}.csv", told.translate("data (CSV)")), *pictures)
    summary = told.translate("The figure’s data as a table, and its files")
    drawn = told.translate(
        f"Drawn by the notebook <code>{escape(stage)}</code> from the data above."
    )
    return (
        f'<details class="senco-making"><summary>{summary}</summary>{table}'
        f"<p>{drawn} {' · '.join(files)}</p></details>"
    )


def round_digits(text: str) -> str:
    """Return a number that is printed with many digits with four of them.

    Parameters
    ----------
    text : str
        A cell as it stands in a file.

    Returns
    -------
    str
        Anything but a fraction of five decimals or more as it was.

    Examples
    --------
    >>> round_digits("3.7857142857142856"), round_digits("-1e-05"), round_digits("0.25")
    ('3.786', '-1e-05', '0.25')
    """
    return f"{float(text):.4g}" if _MANY_DIGITS.fullmatch(text) else text


def _describe_page(
    record: dict[str, Any], page: Path, stage: str, linker: _Linker, told: Catalogue
) -> str:
    inputs = record["inputs"]
    tables = [path for path in inputs if path.startswith("data/")]
    modules = sum(path.startswith("analysis/senco/") for path in inputs)
    rows = "".join(
        f"<tr><td><code>{escape(path)}</code></td><td><code>{inputs[path][:12]}</code></td></tr>"
        for path in [f"analysis/notebooks/{stage}.ipynb", *tables, "requirements.lock"]
        if path in inputs
    )
    given = ", ".join(f"{key} = {value}" for key, value in record["parameters"].items())
    results = page.parent / "results" / stage
    files = [linker.link(page, told.translate("this page as a notebook"))]
    files.append(linker.link(results / "run.json", told.translate("its full record")))
    if (results / "values.json").is_file():
        words = told.translate("the values in its sentences")
        files.append(linker.link(results / "values.json", words))
    summary, caption = map(told.translate, ("How this page was made", "Inputs of this page"))
    run = told.translate(
        f"The notebook was run with the parameters {escape(given)}. The page depends on these "
        f"files and on {modules} modules of the project’s library, all by content: if one of "
        "them changes, the page is made again. The beginning of each file's SHA-256 is beside "
        "its name."
    )
    return (
        f'<details class="senco-making senco-page-making"><summary>{summary}</summary>'
        f'<p>{run}</p><div class="senco-table senco-data" tabindex="0"><table>'
        f'<caption>{caption}</caption><thead><tr><th scope="col">{told.name("file", "table")}</th>'
        '<th scope="col">SHA-256</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div><p>{' · '.join(files)}</p></details>"
    )
