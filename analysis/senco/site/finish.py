"""The written site, made lighter and its landmarks right."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from senco.site.numbering import number_tables

_COHORT_PAGE = re.compile(r"book/cohorts/(?P<cohort>[^/]+)/\d\d_(?P<stage>\w+)\.html\Z")

#: Whose data a page of a cohort shows, as its badge says, and its title in the browser.
_PROVENANCE = re.compile(r'class="senco-badge senco-(\w+)"')
_TITLE = re.compile(r"(<title>[^<(]*?) &#8212;")
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
        "the name of folded code, which hides the words that are seen",
        r'<summary aria-label="Toggle hidden content">',
        "<summary>",
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
    listed = folder / "book" / "evidence" / "claims.html"
    claims = listed.read_text(encoding="utf-8") if listed.is_file() else ""
    kinds: dict[str, str] = {}
    met = dict.fromkeys((what for what, _, _ in CHANGES), 0)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        changed = text
        for what, pattern, replacement in CHANGES:
            changed, times = re.subn(pattern, replacement, changed)
            met[what] += times
        name = page.relative_to(folder).as_posix()
        found = _COHORT_PAGE.match(name)
        start = f"{found['cohort']}-{found['stage']}-" if found else ""
        changed = link_claims(number_tables(changed, start), name, claims)
        kind = _PROVENANCE.search(changed) if found else None
        if kind:
            kinds[name.removesuffix(".html")] = kind[1]
            changed = _TITLE.sub(rf"\1 ({kind[1]}) &#8212;", changed, count=1)
        if changed != text:
            page.write_text(changed, encoding="utf-8", newline="\n")
    missing = [what for what, times in met.items() if not times]
    # a second build into the same folder writes few pages anew, or none
    if missing and met[CHANGES[0][0]] >= len(app.env.found_docs):
        raise ExtensionError(f"senco.site: the theme no longer writes {', '.join(missing)}.")
    _name_found(folder / "searchindex.js", kinds)
    _drop_unused(folder)


def link_claims(page: str, name: str, claims: str) -> str:
    """Lead from each claim in a table to where it stands with its lines.

    Parameters
    ----------
    page : str
        HTML of a page.
    name : str
        Its place in the site, such as "book/cohorts/ey-pvi-2017/65_constrictions.html".
    claims : str
        HTML of the page of claims, which links to the cohort that it is of; blank
        where the book has none.

    Returns
    -------
    str
        On a page of that cohort, where a cell holds numbers of claims or difficulties alone,
        each is a link.
    """
    of = re.search(r'href="\.\./cohorts/([^/"]+)/65_', claims)
    place = _COHORT_PAGE.match(name)
    if not of or not place or place["cohort"] != of[1]:
        return page
    known = set(re.findall(r'id="([cd]\d+)"', claims))

    def link(found: re.Match[str]) -> str:
        if found[0].lower() not in known:
            return found[0]
        return f'<a href="../../evidence/claims.html#{found[0].lower()}">{found[0]}</a>'

    def link_all(cell: re.Match[str]) -> str:
        return f"{cell[1]}{re.sub('[CD][0-9]+', link, cell[2])}</td>"

    return re.sub(r"(<td[^>]*>)([CD]\d+(?:, [CD]\d+)*)</td>", link_all, page)


def _name_found(index: Path, kinds: dict[str, str]) -> None:
    """Tell in what a search finds whose page it is: both cohorts ask the same questions."""
    if not index.is_file():
        return
    text = index.read_text(encoding="utf-8")
    begin, end = text.index("(") + 1, text.rindex(")")
    found = json.loads(text[begin:end])
    found["titles"] = [
        f"{title} ({kinds[name]})" if name in kinds and not title.endswith(")") else title
        for name, title in zip(found["docnames"], found["titles"], strict=True)
    ]
    told = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    index.write_text(f"{text[:begin]}{told}{text[end:]}", encoding="utf-8", newline="\n")


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
