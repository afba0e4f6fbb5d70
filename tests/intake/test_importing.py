"""A researcher's files become a cohort whole, or not at all; and nothing is guessed."""

import zipfile

import pytest
from openpyxl import load_workbook

from senco.cohort.contract import fields_of, read_contract
from senco.cohort.loading import (
    check_cohort,
    list_tables,
    load_cohort,
    load_contract,
    load_study,
)
from senco.errors import BuildError, SencoError
from senco.intake import importing, start
from senco.intake.formats.template import list_collected
from senco.intake.importing import import_files
from senco.intake.start import make_cohort, make_workbook
from senco.workspace.locks import hold_folder
from tests.cohorts import CONSTRUCTS, PEOPLE, make_tables, write_book, write_csv
from tests.conftest import read_folder

NAME = "my-county"


def errors(intake):
    return [str(finding) for finding in intake.findings if finding.severity == "error"]


def change(path, edits):
    """Write cells, by sheet and place, into a workbook."""
    book = load_workbook(path)
    for (sheet, place), value in edits.items():
        book[sheet][place] = value
    book.save(path)


def test_a_filled_in_workbook_becomes_a_cohort(project, desk):
    intake = import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    assert errors(intake) == []
    assert check_cohort(NAME, project) == []
    cohort = load_cohort(NAME, project=project)
    assert set(cohort.tables) == set(make_tables())
    assert cohort.tables["participants"]["participant"].tolist() == list(PEOPLE)
    assert cohort.tables["events"]["critical"].tolist() == [False, True] * 3
    assert f"{cohort.tables['worklines']['date'][1]:%Y-%m-%d}" == "2017-09-01"
    assert cohort.info.grids.maximum == 7


def test_what_is_put_together_and_what_is_sensitive_can_be_said_in_the_workbook(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    change(path, {
        ("cohort", "A40"): "disclosure together", ("cohort", "B40"): 2,
        ("cohort", "A41"): "disclosure sensitive",
        ("cohort", "B41"): "first construct, influence of the critical event",
    })  # fmt: skip
    assert errors(import_files(NAME, [path], project)) == []
    said = load_cohort(NAME, project=project).info.disclosure
    assert said.together == 2
    assert said.sensitive == ("first construct", "influence of the critical event")


def test_a_faultless_workbook_has_nothing_to_tell(project, desk):
    """Its explanations and examples are left out, and yes, no and dates are as it asks for them."""
    intake = import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    assert (intake.repairs, intake.findings, intake.notes) == ([], [], [])


def test_one_wrong_scale_is_one_finding_on_its_sheet(project, desk):
    """By hand: of the ratings 4, 7, 5, 7, 6, 7 on a scale that ends at 5, four are off it."""
    path = write_book(desk / f"{NAME}.xlsx", project, info={"grids maximum": 5})
    assert errors(import_files(NAME, [path], project)) == [
        f"{NAME}.xlsx, sheet grids, row 6 (and 8, 9, 10), column rating: found '7', '6'; allowed: "
        "a number from 1 to 5, as the sheet cohort says. Correct it, or the scale in the sheet "
        "cohort."
    ]


def test_an_unknown_framework_is_one_finding_on_each_sheet_that_uses_it(project, desk):
    tables = make_tables()
    for row in tables["events"][1:]:
        row[5] = f"ours-{row[0]}"
    (told,) = errors(
        import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project, tables)], project)
    )
    assert "row 5 (and 6, 7, 8, 9, 10), column influence: found 'ours-e1a', 'ours-e1b'" in told
    assert "and 3 more; allowed: a key influence" in told


def test_a_sheet_of_ones_own_is_left_out_and_said(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    book = load_workbook(path)
    book.create_sheet("To do").append(["what", "when"])
    book["To do"].append(["Ring the school", "Monday"])
    book.save(path)
    intake = import_files(NAME, [path], project)
    assert intake.written
    assert intake.notes == [
        f"{NAME}.xlsx, sheet To do: left out, because it is not a table of a cohort."
    ]


@pytest.mark.parametrize(("name", "heading"), [("Rankngs", "what"), ("Old ones", "participant")])
def test_a_sheet_that_may_be_a_table_is_asked_about(project, desk, name, heading):
    path = write_book(desk / f"{NAME}.xlsx", project)
    book = load_workbook(path)
    book.create_sheet(name).append([heading, "when"])
    book[name].append(["P1", "Monday"])
    book.save(path)
    (told,) = errors(import_files(NAME, [path], project))
    assert told.startswith(f"{NAME}.xlsx, sheet {name}: found the name '{name}'")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("3 to 5", "three to five"), ("3–5 years", "three to five"), ("<3", "less than three"),
     ("Five_Or_More", "five or more"), ("5+", "five or more"), ("over 20 yrs", "more than 20")],
)  # fmt: skip
def test_a_band_is_read_in_figures_and_in_words(project, desk, typed, read):
    tables = make_tables()
    tables["participants"][1][2] = typed
    path = write_book(desk / f"{NAME}.xlsx", project, tables)
    intake = import_files(NAME, [path], project)
    assert errors(intake) == [] and len(intake.repairs) == 1
    assert load_cohort(NAME, project=project).tables["participants"]["role_years"][0] == read


@pytest.mark.parametrize(
    ("sheet", "place", "typed", "told"),
    [("participants", "C5", "n/a", "Leave the cell blank where nothing is known."),
     ("participants", "C5", "36 months", "In years, not months: 36 months are 3 years."),
     ("participants", "C5", "3", "found '3'; allowed: one of: less than three"),
     ("worklines", "C5", "unknown", "Leave the cell blank where nothing is known."),
     ("worklines", "D5", "-", "This must be filled in; if nothing is known, leave the row out.")],
)  # fmt: skip
def test_what_stands_for_nothing_is_asked_for(project, desk, sheet, place, typed, told):
    path = write_book(desk / f"{NAME}.xlsx", project)
    change(path, {(sheet, place): typed})
    found = errors(import_files(NAME, [path], project))
    assert any(told in text and f"sheet {sheet}, row 5" in text for text in found), found


#: Twenty mistakes: the cell, what is typed there, and how the finding about it begins.
MISTAKES = [
    ("cohort", "B4", None, "sheet cohort, row 4, column summary: found nothing"),
    ("cohort", "B3", "colected", "sheet cohort, row 3, column provenance: found 'colected'"),
    ((
        "participants"
    ), "C1", "role yaers", "sheet participants, row 1, column 3: found the heading 'role yaers'"),
    ("participants", "B6", "Senko", "sheet participants, row 6, column role: found 'Senko'"),
    ((
        "worklines"
    ), "D5", 9, "sheet worklines, row 5, column level: found '9'; allowed: a number from -5 to 5"),
    ("worklines", "B8", 1.5, "sheet worklines, row 8, column position: found '1.5'"),
    ("worklines", "C13", "31/02/2018", "sheet worklines, row 13, column date: found '31/02/2018'"),
    ((
        "events"
    ), (
        "E5"
    ), "yes", "sheet events, row 5 (and 6), column critical: found 2 critical events of 'P1'"),
    ("events", "F8", "partnership", "sheet events, row 8, column influence: found 'partnership'"),
    ("events", "G10", None, "sheet events, row 10, column gist: found nothing"),
    ("segments", "B6", "P9", "sheet segments, row 6, column participant: found 'P9'"),
    ((
        "segments"
    ), (
        "H5"
    ), "I cried.", "sheet segments, row 5, column quotation: found a quotation without consent"),
    ("segments", "F7", -4, "sheet segments, row 7, column end: found '-4'"),
    ("codes", "C6", "wrk", "sheet codes, row 6, column parent: found 'wrk'"),
    ("codings", "A6", "s1x", "sheet codings, row 6, column segment: found 's1x'"),
    ("grids", "D5", 8, "sheet grids, row 5, column rating: found '8'"),
    ("grids", "D7", "1,234", "sheet grids, row 7, column rating: found '1,234'"),
    ("grids", "D9", "=D7+1", "sheet grids, row 9, column rating: found the formula '=D7+1'"),
    ("constructs", "D5", "chld", "sheet constructs, row 5, column same_as: found 'chld'"),
    ((
        "rankings"
    ), (
        "C5"
    ), 3, (
        "sheet rankings, row 5, column rank: found a ranking of 'P1' with 3 more than once; no "
        "2"
    )),
]  # fmt: skip


def test_twenty_mistakes_give_twenty_findings_at_once_and_mended_it_imports(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    good = path.read_bytes()
    change(path, {(sheet, place): value for sheet, place, value, _ in MISTAKES})
    before = read_folder(project.root / "data")
    intake = import_files(NAME, [path], project)
    found = errors(intake)
    for *_, begins in MISTAKES:
        matching = [text for text in found if text.startswith(f"{NAME}.xlsx, {begins}")]
        assert len(matching) == 1, f"{begins}:\n" + "\n".join(found)
    assert len(found) == len(MISTAKES) == 20, "\n".join(found)
    assert intake.written == [] and read_folder(project.root / "data") == before
    path.write_bytes(good)
    assert errors(import_files(NAME, [path], project)) == []
    assert check_cohort(NAME, project) == []


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig"), (";", "utf-8")],
)
def test_csv_as_excel_saves_it_is_read_and_every_repair_told(project, desk, separator, encoding):
    make_cohort(NAME, project)
    people = [["Participant", "ROLE ", "Years in the role"], ["P1 ", "senco", "three to five"]]
    events = [
        ["event", "participant", "position", "date", "critical", "gist"],
        ["e1", "P1", "0,25" if separator != "," else "0.25", "30/06/2017", "Yes", "Das Café – zu"],
    ]
    files = [
        write_csv(desk / "participants.csv", people, separator, encoding),
        write_csv(desk / "events.csv", events, separator, encoding),
    ]
    intake = import_files(NAME, files, project)
    assert errors(intake) == [] and intake.written == ["participants.csv", "events.csv"]
    folder = project.cohort(NAME)
    assert (folder / "participants.csv").read_text("utf-8") == (
        "participant,role,role_years\nP1,SENCO,three to five\n"
    )
    assert (folder / "events.csv").read_text("utf-8").splitlines()[1] == (
        "e1,P1,0.25,2017-06-30,true,Das Café – zu"
    )
    told = "\n".join(str(repair) for repair in intake.repairs)
    assert "participants.csv, row 1, column ROLE: 'ROLE' read as 'role' (the same heading)" in told
    assert "participants.csv, row 2, column Participant: 'P1 ' read as 'P1' (spaces at the" in told
    assert "column ROLE: 'senco' read as 'SENCO' (one of the words allowed)" in told
    assert "events.csv, row 2, column date: '30/06/2017' read as '2017-06-30'" in told
    assert ("'0,25' read as '0.25' (a decimal comma)" in told) == (separator != ",")
    assert ("Windows-1252 bytes read as text such as" in told) == (encoding == "cp1252")
    assert ("UTF-16 bytes" in told) == (encoding == "utf-16")


def test_a_heading_that_is_nearly_right_is_asked_for_and_not_taken(project, desk):
    make_cohort(NAME, project)
    path = write_csv(desk / "participants.csv", [["partcipant", "role"], ["P1", "SENCO"]])
    columns = ", ".join(fields_of(load_contract(project)["participants"]))
    assert errors(import_files(NAME, [path], project)) == [
        "participants.csv, row 1, column 1: found the heading 'partcipant'; "
        f"allowed: {columns}. Did you mean 'participant'?"
    ]


def test_a_comma_that_could_mean_two_things_is_asked_for(project, desk):
    make_cohort(NAME, project)
    files = [
        write_csv(desk / "participants.csv", [["participant", "role"], ["P1", "SENCO"]]),
        write_csv(
            desk / "worklines.csv", [["participant", "position", "level"], ["P1", 0, "1,250"]]
        ),
    ]
    found = errors(import_files(NAME, files, project))
    assert len(found) == 1 and "row 2, column level: found '1,250'" in found[0]
    assert "Is the comma a decimal point?" in found[0]


def make_wide(labels=True, transposed=False):
    rank = {(who, key): value for who, key, value in make_tables()["rankings"][1:]}
    names = list(CONSTRUCTS.values()) if labels else list(CONSTRUCTS)
    rows = [["", *names]]
    rows += [[who, *(rank[who, key] for key in CONSTRUCTS)] for who in PEOPLE]
    return [list(row) for row in zip(*rows, strict=True)] if transposed else rows


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("labels", [False, True])
def test_rankings_are_the_same_wide_or_long(project, desk, labels, transposed):
    import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    long = load_cohort(NAME, project=project).tables["rankings"]
    path = write_csv(desk / "rankings.csv", make_wide(labels, transposed))
    intake = import_files(NAME, [path], project, overwrite=True)
    assert errors(intake) == [] and intake.written == ["rankings.csv"]
    wide = load_cohort(NAME, project=project).tables["rankings"]
    key = ["participant", "construct"]
    assert wide.sort_values(key)["rank"].tolist() == long.sort_values(key)["rank"].tolist()
    named = [str(repair) for repair in intake.repairs if "the same construct" in str(repair)]
    assert len(named) == (len(CONSTRUCTS) if labels else 0)


def test_a_mistake_in_wide_rankings_is_named_where_it_stands(project, desk):
    import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    rows = make_wide()
    rows[2][3] = "first"
    rows[0][4] = "Work or live"
    path = write_csv(desk / "rankings.csv", rows)
    found = errors(import_files(NAME, [path], project, overwrite=True))
    assert any("rankings.csv, row 3, column The child first: found 'first'" in t for t in found)
    assert any("row 1, column Work or live: found 'Work or live'" in t
               and "Did you mean 'Work and life'?" in t for t in found)  # fmt: skip


def test_rankings_that_name_no_construct_are_told_of_with_the_constructs(project, desk):
    make_cohort(NAME, project)
    files = [
        write_csv(desk / "participants.csv", [["participant", "role"], ["P1", "SENCO"]]),
        write_csv(desk / "constructs.csv", [["construct", "label"], *CONSTRUCTS.items()]),
        write_csv(desk / "rankings.csv", [["who", "one", "two"], ["P1", 1, 2]]),
    ]
    (found,) = errors(import_files(NAME, files, project))
    assert found.startswith("rankings.csv: found rankings that name no construct; allowed: ")
    assert found.endswith("as in the table of constructs: " + ", ".join(CONSTRUCTS))


def test_a_file_under_another_name_is_known_by_its_headings_and_that_is_told(project, desk):
    make_cohort(NAME, project)
    people = [["participant", "role"], ["P1", "SENCO"]]
    intake = import_files(NAME, [write_csv(desk / "who.csv", people)], project)
    assert errors(intake) == [] and intake.written == ["participants.csv"]
    assert "who.csv: its headings read as the table participants (a fit)." in map(
        str, intake.repairs
    )


def test_a_comma_too_many_makes_a_column_without_a_heading(project, desk):
    make_cohort(NAME, project)
    people = [["participant", "role"], ["P1", "SENCO", "three"]]
    (found,) = errors(import_files(NAME, [write_csv(desk / "participants.csv", people)], project))
    assert found.startswith("participants.csv, row 1, column 3: found column 3 without a heading;")
    assert found.endswith("Give it a heading, or clear the column.")


def test_a_workbook_is_not_written_over(project, desk):
    make_workbook(NAME, project, desk)
    with pytest.raises(SencoError, match=f"A file {NAME}.xlsx already exists. Move it"):
        make_workbook(NAME, project, desk)


def test_nothing_is_replaced_unasked(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    import_files(NAME, [path], project)
    before = read_folder(project.cohort(NAME))
    change(path, {("participants", "B5"): "Area SENCO"})
    found = errors(import_files(NAME, [path], project))
    assert len(found) == 1 and "Add --replace to replace it, or --merge to add to it." in found[0]
    assert read_folder(project.cohort(NAME)) == before
    assert errors(import_files(NAME, [path], project, overwrite=True)) == []
    assert load_cohort(NAME, project=project).tables["participants"]["role"][0] == "Area SENCO"


def test_an_import_that_cannot_be_written_leaves_the_old_cohort(project, desk, monkeypatch):
    path = write_book(desk / f"{NAME}.xlsx", project)
    import_files(NAME, [path], project)
    before = read_folder(project.cohort(NAME))
    change(path, {("participants", "B5"): "Area SENCO"})
    from pathlib import Path

    real = Path.replace

    def fail(self, target):
        if self.parent.name == f"import-{NAME}" and self.name == NAME:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(SencoError, match="Close its files and try again"):
        import_files(NAME, [path], project, overwrite=True)
    assert read_folder(project.cohort(NAME)) == before


def test_an_import_that_is_broken_off_leaves_the_old_cohort(project, desk, monkeypatch):
    """Ctrl+C between the two moves: what was moved away comes back and is not tidied up."""
    path = write_book(desk / f"{NAME}.xlsx", project)
    import_files(NAME, [path], project)
    before = read_folder(project.cohort(NAME))
    change(path, {("participants", "B5"): "Area SENCO"})
    real = importing.move

    def interrupt(source, target):
        if source.name == NAME and source.parent.name == f"import-{NAME}":
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(importing, "move", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_files(NAME, [path], project, overwrite=True)
    assert read_folder(project.cohort(NAME)) == before
    assert not list((project.root / ".work").glob("import-*"))


def test_no_import_replaces_tables_while_another_command_is_at_work(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    with hold_folder(project), pytest.raises(BuildError, match="Another senco command is running"):
        import_files(NAME, [path], project)
    assert not project.cohort(NAME).exists()
    assert errors(import_files(NAME, [path], project)) == []


def test_an_import_that_was_killed_half_way_is_taken_back(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    import_files(NAME, [path], project)
    place = project.root / ".work" / f"import-{NAME}"
    place.mkdir()
    project.cohort(NAME).rename(place / "before")  # as it stands between the two renames
    assert errors(import_files(NAME, [path], project)) == []
    assert check_cohort(NAME, project) == []


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "", "-a", "a_b", "con", "Ä", "a" * 41, "ey-pvi-2017", "EY-PVI-2017"]
)
def test_a_name_that_cannot_be_is_refused(project, desk, name):
    with pytest.raises(SencoError, match=r"cannot be a cohort's name|already"):
        make_cohort(name, project)
    with pytest.raises(SencoError, match=r"cannot be a cohort's name|already"):
        make_workbook(name, project, desk)


def test_a_new_cohort_is_there_whole_or_its_name_is_free(project, monkeypatch):
    def interrupt(folder, contract):
        folder.mkdir()
        (folder / "cohort.yml").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(start, "write_folder", interrupt)
        with pytest.raises(KeyboardInterrupt):
            make_cohort(NAME, project)
    assert not list(project.cohort("").glob(f"*{NAME}*"))
    assert (make_cohort(NAME, project) / "cohort.yml").is_file()


def test_of_two_that_take_a_name_at_once_one_is_told(project, monkeypatch):
    real = start.write_folder

    def be_late(folder, contract):
        real(folder, contract)
        if not project.cohort(NAME).exists():
            monkeypatch.setattr(start, "write_folder", real)
            make_cohort(NAME, project)

    monkeypatch.setattr(start, "write_folder", be_late)
    with pytest.raises(SencoError, match="A cohort 'my-county' already exists"):
        make_cohort(NAME, project)
    assert sorted(path.name for path in project.cohort("").glob(f"*{NAME}*")) == [NAME]


def test_a_new_folder_says_what_is_missing(project):
    folder = make_cohort(NAME, project)
    assert (folder / "rankings.csv").read_text("utf-8") == "participant,construct,rank\n"
    assert not (folder / "reported.csv").exists()
    claims = (folder / "claims.csv").read_text("utf-8")
    assert claims.startswith("claim,participant,system,") and "lines" not in claims
    found = [str(finding) for finding in check_cohort(NAME, project)]
    assert "participants.csv: found no participant; allowed: at least one row." in found[0]
    assert all(text.startswith("warning: ") for text in found[1:]) and len(found) == 5


def test_a_table_of_headings_alone_counts_as_not_collected(project, desk):
    make_cohort(NAME, project)
    path = write_csv(desk / "participants.csv", [["participant", "role"], ["P1", "SENCO"]])
    assert errors(import_files(NAME, [path], project)) == []
    assert list_tables(NAME, project) == {"participants"}
    assert list(load_cohort(NAME, project=project).tables) == ["participants"]


def test_the_workbook_lets_only_the_contracts_words_and_ranges_in(project, desk):
    book = load_workbook(make_workbook(NAME, project, desk))
    rules = {
        (name, str(rule.sqref)): (rule.type, rule.formula1, rule.formula2)
        for name in book.sheetnames
        for rule in book[name].data_validations.dataValidation
    }
    assert rules["participants", "B5:B5000"] == ("list", '"SENCO,Area SENCO"', None)
    assert rules["worklines", "B5:B5000"] == ("decimal", "0", "1")
    assert rules["rankings", "A5:A5000"] == ("list", "participants!$A$5:$A$5000", None)
    assert rules["events", "E5:E5000"] == ("list", '"yes,no"', None)
    assert book["participants"]["A4"].value == "(example) P1"
    assert "Pseudonym of letters and a number" in book["participants"]["A3"].value
    assert book.sheetnames[0] == "Start here" and "reported" not in book.sheetnames
    headings = [cell.value for cell in book["claims"][1]]
    assert headings == ["claim", "participant", "system", "influence", "kind", "actor", "gist",
                        "rests_on", "difficulty", "same_as"]  # fmt: skip
    assert rules["claims", "I5:I5000"] == ("list", "difficulties!$A$5:$A$5000", None)


def test_a_study_that_codes_no_claims_has_no_sheet_for_them(project):
    """No actor is listed: nobody could fill in a claim, nor what refers to one."""
    study = load_study(project).model_copy(update={"actors": ()})
    given = list_collected(read_contract(project.contract.read_bytes(), study))
    assert not set(given) & {"claims", "answers", "claim_codings", "difficulty_codings"}
    assert "participants" in given and "rankings" in given


def refuse(project, path, *words):
    before = read_folder(project.root / "data")
    intake = import_files(NAME, [path], project)
    text = "\n".join(errors(intake))
    for word in words:
        assert word in text, text
    assert "Traceback" not in text and not intake.written
    assert read_folder(project.root / "data") == before


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(project, desk):
    path = desk / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (120 * 1024 * 1024))
    assert path.stat().st_size < 200_000
    refuse(project, path, "bomb.xlsx: found a workbook that unpacks to 125,829,120 bytes")


def rewrite(path, part, change_part, extra=()):
    """Rewrite one part of a workbook's archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    if part:
        parts[part] = change_part(parts[part])
    parts.update(extra)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)


def test_entities_macros_and_links_in_a_workbook_are_refused(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    good = path.read_bytes()
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]>'
    rewrite(path, "xl/workbook.xml", lambda data: bomb + data)
    refuse(project, path, "a document type, which can declare entities")
    path.write_bytes(good)
    rewrite(path, None, None, {"xl/vbaProject.bin": b"x"})
    refuse(project, path, "a workbook with macros")
    path.write_bytes(good)
    rewrite(path, None, None, {"xl/externalLinks/externalLink1.xml": b"<x/>"})
    refuse(project, path, "links to other workbooks", "Break Link")
    macro = desk / "macro.xlsm"
    macro.write_bytes(good)
    refuse(project, macro, "a file of the kind '.xlsm'", "Excel Workbook (.xlsx)")
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old workbook, or one with a password")
    refuse(project, path, "not an .xlsx workbook")
    path.write_bytes(good[: len(good) // 2])
    refuse(project, path, "found a ")


def test_merged_cells_and_hidden_sheets_are_findings(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    book = load_workbook(path)
    book["codes"].merge_cells("A5:A6")
    book["grids"].sheet_state = "hidden"
    book.save(path)
    refuse(project, path, "sheet codes, row 5: found the merged cells A5:A6",
           "sheet grids: found a hidden sheet")  # fmt: skip


def test_a_value_a_million_rows_below_the_table_is_refused_by_its_place(project, desk):
    path = write_book(desk / f"{NAME}.xlsx", project)
    change(path, {("rankings", "A1048576"): "P1"})
    refuse(project, path, "row 1048576, column A: found a filled cell far from the table")


def test_a_file_that_is_no_text_is_refused(project, desk):
    make_cohort(NAME, project)
    (desk / "participants.csv").write_bytes(b"participant,role\nP1,\x00\x01\n")
    refuse(project, desk / "participants.csv", "participants.csv, row 2: found a zero byte")
    refuse(project, desk / "nowhere.csv", "nowhere.csv: found no such file")


def test_two_files_for_one_table_are_asked_about(project, desk):
    make_cohort(NAME, project)
    rows = [["participant", "role"], ["P1", "SENCO"]]
    write_csv(desk / "participants.csv", rows)
    write_csv(desk / "Participants.tsv", rows, "\t")
    found = errors(
        import_files(NAME, [desk / "participants.csv", desk / "Participants.tsv"], project)
    )
    assert found == [
        "Participants.tsv: found a second table of participants, beside participants.csv; "
        "allowed: one. Leave one of them out."
    ]


@pytest.mark.parametrize("heading", ["Construct", "Priority", "Item", ""])
def test_rankings_with_constructs_down_the_side_are_read_whatever_stands_above(
    project, desk, heading
):
    import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    long = load_cohort(NAME, project=project).tables["rankings"]
    rows = make_wide(transposed=True)
    rows[0][0] = heading
    path = write_csv(desk / "rankings.csv", rows)
    intake = import_files(NAME, [path], project, overwrite=True)
    assert errors(intake) == []
    wide = load_cohort(NAME, project=project).tables["rankings"]
    key = ["participant", "construct"]
    assert wide.sort_values(key)["rank"].tolist() == long.sort_values(key)["rank"].tolist()


def test_rankings_by_place_are_read_with_the_construct_in_each(project, desk):
    import_files(NAME, [write_book(desk / f"{NAME}.xlsx", project)], project)
    labels = list(CONSTRUCTS.values())
    rows = [["participant", *(f"Rank {n}" for n in range(1, len(labels) + 1))]]
    rows += [[who, *labels[n:], *labels[:n]] for n, who in enumerate(PEOPLE)]
    path = write_csv(desk / "rankings.csv", rows)
    intake = import_files(NAME, [path], project, overwrite=True)
    assert errors(intake) == []
    table = load_cohort(NAME, project=project).tables["rankings"]
    found = table.pivot(index="participant", columns="construct", values="rank")
    keys = list(CONSTRUCTS)
    for n, who in enumerate(PEOPLE):
        assert found.loc[who, [*keys[n:], *keys[:n]]].tolist() == [*range(1, len(keys) + 1)]
