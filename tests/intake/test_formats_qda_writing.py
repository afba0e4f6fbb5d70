"""Codings leave as a REFI-QDA project, as a table and as a codebook, and come back the same."""

import zipfile
from io import BytesIO
from uuid import UUID
from xml.etree import ElementTree

import pandas as pd

from senco.intake.formats.qda import list_codings, load_project, write_project
from senco.intake.formats.qda.codebook import list_codebook
from senco.intake.formats.qda.codebook_tables import load_codebook_table

SPACE = "{urn:QDA-XML:project:1.0}"
#: The order that REFI-QDA's schema gives a project's parts.
PARTS = ["Users", "CodeBook", "Cases", "Sources"]


def make_tables():
    """Two texts, one of them of two people, and passages in another order than their places."""
    segments = pd.DataFrame(
        [
            ("a", "P1", "d1", 40, 50, "No time 😀 at all."),
            ("b", "P1", "d1", 0, 12, "Cover is “rare”."),
            ("c", "P2", "d2", 5, 9, "Late & again."),
            ("d", "P3", "d2", None, None, "Late & again."),
            ("e", "P2", None, None, None, "No text is known."),
        ],
        columns=["segment", "participant", "document", "start", "end", "gist"],
    )
    codes = pd.DataFrame(
        {
            "code": ["time", "cover", "help", "help-cover"],
            "label": ["Time", "Cover", "Help", "Cover"],
            "parent": [None, "time", None, "help"],
            "definition": ["Too little", None, None, "=danger"],
        }
    )
    given = [("a", "time", "coder-1"), ("a", "cover", "coder-2"), ("b", "cover", "coder-1"),
             ("c", "help-cover", "coder-2"), ("d", "help-cover", "coder-2"),
             ("e", "help", "coder-1")]  # fmt: skip
    codings = pd.DataFrame(given, columns=["segment", "code", "coder"])
    return {"segments": segments, "codes": codes, "codings": codings}


def test_what_was_written_is_read_as_the_same_codings():
    tables = make_tables()
    found = load_project(write_project(tables), quotations=True)
    said = found.segments.set_index("segment")
    told = {
        (said.at[segment, "participant"], said.at[segment, "quotation"], code, coder)
        for segment, code, coder in found.codings[["segment", "code", "coder"]].to_numpy()
    }
    gists = tables["segments"].set_index("segment")
    assert told == {
        (gists.at[segment, "participant"], gists.at[segment, "gist"], code, coder)
        for segment, code, coder in tables["codings"].to_numpy()
    }
    columns = ["code", "label", "parent", "definition"]
    pd.testing.assert_frame_equal(
        found.codes[columns].fillna(""), tables["codes"][columns].fillna(""), check_dtype=False
    )
    assert said["quotation"].tolist()[:2] == ["Cover is “rare”.", "No time 😀 at all."]
    assert found.report.checked == found.report.matched == 5
    assert found.report.left_behind == {}
    assert write_project(tables) == write_project(make_tables())


def test_a_project_has_the_parts_of_the_format_in_their_order():
    """By hand, from the schema; the file was held against the schema itself as well."""
    with zipfile.ZipFile(BytesIO(write_project(make_tables()))) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
        texts = {name.removeprefix("sources/") for name in archive.namelist()} - {"project.qde"}
    assert [element.tag.removeprefix(SPACE) for element in root] == PARTS
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(set(guids)) == len(guids) and all(UUID(guid) for guid in guids)
    targets = {each.get("targetGUID") for each in root.iter() if each.get("targetGUID")}
    users = {each.get("creatingUser") for each in root.iter(f"{SPACE}Coding")}
    assert targets | users <= set(guids)
    for source in root.iter(f"{SPACE}TextSource"):
        assert source.get("plainTextPath", "").removeprefix("internal://") in texts
    for case in root.iter(f"{SPACE}Case"):
        kinds = [each.tag.removeprefix(SPACE) for each in case]
        assert kinds == sorted(kinds, key=["SourceRef", "SelectionRef"].index)
    names = [case.get("name") for case in root.iter(f"{SPACE}Case")]
    assert names == ["P1", "P2", "P3"]


def test_the_table_has_a_row_for_each_code_given():
    rows = list_codings(make_tables())
    assert rows[["segment", "code", "coder", "path"]].to_numpy().tolist()[1:4] == [
        ["a", "cover", "coder-2", "Time > Cover"],
        ["b", "cover", "coder-1", "Time > Cover"],
        ["c", "help-cover", "coder-2", "Help > Cover"],
    ]
    assert rows["start"].tolist()[0] == 40


def test_a_codebook_goes_out_as_a_table_and_comes_back():
    codes = make_tables()["codes"]
    table = list_codebook(codes)
    assert table["Code"].tolist() == ["Time", "Time > Cover", "Help", "Help > Cover"]
    back = load_codebook_table(table.to_csv(index=False).encode())
    columns = ["code", "label", "parent", "definition"]
    assert sorted(back[columns].fillna("").to_numpy().tolist()) == sorted(
        codes[columns].fillna("").to_numpy().tolist()
    )
