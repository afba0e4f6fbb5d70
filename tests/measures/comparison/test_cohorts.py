"""Two cohorts together, several side by side, and what a page tells of them."""

import dataclasses
import json

import pytest

from senco.cohort.loading import load_cohort
from senco.cohort.model import Criteria
from senco.errors import MeasureError
from senco.measures.comparison import (
    AGREES,
    AREAS,
    DIFFERS,
    NEVER,
    OPEN,
    VERDICTS,
    as_record,
    compare_cohorts,
    count_verdicts,
    lay_side_by_side,
    list_criteria,
)
from senco.pages.cohorts import (
    explain_pairs,
    find_widest,
    format_side_by_side,
    lay_places,
    list_cohorts,
    tell_gathered,
)
from senco.pages.comparison import (
    compare_all,
    describe_comparisons,
    describe_construction,
    describe_places,
    describe_verdicts,
    list_places,
    scale_findings,
    tabulate_findings,
    tabulate_reasons,
    total_verdicts,
)

ALIKE = {"a": [1, 1.5, 1, 1], "b": [2, 3, 2, 3], "c": [3, 1.5, 3.5, 2], "d": [4, 4, 3.5, 4]}
TURNED = {**ALIKE, "a": ALIKE["d"], "d": ALIKE["a"]}
WIDE = Criteria(priority_margin=0.45)


@pytest.fixture(scope="module")
def worked(project):
    names = ("worked-example", "ey-pvi-2017", "counter-example")
    return [load_cohort(name, project=project) for name in names]


@pytest.fixture(scope="module")
def pair(worked):
    return compare_cohorts(worked[0], worked[1])


def test_the_worked_example_beside_the_original_is_told_to_agree_by_construction(pair):
    assert pair.by_construction
    told = describe_comparisons([pair])
    assert "‘Worked example’ is made up" in told.construction
    assert told.construction.endswith("their mean places agree by construction.")
    places = list_places([pair])
    assert (places["difference"].abs() < 0.005).all() and len(places) == 5


def test_the_counter_example_meets_nobody_by_construction_and_differs(worked):
    found = compare_cohorts(worked[0], worked[2])
    assert not found.by_construction
    verdicts = found.findings.set_index("key")["verdict"]
    assert verdicts["order"] == verdicts["place:child-centred-practice"] == DIFFERS
    assert total_verdicts([found])[DIFFERS] >= 5


def test_every_finding_has_a_verdict_a_reason_and_a_key_of_its_own(pair):
    findings = pair.findings
    assert set(findings["verdict"]) <= set(VERDICTS) and set(findings["area"]) <= set(AREAS)
    assert findings["key"].is_unique and (findings["reason"].str.len() > 20).all()
    assert count_verdicts(findings).iloc[:, 1:].to_numpy().sum() == len(findings)
    assert count_verdicts(findings)["area"].tolist() == list(AREAS)


def test_two_runs_of_one_seed_are_the_same_and_the_two_sides_mirror_one_another(worked, pair):
    again = compare_cohorts(worked[0], worked[1])
    assert json.dumps(as_record(again)) == json.dumps(as_record(pair))
    back = compare_cohorts(worked[1], worked[0]).findings.set_index("key")
    there = pair.findings.set_index("key")
    assert back["verdict"].to_dict() == there["verdict"].to_dict()
    assert back["here"].dropna().to_dict() == pytest.approx(there["there"].dropna().to_dict())


def test_the_record_is_json_and_keeps_the_criteria_with_their_digest(worked):
    record = json.loads(json.dumps(as_record(compare_cohorts(*worked[:2])), allow_nan=False))
    assert record["criteria"]["set_in_advance"] == [
        "confidence", "order_at_least", "priority_margin"
    ]  # fmt: skip
    assert record["criteria"]["digest"] == worked[0].info.criteria.digest
    assert sum(record["verdicts"].values()) == len(record["findings"])


def test_a_cohort_is_not_compared_with_itself(make):
    one = make("here", ALIKE)
    with pytest.raises(MeasureError, match="compared with itself"):
        compare_cohorts(one, one)
    with pytest.raises(MeasureError, match="each of them once"):
        lay_side_by_side([one, make("there", ALIKE), one])


def test_the_criteria_of_the_cohort_here_decide(make):
    strict = make("here", ALIKE, criteria=Criteria(priority_margin=0.01))
    loose = make("there", ALIKE, criteria=WIDE)
    verdicts = compare_cohorts(strict, loose).findings.set_index("key")["verdict"]
    assert verdicts["place:b"] == OPEN  # it varies by one place, and the margin is .03
    verdicts = compare_cohorts(loose, strict).findings.set_index("key")["verdict"]
    assert verdicts["place:b"] == AGREES


def test_a_criterion_that_was_not_set_is_said_to_be_a_default():
    told = list_criteria(Criteria(confidence=0.9)).set_index("criterion")
    assert told.loc["confidence", "set"] == "in cohort.yml"
    assert told.loc["priority_margin", "set"].startswith("not set in advance")
    assert (list_criteria(None)["set"] != "in cohort.yml").all()


def test_side_by_side_agrees_where_every_pair_does_and_differs_where_any_does(make):
    cohorts = [make("one", ALIKE), make("two", ALIKE), make("three", TURNED)]
    laid = lay_side_by_side(cohorts, WIDE).set_index("key")
    assert laid.loc["place:b", ["one", "two", "three"]].tolist() == [2.5, 2.5, 2.5]
    assert (laid.loc["place:b", "verdict"], laid.loc["place:b", "pairs"]) == (AGREES, 3)
    assert laid.loc["place:a", "verdict"] == DIFFERS
    assert laid.loc["place:a", "apart"] == "A and C; B and C"
    places = lay_places(cohorts, laid.reset_index())
    assert list(places.columns) == ["construct", "A: One", "B: Two", "C: Three", "verdict"]
    assert find_widest(places) == "A and D (tied)"  # both are 2.75 apart


def test_side_by_side_a_finding_that_one_cohort_lacks_stays_and_its_place_is_blank(make):
    cohorts = [make("one", ALIKE), make("two", ALIKE), make("three")]
    laid = lay_side_by_side(cohorts, WIDE).set_index("key")
    assert laid.loc["place:a", "pairs"] == 1 and laid.loc["place:a", "verdict"] == AGREES
    assert laid["three"].isna().all()
    assert list_cohorts(cohorts)["priorities"].tolist() == ["rankings", "rankings", "none"]


def make_many(make, others):
    """Cohorts alike, the last of which has the first and last constructs turned."""
    alike = [make(f"cohort-{number}", ALIKE) for number in range(others)]
    return [*alike, make("turned", TURNED)]


def test_of_more_than_ten_cohorts_each_is_compared_with_the_first_alone(make):
    few = lay_side_by_side(make_many(make, 9), WIDE, draws=99).set_index("key")
    assert few.loc["place:b", "pairs"] == 45 and few.loc["place:a", "apart"].count(" and ") == 9
    many = lay_side_by_side(make_many(make, 10), WIDE, draws=99).set_index("key")
    assert (many["pairs"] == 10).all() and many.loc["place:b", "verdict"] == AGREES
    assert many.loc["place:a", ["apart", "verdict"]].tolist() == ["A and K", DIFFERS]


def test_what_is_told_of_many_cohorts_is_their_number_and_their_range(make):
    """By hand: construct a has the mean place 4.5 / 4 in ten of eleven and 15.5 / 4 in one."""
    cohorts = make_many(make, 10)
    laid = lay_side_by_side(cohorts, WIDE, draws=99)
    shown = format_side_by_side(laid, cohorts).set_index("finding")
    assert shown.loc["The order of priorities", "cohorts"] == ""
    row = shown.loc["A"]
    assert row.drop("area").to_dict() == {
        "A": "1.1", "cohorts": 11, "least": "1.1", "median": "1.1", "most": "3.9", "differ": 1,
        "verdict": DIFFERS,
    }  # fmt: skip
    assert explain_pairs(cohorts)[0].startswith("11 cohorts have 55 pairs")
    assert explain_pairs(cohorts[:10])[0] == "Every pair of cohorts was compared"
    assert describe_construction(cohorts).startswith("11 of these 11 cohorts are made up: ")


def test_those_made_to_fit_are_named_up_to_ten_and_then_counted(worked):
    made = [dataclasses.replace(worked[0], name=f"made-{number}") for number in range(12)]
    told = describe_construction([worked[1], *made])
    assert told.count("was made to fit") == 10 and told.endswith("The same is true of 2 more.")


def test_a_comparison_of_some_areas_has_the_findings_of_the_whole_in_them(worked, pair):
    areas = ("priorities", "narratives")
    part = compare_cohorts(*worked[:2], areas=areas).findings
    whole = pair.findings.loc[pair.findings["area"].isin(areas)].reset_index(drop=True)
    assert len(part) and part.equals(whole)


def test_a_gathered_cohort_is_marked_with_its_kind_and_where_it_is_from(make):
    place = "zenodo.org (SHA-256 0123456789ab…)"
    cohorts = [make("one", ALIKE), make("two", ALIKE), make("three")]
    info = cohorts[1].info.model_copy(update={"gathered": place, "provenance": "collected"})
    cohorts[1] = dataclasses.replace(cohorts[1], info=info)
    shown = list_cohorts(cohorts).set_index("letter")
    assert shown["from"].tolist() == ["here", place, "here"]
    assert shown.loc["B", "data"] == "collected"
    assert tell_gathered(cohorts).startswith("B was taken from another team’s deposit: ")
    twice = [cohorts[1], cohorts[0], cohorts[1]]
    assert tell_gathered(twice).startswith("A and C were taken from deposits of other teams: ")
    assert tell_gathered(cohorts[:1]).startswith("None of these cohorts was taken")


def test_what_a_page_tells_is_what_was_computed(pair):
    words = describe_places(list_places([pair]), 21)
    assert "of 5 constructs: 1 agrees; 4 cannot be told at any n." in words and len(words) <= 600
    shown = tabulate_findings([pair])
    row = shown.loc[shown["finding"] == "A good work-life balance"].iloc[0]
    assert row["here"] == "19.9 (7)" and row["difference"] == "0.0 (−2.4 to 2.4)"
    reasons = tabulate_reasons([pair])
    assert reasons["why"].is_unique and reasons["verdict"].iloc[0] == AGREES
    assert reasons["findings"].iloc[0] == "A good work-life balance"
    assert (reasons["beside"] == "B").all()
    assert "agreement for 1 of the 5 constructs" in describe_comparisons([pair]).power


def test_more_people_are_named_as_the_remedy_only_for_what_they_could_settle(pair):
    # seven by the printed statements, one by the order of the printed means, four whose printed
    # mean leaves too much room, one that is not key here; five may yet be found key
    assert describe_comparisons([pair]).remedy == (
        "Of the 18 findings that are left open: more people could bring only agreement to 5; "
        "to 13 no number of people would bring an answer."
    )


def test_side_by_side_is_open_at_any_n_only_where_every_open_pair_is(make):
    passages = [["relationships"], ["relationships", "ethos-and-support"]] * 4
    here, there = make("one", passages=passages), make("two", passages=passages)
    printed = make("three", passages=passages, provenance="published")
    laid = lay_side_by_side([here, there, printed]).set_index("key")["verdict"]
    assert laid["speaks:ethos-and-support"] == laid["distance"] == OPEN
    laid = lay_side_by_side([here, printed]).set_index("key")["verdict"]
    assert laid["speaks:ethos-and-support"] == laid["distance"] == NEVER


def test_the_picture_names_what_differs_and_what_agrees_with_verbs_that_fit(pair, worked):
    other = compare_cohorts(worked[0], worked[2])
    first, second = describe_verdicts(scale_findings([pair, other]))
    assert "of 19 findings: 0 differ; 1 agrees; 5 cannot be told at this n; 13" in first
    assert first.endswith("What agrees: A good work-life balance.")
    assert "7 differ; 0 agree" in second and "What differs: The order of priorities;" in second


def test_differences_are_told_in_margins_and_the_order_by_what_it_lacks_of_one(worked):
    """By hand: a margin of 3 places; an order must correlate by 0.7, so the margin is 0.3."""
    found = compare_cohorts(worked[0], worked[2])
    plain = found.findings.set_index("finding")
    ((title, scaled),) = scale_findings([found])
    scaled = scaled.set_index("finding")
    assert title == "B: Counter-example (12 participants)"
    child = plain.loc["Child-centred practice", "difference"]
    assert scaled.loc["Child-centred practice", "difference"] == pytest.approx(child / 3)
    order, lacks = plain.loc["The order of priorities"], scaled.loc["The order of priorities"]
    assert lacks["low"] == pytest.approx((1 - order["high"]) / 0.3) and lacks["low"] > 1
    speaks = scaled.loc["Who speaks of: Relationships"]
    assert (speaks["kind"], speaks["label"]) == ("Who speaks of", "Relationships")


def test_nothing_in_common_is_told_without_an_error(make):
    found = compare_all(make("here", ALIKE), [make("there")])
    assert total_verdicts(found) == dict.fromkeys(VERDICTS, 0)
    assert describe_comparisons(found).remedy == "No finding is left open."
    assert (
        describe_comparisons(found).power
        == "No interval could be given for the place of any construct."
    )
    assert tabulate_findings(found).empty and list_places(found).empty
    assert scale_findings(found) == []
