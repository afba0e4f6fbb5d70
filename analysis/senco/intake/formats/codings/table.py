"""One table of codings, in whichever layout it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from senco.errors import DataError, Finding, suggest
from senco.intake.formats.codings.columns import are_alike, has_no_headings, read_columns
from senco.intake.formats.codings.headings import (
    LAYOUTS,
    Layout,
    find_columns,
    find_layout,
    is_by_paragraph,
)
from senco.intake.formats.codings.segments import convert_places, convert_segments
from senco.intake.formats.tabular import check_headings, read_cells, refuse
from senco.text.words import count_words

_BY_PARAGRAPH = (
    "Beginning and end count paragraphs here, so passages in the same paragraphs were treated "
    "as the same segment; for characters, export the project as REFI-QDA (.qdpx)."
)


@dataclass(frozen=True)
class CodingTable:
    """Who gave which code to what.

    Parameters
    ----------
    layout : {"segments", "places", "columns"}
        How the file is laid out.
    codings : DataFrame of str
        Columns segment, code, coder, and participant where the file has it; empty where
        coders have a column each.
    segments : DataFrame, optional
        Columns segment and document, and start and end where the file gives them.
    seen : DataFrame, optional
        Columns segment and coder (and participant): what a coder saw and gave no code.
    lengths : mapping of str to int
        Characters of documents, where the file gives them.
    labels : DataFrame of str, shape (n_units, n_coders), optional
        Where coders have a column each.
    notes : tuple of str
        What was concluded.
    """

    layout: Layout
    codings: pd.DataFrame
    segments: pd.DataFrame | None = None
    seen: pd.DataFrame | None = None
    lengths: Mapping[str, int] = field(default_factory=dict)
    labels: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()

    def keep_documents(self, names: Sequence[str], file: str) -> CodingTable:
        """Return the codings of only some documents.

        Parameters
        ----------
        names : sequence of str
            Which; all of them where there is none.
        file : str
            How messages name the file.

        Returns
        -------
        CodingTable
            The rest is as it was.

        Raises
        ------
        DataError
            Where a document is not there, or it is not known where a segment stands.
        """
        if not names:
            return self
        if self.segments is None or "document" not in self.segments:
            raise refuse(
                file,
                "no column 'document'",
                "the document of each segment",
                remedy="Leave out --document, or add the column.",
            )
        there = self.segments["document"].astype(str)
        unknown = [name for name in names if name not in set(there)]
        if unknown:
            listed = ", ".join(sorted(set(there))[:12])
            raise refuse(file, f"no document '{unknown[0]:.40}'", f"one of {listed}")
        segments = self.segments[there.isin(names)]
        kept = set(segments["segment"])
        seen = None if self.seen is None else self.seen[self.seen["segment"].isin(kept)]
        codings = self.codings[self.codings["segment"].isin(kept)]
        return replace(self, codings=codings, segments=segments, seen=seen)


def read_codings(path: str | Path, layout: str | None = None) -> CodingTable:
    """Read who gave which code to what.

    Parameters
    ----------
    path : str or Path
        CSV or Excel with the columns segment, code and coder, one row a code given, and a
        blank code where a coder saw the segment and gave it none; or document, start, end,
        code and coder (QualCoder's fid, pos0, pos1, code_name and owner among others); or
        a column for each coder and a row for each unit.
    layout : {"segments", "places", "columns"}, optional
        Which of the three; by default the headings show it.

    Returns
    -------
    CodingTable
        The codings.

    Raises
    ------
    DataError
        With the place of everything that cannot be read, or how to say the layout.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = [["s1", "time", "ann"], ["s1", "", "ben"]]
    >>> kept = pd.DataFrame(rows, columns=["segment", "code", "coder"])
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "codings.csv"
    ...     kept.to_csv(path, index=False)
    ...     table = read_codings(path)
    >>> table.layout, table.seen.to_numpy().tolist()
    ('segments', [['s1', 'ben']])
    """
    place = Path(path)
    cells = read_cells(place)
    chosen = _choose_layout(cells, place.name) if layout is None else _check_layout(layout)
    if chosen == "columns":
        labels, notes = read_columns(cells, place.name)
        blank = pd.DataFrame(columns=["segment", "code", "coder"], dtype=object)
        return CodingTable(chosen, blank, labels=labels, notes=tuple(notes))
    check_headings(cells, place.name)
    headings = [str(name) for name in cells.columns]
    found = find_layout(headings, place.name)
    if chosen == "places":
        if found != "places":
            allowed = "the columns document, start, end, code and coder"
            raise refuse(place.name, "other headings", allowed, row=1, remedy="Use these names.")
        return _keep_places(convert_places(cells, place.name), place.name)
    table = _keep_segments(convert_segments(cells, place.name), place.name)
    if not is_by_paragraph(find_columns(headings)):
        return table
    return replace(table, notes=(_BY_PARAGRAPH, *table.notes))


def _choose_layout(cells: pd.DataFrame, file: str) -> Layout:
    """Return the layout that the headings, and what stands under them, show."""
    headings = [str(name) for name in cells.columns]
    where = find_columns(headings)
    if has_no_headings(cells):
        return "columns"
    if not {"segment", "code", "coder"} & set(where) and are_alike(cells):
        return "columns"
    check_headings(cells, file)
    found = find_layout(headings, file)
    if found == "places" and "segment" in where and (cells[where["start"]] == "").any():
        return "segments"  # not every segment has a place
    return found


def load_codings(path: str | Path) -> pd.DataFrame:
    """Read who gave which code to which passage, and nothing else.

    Parameters
    ----------
    path : str or Path
        As for `read_codings`, but not with a column for each coder.

    Returns
    -------
    DataFrame of str
        Columns segment, code, coder, and participant where the file has it, in the order
        of the file.

    Raises
    ------
    DataError
        As `read_codings` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> kept = pd.DataFrame({"segment": ["s1", "s1"], "code": "time", "coder": ["ann", "ben"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "codings.csv"
    ...     kept.to_csv(path, index=False)
    ...     codings = load_codings(path)
    >>> codings.to_numpy().tolist()
    [['s1', 'time', 'ann'], ['s1', 'time', 'ben']]
    """
    table = read_codings(path)
    if table.layout == "columns":
        raise refuse(Path(path).name, "a column for each coder", "a row for each code given")
    return table.codings


def _check_layout(layout: str) -> Layout:
    for known in LAYOUTS:
        if layout == known:
            return known
    hint = suggest(layout, LAYOUTS)
    raise refuse("--layout", f"'{layout:.40}'", "one of " + ", ".join(LAYOUTS), remedy=hint)


def _keep_segments(rows: pd.DataFrame, file: str) -> CodingTable:
    keys = [name for name in ("segment", "code", "coder", "participant") if name in rows]
    unseen = rows["code"] == ""
    if unseen.all():
        raise refuse(file, "no code in any row", "a code where a coder gave one")
    seen = rows.loc[unseen, [name for name in keys if name != "code"]].reset_index(drop=True)
    told = "document" in rows and (rows["document"] != "").all()
    segments = rows[["segment", "document"]].drop_duplicates() if told else None
    notes = []
    if len(seen):
        number = count_words(len(seen), "row")
        verb = "has" if len(seen) == 1 else "have"
        notes.append(f"{number[:1].upper()}{number[1:]} {verb} no code: the coder saw the segment "
                     "and gave it none.")  # fmt: skip
    return CodingTable(
        "segments",
        rows.loc[~unseen, keys].reset_index(drop=True),
        segments,
        seen if len(seen) else None,
        notes=tuple(notes),
    )


def _keep_places(rows: pd.DataFrame, file: str) -> CodingTable:
    keys = [name for name in ("segment", "code", "coder", "participant") if name in rows]
    lengths: dict[str, int] = {}
    if "length" in rows:
        sizes = rows[["document", "length"]].drop_duplicates()
        twice = sizes.loc[sizes["document"].duplicated(), "document"]
        if len(twice):
            finding = Finding(
                file,
                f"two lengths of the document '{twice.iloc[0][:40]}'",
                "one",
                remedy="Correct it.",
            )
            raise DataError([finding])
        lengths = {str(name): int(size) for name, size in sizes.itertuples(index=False)}
    first = rows.iloc[0]
    note = (
        f"Places are read as the first character, counted from 0, and the one after the last: "
        f"the first row is {first['end'] - first['start']} characters long."
    )
    segments = rows[["segment", "document", "start", "end"]].drop_duplicates()
    return CodingTable("places", rows[keys], segments, lengths=lengths, notes=(note,))
