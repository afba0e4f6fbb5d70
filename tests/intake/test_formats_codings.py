"""A table of codings tells whose passage it is where it says so, and never two things of one."""

import pytest

from senco.errors import DataError
from senco.intake.formats.codings import load_codings
from tests.cohorts import write_csv

HEADINGS = ["Segment", "Code", "Coder", "Participant", "Note"]
ROWS = [["s1", "work", "ann", "P1", ""], ["s1", "work", "ben", "P1", "late"],
        ["s2", "play", "ann", "P2", ""]]  # fmt: skip


def test_the_participant_is_read_and_other_columns_are_passed_over(tmp_path):
    codings = load_codings(write_csv(tmp_path / "codings.csv", [HEADINGS, *ROWS]))
    assert list(codings) == ["segment", "code", "coder", "participant"]
    assert codings["participant"].tolist() == ["P1", "P1", "P2"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["s1", "play", "ann", "P2", ""], "row 5, column participant: found another participant"),
        (["s2", "play", "ann", "P2", ""], "row 5: found a row that repeats another"),
        (["s2", "", "ben", "P2", ""], "row 5, column code: found nothing"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path, row, said):
    with pytest.raises(DataError, match=said):
        load_codings(write_csv(tmp_path / "codings.csv", [HEADINGS, *ROWS, row]))


def test_a_column_that_is_missing_is_named(tmp_path):
    path = write_csv(tmp_path / "codings.csv", [["segment", "codes", "coder"], ["s1", "a", "ann"]])
    with pytest.raises(DataError, match=r"no column 'code'.*It has: segment, codes, coder"):
        load_codings(path)
