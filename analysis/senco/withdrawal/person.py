"""One person taken out of a cohort: their rows of its tables, and what else still names them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from senco.cohort.loading import load_contract
from senco.cohort.tables import TextTable, read_table
from senco.cohort.yamlfiles import read_yaml
from senco.disclosure.release import BOOK, DEPOSIT
from senco.errors import Finding, SencoError, suggest
from senco.text.words import count_words, join_words
from senco.withdrawal.places import Place
from senco.workspace.paths import Project

#: The table that says who took part: it is written last, so that a broken-off call is taken up.
_PEOPLE = "participants"
#: The words that researchers define or quote, with the tables that use them.
_SHARED = (("codes", "code", "codings"), ("constructs", "construct", "construct_assignments"))
#: The table of which each row is told of in another: it goes with all that tell of it.
_TOLD, _TELLING = "difficulties", "claims"
_COUNT = re.compile(r"^withdrawn:[ \t]*(\d*).*$", re.MULTILINE)


@dataclass(frozen=True)
class Change(Place):
    """A file of a cohort's as it will be without a person.

    Parameters
    ----------
    path : Path
        The file.
    what : str
        What goes, for those who are asked.
    content : bytes
        What the file will hold.
    """

    content: bytes


def find_rows(
    tables: Mapping[str, TextTable], contract: Mapping[str, dict[str, Any]], participant: str
) -> dict[str, set[int]]:
    """Find the rows that are a person's.

    They are those with the pseudonym, those of tables without a column for it that refer to
    one of these, as codings refer to passages, and difficulties of which nobody else tells.

    Parameters
    ----------
    tables : mapping of str to TextTable
        By the contract's names.
    contract : mapping of str to dict
        The tables' descriptors.
    participant : str
        The pseudonym.

    Returns
    -------
    dict of str to set of int
        Places in `rows`, from 0, by table; only tables that have any.
    """
    found: dict[str, set[int]] = {}
    for name, table in tables.items():
        cells = table.columns.get("participant", ())
        found[name] = {i for i, cell in enumerate(cells) if cell.strip() == participant}
    for name in contract:  # in its order, tables stand after those to which they refer
        if name not in tables or "participant" in tables[name].columns:
            continue
        if name == _TOLD and _TELLING in tables:
            key = contract[name]["schema"]["primaryKey"]
            told, telling = _read_keys(tables[name], key), tables[_TELLING]
            gone = _list_gone(telling, key, found[_TELLING])
            found[name] |= {i for i, cells in enumerate(told) if cells in gone}
        for reference in contract[name]["schema"].get("foreignKeys", ()):
            target = reference["reference"]["resource"]
            if target not in found or target == name:
                continue
            gone = _list_gone(tables[target], reference["reference"]["fields"], found[target])
            own = _read_keys(tables[name], reference["fields"])
            found[name] |= {i for i, cells in enumerate(own) if cells in gone}
    return {name: rows for name, rows in found.items() if rows}


def _list_gone(
    table: TextTable, fields: Sequence[str], rows: Collection[int]
) -> set[tuple[str, ...]]:
    """The keys that stand in these rows and in no other."""
    return _list_keys(table, fields, rows) - _list_keys(table, fields, _others(table, rows))


def _others(table: TextTable, rows: Collection[int]) -> set[int]:
    return set(range(len(table.rows))) - set(rows)


def _read_keys(table: TextTable, fields: Sequence[str]) -> list[tuple[str, ...]]:
    empty = [""] * len(table.rows)
    columns = [table.columns.get(field, empty) for field in fields]
    return [tuple(cell.strip() for cell in cells) for cells in zip(*columns, strict=True)]


def _list_keys(
    table: TextTable, fields: Sequence[str], rows: Collection[int]
) -> set[tuple[str, ...]]:
    keys = _read_keys(table, fields)
    return {keys[i] for i in rows if all(keys[i])}


def read_cohort(project: Project, name: str) -> dict[str, TextTable]:
    """Read the tables of a cohort as they stand, right or wrong.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    dict of str to TextTable
        Those that are there, by name.

    Raises
    ------
    SencoError
        Where one cannot be read, or is a link: nobody could say that the person is not in it.
    """
    folder, tables, problems = project.cohort(name), {}, []
    for table in load_contract(project):
        path = folder / f"{table}.csv"
        label = f"data/cohorts/{name}/{path.name}"
        if path.is_symlink():  # what it leads to would keep the person
            problems.append(Finding(label, "a link", "a file", remedy="Put the file in its place."))
        elif path.is_file():
            read, findings = read_table(path.read_bytes(), label)
            problems += findings
            if read is not None:
                tables[table] = read
    if problems:
        lines = "\n".join(str(problem) for problem in problems)
        raise SencoError(f"{lines}\nNothing is removed: correct this, and run the command again.")
    return tables


def check_person(tables: Mapping[str, TextTable], name: str, participant: str) -> None:
    """Raise an error where nobody of that pseudonym can be taken out.

    Parameters
    ----------
    tables : mapping of str to TextTable
        As from `read_cohort`.
    name : str
        The cohort.
    participant : str
        The pseudonym.

    Raises
    ------
    SencoError
        Where no table has them, or they are the only one.
    """
    people = {
        cell.strip() for table in tables.values() for cell in table.columns.get("participant", ())
    } - {""}
    if participant not in people:
        hint = suggest(participant, sorted(people))
        raise SencoError(
            f"No table of '{name}' has a participant '{participant:.20}'. {hint}".strip()
        )
    if people == {participant}:
        raise SencoError(
            f"'{participant}' is the only participant of '{name}'. To remove the whole cohort: "
            f"senco forget {name}"
        )


def list_changes(
    project: Project, name: str, tables: Mapping[str, TextTable], participant: str
) -> list[Change]:
    """Return a cohort's files as they will be without a person.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.
    tables : mapping of str to TextTable
        As from `read_cohort`.
    participant : str
        The pseudonym, which some table has.

    Returns
    -------
    list of Change
        Tables in the order in which they are to be written, and `cohort.yml` with one more
        in `withdrawn` where they were still among the participants.
    """
    found = find_rows(tables, load_contract(project), participant)
    folder = project.cohort(name)
    changes = [
        Change(
            folder / f"{table}.csv",
            count_words(len(found[table]), "row"),
            _write(tables[table], found[table]),
        )
        for table in sorted(found, key=lambda table: table == _PEOPLE)
    ]
    settings = folder / "cohort.yml"
    if _PEOPLE in found and (text := _read_settings(settings)):
        what = "counts one more person who withdrew"
        changes.append(Change(settings, what, count_withdrawn(text).encode("utf-8")))
    return changes


def _read_settings(path: Path) -> str:
    """What a cohort.yml holds, if a line can be added to it; nothing where it is broken."""
    try:
        is_block = isinstance(read_yaml(path), dict)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return ""
    return text if is_block and not text.lstrip().startswith("{") else ""


def _write(table: TextTable, gone: Collection[int]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([table.headings, *(table.rows[i] for i in sorted(_others(table, gone)))])
    return stream.getvalue().encode("utf-8")


def count_withdrawn(text: str) -> str:
    r"""Return a `cohort.yml` in which one person more has withdrawn.

    Parameters
    ----------
    text : str
        What it holds; everything else is kept as it stands.

    Returns
    -------
    str
        With the key `withdrawn`.

    Examples
    --------
    >>> count_withdrawn("title: Ours\n")
    'title: Ours\nwithdrawn: 1\n'
    >>> count_withdrawn("withdrawn: 1\ntitle: Ours\n")
    'withdrawn: 2\ntitle: Ours\n'
    """
    if match := _COUNT.search(text):
        return f"{text[: match.start()]}withdrawn: {int(match[1] or 0) + 1}{text[match.end() :]}"
    return text + ("" if text.endswith("\n") or not text else "\n") + "withdrawn: 1\n"


def list_signatures(project: Project, name: str) -> list[Place]:
    """Return the signatures of a cohort, which are void once its tables change.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of Place
        Those that are there.
    """
    folder = project.cohort(name)
    files = [folder / file for one in (BOOK, DEPOSIT) for file in (one.signature, one.listing)]
    advice = "a signature that is no longer valid"
    return [Place(path, advice) for path in files if path.is_file()]


def find_mention(participant: str) -> re.Pattern[str]:
    """Return a pattern that finds a pseudonym in a text, in small letters or capitals.

    Parameters
    ----------
    participant : str
        The pseudonym.

    Returns
    -------
    re.Pattern of str

    Examples
    --------
    >>> mention = find_mention("P1")
    >>> [bool(mention.search(text)) for text in ("as p1 said", "P1_notes", "P11", "xP1")]
    [True, True, False, False]
    """
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(participant)}(?![A-Za-z0-9])", re.I)


def list_mentions(
    project: Project, name: str, participant: str, changes: Sequence[Change]
) -> list[Place]:
    """Return where a cohort's files will still name a person, by row and column.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.
    participant : str
        The pseudonym.
    changes : sequence of Change
        As from `list_changes`: rows are counted as they will stand.

    Returns
    -------
    list of Place
        Each with what to do.
    """
    folder, found = project.cohort(name), []
    contents = {change.path: change.content for change in changes}
    signed = {place.path for place in list_signatures(project, name)}
    for path in sorted(set(folder.rglob("*")) - signed):
        if not path.is_file() or path.is_symlink():
            continue
        content = contents.get(path, b"") or path.read_bytes()
        for place in _find_places(path, content, find_mention(participant)):
            advice = f"{place}names them. Reword or remove it, and build the cohort again"
            found.append(Place(path, advice))
    return found


def _find_places(path: Path, content: bytes, mention: re.Pattern[str]) -> Iterator[str]:
    table = read_table(content, path.name)[0] if path.suffix == ".csv" else None
    if table is None:
        text = content.decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if mention.search(line):
                yield f"line {number} "
        return
    for number, row in enumerate(table.rows, 2):
        for heading, cell in zip(table.headings, row, strict=False):
            if mention.search(cell):
                yield f"row {number}, column {heading} "


def list_unused(tables: Mapping[str, TextTable], changes: Sequence[Change]) -> list[str]:
    """Return the codes and constructs that were used for a person and will be for nobody.

    Parameters
    ----------
    tables : mapping of str to TextTable
        As from `read_cohort`.
    changes : sequence of Change
        As from `list_changes`.

    Returns
    -------
    list of str
        A sentence for each table that has such words: they may be the person's own.
    """
    notes = []
    contents = {change.path.stem: change.content for change in changes}
    for table, key, using in _SHARED:
        after = read_table(contents[using], using)[0] if using in contents else None
        if after is None or table not in tables:
            continue
        before = {cell for cell in tables[using].columns.get(key, ()) if cell}
        left = sorted(before - set(after.columns.get(key, ())))
        if left:
            notes.append(
                f"{table}.csv: nobody else has {join_words(left)}. Check whether a label or "
                "definition there is in the person's words."
            )
    return notes
