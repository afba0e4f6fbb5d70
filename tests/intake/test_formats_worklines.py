"""Work-lines are read as they are kept or as digitisers of plots write them, or refused.

Kinds of file are made with a known truth, each in several variations; expected places and levels
were worked out by hand, or are those that were drawn.
"""

import csv
import io
import random

import pytest

from senco.cohort.loading import load_cohort
from senco.intake.formats.delimited import read_delimited
from senco.intake.formats.keys import Roster
from senco.intake.formats.sheet import trim
from senco.intake.formats.worklines import Chart, is_drawn, read_worklines
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from tests.cohorts import write_csv
from tests.conftest import ROOT

PEOPLE = ("P1", "P2", "P3")
SCALE = (-5.0, 5.0)
NAME = "my-county"


def read(folder, text, name="worklines.csv", encoding="utf-8", **chart):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    sheet = trim(read_delimited(path, name).sheets[0])[0]
    people = chart.pop("people", PEOPLE)
    roster = Roster(chart.pop("given", {}), people)
    assert is_drawn(sheet, roster, named=name.startswith("worklines"))
    return read_worklines(sheet, roster, Chart(scale=SCALE, **chart))


def points(lines):
    assert not lines.findings, lines.findings
    return {(who, place): level for who, place, _, level in lines.rows}


def draw(rng):
    """Lines of three people over some years: person, year and level, the first and last by P1."""
    first, span = rng.randint(1990, 2010), rng.choice([4, 5, 8, 10])
    years = range(first, first + span + 1)
    lines = {who: {year: rng.randint(-10, 10) / 2 for year in years
                   if who == "P1" or rng.random() < 0.7} for who in PEOPLE}  # fmt: skip
    lines = {who: line or {first: 0.0} for who, line in lines.items()}
    truth = {(who, round((year - first) / span, 9)): level
             for who, line in lines.items() for year, level in line.items()}  # fmt: skip
    return [*years], lines, truth


def write(rows, rng, comma=False):
    sign = ";" if comma else rng.choice([",", ";", "\t"])
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=sign)
    writer.writerows([[f"{c:g}".replace(".", ",") if comma and isinstance(c, float) else c
                       for c in row] for row in rows])  # fmt: skip
    return stream.getvalue()


def column_a_person(rng):
    years, lines, truth = draw(rng)
    rows = [[year, *(line.get(year, "") for line in lines.values())] for year in years]
    rng.shuffle(rows)
    return truth, write([[rng.choice(["Year", "time", "", "x"]), *lines], *rows], rng,
                        rng.random() < 0.5)  # fmt: skip


def row_a_person(rng):
    years, lines, truth = draw(rng)
    rows = [[who, *(line.get(year, "") for year in years)] for who, line in lines.items()]
    return truth, write([[rng.choice(["participant", "Who", ""]), *years], *rows], rng,
                        rng.random() < 0.5)  # fmt: skip


def long_table(rng):
    _, lines, truth = draw(rng)
    rows = [[who, year, level] for who, line in lines.items() for year, level in line.items()]
    rng.shuffle(rows)
    head = [rng.choice(["Participant", "Who", "code"]), rng.choice(["Year", "When", "x"]),
            rng.choice(["Level", "Mood", "Score", "y"])]  # fmt: skip
    return truth, write([head, *rows], rng, rng.random() < 0.5)


def digitised_pairs(rng):
    """Two columns for each data set, its name over the first, as WebPlotDigitizer writes them."""
    _, lines, truth = draw(rng)
    block = [[*line.items()] for line in lines.values()]
    for line in block[1:]:
        rng.shuffle(line)
    rows = []
    for n in range(max(map(len, block))):
        rows.append([c for line in block for c in (line[n] if n < len(line) else ("", ""))])
    head = [c for who in lines for c in (who, "")]
    return truth, write([head, ["X", "Y"] * len(lines), *rows], rng)


KINDS = {one.__name__: one for one in (column_a_person, row_a_person, long_table, digitised_pairs)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", KINDS)
def test_lines_that_are_kept_in_a_table_come_out_as_they_were_drawn(tmp_path, kind, seed):
    rng = random.Random(f"{kind} {seed}")
    truth, text = KINDS[kind](rng)
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    lines = read(tmp_path, text, encoding=encoding)
    assert points(lines) == truth
    for who in PEOPLE:
        places = [row[1] for row in lines.rows if row[0] == who]
        assert places == sorted(places)
    assert any("the axis was assumed to run from" in note for note in lines.notes)


@pytest.mark.parametrize("head", ["", "x, y\n", "x,Curve1\n", "X;Y\n", "x,P2\n", "Year,level\n"])
@pytest.mark.parametrize("places", [(0.0, 0.25, 1.0), (2009, 2011, 2017)])
def test_the_points_of_one_chart_are_those_of_whom_the_file_is_named_after(tmp_path, head, places):
    sign = ";" if ";" in head else ", "
    rows = [f"{x}{sign}{y}" for x, y in zip(places, (-2.5, 0, 3.125), strict=True)]
    lines = read(tmp_path, head + "\n".join(rows) + "\n", "P2 line.csv" if "P2" not in head else
                 "worklines.csv")  # fmt: skip
    assert points(lines) == {("P2", 0.0): -2.5, ("P2", 0.25): 0, ("P2", 1.0): 3.125}


def test_hundreds_of_points_are_kept_and_ends_that_are_nearly_met_are_met(tmp_path):
    """By hand: the first two lie before 0, the last two after 1; one of each is put at the end."""
    rows = [f"{-0.004 + n * 1.008 / 400:.6f},{n % 7 - 3}" for n in range(401)]
    lines = read(tmp_path, "\n".join(rows), "P1.csv")
    assert [row[1] for row in (*lines.rows[:2], lines.rows[-1])] == [0, 0.00104, 1]
    assert any("399 points of 1 line." in note for note in lines.notes)
    assert any("4 points just beyond an end" in note for note in lines.notes)


def test_dates_become_places_and_stay_dates(tmp_path):
    """By hand: 2016 has 366 days; the first of July is day 182 after the first of January."""
    text = "date,P1,P2\n2016-01-01,1,\n2016-07-01,2,0\n2017-01-01,3,-1\n"
    lines = read(tmp_path, text)
    assert lines.rows[1] == ("P1", round(182 / 366, 9), "2016-07-01", 2)
    assert any("from 2016-01-01 to 2017-01-01" in note for note in lines.notes)
    longer = read(tmp_path, text, axis=("2015-01-01", "2017-01-01"))
    assert longer.rows[0][1] == round(365 / 731, 9)


def test_levels_of_another_scale_are_asked_about_and_turned(tmp_path):
    text = "year,P1\n2010,0\n2011,50\n2012,100\n"
    (found,) = read(tmp_path, text).findings
    assert "row 3: found the level 50; allowed: a level from -5 to 5" in str(found)
    assert "--levels LOW HIGH" in str(found)
    turned = read(tmp_path, text, levels=(0.0, 100.0))
    assert [row[3] for row in turned.rows] == [-5, 0, 5]


@pytest.mark.parametrize(
    ("text", "chart", "words"),
    [
        ("year,P1\n2010,1\n2010,2\n", {}, "points in only one place"),
        ("year,P1\n2010,1\n2011,2\n2011,3\n", {}, "row 4: found a second point of 'P1'"),
        ("year,P1,P9\n2010,1,2\n2011,2,1\n", {}, "points of an unknown person"),
        ("year,P1\n2010,1\nlater,2\n", {}, "row 3: found 'later'; allowed: a number, a year or"),
        ("year,P1\n2010,high\n2011,2\n", {}, "row 2: found 'high'; allowed: a level"),
        ("year,P1\n2010,1\n2020,2\n", {"axis": ("2010", "2015")}, "row 3: found a point at 2020"),
        ("year,P1\n2010,1\n2020,2\n", {"axis": ("a", "b")}, "--axis a b; allowed: two numbers"),
        ("year,P1\n2010,\n", {}, "no points"),
        ("year,P1\n2010,1\n2011-05-01,2\n", {}, "row 3: found a date among numbers"),
        ("x,P1\n900000000001,1\n900000000002,2\n", {"levels": (3.0, 4.0)}, "the level 1"),
        ("P1,\nX,Y\n2010,1\n2011,\n", {}, "row 4: found no level in column 2"),
        ("year,P1\n2010,1\n2011,9\n", {"levels": (0.0, 8.0)}, "the level 9; allowed: one from 0"),
    ],
)
def test_what_cannot_be_placed_is_refused_with_its_row(tmp_path, text, chart, words):
    lines = read(tmp_path, text, **chart)
    assert words in str(lines.findings[0]) and lines.rows == []
    assert "worklines.csv" in str(lines.findings[0])


def test_lines_are_imported_with_the_axis_and_files_of_single_people_are_put_together(
    project, desk
):
    make_cohort(NAME, project)
    people = write_csv(desk / "participants.csv",
                       [["participant", "role"], *([who, "SENCO"] for who in PEOPLE)])  # fmt: skip
    one = write_csv(desk / "P1.csv", [["x", "Curve1"], [2010, 1], [2015, -2]])
    two = write_csv(desk / "P2.csv", [[2010, 2], [2020, 3]])
    more = write_csv(desk / "worklines.csv", [["year", "P3"], [2012, 1], [2014, 0]])
    chart = Chart(axis=("2010", "2020"))
    intake = import_files(NAME, [people, one, two, more], project, chart=chart)
    assert [str(one) for one in intake.findings if one.severity == "error"] == []
    rows = load_cohort(NAME, project=project).tables["worklines"]
    assert [*rows[["participant", "position", "level"]].itertuples(index=False, name=None)] == [
        ("P1", 0, 1), ("P1", 0.5, -2), ("P2", 0, 2), ("P2", 1, 3), ("P3", 0.2, 1), ("P3", 0.4, 0),
    ]  # fmt: skip


def list_catalogue():
    path = ROOT / "analysis/senco/intake/formats/catalogue/work-lines.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [*csv.DictReader(stream)]


@pytest.mark.parametrize("row", list_catalogue(), ids=lambda row: row["sample"])
def test_each_thing_that_the_catalogue_lists_is_read(tmp_path, row):
    text = (ROOT / "tests/samples/work-lines" / row["sample"]).read_text("utf-8")
    assert len(points(read(tmp_path, text, row["sample"]))) > 2
