"""Whatever happens to a valid cohort's files: findings or a sound cohort, never a traceback.

Ten thousand by hand: SENCO_MUTATIONS=10000 pytest tests/cohort/test_mutations.py -n 0
"""

import csv
import io
import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senco.cohort.contract import fields_of
from senco.cohort.loading import check_cohort, load_cohort, load_contract
from senco.errors import DataError, SencoError, list_errors
from senco.intake.importing import import_files
from senco.workspace.paths import Project
from tests.cohorts import write_book
from tests.conftest import ROOT, read_folder

NAME, BYSTANDER = "mutant", "ey-pvi-2017"
EXAMPLES = int(os.environ.get("SENCO_MUTATIONS", "50"))
#: Tables that are tried together: each set refers to itself alone.
SETS = (
    ("participants", "constructs", "rankings"),
    ("participants", "worklines", "events"),
    ("participants", "segments", "codes", "codings"),
    ("participants", "elements", "grid_constructs", "grids"),
)
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "P1", "P9", "=1+1", "-1", "1e400", "nan", "INF", "0x1", "1_0", "1,5", "1,234",
         "31/02/2017", "30/06/17", "2017-6-3", "0001-01-01", "99999-01-01", "yes", "TRUE", '"',
         'a"b', "a\nb", "a,b", ";", "\t", "\x00", "\x1b[31m", "\u202e", "\ufeff", "é", "𝒳",
         "x" * 400, "x" * 140_000, "../../etc", "<script>", "None", "NA", "participant"]
    ),
    st.text(max_size=12),
)  # fmt: skip
PLACES = st.integers(0, 40)
MUTATIONS = st.one_of(
    st.tuples(st.just("cell"), PLACES, PLACES, CELLS),
    st.tuples(st.just("heading"), PLACES, PLACES, CELLS),
    st.tuples(st.just("drop row"), PLACES, PLACES, CELLS),
    st.tuples(st.just("repeat row"), PLACES, PLACES, CELLS),
    st.tuples(st.just("cut row"), PLACES, PLACES, CELLS),
    st.tuples(st.just("drop column"), PLACES, PLACES, CELLS),
    st.tuples(st.just("append"), PLACES, PLACES, CELLS),
    st.tuples(st.just("bytes"), PLACES, PLACES, st.binary(max_size=6)),
    st.tuples(st.just("truncate"), PLACES, PLACES, CELLS),
    st.tuples(st.just("utf-16"), PLACES, PLACES, CELLS),
    st.tuples(st.just("semicolons"), PLACES, PLACES, CELLS),
    st.tuples(st.just("remove"), PLACES, PLACES, CELLS),
)


def mutate(path, kind, first, second, what):
    """Do one thing to a file."""
    data = path.read_bytes()
    place = (first * 41 + second) % (len(data) + 1)
    if kind == "remove":
        path.unlink()
    elif kind == "bytes":
        path.write_bytes(data[:place] + what + data[place:])
    elif kind == "truncate":
        path.write_bytes(data[:place])
    elif kind == "utf-16":
        path.write_bytes(data.decode("utf-8", "replace").encode("utf-16"))
    elif kind == "semicolons":
        path.write_bytes(data.replace(b",", b";"))
    else:
        path.write_bytes(mutate_rows(data.decode("utf-8", "replace"), kind, first, second, what))


def mutate_rows(text, kind, first, second, what):
    """Do one thing to a table's rows."""
    limit = csv.field_size_limit(10_000_000)
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row] or [[""]]
    csv.field_size_limit(limit)
    row = 0 if kind == "heading" else first % len(rows)
    column = second % len(rows[row])
    if kind in ("cell", "heading"):
        rows[row][column] = what
    elif kind == "drop row":
        del rows[row]
    elif kind == "repeat row":
        rows.insert(second % len(rows), list(rows[row]))
    elif kind == "cut row":
        rows[row] = rows[row][:column]
    elif kind == "drop column":
        rows = [one[:column] + one[column + 1 :] for one in rows]
    else:
        rows[row].append(what)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "replace")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("mutations")
    shutil.copytree(ROOT / "data", root / "data")
    project = Project(root)
    assert import_files("sound", [write_book(root / "sound.xlsx", project)], project).written
    return root


def lay_out(root, tables, mutations):
    """A cohort of a few tables, to which something was done."""
    folder = Project(root).cohort(NAME)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = [*(f"{table}.csv" for table in tables), "cohort.yml"]
    for name in names:
        shutil.copyfile(Project(root).cohort("sound") / name, folder / name)
    for place, mutation in mutations:
        path = folder / names[place % len(names)]
        if path.is_file():
            mutate(path, *mutation)
    return folder


ANY = st.lists(st.tuples(PLACES, MUTATIONS), min_size=1, max_size=3)
FREE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == 50,
    suppress_health_check=list(HealthCheck),
)


@FREE
@given(tables=st.sampled_from(SETS), mutations=ANY)
def test_a_mutated_cohort_is_refused_with_reasons_or_is_sound(root, tables, mutations):
    project = Project(root)
    lay_out(root, tables, mutations)
    findings = check_cohort(NAME, project)
    for finding in findings:
        assert str(finding) and finding.file.startswith(f"data/cohorts/{NAME}/")
    if list_errors(findings) or NAME not in project.cohorts():
        with pytest.raises(SencoError):
            load_cohort(NAME, project=project)
        return
    contract = load_contract(project)
    for table, frame in load_cohort(NAME, project=project).tables.items():
        for name, field in fields_of(contract[table]).items():
            if field.get("constraints", {}).get("required"):
                assert frame[name].notna().all(), (table, name)


@FREE
@given(tables=st.sampled_from(SETS), mutations=ANY)
def test_an_import_of_mutated_files_is_whole_or_nothing(root, tables, mutations):
    project = Project(root)
    folder = lay_out(root, tables, mutations)
    desk = root / "desk"
    shutil.rmtree(desk, ignore_errors=True)
    folder.rename(desk)
    before = read_folder(root / "data")
    folder.mkdir()
    shutil.copyfile(project.cohort("sound") / "cohort.yml", folder / "cohort.yml")
    intake = import_files(NAME, sorted(desk.glob("*.csv")), project)
    after = read_folder(root / "data")
    mine = {path: data for path, data in after.items() if f"/{NAME}/" in path}
    assert {path: data for path, data in after.items() if path not in mine} == before
    if list_errors(intake.findings):
        assert [path.rpartition("/")[2] for path in mine] == ["cohort.yml"]
    else:
        assert len(mine) == len(intake.written) + 1 and check_errors(project) == []


def check_errors(project):
    try:
        return list_errors(check_cohort(NAME, project))
    except DataError as error:
        return list(error.findings)
