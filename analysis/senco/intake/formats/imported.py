"""What an importer hands over: tables of the contract, and an account of the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

COLUMNS: dict[str, list[str]] = {
    "participants": [
        "participant", "role", "role_years", "experience_years", "agreed", "reuse", "placing",
        "lines",
    ],
    "segments": [
        "segment", "participant", "event", "document", "start", "end", "gist", "quotation",
        "consent", "lines",
    ],
    "codes": ["code", "label", "parent", "influence", "definition"],
    "codings": ["segment", "code", "coder", "placing"],
}  # fmt: skip
LABEL_LENGTH, DEFINITION_LENGTH, QUOTATION_LENGTH = 120, 600, 2000


@dataclass(frozen=True)
class ImportReport:
    """How an import went, without a name, a folder or a word of any text.

    Parameters
    ----------
    file : str
        Name of the file.
    origin : str
        The program that wrote it, as far as it is known.
    documents, coders : int
        How many there are.
    reading : str
        How offsets were read; empty where there are none.
    reason : str
        Why they were read so, to follow "because".
    checked, matched : int
        Selections whose names repeat their text, and those of them that the offsets
        find there.
    left_behind : dict of str to int
        What the file holds and the tables do not.
    notes : tuple of str
        What to know or to do.
    """

    file: str
    origin: str
    documents: int
    coders: int
    reading: str = ""
    reason: str = ""
    checked: int = 0
    matched: int = 0
    left_behind: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """Tables of the contract and the report of the import.

    Parameters
    ----------
    participants, segments, codes, codings : DataFrame
        With the contract's columns. Gists are neutral placeholders, quotations
        blank unless they were asked for.
    variables : DataFrame
        Columns participant, variable, value: what the file says of each person.
        It may identify people: for the researcher, not for a page.
    report : ImportReport
        The account.
    """

    participants: pd.DataFrame
    segments: pd.DataFrame
    codes: pd.DataFrame
    codings: pd.DataFrame
    variables: pd.DataFrame
    report: ImportReport


def make_table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a table of the contract, absent cells blank.

    Parameters
    ----------
    name : str
        Such as "segments".
    rows : list of dict
        Cells by column.

    Returns
    -------
    DataFrame
        With the contract's columns, in its order.
    """
    frame = pd.DataFrame(rows, columns=COLUMNS[name], dtype=object)
    for column in frame:
        kind: Literal["Int64", "boolean", "str"] = (
            "Int64" if column in ("start", "end") else "boolean" if column == "consent" else "str"
        )
        frame[column] = frame[column].astype(kind)
    return frame


def write_gist(number: int, document: str, characters: int) -> str:
    """Return a placeholder for a gist that a researcher has still to write.

    Parameters
    ----------
    number : int
        The segment's number in its document.
    document : str
        The document's key.
    characters : int
        Length of the passage.

    Returns
    -------
    str
        Without a word of the passage.

    Examples
    --------
    >>> write_gist(12, "d1", 56)
    'segment 12 of document d1 (56 characters)'
    """
    return f"segment {number} of document {document} ({characters} characters)"
