"""Several scans at once: a folder with their lines, and what is said of those without one."""

import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

from senco.cli.application import app
from senco.errors import SencoError
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.codes import SheetCode
from tests.tracing.printed import draw_line, print_page

DOTS = 150
LINES = {"P1": [(0, 0), (0.5, 4), (1, -3)], "P2": [(0.1, -4), (0.9, 4)]}


def scan_sheet(whose, *lines):
    """A sheet of paper with lines drawn on it, as a scanner sees it."""
    page = print_page(draw_chart(SheetCode("W", "7K3Q", whose)), dots=DOTS)
    for line in lines:
        draw_line(page, line)
    return Image.fromarray(page)


def run(*words):
    return CliRunner().invoke(app, ["trace", *map(str, words)])


@pytest.fixture(scope="module")
def scans(tmp_path_factory):
    """Two people's sheets from a scanner that also took the back, and a photograph of a third."""
    folder = tmp_path_factory.mktemp("scans")
    first, second = (scan_sheet(whose, LINES[whose]) for whose in ("P1", "P2"))
    back = Image.new("RGB", first.size, (246, 246, 246))
    first.save(folder / "a.pdf", save_all=True, append_images=[back, second, back], resolution=DOTS)
    scan_sheet("P3").save(folder / "b.png")
    return folder


def test_lines_of_several_scans_come_into_one_table_with_what_to_check_them_by(scans, tmp_path):
    done = run(scans / "a.pdf", "--save", tmp_path / "lines")
    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (tmp_path / "lines").iterdir())
    assert names == [
        "P1-points.html", "P1-traced.png", "P2-points.html", "P2-traced.png", "worklines.csv"
    ]  # fmt: skip
    table = pd.read_csv(tmp_path / "lines" / "worklines.csv")
    for whose, line in LINES.items():
        own = table[table["participant"] == whose]
        levels = np.interp([x for x, _ in line], own["position"], own["level"])
        assert levels == pytest.approx([y for _, y in line], abs=0.1)


def test_a_scan_without_a_line_is_told_and_leaves_the_others(scans, tmp_path):
    done = run(scans, "--save", tmp_path / "lines")
    assert isinstance(done.exception, SencoError)
    assert "2 of 3 scans gave a line" in str(done.exception)
    assert "b.png: There is nothing on the chart" in done.stderr
    assert (tmp_path / "lines" / "P3-points.html").is_file()
    table = pd.read_csv(tmp_path / "lines" / "worklines.csv")
    assert set(table["participant"]) == {"P1", "P2"}


def test_a_second_scan_of_the_same_line_is_told(scans, tmp_path):
    scan_sheet("P1", LINES["P1"]).save(tmp_path / "again.png")
    done = run(scans / "a.pdf", tmp_path / "again.png", "--json")
    assert "1 of 3" not in str(done.exception) and "2 of 3" in str(done.exception)
    told = json.loads(done.stdout)
    assert [one["scan"] for one in told] == ["a.pdf, page 1", "a.pdf, page 3", "again.png"]
    assert told[2]["problem"].startswith("P1's line has already been read from a.pdf, page 1.")
    assert told[0]["problem"] is None and told[0]["participant"] == "P1"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--save", "lines.csv"], "this names a file: use --save lines"),
        (["--participant", "P1"], "--participant is only for a single scan"),
        (["--line", "upper"], "--line is only for a single scan"),
    ],
)
def test_options_for_one_scan_are_refused_with_several(scans, words, told):
    done = run(scans, *words)
    assert isinstance(done.exception, SencoError) and told in str(done.exception)


def test_nothing_is_written_over(scans, tmp_path):
    done = run(scans / "a.pdf", "--save", tmp_path)
    assert "already exists" in str(done.exception)


def test_a_scan_of_several_pages_needs_a_folder(scans, tmp_path):
    done = run(scans / "a.pdf", "--save", tmp_path / "line.csv")
    assert "a.pdf has several pages" in str(done.exception)
    assert not list(tmp_path.iterdir())
