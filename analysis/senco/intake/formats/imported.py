"""What an importer hands over: tables of the contract, and an account of the import."""

from __future__ import annotations

import hashlib
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
#: What is left to do after an import: said once, however many files there are.
ADVICE_PEOPLE = "Check each participant's role and years: fill in what is blank."
ADVICE_CODES = "Give each code its key influence, and write a gist for each segment."


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
        What the file holds and the tables do not: "memo(s)" and the like, with "(s)" where
        several of them have an s.
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
class Document:
    """A text of which passages are coded, as it is compared with those of other files.

    Parameters
    ----------
    key : str
        Its key among the segments.
    guid : str
        What the file knows it by; empty where there is nothing.
    name : str
        What the file calls it; it may be a person's name, and is for comparing alone.
    fingerprint : str
        As from `take_fingerprint`; empty where the file holds no text.
    length : int
        Its characters; 0 where they are not known.
    """

    key: str
    guid: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    fingerprint: str = field(default="", repr=False)
    length: int = 0


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
    documents : tuple of Document
        The texts, in the order of their keys.
    passages : tuple of tuple of str and int
        The fingerprint of each segment's passage, which tells highlights without places
        apart, and how many characters it has; in the order of the segments.
    coders : dict of str to str
        What the file knows each coder by, by pseudonym.
    """

    participants: pd.DataFrame
    segments: pd.DataFrame
    codes: pd.DataFrame
    codings: pd.DataFrame
    variables: pd.DataFrame
    report: ImportReport
    documents: tuple[Document, ...] = ()
    passages: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    coders: dict[str, str] = field(default_factory=dict, repr=False)


def take_fingerprint(text: str) -> str:
    r"""Return what tells one text from another, and nothing of what it says.

    Parameters
    ----------
    text : str
        A text, whose line ends and white space at the end do not count.

    Returns
    -------
    str
        Empty for a text in which nothing stands.

    Examples
    --------
    >>> take_fingerprint("One.\r\nTwo.") == take_fingerprint("One.\nTwo.\n")
    True
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest() if plain else ""


def write_left(kind: str, number: int) -> str:
    """Return how many of a kind were left behind.

    Parameters
    ----------
    kind : str
        As in `ImportReport.left_behind`.
    number : int
        At least 1.

    Returns
    -------
    str
        In plain words.

    Examples
    --------
    >>> write_left("audio recording(s) without a transcript", 1), write_left("memo(s)", 2)
    ('1 audio recording without a transcript', '2 memos')
    """
    return f"{number:,} {kind.replace('(s)', '' if number == 1 else 's')}"


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
