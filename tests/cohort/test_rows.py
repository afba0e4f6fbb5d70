"""Every row is held to the contract, as Frictionless, which reads the same contract, holds it."""

import csv
import io

from frictionless import Dialect, Package, Resource, formats
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senco.cohort.loading import load_contract
from senco.cohort.rows import MAXIMUM_FINDINGS, check_rows
from senco.cohort.tables import read_table
from senco.workspace.paths import Project
from tests.conftest import ROOT

CONTRACT = load_contract(Project(ROOT))
PEOPLE = "participant,role\nP1,SENCO\nP2,SENCO\n"
TEXTS = {
    "participants": PEOPLE,
    "worklines": "participant,position,level\nP1,0,1\nP1,0.5,-2\nP2,0,3\n",
    "events": "event,participant,position,critical,gist\ne1,P1,0.5,true,A\ne2,P2,,false,B\n",
    "codes": "code,label,parent\nwork,Work,\nplay,Play,work\n",
    "reported": "figure,stage,quantity,group,value,n_stated,lines,gist\n"
    "f1,grids,count,all,5.00,8,270-271; 325,A\n",
}


def read_all(texts):
    return {name: read_table(text.encode(), f"{name}.csv")[0] for name, text in texts.items()}


def find(**texts):
    """What is said of tables, by file, row, column and what was found."""
    findings = check_rows(read_all({"participants": PEOPLE, **texts}), CONTRACT)
    return [(one.file, one.rows, one.column, one.problem) for one in findings]


def test_sound_rows_have_no_finding():
    assert find(**TEXTS) == []


def test_each_kind_of_mistake_is_named_at_its_place():
    assert find(worklines="participant,position,level\nP1,1.5,\nP1,x,2\nP1,0,2,,9\nP1,0\n\n") == [
        ("worklines.csv", (2,), "position", "'1.5'"),
        ("worklines.csv", (2,), "level", "nothing"),
        ("worklines.csv", (3,), "position", "'x'"),
        ("worklines.csv", (4,), None, "2 cells too many, ''"),
        ("worklines.csv", (5,), "level", "a row that ends early"),
        (
            "worklines.csv",
            (5,),
            "participant, position",
            "a row that repeats another (the same as in row 4)",
        ),
        ("worklines.csv", (6,), None, "an empty row"),
    ]


def test_a_key_is_compared_by_what_it_says_and_the_last_like_it_is_named():
    told = find(worklines="participant,position,level\nP1,1,1\nP1,1.0,2\nP1,1e0,3\n")
    assert [(rows, found[-7:]) for _, rows, _, found in told] == [
        ((3,), " row 2)"),
        ((4,), " row 3)"),
    ]


def test_a_name_that_leads_nowhere_is_said_once_with_all_its_rows():
    told = find(worklines="participant,position,level\nP9,0,1\nP1,0,1\nP9,1,1\n")
    assert told == [("worklines.csv", (2, 4), "participant", "'P9'")]


def test_a_table_may_refer_to_itself():
    assert find(codes="code,label,parent\nwork,Work,\nplay,Play,works\n") == [
        ("codes.csv", (3,), "parent", "'works'")
    ]


def test_a_line_end_within_a_key_is_no_part_of_a_pattern():
    """Frictionless lets it pass: its pattern ends in a dollar sign, which allows one."""
    told = find(participants='participant,role\n"P1\n",SENCO\n')
    assert [(row, column) for _, row, column, _ in told] == [((2,), "participant")]


def test_another_table_under_the_same_name_is_not_told_of_without_end():
    rows = "".join(f"{number},wrong\n" for number in range(5_000))
    assert len(find(participants="participant,role\n" + rows)) == MAXIMUM_FINDINGS


# Frictionless as the oracle


def ask_frictionless(texts, folder):
    """The cells in which Frictionless finds something, and the rows that are no whole row."""
    package = Package(basepath=str(folder))
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        headings = text.partition("\n")[0].split(",")
        fields = {field["name"]: field for field in CONTRACT[name]["schema"]["fields"]}
        schema = {**CONTRACT[name]["schema"], "fields": [fields[one] for one in headings]}
        keys = schema.pop("foreignKeys", [])
        schema["foreignKeys"] = [
            key
            for key in keys
            if key["reference"]["resource"] in texts and set(key["fields"]) <= set(headings)
        ]
        descriptor = {**CONTRACT[name], "schema": schema, "encoding": "utf-8"}
        resource = Resource.from_descriptor(descriptor)
        control = formats.CsvControl(delimiter=",", quote_char='"', line_terminator="\n")
        resource.dialect = Dialect(controls=[control])
        package.add_resource(resource)
    return {
        (task.name, error.row_number)
        for task in package.validate().tasks
        for error in task.errors
        if hasattr(error, "row_number")
    }


CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "P1", "P2", "P9", "work", "-1", "0", "1", "1.0", "2.5", "1e400", "0x1", "1,5",
         "2017-06-30", " 2017-06-30", "yes", "TRUE", "false", "false ", " 1 ", "SENCO", "grids",
         "count", "x" * 400, "=1+1"]
    ),
    st.text("aP19-. ,", max_size=6),
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.sampled_from(sorted(TEXTS)), st.integers(1, 3), st.integers(0, 8), CELLS,
              st.sampled_from(["cell", "cell", "cell", "repeat", "cut", "append"])),
    max_size=4,
)  # fmt: skip


def change(text, row, column, cell, kind):
    rows = list(csv.reader(io.StringIO(text)))
    row = 1 + (row - 1) % (len(rows) - 1)
    column %= len(rows[row]) or 1
    if kind == "repeat":
        rows.insert(row, list(rows[row]))
    elif kind == "append":
        rows[row].append(cell)
    elif kind == "cut":
        rows[row] = rows[row][:column]
    elif rows[row]:
        rows[row][column] = cell
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(changes=CHANGES)
def test_the_rows_in_which_something_is_wrong_are_those_that_frictionless_finds(
    tmp_path_factory, changes
):
    texts = dict(TEXTS)
    for name, *how in changes:
        texts[name] = change(texts[name], *how)
    found = {
        (one.file.removesuffix(".csv"), row)
        for one in check_rows(read_all(texts), CONTRACT)
        for row in one.rows
    }
    assert found == ask_frictionless(texts, tmp_path_factory.mktemp("oracle"))
