"""What every sheet has: the paper, its marks, its code, its title; the same bytes everywhere."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import pairwise
from typing import Any

from senco.instruments.documents.typefaces import NAMES, find_typeface, load_fonts
from senco.instruments.paper.codes import SheetCode
from senco.instruments.paper.geometry import DICTIONARY, MARK_CELLS, Box, Layout

#: Points to a millimetre.
POINTS = 72 / 25.4
PLAIN, BOLD, MONO = NAMES["plain"], NAMES["bold"], "senco-mono"
#: What is printed beneath a drawn line: paler than any pencil, so that the line stands out.
PALE, MIDDLE = 0.84, 0.72
#: The light edge that a code for machines needs, in its own cells.
_EDGE = 2


class Sheet:
    """A page to draw on, or several, each with its marks and its code.

    Lengths are in millimetres from the top left corner; sizes of letters are in points.

    Parameters
    ----------
    layout : Layout
        The kind of sheet.
    code : SheetCode
        What is printed on it, in type and for machines.
    title : str
        At its top.
    """

    def __init__(self, layout: Layout, code: SheetCode, title: str):
        from reportlab.pdfgen.canvas import Canvas

        _load_fonts()
        self.layout, self.code, self.title = layout, code, title
        self._height = layout.page[1]
        self._file = io.BytesIO()
        size = tuple(side * POINTS for side in layout.page)
        self._canvas: Any = Canvas(
            self._file, pagesize=size, invariant=1, pageCompression=0, lang="en-GB"
        )
        self._canvas.setTitle(f"{title}, {code}")
        self._draw_frame()

    def turn(self, code: SheetCode) -> None:
        """Begin another page, whose code is another."""
        self._canvas.showPage()
        self.code = code
        self._draw_frame()

    def _draw_frame(self) -> None:
        """Draw what each page has."""
        for number, box in self.layout.marks.items():
            self._draw_cells(box, _list_mark(number))
        self._draw_cells(self.layout.code, _list_code(str(self.code)))
        head = self.layout.heading
        self.write(head.left, head.top + 6, self.title, 15, BOLD)
        self.write(head.left, head.bottom, str(self.code), 9, MONO)

    def write(
        self, x: float, y: float, text: str, size: float = 9, font: str = PLAIN, to: str = "right"
    ) -> None:
        """Write a line of text with its foot at a place, towards the right or the left."""
        draw = self._canvas.drawString if to == "right" else self._canvas.drawRightString
        self._canvas.setFillGray(0)
        self._canvas.setFont(font, size)
        draw(x * POINTS, (self._height - y) * POINTS, text)

    def write_middle(self, x: float, y: float, text: str, size: float, font: str = PLAIN) -> None:
        """Write a line of text with the middle of its foot at a place."""
        self.write(x - measure(text, size, font) / 2, y, text, size, font)

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, grey: float = 0, wide: float = 0.25
    ) -> None:
        """Draw a line, of a grey from 0 (black) to 1 and so many millimetres wide."""
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineWidth(wide * POINTS)
        self._canvas.line(
            x * POINTS, (self._height - y) * POINTS, to_x * POINTS, (self._height - to_y) * POINTS
        )

    def frame(self, box: Box, grey: float = 0, wide: float = 0.25) -> None:
        """Draw the edges of a box."""
        ends = (*box.corners, box.corners[0])
        for (x, y), (to_x, to_y) in pairwise(ends):
            self.rule(x, y, to_x, to_y, grey, wide)

    def finish(self) -> bytes:
        """Return the PDF.

        Its streams are not compressed: what zlib makes of the same bytes differs from one
        version to another.
        """
        from pypdf import PdfReader, PdfWriter

        self._canvas.save()
        writer = PdfWriter(clone_from=PdfReader(self._file))
        objects: list[Any] = writer._objects
        for number, held in enumerate(objects):
            if hasattr(held, "flate_encode") and "/Filter" in held:  # what the library compressed
                from pypdf.generic import DecodedStreamObject

                plain = DecodedStreamObject()
                plain.update({k: v for k, v in held.items() if k not in ("/Filter", "/Length")})
                plain.set_data(held.get_data())
                objects[number] = plain
        whole = io.BytesIO()
        writer.write(whole)
        return whole.getvalue()

    def _draw_cells(self, box: Box, cells: tuple[tuple[bool, ...], ...]) -> None:
        """Fill a square with black and white cells; a row's neighbours are one piece."""
        side = box.width / len(cells)
        self._canvas.setFillGray(0)
        for row, line in enumerate(cells):
            start = 0
            while start < len(line):
                stop = start
                while stop < len(line) and line[stop] == line[start]:
                    stop += 1
                if line[start]:
                    foot = self._height - (box.top + (row + 1) * side)
                    self._canvas.rect(
                        (box.left + start * side) * POINTS, foot * POINTS,
                        (stop - start) * side * POINTS, side * POINTS, stroke=0, fill=1,
                    )  # fmt: skip
                start = stop


def measure(text: str, size: float, font: str = PLAIN) -> float:
    """Return how many millimetres wide a line of text is.

    Parameters
    ----------
    text : str
        The line.
    size : float
        Of its letters, in points.
    font : str
        One of `PLAIN`, `BOLD`, `MONO`.

    Returns
    -------
    float
        Millimetres.
    """
    from reportlab.pdfbase.pdfmetrics import stringWidth

    _load_fonts()
    return float(stringWidth(text, font, size)) / POINTS


def wrap(text: str, width: float, size: float, font: str = PLAIN) -> list[str]:
    """Return a text in lines that are no wider than asked.

    Parameters
    ----------
    text : str
        Words with blanks between; a word that is too wide is broken.
    width : float
        Millimetres.
    size : float
        Of its letters, in points.
    font : str
        One of `PLAIN`, `BOLD`, `MONO`.

    Returns
    -------
    list of str
        None where there is no word.
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, size, font) <= width:
            lines[-1] = joined
            continue
        while len(word) > 1 and measure(word, size, font) > width:
            fits = next(n for n in range(len(word) - 1, 0, -1)
                        if n == 1 or measure(word[:n], size, font) <= width)  # fmt: skip
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines


@lru_cache(maxsize=1)
def _load_fonts() -> None:
    """The kit's typeface, and its form for codes, in which 0 and O are unlike.

    The plain one is not registered here under a second name: in the same process ReportLab then
    embeds another choice of letters in the kit's documents.
    """
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    load_fonts()
    registerFont(TTFont(MONO, str(find_typeface("mono"))))


def _list_mark(number: int) -> tuple[tuple[bool, ...], ...]:
    """The cells of a corner's mark, black ones True."""
    import cv2

    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    drawn = cv2.aruco.generateImageMarker(dictionary, number, MARK_CELLS)
    return tuple(tuple(bool(cell == 0) for cell in row) for row in drawn)


def _list_code(text: str) -> tuple[tuple[bool, ...], ...]:
    """The cells of a QR code, black ones True, with a light edge."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    made = QRCode(None, QRErrorCorrectLevel.M)
    made.addData(text)
    made.make()
    light = (False,) * (made.getModuleCount() + 2 * _EDGE)
    rows = [
        (*(False,) * _EDGE, *(bool(cell) for cell in row), *(False,) * _EDGE)
        for row in made.modules
    ]
    return (*(light,) * _EDGE, *rows, *(light,) * _EDGE)
