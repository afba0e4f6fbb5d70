"""What the gate reads of a PDF: whatever somebody put there, and not the format's own words."""

import io

from pypdf import PdfWriter
from pypdf.generic import NameObject

from senco.disclosure.texts.portable import read_pdf


def test_a_name_that_somebody_gave_is_read_and_page_is_nobodys_name():
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    page[NameObject("/Whitcombe")] = NameObject("/Page")
    held = io.BytesIO()
    writer.write(held)
    (names,) = (text for _, where, text in read_pdf(held.getvalue()) if where == "names")
    assert "/Whitcombe" in names.splitlines()
    assert not {"/Page", "/Pages"} & {*names.splitlines()}
