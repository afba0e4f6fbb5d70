"""A text as it stands, and as a reader or a program sees it; rows stay where they are."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import unquote

from senco.disclosure.texts.scripts import resolve_escapes, resolve_styles

#: Letters of other scripts that look like Latin ones (a choice from Unicode's confusables):
#: Cyrillic, Greek, Armenian, Cherokee, others; and small capitals.
_STRANGE = (
    "аеорсухіјѕԁһԛԝкмтвнгпѵАЕОРСУХІЈЅКМТВНΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνυικτɑɡıոսց"
    "ᎠᎡᎢᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴεηϲγωօհյզՍՕեԌҮүьӏƖƅȷ"
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢǫ"
)
_ALIKE = str.maketrans(
    _STRANGE,
    "aeopcyxijsdhqwkmtbhrnvAEOPCYXIJSKMTBHABEZHIKMNOPTYXaopvuiktaginug"
    "DRTAJEWMHYGhZbRWSVSLCPKdGBencywohjqUOtGYybllbj"
    "abcdefghijklmnopqrstuvwyzq",
)
_ANY_STRANGE = re.compile(f"[{_STRANGE}]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
#: Signs that are set over, under or through a letter and make no letter of their own with it.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
#: Tags, which are not seen and can spell a text.
_TAGS = re.compile("[\U000e0020-\U000e007e]")
#: A word that is spelt out, letter by letter.
_SPELT = re.compile(r"(?<!\w)[^\W\d_](?:[ ._*·-]{1,2}[^\W\d_]){3,}(?!\w)")
#: Two of its letters, neither the first nor the last.
_SPELT_INSIDE = re.compile(r"[ ._*·-][^\W\d_][ ._*·-]{1,2}[^\W\d_][ ._*·-]")
_APART = re.compile(r"[ ._*·-]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
#: Bytes written as two digits each.
_HEX = re.compile(
    r"[2-7](?<![0-9A-Fa-f].)[0-9A-Fa-f][ :]?(?:[2-7][0-9A-Fa-f][ :]?){7,}(?![0-9A-Fa-f])"
)
_HEX_GAP = re.compile(r"[ :]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("[’‘ʼ‛′＇`]")
_MARKED = frozenset({".html", ".htm", ".svg", ".xml", ".ipynb", ".md", ".rels", ".vml", ".json"})
_TAGGED = frozenset({".html", ".htm", ".svg", ".xml", ".rels", ".vml"})
_BETWEEN = re.compile(r">[^<>]*(?=<)")
#: A tag in the middle of a word, or between two.
_GLUED = re.compile(r"<(?<=[^\s>]<)[^<>]*>(?:<[^<>]*>)*[^\s<]")
#: Two cells, one of six digits and one of four, neither with a leading nought: two counts. No
#: number of a person is written in two such parts.
_COUNTS = re.compile(r"(>[1-9]\d{5}</t[dh]>)(?=\s*<t[dh]\b[^<>]*>[1-9]\d{3}</t[dh]>)")
#: The same where a tab is between them, in a table.
_COUNTS_TABBED = re.compile(r"(?<![^\t\n])([1-9]\d{5})\t(?=[1-9]\d{3}(?![^\t\n]))")
_TABBED = frozenset({".csv", ".tsv"})
_CODED = frozenset({".json", ".js", ".ipynb", ".map", ".mjs"})
#: What may hold a script or a style beside its text.
_SCRIPTED = frozenset({".html", ".htm", ".svg", ".xml", ".md", ".ipynb", ".css", ".js", ".mjs"})
_TAG = re.compile(r"<[^<>]*>|<!--.*?-->", re.DOTALL)
_TAG_ALONE = re.compile(r"<[^<>]*>")
# numbers that draw are no telephone numbers
_DRAWN = re.compile(
    r"[dptsv](?<!\w.)(?:(?<=d)|(?<=p)oints|(?<=t)ransform|(?<=v)iewBox|(?<=s)tyle|(?<=v)alues)="
    r"""(?:"[^"]*"|'[^']*')"""
)
#: A line of a drawing in a notebook: a command with its coordinates, and nothing else.
_PATH_LINE = re.compile(r'(?m)^ *"[A-Za-z](?: -?[0-9]+(?:\.[0-9]+)?)+ *"')
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
#: Line ends that a text names, and that are no rows of the file.
_LINE_ENDS = re.compile("%0[AaDd]")
_LINE_ENTITIES = re.compile(r"&#(?:0{0,9}1[03]|[xX]0{0,9}[aAdD]);|&NewLine;")
#: Python reads no number of thousands of digits.
_LONG_ENTITIES = re.compile(r"&#(?:[xX][0-9a-fA-F]{9,}|[0-9]{9,});?")
_HEADER = re.compile(r"&amp;[LCR](?=\S)")  # where a header of a sheet stands
_RUN = re.compile(r"[A-Za-z0-9+/_-](?<![A-Za-z0-9+/_-].)[A-Za-z0-9+/_-]{13,}={0,2}")
_SHORT_RUN = 16


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
        scripts and small capitals as the plain ones; compatibility forms (such as full
        width) resolved; without marks that make no letter of their own.

    Examples
    --------
    >>> fold("J\u200bаne\u00a0Doe")
    'Jane Doe'
    """
    if text.isascii():
        return text.replace("\t", " ").replace("`", "'")
    if "\n" in text:  # few of a text's lines have such signs at all
        return "\n".join(map(fold, text.split("\n")))
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    if _ANY_STRANGE.search(text):
        text = text.translate(_ALIKE)
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text))
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
    if "\n" in folded:
        return "\n".join(map(plain, folded.split("\n")))
    parts = unicodedata.normalize("NFKD", folded.translate(_STROKES))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


def resolve_entities(text: str) -> str:
    """Return a text with entities as the signs that they stand for.

    Parameters
    ----------
    text : str
        HTML or XML.

    Returns
    -------
    str
        A line end among them is a blank, so that it makes no row; a number that no sign
        has is a question mark in a box.

    Examples
    --------
    >>> resolve_entities("Zo&euml;&#10;&amp; Jo")
    'Zoë & Jo'
    >>> resolve_entities(f"&#{'9' * 5000};") == "\ufffd"
    True
    """
    return html.unescape(_LONG_ENTITIES.sub("\ufffd", _LINE_ENTITIES.sub(" ", text)))


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
        markup, once closed up and once with a space for each tag; with words closed up that
        are spelt out; and what stands in it as Base64, hexadecimal or tags. A row of a view
        is the same row of the file, except of tags.
    """
    if kind in _TABBED:
        text = _COUNTS_TABBED.sub(rf"\1{_BETWEEN_RUNS}", text)
    views = [text]
    if kind in _CODED:
        views[0] = text = resolve_escapes(text)
    if kind in _MARKED:
        text = _DRAWN.sub(_keep_rows, text)
        if kind == ".ipynb":
            views[0] = text = _PATH_LINE.sub(" ", text)
        text = _HEADER.sub(" ", text) if kind == ".xml" else text
        text = _COUNTS.sub(rf"\1{_BETWEEN_RUNS}", text)
        if kind in _TAGGED:  # what stands between the tags follows
            views[0] = _BETWEEN.sub(lambda found: f">{_keep_rows(found)}", text)
        views[0] = resolve_entities(views[0])
        cut = _cut_tags(text, lambda tag: _keep_rows(tag) or " ")
        views.append(resolve_entities(resolve_entities(cut)))
        rows = [row if _GLUED.search(row) else "" for row in text.split("\n")]
        views.append(resolve_entities(resolve_entities(_cut_tags("\n".join(rows), _keep_rows))))
    elif _ENTITY.search(text):
        views.append(resolve_entities(text))
    tags = [_read_tags(text)] if not text.isascii() and _TAGS.search(text) else []
    if kind in _SCRIPTED and ("\\" in text or "from" in text):
        views += [resolve_escapes(text), resolve_styles(text)]
    views = [fold(view) for view in views]
    views += [fold(view) for view in (*_decode_runs(text), *_decode_hex(text), *tags)]
    views += [fold(unquote(_LINE_ENDS.sub(" ", view))) for view in views if _PERCENT.search(view)]
    spelt = [view for view in views[:3] if _SPELT_INSIDE.search(view) and _SPELT.search(view)]
    views += [_SPELT.sub(_close_up, view) for view in spelt]
    return list(dict.fromkeys(views))


def _read_tags(text: str) -> str:
    """What tags spell, each as the sign that it stands for."""
    return "".join(chr(ord(tag) - 0xE0000) for tag in _TAGS.findall(text))


def _close_up(match: re.Match[str]) -> str:
    return _APART.sub("", match[0])


def _decode_hex(text: str) -> Iterator[str]:
    """What stands in a text as pairs of hexadecimal digits and is itself a text."""
    found = []
    for match in _HEX.finditer(text):
        with suppress(UnicodeDecodeError, ValueError):
            decoded = bytes.fromhex(_HEX_GAP.sub("", match[0])).decode("ascii")
            if decoded.isprintable() and 2 * sum(map(str.isalpha, decoded)) > len(decoded):
                found.append((match.start(), decoded))
    yield from _keep_places(text, found)


def _keep_places(text: str, found: list[tuple[int, str]]) -> Iterator[str]:
    """What was decoded, each in the row where it begins."""
    parts, place = [], 0
    for start, text_found in found:
        gap = text.count("\n", place, start)
        parts += ["\n" * gap if gap else _BETWEEN_RUNS, " ".join(text_found.splitlines())]
        place = start
    if parts:
        yield "".join(parts)


#: Between two texts of one row that have nothing to do with one another.
_BETWEEN_RUNS = " \u2022 "


def _cut_tags(text: str, instead: Callable[[re.Match[str]], str]) -> str:
    """Take tags and comments out; where no comment ends any more, none is looked for."""
    end = text.rfind("-->")
    end = end + len("-->") if end >= 0 else 0
    return _TAG.sub(instead, text[:end]) + _TAG_ALONE.sub(instead, text[end:])


def _keep_rows(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _decode_runs(text: str) -> Iterator[str]:
    """What stands in a text as Base64 and is itself a text, each in the row of its run."""
    if len(text) < _SHORT_RUN:
        return
    runs = (match for match in _RUN.finditer(text) if len(match[0]) >= _SHORT_RUN)
    decoded = ((match.start(), decode_text(match[0])) for match in runs)
    yield from _keep_places(
        text, [(start, text_found) for start, text_found in decoded if text_found]
    )


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
