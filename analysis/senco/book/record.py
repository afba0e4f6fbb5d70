"""What a site was made from, file by file: by it the next build knows what it may take over.

Which files that were is not declared but observed: the process that runs Sphinx notes each file
that it opens. A file that belongs to one page has that page read again when it changes; any
other has the whole site made from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from senco.workspace.paths import PACKAGE

#: The record, in the folder of the pages that Sphinx has read.
RECORD = "kept.json"
#: Made before Sphinx starts: what was changed later than this file may not have been read.
BEGAN = "began"
#: Files that every page shows or names, and that are copied into the site with each build.
STATIC = "book/_static"
#: Folders of a checkout in which nothing is that a site is made from.
_MADE = ("_build", ".work", ".git")


@dataclass
class Written:
    """A page that was written.

    Parameters
    ----------
    shown : str
        Digest of what it shows of other pages.
    images : list of str
        Its pictures, as paths in the checkout.
    small : list of str
        Those that it shows small too, by their names in the site.
    """

    shown: str
    images: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)


@dataclass
class Record:
    """What a site was made from.

    Parameters
    ----------
    files : dict of str to str
        SHA-256 of all that is not a single page's, by path.
    sources : dict of str to str
        The source of each page.
    read : dict of str to str
        Digest of the source of each page and of the files that were read with it.
    pages : dict of str to Written
        How each page was written.
    """

    files: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Written] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write it to a file."""
        path.write_text(json.dumps(asdict(self), sort_keys=True), encoding="utf-8")


def load_record(path: Path) -> Record | None:
    """Return a record that was saved.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Record or None
        None where there is none, or it cannot be read.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        pages = {name: Written(**page) for name, page in held.pop("pages").items()}
        return Record(**held, pages=pages)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def digest_file(path: Path) -> str:
    """Return the digest of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        SHA-256 in hexadecimal digits; "" where it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def digest_files(paths: Iterable[Path], base: Path) -> str:
    """Return one digest of several files.

    Parameters
    ----------
    paths : iterable of Path
        The files, in any order.
    base : Path
        The folder from which they are named.

    Returns
    -------
    str
        SHA-256 of their names and of what they hold.
    """
    lines = sorted(f"{os.path.relpath(path, base)}:{digest_file(path)}" for path in paths)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def digest_folder(folder: Path) -> str:
    """Return one digest of all files in a folder.

    Parameters
    ----------
    folder : Path
        The folder; it need not be there.

    Returns
    -------
    str
        SHA-256 of their names and of what they hold.
    """
    return digest_files(list_files(folder), folder)


def list_files(folder: Path) -> list[Path]:
    """Return all files in a folder.

    Parameters
    ----------
    folder : Path
        The folder; it need not be there.

    Returns
    -------
    list of Path
        Those in its folders too.
    """
    return [Path(place, name) for place, _, names in os.walk(folder) for name in names]


#: Paths of all files that this process has opened since `watch_files`.
_OPENED: set[str] = set()


def watch_files() -> None:
    """Note from now on which files this process opens; that cannot be ended."""

    def note(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes | os.PathLike):
            _OPENED.add(os.fsdecode(given[0]))

    sys.addaudithook(note)


def list_opened(root: Path) -> set[Path]:
    """Return what this process has read of a checkout and of this package.

    Parameters
    ----------
    root : Path
        The checkout.

    Returns
    -------
    set of Path
        Files that were opened, without those that builds make, and the modules that were
        imported, whose text may have been read by an earlier process.
    """
    opened = {os.path.abspath(path) for path in _OPENED}
    opened |= {str(module.__file__) for module in list(sys.modules.values())
               if getattr(module, "__file__", None)}  # fmt: skip
    # a build imports thousands of others' modules, whose paths take long to take apart
    places = tuple(os.path.normcase(f"{folder}{os.sep}") for folder in (PACKAGE, root))
    near = (Path(path) for path in opened if os.path.normcase(path).startswith(places))
    return {
        path
        for path in near
        if (path.is_relative_to(PACKAGE) or _is_source(path, root)) and path.suffix != ".pyc"
        and path.is_file()
    }  # fmt: skip


def _is_source(path: Path, root: Path) -> bool:
    return path.is_relative_to(root) and path.relative_to(root).parts[0] not in _MADE
