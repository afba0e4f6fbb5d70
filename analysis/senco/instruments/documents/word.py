"""A document as a Word file with content controls to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from senco.instruments.documents.controls import make_control
from senco.instruments.documents.drawing import Drawing, draw_picture
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
    Table,
    lay_out,
)
from senco.instruments.documents.parts import close_file, prepare_styles
from senco.instruments.documents.typefaces import find_typeface

#: A point, and the margins of a form, in millimetres.
_POINT, _MARGIN, _MARGIN_ACROSS, _FOOT = 25.4 / 72, 20.0, 14.0, 17.0
#: How high a row is that is to be filled in, in millimetres.
_ROW, _ROW_ACROSS = 9.0, 11.0


def write_word(document: Document, drawings: Mapping[str, Drawing]) -> bytes:
    """Return a document as a Word file.

    Parameters
    ----------
    document : Document
        A page of the kit.
    drawings : mapping of str to Drawing
        Its figures, by the path that the page names.

    Returns
    -------
    bytes
        The DOCX file; the same bytes on any day and machine: nothing in it is packed, since
        what packs differs between machines.
    """
    import docx

    word = docx.Document()
    prepare_styles(word, document.language, find_measures(document.look).scale)
    writer = _Writer(word, drawings, document)
    for number, sheet in enumerate(lay_out(document.blocks)):
        writer.begin(sheet.across, first=not number)
        for block in sheet.blocks:
            writer.write(block)
    if document.closing:
        word.add_paragraph(document.closing, style="Caption")
    sign_pages(word, " · ".join(part for part in (document.title, document.subject) if part))
    return close_file(word, document)


class _Writer:
    """What writes the blocks of a document, one after the other."""

    def __init__(self, word: Any, drawings: Mapping[str, Drawing], document: Document):
        self.word, self.drawings = word, drawings
        self.measures = find_measures(document.look)
        self.across, self.depth, self.numbering = False, 0, 0

    def begin(self, across: bool, first: bool) -> None:
        """Begin a new sheet."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Mm

        section = self.word.sections[0] if first else self.word.add_section(WD_SECTION.NEW_PAGE)
        width, height = (round(side * _POINT) for side in self.measures.measure_page(across))
        section.page_width, section.page_height = Mm(width), Mm(height)
        wide = width > height
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        margin = _MARGIN_ACROSS if wide else _MARGIN
        section.left_margin = section.right_margin = section.top_margin = Mm(margin)
        section.bottom_margin, section.footer_distance = Mm(_FOOT), Mm(8)
        self.across, self.room, self.height = across, width - 2 * margin, height

    def write(self, block: Block, place: Any = None, style: str | None = None) -> None:
        """Write a block into the document, or into a cell of it."""
        place = place or self.word
        if isinstance(block, Heading):
            self._write_line(
                place.add_paragraph(style=f"Heading {min(block.level, 4)}"), block.line
            )
        elif isinstance(block, Paragraph):
            self._write_line(place.add_paragraph(style=style), block.line)
        elif isinstance(block, Listing):
            self._write_list(block, place)
        elif isinstance(block, Table):
            self._write_table(block)
        elif isinstance(block, Quote):
            self._write_box("", block.blocks, "Quote")
        elif isinstance(block, Note):
            self._write_box(block.title, block.blocks, "Note")
        elif isinstance(block, Figure):
            self._write_figure(block)

    def _write_line(self, paragraph: Any, line: Line) -> None:
        for one in line:
            if isinstance(one, Blank):
                paragraph._p.append(make_control(one, in_line=len(line) > 1))
                continue
            run = paragraph.add_run(one.text)
            run.bold, run.italic = one.bold or None, one.italic or None
            if one.code:
                run.style = "Code"

    def _write_list(self, block: Listing, place: Any) -> None:
        from senco.instruments.documents.parts import begin_numbers

        number = begin_numbers(self.word, block.ordered)
        for item in block.items:
            for index, one in enumerate(item):
                if index == 0 and isinstance(one, Paragraph):
                    paragraph = place.add_paragraph(style="List Paragraph")
                    self._write_line(paragraph, one.line)
                    _number(paragraph, number)
                else:
                    self.write(one, place, "List Continue")

    def _write_box(self, title: str, blocks: Sequence[Block], style: str) -> None:
        if title:
            self._write_line(self.word.add_paragraph(style=style), (Run(title, bold=True),))
        for one in blocks:
            self.write(one, style=style)
        self.word.add_paragraph(style="After a table")

    def _write_figure(self, block: Figure) -> None:
        from docx.shared import Mm

        drawing = self.drawings[block.path]
        picture = io.BytesIO(draw_picture(drawing, find_typeface()))
        height = self.height * self.measures.share if block.in_line else (
            self.height - _MARGIN_ACROSS - _FOOT - 8
        )  # fmt: skip
        width = min(self.room, height * drawing.width / drawing.height)
        paragraph = self.word.add_paragraph()
        shape = paragraph.add_run().add_picture(picture, width=Mm(width))
        shape._inline.docPr.set("descr", block.alt)
        paragraph.paragraph_format.space_after = Mm(2 if block.in_line else 0)
        if block.caption:
            self._write_line(self.word.add_paragraph(style="Caption"), block.caption)

    def _write_table(self, block: Table) -> None:
        from docx.shared import Mm

        widths = self._measure_columns(block)
        table = self.word.add_table(rows=0, cols=len(block.head), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate((block.head, *block.rows)):
            added = table.add_row()
            for cell, width, line in zip(added.cells, widths, row, strict=True):
                cell.width = Mm(width)
                self._write_cell(cell, line, head=not number)
            _set_row(added, head=not number, least=self._measure_row(row))
        self.word.add_paragraph(style="After a table")

    def _measure_columns(self, block: Table) -> list[float]:
        return measure_columns(block, self.room, self.across, self.measures.scale)

    def _measure_row(self, row: Sequence[Line]) -> float:
        if not any(isinstance(one, Blank) for cell in row for one in cell):
            return 0
        return _ROW_ACROSS if self.across else _ROW

    def _write_cell(self, cell: Any, line: Line, head: bool) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = "Head of a table" if head else "Cell"
        self._write_line(paragraph, line)
        if len(line) == 1 and isinstance(line[0], Blank) and line[0].kind == "tick":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _number(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _set_row(row: Any, head: bool, least: float) -> None:
    """A row is not cut in two, and that of the head stands on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if least:
        row.height = Mm(least)
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def sign_pages(word: Any, text: str) -> None:
    """Put what the document is, and the page's number, below each page.

    Parameters
    ----------
    word : docx document
        To be changed.
    text : str
        What it is.
    """
    from docx.oxml import OxmlElement

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{text} · ")
    field = OxmlElement("w:fldSimple")
    field.set(f"{{{paragraph._p.nsmap['w']}}}instr", "PAGE")
    run = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    paragraph._p.append(field)


def measure_columns(table: Table, room: float, across: bool, scale: float = 1) -> list[float]:
    """Return how wide the columns of a table are, as in the PDF.

    Parameters
    ----------
    table : Table
        The table.
    room : float
        How wide it is, in millimetres.
    across : bool
        Whether it stands on a sheet across.
    scale : float
        How large letters are beside those of a form.

    Returns
    -------
    list of float
        In millimetres.
    """
    from senco.instruments.documents.pdf import measure_columns as measure

    points = 72 / 25.4
    return [width / points for width in measure(table, room * points, 10.5 * scale, across)]
