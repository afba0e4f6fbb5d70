"""A repository that runs InvenioRDM, spoken to by its REST API.

https://inveniordm.docs.cern.ch/reference/rest_api_drafts_records/. The token goes to the one
address that was named: redirects are not followed, and no link of an answer is used.
"""

from __future__ import annotations

import io
import json
import math
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, Any
from urllib.parse import quote

from senco.cohort.gathered import is_address
from senco.crate.depositing.answers import (
    MOST_BYTES,
    Answer,
    Entries,
    Entry,
    Fault,
    Nothing,
    Record,
    Refusal,
    read_answer,
    shorten,
)
from senco.errors import DataError, Finding, SencoError, suggest

#: Repositories that have a short name.
KNOWN = {"zenodo": "https://zenodo.org", "zenodo-sandbox": "https://sandbox.zenodo.org"}
#: The variable in which the token may stand.
TOKEN = "SENCO_DEPOSIT_TOKEN"
#: Seconds without a sign, and seconds that an answer may take in all.
PATIENCE, LONGEST = 60.0, 300.0
#: Seconds before each further time that the same thing is asked, and seconds that a repository
#: may ask to be waited for.
_PAUSES, _LONGEST_PAUSE = (2.0, 8.0, 30.0), 300.0
_TRIES = len(_PAUSES) + 1
_CHUNK = 1 << 16
#: No answer at all, and answers that may be another when it is asked again.
_PASSING = {0, 500, 502, 503, 504}
_HOST = re.compile(r"(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)/?")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
_TOKEN = re.compile(r"[!-~]{8,500}")
#: Zenodo answers in a form of its own unless it is asked for this one.
_RECORD = "application/vnd.inveniordm.v1+json"
_JSON = "application/json"
_AGAIN = "Run the command again: it goes on where it stopped."
_LATER = "Run the command again when that time has passed: it goes on where it stopped."
#: Where what a repository does not take is written, by the start of the field.
_SOURCES = {
    "metadata.creators": "Correct the authors in CITATION.cff.",
    "metadata.rights": "Correct the licences in CITATION.cff, and the licence in cohort.yml.",
    "metadata.title": "Correct the title in cohort.yml.",
    "metadata.description": "Correct the summary in cohort.yml.",
    "metadata.subjects": "Correct the keywords in CITATION.cff.",
    "metadata.related_identifiers": "Correct the references in CITATION.cff.",
    "metadata.publication_date": "Correct date-released in CITATION.cff.",
    "metadata.version": "Correct the version in CITATION.cff.",
}


class UnansweredError(SencoError):
    """A repository gave no answer, so it may have done what it was asked, or not."""


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: whatever was asked, the token would go with it."""

    def redirect_request(self, *_: Any) -> None:
        """Refuse, so that the redirect is an error."""


def name_repository(text: str) -> str:
    """Return the address of a repository.

    Parameters
    ----------
    text : str
        One of `KNOWN`, or an address with https; with http on this machine itself.

    Returns
    -------
    str
        Without a slash at its end.

    Raises
    ------
    SencoError
        For anything else.

    Examples
    --------
    >>> name_repository("zenodo"), name_repository("https://data.example.ac.uk/")
    ('https://zenodo.org', 'https://data.example.ac.uk')
    """
    if text in KNOWN:
        return KNOWN[text]
    found = _HOST.fullmatch(text)
    if found and is_address(text):
        return found[1].casefold()
    allowed = f"{', '.join(KNOWN)}, or the address of a repository, such as https://zenodo.org"
    finding = Finding("--to", f"'{text[:80]}'", allowed, remedy=suggest(text, KNOWN))
    raise DataError([finding])


def read_token(text: str) -> str:
    """Return a token without what stands around it.

    Parameters
    ----------
    text : str
        As it was typed, or stands in the environment.

    Returns
    -------
    str

    Raises
    ------
    SencoError
        For what cannot be one; the message does not repeat it.
    """
    token = text.strip()
    if not _TOKEN.fullmatch(token):
        raise SencoError(
            "That is no token: one has 8 characters or more, and no space. Copy it whole from the "
            "page on which the repository showed it."
        )
    return token


def check_number(text: str) -> None:
    """See that a text can be the number of a record, as its address has it.

    Parameters
    ----------
    text : str
        Such as "1234567", or "4d0ns-ntd89".

    Raises
    ------
    DataError
        For anything else.
    """
    if not _NUMBER.fullmatch(text):
        remedy = "It is the last part of the record's address."
        finding = Finding("--version-of", f"'{text[:80]}'", "a record's number, such as 1234567",
                          remedy=remedy)  # fmt: skip
        raise DataError([finding])


@dataclass(frozen=True)
class Repository:
    """A repository, and what opens it.

    Parameters
    ----------
    base : str
        Its address, as `name_repository` gives it.
    token : str
        Goes into one heading of each request, and nowhere else.
    patience, longest : float
        Seconds without a sign, and in all, after which an answer is given up.
    wait : callable
        Waits for some seconds.
    """

    base: str
    token: str = field(repr=False)
    patience: float = PATIENCE
    longest: float = LONGEST
    wait: Callable[[float], object] = field(default=time.sleep, repr=False)

    @property
    def host(self) -> str:
        """Its name, for messages."""
        return self.base.partition("://")[2]

    def draft_page(self, record: str) -> str:
        """Return where a person looks at a draft."""
        return f"{self.base}/uploads/{record}"

    def record_page(self, record: str) -> str:
        """Return where everybody looks at a record."""
        return f"{self.base}/records/{record}"

    def file_address(self, record: str, key: str) -> str:
        """Return where everybody fetches a file of a record."""
        return f"{self.base}/api/records/{record}/files/{quote(key, safe='')}/content"

    def create(self, body: Mapping[str, Any]) -> Record:
        """Make a draft; asked once, since each time makes another."""
        return self._need("POST", "", Record, body=body, tries=1)

    def begin_version(self, record: str) -> Record | None:
        """Make a draft of a record's next version, or find the one there is."""
        return self._ask("POST", f"/{record}/versions", Record, missing=True)

    def read_draft(self, record: str) -> Record | None:
        """Return a draft; None where there is none."""
        return self._ask("GET", f"/{record}/draft", Record, missing=True)

    def read_record(self, record: str) -> Record | None:
        """Return a published record; None where there is none."""
        return self._ask("GET", f"/{record}", Record, missing=True)

    def describe(self, record: str, body: Mapping[str, Any]) -> Record:
        """Write what a draft says of itself."""
        return self._need("PUT", f"/{record}/draft", Record, body=body)

    def list_files(self, record: str, *, published: bool = False) -> Entries:
        """Return the files of a draft, or of a record."""
        place = f"/{record}/files" if published else f"/{record}/draft/files"
        return self._need("GET", place, Entries)

    def begin_file(self, record: str, key: str) -> None:
        """Announce a file."""
        self._need("POST", f"/{record}/draft/files", Entries, body=[{"key": key}], tries=1)

    def send_file(self, record: str, key: str, content: bytes) -> None:
        """Send what an announced file holds."""
        place = f"/{record}/draft/files/{quote(key, safe='')}/content"
        self._need("PUT", place, Nothing, content=content, tries=1)

    def complete_file(self, record: str, key: str) -> Entry:
        """Say that a file was sent whole."""
        place = f"/{record}/draft/files/{quote(key, safe='')}/commit"
        return self._need("POST", place, Entry, tries=1)

    def remove_file(self, record: str, key: str) -> None:
        """Take a file out of a draft."""
        place = f"/{record}/draft/files/{quote(key, safe='')}"
        self._ask("DELETE", place, Nothing, missing=True, tries=1)

    def reserve_doi(self, record: str) -> Record | None:
        """Reserve a DOI for a draft that has none; None where the repository gives none."""
        return self._ask("POST", f"/{record}/draft/pids/doi", Record, missing=True, tries=1)

    def publish(self, record: str) -> Record:
        """Publish a draft, for good."""
        return self._need("POST", f"/{record}/draft/actions/publish", Record, tries=1)

    def _need(self, method: str, place: str, kind: type[Answer], **how: Any) -> Answer:
        answer = self._ask(method, place, kind, **how)
        if answer is None:
            raise self._fail("says that there is no such record (404). Look whether it is deleted")
        return answer

    def _ask(
        self,
        method: str,
        place: str,
        kind: type[Answer],
        *,
        body: object = None,
        content: bytes | None = None,
        missing: bool = False,
        tries: int = _TRIES,
    ) -> Answer | None:
        request = self._make_request(method, place, kind, body, content)
        status, found = self._call(request, content, tries)
        if status in (404, 410) and missing:
            return None
        if status >= 300:
            raise self._explain(status, found)
        if status == 204:
            found = b"{}"
        answer = read_answer(found, kind)
        if answer is None:
            raise self._fail(f"gave an answer that cannot be read. {_AGAIN}", UnansweredError)
        return answer

    def _make_request(
        self, method: str, place: str, kind: type[Answer], body: object, content: bytes | None
    ) -> urllib.request.Request:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Accept": _RECORD if kind is Record else _JSON,
            "User-Agent": "senco",
        }
        data = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = "application/octet-stream"
        elif data is not None:
            headers["Content-Type"] = _JSON
        elif method == "POST":
            data = b""
        address = f"{self.base}/api/records{place}"
        return urllib.request.Request(address, data=data, headers=headers, method=method)

    def _call(
        self, request: urllib.request.Request, content: bytes | None, tries: int
    ) -> tuple[int, bytes]:
        """Ask until there is an answer that stays, a few times; what is asked to wait is waited."""
        for turn, pause in enumerate((*_PAUSES, 0.0), start=1):
            status, found, asked = self._call_once(request, content)
            again = status == 429 or (status in _PASSING and turn < tries)
            if not again or not pause:
                break
            self.wait(self._measure_pause(asked, pause))
        if not status:
            told = self._clean(found.decode(errors="replace"))
            raise self._fail(f"does not answer ({told}). {_AGAIN}", UnansweredError)
        return status, found

    def _call_once(
        self, request: urllib.request.Request, content: bytes | None
    ) -> tuple[int, bytes, str]:
        """The status, 0 where the connection broke; what was answered; how long it asks to wait."""
        if content is not None:  # from a stream, so that patience is for a part and not for all
            request.data = io.BytesIO(content)
            request.add_unredirected_header("Content-Length", str(len(content)))
        try:
            with self._open().open(request, timeout=self.patience) as answer:
                return int(answer.status), self._read(answer), ""
        except urllib.error.HTTPError as error:
            with error:
                asked = error.headers.get("Retry-After", "")
                return error.code, self._read_quietly(error), asked
        except (OSError, HTTPException, ValueError) as error:
            return 0, str(getattr(error, "reason", error)).encode(), ""

    def _open(self) -> urllib.request.OpenerDirector:
        handlers: list[urllib.request.BaseHandler] = [_Stays()]
        if self.base.startswith("http://"):  # to this machine itself, past every proxy
            handlers.append(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener(*handlers)

    def _read(self, answer: IO[bytes]) -> bytes:
        end, parts, size = time.monotonic() + self.longest, [], 0
        while part := answer.read(_CHUNK):
            size += len(part)
            if size > MOST_BYTES:
                raise self._fail(f"answered with more than {MOST_BYTES:,} bytes")
            if time.monotonic() > end:
                raise self._fail(f"takes too long to answer. {_AGAIN}")
            parts.append(part)
        return b"".join(parts)

    def _read_quietly(self, error: urllib.error.HTTPError) -> bytes:
        """Why it refused; nothing where that cannot be read."""
        try:
            return self._read(error)
        except (OSError, HTTPException, ValueError):
            return b""

    def _measure_pause(self, asked: str, pause: float) -> float:
        seconds = float(asked) if asked.isascii() and asked.isdecimal() else pause
        if seconds > _LONGEST_PAUSE:
            whole = math.ceil(seconds)
            raise self._fail(f"asks to be left alone for {whole} seconds (429). {_LATER}")
        return seconds

    def _explain(self, status: int, found: bytes) -> SencoError:
        if status < 400:
            return self._fail(
                "leads to another address, and your token is not sent on. Give the address at "
                "which it answers itself"
            )
        if status in (401, 403):
            return self._fail(
                f"refused the token ({status}). Check that it is one of {self.host}, is still "
                "valid and may write and publish records; a new one is made in your account there, "
                "under Applications"
            )
        if status == 429:
            return self._fail(f"has too much to answer at present (429). {_LATER}")
        refusal = read_answer(found, Refusal) or Refusal()
        if refusal.errors:
            return self.refuse(refusal.errors)
        said = self._clean(refusal.message)
        words = f"refused ({status}{f': {said}' if said else ''})"
        if status >= 500:
            return self._fail(f"{words}. {_AGAIN}", UnansweredError)
        return self._fail(words)

    def refuse(self, faults: tuple[Fault, ...]) -> DataError:
        """Return what a repository does not take, as an error.

        Parameters
        ----------
        faults : tuple of Fault
            In its own words.

        Returns
        -------
        DataError
            With where each is put right.
        """
        findings = []
        for fault in faults:
            start = ".".join(fault.field.split(".")[:2])
            findings.append(
                Finding(
                    self.host,
                    f"“{self._clean(fault.told)}”",
                    "what it takes",
                    column=self._clean(fault.field) or None,
                    remedy=_SOURCES.get(start, "Put it right on the draft's page there."),
                )
            )
        return DataError(findings)

    def _fail(self, words: str, kind: type[SencoError] = SencoError) -> SencoError:
        return kind(f"{self.host} {words.rstrip('.')}.")

    def _clean(self, text: str) -> str:
        """A stranger's words without the token, which it may have sent back."""
        return shorten(text.replace(self.token, "…"))
