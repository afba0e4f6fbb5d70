"""Passages by which somebody may be known are listed by a stated rule, for a person to read."""

import pandas as pd
import pytest

from senco.cohort.contract import fields_of
from senco.cohort.loading import load_cohort, load_contract
from senco.cohort.model import CohortInfo
from senco.disclosure.stories.markers import MARKERS
from senco.disclosure.stories.passages import (
    COLUMNS,
    WINDOW,
    describe_passages,
    digest_passages,
    find_kinds,
    list_passages,
)
from senco.workspace.paths import find_project

KIN, WHERE, PLACE = "kinship", "where it stands", "a place that people know"
ONLY, ROLE, TRAIT = "a superlative", "a role or a setting", "somebody's own trait"
EVENT, DATE, SMALL = "an event that people remember", "a relative date", "a small place"


@pytest.mark.parametrize(
    ("text", "kinds", "words"),
    [
        ("The twins opposite the fire station waited a year.", (KIN, WHERE, PLACE), 5),
        ("She was the only male-to-female SENCO, the manager's own son said.",
         (ONLY, TRAIT, ROLE, KIN), 10),
        ("The only male SENCO in the county.", (ONLY, TRAIT, ROLE), 4),
        ("We are the only setting with a hydrotherapy pool.", (ONLY, ROLE), 3),
        ("Her sister is the vicar’s wife in the village.", ("an occupation", KIN, SMALL), 5),
        ("The week after the flood we moved into the church hall.", (DATE, EVENT, PLACE), 11),
        ("A boy with Rett syndrome, the first ever here.", ("a rare condition", ONLY), 4),
        ("My three-year-old niece was in the local paper.", ("an age", KIN, EVENT), 9),
        ("Two weeks after the fire they left.", (DATE, EVENT), 5),
        ("2 weeks after the fire they left.", (DATE, EVENT), 5),
        ("An author who lives next to the canal.", ("an occupation", WHERE, PLACE), 7),
    ],
)  # fmt: skip
def test_a_story_that_points_at_somebody_is_listed_with_its_kinds_and_width(text, kinds, words):
    assert find_kinds(text) == (kinds, words)
    assert find_kinds(text.upper())[0] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "It took a year.",
        "Tells of the time that the setting gives to the role.",
        "The SENCO and the manager met the health visitor.",
        "Twins, triplets and their brothers and sisters.",
        "The church by a canal and a pub.",
        "Parents felt close to giving up.",
        "The plan came late, and the funding with it.",
        "",
    ],
)
def test_what_is_of_one_kind_or_none_is_not_listed(text):
    assert find_kinds(text) == ((), 0)


def test_kinds_that_stand_further_apart_than_the_window_are_not_put_together():
    near = "twins " + "word " * (WINDOW - 2) + "church"
    assert find_kinds(near) == ((KIN, PLACE), WINDOW)
    assert find_kinds(near.replace("church", "word church")) == ((), 0)


def test_of_several_passages_the_one_with_most_kinds_then_the_narrowest_counts():
    wide = "twins " + "word " * 5 + "church " + "word " * 40
    assert find_kinds(wide + "sister word pub") == ((KIN, PLACE), 3)
    assert find_kinds("sister pub " + "word " * 40 + "twins opposite the fire station") == (
        (KIN, WHERE, PLACE), 5,
    )  # fmt: skip


def make_tables():
    return {
        "events": pd.DataFrame(
            {"event": ["e1", "e2"], "gist": ["It took a year.", "The twins word near the church."]}
        ),
        "segments": pd.DataFrame(
            {
                "gist": ["The twins opposite the fire station.", "A plan came.", None],
                "quotation": [None, "my sister the vicar", "my sister the vicar"],
            }
        ),
    }


def test_passages_are_ranked_by_kinds_then_width_and_each_text_is_listed_once():
    found = list_passages(make_tables(), "data/cohorts/mine")
    assert [(one.file, one.row, one.column, len(one.kinds), one.words) for one in found] == [
        ("data/cohorts/mine/events.csv", 3, "gist", 3, 5),
        ("data/cohorts/mine/segments.csv", 2, "gist", 3, 5),
        ("data/cohorts/mine/segments.csv", 3, "quotation", 2, 3),
    ]


def test_what_cohort_yml_says_in_the_book_is_looked_at_too():
    info = CohortInfo(
        title="Ours", provenance="collected", summary="The only three SENCOs of the island.",
        source="Made up.", licence="None.",
    )  # fmt: skip
    (found,) = list_passages({}, "data/cohorts/mine", info)
    assert (found.file, found.row, found.column) == (
        "data/cohorts/mine/cohort.yml",
        None,
        "summary",
    )
    assert found.kinds == (ONLY, ROLE, SMALL)


def test_a_passage_is_shown_by_its_place_and_kinds_and_its_words_are_masked():
    for finding in describe_passages(list_passages(make_tables(), "data/cohorts/mine")):
        told = str(finding)
        assert finding.severity == "warning" and finding.row and finding.column
        assert "Look here" in told and "••••" in told
        assert not any(word in told for word in ("twins", "fire station", "sister", "vicar"))


def test_the_digest_follows_every_place_and_text_and_not_the_folders_name():
    tables = make_tables()
    digest = digest_passages(list_passages(tables, "a"))
    assert digest == digest_passages(list_passages(tables, "b"))
    for change in (
        lambda: tables["events"].__setitem__("gist", ["", "The twins word near the church!"]),
        lambda: tables.__setitem__("events", tables["events"].iloc[::-1]),
        lambda: tables.pop("segments"),
    ):
        change()
        assert digest_passages(list_passages(tables, "a")) != digest
        digest = digest_passages(list_passages(tables, "a"))


def test_every_column_in_which_something_is_told_is_of_the_contract():
    contract = load_contract(find_project())
    for table, columns in COLUMNS.items():
        assert set(columns) <= fields_of(contract[table]).keys()


def test_every_marker_is_found_alone_and_is_of_one_kind():
    """Each phrase, beside a word of another kind, makes a passage of just the two kinds."""
    seen = {}
    for kind, listed in MARKERS.items():
        other = "twins" if kind != KIN else "syndrome"
        for phrase in (one.strip().replace("#", "7") for one in listed.split(",")):
            assert seen.setdefault(phrase, kind) == kind, phrase
            kinds, _ = find_kinds(f"{phrase} zz {other}")
            assert kinds[0] == kind, phrase


def test_the_reference_cohorts_gists_which_nobody_is_known_by_are_not_listed():
    """A count of false alarms on what this project wrote: none in 445 different texts."""
    for name in ("worked-example", "counter-example", "ey-pvi-2017"):
        cohort = load_cohort(name)
        assert list_passages(cohort.tables, name, cohort.info) == []


def test_the_time_follows_the_length_of_a_text():
    """Ten thousand markers in a row: looked at once for each window, and not for each other."""
    text = "twins church " * 5000
    assert find_kinds(text) == ((KIN, PLACE), 2)
