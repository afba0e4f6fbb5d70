"""A workbook that is written is the same bytes whenever it is written."""

import io
import re
import zipfile

import openpyxl

from senco.intake.formats.dressing import save_book


def test_no_clock_is_in_a_workbook():
    book = openpyxl.Workbook()
    book.active.append(["a", "=1+1", 2])
    content = save_book(book)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", told)) == {"1980-01-01T00:00:00Z"}
    [row] = openpyxl.load_workbook(io.BytesIO(content)).active.values
    assert row == ("a", "=1+1", 2)
