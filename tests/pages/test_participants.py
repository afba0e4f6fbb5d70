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


def test_an_absent_table_has_no_rows_and_is_listed(project):
    study = load_cohort("ey-pvi-2017", project=project)
    frame = participants.list_contents(study, list_titles(project)).set_index("table")
    assert frame.loc["Work-lines", "rows"] == 0
    assert frame.loc["Segments"].tolist() == [26, 8]
