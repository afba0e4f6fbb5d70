"""Rankings and work-lines on their way in, in other forms than the contract's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from senco.cohort.contract import fields_of
from senco.cohort.yamlfiles import read_yaml
from senco.intake.formats.keys import Roster
from senco.intake.formats.rankings.responses import is_survey, read_responses
from senco.intake.formats.rankings.wide import LongRankings, read_rankings
from senco.intake.formats.sheet import Sheet, simplify
from senco.intake.formats.worklines import Chart, DrawnLines, is_drawn, read_worklines
from senco.intake.table import Intake, Place, Table, convert, list_column


def read_wide(
    sheet: Sheet,
    intake: Intake,
    folder: Path,
    resource: dict[str, Any],
    people: Mapping[str, str],
) -> Table:
    """Turn a wide sheet of rankings, or a survey's export, into a table.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.
    intake : Intake
        What was read so far; it grows.
    folder : Path
        The cohort's folder.
    resource : dict
        The table in the contract.
    people : mapping of str to str
        Pseudonyms, by the names in files.

    Returns
    -------
    Table
        A row for each rank.
    """
    constructs = list_column(intake, folder, "constructs", "construct", "label")
    known = list_column(intake, folder, "participants", "participant", "participant")
    if is_survey(sheet):
        long, notes = read_responses(sheet, constructs, Roster(people, tuple(known)))
        intake.notes += notes
    else:
        long = read_rankings(sheet, constructs, set(known))
    intake.repairs += long.repairs
    intake.findings += long.findings
    names = ("participant", "construct", "rank")
    return tabulate(names, "rankings", sheet, long, resource, intake)


def is_line(sheet: Sheet, roster: Roster) -> bool:
    """Return whether a sheet holds work-lines in another form than the contract's.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.
    roster : Roster
        Who is who.

    Returns
    -------
    bool
        As `senco.intake.formats.worklines.is_drawn` says.
    """
    return is_drawn(sheet, roster, named=simplify(sheet.name).startswith("workline"))


def read_lines(
    sheet: Sheet,
    intake: Intake,
    folder: Path,
    resource: dict[str, Any],
    people: Mapping[str, str],
    chart: Chart,
) -> None:
    """Add work-lines in another form to their table: a file may hold one person's alone.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.
    intake : Intake
        What was read so far; it grows.
    folder : Path
        The cohort's folder.
    resource : dict
        The table in the contract.
    people : mapping of str to str
        Pseudonyms, by the names in files.
    chart : Chart
        What the user says of the chart.
    """
    known = list_column(intake, folder, "participants", "participant", "participant")
    scale = _read_scale(folder / "cohort.yml", intake.info)
    drawn = read_worklines(sheet, Roster(people, tuple(known)), replace(chart, scale=scale))
    intake.notes += drawn.notes
    intake.findings += drawn.findings
    names: tuple[str, ...] = ("participant", "position", "date", "level")
    if not any(row[2] for row in drawn.rows):
        names = (*names[:2], names[3])
        drawn.rows = [(*row[:2], row[3]) for row in drawn.rows]
    new = tabulate(names, "worklines", sheet, drawn, resource, intake)
    table = intake.tables.setdefault("worklines", new)
    if table is not new:
        table.add_columns(names)
        places = [list(names).index(name) if name in names else None for name in table.columns]
        table.rows += [["" if n is None else row[n] for n in places] for row in new.rows]
        table.places += [place._replace(label=sheet.label) for place in new.places]


def tabulate(
    names: Sequence[str],
    name: str,
    sheet: Sheet,
    long: LongRankings | DrawnLines,
    resource: dict[str, Any],
    intake: Intake,
) -> Table:
    """Return rows with their places as a table of the contract.

    Parameters
    ----------
    names : sequence of str
        The columns.
    name : str
        The table.
    sheet : Sheet
        Where they come from.
    long : LongRankings or DrawnLines
        The rows.
    resource : dict
        The table in the contract.
    intake : Intake
        Its findings and repairs grow.

    Returns
    -------
    Table
        The same rows.
    """
    fields = fields_of(resource)
    table = Table(name, sheet.label, sheet.numbers[0], {name: name for name in names})
    for (number, heading), cells in zip(long.places, long.rows, strict=True):
        table.rows.append(
            [
                convert(cell, fields[name], sheet.label, number, heading, intake)
                for name, cell in zip(names, cells, strict=True)
            ]
        )
        table.places.append(Place(number, heading))
    return table


def _read_scale(path: Path, info: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return the scale of the chart that the workbook or the cohort says."""
    try:
        given = info or read_yaml(path)
        scale = given["worklines"]
        return float(scale["minimum"]), float(scale["maximum"])
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError, RecursionError):
        return None  # the check of the whole cohort says what is wrong with it
