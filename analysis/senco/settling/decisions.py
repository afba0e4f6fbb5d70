"""What coders settled, read back and kept as a coding of its own.

It stands in the same tables as the coders' codings, under the name `senco.cohort.coders.AGREED`,
which counts before theirs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from senco.cohort.coders import AGREED, drop_agreed, find_people
from senco.cohort.loading import load_cohort
from senco.cohort.model import Cohort
from senco.cohort.tables import read_table
from senco.errors import DataError, Finding, SencoError, list_errors, suggest
from senco.intake.formats.sheet import Sheet, is_blank, simplify, trim
from senco.intake.formats.signs import tidy
from senco.intake.formats.workbook import read_workbook
from senco.intake.importing import import_files
from senco.intake.table import Intake
from senco.settling.apart import fill_blanks, list_apart
from senco.text.words import count_words
from senco.workspace.paths import Project
from senco.workspace.temporary import open_folder

_KEYS = {
    "passages apart": ("segment", "code"),
    "constructs apart": ("participant", "grid_construct"),
}


@dataclass
class Decisions:
    """What coders settled.

    Parameters
    ----------
    passages : dict of tuple of str to bool
        Whether a code stands, by passage and code.
    constructs : dict of tuple of str to tuple of str
        Category and construct ("" for none), by participant and construct of their grid.
    """

    passages: dict[tuple[str, str], bool] = field(default_factory=dict)
    constructs: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


def read_decisions(path: Path, cohort: Cohort) -> Decisions:
    """Read what coders settled.

    Parameters
    ----------
    path : Path
        The workbook that `write_sheets` wrote, filled in.
    cohort : Cohort
        Whose coders they are, as it is now.

    Returns
    -------
    Decisions
        One for everything that the coders coded differently.

    Raises
    ------
    DataError
        Where a row is not decided or says what cannot be, with sheet, row and column.
    """
    if not path.is_file():
        raise SencoError(f"There is no file {path.name}. Check the name and the folder.")
    reading = read_workbook(path, path.name)
    apart, decisions, findings = list_apart(cohort), Decisions(), list(reading.findings)
    sheets = {sheet.name: trim(sheet)[0] for sheet in reading.sheets}
    for name, frame in apart.items():
        if list_errors(findings):
            break
        if name not in sheets or not sheets[name].rows:
            allowed = ", ".join(apart)
            findings.append(Finding(path.name, f"no sheet '{name}'", allowed, remedy=_AGAIN))
            continue
        findings += _read_sheet(sheets[name], frame, cohort, decisions)
    if list_errors(findings):
        raise DataError(findings)
    return decisions


_AGAIN = "Move the file away and write it again: senco settle NAME."


def _read_sheet(
    sheet: Sheet, apart: pd.DataFrame, cohort: Cohort, decisions: Decisions
) -> Iterator[Finding]:
    """Read a sheet's rows into the decisions, and yield what is wrong."""
    heads = {simplify(heading): place for place, heading in enumerate(sheet.headings)}
    missing = [name for name in apart.columns if simplify(name) not in heads]
    if missing:
        yield Finding(sheet.label, f"no column '{missing[0]}'", ", ".join(apart.columns),
                      sheet.numbers[0], remedy=_AGAIN)  # fmt: skip
        return
    keys = _KEYS[sheet.name]
    asked = set(apart[list(keys)].itertuples(index=False, name=None))
    seen: dict[tuple[str, ...], int] = {}
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        given = {name: row[heads[simplify(name)]] for name in apart.columns}
        cells = {name: "" if is_blank(v) else tidy(str(v)) for name, v in given.items()}
        key = tuple(cells[name] for name in keys)
        if key not in asked or key in seen:
            found = f"'{' '.join(key):.60}'" + (", a second time" if key in seen else "")
            yield Finding(sheet.label, found, "what the coders coded differently, once each",
                          number, keys[-1], _AGAIN)  # fmt: skip
            continue
        seen[key] = number
        yield from _take(sheet, number, key, cells, cohort, decisions)
    left = [key for key in apart[list(keys)].itertuples(index=False, name=None) if key not in seen]
    if left:
        more = f" and {count_words(len(left) - 1, 'other')}" if len(left) > 1 else ""
        found = f"no row of '{' '.join(left[0]):.60}'{more}"
        allowed = "a row for everything that the coders coded differently"
        yield Finding(sheet.label, found, allowed, remedy=_AGAIN)


def _take(
    sheet: Sheet, number: int, key: tuple[str, ...], cells: Mapping[str, str], cohort: Cohort,
    decisions: Decisions,
) -> Iterator[Finding]:  # fmt: skip
    """Take one row's decision, or yield what is wrong with it."""
    first, second = key
    if sheet.name == "passages apart":
        said = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(
            cells["agreed"].casefold()
        )
        if said is None:
            found = f"'{cells['agreed']:.40}'" if cells["agreed"] else "nothing"
            yield Finding(sheet.label, found, "yes or no", number, "agreed",
                          "Say whether to keep the code.")  # fmt: skip
        else:
            decisions.passages[first, second] = said
        return
    rows = fill_blanks(drop_agreed(cohort.tables["construct_assignments"]))
    own = rows[(rows["participant"] == first) & (rows["grid_construct"] == second)]
    known = sorted(set(rows["category"]))
    if cells["category"] not in known:
        found = f"'{cells['category']:.40}'" if cells["category"] else "nothing"
        remedy = suggest(cells["category"], known) or "Choose one of them."
        yield Finding(sheet.label, found, ", ".join(known), number, "category", remedy)
        return
    same = sorted(set(own.loc[own["category"] == cells["category"], "construct"]))
    construct = cells["construct"] or (same[0] if len(same) == 1 else "")
    listed = cohort.tables["constructs"]["construct"].tolist() if cohort.has("constructs") else []
    if construct and construct not in listed:
        remedy = suggest(construct, listed) or "Choose one of them, or leave it blank."
        yield Finding(sheet.label, f"'{construct:.40}'", ", ".join(listed) or "nothing: the cohort "
                      "has no constructs", number, "construct", remedy)  # fmt: skip
        return
    decisions.constructs[first, second] = (cells["category"], construct)


def settle(name: str, path: Path, project: Project) -> tuple[Intake, dict[str, int]]:
    """Keep what coders settled as a third coding of a cohort.

    For each participant of whom several coded anything, it holds what they all gave, what was
    settled where they differ and, of what one of them alone coded, their coding. An earlier
    outcome is replaced.

    Parameters
    ----------
    name : str
        The cohort.
    path : Path
        The workbook, filled in.
    project : Project
        The checkout.

    Returns
    -------
    intake : Intake
        What was written; nothing where a finding is an error.
    numbers : dict of str to int
        Agreed rows, by table.

    Raises
    ------
    DataError
        As for `read_decisions`.
    """
    cohort = load_cohort(name, project=project)
    decisions = read_decisions(path, cohort)
    made = _join(cohort, decisions)
    with open_folder("senco-settle-") as folder:
        files = []
        for table, rows in made.items():
            files.append(folder / f"{table}.csv")
            files[-1].write_text(
                _replace_agreed(project.cohort(name) / f"{table}.csv", rows),
                encoding="utf-8",
                newline="\n",
            )
        intake = import_files(name, files, project, overwrite=True)
    return intake, {table: len(rows) for table, rows in made.items()}


def _join(cohort: Cohort, decisions: Decisions) -> dict[str, list[dict[str, str]]]:
    """The agreed rows, by table."""
    made = {}
    if decisions.passages:
        made["codings"] = [
            {"segment": segment, "code": code, "coder": AGREED}
            for segment, code in _join_passages(cohort, decisions)
        ]
    if decisions.constructs:
        made["construct_assignments"] = [*_join_constructs(cohort, decisions)]
    return made


def _list_shared(cohort: Cohort, table: str) -> pd.DataFrame:
    """What coders gave, of the participants of whom several coded anything."""
    rows = drop_agreed(cohort.tables[table])
    people = find_people(cohort, table).loc[rows.index]
    return rows[rows["coder"].groupby(people).transform("nunique") > 1]


def _join_passages(cohort: Cohort, decisions: Decisions) -> Iterator[tuple[str, str]]:
    shared = _list_shared(cohort, "codings")[["segment", "code"]].drop_duplicates()
    for segment, code in shared.itertuples(index=False, name=None):
        if decisions.passages.get((segment, code), True):
            yield segment, code


def _join_constructs(cohort: Cohort, decisions: Decisions) -> Iterator[dict[str, str]]:
    shared = fill_blanks(_list_shared(cohort, "construct_assignments"))
    keys = ["participant", "grid_construct"]
    for row in shared.drop_duplicates(keys).to_dict("records"):
        key = (row["participant"], row["grid_construct"])
        category, construct = decisions.constructs.get(key, (row["category"], row["construct"]))
        yield {**dict(zip(keys, key, strict=True)), "coder": AGREED,
               "category": category, "construct": construct}  # fmt: skip


def _replace_agreed(path: Path, rows: list[dict[str, str]]) -> str:
    """A table as its file has it, with these agreed rows in the place of earlier ones."""
    table, findings = read_table(path.read_bytes(), path.name)
    if table is None:
        raise DataError(findings)
    coder = table.headings.index("coder")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.headings)
    writer.writerows(row for row in table.rows if row[coder] != AGREED)
    writer.writerows([row.get(name, "") for name in table.headings] for row in rows)
    return stream.getvalue()
