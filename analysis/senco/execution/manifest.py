"""The manifest: what each page was made from, written down as soon as the page is whole.

A line of JSON for each page, added at the end, so that a build that is killed keeps what
it made: a line that was cut off does not count. Nothing else says what is stale. The manifest
lies in `_build` and is not committed: a fresh clone runs every notebook.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from senco.workspace.files import write_atomically, write_bytes_atomically
from senco.workspace.paths import Project


@dataclass(frozen=True)
class Entry:
    """What one page was made from.

    Parameters
    ----------
    page : str
        Cohort and stage, as ``ey-pvi-2017/50_rankings``.
    settings : str
        Its parameters, as JSON.
    files : dict of str to str
        SHA-256 of everything that it depends on and of what it made, by path from the root.
    """

    page: str
    settings: str
    files: dict[str, str]


def find_manifest(project: Project) -> Path:
    """Return where the manifest lies, whether or not it is there.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Path
        The file.
    """
    return project.root / "_build" / "record.jsonl"


def read_manifest(project: Project) -> dict[str, Entry]:
    """Return what the manifest holds, the newest line of each page.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of str to Entry
        By page; a line that cannot be read is left out, and its page is stale.
    """
    place = find_manifest(project)
    if not place.is_file():
        return {}
    lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
    entries = [entry for line in lines if (entry := _read_line(line)) is not None]
    return {entry.page: entry for entry in entries}


def _read_line(line: str) -> Entry | None:
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):  # cut off, or no entry
        return None
    return entry if isinstance(entry.files, dict) else None


def tidy_manifest(project: Project) -> None:
    """Leave out lines that were cut off or are no longer the newest.

    Parameters
    ----------
    project : Project
        The checkout.
    """
    kept = "".join(map(_write_line, read_manifest(project).values()))
    place = find_manifest(project)
    if not place.is_file() or place.read_text(encoding="utf-8", errors="replace") != kept:
        write_atomically(place, kept, private=True)


def split_manifest(project: Project, word: re.Pattern[bytes]) -> tuple[bytes, int]:
    """Return the manifest without the lines that hold a word, a cohort's name.

    Parameters
    ----------
    project : Project
        The checkout.
    word : re.Pattern of bytes
        Finds the word in a line.

    Returns
    -------
    tuple of bytes and int
        The lines without it, old ones too, and the number of those with it.
    """
    place = find_manifest(project)
    lines = place.read_bytes().splitlines(keepends=True) if place.is_file() else []
    kept = [line for line in lines if not word.search(line)]
    return b"".join(kept), len(lines) - len(kept)


def drop_lines(project: Project, word: re.Pattern[bytes]) -> None:
    """Leave out every line that holds a word, a cohort's name: its page is then stale.

    Parameters
    ----------
    project : Project
        The checkout.
    word : re.Pattern of bytes
        Finds the word in a line.
    """
    write_bytes_atomically(find_manifest(project), split_manifest(project, word)[0], private=True)


def add_entry(project: Project, entry: Entry) -> None:
    """Add a page to the manifest; `tidy_manifest` was called before.

    Parameters
    ----------
    project : Project
        The checkout.
    entry : Entry
        What it was made from.

    Raises
    ------
    OSError
        Where it cannot be written; the page is then stale.
    """
    with find_manifest(project).open("a", encoding="utf-8") as lines:
        lines.write(_write_line(entry))


def _write_line(entry: Entry) -> str:
    return json.dumps(asdict(entry), sort_keys=True) + "\n"
