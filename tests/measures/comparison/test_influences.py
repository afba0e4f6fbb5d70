"""Key influences are kept, gained and lost by one rule for both cohorts."""

import pytest

from senco.measures.comparison import AGREES, DIFFERS, NEVER, OPEN, compare_cohorts
from senco.measures.comparison.verdicts import AGREEMENT, NOTHING

R, E, K = "relationships", "ethos-and-support", "knowledge-and-skills"


def keys(found):
    rows = found.findings.loc[found.findings["area"] == "key influences"]
    return rows.set_index("key")


def test_kept_gained_lost_and_in_neither_are_told_apart(make):
    here = make("here", passages=[[R, E]] * 12)
    there = make("there", passages=[[R, K]] * 12)
    rows = keys(compare_cohorts(here, there, draws=99))
    told = {key: (rows.loc[f"key:{key}", "verdict"], rows.loc[f"key:{key}", "reason"].split(":")[0])
            for key in (R, E, K)}  # fmt: skip
    assert told == {R: (AGREES, "Kept"), E: (DIFFERS, "Gained"), K: (DIFFERS, "Lost")}
    rest = rows.loc["key:purpose-and-outcomes"]
    assert rest["verdict"] == AGREES and rest["reason"].startswith("Key in neither.")
    # six influences, one of two passages on each: (1 + 4/6) even shares, four being spread
    assert rows.loc[f"key:{R}", "here"] == pytest.approx(5 / 3)


def test_where_the_rule_is_not_firm_it_cannot_be_told(make):
    here = make("here", passages=[[R, E], [E]] * 2)
    there = make("there", passages=[[R], [E], [K], [R, K]])
    rows = keys(compare_cohorts(here, there, draws=99))
    assert rows.loc[f"key:{K}", "verdict"] == OPEN
    assert "there: cannot tell at this n" in rows.loc[f"key:{K}", "reason"]


def test_only_evidence_that_both_cohorts_have_is_used(make):
    ranks = {"a": [1, 1, 1], "b": [2, 2, 2]}
    here = make("here", ranks, passages=[[R, E]] * 3)
    here.tables["constructs"]["influence"] = [K, E]
    there = make("there", passages=[[R, E]] * 3)
    rows = keys(compare_cohorts(here, there, draws=99))
    assert rows["reason"].str.endswith("Evidence that both have: narratives.").all()
    # its ranking is not asked: nothing but its part of the four pieces that are spread
    assert rows.loc[f"key:{K}", "here"] == pytest.approx(4 / 6)


def test_a_publication_names_its_influences_and_is_not_measured_by_the_rule(make):
    here = make("here", passages=[[R, E]] * 12)
    printed = make("printed", passages=[[K]] * 12, provenance="published")
    rows = keys(compare_cohorts(here, printed, draws=99))
    assert rows.loc[f"key:{R}", "verdict"] == AGREES
    # nobody here speaks of it, and no number of people would make that a difference
    silent = rows.loc[f"key:{K}"]
    assert (silent["verdict"], silent["reach"]) == (NEVER, NOTHING)
    assert "gives no rule" in silent["reason"] and rows["there"].isna().all()
    # half of six speak of it, and half is what the rule asks: that may yet become key
    here = make("half", passages=[[R, E]] * 3 + [[R, K]] * 3)
    rows = keys(compare_cohorts(here, printed, draws=99))
    assert (rows.loc[f"key:{E}", "verdict"], rows.loc[f"key:{E}", "reach"]) == (OPEN, AGREEMENT)


def test_cohorts_without_evidence_in_common_say_so(make):
    here = make("here", {"a": [1, 1], "b": [2, 2]})
    here.tables["constructs"]["influence"] = [R, E]
    found = compare_cohorts(here, make("there", passages=[[R]] * 2))
    why = found.not_compared.set_index("area")["why"]
    assert "no source of evidence in common" in why["key influences"]
