"""What points to a person is said when a table comes in: its kind and place, not its words."""

import pytest

from senco.cohort.loading import load_contract
from senco.disclosure.incoming import find_people
from senco.intake.table import KEPT, Place, Table
from senco.workspace.paths import Project
from tests.cohorts import make_tables
from tests.conftest import ROOT

CONTRACT = load_contract(Project(ROOT))


def tell(*gists, places=None):
    columns = {"event": "event", "participant": "participant", "gist": "What happened"}
    rows = [[f"e{n}", "P1", gist] for n, gist in enumerate(gists)]
    stand = [Place(n + 4) for n in range(len(gists))]
    table = Table("events", "book.xlsx, sheet events", 1, columns, rows, places or stand)
    return [str(finding) for finding in find_people({"events": table}, CONTRACT)]


@pytest.mark.parametrize(
    ("gist", "kind"),
    [
        ("Write to mary@example.org", "an e-mail address"),
        ("She rang on 01632 960123 at once", "a UK telephone number"),
        ("Mary Smith came to see us", "somebody's name"),
        ("Dr Jones wrote the report", "somebody's name"),
    ],
)
def test_each_is_said_with_row_and_column_and_without_what_it_is(gist, kind):
    told = tell("The plan came.", gist)
    assert told == [
        "warning: book.xlsx, sheet events, row 5, column What happened: found what looks like "
        f"{kind}; allowed: words that point to nobody. Reword it: a book or deposit that "
        "contains it will not pass."
    ]


def test_the_same_kind_in_many_rows_is_said_once():
    (told,) = tell(*["Mary Smith came again"] * 6)
    assert "row 4 (and 5, 6, 7, 8, 9), column What happened" in told


def test_rows_that_were_there_before_are_not_said_again():
    assert tell("Mary Smith came", places=[KEPT]) == []


def test_a_faultless_cohort_has_nothing_of_the_kind():
    for name, (head, *rows) in make_tables().items():
        cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
        places = [Place(n) for n in range(2, len(rows) + 2)]
        table = Table(name, name, 1, {column: column for column in head}, cells, places)
        assert find_people({name: table}, CONTRACT) == []
