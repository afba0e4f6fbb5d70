"""The written site, made lighter and its landmarks right."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from senco.book.site.numbering import number_tables
from senco.text.styles import THEME_SHEET, leave_out_icons

_COHORT_PAGE = re.compile(r"book/cohorts/(?P<cohort>[^/]+)/\d\d_(?P<stage>\w+)\.html\Z")

#: Whose data a page of a cohort shows, as its badge says, and its title in the browser.
_PROVENANCE = re.compile(r'class="senco-badge senco-(\w+)"')
_TITLE = re.compile(r"(<title>[^<(]*?) &#8212;")


class Change(NamedTuple):
    """What is put in place of something that the theme writes."""

    what: str
    #: A page without it has nothing to be changed; one with it has the pattern.
    sign: str
    pattern: str
    replacement: str


def _open_sidebar(kind: str, button: str, dialogue: str) -> tuple[Change, ...]:
    """Let a sidebar's button open it on a narrow window, and give both a name.

    The theme's scripts take the first button of a kind for the only one, and that stands in a
    header which is never shown.
    """
    return (
        Change(
            f"the header's button of the {kind} sidebar",
            f"{kind}-toggle",
            rf'(<button class="pst-navbar-icon sidebar-toggle) {kind}-toggle"',
            r'\1"',
        ),
        Change(
            f"the name of the {kind} sidebar's button",
            f"{kind}-toggle",
            f'title="Toggle {kind} sidebar"',
            f'title="{button}" aria-label="{button}"',
        ),
        Change(
            f"the {kind} sidebar's dialogue",
            f"{kind}-sidebar-modal",
            rf'<dialog id="pst-{kind}-sidebar-modal"(?! aria)',
            f'<dialog id="pst-{kind}-sidebar-modal" aria-label="{dialogue}"',
        ),
    )


#: Each is made wherever a page has its sign: a new version of the theme that writes it in
#: another way is looked at, not passed over.
CHANGES = (
    Change(
        "the script of icons",  # a megabyte, of which the book needs nine; senco.css draws those
        "fontawesome",
        r"[ \t]*<(?:script|link)\b[^>]*fontawesome[^>]*>(?:</script>)?\n?",
        "",
    ),
    Change(
        "the folding mark of a part of the contents",
        "toctree-toggle",
        r'<summary>(?=<span class="toctree-toggle")',
        '<summary aria-label="Show or hide the pages of this part">',
    ),
    Change(
        "the name of folded code, which hides the words that are seen",
        '<details class="admonition hide',
        r'<summary aria-label="Toggle hidden content">',
        "<summary>",
    ),
    Change(
        "the sidebar's frame",
        "pst-primary-sidebar",
        r'<div id="pst-primary-sidebar"(?! role)',
        '<div id="pst-primary-sidebar" role="navigation" aria-label="The book"',
    ),
    *_open_sidebar("primary", "Menu of the book", "The book"),
    *_open_sidebar("secondary", "Contents of this page", "On this page"),
    Change(
        "the role of a reference, which is no longer one",
        'class="citation"',
        r' role="doc-biblioentry"',
        "",
    ),
    Change(
        "the list of references",
        'class="citation-list"',
        r'<div role="list" class="citation-list">',
        '<div class="citation-list">',
    ),
)
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
    met = dict.fromkeys(CHANGES, 0)
    signs: set[Change] = set()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        changed = text
        signs |= {change for change in CHANGES if change.sign in text}
        for change in CHANGES:
            changed, times = re.subn(change.pattern, change.replacement, changed)
            met[change] += times
        name = page.relative_to(folder).as_posix()
        found = _COHORT_PAGE.match(name)
        changed = link_claims(number_tables(changed), name, claims)
        kind = _PROVENANCE.search(changed) if found else None
        if kind:
            kinds[name.removesuffix(".html")] = kind[1]
            changed = _TITLE.sub(rf"\1 ({kind[1]}) &#8212;", changed, count=1)
        if changed != text:
            page.write_text(changed, encoding="utf-8", newline="\n")
    missing = [change.what for change in CHANGES if change in signs and not met[change]]
    # a second build into the same folder writes few pages anew, or none
    if missing and met[CHANGES[0]] >= len(app.env.found_docs):
        raise ExtensionError(f"senco.book.site: the theme no longer writes {', '.join(missing)}.")
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
    for sheet in sorted((folder / "_static" / "styles").glob(THEME_SHEET)):
        text = leave_out_icons(sheet.read_text(encoding="utf-8"))
        sheet.write_text(text, encoding="utf-8", newline="\n")
