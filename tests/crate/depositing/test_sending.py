"""A draft is made once and holds the archive once, however often the connection breaks."""

import hashlib

import pytest

from senco.book.assembly import load_citation
from senco.crate.depositing import Repository, send
from senco.crate.depositing.kept import load_kept
from senco.errors import DataError, SencoError
from tests.crate.depositing.conftest import COHORT
from tests.repositories import (
    TOKEN,
    answer_with,
    cut_answer,
    cut_upload,
    lose_answer,
    lose_request,
    open_repository,
)

CONTENT = rf"/files/{COHORT}\.zip/content$"
COMMIT = rf"/files/{COHORT}\.zip/commit$"


def quiet(_text):
    pass


def deposit(project, repository, **how):
    return send(project, COHORT, repository, tell=quiet, **how)


def test_a_draft_holds_the_archive_and_says_what_it_is(project, archive, server, repository):
    sent = deposit(project, repository)
    held = server.shelves.records[sent.record]
    assert held.sent == {f"{COHORT}.zip": bytes(archive)} and not held.published
    assert sent.digest == hashlib.md5(archive).hexdigest()
    assert held.files[sent.file] == f"md5:{sent.digest}"
    assert sent.page == f"{server.base}/uploads/{sent.record}"
    assert sent.doi == held.pids["doi"]["identifier"] == f"10.5072/rdm.{sent.record}"
    assert held.metadata["creators"] == [
        {"person_or_org": {"type": "organizational",
                           "name": "The contributors to Constrictions and possibilities"}}
    ]  # fmt: skip


def test_the_token_is_in_one_heading_and_nowhere_else(project, archive, server, repository):
    deposit(project, repository)
    assert {told for *_, told in server.asked} == {f"Bearer {TOKEN}"}
    assert not any(TOKEN in path for _, path, _ in server.asked)
    assert TOKEN not in repr(repository)
    kept = [path.read_bytes() for path in project.root.rglob("*") if path.is_file()]
    assert not any(TOKEN.encode() in content for content in kept)


def test_a_second_call_sends_nothing_twice_and_describes_anew(project, archive, server, repository):
    first = deposit(project, repository)
    citation = project.root / "CITATION.cff"
    citation.write_text(citation.read_text("utf-8").replace("0.1.0", "0.1.1"), "utf-8")
    second = deposit(project, repository)
    assert (second.record, second.doi, second.uploaded) == (first.record, first.doi, False)
    assert server.count("PUT", CONTENT) == server.count("POST", r"/records$") == 1
    assert server.shelves.records[first.record].metadata["version"] == "0.1.1"


#: What breaks, where; and how often the archive then goes over the line in two calls.
BROKEN = {
    "asking for a draft": ("POST", r"/records$", lose_request, 1),
    "listing files": ("GET", r"/draft/files$", cut_answer, 1),
    "announcing the file": ("POST", r"/draft/files$", lose_request, 1),
    "announcing the file, done": ("POST", r"/draft/files$", lose_answer, 1),
    "in the middle of the file": ("PUT", CONTENT, cut_upload, 2),
    "after the file": ("PUT", CONTENT, lose_answer, 1),
    "completing the file": ("POST", COMMIT, lose_request, 1),
    "completing the file, done": ("POST", COMMIT, lose_answer, 1),
    "an answer cut off": ("POST", COMMIT, cut_answer, 1),
    "out of order": ("POST", COMMIT, answer_with(500), 1),
    "reserving a DOI": ("POST", r"/pids/doi$", lose_request, 1),
    "reserving a DOI, done": ("POST", r"/pids/doi$", lose_answer, 1),
}


@pytest.mark.parametrize("method, place, fault, uploads", BROKEN.values(), ids=BROKEN)
def test_after_a_broken_connection_the_same_call_goes_on(
    project, archive, server, repository, method, place, fault, uploads
):
    server.plant(method, place, fault)
    with pytest.raises(SencoError, match=r"Run the command again: it goes on where it stopped\."):
        deposit(project, repository)
    sent = deposit(project, repository)
    (held,) = server.shelves.records.values()
    assert held.id == sent.record and held.sent[sent.file] == bytes(archive)
    assert sent.doi == held.pids["doi"]["identifier"]
    assert server.count("PUT", CONTENT) == uploads


def test_a_draft_whose_answer_was_lost_is_pointed_at(project, archive, server, repository):
    server.plant("POST", r"/records$", lose_answer)
    with pytest.raises(SencoError):
        deposit(project, repository)
    told = []
    send(project, COHORT, repository, tell=told.append)
    assert any(f"{server.base}/me/uploads" in one for one in told)
    assert len(server.shelves.records) == 2


def test_a_changed_archive_takes_the_place_of_the_one_that_was_sent(
    project, archive, server, repository
):
    first = deposit(project, repository)
    archive[:2] = b"AN"
    second = deposit(project, repository)
    held = server.shelves.records[first.record]
    assert second.uploaded and held.sent == {first.file: bytes(archive)}


def test_a_file_that_arrives_changed_is_taken_out_again(project, archive, server, repository):
    take = server.shelves.take
    server.shelves.take = lambda content, *place: take(content[:-1] + b"?", *place)
    with pytest.raises(SencoError, match=r"another checksum for ey-pvi-2017\.zip than was sent"):
        deposit(project, repository)
    (held,) = server.shelves.records.values()
    assert not held.files


def test_a_draft_that_was_deleted_there_is_made_anew(project, archive, server, repository):
    first = deposit(project, repository)
    server.shelves.discard(None, first.record)
    server.shelves.records["used"] = None  # so that the next has another number
    assert deposit(project, repository).record != first.record


def test_a_wrong_token_is_refused_without_being_repeated(project, archive, server):
    wrong = Repository(server.base, "not-a-token-of-theirs")
    with pytest.raises(SencoError) as error:
        deposit(project, wrong)
    assert "refused the token (403)" in str(error.value) and wrong.token not in str(error.value)
    assert not load_kept(project, COHORT, server.base).begun


def test_a_repository_without_dois_still_takes_a_deposit(project, archive):
    with open_repository(gives_doi=False) as server:
        sent = deposit(project, Repository(server.base, TOKEN))
    assert sent.doi == "" and sent.uploaded


def test_zenodo_is_asked_for_the_form_that_is_read(project, archive):
    """Its own form has a number for an identifier (zenodo-rdm, site/zenodo_rdm/resources.py)."""
    with open_repository(zenodo=True) as server:
        assert deposit(project, Repository(server.base, TOKEN)).doi


def test_what_a_repository_does_not_take_is_named_with_where_it_is_put_right(
    project, archive, server, repository
):
    info = project.cohort(COHORT) / "cohort.yml"
    citation = project.root / "CITATION.cff"
    text = citation.read_text("utf-8")
    citation.write_text(text.replace("MIT", "GPL-9.0"), "utf-8")
    with pytest.raises(SencoError, match=r"refused \(400: Invalid value gpl-9\.0\.\)"):
        deposit(project, repository)
    citation.write_text(text, "utf-8")
    take = server.shelves.create
    server.shelves.create = lambda body: take(
        {**body, "metadata": {**body["metadata"], "creators": []}}
    )
    with pytest.raises(DataError) as error:
        deposit(project, repository)
    (found,) = error.value.findings
    assert found.column == "metadata.creators" and "Missing data" in found.found
    assert found.remedy == "Correct the authors in CITATION.cff."
    assert info.is_file() and deposit(project, repository).uploaded  # the draft was kept


def test_a_second_version_is_a_draft_of_its_own_and_begun_once(
    project, archive, server, repository
):
    first = deposit(project, repository)
    server.shelves.publish(None, first.record)
    project.deposit(COHORT).unlink()  # as in another checkout
    archive[:2] = b"AN"
    server.plant("PUT", CONTENT, cut_upload)
    with pytest.raises(SencoError, match="does not answer"):
        deposit(project, repository, version_of=first.record)
    sent = deposit(project, repository, version_of=first.record)
    held = server.shelves.records[sent.record]
    assert len(server.shelves.records) == 2 and sent.record != first.record
    assert (held.index, held.parent) == (2, server.shelves.records[first.record].parent)
    released = load_citation(project).date_released
    assert held.metadata["publication_date"] == released and sent.doi != first.doi


@pytest.mark.parametrize("number", ["../../x", "1/draft", "10.5281/zenodo.1", "a b", "-", "x" * 41])
def test_what_is_no_records_number_is_refused_before_anything_is_asked(
    project, archive, server, repository, number
):
    with pytest.raises(DataError, match="the last part of the record's address"):
        deposit(project, repository, version_of=number)
    assert not server.asked


def test_a_version_of_what_is_not_there_is_refused(project, archive, server, repository):
    with pytest.raises(SencoError, match="has no published record 99999-abcde"):
        deposit(project, repository, version_of="99999-abcde")


def test_two_drafts_of_one_cohort_are_not_begun(project, archive, server, repository):
    first = deposit(project, repository)
    with pytest.raises(SencoError, match="Another draft of this cohort is under way"):
        deposit(project, repository, version_of="00007-abcde")
    assert list(server.shelves.records) == [first.record]


def test_each_repository_has_a_draft_of_its_own(project, archive, server, repository):
    with open_repository() as other:
        deposit(project, Repository(other.base, TOKEN))
        deposit(project, repository)
        assert load_kept(project, COHORT, other.base).draft
    assert load_kept(project, COHORT, server.base).draft


def test_what_is_kept_and_cannot_be_read_is_named(project, archive, repository):
    path = project.deposit(COHORT)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"deposits": [{"repository": "x", "draft": "../y"}]}', "utf-8")
    with pytest.raises(DataError, match=r"\.work/deposit_ey-pvi-2017\.json: found something else"):
        deposit(project, repository)


def test_a_collected_cohort_that_nobody_signed_for_is_refused_before_anything_is_asked(
    project, server, repository
):
    info = project.cohort(COHORT) / "cohort.yml"
    text = info.read_text("utf-8")
    info.write_text(text.replace("provenance: published", "provenance: collected"), "utf-8")
    with pytest.raises(SencoError, match="is not deposited: nobody has signed for it"):
        deposit(project, repository)
    assert not server.asked


def test_a_cohort_of_others_is_refused_before_anything_is_asked(project, server, repository):
    (project.cohort("registry.yml")).write_text(
        f"cohorts:\n- cohort: {COHORT}\n  address: theirs.zip\n  sha256: {'a' * 64}\n"
        "  title: T\n  licence: L\n  provenance: published\n  verified: 2026-11-24\n",
        "utf-8",
    )
    with pytest.raises(SencoError, match="Only those whose cohort it is can deposit it"):
        deposit(project, repository)
    assert not server.asked
