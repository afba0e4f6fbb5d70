"""A repository's answers are bounded, and the token goes to no other address."""

import time

import pytest

from senco.crate.depositing import Repository, name_repository, read_token
from senco.crate.depositing.answers import MOST_BYTES
from senco.errors import DataError, SencoError
from tests.repositories import TOKEN, answer_with, cut_answer, lose_request, open_repository

RECORD = r"/draft$"
BODY = {"metadata": {
    "title": "Rings", "publication_date": "2026", "resource_type": {"id": "dataset"},
    "creators": [{"person_or_org": {"type": "organizational", "name": "Rings"}}],
}}  # fmt: skip


@pytest.fixture
def draft(repository):
    return repository.create(BODY).id


def test_a_repository_has_a_short_name_or_an_address():
    assert name_repository("zenodo-sandbox") == "https://sandbox.zenodo.org"
    assert name_repository("http://127.0.0.1:5000") == "http://127.0.0.1:5000"


@pytest.mark.parametrize(
    "text",
    ["http://zenodo.org", "https://user:word@zenodo.org", "https://zenodo.org/api?x=1", "zenodoo",
     "https://zenodo.org@evil.example", "file:///etc/passwd", "https://a b", "", "https://",
     "https://zenodo.org/\r\nX: 1", "http://127.0.0.1.evil.example"],
)  # fmt: skip
def test_any_other_address_is_refused(text):
    with pytest.raises(DataError) as error:
        name_repository(text)
    assert "zenodo, zenodo-sandbox" in error.value.findings[0].allowed


@pytest.mark.parametrize(
    "text", ["", "short", "with a space in it", "line\r\nX-Header: 1", "ä" * 9]
)
def test_what_is_no_token_is_refused_and_not_repeated(text):
    with pytest.raises(SencoError) as error:
        read_token(text)
    assert not text or text not in str(error.value)


def test_a_redirect_is_not_followed(server, repository, draft):
    with open_repository() as other:
        server.plant("GET", RECORD, answer_with(302, Location=f"{other.base}/api/records/x/draft"))
        with pytest.raises(SencoError, match="your token is not sent on"):
            repository.read_draft(draft)
        assert not other.asked


def test_a_repository_that_asks_to_wait_is_waited_for(server, repository, draft, waits):
    server.plant("GET", RECORD, answer_with(429, Retry_After="7"))
    server.plant("GET", RECORD, answer_with(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"))
    assert repository.read_draft(draft).id == draft
    assert waits == [7.0, 8.0]  # a date is not reckoned with: the second pause of its own


def test_a_long_wait_is_told_and_not_waited(server, repository, draft, waits):
    server.plant("GET", RECORD, answer_with(429, Retry_After="86400"))
    with pytest.raises(SencoError, match=r"left alone for 86400 seconds \(429\)"):
        repository.read_draft(draft)
    assert not waits


def test_too_many_refusals_end_it(server, repository, draft, waits):
    server.plant("GET", RECORD, answer_with(429), times=4)
    with pytest.raises(SencoError, match="too much to answer"):
        repository.read_draft(draft)
    assert waits == [2.0, 8.0, 30.0]


def test_what_changes_nothing_is_asked_again_after_a_fault(server, repository, draft, waits):
    for fault in (lose_request, answer_with(500), answer_with(503)):
        server.plant("GET", RECORD, fault)
    assert repository.read_draft(draft).id == draft and len(waits) == 3


def test_a_draft_is_asked_for_once(server, repository, waits):
    server.plant("POST", r"/records$", answer_with(500))
    with pytest.raises(SencoError, match=r"refused \(500\)"):
        repository.create(BODY)
    assert server.count("POST", r"/records$") == 1 and not waits


#: Answers that are no answer.
STRANGE = {
    "half": cut_answer,
    "html": answer_with(200, b"<html>Log in</html>"),
    "a list": answer_with(200, b"[]"),
    "deep": answer_with(200, b'{"id": ' + b"[" * 100_000),
    "no number": answer_with(200, b'{"id": "../../admin"}'),
    "a number": answer_with(200, b'{"id": 4711}'),
    "a DOI with markup": answer_with(
        200, b'{"id": "a", "pids": {"doi": {"identifier": "10.5281/<script>"}}}'
    ),
    "bytes": answer_with(200, b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("fault", STRANGE.values(), ids=STRANGE)
def test_an_answer_of_another_form_is_refused(server, repository, draft, fault):
    server.plant("GET", RECORD, fault)
    with pytest.raises(SencoError, match="gave an answer that cannot be read"):
        repository.read_draft(draft)


def test_an_endless_answer_is_given_up(server, repository, draft):
    server.plant("GET", RECORD, answer_with(200, b" " * (MOST_BYTES + 1)))
    with pytest.raises(SencoError, match="more than 4,194,304 bytes"):
        repository.read_draft(draft)


def test_an_answer_that_takes_too_long_is_given_up(server, draft):
    def dawdle(handler, when):
        if when == "before":
            handler.send_response(200)
            handler.send_header("Content-Length", "10")
            handler.end_headers()
            time.sleep(0.4)  # longer than the client has patience
            handler.close_connection = True
        return when == "before"

    server.plant("GET", RECORD, dawdle, times=4)
    hasty = Repository(server.base, TOKEN, patience=0.05, wait=lambda _: None)
    with pytest.raises(SencoError, match=r"does not answer \(timed out\)"):
        hasty.read_draft(draft)


def test_a_token_that_is_sent_back_is_not_shown(server, repository, draft):
    told = f'{{"message": "Who is {TOKEN}?\\u001b[2J"}}'.encode()
    server.plant("GET", RECORD, answer_with(400, told))
    with pytest.raises(SencoError) as error:
        repository.read_draft(draft)
    assert TOKEN not in str(error.value) and "Who is …?" in str(error.value)


def test_a_long_story_is_cut(server, repository, draft):
    server.plant("GET", RECORD, answer_with(400, b'{"message": "' + b"x" * 100_000 + b'"}'))
    with pytest.raises(SencoError) as error:
        repository.read_draft(draft)
    assert len(str(error.value)) < 400
