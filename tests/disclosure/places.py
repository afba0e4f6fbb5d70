"""Files in which a listed name stands where nobody looks, each made by the library that makes such files."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import matplotlib
import nbformat
import openpyxl
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image, PngImagePlugin
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

#: The listed name, and a text with it. It is nobody's.
WHO = "Zebedee Quark"
TEXT = f"A talk with {WHO} at the gate."
Made = tuple[str, bytes]
PLACES: dict[tuple[str, str], Callable[[], Made]] = {}


def place(kind: str, where: str) -> Callable[[Callable[[], Made]], Callable[[], Made]]:
    """Enter a maker under its row of the table in `book/clearing.md`."""

    def enter(make: Callable[[], Made]) -> Callable[[], Made]:
        assert (kind, where) not in PLACES
        PLACES[kind, where] = make
        return make

    return enter


# -- pictures -------------------------------------------------------------------------------------

GPS = 0x8825


def draw(form: str, size: int = 8, **options: object) -> bytes:
    """A picture that says nothing of itself but what it is told to."""
    stream = io.BytesIO()
    Image.new("RGB", (size, size), "navy").save(stream, form, **options)
    return stream.getvalue()


def make_exif(change: Callable[[Image.Exif], None]) -> bytes:
    exif = Image.Exif()
    change(exif)
    return exif.tobytes()


def _describe(exif: Image.Exif) -> None:
    exif[0x010E] = TEXT


def _locate(exif: Image.Exif) -> None:
    exif[GPS] = {1: "N", 2: (54.0, 58.0, 30.0), 3: "W", 4: (1.0, 36.0, 50.0)}


def _comment_maker(exif: Image.Exif) -> None:
    exif[0x8769] = {0x927C: b"Maker\0\0" + TEXT.encode()}


def _comment_user(exif: Image.Exif) -> None:
    exif[0x8769] = {0x9286: b"UNICODE\0" + TEXT.encode("utf-16-be")}


def _comment_windows(exif: Image.Exif) -> None:
    exif[0x9C9C] = TEXT.encode("utf-16-le")


def make_xmp(inner: str) -> bytes:
    """A packet as Adobe's XMP specification has it, part 1, 7.4."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'rdf:about=""{inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


XMP_TEXT = make_xmp(f"><dc:description><rdf:Alt><rdf:li>{TEXT}</rdf:li></rdf:Alt></dc:description>")
XMP_PLACE = make_xmp(' exif:GPSLatitude="54,58.5N" exif:GPSLongitude="1,36.8W">')
XMP_CITY = make_xmp("><photoshop:City>Little Quarking</photoshop:City>")


def make_iptc(number: int, text: str) -> bytes:
    """An APP13 segment with one IPTC field of record 2 (IIM 4.2, part 1, and Photoshop's 8BIM)."""
    field = bytes([0x1C, 2, number]) + len(text.encode()).to_bytes(2, "big") + text.encode()
    block = b"8BIM\x04\x04\0\0" + len(field).to_bytes(4, "big") + field + b"\0" * (len(field) % 2)
    body = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def insert_segment(segment: bytes) -> bytes:
    """A JPEG with one more segment behind its start."""
    whole = draw("JPEG")
    return whole[:2] + segment + whole[2:]


def thumbnail(inner: bytes) -> bytes:
    """A JPEG whose EXIF holds a second picture (its IFD1)."""
    exif = Image.Exif()
    exif[0x0112] = 1
    base = exif.tobytes()
    tiff = bytearray(base[6:])
    end = len(tiff)
    count = int.from_bytes(tiff[8:10], "big" if tiff[:2] == b"MM" else "little")
    order = "big" if tiff[:2] == b"MM" else "little"
    tiff[10 + 12 * count : 14 + 12 * count] = end.to_bytes(4, order)
    fields = [(0x0103, 3, 6), (0x0201, 4, end + 2 + 36 + 4), (0x0202, 4, len(inner))]
    directory = len(fields).to_bytes(2, order)
    for tag, form, value in fields:
        filled = value.to_bytes(2, order) + b"\0\0" if form == 3 else value.to_bytes(4, order)
        directory += (
            tag.to_bytes(2, order) + form.to_bytes(2, order) + (1).to_bytes(4, order) + filled
        )
    body = b"Exif\0\0" + bytes(tiff) + directory + b"\0\0\0\0" + inner
    return insert_segment(b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body)


for _form, _name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WebP", "a.webp"), ("TIFF", "a.tiff")):
    for _where, _change in (
        ("EXIF: description", _describe), ("EXIF: position", _locate),
        ("EXIF: the camera's own notes", _comment_maker), ("EXIF: comment", _comment_user),
        ("EXIF: Windows' comment", _comment_windows),
    ):  # fmt: skip
        place(_form, _where)(lambda f=_form, n=_name, c=_change: (n, draw(f, exif=make_exif(c))))


def _with_xmp(form: str, packet: bytes) -> bytes:
    if form == "PNG":
        fields = PngImagePlugin.PngInfo()
        fields.add_itxt("XML:com.adobe.xmp", packet.decode())
        return draw("PNG", pnginfo=fields)
    if form == "TIFF":
        tags = ImageFileDirectory_v2()
        tags[700] = packet
        tags.tagtype[700] = 1
        return draw("TIFF", tiffinfo=tags)
    return draw(form, xmp=packet)


for _form, _name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WebP", "a.webp"), ("TIFF", "a.tiff")):
    for _where, _packet in (
        ("XMP: description", XMP_TEXT), ("XMP: position", XMP_PLACE), ("XMP: city", XMP_CITY),
    ):  # fmt: skip
        place(_form, _where)(lambda f=_form, n=_name, p=_packet: (n, _with_xmp(f, p)))
for _number, _where, _text in (
    (80, "IPTC: creator", "Una Nobody"), (120, "IPTC: caption", TEXT), (90, "IPTC: city", "Little Quarking"),
):  # fmt: skip
    place("JPEG", _where)(lambda n=_number, t=_text: ("a.jpg", insert_segment(make_iptc(n, t))))
place("JPEG", "comment")(lambda: ("a.jpg", draw("JPEG", comment=TEXT.encode())))
place("JPEG", "a segment of another program")(
    lambda: (
        "a.jpg",
        insert_segment(b"\xff\xec" + (len(TEXT) + 2).to_bytes(2, "big") + TEXT.encode()),
    )
)
place("JPEG", "thumbnail: its comment")(
    lambda: ("a.jpg", thumbnail(draw("JPEG", comment=TEXT.encode())))
)
place("JPEG", "thumbnail")(lambda: ("a.jpg", thumbnail(draw("JPEG"))))
place("JPEG", "behind the picture: text")(lambda: ("a.jpg", draw("JPEG") + TEXT.encode()))
place("JPEG", "behind the picture: another picture")(
    lambda: ("a.jpg", draw("JPEG") + draw("JPEG", 9))
)
place("JPEG", "behind the picture: an archive")(lambda: ("a.jpg", draw("JPEG") + pack({"a": TEXT})))
place("PNG", "behind the picture: text")(lambda: ("a.png", draw("PNG") + TEXT.encode()))
place("GIF", "behind the picture: text")(lambda: ("a.gif", draw("GIF") + TEXT.encode()))
place("WebP", "behind the picture: text")(lambda: ("a.webp", draw("WEBP") + TEXT.encode()))
place("TIFF", "behind the picture: text")(lambda: ("a.tiff", draw("TIFF") + TEXT.encode()))
place("BMP", "behind the picture: text")(lambda: ("a.bmp", draw("BMP") + TEXT.encode()))
place("ICO", "behind the picture: text")(lambda: ("a.ico", draw("ICO", 16) + TEXT.encode()))
place("GIF", "comment")(lambda: ("a.gif", draw("GIF", comment=TEXT.encode())))


def chunk(kind: bytes, inner: bytes) -> bytes:
    """A PNG's chunk (ISO/IEC 15948, 5.3)."""
    body = kind + inner
    return len(inner).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def insert_chunk(kind: bytes, inner: bytes) -> bytes:
    whole = draw("PNG")
    return whole[:33] + chunk(kind, inner) + whole[33:]


@place("PNG", "text behind the picture's data")
def _png_end() -> Made:
    whole = draw("PNG")
    return "a.png", whole[:-12] + chunk(b"tEXt", b"Comment\0" + TEXT.encode()) + whole[-12:]


@place("PNG", "packed text")
def _png_packed() -> Made:
    fields = PngImagePlugin.PngInfo()
    fields.add_text("Comment", TEXT, zip=True)
    return "a.png", draw("PNG", pnginfo=fields)


place("PNG", "a chunk of another program")(lambda: ("a.png", insert_chunk(b"quRk", TEXT.encode())))
place("PNG", "raw profile: IPTC")(
    lambda: (
        "a.png",
        insert_chunk(
            b"tEXt",
            b"Raw profile type iptc\0\niptc\n 40\n" + make_iptc(120, TEXT)[18:].hex().encode(),
        ),
    )
)


@place("WebP", "a chunk of another program")
def _webp_chunk() -> Made:
    whole = draw("WEBP")
    inner = TEXT.encode() + b" " * (len(TEXT) % 2)
    body = whole[8:] + b"quRk" + len(inner).to_bytes(4, "little") + inner
    return "a.webp", b"RIFF" + len(body).to_bytes(4, "little") + body


@place("TIFF", "a second page's description")
def _tiff_page() -> Made:
    stream = io.BytesIO()
    second = Image.new("RGB", (4, 4))
    second.encoderinfo = {"description": TEXT}
    Image.new("RGB", (4, 4)).save(stream, "TIFF", save_all=True, append_images=[second])
    return "a.tiff", stream.getvalue()


@place("TIFF", "a field of another program")
def _tiff_field() -> Made:
    tags = ImageFileDirectory_v2()
    tags[65000] = TEXT
    return "a.tiff", draw("TIFF", tiffinfo=tags)


@place("SVG", "title")
def _svg_title() -> Made:
    return "a.svg", svg(f"<title>{TEXT}</title>")


def svg(inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inner}<rect width="1" height="1"/></svg>'.encode()


place("SVG", "description")(lambda: ("a.svg", svg(f"<desc>{TEXT}</desc>")))
place("SVG", "metadata")(lambda: ("a.svg", svg(f"<metadata>{XMP_TEXT.decode()}</metadata>")))
place("SVG", "position in XMP")(
    lambda: ("a.svg", svg(f"<metadata>{XMP_PLACE.decode()}</metadata>"))
)
place("SVG", "comment")(lambda: ("a.svg", svg(f"<!-- {TEXT} -->")))
place("SVG", "name of a layer")(
    lambda: (
        "a.svg",
        svg(f'<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="{TEXT}"/>'),
    )
)
place("SVG", "path of an exported file")(
    lambda: (
        "a.svg",
        svg(
            '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" '
            'i:export-filename="/home/zquark/figure.png"/>'
        ),
    )
)
place("SVG", "a picture inside")(
    lambda: (
        "a.svg",
        svg(
            '<image href="data:image/png;base64,'
            + base64.b64encode(_png_packed()[1]).decode()
            + '"/>'
        ),
    )
)
place("SVG", "packed (.svgz)")(lambda: ("a.svgz", gzip.compress(svg(f"<desc>{TEXT}</desc>"))))

# -- PDF ------------------------------------------------------------------------------------------


def write_pdf(change: Callable[[PdfWriter], object]) -> Made:
    """A PDF of one page with something else in it."""
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    change(writer)
    writer.write(stream)
    return "a.pdf", stream.getvalue()


def words(text: str) -> TextStringObject:
    return TextStringObject(text)


def stream_of(writer: PdfWriter, content: bytes, **keys: object) -> object:
    made = DecodedStreamObject()
    made.set_data(content)
    for key, value in keys.items():
        made[NameObject(f"/{key}")] = value
    return writer._add_object(made)


place("PDF", "properties")(lambda: write_pdf(lambda w: w.add_metadata({"/Keywords": TEXT})))
place("PDF", "author")(lambda: write_pdf(lambda w: w.add_metadata({"/Author": "Una Nobody"})))
place("PDF", "bookmark")(lambda: write_pdf(lambda w: w.add_outline_item(title=TEXT, page_number=0)))
place("PDF", "named destination")(
    lambda: write_pdf(lambda w: w.add_named_destination(title=TEXT, page_number=0))
)
place("PDF", "private data of a program (PieceInfo)")(
    lambda: write_pdf(
        lambda w: w.root_object.__setitem__(
            NameObject("/PieceInfo"),
            DictionaryObject(
                {NameObject("/Drawing"): DictionaryObject({NameObject("/Private"): words(TEXT)})}
            ),
        )
    )
)
place("PDF", "private data of a page (PieceInfo)")(
    lambda: write_pdf(
        lambda w: w.pages[0].__setitem__(
            NameObject("/PieceInfo"),
            DictionaryObject(
                {NameObject("/Drawing"): DictionaryObject({NameObject("/Private"): words(TEXT)})}
            ),
        )
    )
)
place("PDF", "attached file")(lambda: write_pdf(lambda w: w.add_attachment("a.txt", TEXT.encode())))
place("PDF", "attached archive")(
    lambda: write_pdf(lambda w: w.add_attachment("a.zip", pack({"a.txt": TEXT})))
)
place("PDF", "name of an attached file")(
    lambda: write_pdf(lambda w: w.add_attachment(f"{WHO}.txt", b"nothing"))
)
place("PDF", "note on a page")(
    lambda: write_pdf(lambda w: w.add_annotation(0, FreeText(text=TEXT, rect=(1, 1, 60, 60))))
)
place("PDF", "XMP: description")(
    lambda: write_pdf(
        lambda w: w.root_object.__setitem__(
            NameObject("/Metadata"), stream_of(w, XMP_TEXT, Type=NameObject("/Metadata"))
        )
    )
)
place("PDF", "XMP: position")(
    lambda: write_pdf(
        lambda w: w.root_object.__setitem__(
            NameObject("/Metadata"), stream_of(w, XMP_PLACE, Type=NameObject("/Metadata"))
        )
    )
)
place("PDF", "XMP of a page")(
    lambda: write_pdf(
        lambda w: w.pages[0].__setitem__(
            NameObject("/Metadata"), stream_of(w, XMP_TEXT, Type=NameObject("/Metadata"))
        )
    )
)


@place("PDF", "field of a form")
def _pdf_form() -> Made:
    def change(writer: PdfWriter) -> None:
        entry = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): words("said"),
                NameObject("/V"): words(TEXT),
            }
        )
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(entry)])})
        writer.root_object[NameObject("/AcroForm")] = form

    return write_pdf(change)


@place("PDF", "script")
def _pdf_script() -> Made:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): words(TEXT)}
    return write_pdf(
        lambda w: w.root_object.__setitem__(NameObject("/OpenAction"), DictionaryObject(action))
    )


@place("PDF", "layer")
def _pdf_layer() -> Made:
    def change(writer: PdfWriter) -> None:
        layer = writer._add_object(
            DictionaryObject(
                {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): words(TEXT)}
            )
        )
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): DictionaryObject()}
        )

    return write_pdf(change)


@place("PDF", "text in place of a picture (Alt)")
def _pdf_alt() -> Made:
    def change(writer: PdfWriter) -> None:
        element = DictionaryObject(
            {NameObject("/S"): NameObject("/Figure"), NameObject("/Alt"): words(TEXT)}
        )
        writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject(
            {NameObject("/K"): writer._add_object(element)}
        )

    return write_pdf(change)


@place("PDF", "text on a page")
def _pdf_text() -> Made:
    def change(writer: PdfWriter) -> None:
        content = f"BT /F1 12 Tf 1 1 Td ({TEXT}) Tj ET".encode()
        writer.pages[0][NameObject("/Contents")] = stream_of(writer, content)

    return write_pdf(change)


def _find_object(content: bytes, word: bytes) -> bytes:
    return re.search(
        rb"\d+ 0 obj(?:(?!endobj).)*" + word + rb"(?:(?!endobj).)*endobj", content, re.S
    )[0]


@place("PDF", "older revision")
def _pdf_revision() -> Made:
    """The properties are written once more behind the file's end, as programs save changes."""
    _, before = write_pdf(lambda writer: writer.add_metadata({"/Subject": TEXT}))
    number = re.search(rb"/Info (\d+) 0 R", before)[1].decode()
    changed = f"{number} 0 obj\n<< /Subject (nothing) >>\nendobj\n".encode()
    start = before.rindex(b"startxref")
    former = int(before[start:].split()[1])
    size = re.search(rb"/Size (\d+)", before)[1].decode()
    root = re.search(rb"/Root (\d+ 0 R)", before)[1].decode()
    place = len(before)
    table = (
        f"xref\n{number} 1\n{place:010d} 00000 n \ntrailer\n<< /Size {size} /Root {root} "
        f"/Info {number} 0 R /Prev {former} >>\nstartxref\n{place + len(changed)}\n%%EOF\n"
    ).encode()
    made = before + changed + table
    assert PdfReader(io.BytesIO(made)).metadata["/Subject"] == "nothing"
    return "a.pdf", made


place("PDF", "behind the end")(lambda: ("a.pdf", write_pdf(lambda w: None)[1] + TEXT.encode()))
place("PDF", "comment between objects")(
    lambda: (
        "a.pdf",
        write_pdf(lambda w: None)[1].replace(b"\n1 0 obj", f"\n%{TEXT}\n1 0 obj".encode()),
    )
)
place("PDF", "object that nothing refers to")(
    lambda: write_pdf(lambda w: w._add_object(DictionaryObject({NameObject("/A"): words(TEXT)})))
)
place("PDF", "bytes as a string")(
    lambda: write_pdf(
        lambda w: w.root_object.__setitem__(
            NameObject("/A"), ByteStringObject(TEXT.encode("utf-16"))
        )
    )
)


@place("PDF", "picture's own data")
def _pdf_picture() -> Made:
    def change(writer: PdfWriter) -> None:
        jpeg = draw("JPEG", comment=TEXT.encode())
        image = stream_of(
            writer, jpeg, Type=NameObject("/XObject"), Subtype=NameObject("/Image"),
            Filter=NameObject("/DCTDecode"), Width=NumberObject(8), Height=NumberObject(8),
            ColorSpace=NameObject("/DeviceRGB"), BitsPerComponent=NumberObject(8),
        )  # fmt: skip
        writer.pages[0][NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/I"): image})}
        )

    return write_pdf(change)


# -- scripts, styles and pages --------------------------------------------------------------------


def escape(form: str) -> str:
    return "".join(form.format(ord(sign)) for sign in TEXT)


place("script", "\\u escapes")(
    lambda: ("a.js", f"let a = '{escape(chr(92) + 'u{:04x}')}';".encode())
)
place("script", "\\u{} escapes")(
    lambda: ("a.js", f"let a = '{escape(chr(92) + 'u{{{:x}}}')}';".encode())
)
place("script", "\\x escapes")(
    lambda: ("a.js", f"let a = '{escape(chr(92) + 'x{:02x}')}';".encode())
)
place("script", "octal escapes")(
    lambda: ("a.js", f"let a = '{escape(chr(92) + '{:o}')}';".encode())
)
place("script", "String.fromCharCode")(
    lambda: (
        "a.js",
        f"let a = String.fromCharCode({', '.join(str(ord(s)) for s in TEXT)});".encode(),
    )
)
place("script", "texts joined by plus")(
    lambda: ("a.js", b"let a = 'Zebe' + 'dee ' +\n  \"Quark\";")
)
place("script", "a line that is continued")(lambda: ("a.js", b"let a = 'Zebe\\\ndee Qu\\\nark';"))
place("script", "comment")(lambda: ("a.js", f"/* {TEXT} */".encode()))
place("script", "percent signs")(
    lambda: ("a.js", f"let a = unescape('{''.join(f'%{ord(s):02X}' for s in TEXT)}');".encode())
)
place("script", "Base64")(
    lambda: ("a.js", b"let a = atob('" + base64.b64encode(TEXT.encode()) + b"');")
)
place("page", "a script's \\u escapes")(
    lambda: ("a.html", f"<script>let a = '{escape(chr(92) + 'u{:04x}')}';</script>".encode())
)
place("page", "a script's String.fromCharCode")(
    lambda: (
        "a.html",
        f"<script>let a = String.fromCharCode({','.join(hex(ord(s)) for s in TEXT)});</script>".encode(),
    )
)
place("page", "a style's escapes")(
    lambda: (
        "a.html",
        f"<style>p:after {{content: '{escape(chr(92) + '{:x} ')}'}}</style>".encode(),
    )
)
place("page", "entities")(lambda: ("a.html", f"<p>{escape('&#x{:x};')}</p>".encode()))
place("page", "comment")(lambda: ("a.html", f"<p>x</p><!-- {TEXT} -->".encode()))
place("page", "author")(lambda: ("a.html", b'<meta content="Una Nobody" name="author">'))
place("page", "a picture in a style")(
    lambda: (
        "a.html",
        b"<p style=\"background: url('data:image/png;base64,"
        + base64.b64encode(_png_packed()[1])
        + b"')\">x</p>",
    )
)
place("page", "a PDF inside")(
    lambda: (
        "a.html",
        b'<embed src="data:application/pdf;base64,'
        + base64.b64encode(PLACES["PDF", "bookmark"]()[1])
        + b'">',
    )
)
place("style sheet", "escapes")(
    lambda: ("a.css", f"p:after {{content: '{escape(chr(92) + '{:06x}')}'}}".encode())
)
place("style sheet", "comment")(lambda: ("a.css", f"/* {TEXT} */".encode()))
place("JSON", "\\u escapes")(
    lambda: ("a.json", f'{{"a": "{escape(chr(92) + "u{:04x}")}"}}'.encode())
)
place("JSON", "a key")(lambda: ("a.json", json.dumps({TEXT: 1}).encode()))
place("JSON", "a source map")(
    lambda: (
        "a.js.map",
        json.dumps({"version": 3, "sources": ["/home/zquark/thesis/a.ts"]}).encode(),
    )
)

# -- notebooks ------------------------------------------------------------------------------------


def write_notebook(change: Callable[[nbformat.NotebookNode], object]) -> Made:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A page", id="a")])
    change(notebook)
    return "a.ipynb", nbformat.writes(notebook).encode()


place("notebook", "author")(
    lambda: write_notebook(lambda n: n.metadata.update(authors=[{"name": "Una Nobody"}]))
)
place("notebook", "title in the metadata")(
    lambda: write_notebook(lambda n: n.metadata.update(title=TEXT))
)
place("notebook", "metadata of a cell")(
    lambda: write_notebook(lambda n: n.cells[0].metadata.update(note=TEXT))
)
place("notebook", "attachment of a cell")(
    lambda: write_notebook(
        lambda n: n.cells[0].update(
            attachments={"a.png": {"image/png": base64.b64encode(_png_packed()[1]).decode()}}
        )
    )
)
place("notebook", "path in a traceback")(
    lambda: write_notebook(
        lambda n: n.cells.append(
            nbformat.v4.new_code_cell(
                "x",
                outputs=[
                    nbformat.v4.new_output(
                        "error",
                        ename="E",
                        evalue="no",
                        traceback=["\x1b[0;32m/home/zquark\x1b[0m/thesis.py"],
                    )
                ],
            )
        )
    )
)
place("notebook", "name cut by colours in an output")(
    lambda: write_notebook(
        lambda n: n.cells.append(
            nbformat.v4.new_code_cell(
                "x",
                outputs=[nbformat.v4.new_output("stream", text="Zebedee\x1b[31m Qu\x1b[0mark\n")],
            )
        )
    )
)
place("notebook", "state of a widget")(
    lambda: write_notebook(lambda n: n.metadata.update(widgets={"state": {"value": TEXT}}))
)

# -- office documents -----------------------------------------------------------------------------


def pack(members: dict[str, str | bytes], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def write_book(change: Callable[[openpyxl.Workbook], object]) -> Made:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["label", "n"])
    book.active.append(["play", 1])
    change(book)
    book.save(stream)
    return "a.xlsx", stream.getvalue()


def put(book: openpyxl.Workbook, **cells: object) -> openpyxl.worksheet.worksheet.Worksheet:
    sheet = book.create_sheet("more")
    for place, value in cells.items():
        sheet[place] = value
    return sheet


def add_parts(made: Made, parts: dict[str, str | bytes]) -> Made:
    name, content = made
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    return name, pack({**members, **parts})


place("workbook", "cell")(lambda: write_book(lambda b: put(b, B7=TEXT)))
place("workbook", "hidden sheet")(
    lambda: write_book(lambda b: setattr(put(b, A1=TEXT), "sheet_state", "veryHidden"))
)
place("workbook", "hidden column")(
    lambda: write_book(lambda b: setattr(put(b, C3=TEXT).column_dimensions["C"], "hidden", True))
)
place("workbook", "hidden row")(
    lambda: write_book(lambda b: setattr(put(b, C3=TEXT).row_dimensions[3], "hidden", True))
)
place("workbook", "name of a sheet")(lambda: write_book(lambda b: b.create_sheet(WHO)))
place("workbook", "comment")(
    lambda: write_book(lambda b: setattr(b.active["A1"], "comment", Comment(TEXT, "openpyxl")))
)
place("workbook", "author of a comment")(
    lambda: write_book(
        lambda b: setattr(b.active["A1"], "comment", Comment("Look here.", "Una Nobody"))
    )
)
place("workbook", "creator")(
    lambda: write_book(lambda b: setattr(b.properties, "creator", "Una Nobody"))
)
place("workbook", "last changed by")(
    lambda: write_book(lambda b: setattr(b.properties, "lastModifiedBy", "Una Nobody"))
)
place("workbook", "property of its own")(
    lambda: write_book(lambda b: b.custom_doc_props.append(StringProperty(name="note", value=TEXT)))
)
place("workbook", "list of allowed values")(
    lambda: write_book(
        lambda b: b.active.add_data_validation(
            DataValidation(type="list", formula1=f'"{WHO},others"', sqref="A1:A9")
        )
    )
)
place("workbook", "formula")(lambda: write_book(lambda b: put(b, A1=f'="{WHO}"')))
place("workbook", "link of a cell")(
    lambda: write_book(
        lambda b: setattr(put(b, A1="see")["A1"], "hyperlink", "https://example.org/zebedee-quark")
    )
)
place("workbook", "link to another workbook")(
    lambda: add_parts(
        write_book(lambda b: None),
        {
            "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships><Relationship Id="r" '
            'Target="file:///C:/Users/zquark/interviews.xlsx" TargetMode="External"/></Relationships>'
        },
    )
)
place("workbook", "people who commented (person.xml)")(
    lambda: add_parts(
        write_book(lambda b: None),
        {
            "xl/persons/person.xml": "<personList xmlns='http://schemas.microsoft.com/office/"
            "spreadsheetml/2018/threadedcomments'><person displayName='Una Nobody' id='{1}' "
            "userId='una@x' providerId='None'/></personList>"
        },
    )
)
place("workbook", "a text that no cell shows")(
    lambda: add_parts(write_book(lambda b: None), {"xl/notes.xml": f"<notes><t>{TEXT}</t></notes>"})
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write_document(body: str = "", **parts: str) -> Made:
    """A Word document of the parts that ECMA-376 names; no library of the environment makes one."""
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {WORD}><w:body><w:p>{body}</w:p></w:body></w:document>",
    }
    return "a.docx", pack(
        members | {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    )


def run(text: str) -> str:
    return f"<w:r><w:t>{html.escape(text)}</w:t></w:r>"


place("document", "text")(lambda: write_document(run(TEXT[:15]) + run(TEXT[15:])))
place("document", "something struck out")(
    lambda: write_document(f'<w:del w:author="x"><w:r><w:delText>{TEXT}</w:delText></w:r></w:del>')
)
place("document", "author of a change")(
    lambda: write_document(
        f'<w:ins w:id="1" w:author="Una Nobody" w:date="2026-01-01">{run("x")}</w:ins>'
    )
)
place("document", "hidden text")(
    lambda: write_document(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{TEXT}</w:t></w:r>")
)
place("document", "comment")(
    lambda: write_document(
        word__comments=f"<w:comments {WORD}><w:comment><w:p>{run(TEXT)}</w:p></w:comment>"
        "</w:comments>"
    )
)
place("document", "author of a comment")(
    lambda: write_document(
        word__comments=f'<w:comments {WORD}><w:comment w:id="0" w:author="Una Nobody" '
        f'w:initials="UN"><w:p>{run("x")}</w:p></w:comment></w:comments>'
    )
)
place("document", "people who commented (people.xml)")(
    lambda: write_document(
        word__people='<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/'
        '2012/wordml"><w15:person w15:author="Una Nobody"/></w15:people>'
    )
)
place("document", "creator")(
    lambda: write_document(
        docProps__core='<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>'
        "Una Nobody</dc:creator></p>"
    )
)
place("document", "manager and company")(
    lambda: write_document(docProps__app="<Properties><Manager>Una Nobody</Manager></Properties>")
)
place("document", "property of its own")(
    lambda: write_document(
        docProps__custom="<Properties><property name='who'><lpwstr>"
        f"{TEXT}</lpwstr></property></Properties>"
    )
)
place("document", "a picture inside")(
    lambda: add_parts(
        write_document(), {"word/media/image1.jpg": draw("JPEG", exif=make_exif(_locate))}
    )
)
place("document", "preview (thumbnail)")(
    lambda: add_parts(
        write_document(), {"docProps/thumbnail.jpeg": draw("JPEG", comment=TEXT.encode())}
    )
)

# -- archives, fonts, tables, recordings ----------------------------------------------------------

place("archive", "comment")(lambda: ("a.zip", pack({"a.txt": "x"}, TEXT.encode())))


@place("archive", "comment of a member")
def _zip_member() -> Made:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        member.comment = TEXT.encode()
        archive.writestr(member, "x")
    return "a.zip", stream.getvalue()


@place("archive", "extra field of a member")
def _zip_extra() -> Made:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        member.extra = b"qu" + len(TEXT).to_bytes(2, "little") + TEXT.encode()
        archive.writestr(member, "x")
    return "a.zip", stream.getvalue()


@place("archive", "between its members")
def _zip_between() -> Made:
    whole = pack({"a.txt": "x"})
    place = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    start = (place + len(TEXT)).to_bytes(4, "little")
    return "a.zip", whole[:place] + TEXT.encode() + whole[place : end + 16] + start + whole[
        end + 20 :
    ]


place("archive", "behind its end")(lambda: ("a.zip", pack({"a.txt": "x"}) + TEXT.encode()))
place("archive", "name of a member")(lambda: ("a.zip", pack({f"{WHO}.txt": "x"})))


@place("packed file", "name of the file (gzip)")
def _gzip_name() -> Made:
    stream = io.BytesIO()
    with gzip.GzipFile(f"{WHO}.txt", "wb", fileobj=stream, mtime=0) as packed:
        packed.write(b"x")
    return "a.txt.gz", stream.getvalue()


place("packed file", "text (gzip)")(lambda: ("a.txt.gz", gzip.compress(TEXT.encode())))


def write_inventory(text: str) -> bytes:
    """Sphinx's list of what can be linked to (version 2)."""
    head = b"# Sphinx inventory version 2\n# Project: x\n# Version: \n"
    head += b"# The remainder of this file is compressed using zlib.\n"
    return head + zlib.compress(f"a std:label -1 a.html#$ {text}\n".encode())


place("packed file", "list of links (objects.inv)")(lambda: ("objects.inv", write_inventory(TEXT)))
place("packed file", "behind its end (objects.inv)")(
    lambda: ("objects.inv", write_inventory("x") + TEXT.encode())
)
place("packed file", "behind its end (gzip)")(
    lambda: ("a.txt.gz", gzip.compress(b"x") + TEXT.encode())
)


@place("font", "table of names")
def _font() -> Made:
    """The font that matplotlib brings, with another maker of as many letters."""
    font = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf").read_bytes()
    before = "DejaVu fonts team".encode("utf-16-be")
    assert before in font
    return "a.ttf", font.replace(before, WHO.ljust(17).encode("utf-16-be"))


place("recording", "MP3 with a title")(
    lambda: ("a.mp3", b"ID3\x03\0\0\0\0\0\x30TIT2\0\0\0\x20\0\0\0" + TEXT.encode())
)
place("recording", "WAV")(lambda: ("a.wav", b"RIFF\x30\0\0\0WAVELIST" + TEXT.encode()))
place("recording", "film under another name")(
    lambda: ("a.dat", b"\0\0\0\x18ftypmp42\0\0\0\0" + TEXT.encode())
)

place("table", "cell of several lines")(lambda: ("a.csv", f'gist,n\n"a\n{TEXT}\nb",1\n'.encode()))
place("table", "name cut by a line end in a cell")(
    lambda: ("a.csv", b'gist,n\n"Zebedee\nQuark",1\n')
)
place("table", "name in two cells")(lambda: ("a.csv", b"a,b\nZebedee,Quark\n"))
place("table", "with a mark at its start")(lambda: ("a.csv", f"\ufeffname,n\n{TEXT},1\n".encode()))
place("table", "with a mark in the middle")(
    lambda: ("a.csv", "gist,n\nZebe\ufeffdee Quark,1\n".encode())
)
place("table", "UTF-16")(lambda: ("a.csv", f"gist,n\n{TEXT},1\n".encode("utf-16")))
place("table", "semicolons, and what separates them told")(
    lambda: ("a.csv", f"sep=;\ngist;n\n{TEXT};1\n".encode())
)
