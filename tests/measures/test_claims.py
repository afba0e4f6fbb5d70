"""Claims counted, against four claims worked by hand."""

import pandas as pd
import pytest

from senco.cohort.loading import load_cohort
from senco.errors import MeasureError
from senco.measures import claims


@pytest.fixture
def study(project):
    """By hand: C03 answers the difficulty of C01; nothing answers that of C02; C04 stands alone."""
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables["claims"] = pd.DataFrame(
        {
            "claim": ["C01", "C02", "C03", "C04"],
            "system": ["macro", "macro", "micro", "across"],
            "influence": ["relationships", "relationships", "relationships", pd.NA],
            "kind": ["constriction", "constriction", "possibility", "possibility"],
            "gist": ["a", "b", "c", "d"],
            "difficulty": ["D01", "D02", pd.NA, pd.NA],
        }
    )
    study.tables["difficulties"] = pd.DataFrame({"difficulty": ["D01", "D02"], "gist": ["x", "y"]})
    study.tables["answers"] = pd.DataFrame(
        {"claim": ["C03"], "difficulty": ["D01"], "ground": ["text"]}
    )
    return study


def test_claims_are_counted_by_influence_with_those_of_none_apart(study):
    frame = claims.count_claims(study)
    assert frame.loc["relationships"].tolist() == [2, 1, 1, 1]
    assert frame.loc["several"].tolist() == [0, 0, 1, 0]
    assert frame.loc["ethos-and-support"].tolist() == [0, 0, 0, 0]


def test_claims_are_counted_by_system(study):
    frame = claims.count_by_system(study)
    assert frame.index.tolist() == ["macro", "exo", "meso", "micro", "across"]
    assert frame.loc["macro"].tolist() == [2, 1, 0, 0]


def test_an_empty_table_is_refused(study):
    study.tables["claims"] = study.tables["claims"].iloc[:0]
    with pytest.raises(MeasureError, match="contains no claim"):
        claims.count_claims(study)


def test_the_published_claims_add_up(project):
    study = load_cohort("ey-pvi-2017", project=project)
    by_influence, by_system = claims.count_claims(study), claims.count_by_system(study)
    n_claims = len(study.tables["claims"])
    for frame in (by_influence, by_system):
        assert frame[["constrictions", "possibilities"]].to_numpy().sum() == n_claims
    assert by_influence.sum().tolist() == by_system.sum().tolist()


def test_a_second_coding_is_compared_by_kind_and_by_influence(study):
    """By hand: kinds are the same; of the influences C04's is another, three of four agree."""
    study.tables["claim_codings"] = study.tables["claims"][["claim", "kind", "influence"]].copy()
    study.tables["claim_codings"].loc[3, "influence"] = "relationships"
    frame = claims.compare_codings(study).set_index(["what", "measure"])
    assert frame.loc["kind", "value"].tolist() == [1, 1, 1]
    # 4 of 4 alike: exact lower end .025 ** (1 / 4); no interval is without width
    low, high = frame.loc["kind", "low"], frame.loc["kind", "high"]
    assert low.iloc[0] == pytest.approx(0.3976, abs=1e-4)
    assert (low.isna() | (low < high)).all()
    assert (low.notna() | (frame.loc["kind", "note"] != "")).all()
    influence = frame.loc["influence"]
    assert influence.loc["share on which both agree (of 4)", "value"] == 0.75
    # chance: 3/4 x 1 + 1/4 x 0; kappa (3/4 - 3/4) / (1/4)
    assert influence.loc["Cohen's kappa", "value"] == pytest.approx(0)
    # 7 of 8 values are one influence, one pair differs: 1 - 7 x 2 / (2 x 7 x 1)
    assert influence.loc["Krippendorff's alpha", "value"] == pytest.approx(0)
    assert claims.list_differences(study)["claim"].tolist() == ["C04"]


def test_an_influence_of_which_nothing_is_claimed_is_neither_tight_nor_open():
    counts = pd.DataFrame(
        {"constrictions": [2, 0, 1, 4], "possibilities": [1, 0, 1, 9]},
        index=["time", "money", "home", "several"],
    )
    assert claims.find_extremes(counts) == (["time"], ["home"])


def test_a_coefficient_that_is_not_defined_is_missing_and_says_why(study):
    study.tables["claims"]["kind"] = "constriction"
    study.tables["claim_codings"] = study.tables["claims"][["claim", "kind", "influence"]].copy()
    kind = claims.compare_codings(study).iloc[:3]
    assert kind["value"].isna().tolist() == [False, True, True]
    assert kind["note"].str.contains("one category").tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("claim", "kept", "lost"),
    [  # each qualification as the article has it, with its lines
        ("C010", "less training", "fewer"),  # as much training as before, 255-257
        ("C020", "limited time", "hours"),  # 278
        ("C021", "felt", "missing"),  # 278-280
        ("C025", "Early Years Support Tracking", "prized"),  # 285-286
        ("C026", "routine", "every day"),  # 286-289
        ("C030", "two terms of evidence", "little time"),  # 294-295
        ("C032", "depended on the mother", "only"),  # 297
        ("C050", "communication skills", "by what"),  # 323
        ("C052", "access to assessment, advice and support", "told of"),  # 326-328
        ("C062", "undermined", "talked down"),  # 346
        ("C065", "three SENCOs with ten or more years", "most experienced"),  # 352-353
        ("C067", "in some respects", "fully"),  # 356
        ("C075", "wellbeing", "thrive"),  # 367
        ("C077", "felt", "Children gain"),  # 372
        ("C083", "competed", "everyone"),  # 382
        ("C087", "challenges", "hard"),  # 398
        ("C109", "can underpin", "trust"),  # 449
        ("C112", "implications for", "in the way"),  # 453
        ("C113", "Some of the issues", "much"),  # 456
        ("C117", "an important part of", "belongs"),  # 463
        ("C118", "communication", "speaking"),  # 464
        ("C128", "is needed", "could"),  # 487
    ],
)
def test_a_gist_claims_no_more_and_no_less_than_the_article(project, claim, kept, lost):
    gists = load_cohort("ey-pvi-2017", project=project).tables["claims"].set_index("claim")["gist"]
    assert kept in gists[claim]
    assert lost not in gists[claim]


def test_where_no_influence_leans_more_than_another_that_is_told():
    """By hand: one to one and two to two lean alike; with three to nought a is the tightest."""
    counts = pd.DataFrame(
        {"constrictions": [1, 2], "possibilities": [1, 2]}, index=["a", "b"]
    ).rename_axis("influence")
    labels = {"a": "Time", "b": "Ties"}
    assert claims.tell_balance(counts, labels) == (
        "Claim by claim, no influence leans more to one side than another: Time and Ties."
    )
    assert claims.tell_balance(counts.iloc[:1], labels) == "Only Time has claims under it alone."
    counts.loc["a"] = [3, 0]
    assert claims.tell_balance(counts, labels) == (
        "Claim by claim, the tightest place is Time, with constrictions to possibilities 3 to 0; "
        "the most open is Ties, with 2 to 2."
    )
