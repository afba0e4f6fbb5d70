"""Passages that coders cut for themselves are compared by their spans, as Krippendorff does."""

import pandas as pd
import pytest

from senco.errors import MeasureError
from senco.measures.agreement import (
    list_partly_coded,
    list_spans,
    measure_spans,
    pair_spans,
    rate_characters,
    rate_segments,
    summarise_columns,
    summary,
)

#: Krippendorff (2004), Content analysis, p. 254: two observers of a continuum from 150 to 450.
FIRST = [(225, 295, "c"), (370, 400, "c"), (180, 240, "k"), (300, 350, "k")]
SECOND = [(220, 300, "c"), (355, 375, "c"), (400, 420, "c"), (180, 240, "k"), (300, 350, "k")]


def lay(**spans):
    """Codings and segments of one document, 'd', from (start, end, code) by coder."""
    rows = [
        (f"{coder}{start}-{end}{code}", code, coder, "d", start, end)
        for coder, listed in spans.items()
        for start, end, code in listed
    ]
    frame = pd.DataFrame(rows, columns=["segment", "code", "coder", "document", "start", "end"])
    return frame[["segment", "code", "coder"]], frame[["segment", "document", "start", "end"]]


def measure(length, **spans):
    codings, segments = lay(**spans)
    ratings = rate_characters(codings, segments, lengths={"d": length})
    found = measure_spans(ratings, list_spans(codings, segments))
    return {name: item.value for name, item in found.items()}


def test_two_spans_by_hand():
    # ten characters, 0-4 and 2-6: pairs of characters, both ways round, 20; of them 8 differ.
    # Marked 8, gaps 12; alone 4^2 + 4^2 + 6 + 6 = 44; by chance 2 x 8 x 12 / (20 - 44 / 20)
    expected = 1 - 8 / (192 / 17.8)
    assert measure(10, a=[(0, 4, "c")], b=[(2, 6, "c")])["c"] == pytest.approx(expected)


def test_krippendorffs_example_gives_what_another_program_gives():
    # krippendorff-unitized-alpha 0.1.0 (after Krippendorff et al. 2016): .516279904
    moved = {name: [(start - 150, end - 150, code) for start, end, code in spans]
             for name, spans in {"i": FIRST, "j": SECOND}.items()}  # fmt: skip
    found = measure(300, **moved)
    assert found["c"] == pytest.approx(0.5162799043062201)
    assert found["k"] == 1.0


def test_three_coders_by_hand():
    # four characters; a and b mark the first two, c all. Weighted by 1 / (3 - 1): characters 1
    # and 2 differ in nothing, 3 and 4 in 2 x (1 x 2) / 2 = 2 pairs each, so 4 differ.
    # Marked 2 + 2 + 4 = 8, gaps 4, total 12; alone 4 + 4 + 16 + 4 = 28
    expected = 1 - 4 / (2 * 8 * 4 / (12 - 28 / 12))
    found = measure(4, a=[(0, 2, "x")], b=[(0, 2, "x")], c=[(0, 4, "x")])
    assert found["x"] == pytest.approx(expected)


def test_where_passages_are_is_told_apart_from_what_they_are_called():
    found = measure(20, a=[(0, 5, "x"), (10, 15, "y")], b=[(0, 5, "y"), (10, 15, "x")])
    assert found["any code"] == 1.0
    assert found["x"] < 0 and found["all codes"] < 0


def test_a_passage_cut_in_two_that_overlap_is_one_span_and_one_that_touches_is_two():
    codings, segments = lay(a=[(0, 4, "x"), (3, 8, "x"), (8, 9, "x")], b=[(0, 9, "x")])
    spans = list_spans(codings, segments)
    assert spans[spans["coder"] == "a"][["start", "end"]].to_numpy().tolist() == [[0, 8], [8, 9]]


def test_code_without_gaps_and_one_coder_have_words_and_no_number():
    assert measure(5, a=[(0, 5, "x")], b=[(0, 5, "x")])["x"] is None
    assert measure(9, a=[(0, 5, "x")])["x"] is None


def test_spans_are_paired_by_their_overlap_and_edges_are_told():
    codings, segments = lay(i=FIRST, j=SECOND)
    pairs = pair_spans(list_spans(codings, segments), {"d": ["i", "j"]})
    rows = pairs[pairs["code"] == "c"][["start", "other_start", "start_later", "end_later"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        [225, 220, -5, 5],
        [370, 355, -15, -25],
        [None, 400, None, None],
    ]
    assert pairs["overlap"].round(4).tolist() == [0.875, 0.1111, 0, 1, 1]  # 70/80, 5/45


def test_characters_have_a_line_for_each_document():
    codings = pd.DataFrame({"segment": ["s", "t", "u"], "code": "x", "coder": ["a", "b", "b"]})
    segments = pd.DataFrame({"segment": ["s", "t", "u"], "document": ["d", "d", "e"],
                             "start": [0, 0, 3], "end": [4, 4, 5]})  # fmt: skip
    found = summary(codings, segments, unit="characters", lengths={"d": 8, "e": 9})
    assert [part["document"] for part in found["documents"]] == ["d", "e"]
    assert found["documents"][0]["measures"][0]["value"] == 1.0
    assert found["documents"][1]["n_shared"] == 0


#: A gave Money to s1 to s5, B to s1 to s3, of ten segments that both saw: 8 alike, .80; by
#: chance .5 x .3 + .5 x .7 = .5; kappa (.8 - .5) / .5 = .60.
CODED = pd.DataFrame({"segment": ["s1", "s2", "s3", "s4", "s5", "s1", "s2", "s3"],
                      "code": "Money", "coder": list("AAAAABBB")})  # fmt: skip


def values(found):
    return {item["measure"]: item["value"] for item in found["codes"][0]["measures"]}


def test_segments_without_a_code_count_where_they_are_stated_by_hand():
    assert list_partly_coded(CODED) == ["s4", "s5"]
    in_all = values(summary(CODED, judged="all", n_segments=10))
    assert (in_all["percentage"], in_all["Cohen's kappa"]) == pytest.approx((0.8, 0.6))
    rest = [(f"s{n}", "A") for n in range(6, 11)] + [(f"s{n}", "B") for n in range(4, 11)]
    stated = values(summary(CODED, seen=pd.DataFrame(rest, columns=["segment", "coder"])))
    assert stated == pytest.approx(in_all)
    assert values(summary(CODED))["percentage"] == 1.0  # of the three that both coded


def test_a_coder_who_saw_and_gave_nothing_is_a_coder():
    seen = pd.DataFrame({"segment": ["s1"], "coder": ["B"]})
    found = summary(CODED[CODED["coder"] == "A"], seen=seen)
    assert found["coders"] == ["A", "B"] and found["n_shared"] == 1


def test_fewer_segments_than_are_coded_cannot_be():
    with pytest.raises(
        MeasureError, match=("5 segments in the codings, so there cannot be 3 in all")
    ):
        rate_segments(CODED, judged="all", n_segments=3)


def test_chosen_codes_leave_what_was_judged_as_it_was():
    rows = pd.DataFrame({"segment": ["s1", "s1", "s2", "s2"], "code": ["x", "y", "x", "x"],
                         "coder": ["a", "b", "a", "b"]})  # fmt: skip
    found = summary(rows, only=["x"])
    assert [code["code"] for code in found["codes"]] == ["x"]
    assert found["n_shared"] == 2  # b gave s1 another code: they saw it, and did not give x
    with pytest.raises(MeasureError, match="Nobody gave the code 'z'"):
        summary(rows, only=["z"])


def test_documents_of_segments_have_a_line_each():
    rows = pd.DataFrame({"segment": ["s1", "s1", "s2", "s2"], "code": ["x", "x", "x", "y"],
                         "coder": ["a", "b", "a", "b"]})  # fmt: skip
    where = pd.DataFrame({"segment": ["s1", "s2"], "document": ["d1", "d2"]})
    parts = summary(rows, where)["documents"]
    assert [part["measures"][0]["value"] for part in parts] == [1.0, 0.0]


def test_a_column_for_each_coder_by_hand():
    # Cohen (1960) by hand: 4 units, aabb and aaba: 3/4 alike, chance 1/2, kappa 1/2
    found = summarise_columns(pd.DataFrame({"ann": list("aabb"), "ben": list("aaba")}))
    assert [item["value"] for item in found["overall"][:2]] == pytest.approx([0.75, 0.5])
    assert found["disagreements"] == 1 and found["codes"] == []


def test_columns_of_three_coders_with_gaps_are_those_of_the_r_package_irr():
    # Krippendorff (2011), example C: three observers, nine units, nominal: alpha .691
    table = {"A": [None] * 5 + [3, 4, 1, 2, 1, 1, 3, 3, None, 3],
             "B": [1, None, 2, 1, 3, 3, 4, 3] + [None] * 7,
             "C": [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4]}  # fmt: skip
    labels = pd.DataFrame({name: [None if cell is None else str(cell) for cell in column]
                           for name, column in table.items()})  # fmt: skip
    overall = {item["measure"]: item["value"] for item in summarise_columns(labels)["overall"]}
    assert overall["Krippendorff's alpha"] == pytest.approx(0.691, abs=5e-4)
    assert [code["code"] for code in summarise_columns(labels)["codes"]] == ["1", "2", "3", "4"]
