"""The ways in which six influences could be seven."""

from senco.cohort.loading import load_cohort
from senco.measures.networks import list_splits, list_statements


def test_every_label_that_joins_two_things_and_every_finer_code_is_a_candidate(project):
    study = load_cohort("ey-pvi-2017", project=project)
    found = list_splits(study, list_statements(study))
    joined = found.loc[found["statements"].isna(), ["one", "other"]].to_numpy().tolist()
    assert joined == [
        ["Information", "Resources"],
        ["Ethos", "Support"],
        ["Knowledge", "Skills"],
        ["Purpose", "Outcomes"],
    ]
    finer = found.loc[found["influence"] == "relationships"].set_index("other")
    # by hand: EY1, EY6 and EY2 speak of their Area SENCO, EY2 of a family too, EY7 of others
    assert finer.loc["Area SENCOs", ["statements", "apart"]].tolist() == [3, 1]
    assert finer.loc["Families", ["statements", "apart"]].tolist() == [1, 3]
    assert len(found) == 4 + 6
