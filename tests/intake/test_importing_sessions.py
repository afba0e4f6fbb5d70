"""A folder of saved sessions becomes rows of the contract's tables: all of it, or nothing."""

import pandas as pd
import pytest

from senco.cohort.loading import check_cohort, load_cohort
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from tests.conftest import read_folder
from tests.intake.sessions import change, draw, make, save

NAME = "my-county"


@pytest.fixture
def county(project):
    make_cohort(NAME, project)
    return project


def errors(intake):
    return [str(finding) for finding in intake.findings if finding.severity == "error"]


def read(project, table):
    return pd.read_csv(project.cohort(NAME) / f"{table}.csv", dtype=str, keep_default_na=False)


def test_a_session_typed_by_hand_is_in_the_tables_row_by_row(county, desk):
    save(desk / "saved", make())
    intake = import_files(NAME, [desk / "saved"], county)
    assert errors(intake) == []
    assert read(county, "worklines")[["position", "level"]].values.tolist() == [
        ["0", "1"], ["0.25", "-2.5"], ["0.8125", "3.125"], ["1", "3"],
    ]  # fmt: skip
    events = read(county, "events")
    assert events["gist"].tolist() == ["A letter came.", "The plan was granted."]
    assert events["critical"].tolist() == ["false", "true"]
    grids = read(county, "grids").set_index(["grid_construct", "element"])["rating"]
    assert (grids["c1", "e3"], grids["overall", "e1"]) == ("5", "2.5")
    assert grids.get(("c2", "e3"), "") == ""
    pairs = read(county, "grid_constructs").set_index("grid_construct")
    assert pairs.loc["c1", "preferred_pole"] == "left" and pairs.loc["overall", "kind"] == "overall"
    ranks = read(county, "rankings").set_index("construct")["rank"]
    assert ranks.to_dict() == {"child-first": "1", "training": "2.5", "funding": "2.5"}
    (row,) = read(county, "participants").to_dict("records")
    assert (row["participant"], row["role"], row["agreed"], row["reuse"]) == (
        "P1", "SENCO", "own answers", "true",
    )  # fmt: skip
    info = load_cohort(NAME, project=county).info
    assert (info.worklines.minimum, info.grids.maximum) == (-5, 5)
    assert not [one for one in check_cohort(NAME, county) if one.severity == "error"]


@pytest.mark.parametrize("seed", range(8))
def test_what_was_drawn_is_what_is_imported(county, desk, seed):
    session = draw(seed, f"P{seed + 1}")
    save(desk / "saved", session)
    assert errors(import_files(NAME, [desk / "saved"], county)) == []
    line = read(county, "worklines").astype({"position": float, "level": float})
    assert line[["position", "level"]].values.tolist() == session["workline"]["points"]
    given = {
        (pair, card): value
        for pair, row in session["grid"]["ratings"].items()
        for card, value in row.items()
        if value is not None
    }
    grids = read(county, "grids").set_index(["grid_construct", "element"])["rating"]
    assert {key: float(value) for key, value in grids.items() if value} == given
    ranks, taken = {}, 0
    for place in session["ranking"]["places"]:
        ranks |= dict.fromkeys(place, taken + (len(place) + 1) / 2)
        taken += len(place)
    found = read(county, "rankings").set_index("construct")["rank"].astype(float)
    assert found.to_dict() == ranks


def test_the_last_file_of_a_session_counts_and_a_later_session_joins_it(county, desk):
    first = make(ranking=None)
    save(desk / "saved", first)
    save(desk / "saved", change(first | {"revision": 3}, ("workline", "points", 0), [0, 4]))
    later = make(id="00000000000000ff", revision=1, workline=None, grid=None)
    save(desk / "saved", later)
    intake = import_files(NAME, [desk / "saved"], county)
    assert errors(intake) == []
    assert read(county, "worklines")["level"][0] == "4"
    assert len(read(county, "rankings")) == 3


def test_a_participant_who_lacks_something_is_named(county, desk):
    save(desk / "saved", make())
    save(desk / "saved", make(participant="P2", id="00000000000000b2", ranking=None))
    intake = import_files(NAME, [desk / "saved"], county)
    (line,) = [line for line in intake.people if line.startswith("P2")]
    assert "ranking" in line


def test_another_answer_of_somebody_is_refused_until_it_is_said_to_replace(county, desk):
    save(desk / "saved", make())
    save(desk / "saved", make(participant="P2", id="00000000000000b2"))
    import_files(NAME, [desk / "saved"], county)
    before = read_folder(county.cohort(NAME))
    other = change(make(revision=9), ("grid", "ratings", "c1", "e1"), 4)
    save(desk / "again", other)
    assert errors(import_files(NAME, [desk / "again"], county))
    assert read_folder(county.cohort(NAME)) == before
    assert errors(import_files(NAME, [desk / "again"], county, overwrite=True)) == []
    grids = read(county, "grids").set_index(["participant", "grid_construct", "element"])["rating"]
    assert (grids["P1", "c1", "e1"], grids["P2", "c1", "e1"]) == ("4", "2")


def test_one_bad_file_keeps_all_of_them_out(county, desk):
    save(desk / "saved", make())
    path = save(desk / "saved", make(participant="P2", id="00000000000000b2"))
    path.write_text(path.read_text("utf-8").replace("hurried", "<script>"), encoding="utf-8")
    before = read_folder(county.cohort(NAME))
    found = errors(import_files(NAME, [desk / "saved"], county))
    assert len(found) == 1 and "checksum" in found[0]
    assert read_folder(county.cohort(NAME)) == before


def test_a_session_without_consent_is_refused(county, desk):
    save(desk / "saved", make(consent=None))
    found = errors(import_files(NAME, [desk / "saved"], county))
    assert found and "consent" in found[0], found
    assert not read(county, "worklines").size


def test_markup_and_formulas_come_in_as_words(county, desk):
    label = "<img src=x onerror=alert(1)>"
    save(desk / "saved", change(make(), ("grid", "constructs", 0, "left"), label))
    assert errors(import_files(NAME, [desk / "saved"], county)) == []
    assert label in read(county, "grid_constructs")["left_pole"].tolist()
