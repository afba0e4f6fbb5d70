"""Files that are too large, damaged or something else: a message, and bounded memory."""

import io
import tracemalloc
import zipfile

import openpyxl
import pytest

from senco.errors import DataError
from senco.intake.formats.grids import read_grids

SHEET = (
    b'<?xml version="1.0"?><worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'
    b"</sheetData></worksheet>"
)


def make_workbook(rows: bytes | None = None, extra_megabytes: int = 0) -> bytes:
    """Return a workbook whose sheet holds these rows, with a padded member."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append([1, "a", "b", 5])
    book.active.append(["x", 1, 2, "y"])
    book.save(plain)
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for member in source.infolist():
            content = source.read(member)
            if rows is not None and member.filename == "xl/worksheets/sheet1.xml":
                content = SHEET % rows
            out.writestr(member.filename, content)
        if extra_megabytes:
            with out.open("xl/media/image1.png", "w", force_zip64=True) as image:
                for _ in range(extra_megabytes):
                    image.write(b"0" * 1_000_000)
    return made.getvalue()


@pytest.fixture
def refuse(tmp_path):
    """Read content that must be refused, and return the message."""

    def refuse(content: bytes, name: str = "S1.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataError) as caught:
            read_grids(path)
        assert str(caught.value).startswith(path.as_posix())
        return str(caught.value)

    return refuse


@pytest.fixture
def trace(refuse):
    """Do the same, and return the peak of memory in MB as well."""

    def trace(content: bytes, name: str = "S1.csv") -> tuple[str, float]:
        tracemalloc.start()
        try:
            return refuse(content, name), tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()

    return trace


def test_the_workbook_maker_makes_a_readable_workbook(tmp_path):
    """Otherwise the refusals below would show nothing."""
    (tmp_path / "S1.xlsx").write_bytes(make_workbook())
    assert read_grids(tmp_path / "S1.xlsx")[0].grid.ratings.tolist() == [[1, 2]]


def test_a_workbook_that_unpacks_to_gigabytes(trace):
    """A file of a megabyte that unpacks to one gigabyte is refused unread."""
    content = make_workbook(extra_megabytes=1000)
    assert len(content) < 2_000_000
    message, peak = trace(content, "S1.xlsx")
    assert "unpacks to 1,000,0" in message and "allowed: at most 100,663,296" in message
    assert peak < 20


def test_a_sheet_whose_rows_reach_the_last_column(trace):
    """Blank cells in column XFD fill 16,384 columns a row: refused before a row is built."""
    rows = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(1, 2000))
    message, peak = trace(make_workbook(rows), "S1.xlsx")
    assert "more than 5,000,000 cells, including blank ones" in message and peak < 50


def test_a_row_far_below(refuse):
    """A single cell in row 100,000,000 does not make that many rows."""
    last = b'<row r="100000000"><c r="A100000000"><v>1</v></c></row>'
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' + last
    assert "a row whose number cannot be read" in refuse(make_workbook(rows), "S1.xlsx")


def test_entities_that_multiply(trace):
    """A document type, which alone can declare them, is refused."""
    entities = b"".join(b'<!ENTITY e%d "%s">' % (k + 1, b"&e%d;" % k * 10) for k in range(9))
    head = b'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">%s]>' % entities
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    plain = make_workbook(rows)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(made, "w") as out:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<worksheet", head + b"<worksheet", 1)
            out.writestr(member.filename, content)
    message, peak = trace(made.getvalue(), "S1.xlsx")
    assert "a document type" in message and peak < 50


@pytest.mark.parametrize("name", ["S1.csv", "S1.txt"])
def test_ten_thousand_elements(refuse, name):
    """A header of 10,000 elements is refused in its row."""
    header = "1," + ",".join(f"e{j}" for j in range(10_000)) + ",5\n"
    row = "x," + "1," * 10_000 + "y\n"
    message = refuse((header + row * 3).encode(), name)
    assert "row 1: found more than 520 columns; allowed: at most 500" in message


def test_ten_thousand_by_ten_thousand(trace):
    """Such a file is 200 MB: it is not read beyond the bound."""
    header = b"1," + b"e," * 10_000 + b"5\n"
    row = b"x," + b"1," * 10_000 + b"y\n"
    message, peak = trace(header + row * 700)
    assert "a larger file; allowed: at most 12 MB" in message and peak < 30


@pytest.mark.parametrize(
    "text",
    [
        "title\n10000 10000\na - b\n",
        "10000 10000 5\ntitle\n123\n",
        "\tGrid\t10000#\t10000\t9\tS1\t\t\t\t\t\tRep Plus V1.1\tRepGrid\rC0\tR\r",
    ],
)
def test_counts_beyond_the_bound(refuse, text):
    """Counts are checked before anything is made of them."""
    message = refuse(text.encode())
    assert "10000 constructs by 10000 elements; allowed: 1 to 500 of each" in message


def test_six_hundred_constructs(refuse):
    """A grid that is a little too large is counted and refused."""
    rows = "".join(f"l{i},1,2,r{i}\n" for i in range(600))
    message = refuse(("1,a,b,5\n" + rows).encode())
    assert "600 constructs by 2 elements; allowed: 1 to 500 of each" in message


def test_a_quotation_mark_without_its_partner(refuse):
    """The message says where to look."""
    message = refuse(b'1,a,b,5\nx,"1,2,y\n' + b"a,1,2,b\n" * 40_000)
    assert "a cell that cannot be read" in message and "quotation mark" in message


@pytest.mark.parametrize(
    ("content", "row", "message"),
    [
        ("1,Zoë,b,5\n".encode() + "x,Zoë,2,y\n".encode("cp1252"), 2, "0xEB, which is not UTF-8"),
        ("1,a,b,5\nüber,1,2,unter\x02\n".encode("cp1252"), 2, "0xFC"),
        ("1,a,b,5\nfroh,1,2,m\x01üde\n".encode("cp1252"), 2, "name its encoding: --encoding"),
    ],
)
def test_mixed_encodings_and_other_than_text(refuse, content, row, message):
    """Row and byte, and what to do."""
    found = refuse(content)
    assert f"row {row}: " in found and message in found


def test_an_encoding_may_be_named(tmp_path):
    """Named, the same file is read; an unknown name is refused."""
    path = tmp_path / "S1.csv"
    path.write_bytes("1,Zoë,b,5\nx,1,2,y\n".encode("cp1252"))
    assert read_grids(path, encoding="cp1252")[0].grid.elements[0] == "Zoë"
    with pytest.raises(DataError, match="the encoding 'cp125'"):
        read_grids(path, encoding="cp125")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b"1,a\0b,5\n", "row 1: found a zero byte"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "save it as .xlsx"),
        (b"Dear reader,\nthis is a letter.\n", "a format that cannot"),
        (b"<?xml version='1.0'?><root/>\n<a/>", "a page or an XML document"),
        (b"9,7,1,5\nexploring\n432151231\n", "1 line of ratings; allowed: 7"),
        (b"name,age\nAnn,3\n", "a format that cannot"),
        (b"1,a,b,5\n", "a format that cannot"),
        (b"PK\x03\x04 not an archive", "not an .xlsx workbook"),
        (make_workbook()[:2000], "not an .xlsx workbook"),
    ],
)
def test_something_else(refuse, content, message):
    """What it is not, and what could be read."""
    assert message in refuse(content)


def test_another_archive_and_a_broken_workbook(refuse):
    """A zip without a workbook, and a workbook whose sheet is not XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("letter.txt", "Dear reader")
    assert "an archive without a workbook" in refuse(made.getvalue())
    assert "cannot be read" in refuse(make_workbook(b"<row"))


def test_no_file(tmp_path):
    """A name that is not there, or is a folder."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(DataError, match="no file of this name"):
            read_grids(path)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"1,a,b,5\nx,1,2,y\n\n" * 201, "S1.csv", "more than 200 grids one below another"),
        (b"<grid>" + b"<a>" * 600 + b"</a>" * 600 + b"</grid>", "S1.xml", "within one another"),
        (b"<grid><elements>" + b"<element/>" * 600 + b"</elements></grid>", "S1.xml", "600 elem"),
        (b'<!DOCTYPE grid [<!ENTITY a "b">]><grid>&a;</grid>', "S1.xml", "a document type"),
        (b"600,600,1,5\n" + b"1" * 600 + b"\n", "S1.txt", "600 constructs by 600 elements"),
        (b"Grid\ta\tb\n" + b"x\ty\t1\t2\n" * 600, "S1.txt", "600 constructs by 2 elements"),
        (b"1,a,b,5\n" + b"x" * 5001 + b",1,2,y\n", "S1.csv", "a name of 5,001 letters"),
        (b"Left pole,a,b,Right pole\nx," + b"1" * 70 + b",2,y\n", "S1.csv", "'1111"),
    ],
)
def test_bounds_of_layouts_and_documents(refuse, content, name, message):
    """Each is refused by what it holds too much of."""
    assert message in refuse(content, name)
