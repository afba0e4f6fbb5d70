"""The folder of a new study: whole, neutral, and in the study's own words."""

import re
from datetime import date

import pytest
import yaml

from senco.cohort.study import INSTRUMENTS, Study
from senco.cohort.yamlfiles import load_yaml
from senco.errors import SencoError
from senco.skeleton.engine import choose_references, find_engine, list_copied
from senco.skeleton.making import PAGES, make_study, write_texts
from tests.cohort.test_study import TEACHERS

DAY = date(2026, 1, 31)
#: Words of this study that no other should have.
OWN = re.compile(r"SENCO|Bronfenbrenner|EHCP|early.years|nursery|the article", re.IGNORECASE)


@pytest.fixture
def make(tmp_path):
    def make_from(text, name="mine"):
        source = tmp_path / "given.yml"
        source.write_text(text, encoding="utf-8")
        study = load_yaml(source, Study, source.name)
        return tmp_path / name, make_study(tmp_path / name, text, study, DAY)

    return make_from


def test_every_file_that_is_told_is_there_and_no_other(make):
    """The list is the folder."""
    folder, told = make(TEACHERS)
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert found == told
    assert (folder / "data" / "study.yml").read_text(encoding="utf-8") == TEACHERS


def test_nothing_that_is_written_for_any_study_is_of_this_one(make):
    """Every page, notebook and setting; `senco` is the name of the tool."""
    folder, told = make(TEACHERS)
    for name in told:
        if name.endswith((".md", ".ipynb", ".yml", ".cff", ".json", ".bib")):
            text = (folder / name).read_text(encoding="utf-8")
            text = re.sub(r"\bsenco\b|senco[.-]|SENCO_", "", text)
            assert not OWN.search(text), f"{name}: {OWN.search(text)}"


def test_pages_speak_in_the_studys_words(make):
    """By hand: what the description calls the participants and the publication."""
    folder, _ = make(TEACHERS)
    assert "Dear educator," in (folder / "book/kit/consent.md").read_text(encoding="utf-8")
    assert "that educators have said" in (folder / "book/kit/rankings.md").read_text("utf-8")
    assert "| Weather | The class |" in (folder / "book/kit/coding-sheet.md").read_text("utf-8")
    assert "{study}" not in "".join(path.read_text("utf-8") for path in folder.rglob("*.md"))


@pytest.mark.parametrize("left", INSTRUMENTS)
def test_an_instrument_that_is_not_used_has_no_page_and_is_in_no_list(make, left):
    """Each of them left out in turn."""
    used = [name for name in INSTRUMENTS if name != left]
    folder, _ = make(f"{TEACHERS}instruments: [{', '.join(used)}]\n")
    assert not (folder / "book" / "kit" / f"{left}.md").exists()
    contents = (folder / "_toc.yml").read_text(encoding="utf-8")
    index = (folder / "book" / "kit" / "index.md").read_text(encoding="utf-8")
    assert left not in contents + index and all(name in index for name in used)
    listed = re.findall(r"file: (\S+)", contents)
    assert all((folder / f"{name}.md").is_file() for name in listed)


def test_a_folder_that_holds_something_is_left_alone(make, tmp_path):
    """Also a link, and a file of this name."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("mine", "link", "given.yml"):
        with pytest.raises(SencoError, match="already exists"):
            make(TEACHERS, name)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["a.txt"]


def test_a_study_can_name_the_cohort_of_its_publication_before_there_is_one(make):
    """It is put in afterwards."""
    folder, told = make(f"{TEACHERS}reference_cohort: the-report\n")
    assert "book/cite.md" in told and not list((folder / "data" / "cohorts").iterdir())


def test_an_empty_folder_is_filled_and_nothing_is_left_beside_it(make, tmp_path):
    """As a folder that git or an editor has made."""
    (tmp_path / "mine").mkdir()
    make(TEACHERS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.yml", "mine"]


def test_a_title_with_marks_of_markdown_and_yaml_stays_what_it_is(make):
    """In the page's heading escaped, in the settings quoted."""
    title = 'Work: "more" & *less* #1'
    folder, _ = make(TEACHERS.replace("Outdoor lessons", f"'{title}'"))
    assert yaml.safe_load((folder / "_config.yml").read_text("utf-8"))["title"] == title
    assert yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))["title"] == title
    heading = (folder / "book" / "index.md").read_text(encoding="utf-8").splitlines()[0]
    assert heading == '# Work: "more" \\& \\*less\\* \\#1'


def test_the_bibliography_has_what_is_cited_and_no_more():
    """Keys of the notebooks and of the pages; none is cited that is not there."""
    engine = find_engine()
    study = Study.model_validate(yaml.safe_load(TEACHERS))
    texts = write_texts(engine, TEACHERS, study, DAY)
    keys = set(re.findall(r"^@\w+\{(\S+),", texts["book/references.bib"], re.MULTILINE))
    assert "neal2013" in keys and "bronfenbrenner1979" not in keys
    cited = {
        key
        for path in [*PAGES.rglob("*.md"), *engine.glob("analysis/notebooks/*.ipynb")]
        for found in re.findall(r"\{cite(?::\w+)?\}`([^`]*)`", path.read_text(encoding="utf-8"))
        for key in found.split(",")
    }
    assert cited <= keys


def test_each_term_of_the_notebooks_is_explained():
    """A link to a term that the glossary lacks stops a build."""
    engine = find_engine()
    glossary = (PAGES / "book" / "glossary.md").read_text(encoding="utf-8")
    terms = set(re.findall(r"^(\S.*)\n  \S", glossary, re.MULTILINE))
    for path in engine.glob("analysis/notebooks/*.ipynb"):
        for found in re.findall(r"\{term\}`([^`]*)`", path.read_text(encoding="utf-8")):
            assert re.sub(r".*<(.*)>", r"\1", found) in terms, f"{path.name}: {found}"


def test_references_are_chosen_by_their_keys():
    """Two of three, in the order of the file."""
    text = "".join(f"@book{{{key},\n title = {{T}}\n}}\n\n" for key in ("a1", "b2", "c3"))
    chosen = choose_references(text, ["{cite}`c3`", "{cite:p}`a1, x9`"])
    assert re.findall(r"\{(\w\d),", chosen) == ["a1", "c3"]


def test_what_is_copied_lies_in_the_checkout():
    """Notebooks, the contract, and what the site needs without a network."""
    copied = list_copied(find_engine())
    assert "analysis/notebooks/60_networks.ipynb" in copied
    assert "book/_static/mathjax/tex-chtml.js" in copied
    assert not any(name.startswith(("data/cohorts", "book/cohorts")) for name in copied)
