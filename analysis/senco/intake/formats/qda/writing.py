"""Coded passages written for other programs: as a REFI-QDA project, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import pandas as pd

from senco.intake.formats.archive import pack_zip
from senco.intake.formats.qda.codebook import CONTROLS, add_codes, list_code_paths, name_code
from senco.intake.formats.signs import tidy

NAMESPACE = "urn:QDA-XML:project:1.0"
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class _Line:
    """A segment as it stands in the text that is written."""

    segment: str
    participant: str
    said: str
    start: int


def list_codings(tables: Tables) -> pd.DataFrame:
    """Return a row for each code that a coder gave a segment.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A cohort's segments, codes and codings.

    Returns
    -------
    DataFrame
        Columns segment, code, coder, participant, document, start, end, gist and path: the
        code's label after those above it, as in "Time > Cover". A segment without a code has a
        row without one.
    """
    segments, codings = tables["segments"], tables["codings"]
    columns = ["segment", "participant", "document", "start", "end", "gist"]
    there = segments.reindex(columns=columns)
    rows = there.merge(codings[["segment", "code", "coder"]], on="segment", how="left")
    rows["path"] = rows["code"].map(list_code_paths(tables["codes"]))
    return rows[["segment", "code", "coder", *columns[1:], "path"]]


def write_project(tables: Tables) -> bytes:
    """Return coded passages as a REFI-QDA project (`.qdpx`).

    Parameters
    ----------
    tables : mapping of str to DataFrame
        A cohort's segments, codes and codings.

    Returns
    -------
    bytes
        The same for the same tables. A cohort does not hold its texts: each document has the
        gists of its segments, one a line, and each line is a selection.

    Raises
    ------
    DataError
        Where a code's parent is not a code.
    """
    lines = _list_lines(tables["segments"])
    root = ElementTree.Element(
        "Project", {"xmlns": NAMESPACE, "name": "codings", "origin": "senco"}
    )
    users = ElementTree.SubElement(root, "Users")
    coders = dict.fromkeys(tables["codings"]["coder"]) or {"coder-1": None}
    for coder in coders:
        ElementTree.SubElement(users, "User", {"guid": _name("user", coder), "name": str(coder)})
    if len(tables["codes"]):
        add_codes(ElementTree.SubElement(root, "CodeBook"), tables["codes"])
    if lines:
        _add_cases(root, lines)
        _add_sources(root, lines, tables["codings"])
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    files = {"project.qde": written}
    for document, listed in lines.items():
        text = "".join(f"{line.said}\n" for line in listed)
        files[f"sources/{_name('text', document)}.txt"] = text.encode("utf-8")
    return pack_zip(files)


def _list_lines(segments: pd.DataFrame) -> dict[str, list[_Line]]:
    """Return what stands in each text: the segments in the order of their places."""
    order = segments.reindex(columns=["segment", "participant", "document", "start", "gist"])
    order = order.sort_values("start", kind="stable", na_position="last")
    lines: dict[str, list[_Line]] = {}
    length: dict[str, int] = {}
    for document in dict.fromkeys(_name_documents(segments)):
        lines[document], length[document] = [], 0
    for segment, participant, document, _, gist in order.itertuples(index=False):
        text = document if not pd.isna(document) else participant
        said = tidy(CONTROLS.sub("", str(gist))) or str(segment)
        lines[str(text)].append(_Line(str(segment), str(participant), said, length[str(text)]))
        length[str(text)] += len(said) + 1
    return lines


def _name_documents(segments: pd.DataFrame) -> Iterator[str]:
    """Yield each segment's document; its participant where it has none."""
    there = segments.reindex(columns=["document", "participant"])
    yield from there["document"].fillna(there["participant"]).map(str)


def _add_cases(root: ElementTree.Element, lines: Mapping[str, list[_Line]]) -> None:
    """Add the participants, each with the texts, or the passages, that are theirs."""
    cases: dict[str, list[tuple[str, str]]] = {}
    for document, listed in lines.items():
        people = dict.fromkeys(line.participant for line in listed)
        if len(people) == 1:
            cases.setdefault(next(iter(people)), []).append(
                ("SourceRef", _name("source", document))
            )
            continue
        for line in listed:
            reference = ("SelectionRef", _name("selection", line.segment))
            cases.setdefault(line.participant, []).append(reference)
    above = ElementTree.SubElement(root, "Cases")
    for participant, references in cases.items():
        attributes = {"guid": _name("case", participant), "name": participant}
        case = ElementTree.SubElement(above, "Case", attributes)
        # the format asks for sources before selections
        for kind, guid in sorted(references, key=lambda each: each[0] != "SourceRef"):
            ElementTree.SubElement(case, kind, {"targetGUID": guid})


def _add_sources(
    root: ElementTree.Element, lines: Mapping[str, list[_Line]], codings: pd.DataFrame
) -> None:
    given: dict[str, list[tuple[str, str]]] = {}
    for segment, code, coder in codings[["segment", "code", "coder"]].itertuples(index=False):
        given.setdefault(str(segment), []).append((str(code), str(coder)))
    above = ElementTree.SubElement(root, "Sources")
    for document, listed in lines.items():
        attributes = {
            "guid": _name("source", document),
            "name": document,
            "plainTextPath": f"internal://{_name('text', document)}.txt",
        }
        source = ElementTree.SubElement(above, "TextSource", attributes)
        for line in listed:
            attributes = {
                "guid": _name("selection", line.segment),
                "name": line.said,
                "startPosition": str(line.start),
                "endPosition": str(line.start + len(line.said)),
            }
            selection = ElementTree.SubElement(source, "PlainTextSelection", attributes)
            for code, coder in given.get(line.segment, []):
                made = _name("coding", f"{line.segment} {code} {coder}")
                attributes = {"guid": made, "creatingUser": _name("user", coder)}
                coding = ElementTree.SubElement(selection, "Coding", attributes)
                ElementTree.SubElement(coding, "CodeRef", {"targetGUID": name_code(code)})


def _name(kind: str, key: object) -> str:
    """Return the GUID of something, which is made of its key."""
    return str(uuid5(NAMESPACE_URL, f"senco:{kind}:{key}"))
