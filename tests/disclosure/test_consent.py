"""Nobody is shown or quoted without a recorded consent, and small cells are counted."""

import pandas as pd
import pytest

from senco.disclosure import check_consent, check_reuse, describe_cells, measure_cells

BANDS = {"years": ["new", "some", "many"]}


def make_cohort(agreed="own words", quotation=None, consent=False, gist="It took a year."):
    return {
        "participants": pd.DataFrame({"participant": ["P1"], "agreed": [agreed]}),
        "segments": pd.DataFrame(
            {
                "segment": ["s1"], "participant": ["P1"], "gist": [gist],
                "quotation": pd.Series([quotation], dtype="str"),
                "consent": pd.Series([consent], dtype="boolean"),
            }
        ),
        "grid_constructs": pd.DataFrame(
            {"participant": ["P1"], "grid_construct": ["calm"], "left_pole": ["Hurried"],
             "right_pole": ["Calm"], "kind": ["elicited"]}
        ),
    }  # fmt: skip


WORDS = "we waited a whole year for it"


@pytest.mark.parametrize(
    ("cohort", "found"),
    [
        (make_cohort(), []),
        (make_cohort(agreed=None), ["P1, no consent recorded", "1 construct in the words of P1"]),
        (make_cohort("group results"),
         ["P1, who agreed to group results only", "1 construct in the words"]),
        (make_cohort("own answers"), ["1 construct in the words of P1"]),
        (make_cohort(quotation=WORDS), ["a quotation without consent, ••••"]),
        (make_cohort(quotation=WORDS, consent=pd.NA), ["a quotation without consent, ••••"]),
        (make_cohort(quotation=WORDS, consent=True), []),
        (make_cohort("own answers", quotation=WORDS, consent=True),
         ["a quotation of P1, who agreed to 'own answers' only", "1 construct in the words"]),
        (make_cohort(gist=f"She said “{WORDS}”."), ["words in quotation marks, ••••"]),
        (make_cohort(gist=f'She said "{WORDS}"'), ["words in quotation marks, ••••"]),
        (make_cohort(gist="The “plan” came, a 'battle'."), []),
    ],
)  # fmt: skip
def test_what_a_participant_did_not_agree_to_is_named_with_its_place(cohort, found):
    told = [hit.finding for hit in check_consent(cohort, "data/cohorts/mine")]
    assert len(told) == len(found)
    for finding, start in zip(told, found, strict=True):
        assert finding.found.startswith(start) and finding.row == 2 and finding.remedy
        assert "waited" not in str(finding)


@pytest.mark.parametrize(
    ("answer", "found"),
    [(True, []), (False, ["P1, who did not agree"]), (pd.NA, ["P1, no answer recorded"]),
     (None, ["P1, no answer recorded"])],
)  # fmt: skip
def test_a_deposit_asks_for_a_consent_of_its_own(answer, found):
    tables = make_cohort()
    if answer is not None:
        tables["participants"]["reuse"] = pd.Series([answer], dtype="boolean")
    told = [hit.finding for hit in check_reuse(tables, "data/cohorts/mine")]
    assert [finding.found for finding in told] == found
    assert all((finding.row, finding.column) == (2, "reuse") for finding in told)


#: Eight people by hand: (SENCO, new) 3, (SENCO, many) 2, (SENCO, some) 1, (Area, many) 1,
#: (Area, some) 1; so k = 1 and four small cells at k = 3 hold five people.
EIGHT = pd.DataFrame(
    {
        "participant": [f"P{n}" for n in range(1, 9)],
        "role": ["SENCO"] * 6 + ["Area"] * 2,
        "years": ["new", "new", "new", "many", "many", "some", "many", "some"],
    }
)


def test_k_is_the_smallest_group_worked_by_hand():
    cells = measure_cells(EIGHT, ["role", "years"], 3, BANDS)
    assert (cells.k, cells.n, len(cells.sizes)) == (1, 8, 5)
    assert list(cells.small) == ["P4", "P5", "P6", "P7", "P8"]


def test_the_mildest_generalisation_that_helps_is_named():
    """Without the role: new 3, some 2, many 3; joined to new | some-many: 3 and 5. Joined
    otherwise, or with the role kept, k stays below 3."""
    cells = measure_cells(EIGHT, ["role", "years"], 3, BANDS)
    assert cells.best.k == 3 and cells.best.values == 2
    assert "leave out role" in cells.best.steps and len(cells.best.steps) == 2


def test_joining_neighbouring_bands_goes_before_leaving_a_fact_out():
    """At k = 2: SENCO new 3, SENCO some-many 3, Area some-many 2. Leaving the role out would do
    as well (3, 2, 3) and tell less of each."""
    two = measure_cells(EIGHT, ["role", "years"], 2, BANDS)
    assert two.best.steps == ("show only two bands of years: 'new' and 'some / many'",)
    assert (two.best.k, two.best.values) == (2, 3)


def test_with_eight_people_only_consent_covers_what_no_band_can():
    cells = measure_cells(EIGHT, ["role", "years"], 3, BANDS)
    (unasked,) = describe_cells(cells, "data/cohorts/mine", ["P4", "P5", "P6", "P7"])
    assert unasked.kind == "a small cell" and unasked.finding.severity == "error"
    told = str(unasked.finding)
    assert "k = 1 over role, years for n = 8" in told and "would give k = 3" in told
    assert "only consent covers that, which is not recorded for P8." in told
    (asked,) = describe_cells(cells, "data/cohorts/mine", list(EIGHT["participant"]))
    assert asked.finding.severity == "warning" and "which is recorded" in str(asked.finding)


def test_fewer_people_than_k_cannot_be_generalised():
    cells = measure_cells(EIGHT.head(2), ["role"], 3)
    assert cells.k == 2 and cells.best is None
    (hit,) = describe_cells(cells, "data/cohorts/mine")
    assert "Nothing shown about 2 participants reaches k = 3" in str(hit.finding)


def test_a_blank_counts_as_a_value_and_a_large_group_is_let_through():
    people = EIGHT.assign(years=[None] * 4 + ["new"] * 4)
    assert measure_cells(people, ["years"], 3).k == 4
    assert describe_cells(measure_cells(people, ["years"], 3), "x") == []
