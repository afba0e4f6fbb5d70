"""Scans as people have them: pictures, PDFs, several pages, folders; and what is refused."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject

from senco.errors import SencoError
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.codes import SheetCode
from senco.tracing.reading import trace_picture
from senco.tracing.scans import is_blank, list_scans, read_pages

#: A page of a made scan, small, with a mark at its top left corner.
PAGE = np.full((400, 600, 3), 245, np.uint8)
PAGE[20:80, 20:80] = (200, 30, 30)


RED = pytest.approx([200, 30, 30], abs=12)


def see(read, across, down):
    """The colour at a place of a page, as shares of its width and height."""
    height, width = read.shape[:2]
    return read[round(down * height), round(across * width)].astype(int).tolist()


def write_picture(path, page=PAGE, **options):
    Image.fromarray(page).save(path, **options)
    return path


def read_all(path):
    return list(read_pages(path))


@pytest.mark.parametrize("name", ["scan.png", "scan.jpg", "scan.tiff", "scan.pdf"])
def test_a_scan_of_one_page_is_read_whatever_its_format(tmp_path, name):
    [(label, read)] = read_all(write_picture(tmp_path / name))
    assert label == name
    height, width = read.shape[:2]
    assert width / height == pytest.approx(1.5, abs=0.01)
    assert read[round(0.12 * height), round(0.08 * width)].astype(int) == pytest.approx(
        [200, 30, 30], abs=12
    )


@pytest.mark.parametrize("name", ["scan.tiff", "scan.pdf"])
def test_pages_of_a_scan_are_read_one_by_one_and_bare_ones_are_known(tmp_path, name):
    bare = Image.fromarray(np.full_like(PAGE, 245))
    written = Image.fromarray(PAGE)
    written.save(tmp_path / name, save_all=True, append_images=[bare, written])
    read = read_all(tmp_path / name)
    assert [label for label, _ in read] == [f"{name}, page {number}" for number in (1, 2, 3)]
    assert [is_blank(page) for _, page in read] == [False, True, False]


def test_a_page_that_a_pdf_turns_is_seen_as_its_reader_sees_it(tmp_path):
    write_picture(tmp_path / "flat.pdf")
    writer = PdfWriter(clone_from=tmp_path / "flat.pdf")
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")
    [(_, read)] = read_all(tmp_path / "turned.pdf")
    height, width = read.shape[:2]
    assert height > width
    assert read[round(0.08 * height), round(0.88 * width)].astype(int) == pytest.approx(
        [200, 30, 30], abs=12
    )


def test_a_line_drawn_on_the_sheet_on_a_tablet_is_read(tmp_path):
    """Ink is an annotation then, and no part of the page; the sheet's code is read from print."""
    sheet = PdfReader(io.BytesIO(draw_chart(SheetCode("W", "7K3Q", "P1"))))
    writer = PdfWriter(clone_from=sheet)
    point = 72 / 25.4
    drawn = [(28 + x * 244, 178 - (y + 5) / 10 * 140) for x, y in ((0, 0), (0.5, 4), (1, -3))]
    ends = [(x * point, (210 - y) * point) for x, y in drawn]
    numbers = [FloatObject(one) for end in ends for one in end]
    line = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Ink"),
        NameObject("/Rect"): ArrayObject(map(FloatObject, (0, 0, 842, 595))),
        NameObject("/InkList"): ArrayObject([ArrayObject(numbers)]),
        NameObject("/C"): ArrayObject(map(FloatObject, (0, 0, 0.6))),
        NameObject("/Border"): ArrayObject(map(FloatObject, (0, 0, 1.5))),
        NameObject("/F"): NumberObject(4),
    })  # fmt: skip
    writer.add_annotation(0, line)
    writer.write(tmp_path / "drawn.pdf")
    [(_, read)] = read_all(tmp_path / "drawn.pdf")
    trace = trace_picture(read)
    assert not trace.refused and trace.code.participant == "P1"
    told = {round(p.position, 1): p.level for p in trace.lines[0]}
    assert told[0.5] == pytest.approx(4, abs=0.1) and told[1.0] == pytest.approx(-3, abs=0.1)


def test_a_locked_pdf_is_refused_in_words(tmp_path):
    write_picture(tmp_path / "open.pdf")
    writer = PdfWriter(clone_from=tmp_path / "open.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(SencoError, match=r"locked\.pdf is locked with a password"):
        read_all(tmp_path / "locked.pdf")


def test_a_pdf_of_a_page_as_large_as_a_house_is_drawn_no_larger_than_others(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(14_400, 7_200)
    writer.write(tmp_path / "large.pdf")
    [(_, read)] = read_all(tmp_path / "large.pdf")
    assert read.shape[:2] == (2_000, 4_000)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", (
            "not a readable picture"
        )), (b"%PDF-1.4", "not a readable PDF"), (b"\x89PNG\r\n\x1a\n", "no picture"),
        (b"not a readable picture", "no picture"), (b"\0\0\0\x18ftypheic....", "HEIC"),
    ],
)  # fmt: skip
def test_what_is_no_scan_is_refused_with_what_to_do(tmp_path, content, told):
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    with pytest.raises(SencoError, match=rf"scan\.png.* {told}.*JPEG"):
        read_all(path)


def test_a_picture_is_bounded_before_it_is_decoded(tmp_path):
    path = tmp_path / "scan.png"
    Image.new("1", (9_000, 9_000)).save(path)
    with pytest.raises(SencoError, match="million pixels"):
        read_all(path)


def test_a_photograph_is_turned_as_the_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    [(_, read)] = read_all(write_picture(tmp_path / "photo.jpg", exif=exif))
    assert read.shape == (600, 400, 3)
    assert see(read, 0.87, 0.08) == RED


def test_scans_of_a_folder_come_in_the_order_in_which_people_count(tmp_path):
    for name in ("scan 10.png", "scan 9.PNG", "Scan 1.pdf", "notes.txt"):
        (tmp_path / name).touch()
    found = list_scans([tmp_path, tmp_path / "scan 10.png"])
    assert [path.name for path in found] == ["Scan 1.pdf", "scan 9.PNG", "scan 10.png"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(SencoError, match="empty contains no scan"):
        list_scans([tmp_path / "empty"])


def test_shadow_on_a_bare_page_makes_it_no_drawn_one():
    across = np.linspace(250, 150, 600)[None, :, None]
    noise = np.random.default_rng(1).normal(0, 3, PAGE.shape)
    page = np.clip(np.broadcast_to(across, PAGE.shape) + noise, 0, 255).astype(np.uint8)
    assert is_blank(page)
    cv2.line(page, (100, 200), (500, 250), (90, 90, 90), 2)
    assert not is_blank(page)
