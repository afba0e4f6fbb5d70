"""Rankings out of a survey's export: one question, and who answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.rankings.headings import Column, Survey
from senco.intake.formats.rankings.labels import name_items
from senco.intake.formats.rankings.layouts import Layout
from senco.intake.formats.rankings.lists import tabulate_orders
from senco.intake.formats.rankings.metadata import identifies
from senco.intake.formats.rankings.places import list_across, spread_places
from senco.intake.formats.rankings.questions import (
    Question,
    check_rest,
    choose_question,
    list_questions,
)
from senco.intake.formats.rankings.ranks import check_direction, is_not_ranked
from senco.intake.formats.rankings.tables import check_named, find_variants, name_ranks
from senco.intake.formats.sheet import simplify
from senco.intake.formats.tabular import LISTED, refuse
from senco.text.words import count_words, join_words

#: What the columns that say so hold for somebody who has not come to the end.
_UNFINISHED = ("0", "false", "no")
_PREVIEWS = ("survey preview", "1")
_HEADS = {2: "two", 3: "three"}


@dataclass(frozen=True)
class Asked:
    """What the user says of a survey's export.

    Parameters
    ----------
    layout : {"people", "items", "places", "long", "list"}, optional
        How the ranking is kept.
    participant : str, optional
        The heading over the names of rankers.
    question : str, optional
        The question that is the ranking.
    labels : mapping of str to str
        What codes mean.
    """

    layout: Layout | None
    participant: str | None
    question: str | None
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Answers:
    """A ranking out of a survey's export.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        Rankers by name.
    layout : {"people", "places", "list"}
        How it was kept.
    how : str
        The same in words.
    notes : tuple of str
        What was concluded, set aside or left out.
    rows : tuple of int
        The row of each ranker.
    """

    table: pd.DataFrame
    layout: Layout
    how: str
    notes: tuple[str, ...]
    rows: tuple[int, ...]


def read_answers(survey: Survey, asked: Asked, file: str) -> Answers:
    """Read the ranking of a survey's export.

    Parameters
    ----------
    survey : Survey
        The table.
    asked : Asked
        What the user says of it.
    file : str
        How messages name it.

    Returns
    -------
    Answers
        The ranking.

    Raises
    ------
    DataError
        With the place of everything that cannot be read, or how to say what is meant.
    """
    survey, notes = _leave_previews(survey)
    found = list_questions(survey, asked.layout, asked.labels, file)
    question = choose_question(found, asked.question, file, survey.exported)
    if asked.question is None:
        check_rest(survey, question, file)
    check_direction([question.title, *(column.heading for column in question.columns)], file)
    survey, question, left = _leave_silent(survey, question)
    people, naming = _name_people(survey, question, asked.participant, file)
    table, more = _tabulate(survey, question, people, file)
    table.columns = _name_items(table.columns, asked.labels, file)
    notes += [*_note_unfinished(survey), *left, *more, *_note_aside(survey, question, naming)]
    rows = tuple(int(row) for row in survey.cells.index)
    return Answers(table, question.layout, _describe(survey, question), tuple(notes), rows)


def _leave_previews(survey: Survey) -> tuple[Survey, list[str]]:
    """Leave out what the program marks as a trial of the survey."""
    marks = [column for column in survey.columns if column.kind and
             simplify(column.heading) in ("status", "responsetype")]  # fmt: skip
    if survey.heads < 2 or not marks:
        return survey, []
    trial = survey.cells[marks[0].place].str.casefold().isin(_PREVIEWS)
    if not trial.any() or trial.all():
        return survey, []
    count = count_words(int(trial.sum()), "row")
    kept = Survey(survey.columns, survey.cells[~trial], survey.heads, survey.exported)
    return kept, [f"Left out: {count} of previews of the survey ({_list_rows(trial)})."]


def _list_rows(chosen: pd.Series) -> str:
    rows = [str(row) for row in chosen.index[chosen]]
    more = f" and {len(rows) - 6} more" if len(rows) > 6 else ""
    return f"row{'s' * (len(rows) > 1)} {', '.join(rows[:6])}{more}"


def _note_unfinished(survey: Survey) -> list[str]:
    for column in survey.columns:
        texts = survey.cells[column.place].str.casefold()
        word = simplify(column.heading)
        if column.kind and word == "finished":
            unfinished = texts.isin(_UNFINISHED)
        elif column.kind and word in ("submitdate", "datesubmitted"):
            unfinished = texts.isin(("", "null", "n/a"))
        else:
            continue
        if unfinished.any() and not unfinished.all():
            return [f"Not finished, but counted: {_list_rows(unfinished)}."]
    return []


def _leave_silent(survey: Survey, question: Question) -> tuple[Survey, Question, list[str]]:
    """Leave out who ranked nothing."""
    places = [column.place for column in question.columns]
    silent = survey.cells[places].map(is_not_ranked).all(axis=1)
    if not silent.any() or silent.all():
        return survey, question, []
    lists = question.lists
    if lists is not None:
        orders = [order for order, none in zip(lists.orders, silent, strict=True) if not none]
        lists = type(lists)(orders, lists.sign, lists.doubt, lists.clash)
        question = Question(question.title, question.names, question.columns, question.layout,
                            question.certainty, question.places, lists)  # fmt: skip
    kept = Survey(survey.columns, survey.cells[~silent], survey.heads, survey.exported)
    return kept, question, [f"Left out: {_list_rows(silent)}, where nothing is ranked."]


def _name_people(
    survey: Survey, question: Question, wanted: str | None, file: str
) -> tuple[list[str], Column | None]:
    """Return the rankers' names, and the column that they come from."""
    if wanted is not None:
        column = _find_column(survey, wanted, file)
        names = survey.cells[column.place].rename(column.heading)
        check_named(names, "ranker", file)
        if identifies(names.tolist()):
            raise refuse(file, f"addresses in the column '{column.heading}'", "pseudonyms, or the "
                         "numbers of responses", remedy="Addresses are never copied: leave out "
                         "--participant, and rankers are named by their rows.")  # fmt: skip
        return names.tolist(), column
    for kind in ("ranker", "id"):
        for column in survey.columns:
            names = survey.cells[column.place]
            fits = column.kind == kind and column not in question.columns
            if fits and (names != "").all() and names.is_unique and not identifies(names.tolist()):
                return names.tolist(), column
    return [f"row {row}" for row in survey.cells.index], None


def _find_column(survey: Survey, wanted: str, file: str) -> Column:
    for column in survey.columns:
        if simplify(wanted) in (simplify(column.heading), simplify(column.item)):
            return column
    known = ", ".join(repr(column.heading[:40]) for column in survey.columns[:12])
    raise refuse(f"--participant, {file}", repr(wanted[:40]), f"a heading, such as {known}")


def _tabulate(
    survey: Survey, question: Question, people: list[str], file: str
) -> tuple[pd.DataFrame, list[str]]:
    cells = survey.cells[[column.place for column in question.columns]].copy()
    if question.layout == "list" and question.lists is not None:
        if question.lists.clash:
            raise refuse(file, f"in the lists of {question.title[:60]!r}, {question.lists.clash}",
                         "lists whose items are all known", remedy=(
                             "Write the items in a file, one to a row, and add --labels with "
                             "its name."
                         ))  # fmt: skip
        table = tabulate_orders(question.lists.orders, people, file)
        _refuse_variants(table.columns, file)
        return table, []
    if question.layout == "places":
        cells.columns = [column.heading for column in question.columns]
        return spread_places(list_across(cells, people, [*question.places]), people, file)
    nameless = [column.place + 1 for column in question.columns if not column.item]
    if nameless:
        raise refuse(file, f"no heading over column {nameless[0]}", "a name for each item", row=1,
                     remedy="Give it a heading, or clear the column.")  # fmt: skip
    cells.columns = [column.item for column in question.columns]
    twice = cells.columns[cells.columns.duplicated()]
    if len(twice):
        raise refuse(file, f"two columns for the item {str(twice[0])[:60]!r}", "each item once",
                     remedy="Word one of the two differently.")  # fmt: skip
    return name_ranks(cells, people, file)


def _refuse_variants(items: pd.Index, file: str) -> None:
    findings = find_variants(pd.Series([*items], index=[1] * len(items), name="items"), file)
    if findings:
        raise DataError(findings[:LISTED])


def _name_items(items: pd.Index, labels: Mapping[str, str], file: str) -> pd.Index:
    named = pd.Index(name_items(map(str, items), labels), name="item")
    twice = named[named.duplicated()]
    if len(twice):
        raise DataError([Finding(file, f"two items with the label {str(twice[0])[:60]!r}",
                                 "a different label for each",
                                 remedy="Correct the codebook.")])  # fmt: skip
    return named


def _describe(survey: Survey, question: Question) -> str:
    count = _HEADS.get(survey.heads, "")
    heads = f"with {count} rows of headings, " if count else ""
    title = f"'{question.title[:60]}'"
    if question.lists is not None:
        return (
            f"{heads}as ordered lists in the column {title}, separated by {question.lists.parted}"
        )
    of = f" of {title}" if question.columns[0].question not in ("", "places") else ""
    what = "place" if question.layout == "places" else "item"
    return f"{heads or 'with '}a row for each ranker and a column for each {what}{of}"


def _note_aside(survey: Survey, question: Question, naming: Column | None) -> list[str]:
    """Say which column names the rankers, and which were set aside."""
    who = (
        f"Rankers are named by the column '{naming.heading}'."
        if naming
        else ("Rankers are named by their rows.")
    )
    aside = [column.heading or f"column {column.place + 1}" for column in survey.columns
             if column not in question.columns and column != naming]  # fmt: skip
    if not aside:
        return [who]
    more = f" and {len(aside) - 8} more" if len(aside) > 8 else ""
    shown = aside[:8] if more else aside
    listed = ", ".join(shown) + more if more else join_words(shown)
    return [who, f"Set aside: {listed:.400}."]
