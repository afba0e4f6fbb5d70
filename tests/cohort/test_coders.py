"""One coder is counted for each participant, by one rule, wherever codings are counted."""

import pandas as pd
import pytest

from senco.cohort import coders
from senco.cohort.loading import load_study
from senco.cohort.model import Cohort, CohortInfo
from senco.measures import networks
from senco.measures.comparison import compare_cohorts
from senco.measures.networks import gather_evidence
from senco.pages import grids, narratives
from senco.pages.cohorts import explain_coders, tabulate_coders

#: Two people, two passages each. Ann coded P1 alone, Ben both, and each differs from the other.
#: By hand: Ann's P1 is a, b; Ben's P1 is b, c and Ben's P2 a, a.
CODINGS = [("s1", "a", "ann"), ("s2", "b", "ann"), ("s1", "b", "ben"), ("s2", "c", "ben"),
           ("s3", "a", "ben"), ("s4", "a", "ben")]  # fmt: skip
OWNERS = {"s1": "P1", "s2": "P1", "s3": "P2", "s4": "P2"}


@pytest.fixture
def make(project):
    study = load_study(project)
    names = dict(zip("abc", (one.id for one in study.influences), strict=False))

    def build(rows=CODINGS, named=(), title="Two"):
        info = CohortInfo(title=title, provenance="collected", summary="Made for a test.",
                          source="By hand.", licence="CC0", coders=named)  # fmt: skip
        tables = {
            "participants": pd.DataFrame({"participant": ["P1", "P2"]}),
            "segments": pd.DataFrame(
                {"segment": list(OWNERS), "participant": list(OWNERS.values()), "gist": "Tells.",
                 "lines": None}
            ),
            "codings": pd.DataFrame(rows, columns=["segment", "code", "coder"])
            .assign(placing=None),
            "codes": pd.DataFrame({"code": list("abc"), "label": list("ABC"), "parent": None,
                                   "influence": list(names.values())}),
        }  # fmt: skip
        return Cohort(title.lower(), info, study, tables), names

    return build


def count(cohort, names):
    """Statements under a, b and c, person by person."""
    ties = networks.count_ties(networks.list_statements(cohort), ["P1", "P2"], list(names.values()))
    return ties.to_numpy().tolist()


def test_a_participant_is_counted_as_the_coder_named_first_coded_them(make):
    # cohort.yml's order first, then that of the table; never both coders' codings
    assert count(*make()) == [[1, 1, 0], [2, 0, 0]]
    assert count(*make(named=("ann", "ben"))) == [[1, 1, 0], [2, 0, 0]]
    assert count(*make(named=("ben",))) == [[0, 1, 1], [2, 0, 0]]
    assert count(*make(CODINGS[::-1])) == [[0, 1, 1], [2, 0, 0]]


def test_a_second_coder_of_a_part_changes_no_count(make):
    """Everything that reads codings gives what it gives without the second coder."""
    both, names = make(named=("ben", "ann"))
    alone, _ = make([row for row in CODINGS if row[2] == "ben"])
    assert count(both, names) == count(alone, names)
    assert networks.count_unplaced(both) == networks.count_unplaced(alone) == 0
    pd.testing.assert_frame_equal(networks.count_codes(both), networks.count_codes(alone))
    for cohort in (both, alone):
        evidence = gather_evidence(cohort)
        assert len(evidence.items) == 4
        assert evidence.unfilled["narratives"].iloc[1, 0] == 3  # all of P2's, of three influences
    pd.testing.assert_frame_equal(
        narratives.tabulate_saturation(both)[0], narratives.tabulate_saturation(alone)[0]
    )
    statements = networks.list_statements(both)
    pd.testing.assert_frame_equal(
        networks.list_splits(both, statements), networks.list_splits(alone, statements)
    )


def test_two_who_shared_the_participants_lose_nothing(make):
    shared = [row for row in CODINGS if (row[2] == "ann") == (OWNERS[row[0]] == "P1")]
    cohort, names = make(shared, named=("ben", "ann"))
    assert count(cohort, names) == [[1, 1, 0], [2, 0, 0]]
    assert len(coders.take_counted(cohort)) == len(shared) == 4


def test_a_comparison_of_a_cohort_with_one_of_its_coders_finds_no_distance(make):
    # the union of both had put P1 under a, b and c: shares of 1/3 against 1/2
    both, _ = make(named=("ben", "ann"))
    alone, _ = make([row for row in CODINGS if row[2] == "ben"], title="One")
    findings = compare_cohorts(both, alone).findings.set_index("key")
    assert findings.loc["distance", "difference"] == 0
    speaks = findings.loc[findings.index.str.startswith("speaks:")]
    assert (speaks["here"] == speaks["there"]).all()


def test_agreement_is_told_of_every_coder(make):
    cohort, _ = make(named=("ben",))
    agreement, reason = narratives.tabulate_agreement(cohort)
    assert reason == "" and len(agreement)
    assert set(narratives.tabulate_disagreements(cohort)["segment"]) == {"s1", "s2"}


def test_a_passage_on_which_coders_differ_is_listed_once_with_every_code_they_differ_on(make):
    # s1: a by Ann, b by Ben; s2: b by Ann, c and a by Ben. Five decisions, two passages.
    apart = narratives.tabulate_disagreements(make([*CODINGS, ("s2", "a", "ben")])[0])
    assert apart["segment"].tolist() == ["s1", "s2"]
    assert apart["ann"].tolist() == ["A", "B"]
    assert apart["ben"].tolist() == ["B", "C; A"]


def test_whose_codings_count_is_said_in_words(make):
    told = coders.describe_counted(make(named=("ann",))[0])
    assert told == (
        "The passages were coded by ann and ben; the ones counted are ann’s for 1 of 2 people and "
        f"ben’s for 1 of 2 people. {coders.RULE}"
    )
    alone, _ = make([row for row in CODINGS if row[2] == "ben"])
    assert coders.describe_counted(alone) == "The passages were coded by one person."
    assert explain_coders([alone]) == "In each of these cohorts at most one person coded."
    assert explain_coders([alone, make()[0]]).startswith("B: The passages were coded by ann and")


def test_what_each_coder_would_have_given_stands_beside_what_is_counted(make):
    cohort, names = make(named=("ann", "ben"))
    frame = networks.tabulate_coders(cohort).set_index("influence").loc[list(names.values())]
    assert list(frame) == ["statements", "people", "statements, ann", "people, ann",
                           "statements, ben", "people, ben"]  # fmt: skip
    # a: s1, s3, s4 of P1 and P2; ann s1; ben s3, s4. b: s2; s2; s1. c: none; none; s2.
    assert frame.to_numpy().tolist() == [[3, 2, 1, 1, 2, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1]]
    assert networks.tabulate_coders(make(CODINGS[:2])[0]).empty
    # of a and b each coder finds one person; of c ann finds none
    shown = tabulate_coders([cohort])
    assert shown[["letter", "people", "by coder"]].to_numpy().tolist() == [
        ["A", 0, "ann: 0; ben: 1"]
    ]


def test_sortings_of_constructs_follow_the_same_rule(make):
    rows = [("P1", "k", "ann", "time"), ("P1", "k", "ben", "team"), ("P2", "k", "ben", "team")]
    cohort, _ = make(named=("ann", "ben"))
    cohort.tables["grid_constructs"] = pd.DataFrame(
        {"participant": ["P1", "P2"], "grid_construct": "k"}
    )
    cohort.tables["construct_assignments"] = pd.DataFrame(
        rows, columns=["participant", "grid_construct", "coder", "category"]
    ).assign(construct=None)
    assert list(grids.read_counted(cohort).values()) == ["time", "team"]
    assert list(grids.read_sortings(cohort)) == ["ann", "ben"]
    frame = grids.tabulate_coders(cohort)
    assert frame.to_numpy().tolist() == [["team", 1, 0, 2], ["time", 1, 1, 0]]
    assert coders.describe_counted(cohort).count("by ann and ben") == 2


def test_a_construct_that_two_coders_sorted_is_evidence_once_and_of_one_influence(project):
    from senco.cohort.loading import load_cohort

    study = load_cohort("worked-example", project=project)
    rows = study.tables["construct_assignments"]
    first = rows.loc[rows["coder"] == "coder-1"].dropna(subset="construct")
    items = gather_evidence(study).items.query("source == 'grids'")
    assert len(items) == len(first) and (items["amount"] == 1).all()


#: They talked P1 through: s1 is a, as Ann said, and s2 is b and c. P2 is Ben's alone.
SETTLED = [*CODINGS, ("s1", "a", "agreed"), ("s2", "b", "agreed"), ("s2", "c", "agreed")]


def test_what_coders_settled_counts_first_and_is_no_third_opinion(make):
    cohort, names = make(SETTLED)
    assert count(cohort, names) == [[1, 1, 1], [2, 0, 0]]
    assert count(*make(SETTLED, named=("ben", "ann"))) == [[1, 1, 1], [2, 0, 0]]
    assert count(*make(SETTLED, named=("ben", "agreed"))) == [[0, 1, 1], [2, 0, 0]]
    told = coders.describe_counted(cohort, "codings")
    assert told.startswith(
        "The passages were coded by ann and ben; the ones counted are those that they settled "
        "between them for 1 of 2 people and ben’s for 1 of 2 people."
    )
    before, after = (narratives.tabulate_agreement(made)[0] for made in (make()[0], cohort))
    pd.testing.assert_frame_equal(before, after)
    columns = networks.tabulate_coders(cohort).columns
    assert not any("agreed" in column for column in columns)


def test_both_codings_stand_beside_what_was_settled(make):
    frame = narratives.tabulate_disagreements(make(SETTLED)[0])
    assert frame.columns.tolist() == ["segment", "gist", "ann", "ben", "agreed"]
    assert frame[["segment", "ann", "ben", "agreed"]].to_numpy().tolist() == [
        ["s1", "A", "B", "A"],
        ["s2", "B", "C", "B; C"],
    ]
    assert "agreed" not in narratives.tabulate_disagreements(make()[0])
    assert narratives.tabulate_disagreements(make(CODINGS[:2])[0]).empty
