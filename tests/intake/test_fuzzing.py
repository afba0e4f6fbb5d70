"""Every reader takes whatever it is given for a file or refuses it: no other error comes through.

The rows below are what `benchmarks/fuzz_readers.py` found, each made as small as it gets.
"""

import importlib
import sys
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from senco import disclosure
from senco.cohort.loading import load_contract, read_info
from senco.cohort.validation import read_tables
from senco.crate.unpacking import read_crate
from senco.crate.verification import compare_environment
from senco.disclosure import load_allowances
from senco.disclosure.stories.speech import read_speech
from senco.errors import DataError
from senco.intake.formats import qda
from senco.intake.formats.grids import read_grids
from senco.intake.formats.qda import taguette
from senco.intake.formats.rankings import load_rankings, read_rankings
from senco.intake.formats.workbook import read_workbook
from senco.intake.reading import read_files
from senco.workspace.paths import Project
from tests.conftest import ROOT

#: Readers that check a whole cohort or a whole deposit are given fewer inputs.
SLOW = {"senco import": 4, "tables of a cohort": 4, "cohort.yml, allowed.yml, release.yml": 8,
        "deposits": 2, "scans of work-lines": 40}  # fmt: skip
MANY = 150
BENCHMARKS = ("fuzz_mutations", "fuzz_readers", "fuzz_seeds", "fuzz_targets")


@pytest.fixture(scope="module")
def fuzzing():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module("fuzz_readers"), importlib.import_module("fuzz_targets")
    sys.path.remove(str(ROOT / "benchmarks"))
    for name in BENCHMARKS:
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def desk(fuzzing, tmp_path_factory):
    desk = fuzzing[1].Desk(tmp_path_factory.mktemp("desk"))
    desk.prepare()
    return desk


READERS = (
    "text with separators, workbooks", "senco import", "rankings", "surveys", "PrefLib",
    "labels", "work-lines", "codings", "ties",
    "implication grids", "choices between constructs",
    "grids", "REFI-QDA projects", "REFI-QDA codebooks", "Taguette's highlights", "Taguette's tags",
    "passages in tables", "codebooks in tables", "databases of coding programs",
    "tables of a cohort", "cohort.yml, allowed.yml, release.yml",
    "pages and drawings of the kit", "saved sessions", "scans of work-lines",
    "transcripts", "lists of names",
    "lists of people", "what the gate searches", "results that are compared",
    "results of an earlier release", "deposits", "registries", "answers of a repository",
)  # fmt: skip


def test_every_reader_is_tried(fuzzing):
    assert tuple(target.name for target in fuzzing[1].TARGETS) == READERS


def _list_numbers(whole, reader):
    """Every whole file, or the first of slow readers; and the changed ones that come next."""
    few = SLOW.get(reader)
    return [*range(min(whole, 2) if few else whole), *range(whole, whole + (few or MANY))]


@pytest.mark.parametrize("reader", READERS)
def test_a_whole_file_is_accepted_and_a_changed_one_read_or_refused(fuzzing, desk, reader):
    fuzz, targets = fuzzing
    target = next(target for target in targets.TARGETS if target.name == reader)
    files = target.seeds()
    for number in _list_numbers(len(files), reader):
        name, content = fuzz.make_input(1, reader, number, files)
        path = desk.inbox / name
        path.write_bytes(content)
        with suppress(*targets.OWN_ERRORS if number >= len(files) else ()):
            accepted = target.read(path, desk)
            assert accepted or number >= len(files), name
        path.unlink()
        assert not list(desk.inbox.iterdir())


# archives


def pack(*names):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("a.qdpx", qda.load_project),
        ("a.docx", lambda path: read_speech(path, path.name)),
        ("a.odt", lambda path: read_speech(path, path.name)),
        ("a.xlsx", load_rankings),
        ("a.xlsx", read_grids),
        ("a.zip", read_crate),
    ],
)
def test_an_archive_with_a_member_without_a_name_is_refused(tmp_path, name, read):
    (tmp_path / name).write_bytes(pack("", "xl/workbook.xml", "project.qde"))
    with pytest.raises(DataError, match=f"{name}: found a member without a name"):
        read(tmp_path / name)


def test_an_archive_that_cannot_be_opened_is_said_to_be_damaged_and_not_merely_unreadable(tmp_path):
    content = bytearray(pack("a.txt"))
    place = content.index(b"PK\x05\x06") + 16
    content[place : place + 4] = b"\xff\x00\x00\x00"  # where no list of members lies
    (tmp_path / "a.zip").write_bytes(content)
    found = {hit.finding.found for hit in disclosure.search([tmp_path], root=tmp_path)}
    assert "a file that cannot be read" not in found and len(found) == 2


# tables


def write_book(path, part, before, after):
    """A workbook of which something in one part is another."""
    book, whole = openpyxl.Workbook(), BytesIO()
    book.active.append(["participant", "play"])
    book.save(whole)
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(path, "w") as changed:
        for name in parts.namelist():
            content = parts.read(name)
            assert before in content or name != part
            changed.writestr(name, content.replace(before, after) if name == part else content)


def test_one_letter_as_a_heading_twice_is_found_like_a_word_twice(tmp_path):
    """One letter is one object in CPython, however often it is read; words are not."""
    for heading in ("2", "play"):
        (tmp_path / "a.csv").write_text(f"S1,{heading},{heading}\nS2,2,1\n", encoding="utf-8")
        with pytest.raises(DataError, match=f"the heading '{heading}' beside '{heading}'"):
            load_rankings(tmp_path / "a.csv")


@pytest.mark.parametrize("text", ["²", "²3", "⑦", "9" * 5000])
@pytest.mark.parametrize("heading", ["rank", "priority", "id", ""])
@pytest.mark.parametrize("layout", [None, "people", "items"])
def test_a_sign_that_is_a_digit_and_no_number_is_no_place(tmp_path, text, heading, layout):
    (tmp_path / "a.csv").write_text(f"{heading},S1,S2\n{text},a,{text}\n1,b,a\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.csv"):
        read_rankings(tmp_path / "a.csv", layout=layout)


@pytest.mark.parametrize("cells", ["A:B", "AAA", "1:2"])
def test_merged_cells_without_a_row_are_told_without_one(tmp_path, cells):
    merged = f'</sheetData><mergeCells><mergeCell ref="{cells}"/></mergeCells>'.encode()
    write_book(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", b"</sheetData>", merged)
    (finding, *_) = read_workbook(tmp_path / "a.xlsx", "a.xlsx").findings
    assert finding.file.startswith("a.xlsx")


@pytest.mark.parametrize("read", [load_rankings, read_grids, taguette.load_tags])
def test_nothing_is_printed_of_a_workbook_whose_styles_are_not_there(tmp_path, capsys, read):
    """openpyxl itself prints "9 is out of range", and raises IndexError."""
    write_book(tmp_path / "a.xlsx", "xl/styles.xml", b'<cellStyle name="Normal" xfId="0"',
               b'<cellStyle name="Normal" xfId="9"')  # fmt: skip
    with pytest.raises(DataError, match=r"a\.xlsx"):
        read(tmp_path / "a.xlsx")
    assert capsys.readouterr() == ("", "")


def test_a_cell_too_long_in_the_cohorts_own_table_is_left_to_the_check_of_the_cohort(tmp_path):
    long = f'participant,role\nP1,"{"x" * 140_000}"\n'
    (tmp_path / "participants.csv").write_text(long, encoding="utf-8")
    (tmp_path / "constructs.csv").write_text("construct,label\n", encoding="utf-8")
    (tmp_path / "rankings.csv").write_text("participant,Play\nP1,1\n", encoding="utf-8")
    read_files([tmp_path / "rankings.csv"], tmp_path, Project(ROOT))


def test_a_row_of_thousands_of_blank_cells_is_refused_before_each_becomes_an_error(tmp_path):
    """3,000 of them took 3 s of processor time, which grows with the square of their number."""
    text = "participant,role\nP1,SENCO\n" + "," * 50_000 + "\n"
    (tmp_path / "participants.csv").write_text(text, encoding="utf-8")
    contract = load_contract(Project(ROOT))
    tables = read_tables(tmp_path, {"participants": contract["participants"]})
    assert tables.raw == {}
    (finding,) = tables.findings
    assert (finding.found, finding.row) == ("50,001 columns", 3)


# entities


@pytest.mark.parametrize(
    "entity", ["&#" + "9" * 5000 + ";", "&#x" + "f" * 5000 + ";", "&#999999999"]
)
def test_an_entity_of_thousands_of_digits_is_no_sign_and_hides_nothing(tmp_path, entity):
    for name in ("a.txt", "a.srt"):
        (tmp_path / name).write_text(f"There is {entity} no time.\n", encoding="utf-8")
        assert "no time" in read_speech(tmp_path / name, name)[0]
        (tmp_path / name).unlink()
    page = f'<meta name="author" content="{entity}"><svg><dc:creator>{entity}</dc:creator></svg>'
    for name in ("a.html", "a.svg", "a.md"):
        (tmp_path / name).write_text(f"{page}\n<p>{entity} Jane Doe</p>\n", encoding="utf-8")
    kinds = {hit.kind for hit in disclosure.search([tmp_path], ["Jane Doe"], root=tmp_path)}
    assert kinds == {"a maker's name in a file", "a private name"}


# projects of other programs


def test_a_position_of_four_hundred_digits_is_refused():
    xml = (
        '<Project><Sources><TextSource guid="t"><PlainTextContent>ab</PlainTextContent>'
        f'<PlainTextSelection guid="s" startPosition="0" endPosition="{"9" * 400}"/>'
        "</TextSource></Sources></Project>"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("project.qde", xml)
    with pytest.raises(DataError, match="the positions beyond the end of any text"):
        qda.load_project(stream.getvalue())


@pytest.mark.parametrize("other", ["time.", "time. ", ".time", "time.."])
def test_tags_that_differ_in_a_dot_alone_are_two_codes(other):
    content = f"id,document,tag,content\n1,talk,time,no\n1,talk,{other},no\n2,talk,time.a,b\n"
    found = taguette.load_highlights(content.encode())
    assert found.codes["code"].tolist() == ["time", "time-2", "a"]
    assert found.codes["parent"].tolist()[2] == "time"
    assert sorted(found.codings["code"]) == ["a", "time", "time-2"]
    tags = taguette.load_tags(f"tag,description\ntime,one\n{other},two\n".encode())
    assert tags["definition"].tolist() == ["one", "two"]


# YAML


@pytest.mark.parametrize(
    "value",
    ["0x_", "2026-02-30", "2026-99-99", "!!int x", "!!float x", "!!timestamp x", "!!bool x",
     "9" * 5000, "0x" + "f" * 5000, "!!binary é", "{[a]: b}"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["title: {}", "{}: x", "[{}]", "worklines: {{minimum: {}}}"])
def test_a_value_that_is_not_what_it_looks_like_is_refused_with_its_line(tmp_path, value, place):
    folder = tmp_path / "data" / "cohorts" / "a"
    folder.mkdir(parents=True)
    text = "# a cohort\n" + place.format(value) + "\n"
    for name in ("cohort.yml", "allowed.yml"):
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"cohort\.yml, row 2|cohort\.yml: found "):
        read_info("a", Project(tmp_path))
    with pytest.raises(DataError, match=r"allowed\.yml"):
        load_allowances(folder, "data/cohorts/a")


# deposits


def test_a_lock_in_other_bytes_than_utf8_is_compared_as_far_as_it_can_be_read():
    lock = b"\xff\xfe\nnumpy==0.0.1 \\\n"
    files = {"requirements.lock": lock, "pyproject.toml": b"\xff"}
    python, libraries = compare_environment(files)
    assert "in the record" in python and "(record: 0.0.1)" in libraries


# PDF


@pytest.mark.parametrize(("streams", "words"), [(40, "a PDF with too much in it"), (1, "")])
def test_a_pdf_of_a_megabyte_that_unpacks_to_hundreds_is_refused(tmp_path, streams, words):
    writer = PdfWriter()
    writer.add_blank_page(9, 9)
    packed = zlib.compress(b"q Q " * 1_500_000)
    for _ in range(streams):
        stream = StreamObject()
        stream._data = packed
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream[NameObject("/Subtype")] = NameObject("/Form")
        writer._add_object(stream)
    writer.write(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 2**20
    found = [hit.finding.found for hit in disclosure.search([tmp_path], root=tmp_path)]
    assert found == [words] * bool(words)
