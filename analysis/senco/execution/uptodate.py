"""What the last whole build was made from, so that one with nothing to do is answered at once.

The up-to-date check keeps one digest for each book: of every file that its pages or the
site are made from, of the pages, of their manifest, of the site, and of what is installed.
It is written when a build was whole and nothing changed meanwhile. Where the digest is the
same, there is nothing to do; where it is not, `senco.execution.pipeline` decides, page by page.
So the check may send a build there for nothing, but never keeps one from it. No time is
looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from senco.execution.manifest import find_manifest
from senco.workspace.paths import PACKAGE, Project
from senco.workspace.versions import describe_installed

_PARTS = ("analysis", "book", "data")
_FILES = ("_config.yml", "_toc.yml", "pyproject.toml", "requirements.lock")
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Entry:
    """One book that was built.

    Parameters
    ----------
    digest : str
        Of everything that it depends on, and of itself.
    book : str
        The same without what says nothing of the sites: the manifest and the signatures.
    sites : tuple of str
        The first page of each site, from the root.
    pages : int
        How many executed pages it holds.
    """

    digest: str
    book: str
    sites: tuple[str, ...]
    pages: int


def find_current(project: Project, cohorts: Sequence[str] | None) -> Entry | None:
    """Return the book that a build would make, if it is there and nothing changed.

    Parameters
    ----------
    project : Project
        The checkout.
    cohorts : sequence of str or None
        As they were asked for; None for the public book.

    Returns
    -------
    Entry or None
        None where the pages have to be looked at one by one.
    """
    entry = _read(project).get(_key(cohorts))
    if entry is None or not all((project.root / site).is_file() for site in entry.sites):
        return None
    return entry if entry.digest == _digest(project, cohorts, entry.sites) else None


def is_site_current(project: Project, cohort: str) -> bool:
    """Return whether a cohort's private site is what a build of the present files made.

    Pages that are up to date do not say so: they can be made without the site
    (`senco run`), which then still shows what was taken out of the tables.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        A cohort that is no part of the public book.

    Returns
    -------
    bool
        False too where nothing is known of it.
    """
    for key, entry in _read(project).items():
        if cohort in (names := key.split()) and entry.book == _digest_book(
            project, names, entry.sites
        ):
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


def write_entry(
    project: Project,
    cohorts: Sequence[str] | None,
    inputs: str,
    sites: Iterable[Path],
    pages: int,
) -> None:
    """Write down a whole build, unless something that it read changed meanwhile.

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
    entries = _read(project)
    entries.pop(_key(cohorts), None)
    if take_inputs(project, cohorts) == inputs:
        names = tuple(project.relative(site) for site in sites)
        digests = _digest(project, cohorts, names), _digest_book(project, cohorts, names)
        entries[_key(cohorts)] = Entry(*digests, names, pages)
    kept = {
        key: {"digest": one.digest, "book": one.book, "sites": list(one.sites), "pages": one.pages}
        for key, one in sorted(entries.items())
    }
    place = _place(project)
    place.parent.mkdir(exist_ok=True)
    new = place.with_suffix(".new")
    new.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    new.replace(place)


def _place(project: Project) -> Path:
    return project.root / "_build" / "ledger.json"


def _key(cohorts: Sequence[str] | None) -> str:
    return " ".join(cohorts or ())


def _read(project: Project) -> dict[str, Entry]:
    try:
        told = json.loads(_place(project).read_text(encoding="utf-8"))
        return {
            key: Entry(str(one["digest"]), str(one["book"]), tuple(one["sites"]), int(one["pages"]))
            for key, one in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # none, or not one of ours: the pages are looked at


def _digest(project: Project, cohorts: Sequence[str] | None, sites: Iterable[str]) -> str:
    files = list(_list_files(project, cohorts))
    files.append(find_manifest(project))
    for site in sites:
        files += _walk((project.root / site).parent)
    return _digest_all(project, files)


def _digest_book(project: Project, cohorts: Sequence[str] | None, sites: Iterable[str]) -> str:
    from senco.disclosure.release.editions import (
        UNPUBLISHED,  # brings pandas, which `find_current` spares
    )

    files = [path for path in _list_files(project, cohorts) if path.name not in UNPUBLISHED]
    for site in sites:
        files += _walk((project.root / site).parent)
    return _digest_all(project, files)


def _digest_all(project: Project, files: Iterable[Path]) -> str:
    known = [*describe_installed(), *project.cohorts()]
    whole = hashlib.sha256("\n".join(known).encode())
    for path in files:
        whole.update(f"\n{path}:".encode())
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
