"""What is noted of each page when it is read: what others depend on, and it of others.

Sphinx keeps the notes with all that it knows of pages, so they are there where a page is not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.ext.glue.crossref import PendingGlueReference
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def read_notes(env: BuildEnvironment) -> dict[str, Any]:
    """Return what is noted of each page when it is read.

    Parameters
    ----------
    env : BuildEnvironment
        What Sphinx knows of all pages; it keeps the notes.

    Returns
    -------
    dict
        By page: `images`, in their order; `glued`, pages whose values it shows; `figures`,
        their numbers by kind and place; `drawn`, the figures that it offers; `listing`,
        whether it shows headings of other pages.
    """
    if not hasattr(env, "senco_notes"):
        env.senco_notes = {}  # type: ignore[attr-defined]
    notes: dict[str, Any] = env.senco_notes  # type: ignore[attr-defined]
    return notes


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Leave out what was noted of a page, and the values that others could take from it.

    Parameters
    ----------
    app : Sphinx
        The application.
    env : BuildEnvironment
        What it knows of all pages.
    docname : str
        A page that is read again or is gone.
    """
    read_notes(env).pop(docname, None)
    Path(env.mystnb_config.output_folder, f"{docname}.glue.json").unlink(missing_ok=True)  # type: ignore[attr-defined]


def merge_notes(
    app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment
) -> None:
    """Take over what another process noted of the pages that it read.

    Parameters
    ----------
    app : Sphinx
        The application.
    env, other : BuildEnvironment
        What this process knows of all pages, and the other one.
    docnames : iterable of str
        The pages that the other one read.
    """
    theirs = read_notes(other)
    read_notes(env).update({page: theirs[page] for page in docnames if page in theirs})


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Note what of a page others depend on, or it of others.

    Parameters
    ----------
    app : Sphinx
        The application.
    doctree : docutils.nodes.document
        A page that has been read, with all that is added to it then.
    """
    env = app.env
    note = read_notes(env).setdefault(env.docname, {})
    pictures = doctree.findall(nodes.image)
    candidates: list[dict[str, str]] = [one.get("candidates", {}) for one in pictures]
    paths = dict.fromkeys(path for each in candidates for path in each.values())
    note["images"] = [path for path in paths if path in env.images]
    note["glued"] = sorted({one.refdoc for one in doctree.findall(PendingGlueReference)})
    note["figures"] = _list_figures(env, doctree)
    note["listing"] = any(not tree["hidden"] for tree in doctree.findall(addnodes.toctree))
    note.setdefault("drawn", [])


def note_drawn(env: BuildEnvironment, name: str) -> None:
    """Note that the page that is being read offers a figure.

    Parameters
    ----------
    env : BuildEnvironment
        What Sphinx knows of all pages.
    name : str
        Of the figure's files.
    """
    read_notes(env).setdefault(env.docname, {}).setdefault("drawn", []).append(name)


def _list_figures(
    env: BuildEnvironment, doctree: nodes.document
) -> dict[str, dict[str, tuple[int, ...]]]:
    """The numbers of what has a number and a caption, by kind and place, from one on each page."""
    standard: Any = env.get_domain("std")
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.section) or not node["ids"]:
            continue
        kind = standard.get_enumerable_node_type(node)
        if kind and standard.get_numfig_title(node):
            places = found.setdefault(kind, {})
            places[node["ids"][0]] = (len(places) + 1,)
    return found
