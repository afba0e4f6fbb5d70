"""What an importer hands over: tables of the contract, and an account of the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from senco.cohort.contract import fields_of
from senco.cohort.loading import load_contract
from senco.workspace.paths import find_study

#: What a column is, by the contract's word for its type; else text.
_KINDS: dict[str, Literal["Int64", "boolean", "str"]] = {
    "integer": "Int64",
    "boolean": "boolean",
}
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


def find_fields(name: str) -> dict[str, dict[str, Any]]:
    """Return what the contract says of a table's columns.

    Parameters
    ----------
    name : str
        Such as "segments".

    Returns
    -------
    dict of str to dict
        The descriptors, by column, in its order.
    """
    return fields_of(load_contract(find_study())[name])


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
    fields = find_fields(name)
    frame = pd.DataFrame(rows, columns=list(fields), dtype=object)
    for column, descriptor in fields.items():
        frame[column] = frame[column].astype(_KINDS.get(descriptor["type"], "str"))
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
