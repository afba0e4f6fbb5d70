"""Pages written from data alone."""

import re

import pytest

from senco.book import evidence
from senco.book.descriptions import describe_pages
from senco.cohort.loading import load_cohort
from senco.cohort.places import tell_place


@pytest.fixture(scope="module")
def study(project):
    return load_cohort("ey-pvi-2017", project=project)


@pytest.fixture(scope="module")
def text(study):
    told = ("macro", "exo", "meso", "micro", "discussion")
    return evidence.write_claims(study, told)


def test_the_pages_made_from_data_are_up_to_date(project):
    for path, text in describe_pages(project).items():
        assert path.read_text(encoding="utf-8") == text, f"Run `senco describe`: {path.name}"


def told_of(text: str, claim: str) -> str:
    return re.search(rf"\({claim.lower()}\)=\n(.*?)\n\n", f"{text}\n\n", re.DOTALL)[1]


def test_every_claim_has_its_anchor_its_place_and_its_links(study, text):
    for row in study.tables["claims"].itertuples():
        assert text.count(f"({row.claim.lower()})=\n") == 1
        told = told_of(text, row.claim)
        assert f"; {tell_place(study, row.lines)}; resting on" in told
        assert not re.search(r"\blines? \d", told)
    assert "answered</a>, as part of [D03](#d03)" in told_of(text, "C005")
    assert "answers</a> [D03](#d03) (the text)" in told_of(text, "C006")


def test_every_difficulty_has_its_anchor_its_constrictions_and_its_answers(study, text):
    for key in study.tables["difficulties"]["difficulty"]:
        assert text.count(f"({key.lower()})=\n") == 1
    told = told_of(text, "D03")
    assert "*Told of in [C005](#c005), [C093](#c093).* Answered:" in told
    assert "- [C006](#c006), joined by the text: One statement tells" in text
    assert "fended it off. Macrosystem, par. 1 (middle).\n" in text
    assert told_of(text, "D06").endswith("No answer found.")
    assert "Answered by our reading (by the second coding: no answer found):" in told_of(
        text, "D19"
    )
    assert text.count(", joined by ") == len(study.tables["answers"])


def test_every_claim_says_where_it_is_examined_and_with_which_verdict(study, text):
    for claim in study.tables["claims"]["claim"]:
        verdicts = told_of(text, claim).partition("Examined: ")[2]
        assert re.match(
            r'<a href="\.\./cohorts/ey-pvi-2017/65_constrictions\.html#[a-z-]+">'
            r"(answered|answered by our reading|no answer found|answers|answers none)</a>",
            verdicts,
        ), claim
    claims = study.tables["claims"]
    # by hand: C011 C121, C017 C018, C029 C032 C033, C049 C114, C083, C099 C100
    assert text.count("no answer found</a>") == 12
    answering = study.tables["answers"]["claim"].nunique()
    assert text.count(">answers none</a>") == 74 - answering
    assert text.count("quoted there</a>: EY") == (claims["rests_on"] == "quotation").sum()
    assert text.count("coded twice</a>") == len(study.tables["claim_codings"])


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [  # read in the table of reported figures and on page 70, by hand
        ("C016", "the count <PLACE#counts-against-counts>6 holds</a>"),
        ("C052", "the count <PLACE#counts-against-counts>8 holds</a>"),
        ("C070", "the count <PLACE#every-figure-that-the-source-reports>3 stands alone</a>"),
        ("C063", "the mean <PLACE#means-against-numbers-of-people>5.00 fits all 8</a>"),
        (
            "C064",
            "the mean <PLACE#means-against-numbers-of-people>5.67 fits only a smaller group</a>",
        ),
        (
            "C071",
            "the mean <PLACE#means-against-numbers-of-people>3.79 fits only a smaller group</a>",
        ),
        ("C065", "3.0 fits all 3</a> (of those with 10 or more years of experience)."),
    ],
)
def test_a_claim_on_a_figure_has_the_audits_verdict_on_that_figure_alone(text, claim, verdict):
    told = told_of(text, claim)
    told = re.sub(r'a href="[^"#]*70_audit\.html#([^"]+)"', r"PLACE#\1", told)
    assert verdict in told
    assert told.count("PLACE") == 1


@pytest.mark.parametrize(
    ("claim", "people"),
    [  # by hand: lines within the claim's, around them, across their end, and two on them
        ("C073", "EY8"),
        ("C067", "EY2"),
        ("C005", "EY4"),
        ("C031", "EY3"),  # on 296, at whose end the next begins
        ("C032", "EY7"),
        ("C058", "EY1"),
        ("C059", "EY6, EY8"),
    ],
)
def test_a_quotation_names_whose_statement_is_on_its_lines_and_not_who_comes_next(
    text, claim, people
):
    told = told_of(text, claim)
    assert re.search(rf"quoted there</a>: {people}[;.]", told)


def test_a_claim_that_was_coded_otherwise_says_in_what(text):
    assert "differently in influence" in told_of(text, "C058")
    assert "</a>, alike" in told_of(text, "C001")


def test_a_gist_that_holds_markup_is_shown_as_it_stands(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables["claims"].loc[0, "gist"] = "<script>x</script> {doc}`y` [z](javascript:1)"
    text = evidence.write_claims(study)
    assert r"\<script\>x\</script\> \{doc\}\`y\` \[z\](javascript:1)" in text


@pytest.mark.parametrize("name", ["macro", "exo", "meso", "micro", "discussion", "implications"])
def test_every_finding_links_to_claims_that_there_are_and_says_how_sure(project, study, name):
    text = (project.root / "book" / "findings" / f"{name}.md").read_text(encoding="utf-8")
    claims = set(study.tables["claims"]["claim"])
    linked = set(re.findall(r"\[(C\d{3})\]\(#c\d{3}\)", text))
    assert linked and linked <= claims
    assert "## How sure are we?" in text


def test_claims_stand_by_level_and_influence_with_how_many_there_are(text):
    # counted by hand in claims.csv
    assert "## Exosystem\n\n31 claims: 15 constrictions, 16 possibilities. Told in" in text
    assert "**Ethos and support** 11 claims: 5 constrictions, 6 possibilities." in text
    assert "**Several influences** 5 claims: 2 constrictions, 3 possibilities." in text
    assert "**No answer found** 6 difficulties." in text
    assert 'data-level="exo" data-kind="constriction" data-verdict="no answer found">' in text
    assert 'data-verdict="answers none|fits all">Possibility: answers none.</span>' in text


def test_a_heading_that_holds_markup_is_shown_as_it_stands(project):
    study = load_cohort("ey-pvi-2017", project=project)
    study.tables["places"]["short"] = "<b>x</b> {doc}`y` [z](javascript:1)"
    text = evidence.write_claims(study)
    assert r"; \<b\>x\</b\> \{doc\}\`y\` \[z\](javascript:1), par. 1 (start); resting" in text
