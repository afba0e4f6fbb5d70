"""Whichever way round a table of rankings is kept, the same ranks come out, or it is asked."""

import csv
import io
import unicodedata

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from senco.errors import DataError
from senco.intake.formats.rankings import load_rankings, read_rankings
from senco.intake.formats.rankings.layouts import find_long, is_run, read_place
from senco.measures.rankings import summary
from tests.intake.test_formats_rankings import write

ORDERINGS = "Name,Rank 1,Rank 2,Rank 3,Rank 4\nA,1,2,3,4\nB,2,1,3,4\nC,3,2,1,4\nD,4,1,2,3\n"


def means(table):
    return [round(item["mean"], 2) for item in summary(table)["items"]]


@pytest.mark.parametrize(
    "headings",
    [
        "Name,Rank 1,Rank 2,Rank 3,Rank 4",
        "Name,Place 1,Place 2,Place 3,Place 4",
        "id,Priority 1,Priority 2,Priority 3,Priority 4",
        "respondent,1st choice,2nd choice,3rd choice,4th choice",
        "Name,First,Second,Third,Fourth",
        "id,Q1[1],Q1[2],Q1[3],Q1[4]",
        "id,What matters? [Rank 1],What matters? [Rank 2],What matters? [Rank 3],So? [Rank 4]",
        ",rank_1,rank_2,rank_3,rank_4",
    ],
)
def test_columns_that_are_places_are_read_as_orderings(tmp_path, headings):
    """By hand: item 1 has places 1, 2, 3, 2; item 2 has 2, 1, 2, 3; W = 12 * 4.5 / (16 * 60)
    times 4, which is .225."""
    text = ORDERINGS.replace(ORDERINGS.splitlines()[0], headings)
    found = read_rankings(write(tmp_path, text))
    assert (found.layout, means(found.table)) == ("places", [2.0, 2.0, 2.75, 3.25])
    assert list(found.table.columns) == ["1", "2", "3", "4"]
    assert summary(found.table)["kendall_w"] == pytest.approx(0.225)
    assert "headings name places" in found.notes[0] and "--layout people" in found.notes[0]


def test_places_in_another_order_and_items_by_name(tmp_path):
    text = "2nd,1st,3rd\nRest,Play,Work\nPlay,Work,\n"
    table = load_rankings(write(tmp_path, text))
    assert table.index.tolist() == ["row 2", "row 3"]
    assert table[["Play", "Work", "Rest"]].fillna(0).to_numpy().tolist() == [[1, 3, 2], [2, 1, 0]]


@pytest.mark.parametrize("heading", ["Rank", "Place", "position"])
def test_rows_that_are_places_are_read_as_orderings(tmp_path, heading):
    text = f"{heading},P1,P2\n1,Play,Rest\n2,Rest,Play\n3,Work,Work\n"
    found = read_rankings(write(tmp_path, text))
    assert found.layout == "places" and found.table.index.tolist() == ["P1", "P2"]
    assert found.table[["Play", "Rest", "Work"]].to_numpy().tolist() == [[1, 2, 3], [2, 1, 3]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ORDERINGS.replace("B,2,1", "B,2,2"), "row 3, column Rank 2: found '2', which already has"),
        (ORDERINGS.replace("B,2,1", "B,2,"), "row 3, column Rank 3: found an item in place 3, and"),
        (ORDERINGS.replace("B,2,1", "B,2.5,1"), "row 3, column Rank 1: found '2.5'"),
        (ORDERINGS.replace("Rank 4", "Age"), "headings that name places ('Rank 1', 'Rank 2') besi"),
        (ORDERINGS.replace("Rank 4", "Rank 5"), "headings that name places"),
        ("Name,1,2\nA,1,2\nB,2,1\n", "headings '1' to '2', which may be places or numbered"),
        ("Name,So? [1],So? [2]\nA,1,2\nB,2,1\n", "which may be places or numbered items"),
        ("Priority,A,B\n1,1,2\n2,2,1\n", "numbers under 'Priority', which may be places or"),
        ("1st,2nd\nPlay,Rest\nplay,Rest\n", "found 'play'; allowed: one spelling for each item"),
    ],
)
def test_places_that_contradict_themselves_are_refused(tmp_path, text, words):
    with pytest.raises(DataError) as raised:
        load_rankings(write(tmp_path, text))
    assert words in str(raised.value) and "ranks.csv" in str(raised.value)


ITEMS = "Priority,SENCO A,SENCO B,SENCO C\nFunding,1,2,3\nTraining,2,1,2\nTime,3,3,1\n"


@pytest.mark.parametrize("heading", ["Priority", "Item", "construct", "Influences", "Statement"])
def test_items_in_rows_are_known_by_the_heading_above_them(tmp_path, heading):
    """By hand: rank sums 6, 5, 7; W = 12 * 2 / (9 * 24), which is .111."""
    found = read_rankings(write(tmp_path, ITEMS.replace("Priority", heading)))
    assert (found.layout, means(found.table)) == ("items", [2.0, 1.67, 2.33])
    assert found.table.index.tolist() == ["SENCO A", "SENCO B", "SENCO C"]
    assert summary(found.table)["kendall_w"] == pytest.approx(1 / 9)
    assert found.notes == (f"Each row was read as an item, as the heading '{heading}' says.",)


LATIN = "{},{}\n{},1,2,3\n{},2,3,1\n{},3,1,2\n"
LABELS, CODES = ("Funding", "Training", "Time"), ("P1", "P2", "P3")


@pytest.mark.parametrize(
    ("heading", "across", "down", "layout"),
    [
        ("Construct", CODES, LABELS, "items"),
        ("Priority", LABELS, CODES, "items"),
        ("", CODES, LABELS, "items"),
        ("", LABELS, CODES, "people"),
        ("participant", CODES, LABELS, "people"),
        ("SENCO code", LABELS, CODES, "people"),
        ("Name", CODES, LABELS, None),
        ("", LABELS, ("Ann", "Bo", "Cy"), None),
        ("Who", LABELS, ("Ann", "Bo", "Cy"), None),
    ],
)
def test_a_latin_square_is_read_by_its_headings_or_asked_about(
    tmp_path, heading, across, down, layout
):
    path = write(tmp_path, LATIN.format(heading, ",".join(across), *down))
    if layout is None:
        with pytest.raises(DataError, match=r"Choose one: --layout people .* --layout items"):
            load_rankings(path)
        for way, people in (("people", down), ("items", across)):
            assert read_rankings(path, layout=way).table.index.tolist() == [*people]
    else:
        found = read_rankings(path)
        assert found.layout == layout
        assert found.table.index.tolist() == [*(across if layout == "items" else down)]


def test_a_heading_that_the_ranks_contradict_is_asked_about(tmp_path):
    people = "participant,A,B,C\nS1,1,2,3\nS2,2,1,2\nS3,3,3,1\n"
    with pytest.raises(
        DataError, match=("heading 'participant' above the first column, but columns")
    ):
        load_rankings(write(tmp_path, people))
    items = "Item,A,B,C\nS1,1,2,3\nS2,1,3,2\n"
    with pytest.raises(DataError, match="heading 'Item' above the first column, but rows"):
        load_rankings(write(tmp_path, items))


def test_a_layout_that_is_none_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(DataError, match=r"--layout: found 'item'.*Did you mean 'items'"):
        read_rankings(write(tmp_path, ITEMS), layout="item")


def test_what_a_survey_program_numbers_is_a_place_and_what_it_names_is_not():
    assert [read_place(text) for text in ("Rank #3", "3rd place", "Top [Rank 3]", "code[3]")] == [
        3
    ] * 4
    for text in ("Q3_1", "Item 1", "Rank", "Ranking of 3", "[Funding]", "P1", "1", ""):
        assert read_place(text) is None
    assert is_run([2, 1, 3]) and not is_run([1]) and not is_run([1, 3]) and not is_run([1, None])
    assert find_long(["Rater", "Item", "Rank"]) == ("Rater", "Item", "Rank")


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "Zs", "So")), min_size=1, max_size=8)


@st.composite
def rankings(draw):
    """Items by any name, and people's rankings of some or all of them, without ties."""
    items = draw(st.lists(NAMES, min_size=2, max_size=6, unique_by=seen).filter(all_seen))
    people = [f"P{n}" for n in range(1, draw(st.integers(2, 5)) + 1)]
    orders = [draw(st.permutations(range(len(items)))) for _ in people]
    lengths = [draw(st.integers(1, len(items))) for _ in people]
    lengths[0] = len(items)
    return items, people, [order[:n] for order, n in zip(orders, lengths, strict=True)]


def seen(name):
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()


def all_seen(names):
    return all(seen(name) not in ("", "na", "nan") and name.isprintable() for name in names)


def expected(items, orders):
    ranks = np.full((len(orders), len(items)), np.nan)
    for person, order in enumerate(orders):
        ranks[person, order] = range(1, len(order) + 1)
    return ranks


def lay_out(layout, items, people, orders):
    ranks = [["" if np.isnan(rank) else f"{rank:g}" for rank in row]
             for row in expected(items, orders)]  # fmt: skip
    if layout == "people":
        return [
            ["participant", *items],
            *([who, *row] for who, row in zip(people, ranks, strict=False)),
        ]
    if layout == "items":
        return [
            ["Construct", *people],
            *([item, *row] for item, *row in zip(items, *ranks, strict=False)),
        ]
    if layout == "long":
        cells = [(who, item, rank) for who, row in zip(people, ranks, strict=False)
                 for item, rank in zip(items, row, strict=False)]  # fmt: skip
        return [["participant", "construct", "rank"], *cells]
    placed = [[*(items[n] for n in order), *[""] * (len(items) - len(order))] for order in orders]
    if layout == "places":
        return [["participant", *(f"Rank {n + 1}" for n in range(len(items)))],
                *([who, *row] for who, row in zip(people, placed, strict=False))]  # fmt: skip
    return [["Rank", *people], *([n + 1, *row] for n, row in enumerate(zip(*placed, strict=False)))]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rankings(), st.sampled_from(["people", "items", "long", "places", "down"]),
       st.sampled_from(["csv", "semicolon", "xlsx"]))  # fmt: skip
def test_what_python_or_openpyxl_writes_is_read_as_it_was(tmp_path, drawn, layout, kind):
    items, people, orders = drawn
    rows = lay_out(layout, *drawn)
    path = tmp_path / ("ranks.xlsx" if kind == "xlsx" else "ranks.csv")
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([int(c) if str(c).isdigit() else c or None for c in row])
        book.save(path)
    else:
        stream = io.StringIO()
        csv.writer(stream, delimiter="," if kind == "csv" else ";").writerows(rows)
        path.write_text(stream.getvalue(), "utf-8", newline="")
    table = load_rankings(path)
    table.columns = [seen(name) for name in table.columns]
    ranked = [n for n in range(len(items)) if any(n in order for order in orders)]
    np.testing.assert_array_equal(
        table[[seen(items[n]) for n in ranked]].to_numpy(), expected(items, orders)[:, ranked]
    )
    assert table.index.tolist() == people
