"""Tables are safe whatever their cells hold."""

import pandas as pd

from senco.book import tables


def test_a_cell_that_holds_markup_is_shown_and_not_run():
    frame = pd.DataFrame({"<b>gist</b>": ["<script>alert(1)</script>", "a & b"]})
    html = tables.format_html(frame, "<i>caption</i>")
    assert "<script>" not in html and "<b>" not in html and "<i>" not in html
    assert "&lt;script&gt;" in html and "a &amp; b" in html


def test_a_table_has_a_caption_and_its_headings_a_scope():
    html = tables.format_html(pd.DataFrame({"n": [1], "who": ["EY1"]}), "People")
    assert "<caption>People</caption>" in html
    assert '<th scope="col" class="number">n</th> <th scope="col" class="short">who</th>' in html


def test_a_missing_cell_is_blank():
    html = tables.format_html(pd.DataFrame({"gist": ["told", None]}), "Gists")
    assert '<td class="short"></td>' in html
    assert "nan" not in html.lower() and "None" not in html


def test_fractions_that_come_as_text_stand_to_the_right_as_whole_numbers_do():
    frame = pd.DataFrame({"mean": ["3.79", "", "-12.5"], "share": ["6 %", "100.0 %", "3 %"]})
    html = tables.format_html(frame, "Numbers")
    assert html.count('<td class="number">') == 6
    assert 'class="number"' not in tables.format_html(pd.DataFrame({"n": ["7", "any"]}), "n")


def test_line_numbers_are_ranges_that_stay_whole():
    html = tables.format_html(pd.DataFrame({"lines": ["207-210; 248-254", "296", None]}), "Lines")
    assert '<td class="lines"><span>207–210</span>; <span>248–254</span></td>' in html
    assert '<td class="lines"></td>' in html


def test_a_heading_is_read_as_words_and_a_column_of_phrases_has_room():
    long = "The Area SENCO service was nearly lost."
    html = tables.format_html(pd.DataFrame({"given_by": ["a"], "gist": [long]}), "Gists")
    assert ">given by</th>" in html and f'<td class="words">{long}</td>' in html


def test_a_column_in_which_nothing_stands_is_left_out():
    html = tables.format_html(pd.DataFrame({"who": ["EY1"], "note": [None]}), "People")
    assert "note" not in html
    blank = tables.format_html(pd.DataFrame({"note": ["", None]}), "Notes")
    assert ">note</th>" in blank, "a table keeps its columns where all are blank"


def test_a_table_without_rows_says_so():
    html = tables.format_html(pd.DataFrame({"who": [], "gist": []}), "Nobody")
    assert '<td colspan="2">none</td>' in html and ">gist</th>" in html


def test_a_formula_is_neutralised_and_a_negative_number_is_not():
    frame = pd.DataFrame({"text": ["=HYPERLINK(1)", "@x", "-2+3", "-2.5"], "number": [-1, 2, 3, 4]})
    safe = tables.neutralise_formulas(frame)
    assert safe["text"].tolist() == ["'=HYPERLINK(1)", "'@x", "'-2+3", "-2.5"]
    assert safe["number"].tolist() == [-1, 2, 3, 4]


def test_no_probability_is_printed_as_nought_and_other_numbers_are():
    frame = pd.DataFrame({"p_holm": [0.0001, 0.06, None], "change": [0.0001, 0.06, None]})
    shown = tables.format_numbers(frame)
    assert shown["p_holm"].tolist() == ["< 0.01", "0.06", ""]
    assert shown["change"].tolist() == ["0.00", "0.06", ""]
    html = tables.format_html(shown, "Numbers")
    assert '<td class="number">&lt; 0.01</td>' in html, "it stands under the others"


def test_a_column_can_have_decimals_of_its_own():
    shown = tables.format_numbers(pd.DataFrame({"a": [0.00214], "b": [0.00214]}), {"a": 4})
    assert shown.iloc[0].tolist() == ["0.0021", "0.00"]
