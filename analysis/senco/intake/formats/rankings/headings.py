"""One, two or three rows of headings: what was asked, and what each column is of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from senco.intake.formats.rankings.layouts import NUMBER, are_rankings
from senco.intake.formats.rankings.metadata import Kind, judge_cells, judge_heading
from senco.intake.formats.rankings.ranks import is_not_ranked, is_rank, read_rank
from senco.intake.formats.signs import tidy
from senco.intake.formats.tabular import Rows, make_table

#: How the third row of headings of one program begins, in each column.
_IDENTIFIER = re.compile(r"\{\s*[\"']+ImportId[\"']+\s*:", re.IGNORECASE)
_ASKED = re.compile(r"[\"']ImportId[\"']{1,4}\s{0,5}:\s{0,5}[\"']{1,4}QID", re.IGNORECASE)
_LEGACY = re.compile(r"V\d{1,3}")
_CODED = re.compile(r"(?P<question>\w{1,200}?)[_.](?P<n>\d{1,4})(?:_RANK)?")
#: A question, and in brackets the item or place that a column is of it.
BRACKETS = re.compile(r"(?P<question>(?:.*\S)?)\s*\[(?P<item>[^\[\]]+)\]", re.DOTALL)
#: A code before the text, where both were asked for: "Q1[SQ001]. Put in order [Rest]".
_BOTH = re.compile(r"\A[A-Za-z]\w{0,60}(?:\[\w{1,60}\])?\.\s{1,5}(?=.*\[)")
_NOUN = r"(?:rank(?:ing)?|place|position|priority|choice|preference)"
_ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
)
_PLACED = re.compile(
    rf"(?P<question>.*?)[\s_/.:-]{{0,5}}(?<![^\W_])(?P<item>{_ORDINAL}[\s_-]{{0,3}}{_NOUN}"
    rf"|{_NOUN}[\s_.#:-]{{0,5}}\d{{1,3}})",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(r"(?P<question>.+?)(?: [-–—] |: )(?P<item>.+)", re.DOTALL)
#: Columns of the one program that writes the path to a question before its name.
_PATHS = ("_id", "_uuid", "_index", "formhub/uuid", "meta/instanceID", "_submission_time", "KEY")


@dataclass(frozen=True)
class Column:
    """A column of a survey's export.

    Parameters
    ----------
    place : int
        From 0.
    heading : str
        As it stands in the first row that says something.
    kind : {"", "ranker", "id", "person", "other"}
        Of a column that the program writes of itself, what it holds.
    question, item : str
        What was asked, and what the column is of it; the question is "" where the heading
        names none.
    code : str
        A short name of the question, where there is one beside its text.
    """

    place: int
    heading: str
    kind: Kind
    question: str
    item: str
    code: str = ""


@dataclass(frozen=True)
class Survey:
    """A table with what its headings say.

    Parameters
    ----------
    columns : tuple of Column
        All of them.
    cells : DataFrame of str
        Columns by place; the index counts rows as a spreadsheet does.
    heads : int
        How many rows of headings there were.
    exported : bool
        Whether a survey program wrote it.
    """

    columns: tuple[Column, ...]
    cells: pd.DataFrame
    heads: int
    exported: bool


def read_survey(rows: Rows, file: str) -> Survey:
    """Return a table with what its headings say.

    Parameters
    ----------
    rows : list of tuple of int and tuple of str
        As `senco.intake.formats.tabular.read_rows` gives them, at least one.
    file : str
        How messages name it.

    Returns
    -------
    Survey
        With one row of headings, unless more are found.

    Raises
    ------
    DataError
        Where there are no rows of data, or one is too long.
    """
    heads = _count_heads(rows)
    width = max(len(cells) for _, cells in rows[:heads])
    texts = [[tidy(cell) for cell in (*cells, *[""] * (width - len(cells)))] for _, cells in
             rows[:heads]]  # fmt: skip
    numbered = (rows[0][0], tuple(f"column {place}" for place in range(width)))
    cells = make_table([numbered, *rows[heads:]], file)
    cells.columns = pd.RangeIndex(cells.shape[1])
    texts = [line[: cells.shape[1]] for line in texts]
    if heads == 1:
        columns, exported = _name_single(texts[0], cells)
    elif _is_coded(texts):
        columns, exported = _name_coded(texts), True
    else:
        columns, exported = _name_double(texts), True
    return Survey(tuple(columns), cells, heads, exported)


def _count_heads(rows: Rows) -> int:
    """Return how many rows are headings."""
    for place, (_, cells) in enumerate(rows[:4]):
        if any(_IDENTIFIER.match(cell.strip()) for cell in cells):
            return place + 1
    if len(rows) < 3:
        return 1
    first, second = ([tidy(cell) for cell in cells] for _, cells in rows[:2])
    pairs = [*zip(first, second, strict=False)]
    if any(_is_named_twice(above, below) for above, below in pairs):
        return 2
    filled = [text for text in second if text]
    if any(NUMBER.fullmatch(text) or is_rank(text) for text in filled):
        return 1
    added = [place for place, (above, below) in enumerate(pairs) if place and below and not above]
    left = any(above and not below for above, below in pairs)
    if added and (left or _hold_ranks(rows[2:], added)):
        return 2
    coded = all(_CODED.fullmatch(text) for text in first) and len(filled) == len(first) > 1
    return 2 if coded and _hold_ranks(rows[2:], [*range(len(first))]) else 1


def _is_named_twice(above: str, below: str) -> bool:
    """Whether a column of the program's own has its name in two rows."""
    known = judge_heading(below)[1]
    return known and (judge_heading(above)[1] or bool(_LEGACY.fullmatch(above)))


def _hold_ranks(rows: Rows, places: Sequence[int]) -> bool:
    texts = [cells[place].strip() for _, cells in rows for place in places if place < len(cells)]
    filled = [text for text in texts if text]
    return bool(filled) and all(is_rank(text) for text in filled)


def _is_coded(texts: list[list[str]]) -> bool:
    """Whether the first row holds codes, and the second what they mean."""
    if len(texts) > 2 or all(_CODED.fullmatch(text) for text in texts[0]):
        return True
    return any(_is_named_twice(*pair) for pair in zip(*texts[:2], strict=True))


def _name_coded(texts: list[list[str]]) -> list[Column]:
    codes, labels = texts[0], texts[min(1, len(texts) - 1)]
    marks = texts[-1] if len(texts) > 2 else [""] * len(codes)
    asked = [bool(_ASKED.search(mark)) for mark in marks]
    columns = []
    for place, (code, label) in enumerate(zip(codes, labels, strict=True)):
        kind = _judge_coded(code, label, bool(marks[place]), asked[place])
        parts = _CODED.fullmatch(code)
        question = parts["question"] if parts else code
        heading = label if kind and label and _LEGACY.fullmatch(code) else code
        columns.append(Column(place, heading, kind, question, label or code, question))
    return _shorten(columns)


def _judge_coded(code: str, label: str, marked: bool, asked: bool) -> Kind:
    kind, certain = judge_heading(code)
    other, sure = judge_heading(label)
    if asked:
        return kind if certain and kind == "other" else ""
    if certain or sure:
        return kind if certain else other
    if _LEGACY.fullmatch(code):
        return other or "other"
    if marked and not asked:
        return kind or other or "other"
    return kind if kind in ("ranker", "id") else ""


def _shorten(columns: list[Column]) -> list[Column]:
    """Leave out what the items of a question have in common: the question's own words."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        groups.setdefault(column.question, []).append(column)
    short: dict[int, Column] = {}
    for group in groups.values():
        common = _find_common([column.item for column in group]) if len(group) > 1 else ""
        text = common.rstrip(" -–—:")
        for column in group:
            item = column.item[len(common) :]
            question = text or column.question
            short[column.place] = Column(
                column.place, column.heading, column.kind, question, item, column.code
            )
    return [short[column.place] for column in columns]


def _find_common(texts: list[str]) -> str:
    """Return the beginning, up to a dash or colon, that texts share."""
    low, high = min(texts), max(texts)
    same = next((n for n in range(len(low)) if low[n] != high[n : n + 1]), len(low))
    ends = [found.end() for found in re.finditer(r"(?<=\s)[-–—]\s+|:\s+", low[:same])]
    return low[: ends[-1]] if ends else ""


def _name_double(texts: list[list[str]]) -> list[Column]:
    """Name columns by a question over its options, written over the first of them alone."""
    columns: list[Column] = []
    question = ""
    for place, (above, below) in enumerate(zip(*texts[:2], strict=True)):
        question = above or (question if below else "")
        kind, certain = judge_heading(above or (below if not question else ""))
        if kind and (certain or not (above and below)):
            columns.append(Column(place, above or below, kind, "", above or below))
        else:
            columns.append(Column(place, below or above, "", question, below or above))
    return columns


def _name_single(headings: list[str], cells: pd.DataFrame) -> tuple[list[Column], bool]:
    judged: list[tuple[Kind, bool]] = [
        ("", False) if BRACKETS.fullmatch(heading) else judge_heading(heading)
        for heading in headings
    ]
    by_cells = [judge_cells(cells[place].tolist()) for place in range(len(headings))]
    known = [named if named[1] or not shown[1] else shown
             for named, shown in zip(judged, by_cells, strict=True)]  # fmt: skip
    known = _keep_items(known, cells)
    exported = any(certain for _, certain in known) or _stand_beside(headings, known)
    paths = exported and any(heading in _PATHS for heading in headings)
    columns = []
    for place, (heading, (kind, certain)) in enumerate(zip(headings, known, strict=True)):
        kept: Kind = kind if certain or exported or (kind in ("ranker", "id") and not place) else ""
        question, item = ("", heading) if kept else _split(heading, paths, exported)
        columns.append(Column(place, heading, kept, question, item))
    return (_split_prefixes(columns) if exported else columns), exported


def _keep_items(known: list[tuple[Kind, bool]], cells: pd.DataFrame) -> list[tuple[Kind, bool]]:
    """Take columns of ranks for items, although their headings are words that programs use."""
    filled = [[text for text in cells[place] if not is_not_ranked(text)] for place in cells]
    ranked = [bool(texts) and all(map(is_rank, texts)) for texts in filled]
    kept: list[tuple[Kind, bool]] = [
        ("", False) if one[0] == "person" and ranks else one
        for one, ranks in zip(known, ranked, strict=True)
    ]
    own = [place for place, one in enumerate(kept) if not one[0] and ranked[place]]
    doubtful = [place for place, one in enumerate(kept)
                if one == ("other", False) and ranked[place]]  # fmt: skip
    both = sorted([*own, *doubtful])
    if doubtful and _are_rankings(cells[both]):
        return [("", False) if place in doubtful else one for place, one in enumerate(kept)]
    return kept


def _stand_beside(headings: list[str], known: list[tuple[Kind, bool]]) -> bool:
    """Whether one question has all columns but those that programs may write of themselves."""
    asked = [heading for heading, one in zip(headings, known, strict=True) if not one[0]]
    parts = {_split(heading, False, False)[0] for heading in asked}
    others = sum(kind == "other" for kind, _ in known)
    return len(asked) > 1 and len(parts) == 1 and "" not in parts and others > 0


def _are_rankings(cells: pd.DataFrame) -> bool:
    return are_rankings(cells.map(read_rank).to_numpy(dtype=float))


def _split(heading: str, paths: bool, exported: bool) -> tuple[str, str]:
    """Return the question that a heading names, or "", and what the column is of it."""
    bare = _BOTH.sub("", heading)
    found = BRACKETS.fullmatch(bare)
    if found and found["question"]:
        return found["question"], found["item"]
    placed = _PLACED.fullmatch(heading)
    if placed:
        return placed["question"] or "places", placed["item"]
    if paths and "/" in heading:
        question, _, item = heading.rpartition("/")
        return question, item
    coded = _CODED.fullmatch(heading) if exported else None
    return (coded["question"], heading) if coded else ("", heading)


def _split_prefixes(columns: list[Column]) -> list[Column]:
    """Take what several headings begin with, before a dash or colon, for their question."""
    begun: dict[str, list[Column]] = {}
    for column in columns:
        found = _PREFIX.fullmatch(column.heading)
        if found and not column.kind and not column.question:
            begun.setdefault(found["question"], []).append(column)
    split = {
        column.place: Column(column.place, column.heading, "", question, column.heading)
        for question, group in begun.items()
        if len(group) > 1
        for column in group
    }
    named = [split.get(column.place, column) for column in columns]
    changed = {column.place: column for column in _shorten([*split.values()])}
    return [changed.get(column.place, column) for column in named]
