"""Words of a transcript where the researcher's own belong.

Runs of words are compared, not texts: every seven words in a row of the transcripts are
kept as one entry of a set, and those of a gist are looked up in it. What is read in more
than one way (a hyphen that parts or joins, a speaker's label between two lines) is kept
in each of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from senco.cohort.model import CohortInfo
from senco.disclosure.consent import list_consented
from senco.disclosure.masking import mask, mask_part
from senco.disclosure.rules.identifiers import TRANSCRIPT
from senco.disclosure.scanning import Hit
from senco.disclosure.stories.speech import read_speech
from senco.disclosure.texts.views import plain
from senco.errors import DataError, Finding, SencoError

#: So many words in a row are no accident.
RUN = 7
#: The columns and keys that hold the researcher's own words.
RETOLD: Mapping[str, tuple[str, ...]] = {
    "segments": ("gist",),
    "events": ("gist",),
    "codes": ("label", "definition"),
    "constructs": ("label",),
    "claims": ("gist",),
    "difficulties": ("gist",),
    "answers": ("why",),
}
_KEYS = ("title", "summary", "source")
#: What systems put into folders by themselves.
_SYSTEM = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_DASH = re.compile("[\u2012-\u2015]|--+")
_HYPHEN = re.compile(r"(?<=[^\W_])-(?:[ \t]*\n\s*)?(?=[^\W_])")
_SOFT = re.compile(r"\u00ad[ \t]*\n\s*")
_STAMP = r"[\[(<]?\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\b[\])>]?"
_MARKS = (
    # a line with a speaker and the time, a time anywhere, a remark in brackets, a label
    re.compile(rf"(?m)^[ \t]*(?:[\w.'’-]{{1,40}}[ \t]+){{0,4}}{_STAMP}[ \t]*$"),
    re.compile(_STAMP),
    re.compile(r"\[[^\[\]\n]{0,40}\]|\([^()\n]{0,40}\)"),
    re.compile(r"(?m)^[ \t>*_#-]{0,9}\w[\w .'’&/-]{0,39}:[*_]{0,3}(?=\s)"),
)


@dataclass(frozen=True)
class Transcripts:
    """What participants said, as it is searched.

    Parameters
    ----------
    count : int
        How many files were read.
    runs : frozenset of str
        Every seven words in a row, folded, with blanks between.
    """

    count: int
    runs: frozenset[str] = field(repr=False)


def load_transcripts(path: Path | None, inside: Path) -> Transcripts | None:
    """Read the transcripts, which are private.

    Parameters
    ----------
    path : Path or None
        A file, or a folder with every file in it and below it, at most 64 MB each.
    inside : Path
        The project's folder, in which no transcript may lie.

    Returns
    -------
    Transcripts or None
        None where none are named.

    Raises
    ------
    SencoError
        Where one cannot be read, with the number that it has in the order of the names
        (a name may be a person's); where there is none; or where they lie where they
        could be published.
    """
    if path is None:
        return None
    place, root = path.resolve(), inside.resolve()
    files = _list_files(place)
    if root.is_relative_to(place) or any(f.resolve().is_relative_to(root) for f in (place, *files)):
        raise SencoError("The transcripts are in the project's folder: keep them somewhere else.")
    if not files:
        raise SencoError("No transcript can be read: there is no such file, or none in the folder.")
    runs: set[str] = set()
    findings: list[Finding] = []
    for number, file in enumerate(files, start=1):
        try:
            for text in read_speech(file, f"transcript {number} ({mask_part(file.name)})"):
                runs.update(*map(_list_runs, _read_speech_apart(text)))
        except DataError as error:
            findings += error.findings
    if findings:
        listed = "\n".join(map(str, findings))
        raise SencoError(
            f"Of {len(files)} transcripts, here in the order of their names, not every one can be "
            f"searched:\n{listed}"
        )
    return Transcripts(len(files), frozenset(runs))


def _list_files(place: Path) -> list[Path]:
    """Every file of a folder, in the order of the names; links to folders are among them."""
    if not place.is_dir():
        return [place] if place.exists() else []
    found: list[Path] = []
    for folder, below, names in os.walk(place, onerror=_refuse):
        links = [name for name in below if (Path(folder) / name).is_symlink()]
        found += [Path(folder) / name for name in (*names, *links) if name not in _SYSTEM]
    return sorted(found)


def _refuse(error: OSError) -> None:
    raise SencoError(f"A folder of transcripts cannot be opened: {error.strerror}.") from None


def check_transcripts(
    tables: Mapping[str, pd.DataFrame], info: CohortInfo, transcripts: Transcripts, label: str
) -> list[Hit]:
    """Return the words of transcripts that stand where the researcher's own belong.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A collected cohort's tables, typed as the contract says.
    info : CohortInfo
        Its title, summary and source.
    transcripts : Transcripts
        What participants said.
    label : str
        How messages name the cohort's folder.

    Returns
    -------
    list of Hit
        Every run of at least seven words in a row that stands in a transcript, unless it
        lies within one quotation that has consent. Neither the words nor the transcript
        are shown.
    """
    cleared = [
        f" {' '.join(_list_words(way))} " for text in list_consented(tables) for way in _read(text)
    ]
    return [
        _make(file, row, column, run)
        for file, row, column, text in _list_texts(tables, info, label)
        for run in _find_runs(text, transcripts.runs, cleared)
    ]


def _list_texts(
    tables: Mapping[str, pd.DataFrame], info: CohortInfo, label: str
) -> Iterator[tuple[str, int | None, str, str]]:
    """File, row, column and text of all that a researcher worded."""
    for table, columns in RETOLD.items():
        for column in columns if table in tables else ():
            for place, text in enumerate(tables[table][column], start=2):
                if not pd.isna(text):
                    yield f"{label}/{table}.csv", place, column, str(text)
    for key in _KEYS:
        yield f"{label}/cohort.yml", None, key, str(getattr(info, key))


def _make(file: str, row: int | None, column: str, run: str) -> Hit:
    finding = Finding(
        file,
        f"{run.count(' ') + 1} consecutive words from a transcript, {mask(run)}",
        "the researcher's own words",
        row,
        column,
        "Put it in your own words; or move it to the column quotation, with consent.",
    )
    return Hit(finding, TRANSCRIPT, file, run)


def _find_runs(text: str, runs: frozenset[str], cleared: Iterable[str]) -> list[str]:
    """The longest runs of a text's words that were said, in the reading with most of them."""
    ways = [
        [run for run in _join(_list_words(way), runs) if not any(f" {run} " in c for c in cleared)]
        for way in _read(text)
    ]
    return max(ways, key=lambda found: sum(map(len, found)))


def _join(words: list[str], runs: frozenset[str]) -> Iterator[str]:
    """Runs of seven that overlap, as one."""
    start = end = 0
    for place, run in enumerate([*_list_runs(words), ""]):
        if run in runs:
            start, end = (start if end else place), place + RUN
        elif end:
            yield " ".join(words[start:end])
            end = 0


def _read_speech_apart(text: str) -> Iterator[list[str]]:
    """The words of a transcript as it stands, and without times, remarks and labels."""
    bare = text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in _MARKS:
        bare = mark.sub(" ", bare)
    for version in dict.fromkeys((text, bare)):
        yield from map(_list_words, _read(version))


def _read(text: str) -> list[str]:
    """A text with the parts of a hyphened word as one word, and as several."""
    text = plain(_DASH.sub(" ", _SOFT.sub("", text)))
    return list(dict.fromkeys((_HYPHEN.sub("", text), text)))


def _list_words(text: str) -> list[str]:
    return [word.replace("'", "") for word in _WORD.findall(text)]


def _list_runs(words: list[str]) -> Iterator[str]:
    """Every seven words in a row."""
    return map(" ".join, zip(*(words[start:] for start in range(RUN)), strict=False))
