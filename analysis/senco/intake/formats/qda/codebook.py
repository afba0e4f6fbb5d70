"""Codes of a REFI-QDA project or codebook, with their hierarchy, and a codebook written."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats.archive import Source, fail, label_of, read_file
from senco.intake.formats.imported import DEFINITION_LENGTH, LABEL_LENGTH, make_table
from senco.intake.formats.keys import choose_key, make_key
from senco.intake.formats.markup import child, children, name_of, parse_xml, text_of
from senco.intake.formats.signs import tidy

CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
DEEPEST = 100
#: Characters that XML cannot hold.
CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Codes:
    """Codes as read.

    Parameters
    ----------
    table : DataFrame
        The contract's table.
    keys : dict of str to str
        Key of each code, by its GUID in small letters.
    notes : tuple of str
        What was cut.
    """

    table: pd.DataFrame
    keys: dict[str, str]
    notes: tuple[str, ...]


def read_codes(codebook: ElementTree.Element | None, label: str) -> Codes:
    """Return the codes below a CodeBook element.

    Parameters
    ----------
    codebook : xml.etree.ElementTree.Element or None
        None where the file has no codebook.
    label : str
        How messages name the file.

    Returns
    -------
    Codes
        A code's key is made of its name; where that is taken, of its parent's and
        its own.

    Raises
    ------
    DataError
        Where a code has no name or GUID, a GUID occurs twice, or codes are nested
        more than a hundred deep.
    """
    rows: list[dict[str, str | None]] = []
    keys: dict[str, str] = {}
    taken: set[str] = set()
    cut = 0
    top = children(child(codebook, "Codes"), "Code")
    waiting: list[tuple[ElementTree.Element, str | None, int]]
    waiting = [(code, None, 1) for code in reversed(list(top))]
    while waiting:
        code, parent, depth = waiting.pop()
        name, guid = _check_code(code, len(rows) + 1, depth, keys, label)
        own = make_key(name)
        together = make_key(f"{parent}-{name}") if parent and own else ""
        key = choose_key([own, together], taken, "code")
        keys[guid] = key
        definition = tidy(text_of(code, "Description"))
        cut += (len(name) > LABEL_LENGTH) + (len(definition) > DEFINITION_LENGTH)
        rows.append(
            {
                "code": key,
                "label": name[:LABEL_LENGTH],
                "parent": parent,
                "definition": definition[:DEFINITION_LENGTH] or None,
            }
        )
        waiting += [(below, key, depth + 1) for below in reversed([*children(code, "Code")])]
    notes = (f"{cut} names or definitions of codes were too long and were cut.",) if cut else ()
    return Codes(make_table("codes", rows), keys, notes)


def _check_code(
    code: ElementTree.Element, number: int, depth: int, keys: dict[str, str], label: str
) -> tuple[str, str]:
    place = f"{label}, Code {number}"
    name, guid = tidy(code.get("name", "")), code.get("guid", "").strip().casefold()
    if not name or not guid:
        fail(place, "a code without a name or guid", "both, as REFI-QDA requires")
    if guid in keys:
        fail(place, f"the guid {guid[:40]} a second time", "each guid once", "Export it again.")
    if depth > DEEPEST:
        fail(place, f"codes nested more than {DEEPEST} deep", f"at most {DEEPEST} levels")
    return name, guid


def load_codebook(source: Source, label: str | None = None) -> pd.DataFrame:
    """Read a REFI-QDA codebook (`.qdc`).

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str, optional
        How messages name it; by default its name.

    Returns
    -------
    DataFrame
        The contract's table of codes; influences are blank, for the researcher to
        give.

    Raises
    ------
    DataError
        Where it is no codebook, with the file and the element.
    """
    name = label_of(source, label)
    root = parse_xml(read_file(source, name), name)
    if name_of(root) != "CodeBook":
        fail(name, f"the element '{name_of(root)[:40]}'", "the element CodeBook", "Is it a .qdc?")
    codes = read_codes(root, name)
    if codes.table.empty:
        fail(name, "no code", "at least one Code within Codes")
    return codes.table


def write_codebook(codes: pd.DataFrame) -> bytes:
    """Return a table of codes as a REFI-QDA codebook (`.qdc`).

    Parameters
    ----------
    codes : DataFrame
        Columns code, label, parent, and definition where there is one.

    Returns
    -------
    bytes
        UTF-8, the same for the same codes: GUIDs are made of the keys.

    Raises
    ------
    DataError
        Where a parent is not a code, or codes are part of one another in a circle.
    """
    root = ElementTree.Element("CodeBook", {"xmlns": CODEBOOK_NAMESPACE, "origin": "senco"})
    add_codes(root, codes)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def add_codes(above: ElementTree.Element, codes: pd.DataFrame) -> None:
    """Put codes below an element.

    Parameters
    ----------
    above : xml.etree.ElementTree.Element
        A codebook; it is changed.
    codes : DataFrame
        As in `write_codebook`.

    Raises
    ------
    DataError
        Where a parent is not a code, or codes are part of one another in a circle.
    """
    elements = {str(row["code"]): _write_code(row) for row in codes.to_dict(orient="records")}
    top = ElementTree.SubElement(above, "Codes")
    _check_parents(codes, set(elements))
    for code, parent in zip(codes["code"], codes["parent"], strict=True):
        (top if pd.isna(parent) else elements[str(parent)]).append(elements[str(code)])


def name_code(code: str) -> str:
    """Return the GUID of a code, which is made of its key.

    Parameters
    ----------
    code : str
        Its key.

    Returns
    -------
    str
        The same for the same key.
    """
    return str(uuid5(NAMESPACE_URL, f"senco:code:{code}"))


def _write_code(row: dict[Hashable, Any]) -> ElementTree.Element:
    guid = name_code(str(row["code"]))
    name = CONTROLS.sub("", str(row["label"]))
    element = ElementTree.Element("Code", {"guid": guid, "name": name, "isCodable": "true"})
    definition = row.get("definition")
    if definition is not None and not pd.isna(definition):
        described = ElementTree.SubElement(element, "Description")
        described.text = CONTROLS.sub("", str(definition))
    return element


def _check_parents(codes: pd.DataFrame, known: set[str]) -> None:
    parents = dict(zip(codes["code"], codes["parent"], strict=True))
    for code, parent in parents.items():
        seen = {code}
        while not pd.isna(parent):
            if parent not in known or parent in seen:
                found = "a circle" if parent in seen else f"the parent '{parent}'"
                raise DataError(
                    [
                        Finding(
                            "codes.csv",
                            f"{found} above the code '{code}'",
                            "a code above it",
                            remedy="Correct the code above it.",
                        )
                    ]
                )
            seen.add(parent)
            parent = parents[parent]


def list_codebook(codes: pd.DataFrame) -> pd.DataFrame:
    """Return a table of codes as MAXQDA and this project read a codebook.

    Parameters
    ----------
    codes : DataFrame
        Columns code, label, parent, and definition where there is one.

    Returns
    -------
    DataFrame of str
        Columns Code, with the labels from the top, as in "Time > Cover", and Memo, with what
        the code means.
    """
    paths = list_code_paths(codes)
    memos = codes["definition"] if "definition" in codes else pd.Series("", index=codes.index)
    return pd.DataFrame({"Code": codes["code"].map(paths), "Memo": memos.fillna("")})


def list_code_paths(codes: pd.DataFrame) -> dict[str, str]:
    """Return the label of each code after those above it, by key.

    Parameters
    ----------
    codes : DataFrame
        Columns code, label and parent.

    Returns
    -------
    dict of str to str
        Parted by " > ".
    """
    labels = dict(zip(codes["code"], codes["label"].map(str), strict=True))
    parents = {c: p for c, p in zip(codes["code"], codes["parent"], strict=True) if not pd.isna(p)}
    paths: dict[str, str] = {}
    for code in labels:
        names, above = [labels[code]], parents.get(code)
        while above in labels and len(names) <= len(labels):
            names.append(labels[above])
            above = parents.get(above)
        paths[code] = " > ".join(name.replace(" > ", " / ") for name in reversed(names))
    return paths
