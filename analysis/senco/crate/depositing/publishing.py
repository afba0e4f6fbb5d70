"""A draft published, for good, and its DOI put down where the publication is cited from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from senco.book.assembly import load_citation
from senco.cohort.loading import read_info
from senco.crate.depositing.answers import Record
from senco.crate.depositing.description import name_deposit
from senco.crate.depositing.identifiers import add_identifier
from senco.crate.depositing.kept import Kept, load_kept, save_kept
from senco.crate.depositing.repository import Repository
from senco.crate.packing import make_crate
from senco.errors import SencoError
from senco.workspace.paths import Project


@dataclass(frozen=True)
class Published:
    """A record that is open to all.

    Parameters
    ----------
    page : str
        Where everybody looks at it.
    file : str
        Where everybody fetches the archive.
    doi : str
        "" where the repository gave none.
    written : bool
        Whether the DOI was put into `CITATION.cff` now.
    """

    page: str
    file: str
    doi: str
    written: bool


def publish(
    project: Project, cohort: str, repository: Repository, *, names: tuple[str, ...] = ()
) -> Published:
    """Publish the draft that `send` made, if it holds what would be deposited now.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    repository : Repository
        Where the draft is.
    names : tuple of str
        The private list, for the disclosure gate.

    Returns
    -------
    Published

    Raises
    ------
    SencoError
        Where there is no draft, it holds something else, or the repository refuses it.
    """
    project.check_cohort_name(cohort)
    kept = load_kept(project, cohort, repository.base)
    if not kept.draft and kept.record:  # nothing is done twice, but what was broken off is ended
        return _put_down(project, cohort, repository, kept)
    if not kept.draft:
        raise SencoError(
            f"There is no draft of '{cohort}' at {repository.host}. Run the command without "
            "--publish, and look at the draft that it makes."
        )
    content = make_crate(project, cohort, names).content
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    record = _publish_draft(repository, kept.draft, f"{cohort}.zip", digest)
    if not record.is_published:
        raise SencoError(
            f"{repository.host} took the draft and has not published it: it may be waiting for "
            f"somebody's approval. Look at {repository.draft_page(kept.draft)}."
        )
    done = Kept(repository=repository.base, record=record.id, doi=record.doi)
    save_kept(project, cohort, done)
    entry = repository.list_files(record.id, published=True).find(f"{cohort}.zip")
    if entry is None or not entry.holds(digest):
        raise SencoError(
            f"{repository.record_page(record.id)} is published, but its archive is not the one "
            "that was sent. Write to those who run the repository."
        )
    return _put_down(project, cohort, repository, done)


def _publish_draft(repository: Repository, draft: str, name: str, digest: str) -> Record:
    if repository.read_draft(draft) is None:
        record = repository.read_record(draft)  # published in the browser, or by a lost answer
        if record is None:
            raise SencoError(
                f"The draft {draft} is no longer at {repository.host}. Run the command without "
                "--publish: it makes another."
            )
        return record
    entries = repository.list_files(draft).entries
    others = sorted(entry.key for entry in entries if entry.key != name)
    if others:
        raise SencoError(
            f"The draft holds '{others[0][:80]}' too, which is no part of the deposit and was not "
            f"looked through. Delete it at {repository.draft_page(draft)}."
        )
    if not any(entry.holds(digest) for entry in entries):
        raise SencoError(
            "The draft does not hold what would be deposited now: something has changed since, or "
            "it was not sent whole. Run the command without --publish, and look at the draft again."
        )
    return repository.publish(draft)


def _put_down(project: Project, cohort: str, repository: Repository, kept: Kept) -> Published:
    written = False
    if kept.doi:
        title = name_deposit(read_info(cohort, project))
        told = f"{title}. Version {load_citation(project).version}."
        written = add_identifier(project, kept.doi, told)
    page = repository.record_page(kept.record)
    file = repository.file_address(kept.record, f"{cohort}.zip")
    return Published(page, file, kept.doi, written)
