"""CITATION.cff is the one source of how this publication is cited."""

import json
import re
import tomllib

import pytest
import yaml
from pybtex.database import parse_string

from senco.book.assembly import load_citation
from senco.book.citation import (
    UNKNOWN_AUTHOR,
    Citation,
    Work,
    cite_in_words,
    cite_work,
    write_bibtex,
    write_cite_page,
    write_codemeta,
    write_ris,
    write_zenodo,
)
from senco.errors import DataError
from senco.workspace.paths import Project
from tests.conftest import ROOT

GIVEN = {
    "cff-version": "1.2.0",
    "message": "m",
    "title": "Rings & lines: 100 % of it",
    "type": "software",
    "authors": [
        {"family-names": "Ålund", "given-names": "Eva", "orcid": "https://orcid.org/0000-0001"},
        {"name": "The Rings_Group"},
    ],
    "version": "1.2.3",
    "date-released": "2027-03-09",
    "license": ["MIT", "CC-BY-4.0"],
    "keywords": ["rings"],
    "doi": "10.5281/zenodo.1",
    "references": [
        {"type": "article", "title": "The article", "journal": "A Journal", "year": 2018,
         "authors": [{"family-names": "Doe", "given-names": "Jo"}], "doi": "10.1/x"},
    ],
}  # fmt: skip


@pytest.fixture
def own():
    return load_citation(Project(ROOT))


@pytest.fixture
def given():
    return Citation.model_validate(GIVEN)


def test_version_title_and_year_stand_in_every_file_as_in_the_citation(own):
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    assert package["version"] == own.version
    assert own.title.startswith(f"{config['title']}: ")
    assert config["copyright"] == own.year
    # a wheel has other people's files too
    assert package["license"].split(" AND ")[: len(own.license)] == list(own.license)
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## {re.escape(own.version)}\b", log, re.MULTILINE)
    assert own.authors[0].name in (ROOT / "LICENSE").read_text("utf-8")
    assert own.authors[0].name in (ROOT / "LICENSE-data").read_text("utf-8")


def test_the_article_is_cited_as_listings_have_it_and_says_so(own):
    """Two listings of 27 November 2026; no publisher's page was seen."""
    article = own.article
    assert [one.cited for one in article.known_authors] == ["Richards, Hazel"]
    assert (article.year, article.month) == (2021, 4)
    assert article.journal == "Support for Learning" and article.doi == "10.1111/1467-9604.12351"
    for text in (write_bibtex(own), write_ris(own), write_cite_page(own)):
        assert text.count("As listed, not checked at the publisher") == 1
    assert own.doi is None
    read = parse_string(write_bibtex(own), "bibtex").entries
    assert [entry.type for entry in read.values()] == ["misc", "article", "phdthesis", "article"]
    assert read["senco-related-1"].fields["school"] == "University of Worcester"
    assert read["senco-related-2"].fields["pages"] == "24--38"


def test_no_author_and_no_doi_is_invented():
    unknown = {"type": "article", "title": "T", "authors": [{"name": UNKNOWN_AUTHOR}]}
    citation = Citation.model_validate({**GIVEN, "doi": None, "references": [unknown]})
    for text in (write_bibtex(citation), write_ris(citation), write_cite_page(citation)):
        assert UNKNOWN_AUTHOR not in text and "doi.org" not in text.casefold()
    entry = parse_string(write_bibtex(citation), "bibtex").entries["senco-article"]
    assert not entry.persons and "year" not in entry.fields


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ({"title": "T"}, "*T*."),
        ({"title": "T", "journal": "J", "volume": "23", "issue": "1", "start": "24", "end": "38"},
         "T. *J*, 23(1), 24–38."),
        ({"title": "T", "journal": "J", "start": "24"}, "T. *J*, 24."),
        ({"title": "T", "institution": {"name": "U"}, "thesis-type": "PhD"}, "T. PhD thesis, U."),
        ({"title": "<T>", "journal": "J", "doi": "10.1/x"}, r"\<T\>. *J*. https://doi.org/10.1/x"),
    ],
)  # fmt: skip
def test_a_work_is_cited_with_what_is_known_of_it(work, words):
    assert cite_work(Work.model_validate({"type": "article", **work})) == words


def test_bibtex_is_read_by_another_program_as_it_was_meant(given):
    read = parse_string(write_bibtex(given), "bibtex").entries
    book, article = read["senco-book"], read["senco-article"]
    people = book.persons["author"]
    assert [str(one) for one in people] == ["Ålund, Eva", "{The Rings\\_Group}"]
    assert book.fields["title"] == "{Rings \\& lines: 100 \\% of it}"
    assert (book.fields["year"], book.fields["month"]) == ("2027", "3")
    assert book.fields["doi"] == "10.5281/zenodo.1" and "url" not in book.fields
    assert article.type == "article" and article.fields["journal"] == "A Journal"


def test_ris_has_a_line_for_each_author_and_ends_each_record(given):
    lines = write_ris(given).splitlines()
    assert lines[:5] == [
        "TY  - COMP", "AU  - Ålund, Eva", "AU  - The Rings_Group",
        "TI  - Rings & lines: 100 % of it", "PY  - 2027",
    ]  # fmt: skip
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert lines.count("ER  - ") == 2 and lines[-1] == "ER  - "
    assert "JO  - A Journal" in lines and "DA  - 2027/03/09" in lines


def test_the_reference_in_words_leads_to_the_doi(given):
    assert cite_in_words(given) == (
        "Ålund, Eva; The Rings_Group (2027). Rings & lines: 100 % of it (version 1.2.3). "
        "https://doi.org/10.5281/zenodo.1"
    )


def test_what_the_citation_holds_cannot_become_markup():
    hostile = {**GIVEN, "title": "<script>x</script> {doc}`y`"}
    text = write_cite_page(Citation.model_validate(hostile))
    assert r"\<script\>x\</script\> \{doc\}\`y\`" in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: 0.1.0", "verison: 0.1.0", "version"),
        ('date-released: "', 'date-released: "soon', "date-released"),
        ("license: [MIT, CC-BY-4.0]", "license: []", "license"),
    ],
)
def test_a_citation_file_with_a_mistake_is_told_with_its_key(tmp_path, old, new, words):
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert old in text
    (tmp_path / "CITATION.cff").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=r"CITATION\.cff") as caught:
        load_citation(Project(tmp_path))
    assert words in str(caught.value)


#: Terms of codemeta 3.0's context (github.com/codemeta/codemeta, tag 3.0, codemeta.jsonld).
CODEMETA = {
    "affiliation", "author", "codeRepository", "datePublished", "description", "familyName",
    "givenName", "identifier", "keywords", "license", "name", "programmingLanguage",
    "referencePublication", "url", "version",
}  # fmt: skip
#: What Zenodo reads of .zenodo.json (zenodo-rdm, site/zenodo_rdm/legacy/deserializers/metadata.py).
ZENODO = {"title", "upload_type", "description", "creators", "version", "keywords", "license",
          "notes", "related_identifiers"}  # fmt: skip


def list_terms(told):
    if isinstance(told, dict):
        return {key for key in told if not key.startswith("@")}.union(
            *(list_terms(value) for value in told.values())
        )
    return set().union(*map(list_terms, told)) if isinstance(told, list) else set()


def test_codemeta_has_terms_of_its_context_and_nothing_that_is_not_known(given, own):
    told = json.loads(write_codemeta(given))
    assert told["@context"] == "https://w3id.org/codemeta/3.0"
    assert list_terms(told) <= CODEMETA
    assert told["author"][0] == {
        "@type": "Person", "@id": "https://orcid.org/0000-0001",
        "givenName": "Eva", "familyName": "Ålund",
    }  # fmt: skip
    assert told["author"][1] == {"@type": "Organization", "name": "The Rings_Group"}
    assert told["identifier"] == "https://doi.org/10.5281/zenodo.1"
    assert told["license"] == ["https://spdx.org/licenses/MIT",
                               "https://creativecommons.org/licenses/by/4.0/"]  # fmt: skip
    assert "identifier" not in json.loads(write_codemeta(own))


def test_zenodo_is_told_one_licence_and_the_other_in_the_notes(given):
    """It takes one, and publishes no release whose CITATION.cff names two."""
    told = json.loads(write_zenodo(given))
    assert told.keys() <= ZENODO
    assert told["license"] == "MIT" and "CC-BY-4.0" in told["notes"]
    assert told["creators"] == [{"name": "Ålund, Eva", "orcid": "0000-0001"},
                                {"name": "The Rings_Group"}]  # fmt: skip
    assert told["related_identifiers"] == [{"identifier": "10.1/x", "relation": "isDerivedFrom"}]


def test_the_files_for_programs_are_those_that_are_committed(own):
    """`senco describe` writes them."""
    assert (ROOT / "codemeta.json").read_text("utf-8") == write_codemeta(own)
    assert (ROOT / ".zenodo.json").read_text("utf-8") == write_zenodo(own)


def test_a_deposit_with_a_doi_is_on_the_page_of_how_to_cite():
    deposits = [
        {"type": "doi", "value": "10.5281/zenodo.7", "description": "Data of *one* county."}
    ]
    page = write_cite_page(Citation.model_validate({**GIVEN, "identifiers": deposits}))
    assert "- Data of \\*one\\* county. <https://doi.org/10.5281/zenodo.7>\n" in page
    assert "zenodo.7" not in write_cite_page(Citation.model_validate(GIVEN))
