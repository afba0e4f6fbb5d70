"""A survey's responses as rankings of a cohort: who is who, and which construct is meant."""

from __future__ import annotations

from senco.errors import DataError, Finding
from senco.intake.formats.keys import Roster
from senco.intake.formats.rankings.headings import Survey, read_survey
from senco.intake.formats.rankings.reading import RankTable, is_for_survey, read_rank_rows
from senco.intake.formats.rankings.survey import Asked
from senco.intake.formats.rankings.wide import (
    LongRankings,
    list_names,
    match_construct,
    refuse_rankings,
)
from senco.intake.formats.sheet import Sheet, Value
from senco.intake.formats.signs import tidy
from senco.intake.formats.tabular import Rows
from senco.text.words import count_words

_NOTHING_SAID = Asked(None, None, None, {})


def is_survey(sheet: Sheet) -> bool:
    """Return whether a sheet is a survey's export with a ranking in it, or holds ordered lists.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.

    Returns
    -------
    bool
        False for a table of the contract, or one that is wide.

    Examples
    --------
    >>> rows = (("Timestamp", "Order [a]", "Order [b]"), ("2026-05-04 09:00", "1st", "2nd"))
    >>> is_survey(Sheet("a.csv", "a", rows, (1, 2)))
    True
    """
    if len(sheet.rows) < 2:
        return False
    try:
        return is_for_survey(read_survey(_list_rows(sheet), sheet.label), _NOTHING_SAID)
    except DataError:
        return False


def holds_ranking(sheet: Sheet) -> bool:
    """Return whether a sheet is a survey's export of which one question is a ranking.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.

    Returns
    -------
    bool
        False where it takes the user to say which.
    """
    try:
        return is_survey(sheet) and bool(_read(sheet).rows)
    except DataError:
        return False


def _list_rows(sheet: Sheet) -> Rows:
    return [
        (number, tuple(map(_write, row)))
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
    ]


def _write(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else tidy(str(value))


def _read(sheet: Sheet) -> RankTable:
    return read_rank_rows(_list_rows(sheet), sheet.label, _NOTHING_SAID)


def read_responses(
    sheet: Sheet, constructs: dict[str, str], roster: Roster
) -> tuple[LongRankings, list[str]]:
    """Turn a survey's export into rows of the contract.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.
    constructs : dict of str to str
        The constructs' labels by key.
    roster : Roster
        Who is who: by the private list of people, or by pseudonyms.

    Returns
    -------
    rankings : LongRankings
        One row for each rank, or the findings.
    notes : list of str
        What the export was read as.
    """
    long = LongRankings([], [], [], [])
    try:
        reading = _read(sheet)
    except DataError as error:
        long.findings += error.findings
        return long, []
    if not constructs:
        return refuse_rankings(sheet, []), []
    survey = read_survey(_list_rows(sheet), sheet.label)
    people = _find_people(survey, reading, roster)
    if not all(people):
        long.findings.append(_ask_who(sheet.label, people, reading, roster))
        return long, []
    known = list_names(constructs)
    head = sheet.numbers[0]
    keys = [
        match_construct(str(item), known, constructs, sheet.label, head, long)
        for item in reading.table.columns
    ]
    for who, row, (_, ranks) in zip(people, reading.rows, reading.table.iterrows(), strict=True):
        for key, (item, rank) in zip(keys, ranks.items(), strict=True):
            if key is not None and rank == rank:
                long.rows.append((who, key, float(rank)))
                long.places.append((row, str(item)))
    notes = [reading.understood, *(note for note in reading.notes if "named by" not in note)]
    return long, [f"{sheet.label}: {note}" for note in notes]


def _find_people(survey: Survey, reading: RankTable, roster: Roster) -> list[str]:
    """Return the pseudonym of each ranker, by whichever column says all of them; "" for none."""
    best: list[str] = []
    items = {str(item).casefold() for item in reading.table.columns}
    for column in survey.columns:
        names = survey.cells.loc[[*reading.rows], column.place].tolist()
        if any(name.casefold() in items for name in names):
            continue
        found = [roster.find(name)[0] if name else "" for name in names]
        if len({*filter(None, found)}) > len({*filter(None, best)}):
            best = found
    return best or [""] * len(reading.rows)


def _ask_who(label: str, people: list[str], reading: RankTable, roster: Roster) -> Finding:
    row = next(row for row, who in zip(reading.rows, people, strict=True) if not who)
    missing = count_words(people.count(""), "response")
    shown = f", such as {roster.existing[0]}" if roster.existing else ", such as P1"
    return Finding(
        label,
        f"{missing} by nobody who is known",
        f"in one column each ranker's pseudonym{shown}",
        row,
        remedy="Add a column with the pseudonyms, or say who it is in a private list with the "
        "columns name and participant, where a name may be a response's number: --people.",
    )
