"""What the last whole build was made from, so that one with nothing to do is answered at once.

The manifest has one digest for each book: of every file that its pages or the site are made
from, of the pages, of the manifest's lines about them, of the site, and of what is installed.
It is added when a build was whole and nothing changed meanwhile. Where the digest is the
same, there is nothing to do; where it is not, `senco.execution.pipeline` decides, page by page.
So the check may send a build there for nothing, but never keeps one from it. No time is
looked at.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from senco.execution.manifest import Book, add_entry, digest_pages, find_manifest, read_books
from senco.workspace.paths import PACKAGE, Project
from senco.workspace.versions import describe_installed

_PARTS = ("analysis", "book", "data")
_FILES = ("CITATION.cff", "_config.yml", "_toc.yml", "pyproject.toml", "requirements.lock")
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def find_current(project: Project, cohorts: Sequence[str] | None) -> Book | None:
    """Return the book that a build would make, if it is there and nothing changed.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : sequence of str or None
        As they were asked for; None for the public book.

    Returns
    -------
    Book or None
        None where the pages have to be looked at one by one.
    """
    book = read_books(project).get(_key(cohorts))
    if book is None or not all((project.root / site).is_file() for site in book.sites):
        return None
    return book if book.digest == _digest(project, cohorts, book.sites) else None


def is_site_current(project: Project, cohort: str) -> bool:
    """Return whether a cohort's private site is what a build of the present files made.

    Pages that are up to date do not say so: they can be made without the site
    (`senco run`), which then still shows what was taken out of the tables.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        A cohort that is not part of the public book.

    Returns
    -------
    bool
        False too where nothing is known of it.
    """
    for book in read_books(project).values():
        names = book.cohorts.split()
        if cohort in names and book.shown == _digest_shown(project, names, book.sites):
            return True
    return False


def take_inputs(project: Project, cohorts: Sequence[str] | None) -> str:
    """Return the digest of what a build reads, without what it makes.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : sequence of str or None
        As they were asked for.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    made = project.pages("")
    files = (path for path in _list_files(project, cohorts) if not path.is_relative_to(made))
    return _digest_all(project, files)


def add_book(
    project: Project,
    cohorts: Sequence[str] | None,
    inputs: str,
    sites: Iterable[Path],
    pages: int,
) -> None:
    """Add a whole build to the manifest; one whose files changed meanwhile counts as none.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : sequence of str or None
        As they were asked for.
    inputs : str
        What `take_inputs` gave before the build read anything.
    sites : iterable of Path
        The first page of each site.
    pages : int
        How many executed pages the build looked after.
    """
    names = tuple(project.relative(site) for site in sites)
    digests = ("", "")
    if take_inputs(project, cohorts) == inputs:
        digests = _digest(project, cohorts, names), _digest_shown(project, cohorts, names)
    find_manifest(project).parent.mkdir(exist_ok=True)
    add_entry(project, Book(_key(cohorts), *digests, names, pages))


def _key(cohorts: Sequence[str] | None) -> str:
    return " ".join(cohorts or ())


def _digest(project: Project, cohorts: Sequence[str] | None, sites: Iterable[str]) -> str:
    files = list(_list_files(project, cohorts))
    for site in sites:
        files += _walk((project.root / site).parent)
    return _digest_all(project, files, digest_pages(project))


def _digest_shown(project: Project, cohorts: Sequence[str] | None, sites: Iterable[str]) -> str:
    from senco.disclosure.release.editions import (
        UNPUBLISHED,  # brings pandas, which `find_current` spares
    )

    files = [path for path in _list_files(project, cohorts) if path.name not in UNPUBLISHED]
    for site in sites:
        files += _walk((project.root / site).parent)
    return _digest_all(project, files)


def _digest_all(project: Project, files: Iterable[Path], more: str = "") -> str:
    known = [*describe_installed(), *project.cohorts(), more]
    whole = hashlib.sha256("\n".join(known).encode())
    for path in files:
        # a folder that was moved or copied as a whole is as current as it was
        whole.update(f"\n{os.path.relpath(path, project.root)}:".encode())
        try:
            with path.open("rb") as stream:
                whole.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError:  # a file that is not there is told from an empty one
            whole.update(b"none")
    return whole.hexdigest()


def _list_files(project: Project, cohorts: Sequence[str] | None) -> Iterator[Path]:
    """Every file that pages and site are made from, and the pages; other cohorts' are not."""
    concerned = _find_concerned(project, cohorts)
    folders = (project.cohort(""), project.pages(""))
    places = [project.root / part for part in _PARTS]
    if not PACKAGE.is_relative_to(project.root):
        places.append(PACKAGE)
    for place in places:
        for path in _walk(place):
            inside = [path.relative_to(one).parts[0] for one in folders if path.is_relative_to(one)]
            if not inside or inside[0] in concerned:
                yield path
    yield from (project.root / name for name in _FILES)


def _find_concerned(project: Project, cohorts: Sequence[str] | None) -> set[str]:
    """Cohorts that were asked for or are public, and those that their `cohort.yml` names."""
    text = _read_text(project.root / "_toc.yml")
    concerned = {*(cohorts or ()), *re.findall(r"book/cohorts/([^/\s]+)/", text)}
    known = project.cohorts()
    waiting = list(concerned)
    while waiting:
        text = _read_text(project.cohort(waiting.pop()) / "cohort.yml")
        named = {name for name in known if name in text} - concerned
        concerned |= named
        waiting += named
    return concerned


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in _LEFT_OUT and not name.endswith(".egg-info")
        )
        yield from (Path(place) / name for name in sorted(names))
