"""A document as a PDF with fields to fill in."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any
from xml.sax.saxutils import escape

from senco.errors import SencoError
from senco.instruments.documents.drawing import Drawing
from senco.instruments.documents.fields import Form, make_inline
from senco.instruments.documents.looks import find_measures
from senco.instruments.documents.model import (
    Blank,
    Block,
    Document,
    Figure,
    Heading,
    Line,
    Listing,
    Note,
    Paragraph,
    Quote,
    Run,
    Sheet,
    Table,
    lay_out,
    tell,
)
from senco.instruments.documents.tags import Element, Tags, draw_beside
from senco.instruments.documents.typefaces import NAMES, load_fonts

_INK, _SOFT, _RULE, _LEAD = "#23303b", "#4d5b66", "#9aa5ad", "#33508a"
#: Of a row that is to be filled in, upright and across.
_ROW, _ROW_ACROSS = 26, 35
#: A column for ratings has a heading of so few letters, and is at least so wide.
_LETTERS, _NARROW = 5, 26
_PADDING = 4
#: A prompt of so many letters by itself asks for sentences, and gets an area so high.
_SENTENCES, _AREA = 30, 48
#: What ReportLab says of itself between the objects, where the gate lets nothing stand.
_BANNER = re.compile(rb"(?:(?<=\n)%)? ReportLab [Gg]enerated PDF document [^\n]{0,80}")


def write_pdf(document: Document, drawings: Mapping[str, Drawing]) -> bytes:
    """Return a document as a PDF.

    Parameters
    ----------
    document : Document
        A page of the kit.
    drawings : mapping of str to Drawing
        Its figures, by the path that the page names.

    Returns
    -------
    bytes
        The same bytes on any day and machine: nothing in it is packed, since what packs
        differs between machines. Each blank is a field that a screen reader names.

    Raises
    ------
    SencoError
        Where a part of it is too long for a page.
    """
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus.doctemplate import BaseDocTemplate, LayoutError

    load_fonts()
    stream, form, tags = io.BytesIO(), Form(), Tags()
    template = BaseDocTemplate(
        stream, title=document.title, author=document.author, subject=document.subject,
        lang=document.language, invariant=1, pageCompression=0,
        initialFontName=NAMES["plain"], creator="senco",
        pageTemplates=[_make_template(document, across) for across in (False, True)],
    )  # fmt: skip

    def begin(*args: Any, **kwargs: Any) -> Any:
        canvas = Canvas(*args, **kwargs)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        form.attach(canvas)
        tags.attach(canvas)
        return canvas

    setters = [_Setter(form, tags, drawings, sheet, document) for sheet in lay_out(document.blocks)]
    story = [part for n, setter in enumerate(setters) for part in setter.set_sheet(first=not n)]
    story += setters[-1].set_closing() if document.closing else []
    try:
        template.build(story, canvasmaker=begin)
    except LayoutError:
        raise SencoError(
            f"{document.title}: something in it is too long for a page. Shorten the longest label "
            "or definition."
        ) from None
    return _BANNER.sub(lambda line: b" " * len(line[0]), stream.getvalue())


def _make_template(document: Document, across: bool) -> Any:
    """The pages of one kind: a frame, and below it what the document is and the page's number."""
    from reportlab.platypus.doctemplate import PageTemplate
    from reportlab.platypus.frames import Frame

    measures = find_measures(document.look)
    (width, height), margin = measures.measure_page(across), measures.measure_margin(across)
    foot = measures.foot
    frame = Frame(margin, foot - 14, width - 2 * margin, height - foot - margin + 14,
                  leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)  # fmt: skip

    def sign(canvas: Any, template: Any) -> None:
        with draw_beside(canvas):
            write(canvas)

    def write(canvas: Any) -> None:
        canvas.saveState()
        canvas.setFont(NAMES["plain"], 7.5)
        canvas.setFillColor(_SOFT)
        told = " · ".join(part for part in (document.title, document.subject) if part)
        canvas.drawString(margin, 30, _shorten(told, width - 2 * margin - 40))
        canvas.drawRightString(width - margin, 30, str(canvas.getPageNumber()))
        canvas.restoreState()

    name = "across" if across else "upright"
    return PageTemplate(id=name, frames=[frame], onPage=sign, pagesize=(width, height))


def _shorten(text: str, width: float) -> str:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    while text and stringWidth(text, NAMES["plain"], 7.5) > width:
        text = text[:-2].rstrip() + "…"
    return text


#: Of a style, what grows with the letters.
_GROWING = ("fontSize", "leading", "spaceAfter", "spaceBefore", "bulletIndent", "bulletFontSize")


def _style(name: str, scale: float, **changes: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    usual: dict[str, Any] = {
        "fontName": NAMES["plain"], "fontSize": 9.5, "leading": 13.5, "textColor": _INK,
        "spaceAfter": 5, "splitLongWords": 1, "allowWidows": 0, "allowOrphans": 0,
    }  # fmt: skip
    told = usual | changes
    grown = {key: told[key] * scale for key in _GROWING if key in told}
    return ParagraphStyle(name, **(told | grown))


class _Setter:
    """What sets the blocks of one sheet."""

    def __init__(
        self,
        form: Form,
        tags: Tags,
        drawings: Mapping[str, Drawing],
        sheet: Sheet,
        document: Document,
    ):
        self.form, self.tags, self.drawings, self.sheet = form, tags, drawings, sheet
        self.document, self.measures = document, find_measures(document.look)
        self.width = self.measures.measure_width(sheet.across)

    def _style(self, name: str, **changes: Any) -> Any:
        return _style(name, self.measures.scale, **changes)

    def set_sheet(self, first: bool) -> list[Any]:
        """Return what the sheet consists of; all but the first begin a new page."""
        from reportlab.platypus import NextPageTemplate, PageBreak

        name = "across" if self.sheet.across else "upright"
        turn = [NextPageTemplate(name)] if first else [NextPageTemplate(name), PageBreak()]
        return [*turn, *(part for block in self.sheet.blocks for part in self.set_block(block))]

    def set_closing(self) -> list[Any]:
        """Return the small print below the text, parted from it by a rule."""
        from senco.instruments.documents.flowables import Rule

        style = _style("closing", 1, fontSize=7.5, leading=10, textColor=_SOFT, spaceAfter=0)
        rule = Rule("100%", 0.5, color=_RULE, spaceBefore=6, spaceAfter=4)
        return [rule, self._set_line((Run(self.document.closing),), style)]

    def set_block(self, block: Block) -> list[Any]:
        """Return what a block consists of."""
        if isinstance(block, Heading):
            return self._set_heading(block)
        if isinstance(block, Paragraph):
            return self._set_paragraph(block)
        if isinstance(block, Listing):
            return self._set_list(block)
        if isinstance(block, Table):
            return self._set_table(block)
        if isinstance(block, Quote):
            return self._set_box("", block.blocks, _RULE)
        if isinstance(block, Note):
            return self._set_box(block.title, block.blocks, _LEAD)
        return self._set_figure(block) if isinstance(block, Figure) else []

    def _set_heading(self, block: Heading) -> list[Any]:
        from reportlab.platypus import CondPageBreak

        size = {1: 19, 2: 13}.get(block.level, 10.5)
        room = {1: 0, 2: 100}.get(block.level, 70)
        top = 2 if self.document.look == "slides" else 1
        style = self._style("heading", fontName=NAMES["bold"], fontSize=size, leading=size * 1.25,
                       spaceBefore=size * 0.75, spaceAfter=size * 0.45,
                       textColor=_LEAD if block.level == top else _INK)  # fmt: skip
        # slides have no title of the document above them
        line = self._set_line(block.line, style, kind=f"H{max(block.level - top, 0) + 1}")
        return [*([CondPageBreak(room)] if room else []), line]

    def _set_paragraph(self, block: Paragraph) -> list[Any]:
        """A line; or, where sentences are asked for and nothing stands beside them, an area."""
        from reportlab.platypus import Spacer

        from senco.instruments.documents.flowables import Field

        asked = block.line[0]
        if len(block.line) > 1 or not isinstance(asked, Blank) or len(asked.prompt) < _SENTENCES:
            return [self._set_line(block.line)]
        element = self.tags.current.add("P")
        area = Field(asked, self.width, _AREA, self.form, self.tags, element)
        return [area, Spacer(0, 8)]

    def _set_line(
        self, line: Line, style: Any = None, bullet: str | None = None, kind: str = "P"
    ) -> Any:
        from senco.instruments.documents.flowables import Text

        blanks = any(isinstance(one, Blank) for one in line)
        style = style or self._style("open" if blanks else "plain", leading=20 if blanks else 13.5)
        parts = [_mark(one) if isinstance(one, Run) else make_inline(one, self.form, style)
                 for one in line]  # fmt: skip
        text = Text("".join(parts), style, bulletText=bullet)
        return text.belong(self.tags, self.tags.current.add(kind))

    def _set_list(self, block: Listing) -> list[Any]:
        from reportlab.platypus import Indenter, Spacer

        indent = 18 * self.measures.scale
        told: list[Any] = [Indenter(left=indent)]
        with self.tags.open("L"):
            for number, item in enumerate(block.items, start=1):
                with self.tags.open("LI"), self.tags.open("LBody"):
                    told += self._set_item(item, f"{number}." if block.ordered else "•")
        return [*told, Indenter(left=-indent), Spacer(0, 4)]

    def _set_item(self, item: Sequence[Block], bullet: str) -> list[Any]:
        told: list[Any] = []
        for place, one in enumerate(item):
            if place == 0 and isinstance(one, Paragraph):
                blanks = any(isinstance(part, Blank) for part in one.line)
                style = self._style("item", bulletIndent=-16, leading=20 if blanks else 13.5,
                                    spaceAfter=3, bulletFontName=NAMES["plain"],
                                    bulletFontSize=9.5)  # fmt: skip
                told.append(self._set_line(one.line, style, bullet))
            else:
                told += self.set_block(one)
        return told

    def _set_box(self, title: str, blocks: Sequence[Block], colour: str) -> list[Any]:
        from reportlab.platypus import Spacer

        from senco.instruments.documents.flowables import Grid

        rows = [[self._set_line((Run(title, bold=True),))]] if title else []
        rows += [[part] for block in blocks for part in self.set_block(block)]
        looks = [("LINEBEFORE", (0, 0), (0, -1), 2.5, colour),
                 ("LEFTPADDING", (0, 0), (-1, -1), 10),
                 ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                 ("BACKGROUND", (0, 0), (-1, -1), "#f6f6f3")]  # fmt: skip
        return [Grid(rows, colWidths=[self.width], style=looks), Spacer(0, 9)]

    def _set_figure(self, block: Figure) -> list[Any]:
        from senco.instruments.documents.flowables import Sketch

        measures = self.measures
        height = measures.measure_page(self.sheet.across)[1]
        height = height * measures.share if block.in_line else (
            height - measures.foot - measures.margins[1] - 16
        )  # fmt: skip
        caption = _style("caption", 1, fontSize=7.5, leading=10, textColor=_SOFT, spaceAfter=0)
        sketch = Sketch(
            self.drawings[block.path], (self.width, height), self.form, NAMES["plain"],
            self.tags, self.tags.current.add("Figure", block.alt),
        )  # fmt: skip
        if block.in_line:
            sketch.spaceBefore, sketch.spaceAfter = 2, 8
        return [sketch, *([self._set_line(block.caption, caption)] if block.caption else [])]

    def _set_table(self, block: Table) -> list[Any]:
        with self.tags.open("Table"):
            return self._set_rows(block)

    def _set_cells(self, row: Sequence[Line], style: Any, kind: str) -> list[Any]:
        """The cells of a row; an element in the place of one that is to be filled in."""
        cells = []
        with self.tags.open("TR"):
            for line in row:
                with self.tags.open(kind) as element:
                    open_ = kind == "TD" and _is_blank(line)
                    cells.append(element if open_ else self._set_line(line, style))
        return cells

    def _set_rows(self, block: Table) -> list[Any]:
        from reportlab.platypus import Spacer

        from senco.instruments.documents.flowables import Field, Grid

        size, tallest = 8.5, self.measures.measure_page(False)[1]
        head = self._style("head", fontName=NAMES["bold"], fontSize=size, leading=11, spaceAfter=0)
        body = self._style("cell", fontSize=size, leading=11.5, spaceAfter=0)
        grown = size * self.measures.scale
        widths = measure_columns(block, self.width, grown, self.sheet.across)
        rows = [self._set_cells(block.head, head, "TH")]
        heights: list[float | None] = [None]
        for row in block.rows:
            cells = self._set_cells(row, body, "TD")
            tall = max((cell.wrap(width - 2 * _PADDING, tallest)[1] for cell, width
                        in zip(cells, widths, strict=True) if not isinstance(cell, Element)),
                       default=0)  # fmt: skip
            open_row = any(isinstance(cell, Element) for cell in cells)
            height = max(ceil(tall + 2 * _PADDING), self._row if open_row else 0)
            rows.append([
                Field(_first_blank(line), width - 2, height - 2, self.form, self.tags, cell)
                if isinstance(cell, Element) else cell
                for cell, line, width in zip(cells, row, widths, strict=True)
            ])  # fmt: skip
            heights.append(height)
        looks = [("LINEBELOW", (0, 0), (-1, 0), 1, _LEAD), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                 ("LINEBELOW", (0, 1), (-1, -1), 0.5, _RULE),
                 ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
                 ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
                 ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
                 ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING)]  # fmt: skip
        for number, row in enumerate(block.rows, start=1):  # a field fills its cell
            for place, cell in enumerate(row):
                if _is_blank(cell):
                    where = ((place, number), (place, number))
                    looks += [(f"{side}PADDING", *where, 1)
                              for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]  # fmt: skip
        fixed = any(_is_blank(cell) for row in block.rows for cell in row)
        grid = Grid(rows, colWidths=widths, rowHeights=heights if fixed else None, style=looks,
                    repeatRows=1, splitInRow=0 if fixed else 1)  # fmt: skip
        return [Spacer(0, 2), grid, Spacer(0, 10)]

    @property
    def _row(self) -> float:
        return _ROW_ACROSS if self.sheet.across else _ROW


def _mark(run: Run) -> str:
    """Words in the markup of ReportLab."""
    text = escape(run.text)
    if run.code:
        return f'<font color="{_LEAD}">{text}</font>'
    text = f"<i>{text}</i>" if run.italic else text
    return f"<b>{text}</b>" if run.bold else text


def _is_blank(cell: Line) -> bool:
    return len(cell) == 1 and isinstance(cell[0], Blank)


def _first_blank(cell: Line) -> Blank:
    return next(one for one in cell if isinstance(one, Blank))


def measure_columns(table: Table, total: float, size: float, across: bool) -> list[float]:
    """Return how wide the columns of a table are.

    Parameters
    ----------
    table : Table
        The table.
    total : float
        How wide it is, in points.
    size : float
        Of its letters.
    across : bool
        Whether it stands on a sheet across, where columns of short names take a rating.

    Returns
    -------
    list of float
        Each wide enough for its longest word, and the rest by what stands in them; where
        something is to be written, as much as can be.
    """
    from reportlab.pdfbase.pdfmetrics import stringWidth

    def measure(text: str) -> float:
        return float(stringWidth(text, NAMES["bold"], size)) + 2 * _PADDING + 1

    least, wanted, open_ = [], [], []
    for place, head in enumerate(table.head):
        cells = [row[place] for row in table.rows]
        told = [tell(head), *(tell(cell) for cell in cells)]
        words = max((measure(word) for text in told for word in text.split()), default=0)
        least.append(min(words, total * 0.4))
        wide = min(max(measure(text) for text in told), total * 0.5)
        blanks = [_first_blank(cell) for cell in cells if _is_blank(cell)]
        kind = blanks[0].kind if blanks else ""
        if kind == "tick" or (kind and across and len(told[0]) <= _LETTERS):
            least[-1] = max(least[-1], _NARROW)
            wide = max(least[-1] + 14, measure(told[0]) / 2.2)
        elif kind == "choice" and not blanks[0].other:
            wide = max(*(measure(one) + 18 for one in blanks[0].choices), measure(told[0]) / 2)
            wide = min(wide, total * 0.45)
        elif kind:
            wide = max(least[-1], total * 0.45)
            open_.append(place)
        wanted.append(max(wide, least[-1]))
    spare, asked = total - sum(least), sum(wanted) - sum(least)
    if spare <= 0:
        return [one * total / sum(least) for one in least]
    share = min(spare / asked, 1) if asked else 0
    # whole points, so that fields of one size share what they look like
    widths = [float(round(a + (b - a) * share)) for a, b in zip(least, wanted, strict=True)]
    widest = max(open_ or range(len(widths)), key=lambda place: widths[place])
    widths[widest] += total - sum(widths)
    return widths
