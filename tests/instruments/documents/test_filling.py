"""What of the kit's pages comes from a study or a cohort."""

import pytest

from senco.cohort.loading import load_cohort, load_contract, load_study
from senco.instruments.documents.filling import (
    Content,
    describe_cohort,
    describe_study,
    fill_page,
    list_ratings,
    replace_between,
    tidy,
)
from senco.instruments.documents.model import Blank, Table, tell
from senco.instruments.documents.reading import read_document
from tests.conftest import ROOT

PLACES = """# A

<!-- begin constructs -->
<!-- end constructs -->

<!-- begin places -->
<!-- end places -->
"""


@pytest.fixture(scope="module")
def study(project):
    return load_study(project)


@pytest.fixture(scope="module")
def reference(project, study):
    return load_cohort(study.reference_cohort, project=project)


def read_tables(text):
    blocks = read_document(text, "page.md", {}).blocks
    return [block for block in blocks if isinstance(block, Table)]


def test_the_ranking_has_as_many_places_as_the_publication_ranked(study, reference):
    """The reference cohort reports 21 constructs and names five of them: none can be chosen."""
    content = describe_study(study, reference)
    assert (content.n_places, content.constructs) == (21, ())
    assert describe_cohort(reference, reference).constructs == ()
    (table,) = read_tables(fill_page(PLACES, content))
    assert len(table.rows) == 21 and tell(table.rows[-1][0]) == "21"
    assert table.rows[0][1][0].kind == "text"


def test_a_cohorts_constructs_are_its_cards_and_what_can_be_chosen(project, reference):
    cohort = load_cohort("worked-example", project=project)
    content = describe_cohort(cohort, reference)
    cards, sheet = read_tables(fill_page(PLACES, content))
    labels = tuple(cohort.tables["constructs"]["label"])
    assert len(sheet.rows) == len(cards.rows) == len(labels)
    assert tuple(tell(row[1]) for row in cards.rows) == labels
    blank = sheet.rows[20][1][0]
    assert blank.choices == labels and blank.label == "place 21 – construct"
    assert sheet.rows[1][2][0].kind == "tick" and tell(sheet.rows[0][2]) == "–"


def test_the_grid_has_the_cohorts_scale_and_elements(study):
    """By hand: three letters for elements, a scale from −2 to 2, four constructs."""
    content = Content(study, scale=(-2, 2), n_elements=3, n_constructs=4)
    (table,) = read_tables(f"# A\n\n{list_ratings(content)}\n")
    head = [tell(cell) for cell in table.head]
    assert head == ["no.", "left pole (−2)", "A", "B", "C", "self", "ideal", "right pole (2)",
                    "prefers: left, right, none"]  # fmt: skip
    assert len(table.rows) == 4
    assert table.rows[3][2][0] == Blank("text", "", "no. 4 – A", name="026 no 4 – A")
    assert table.rows[0][-1][0].choices == ("left", "right", "none")


def test_influences_and_codes_are_the_cohorts(project, study, reference):
    text = "# A\n\n<!-- begin segments -->\n<!-- end segments -->\n"
    cohort = load_cohort("worked-example", project=project)
    (table,) = read_tables(fill_page(text, describe_cohort(cohort, reference)))
    assert table.rows[0][1][0].choices == tuple(cohort.tables["codes"]["label"])
    assert table.rows[0][1][0].other and table.rows[0][4][0].kind == "tick"
    (table,) = read_tables(fill_page(text, describe_study(study, reference)))
    assert table.rows[0][1][0].choices == tuple(one.label for one in study.influences)


HOSTILE = (
    "<script>alert(1)</script> & [x] ______ ☐ | `{term}` **b**, …",
    "time\u202e\u200b for\x00 me\u2028now",
)


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_stays_what_it_is(study, label):
    """It is no blank, no markup and no other choice; what is not seen is gone."""
    content = Content(study, n_places=1, constructs=(tidy(label),))
    cards, sheet = read_tables(fill_page(PLACES, content))
    told = tell(cards.rows[0][1])
    assert told == tidy(label) and sheet.rows[0][1][0].choices == (tidy(label),)
    assert not any(isinstance(one, Blank) for one in cards.rows[0][1])
    assert not any(sign in told for sign in "\u202e\u200b\x00\u2028☐")


def test_marks_of_another_name_stay_and_a_mark_is_filled_twice_alike(study):
    page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n"
    assert fill_page(page, Content(study)) == page
    assert replace_between(page, "x", "new") == (
        "a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nb\n"
    )
    filled = fill_page(PLACES, Content(study))
    assert fill_page(filled, Content(study)) == filled


def test_the_consent_form_records_the_words_of_the_contract(project):
    """Whatever can stand in the columns agreed and reuse has its line, and no other word."""
    text = (ROOT / "book" / "kit" / "consent.md").read_text(encoding="utf-8")
    form, _ = read_tables(text)
    recorded = [tell(row[-1]) for row in form.rows if tell(row[-1]) != "–"]
    fields = {
        field["name"]: field for field in load_contract(project)["participants"]["schema"]["fields"]
    }
    words = fields["agreed"]["constraints"]["enum"]
    assert recorded == [*(f"agreed: {word}" for word in words), "reuse: true"]
    assert fields["reuse"]["type"] == "boolean"
    for row in form.rows:
        assert [one.kind for cell in row[1:3] for one in cell] == ["tick", "tick"]
