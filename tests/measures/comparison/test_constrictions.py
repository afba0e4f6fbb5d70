"""What constricts is met again where a claim says so; silence is never a difference."""

import pandas as pd
import pytest

from senco.measures.comparison import AGREES, DIFFERS, OPEN, compare_cohorts
from senco.measures.comparison.verdicts import AGREEMENT, EITHER


def claims(rows):
    columns = ["claim", "influence", "kind", "gist", "same_as"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture
def original(make):
    rows = [
        ("C01", "relationships", "constriction", "Nobody answers.", None),
        ("C02", "relationships", "constriction", "Meetings are few.", None),
        ("C03", "relationships", "possibility", "Peers help.", None),
        ("C04", "ethos-and-support", "constriction", "No time.", None),
        ("C05", None, "possibility", "A hub.", None),
    ]
    return make("ey-pvi-2017", claims=claims(rows), people=["EY1"] * 1)


@pytest.fixture
def again(make):
    rows = [
        ("C01", "relationships", "constriction", "The line is engaged.", "C01"),
        ("C02", "relationships", "constriction", "Peers compete.", "C03"),
        ("C03", "ethos-and-support", "constriction", "Something new.", None),
    ]
    return make("here", claims=claims(rows), people=[f"P{n}" for n in range(1, 9)])


def test_each_claim_is_met_again_turned_round_or_not_named(again, original):
    found = compare_cohorts(again, original).claims
    assert found["verdict"].tolist() == [AGREES, OPEN, DIFFERS, OPEN, OPEN]
    assert found.loc[0, "met_by"] == "The line is engaged."
    assert found["influence"].iloc[-1] == "several"


def test_one_claim_met_again_does_not_make_a_group_agree(make, again, original):
    rows = compare_cohorts(again, original).findings.set_index("key")
    told = rows.loc["constriction:relationships"]
    # of C01 and C02 one is met again
    assert (told["here"], told["there"], told["verdict"]) == (1, 2, OPEN)
    assert told["reason"].startswith("Met again here: 1 of 2;") and told["reach"] == AGREEMENT
    assert rows.loc["possibility:relationships", "verdict"] == DIFFERS
    silent = rows.loc["constriction:ethos-and-support"]
    # 1 - .05^(1/8) = .312: what fewer than 31 % meet with is easily missed by eight
    assert (silent["verdict"], silent["reach"]) == (OPEN, EITHER)
    assert "never counted as a difference, however many" in silent["reason"]
    assert "fewer than 31 %" in silent["reason"]
    assert "possibility:ethos-and-support" not in rows.index
    more = pd.DataFrame(
        [("C04", "relationships", "constriction", "Meetings fail.", "C02")],
        columns=again.tables["claims"].columns,
    )
    both = make("both", claims=pd.concat([again.tables["claims"], more]), people=["P1"])
    rows = compare_cohorts(both, original).findings.set_index("key")
    assert rows.loc["constriction:relationships", "verdict"] == AGREES


def test_without_claims_it_is_said(make, original):
    found = compare_cohorts(make("here"), original)
    why = found.not_compared.set_index("area")["why"]
    assert why["constrictions and possibilities"] == "Here contains no coded claim."
    assert found.claims.empty


def test_what_repeats_a_claim_is_met_with_it_and_counts_once(again, original):
    """By hand: C01 and C02 are one difficulty, C01 is met again, C02 turned round by another."""
    table = original.tables["claims"]
    table["difficulty"] = ["D01", "D01", None, "D02", None]
    assert compare_cohorts(again, original).claims["verdict"].tolist() == [
        AGREES,
        AGREES,
        DIFFERS,
        OPEN,
        OPEN,
    ]
    told = (
        compare_cohorts(again, original).findings.set_index("key").loc["constriction:relationships"]
    )
    assert (told["here"], told["there"], told["verdict"]) == (1, 1, AGREES)
