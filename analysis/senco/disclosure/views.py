"""A text as it stands, and as a reader or a program sees it; rows stay where they are."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

#: Letters of other scripts that look like Latin ones (a choice from Unicode's confusables).
_STRANGE = "аеорсухіјѕԁһԛԝкмтвнгпѵАЕОРСУХІЈЅКМТВНΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνυικτɑɡıոսց"
_ALIKE = str.maketrans(
    _STRANGE, "aeopcyxijsdhqwkmtbhrnvAEOPCYXIJSKMTBHABEZHIKMNOPTYXaopvuiktaginug"
)
_ANY_STRANGE = re.compile(f"[{_STRANGE}]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("[’‘ʼ‛′＇`]")
_MARKED = frozenset({".html", ".htm", ".svg", ".xml", ".ipynb", ".md", ".rels", ".vml", ".json"})
_TAGGED = frozenset({".html", ".htm", ".svg", ".xml", ".rels", ".vml"})
_BETWEEN = re.compile(r"(?<=>)[^<>]*(?=<)")
#: A tag in the middle of a word, or between two.
_GLUED = re.compile(r"[^\s>](?:<[^<>]*>)+[^\s<]")
_CODED = frozenset({".json", ".js", ".ipynb"})
_TAG = re.compile(r"<[^<>]*>|<!--.*?-->", re.DOTALL)
_TAG_ALONE = re.compile(r"<[^<>]*>")
# numbers that draw are no telephone numbers
_DRAWN = re.compile(r"""\b(?:d|points|transform|viewBox|style|values)=(?:"[^"]*"|'[^']*')""")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_HEADER = re.compile(r"&amp;[LCR](?=\S)")  # where a header of a sheet stands
_RUN = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")


def fold(text: str) -> str:
    """Return a text with one sign for all that look alike, and none that are not seen.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Without invisible signs; spaces, dashes, apostrophes and letters of other
        scripts as the plain ones; compatibility forms (such as full width) resolved.

    Examples
    --------
    >>> fold("J\u200bаne\u00a0Doe")
    'Jane Doe'
    """
    if text.isascii():
        return text.replace("\t", " ").replace("`", "'")
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    if _ANY_STRANGE.search(text):
        text = text.translate(_ALIKE)
    text = unicodedata.normalize("NFKC", text)
    return _QUOTES.sub("'", _DASHES.sub("-", text))


def plain(text: str) -> str:
    """Return a text without case and accents, so that José is found as Jose.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Folded, in small letters, without combining marks.

    Examples
    --------
    >>> plain("JOSÉ Muñoz-Groß")
    'jose munoz-gross'
    """
    folded = fold(text).casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded.translate(_STROKES))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


def list_views(text: str, kind: str) -> list[str]:
    """Return every way in which a text is read.

    Parameters
    ----------
    text : str
        A file's text.
    kind : str
        The file's ending, such as ".html".

    Returns
    -------
    list of str
        The text as it stands; with escapes, entities and percent signs resolved; without
        markup, once closed up and once with a space for each tag; and what stands in it
        as Base64. A row of a view is the same row of the file, except in the last.
    """
    views = [text]
    if kind in _CODED:
        views[0] = text = _resolve_escapes(text)
    if kind in _MARKED:
        text = _DRAWN.sub(_keep_rows, text)
        text = _HEADER.sub(" ", text) if kind == ".xml" else text
        if kind in _TAGGED:  # what stands between the tags follows
            views[0] = _BETWEEN.sub(_keep_rows, text)
        views[0] = html.unescape(views[0])
        cut = _cut_tags(text, lambda tag: _keep_rows(tag) or " ")
        views.append(html.unescape(html.unescape(cut)))
        rows = [row if _GLUED.search(row) else "" for row in text.split("\n")]
        views.append(html.unescape(html.unescape(_cut_tags("\n".join(rows), _keep_rows))))
    views = [fold(view) for view in views]
    views += [fold(view) for view in _decode_runs(text)]
    views += [fold(unquote(view)) for view in views if _PERCENT.search(view)]
    return list(dict.fromkeys(views))


def _cut_tags(text: str, instead: Callable[[re.Match[str]], str]) -> str:
    """Take tags and comments out; where no comment ends any more, none is looked for."""
    end = text.rfind("-->")
    end = end + len("-->") if end >= 0 else 0
    return _TAG.sub(instead, text[:end]) + _TAG_ALONE.sub(instead, text[end:])


def _keep_rows(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _resolve_escapes(text: str) -> str:
    """Escapes of JSON and of programs; a line that a string breaks stays one row."""
    text = re.sub(
        r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})",
        lambda code: chr(int(code[1] or code[2], 16)),
        text,
    )
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\\n", " ").replace("\\t", " ").replace('\\"', '"').replace("\\/", "/")


def _decode_runs(text: str) -> Iterator[str]:
    """What stands in a text as Base64 and is itself a text."""
    if len(text) < 24:
        return
    for match in _RUN.finditer(text):
        found = decode_text(match[0])
        if found:
            yield found


def decode_text(run: str) -> str | None:
    """Return the text that a run of Base64 holds; None where it holds none.

    Parameters
    ----------
    run : str
        Letters, digits and the two signs of Base64, in either alphabet.

    Returns
    -------
    str or None
        Text of which every sign can be printed.

    Examples
    --------
    >>> decode_text("cmluZyAwNzcwMCA5MDAxMjMgbm93")
    'ring 07700 900123 now'
    >>> decode_text("0123456789abcdef0123456789abcdef") is None
    True
    """
    head = run[:64]
    head = head[: len(head) // 4 * 4] if len(run) > 64 else head
    if _decode(head) is None:
        return None
    return _decode(run)


def _decode(run: str) -> str | None:
    bare = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
        text = raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    seen = _INVISIBLE.sub("", text)
    return text if all(sign.isprintable() or sign in "\r\n\t" for sign in seen) else None
