"""What a reader could know of a participant is counted over all tables and told page by page."""

import csv
import json
import random
from itertools import combinations, product

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.cohort.model import CohortInfo, Scale
from senco.cohort.stages import TABLES
from senco.disclosure.identification.coarsening import find_coarsening
from senco.disclosure.identification.exposure import (
    describe_exposure,
    measure_exposure,
    summarise_exposure,
)
from senco.disclosure.identification.knowledge import (
    DEPOSIT,
    SOURCES,
    find_fact,
    list_facts,
    tabulate_facts,
)
from senco.disclosure.identification.uniqueness import measure_sharing
from senco.errors import SencoError
from tests.conftest import ROOT

WHO = ["P1", "P2", "P3", "P4"]


def make_tables(**others):
    """Two new and two old; in each pair one puts c1 first and one c2, both of one influence."""
    orders = [("c1", "c2", "c3"), ("c2", "c1", "c3")] * 2
    return {
        "participants": pd.DataFrame(
            {"participant": WHO, "role": ["SENCO"] * 4, "years": ["new", "new", "old", "old"]}
        ),
        "rankings": pd.DataFrame(
            [
                {"participant": who, "construct": construct, "rank": rank}
                for who, order in zip(WHO, orders, strict=True)
                for rank, construct in enumerate(order, 1)
            ]
        ),
        "constructs": pd.DataFrame({"construct": ["c1", "c2", "c3"], "influence": ["i", "i", "j"]}),
        **others,
    }


def make_info(**said):
    disclosure = {"quasi_identifiers": ["role", "years"], "k": 2, "together": 2, **said}
    return CohortInfo(
        title="Ours", provenance="collected", summary="Four.", source="Made up.", licence="None.",
        grids=Scale(minimum=1, maximum=5), disclosure=disclosure,
    )  # fmt: skip


def measure(tables=None, **said):
    return measure_exposure(tables or make_tables(), make_info(**said))


def test_facts_that_leave_nobody_alone_by_themselves_leave_everybody_alone_together():
    """By hand: each fact parts the four in two pairs at most; years and first construct in four."""
    exposure = measure()
    by_facts = {one.facts: (one.k, one.unique) for one in exposure.sharing}
    assert by_facts[("role",)] == (4, 0)
    assert by_facts[("years",)] == by_facts[("first construct",)] == (2, 0)
    assert by_facts[("years", "first construct")] == (1, 4)
    assert by_facts[("first construct", "first three constructs")] == (2, 0)
    assert exposure.known == 2, "the two bands of years, whoever is guessed"


def test_the_mildest_coarsening_is_computed_and_the_first_in_order_of_loss():
    """To leave out years loses four pairs told apart; to tell less of both orders, eight."""
    tables = make_tables()
    facts = list_facts(tables, ["role", "years"])
    best = find_coarsening(facts, WHO, 2, 2)
    assert best.steps == ("leave out years",) and (best.k, best.lost) == (2, 4)
    assert best.kept == ("first construct", "first three constructs")


def test_another_cohort_gets_another_coarsening():
    """By hand: years 4 pairs, first construct to its influence 2, the first three pooled 6, so 12.

    To pool both orders loses 12 too (6 and 6), in two steps and not in three, and keeps years.
    """
    tables = make_tables()
    ranks = tables["rankings"]
    ranks["construct"] = ranks["participant"] + ranks["construct"]
    tables["constructs"] = pd.DataFrame(
        {"construct": ranks["construct"], "influence": ranks["construct"].str[-2:]}
    )
    best = find_coarsening(list_facts(tables, ["role", "years"]), WHO, 2, 2)
    assert best.steps == (
        "show only pooled: first construct",
        "show only pooled: first three constructs",
    )
    assert (best.k, best.lost, best.kept) == (2, 12, ("years",))


def search_everything(facts, people, size, wanted):
    """The least that any way loses which reaches k, by counting pairs one by one."""
    least = None
    for way in product(*(fact.steps for fact in facts)):
        before = [[fact.values.get(who) for who in people] for fact in facts]
        after = [
            [step.change.get(value, value) if step.kept else "" for value in column]
            for step, column in zip(way, before, strict=True)
        ]
        k = min(
            sum(all(column[n] == column[m] for column in held) for m in range(len(people)))
            for held in combinations(after, min(size, len(facts)))
            for n in range(len(people))
        )
        lost = sum(
            old[n] != old[m] and new[n] == new[m]
            for old, new in zip(before, after, strict=True)
            for n, m in combinations(range(len(people)), 2)
        )
        if k >= wanted and (least is None or lost < least):
            least = lost
    return least


@pytest.mark.parametrize("seed", range(12))
def test_no_way_that_reaches_k_loses_less_than_the_one_that_is_named(seed):
    draw = random.Random(seed)
    people = [f"P{n}" for n in range(draw.choice([6, 9]))]
    bands = {"years": list("uvwx"), "role": list("ab")}
    frame = pd.DataFrame({"participant": people})
    for name, values in bands.items():
        frame[name] = [draw.choice(values) for _ in people]
    rankings = pd.DataFrame(
        [
            {"participant": who, "construct": construct, "rank": rank}
            for who in people
            for rank, construct in enumerate(draw.sample(["c1", "c2", "c3"], 3), 1)
        ]
    )
    tables = {
        "participants": frame,
        "rankings": rankings,
        "constructs": make_tables()["constructs"],
    }
    facts = list_facts(tables, list(bands), bands)
    for size, wanted in ((1, 2), (2, 2), (3, 3)):
        best = find_coarsening(facts, people, size, wanted)
        assert best.lost == search_everything(facts, people, size, wanted)


def test_a_coarsening_that_is_named_does_reach_k_when_it_is_done():
    tables = make_tables()
    tables["participants"]["years"] = "any"
    assert min(one.k for one in measure(tables).sharing) == 2


def test_neighbouring_bands_are_joined_before_a_column_is_left_out():
    people = pd.DataFrame({"participant": list("ABCDEF"), "years": [*"uvvwww"]})
    facts = list_facts({"participants": people}, ["years"], {"years": ["u", "v", "w"]})
    best = find_coarsening(facts, list("ABCDEF"), 1, 3)
    assert best.steps == ("merge the bands of years into 'u or v'",) and best.k == 3
    assert find_coarsening(facts, list("ABCDEF"), 1, 4).steps == ("leave out years",)


def test_only_consent_covers_what_no_coarsening_reaches():
    (page,) = measure(k=3).pages
    assert page.best.kept == ()
    (hit,) = describe_exposure(measure(k=3), "book/cohorts/mine", "data/cohorts/mine")
    assert "k = 3 cannot be reached at n = 4" in hit.finding.remedy
    assert "only consent covers it" in hit.finding.remedy
    (page,) = measure(k=5).pages
    assert page.best is None
    (hit,) = describe_exposure(measure(k=5), "book/cohorts/mine", "data/cohorts/mine")
    assert hit.finding.remedy == "k = 5 cannot be reached at n = 4: only consent covers this."


def test_each_page_is_named_with_what_it_shows_and_never_stops_anything():
    (hit,) = describe_exposure(measure(), "book/cohorts/mine", "data/cohorts/mine")
    told = str(hit.finding)
    assert told.startswith("warning: book/cohorts/mine/50_rankings: found 'first construct' and")
    assert "k = 1 over 'years' and 'first construct', which make 4 of 4" in told
    assert "The mildest way that reaches it" in told and ": leave out years (k = 2)." in told
    for value in ("c1", "new", "old"):
        assert value not in told.replace("known", ""), "no value of anybody is shown"


def test_a_page_on_which_enough_share_everything_is_not_named():
    tables = make_tables()
    tables["participants"]["years"] = "any"
    assert describe_exposure(measure(tables), "book", "data") == []


def test_the_sentences_give_n_the_sets_and_what_they_do_not_say():
    told = summarise_exposure(measure(sensitive=["first construct"]))
    assert told[0] == (
        "Over all tables, n = 4: of 10 sets of up to 2 of 4 facts, 2 leave somebody unique; "
        "'years' and 'first construct' 4 of 4"
    )
    assert told[1] == "In how many of these 10 sets each is unique: P1 2, P2 2, P3 2, P4 2"
    assert "is right 2 times in 4" in told[2]
    assert "P1, P2, P3 and P4" in told[3], "all four are singled out alike"
    assert told[4].startswith("l = 2 for 'first construct'")
    assert ("only among these 4 participants") in told[
        5
    ] and "need not be unique elsewhere" in told[5]


def test_a_sensitive_fact_that_the_bands_give_away_is_told():
    tables = make_tables()
    tables["participants"]["years"] = ["new", "old", "new", "old"]
    exposure = measure(tables, sensitive=["first construct"])
    assert exposure.diversity == {"first construct": 1}
    assert any("so somebody's bands reveal it" in one for one in summarise_exposure(exposure))


def test_something_sensitive_that_is_not_known_is_refused_with_what_there_is():
    with pytest.raises(SencoError, match=r"found •+ .*Did you mean 'first construct'") as raised:
        measure(sensitive=["first constuct"])
    assert "constuct" not in str(raised.value), "whatever stands there may be a name"


def test_what_is_read_from_each_table_is_as_by_hand():
    tables = make_tables(
        worklines=pd.DataFrame(
            {"participant": ["P1"] * 3, "position": [0.0, 0.55, 1.0], "level": [1, -2.0, -2.0]}
        ),
        events=pd.DataFrame(
            {
                "participant": ["P1", "P1", "P2"], "position": [0.2, 0.9, 1.0],
                "critical": [False, True, True], "influence": ["x", "y", None],
            }
        ),
        segments=pd.DataFrame(
            {
                "segment": ["s1", "s2", "s3"], "participant": ["P1", "P1", "P2"],
                "quotation": ["Said.", None, None],
            }
        ),
        codings=pd.DataFrame(
            {"segment": ["s1", "s2", "s2", "s3"], "code": ["a", "a", "b", "b"], "coder": ["k"] * 4}
        ),
        elements=pd.DataFrame({"participant": ["P1", "P1", "P2"], "element": ["e", "f", "e"]}),
        grid_constructs=pd.DataFrame(
            {"participant": ["P1", "P1", "P2"], "kind": ["elicited", "supplied", "elicited"]}
        ),
        grids=pd.DataFrame({"participant": ["P1"] * 4, "rating": [1, 5, 3, None]}),
    )  # fmt: skip
    facts = list_facts(tables, ["years"], scale=Scale(minimum=1, maximum=5))
    values = {fact.words: fact.values for fact in facts}
    assert values["influence of the critical event"] == {"P1": "y"}
    assert values["place of the critical event"] == {"P1": "9", "P2": "9"}
    assert values["lowest place of the line"] == {"P1": "5"}, "the first of two that are level"
    assert values["main subject of the narrative"] == {"P1": "a", "P2": "b"}
    assert values["number of elements"] == {"P1": "2", "P2": "1"}
    assert values["number of constructs"] == {"P1": "2", "P2": "1"}
    assert values["extreme ratings"] == {"P1": "2"}
    assert values["first three constructs"]["P2"] == "c2 > c1 > c3"
    assert values["number of supplied constructs"] == {"P1": "1", "P2": "0"}
    assert values["number of quotations"] == {"P1": "1", "P2": "0", "P3": "0", "P4": "0"}
    assert find_fact(facts, "number of quotations").pages == (DEPOSIT,)


def test_constructs_that_tie_for_the_first_place_are_known_together():
    tables = make_tables()
    tables["rankings"] = pd.DataFrame(
        {"participant": ["P1"] * 4, "construct": list("dcab"), "rank": [1.5, 1.5, 3, 4]}
    )
    values = {fact.words: fact.values for fact in list_facts(tables, ["years"])}
    assert values["first construct"] == {"P1": "c|d"}
    assert values["first three constructs"] == {"P1": "c|d > a"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.words)
def test_what_is_said_of_pages_is_so_on_the_committed_ones(source):
    """Each page that is named has the table that shows it, with a column of participants."""
    for page, table in source.shown:
        if page == DEPOSIT:
            assert table in TABLES and table in source.tables
            continue
        path = ROOT / "book/cohorts/worked-example/results" / page / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len({row["participant"] for row in rows}) > 1


def test_the_worked_example_is_told_apart_by_bands_and_first_construct():
    """Counted by hand from the tables: eight of eight."""
    cohort = load_cohort("worked-example")
    facts = list_facts(cohort.tables, ["role", "role_years", "experience_years"])
    told = tabulate_facts(facts, list(cohort.tables["participants"]["participant"]))
    bands = ["role", "role years", "experience years"]
    assert measure_sharing(told, bands).groups == 5
    assert measure_sharing(told, [*bands, "first construct"]).unique == 8


def test_the_same_tables_give_the_same_words_whatever_the_order_of_the_rows():
    tables = make_tables()
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in tables.items()}
    one, other = measure(tables), measure(turned)
    assert json.dumps(summarise_exposure(one)[0]) == json.dumps(summarise_exposure(other)[0])
    assert [page.best for page in one.pages] == [page.best for page in other.pages]
