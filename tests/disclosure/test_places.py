"""Wherever a file can say who somebody is, the gate looks or refuses: a row, a test.

The table is the one of `book/clearing.md`, and the files are those of `tests/disclosure/places.py`.
"""

import re

import pytest

from senco import disclosure
from tests.conftest import ROOT
from tests.disclosure.places import PLACES, WHO

FOUND = {
    "the name": {"a private name", "a home folder"},
    "who made it": {"a maker's name in a file"},
    "where it was made": {"a place in a picture"},
    "cannot be searched": {"a file that cannot be searched"},
}
#: How a finding names the place, where the file has a name for it.
NAMED = {
    ("JPEG", "EXIF: description"): "ImageDescription",
    ("JPEG", "EXIF: position"): "GPS",
    ("PNG", "EXIF: the camera's own notes"): "MakerNote",
    ("WebP", "EXIF: comment"): "UserComment",
    ("WebP", "EXIF: Windows' comment"): "XPComment",
    ("PNG", "XMP: position"): "XMP, position",
    ("JPEG", "XMP: city"): "XMP, City",
    ("JPEG", "IPTC: creator"): "IPTC, creator",
    ("JPEG", "IPTC: caption"): "IPTC, caption",
    ("JPEG", "IPTC: city"): "IPTC, city",
    ("JPEG", "comment"): "comment",
    ("JPEG", "thumbnail"): "a picture with a second one in it, such as a thumbnail",
    ("JPEG", "behind the picture: an archive"): "a picture with more behind its end",
    ("PNG", "a chunk of another program"): "a picture with parts of another program in it",
    ("SVG", "position in XMP"): "a position",
    ("PDF", "text on a page"): "page 1",
    ("PDF", "author"): "Author",
    ("PDF", "bookmark"): "a bookmark",
    ("PDF", "named destination"): "a named destination",
    ("PDF", "private data of a program (PieceInfo)"): "a program's private data",
    ("PDF", "private data of a page (PieceInfo)"): "page 1, a program's private data",
    ("PDF", "attached file"): "an attachment",
    ("PDF", "attached archive"): "an attachment/a.txt",
    ("PDF", "note on a page"): "page 1, a note",
    ("PDF", "field of a form"): "a field of a form",
    ("PDF", "script"): "a script",
    ("PDF", "layer"): "a layer",
    ("PDF", "text in place of a picture (Alt)"): "text in place of a picture",
    ("PDF", "XMP of a page"): "page 1, XMP",
    ("PDF", "picture's own data"): "picture.jpg/comment",
    ("PDF", "object that nothing refers to"): "an object that no page shows",
    ("PDF", "older revision"): "a PDF with an earlier version of itself, or something else, in it",
    ("page", "author"): "meta, author",
    ("page", "a PDF inside"): "a bookmark",
    ("notebook", "author"): "metadata",
    ("workbook", "hidden sheet"): "sheet 2",
    ("workbook", "comment"): "xl/comments/comment1.xml",
    ("workbook", "creator"): "docProps/core.xml",
    ("workbook", "people who commented (person.xml)"): "xl/persons/person.xml",
    ("document", "author of a change"): "word/document.xml",
    ("document", "a picture inside"): "word/media/image1.jpg/GPS",
    ("archive", "comment"): "comment",
    ("archive", "comment of a member"): "what is said of a member",
    ("archive", "between its members"): "a packed file with something beside its members",
    ("packed file", "name of the file (gzip)"): "the packed file's name",
}


def read_table():
    """The rows of the book's table: what is found, by kind of file and place."""
    page = (ROOT / "book" / "clearing.md").read_text(encoding="utf-8")
    part = page.split("## Where in a file it looks")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| (.+?) \| (.+?) \| (.+?) \|$", part)[2:]
    return {
        (kind, place.replace("`", "")): found
        for kinds, places, found in rows
        for kind in kinds.split(", ")
        for place in places.split("; ")
    }


TABLE = read_table()


def test_every_row_of_the_book_has_its_file_and_every_file_its_row():
    assert set(TABLE) == set(PLACES)
    assert set(NAMED) <= set(PLACES)


@pytest.mark.parametrize("place", PLACES, ids=": ".join)
def test_what_a_file_says_in_this_place_is_found_or_the_file_is_refused(tmp_path, place):
    name, content = PLACES[place]()
    (tmp_path / name).write_bytes(content)
    hits = disclosure.search([tmp_path], [WHO], root=tmp_path, listed=[name])
    assert FOUND[TABLE[place]] & {hit.kind for hit in hits if hit.finding.severity == "error"}
    told = " ".join(str(hit.finding) for hit in hits)
    assert NAMED.get(place, "") in told
    assert not re.search("(?i)zebedee|quark|nobody", told)
