"""What of a page's scripts and style sheets something on the page uses: it loads nothing else."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: Scripts and sheets by how their names begin, and what a page has that they are for: a part of
#: the attributes in its text.
_USES = (
    (("clipboard", "copybutton"), re.compile(r'class="highlight"')),
    (("togglebutton",), re.compile(r'class="(?:[^"]* )?(?:toggle|dropdown)[ "]')),
    (("design-tabs",), re.compile(r'class="(?:[^"]* )?sd-tab-')),
    (("sphinx-design",), re.compile(r'class="(?:[^"]* )?sd-')),
    (("mystnb.",), re.compile(r'class="(?:[^"]* )?(?:cell|pasted|linenos|-Color)')),
    (("explorer.js",), re.compile(r'class="(?:[^"]* )?senco-explorer[ "]')),
    (("facing.js",), re.compile(r'class="(?:[^"]* )?senco-facing[ "]')),
)
#: What the script of the toggle buttons is told.
_TOLD = re.compile(r"(?:let|var) toggle(?:Hint|OpenOnPrint|buttonSelector)")
_TOGGLE = "togglebutton.js"


def load_used(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave out of a page's scripts and sheets those that nothing on it uses.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        What the templates show, changed in place.
    doctree : docutils.nodes.document or None
        The page; None for one that has no text of its own, such as the search.
    """
    if app.builder.name != "html":
        return
    unused = tuple(list_unused(str(context.get("body") or "")))
    for key in ("script_files", "css_files"):
        context[key] = [one for one in context[key] if not _is_for(one, unused)]


def list_unused(body: str) -> list[str]:
    """Return how the names begin of scripts and sheets that a page has no use for.

    Parameters
    ----------
    body : str
        HTML of the page's text.

    Returns
    -------
    list of str
        The beginnings.

    Examples
    --------
    >>> list_unused('<div class="highlight"><pre>1</pre></div><p class="sd-card">')[:2]
    ['togglebutton', 'design-tabs']
    """
    return [name for names, mark in _USES if not mark.search(body) for name in names]


def _is_for(asset: Any, unused: tuple[str, ...]) -> bool:
    """Whether a script or a sheet, as Sphinx has it, is one of those."""
    path = getattr(asset, "filename", asset)
    told = getattr(asset, "attributes", {}).get("body") or ""
    if not path:
        return _TOGGLE.startswith(unused) and bool(_TOLD.match(str(told)))
    return str(path).rpartition("/")[2].startswith(unused)
