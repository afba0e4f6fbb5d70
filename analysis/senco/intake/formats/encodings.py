"""Which encoding a text is in, where neither a mark nor its bytes say so by themselves.

Programs on Windows and older ones on a Mac write a byte for each letter, and which letter is
meant follows the machine. Such bytes are read in each encoding in turn, and the letters judged
by their neighbours: no word has a capital after a small letter, or a sign in its midst.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

#: The encodings that are tried where a text is not UTF-8, the most usual first.
LEGACY = ("cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp850")
#: What messages call an encoding.
NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp850": "MS-DOS 850",
}

#: So many places with letters beyond ASCII are looked at.
_SAMPLE = 2_000
_BEYOND = re.compile(rb"[\x80-\xff]{1,40}")
#: No text holds these; they show that a file is something else.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
#: Letters of the languages that are written most, none of which speaks for another encoding.
_USUAL = frozenset("äöüßéèêëàâáãåæçíìîïñóòôõøœúùûÄÖÜÉÈÀÂÁÅÆÇÍÑÓÔØÚ")
#: Signs that stand between two letters, and those that stand beside one.
_BETWEEN = frozenset("’‘ʼ–—·…\u00a0\u00ad")
_BESIDE = frozenset("“”„«»¿¡") | _BETWEEN
_SIGNS = frozenset("°§©®™€£")
_LIGATURES = frozenset("ﬁﬂ")
_SHOWN = 12


def is_binary(content: bytes) -> bool:
    r"""Return whether bytes hold what no text holds, in an encoding of a byte a letter.

    Parameters
    ----------
    content : bytes
        A file that has no mark of UTF-16.

    Returns
    -------
    bool
        True for control characters other than those that end lines and cells.

    Examples
    --------
    >>> is_binary(b"a\x01"), is_binary("a\tü\r\n".encode("cp1252"))
    (True, False)
    """
    return _CONTROLS.search(content) is not None


def choose_encoding(content: bytes, encodings: Sequence[str] = LEGACY) -> list[tuple[str, bool]]:
    """Return the encodings that fit some bytes, the likeliest first.

    Parameters
    ----------
    content : bytes
        Text that is not UTF-8.
    encodings : sequence of str
        Those that are tried, each with a byte for each letter; of two that fit equally well,
        the first is taken.

    Returns
    -------
    list of (str, bool)
        Each with whether its letters could be meant as well as those of the first.

    Examples
    --------
    >>> choose_encoding("fröhlich, verläßlich".encode("mac_roman"))[0]
    ('mac_roman', True)
    """
    pieces = _cut_pieces(content)
    if b"\r" in content and b"\n" not in content:  # so lines ended on a Mac
        encodings = sorted(encodings, key=lambda name: not name.startswith("mac"))
    scores = []
    for name in encodings:
        try:
            content.decode(name)
            decoded = [piece.decode(name) for piece in pieces]
        except UnicodeDecodeError:
            continue
        odd, rare = (sum(each) for each in zip(*map(_judge, decoded), strict=True))
        scores.append(((odd, rare), name, decoded))
    scores.sort(key=lambda score: score[0])
    best = scores[0][0][0] if scores else 0
    return [(name, odd == best) for (odd, _), name, _ in scores]


def _cut_pieces(content: bytes) -> list[bytes]:
    """The letters beyond ASCII, each run with a letter on either side."""
    found = islice(_BEYOND.finditer(content), _SAMPLE)
    return sorted({content[max(one.start() - 1, 0) : one.end() + 1] for one in found})


def _judge(piece: str) -> tuple[int, int]:
    """How many signs of a piece no word would have, and how many are seldom written."""
    odd = rare = 0
    for place, sign in enumerate(piece):
        if sign.isascii():
            continue
        before, after = piece[place - 1 : place], piece[place + 1 : place + 2]
        rare += sign not in _USUAL and sign not in _BESIDE | _SIGNS
        odd += _is_odd(before, sign, after)
    return odd + _count_long_runs(piece), rare


def _is_odd(before: str, sign: str, after: str) -> bool:
    if sign in _LIGATURES or unicodedata.category(sign) in ("Cc", "Cn", "Co"):
        return True
    if sign.isalpha():
        beside = [one for one in (before, after) if one.isalpha()]
        mixed = any(_script(one) != _script(sign) for one in beside)
        return mixed or (sign.isupper() and before.isalpha() and before.islower())
    if before.isalpha() and after.isalpha():
        return sign not in _BETWEEN
    return sign not in _BESIDE and (before.isalpha() or after.isalpha())


def _script(sign: str) -> str:
    return "Latin" if sign.isascii() else unicodedata.name(sign, "?").partition(" ")[0].title()


def _count_long_runs(piece: str) -> int:
    """No Latin word has three accented letters in a row; a Cyrillic one read so has."""
    runs = re.findall(r"[^\W\d_\x00-\x7f]{3,}", piece)
    return sum(len(run) for run in runs if _script(run[0]) == "Latin")


def describe_encoding(content: bytes, text: str, encoding: str) -> str:
    """Return a sentence on the encoding that a text was read in.

    Parameters
    ----------
    content : bytes
        The file.
    text : str
        What it was read as.
    encoding : str
        In which encoding.

    Returns
    -------
    str
        "" for UTF-8. No word of the text, only letters of it.

    Examples
    --------
    >>> content = "früh".encode("cp1252")
    >>> describe_encoding(content, "früh", "cp1252")
    'The text was read as Windows-1252, with the letters ü.'
    """
    if encoding in ("utf-8", "ascii"):
        return ""
    letters = sorted(sign for sign in set(text) if not sign.isascii() and sign.isprintable())
    shown = " ".join(letters[:_SHOWN]) + (" …" if len(letters) > _SHOWN else "")
    said = f"The text was read as {NAMES.get(encoding, encoding)}"
    said += f", with the letters {shown}." if letters else "."
    if encoding not in LEGACY:
        return said
    others = [
        NAMES[name]
        for name, as_well in choose_encoding(content)
        if as_well and name != encoding and content.decode(name) != text
    ]
    if others:
        said += (
            f" Its bytes also fit {' and '.join(others)}, with other letters: if these are "
            "wrong, name the right one with --encoding."
        )
    return said
