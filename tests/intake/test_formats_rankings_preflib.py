"""PrefLib's orders are read and written; what an ending cannot hold is refused with one that can.

The expected orders were written down by hand after PrefLib's page on its format; what is written
is read by PrefLib's own library as well.
"""

import numpy as np
import pandas as pd
import pytest
from preflibtools.instances import OrdinalInstance

from senco.errors import DataError
from senco.intake.formats.rankings import load_rankings, read_rankings, save_rankings

HEAD = """# FILE NAME: 1.{kind}
# TITLE: priorities
# DATA TYPE: {kind}
# MODIFICATION TYPE: original
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: {voters}
# NUMBER UNIQUE ORDERS: {unique}
# ALTERNATIVE NAME 1: Funding, all of it
# ALTERNATIVE NAME 2: Räume
# ALTERNATIVE NAME 3: Time
"""
OLD = "3\n1,Funding, all of it\n2,Räume\n3,Time\n3,3,2\n"
ITEMS = ["Funding, all of it", "Räume", "Time"]
N = np.nan


def write(folder, text, name, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def head(kind, voters=3, unique=2):
    return HEAD.format(kind=kind, voters=voters, unique=unique)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("name", "text", "ranks"),
    [
        ("a.soc", head("soc") + "2: 1,2,3\n1: 3,2,1\n", [[1, 2, 3], [1, 2, 3], [3, 2, 1]]),
        ("a.SOC", head("soc") + "2:1, 2, 3\r\n\r\n1: 3,2,1\r\n", [[1, 2, 3], [1, 2, 3], [3, 2, 1]]),
        ("a.soi", head("soi") + "2: 1,2,3\n1: 3\n", [[1, 2, 3], [1, 2, 3], [N, N, 1]]),
        ("a.toc", head("toc") + "2: 1,2,3\n1: {3,2},1\n",
         [[1, 2, 3], [1, 2, 3], [3, 1.5, 1.5]]),
        ("a.toi", head("toi") + "2: {1,2}\n1: 3,{1}\n", [[1.5, 1.5, N], [1.5, 1.5, N], [2, N, 1]]),
        ("a.soc", OLD + "2,1,2,3\n1,3,2,1\n", [[1, 2, 3], [1, 2, 3], [3, 2, 1]]),
        ("a.toc", OLD + "2,1,2,3\n1,{3,2},1\n", [[1, 2, 3], [1, 2, 3], [3, 1.5, 1.5]]),
    ],
)  # fmt: skip
def test_orders_are_read_as_so_many_rankers(tmp_path, name, text, ranks, encoding):
    found = read_rankings(write(tmp_path, text, name, encoding))
    assert found.table.columns.tolist() == ITEMS
    np.testing.assert_array_equal(found.table.to_numpy(), np.array(ranks, dtype=float))
    assert found.table.index.tolist() == ["voter 1", "voter 2", "voter 3"]
    assert found.understood.startswith("Read as PrefLib orders of 3 voters; the first put ")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.soc", "", "an empty file"),
        ("a.soc", head("soc"), "no orders"),
        ("a.soc", "nothing\nat all\n", "another first line"),
        ("a.soc", head("soc") + "2: 1,2,3\n1: {3,2},1\n", "a.soc, row 12: found a tie; allowed: "
         "none, as the ending .soc says. Rename it to end in .toc."),
        ("a.soc", head("soc") + "2: 1,2,3\n1: 3,2\n", "Rename it to end in .soi."),
        ("a.toc", head("toc") + "2: 1,2,3\n1: 3,2\n", "Rename it to end in .toi."),
        ("a.soc", head("soc") + "2: 1,2,3\n1: 3,2,4\n", "row 12: found the alternative 4, which"),
        ("a.soc", head("soc") + "2: 1,2,3\n1: 3,2,2\n", "row 12: found an alternative twice"),
        ("a.soc", head("soc") + "2: 1,2,3\n1; 3,2,1\n", "row 12: found '1; 3,2,1'; allowed: a c"),
        ("a.soc", head("soc") + "2: 1,2,3\n0: 3,2,1\n", "row 12: found '0: 3,2,1'"),
        ("a.soc", head("soc") + "5: 1,2,3\n1: 3,2,1\n", "found 6 voters; allowed: 3, as the h"),
        ("a.soc", head("soc") + "3: 1,2,3\n", "found 1 different orders; allowed: 2"),
        ("a.soc", head("soc", 999_999_999) + "999999998: 1,2,3\n1: 3,2,1\n", "found 999,999,999 v"),
        ("a.cat", "# x\n", "categories of approval (.cat); allowed: an order in .soc, .soi, .toc"),
        ("a.wmd", "# x\n", "weighted matchings (.wmd)"),
        ((
            "a.soc"
        ), head("soc").replace("Time", "Räume") + "2: 1,2,3\n1: 3,2,1\n", "of the same name"),
    ],
)  # fmt: skip
def test_what_a_file_contradicts_is_refused(tmp_path, name, text, words):
    with pytest.raises(DataError) as raised:
        load_rankings(write(tmp_path, text, name))
    assert words in str(raised.value) and name in str(raised.value)


def test_orders_that_were_completed_are_told(tmp_path):
    text = head("toc").replace("original", "imbued") + "2: 1,2,3\n1: 1,{3,2}\n"
    (note,) = read_rankings(write(tmp_path, text, "a.toc")).notes
    assert "completed (imbued)" in note


def parse(path):
    """Names, and each order with its count, as PrefLib's own library reads them."""
    read = OrdinalInstance()
    read.parse_file(str(path))
    assert read.data_type == path.suffix[1:]
    assert read.num_voters == sum(read.multiplicity.values())
    return read.alternatives_name, [(read.multiplicity[order], order) for order in read.orders]


WHOLE = pd.DataFrame([[1, 2, 3], [3, 2, 1], [1, 2, 3]], ["P1", "P2", "P3"], ITEMS, dtype=float)
TIED = pd.DataFrame([[1, 2.5, 2.5], [3, 2, 1]], ["P1", "P2"], ITEMS, dtype=float)
TOP = pd.DataFrame([[1, 2, N], [N, 2, 1]], ["P1", "P2"], ITEMS, dtype=float)
BOTH = pd.DataFrame([[1.5, 1.5, N], [N, 2, 1]], ["P1", "P2"], ITEMS, dtype=float)


@pytest.mark.parametrize(
    ("table", "ending", "orders"),
    [
        (WHOLE, ".soc", [(2, ((1,), (2,), (3,))), (1, ((3,), (2,), (1,)))]),
        (TIED, ".toc", [(1, ((1,), (2, 3))), (1, ((3,), (2,), (1,)))]),
        (TOP, ".soi", [(1, ((1,), (2,))), (1, ((3,), (2,)))]),
        (BOTH, ".toi", [(1, ((1, 2),)), (1, ((3,), (2,)))]),
    ],
)
def test_rankings_are_written_as_preflibs_own_library_reads_them_and_come_back(
    tmp_path, table, ending, orders
):
    path = tmp_path / f"out{ending}"
    save_rankings(table, path)
    names, found = parse(path)
    assert [*names.values()] == ITEMS and found == orders
    back = sorted(load_rankings(path).fillna(0).to_numpy().tolist())
    assert back == sorted(table.fillna(0).to_numpy().tolist())
    assert "P1" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("table", "name", "words"),
    [
        (TIED, "a.soc", "found ties, which .soc cannot contain; allowed: .toc"),
        (
            TOP,
            ("a.toc"),
            "found items that were not ranked, which .toc cannot contain; allowed: .soi",
        ),
        (BOTH, "a.soi", "Save it with the ending .toi."),
        (WHOLE + 1, "a.soc", "3 rows that are not rankings"),
        (WHOLE, "a.cat", "the ending '.cat', which is not for rankings"),
        (WHOLE, "a.xlsx", "the ending '.xlsx'; allowed: .soc, .soi, .toc, .toi"),
    ],
)
def test_an_ending_that_cannot_hold_the_rankings_is_refused(tmp_path, table, name, words):
    with pytest.raises(DataError) as raised:
        save_rankings(table, tmp_path / name)
    assert words in str(raised.value) and not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["a.csv", "a.long.csv"])
@pytest.mark.parametrize("table", [WHOLE, TIED, TOP, BOTH])
def test_a_table_that_is_saved_is_read_again(tmp_path, name, table):
    save_rankings(table, tmp_path / name)
    found = load_rankings(tmp_path / name)
    assert found.index.tolist() == table.index.tolist()
    np.testing.assert_array_equal(found[ITEMS].to_numpy(), table.to_numpy())


def test_no_file_is_written_over_and_no_formula_is_written(tmp_path):
    path = tmp_path / "a.csv"
    save_rankings(WHOLE.rename(columns={"Time": "=cmd()"}), path)
    assert ",'=cmd()" in path.read_text("utf-8")
    with pytest.raises(DataError, match="a file of this name; allowed: a new name"):
        save_rankings(WHOLE, path)
