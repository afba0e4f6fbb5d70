"""A collected cohort gets another name; what was made under the old one is made again.

Tables, workbooks and what other cohorts say of it are moved or changed, all of it or nothing.
Pages, books and results are removed rather than changed: a build makes them again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from senco.cohort.gathered import check_own
from senco.cohort.loading import read_info
from senco.errors import DataError, SencoError, explain_os_error
from senco.intake.formats.spreadsheet import open_workbook
from senco.intake.start import check_new_name
from senco.settling import FILE
from senco.withdrawal.person import Change, list_signatures
from senco.withdrawal.places import Place, list_places
from senco.withdrawal.removal import Plan, check_forgettable, make_plan, name_place
from senco.withdrawal.traces import find_word, list_showing, list_void
from senco.withdrawal.workbook import find_open, holds_drawings, list_workbooks
from senco.workspace.files import write_bytes_atomically
from senco.workspace.paths import Project

_ADVICE = "still has the old name. Look at it, and change or delete it"

#: Where what is known of a deposit names a draft that is not published.
_DRAFT = re.compile(rb'"draft": *"[^"]')
_DRAFT_ADVICE = (
    "leads to a draft in a repository that may hold {}.zip. Remove that file from the draft in "
    "your account before you publish it"
)


@dataclass(frozen=True)
class Renaming:
    """What becomes of a cohort's files when it gets another name.

    Parameters
    ----------
    old, new : str
        The names.
    removed : Plan
        What is made again, and is removed before.
    moves : tuple of (Path, Path)
        Tables, workbooks and what is known of a deposit in a repository, from and to.
    changes : tuple of Change
        Files that name the cohort, as they will be; each where it lies before the move.
    """

    old: str
    new: str
    removed: Plan
    moves: tuple[tuple[Path, Path], ...]
    changes: tuple[Change, ...]


def plan_renaming(project: Project, old: str, new: str, *, deposits: bool = False) -> Renaming:
    """Find everything that has a cohort's name.

    Parameters
    ----------
    project : Project
        The checkout.
    old : str
        A collected cohort.
    new : str
        Its new name.
    deposits : bool
        Whether packed and unpacked deposits are removed too.

    Returns
    -------
    Renaming
        What is removed, moved and changed.

    Raises
    ------
    SencoError
        Where the cohort cannot be renamed, or cannot have that name.
    """
    check_own(old, project, "rename it")
    check_forgettable(old, project)
    project.check_cohort_name(old)
    check_new_name(new, project)
    if taken := [place for place in list_places(project, new) if not place.shared]:
        place = name_place(project, taken[0].path)
        raise SencoError(f"{place} has the name '{new}' already. Move it, or choose another name.")
    if lock := find_open(project, old):
        raise SencoError(
            f"The workbook of '{old}' is open in another program. Close it there; if it is not "
            f"open anywhere, delete {lock.name}. Then run the command again."
        )
    settling = project.root / FILE.format(old)
    books = [*list_workbooks(project, old), *([settling] if settling.is_file() else [])]
    folder = project.cohort(old)
    moves = [(path, path.with_name(path.name.replace(old, new, 1))) for path in books]
    record = project.deposit(old)
    if record.is_file():  # a draft that was begun is still the cohort's
        moves.append((record, project.deposit(new)))
    moves.append((folder, project.cohort(new)))
    plan = make_plan(project, old, deposits=deposits)
    kept = {path for path, _ in moves}
    places = [place for place in plan.places if place.path not in kept]
    void = [Place(one.path, "a signature for pages under the old name") for one in
            list_signatures(project, old)]  # fmt: skip
    removed = Plan(old, (*places, *void), tuple(list_void(project, list_showing(project, old))))
    changes = [*_change_settings(project, old, new), *_change_books(books, old, new)]
    return Renaming(old, new, removed, tuple(moves), tuple(changes))


def _change_settings(project: Project, old: str, new: str) -> list[Change]:
    """Each `cohort.yml` that compares its cohort with this one, with the new name."""
    changes, word = [], find_word(old)
    for name in project.cohorts():
        path = project.cohort(name) / "cohort.yml"
        if not _names_other(name, old, project):
            continue
        lines = path.read_bytes().splitlines(keepends=True)
        after = b"".join(
            word.sub(new.encode(), line) if b"others" in line else line for line in lines
        )
        if old in _list_others(yaml.safe_load(after)):
            raise SencoError(
                f"{project.relative(path)} names '{old}' under `others`, over several lines. "
                "Put the names on the line of `others`, and run the command again."
            )
        changes.append(Change(path, f"`others`: '{new}' instead of '{old}'", after))
    return changes


def _names_other(name: str, old: str, project: Project) -> bool:
    info = read_info(name, project)
    return old in _list_others({"parameters": info.parameters})


def _list_others(settings: object) -> list[str]:
    """The cohorts that a `cohort.yml` names under `others`, whatever the page."""
    parameters = settings.get("parameters") if isinstance(settings, dict) else None
    pages = parameters.values() if isinstance(parameters, dict) else ()
    named = [str(page.get("others") or "") for page in pages if isinstance(page, dict)]
    return [name.strip() for names in named for name in names.split(",")]


def _change_books(books: list[Path], old: str, new: str) -> list[Change]:
    """Workbooks in which the commands to type have the new name."""
    changes = []
    for path in books:
        with suppress(DataError):  # what is no workbook is moved as it is
            after = _change_book(path, old, new)
            if after is not None:
                changes.append(Change(path, f"the commands to type name '{new}'", after))
    return changes


def _change_book(path: Path, old: str, new: str) -> bytes | None:
    """A workbook with the new name in its commands; None where there is nothing to change."""
    name = re.escape(old)
    told = re.compile(rf"(senco \w+ |The workbook of the cohort ){name}(?![\w-])")
    file = re.compile(rf"(?<![\w-]){name}(?=(-settle)?\.xls[xm]\b)")
    content = path.read_bytes()
    if holds_drawings(content, path.name):
        return None
    book, changed = open_workbook(content, path.name).edit(), False
    for cell in _list_texts(book):
        after = file.sub(new, told.sub(rf"\g<1>{new}", cell.value))
        changed |= after != cell.value
        cell.value = after
    made = io.BytesIO()
    book.save(made)
    return made.getvalue() if changed else None


def _list_texts(book: Any) -> Iterator[Any]:
    """The cells of a workbook that hold text."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell.value, str))


def rename(project: Project, renaming: Renaming, tell: Callable[[str], None]) -> None:
    """Move a cohort's files and change what names it: all of them, or none.

    Call it once everything that is made again is gone (`remove`).

    Parameters
    ----------
    project : Project
        The checkout, in which no build is running.
    renaming : Renaming
        As `plan_renaming` gives it.
    tell : callable
        Called with a line for each thing that was done, once all are.

    Raises
    ------
    SencoError
        Where a file could not be moved or written: everything lies as before.
    """
    before = {change.path: change.path.read_bytes() for change in renaming.changes}
    written: list[Path] = []
    moved: list[tuple[Path, Path]] = []
    try:
        for change in renaming.changes:
            write_bytes_atomically(change.path, change.content, private=True)
            written.append(change.path)
        for source, target in renaming.moves:
            source.rename(target)
            moved.append((source, target))
    except OSError as error:
        for source, target in reversed(moved):
            target.rename(source)
        for path in written:
            write_bytes_atomically(path, before[path], private=True)
        raise SencoError(
            "The cohort keeps its name, because a file could not be changed: "
            f"{explain_os_error(error)}"
        ) from None
    for change in renaming.changes:
        tell(f"Changed: {name_place(project, change.path)}: {change.what}")
    for source, target in renaming.moves:
        tell(f"Moved: {name_place(project, source)} to {name_place(project, target)}")


def list_remaining(project: Project, renaming: Renaming) -> list[Place]:
    """Return what still has the old name, for the researcher to see to.

    Parameters
    ----------
    project : Project
        The checkout, in which the cohort was renamed.
    renaming : Renaming
        What was done.

    Returns
    -------
    list of Place
        Titles and answers that hold it, files of one's own, deposits, a draft of one in a
        repository; and the signatures of other cohorts that showed this one.
    """
    word = find_word(renaming.old)
    found = [
        path
        for path in sorted(project.cohort("").rglob("*"))
        if path.is_file() and word.search(path.read_bytes())
    ]
    found += [place.path for place in make_plan(project, renaming.old).staying]
    books = list_workbooks(project, renaming.new)
    found += [path for path in books if _holds(path, word)]
    told = [Place(path, _ADVICE) for path in dict.fromkeys(found)]
    record = project.deposit(renaming.new)
    if record.is_file() and _DRAFT.search(record.read_bytes()):
        told.append(Place(record, _DRAFT_ADVICE.format(renaming.old)))
    return [*told, *renaming.removed.staying]


def _holds(path: Path, word: re.Pattern[bytes]) -> bool:
    """Whether a workbook names it; one that cannot be read may."""
    try:
        book = open_workbook(path, path.name).edit()
    except DataError:
        return True
    return any(word.search(str(cell.value).encode()) for cell in _list_texts(book))
