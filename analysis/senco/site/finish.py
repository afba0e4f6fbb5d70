"""The written site, made lighter and its landmarks right."""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

#: What is put in place of what the theme writes, on every page that has it. Each must
#: be met on some page: a new version of the theme is looked at, not passed over.
CHANGES = (
    # a megabyte of icons, of which the book needs nine; senco.css draws those
    ("the script of icons", r'[ \t]*<(?:script|link)\b[^>]*fontawesome[^>]*>(?:</script>)?\n?', ""),
    (
        "the folding mark of a part of the contents",
        r'<summary>(?=<span class="toctree-toggle")',
        '<summary aria-label="Show or hide the pages of this part">',
    ),
    (
        "the sidebar's frame",
        r'<div id="pst-primary-sidebar"(?! role)',
        '<div id="pst-primary-sidebar" role="navigation" aria-label="The book"',
    ),
    ("the role of a reference, which is no longer one", r' role="doc-biblioentry"', ""),
    ("the list of references", r'<div role="list" class="citation-list">',
     '<div class="citation-list">'),
)  # fmt: skip
#: Files of the theme that no page asks for any more.
_UNUSED = ("_static/scripts/fontawesome.js*", "_static/vendor/fontawesome",
           "_static/scripts/*.map")  # fmt: skip


def finish_site(app: Sphinx, failure: Exception | None) -> None:
    """Change what the theme wrote, once the site is whole.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    failure : Exception or None
        What stopped the build; nothing is done then.

    Raises
    ------
    ExtensionError
        Where the theme no longer writes what is to be changed.
    """
    if failure or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    pages = [page for page in sorted(folder.rglob("*.html")) if "_static" not in page.parts]
    met = dict.fromkeys((what for what, _, _ in CHANGES), 0)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        changed = text
        for what, pattern, replacement in CHANGES:
            changed, times = re.subn(pattern, replacement, changed)
            met[what] += times
        changed = number_tables(changed)
        if changed != text:
            page.write_text(changed, encoding="utf-8", newline="\n")
    missing = [what for what, times in met.items() if not times]
    # a second build into the same folder writes few pages anew, or none
    if missing and met[CHANGES[0][0]] >= len(app.env.found_docs):
        raise ExtensionError(f"senco.site: the theme no longer writes {', '.join(missing)}.")
    _drop_unused(folder)


def number_tables(page: str) -> str:
    """Number the tables of a page, each with a place that can be linked to.

    Parameters
    ----------
    page : str
        HTML, with tables as `senco.tables.format_html` writes them.

    Returns
    -------
    str
        The same with "Table 1." and so on before the captions; a page whose tables
        are numbered already is left as it is.

    Examples
    --------
    >>> number_tables('<div class="senco-table" tabindex="0"><table><caption>Ranks</caption>')
    '<div class="senco-table" tabindex="0"><table id="table-1"><caption><a
    class="senco-number" href="#table-1">Table 1.</a> Ranks</caption>'
    """
    numbers = count(1)

    def number(found: re.Match[str]) -> str:
        key = next(numbers)
        link = f'<a class="senco-number" href="#table-{key}">Table {key}.</a>'
        return f'{found[1]} id="table-{key}">{found[2]}{link} '

    return re.sub(r'(<div class="senco-table" tabindex="0"><table)>(\s*<caption>)', number, page)


def _drop_unused(folder: Path) -> None:
    for pattern in _UNUSED:
        for path in sorted(folder.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    for sheet in sorted((folder / "_static" / "styles").glob("pydata-sphinx-theme.css")):
        text = sheet.read_text(encoding="utf-8")
        text = re.sub(r"@font-face\{[^}]*Font Awesome[^}]*\}", "", text)
        sheet.write_text(text, encoding="utf-8", newline="\n")
