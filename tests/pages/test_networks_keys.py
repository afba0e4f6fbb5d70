"""The sentences that tell why an influence is called key."""

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.measures.networks import (
    Bridging,
    Compared,
    find_key_influences,
    gather_evidence,
    vary_weights,
)
from senco.measures.networks.robustness import Sets
from senco.pages.networks import (
    describe_bridging,
    describe_networks,
    describe_sets,
    explain_keys,
    explain_quoted,
    list_counts,
    list_evidence,
    list_robust,
    list_tied,
    note_keys,
    tabulate_alone,
    tabulate_chance,
    tabulate_keys,
)

EVIDENCE = pd.DataFrame(
    [[2.0, 1.0, 0.0, None]] * 5 + [[2.0, 0.4, 0.6, None]] * 5, columns=list("abcd"), dtype=float
)


SUMMARY = pd.DataFrame(
    {
        "key": [0.95, 0.25, 0.0, 0.0],
        "hangs_on": [(), ("least reach", "average over the participants"), ("least score",), ()],
    },
    index=list("abcd"),
)


def test_each_reason_names_the_numbers_behind_it():
    found = find_key_influences(EVIDENCE)
    told = explain_keys(found, pd.Series({"a": 0.75}), SUMMARY, 1_200)
    assert "2.00 times an even share of the evidence (place 1 of 4)" in told["a"]
    assert "for 10 of 10 participants. By the rule of this page that makes it key." in told["a"]
    assert "in 100% of the cohorts resampled" in told["a"] and "in 75% of all ways" in told["a"]
    assert told["a"].endswith(
        "So by this rule it is clearly key. Of 1,200 rules that could be defended, 95% make it key."
    )
    assert told["b"].endswith(
        "25% make it key; the choices that change that most often: least reach and average over "
        "the participants."
    )
    assert told["c"].endswith(
        "0% make it key; the choice that changes that most often: least score."
    )
    assert "not key" in told["b"] and "all ways to weigh" not in told["b"]
    assert told["d"] == "No source of this cohort can show it, so nothing can be said about it."


def test_only_what_nine_in_ten_rules_make_key_is_called_so_whatever_the_rule():
    assert list_robust(SUMMARY) == ["a"]
    assert list_robust(SUMMARY.assign(key=0.9)) == list("abcd")


def test_how_far_the_rules_agree_is_told_with_the_rule_of_the_page_among_them():
    told = describe_sets(Sets(n=200, different=7, none=0.4, same=0.1, most=3))
    assert told.startswith("They give 7 different sets of key influences; under 40% of them none")
    assert "10% give the same set as the rule of this page" in told
    assert describe_sets(Sets(9, 1, 0, 1, 2)) == "All of them give the same answer."


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            Bridging(8, 8, 8, 8.0, "settled by the totals"),
            "in any network with these numbers of ties.",
        ),
        (Bridging(8, 3, 8, 4.26, "more than chance gives"), "more than the 4.3 that chance gives"),
        (Bridging(5, 3, 8, 4.26, "cannot tell at this n"), "cannot be told from so few."),
        (Bridging(5, 3, 8, 5.5, "no more than chance gives"), "does not show here."),
    ],
)
def test_that_people_join_the_systems_is_said_only_where_more_do_than_chance_gives(found, told):
    said = describe_bridging(found, 8)
    assert told in said and said.startswith(f"{found.count} of 8 are tied to more than one")
    assert ("people connect the systems more often" in said) == (
        found.verdict == "more than chance gives"
    )


def test_a_reader_is_told_whether_all_networks_were_counted():
    table = pd.DataFrame({"first": ["a"], "second": ["b"], "shared": [1], "verdict": ["x"]})
    assert describe_networks(Compared(table, True, 2_688, 0.0)) == (
        "all 2,688 networks with these totals"
    )
    assert "10,000 networks drawn at random" in describe_networks(
        Compared(table, False, 10_000, 0.005)
    )
    assert "at most 0.005)" in describe_networks(Compared(table, False, 10_000, 0.005))
    shown = tabulate_chance(Compared(table, True, 1, 0.0))
    assert shown.columns.tolist() == ["first", "second", "verdict", "shared"]


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
    assert "(Mesosystem, par. 1–3)" in told["relationships"]
    assert "prints or reports 5 statements, of 4 participants." in told["relationships"]
    assert list_counts(measured)["quality_of_evidence_statements"] == 5


def test_the_evidence_is_in_the_order_of_influences_and_people(study):
    listed = list_evidence(gather_evidence(study).items, study)
    order = [list(study.influences).index(key) for key in listed["influence"]]
    assert order == sorted(order)
    first = listed.loc[listed["influence"] == "relationships", "participant"].tolist()
    assert first == sorted(first) and len(listed) == 26


def test_the_people_tied_to_each_influence_are_counted_by_hand(study):
    ties = pd.DataFrame({"relationships": [0.4, 0, 2], "ethos-and-support": [0, 0, 0]})
    assert list_tied(ties, study.influences) == "Relationships 2; Ethos and support 0"
