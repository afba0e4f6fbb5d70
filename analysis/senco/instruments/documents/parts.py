"""The parts of a Word file beside its text: styles, lists, properties, and how it is packed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from senco.instruments.documents.model import Document
from senco.intake.formats.archive import open_zip, pack_zip

_FONT, _INK, _LEAD, _SOFT = "Calibri", "23303B", "33508A", "4D5B66"
#: What a document of this project has no use for.
_NEEDLESS = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "customXml/")
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
#: Styles that are used; the template brings some hundred more.
_KEPT = frozenset(
    {
        *("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "List Paragraph", "Quote"),
        *("List Continue", "Caption", "Footer", "Header", "Table Grid", "Default Paragraph Font"),
        *("Normal Table", "No List", "Note", "Cell", "Head of a table", "After a table", "Code"),
    }
)


def prepare_styles(word: Any, language: str, scale: float = 1) -> None:
    """Set the typeface, the colours and the language of a document.

    Parameters
    ----------
    word : docx document
        To be changed.
    language : str
        Such as ``"en-GB"``.
    scale : float
        How large letters are beside those of a form; small print stays as it is.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    styles = word.styles
    _set_style(styles["Normal"], size=10.5 * scale, after=6)
    for level, size in ((1, 20), (2, 14), (3, 11.5), (4, 10.5)):
        style = styles[f"Heading {level}"]
        size *= scale
        _set_style(style, size=size, after=size * 0.4, before=size * 0.8)
        style.font.color.rgb = RGBColor.from_string(_LEAD if level == 1 else _INK)
        style.font.bold, style.font.italic = True, False
    for name in ("Note", "Cell", "Head of a table", "After a table"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    _set_style(styles["Cell"], size=9.5 * scale, after=2, before=2)
    _set_style(styles["Head of a table"], size=9.5 * scale, after=2, before=2)
    for edge in styles["Table Grid"].element.xpath(".//w:tblBorders/*"):
        edge.set(qn("w:color"), "9AA5AD")
    styles["Head of a table"].font.bold = True
    _set_style(styles["After a table"], size=6, after=2)
    code = styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    code.font.color.rgb = RGBColor.from_string(_LEAD)
    for name, colour in (("Note", _LEAD), ("Quote", "9AA5AD")):
        _set_style(styles[name], size=10, after=4)
        styles[name].font.italic = False
        styles[name].paragraph_format.left_indent = Mm(4)
        _add_edge(styles[name], colour)
    _set_style(styles["Caption"], size=8, after=0)
    styles["Caption"].font.bold = False
    _set_style(styles["Footer"], size=8, after=0)
    for name in ("Caption", "Footer"):
        styles[name].font.color.rgb = RGBColor.from_string(_SOFT)
    styles["List Paragraph"].paragraph_format.space_after = Pt(3)
    _set_language(word, language)
    _drop_styles(word)


def _set_style(style: Any, size: float, after: float, before: float = 0) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = _FONT, Pt(round(size * 2) / 2)
    style.font.color.rgb = RGBColor.from_string(_INK)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    fonts.set(qn("w:hAnsi"), _FONT)
    fonts.set(qn("w:cs"), _FONT)
    style.paragraph_format.space_after = Pt(round(after))
    style.paragraph_format.space_before = Pt(round(before))


def _add_edge(style: Any, colour: str) -> None:
    """A line at the left, as beside a quotation."""
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    edge = parse_xml(
        f'<w:pBdr {space}><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/>'
        "</w:pBdr>"
    )
    properties = style.element.get_or_add_pPr()
    for old in properties.xpath("./w:pBdr"):
        properties.remove(old)
    properties.insert_element_before(edge, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _set_language(word: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    usual = word.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")[0]
    for old in usual.xpath("./w:lang"):
        usual.remove(old)
    told = OxmlElement("w:lang")
    for key in ("w:val", "w:eastAsia"):
        told.set(qn(key), language)
    usual.append(told)


def _drop_styles(word: Any) -> None:
    """Take out the template's styles and lists that are not used, and what refers to them."""
    from docx.oxml.ns import qn

    root = word.styles.element
    for style in root.xpath("./w:style"):
        name = style.xpath("./w:name/@w:val")[0]
        if name.casefold() not in {kept.casefold() for kept in _KEPT}:
            root.remove(style)
    for latent in root.xpath("./w:latentStyles"):
        root.remove(latent)
    known = set(root.xpath("./w:style/@w:styleId"))
    for tie in root.xpath("./w:style/*[self::w:link or self::w:next or self::w:basedOn]"):
        if tie.get(qn("w:val")) not in known:
            tie.getparent().remove(tie)
    numbering = word.part.numbering_part.element
    for old in numbering.xpath("./w:num | ./w:abstractNum"):
        numbering.remove(old)


def begin_numbers(word: Any, ordered: bool) -> int:
    """Begin a list, and return by which number its items belong to it.

    Parameters
    ----------
    word : docx document
        To be changed.
    ordered : bool
        Whether the items have numbers, from 1.

    Returns
    -------
    int
        The number of the list.
    """
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering = word.part.numbering_part.element
    taken = [int(one) for one in numbering.xpath("./w:abstractNum/@w:abstractNumId")]
    abstract = max(taken, default=0) + 1
    kind, text = ("decimal", "%1.") if ordered else ("bullet", "•")
    shape = parse_xml(
        f'<w:abstractNum {space} w:abstractNumId="{abstract}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="454" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
    )
    lists = numbering.xpath("./w:num")
    lists[0].addprevious(shape) if lists else numbering.append(shape)
    number: int = numbering.add_num(abstract).numId
    return number


def close_file(word: Any, document: Document) -> bytes:
    """Return a document as a file, in which neither a clock nor a person has left a trace.

    Parameters
    ----------
    word : docx document
        Whole.
    document : Document
        Its title, language and subject.

    Returns
    -------
    bytes
        The DOCX file, its parts as they are and not packed.
    """
    known = word.core_properties
    known.title, known.subject, known.language = document.title, document.subject, document.language
    known.author = document.author
    known.last_modified_by = known.comments = known.keywords = known.category = ""
    known.created = known.modified = _LONG_AGO
    known.revision = 1
    _drop_parts(word)
    stream = io.BytesIO()
    word.save(stream)
    with open_zip(stream.getvalue(), "a document") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    return pack_zip(files, zipfile.ZIP_STORED)


def _drop_parts(word: Any) -> None:
    """Cut the ties to parts of the template that nothing needs; with them go the parts."""
    for part in (word.part.package, word.part):
        for key, tie in list(part.rels.items()):
            if not tie.is_external and re.search("|".join(_NEEDLESS), tie.target_part.partname):
                del part.rels[key]
