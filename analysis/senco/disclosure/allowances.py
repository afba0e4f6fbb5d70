"""The allow-list: what was found and may stand, each with a reason.

It lies in the cohort's folder (``allowed.yml``) and is never published. It names what
may stand as it stands, so messages about it name an entry by its number alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from senco.cohort.yamlfiles import read_yaml
from senco.disclosure.rules.identifiers import KINDS, find_identifiers
from senco.disclosure.scanning import Hit
from senco.disclosure.texts.views import plain
from senco.errors import DataError, Finding, suggest

#: The file's name in a cohort's folder.
ALLOWED_FILE = "allowed.yml"
_KEYS = ("kind", "text", "file", "reason")


@dataclass(frozen=True)
class Allowance:
    """One entry of the allow-list.

    Parameters
    ----------
    number : int
        Its place in the list, from 1.
    kind : str
        One of `senco.disclosure.KINDS`.
    reason : str
        Why it may stand; it goes into the sign-off.
    text : str
        What may stand; blank for any text, where the file is named.
    file : str
        In which files: a path, or its end, with ``*`` for anything; blank for all.
    place : str
        The file that the entry stands in, as messages name it.
    """

    number: int
    kind: str
    reason: str
    text: str = field(default="", repr=False)
    file: str = field(default="", repr=False)
    place: str = ""

    def covers(self, hit: Hit) -> bool:
        """Whether this entry lets something that was found stand."""
        return (
            hit.kind == self.kind
            and (not self.text or plain(hit.text).strip() == plain(self.text).strip())
            and (
                not self.file
                or any(fnmatchcase(hit.file, p) for p in (self.file, f"*/{self.file}"))
            )
        )


def load_allowances(folder: Path, label: str) -> list[Allowance]:
    """Read a cohort's allow-list.

    Parameters
    ----------
    folder : Path
        The cohort's folder.
    label : str
        How messages name the folder.

    Returns
    -------
    list of Allowance
        Empty where there is no list.

    Raises
    ------
    DataError
        Every entry that has no reason or says what the gate does not know. What an entry
        allows is not shown.
    """
    path, file = folder / ALLOWED_FILE, f"{label}/{ALLOWED_FILE}"
    if not path.is_file():
        return []
    rows = _read(path, file)
    findings = [finding for n, row in enumerate(rows, 1) for finding in _check(n, row, file)]
    if findings:
        raise DataError(findings)
    allowances = []
    for number, row in enumerate(rows, start=1):
        kind, reason, text, where = (
            str(row.get(key) or "").strip() for key in ("kind", "reason", "text", "file")
        )
        allowances.append(Allowance(number, kind, reason, text, where, file))
    return allowances


def _read(path: Path, file: str) -> list[dict[str, object]]:
    allowed = "a list of entries, each with " + ", ".join(_KEYS)
    try:
        rows = read_yaml(path)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        raise DataError(
            [
                Finding(
                    file,
                    "what cannot be read as YAML",
                    allowed,
                    row,
                    remedy="Check the indentation and the quotation marks on this line.",
                )
            ]
        ) from None
    rows = [] if rows is None else rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(
            [
                Finding(
                    file,
                    ("something other than a list of entries"),
                    allowed,
                    remedy="Begin each entry with a hyphen.",
                )
            ]
        )
    return rows


def _check(number: int, row: dict[str, object], file: str) -> list[Finding]:
    """What is wrong with an entry; nothing of what it allows is shown."""
    place = f"entry {number}"
    findings = [
        Finding(
            file,
            f"an unknown key in {place}",
            "one of " + ", ".join(_KEYS),
            remedy="Correct it, or remove the line.",
        )
        for key in row
        if key not in _KEYS
    ]
    kind = str(row.get("kind") or "").strip()
    if kind not in KINDS:
        found = f"an unknown kind in {place}"
        remedy = suggest(kind, KINDS)
        findings.append(Finding(file, found, "one of: " + "; ".join(KINDS), remedy=remedy))
    if len(str(row.get("reason") or "").split()) < 2:
        found, remedy = f"no reason in {place}", "Say in a sentence why this may stay."
        findings.append(Finding(file, found, "a reason for each entry", remedy=remedy))
    reason, text = plain(str(row.get("reason") or "")), plain(str(row.get("text") or "")).strip()
    if (text and text in reason) or any(find_identifiers(reason)):
        found = f"the allowed text, repeated in the reason of {place}"
        findings.append(
            Finding(file, found, "a reason that may be shown", remedy="Give the reason without it.")
        )
    if not (row.get("text") or row.get("file")):
        found = f"neither a text nor a file in {place}"
        findings.append(
            Finding(
                file,
                found,
                "the text that may stay, or the file in which it is",
                remedy="Add it, or remove the entry.",
            )
        )
    return findings


def apply_allowances(
    hits: Sequence[Hit], allowances: Sequence[Allowance]
) -> tuple[list[Finding], list[Allowance]]:
    """Part what was found from what may stand.

    Parameters
    ----------
    hits : sequence of Hit
        What was found.
    allowances : sequence of Allowance
        The allow-list.

    Returns
    -------
    findings : list of Finding
        What no entry covers; and a warning for each entry that covers nothing.
    used : list of Allowance
        The entries that cover something.
    """
    used = [entry for entry in allowances if any(map(entry.covers, hits))]
    left = [hit.finding for hit in hits if not any(entry.covers(hit) for entry in used)]
    stale = [
        Finding(
            entry.place,
            f"entry {entry.number} ({entry.kind}), which no longer covers anything",
            "entries that cover something",
            remedy="Remove it.",
            severity="warning",
        )
        for entry in allowances
        if entry not in used
    ]
    return [*dict.fromkeys(left), *stale], used
