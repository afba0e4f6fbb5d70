"""Key influences are kept, gained and lost by one rule for both cohorts."""

import pytest

from senco.comparison import AGREES, DIFFERS, OPEN, compare_cohorts

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
    assert (
        rows.loc[f"key:{K}", "verdict"] == OPEN
        and "gives no rule" in rows.loc[f"key:{K}", "reason"]
    )
    assert rows["there"].isna().all()


def test_cohorts_without_evidence_in_common_say_so(make):
    here = make("here", {"a": [1, 1], "b": [2, 2]})
    here.tables["constructs"]["influence"] = [R, E]
    found = compare_cohorts(here, make("there", passages=[[R]] * 2))
    why = found.not_compared.set_index("area")["why"]
    assert "no source of evidence in common" in why["key influences"]
