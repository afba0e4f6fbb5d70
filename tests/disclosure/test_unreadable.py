"""What the gate cannot read is a finding; what it need not read is told by its bytes alone."""

import bz2
import gzip
import importlib.util
import io
import lzma
import pickle
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from senco import disclosure
from tests.conftest import ROOT

NAMES = ["Zebedee Quark"]
TEXT = "A talk with Zebedee Quark at the gate. " * 20


def search(folder):
    return disclosure.search([folder], NAMES, root=folder)


def pack_zip():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
    return stream.getvalue()


def pack_npz():
    stream = io.BytesIO()
    np.savez(stream, words=np.array([TEXT]))
    return stream.getvalue()


def draw():
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    return stream.getvalue()


UNREADABLE = {
    "talk.pkl": pickle.dumps({"who": TEXT}),
    "talk.npz": pack_npz(),
    "talk.npy": b"\x93NUMPY" + TEXT.encode("utf-32-le"),
    "talk.bz2": bz2.compress(TEXT.encode()),
    "talk.xz": lzma.compress(TEXT.encode()),
    "talk.zlib": zlib.compress(TEXT.encode()),
    "talk.dat": zlib.compress(TEXT.encode())[2:],
    "behind.zip.txt": b"Good morning.\n" + pack_zip(),
    "behind-much.txt": b"Good morning.\n" * 1000 + pack_zip(),
    "utf16le.txt": TEXT.encode("utf-16-le"),
    "utf16be.csv": TEXT.encode("utf-16-be"),
    "utf32.txt": TEXT.encode("utf-32"),
    "utf32le.txt": TEXT.encode("utf-32-le"),
    "utf32be.txt": b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"),
    "ebcdic.txt": TEXT.encode("cp500"),
    "talk.sqlite3": b"SQLite format 3\x00" + TEXT.encode(),
    "talk.parquet": b"PAR1" + struct.pack("<II", 3, 4) + TEXT.encode(),
    "font.woff": b"wOFF" + zlib.compress(TEXT.encode()),
    "messages.mo": b"\xde\x12\x04\x95" + TEXT.encode() + b"\x00",
    "module.pyc": b"\xa7\r\r\n" + TEXT.encode() + b"\x00",
    "no-picture.png": zlib.compress(TEXT.encode()),
    "photograph.heic": b"\x00\x00\x00\x18ftypheic" + TEXT.encode(),
    "cut.gz": gzip.compress(TEXT.encode(), mtime=0)[:-20],
    "inside.gz": gzip.compress(bz2.compress(TEXT.encode()), mtime=0),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_searched_is_a_finding_that_stops(tmp_path, name):
    (tmp_path / name).write_bytes(UNREADABLE[name])
    hits = search(tmp_path)
    assert "a file that cannot be searched" in {hit.kind for hit in hits}
    assert {hit.finding.severity for hit in hits} == {"error"}
    assert not [hit for hit in hits if "Zebedee" in str(hit.finding)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf8.txt", TEXT.encode()),
        ("marked.txt", TEXT.encode("utf-8-sig")),
        ("utf16.txt", TEXT.encode("utf-16")),
        ("windows.txt", ("Café “quoted” – " + TEXT).encode("cp1252")),
        ("packed.gz", gzip.compress(TEXT.encode(), mtime=0)),
        ("font.woff", TEXT.encode()),
        ("messages.mo", TEXT.encode()),
        ("readme", TEXT.encode()),
        ("unknown.kind", TEXT.encode()),
    ],
)
def test_what_can_be_read_is_searched_whatever_it_is_called(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert {hit.kind for hit in search(tmp_path)} == {"a private name"}


def test_pictures_and_empty_files_and_an_escape_for_colours_are_no_finding(tmp_path):
    (tmp_path / "dot.png").write_bytes(draw())
    (tmp_path / ".nojekyll").write_bytes(b"")
    (tmp_path / "log.txt").write_bytes(b"\x1b[31mred\x1b[0m\x0c")
    assert search(tmp_path) == []


# what others made


@pytest.mark.parametrize(
    "folder", ["_static", "mathjax", "_static/mathjax", "_sphinx_design_static"]
)
@pytest.mark.parametrize(
    "name", ["note.md", "note.js", "a.css", "a.json", "a.map", "a.po", "a.txt"]
)
def test_a_note_is_searched_wherever_it_lies(tmp_path, folder, name):
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / name).write_text(TEXT, encoding="utf-8")
    assert [hit.kind for hit in search(tmp_path)][:1] == ["a private name"]


def find_theme_file(name):
    folder = Path(importlib.util.find_spec("sphinx_book_theme").submodule_search_locations[0])
    return next(folder.rglob(name))


def test_the_themes_own_files_are_known_by_their_bytes_and_not_by_their_place(tmp_path):
    own = find_theme_file("booktheme.mo")
    shutil.copy(own, tmp_path / "booktheme.mo")
    assert search(tmp_path) == []
    (tmp_path / "booktheme.mo").write_bytes(own.read_bytes() + TEXT.encode())
    assert search(tmp_path) != []


def test_a_script_of_the_theme_to_which_a_note_was_added_is_searched(tmp_path):
    own = find_theme_file("sphinx-book-theme.js")
    (tmp_path / "_static").mkdir()
    copy = tmp_path / "_static" / own.name
    copy.write_bytes(own.read_bytes() + f"\n// {TEXT}".encode())
    assert "a private name" in {hit.kind for hit in search(tmp_path)}


def test_mathjax_is_known_by_its_bytes(tmp_path):
    mathjax = ROOT / "book" / "_static" / "mathjax"
    shutil.copytree(mathjax, tmp_path / "elsewhere")
    assert disclosure.search([tmp_path], ["Derivative Works"], root=tmp_path) == []
    script = tmp_path / "elsewhere" / "tex-chtml.js"
    # the beginning alone, for to search the whole takes a quarter of a minute
    script.write_bytes(script.read_bytes()[:20_000] + f"\n// {TEXT}".encode())
    assert "a private name" in {hit.kind for hit in search(tmp_path)}
