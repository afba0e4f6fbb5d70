"""Who took part, and what a cohort holds."""

from senco.cohort.loading import list_titles, load_cohort
from senco.pages import participants


def test_the_bands_that_are_reported_stand_beside_those_disclosed(project):
    # Lines 207-210: two, two, three and one; only the Area SENCO's own band is known.
    frame = participants.count_bands(load_cohort("ey-pvi-2017", project=project))
    assert frame["reported"].dropna().tolist() == [2, 2, 3, 1]
    assert frame["disclosed"].tolist() == [0, 1, 0, 0, 7]


def test_without_reported_figures_only_the_disclosed_bands_are_counted(project):
    study = load_cohort("ey-pvi-2017", project=project)
    del study.tables["reported"]
    assert participants.count_bands(study)["reported"].isna().all()


def test_roles_are_counted_in_the_order_of_the_study(project):
    """Lines 205-209: eight people, one of them an Area SENCO."""
    study = load_cohort("ey-pvi-2017", project=project)
    assert participants.describe_roles(study) == "7 as SENCO and 1 as Area SENCO"


def test_settings_are_counted_by_kind_and_nobodys_are_not_told(project):
    """By hand: of eight people two, one and, of whom nothing is known, five."""
    study = load_cohort("ey-pvi-2017", project=project)
    assert participants.describe_settings(study) == ""
    settings = ["childminder", None, "nursery class", "childminder", *[None] * 4]
    study.tables["participants"]["setting"] = settings
    assert participants.describe_settings(study) == (
        "By kind of setting: nursery class (1), childminder (2) and not disclosed (5)."
    )
    assert "setting" not in participants.list_people(study)


def test_a_column_of_which_nothing_is_known_is_not_shown(project):
    """Nobody's placing and lines, as in a replication's own data."""
    study = load_cohort("ey-pvi-2017", project=project)
    assert list(participants.list_people(study))[-2:] == ["placing", "lines"]
    people = study.tables["participants"]
    study.tables["participants"] = people.drop(columns="placing").assign(lines=None)
    assert list(participants.list_people(study)) == ["participant", "role", "years in the role"]
    assert "lacing" not in participants.describe_people(study)


def test_an_absent_table_has_no_rows_and_is_listed(project):
    study = load_cohort("ey-pvi-2017", project=project)
    frame = participants.list_contents(study, list_titles(project)).set_index("table")
    assert frame.loc["Work-lines", "rows"] == 0
    assert frame.loc["Segments"].tolist() == [26, 8]
