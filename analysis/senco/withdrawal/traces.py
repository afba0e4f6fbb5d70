"""What names a cohort elsewhere: others' pages and books, notebooks, deposits, settings."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from senco.cohort.stages import STAGES
from senco.disclosure.release import BOOK, DEPOSIT
from senco.errors import DataError
from senco.intake.formats.archive import open_archive
from senco.withdrawal.places import PAPERS, Place, list_hand_runs
from senco.workspace.paths import Project

#: Only these pages show cohorts other than their own.
_COMPARING = tuple(stage.name for stage in STAGES if stage.others)
#: Where, in a site or a deposit, the pages of cohorts lie.
_PAGES = ("book/cohorts", "_sources/book/cohorts")
#: By this file a folder is known as an unpacked deposit.
_CRATE = "ro-crate-metadata.json"
#: A DOI in what is known of a deposit, and as the value of an identifier in `CITATION.cff`.
_DOI = re.compile(rb'"doi": "([^"]+)"')
_VALUE = re.compile(rb"""\s*(?:- +)?value: *["']?([^"'\s]+)""")
#: Files in the project's folder that commands and people write there, by their endings.
_LOOSE = {".csv", ".html", ".ipynb", ".json", ".log", ".txt"}


def find_word(name: str) -> re.Pattern[bytes]:
    """Return a pattern that finds a cohort's name, and no other name that begins or ends so.

    Parameters
    ----------
    name : str
        The cohort.

    Returns
    -------
    re.Pattern of bytes
        For the content of files.

    Examples
    --------
    >>> word = find_word("mine")
    >>> [bool(word.search(text)) for text in (b"cohorts/mine/", b"mine-2", b"undermined")]
    [True, False, False]
    """
    return re.compile(rb"(?<![A-Za-z0-9_-])" + re.escape(name.encode()) + rb"(?![A-Za-z0-9_-])")


def list_committed(project: Project) -> set[str]:
    """Return the cohorts that are part of the project: `.gitignore` lets git keep them.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    set of str
        Their names.
    """
    text = _read(project.root / ".gitignore").decode(errors="replace")
    return set(re.findall(r"^!/data/cohorts/([^/\s]+)/", text, re.MULTILINE))


def list_showing(project: Project, name: str) -> list[Place]:
    """Return what shows a cohort and can be made again, or was made by hand for it.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of Place
        Pages and books that compare another cohort with it, and notebooks run on it.
    """
    found = [*_list_pages(project, name), *_list_books(project, name)]
    return [*found, *_list_notebooks(project, name)]


def _list_pages(project: Project, name: str) -> Iterator[Place]:
    """Pages, results and failed notebooks of other cohorts that compare them with this one."""
    committed = list_committed(project)
    for stage in _COMPARING:
        for folder in _list_folders(project.pages("")):
            places = (folder / f"{stage}.ipynb", folder / "results" / stage)
            if folder.name not in {*committed, name} and _names(places, name):
                yield from (Place(p, f"{folder.name} beside it") for p in places if p.exists())
        others = [*list_hand_runs(project), project.root / "_build" / "failed"]
        for folder in (inner for place in others for inner in _list_folders(place)):
            for path in (folder / stage, folder / f"{stage}.ipynb"):
                if folder.name != name and _names((path,), name):
                    yield Place(path, f"{folder.name} beside it")


def _list_books(project: Project, name: str) -> Iterator[Place]:
    build = project.root / "_build"
    books = [build / "html"]
    for kind in ("private", "public", "deposit"):
        books += [book for book in _list_folders(build / kind) if book.name != name]
    for book in books:
        if book.is_dir() and _shows(book, name):
            yield Place(book, "a book that shows it")
            begun = "*" if book.name == "html" else book.name
            for kind, what in PAPERS.items():
                for paper in sorted(book.parent.glob(f"{begun}{kind}")):
                    yield Place(paper, f"the same as {what}")


def _shows(book: Path, name: str) -> bool:
    for part in _PAGES:
        if os.path.lexists(book / part / name):
            return True
        for folder in _list_folders(book / part):
            pages = (page for stage in _COMPARING for page in folder.glob(f"{stage}*"))
            if _names((*pages, folder / "results"), name):
                return True
    return os.path.lexists(book / "data" / "cohorts" / name)


def _list_notebooks(project: Project, name: str) -> Iterator[Place]:
    """Notebooks run by hand, and what JupyterLab keeps of those that it had open."""
    kept = ".ipynb_checkpoints"
    folders = (project.root, project.root / kept, project.notebooks / kept)
    for path in sorted(path for folder in folders for path in folder.glob("*.ipynb")):
        if _runs_on(path, name):
            yield Place(path, "a notebook run by hand")


def _runs_on(notebook: Path, name: str) -> bool:
    """Whether a string in its code names a cohort; of what is no notebook, any of its text."""
    content, word = _read(notebook), find_word(name)
    try:
        cells = json.loads(content)["cells"]
        code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code").encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return word.search(content) is not None
    # between quotation marks: a name may be an ordinary word of a comment
    strings = re.finditer(rb"([\"'])([^\"'\n]*)\1", code)
    return any(word.search(string[2]) for string in strings)


def list_deposits(project: Project, name: str) -> list[Place]:
    """Return the deposits in the project's folder that hold a cohort, packed or unpacked.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of Place
        Archives, and folders into which one was unpacked.
    """
    packed = [path for path in _list_archives(project) if _holds(path, name)]
    found = [Place(path, "a packed deposit that contains it") for path in packed]
    for folder in _list_folders(project.root):
        if (folder / _CRATE).is_file() and os.path.lexists(folder / "data" / "cohorts" / name):
            found.append(Place(folder, "an unpacked deposit that contains it"))
    return found


def _list_archives(project: Project) -> list[Path]:
    paths = [path for path in project.root.iterdir() if path.suffix.casefold() == ".zip"]
    return sorted(path for path in paths if path.is_file() and not path.is_symlink())


def _holds(path: Path, name: str) -> bool | None:
    """Whether an archive holds a cohort; None where it cannot be searched."""
    part = f"/cohorts/{name}/".casefold()
    try:
        with open_archive(path, path.name) as archive:
            return any(part in f"/{member}" for member in archive.members)
    except DataError:
        return None


def list_staying(project: Project, name: str) -> list[Place]:
    """Return what names a cohort and is somebody's own to change, each with what to do.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of Place
        Settings and signatures of other cohorts, committed pages, templates, loose files.
    """
    found = [*_list_settings(project, name), *list_copies(project, name)]
    return [*found, *_list_loose(project, name)]


def list_copies(project: Project, name: str) -> list[Place]:
    """Return what holds a cohort's data or findings and is somebody's own to change.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of Place
        Committed pages, published deposits, archives that cannot be searched, other copies of
        the project.
    """
    found = [*_list_committed_pages(project, name), *_list_published(project, name)]
    found += [
        Place(path, "could not be searched. Check whether it contains anything of the cohort")
        for path in _list_archives(project)
        if _holds(path, name) is None
    ]
    for folder in _list_folders(project.root):
        if os.path.lexists(folder / "data" / "cohorts" / name):
            found.append(
                Place(folder, "another copy of the project that contains it. Remove it there")
            )
    return found


def _list_settings(project: Project, name: str) -> Iterator[Place]:
    word = find_word(name)
    for folder in _list_folders(project.cohort("")):
        if folder.name != name and word.search(_read(folder / "cohort.yml")):
            advice = (
                "names it. Remove the name, especially under `others`, and build that cohort again"
            )
            yield Place(folder / "cohort.yml", advice)
    if f"book/cohorts/{name}/".encode() in _read(project.root / "_toc.yml"):
        yield Place(project.root / "_toc.yml", "names its pages. Remove them")
    for path in sorted(project.notebooks.glob("*.ipynb")):
        if _runs_on(path, name):
            advice = "names it, and may contain its results. Restore the notebook as it was"
            yield Place(path, f"{advice} (git checkout {project.relative(path)})")


def _list_committed_pages(project: Project, name: str) -> Iterator[Place]:
    """Pages that are open to all: none may show a private cohort, and git keeps them."""
    for cohort in sorted(list_committed(project) - {name}):
        for stage in _COMPARING:
            run = project.results(cohort, stage) / "run.json"
            if f"data/cohorts/{name}/".encode() in _read(run):
                advice = (
                    "was made from it. Remove it from cohort.yml, make the page again and commit"
                )
                yield Place(project.pages(cohort) / f"{stage}.ipynb", advice)


def _list_published(project: Project, name: str) -> Iterator[Place]:
    """Where the DOIs of its published deposits stand, which no command can unpublish."""
    dois = set(_DOI.findall(_read(project.deposit(name))))
    path = project.root / "CITATION.cff"
    lines = enumerate(_read(path).splitlines(), start=1)
    found = [
        f"{value[1].decode(errors='replace')} in line {number}"
        for number, line in lines
        if (value := _VALUE.match(line)) and value[1] in dois
    ]
    if found:
        yield Place(
            path,
            f"has the DOI of a published deposit of it ({'; '.join(found)}), which stays where it "
            "was published: ask the repository to withdraw it. Leave the DOI if it is still to be "
            "cited; else remove its entry, and type senco describe",
        )


def _list_loose(project: Project, name: str) -> Iterator[Place]:
    """Files in the project's folder that name it, by their own name or in what they hold."""
    loose = re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
    others = set(project.cohorts()) - {name}
    for path in sorted(project.root.iterdir()):
        named = loose.search(path.name) and not any(other in path.name for other in others)
        held = path.suffix.casefold() in _LOOSE and find_word(name).search(_read(path))
        if named or held:
            yield Place(
                path, "names it. Look at it, and delete it if it contains anything of theirs"
            )


def list_loose_mentions(project: Project, mention: re.Pattern[str]) -> list[Place]:
    """Return the files in the project's folder that name a person, and what to do.

    Parameters
    ----------
    project : Project
        The checkout.
    mention : re.Pattern of str
        Finds the pseudonym; no two cohorts need have different ones.

    Returns
    -------
    list of Place
        Files of text, by their own names or what they hold; spreadsheets, pictures and other
        programs' files by their names alone.
    """
    advice = "may contain something of theirs. Look at it, and remove that or delete it"
    found = []
    for path in sorted(project.root.iterdir()):
        text = _read(path).decode("utf-8", "replace") if path.suffix.casefold() in _LOOSE else ""
        if path.is_file() and (mention.search(path.stem) or mention.search(text)):
            found.append(Place(path, advice))
    return found


def list_void(project: Project, showing: list[Place]) -> list[Place]:
    """Return the signatures under books that are removed, since they showed another cohort.

    Parameters
    ----------
    project : Project
        The checkout.
    showing : list of Place
        As from `list_showing`.

    Returns
    -------
    list of Place
        Of other cohorts, each with what to do.
    """
    pages = project.pages("")
    names = {p.path.relative_to(pages).parts[0] for p in showing if p.path.is_relative_to(pages)}
    signed = [
        project.cohort(name) / edition.signature
        for name in sorted(names)
        for edition in (BOOK, DEPOSIT)
    ]
    advice = "was signed for pages that showed it. Build that cohort, read it and sign again"
    return [Place(path, advice) for path in signed if path.is_file()]


def _names(places: tuple[Path, ...], name: str) -> bool:
    """Whether any of these files, or any file in these folders, names a cohort."""
    word = find_word(name)
    for place in places:
        inside = (Path(where) / file for where, _, files in os.walk(place) for file in files)
        if any(word.search(_read(path)) for path in (place, *inside)):
            return True
    return False


def _list_folders(place: Path) -> list[Path]:
    """The folders in a folder, without links."""
    if place.is_symlink() or not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink())


def _read(path: Path) -> bytes:
    """What a plain file holds; nothing where it is none, or cannot be read."""
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return b""
