"""What a deposit says of itself is what `CITATION.cff` and `cohort.yml` say."""

import pytest

from senco.book.citation import Citation
from senco.cohort.loading import read_info
from senco.cohort.model import CohortInfo
from senco.crate.depositing.description import describe_deposit, is_orcid
from senco.errors import DataError
from senco.workspace.paths import Project
from tests.book.test_citation import GIVEN
from tests.conftest import ROOT
from tests.repositories import check_metadata, check_relations

ORCID = "0000-0002-1825-0097"
PEOPLE = [
    {"family-names": "Ålund", "given-names": "Eva", "affiliation": "Rings University",
     "orcid": f"https://orcid.org/{ORCID}"},
    {"name": "The Rings Group"},
]  # fmt: skip
INFO = {"title": "Three <people>", "provenance": "collected", "summary": "A & b.",
        "source": "Asked.", "licence": "CC BY 4.0"}  # fmt: skip


def describe(info=INFO, **citation):
    given = Citation.model_validate({**GIVEN, "authors": PEOPLE, **citation})
    return describe_deposit(given, CohortInfo(**info))["metadata"]


def test_people_are_named_with_their_identifiers_and_bodies():
    assert describe()["creators"] == [
        {"person_or_org": {"type": "personal", "family_name": "Ålund", "given_name": "Eva",
                           "identifiers": [{"scheme": "orcid", "identifier": ORCID}]},
         "affiliations": [{"name": "Rings University"}]},
        {"person_or_org": {"type": "organizational", "name": "The Rings Group"}},
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["[The authors]", "not stated in the text available"])
def test_nobody_is_named_who_is_not_known(name):
    with pytest.raises(DataError, match=r"CITATION\.cff, column authors"):
        describe(authors=[{"name": name}])


@pytest.mark.parametrize(
    "orcid, held",
    [("0000-0002-1825-0097", True), ("https://orcid.org/0000-0002-1694-233X", True),
     ("0000-0002-1825-0098", False), ("https://orcid.org/0000-0001", False)],
)  # fmt: skip
def test_an_orcid_has_a_form_and_a_last_digit(orcid, held):
    """The first two are the examples of ORCID's page on the structure of its identifier."""
    assert is_orcid(orcid) is held
    if not held:
        with pytest.raises(DataError, match=r"authors\.orcid"):
            describe(authors=[{"family-names": "Ålund", "orcid": orcid}])


def test_markup_in_a_text_stays_text():
    described = describe()
    assert described["title"].startswith("Three <people>:")  # plain text there
    assert "<p>A &amp; b.</p>" in described["description"]


def test_a_licence_with_a_name_is_given_by_it_and_any_other_in_words():
    assert describe()["rights"] == [{"id": "cc-by-4.0"}, {"id": "mit"}]
    words = describe({**INFO, "licence": "Ask us."})["rights"][-1]
    assert words["description"] == {"en": "Ask us."} and "id" not in words


def test_what_the_data_were_taken_from_is_not_what_is_only_referred_to():
    def relations(kind):
        found = describe({**INFO, "provenance": kind})["related_identifiers"]
        return {one["identifier"]: one["relation_type"]["id"] for one in found}

    assert relations("published") == {"10.1/x": "isderivedfrom", "10.5281/zenodo.1": "ispartof"}
    assert relations("collected")["10.1/x"] == relations("synthetic")["10.1/x"] == "references"


def test_a_synthetic_cohort_is_called_so_in_title_text_and_keywords():
    info = read_info("worked-example", Project(ROOT))
    described = describe_deposit(Citation.model_validate({**GIVEN, "authors": PEOPLE}), info)
    metadata = described["metadata"]
    assert (
        metadata["title"] == "Worked example (synthetic data): data, notebooks, pages and results"
    )
    assert metadata["description"].startswith("<p>Synthetic: made up by a program; nobody said")
    assert {"subject": "synthetic data"} in metadata["subjects"]


def test_a_repository_finds_nothing_wrong_with_it():
    metadata = describe(url="https://rings.example", **{"repository-code": "https://code.example"})
    assert check_metadata(metadata) == []
    check_relations(metadata)
