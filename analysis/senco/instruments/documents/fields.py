"""The fields of a PDF: where they stand, what they are called, and drawings with such in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from senco.instruments.documents.drawing import Drawing, Words
from senco.instruments.documents.model import Blank

if TYPE_CHECKING:
    from reportlab.platypus.flowables import Flowable
else:
    try:
        from reportlab.platypus.flowables import Flowable
    except ModuleNotFoundError:  # pragma: no cover
        Flowable = object

_FILL, _EDGE = "#eef2f8", "#4d5b66"
_FONT, _SIZE, _BOX = "Helvetica", 9, 11
_LINE = re.compile("_{5,}")
#: Of a field in a line: how high, and how wide at least.
_HIGH, _LEAST, _MOST = 15, 80, 430
#: How wide a letter is that somebody writes by hand.
_LETTER = 7.5


class Form:
    """The fields of a document, in the order in which they are read."""

    def __init__(self) -> None:
        self.blanks: list[Blank] = []
        self.widths: list[float] = []

    def attach(self, canvas: Any) -> None:
        """Let fields be drawn in lines, and let the key for the next go along the rows."""
        from reportlab.pdfbase.pdfdoc import PDFName

        canvas.setNamedCB("field", self._draw_inline)
        document, add = canvas._doc, canvas._doc.addPage

        def add_page(page: Any) -> None:
            page.__NoDefault__ = [*page.__NoDefault__, "Tabs"]
            page.Tabs = PDFName("R")
            add(page)

        document.addPage = add_page

    def add(self, blank: Blank, width: float) -> int:
        """Keep a blank that stands in a line; return its number."""
        self.blanks.append(blank)
        self.widths.append(width)
        return len(self.blanks) - 1

    def _draw_inline(self, canvas: Any, kind: str, label: str) -> None:
        number, place = int(label), canvas._curr_tx_info
        blank, width = self.blanks[number], self.widths[number]
        self.draw(canvas, blank, place["cur_x"] + 1, place["cur_y"] - 4, width - 2, _HIGH)

    def draw(
        self, canvas: Any, blank: Blank, x: float, y: float, width: float, height: float
    ) -> None:
        """Draw a field where the canvas stands."""
        form = canvas.acroForm
        known = {"name": blank.name, "tooltip": blank.label, "relative": True}
        if blank.kind == "tick":
            form.checkbox(
                x=x + (width - _BOX) / 2, y=y + (height - _BOX) / 2, size=_BOX, borderWidth=0.8,
                borderColor=_colour(_EDGE), fillColor=_colour("#ffffff"), fieldFlags="",
                textColor=_colour("#23303b"), **known,
            )  # fmt: skip
            return
        known |= {"x": x, "y": y, "width": width, "height": height, "borderWidth": 0,
                  "fillColor": _colour(_FILL), "borderColor": None, "fontName": _FONT,
                  "textColor": _colour("#23303b"), "fontSize": _SIZE}  # fmt: skip
        if blank.kind == "choice":
            flags = "combo edit" if blank.other else "combo"
            form.choice(options=["", *blank.choices], fieldFlags=flags, value=[""], **known)
            return
        flags = "multiline" if height > 20 and width > 90 else ""
        form.textfield(value=write_plainly(blank.prompt), maxlen=0, fieldFlags=flags, **known)


def make_inline(blank: Blank, form: Form, style: Any) -> str:
    """Return the markup that leaves room for a field in a line, and draws it there.

    Parameters
    ----------
    blank : Blank
        The field.
    form : Form
        To which it belongs.
    style : ParagraphStyle
        Of the line.

    Returns
    -------
    str
        In the markup of ReportLab.
    """
    from reportlab.pdfbase.pdfmetrics import stringWidth

    space = stringWidth("\u00a0", style.fontName, style.fontSize)
    prompt = write_plainly(blank.prompt)
    wide = stringWidth(prompt, _FONT, _SIZE) + 10 if prompt else blank.room * _LETTER
    width = _BOX + 4 if blank.kind == "tick" else min(max(wide, _LEAST), _MOST)
    count = round(width / space)
    before = "" if prompt or not blank.prompt else escape(f"{blank.prompt} ")
    number = form.add(blank, count * space)
    # a space before it, or the field would stay on the line on which the room for it is not
    return f'{before}\u00a0<onDraw name="field" label="{number}"/>' + "\u00a0" * count


#: What a field's own typeface, which every reader of PDFs has, writes otherwise.
_PLAINLY = str.maketrans({"…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"'})


def write_plainly(text: str) -> str:
    """Return what stands in a field until it is filled in.

    Parameters
    ----------
    text : str
        Such as ``"[month, …]"``.

    Returns
    -------
    str
        In the letters of Western Europe; nothing where it has others.

    Examples
    --------
    >>> write_plainly("[time, …]"), write_plainly("[日]")
    ('[time, ...]', '')
    """
    plain = text.translate(_PLAINLY)
    return plain if all(ord(sign) < 256 for sign in plain) else ""


def _colour(text: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(text)


class Field(Flowable):
    """A field that fills a cell of a table."""

    def __init__(self, blank: Blank, width: float, height: float, form: Form):
        super().__init__()
        self.blank, self.width, self.height, self.form = blank, width, height, form

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """How much room it takes: what it was made for."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self.form.draw(self.canv, self.blank, 0, 0, self.width, self.height)


class Sketch(Flowable):
    """A drawing, as large as there is room; lines to write on are fields."""

    def __init__(self, drawing: Drawing, width: float, height: float, form: Form, font: str):
        super().__init__()
        self.drawing, self.form, self.font = drawing, form, font
        self.scale = min(width / drawing.width, height / drawing.height)
        self.width, self.height = drawing.width * self.scale, drawing.height * self.scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """How much room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw its lines, then its words."""
        canvas, scale = self.canv, self.scale
        for line in self.drawing.strokes:
            canvas.setStrokeColor(_colour(line.colour))
            canvas.setLineWidth(line.width * scale)
            canvas.line(line.x1 * scale, self._up(line.y1), line.x2 * scale, self._up(line.y2))
        for words in self.drawing.words:
            self._write(words)

    def _up(self, y: float) -> float:
        return self.height - y * self.scale

    def _write(self, words: Words) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        size, text = words.size * self.scale, words.text
        width = stringWidth(text, self.font, size)
        left = {"start": 0.0, "end": width, "middle": width / 2}[words.anchor]
        x, y = words.x * self.scale - left, self._up(words.y)
        self.canv.setFillColor(_colour(words.colour))
        self.canv.setFont(self.font, size)
        self.canv.drawString(x, y, text)
        for found in _LINE.finditer(text):
            before = stringWidth(text[: found.start()], self.font, size)
            wide = stringWidth(found[0], self.font, size)
            label = text[: found.start()].rpartition("_")[2].strip(" :")
            number = len(self.form.blanks) + 1
            blank = Blank("text", "", label, name=f"chart {number} {label}")
            self.form.add(blank, wide)
            self.form.draw(self.canv, blank, x + before, y - 1, wide, size * 1.25)
