"""One person's rows go from every table, and what still names them is said."""

import csv
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from senco.cli import withdrawal
from senco.cohort.loading import check_cohort, load_cohort, load_contract
from senco.cohort.tables import read_table
from senco.errors import SencoError
from senco.intake.importing import import_files
from senco.pages.participants import describe_people
from senco.withdrawal import change_files, plan_withdrawal, remove
from senco.withdrawal.person import count_withdrawn, find_rows
from senco.workspace.paths import Project
from tests import collected
from tests.cohorts import make_tables, write_book
from tests.collected import Copy
from tests.conftest import ROOT
from tests.withdrawal.test_withdrawal import search

NAME = "three-of-us"
#: Counted by hand in tests/cohorts.py: what one of its three people has in each table. A
#: coding has no column for the person, and belongs to the passage that it codes; a difficulty,
#: to all whose claims tell of it.
ROWS = {"participants": 1, "worklines": 3, "events": 2, "segments": 1, "codings": 2,
        "elements": 2, "grid_constructs": 1, "grids": 2, "construct_assignments": 2,
        "rankings": 4, "claims": 2, "difficulties": 1, "answers": 2, "claim_codings": 1,
        "difficulty_codings": 2}  # fmt: skip


def bring_in(project: Project, tables=None, info=None, keep: bool = False) -> None:
    path = write_book(project.root / f"{NAME}.xlsx", project, tables or make_tables(), info)
    assert import_files(NAME, [path], project).written
    if not keep:
        path.unlink()


def withdraw(project: Project, participant: str = "P2"):
    plan = plan_withdrawal(project, NAME, participant)
    assert remove(project, plan, lambda place: None) == []
    assert change_files(project, plan, lambda place: None) == []
    return plan


def read_all(project: Project) -> dict[str, list[list[str]]]:
    return {
        path.stem: list(csv.reader(path.read_text("utf-8").splitlines()))
        for path in project.cohort(NAME).glob("*.csv")
    }


def test_the_rows_of_one_person_go_from_every_table_and_no_other(project):
    bring_in(project)
    before = read_all(project)
    plan = withdraw(project)
    after = read_all(project)
    gone = {table: len(rows) - len(after[table]) for table, rows in before.items()}
    assert {table: n for table, n in gone.items() if n} == ROWS
    assert all(set(map(tuple, after[t])) <= set(map(tuple, before[t])) for t in before)
    assert not plan.staying and not plan.notes
    assert check_cohort(NAME, project) == []
    assert list(load_cohort(NAME, project=project).tables["participants"]["participant"]) == [
        "P1", "P3",
    ]  # fmt: skip


def test_that_somebody_withdrew_is_kept_and_not_who(project):
    bring_in(project)
    withdraw(project)
    cohort = load_cohort(NAME, project=project)
    assert cohort.info.withdrawn == 1
    assert describe_people(cohort).endswith(
        "(n = 2) under their pseudonyms. One person more took part and "
        "withdrew: their answers were taken out."
    )
    withdraw(project, "P1")
    assert "2 people more took part" in describe_people(load_cohort(NAME, project=project))
    bring_in_again = write_book(project.root / "again.xlsx", project, make_tables())
    import_files(NAME, [bring_in_again], project, overwrite=True)
    assert load_cohort(NAME, project=project).info.withdrawn == 2  # an import keeps it


def test_while_anything_cannot_be_removed_the_tables_stay_and_the_call_can_be_repeated(
    project, monkeypatch, capsys
):
    """A book that a viewer holds open, say: else nobody could ask for it to be removed again."""
    bring_in(project)
    book = project.root / f"{NAME}.pdf"
    book.write_bytes(b"x")
    monkeypatch.setenv("SENCO_ROOT", str(project.root))

    def refuse(path):
        raise PermissionError(13, "Permission denied", path.name)

    with monkeypatch.context() as patch:
        patch.setattr("senco.withdrawal.removal._delete", refuse)
        with pytest.raises(withdrawal.typer.Exit):
            withdrawal.withdraw(NAME, "P2", yes=True)
    assert (
        "'P2' is still in the tables. Correct this, and run the command again."
    ) in capsys.readouterr().err
    assert "P2" in {row[0] for row in read_all(project)["participants"]}
    withdrawal.withdraw(NAME, "P2", yes=True)
    assert not book.exists()
    assert "P2" not in {row[0] for row in read_all(project)["participants"]}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_table_that_is_a_link_is_asked_about_since_what_it_leads_to_would_stay(project, tmp_path):
    bring_in(project)
    table = project.cohort(NAME) / "rankings.csv"
    table.rename(tmp_path / "rankings.csv")
    table.symlink_to(tmp_path / "rankings.csv")
    with pytest.raises(SencoError, match=r"rankings.csv: found a link; allowed: a file"):
        plan_withdrawal(project, NAME, "P2")


@pytest.mark.parametrize("count", [0, 4, 9])
def test_a_call_that_was_broken_off_is_taken_up(project, monkeypatch, count):
    """The disk fills up before the first file, in between, and before the last table."""
    bring_in(project)
    written = []

    def write(path, content, *, private):
        if len(written) == count:
            raise OSError(28, "No space left on device", path.name)
        written.append(path)
        path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr("senco.withdrawal.removal.write_bytes_atomically", write)
        plan = plan_withdrawal(project, NAME, "P2")
        (told,) = change_files(project, plan, lambda place: None)
    assert "the disk is full" in told
    assert "P2" in {row[0] for row in read_all(project)["participants"]}
    withdraw(project)
    assert "P2" not in {cell for rows in read_all(project).values() for row in rows for cell in row}
    assert load_cohort(NAME, project=project).info.withdrawn == 1


def test_nobody_else_is_taken_for_them(project):
    tables = make_tables()
    renamed = {"P2": "P1", "P1": "P11", "P3": "p1"}
    for rows in tables.values():
        rows[1:] = [[renamed.get(cell, cell) for cell in row] for row in rows[1:]]
    bring_in(project, tables)
    withdraw(project, "P1")
    assert {row[0] for row in read_all(project)["participants"][1:]} == {"P11", "p1"}


@pytest.mark.parametrize(
    ("who", "told"),
    [("P4", "No table of 'three-of-us' has a participant 'P4'"), ("", "has a participant ''")],
)
def test_somebody_whom_no_table_has_is_refused_and_nothing_goes(project, who, told):
    bring_in(project)
    before = read_all(project)
    with pytest.raises(SencoError, match=told):
        plan_withdrawal(project, NAME, who)
    assert read_all(project) == before


def test_the_only_participant_is_left_to_the_command_for_all(project):
    bring_in(project)
    withdraw(project, "P1")
    withdraw(project, "P2")
    with pytest.raises(SencoError, match="senco forget three-of-us"):
        plan_withdrawal(project, NAME, "P3")


def test_a_table_that_cannot_be_read_stops_it(project):
    bring_in(project)
    (project.cohort(NAME) / "segments.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SencoError, match=r"not UTF-8(.|\n)*Nothing is removed"):
        plan_withdrawal(project, NAME, "P2")


def test_a_cohort_with_mistakes_in_it_loses_them_all_the_same(project):
    bring_in(project)
    path = project.cohort(NAME) / "rankings.csv"
    path.write_text(path.read_text("utf-8").replace("P2,", " P2 ,"), encoding="utf-8")
    (project.cohort(NAME) / "cohort.yml").write_text("title: [", encoding="utf-8")
    withdraw(project)
    assert "P2" not in path.read_text("utf-8")
    assert (project.cohort(NAME) / "cohort.yml").read_text("utf-8") == "title: ["


def test_where_others_rows_and_files_name_them_is_said_and_left(project):
    tables = make_tables()
    tables["segments"][1][6] = "As P2 says, it took a year."
    bring_in(project, tables)
    (project.cohort(NAME) / "allowed.yml").write_text("# about\n# p2's line\n", encoding="utf-8")
    (project.root / "P2-interview.docx").write_bytes(b"")
    (project.root / "found.csv").write_text("a,P2\n", encoding="utf-8")
    plan = withdraw(project)
    told = [(place.path.name, place.what.partition(".")[0]) for place in plan.staying]
    assert told == [
        ("allowed.yml", "line 2 names them"),
        ("segments.csv", "row 2, column gist names them"),
        ("P2-interview.docx", "may contain something of theirs"),
        ("found.csv", "may contain something of theirs"),
    ]
    assert "P2" in (project.cohort(NAME) / "segments.csv").read_text("utf-8")


def test_words_that_nobody_else_uses_are_named(project):
    tables = make_tables()
    tables["codes"].append(["lost-sleep", "Lost sleep", "work", None, "Nights"])
    tables["codings"].append(["s2", "lost-sleep", "ann"])
    bring_in(project, tables)
    (note,) = withdraw(project).notes
    assert note.startswith("codes.csv: nobody else has lost-sleep.")


def test_signatures_and_everything_made_go_and_the_tables_stay(project):
    bring_in(project)
    for path in ("release.yml", "release.sha256", "deposit.yml", "deposit.sha256"):
        (project.cohort(NAME) / path).write_text("x", encoding="utf-8")
    made = [project.pages(NAME) / "a", project.root / f"_build/private/{NAME}/index.html",
            project.root / f"_build/public/{NAME}/index.html", project.root / f"{NAME}.pdf",
            project.root / f"_build/deposit/{NAME}/a"]  # fmt: skip
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    withdraw(project)
    assert not [path for path in made if path.exists()]
    left = {path.name for path in project.cohort(NAME).iterdir()}
    assert left == {f"{table}.csv" for table in [*ROWS, "codes", "constructs"]} | {"cohort.yml"}


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), max_size=12))
def test_a_coding_goes_only_with_its_own_passage(pairs):
    """Against a join written out: a coding of a passage that somebody else has too stays."""
    contract = load_contract(Project(ROOT))
    people = [("s" + key, who) for who, key in pairs]
    text = "segment,participant\n" + "".join(f"{key},{who}\n" for key, who in people)
    segments = read_table(text.encode(), "segments.csv")[0]
    codings = read_table(b"segment,code,coder\nsx,a,b\nsy,a,b\nsz,a,b\n", "codings.csv")[0]
    found = find_rows({"segments": segments, "codings": codings}, contract, "A")
    keys = ["sx", "sy", "sz"]
    owners = {key: {who for one, who in people if one == key} for key in keys}
    assert found.get("codings", set()) == {i for i, key in enumerate(keys) if owners[key] == {"A"}}


@given(st.dictionaries(st.sampled_from(["title", "licence", "withdrawn2"]), st.text(max_size=20)))
def test_the_count_changes_nothing_else_of_the_settings(values):
    text = yaml.safe_dump(values) if values else ""
    once = count_withdrawn(text)
    assert yaml.safe_load(once) == {**values, "withdrawn": 1}
    assert yaml.safe_load(count_withdrawn(once)) == {**values, "withdrawn": 2}


@pytest.mark.parametrize("answer", [False, True])
def test_the_answer_decides(project, monkeypatch, capsys, answer):
    bring_in(project)
    before = read_all(project)
    monkeypatch.setenv("SENCO_ROOT", str(project.root))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(withdrawal.typer, "confirm", lambda question: answer)
    if answer:
        withdrawal.withdraw(NAME, "P2")
    else:
        with pytest.raises(withdrawal.typer.Exit):
            withdrawal.withdraw(NAME, "P2")
    told = capsys.readouterr().out
    assert f"data/cohorts/{NAME}/rankings.csv: 4 rows\n" in told
    assert (read_all(project) == before) != answer
    assert ("Build the book again: senco build three-of-us" in told) == answer


@pytest.mark.parametrize("name", ["ey-pvi-2017", "nobody-here"])
def test_only_a_collected_cohort_that_is_there_loses_anybody(project, monkeypatch, name):
    monkeypatch.setenv("SENCO_ROOT", str(project.root))
    with pytest.raises(SencoError, match=r"part of this project|There is no cohort"):
        withdrawal.withdraw(name, "P2", yes=True)


def test_after_a_build_a_signature_and_a_deposit_no_byte_of_the_person_is_left(
    tmp_path, signed_state
):
    """Every file below the project is searched, and every archive within an archive."""
    checkout = Copy(tmp_path / "signed", signed_state)
    name, who, ours = collected.NAME, collected.WHO, collected.OURS
    held = search(checkout.root, who.casefold(), ours)
    for place in (f"data/cohorts/{name}/", f"book/cohorts/{name}/", f"_build/private/{name}/",
                  f"{name}.xlsx!", f"{name}.zip!"):  # fmt: skip
        assert any(one.startswith(place) for one in held), place
    refused = checkout.run("withdraw", name, who, stdin=subprocess.DEVNULL)
    assert refused.returncode == 1 and "add --yes" in refused.stderr
    done = checkout.succeed("withdraw", name, who, "--yes", "--deposits")
    assert f"Changed: {name}.xlsx: 28 rows on 15 sheets\n" in done.stdout
    assert ours not in done.stdout + done.stderr
    assert search(checkout.root, who.casefold(), ours) == []
    checkout.succeed("run", name, "--stage", "50_rankings")
    # the workbook says the same as the tables
    checkout.succeed("import", name, f"{name}.xlsx", "--replace")
    assert search(checkout.root, who.casefold(), ours) == []
