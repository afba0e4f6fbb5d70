"""A place in a publication is named as its readers can find it."""

import csv
import re

import pytest

from senco.cohort.loading import check_cohort, load_cohort
from senco.cohort.places import list_paragraphs, name_place, put_places, tell_place
from senco.workspace.paths import Project
from tests.conftest import ROOT

NAME = "ey-pvi-2017"


@pytest.fixture(scope="module")
def cohort():
    return load_cohort(NAME, project=Project(ROOT))


@pytest.mark.parametrize(
    ("claim", "place"),
    [  # counted in the article by hand, from heading to heading
        # the paragraph that begins with SENCOs who work in isolated settings is the second
        ("C042", "Mesosystem, par. 2"),
        # child-centred practice is first told of where the second paragraph begins
        ("C071", "Microsystem, par. 2"),
        # the training constrictions open the third paragraph, of 23 lines
        ("C097", "Discussion, par. 3 (start)"),
        # 6 of 8 who called the role huge: the first sentence of the long second paragraph
        ("C016", "Exosystem, par. 2 (start)"),
        # the network or hub is the first suggestion of the only paragraph, of 11 lines
        ("C128", "Concluding remarks, par. 1"),
    ],
)
def test_a_claim_stands_where_a_reader_of_the_article_counts(cohort, claim, place):
    row = cohort.tables["claims"].set_index("claim").loc[claim]
    assert tell_place(cohort, row["lines"]) == place


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("3", "Aims, par. 1"),
        ("8-9", "Aims, par. 2 (start)"),  # the blank line before it belongs to none
        ("13-15", "Aims, par. 2 (middle)"),
        ("19-20", "Aims, par. 2 (end)"),
        ("9-13", "Aims, par. 2"),  # five of twelve lines are more than a third
        ("4; 6", "Aims, par. 1"),
        ("3; 24", "Aims, par. 1; Ends, par. 1"),
        ("3; 30; 4", "Aims, par. 1; Later, par. 1"),
        ("24; 27", "Ends, par. 1–2"),
        ("5-24", "Aims, par. 1–2; Ends, par. 1"),
        ("5-30", "Aims, par. 1, to Later, par. 1"),
        ("8", ""),
        ("99", ""),
    ],
)
def test_a_place_is_its_heading_paragraph_and_third(cohort, lines, place):
    rows = [("Aims", 1, 2, 7), ("Aims", 2, 9, 20), ("Ends", 1, 23, 25), ("Ends", 2, 26, 27),
            ("Later", 1, 29, 31)]  # fmt: skip
    text = list_paragraphs(cohort.tables["places"])
    own = [text[0]._replace(heading=h, number=n, first=a, last=b) for h, n, a, b in rows]
    assert name_place(lines, own) == place


def test_without_the_table_lines_are_given_as_they_are(cohort):
    tables = {name: table for name, table in cohort.tables.items() if name != "places"}
    bare = type(cohort)(cohort.name, cohort.info, cohort.study, tables)
    assert tell_place(bare, "270-271; 325") == "lines 270–271; 325"
    assert tell_place(bare, "270") == "line 270"
    claims = cohort.tables["claims"]
    assert put_places(bare, claims) is claims
    assert "lines" not in put_places(cohort, claims)


def test_prose_names_no_place_that_the_article_does_not_have(cohort):

    known = {
        f"{one.heading}, par. {one.number}" for one in list_paragraphs(cohort.tables["places"])
    }
    seen = 0
    for path in [
        *(ROOT / "book" / "study").glob("*.md"),
        *(ROOT / "book" / "findings").glob("*.md"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\[\d{1,3}(–\d+)?([,;] \d+(–\d+)?)*\](?!\()", text), path.name
        for bracket in re.findall(r"\[([^\]\[]*, par\. [^\]\[]*)\](?!\()", text):
            for part in re.split(r"; |, to ", bracket.removeprefix("from ")):
                heading, _, numbers = part.partition(", par. ")
                for number in re.findall(r"\d+", numbers):
                    assert f"{heading}, par. {number}" in known, f"{path.name}: [{bracket}]"
                    seen += 1
    assert seen > 100


def change(tmp_path, edit):
    """What is found in a copy of the cohort whose table of places was edited."""
    for part in ("data/datapackage.json", "data/study.yml"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_bytes((ROOT / part).read_bytes())
    folder = tmp_path / "data" / "cohorts" / NAME
    folder.mkdir(parents=True)
    for path in (ROOT / "data" / "cohorts" / NAME).iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    table = folder / "places.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    edit(rows)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return [str(one).split("/")[-1] for one in check_cohort(NAME, Project(tmp_path))]


def put(row, column, value):
    """An edit of a cell, by the row as a spreadsheet numbers it."""

    def edit(rows):
        rows[row - 1][column] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (put(4, 3, "45"), "places.csv, row 4, column first_line: found 45, in or before a paragraph "
         "that ends with line 46; allowed: a number from 47 to 50."),
        (lambda rows: rows.pop(3), "row 4, column first_line: found 65, 18 lines after the paragraph "
         "before"),
        (put(4, 4, "40"), "row 4, column last_line: found 40, before its first line; allowed: 48 or "
         "more."),
        (put(4, 2, "3"), "row 4, column paragraph: found 3; allowed: 2."),
        (put(13, 2, "9"), "row 13, column paragraph: found 9; allowed: 1."),
        (put(4, 1, "Intro"), "row 4, column short: found 'Intro'; allowed: 'Introduction', as for"),
        (put(20, 1, "Introduction"), "column short: found 'Introduction', which 'INTRODUCTION' is "
         "called as well"),
        (put(34, 4, "495"), "claims.csv, row 137 (and 138), column lines: found '493-496', not all of it in a "
         "paragraph; allowed: lines from 4 to 495 that places.csv gives to paragraphs"),
        (put(4, 2, "0"), "places.csv, row 4, column paragraph"),
        (put(4, 4, "9" * 30), "places.csv, row 4, column last_line"),
        (put(4, 0, ""), "places.csv, row 4, column heading"),
        (put(20, 0, "Find\u202eings"), "places.csv, row 20, column heading: found 'Find?ings' with an "
         "invisible character"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_of_places_is_told_where_it_stands(tmp_path, edit, message):
    found = change(tmp_path, edit)
    assert any(message in one for one in found), found


def test_lines_of_a_number_without_end_are_told_of_and_not_counted_out(tmp_path):
    def edit(rows):
        table = tmp_path / "data" / "cohorts" / NAME / "claims.csv"
        text = table.read_text(encoding="utf-8")
        table.write_text(text.replace("243-244", "243-" + "9" * 40, 1), encoding="utf-8")

    found = change(tmp_path, edit)
    assert any("claims.csv, row 2, column lines: found '243-999" in one for one in found), found


def test_the_worked_example_gives_the_places_of_the_same_article():
    texts = {
        (ROOT / "data" / "cohorts" / name / "places.csv").read_text(encoding="utf-8")
        for name in (NAME, "worked-example")
    }
    assert len(texts) == 1
