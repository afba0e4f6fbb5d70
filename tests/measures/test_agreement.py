"""Agreement, against tables worked by hand, published values and the krippendorff package."""

import json
from itertools import product

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco.errors import MeasureError
from senco.measures import agreement
from senco.measures.agreement.alpha import alpha_of_sums, sum_features
from senco.measures.agreement.decisions import imagine_sets

NAN = float("nan")
# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", section C: four
# observers, twelve units. Gwet uses the same ratings in his Handbook (2014).
CANONICAL = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, NAN],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)


def codings(text: str) -> pd.DataFrame:
    """Rows of "segment code coder", one a word group."""
    rows = [row.split() for row in text.strip().split(",")]
    return pd.DataFrame(rows, columns=["segment", "code", "coder"])


@pytest.mark.parametrize(
    ("level", "expected"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_is_that_of_krippendorffs_own_example_and_of_r(level, expected):
    counts = agreement.count_categories(CANONICAL)
    alpha = agreement.krippendorff_alpha(counts, level, categories=[1, 2, 3, 4, 5])
    assert alpha.value == pytest.approx(expected, abs=0.0005)


def test_coefficients_with_missing_judgements_are_those_of_the_r_package_irrcac():
    counts = agreement.count_categories(CANONICAL)
    ac1 = agreement.gwet_ac1(counts)
    assert (ac1.value, ac1.se) == pytest.approx((0.77544, 0.14295), abs=5e-6)
    assert agreement.percent_agreement(counts).value == pytest.approx(0.81818, abs=5e-6)
    assert agreement.fleiss_kappa(counts).value == pytest.approx(0.76117, abs=5e-6)
    assert agreement.conger_kappa(CANONICAL).value == pytest.approx(0.76282, abs=5e-6)


def test_cohens_kappa_of_fifty_units_by_hand():
    # both yes 20, only the first 5, only the second 10, both no 15: observed 35/50 = .7,
    # chance .5 * .6 + .5 * .4 = .5, so kappa .4
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert agreement.cohen_kappa(first, second).value == pytest.approx(0.4)
    with_gap = agreement.cohen_kappa([*first, NAN, 1], [*second, 1, NAN])
    assert with_gap.value == pytest.approx(0.4)


def test_the_error_of_kappa_by_hand_is_that_of_fleiss_cohen_and_everitt():
    found = agreement.cohen_kappa(*agreement.number_codes([list("aabb"), list("aaba")]))
    # observed .75, by chance .5: kappa .5
    assert found.value == pytest.approx(0.5)
    # shares aa .5, ba .25, bb .25; rows a .5 b .5, columns a .75 b .25; kappa .5
    # agreeing: .5 (1 - 1.25 x .5)^2 + .25 (1 - .75 x .5)^2
    # disagreeing, the one in row b and column a: .25 (column b .25 + row a .5)^2 (1 - .5)^2
    agreeing = 0.5 * (1 - 1.25 * 0.5) ** 2 + 0.25 * (1 - 0.75 * 0.5) ** 2
    disagreeing = 0.25 * 0.25 * (0.25 + 0.5) ** 2
    variance = (agreeing + disagreeing - (0.5 - 0.5 * 0.5) ** 2) / (4 * 0.25)
    assert found.se == pytest.approx(np.sqrt(variance))
    weighted = agreement.cohen_kappa([0, 0, 1, 1], [0, 0, 1, 0], weights=[2, 1, 1, 1])
    assert weighted.value is not None and weighted.se is None


def test_fleiss_kappa_of_four_units_by_hand():
    # 3 coders; units 3-0, 2-1, 0-3, 1-2: observed (1 + 1/3 + 1 + 1/3) / 4 = 2/3, chance 1/2
    counts = [[3, 0], [2, 1], [0, 3], [1, 2]]
    assert agreement.fleiss_kappa(counts).value == pytest.approx(1 / 3)


def test_gwet_and_perreault_leigh_by_hand():
    # two coders, ten units, eight agree; yes is half of all: chance 2 * .5 * .5 = .5, AC1 .6;
    # Perreault-Leigh sqrt((.8 - .5) * 2) = .7746, error sqrt(.7746 * .2254 / 10)
    counts = [[2, 0]] * 4 + [[0, 2]] * 4 + [[1, 1]] * 2
    assert agreement.gwet_ac1(counts).value == pytest.approx(0.6)
    index = agreement.perreault_leigh(counts)
    assert (index.value, index.se) == pytest.approx(
        (0.6**0.5, (0.6**0.5 * 0.2254 / 10) ** 0.5), 1e-4
    )
    assert agreement.perreault_leigh([[1, 1]] * 4).value == 0
    three = agreement.perreault_leigh([[3, 0], [2, 1]], n_coders=3)
    assert three.se is None and "pairs" in three.note


@pytest.mark.parametrize(
    ("agreed", "n", "k", "value"),
    [
        # sqrt((.8 - .2) x 5/4) and sqrt((.9 - .1) x 10/9); at or below chance 0
        (80, 100, 5, np.sqrt(0.75)),
        (90, 100, 10, np.sqrt(8 / 9)),
        (10, 100, 5, 0.0),
        (100, 100, 4, 1.0),
    ],
)
def test_perreault_leigh_over_several_categories_by_hand(agreed, n, k, value):
    same, apart = [2] + [0] * (k - 1), [1, 1] + [0] * (k - 2)
    found = agreement.perreault_leigh([same] * agreed + [apart] * (n - agreed))
    assert found.value == pytest.approx(value)
    # the standard error is sqrt(I (1 - I) / N)
    assert found.se == pytest.approx(np.sqrt(value * (1 - value) / n), abs=1e-12)


def test_the_interval_of_full_agreement_by_hand():
    # Two people, each with a passage that both coders call a and one that both call b.
    # The imagined person adds 2 a, 2 b and a disagreement of 2. All: 6 a, 6 b:
    # 1 - 11 * 2 / 72; without one of the two 4 a, 4 b: 1 - 7 * 2 / 32; without the
    # imagined one 1. Error: the root of 2/3 of the squares around the mean, .7083; t on 2
    # degrees of freedom is 4.3027.
    whole, without = 1 - 22 / 72, np.array([1 - 14 / 32, 1 - 14 / 32, 1])
    error = np.sqrt(2 / 3 * ((without - without.mean()) ** 2).sum())
    assert (whole, error) == pytest.approx((0.69444, 0.29167), abs=1e-5)
    found = agreement.measure_labels(list("abab"), list("abab"), list("ppqq"))
    alpha = found["Krippendorff's alpha"]
    assert (alpha.value, alpha.high) == (1, 1)
    assert alpha.low == pytest.approx(whole - 4.302653 * error, abs=1e-5)
    assert alpha.note == "cannot tell at this n whether the coders agree better than chance"
    # a half in each cell of the table, both for all and without a person: kappa
    # (5/6 - 1/2) / (1/2) and (3/4 - 1/2) / (1/2)
    without = np.array([0.5, 0.5, 1])
    error = np.sqrt(2 / 3 * ((without - without.mean()) ** 2).sum())
    assert found["Cohen's kappa"].low == pytest.approx(2 / 3 - 4.302653 * error, abs=1e-5)
    # shares agreed on 5/6; 3/4, 3/4 and 1: a lower end of .833 - 4.303 * .144 = .213, which
    # is below the half that equal chances give
    assert (found["Perreault-Leigh"].low, found["Perreault-Leigh"].high) == (0, 1)


def test_forty_six_agreements_of_forty_six_do_not_give_an_interval_of_no_width():
    labels = list("ab" * 23)
    alone = agreement.measure_labels(labels, labels)
    spoken = agreement.measure_labels(labels, labels, [place // 6 for place in range(46)])
    for measure in ("Cohen's kappa", "Krippendorff's alpha", "Perreault-Leigh"):
        assert alone[measure].value == alone[measure].high == spoken[measure].high == 1
        # eight people say less than forty-six passages of as many would
        assert 0.6 < spoken[measure].low < alone[measure].low < 0.97
        assert alone[measure].note == spoken[measure].note == ""


def test_one_person_alone_gives_an_interval_from_end_to_end():
    found = agreement.measure_labels(list("abab"), list("abaa"), list("pppp"))
    for measure, least in (("Krippendorff's alpha", -1), ("Perreault-Leigh", 0)):
        assert (found[measure].low, found[measure].high) == (least, 1)
        assert "cannot tell" in found[measure].note


def test_a_person_of_whom_nothing_was_judged_twice_does_not_count():
    both = agreement.measure_labels(list("abab"), list("abab"), list("ppqq"))
    more = agreement.measure_labels(["a", "b", "a", "b", "a"], [*"abab", None], list("ppqqr"))
    assert both["Krippendorff's alpha"] == more["Krippendorff's alpha"]
    with pytest.raises(MeasureError, match="4 units, but people are given for 2 of them"):
        agreement.measure_labels(list("abab"), list("abab"), ["p", "q"])


def test_alpha_of_four_units_by_hand():
    # pairs: a a, a a, b b, a b: values 5 a, 3 b, n 8; disagreement observed 2,
    # expected 2 x 5 x 3: alpha = 1 - 7 x 2 / 30
    found = agreement.measure_labels(list("aaba"), list("aabb"))["Krippendorff's alpha"]
    assert found.value == pytest.approx(1 - 14 / 30)
    assert found.low <= found.value <= found.high


labels = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", None]), min_size=6, max_size=6),
    min_size=2,
    max_size=4,
)


@given(labels)
def test_alpha_of_labels_is_that_of_the_krippendorff_package_with_gaps(coded):
    numbers = {"a": 0.0, "b": 1.0, "c": 2.0, None: NAN}
    data = [[numbers[code] for code in coder] for coder in coded]
    found = agreement.krippendorff_alpha(
        agreement.count_categories(agreement.number_codes(coded))
    ).value
    paired = [unit for unit in zip(*coded, strict=True) if sum(c is not None for c in unit) > 1]
    if len({c for unit in paired for c in unit if c is not None}) < 2:
        assert found is None
    else:
        assert found == pytest.approx(krippendorff.alpha(data, level_of_measurement="nominal"))


def test_intervals_of_labels_narrow_with_more_units():
    first, second = list("aabbccabca"), list("aabbcaabcb")
    one = agreement.measure_labels(first, second)
    many = agreement.measure_labels(first * 40, second * 40)
    for measure in ("Cohen's kappa", "Perreault-Leigh", "Krippendorff's alpha"):
        assert one[measure].low < one[measure].value < one[measure].high
        width = one[measure].high - one[measure].low
        assert many[measure].high - many[measure].low < width / 3


def test_many_units_give_the_large_sample_interval_of_kappa():
    # 150 and 50 agreed on, 20 and 30 not: Fleiss, Cohen and Everitt's error
    first, second = [*"a" * 170, *"b" * 80], [*"a" * 150, *"b" * 20, *"a" * 30, *"b" * 50]
    se = agreement.cohen_kappa(*agreement.number_codes([first, second])).se
    found = agreement.measure_labels(first, second)["Cohen's kappa"]
    assert found.high - found.low == pytest.approx(2 * 1.96 * se, rel=0.03)


def test_labels_of_one_category_have_a_share_and_words_for_the_rest():
    found = agreement.measure_labels(["a", "a"], ["a", "a"])
    assert found.pop("percentage").value == 1
    for item in found.values():
        assert (item.value, item.low, item.high) == (None, None, None)
        assert "one category was used throughout" in item.note
    apart = agreement.measure_labels(["a", None], [None, "b"])
    assert {item.note for item in apart.values()} == {"undefined: no unit was judged by two coders"}


def test_labels_that_do_not_fit_together_are_refused():
    with pytest.raises(MeasureError, match=r"have 1 and 2 units: .* None where it was not judged"):
        agreement.number_codes([["a"], ["a", "b"]])
    with pytest.raises(MeasureError, match="have no units"):
        agreement.number_codes([])
    with pytest.raises(MeasureError, match="judged no unit"):
        agreement.measure_labels([], [])
    with pytest.raises(MeasureError, match="between 0 and 1"):
        agreement.measure_labels(["a", "b"], ["a", "b"], confidence=95)


def test_where_all_say_no_each_coefficient_says_what_it_can():
    named = {item.measure: item for item in agreement.measure_ratings(np.zeros((2, 6)))}
    assert named["percentage"].value == 1
    assert named["Gwet's AC1"].value == 1
    assert named["Perreault-Leigh"].value == 1
    for measure in ("Cohen's kappa", "Fleiss' kappa", "Krippendorff's alpha"):
        assert named[measure].value is None
        assert "one category was used throughout" in named[measure].note


def test_one_coder_and_no_overlap_are_words_and_not_numbers():
    alone = agreement.measure_ratings(np.array([[1.0, 0, 1], [NAN, NAN, NAN]]))
    assert {item.note for item in alone} == {"undefined: one coder"}
    apart = agreement.measure_ratings(np.array([[1.0, 0, NAN], [NAN, NAN, 1]]))
    assert {item.note for item in apart} == {"undefined: no unit was judged by two coders"}
    assert {item.value for item in alone + apart} == {None}
    assert agreement.cohen_kappa([1, NAN], [NAN, 1]).value is None
    single = agreement.set_alpha(np.full((2, 3, 2), NAN))
    assert single.value is None and "no unit" in single.note


def test_alpha_without_each_person_is_that_of_the_package():
    rng = np.random.default_rng(3)
    ratings = rng.integers(0, 2, (3, 40)).astype(float)
    ratings[1] = np.where(rng.random(40) < 0.7, ratings[0], ratings[1])
    ratings[2, rng.random(40) < 0.3] = NAN
    counts = agreement.count_categories(ratings, (0, 1))
    people, seen = np.arange(40) // 5, []

    def spy(sums):
        seen.append(alpha_of_sums(sums, 1 - np.eye(2)))
        return seen[-1]

    units = sum_features(counts[None], 1 - np.eye(2))[0]
    agreement.bound_by_people(
        agreement.krippendorff_alpha(counts), units, [0, 0, 0], spy, people.tolist()
    )
    by_package = [
        krippendorff.alpha(ratings[:, people != person], level_of_measurement="nominal")
        for person in range(8)
    ]
    assert seen[-1][:8].tolist() == pytest.approx(by_package)


# Two coders, five segments. By hand:
#        s1     s2    s3    s4    s5
#   A    a      a b   b     a     -
#   B    a      a     b     b     a
TWO = codings("s1 a A, s2 a A, s2 b A, s3 b A, s4 a A, s1 a B, s2 a B, s3 b B, s4 b B, s5 a B")


def test_a_segment_without_a_code_of_a_coder_is_judged_or_not_as_is_stated():
    coded = agreement.rate_segments(TWO)
    assert coded.n_shared == 4
    assert np.isnan(coded.values[0, 4]).all()
    everything = agreement.rate_segments(TWO, judged="all")
    assert everything.n_shared == 5
    assert everything.values[0, 4].tolist() == [0, 0]
    assert coded.rule != everything.rule


def test_the_summary_has_every_code_and_is_plain_json():
    found = json.loads(json.dumps(agreement.summary(TWO), allow_nan=False))
    assert found["coders"] == ["A", "B"]
    assert (found["n_units"], found["n_shared"]) == (5, 4)
    a, b = found["codes"]
    assert (a["code"], a["given"]) == ("a", {"A": 3, "B": 3})
    # code a on s1 to s4: yes-yes, yes-yes, no-no, yes-no: 3/4 observed, chance 3/4 * 1/2 + 1/8
    values = {item["measure"]: item["value"] for item in a["measures"]}
    assert values["percentage"] == pytest.approx(0.75)
    assert values["Cohen's kappa"] == pytest.approx((0.75 - 0.5) / 0.5)
    # code b: no-no, yes-no, yes-yes, no-yes: 1/2 observed, 1/2 by chance
    values = {item["measure"]: item["value"] for item in b["measures"]}
    assert values["Cohen's kappa"] == pytest.approx(0)
    assert found["disagreements"] == 3
    assert found["pairs"][0]["n_shared"] == 4
    assert found["pairs"][0]["measures"][0]["value"] == pytest.approx(5 / 8)
    assert "independent of one another" in found["notes"][0]


def test_segments_of_one_participant_are_left_out_together():
    said = TWO.assign(participant=TWO["segment"].map(dict(s1="P", s2="P", s3="Q", s4="Q", s5="Q")))
    alone, together = agreement.summary(TWO), agreement.summary(said)
    assert together["notes"] == ["Intervals leave out each participant in turn."]
    for one, other in zip(alone["overall"], together["overall"], strict=True):
        assert one["value"] == other["value"]
    bounded = [item["measure"] for item in together["overall"] if item["low"] is not None]
    assert bounded == ["alpha on sets of codes (jaccard distance)", "Krippendorff's alpha, pooled"]
    assert together["overall"][0]["low"] != alone["overall"][0]["low"]
    with pytest.raises(MeasureError, match="Segment 's2' belongs to two participants"):
        agreement.summary(said.assign(participant=["P", "Q"] * 5))


def test_what_is_imagined_for_pooled_decisions_by_hand():
    # sets a, b and ab: code a in 2 of 3, b in 2 of 3. Two passages of two coders: 4 * 4/3 yes
    # of 8 decisions; two different sets differ on a in 4 of 6 ordered pairs, on b too: 2 * 4/3
    values = np.array([[[1.0, 0], [0, 1], [1, 1]], [[1.0, 0], [0, 1], [1, 1]]])
    counts = agreement.count_categories(values.reshape(2, -1), (0, 1)).reshape(-1, 2, 2)
    assert imagine_sets(counts, values).tolist() == pytest.approx([8 - 16 / 3, 16 / 3, 8 / 3])


def test_alpha_on_sets_by_hand():
    # four shared segments: {a}{a}, {a,b}{a} at 1/2, {b}{b}, {a}{b} at 1. Observed: 2 * 1.5 / 8.
    # Values: {a} 4, {a,b} 1, {b} 3. Ordered pairs: a-ab 2*4*1*.5, a-b 2*4*3*1, ab-b 2*1*3*.5:
    # 4 + 24 + 3 = 31 of 56
    alpha = agreement.set_alpha(agreement.rate_segments(TWO).values)
    assert alpha.value == pytest.approx(1 - (3 / 8) / (31 / 56))
    assert agreement.summary(TWO)["overall"][0]["value"] == pytest.approx(alpha.value)


def test_alpha_on_sets_is_nominal_alpha_where_every_set_has_one_code():
    values = np.full((4, 12, 5), NAN)
    for coder, unit in zip(*np.nonzero(~np.isnan(CANONICAL)), strict=True):
        values[coder, unit] = np.arange(1, 6) == CANONICAL[coder, unit]
    for distance in ("jaccard", "masi"):
        assert agreement.set_alpha(values, distance).value == pytest.approx(0.743, abs=0.0005)


def test_disagreements_name_the_segment_the_code_and_the_coders():
    frame = agreement.list_disagreements(agreement.rate_segments(TWO))
    assert frame.to_numpy().tolist() == [
        ["s2", "b", "A", "B"],
        ["s4", "a", "A", "B"],
        ["s4", "b", "B", "A"],
    ]


SELECTIONS = pd.DataFrame(
    [("s1", "d1", 0, 6), ("s2", "d1", 2, 8), ("s3", "d1", 6, 7)],
    columns=["segment", "document", "start", "end"],
)


def test_overlapping_selections_are_compared_character_by_character():
    # ten characters; A has 0-5, B has 2-7: both 4, one 2 + 2, neither 2; chance .52
    given = codings("s1 a A, s2 a B")
    found = agreement.summary(given, SELECTIONS, unit="characters")
    whole = agreement.rate_characters(given, SELECTIONS, lengths={"d1": 10})
    values = {
        item.measure: item
        for item in agreement.measure_ratings(whole.values[:, :, 0], whole.weights)
    }
    assert values["percentage"].value == pytest.approx(0.6)
    assert values["Cohen's kappa"].value == pytest.approx(0.08 / 0.48)
    assert values["Gwet's AC1"].se is None
    assert (found["n_units"], found["codes"][0]["given"]) == (8, {"A": 6, "B": 6})
    assert found["codes"][0]["measures"][0]["value"] == pytest.approx(0.5)
    assert "independently" in found["notes"][0]


def test_neighbouring_characters_with_one_disagreement_are_one_row():
    given = codings("s1 a A, s3 a A, s2 a B, s3 b B")
    frame = agreement.list_disagreements(agreement.rate_characters(given, SELECTIONS))
    assert frame.to_numpy().tolist() == [
        ["d1", 0, 2, "a", "A", "B"],
        ["d1", 6, 7, "b", "B", "A"],
        ["d1", 7, 8, "a", "B", "A"],
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"), st.sampled_from("ab"), st.integers(0, 11), st.integers(1, 9)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_pieces_weighted_by_length_count_as_single_characters_do(rows):
    names = [f"s{number}" for number in range(len(rows))]
    given = pd.DataFrame(
        {"segment": names, "code": [row[1] for row in rows], "coder": [row[0] for row in rows]}
    )
    places = pd.DataFrame(
        {
            "segment": names,
            "document": "d1",
            "start": [row[2] for row in rows],
            "end": [row[2] + row[3] for row in rows],
        }
    )
    pieces = agreement.rate_characters(given, places, codes=["a", "b"], lengths={"d1": 20})
    single = np.zeros((len(pieces.coders), 20, 2))
    for coder, code, start, length in rows:
        single[pieces.coders.index(coder), start : start + length, "ab".index(code)] = 1
    for code in range(2):
        by_piece = agreement.measure_ratings(pieces.values[:, :, code], pieces.weights)
        by_character = agreement.measure_ratings(single[:, :, code])
        for left, right in zip(by_piece, by_character, strict=True):
            assert left.value == pytest.approx(right.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (TWO.drop(columns="coder"), "need the column 'coder'"),
        (TWO.iloc[:0], "no coding"),
        (TWO.assign(code=["a", None, *"abababab"]), "Coding 2 has an empty cell"),
    ],
)
def test_a_table_that_holds_no_codings_is_refused(table, words):
    with pytest.raises(MeasureError, match=words):
        agreement.summary(table)


def test_what_characters_need_is_asked_for_by_name():
    with pytest.raises(MeasureError, match="table of segments is needed"):
        agreement.summary(TWO, unit="characters")
    with pytest.raises(MeasureError, match="Segment 's4' has no document"):
        agreement.rate_characters(TWO, SELECTIONS)
    given = codings("s1 a A")
    with pytest.raises(MeasureError, match="column 'end'"):
        agreement.rate_characters(given, SELECTIONS.drop(columns="end"))
    with pytest.raises(MeasureError, match="'s1' does not end after"):
        agreement.rate_characters(given, SELECTIONS.assign(end=0))
    with pytest.raises(MeasureError, match="within its document"):
        agreement.rate_characters(given, SELECTIONS, lengths={"d1": 5})
    with pytest.raises(MeasureError, match="'z' is used but is not in the codebook"):
        agreement.rate_segments(codings("s1 z A"), codes=["a"])
    with pytest.raises(MeasureError, match="'coded' or 'all'"):
        agreement.rate_segments(TWO, judged="seen")


def test_a_summary_of_one_coder_says_so_and_has_no_number():
    found = agreement.summary(codings("s1 a A, s2 b A"))
    assert found["notes"][0].startswith("There is one coder")
    assert [item["value"] for item in found["overall"]] == [None] * 7
    assert json.dumps(found, allow_nan=False)


def test_a_summary_is_the_same_every_time():
    assert agreement.summary(TWO) == agreement.summary(TWO)


ratings = st.lists(
    st.lists(st.sampled_from([0.0, 1.0, NAN]), min_size=6, max_size=6), min_size=2, max_size=4
)


@given(ratings)
def test_no_coefficient_is_ever_an_unexplained_nan(table):
    for item in agreement.measure_ratings(np.array(table)):
        assert (item.value is None) == item.note.startswith("undefined")
        assert item.value is None or np.isfinite(item.value)
        assert item.value is None or item.value <= 1 + 1e-12


@given(ratings)
def test_the_order_of_coders_and_the_names_of_categories_do_not_matter(table):
    first = np.array(table)
    for left, right in zip(
        agreement.measure_ratings(first), agreement.measure_ratings(1 - first[::-1]), strict=True
    ):
        assert left.value == pytest.approx(right.value)


def test_alpha_of_more_units_than_the_package_is_given_is_the_package_s(monkeypatch):
    rng = np.random.default_rng(5)
    ratings = rng.integers(0, 4, (3, 60)).astype(float)
    ratings[rng.random(ratings.shape) < 0.2] = NAN
    counts = agreement.count_categories(ratings)
    by_package = agreement.krippendorff_alpha(counts).value
    monkeypatch.setattr("senco.measures.agreement.alpha._LARGEST", 0)
    monkeypatch.setattr(krippendorff, "alpha", None)  # and it is not asked
    assert agreement.krippendorff_alpha(counts).value == pytest.approx(by_package, abs=1e-12)


def test_kappa_s_interval_is_that_of_the_tables_of_people():
    """As `bound_by_people` has it of tables unit by unit, some of them judged by one coder."""
    rng = np.random.default_rng(6)
    first = rng.choice(list("abc"), 40).tolist()
    second = [one if rng.random() < 0.7 else "a" for one in first]
    second[3] = second[17] = None
    people = [number // 4 for number in range(40)]
    found = agreement.measure_labels(first, second, people)["Cohen's kappa"]
    units = np.array([[(a, b) == pair for pair in product("abc", repeat=2)]
                      for a, b in zip(first, second, strict=True)], dtype=float)  # fmt: skip
    even = np.where(np.eye(3) > 0, 1 / 3, 1 / 6).ravel()

    def kappa(sums):
        shares = (sums / sums.sum(axis=-1, keepdims=True)).reshape(*sums.shape[:-1], 3, 3)
        chance = np.sum(shares.sum(axis=-1) * shares.sum(axis=-2), axis=-1)
        return (np.trace(shares, axis1=-2, axis2=-1) - chance) / (1 - chance)

    plain = agreement.Coefficient("kappa", found.value)
    told = agreement.bound_by_people(plain, units, even, kappa, people)
    assert (found.low, found.high) == pytest.approx((told.low, told.high), abs=1e-12)
