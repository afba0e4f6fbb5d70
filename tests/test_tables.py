"""Tables are safe whatever their cells hold."""

import pandas as pd

from senco import tables


def test_a_cell_that_holds_markup_is_shown_and_not_run():
    frame = pd.DataFrame({"<b>gist</b>": ["<script>alert(1)</script>", "a & b"]})
    html = tables.format_html(frame, "<i>caption</i>")
    assert "<script>" not in html and "<b>" not in html and "<i>" not in html
    assert "&lt;script&gt;" in html and "a &amp; b" in html


def test_a_table_has_a_caption_and_its_headings_a_scope():
    html = tables.format_html(pd.DataFrame({"n": [1], "who": ["EY1"]}), "People")
    assert "<caption>People</caption>" in html
    assert '<th scope="col" class="number">n</th> <th scope="col">who</th>' in html


def test_a_missing_cell_is_blank():
    html = tables.format_html(pd.DataFrame({"lines": ["1-2", None]}), "Lines")
    assert "<td></td>" in html and "nan" not in html.lower() and "None" not in html


def test_a_formula_is_neutralised_and_a_negative_number_is_not():
    frame = pd.DataFrame({"text": ["=HYPERLINK(1)", "@x", "-2", "fine"], "number": [-1, 2, 3, 4]})
    safe = tables.neutralise_formulas(frame)
    assert safe["text"].tolist() == ["'=HYPERLINK(1)", "'@x", "'-2", "fine"]
    assert safe["number"].tolist() == [-1, 2, 3, 4]
