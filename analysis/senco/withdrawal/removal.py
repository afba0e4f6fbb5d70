"""Removing a collected cohort: may it be, what would go and what stays, and doing it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from senco.cohort.gathered import find_source
from senco.cohort.loading import load_study, read_info
from senco.errors import SencoError, explain_os_error
from senco.execution.manifest import drop_lines, find_manifest, split_manifest
from senco.text.words import count_words
from senco.withdrawal.person import (
    Change,
    check_person,
    find_mention,
    list_changes,
    list_mentions,
    list_signatures,
    list_unused,
    read_cohort,
)
from senco.withdrawal.places import Place, list_places
from senco.withdrawal.traces import (
    find_word,
    list_committed,
    list_copies,
    list_deposits,
    list_loose_mentions,
    list_showing,
    list_staying,
    list_void,
)
from senco.withdrawal.workbook import find_open, list_workbooks, take_out
from senco.workspace.files import set_access, write_bytes_atomically
from senco.workspace.paths import Project


@dataclass(frozen=True)
class Plan:
    """What is removed of a cohort, and what stays.

    Parameters
    ----------
    name : str
        The cohort.
    places : tuple of Place
        What is removed, in this order.
    staying : tuple of Place
        What names the cohort and stays, each with what to do.
    changes : tuple of Change
        Files that stay and are changed, in this order, once all places are removed.
    notes : tuple of str
        What else to look at.
    """

    name: str
    places: tuple[Place, ...]
    staying: tuple[Place, ...]
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


def check_forgettable(name: str, project: Project) -> None:
    """Raise an error where a cohort may not be removed, or where the name is none.

    Parameters
    ----------
    name : str
        The cohort, whether or not it is there and whole.
    project : Project
        The checkout.

    Raises
    ------
    SencoError
        For a name that is a path, a cohort that is part of the project, and one that
        says of itself that it is published or synthetic and was not gathered.
    """
    if not name.strip(" .") or name.startswith((".", "-")) or any(map(_leads_away, name)):
        raise SencoError(
            f"'{name:.60}' is not a cohort's name: give the name of a folder in data/cohorts, "
            "without any path."
        )
    known = {*list_committed(project), load_study(project).reference_cohort} - {""}
    if name.casefold() in {one.casefold() for one in known}:
        raise SencoError(f"'{name}' is part of this project and contains nobody's private data.")
    _check_case(name, project)
    if not os.path.lexists(project.cohort(name) / "cohort.yml"):
        return
    try:
        kind = read_info(name, project).provenance
    except (SencoError, OSError):  # broken, as what is to be removed may be
        return
    if kind != "collected" and find_source(name, project) is None:
        raise SencoError(
            f"'{name}' is {kind}, as data/cohorts/{name}/cohort.yml says, and only collected "
            "cohorts are removed. If it is collected after all, correct `provenance` first."
        )


def _leads_away(sign: str) -> bool:
    return sign in '/\\:*?"<>|' or not sign.isprintable()


def _check_case(name: str, project: Project) -> None:
    """On some disks a name in other capitals is another cohort's folder."""
    for folder in (project.cohort(""), project.pages("")):
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        alike = sorted(one for one in names if one.casefold() == name.casefold())
        if alike and name not in names:
            raise SencoError(f"There is no cohort '{name}'. Did you mean '{alike[0]}'?")


def make_plan(project: Project, name: str, *, deposits: bool = False) -> Plan:
    """Find everything that a cohort left in the project's folder.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort, as `check_forgettable` lets it pass.
    deposits : bool
        Whether packed and unpacked deposits are removed too.

    Returns
    -------
    Plan
        Empty where nothing is there.
    """
    staying = list(_take_first(list_staying(project, name)))
    return _plan(project, name, list_places(project, name), staying, deposits)


def plan_withdrawal(
    project: Project, name: str, participant: str, *, deposits: bool = False
) -> Plan:
    """Find everything that was made of a person's answers, and what else names them.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        A collected cohort.
    participant : str
        The pseudonym of one of several participants.
    deposits : bool
        Whether packed and unpacked deposits are removed too.

    Returns
    -------
    Plan
        Every page, book and result of the cohort goes, since all hold what everybody said;
        its tables and workbooks stay and are changed.

    Raises
    ------
    SencoError
        Where there is no such person, or a file cannot be read or is open.
    """
    tables = read_cohort(project, name)
    check_person(tables, name, participant)
    if lock := find_open(project, name):
        raise SencoError(
            f"The workbook of '{name}' is open in another program. Close it there; if it is not "
            f"open anywhere, delete {lock.name}. Then run the command again."
        )
    changes = list_changes(project, name, tables, participant)
    books, by_hand = take_out(project, name, participant)
    own = {project.cohort(name), *list_workbooks(project, name)}
    places = [place for place in list_places(project, name) if place.path not in own]
    places += list_signatures(project, name)
    staying = [
        *by_hand,
        *list_mentions(project, name, participant, changes),
        *list_copies(project, name),
        *list_loose_mentions(project, find_mention(participant)),
    ]
    plan = _plan(project, name, places, staying, deposits)
    notes = tuple(list_unused(tables, changes))
    return replace(plan, changes=(*books, *changes), notes=notes)


def _plan(
    project: Project, name: str, places: list[Place], staying: list[Place], deposits: bool
) -> Plan:
    """Put what is a cohort's alone, what shows it and what stays into one plan."""
    showing = list_showing(project, name)
    packed = list_deposits(project, name)
    found = [*places, *showing, *_list_lines(project, name), *(packed if deposits else [])]
    removed, behind = _sort_out(project, found)
    advice = "{}. Delete it yourself, or run the command again with --deposits"
    kept = [] if deposits else [Place(one.path, advice.format(one.what)) for one in packed]
    seen = {place.path for place in (*removed, *behind, *kept)}
    others = [*staying, *list_void(project, showing)]
    kept += [place for place in dict.fromkeys(others) if place.path not in seen]
    return Plan(name, tuple(removed), (*behind, *kept, *_list_links(removed)))


def _take_first(places: Iterable[Place]) -> Iterable[Place]:
    """Each path once: of an archive that cannot be searched, what is told first says more."""
    found: dict[Path, Place] = {}
    for place in places:
        found.setdefault(place.path, place)
    return found.values()


def _list_lines(project: Project, name: str) -> list[Place]:
    _, dropped = split_manifest(project, find_word(name))
    outcome = f"{count_words(dropped, 'line')} of the manifest of pages"
    return [Place(find_manifest(project), outcome)] if dropped else []


def _sort_out(project: Project, found: Iterable[Place]) -> tuple[list[Place], list[Place]]:
    """What is removed, each once and with its folder; and what is behind a link."""
    firsts = list(_take_first(found))
    places = {place.path for place in firsts}
    removed, behind = [], []
    for place in firsts:
        above = [one for one in place.path.parents if one.is_relative_to(project.root)]
        links = [one for one in above if one != project.root and one.is_symlink()]
        if links:
            reason = f"is behind a link ({project.relative(links[-1])}), which is not followed"
            behind.append(Place(place.path, f"{reason}. Delete it where it is"))
        elif not any(one in places for one in above):
            removed.append(place)
    return removed, behind


def _list_links(removed: list[Place]) -> list[Place]:
    """Links that are removed: what they lead to is not."""
    found = []
    for place in removed:
        inside = [Path(where) / n for where, d, f in os.walk(place.path) for n in (*d, *f)]
        links = [one for one in (place.path, *inside) if one.is_symlink()]
        if links:
            reason = (
                "was or contained a link. The link is gone, but what it led to is not: delete "
                "that there"
            )
            found.append(Place(place.path, reason))
    return found


def remove(project: Project, plan: Plan, tell: Callable[[Place], None]) -> list[str]:
    """Remove what a plan names; a link goes, and nothing that it leads to.

    Parameters
    ----------
    project : Project
        The checkout, in which no build is running.
    plan : Plan
        As `make_plan` gives it.
    tell : callable
        Called with each place that is gone.

    Returns
    -------
    list of str
        What could not be removed, and why; the rest is gone all the same.
    """
    failures = []
    for place in plan.places:
        try:
            if place.path == find_manifest(project):
                drop_lines(project, find_word(plan.name))
            else:
                _erase(place.path)
        except OSError as error:
            failures.append(f"{name_place(project, place.path)}: {explain_os_error(error)}")
        else:
            tell(place)
    return failures


def change_files(project: Project, plan: Plan, tell: Callable[[Place], None]) -> list[str]:
    """Write a cohort's files without a person, each whole or not at all, and the tables last.

    Call it once everything else is gone (`remove`): while the table participants has the
    person, the command can be typed again.

    Parameters
    ----------
    project : Project
        The checkout, in which no build is running.
    plan : Plan
        As `plan_withdrawal` gives it.
    tell : callable
        Called with each file that is written.

    Returns
    -------
    list of str
        What could not be written, and why; nothing after it was, so that the person is still
        in the table participants and the next call takes it up.
    """
    for change in plan.changes:
        try:
            write_bytes_atomically(change.path, change.content, private=True)
        except OSError as error:
            return [f"{name_place(project, change.path)}: {explain_os_error(error)}"]
        tell(change)
    return []


def name_place(project: Project, path: Path) -> str:
    """Return how messages name a place.

    Parameters
    ----------
    project : Project
        The checkout.
    path : Path
        In it, or in the temporary folder.

    Returns
    -------
    str
        From the project's folder; without the folders elsewhere, which may name people.
    """
    inside = path.is_relative_to(project.root)
    return project.relative(path) if inside else f"{path.name} in the temporary folder"


def _erase(path: Path) -> None:
    try:
        _delete(path)
    except PermissionError:  # a folder or a file that its owner may not write in
        set_access(path, private=True)
        _delete(path)


def _delete(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)
