"""A file that was made to use up memory or time is refused by its own records, whoever reads it."""

import gzip
import io
import json
import subprocess
import sys
import tracemalloc
import zipfile

import openpyxl
import pytest
import yaml

from senco.cohort.loading import load_contract
from senco.cohort.model import CohortInfo
from senco.cohort.validation import read_tables
from senco.cohort.yamlfiles import load_yaml, read_yaml
from senco.crate.unpacking import read_crate
from senco.disclosure.stories.speech import read_speech
from senco.disclosure.texts import pieces
from senco.disclosure.texts.pieces import UnreadableError, read_pieces
from senco.errors import DataError
from senco.intake.formats import archive, markup, spreadsheet
from senco.intake.formats.codings import load_codings
from senco.intake.formats.delimited import MOST_SEPARATORS, split_rows
from senco.intake.formats.grids import read_grids
from senco.intake.formats.qda import load_project, taguette
from senco.intake.formats.qda.codebook_tables import load_codebook_table
from senco.intake.formats.qda.coded_tables import load_passages
from senco.intake.formats.rankings import load_rankings
from senco.intake.formats.workbook import read_workbook
from senco.workspace.paths import Project
from tests.conftest import ROOT

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RANKS = [["participant", "play", "rest"], ["S1", 1, 2], ["S2", 2, 1]]
#: For Python, its libraries and the text; the program below has 20 s of the processor. Rows are
#: kept, up to their bound, so a table is tried at 50 MB; what else a text holds is not, and 16 MB
#: show that it takes less than eight bytes for each of the text's.
MEMORY, MEMORY_OF_ROWS = 250 * 2**20, 500 * 2**20


def save(path, rows=RANKS):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def rewrite(path, change, part="xl/worksheets/sheet1.xml"):
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def put_far(place, value="<v>1</v>"):
    """A sheet with one more cell."""
    row = "".join(filter(str.isdigit, place))
    cell = f'<row r="{row}"><c r="{place}">{value}</c></row></sheetData>'.encode()
    return lambda xml: xml.replace(b"</sheetData>", cell)


def import_sheet(path):
    """Read as `senco import` does, which lists what it found."""
    reading = read_workbook(path, path.name)
    if reading.findings:
        raise DataError(reading.findings)
    return reading


READERS = [load_rankings, load_codings, read_grids, import_sheet, taguette.load_tags,
           load_passages, load_codebook_table]  # fmt: skip


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD4", "ZZZ9999999"])
def test_a_far_cell_is_refused_by_its_place_before_a_row_is_built(
    tmp_path, monkeypatch, read, place
):
    def never(*_, **__):
        raise AssertionError("the workbook was opened")

    path = rewrite(save(tmp_path / "far.xlsx"), put_far(place))
    monkeypatch.setattr(openpyxl, "load_workbook", never)
    column = place.rstrip("0123456789")
    row = place[len(column) :]
    with pytest.raises(DataError) as raised:
        read(path)
    told = str(raised.value)
    assert f"far.xlsx, part sheet1.xml, row {row}, column {column}: found a filled cell" in told
    assert "at most 1,000 columns and 1,000,000 rows. Delete the rows and columns" in told


@pytest.mark.parametrize("claim", [b"A1:XFD1048576", b"A1:A1"])
def test_what_a_sheet_claims_of_its_size_costs_nothing_and_hides_nothing(tmp_path, claim):
    path = save(tmp_path / "a.xlsx")
    rewrite(path, lambda xml: xml.replace(b"A1:C3", claim))
    assert claim in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    tracemalloc.start()
    assert load_rankings(path).to_numpy().tolist() == [[1, 2], [2, 1]]
    assert [len(row) for row in read_workbook(path, "a").sheets[0].rows] == [3, 3, 3]
    texts = [found.text for found in read_pieces(path.read_bytes(), "a.xlsx")]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "participant,play,rest\nS1,1,2\nS2,2,1\n" in texts
    assert peak < 20 * 2**20


def test_a_blank_cell_far_away_is_no_reason_to_refuse(tmp_path):
    path = rewrite(save(tmp_path / "a.xlsx"), put_far("XFD4", ""))
    assert load_rankings(path).shape == (2, 2)


def test_whatever_stands_in_a_row_is_a_cell_to_openpyxl_and_is_counted(tmp_path):
    def change(xml):
        return xml.replace(
            b"</sheetData>", b'<row r="4"><v r="ZZZ4"><v>1</v></v></row></sheetData>'
        )

    with pytest.raises(DataError, match="row 4, column ZZZ: found a filled cell"):
        load_rankings(rewrite(save(tmp_path / "a.xlsx"), change))


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("MAXIMUM_CELLS", "more than 3 cells and rows"),
        ("MAXIMUM_PLACES", "more than 3 cells, including blank ones"),
        ("MAXIMUM_TEXTS", "more than 3 different texts"),
        ("MAXIMUM_OTHERS", "more than 3 elements and attributes beside"),
        ("MAXIMUM_LETTERS", "more than 3 letters"),
    ],
)
def test_each_bound_of_a_workbook_stops_it(tmp_path, monkeypatch, bound, words):
    path = save(tmp_path / "a.xlsx")
    monkeypatch.setattr(spreadsheet, bound, 3)
    with pytest.raises(DataError, match=words):
        load_rankings(path)


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<row r="1e5"/>', "a row whose number cannot be read"),
        ('<row r="99999999999"/>', "a row whose number cannot be read"),
        ('<row r="1"><row r="2"/></row>', "a row whose number cannot be read"),
        ('<row><c r="5"/></row>', "a cell whose place cannot be read"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused(tmp_path, xml, words):
    sheet = f"<worksheet {NAMESPACE}><sheetData>{xml}</sheetData></worksheet>".encode()
    path = rewrite(save(tmp_path / "a.xlsx"), lambda _: sheet)
    with pytest.raises(DataError, match=words):
        load_rankings(path)


def pack_empty(count):
    """A zip archive of empty members, as zipfile writes it, without making each."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("a000000", b"")
    one = stream.getvalue()
    start = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    names = (f"a{number:06d}".encode() for number in range(count))
    entries = b"".join(one[start:end].replace(b"a000000", name) for name in names)
    size = len(entries)
    tail = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + size.to_bytes(4, "little")
    return one[:start] + entries + tail + start.to_bytes(4, "little") + bytes(2)


@pytest.fixture(scope="module")
def million():
    return pack_empty(1_000_000)


def read_from(reader, ending):
    def read(content, tmp_path):
        (tmp_path / f"a{ending}").write_bytes(content)
        return reader(tmp_path / f"a{ending}")

    return read


ARCHIVES = {
    "rankings": read_from(load_rankings, ".xlsx"),
    "codings": read_from(load_codings, ".xlsx"),
    "import": read_from(import_sheet, ".xlsx"),
    "taguette": read_from(taguette.load_tags, ".xlsx"),
    "project": read_from(load_project, ".qdpx"),
    "crate": read_from(read_crate, ".zip"),
    "docx": read_from(lambda path: read_speech(path, path.name), ".docx"),
    "odt": read_from(lambda path: read_speech(path, path.name), ".odt"),
    "gate": lambda content, _: list(read_pieces(content, "a.zip")),
}


@pytest.mark.parametrize("reader", ARCHIVES)
def test_of_a_million_members_none_is_looked_at(tmp_path, monkeypatch, million, reader):
    made = []
    init = zipfile.ZipInfo.__init__
    monkeypatch.setattr(
        zipfile.ZipInfo, "__init__", lambda self, *a, **k: (made.append(1), init(self, *a, **k))[1]
    )
    with pytest.raises((DataError, UnreadableError)) as raised:
        ARCHIVES[reader](million, tmp_path)
    assert len(made) == 0
    told = str(raised.value)
    assert "1,000,000 members; allowed: at most 20,000" in told or "too much in it" in told


def test_a_list_of_members_is_bounded_by_its_number_and_by_its_length(monkeypatch):
    few = pack_empty(3)
    with archive.open_zip(few, "a.zip") as file:
        assert len(file.infolist()) == 3
    monkeypatch.setattr(archive, "MAXIMUM_MEMBERS", 2)
    with pytest.raises(DataError, match=r"a\.zip: found 3 members; allowed: at most 2\. Pack only"):
        archive.open_zip(few, "a.zip").__enter__()
    monkeypatch.setattr(archive, "MAXIMUM_MEMBERS", 5)
    monkeypatch.setattr(archive, "MAXIMUM_LIST_BYTES", 20)
    with pytest.raises(DataError, match="a list of members of 159 bytes; allowed: at most 20"):
        archive.open_zip(few, "a.zip").__enter__()


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<a>" * 501 + "</a>" * 501, "more than 500 elements within one another"),
        ("<a>" + "<b/>" * 600_000 + "</a>", "more than 600,000 elements and attributes"),
        ("<a " + " ".join(f'b{n}=""' for n in range(700_000)) + "/>", "4 MB without an element"),
        ("<a><!--" + "x" * 2**23 + "--></a>", "4 MB without an element"),
    ],
)
def test_xml_is_bounded_in_depth_number_and_length(xml, words):
    with pytest.raises(DataError, match=f"a part: found .*{words}"):
        markup.parse_xml(xml.encode(), "a part")


def test_a_row_is_bounded_by_its_separators_over_all_its_lines():
    wide = "a," * (MOST_SEPARATORS + 1)
    tall = '"\n",' * (MOST_SEPARATORS + 1)
    for text in (wide, "a,b\n" + tall):
        row = 1 + text.startswith("a,b\n")
        with pytest.raises(DataError, match=f"row {row}: found a row of over 50,000 cells"):
            list(split_rows(text, "a.csv", ","))
    assert len(list(split_rows("a,b\n" * MOST_SEPARATORS, "a.csv"))) == MOST_SEPARATORS


def test_one_module_opens_archives_and_one_workbooks():
    """`crate.packing` writes an archive; nobody else has to do with zipfile or openpyxl itself."""
    openers = {"zipfile.ZipFile(": [], "load_workbook(": []}
    for path in sorted((ROOT / "analysis" / "senco").rglob("*.py")):
        for call, found in openers.items():
            if call in path.read_text(encoding="utf-8"):
                found.append(path.relative_to(ROOT / "analysis" / "senco").as_posix())
    assert openers["zipfile.ZipFile("] == ["crate/packing.py", "intake/formats/archive.py"]
    assert openers["load_workbook("] == ["intake/formats/spreadsheet.py"]


def pack(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["a text", "packed in packed", "gz in gz"])
def test_the_gate_searches_so_much_text_in_a_file_and_in_all_that_it_holds(monkeypatch, kind):
    """Two archives of half the bound each are as much as one; nested, they multiply."""
    monkeypatch.setattr(pieces._Budget, "__init__", lambda self: self.__dict__.update(LITTLE))
    half = b"word " * 120
    ten = {f"{number}.zip": pack({"a.txt": half}) for number in range(2)}
    content, name = {
        "a text": (half * 2, "a.txt"),
        "packed in packed": (pack(ten), "a.zip"),
        "gz in gz": (gzip.compress(gzip.compress(half * 2, mtime=0), mtime=0), "a.txt.gz.gz"),
    }[kind]
    with pytest.raises(UnreadableError, match="over 24 MB of text"):
        list(read_pieces(content, name))
    assert any(half.decode() in piece.text for piece in read_pieces(half, "a.txt"))


def test_files_packed_in_one_another_are_counted_together():
    inner = pack({f"{number}.txt": b"" for number in range(2_000)})
    content = pack({f"{number}.zip": inner for number in range(3)})
    with pytest.raises(UnreadableError, match="a packed file with too much in it"):
        list(read_pieces(content, "a.zip"))


LITTLE = {"text": 1_000, "unpacked": 10**6, "members": 100}
LAUGHS = "l0: &l0 [word, word]\n" + "".join(
    f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


def test_yaml_that_refers_to_other_places_is_refused_at_its_line(tmp_path):
    """Nine lines of references stand for a thousand million words."""
    path = tmp_path / "cohort.yml"
    path.write_text(LAUGHS, encoding="utf-8")
    with pytest.raises(DataError, match=r"cohort\.yml, row 2: found a reference to another place"):
        load_yaml(path, CohortInfo, "cohort.yml")
    with pytest.raises(yaml.YAMLError, match="a reference to another place"):
        read_yaml(path)
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(RecursionError):
        read_yaml(path)
    path.write_text("a: 1\n" * 2**16, encoding="utf-8")
    with pytest.raises(ValueError, match="256 KB"):
        read_yaml(path)


def test_a_table_of_the_contract_with_a_million_columns_is_refused_by_their_number(tmp_path):
    """Each heading was looked for among all those before it."""
    text = ",".join(f"c{n}" for n in range(1_000_000)) + "\n"
    (tmp_path / "participants.csv").write_text(text, encoding="utf-8")
    tables = read_tables(tmp_path, load_contract(Project(ROOT)))
    assert tables.raw == {}
    (told,) = [str(finding) for finding in tables.findings if "columns" in finding.found]
    assert "participants.csv, row 1: found 1,000,000 columns; allowed: at most 500." in told


SHAPES = {
    "one line.csv": lambda: b"x" * 16_000_000,
    "one line of cells.csv": lambda: b"aa," * 5_000_000,
    "a million columns.csv": lambda: b"a,b\n" + b"aa," * 1_000_000,
    "rows.csv": lambda: b"aa,bb,cc\n" * 5_500_000,
    "columns.csv": lambda: b"1," * 24 + b"1\n" + (b"1," * 24 + b"2\n") * 300_000,
    "blank lines.csv": lambda: b"\n" * 16_000_000,
    "quotes.csv": lambda: b'"\n",' * 4_000_000,
}

#: Imports the readers once, and reads each file in a process of its own.
PROGRAM = """
import json, os, resource, sys, traceback
from pathlib import Path
from senco.errors import DataError
from senco.intake.formats.codings import load_codings
from senco.intake.formats.delimited import read_delimited
from senco.intake.formats.grids import read_grids
from senco.intake.formats.rankings import load_rankings
readers = {
    "codings": load_codings, "rankings": load_rankings, "grids": read_grids,
    "import": lambda path: read_delimited(path, path.name),
}
def read(path, reader):
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # ends what takes the square of its length
    try:
        readers[reader](path)
        told = "read"
    except DataError as error:
        told = str(error)
    # this process's own peak: getrusage tells also that of the one which started it
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps([told, int(status["VmHWM"].split()[0]) * 1024]), flush=True)
for line in sys.stdin:
    path, reader = json.loads(line)
    child = os.fork()
    if not child:
        try:
            read(Path(path), reader)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps(status), flush=True)
"""


@pytest.fixture(scope="module")
def read_apart():
    """Read a file in a process of its own; what was told, and its peak of memory in bytes."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as program:

        def read(path, reader):
            program.stdin.write(json.dumps([str(path), reader]) + "\n")
            program.stdin.flush()
            told = json.loads(program.stdout.readline())
            assert isinstance(told, list), f"it ended with {told}"
            assert json.loads(program.stdout.readline()) == 0
            return told

        yield read
        program.stdin.close()


@pytest.mark.parametrize(
    ("shape", "reader"),
    [
        *((shape, "rankings") for shape in SHAPES),
        *(("rows.csv", reader) for reader in ("codings", "grids", "import")),
        ("one line of cells.csv", "grids"),
    ],
)
def test_a_long_text_takes_neither_much_memory_nor_long(tmp_path, read_apart, shape, reader):
    path = tmp_path / shape
    path.write_bytes(SHAPES[shape]())
    told, peak = read_apart(path, reader)
    allowed = MEMORY_OF_ROWS if shape == "rows.csv" else MEMORY
    assert peak < allowed, told
