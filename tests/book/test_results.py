"""The one door out of a notebook."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from senco.book import results
from senco.cohort.loading import load_cohort
from senco.errors import MeasureError
from senco.workspace.files import write_atomically

ALT = "The first bar is twice as high as the second, which is the finding."


@pytest.fixture(scope="module")
def study(project):
    return load_cohort("ey-pvi-2017", project=project)


@pytest.fixture
def page(study, tmp_path):
    return results.Page(study, "50_rankings", tmp_path)


def draw(height: float) -> Figure:
    figure = Figure(figsize=(3, 2))
    figure.add_subplot().bar(["a", "b"], [height, 1])
    return figure


def test_a_value_is_saved_and_glued(page, tmp_path, capsys):
    page.save_values(n=np.int64(8), mean=0.5, label="Child")
    saved = json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))
    assert saved == {"label": "Child", "mean": 0.5, "n": 8}


@pytest.mark.parametrize("value", [float("nan"), None, [1], np.nan])
def test_a_value_that_cannot_stand_in_a_sentence_is_refused(page, value):
    with pytest.raises(MeasureError, match="The value 'n'"):
        page.save_value("n", value)


def test_a_value_saved_twice_must_be_the_same(page):
    page.save_value("n", 8)
    page.save_value("n", 8)
    with pytest.raises(MeasureError, match="saved twice"):
        page.save_value("n", 7)


def test_of_many_figures_the_first_is_large_and_the_others_are_panels(page, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(results, "display", lambda one: shown.append(one._repr_mimebundle_()))
    alt = {"P1": ALT, "P2": f"{ALT} Of P2."}
    data = pd.DataFrame({"participant": ["P1", "P2"], "h": [2, 3]})
    drawn = {"P1": draw(2), "P2": draw(3)}
    page.save_panels(drawn, "bars", "Bars of {name}.", "Two.", alt, data)
    told = [metadata["senco"] for _, metadata in shown]
    assert [(one["name"], one["caption"], one.get("panel"), one["words"]) for one in told] == [
        ("bars", "Bars of P1. Two.", None, "Fig. 1"),
        ("bars-2", "Bars of P2.", "P2", "Fig. 2"),
    ]
    assert [one["alt"] for one in told] == [*alt.values()]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bars-2.svg",
        "bars.csv",
        "bars.svg",
    ]


def test_the_figure_shown_is_the_file_saved(page, tmp_path):
    shown, told = page.save_figure(
        draw(2), "bars", "Bars.", ALT, pd.DataFrame({"h": [2, 1]})
    )._repr_mimebundle_()
    assert shown["image/svg+xml"] == (tmp_path / "bars.svg").read_text(encoding="utf-8")
    assert told["senco"] == {
        "kind": "figure", "name": "bars", "place": "ey-pvi-2017-rankings-bars",
        "words": "Fig. 1", "caption": "Bars.", "alt": ALT,
    }  # fmt: skip
    assert (tmp_path / "bars.csv").read_text(encoding="utf-8") == "h\n2\n1\n"


def test_tables_are_numbered_in_the_order_in_which_they_are_displayed(page):
    frame = pd.DataFrame({"n": [1]})
    first, _, second = (page.save_table(frame, name, "Ns.") for name in ("a", "unseen", "c"))
    note = page.save_table(frame, "d", "Ns.", rows=0)
    told = [one._repr_mimebundle_()[1]["senco"] for one in (second, note, first, second)]
    assert [one["words"] for one in told] == [
        "Table 1", "the note in its place", "Table 2", "Table 1",
    ]  # fmt: skip
    assert [one["place"] for one in told] == ["table-1", "note-d", "table-2", "table-1"]
    html = second._repr_mimebundle_()[0]["text/html"]
    assert '<table id="table-1">' in html and ">Table 1.</a> Ns.<" in html


def test_the_same_figure_gives_the_same_bytes_and_another_value_gives_others():
    assert results.render_svg(draw(2), ALT) == results.render_svg(draw(2), ALT)
    assert results.render_svg(draw(2), ALT) != results.render_svg(draw(2.01), ALT)


def test_the_last_bits_of_a_layout_do_not_reach_the_file():
    drawn = []
    for shift in (0, 1e-13):
        figure = Figure()
        axes = figure.add_axes((0.1 + shift, 0.2, 0.5 - shift, 0.6))
        axes.plot([0, 3], [1, 2])
        figure.text(0.5 + shift, 0.95, "a heading")
        drawn.append(results.render_svg(figure, ALT))
    assert drawn[0] == drawn[1]


def test_the_last_bit_of_a_figures_size_does_not_reach_the_names_of_its_parts():
    drawn = []  # Python 3.12 adds floats up more exactly than 3.11
    for height in (4.8, 4.8 + 1e-15):
        figure = Figure(figsize=(6.4, height))
        figure.add_axes((0.1, 0.2, 0.5, 0.6)).plot([0, 3], [1, 2], marker="o")
        drawn.append(results.render_svg(figure, ALT))
    assert height != 4.8 and drawn[0] == drawn[1]
    assert "url(#part-" in drawn[0] and '"#part-' in drawn[0]
    other = results.render_svg(figure, "Another figure.")
    assert not set(re.findall(r'id="(part-[^"]+)"', other)) & set(
        re.findall(r'id="(part-[^"]+)"', drawn[0])
    )


def test_a_figure_keeps_its_text_as_text():
    figure = draw(2)
    figure.axes[0].set_title("SENCOs of the county")
    assert "SENCOs of the county" in results.render_svg(figure, ALT).split("</metadata>")[1]


def test_a_figure_without_a_finding_in_words_is_refused(page):
    with pytest.raises(MeasureError, match="states no finding"):
        page.save_figure(draw(2), "bars", "Bars.", "A bar chart.", pd.DataFrame())


def test_why_a_table_is_empty_is_said_under_an_empty_one_alone(page):
    frame = pd.DataFrame({"coder": ["one", "two"]})
    told = {"note": "Counted by hand.", "empty": "Nobody coded."}
    some, _ = page.save_table(frame, "some", "Coders.", **told)._repr_mimebundle_()
    none, _ = page.save_table(frame.iloc[:0], "none", "Coders.", **told)._repr_mimebundle_()
    assert "Counted by hand.<" in some["text/html"] and "Nobody" not in some["text/html"]
    assert "Counted by hand. Nobody coded.<" in none["text/html"]


def test_a_figure_of_synthetic_data_says_so_inside(page):
    info = page.cohort.info.model_copy(update={"provenance": "synthetic"})
    object.__setattr__(page.cohort, "info", info)
    shown, _ = page.save_figure(draw(2), "bars", "Bars.", ALT, pd.DataFrame())._repr_mimebundle_()
    assert ">synthetic data<" in shown["image/svg+xml"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "kept.csv"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new \ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["kept.csv"]


def test_a_long_table_is_cut_on_the_page_and_whole_in_its_file(page, tmp_path):
    frame = pd.DataFrame({"n": range(1000)})
    shown, told = page.save_table(frame, "long", "Numbers.")._repr_mimebundle_()
    assert shown["text/html"].count("<tr>") == 1 + results.MAXIMUM_ROWS
    assert "The first 250 of 1000 rows" in shown["text/html"]
    assert told["senco"]["file"] == "long.csv", "by this the site knows what to offer"
    _, told = page.save_table(frame.head(2), "short", "Numbers.")._repr_mimebundle_()
    assert "file" not in told["senco"]
    assert len((tmp_path / "long.csv").read_text(encoding="utf-8").splitlines()) == 1001


def test_what_another_page_of_the_book_shows_is_led_to_for_the_reference_cohort_alone(
    study, tmp_path, project
):
    """data/study.yml names the page for this picture; another cohort shows its own."""
    html, plain = "<p>all of it</p>", "See <it>."
    shown, _ = (
        results.Page(study, "65_constrictions", tmp_path)
        .save_html(html, "facing", plain)
        ._repr_mimebundle_()
    )
    assert shown["text/html"] == (
        '<p><a href="../../findings/implications.html#facing">See &lt;it&gt;.</a></p>'
    )
    assert (tmp_path / "facing.html").read_text(encoding="utf-8") == html
    other = load_cohort("worked-example", project=project)
    page = results.Page(other, "65_constrictions", tmp_path)
    assert page.save_html(html, "facing", plain)._repr_mimebundle_()[0]["text/html"] == html
    assert page.save_html("", "facing", plain)._repr_mimebundle_()[0]["text/html"] == (
        "<p>See &lt;it&gt;.</p>"
    )


def test_a_file_can_have_the_numbers_that_stand_in_words_in_the_table(page, tmp_path):
    found = pd.DataFrame({"who": ["a", "b"], "p": [1 / 3, 1e-14]})
    html = page.save_table(
        found.assign(p=["0.33", "< 0.01"]), "tests", "p.", data=found
    )._repr_mimebundle_()[0]["text/html"]
    assert "&lt; 0.01" in html
    assert (tmp_path / "tests.csv").read_text(encoding="utf-8") == "who,p\na,0.33333333\nb,1e-14\n"
