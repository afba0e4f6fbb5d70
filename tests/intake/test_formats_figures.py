"""Printed means come from a file as they are printed, and what they may not be has its place."""

import openpyxl
import pytest

from senco.errors import DataError
from senco.intake.formats.figures import load_figures
from senco.measures.audit import read_figures, tabulate_sizes


def write(folder, text, name="means.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def save_book(folder, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "means.xlsx")
    return folder / "means.xlsx"


def test_a_mean_keeps_the_decimals_with_which_it_is_printed(tmp_path):
    """By hand: 130 / 7 = 18.571, and no eighth of a whole number prints 18.57."""
    table = load_figures(
        write(tmp_path, "construct,value,n_stated\nworkload,18.57,8\nplay,5.00,\n")
    )
    assert table["value"].tolist() == ["18.57", "5.00"]
    assert table["group"].tolist() == ["everyone", "everyone"]
    sizes = tabulate_sizes(read_figures(table))
    whole = sizes[(sizes["figure"] == "workload") & (sizes["ranks"] == "integer ranks")]
    assert whole["n"].unique().tolist() == [7] and whole["sum"].unique().tolist() == [130]


def test_a_group_has_a_figure_of_its_own_and_other_columns_are_passed_over(tmp_path):
    text = "Note;Construct;Group;Value;N_stated;Stated_place\nx;play;;2.5;8;1\ny;play;new;3.0;4;\n"
    table = load_figures(write(tmp_path, text))
    assert table["figure"].tolist() == ["play", "play, new"]
    figures = read_figures(table)
    assert [(one.group, one.n_stated, one.place) for one in figures] == [
        ("", 8, 1),
        ("new", 4, None),
    ]


def test_a_workbook_is_asked_for_its_decimals_which_it_does_not_keep(tmp_path):
    path = save_book(
        tmp_path, [("construct", "value", "n_stated"), ("play", 5, 8), ("rest", 3.5, 8)]
    )
    with pytest.raises(DataError, match=r"keeps 5.00 as 5.*--decimals"):
        load_figures(path)
    assert load_figures(path, decimals=2)["value"].tolist() == ["5.00", "3.50"]
    with pytest.raises(DataError, match=r"row 3, column value: found '3.5'.*at most 0 decimals"):
        load_figures(path, decimals=0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("construct,mean\nplay,3.5\n", "row 1: found no column 'value'"),
        ('construct,value,n_stated\nplay,"3,5",8\n', "row 2, column value.*full stop"),
        ("construct,value,n_stated\nplay,1e3,8\n", "row 2, column value: found '1e3'"),
        ("construct,value,n_stated\n,3.5,8\n", "row 2, column construct: found nothing"),
        ("construct,value,n_stated\nplay,3.5,0\n", "row 2, column n_stated: found '0'"),
        ("construct,value,n_stated\nplay,3.5,7.5\n", "row 2, column n_stated: found '7.5'"),
        ("construct,value,n_stated,stated_place\nplay,3.5,8,0\n", "column stated_place: found '0'"),
        (
            "construct,value,group,n_stated\nplay,3.5,new,\n",
            "row 2, column n_stated: found nothing",
        ),
        ("construct,value,n_stated\nplay,3.5,8\nplay,3.6,8\n", "row 3: found the same construct"),
        ("construct,value\nplay,3.5\n", "found no number of people"),
    ],
)
def test_what_a_cell_may_not_hold_is_named_with_its_place(tmp_path, text, words):
    with pytest.raises(DataError, match=words):
        load_figures(write(tmp_path, text))
