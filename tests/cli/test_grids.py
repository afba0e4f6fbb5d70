"""`senco grid` on a file of one's own: what it is told beside the file, and files for others."""

import json

import pytest
from typer.testing import CliRunner

from senco import cli
from senco.intake.formats.grids import read_grids

#: Gridstat states no scale. On 1 to 7 by hand: bias is the distance of the construct means 3.5,
#: 3 and 3.5 from the midpoint 4, 1/2, 1 and 1/2: the root of their mean square, .7071, over the
#: half of the scale, 3, is .236; 2 of 12 ratings lie at an end, .167.
GRIDSTAT = (
    "A grid\n3 4\nkind - strict\nplans - drifts\nlistens - talks\nme now\nme ideal\nhead\n"
    "mentor\n1 2 6 5\n2 1 5 4\n3 3 6 2\n"
)


@pytest.fixture
def call(monkeypatch, project):
    monkeypatch.chdir(project.root)

    def run(*words):
        return CliRunner().invoke(cli.app, [str(word) for word in words])

    return run


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "gs.dat"
    file.write_text(GRIDSTAT, encoding="utf-8")
    return file


def test_a_scale_changes_what_hangs_on_it(call, path):
    found = json.loads(call("grid", path, "--json", "--scale", 1, 7).stdout)
    indices = found["indices"]
    assert (found["scale"], found["notes"]) == ([1, 7], [])
    assert indices["bias"] == pytest.approx(0.5**0.5 / 3)
    assert indices["variability"] == pytest.approx(0.667, abs=5e-4)
    assert indices["polarization"] == pytest.approx(2 / 12)
    guessed = json.loads(call("grid", path, "--json").stdout)
    assert guessed["scale"] == [1, 6] and "add: --scale LOW HIGH" in guessed["notes"][0]


def test_elements_are_named_or_numbered_and_which_was_meant_is_told(call, path):
    told = call("grid", path, "--scale", 1, 7, "--self", 1, "--ideal", "me ideal", "--overall", 3)
    assert "Note: 1 was read as the number of an element: the self is 'me now'." in told.stdout
    assert "the overall one is 'listens – talks'" in told.stdout
    assert "Similarity with listens : talks" in told.stdout


def test_a_name_goes_before_a_number(call, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("1,2,me,5\nkind,1,4,strict\nnew,3,2,old\n", encoding="utf-8")
    told = call("grid", path, "--self", 2).stdout
    assert "2 was read as a name: the self is the element with that name." in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--scale", 1, 5), "row 10, column head: found the rating 6; allowed: 1 to 5"),
        (("--scale", 7, 1), "give the lowest rating first"),
        (("--scale", "nan", 5), "a scale from nan to 5 is impossible"),
        (("--self", 5), "no element is called '5', and there is none of that number"),
        (("--self", "99999999999"), "no element is called '99999999999'"),
        (("--overall", 0), "no construct is called '0'"),
        (("--encoding", "no-such"), "the encoding 'no-such'; allowed: a known one"),
        (("--save", "mine.csv", "--json"), "Use --save without"),
    ],
)
def test_what_cannot_be_is_refused_in_words(call, path, words, told):
    done = call("grid", path, *words)
    assert done.exit_code == 1 and told in str(done.exception)


def test_other_options_reach_the_reader(call, path, tmp_path):
    told = call("grid", path, "--scale", 1, 5, "--right-first", "--missing", 6).stdout
    assert "written first was read as the right one" in told and "no rating of head" in told
    old = tmp_path / "mac.csv"
    old.write_bytes("1;Müller;b;5\nfröhlich;1;2;müde\n".encode("mac_roman"))
    assert "read as Mac Roman, with the letters ö ü." in call("grid", old).stdout
    assert "MŸller" in call("grid", old, "--encoding", "cp1252").stdout


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".txt", ".rgrid"])
def test_a_grid_is_saved_for_another_program(call, path, tmp_path, ending):
    new = tmp_path / f"new{ending}"
    done = call("grid", path, "--scale", 1, 7, "--save", new, "--self", 1)
    assert done.exit_code == 0 and f"new{ending} is written: 1 grid." in done.stdout
    assert "Such a file cannot keep which elements are the self" in done.stdout
    (reading,) = read_grids(new)
    assert reading.grid.scale == (1, 7) and reading.grid.elements[2] == "head"
    again = call("grid", path, "--scale", 1, 7, "--save", new)
    assert again.exit_code == 1 and "a new name" in str(again.exception)


def test_a_cohort_s_grids_are_saved_together(call, tmp_path):
    assert call("grid", "worked-example", "--save", tmp_path / "all.xlsx").exit_code == 0
    readings = read_grids(tmp_path / "all.xlsx")
    assert [one.grid.name for one in readings] == [f"S{n}" for n in range(1, 9)]
    refused = call("grid", "worked-example", "--scale", 1, 7)
    assert refused.exit_code == 1 and "is a cohort, whose tables say" in str(refused.exception)
    assert "has no grids" in str(call("grid", "ey-pvi-2017").exception)
