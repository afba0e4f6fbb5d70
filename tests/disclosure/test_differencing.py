"""What two releases, or two tables, give away of one person by their difference is found."""

import os

import pytest

from senco.disclosure.identification.differencing import (
    compare_releases,
    describe_comparison,
    describe_differences,
    find_differences,
    find_left_out,
    summarise_comparison,
)
from senco.disclosure.identification.outputs import find_results, list_counts, read_results
from senco.errors import SencoError

#: What each of four puts where: by hand, the means are (1+2+3+4)/4 and (4+3+2+1)/4.
RANKS = {"P1": (1, 4), "P2": (2, 3), "P3": (3, 2), "P4": (4, 1)}
TOLD = {"P1": "a", "P2": "ab", "P3": "b", "P4": "a"}


def write_release(folder, people, shown=True, ranks=RANKS):
    """The results of a cohort of these people, as a build writes them; pooled alone if told so."""
    tables = {"50_rankings/ranks": ["item,n,mean"], "30_narratives/codes": ["code,participants"]}
    for place, item in enumerate(("calm", "time")):
        held = [ranks[who][place] for who in people]
        tables["50_rankings/ranks"].append(f"{item},{len(held)},{sum(held) / len(held):.2f}")
    for code in "ab":
        tables["30_narratives/codes"].append(f"{code},{sum(code in TOLD[who] for who in people)}")
    if shown:
        tables["50_rankings/shades"] = ["participant,calm,time"]
        tables["50_rankings/shades"] += [f"{who},{ranks[who][0]},{ranks[who][1]}" for who in people]
    for name, lines in tables.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def compare(tmp_path, before, after, **options):
    return compare_releases(
        read_results(write_release(tmp_path / "before", before, **options)),
        read_results(write_release(tmp_path / "after", after, **options)),
    )


def by_place(differences):
    return {(one.file, one.row, one.column): one for one in differences}


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("turned", [True, False])
def test_who_is_gone_or_new_is_known_by_the_difference_of_means_and_counts(tmp_path, shown, turned):
    """4 x 2.50 - 3 x 2.00 = 4 and 4 x 2.50 - 3 x 3.00 = 1, each to within 7 x 0.005."""
    pair = ["P1", "P2", "P3", "P4"], ["P1", "P2", "P3"]
    found = compare(tmp_path, *(reversed(pair) if turned else pair), shown=shown)
    own = by_place(found.differences)
    first, second = (own["50_rankings/ranks.csv", row, "mean"] for row in (2, 3))
    assert (first.low, first.high) == pytest.approx((4 - 0.035, 4 + 0.035))
    assert (second.low, second.high) == pytest.approx((1 - 0.035, 1 + 0.035))
    counts = [own["30_narratives/codes.csv", row, "participants"] for row in (2, 3)]
    assert [(one.low, one.high) for one in counts] == [(1, 1), (0, 0)], "P4 tells of a, not of b"
    if shown:
        assert (found.new if turned else found.gone) == ("P4",)


def test_the_value_that_follows_is_what_the_person_said(tmp_path):
    for who in RANKS:
        rest = [one for one in RANKS if one != who]
        found = compare(tmp_path, list(RANKS), rest)
        own = by_place(found.differences)
        for row, value in zip((2, 3), RANKS[who], strict=True):
            one = own["50_rankings/ranks.csv", row, "mean"]
            assert one.low <= value <= one.high and one.high - one.low < 1


def test_two_who_are_gone_leave_no_value_of_one(tmp_path):
    found = compare(tmp_path, list(RANKS), ["P1", "P2"])
    assert found.gone == ("P3", "P4") and found.differences == ()
    pooled = compare(tmp_path / "pooled", list(RANKS), ["P1", "P2"], shown=False)
    assert pooled.differences == ()


def test_one_who_went_and_one_who_came_leave_no_value_of_one(tmp_path):
    found = compare(tmp_path, ["P1", "P2", "P3"], ["P1", "P2", "P4"])
    assert (found.gone, found.new, found.differences) == (("P3",), ("P4",), ())


def test_one_who_answers_otherwise_now_is_known_by_how_much(tmp_path):
    """P1 moves calm from 1 to 3: the mean from 2.50 to 3.00, and 4 x 0.50 = 2."""
    other = {**RANKS, "P1": (3, 4)}
    found = compare_releases(
        read_results(write_release(tmp_path / "before", RANKS)),
        read_results(write_release(tmp_path / "after", RANKS, ranks=other)),
    )
    assert found.changed == ("P1",)
    (one,) = found.differences
    assert (one.kind, one.row) == ("change", 2)
    assert (one.low, one.high) == pytest.approx((2 - 0.04, 2 + 0.04))


def test_the_same_release_twice_tells_nothing(tmp_path):
    found = compare(tmp_path, list(RANKS), list(RANKS))
    assert found == type(found)((), (), (), ())


def test_rows_in_another_order_are_no_other_answers(tmp_path):
    found = compare(tmp_path, list(RANKS), list(reversed(RANKS)))
    assert found.changed == () and found.differences == ()


def test_the_tables_are_named_and_no_value_is_shown(tmp_path):
    found = compare(tmp_path, list(RANKS), ["P1", "P2", "P3"])
    told = [str(hit.finding) for hit in describe_comparison(found, "book/cohorts/mine/results")]
    assert len(told) == 3 and all(one.startswith("warning: ") for one in told)
    (means,) = (one for one in told if "50_rankings/ranks.csv, row 2 (and 3), column mean" in one)
    assert "which differ by P4, so their answer follows" in means
    assert "to within 0.035, in 2 rows" in means
    (counts,) = (one for one in told if "30_narratives/codes.csv" in one)
    assert "exactly, in 2 rows" in counts
    assert summarise_comparison(found) == (
        "Compared with the earlier release: gone P4; new none; other answers none"
    )


# within one release


def write_table(folder, name, *lines):
    path = folder / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_group_that_leaves_one_out_gives_that_one_away(tmp_path):
    """Everybody's 2.50 of four less three's 2.00: the fourth said 4."""
    write_table(tmp_path, "50_rankings/ranks", "item,n,mean", "child-s-voice,4,2.50")
    write_table(
        tmp_path, "50_rankings/experience", "construct,n_group,mean_group,n_others,mean_others",
        "Child's voice,3,2.00,1,4.00",
    )  # fmt: skip
    found = find_differences(read_results(tmp_path))
    kinds = {one.kind: one for one in found}
    assert set(kinds) == {"mean", "single"} and len(found) == 2
    assert (kinds["mean"].low, kinds["mean"].high) == pytest.approx((3.965, 4.035))
    assert kinds["mean"].other == "50_rankings/ranks.csv"
    assert (kinds["single"].low, kinds["single"].high) == pytest.approx((3.995, 4.005))
    assert kinds["single"].column == "mean_others"


def test_two_groups_of_which_neither_holds_the_other_are_not_subtracted(tmp_path):
    write_table(
        tmp_path, "50_rankings/experience", "construct,n_group,mean_group,n_others,mean_others",
        "Calm,3,2.00,4,4.00",
    )  # fmt: skip
    write_table(tmp_path, "50_rankings/ranks", "item,n,mean", "calm,7,3.14", "time,3,2.00")
    assert find_differences(read_results(tmp_path)) == []


def test_a_result_without_each_participant_in_turn_is_named(tmp_path):
    write_table(tmp_path, "50_rankings/leave-one-out", "participant,w_without,change", "P1,0.6,0.1")
    write_table(tmp_path, "60_networks/keys", "influence,without one", "a,1.00")
    left = find_left_out(read_results(tmp_path))
    assert left == [("50_rankings/leave-one-out.csv", "w_without")]
    (hit,) = describe_differences([], left, "results")
    assert "without each participant in turn" in str(hit.finding)
    assert hit.finding.severity == "warning"


def test_rows_of_one_participant_are_named_with_their_place(tmp_path):
    write_table(tmp_path, "20_worklines/around", "distance,n,mean", "-0.1,1,1.5", "0.0,2,1.0")
    (hit,) = describe_differences(find_differences(read_results(tmp_path)), [], "results")
    told = str(hit.finding)
    assert "results/20_worklines/around.csv, row 2, column mean" in told and "1.5" not in told


# what is compared


def test_the_results_are_found_in_a_deposit_and_in_a_folder_of_pages(tmp_path):
    inside = tmp_path / "book" / "cohorts" / "mine" / "results"
    write_release(inside, ["P1"])
    for folder in (tmp_path, inside.parent, inside):
        assert find_results(folder, "mine") == inside
    assert "50_rankings/ranks.csv" in read_results(inside)


def test_a_folder_without_results_and_a_table_that_cannot_be_read_are_said(tmp_path):
    with pytest.raises(SencoError, match="no results to compare"):
        read_results(tmp_path / "missing")
    write_table(tmp_path, "zebedee-quark/zebedee-quark", 'a,"Zebedee\nQuark')
    with pytest.raises(SencoError, match="cannot be read") as raised:
        read_results(tmp_path)
    assert "ebedee" not in str(raised.value)


def test_an_empty_table_and_one_without_rows_are_no_trouble(tmp_path):
    write_table(tmp_path, "70_audit/counts", "")
    write_table(tmp_path, "50_rankings/ranks", "item,n,mean")
    tables = read_results(tmp_path)
    assert list(tables) == ["50_rankings/ranks.csv"] and find_differences(tables) == []


def test_what_no_build_writes_is_no_number_and_nothing_waits_for_it(tmp_path):
    write_table(
        tmp_path, "50_rankings/ranks", "item,n,mean", f"calm,{'9' * 5000},2.50", "time,1,1e999",
        f"long,1,{'1' * 400}", "thai,๑,2.5", "short,1",
    )  # fmt: skip
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "50_rankings" / "never.csv")
    tables = read_results(tmp_path)
    assert list(tables) == ["50_rankings/ranks.csv"] and find_differences(tables) == []
    assert compare_releases(tables, tables).differences == ()


def test_a_table_wider_than_any_build_writes_is_refused_and_rows_alike_take_no_time(
    tmp_path, no_hang
):
    """Found by trying changed files: a wide row took minutes."""
    folder = tmp_path / "50_rankings"
    folder.mkdir()
    (folder / "wide.csv").write_text("a" + ";" * 900 + "b\n", encoding="utf-8")
    with pytest.raises(SencoError, match="or larger ones, than a build makes"):
        read_results(tmp_path)
    heads = ",".join(["n"] + [f"n_{place}" for place in range(399)])
    (folder / "wide.csv").write_text(f"{heads}\n" + ("1," * 399 + "1\n") * 200, "utf-8")
    (table,) = read_results(tmp_path).values()
    assert len(list(list_counts(table))) == 399 * 200
    assert table.keys[:2] == [("n", "0"), ("n", "1")]
