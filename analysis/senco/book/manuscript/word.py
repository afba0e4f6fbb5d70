"""A manuscript as a Word document: what pandoc wrote, with this project's styles."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from senco.book.citation import Citation
from senco.book.manuscript.pandoc import run_pandoc
from senco.intake.formats.archive import open_zip, pack_zip

_FONT, _INK, _LEAD, _SOFT = "Calibri", "23303B", "33508A", "4D5B66"
LANGUAGE = "en-GB"
#: Sizes in points of the styles that pandoc uses, and the space before and after.
_STYLES = {
    "Normal": (10.5, 0, 0),
    "Body Text": (10.5, 0, 6),
    "First Paragraph": (10.5, 5, 6),
    "Compact": (9.5, 2, 2),
    "Title": (26, 120, 6),
    "Subtitle": (14, 0, 18),
    "Author": (11, 0, 4),
    "Date": (11, 0, 24),
    "Heading 1": (20, 0, 8),
    "Heading 2": (14, 14, 6),
    "Heading 3": (11.5, 10, 4),
    "Footnote Text": (8.5, 0, 2),
    "Image Caption": (8.5, 2, 10),
    "Table Caption": (8.5, 12, 3),
    "Bibliography": (10, 0, 4),
    "Badge": (10, 0, 10),
    "Note": (10, 0, 4),
}
#: The width of the text on A4, in twentieths of a point, and letters of a line that count in full.
_TEXT_WIDTH, _LINE = 9070, 38
#: In twentieths of a point: what a cell leaves free at its sides, and a bold letter of a wide font.
_SIDES, _LETTER = 220, 130
#: How high a picture may be, in millimetres: its heading and caption are on the same page.
_HIGHEST = 205
#: What is used of pandoc's own styles in colours of this project.
_COLOURS = {"Title": _LEAD, "Heading 1": _LEAD, "Date": _SOFT, "Image Caption": _SOFT}


def write_word(
    text: str, pictures: Mapping[str, bytes], front: str, citation: Citation, subtitle: str
) -> bytes:
    """Return a manuscript as a Word document.

    Parameters
    ----------
    text : str
        The chapters, HTML.
    pictures : mapping of str to bytes
        PNG files, by the path that the chapters give.
    front : str
        What stands before them, HTML.
    citation : Citation
        As in `CITATION.cff`.
    subtitle : str
        What follows the title.

    Returns
    -------
    bytes
        The DOCX file, the same bytes on any day: its parts are not packed.
    """
    for name, content in pictures.items():
        data = base64.b64encode(content).decode("ascii")
        text = text.replace(f'src="{escape(name)}"', f'src="data:image/png;base64,{data}"')
    title = citation.title.partition(": ")[0]
    options = ["--standalone", f"--metadata=title:{title}", f"--metadata=subtitle:{subtitle}"]
    options += [f"--metadata=author:{author.called}" for author in citation.authors]
    options += [f"--metadata=date:Version {citation.version}, {citation.date_released}"]
    options += [f"--metadata=lang:{LANGUAGE}", "--metadata=keywords:"]
    day = datetime.fromisoformat(citation.date_released).replace(tzinfo=UTC)
    made = run_pandoc(front + text, "docx", options, str(int(day.timestamp())))
    return _finish(made, citation, day)


def _finish(made: bytes, citation: Citation, day: datetime) -> bytes:
    """Set styles, language and properties, and hold the bytes still."""
    import docx

    word = docx.Document(io.BytesIO(made))
    _set_styles(word)
    for table in word.tables:
        _set_table(table)
    for picture in word.inline_shapes:
        _limit_height(picture)
    # beside the alternative text pandoc keeps where a picture came from: all of it, once more
    for known in word.element.xpath(".//pic:cNvPr"):
        known.set("descr", "")
    section = word.sections[0]
    _set_page(section)
    _sign(section, citation.title.partition(": ")[0])
    known = word.core_properties
    known.title, known.language = citation.title, LANGUAGE
    known.author = "; ".join(author.called for author in citation.authors)
    known.keywords = ", ".join(citation.keywords)
    known.last_modified_by, known.revision = "", 1
    known.created = known.modified = day
    stream = io.BytesIO()
    word.save(stream)
    with open_zip(stream.getvalue(), "a document") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    return pack_zip(files, zipfile.ZIP_STORED)


def _set_styles(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    known = {style.name for style in word.styles}
    for name, (size, before, after) in _STYLES.items():
        if name not in known:
            word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
        style = word.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.rPr.rFonts
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        fonts.set(qn("w:cs"), _FONT)
        style.font.color.rgb = RGBColor.from_string(_COLOURS.get(name, _INK))
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    for level in (1, 2, 3):
        word.styles[f"Heading {level}"].font.bold = True
        word.styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    if "Captioned Figure" in known:
        word.styles["Captioned Figure"].paragraph_format.keep_with_next = True
    word.styles["Heading 1"].paragraph_format.page_break_before = True
    word.styles["Badge"].font.bold = True
    for name in ("Note", "Badge"):
        word.styles[name].paragraph_format.left_indent = Mm(4)
    for style in word.styles.element.xpath(".//w:lang"):
        style.set(qn("w:val"), LANGUAGE)


def _limit_height(picture: Any) -> None:
    """A picture that is as high as a page would be cut off, or leave its heading behind."""
    from docx.shared import Mm

    if picture.height > Mm(_HIGHEST):
        picture.width = picture.width * Mm(_HIGHEST) // picture.height
        picture.height = Mm(_HIGHEST)


def _set_table(table: Any) -> None:
    """A table is as wide as the text, and has lines; a row is not cut in two."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = table._tbl.tblPr
    for old in properties.xpath("./w:tblW | ./w:tblBorders | ./w:tblLayout"):
        properties.remove(old)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="9AA5AD"/>'
        for edge in ("top", "bottom", "insideH")
    )
    # in the order that the format wants
    before = [*properties.xpath("./w:tblStyle | ./w:tblpPr | ./w:bidiVisual")]
    place = properties.index(before[-1]) + 1 if before else 0
    properties.insert(place, parse_xml(f'<w:tblW {nsdecls("w")} w:w="5000" w:type="pct"/>'))
    after = properties.xpath("./w:jc | ./w:tblW")[-1]
    after.addnext(parse_xml(f'<w:tblLayout {nsdecls("w")} w:type="fixed"/>'))
    after.addnext(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    widths = share_width(cells, _TEXT_WIDTH)
    _stand_off(table)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in table.rows:
        known = row._tr.get_or_add_trPr()
        known.insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if known.find(qn("w:tblHeader")) is None:
            continue
        for cell in row.cells:
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                run.bold = True


def _stand_off(table: Any) -> None:
    """Leave space between a table and the text below it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    below = table._tbl.getnext()
    while below is not None and below.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        below = below.getnext()
    if below is not None and below.tag == qn("w:p"):
        paragraph = Paragraph(below, table._parent)
        style = paragraph.style.name if paragraph.style is not None else ""
        if style in ("Body Text", "First Paragraph"):
            paragraph.paragraph_format.space_before = Pt(9)


def share_width(rows: list[list[str]], room: int) -> list[int]:
    """Return how wide the columns of a table are: as their words need, and then their text.

    Parameters
    ----------
    rows : list of list of str
        The cells, the head among them.
    room : int
        The width of all columns together.

    Returns
    -------
    list of int
        Their widths, whose sum is at most the room.

    Examples
    --------
    >>> share_width([["n", "what"], ["1", "a rather long text of some ten words or more"]], 9000)
    [568, 8431]
    """
    columns = [*zip(*rows, strict=True)]
    words = [max((len(w) for cell in one for w in cell.split()), default=1) for one in columns]
    lines = [_shorten_line(max(map(len, one))) for one in columns]
    sides = min(_SIDES, room // (2 * len(columns)))
    left = room - sides * len(columns)
    letter = min(_LETTER, left // sum(words))
    more = [1 + max(line - word, 0) for word, line in zip(words, lines, strict=True)]
    share = (left - letter * sum(words)) / sum(more)
    return [sides + letter * word + int(share * one) for word, one in zip(words, more, strict=True)]


def _shorten_line(letters: int) -> int:
    """How many letters of a line count: a text of many lines needs width, but not in proportion."""
    return min(letters, _LINE + max(letters - _LINE, 0) // 4, 3 * _LINE)


def _set_page(section: Any) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.header_distance, section.footer_distance, section.gutter = Mm(10), Mm(10), Mm(0)
    # LibreOffice takes pandoc's numbering by section for one by chapter, and notes name others
    for numbering in section._sectPr.xpath("./w:footnotePr"):
        section._sectPr.remove(numbering)


def _sign(section: Any, title: str) -> None:
    """Put the title and the page's number below each page."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{title} · ")
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
