"""A page of findings is safe whatever they quote, and names each cell where it stands alone."""

import re

from senco.errors import Finding
from senco.text.report import format_page

HOSTILE = "</td><script>alert(1)</script>"


def test_what_findings_quote_is_text_and_a_folder_is_where_a_name_may_break():
    page = format_page([Finding(f"data/{HOSTILE}.csv", HOSTILE, HOSTILE, column=HOSTILE)], HOSTILE)
    assert "<script" not in page and page.count("</td>") == 7
    assert "data/<wbr>&lt;/<wbr>td&gt;" in page


def test_on_a_narrow_screen_each_cell_says_what_the_heading_over_it_says():
    page = format_page(
        [Finding("a.csv", "x", "y", row=2, column="role", remedy="Put it right.")], "a"
    )
    headings = re.findall(r'<th scope="col">(.+?)</th>', page)
    cells = re.findall(r'data-heading="(.+?)">(.*?)</td>', page)
    assert headings == ["kind", *[heading for heading, _ in cells]]
    assert [cell for _, cell in cells] == ["a.csv", "2", "role", "x", "y", "Put it right."]
