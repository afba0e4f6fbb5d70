"""The fields of a PDF: where they stand, what they are called and how they look."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from senco.instruments.documents.model import Blank

_FILL, _EDGE = "#eef2f8", "#4d5b66"
_FONT, _SIZE, _BOX = "Helvetica", 9, 11
#: Of a field in a line: how high, and how wide at least.
_HIGH, _LEAST, _MOST = 15, 80, 430
#: How wide a letter is that somebody writes by hand.
_LETTER = 7.5
#: Which no line ends with.
_SPACE = "\u00a0"


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
                borderColor=read_colour(_EDGE), fillColor=read_colour("#ffffff"), fieldFlags="",
                textColor=read_colour("#23303b"), **known,
            )  # fmt: skip
            return
        known |= {"x": x, "y": y, "width": width, "height": height, "borderWidth": 0,
                  "fillColor": read_colour(_FILL), "borderColor": None, "fontName": _FONT,
                  "textColor": read_colour("#23303b"), "fontSize": _SIZE}  # fmt: skip
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

    space = stringWidth(_SPACE, style.fontName, style.fontSize)
    prompt = write_plainly(blank.prompt)
    asked = float(stringWidth(prompt, _FONT, _SIZE)) + 10
    wide = asked if prompt else blank.room * _LETTER
    width = _BOX + 4 if blank.kind == "tick" else min(max(wide, _LEAST), _MOST)
    count = round(width / space)
    before = "" if prompt or not blank.prompt else escape(f"{blank.prompt} ")
    number = form.add(blank, count * space)
    # a space before it, or the field would stay on the line on which the room for it is not
    return "".join((before, _SPACE, f'<onDraw name="field" label="{number}"/>', _SPACE * count))


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


def read_colour(text: str) -> Any:
    """Return a colour as ReportLab has it.

    Parameters
    ----------
    text : str
        Such as ``"#23303b"``.

    Returns
    -------
    Color
        It.
    """
    from reportlab.lib.colors import HexColor

    return HexColor(text)
