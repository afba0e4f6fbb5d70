"""The sentences that tell why an influence is called key."""

import pandas as pd
import pytest

from senco.cohort import load_cohort
from senco.networks import (
    explain_keys,
    explain_quoted,
    find_key_influences,
    gather_evidence,
    list_counts,
    list_evidence,
    note_keys,
    tabulate_alone,
    tabulate_keys,
    vary_weights,
)

EVIDENCE = pd.DataFrame(
    [[2.0, 1.0, 0.0, None]] * 5 + [[2.0, 0.4, 0.6, None]] * 5, columns=list("abcd"), dtype=float
)


def test_each_reason_names_the_numbers_behind_it():
    found = find_key_influences(EVIDENCE)
    told = explain_keys(found, pd.Series({"a": 0.75}))
    assert "2.00 times an even share of the evidence (place 1 of 4)" in told["a"]
    assert "for 10 of 10 SENCOs. By the rule that makes it key." in told["a"]
    assert "in 100% of the cohorts resampled" in told["a"] and "in 75% of all ways" in told["a"]
    assert told["a"].endswith("So this book calls it key.")
    assert "not key" in told["b"] and "all ways to weigh" not in told["b"]
    assert told["d"].startswith("No source of this cohort can show it")


def test_a_rule_that_holds_without_being_firm_is_perhaps_key():
    found = find_key_influences(EVIDENCE)
    found.loc["b", ["key", "verdict"]] = [True, "cannot tell at this n"]
    assert note_keys(found) == {"a": "key", "b": "perhaps key"}


def test_the_table_has_the_verdict_first_and_words_for_headings():
    found = find_key_influences(EVIDENCE)
    table = tabulate_keys(found, vary_weights({"narratives": EVIDENCE}))
    assert table.columns.tolist()[:2] == ["verdict", "rule"]
    assert table.loc["a", ["verdict", "rule"]].tolist() == ["key", "yes"]


def test_what_one_source_alone_would_say_is_told_in_words():
    table = tabulate_alone(vary_weights({"narratives": EVIDENCE}))
    assert table["only narratives"].tolist() == ["yes", "no", "no", ""]


@pytest.fixture
def study(project):
    return load_cohort("ey-pvi-2017", project=project)


def test_a_published_influence_is_key_because_the_article_says_so(study):
    measured = pd.DataFrame(
        {"participants": 4, "statements": 5}, index=pd.Index(list(study.influences))
    )
    told = explain_quoted(study, measured)
    assert "(lines 300-335)" in told["relationships"]
    assert "prints or reports 5 statements, of 4 SENCOs." in told["relationships"]
    assert list_counts(measured)["quality_of_evidence_statements"] == 5


def test_the_evidence_is_in_the_order_of_influences_and_people(study):
    listed = list_evidence(gather_evidence(study).items, study)
    order = [list(study.influences).index(key) for key in listed["influence"]]
    assert order == sorted(order)
    first = listed.loc[listed["influence"] == "relationships", "participant"].tolist()
    assert first == sorted(first) and len(listed) == 26
