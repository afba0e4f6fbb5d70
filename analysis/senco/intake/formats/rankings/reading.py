"""Rankings from a file: what kind of table it is, and the ranks that it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.rankings.headings import BRACKETS, Survey, read_survey
from senco.intake.formats.rankings.labels import load_labels, name_items
from senco.intake.formats.rankings.layouts import (
    Layout,
    Plan,
    check_layout,
    find_layout,
    find_long,
    is_run,
    read_place,
)
from senco.intake.formats.rankings.lists import read_lists
from senco.intake.formats.rankings.places import convert_places
from senco.intake.formats.rankings.preflib import ENDINGS, OTHER_ENDINGS, read_preflib
from senco.intake.formats.rankings.ranks import is_rank
from senco.intake.formats.rankings.survey import Asked, read_answers
from senco.intake.formats.rankings.tables import (
    Converted,
    convert_items,
    convert_long,
    convert_people,
)
from senco.intake.formats.tabular import (
    LISTED,
    Rows,
    check_headings,
    make_table,
    read_rows,
)
from senco.text.words import count_words, join_words

#: A heading that may be a place or a numbered item.
BARE_NUMBER = re.compile(r"\d{1,3}")
#: How many items the sentence about the first ranker names.
_NAMED = 6
_HOW = {
    "people": "with a row for each ranker and a column for each item",
    "items": "with a row for each item and a column for each ranker",
    "places": "with a column for each place and the items in the cells",
    "long": "with a row for each rank",
}


@dataclass(frozen=True)
class RankTable:
    """A table of ranks as it was read.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        Rankers by name, NaN where there is no rank.
    layout : {"people", "items", "places", "long", "list"}
        The layout of the file.
    notes : tuple of str
        What was concluded, set aside or left out.
    understood : str
        What the file was read as, with the first ranker's order.
    rows : tuple of int
        The row of each ranker in the file; empty where a ranker has no row.
    """

    table: pd.DataFrame
    layout: Layout
    notes: tuple[str, ...] = ()
    understood: str = ""
    rows: tuple[int, ...] = ()


def load_rankings(path: str | Path, *, items: Collection[str] | None = None) -> pd.DataFrame:
    """Read a table of ranks.

    Parameters
    ----------
    path : str or Path
        As for `read_rankings`.
    items : collection of str, optional
        The items that may occur; any other is a finding.

    Returns
    -------
    DataFrame of float, shape (n_participants, n_items)
        Rankers by name (``row 2`` and so on where the table does not name
        them), NaN where there is no rank, both in the order of the file.

    Raises
    ------
    DataError
        With the place of everything that cannot be read.
    """
    return read_rankings(path, items=items).table


def read_rankings(
    path: str | Path,
    *,
    items: Collection[str] | None = None,
    layout: str | None = None,
    participant: str | None = None,
    question: str | None = None,
    labels: str | Path | None = None,
) -> RankTable:
    """Read a table of ranks, and say what it was read as.

    Parameters
    ----------
    path : str or Path
        A ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file (of a workbook, the first
        sheet), or one of PrefLib (``.soc``, ``.soi``, ``.toc``, ``.toi``). Text is
        UTF-8, UTF-16 or Windows-1252, separated by comma, semicolon, tab or bar; 2.5
        and 2,5 are the same number. Exports of survey programs are read as they are.
    items : collection of str, optional
        The items that may occur; any other is a finding.
    layout : {"people", "items", "places", "long", "list"}, optional
        The way round; by default the headings and the ranks show it.
    participant : str, optional
        The heading over the rankers' names, where the table does not show it.
    question : str, optional
        The words of the question that is the ranking, or some of them, where a survey
        has several.
    labels : str or Path, optional
        A table of codes and labels, or a list of labels, by which items are named.

    Returns
    -------
    RankTable
        The ranks.

    Raises
    ------
    DataError
        With the place of everything that cannot be read, or how to say what is meant.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"participant": ["A", "B", "C"], "play": [1, 2, 1], "rest": [2, 1, 2]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ranks.csv"
    ...     kept.to_csv(path, index=False)
    ...     reading = read_rankings(path)
    >>> reading.layout, reading.table.loc["B"].tolist()
    ('people', [2.0, 1.0])
    >>> reading.understood
    'Read with a row for each ranker and a column for each item; row 2 put play first, then rest.'
    """
    place = Path(path)
    chosen = None if layout is None else check_layout(layout)
    known = load_labels(Path(labels)) if labels is not None else {}
    if place.suffix.lower() in ENDINGS or place.suffix.lower() in OTHER_ENDINGS:
        found = read_preflib(place)
        reading = _say_order(RankTable(found.table, "list", found.notes), found.how, "the first")
    else:
        reading = read_rank_rows(
            read_rows(place), place.name, Asked(chosen, participant, question, known)
        )
    if items is not None:
        _check_items(reading.table.columns, items, place.name)
    return reading


def read_rank_rows(rows: Rows, file: str, asked: Asked) -> RankTable:
    """Read a table of ranks from its rows.

    Parameters
    ----------
    rows : list of tuple of int and tuple of str
        As `senco.intake.formats.tabular.read_rows` gives them.
    file : str
        How messages name it.
    asked : Asked
        What the user says of it.

    Returns
    -------
    RankTable
        The ranks.

    Raises
    ------
    DataError
        With the place of everything that cannot be read, or how to say what is meant.
    """
    if len(rows) > 1:
        survey = read_survey(rows, file)
        if is_for_survey(survey, asked):
            answers = read_answers(survey, asked, file)
            reading = RankTable(answers.table, answers.layout, answers.notes, "", answers.rows)
            return _say_order(reading, answers.how, f"row {answers.rows[0]}")
    return _read_plain(make_table(rows, file), file, asked)


def is_for_survey(survey: Survey, asked: Asked) -> bool:
    """Return whether a ranking has to be found in a table among other things.

    Parameters
    ----------
    survey : Survey
        The table.
    asked : Asked
        What the user says of it.

    Returns
    -------
    bool
        True for a survey's export, for several questions, and for ordered lists.
    """
    headings = pd.Index([column.heading for column in survey.columns])
    if asked.layout in ("items", "long") or (survey.heads == 1 and find_long(headings)):
        return False
    if survey.exported or asked.participant or asked.question or asked.layout == "list":
        return True
    rest = [column for column in survey.columns if not column.kind]
    if asked.layout is not None or is_run([read_place(column.heading) for column in rest]):
        return False
    groups = Counter(column.question for column in rest if column.question)
    if sum(count > 1 for count in groups.values()) > 1:
        return True
    texts = {text for column in rest for text in survey.cells[column.place]}
    numbered = any(BARE_NUMBER.fullmatch(column.item) for column in rest)
    return (
        not numbered
        and not any(map(is_rank, texts))
        and any(read_lists(survey.cells[column.place].tolist(), column.heading) for column in rest)
    )


def _read_plain(cells: pd.DataFrame, file: str, asked: Asked) -> RankTable:
    check_headings(cells, file)
    plan = Plan(asked.layout) if asked.layout else find_layout(cells, file)
    table, notes = _CONVERTERS[plan.layout](cells, file)
    table = _name_table(table, asked.labels, file)
    notes = [plan.note, *notes] if plan.note else notes
    reading = RankTable(table, plan.layout, tuple(notes))
    first = f"row {cells.index[0]}"
    if plan.layout == "items" or (plan.layout == "places" and str(table.index[0]) in cells):
        first = "the ranker in column 2"
    elif plan.layout == "long":
        first = "the first ranker"
    if plan.layout == "people" and len(table) == len(cells):
        reading = RankTable(table, plan.layout, tuple(notes), "", tuple(map(int, cells.index)))
    return _say_order(reading, _HOW[plan.layout], first)


def _name_table(table: pd.DataFrame, labels: Mapping[str, str], file: str) -> pd.DataFrame:
    """Name items by their labels, and leave out the question that stands before all of them."""
    items = [str(item) for item in table.columns]
    parts = [part for item in items if (part := BRACKETS.fullmatch(item))]
    if len(parts) == len(items) > 1 and len({part["question"] for part in parts}) == 1:
        items = [part["item"] for part in parts]
    named = name_items(items, labels)
    if len(set(named)) < len(named):
        return table
    return table.set_axis(pd.Index(named, name="item"), axis=1)


def _say_order(reading: RankTable, how: str, who: str) -> RankTable:
    """Add the sentence on what was understood."""
    sentence = f"Read {how}; {who} put {_order(reading.table.iloc[0])}."
    return RankTable(reading.table, reading.layout, reading.notes, sentence, reading.rows)


def _order(ranks: pd.Series) -> str:
    """Return one ranker's order in words."""
    given = ranks.dropna().sort_values(kind="stable")
    if given.empty:
        return "nothing in order"
    groups = [
        join_words([f"{item!s:.60}" for item in given.index[given == rank][:_NAMED]])
        for rank in given.unique()
    ]
    shown = groups[:_NAMED]
    more = f", and {len(groups) - _NAMED} more" if len(groups) > _NAMED else ""
    rest = f", then {', '.join(shown[1:])}" if len(shown) > 1 else ""
    return f"{shown[0]} first{rest}{more}"


def _check_items(found: pd.Index, items: Collection[str], file: str) -> None:
    findings = [
        Finding(file, f"the item {name!r}", "an item of the cohort", remedy=suggest(name, items))
        for name in found
        if name not in items
    ]
    if findings:
        raise DataError(findings[:LISTED])


_CONVERTERS: dict[Layout, Callable[[pd.DataFrame, str], Converted]] = {
    "people": convert_people,
    "items": convert_items,
    "places": convert_places,
    "long": convert_long,
}


def drop_unranked(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Leave out items that nobody ranked, and rankers who ranked nothing.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        As `read_rankings` gives it; not changed.

    Returns
    -------
    table : DataFrame
        The rest; the same where nothing would be left.
    notes : list of str
        What was left out.

    Examples
    --------
    >>> ranks = pd.DataFrame([[1, 2, None], [2, 1, None]], columns=["play", "rest", "song"])
    >>> drop_unranked(ranks)[1]
    ["Nobody ranked 'song', so it is left out."]
    """
    ranked = table.notna()
    items = [str(name) for name in table.columns[~ranked.any(axis=0)]]
    people = [str(name) for name in table.index[~ranked.any(axis=1)]]
    if len(items) == table.shape[1]:
        return table, []
    notes = []
    if items:
        them = "it is" if len(items) == 1 else "they are"
        named = join_words([f"'{name[:60]}'" for name in items])
        notes.append(f"Nobody ranked {named}, so {them} left out.")
    if people:
        verb = "is" if len(people) == 1 else "are"
        notes.append(f"{count_words(len(people), 'ranker')} ranked nothing and {verb} not counted.")
    return table.loc[ranked.any(axis=1), ranked.any(axis=0)], notes
