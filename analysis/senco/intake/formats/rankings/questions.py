"""Which of a survey's questions is a ranking, and in which way it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from senco.errors import DataError
from senco.intake.formats.rankings.headings import Column, Survey
from senco.intake.formats.rankings.layouts import (
    Layout,
    ask,
    fit_rankings,
    is_run,
    read_count,
    read_place,
)
from senco.intake.formats.rankings.lists import Lists, read_lists
from senco.intake.formats.rankings.ranks import is_not_ranked, is_rank, read_rank
from senco.intake.formats.sheet import simplify
from senco.intake.formats.tabular import refuse
from senco.text.words import join_words

#: Whether a question is a ranking for certain, nearly, or may be one if the user says so.
Certainty = Literal["sure", "near", "ask"]


@dataclass(frozen=True)
class Question:
    """Columns that may be a ranking.

    Parameters
    ----------
    title : str
        How messages name it.
    names : tuple of str
        By what a user may choose it.
    columns : tuple of Column
        Those of an item or of a place each, or one that holds lists.
    layout : {"people", "places", "list"}
        How it is kept.
    certainty : {"sure", "near", "ask"}
        Whether it is a ranking.
    places : tuple of int
        Of columns that are places, which.
    lists : Lists, optional
        What the cells hold.
    """

    title: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    layout: Layout
    certainty: Certainty
    places: tuple[int, ...] = ()
    lists: Lists | None = None


def list_questions(
    survey: Survey, layout: Layout | None, labels: Mapping[str, str], file: str
) -> list[Question]:
    """Return the questions that are rankings, or may be.

    Parameters
    ----------
    survey : Survey
        The table.
    layout : {"people", "items", "places", "long", "list"}, optional
        What the user says it is.
    labels : mapping of str to str
        What items may be, by code.
    file : str
        How messages name it.

    Returns
    -------
    list of Question
        In the order of the columns.

    Raises
    ------
    DataError
        Where numbered columns may be places or items.
    """
    groups: dict[str, list[Column]] = {}
    for column in survey.columns:
        if not column.kind:
            groups.setdefault(column.question, []).append(column)
    found: list[Question] = []
    for question, columns in groups.items():
        rest = columns
        if question and len(columns) > 1:
            if _are_ticks(columns, survey.cells):
                continue
            one = _judge_group(question, columns, survey.cells, layout, file)
            found += [one] if one else []
            if one:
                continue
        elif not question:
            ranked = [column for column in columns if _is_ranked(survey.cells[column.place])]
            one = _judge_ranks("", ranked, survey.cells) if len(ranked) > 1 else None
            found += [one] if one and layout in (None, "people") else []
            rest = [column for column in columns if one is None or column not in ranked]
        if layout in (None, "list"):
            lists = (_judge_list(column, survey, labels) for column in rest)
            found += [one for one in lists if one and not _is_split(one, groups)]
    return found


def _judge_group(
    question: str, columns: list[Column], cells: pd.DataFrame, layout: Layout | None, file: str
) -> Question | None:
    places = [read_place(column.item) for column in columns]
    counts = [read_count(column.item) for column in columns]
    texts = _list_texts(columns, cells)
    numeric = bool(texts) and all(map(is_rank, texts))
    if layout == "places" or (layout is None and is_run(places) and texts):
        run = next((run for run in (places, counts) if is_run(run)), [*range(1, len(columns) + 1)])
        return _make(question, columns, "places", "sure", [n or 0 for n in run])
    if layout is None and is_run(counts) and texts:
        if not numeric:
            return _make(question, columns, "places", "sure", [n or 0 for n in counts])
        if columns[0].code == "":
            heading = columns[0].heading
            raise ask(file, f"the headings {heading[:60]!r} and on, which may be places or "
                      "numbered items", "people", "places")  # fmt: skip
    if layout in ("list", "items", "long"):
        return None
    return _judge_ranks(question, columns, cells)


def _judge_ranks(question: str, columns: list[Column], cells: pd.DataFrame) -> Question | None:
    """Return a question with a rank in each cell, as far as its cells are ranks."""
    texts = _list_texts(columns, cells)
    if not texts or sum(map(is_rank, texts)) * 2 < len(texts):
        return None
    block = cells[[column.place for column in columns]].map(read_rank).to_numpy(dtype=float)
    block = np.where(block == 0, np.nan, block)
    filled = block[~np.isnan(block).all(axis=1)]
    if not len(filled) or (~np.isnan(filled)).sum(axis=1).max() < 2:
        return None
    fits = fit_rankings(filled)
    whole = bool(fits.all()) and all(map(is_rank, texts))
    near = fits.mean() > 1 / 3 or not question
    certainty: Certainty = "sure" if whole else "near" if near else "ask"
    return _make(question, columns, "people", certainty)


def _make(
    question: str,
    columns: list[Column],
    layout: Layout,
    certainty: Certainty,
    places: Sequence[int] = (),
    lists: Lists | None = None,
) -> Question:
    title = question
    if not question or question == "places":
        title = join_words([column.heading for column in columns[:3]])
        title = f"{title} and so on" if len(columns) > 3 else title
    names = (question, title, *(column.code for column in columns[:1]))
    names += (columns[0].heading, columns[0].item) if len(columns) == 1 else ()
    return Question(title, names, tuple(columns), layout, certainty, tuple(places), lists)


def _judge_list(column: Column, survey: Survey, labels: Mapping[str, str]) -> Question | None:
    words = f"{column.question} {column.heading} {column.item}"
    lists = read_lists(survey.cells[column.place].tolist(), words, labels)
    if lists is None:
        return None
    certainty: Certainty = "ask" if lists.doubt else "sure"
    title = column.item if column.code else column.heading
    return _make(title, [column], "list", certainty, lists=lists)


def _list_texts(columns: Sequence[Column], cells: pd.DataFrame) -> list[str]:
    """Return the cells that say something."""
    return [
        str(text) for column in columns for text in cells[column.place] if not is_not_ranked(text)
    ]


def _is_ranked(column: pd.Series) -> bool:
    """Whether at least half of a column's cells are ranks."""
    filled = [text for text in column if not is_not_ranked(text)]
    return bool(filled) and sum(map(is_rank, filled)) * 2 >= len(filled)


def _are_ticks(columns: Sequence[Column], cells: pd.DataFrame) -> bool:
    """Whether columns say of each option whether it was chosen."""
    return {text.casefold() for text in _list_texts(columns, cells)} <= {"0", "1", "true", "false"}


def _is_split(question: Question, groups: Mapping[str, list[Column]]) -> bool:
    """Whether a column for each option stands beside the lists, as of boxes that were ticked."""
    return len(groups.get(question.columns[0].heading, ())) > 1


def check_rest(survey: Survey, question: Question, file: str) -> None:
    """Raise an error where other columns may belong to the ranking.

    Parameters
    ----------
    survey : Survey
        The table.
    question : Question
        The one that was chosen, though not by the user.
    file : str
        How messages name it.

    Raises
    ------
    DataError
        Where all rows are rankings with those columns too.
    """
    places = [column.place for column in question.columns]
    shared = Counter(column.question for column in survey.columns if column.question)
    rest = [
        column
        for column in survey.columns
        if not column.kind
        and column.place not in places
        and shared[column.question] < 2  # those of a question of several columns are not meant
        and _is_ranked(survey.cells[column.place])
    ]
    if not rest or question.layout == "list":
        return
    if question.layout == "places":
        if all(map(is_rank, _list_texts(question.columns, survey.cells))):
            found = f"numbers in columns of places, and in {rest[0].heading[:40]!r}"
            raise ask(file, found, "people", "places")
        return
    wide = survey.cells[[*places, *(column.place for column in rest)]].map(read_rank)
    if fit_rankings(wide.to_numpy(dtype=float)).all():
        names = join_words([repr(column.heading[:40]) for column in rest[:3]])
        raise refuse(file, f"ranks in {question.title[:60]!r}, and in {names}, which may belong to "
                     "them", "one ranking", remedy="If they do not, add: --question "
                     f"{question.title[:40]!r}; if they do: --layout people, and leave out other "
                     "columns.")  # fmt: skip


def choose_question(
    found: list[Question], wanted: str | None, file: str, exported: bool
) -> Question:
    """Return the question that is the ranking.

    Parameters
    ----------
    found : list of Question
        As `list_questions` gives them.
    wanted : str, optional
        The question, or a part of its words, as the user says it.
    file : str
        How messages name it.
    exported : bool
        Whether a survey program wrote the file.

    Returns
    -------
    Question
        The one.

    Raises
    ------
    DataError
        Where there is none, or there are several.
    """
    if wanted is not None:
        found = _choose_wanted(found, wanted, file)
    named = found if wanted is not None else [one for one in found if one.certainty == "sure"]
    near = [one for one in found if one.certainty == "near"]
    candidates = named or near
    rivals = [*named, *(one for one in near if one.title and one not in named and named and
                        one.layout == "people" and one.columns[0].question)]  # fmt: skip
    if len(candidates) == 1 and len(rivals) < 2:
        return candidates[0]
    if len(candidates) > 1 or len(rivals) > 1:
        raise _refuse_several(rivals if len(rivals) > 1 else candidates, file)
    raise _refuse_none(found, file, exported)


def _choose_wanted(found: list[Question], wanted: str, file: str) -> list[Question]:
    word = simplify(wanted)
    exact = [one for one in found if word in map(simplify, one.names)]
    part = [one for one in found if word and any(word in simplify(name) for name in one.names)]
    if not word or not (exact or part):
        known = "; ".join(repr(one.title[:80]) for one in found) or "no ranking"
        raise refuse(f"--question, {file}", repr(wanted[:60]), f"one of {known}",
                     remedy="Give the words of the question, or some of them.")  # fmt: skip
    return exact or part


def _refuse_several(candidates: list[Question], file: str) -> DataError:
    titles = "; ".join(repr(one.title[:80]) for one in candidates)
    return refuse(file, f"{len(candidates)} questions that may be rankings: {titles}",
                  "one at a time", remedy=(
                      "Choose one: --question with its words, or some of them, such as "
                      f"--question {candidates[0].title[:40]!r}."
                  ))  # fmt: skip


def _refuse_none(found: list[Question], file: str, exported: bool) -> DataError:
    if len(found) == 1:
        one = found[0]
        doubt = one.lists.doubt if one.lists else "the numbers of most rows are not a ranking"
        return refuse(file, f"{one.title[:80]!r}, which may not be a ranking: {doubt}",
                      "ranks, or lists in order", remedy="If it is a ranking, add: --question "
                      f"{one.title[:40]!r}.")  # fmt: skip
    if found:
        return _refuse_several(found, file)
    allowed = (
        "a column for each item with ranks, a column for each place with items, or an ordered "
        "list in a cell"
    )
    remedy = (
        "Leave the other columns out, or give the layout of the ranking: --layout people, "
        "items, places, long or list."
    )
    return refuse(file, "a survey's export without a ranking" if exported else "no ranking",
                  allowed, remedy=remedy)  # fmt: skip
