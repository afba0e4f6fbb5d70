"""Key influences, against a table of three people and three influences worked by hand."""

import numpy as np
import pandas as pd
import pytest

from senco.errors import MeasureError
from senco.measures.networks import find_key_influences, vary_weights
from senco.measures.networks.keys import _judge

# By hand, in even shares:
#        a    b    c
#   P1  1.5  1.5  0      a: mean 4/3, an even share or more for 2 of 3: key
#   P2  2.5  0    0.5    b: mean 2.5/3 = .83, 2 of 3: not above 1, not key
#   P3  0    1    2      c: mean 2.5/3 = .83, 1 of 3: not key
EVIDENCE = pd.DataFrame(
    [[1.5, 1.5, 0], [2.5, 0, 0.5], [0, 1, 2]], index=["P1", "P2", "P3"], columns=list("abc")
)


def test_the_rule_gives_what_was_worked_by_hand():
    found = find_key_influences(EVIDENCE)
    assert found["score"].tolist() == pytest.approx([4 / 3, 2.5 / 3, 2.5 / 3])
    assert found["rank"].tolist() == [1, 2.5, 2.5]
    assert found["reach"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3])
    assert found["key"].tolist() == [True, False, False]


def test_each_participant_is_left_out_in_turn():
    # a without P1: mean 1.25, 1 of 2: key. Without P2: mean .75: not. Without P3: mean 2: key.
    # b without P1: .5. Without P2: 1.25, 2 of 2: key. Without P3: .75.
    # c without P1: 1.25, 1 of 2: key. Without P2: 1, not above 1. Without P3: .25.
    assert find_key_influences(EVIDENCE)["left_out"].tolist() == pytest.approx(
        [2 / 3, 1 / 3, 1 / 3]
    )


def test_resampling_agrees_with_every_possible_sample():
    # all 27 samples of three people; key by the rule written out anew
    rows = EVIDENCE.to_numpy()
    held = np.zeros(3)
    for number in range(27):
        sample = rows[[number // 9, number // 3 % 3, number % 3]]
        held += (sample.mean(axis=0) > 1 + 1e-9) & ((sample >= 1).mean(axis=0) >= 0.5)
    found = find_key_influences(EVIDENCE, draws=40_000)["resampled"]
    assert found.to_numpy() == pytest.approx(held / 27, abs=0.01)


def test_what_everyone_says_is_key_and_what_nobody_says_is_not():
    evidence = pd.DataFrame([[2.0, 1.0, 0.0]] * 8, columns=list("abc"))
    found = find_key_influences(evidence)
    assert found["verdict"].tolist() == ["key", "not key", "not key"]
    assert found["resampled"].tolist() == [1, 0, 0]


def test_an_even_spread_leaves_nothing_key():
    found = find_key_influences(
        pd.DataFrame(np.ones((5, 3)) * (0.1 + 0.2) / 0.3, columns=list("abc"))
    )
    assert not found["key"].any() and found["rank"].tolist() == [2, 2, 2]


def test_a_missing_cell_is_absent_and_not_zero():
    found = find_key_influences(EVIDENCE.assign(a=[1.5, np.nan, np.nan]))
    assert found.loc["a", ["n", "score", "reach"]].tolist() == [1, 1.5, 1]


def test_a_participant_without_evidence_is_left_out():
    more = pd.concat([EVIDENCE, pd.DataFrame(np.nan, index=["P4"], columns=list("abc"))])
    pd.testing.assert_frame_equal(find_key_influences(more), find_key_influences(EVIDENCE))


def test_an_influence_without_evidence_is_named_as_such():
    found = find_key_influences(EVIDENCE.assign(d=np.nan))
    assert found.loc["d", "verdict"] == "no evidence"
    assert found.loc["d", "n"] == 0 and not found.loc["d", "key"]


def test_one_participant_cannot_tell():
    found = find_key_influences(EVIDENCE.iloc[:1])
    assert found["resampled"].isna().all()
    assert set(found["verdict"]) == {"cannot tell at this n"}


def test_the_order_of_participants_changes_no_score_and_a_seed_gives_the_same_again():
    first = find_key_influences(EVIDENCE, seed=3)
    pd.testing.assert_frame_equal(first, find_key_influences(EVIDENCE, seed=3))
    turned = find_key_influences(EVIDENCE.iloc[::-1])
    assert turned["score"].tolist() == pytest.approx(first["score"].tolist())


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (EVIDENCE.replace(2.5, -1), "evidence of 'P2' for 'a' is -1"),
        (EVIDENCE.replace(2.5, np.inf), "'P2' for 'a' is inf"),
        (EVIDENCE.iloc[:0], "at least one participant"),
        (EVIDENCE * np.nan, "No participant has any evidence"),
    ],
)
def test_what_cannot_be_is_refused_by_name(evidence, told):
    with pytest.raises(MeasureError, match=told):
        find_key_influences(evidence)


def test_weights_are_varied_over_all_mixtures():
    # told: a 2, b 0; ranked: a 0.5, b 1.5. With weight w on told, a = 0.5 + 1.5 w is key above
    # w = 1/3 and b = 1.5 - 1.5 w below it; w is uniform on 0 to 1.
    told = pd.DataFrame([[2.0, 0.0]] * 3, columns=["a", "b"])
    ranked = pd.DataFrame([[0.5, 1.5]] * 3, columns=["a", "b"])
    found = vary_weights({"told": told, "ranked": ranked}, draws=20_000)
    assert found["weighted"].tolist() == pytest.approx([2 / 3, 1 / 3], abs=0.01)
    assert found["only told"].tolist() == [True, False]
    assert found["only ranked"].tolist() == [False, True]


def test_with_one_source_no_weight_can_vary():
    found = vary_weights({"told": EVIDENCE})
    assert found["weighted"].isna().all() and found["only told"].tolist() == [True, False, False]


def test_a_share_of_exactly_nine_or_one_in_ten_decides():
    # 1 - .9 is .09999999999999998, which a tenth would not reach by itself
    assert [_judge(8, share) for share in (0.9, 0.1, 0.101, 0.899)] == [
        "key", "not key", "cannot tell at this n", "cannot tell at this n",
    ]  # fmt: skip


def test_scores_that_differ_by_a_rounding_error_share_a_rank():
    evidence = pd.DataFrame([[0.1, 0.3, 0.0], [0.2, 0.0, 0.0]], columns=list("abc"))
    assert find_key_influences(evidence)["rank"].tolist() == [1.5, 1.5, 3]
