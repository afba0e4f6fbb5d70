"""Which of the files that are named are saved sessions, and what else lies beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from senco.errors import Finding
from senco.intake.formats.qda.databases import find_database
from senco.intake.formats.sessions import SessionFile, load_session, name_file
from senco.text.words import count_words, join_words

ENDING = ".json"
#: A study of this design has dozens of participants, and a file of each a day.
MAXIMUM_FILES = 2_000


@dataclass
class Sessions:
    """What was read of saved sessions.

    Parameters
    ----------
    files : list of SessionFile
        In the order of their names.
    notes : list of str
        What else lies in a folder.
    findings : list of Finding
        What is wrong with a file or a folder.
    """

    files: list[SessionFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def is_saved(path: Path) -> bool:
    """Return whether a path is a folder of saved sessions, or one of them.

    Parameters
    ----------
    path : Path
        As the user typed it.

    Returns
    -------
    bool
        A folder is one unless another program keeps its project in it.
    """
    return path.suffix.lower() == ENDING or (path.is_dir() and find_database(path) is None)


def find_sessions(paths: Sequence[Path]) -> tuple[Sessions | None, list[Path]]:
    """Read the saved sessions among what is named.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders, as the user typed them.

    Returns
    -------
    sessions : Sessions or None
        None where nothing of the kind is named.
    others : list of Path
        The files that are none.
    """
    saved = [path for path in paths if is_saved(path)]
    others = [path for path in paths if path not in saved]
    if not saved:
        return None, others
    sessions, found = Sessions(), dict[Path, None]()
    for path in saved:
        found |= dict.fromkeys(_list_folder(path, sessions) if path.is_dir() else [path])
    if len(found) > MAXIMUM_FILES:
        what, allowed = count_words(len(found), "JSON file"), f"at most {MAXIMUM_FILES:,}"
        remedy = "Name a folder that contains only the sessions."
        sessions.findings.append(Finding("the folder", what, allowed, remedy=remedy))
        return sessions, others
    for number, path in enumerate(found, 1):
        label = name_file(path, f"JSON file {number} of {len(found)} by name")
        if not path.is_file():
            remedy = "Check the name and the folder."
            sessions.findings.append(Finding(path.name, "no such file", "a file", remedy=remedy))
            continue
        read, findings = load_session(path, label)
        sessions.files += [read] if read else []
        sessions.findings += findings
    return sessions, others


def _list_folder(folder: Path, sessions: Sessions) -> list[Path]:
    """Return the JSON files of a folder, and note by their kinds what else is there."""
    there = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    found = [path for path in there if path.suffix.lower() == ENDING and not path.is_dir()]
    others = [path for path in there if path not in found]
    kinds = Counter(path.suffix.lower() or "without an ending" for path in others if path.is_file())
    inner = sum(path.is_dir() for path in others)
    told = [f"{number} {kind}" for kind, number in sorted(kinds.items())]
    told += [count_words(inner, "folder")] if inner else []
    if told:
        sessions.notes.append(f"Left out, because only JSON files are read: {join_words(told)}.")
    if not found:
        remedy = "Put the files that the pages saved in it."
        missing = Finding("the folder", "no JSON file", "saved sessions", remedy=remedy)
        sessions.findings.append(missing)
    return found
