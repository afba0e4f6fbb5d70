"""A page of the library's chapter, as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from numpydoc.docscrape import NumpyDocString

from senco.book.library.chapters import CHAPTERS, Chapter, Documented, list_names
from senco.book.library.prose import write_examples, write_text

#: The menu of the book copies the headings of every page, but for those below this depth.
_FRONT = "---\ntocdepth: 2\n---"
#: Between these the first page lists the others.
_BEGIN, _END = "<!-- begin functions -->", "<!-- end functions -->"


class Entry(NamedTuple):
    """What is documented under one heading.

    Parameters
    ----------
    name : str
        As it is called.
    dotted : str
        With the module from which it is imported.
    anchor : str
        Its place: the page's name, a dot, and its own.
    thing : callable
        The function or class itself.
    """

    name: str
    dotted: str
    anchor: str
    thing: Documented


def list_entries(chapter: Chapter) -> list[Entry]:
    """Return the entries of a page.

    Parameters
    ----------
    chapter : Chapter
        One of `CHAPTERS`.

    Returns
    -------
    list of Entry
        In the order of its sections.
    """
    found = []
    for dotted, thing in list_names(chapter).items():
        name = dotted.rpartition(".")[2]
        # an anchor knows no capitals, and `kemeny` returns a `Kemeny`
        kind = ".class" if inspect.isclass(thing) else ""
        found.append(Entry(name, dotted, f"{chapter.stem}.{name}{kind}".lower(), thing))
    return found


def write_chapter(chapter: Chapter) -> str:
    """Return one page of the library's chapter.

    Parameters
    ----------
    chapter : Chapter
        One of `CHAPTERS`.

    Returns
    -------
    str
        MyST Markdown, with an anchor before every name.
    """
    anchors = _list_anchors()
    own = list_entries(chapter)
    short = {entry.name: entry.anchor for entry in own}
    parts = [_FRONT, f"# {chapter.title}", _introduce(chapter, own)]
    for title, names in chapter.sections.items():
        parts.append(f"## {title}")
        for entry in own:
            if entry.name in names.split():
                others = {**anchors, **short}
                parts += _write_entry(
                    entry, {name: to for name, to in others.items() if to != entry.anchor}
                )
    return "\n\n".join(part for part in parts if part) + "\n"


def describe_library(folder: Path) -> dict[Path, str]:
    """Return the chapter's pages that are made, and its first page with their list.

    Parameters
    ----------
    folder : Path
        Where they lie; its `index.md` has a place for the list between two marks.

    Returns
    -------
    dict of Path to str
        MyST Markdown.
    """
    rows = [
        f"| [{chapter.title}]({chapter.stem}.md) | {chapter.lead.partition('. ')[0].rstrip('.')} |"
        for chapter in CHAPTERS
    ]
    listed = "\n".join(["| page | contents |", "| --- | --- |", *rows])
    first = (folder / "index.md").read_text(encoding="utf-8")
    before, rest = first.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    return {
        folder / "index.md": f"{before}{_BEGIN}\n\n{listed}\n\n{_END}{after}",
        **{folder / f"{chapter.stem}.md": write_chapter(chapter) for chapter in CHAPTERS},
    }


def _list_anchors() -> dict[str, str]:
    """The anchor of every documented name, by its dotted name."""
    return {entry.dotted: entry.anchor for one in CHAPTERS for entry in list_entries(one)}


def _introduce(chapter: Chapter, entries: Iterable[Entry]) -> str:
    """What the page holds, its tutorial, and from where its names are imported."""
    words = chapter.lead
    if chapter.tutorial:
        words += f" To start with: [the tutorial](tutorials/{chapter.tutorial}.ipynb)."
    lines = [words]
    for module in chapter.modules:
        names = [one.name for one in entries if one.dotted == f"{module}.{one.name}"]
        shown = "…" if len(chapter.modules) == 1 else ", ".join(names)
        lines.append(f"`from {module} import {shown}`")
    return "\n\n".join([lines[0], "\\\n".join(lines[1:])])


def _write_entry(entry: Entry, anchors: Mapping[str, str]) -> list[str]:
    told = NumpyDocString(inspect.getdoc(entry.thing) or "")
    parts = [f"({entry.anchor})=\n### `{entry.name}`", f"`{_write_signature(entry)}`"]
    parts += [write_text(told[part], anchors) for part in ("Summary", "Extended Summary")]
    fields = _write_fields("", told["Parameters"], anchors)
    if inspect.isclass(entry.thing):
        fields += _write_methods(entry.thing, anchors)
    fields += _write_fields("returns ", told["Returns"], anchors)
    fields += _write_fields("raises ", told["Raises"], anchors)
    parts += ["\n".join(fields), write_text(told["Notes"], anchors)]
    if told["References"]:
        sources = write_text(told["References"], anchors).split("\n\n")
        parts += [f"Source: {source}" for source in sources]
    if told["Examples"]:
        parts.append(write_examples(told["Examples"], anchors))
    return parts


def _write_signature(entry: Entry) -> str:
    signature = inspect.signature(entry.thing)
    if inspect.isclass(entry.thing):  # the types of its fields stand below
        named = [
            one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()
        ]
        signature = signature.replace(parameters=named, return_annotation=inspect.Signature.empty)
    # annotations are kept as text, which Python shows between quotation marks
    return entry.name + re.sub(r"""(: |-> )(["'])(.*?)\2(?=[ ,)]|$)""", r"\1\3", str(signature))


def _write_fields(
    kind: str, fields: list[tuple[str, str, list[str]]], anchors: Mapping[str, str]
) -> list[str]:
    """Parameters, what is returned, or errors: a line for each, with its type and words."""
    lines = []
    for name, of, words in fields:
        head = f"`{' : '.join(part for part in (name, of) if part)}`"
        told = write_text(words, anchors)
        if told or kind != "returns ":  # the signature tells the type that is returned
            lines.append(f"- {kind}{head}: {told}" if told else f"- {kind}{head}")
    return lines


def _write_methods(kind: type, anchors: Mapping[str, str]) -> list[str]:
    """What an object of a class can be asked: a line for each method and property."""
    lines = []
    for name, thing in vars(kind).items():
        told = inspect.getdoc(thing)
        if name.startswith("_") or not told or not _is_asked(thing):
            continue
        named = f"{name}({_list_arguments(thing)})" if inspect.isfunction(thing) else name
        first = " ".join(told.split("\n\n")[0].split())
        lines.append(f"- `.{named}`: {write_text([first], anchors)}")
    return lines


def _is_asked(thing: object) -> bool:
    return inspect.isfunction(thing) or hasattr(thing, "func") or isinstance(thing, property)


def _list_arguments(method: Callable[..., object]) -> str:
    return ", ".join(name for name in inspect.signature(method).parameters if name != "self")
