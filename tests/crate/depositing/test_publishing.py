"""Publishing is a step of its own: what was looked at is published once, and its DOI put down."""

import pytest

from senco.book.assembly import load_citation
from senco.crate.depositing import Repository, publish, send
from senco.crate.depositing.kept import load_kept
from senco.errors import DataError, SencoError
from tests.crate.depositing.conftest import COHORT
from tests.repositories import TOKEN, lose_answer, lose_request, open_repository

PUBLISH = r"/actions/publish$"


def quiet(_text):
    pass


@pytest.fixture
def sent(project, archive, repository):
    return send(project, COHORT, repository, tell=quiet)


def test_a_draft_is_published_and_its_doi_stands_in_the_citation(project, sent, server, repository):
    before = (project.root / "CITATION.cff").read_text("utf-8")
    done = publish(project, COHORT, repository)
    assert server.shelves.records[sent.record].published
    assert done.page == f"{server.base}/records/{sent.record}" and done.doi == sent.doi
    (one,) = load_citation(project).identifiers
    assert one.value == done.doi and one.description.endswith("results. Version 0.1.0.")
    assert (project.root / "CITATION.cff").read_text("utf-8").startswith(before)


def test_what_everybody_fetches_is_what_was_sent(project, sent, archive, repository):
    from senco.crate.fetching import fetch

    assert fetch(publish(project, COHORT, repository).file) == bytes(archive)


def test_nothing_is_published_that_was_not_made_as_a_draft_before(project, archive, repository):
    with pytest.raises(SencoError, match="Run the command without --publish, and look"):
        publish(project, COHORT, repository)


@pytest.mark.parametrize("fault", [lose_request, lose_answer])
def test_after_a_broken_connection_publishing_is_ended_and_not_done_twice(
    project, sent, server, repository, fault
):
    server.plant("POST", PUBLISH, fault)
    with pytest.raises(SencoError, match="does not answer"):
        publish(project, COHORT, repository)
    assert publish(project, COHORT, repository).doi == sent.doi
    assert publish(project, COHORT, repository).written is False
    assert len(load_citation(project).identifiers) == 1
    assert server.count("POST", PUBLISH) == (2 if fault is lose_request else 1)


def test_a_draft_of_something_else_than_would_be_deposited_now_is_not_published(
    project, sent, archive, server, repository
):
    archive[:2] = b"AN"
    with pytest.raises(SencoError, match="something has changed since"):
        publish(project, COHORT, repository)
    assert not server.shelves.records[sent.record].published


def test_a_file_that_nobody_looked_through_is_not_published_with_it(
    project, sent, server, repository
):
    held = server.shelves.records[sent.record]
    held.sent["notes.txt"], held.files["notes.txt"] = b"private", "md5:0"
    with pytest.raises(SencoError, match=r"holds 'notes\.txt' too, which is no part"):
        publish(project, COHORT, repository)
    assert not held.published


def test_a_file_that_is_not_complete_is_not_published(project, sent, server, repository):
    server.shelves.records[sent.record].files[sent.file] = None
    with pytest.raises(SencoError, match="was not sent whole"):
        publish(project, COHORT, repository)


def test_what_the_repository_still_misses_is_named(project, sent, server, repository):
    server.shelves.records[sent.record].metadata.pop("creators")
    with pytest.raises(DataError, match=r"metadata\.creators: found “Missing data"):
        publish(project, COHORT, repository)
    assert load_kept(project, COHORT, server.base).draft == sent.record


def test_a_draft_without_files_is_refused_there_too(server):
    """The stand-in says what invenio-drafts-resources says."""
    with pytest.raises(SencoError, match=r"files\.enabled: found “Missing uploaded files"):
        repository = Repository(server.base, TOKEN)
        draft = repository.create({"metadata": {
            "title": "Rings", "publication_date": "2026", "resource_type": {"id": "dataset"},
            "creators": [{"person_or_org": {"type": "organizational", "name": "Rings"}}],
        }})  # fmt: skip
        repository.publish(draft.id)


def test_a_published_cohort_is_not_deposited_again_by_mistake(project, sent, repository):
    publish(project, COHORT, repository)
    with pytest.raises(SencoError, match=f"add: --version-of {sent.record}"):
        send(project, COHORT, repository, tell=quiet)


def test_the_doi_of_a_second_version_stands_beside_the_first(project, sent, archive, repository):
    publish(project, COHORT, repository)
    archive[:2] = b"AN"
    second = send(project, COHORT, repository, version_of=sent.record, tell=quiet)
    assert publish(project, COHORT, repository).doi == second.doi
    assert [one.value for one in load_citation(project).identifiers] == [sent.doi, second.doi]


def test_a_record_without_a_doi_leaves_the_citation_as_it_is(project, archive):
    before = (project.root / "CITATION.cff").read_bytes()
    with open_repository(gives_doi=False) as server:
        repository = Repository(server.base, TOKEN)
        send(project, COHORT, repository, tell=quiet)
        assert publish(project, COHORT, repository).doi == ""
    assert (project.root / "CITATION.cff").read_bytes() == before
