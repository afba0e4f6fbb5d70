"""The sentences of an executed page, with values and numbers in place of roles.

A template's Markdown names a value, a table or a figure by a role. Jupyter Book 1 alone
knows these roles, so a page has what they stand for: whoever opens it elsewhere sees that
and not the role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from senco.errors import BuildError, suggest
from senco.locale.catalogue import IN_ENGLISH, Catalogue
from senco.text.markdown import quote_text

_ROLE = re.compile(r"\{(?P<kind>glue(?::\w*)?|table|figure|study)\}`(?P<body>[^`]*)`")
#: What a line may begin with before its text: indentation, and the marks of lists and quotations.
_LINE_START = re.compile(r"(?:[ \t]*(?:[-*+>]|\d{1,9}[.)]))*[ \t]*\Z")
_FORMAT = re.compile(r"[-+]?,?(?:\.\d{1,2})?[defgs%]?")
_NUMBERS = {"d": int, **dict.fromkeys("efg%", float)}


def write_prose(
    page: NotebookNode,
    values: Mapping[str, Any],
    words: Mapping[str, str],
    label: str,
    catalogue: Catalogue = IN_ENGLISH,
    kind: str = "",
) -> NotebookNode:
    """Put values, words, and numbers of tables and figures, in place of the roles for them.

    Parameters
    ----------
    page : NotebookNode
        As papermill left it: each table and figure still says in its output's metadata
        what it is referred to by (`senco.book.results`).
    values : mapping of str to int, float, str or bool
        What the notebook saved for its sentences.
    words : mapping of str to str
        The study's own words (`senco.cohort.study.Study.list_words`).
    label : str
        Cohort and notebook, for a message.
    catalogue : Catalogue
        Of the study's language: sentences are translated before anything is put into them,
        and so are values that are text.
    kind : str
        The cohort's, as the context of what is translated.

    Returns
    -------
    NotebookNode
        The same notebook, changed in place: ``{glue:text}`key:format``` is the value, with
        nothing in it that could be read as markup, and so is ``{study}`name```;
        ``{table}`name``` and ``{figure}`name``` are links, or plain words where the page shows
        no such table or figure.

    Raises
    ------
    BuildError
        Names notebook, cell and key where a value was not saved or does not take its format,
        or the study has no such word.
    """
    places = _list_places(page)
    for cell in page.cells:
        if cell.cell_type == "markdown":
            where = f"{label}, cell {cell.id}"
            source = catalogue.translate_markdown(cell.source, kind)
            cell.source = _write_cell(source, values, words, places, where, catalogue)
    return page


def _list_places(page: NotebookNode) -> dict[tuple[str, str], str]:
    """The links to the tables and figures that a page shows, by kind and name."""
    outputs = [output for cell in page.cells for output in cell.get("outputs", [])]
    shown = [output.get("metadata", {}).get("senco", {}) for output in outputs]
    return {
        (one["kind"], one["name"]): f"[{one['words']}](#{one['place']})" for one in shown if one
    }


def _write_cell(
    text: str,
    values: Mapping[str, Any],
    words: Mapping[str, str],
    places: Mapping[tuple[str, str], str],
    label: str,
    catalogue: Catalogue,
) -> str:
    def write(found: re.Match[str]) -> str:
        kind, body = found["kind"], found["body"]
        if kind in ("table", "figure"):
            return places.get((kind, body), catalogue.translate(f"the {kind}"))
        if kind not in ("glue:text", "study"):
            raise BuildError(f"{label}: {found[0]} is not known. Write {{glue:text}}`{body}`.")
        if kind == "study" and body not in words:
            listed, hint = ", ".join(words), suggest(body, words)
            raise BuildError(f"{label}: {found[0]} is not a word of the study: {listed}. {hint}")
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        return quote_text(
            words[body] if kind == "study" else _format_value(body, values, label, catalogue),
            first=bool(_LINE_START.match(before)),
            after=text[found.end() : found.end() + 1],
        )

    return _ROLE.sub(write, text)


def _format_value(body: str, values: Mapping[str, Any], label: str, catalogue: Catalogue) -> str:
    """A value as MyST-NB shows it, whose format ends in the type that the value is made."""
    key, _, form = body.partition(":")
    if key not in values:
        raise BuildError(
            f"{label}: the sentence shows the value '{key}', which the notebook does not save. "
            f"{suggest(key, values)} Save it by page.save_values({key}=…), or change the sentence."
        )
    value = values[key]
    value = catalogue.translate(value, "value") if isinstance(value, str) else value
    try:
        if not _FORMAT.fullmatch(form):
            raise ValueError
        return format(_NUMBERS.get(form[-1:], str)(value), form)
    except (ValueError, TypeError, OverflowError):
        raise BuildError(
            f"{label}: the value '{key}' is {value!r}, which cannot be shown by the format "
            f"'{form}'. Use 'd' for a whole number, for example '.2f' for a fraction, and no "
            "format for a text."
        ) from None
