"""Taguette: highlights and codebook, as it exports them (CSV or XLSX)."""

from __future__ import annotations

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.archive import Source, fail, label_of, read_file
from senco.intake.formats.delimited import decode_text, split_rows
from senco.intake.formats.formulas import find_unsolved
from senco.intake.formats.imported import (
    ADVICE_CODES,
    ADVICE_PEOPLE,
    DEFINITION_LENGTH,
    LABEL_LENGTH,
    QUOTATION_LENGTH,
    Imported,
    ImportReport,
    make_table,
    write_gist,
)
from senco.intake.formats.keys import Pairing, Roster, choose_key, make_key
from senco.intake.formats.spreadsheet import list_rows, open_workbook

HIGHLIGHTS = ("id", "document", "tag", "content")
TAGS = ("tag", "description")
LONGEST_CELL = 2**24
ZIP_START = b"PK\x03\x04"


def load_highlights(
    source: Source,
    label: str | None = None,
    quotations: bool = False,
    coder: str = "coder-1",
    participants: Roster | None = None,
) -> Imported:
    """Read Taguette's highlights.

    Taguette exports one row for each highlight and tag, without offsets and without
    saying who coded: a file is one coder's.

    Parameters
    ----------
    source : Path or bytes
        A CSV or XLSX file, or what it holds.
    label : str, optional
        How messages name it; by default its name.
    quotations : bool
        Whether to hand over the highlighted passages, for the researcher alone.
    coder : str
        Pseudonym of the coder.
    participants : Roster, optional
        Who is who, as far as it is known.

    Returns
    -------
    Imported
        One segment for each highlight; one participant for each document. A tag
        such as "time.cover" is part of the tag "time".

    Raises
    ------
    DataError
        With the file, the row and the column.
    """
    name = label_of(source, label)
    rows = read_rows(source, name, HIGHLIGHTS)
    documents = list(dict.fromkeys(row["document"] for row in rows.values()))
    kinds = [f"document d{n}" for n in range(1, len(documents) + 1)]
    pairings = (participants or Roster()).pair(documents, kinds, name)
    people = [pairing.pseudonym for pairing in pairings]
    codes, keys = _make_codes({row["tag"]: "" for row in rows.values() if row["tag"]})
    places = {each: (f"d{n}", people[n - 1]) for n, each in enumerate(documents, start=1)}
    segments = _list_segments(rows, places, quotations, name)
    codings = [
        {"segment": _segment_key(row), "code": keys[row["tag"]], "coder": coder}
        for row in rows.values()
        if row["tag"]
    ]
    untagged = len(segments) - len({coding["segment"] for coding in codings})
    report = ImportReport(
        name,
        "Taguette",
        len(documents),
        1,
        left_behind={"highlights without a tag": untagged} if untagged else {},
        notes=_write_notes(pairings),
    )
    return Imported(
        make_table("participants", [{"participant": who} for who in dict.fromkeys(people)]),
        make_table("segments", segments),
        codes,
        make_table("codings", codings).drop_duplicates(ignore_index=True),
        pd.DataFrame(columns=["participant", "variable", "value"], dtype="str"),
        report,
    )


def _write_notes(pairings: list[Pairing]) -> tuple[str, ...]:
    return (
        "Each document was taken for a participant.",
        "Who is who: " + "; ".join(map(str, pairings)) + ".",
        ADVICE_PEOPLE,
        ADVICE_CODES,
    )


def _segment_key(row: dict[str, str]) -> str:
    return f"h{make_key(row['id'])}"


def _list_segments(
    rows: dict[int, dict[str, str]],
    places: dict[str, tuple[str, str]],
    quotations: bool,
    label: str,
) -> list[dict[str, object]]:
    """Return one segment for each highlight, numbered within its document."""
    segments: dict[str, dict[str, object]] = {}
    counts: dict[str, int] = {}
    for line, row in rows.items():
        key, passage = _segment_key(row), row["content"]
        document, person = places[row["document"]]
        if key not in segments:
            counts[document] = counts.get(document, 0) + 1
            segments[key] = {
                "segment": key,
                "participant": person,
                "document": document,
                "gist": write_gist(counts[document], document, len(passage)),
                "quotation": (passage[:QUOTATION_LENGTH] or None) if quotations else None,
            }
        elif segments[key]["document"] != document:
            _fail_row(label, line, "id", "a highlight in two documents", "one document")
    return list(segments.values())


def load_tags(source: Source, label: str | None = None) -> pd.DataFrame:
    """Read Taguette's codebook.

    Parameters
    ----------
    source : Path or bytes
        A CSV or XLSX file, or what it holds.
    label : str, optional
        How messages name it; by default its name.

    Returns
    -------
    DataFrame
        The contract's table of codes.

    Raises
    ------
    DataError
        With the file, the row and the column.
    """
    name = label_of(source, label)
    rows = read_rows(source, name, TAGS)
    seen: dict[str, str] = {}
    for line, row in rows.items():
        if not row["tag"]:
            _fail_row(name, line, "tag", "nothing", "the tag's name")
        if row["tag"] in seen:
            _fail_row(name, line, "tag", "a tag that stands twice", "each tag once")
        seen[row["tag"]] = row["description"]
    return _make_codes(seen)[0]


def _make_codes(tags: dict[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the table of codes and each tag's key; missing parents are added."""
    paths: dict[tuple[str, ...], str | None] = {}
    for tag in tags:
        parts = [part for part in tag.split(".") if part.strip()] or [tag]
        if paths.get(tuple(parts)) is not None:  # "time." beside "time" is a tag of its own
            parts = [tag]
        for depth in range(1, len(parts) + 1):
            paths.setdefault(tuple(parts[:depth]), None)
        paths[tuple(parts)] = tag
    taken: set[str] = set()
    keys: dict[tuple[str, ...], str] = {}
    rows = []
    for path in sorted(paths, key=len):
        keys[path] = choose_key([make_key(path[-1]), make_key("-".join(path))], taken, "code")
        rows.append(
            {
                "code": keys[path],
                "label": path[-1].strip()[:LABEL_LENGTH],
                "parent": keys.get(path[:-1]),
                "definition": tags.get(paths[path] or "", "")[:DEFINITION_LENGTH] or None,
            }
        )
    return make_table("codes", rows), {tag: keys[path] for path, tag in paths.items() if tag}


def read_rows(source: Source, label: str, columns: tuple[str, ...]) -> dict[int, dict[str, str]]:
    """Return the rows of a CSV or XLSX file, by row number and heading.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.
    columns : tuple of str
        Headings that must stand there; others are passed over.

    Returns
    -------
    dict of int to dict of str to str
        Cells without white space at their ends, by the row as a spreadsheet numbers
        it; empty rows are left out.

    Raises
    ------
    DataError
        Where a heading is missing, or there is no row.
    """
    content = read_file(source, label)
    table = _read_xlsx(content, label) if content[:4] == ZIP_START else _read_csv(content, label)
    headings = [heading.strip().casefold() for heading in (table[0] if table else [])]
    for column in columns:
        if column not in headings:
            allowed = "the headings " + ", ".join(columns)
            near = [word for word in headings if suggest(word, [column])]
            remedy = suggest(near[0], [column]) if near else "Export it from Taguette again."
            raise DataError([Finding(label, f"no column '{column}'", allowed, 1, column, remedy)])
    places = {column: headings.index(column) for column in columns}
    rows = {
        line: {
            name: (row[place] if place < len(row) else "").strip() for name, place in places.items()
        }
        for line, row in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in row)
    }
    if not rows:
        fail(label, "no row below the headings", "at least one")
    for line, row in rows.items():
        if not row[columns[0]]:
            _fail_row(label, line, columns[0], "nothing", "a value")
    return rows


def _fail_row(label: str, row: int, column: str, found: str, allowed: str) -> None:
    raise DataError(
        [Finding(label, found, allowed, row, column, "Export it from Taguette once more.")]
    )


def _read_csv(content: bytes, label: str) -> list[list[str]]:
    text, _ = decode_text(content, label, ("utf-8",), "Export it from Taguette again.")
    return [list(cells) for _, cells in split_rows(text, label, ",", LONGEST_CELL)]


def _read_xlsx(content: bytes, label: str) -> list[list[str]]:
    """Return the first sheet's cells as text; formulas are not run."""
    book = open_workbook(content, label)
    unsolved = find_unsolved(book, label, only_first=True)
    if unsolved:
        raise DataError(unsolved)
    return [
        ["" if cell is None else str(cell) for cell in row]
        for _, row in list_rows(book.load()[0], label)
    ]
