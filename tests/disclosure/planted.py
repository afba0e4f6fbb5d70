"""Identifiers that are nobody's, in every guise, made from templates with a seed.

What is made here follows how people, programs and files write, not how the gate searches:
telephone numbers from Ofcom's ranges for drama, NHS numbers from the range for tests, check
digits by their published rules, people and settings that we made up.
"""

from __future__ import annotations

import base64
import html
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

#: The private list of the tests.
PEOPLE = (
    "Jane Okonkwo", "Priya Ramachandran", "Bronwyn Llewellyn-Price", "José Muñoz", "Siobhán O'Hara",
    "Tom Fernsby", "Agnieszka Kowalczyk", "Margaret Anne Thistlethwaite", "Mei Zhang", "Ffion Bevan",
)  # fmt: skip
SETTINGS = (
    "Little Acorns Nursery", "St Swithin's Pre-School", "Puddle & Splash Day Nursery",
    "Hollybank Playgroup", "Larkmeadow Children's Centre", "Brackenthorpe",
)  # fmt: skip
NAMES = (*PEOPLE, *SETTINGS)
NAME = "a private name"
SENTENCES = (
    "We met {} after the review and agreed what to do next.",
    "The plan was late, {}, and the funding later still.",
    "Ask for {} when you ring.",
    "{} is on the form.",
    "It took a year ({}) until somebody answered.",
    "she wrote: {}",
)


@dataclass(frozen=True)
class Plant:
    """One identifier: what it is found as, what is written, what must never be shown."""

    kind: str
    text: str
    secrets: tuple[str, ...]
    guise: str


def _nhs(rng: random.Random) -> str:
    """Ten digits of the range for tests, by the rule of the NHS data dictionary."""
    while True:
        nine = [9, 9, 9, *(rng.randrange(10) for _ in range(6))]
        check = 11 - sum(d * (10 - n) for n, d in enumerate(nine)) % 11
        if check != 10:
            return "".join(map(str, [*nine, check % 11]))


def _upn(rng: random.Random) -> str:
    """A letter and twelve digits, by the rule of the Department for Education."""
    digits = [rng.randrange(10) for _ in range(12)]
    total = sum((n + 2) * d for n, d in enumerate(digits))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + "".join(map(str, digits))


def make_telephones(rng: random.Random) -> list[tuple[str, str]]:
    last = [f"{rng.randrange(1000):03d}" for _ in range(20)]
    return [
        ("mobile", f"07700 900{last[0]}"), ("closed up", f"07700900{last[1]}"),
        ("in threes", f"07700 900 {last[2]}"), ("from abroad", f"+44 7700 900{last[3]}"),
        ("from abroad, closed", f"+447700900{last[4]}"), ("0044", f"0044 7700 900{last[5]}"),
        ("with (0)", f"+44 (0)121 496 0{last[6]}"), ("area in brackets", f"(0121) 496 0{last[7]}"),
        ("hyphens", f"0121-496-0{last[8]}"), ("dots", f"07700.900.{last[9]}"),
        ("London", f"020 7946 0{last[10]}"), ("London, closed", f"02079460{last[11]}"),
        ("five and six", f"01632 960{last[12]}"), ("five and threes", f"01632 960 {last[13]}"),
        ("a link", f"tel:+441632960{last[14]}"), ("a slash", f"01632/960{last[15]}"),
        ("no-break spaces", f"07700\u00a0900\u00a0{last[16]}"),
        ("a real dash", f"0121\u2013496\u20130{last[17]}"),
        ("full width", "".join(chr(ord(d) + 0xFEE0) for d in f"07700900{last[18]}")),
        ("an unseen sign inside", f"07700\u200b900{last[19]}"),
    ]  # fmt: skip


def make_addresses(rng: random.Random) -> list[tuple[str, str]]:
    who, where = rng.choice(["m.brough", "lee_tan", "head+office", "s.oduya"]), rng.choice(
        ["acorns-nursery.example", "mail.example.org", "school.example.sch.uk"]
    )  # fmt: skip
    return [
        ("plain", f"{who}@{where}"), ("large", f"{who}@{where}".upper()),
        ("a link", f"mailto:{who}@{where}"), ("percent", f"{who}%40{where}"),
        ("[at]", f"{who} [at] {where}"), ("(at)", f"{who}(at){where}"),
        ("at and dot", f"{who} at {where.replace('.', ' dot ')}"),
        ("[dot]", f"{who}[at]{where.replace('.', '[dot]')}"),
        ("pointed", f"<{who}@{where}>"), ("full width @", f"{who}\uff20{where}"),
        ("an unseen sign", f"{who}\u200b@{where}"), ("{at}", f"{who} {{at}} {where}"),
    ]  # fmt: skip


def make_postcodes(rng: random.Random) -> list[tuple[str, str]]:
    areas = ["B15", "CV4", "WS10", "DY8", "ST5", "TF1", "HR4", "SW1A", "EC1V", "M1", "L8"]
    inward = lambda: rng.choice("123456789") + "".join(rng.sample("ABDEFGHJLNPQRSTUWXYZ", 2))  # noqa: E731
    pairs = [(rng.choice(areas), inward()) for _ in range(10)]
    made = [("plain", " ".join(pair)) for pair in pairs[:4]]
    made += [("closed up", "".join(pairs[4])), ("small", " ".join(pairs[5]).lower())]
    made += [("no-break", "\u00a0".join(pairs[6])), ("two blanks", "  ".join(pairs[7]))]
    made += [("in an address", f"14 High Street, Anytown {' '.join(pairs[8])}")]
    return [*made, ("comma", f"{' '.join(pairs[9])},")]


def make_numbers(rng: random.Random) -> list[tuple[str, str, str]]:
    a, b, c, d = (_nhs(rng) for _ in range(4))
    u = [_upn(rng) for _ in range(3)]
    e = [f"{rng.randrange(100000, 999999)}" for _ in range(8)]
    ni = [
        f"{rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.randrange(10, 99)}" for _ in range(4)
    ]
    return [
        ("an NHS number", "threes", f"{a[:3]} {a[3:6]} {a[6:]}"), ("an NHS number", "closed", b),
        ("an NHS number", "hyphens", f"{c[:3]}-{c[3:6]}-{c[6:]}"),
        ("an NHS number", "labelled", f"NHS no: {d}"),
        ("a UPN", "plain", u[0]), ("a UPN", "small", u[1].lower()),
        ("a UPN", "labelled", f"UPN:{u[2]}"),
        ("a URN", "URN", f"URN {e[0]}"), ("a URN", "colon", f"URN: {e[1]}"),
        ("a URN", "EY", f"EY{e[2]}"), ("a URN", "EY and a blank", f"EY {e[3]}"),
        ("a URN", "Ofsted", f"Ofsted number {e[4]}"), ("a URN", "is", f"our URN is {e[5]}"),
        ("a URN", "registration", f"Ofsted registration number EY{e[6]}"),
        ("a URN", "small", f"urn={e[7]}"),
        ("a National Insurance number", "pairs", f"AB {ni[0]} C"),
        ("a National Insurance number", "closed", f"JG{ni[1].replace(' ', '')}A"),
        ("a National Insurance number", "hyphens", f"KT-{ni[2].replace(' ', '-')}-B"),
        ("a National Insurance number", "small", f"ce {ni[3]} d"),
    ]  # fmt: skip


def make_births(rng: random.Random) -> list[tuple[str, str]]:
    day, month, year = rng.randrange(10, 28), rng.randrange(10, 13), rng.randrange(2012, 2019)
    name = {10: "October", 11: "November", 12: "December"}[month]
    return [
        ("born on", f"born on {day} {name} {year}"), ("dob", f"dob {day}/{month}/{year}"),
        ("DOB:", f"DOB: {day}.{month}.{str(year)[2:]}"), ("d.o.b.", f"d.o.b. {day}-{month}-{year}"),
        ("in full", f"date of birth: {day}th {name} {year}"), ("ISO", f"birth date {year}-{month}-{day}"),
        ("the nth of", f"was born the {day}th of {name} {year}"),
        ("month first", f"born {name} {day}, {year}"), ("month alone", f"born in {name} {year}"),
        ("birthday", f"birthday ({day} {name[:3]} {year})"), ("b.", f"b. {day}/{month}/{year}"),
    ]  # fmt: skip


def make_folders(rng: random.Random) -> list[tuple[str, str]]:
    who = rng.choice(["mbrough", "ltan", "s.oduya"])
    return [
        ("Windows", f"C:\\Users\\{who}\\Documents\\study.docx"), ("Mac", f"/Users/{who}/Desktop"),
        ("Linux", f"/home/{who}/work"), ("a link", f"file:///C:/Users/{who}/x.csv"),
        ("doubled", f"D:\\\\Users\\\\{who}"),
    ]  # fmt: skip


def _misspell(word: str, rng: random.Random) -> str:
    """One slip of a typist's: two letters swapped, one left out, doubled or mistaken."""
    place = rng.randrange(1, len(word) - 1)
    a, b = word[:place], word[place:]
    return rng.choice([
        a + b[1] + b[0] + b[2:] if len(b) > 1 and b[0] != b[1] else a + b[0] + b,
        a + b[1:], a + b[0] + b, a + rng.choice("aeiourstn") + b[1:],
    ])  # fmt: skip


def make_people(rng: random.Random) -> list[tuple[str, str]]:
    made = []
    for name in PEOPLE:
        first, last = name.split()[0], name.split()[-1]
        made += [
            ("as listed", name), ("large", name.upper()), ("small", name.lower()),
            ("possessive", f"{name}'s"), ("typographic possessive", f"{name}\u2019s"),
            ("initial and dot", f"{first[0]}. {last}"), ("initial", f"{first[0]} {last}"),
            ("swapped", f"{last}, {first}"), ("swapped initial", f"{last}, {first[0]}."),
            ("title", f"{rng.choice(['Mrs', 'Ms', 'Mr', 'Dr'])} {last}"),
            ("no accents", name.translate(str.maketrans("éñáí", "enai"))),
            ("slug", f"{first}-{last}".lower().replace("'", "")),
            ("underscore", f"{first}_{last}"), ("closed up", f"{first}{last}"),
            ("split at a line's end", f"{first} {last[:3]}-\n{last[3:]}"),
            ("over two lines", f"{first}\n{last}"), ("soft hyphen", f"{first} {last[:3]}\u00ad{last[3:]}"),
            ("unseen sign", f"{first[:2]}\u200b{first[2:]} {last[:2]}\u2060{last[2:]}"),
            ("other letters", f"{first} {last}".translate(str.maketrans("aeopc", "аеорс"))),
            ("no-break space", f"{first}\u00a0{last}"), ("full width", "".join(
                chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in f"{first} {last}")),
            ("first name", f"{first} said"), ("first and initial", f"{first} {last[0]}."),
            ("percent", quote(f"{first} {last}")),
        ]  # fmt: skip
        if len(last) > 5:
            made += [("misspelt", f"{first} {_misspell(last, rng)}") for _ in range(2)]
    return made


def make_settings(rng: random.Random) -> list[tuple[str, str]]:
    made = []
    for name in SETTINGS:
        made += [
            ("as listed", name), ("large", name.upper()), ("small", name.lower()),
            ("possessive", f"{name}'s garden"), ("slug", name.lower().replace(" ", "-").replace("'", "")),
            ("unseen sign", f"{name[:4]}\u200b{name[4:]}"), ("split", f"{name[:5]}-\n{name[5:]}"
             if name[4:6].isalpha() else name),
        ]  # fmt: skip
    return [
        *made, ("kind left out", "Little Acorns"), ("other kind", "Little Acorns Pre-School"),
        ("saint", "Saint Swithin's Pre-School"), ("no apostrophe", "St Swithins preschool"),
        ("dot", "St. Swithin\u2019s"), ("and", "Puddle and Splash Nursery"),
        ("misspelt", "Little Acrons Nursery"), ("misspelt", "Hollybnak Playgroup"),
        ("misspelt", "Brackenthrope"), ("place", "in Brackenthorpe"), ("plus", "Puddle + Splash"),
    ]  # fmt: skip


#: Settings on no list, told by their form alone.
UNLISTED = (
    "Willow Brook Day Nursery", "Saint Aldhelm's Nursery School", "Busy Bees Playgroup",
    "Kingsmead Primary School", "The Old Forge Nursery", "Rainbow Corner Pre-School",
    "Tiddlywinks Nursery", "Oakfield Infant School", "Sunny Days Kindergarten",
)  # fmt: skip


def make_plants(seed: int) -> list[Plant]:
    """All identifiers, each in a sentence; what must not be shown are its telling parts."""
    rng = random.Random(seed)
    made: list[tuple[str, str, str]] = []
    for _ in range(2):
        made += [("a UK telephone number", *pair) for pair in make_telephones(rng)]
        made += [("an e-mail address", *pair) for pair in make_addresses(rng)]
        made += [("a UK postcode", *pair) for pair in make_postcodes(rng)]
        made += make_numbers(rng)
        made += [("a date of birth", *pair) for pair in make_births(rng)]
    made += [("a home folder", *pair) for pair in make_folders(rng)]
    made += [(NAME, *pair) for pair in make_people(rng)]
    made += [(NAME, *pair) for pair in make_settings(rng)]
    made += [("a setting's name", "unlisted", name) for name in UNLISTED]
    plants = []
    for kind, guise, text in made:
        sentence = rng.choice(SENTENCES).format(text)
        plants.append(Plant(kind, sentence, (text,), guise))
    return plants


# -- files that hold a text ----------------------------------------------------------------------


def _in_html(text: str) -> bytes:
    return f"<html><body>\n<p>{html.escape(text)}</p>\n</body></html>".encode()


def _in_entities(text: str) -> bytes:
    return f"<p>{''.join(f'&#{ord(sign)};' for sign in text)}</p>".encode()


def _in_markup(text: str) -> bytes:
    """Every word cut in two by a tag."""
    words = [
        w if len(w) < 3 else f"{html.escape(w[:2])}<b>{html.escape(w[2:])}</b>"
        for w in text.split(" ")
    ]
    return f"<p>{' '.join(words)}</p>".encode()


def _in_cells(text: str) -> bytes:
    return (
        "<table><tr>"
        + "".join(f"<td>{html.escape(w)}</td>" for w in text.split(" "))
        + "</tr></table>"
    ).encode()


def _in_attribute(text: str) -> bytes:
    return f'<p><img src="x.png" alt="{html.escape(text)}"/></p>'.encode()


def _in_svg(text: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="2">{html.escape(text)}</text></svg>'.encode()


def _in_json(text: str) -> bytes:
    return json.dumps({"values": [{"label": text}]}).encode()


def _in_notebook(text: str) -> bytes:
    half = len(text) // 2
    output = {"output_type": "stream", "name": "stdout", "text": [text[:half], text[half:]]}
    cell = {"cell_type": "code", "source": [], "outputs": [output], "metadata": {}}
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    ).encode()


def _in_base64(text: str) -> bytes:
    return b'<a href="data:text/plain;base64,' + base64.b64encode(text.encode()) + b'">x</a>'


def _in_zip(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside/notes.txt", text)
    return stream.getvalue()


def _in_zip_in_zip(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("deeper.zip", _in_zip(text))
    return stream.getvalue()


def _in_docx(text: str) -> bytes:
    stream = io.BytesIO()
    runs = "".join(f"<w:r><w:t>{html.escape(part)}</w:t></w:r>" for part in (text[:9], text[9:]))
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document><w:p>{runs}</w:p></w:document>")
    return stream.getvalue()


def _in_book(change: Callable[[Workbook, str], None]) -> Callable[[str], bytes]:
    def make(text: str) -> bytes:
        book, stream = Workbook(), io.BytesIO()
        book.active["A1"] = "label"
        change(book, text)
        book.save(stream)
        return stream.getvalue()

    return make


def _cell(book: Workbook, text: str) -> None:
    book.active["B7"] = text


def _comment(book: Workbook, text: str) -> None:
    book.active["A1"].comment = Comment(text, "openpyxl")


def _hidden(book: Workbook, text: str) -> None:
    sheet = book.create_sheet("more")
    sheet["C3"], sheet.sheet_state = text, "veryHidden"


def _defined(book: Workbook, text: str) -> None:
    book.defined_names["note"] = DefinedName("note", attr_text='"' + text.replace('"', "'") + '"')


def _header(book: Workbook, text: str) -> None:
    book.active.oddHeader.center.text = text


def _subject(book: Workbook, text: str) -> None:
    book.properties.description = text


def _in_png(text: str) -> bytes:
    stream, fields = io.BytesIO(), PngImagePlugin.PngInfo()
    fields.add_itxt("Description", text)
    Image.new("RGB", (4, 4)).save(stream, "PNG", pnginfo=fields)
    return stream.getvalue()


def _in_jpeg(text: str) -> bytes:
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x9C9C] = text.encode("utf-16-le")  # the comment that Windows shows
    Image.new("RGB", (4, 4)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def _in_pdf(text: str) -> bytes:
    stream, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Subject": text})
    writer.write(stream)
    return stream.getvalue()


#: How a text is kept in a file, by the file's ending and a word for it.
KEEPERS: tuple[tuple[str, str, Callable[[str], bytes]], ...] = (
    (".txt", "text", str.encode), (".csv", "a table", lambda text: f'gist\n"{text}"\n'.encode()),
    (".html", "a page", _in_html), (".html", "entities", _in_entities),
    (".html", "cut by tags", _in_markup), (".html", "an attribute", _in_attribute),
    (".svg", "a figure", _in_svg), (".json", "JSON", _in_json), (".ipynb", "an output", _in_notebook),
    (".html", "Base64", _in_base64), (".zip", "packed", _in_zip), (".zip", "packed twice", _in_zip_in_zip),
    (".docx", "a document", _in_docx), (".xlsx", "a cell", _in_book(_cell)),
    (".xlsx", "a comment", _in_book(_comment)), (".xlsx", "a hidden sheet", _in_book(_hidden)),
    (".xlsx", "a defined name", _in_book(_defined)), (".xlsx", "a header", _in_book(_header)),
    (".xlsx", "a property", _in_book(_subject)), (".png", "a picture's text", _in_png),
    (".jpg", "EXIF", _in_jpeg), (".pdf", "a PDF's subject", _in_pdf),
    (".txt", "UTF-16", lambda text: text.encode("utf-16")),
)  # fmt: skip


def write_corpus(folder: Path, seed: int) -> dict[str, Plant]:
    """Write each identifier into a file of its own: once as text, once kept in another way.

    Returns the plants by the files' names. Line ends are kept only where a file has lines.
    """
    rng, planted = random.Random(seed + 1), {}
    for number, plant in enumerate(make_plants(seed)):
        others = KEEPERS[1:]
        for ending, word, keep in (KEEPERS[0], others[number % len(others)]):
            if "\n" in plant.text and word not in ("text", "a page", "an output"):
                ending, word, keep = KEEPERS[2]
            name = f"f{number:04d}{'ab'[keep is not KEEPERS[0][2]]}{ending}"
            (folder / name).write_bytes(keep(plant.text))
            planted[name] = Plant(plant.kind, plant.text, plant.secrets, f"{plant.guise}, {word}")
    rng.shuffle(list(planted))
    return planted
