"""One version of a book: a commit or a tag, a folder, or a deposit, read into memory."""

from __future__ import annotations

import io
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path

from senco.cohort.yamlfiles import read_word
from senco.crate.descriptors import MANIFEST
from senco.crate.unpacking import check_manifest, read_crate, read_made
from senco.errors import DataError, Finding, SencoError
from senco.workspace.git import ask_git
from senco.workspace.paths import Project

#: What of a version is looked at: pages with their results, and what says whose data they are.
RESULTS, DATA, CITATION = "book/cohorts", "data/cohorts", "CITATION.cff"
_FILE = re.compile(r"book/cohorts/([^/]+)/(?:results/([0-9]{2}_\w+)/([^/]+)|([0-9]{2}_\w+)\.\w+)")
_COHORT = re.compile(r"data/cohorts/([^/]+)/cohort\.yml")


@dataclass(frozen=True)
class Version:
    """What one version holds of the results.

    Parameters
    ----------
    name : str
        As it was asked for: a tag or commit, or the name of the file or folder.
    label : str
        Its number by `CITATION.cff`; "" where it has none.
    results : dict of tuple to bytes
        Files of results by cohort, page and file name.
    pages : frozenset of tuple of str
        Cohorts and pages, also of pages without results.
    kinds : dict of str to str
        Whose data each cohort's are: "published", "synthetic" or "collected".
    """

    name: str
    label: str
    results: dict[tuple[str, str, str], bytes]
    pages: frozenset[tuple[str, str]]
    kinds: dict[str, str]

    @property
    def title(self) -> str:
        """Name and number, such as "92bef50 (0.1.0)"."""
        return f"{self.name} ({self.label})" if self.label else self.name


def read_version(name: str, project: Project | None = None) -> Version:
    """Read a version.

    Parameters
    ----------
    name : str
        A folder (a checkout, or a deposit that was unpacked), a deposit's archive, or
        a commit, branch or tag of the checkout.
    project : Project, optional
        The checkout whose git is asked; without one, only files and folders are read.

    Returns
    -------
    Version
        Nothing of it was run.

    Raises
    ------
    SencoError
        Where there is no such version, or it holds no pages of cohorts.
    DataError
        Where a deposit is not what its list of checksums says.
    """
    path = Path(name)
    if path.exists():
        files = _read_files(path)
    elif project is not None:
        files = _read_commit(name, project.root)
    else:
        raise SencoError(_no_version(name))
    return _sort_files(path.resolve().name if path.exists() else name, files)


def _no_version(name: str) -> str:
    return (
        f"'{name}' is no file, no folder, and no version that git knows here. Give a tag or a "
        "commit (git tag, git log), the folder of a checkout, or a deposit (NAME.zip)."
    )


def _read_files(path: Path) -> dict[str, bytes]:
    if path.is_dir() and not (path / MANIFEST).is_file():
        return _read_checkout(path)
    files = read_crate(path)
    problems = check_manifest(files)
    if problems:
        raise DataError([_refuse(path.name, problem) for problem in problems])
    return files


def _refuse(name: str, problem: str) -> Finding:
    remedy = "Fetch the deposit again."
    return Finding(name, problem, "a deposit as it was packed", remedy=remedy)


def _read_checkout(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for part in (RESULTS, DATA):
        if (folder / part).is_dir():
            files |= read_made(folder, part)
    citation = folder / CITATION
    if citation.is_file() and not citation.is_symlink():
        files[CITATION] = citation.read_bytes()
    return files


def _read_commit(name: str, root: Path) -> dict[str, bytes]:
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    found = ask_git(root, *asked)
    if found is None:
        raise SencoError(_no_version(name))
    commit = found.decode("ascii", "replace").strip()
    listed = ask_git(root, "ls-tree", "-r", "--name-only", commit)
    parts = [one for one in (RESULTS, DATA, CITATION) if listed and one.encode() in listed]
    packed = ask_git(root, "archive", "--format=tar", commit, "--", *parts) if parts else b""
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(packed or b""), mode="r:") as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                files[member.name] = content.read()
    return files


def _sort_files(name: str, files: dict[str, bytes]) -> Version:
    results, pages, kinds = {}, set(), {}
    for path, content in files.items():
        found, described = _FILE.fullmatch(path), _COHORT.fullmatch(path)
        if described:
            kinds[described[1]] = read_word(content, "provenance")
        if found:
            pages.add((found[1], found[2] or found[4]))
        if found and found[2]:
            results[found[1], found[2], found[3]] = content
    if not pages:
        raise SencoError(
            f"'{name}' holds no pages of cohorts ({RESULTS}). A checkout and a deposit do."
        )
    label = read_word(files.get(CITATION, b""), "version")
    return Version(name, label, results, frozenset(pages), kinds)
