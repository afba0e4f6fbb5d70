"""A study of other people, with a framework of its own, goes through the whole machine.

Eleven teachers who hold lessons outdoors: another profession, three systems, twelve
constructs, no grids, and no publication. It begins with `senco init` in an empty folder.
"""

import json
import re
import shutil

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import ROOT, SHORT_BOOK, Checkout

STUDY = """\
title: "Lessons in the open: what carries them"
source: the report
participants:
  one: outdoor educator
  many: outdoor educators
  roles: [educator, head of school]
  role_years: [under two years, two to nine years, ten years and more]
instruments: [worklines, narratives, rankings]
actors: [teacher, head-of-school]
reading: The study asks how near to the class each thing is.
contrast:
  column: role_years
  band: ten years and more
  label: ten years in the role and more
systems:
  - {id: authority, label: School authority, definition: "Rules, money and buildings."}
  - {id: school, label: School, definition: "Timetable, staff room and grounds.", shape: star}
  - {id: class, label: Class, definition: "Pupils and lessons.", colour: "#7a1f5c"}
influences:
  - {id: rules, label: Rules and money, system: authority, definition: What is allowed.}
  - {id: timetable, label: The timetable, system: school, definition: Hours that can be moved.}
  - {id: colleagues, label: Colleagues, system: school, definition: Who goes along.}
  - {id: weather, label: The weather, system: class, definition: Rain and heat.}
"""
#: Words of this project's own study.
OWN = re.compile(r"senco|bronfenbrenner|ehcp|early.years|nursery|the article|macro|micro", re.I)
#: Where the tool's own name may stand: what is typed, and what made-up data say of themselves.
TOOL = re.compile(r"\bsenco (?:[a-z]+|--?[a-z]+)\b")
PAGES = ("10_participants", "20_worklines", "30_narratives", "50_rankings", "60_networks",
         "65_constrictions")  # fmt: skip

#: What hinders lessons and what helps, of which one difficulty has no answer.
CODED = {
    "claims.csv": "claim,participant,system,influence,kind,actor,gist,rests_on,difficulty\n"
    "C01,S1,school,timetable,constriction,head-of-school,Hours cannot be moved.,reading,D01\n"
    "C02,S1,class,weather,constriction,teacher,It rains.,reading,D02\n"
    "C03,S1,school,timetable,possibility,head-of-school,A morning is kept free.,reading,\n",
    "difficulties.csv": "difficulty,gist\nD01,Hours are fixed.\nD02,Rain.\n",
    "answers.csv": "claim,difficulty,ground,why\nC03,D01,text,One sentence has both.\n",
}


class Elsewhere(Checkout):
    """A study that lies outside the checkout, and is worked on with the checkout's package."""

    @property
    def environment(self):
        return super().environment | {"PYTHONPATH": str(ROOT / "analysis")}

    def call(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("foreign")
    (root / "lessons.yml").write_text(STUDY, encoding="utf-8")
    Elsewhere(root).call("init", "lessons", "--from", "lessons.yml")
    study = Elsewhere(root / "lessons")
    simulate = ("simulate", "--truth", "even", "--items", "12", "data/cohorts/meadow")
    study.call(*simulate, "--n", "11", "--seed", "5")
    for name, text in CODED.items():
        (study.project.cohort("meadow") / name).write_text(text, encoding="utf-8")
    chapters = [{"file": f"book/cohorts/meadow/{name}"} for name in PAGES]
    toc = yaml.safe_load((study.root / "_toc.yml").read_text(encoding="utf-8"))
    toc["parts"].insert(1, {"caption": "Made-up people", "chapters": chapters})
    (study.root / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    assert "No problems found." in study.call("check")
    study.call("build", "--jobs", "2")
    return study


def read_page(study, name):
    """The text of a page of the site, without its scripts."""
    path = study.root / "_build" / "html" / f"{name}.html"
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for hidden in page(["script", "style"]):
        hidden.decompose()
    return re.sub(r"\s+", " ", page.get_text(" "))


def test_no_page_holds_a_word_of_this_study(built):
    """Everything that can be read, and every attribute that is read aloud or shown."""
    site = built.root / "_build" / "html"
    pages = [*site.glob("*.html"), *(site / "book").rglob("*.html")]
    names = [path.relative_to(site).as_posix()[:-5] for path in pages]
    assert "book/cohorts/meadow/60_networks" in names and len(names) > 20
    for name in names:
        text = TOOL.sub("", read_page(built, name))
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        told = " ".join(re.findall(r'(?:alt|aria-label|title|content)="([^"]*)"', html))
        found = OWN.search(text) or OWN.search(TOOL.sub("", told))
        assert not found, f"{name}: {found}"


def test_pages_speak_of_this_studys_people_and_systems(built):
    """By hand: eleven of the one role that the made-up people have."""
    assert "11 participants : 11 as educator." in read_page(
        built, "book/cohorts/meadow/10_participants"
    )
    network = read_page(built, "book/cohorts/meadow/60_networks")
    assert "The study asks how near to the class each thing is." in network
    assert "A typical outdoor educator is tied to" in network and "School authority" in network


def test_the_group_that_is_set_against_the_others_is_this_studys(built):
    """By hand: those with ten years and more in participants.csv."""
    rows = (built.project.cohort("meadow") / "participants.csv").read_text("utf-8").splitlines()
    group = sum(row.endswith("ten years and more") for row in rows[1:])
    table = (built.project.results("meadow", "50_rankings") / "experience.csv").read_text("utf-8")
    head, first, *more = table.splitlines()
    assert len(more) == 11 and first.split(",")[head.split(",").index("n_group")] == str(group)
    page = read_page(built, "book/cohorts/meadow/50_rankings")
    assert "Ten years in the role and more against the others" in page


def test_its_difficulties_face_its_possibilities_on_the_stages_own_page(built):
    """No page of the book is named for the picture; who acts is called as the study lists it."""
    site = built.root / "_build" / "html" / "book" / "cohorts" / "meadow"
    page = BeautifulSoup((site / "65_constrictions.html").read_text("utf-8"), "html.parser")
    assert page.select_one("#facing-d01 [data-key=c03]") and page.select_one("#facing-d02")
    choices = [one.get_text() for one in page.select(".senco-facing-by a")]
    assert choices == ["Everybody", "Head of school"]
    told = page.select_one(".senco-facing-finding").get_text()
    assert told == (
        "Of 2 difficulties, 1 is answered by 1 possibility, and 1 remains open. "
        "An account itself links an answer to 1 of the 2; only the coder's reading does so for 0."
    )
    assert page.find("script", src=re.compile(r"facing\.js"))


def test_figures_have_the_colours_that_the_study_gives(built):
    """The third system's own, and those of their places for the others."""
    drawn = (built.project.results("meadow", "60_networks") / "matrix.svg").read_text("utf-8")
    assert all(colour in drawn for colour in ("#33508a", "#2b8a83", "#7a1f5c"))
    assert "#b7791f" not in drawn


def test_an_instrument_that_was_not_used_has_no_page_and_no_table(built):
    """Grids, and the constructs that are sorted into categories."""
    made = [path.name for path in built.project.pages("meadow").iterdir()]
    assert not any(name.startswith("40_grids") for name in made)
    missing = (built.project.pages("meadow") / "90_missing.md").read_text(encoding="utf-8")
    assert "## Comparison" in missing and "grid" not in missing
    results = built.project.results("meadow", "10_participants")
    contents = (results / "contents.csv").read_text(encoding="utf-8")
    assert "Grids" not in contents and "Rankings" in contents
    built.call("new", "hills")
    tables = {path.name for path in built.project.cohort("hills").iterdir()}
    assert "rankings.csv" in tables and not {"grids.csv", "elements.csv"} & tables
    other = built.run("run", "meadow", "--stage", "40_grids")
    assert other.returncode == 1 and "This study has no stage '40_grids'" in other.stderr


def test_what_takes_a_publication_says_that_the_study_names_none(built):
    """The audit, the planner, and a cohort that fits reported figures."""
    for command in (["audit"], ["plan"], ["simulate", "more"]):
        done = built.run(*command)
        assert done.returncode == 1 and "names no reference_cohort" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr


def test_a_deposit_without_the_package_is_refused_with_what_to_do(built):
    """The folder of a study holds none; nothing is written."""
    done = built.run("export", "meadow")
    assert done.returncode == 1 and "deposit its folder, without _build" in done.stderr
    assert not list(built.root.glob("*.zip"))


def test_a_collected_cohort_has_a_private_book_and_is_searched(built, tmp_path):
    """The same people, said to be real: their pages are part of no public book.

    Nothing is asked of the study's other pages, which the public book has shown above.
    """
    shutil.copytree(built.root, tmp_path / "study")
    study = Elsewhere(tmp_path / "study")
    study.shorten(SHORT_BOOK[1:])  # without the cohort of this project's own study
    folder = study.project.cohort("coast")
    few = ("cohort.yml", "participants.csv", "constructs.csv", "rankings.csv")
    folder.mkdir()
    for name in few:  # a few pages show it
        shutil.copyfile(built.project.cohort("meadow") / name, folder / name)
    text = (folder / "cohort.yml").read_text(encoding="utf-8")
    collected = text.replace("provenance: synthetic", "provenance: collected")
    (folder / "cohort.yml").write_text(collected, encoding="utf-8")
    assert "It is private" in study.call("build", "coast", "--jobs", "2")
    assert (study.root / "_build" / "private" / "coast" / "index.html").is_file()
    (tmp_path / "names.txt").write_text("Jane Okonkwo\n", encoding="utf-8")
    told = study.run("disclose", "coast", "--names", "../names.txt")
    assert "n = 11" in told.stdout and "Traceback" not in told.stderr, told.stderr


def test_nothing_is_left_to_make_and_the_tables_are_described(built):
    """The second build has nothing to do, and the contract's page knows the study's roles."""
    assert "Up to date" in built.call("build", "--jobs", "2")
    described = (built.root / "data" / "README.md").read_text(encoding="utf-8")
    assert "one of: educator, head of school" in described and "`grids`" not in described
    run = json.loads(
        (built.project.results("meadow", "60_networks") / "run.json").read_text("utf-8")
    )
    assert "data/study.yml" in run["inputs"]
