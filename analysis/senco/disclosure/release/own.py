"""What is the book's own, and not a cohort's; and a private list that names the cohort itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from senco.cohort.loading import read_info
from senco.disclosure import Hit
from senco.disclosure.names.matching import NameSearch, read_entry
from senco.disclosure.prose import READ, OwnProse, list_theme_files
from senco.disclosure.rules.identifiers import NAME
from senco.disclosure.texts.views import fold
from senco.errors import Finding
from senco.workspace.paths import PACKAGE, Project

#: What of a study is its own: what its pages are made from.
_FOLDERS = ("book", "data", "analysis/notebooks")
#: Where documents lie that were made from pages of the book, each folder with its digests.
_MADE = ("book/kit/files", "book/pack/files")
#: A line of a list of digests, and how long the list may be.
_DIGEST, _MOST_BYTES = re.compile(r"(?m)^([0-9a-f]{64})  \S+$"), 64 * 1024
_FILES = ("_toc.yml", "_config.yml", "CITATION.cff", "README.md", "CHANGELOG.md")


def list_own_prose(project: Project) -> OwnProse:
    """Return what the engine and the study say by themselves, of nobody's answers.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    OwnProse
        The prose, the notebooks and the study's data, with the pages of cohorts that were
        published or made up; the package; the templates of what lays out the site. All that is
        in the folder of a collected cohort is held against it.
    """
    names = [name for name in project.cohorts() if _is_collected(name, project)]
    held = [project.cohort(name) for name in names]
    left_out = [*held, *(project.pages(name) for name in names)]
    places = [project.root / folder for folder in _FOLDERS] + [PACKAGE]
    found = [project.root / name for name in _FILES]
    found += [path for place in places for path in sorted(place.rglob("*"))]
    files = [path for path in found if path.suffix in READ and path.is_file()]
    own = [path for path in files if not any(map(path.is_relative_to, left_out))]
    data = [folder / "cohort.yml" for folder in held]
    data += [path for folder in held for path in sorted(folder.glob("*.csv"))]
    return OwnProse([*own, *list_theme_files()], data)


def list_made(project: Project) -> frozenset[str]:
    """Return the digests of the documents that were made from pages of the book.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    frozenset of str
        SHA-256 of each, as `senco describe` wrote them down. A form that somebody filled in and
        saved in the place of an empty one has another.
    """
    lists = [project.root / folder / "SHA256SUMS" for folder in _MADE]
    read = [path for path in lists if path.is_file() and path.stat().st_size <= _MOST_BYTES]
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in read)
    return frozenset(digest for text in texts for digest in _DIGEST.findall(text))


def _is_collected(name: str, project: Project) -> bool:
    return read_info(name, project).provenance == "collected"


def gather_own_name(
    hits: Sequence[Hit], cohort: str, label: str, title: str, known: NameSearch
) -> list[Hit]:
    """Say once that the private list holds a cohort's own name, which all its pages repeat.

    Parameters
    ----------
    hits : sequence of Hit
        What was found.
    cohort, title : str
        The cohort's name and its title.
    label : str
        How messages name its folder.
    known : NameSearch
        The private list.

    Returns
    -------
    list of Hit
        One for each entry that is in the name or the title; of the others those of that entry
        that stand in the cohort's tables, and all of other entries.
    """
    named = {read_entry(what): found for what, found, _ in known.find(_loosen(cohort))}
    titled = {read_entry(what): found for what, found, _ in known.find(fold(title))}
    own = {**titled, **named}
    kept = [hit for hit in hits if hit.entry not in own or _is_in_table(hit, cohort)]
    return [*(_describe_own(n, own[n], n in named, label) for n in sorted(own)), *kept]


def _is_in_table(hit: Hit, cohort: str) -> bool:
    """Whether something stands in a row of a cohort's table, and not in the file's name."""
    inside = hit.file.startswith(f"data/cohorts/{cohort}/") and hit.file.endswith(".csv")
    return inside and hit.finding.row is not None


def _loosen(name: str) -> str:
    return fold(name).replace("-", " ").replace("_", " ")


def _describe_own(number: int, text: str, named: bool, label: str) -> Hit:
    what, remedy = "title", "Change the title there"
    if named:
        what, remedy = "name", "Give the cohort another name (senco rename)"
    finding = Finding(
        label if named else f"{label}/cohort.yml",
        f"the cohort's own {what} ({NAME}, entry {number} of the list), which every page repeats",
        f"a {what} that points to nobody",
        remedy=(
            f"{remedy}, or remove the entry from the list. Until then it is looked for only in "
            "the tables."
        ),
    )
    return Hit(finding, NAME, label, text, number)
