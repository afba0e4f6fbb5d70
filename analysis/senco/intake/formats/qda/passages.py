"""Coded passages, as tables and databases list them, as tables of the contract."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from senco.intake.formats.imported import (
    ADVICE_CODES,
    ADVICE_PEOPLE,
    DEFINITION_LENGTH,
    LABEL_LENGTH,
    QUOTATION_LENGTH,
    Document,
    Imported,
    ImportReport,
    make_table,
    take_fingerprint,
    write_gist,
)
from senco.intake.formats.keys import Pairing, Roster, choose_key, make_key
from senco.intake.formats.signs import tidy

#: A code by its name and the names above it, from the top.
CodePath = tuple[str, ...]
#: What programs call a coder who gave no name: no sign that two are one.
NAMELESS = frozenset({"", "default", "unknown", "admin"})


@dataclass(frozen=True)
class Passage:
    """One passage and the codes that one coder gave it.

    Parameters
    ----------
    document : str
        What the file calls its text.
    text : str
        What it says; empty where that is not told.
    codes : tuple of tuple of str
        Each code from the top; none where it has no code.
    coder : str
        What the file calls the coder.
    place : tuple of int, optional
        Its first character and the one after its last, where they are known.
    mark : hashable, optional
        What tells it from other passages of its text, where that is not its place.
    participant : str
        Whose it is, where that is known otherwise than by the text.
    key : str
        The segment's key, where the file has one.
    """

    document: str
    text: str
    codes: tuple[CodePath, ...]
    coder: str = ""
    place: tuple[int, int] | None = None
    mark: Hashable = None
    participant: str = ""
    key: str = ""


@dataclass(frozen=True)
class Source:
    """What is known of a file beside its passages.

    Parameters
    ----------
    label : str
        How messages name it.
    program : str
        Which program wrote it.
    documents : mapping of str to str
        The fingerprint of each text, by what the file calls it; empty where it is not there.
    definitions : mapping of tuple of str to str
        What each code means, of those that are listed apart.
    left_behind : mapping of str to int
        As in `ImportReport`.
    notes : tuple of str
        What to know.
    lengths : mapping of str to int
        Characters of each text that is there, by what the file calls it.
    """

    label: str
    program: str
    documents: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[CodePath, str] = field(default_factory=dict)
    left_behind: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)


def tabulate(
    source: Source,
    passages: Sequence[Passage],
    roster: Roster | None = None,
    quotations: bool = False,
) -> Imported:
    """Return passages as tables of the contract.

    Parameters
    ----------
    source : Source
        The file.
    passages : sequence of Passage
        In its order.
    roster : Roster, optional
        Who is who, as far as it is known. A text is a participant, unless its passages have
        one.
    quotations : bool
        Whether to hand over the passages, for the researcher alone.

    Returns
    -------
    Imported
        One segment for each passage, whoever coded it.

    Raises
    ------
    DataError
        Where it is not known who somebody is.
    """
    names = [*dict.fromkeys([*source.documents, *(each.document for each in passages)])]
    documents = {
        name: Document(
            f"d{n}", "", name, source.documents.get(name, ""), source.lengths.get(name, 0)
        )
        for n, name in enumerate(names, start=1)
    }
    alone = dict.fromkeys(each.document for each in passages if not each.participant)
    kinds = [f"document {documents[name].key}" for name in alone]
    pairings = (roster or Roster()).pair([*alone], kinds, source.label)
    people = {name: pairing.pseudonym for name, pairing in zip(alone, pairings, strict=True)}
    table, keys = make_codes([code for each in passages for code in each.codes], source.definitions)
    coders = _name_coders(passages)
    rows, marks, codings = _list_segments(passages, documents, people, keys, coders, quotations)
    uncoded = len(rows) - len({segment for segment, _, _ in codings})
    left = {**source.left_behind, "passage(s) without a code": uncoded}
    used = {coder for _, _, coder in codings}
    listed = [dict(zip(("segment", "code", "coder"), row, strict=True)) for row in codings]
    everybody = [{"participant": who} for who in _list_people(passages, people)]
    return Imported(
        make_table("participants", everybody),
        make_table("segments", rows),
        table,
        make_table("codings", listed),
        pd.DataFrame(columns=["participant", "variable", "value"], dtype="str"),
        ImportReport(
            source.label, source.program, len(documents), len(used),
            left_behind={kind: number for kind, number in left.items() if number},
            notes=(*source.notes, *_write_notes(pairings), ADVICE_PEOPLE, ADVICE_CODES),
        ),
        tuple(documents.values()),
        tuple(marks),
        {coders[name]: _identify(name) for name in coders if coders[name] in used},
    )  # fmt: skip


def _name_coders(passages: Iterable[Passage]) -> dict[str, str]:
    names = dict.fromkeys(tidy(each.coder).casefold() for each in passages if each.codes)
    return {name: f"coder-{n}" for n, name in enumerate(names, start=1)}


def _identify(name: str) -> str:
    return "" if name in NAMELESS else f"name:{name}"


def _list_people(passages: Iterable[Passage], people: Mapping[str, str]) -> list[str]:
    return [*dict.fromkeys(each.participant or people[each.document] for each in passages)]


def _write_notes(pairings: list[Pairing]) -> list[str]:
    if not pairings:
        return []
    who = "; ".join(map(str, pairings))
    return ["Each document was treated as a participant.", f"Who is who: {who}."]


def _list_segments(
    passages: Iterable[Passage],
    documents: Mapping[str, Document],
    people: Mapping[str, str],
    keys: Mapping[CodePath, str],
    coders: Mapping[str, str],
    quotations: bool,
) -> tuple[list[dict[str, object]], list[tuple[str, int]], list[tuple[str, str, str]]]:
    """Return one segment for each passage, numbered within its text, and who gave which code."""
    rows: list[dict[str, object]] = []
    marks: list[tuple[str, int]] = []
    codings: dict[tuple[str, str, str], None] = {}
    known: dict[tuple[Hashable, ...], str] = {}
    counts: dict[str, int] = {}
    for each in passages:
        document = documents[each.document].key
        who = each.participant or people[each.document]
        mark = (document, who, each.place or each.mark or each.text)
        if mark not in known:
            number = counts[document] = counts.get(document, 0) + 1
            known[mark] = each.key or f"{document}-s{number}"
            start, end = each.place or (None, None)
            length = len(each.text) if start is None or end is None else end - start
            marks.append((take_fingerprint(each.text), length))
            rows.append(
                {
                    "segment": known[mark], "participant": who, "document": document,
                    "start": start, "end": end, "gist": write_gist(number, document, length),
                    "quotation": (each.text[:QUOTATION_LENGTH] or None) if quotations else None,
                }
            )  # fmt: skip
        coder = coders.get(tidy(each.coder).casefold(), "")
        codings |= {(known[mark], keys[code], coder): None for code in each.codes}
    return rows, marks, [*codings]


def make_codes(
    paths: Iterable[CodePath], definitions: Mapping[CodePath, str]
) -> tuple[pd.DataFrame, dict[CodePath, str]]:
    """Return codes as the contract's table; those above them are added.

    Parameters
    ----------
    paths : iterable of tuple of str
        Codes from the top.
    definitions : mapping of tuple of str to str
        Further codes, with what they mean.

    Returns
    -------
    codes : DataFrame
        Those above come first.
    keys : dict of tuple of str to str
        The key of each.
    """
    every = {
        path[:depth]: None for path in [*definitions, *paths] for depth in range(1, len(path) + 1)
    }
    taken: set[str] = set()
    keys: dict[CodePath, str] = {}
    rows = []
    for path in sorted(every, key=len):
        keys[path] = choose_key([make_key(path[-1]), make_key("-".join(path))], taken, "code")
        rows.append(
            {
                "code": keys[path],
                "label": path[-1].strip()[:LABEL_LENGTH],
                "parent": keys.get(path[:-1]),
                "definition": tidy(definitions.get(path, ""))[:DEFINITION_LENGTH] or None,
            }
        )
    return make_table("codes", rows), keys
