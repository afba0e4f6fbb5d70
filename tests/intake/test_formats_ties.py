"""Who is tied to what comes from a table or a list, and what it may not be has its place."""

import openpyxl
import pytest

from senco.errors import DataError
from senco.intake.formats.ties import read_ties
from senco.measures.networks import build_network, measure_influences


def write(folder, text, name="ties.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


WIDE = "who,law,team\nP1,2,\nP2,1,1\nP3,,1\n"
LONG = "Participant;Influence;Note\nP1;law;x\nP1;law;\nP2;law;\nP2;team;\nP3;team;\n"
COUNTED = "influence,statements,participant\nlaw,2,P1\nlaw,1,P2\nteam,1,P2\nteam,1,P3\n"


@pytest.mark.parametrize(("text", "layout"), [(WIDE, "wide"), (LONG, "long"), (COUNTED, "long")])
def test_a_table_and_a_list_of_the_same_ties_are_read_alike(tmp_path, text, layout):
    reading = read_ties(write(tmp_path, text))
    assert reading.layout == layout
    assert reading.table.index.tolist() == ["P1", "P2", "P3"]
    assert reading.table.to_dict("list") == {"law": [2, 1, 0], "team": [0, 1, 1]}
    assert reading.notes[0].endswith("3 participants, 2 influences, 4 ties, 5 statements.")


def test_a_workbook_is_read_and_measured(tmp_path):
    book = openpyxl.Workbook()
    for row in [("who", "law", "team"), ("P1", 2, None), ("P2", 1, 1)]:
        book.active.append(row)
    book.save(tmp_path / "ties.xlsx")
    measured = measure_influences(build_network(read_ties(tmp_path / "ties.xlsx").table))
    assert measured["participants"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("who,law\nP1,often\n", r"row 2, column law: found 'often'.*whole number"),
        ("who,law\nP1,-1\n", r"row 2, column law: found '-1'"),
        ("who,law\nP1,1.5\n", r"found '1.5'"),
        ("who,law\nP1,1\nP1,2\n", r"row 3: found 'P1' again.*each participant once"),
        ("who,law\n,1\n", r"row 2: found nothing.*the name of a participant"),
        ("who\nP1\n", r"found one column.*a column for each influence"),
        ("who,law,Law\nP1,1,2\n", r"heading 'Law' beside 'law'"),
        ("participant,influence\nP1,\n", r"row 2, column influence: found nothing"),
        ("participant,influence,statements\nP1,law,x\n", r"column statements: found 'x'"),
    ],
)
def test_what_is_no_tie_is_refused_with_its_place(tmp_path, text, words):
    with pytest.raises(DataError, match=words):
        read_ties(write(tmp_path, text))


def test_a_participant_without_a_tie_stays(tmp_path):
    table = read_ties(write(tmp_path, "who,law\nP1,1\nP2,0\n")).table
    assert table.loc["P2"].tolist() == [0]
