"""The typeface in which documents are set: DejaVu, as it comes with matplotlib."""

from __future__ import annotations

import unicodedata
from importlib.util import find_spec
from pathlib import Path

#: Files of the typeface, by how the words are set.
_FILES = {
    "plain": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
}


def find_typeface(style: str = "plain") -> Path:
    """Return a file of the typeface.

    Parameters
    ----------
    style : {"plain", "bold", "italic"}
        How words are set.

    Returns
    -------
    Path
        Matplotlib itself is not imported for it.

    Raises
    ------
    ModuleNotFoundError
        Where matplotlib is not installed.
    """
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / _FILES[style]


def list_lacking(text: str) -> list[str]:
    """Return the signs of a text that a PDF cannot show as they should be.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of str
        Each once: signs that the typeface lacks, and those of scripts that run from right to
        left, which nothing here puts in their order.
    """
    known = load_signs()
    wrong = {
        sign
        for sign in set(text)
        if not sign.isspace()
        and (ord(sign) not in known or unicodedata.bidirectional(sign) in ("R", "AL"))
    }
    return sorted(wrong)


def load_signs() -> frozenset[int]:
    """Return the code points that the typeface has in each of its styles.

    Returns
    -------
    frozenset of int
        Of the plain, the bold and the italic one.
    """
    from reportlab.pdfbase.ttfonts import TTFontFace

    faces = [TTFontFace(str(find_typeface(style))) for style in _FILES]
    signs = frozenset(faces[0].charToGlyph)
    return signs.intersection(*(face.charToGlyph for face in faces[1:]))
