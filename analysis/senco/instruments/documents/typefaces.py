"""The typeface in which documents are set: DejaVu, as it comes with matplotlib."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: Files of the typeface, by how the words are set.
_FILES = {
    "plain": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "italic": "DejaVuSans-Oblique.ttf",
    "mono": "DejaVuSansMono.ttf",
}


def find_typeface(style: str = "plain") -> Path:
    """Return a file of the typeface.

    Parameters
    ----------
    style : {"plain", "bold", "italic", "mono"}
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


#: Under which names they are set in a PDF.
NAMES = {"plain": "senco", "bold": "senco-bold", "italic": "senco-italic"}


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the typeface known to ReportLab: of each document, the letters alone that are in it.

    What is set can still be read as it stands in the file, as the gate reads it.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    class Font(TTFont):  # type: ignore[misc]  # ReportLab has no types
        """A face of it."""

        def __init__(self, name: str, path: str):
            super().__init__(name, path)
            self.used: dict[Any, set[int]] = {}

        def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802
            """Note which letters are set."""
            self.used.setdefault(doc, set()).update(map(ord, text))
            return super().splitString(text, doc, encoding)

        def addObjects(self, doc: Any) -> None:  # noqa: N802
            """Embed them, and leave out the 16 KB in which a face tells its names."""
            used, first = self.used.pop(doc, set()), self.state[doc].subsets[0]
            first[:] = [code if code in used else 32 for code in first]
            super().addObjects(doc)

    for style, name in NAMES.items():
        font = Font(name, str(find_typeface(style)))
        _leave_out_names(font.face)
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(
        NAMES["plain"], NAMES["plain"], NAMES["bold"], NAMES["italic"], NAMES["bold"]
    )


def _leave_out_names(face: Any) -> None:
    read = face.get_table

    def get_table(tag: str) -> bytes:
        if tag == "name":
            raise KeyError(tag)
        table: bytes = read(tag)
        return table

    face.get_table = get_table


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

    faces = [TTFontFace(str(find_typeface(style))) for style in NAMES]
    signs = frozenset(faces[0].charToGlyph)
    return signs.intersection(*(face.charToGlyph for face in faces[1:]))
