"""The text of an RTF document, as word processors and programs for coding save it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from senco.intake.formats.archive import fail

_SAVE = "Save it again as text in UTF-8, or as .docx."
_PART = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?:-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
#: What a program that knows no Unicode shows in place of a sign.
_INSTEAD = r"(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?"
_SIGNS = {
    **dict.fromkeys((
        "par", "line", "sect", "page", "column", "softline", "row", "nestrow", "cell", "nestcell",
        "\n", "\r",
    ), "\n"),
    "lquote": "'", "rquote": "'", "ldblquote": '"', "rdblquote": '"', "emdash": "—",
    "endash": "–", "_": "-", "bullet": "•",
    **dict.fromkeys(("~", "tab", "emspace", "enspace", "qmspace"), " "),
}  # fmt: skip
#: Groups that a reader does not see: tables of fonts, pictures, fields' instructions.
_ASIDE = frozenset(
    ("*", "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "fldinst", "themedata")
)
_RAW = re.compile(r"(?<!\\)\\bin\d")


def read_rtf(content: bytes, label: str) -> str:
    r"""Return what a reader of an RTF document sees.

    Parameters
    ----------
    content : bytes
        The document.
    label : str
        How messages name it.

    Returns
    -------
    str
        Its text, with a line for each paragraph; without tables of fonts and the like.

    Raises
    ------
    DataError
        Where it is none, or holds raw bytes.

    Examples
    --------
    >>> read_rtf(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}caf\'e9 \u8211?\par no}", "a.rtf")
    'café –\nno'
    """
    source = content.decode("cp1252", "replace")
    if not source.startswith("{\\rtf"):
        fail(label, "something other than an RTF document", "one saved by the program", _SAVE)
    if _RAW.search(source):
        fail(label, "a picture in raw bytes", "text", _SAVE)
    source = _resolve_signs(source)
    said: list[str] = []
    groups: list[bool] = []
    aside = False
    for part in _PART.finditer(source):
        word = part["word"] or part["sign"]
        if part["brace"] == "{":
            groups.append(aside)
        elif part["brace"]:
            aside = groups.pop() if groups else False
        elif word in _ASIDE:
            aside = True
        elif not aside:
            said.append(part["text"] or _SIGNS.get(word or "", ""))
    return "".join(said).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _resolve_signs(source: str) -> str:
    """Put in the signs that are written by their numbers."""
    page = re.search(r"\\ansicpg(\d{1,5})", source)
    decode = _find_decoder(f"cp{page[1]}" if page else "cp1252")
    instead = "" if "\\uc0" in source else _INSTEAD
    source = re.sub(
        rf"\\u(-?\d{{1,6}}) ?{instead}", lambda sign: _guard(chr(int(sign[1]) % 2**16)), source
    )
    return re.sub(
        r"\\'([0-9a-fA-F]{2})", lambda sign: _guard(decode(bytes.fromhex(sign[1]))), source
    )


def _guard(sign: str) -> str:
    return " " if sign in "\\{}" else sign


def _find_decoder(encoding: str) -> Callable[[bytes], str]:
    try:
        decoder = codecs.getdecoder(encoding)
    except LookupError:
        decoder = codecs.getdecoder("cp1252")
    return lambda raw: str(decoder(raw, "replace")[0])
