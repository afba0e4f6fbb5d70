"""What openpyxl writes into a workbook is read as it was, and becomes a table as it is seen."""

import csv
import shutil
import unicodedata
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from senco.intake.formats.sheet import is_blank
from senco.intake.formats.workbook import read_workbook
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT

SIGNS = st.text(
    st.one_of(
        st.sampled_from("aé ß,;\"'\n|=+-@\u00a0\u202f\u00ad\u200b\u2028😀👩\u200dشЖ"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")),
    ),
    max_size=12,
)
#: A text that begins with an equals sign would be a formula, and `_x000D_` an escape.
TEXTS = SIGNS.filter(
    lambda text: not text.startswith("=") and not ILLEGAL_CHARACTERS_RE.search(text)
)
VALUES = st.one_of(
    st.none(),
    TEXTS.filter(bool),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**9), 10**9).map(lambda n: n / 1000).filter(lambda n: n != int(n)),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
)
TOGETHER = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@TOGETHER
@given(st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_cell_comes_back_with_its_value_and_its_row(tmp_path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = read_workbook(tmp_path / "a.xlsx", "a.xlsx")
    assert reading.findings == []
    filled = [(n, row) for n, row in enumerate(rows, 1) if any(cell is not None for cell in row)]
    (sheet,) = reading.sheets
    assert list(sheet.numbers) == [number for number, _ in filled]
    for found, (_, meant) in zip(sheet.rows, filled, strict=True):
        for place, cell in enumerate(meant):
            value = found[place] if place < len(found) else None
            value = value.date() if isinstance(value, datetime) else value
            assert value == (cell.replace("\r\n", "\n") if isinstance(cell, str) else cell)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("workbooks")
    shutil.copytree(ROOT / "data", root / "data")
    project = Project(root)
    make_cohort("c", project)
    return project


def see(text):
    """What is seen of a text, letter by letter: a second way to what `tidy` does."""
    plain = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    lines = plain.translate({0xAD: None, 0x200B: None, 0x2028: "\n"}).split("\n")
    closed = " ".join(line.strip() for line in lines if line.strip())
    kept = []
    for place, sign in enumerate(closed):
        before = closed[:place].rstrip("\u200d")[-1:]
        after = closed[place:].lstrip("\u200d")[:1]
        if sign != "\u200d" or (before > "\u024f" and after > "\u024f"):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


GISTS = st.text("aé ,;\"'\n|\u00a0\u202f\u00ad\u200b\u2028😀👩🏫\u200dЖ", min_size=1, max_size=20)


@settings(TOGETHER, max_examples=4)  # each is an import
@given(st.lists(GISTS.filter(lambda text: see(text) != ""), min_size=10, max_size=30),
       st.booleans())  # fmt: skip
def test_a_gist_goes_from_the_researchers_file_into_the_table_as_it_is_seen(
    project, tmp_path, gists, as_workbook
):
    people = [["participant", "role"], ["P1", "SENCO"]]
    heads = ["event", "participant", "position", "critical", "gist"]
    events = [[f"e{n}", "P1", "0.5", "false", gist] for n, gist in enumerate(gists, 1)]
    files = []
    for name, rows in (("participants", people), ("events", [heads, *events])):
        files.append(tmp_path / f"{name}.{'xlsx' if as_workbook else 'csv'}")
        if as_workbook:
            book = openpyxl.Workbook()
            book.active.title = name
            for row in rows:
                book.active.append(row)
            book.save(files[-1])
        else:
            with files[-1].open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows(rows)
    intake = import_files("c", files, project, overwrite=True)
    assert intake.written, intake.findings
    with (project.cohort("c") / "events.csv").open(encoding="utf-8", newline="") as stream:
        found = [row["gist"] for row in csv.DictReader(stream)]
    assert found == [see(gist) for gist in gists]


def test_a_cell_of_signs_that_nobody_sees_is_blank():
    assert is_blank("\u200b\u00a0\ufeff") and not is_blank("\u200ba")
