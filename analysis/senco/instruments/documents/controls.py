"""What is to be filled in within a Word document: content controls."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from senco.instruments.documents.model import Blank

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
#: In a cell of a table nothing is printed; in a line there is something to write on.
_ROOM, _LINE = "\u2003" * 4, 30
#: How long a control's name may be, as Word has it.
_LONGEST = 64


def make_control(blank: Blank, in_line: bool = True) -> Any:
    """Return a content control.

    Parameters
    ----------
    blank : Blank
        What is to be filled in.
    in_line : bool
        Whether it stands in a line, and does not fill a cell of a table.

    Returns
    -------
    lxml element
        For a paragraph: plain text, a list to choose from, or a box to tick. Its title is
        what a screen reader says.
    """
    from docx.oxml import parse_xml

    shown = "☐" if blank.kind == "tick" else blank.prompt or _ROOM
    if in_line and shown == _ROOM:
        shown = "_" * (blank.room or _LINE)
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
    shade = '<w:shd w:val="clear" w:fill="EEF2F8"/>' if in_line else ""
    looks = font if blank.kind == "tick" else shade
    prompts = "" if blank.kind == "tick" else "<w:showingPlcHdr/>"
    return parse_xml(
        f"<w:sdt {_NAMES}><w:sdtPr><w:alias w:val={_quote(_cut(blank.label))}/>"
        f'<w:tag w:val={_quote(_cut(blank.name))}/><w:id w:val="{_number(blank.name)}"/>'
        f"{prompts}{_describe(blank)}</w:sdtPr><w:sdtContent><w:r><w:rPr>{looks}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(shown)}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def _describe(blank: Blank) -> str:
    """What kind of control it is."""
    if blank.kind == "tick":
        return (
            '<w14:checkbox><w14:checked w14:val="0"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
    if blank.kind == "choice":
        kind = "comboBox" if blank.other else "dropDownList"
        items = "".join(
            f"<w:listItem w:displayText={_quote(one)} w:value={_quote(one)}/>"
            for one in dict.fromkeys(blank.choices)  # Word opens no list with one twice
        )
        return f"<w:{kind}>{items}</w:{kind}>"
    return "<w:text/>"


def _quote(text: str) -> str:
    return quoteattr(text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _number(name: str) -> int:
    """The number with which a blank's name begins; a long one could be taken for a person's."""
    return int(name.partition(" ")[0])
