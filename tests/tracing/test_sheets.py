"""Sheets to print: what their codes say, what stands on them, and how scans of them are taken."""

import io
import json
import subprocess
import sys

import cv2
import numpy as np
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from senco.cli.application import app
from senco.cohort.loading import load_cohort, load_study
from senco.errors import SencoError
from senco.instruments.paper import SheetCode, describe_lacking, make_sheets, parse_code
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.geometry import LAYOUTS
from senco.instruments.paper.grids import draw_grid
from senco.instruments.paper.orders import shuffle
from senco.instruments.paper.rankings import draw_ranking
from senco.tracing.charts import find_chart
from senco.tracing.reading import trace_picture
from tests.tracing.printed import draw_line, print_page


def read_words(pdf, page=0):
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[page].extract_text().split())


@pytest.mark.parametrize(
    "code",
    [
        SheetCode("W", "7K3Q"),
        SheetCode("W", "7K3Q", "AB-12", levels=(-2.5, 10)),
        SheetCode("W", "7K3Q", "P1", levels=(0, 999999)),
        SheetCode("G", "0000", "P1", page=3),
        SheetCode("R", "ZZZZ", "s7", seed=2**32 - 1, page=12),
        SheetCode("R", "ZZZZ", seed=0),
    ],
)
def test_a_code_says_what_it_was_made_of(code):
    assert parse_code(str(code)) == code


@pytest.mark.parametrize(
    "text",
    ["W-7K3Q-5T5-P1-0", "W-7K3Q-12S-P1-0", "G-7K3Q-0T10-P1-0", "X-7K3Q-P1-0", "-----", "W-7K3Q"],
)
def test_what_is_no_code_is_refused_with_an_example(text):
    with pytest.raises(SencoError, match="such as W-7K3Q-P1-5"):
        parse_code(text)


def test_a_scale_that_no_code_holds_is_refused():
    with pytest.raises(SencoError, match=r"from -5 to 1\.23456789, which is too long"):
        str(SheetCode("W", "7K3Q", levels=(-5, 1.23456789)))


def test_no_two_kinds_of_sheet_share_a_mark():
    numbers = [number for layout in LAYOUTS for number in layout.marks]
    assert len(numbers) == len(set(numbers)) == 4 * len(LAYOUTS)


def test_a_printed_work_line_gives_its_code_and_its_scale():
    code = SheetCode("W", "7K3Q", "P1", levels=(0, 10))
    picture = draw_line(print_page(draw_chart(code)), [(0, 2), (1, 9)], (0, 10))
    read = trace_picture(picture)
    assert (read.code, read.levels) == (code, (0, 10))
    assert [read.lines[0][place].level for place in (0, -1)] == pytest.approx([2, 9], abs=0.1)
    assert trace_picture(picture, levels=(0, 10)).levels == (0, 10)
    with pytest.raises(SencoError, match="is 0 to 10, but --scale says -5 to 5"):
        trace_picture(picture, levels=(-5, 5))


def test_a_sheet_of_another_scale_whose_code_is_covered_asks_for_it():
    code = SheetCode("W", "7K3Q", "P1", levels=(0, 10))
    picture = draw_line(print_page(draw_chart(code)), [(0, 2), (1, 9)], (0, 10))
    layout, grain = LAYOUTS[3], picture.shape[1] / 297
    left, top, right, bottom = (
        round(side * grain)
        for side in (layout.code.left, layout.code.top, layout.code.right, layout.code.bottom)
    )
    picture[top:bottom, left:right] = 255
    with pytest.raises(SencoError, match=r"a scale other than -5 to 5.* Add --scale LOW HIGH"):
        trace_picture(picture)
    assert trace_picture(picture, levels=(0, 10)).levels == (0, 10)


def test_a_code_without_a_scale_means_minus_five_to_five():
    picture = draw_line(print_page(draw_chart(SheetCode("W", "7K3Q", "P1"))), [(0, -4), (1, 4)])
    assert trace_picture(picture).levels == (-5, 5)
    with pytest.raises(SencoError, match="is -5 to 5, but --scale says 0 to 10"):
        trace_picture(picture, levels=(0, 10))


ELEMENTS = [("a plan that went well", "other"), ("how I work now", "self")]


@pytest.mark.parametrize(
    ("pdf", "page", "words"),
    [
        (draw_grid(SheetCode("G", "7K3Q", "P1"), ELEMENTS, (1, 5)), 0,
         r"This is a grid sheet \(code G-7K3Q-P1-\w\); senco trace reads work-lines"),
        (draw_ranking(SheetCode("R", "7K3Q", "P1"), ["a"] * 40), 1,
         r"This is a ranking sheet \(code R-7K3Q-2P-P1-\w\); .* Type its ranks into ranking\.html"),
    ],
)  # fmt: skip
def test_other_sheets_are_refused_in_words(pdf, page, words, tmp_path):
    picture = np.rot90(print_page(pdf, page))  # as a scanner may turn it
    cv2.imwrite(str(tmp_path / "scan.png"), picture)
    with pytest.raises(SencoError, match=words):
        CliRunner().invoke(app, ["trace", str(tmp_path / "scan.png")], catch_exceptions=False)
    assert [path.name for path in tmp_path.iterdir()] == ["scan.png"]


def test_a_covered_code_does_not_hide_that_it_is_a_grid():
    picture = print_page(draw_grid(SheetCode("G", "7K3Q", "P1"), ELEMENTS, (1, 5)))
    picture[:, picture.shape[1] // 2 :] = 255  # two of its marks, and its code
    with pytest.raises(SencoError, match=r"a grid sheet \(its code could not be read\)"):
        find_chart(picture)


def test_the_order_of_a_ranking_is_the_same_in_another_process():
    code = SheetCode("R", "7K3Q", "P1")
    script = (
        "import json; from senco.instruments.paper.codes import SheetCode; "
        "from senco.instruments.paper.orders import shuffle; "
        "print(json.dumps(shuffle(range(21), SheetCode('R', '7K3Q', 'P1').order)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    order = shuffle(range(21), code.order)
    assert json.loads(ran.stdout) == order and sorted(order) == [*range(21)]
    others = [SheetCode("R", "7K3Q", "P2"), SheetCode("R", "7K3Q", "P1", seed=1)]
    assert all(shuffle(range(21), other.order) != order for other in others)


def test_a_long_list_goes_on_over_pages_that_have_their_own_codes():
    labels = [f"{number} " + "a long label that wraps " * 5 for number in range(40)]
    pdf = draw_ranking(SheetCode("R", "7K3Q", "P1"), labels)
    pages = [read_words(pdf, page) for page in range(len(PdfReader(io.BytesIO(pdf)).pages))]
    assert len(pages) == 3 and "Page 3 of 3" in pages[2] and "R-7K3Q-3P-P1-" in pages[2]
    assert [sum(f" {number} a long label" in page for page in pages) for number in range(40)] == [
        1
    ] * 40


def test_a_study_with_too_many_elements_is_told_what_else_there_is():
    with pytest.raises(SencoError, match="has 15 elements, and a grid sheet has room for 14"):
        draw_grid(SheetCode("G", "7K3Q"), ELEMENTS[:1] * 15, (1, 5))
    assert draw_grid(SheetCode("G", "7K3Q"), ELEMENTS[:1] * 14, (1, 5)).startswith(b"%PDF")


def test_sheets_hold_the_constructs_elements_and_scale_of_the_cohort(project):
    cohort = load_cohort("worked-example", project=project)
    made = make_sheets(cohort.study, cohort, participants=["S2"])
    assert list(made) == ["work-line-S2.pdf", "grid-S2.pdf", "ranking-S2.pdf"]
    ranking, grid = read_words(made["ranking-S2.pdf"]), read_words(made["grid-S2.pdf"])
    labels = [" ".join(label.split()) for label in cohort.tables["constructs"]["label"]]
    assert all(label in ranking for label in labels)
    found = sorted(labels, key=ranking.index)
    other = make_sheets(cohort.study, cohort, participants=["S2"], kinds=["ranking"], seed=5)
    assert sorted(labels, key=read_words(other["ranking-S2.pdf"]).index) != found != labels
    assert "R-" in ranking and "-5S-S2-" in read_words(other["ranking-S2.pdf"])
    for told in (
        cohort.study.elements[0].role,
        "1 is the left pole, 5 the right",
        *cohort.study.overall,
    ):
        assert told in grid


def test_blank_sheets_need_no_cohort_and_are_the_same_twice(project):
    study = load_study(project)
    made = make_sheets(study)
    assert list(made) == ["work-line.pdf", "grid.pdf", "ranking.pdf"] and made == make_sheets(study)
    assert "Write one construct on each line." in read_words(made["ranking.pdf"])


def test_signs_that_no_sheet_shows_are_told(project):
    study = load_study(project)
    assert describe_lacking(study) == []
    (told,) = describe_lacking(study.model_copy(update={"overall": ("日", "not")}))
    assert "not printed correctly: 日 Use the Word documents" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["worked-example"], "takes a cohort and a folder, such as senco sheet my-county sheets"),
        (["worked-example", "x", "--instrument", "grids"], "must be work-line, grid or ranking"),
        (["worked-example", "x", "--participant", "P9"], "--participant P9: not in participants"),
        (["worked-example", "x", "--seed", "-1"], "--seed takes a whole number from 0"),
        (["--blank", "x", "--participant", "S1"], "contradict each other"),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_written(
    words, told, tmp_path, monkeypatch, project
):
    monkeypatch.setenv("SENCO_ROOT", str(project.root))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SencoError, match=told):
        CliRunner().invoke(app, ["sheet", *words], catch_exceptions=False)
    assert not list(tmp_path.iterdir())


def test_the_command_writes_what_is_asked_for(tmp_path, monkeypatch, project):
    monkeypatch.setenv("SENCO_ROOT", str(project.root))
    monkeypatch.chdir(tmp_path)
    words = ["sheet", "worked-example", "mine", "--instrument", "grid", "--blank"]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0 and [path.name for path in (tmp_path / "mine").iterdir()] == [
        "grid.pdf"
    ]
