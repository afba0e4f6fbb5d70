"""A study as data: its words and its framework."""

import ast
import json
import re

import pytest

from senco.cohort.loading import load_contract, load_study
from senco.cohort.stages import STAGES, find_stage
from senco.cohort.study import COLOURS, SHAPES, Study
from senco.cohort.yamlfiles import load_yaml
from senco.errors import DataError, SencoError
from senco.text.words import put_words
from senco.workspace.paths import Project
from tests.conftest import ROOT

#: A study of teachers with two systems; nothing in it is this project's.
TEACHERS = """
title: Outdoor lessons
source: the report
participants:
  one: educator
  many: educators
  roles: [educator, head]
  role_years: [under two, two or more]
practice: outdoor lessons
systems:
  - {id: school, label: The school, definition: Timetable and staff.}
  - {id: class, label: The class, definition: Pupils and lessons., colour: "#112233", shape: star}
influences:
  - {id: weather, label: Weather, system: class, definition: Rain and heat.}
"""


@pytest.fixture
def read(tmp_path):
    def read_study(text):
        path = tmp_path / "study.yml"
        path.write_text(text, encoding="utf-8")
        return load_yaml(path, Study, "study.yml")

    return read_study


def test_words_stand_in_a_sentence_as_they_are_and_as_one_begins(read):
    """By hand: an educator, since the word begins with a vowel."""
    words = read(TEACHERS).list_words()
    text = "{study}`One_of_them` of {study}`many` on {study}`practice`, says {study}`source`."
    assert put_words(text, words) == "An educator of educators on outdoor lessons, says the report."


def test_the_article_before_a_word_can_be_given(read):
    """English has words whose first letter does not tell: an hour."""
    text = TEACHERS.replace("one: educator", "one: hourly worker\n  with_article: an hourly worker")
    assert read(text).list_words()["one_of_them"] == "an hourly worker"


def test_a_system_has_the_colour_and_shape_that_it_names_or_those_of_its_place(read):
    """The first names none, the second both."""
    first, second = read(TEACHERS).systems
    assert (first.colour, first.shape) == (COLOURS[0], SHAPES[0])
    assert (second.colour, second.shape) == ("#112233", "star")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("system: class", "system: clas", "for the influence 'weather' a system that is listed"),
        ("id: class", "id: school", "'school' once, and not twice"),
        ("id: class", "id: across", "'across' once, and not twice"),
        ("[educator, head]", "[educator, educator]", "'educator' once"),
        ('"#112233"', "red", "systems.1.colour"),
        ("shape: star", "shape: heart", "a shape: square, diamond"),
        ("practice:", "practise:", "practice"),
        ("title: Outdoor", "reference_cohort: ../else\ntitle: Outdoor", "reference_cohort"),
        (
            "systems:",
            "contrast: {column: role_years, band: ten, label: A}\nsystems:",
            "the participants' role_years: under two, two or more",
        ),
        ("id: weather", "id: The weather", "influences.0.id"),
        (
            "systems:",
            "actors: [head]\nparties: [{id: all, label: All, actors: [child]}]\nsystems:",
            "for the party 'all' actors that are listed: head",
        ),
        ("systems:", "shown_in: {facing: 'javascript:alert(1)'}\nsystems:", "shown_in.facing"),
        ("systems:", "shown_in: {facing: ../../etc}\nsystems:", "shown_in.facing"),
    ],
)
def test_what_a_study_cannot_be_is_said_with_its_place(read, old, new, told):
    """One change of a study that is in order."""
    with pytest.raises(DataError) as raised:
        read(TEACHERS.replace(old, new))
    assert told in str(raised.value)


def test_an_actor_whom_no_party_names_can_act_by_itself(read):
    """By hand: the head is of two parties, the school board of none."""
    parties = (
        "actors: [head, child, school-board]\nparties:\n"
        "  - {id: staff, label: Staff, actors: [head, child]}\n"
        "  - {id: leaders, label: Leaders, actors: [head]}\n"
    )
    study = read(parties + TEACHERS)
    assert study.list_parties() == {
        "staff": "Staff", "leaders": "Leaders", "school-board": "School board"
    }  # fmt: skip
    assert study.find_parties("head") == ("staff", "leaders")
    assert study.find_parties("school-board") == ("school-board",)
    alone = read("actors: [head]\n" + TEACHERS)
    assert alone.list_parties() == {"head": "Head"}


@pytest.mark.parametrize("sign", "<>{}`\\")
def test_what_the_study_says_of_its_publication_holds_no_markup_of_a_page(read, sign):
    """It is shown on short pages as it stands."""
    with pytest.raises(DataError, match="not_printed"):
        read(f"{TEACHERS}not_printed:\n  40_grids: 'Some {sign} sign'\n")


def test_the_contract_takes_its_lists_from_the_study(tmp_path, project):
    """The columns that name a list allow what the study lists, and no word of another study."""
    (tmp_path / "data").mkdir()
    contract = project.contract.read_text(encoding="utf-8")
    (tmp_path / "data" / "datapackage.json").write_text(contract, encoding="utf-8")
    (tmp_path / "data" / "study.yml").write_text(TEACHERS, encoding="utf-8")
    tables = load_contract(Project(tmp_path))
    listed = {
        field["name"]: field["constraints"]["enum"]
        for table in ("participants", "claims")
        for field in tables[table]["schema"]["fields"]
        if field["name"] in ("role", "role_years", "experience_years", "system", "actor")
    }
    assert listed == {
        "role": ["educator", "head"],
        "role_years": ["under two", "two or more"],
        "experience_years": [],
        "system": ["school", "class", "across"],
        "actor": [],
    }


def test_every_stage_asks_and_explains_in_the_words_of_any_study(read):
    """No word of this study is in a stage; only a published cohort is told of print."""
    study = read(TEACHERS)
    for stage in STAGES:
        told = stage.ask(study) + stage.explain_absence(study, "collected")
        assert "SENCO" not in told and "article" not in told and "{" not in told
    assert find_stage("40_grids").ask(study) == "How does each educator construe outdoor lessons?"


def test_what_is_told_of_a_stage_that_there_is_not_is_an_error(tmp_path):
    """A slip in its name would leave the sentence out unseen."""
    (tmp_path / "data").mkdir()
    text = f"{TEACHERS}not_printed: {{40_grid: None is printed.}}\n"
    (tmp_path / "data" / "study.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SencoError, match=r"the unknown key '40_grid'.*Did you mean '40_grids'"):
        load_study(Project(tmp_path))


def test_only_a_published_cohort_is_told_what_the_publication_prints(project):
    """The same stage, for each kind of cohort."""
    study, stage = load_study(project), find_stage("20_worklines")
    assert "prints no line" in stage.explain_absence(study, "published")
    assert "article" not in stage.explain_absence(study, "collected")


def test_no_text_of_the_library_or_a_notebook_is_of_this_study_alone():
    """Whatever can reach a page: texts that are no documentation, and the notebooks' sentences.

    The gate's lists of words that no name is are of the field, and stay.
    """
    own = re.compile(r"\bSENCOs?\b|Bronfenbrenner|EHCP|[Tt]he article\b|early.years|nursery")
    for path in sorted((ROOT / "analysis" / "senco").rglob("*.py")):
        if "disclosure" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.body[0].value) for node in ast.walk(tree) if _is_documented(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert id(node) in told or not own.search(node.value), f"{path.name}: {node.value}"
    for path in (ROOT / "analysis" / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"]).replace('"ey-pvi-2017"', "")
            assert not own.search(text), f"{path.name}: {own.search(text)}"


def _is_documented(node):
    body = getattr(node, "body", None)
    return (
        isinstance(body, list)
        and bool(body)
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    )
