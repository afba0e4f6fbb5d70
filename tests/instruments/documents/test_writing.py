"""Documents as PDF and as Word files: their fields, and that they hold nothing else."""

import io
import os
import re
import subprocess
import sys
import zipfile

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from senco.errors import SencoError
from senco.instruments.documents.drawing import read_drawing
from senco.instruments.documents.pdf import write_pdf
from senco.instruments.documents.reading import read_document
from senco.instruments.documents.typefaces import list_lacking
from senco.instruments.documents.word import write_word
from tests.conftest import ROOT

PAGE = """# A form

---

Name, date: ____________ in [month, …], and [日].

<!-- choices: code = Time & room, Money -->

| line | yes | code | words |
| --- | --- | --- | --- |
| *I* agree. | ☐ | | |
| 2 | ☐ | | |
"""
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" fill="#222">
<rect width="200" height="100" fill="#fff"/><line x1="0" x2="200" y1="50" y2="50" stroke="#ccc"/>
<text x="10" y="20" font-size="12">Pseudonym: ______</text></svg>"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def document():
    return read_document(PAGE, "page.md", {}, subject="Ours <&>")


@pytest.fixture(scope="module")
def pdf(document):
    return write_pdf(document, {})


@pytest.fixture(scope="module")
def word(document):
    return write_word(document, {})


def test_a_pdf_has_a_field_for_each_blank_in_the_order_of_reading(pdf):
    """By hand: what is asked for, as a screen reader says it, and of which kind it is."""
    fields = PdfReader(io.BytesIO(pdf)).get_fields()
    assert [(field["/TU"], field["/FT"]) for field in fields.values()] == [
        ("Name, date", "/Tx"),
        ("month, …", "/Tx"),
        ("日", "/Tx"),
        ("I agree. – yes", "/Btn"),
        ("I agree. – code", "/Ch"),
        ("I agree. – words", "/Tx"),
        ("line 2 – yes", "/Btn"),
        ("line 2 – code", "/Ch"),
        ("line 2 – words", "/Tx"),
    ]
    choice = next(field for field in fields.values() if field["/FT"] == "/Ch")
    assert choice["/Opt"] == ["", "Time & room", "Money"]
    assert fields["002 month, …"]["/V"] == "[month, ...]"
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert all(page["/Tabs"] == "/R" for page in pages)


def test_where_sentences_are_asked_for_by_themselves_the_field_has_several_lines():
    """By hand: 35 letters in brackets with nothing beside them, 6 letters, and 35 in a sentence."""
    asked = "[two or three sentences of your own]"
    text = f"# A letter\n\n---\n\n{asked}\n\n[date]\n\nWhat we see: {asked}.\n"
    written = write_pdf(read_document(text, "page.md", {}), {})
    fields = PdfReader(io.BytesIO(written)).get_fields()
    multiline = 1 << 12  # PDF 1.7, ISO 32000-1, table 228
    assert [bool(field.get("/Ff", 0) & multiline) for field in fields.values()] == [
        True, False, False,
    ]  # fmt: skip


def test_a_pdf_can_be_filled_in_and_read_back(pdf):
    """A text, a box and a choice."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    given = {
        "001 Name, date": "P1",
        "004 I agree – yes": "/Yes",
        "005 I agree – code": "Time & room",
    }
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, given)
    stream = io.BytesIO()
    writer.write(stream)
    fields = PdfReader(stream).get_fields()
    assert {name: fields[name]["/V"] for name in given} == given


def test_a_pdf_tells_its_title_and_language_and_no_person(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    assert (reader.metadata.title, reader.metadata.subject) == ("A form", "Ours <&>")
    assert not reader.metadata.author and reader.metadata.creation_date.year == 2000
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"FlateDecode" not in pdf  # what packs differs between machines
    fonts = set(re.findall(rb"/FontName /(\S+)", pdf))
    assert fonts == {b"AAAAAA+DejaVuSans", b"AAAAAA+DejaVuSans-Bold", b"AAAAAA+DejaVuSans-Oblique"}
    assert all(page.extract_text().strip() for page in reader.pages)


def list_controls(word: bytes) -> list[tuple[str, str]]:
    body = docx.Document(io.BytesIO(word)).element.body
    controls = [one.find(f"{W}sdtPr") for one in body.iter(f"{W}sdt")]
    kinds = {f"{W}text": "text", f"{W}dropDownList": "choice"}
    return [
        (
            one.find(f"{W}alias").get(f"{W}val"),
            next((kinds[part.tag] for part in one if part.tag in kinds), "tick"),
        )
        for one in controls
    ]


def test_a_word_file_has_a_control_for_each_blank(word):
    assert list_controls(word) == [
        ("Name, date", "text"),
        ("month, …", "text"),
        ("日", "text"),
        ("I agree. – yes", "tick"),
        ("I agree. – code", "choice"),
        ("I agree. – words", "text"),
        ("line 2 – yes", "tick"),
        ("line 2 – code", "choice"),
        ("line 2 – words", "text"),
    ]


def test_a_word_file_has_headings_a_language_and_no_person(word):
    opened = docx.Document(io.BytesIO(word))
    assert [p.text for p in opened.paragraphs if p.style.name == "Heading 1"] == ["A form"]
    known = opened.core_properties
    assert (known.title, known.subject, known.language) == ("A form", "Ours <&>", "en-GB")
    assert known.author == known.last_modified_by == "" and known.created.year == 1980
    languages = opened.styles.element.xpath("./w:docDefaults//w:lang/@w:val")
    assert languages == ["en-GB"]
    styles = opened.styles.element
    ties = styles.xpath("./w:style/*[self::w:link or self::w:next or self::w:basedOn]/@w:val")
    assert set(ties) <= set(styles.xpath("./w:style/@w:styleId"))
    rows = opened.tables[0]._tbl.tr_lst
    assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows] == [True, False, False]
    with zipfile.ZipFile(io.BytesIO(word)) as packed:
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time[0] for info in packed.infolist()} == {1980}
        assert not any("thumbnail" in name or "custom" in name for name in packed.namelist())


MAKE = """
import hashlib, sys
from pathlib import Path
from senco.instruments.documents.drawing import read_drawing
from senco.instruments.documents.pdf import write_pdf
from senco.instruments.documents.reading import read_document
from senco.instruments.documents.word import write_word
page, svg = sys.argv[1:]
drawings = {"a.svg": read_drawing(svg.encode(), "a.svg")}
document = read_document(page, "page.md", {})
for write in (write_pdf, write_word):
    print(hashlib.sha256(write(document, drawings)).hexdigest())
"""
FIGURE = "\n```{figure} a.svg\n:alt: A chart.\n\nThe chart.\n```\n"


def test_the_same_words_are_the_same_bytes_at_another_place_and_time(tmp_path):
    """Two processes: of another home, time zone, language and order of sets."""
    told = []
    for home, zone, language, seed in (("a", "UTC", "C.UTF-8", "1"), ("b", "Asia/Tokyo", "C", "2")):
        (tmp_path / home).mkdir()
        told.append(
            subprocess.run(
                [sys.executable, "-c", MAKE, PAGE + FIGURE, SVG.decode()],
                env={**os.environ, "HOME": str(tmp_path / home), "TZ": zone, "LC_ALL": language,
                     "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "analysis"),
                     "PYTHONUTF8": "1"},
                cwd=tmp_path / home, capture_output=True, encoding="utf-8", check=True,
            ).stdout
        )  # fmt: skip
    assert told[0] == told[1] and len(told[0].split()) == 2


def test_a_drawing_is_on_a_sheet_of_its_own_and_its_lines_can_be_written_on():
    document = read_document(f"# A\n\nWords.\n{FIGURE}", "page.md", {})
    drawings = {"a.svg": read_drawing(SVG, "a.svg")}
    reader = PdfReader(io.BytesIO(write_pdf(document, drawings)))
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages] == [False, True]
    assert [field["/TU"] for field in reader.get_fields().values()] == ["Pseudonym"]
    word = docx.Document(io.BytesIO(write_word(document, drawings)))
    assert [one.get("descr") for one in word.element.xpath("//wp:docPr")] == ["A chart."]


@pytest.mark.parametrize(
    "part",
    [
        "<circle r='1'/>",
        "<line x1='a' y1='0'/>",
        "<line x1='nan' y1='0' x2='1' y2='1' stroke='#ccc'/>",
        "<line x1='1e9' y1='0' x2='1' y2='1' stroke='#ccc'/>",
        "<line x1='1' y1='0' x2='1' y2='1' stroke='#cc'/>",
        "<script>x</script>",
    ],
)
def test_a_drawing_of_anything_but_lines_and_words_is_refused(part):
    content = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{part}</svg>'
    with pytest.raises(SencoError, match="straight lines and texts"):
        read_drawing(content.encode(), "a.svg")


def test_a_label_that_is_too_long_for_a_page_is_refused_in_words():
    cell = "word " * 20_000
    document = read_document(f"# A\n\n| a | b |\n| --- | --- |\n| {cell} | |\n", "page.md", {})
    with pytest.raises(SencoError, match="too long for a page"):
        write_pdf(document, {})


def test_signs_that_the_typeface_lacks_are_told():
    """Letters of Greek and Russian it has; Chinese it has not, and Hebrew nothing puts in order."""
    assert list_lacking("Ωmega Я – ☐ ▪ \n") == []
    assert list_lacking("a日b א日") == ["א", "日"]
