"""A cohort's archive sent to a repository, as a draft that only its owner sees."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from senco.book.assembly import load_citation
from senco.cohort.loading import read_info
from senco.crate.depositing.answers import Fault, Record
from senco.crate.depositing.description import describe_deposit, tell_description
from senco.crate.depositing.kept import Kept, load_kept, save_kept
from senco.crate.depositing.repository import KNOWN, Repository, UnansweredError, check_number
from senco.crate.packing import make_crate
from senco.errors import SencoError
from senco.workspace.paths import Project

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Sent:
    """A draft that is complete.

    Parameters
    ----------
    record : str
        Its identifier there.
    page : str
        Where its owner looks at it.
    doi : str
        Reserved for it; "" where the repository reserves none.
    file : str
        Name of the archive.
    digest : str
        MD5 of the archive, which the repository found too.
    uploaded : bool
        Whether the archive was sent now, and was not there yet.
    """

    record: str
    page: str
    doi: str
    file: str
    digest: str
    uploaded: bool


def send(
    project: Project,
    cohort: str,
    repository: Repository,
    *,
    names: tuple[str, ...] = (),
    version_of: str = "",
    tell: Tell = print,
) -> Sent:
    """Make a draft of a cohort's deposit, or go on with the one that was begun.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    repository : Repository
        Where it goes.
    names : tuple of str
        The private list, for the disclosure gate.
    version_of : str
        A published record of which this is to be the next version.
    tell : callable
        Says in a sentence what is being done.

    Returns
    -------
    Sent
        The draft, with the archive in it and its checksum compared.

    Raises
    ------
    SencoError
        Where the cohort may not be deposited, is deposited already, or the repository does not
        do what it is asked. What it has is kept: the same call goes on from there.
    """
    if version_of:
        check_number(version_of)
    content = make_crate(project, cohort, names).content
    publisher = "Zenodo" if repository.base in KNOWN.values() else ""
    body = describe_deposit(load_citation(project), read_info(cohort, project), publisher)
    tell(f"It is described as {tell_description(body)}")
    kept = load_kept(project, cohort, repository.base)
    draft, made = _find_draft(project, cohort, repository, kept, version_of, body, tell)
    described = draft if made else repository.describe(draft.id, body)
    if faults := _list_faults(described):
        raise repository.refuse(faults)
    name = f"{cohort}.zip"
    uploaded = upload(repository, draft.id, name, content, tell)
    doi = described.doi or _reserve(repository, draft.id)
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return Sent(draft.id, repository.draft_page(draft.id), doi, name, digest, uploaded)


def _find_draft(
    project: Project,
    cohort: str,
    repository: Repository,
    kept: Kept,
    version_of: str,
    body: Mapping[str, Any],
    tell: Tell,
) -> tuple[Record, bool]:
    """The draft, and whether it was made now with what it is to say."""
    if kept.draft:
        _check_version(kept, version_of, repository)
        if draft := repository.read_draft(kept.draft):
            tell(f"The draft {draft.id} was begun before")
            return draft, False
        _check_unpublished(repository, kept)
        tell(f"The draft {kept.draft} is no longer there; another is made")
    elif kept.record and not version_of:
        raise SencoError(
            f"'{cohort}' was published at {repository.record_page(kept.record)}. To deposit a new "
            f"version of it, add: --version-of {kept.record}"
        )
    elif kept.begun and not version_of:
        tell(
            f"An earlier call asked for a draft and got no answer: look whether there is an empty "
            f"one at {repository.base}/me/uploads, and delete it"
        )
    blank = kept.model_copy(update={"draft": "", "version_of": version_of, "begun": True})
    save_kept(project, cohort, blank)
    try:
        draft, made = _make_draft(repository, version_of, body)
    except UnansweredError:
        raise  # there may be a draft
    except SencoError:
        save_kept(project, cohort, kept)
        raise
    save_kept(project, cohort, blank.model_copy(update={"draft": draft.id, "begun": False}))
    return draft, made


def _check_version(kept: Kept, version_of: str, repository: Repository) -> None:
    if version_of and version_of != kept.version_of:
        raise SencoError(
            f"Another draft of this cohort is under way: {repository.draft_page(kept.draft)}. "
            "Publish it, or delete it there, and run the command again."
        )


def _check_unpublished(repository: Repository, kept: Kept) -> None:
    record = repository.read_record(kept.draft)
    if record and record.is_published:
        raise SencoError(
            f"This draft was published: {repository.record_page(record.id)}. To write its DOI into "
            "CITATION.cff, run the command again with --publish."
        )


def _make_draft(
    repository: Repository, version_of: str, body: Mapping[str, Any]
) -> tuple[Record, bool]:
    if not version_of:
        return repository.create(body), True
    draft = repository.begin_version(version_of)
    if draft is None:
        raise SencoError(
            f"{repository.host} has no published record {version_of}. Its number is the last part "
            f"of its address, such as {repository.record_page('1234567')}."
        )
    return draft, False


def _list_faults(record: Record) -> tuple[Fault, ...]:
    """What is wrong with the description; that there are no files yet is not."""
    return tuple(fault for fault in record.errors if not fault.field.startswith("files"))


def upload(repository: Repository, record: str, name: str, content: bytes, tell: Tell) -> bool:
    """See that a draft holds a file, whole and unchanged.

    Parameters
    ----------
    repository : Repository
        Where the draft is.
    record : str
        The draft.
    name : str
        Of the file.
    content : bytes
        What it holds.
    tell : callable
        Says in a sentence what is being done.

    Returns
    -------
    bool
        Whether it was sent now; False where it was there.

    Raises
    ------
    SencoError
        Where the repository has another checksum for what was sent.
    """
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    entry = repository.list_files(record).find(name)
    if entry and entry.status != "completed":  # sent whole, it may be, and not said to be so
        try:
            entry = repository.complete_file(record, name)
        except SencoError:
            entry = repository.list_files(record).find(name)
    if entry and entry.holds(digest):
        return False
    if entry:
        repository.remove_file(record, name)
    tell(f"Sending {name}, {len(content):,} bytes")
    repository.begin_file(record, name)
    repository.send_file(record, name, content)
    if not repository.complete_file(record, name).holds(digest):
        repository.remove_file(record, name)
        raise SencoError(
            f"{repository.host} has another checksum for {name} than was sent, so something was "
            "lost on the way, and the file was taken out again. Run the command again."
        )
    return True


def _reserve(repository: Repository, record: str) -> str:
    reserved = repository.reserve_doi(record)
    return reserved.doi if reserved else ""
