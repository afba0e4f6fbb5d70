"""A cohort of other people and other constructs goes through the whole machine."""

import json
import re

import nbformat
import pytest

from tests.conftest import Checkout

TABLES = {
    "cohort.yml": """\
title: Five nursery teachers, made up for a test
provenance: synthetic
summary: Another county, other people, other constructs.
source: Written for this test.
licence: CC0
""",
    "participants.csv": """\
participant,role,role_years
T-1,SENCO,more than 20
T-2,SENCO,three to five
T-3,SENCO,three to five
T-4,Area SENCO,
T-5,SENCO,less than three
""",
    "codes.csv": """\
code,label,parent,influence
money,Money,,information-and-resources
trust,Trust <b>first</b>,,relationships
trust-home,At home,trust,relationships
""",
    "segments.csv": """\
segment,participant,gist
a1,T-1,The van that brought the library no longer comes.
a2,T-2,"=SUM(A1) & <script>alert(1)</script>"
a3,T-2,A {doc}`trap` and a [link](javascript:alert(1)) and $x$.
""",
    "codings.csv": """\
segment,code,coder
a1,money,coder-1
a2,trust,coder-1
a3,trust-home,coder-1
""",
    "constructs.csv": """\
construct,label,influence
being-heard,Being heard by *everyone* <i>else</i>,relationships
a-warm-room,A warm room,ethos-and-support
""",
    "reported.csv": """\
figure,stage,quantity,construct,group,value,n_stated,stated_place,lines,gist
salient-constructs,grids,count,,everyone,9,,,3,Nine constructs were ranked.
mean-heard,rankings,mean_rank,being-heard,everyone,2.40,5,1,7,The first of all.
mean-room,rankings,mean_rank,a-warm-room,everyone,7.33,5,,8,Far down.
""",
    "elements.csv": """\
participant,element,label,part
T-1,me,Me,self
T-1,best,Me at my best,ideal
T-1,ann,A colleague,other
T-2,me,Me,self
T-2,ann,A colleague,other
""",
    "grid_constructs.csv": """\
participant,grid_construct,left_pole,right_pole,kind
T-1,c1,calm,hurried,elicited
T-1,c2,listens,talks,elicited
T-2,c1,plain,fancy,elicited
""",
    "grids.csv": """\
participant,grid_construct,element,rating
T-1,c1,me,4
T-1,c1,best,1
T-1,c1,ann,5
T-1,c2,me,3
T-1,c2,best,1
T-1,c2,ann,
T-2,c1,me,2
T-2,c1,ann,2
""",
    "claims.csv": """\
claim,participant,system,influence,kind,actor,gist,rests_on,difficulty
C01,T-1,macro,information-and-resources,constriction,senco,The van stopped.,reading,D01
C02,,meso,relationships,possibility,family,Parents bring their own books.,reading,
""",
    "difficulties.csv": """\
difficulty,gist
D01,No books come.
""",
    "answers.csv": """\
claim,difficulty,ground,why
C02,D01,reading,Both speak of <i>books</i>.
""",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    checkout = Checkout(tmp_path_factory.mktemp("third") / "copy")
    folder = checkout.project.cohort("trial")
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = checkout.run("run", "trial", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    return checkout


def values_of(checkout, stage):
    path = checkout.project.results("trial", stage) / "values.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_stage_has_a_page_with_the_cohorts_own_numbers(built):
    assert values_of(built, "10_participants")["n_participants"] == 5
    assert values_of(built, "30_narratives")["n_statements"] == 3
    assert values_of(built, "50_rankings")["n_constructs"] == 9
    # By hand: 12 / 5 = 2.40; 7.33 = 22 / 3 and no fifth prints it
    assert values_of(built, "70_audit")["n_means_broken"] == 1
    assert values_of(built, "60_networks")["widest_system_count"] == 1
    assert values_of(built, "65_constrictions")["n_unanswered"] == 0
    told = values_of(built, "65_constrictions")["difficulties_told"]
    assert "come to 1 difficulty. The accounts themselves join an answer to 0 of them" in told
    assert values_of(built, "65_constrictions")["second_told"].endswith("by one coder only.")
    told = values_of(built, "65_constrictions")["tellers_told"]
    assert told == (
        "The claims are taken from the accounts of 1 of 5 participants. For 1 of them it is "
        "not recorded whose account it is."
    )
    assert values_of(built, "40_grids")["n_grids"] == 2


def html_of(checkout, stage):
    """Everything that the page shows as HTML."""
    page = nbformat.read(checkout.project.pages("trial") / f"{stage}.ipynb", as_version=4)
    outputs = [out for cell in page.cells for out in cell.get("outputs", [])]
    return "\n".join(out.get("data", {}).get("text/html", "") for out in outputs)


def test_nothing_of_the_reference_cohort_is_left_on_its_pages(built):
    for path, data in built.pages().items():
        if "80_comparison" in path:  # which sets the two side by side
            continue
        if path.startswith("trial/") and path.endswith((".csv", "values.json", ".ipynb")):
            text = data.decode("utf-8").replace('cohort = \\"ey-pvi-2017\\"', "")
            for word in ("EY1", "EY8", "ey-pvi", "hild-centred practice", "work-life", "of 21"):
                assert word not in text, f"{word} in {path}"


def test_a_stage_whose_tables_are_missing_says_so(built):
    pages = built.project.pages("trial")
    told = (pages / "90_missing.md").read_text(encoding="utf-8")
    lines, cohorts = told.split("\n## ")[1:]
    assert "does not hold what the question needs: `worklines` and `events`.\n" in lines
    assert "`cohort.yml` does not name two others" in cohorts and "needs" not in cohorts


def test_beside_the_original_it_says_what_cannot_be_compared_and_why(built):
    values = values_of(built, "80_comparison")
    assert values["n_agree"] == values["n_differ"] == 0
    html = html_of(built, "80_comparison")
    assert "Only 0 constructs have a place in both" in html
    assert "Being heard by *everyone* &lt;i&gt;else" in html
    assert "Only C01" not in html and "The van stopped." not in html  # no claim repeats one
    record = built.project.results("trial", "80_comparison") / "run.json"
    inputs = json.loads(record.read_text(encoding="utf-8"))["inputs"]
    assert {"data/cohorts/trial/codes.csv", "data/cohorts/ey-pvi-2017/reported.csv"} <= set(inputs)
    assert "data/cohorts/ey-pvi-2017/cohort.yml" in inputs
    assert "data/cohorts/ey-pvi-2017/claim_codings.csv" not in inputs


def test_markup_in_labels_and_gists_is_escaped_and_formulas_are_harmless(built):
    html = html_of(built, "30_narratives")
    assert "<script>" not in html and "&lt;script&gt;alert(1)" in html
    assert "A {doc}`trap` and a [link](javascript:alert(1)) and $x$." in html
    assert ">Being heard by *everyone* &lt;i&gt;else" in html_of(built, "50_rankings")
    saved = built.project.results("trial", "30_narratives") / "statements.csv"
    assert ",'=SUM(A1) & <script>" in saved.read_text(encoding="utf-8")


def test_synthetic_figures_carry_their_label_inside(built):
    results = built.project.pages("trial") / "results"
    figures = sorted(results.rglob("*.svg"))
    assert len(figures) >= 4
    for figure in figures:
        assert ">synthetic data<" in figure.read_text(encoding="utf-8"), figure.name


def test_its_own_claims_are_told_as_those_of_accounts_and_of_no_text(built):
    page = built.project.pages("trial") / "65_constrictions.ipynb"
    cells = nbformat.read(page, as_version=4).cells
    prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "accounts" in prose
    assert not re.findall(r"\b(?:text|printed|publication|article|this project)\b", prose)
    saved = built.project.results("trial", "65_constrictions") / "answers.csv"
    assert "lines" not in saved.read_text(encoding="utf-8").splitlines()[0]


def test_claims_of_an_earlier_version_get_a_page_that_says_what_cannot_be_counted(built):
    folder = built.project.cohort("trial")
    (folder / "difficulties.csv").unlink()
    (folder / "answers.csv").unlink()
    rows = "claim,system,influence,kind,actor,gist,lines,rests_on,answers\n"
    rows += "C01,macro,information-and-resources,constriction,senco,The van stopped.,1,reading,\n"
    rows += "C02,meso,relationships,possibility,family,Parents bring books.,2,reading,C01\n"
    (folder / "claims.csv").write_text(rows, encoding="utf-8")
    done = built.run("run", "trial", "--stage", "65_constrictions")
    assert done.returncode == 0, done.stderr
    values = values_of(built, "65_constrictions")
    assert "cannot be counted" in values["difficulties_told"]
    assert values["n_unanswered"] == "not counted" and values["n_constrictions"] == 1
    assert "Not counted: list each difficulty once" in html_of(built, "65_constrictions")


def test_without_claims_the_page_of_constrictions_says_so(built):
    (built.project.cohort("trial") / "claims.csv").unlink()
    done = built.run("run", "trial")
    assert done.returncode == 0, done.stderr
    pages = built.project.pages("trial")
    assert "has no coded claim" in (pages / "90_missing.md").read_text(encoding="utf-8")
    assert not (pages / "65_constrictions.ipynb").exists()


def test_grids_with_gaps_and_without_an_overall_construct_are_shown_as_far_as_they_go(built):
    html = html_of(built, "40_grids")
    assert "were not sorted into categories" in html and "Agreement needs two coders" in html
    assert values_of(built, "40_grids")["widest_label"] == "none"
