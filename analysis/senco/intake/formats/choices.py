"""What the study has to choose from, on a sheet of the workbook that is read by nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from senco.intake.formats.dressing import dress

CHOICE_SHEET = "to choose from"
_KEY_WIDTH, _TEXT_WIDTH = 30, 60


@dataclass(frozen=True)
class Choice:
    """A list of the study's keys among which a column chooses.

    Parameters
    ----------
    table, column : str
        The column of the workbook.
    title : str
        What the keys are.
    rows : tuple of tuple of str
        Each key, with what it means.
    strict : bool
        Whether nothing else may stand there.
    """

    table: str
    column: str
    title: str
    rows: tuple[tuple[str, str], ...]
    strict: bool = True


def write_choices(sheet: Any, choices: Sequence[Choice]) -> None:
    """Write the sheet of keys, two columns for each list.

    Parameters
    ----------
    sheet : openpyxl worksheet
        To be filled; it is protected, without a password.
    choices : sequence of Choice
        In the order of the columns.
    """
    for place, choice in enumerate(choices):
        for number, row in enumerate([(choice.title, "which is"), *choice.rows], start=1):
            for column, text in enumerate(row, start=2 * place + 1):
                sheet.cell(number, column, text)
    dress(sheet, [_KEY_WIDTH, _TEXT_WIDTH] * len(choices), 1)
    sheet.protection.sheet = True


def find_choice(choices: Sequence[Choice], table: str, column: str) -> tuple[str, bool] | None:
    """Return the cells among which a column chooses.

    Parameters
    ----------
    choices : sequence of Choice
        As they are written.
    table, column : str
        The column of the workbook.

    Returns
    -------
    tuple of str and bool, or None
        The cells, and whether nothing else may stand there; None where the study has no list.
    """
    from openpyxl.utils import get_column_letter

    for place, choice in enumerate(choices):
        if (choice.table, choice.column) == (table, column):
            letter = get_column_letter(2 * place + 1)
            cells = f"'{CHOICE_SHEET}'!${letter}$2:${letter}${len(choice.rows) + 1}"
            return cells, choice.strict
    return None
