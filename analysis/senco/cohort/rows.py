"""What the contract says of every row: types, limits, keys and references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from senco.cohort.contract import describe_field, fields_of
from senco.cohort.tables import TextTable, read_cell
from senco.errors import Code, Finding, suggest

#: So many findings of a table are told at most: with so many, it is another table.
MAXIMUM_FINDINGS = 1_000


def check_rows(tables: dict[str, TextTable], contract: dict[str, dict[str, Any]]) -> list[Finding]:
    """Check every row of a cohort's tables against the contract.

    Parameters
    ----------
    tables : dict of str to TextTable
        The tables whose headings hold.
    contract : dict of str to dict
        The tables' descriptors.

    Returns
    -------
    list of Finding
        In the order of the tables and rows; of each table `MAXIMUM_FINDINGS` at most.
    """
    findings: list[Finding] = []
    for name, table in tables.items():
        width = len(table.headings)
        blank = {row for row, cells in _number(table.rows) if not any(cells[:width])}
        found = [
            Finding(
                table.label,
                "an empty row",
                "no empty rows",
                row,
                remedy="Remove it.",
                code="row-empty",
            )
            for row in sorted(blank)
        ]
        parts = [
            _check_cells(table, column, field) for column, field in _pair(table, contract[name])
        ]
        parts += [_check_widths(table), _check_keys(table, contract[name])]
        keys = contract[name]["schema"].get("foreignKeys", [])
        parts += [_check_reference(table, key, tables) for key in keys]
        for part in parts:
            found += islice((one for one in part if one.row not in blank), MAXIMUM_FINDINGS)
        found.sort(key=lambda finding: finding.row or 0)  # within a row as above
        findings += found[:MAXIMUM_FINDINGS]
    return findings


def drop_echoes(findings: Sequence[Finding], contract: dict[str, dict[str, Any]]) -> list[Finding]:
    """Leave out unknown names that may be keys which cannot be read.

    A pseudonym that is mistyped where it is listed is one fact, and not one for each table
    that names the person.

    Parameters
    ----------
    findings : sequence of Finding
        As `check_rows` gives them, and others.
    contract : dict of str to dict
        The tables' descriptors.

    Returns
    -------
    list of Finding
        Without names unknown to a table in which at least as many keys cannot be read.
    """
    unread = Counter(
        (_name_table(finding), finding.column)
        for finding in findings
        if finding.code in ("cell-wrong", "cell-missing", "row-repeated")
        for _ in finding.rows
    )
    named: dict[object, list[Finding]] = {}
    for finding in findings:
        if finding.code == "name-unknown":
            named.setdefault((_name_table(finding), finding.column), []).append(finding)
    echoes = set()
    for table, resource in contract.items():
        for key in resource["schema"].get("foreignKeys", []):
            unknown = named.get((table, ", ".join(key["fields"])), [])
            other = key["reference"]
            lost = sum(unread[other["resource"], name] for name in other["fields"])
            echoes |= set(map(id, unknown)) if len(unknown) <= lost else set()
    return [finding for finding in findings if id(finding) not in echoes]


def _name_table(finding: Finding) -> str:
    return finding.file.rpartition("/")[2].removesuffix(".csv")


def _number(rows: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Number rows as a spreadsheet does, in which the first is that of the headings."""
    return enumerate(rows, 2)


def _pair(table: TextTable, resource: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The places of a table's columns, with their fields."""
    fields = fields_of(resource)
    return enumerate(fields[heading] for heading in table.headings)


def _check_cells(table: TextTable, place: int, field: dict[str, Any]) -> Iterator[Finding]:
    """Cells that are not what their column takes."""
    name, cells = field["name"], table.columns[field["name"]]
    fits = _find_rule(field)
    wrong = {text for text in set(cells) if not fits(text)}  # each text is tried once
    if not wrong:
        return
    allowed = describe_field(field).removesuffix("; may be blank")
    for row, text in _number(cells):
        # of a row that ends early it is said elsewhere
        if text in wrong and len(table.rows[row - 2]) > place:
            found = f"'{text:.60}'" if text else "nothing"
            remedy = _advise(text, field) if text else "Fill it in."
            code: Code = "cell-wrong" if text else "cell-missing"
            yield Finding(table.label, found, allowed, row, name, remedy, code=code)


def _advise(text: str, field: dict[str, Any]) -> str:
    """What to do about a cell that is wrong."""
    limits = field.get("constraints", {})
    if "enum" in limits:
        return suggest(text, limits["enum"]) or "Choose one of them." * bool(limits["enum"])
    key = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    if "pattern" in limits and re.fullmatch(limits["pattern"], key):
        return f"Write it as '{key:.60}'."
    if len(text) > limits.get("maxLength", len(text)):
        return f"Shorten it: it has {len(text)} characters."
    return "Correct it, or leave it blank." if not limits.get("required") else "Correct it."


def _find_rule(field: dict[str, Any]) -> Callable[[str], bool]:
    """Return what says whether a text may stand in a column."""
    limits = field.get("constraints", {})
    least, most = limits.get("minimum"), limits.get("maximum")
    words, longest = limits.get("enum"), limits.get("maxLength")
    pattern = re.compile(limits.get("pattern", "(?s:.*)"))

    def fits(text: str) -> bool:
        if not text:
            return not limits.get("required")
        value = read_cell(text, field["type"])
        return (
            value is not None
            and (least is None or value >= least)
            and (most is None or value <= most)
            and (words is None or text in words)
            and (longest is None or len(text) <= longest)
            and pattern.fullmatch(text) is not None
        )

    return fits


def _check_widths(table: TextTable) -> Iterator[Finding]:
    """Rows with more or fewer cells than there are headings."""
    width = len(table.headings)
    for row, cells in _number(table.rows):
        if len(cells) > width:
            more = len(cells) - width
            many = "one cell too many" if more == 1 else f"{more} cells too many"
            yield Finding(
                table.label,
                f"{many}, '{cells[width]:.40}'",
                "as many cells as headings",
                row,
                remedy='Put a text that contains a comma in double quotation marks: "like, this".',
                code="row-long",
            )
        elif len(cells) < width:
            column = table.headings[len(cells)]
            allowed = "a cell for every heading"
            found = "a row that ends early"
            yield Finding(
                table.label,
                found,
                allowed,
                row,
                column,
                code="row-short",
                remedy="Add a comma for each blank cell.",
            )


def _check_keys(table: TextTable, resource: dict[str, Any]) -> Iterator[Finding]:
    """Rows that have the key of an earlier one."""
    fields, names = fields_of(resource), resource["schema"]["primaryKey"]
    if not set(names) <= set(table.columns):
        return
    parts = []
    for name in names:
        kind = fields[name]["type"]
        values = {text: read_cell(text, kind) for text in set(table.columns[name])}
        parts.append([values[text] for text in table.columns[name]])
    keys = list(zip(*parts, strict=True))
    counts = Counter(keys)
    needed = [fields[name].get("constraints", {}).get("required", False) for name in names]
    before: dict[tuple[object, ...], int] = {}
    for row, key in _number(keys if len(counts) < len(keys) else []):
        lacks = any(need and part is None for need, part in zip(needed, key, strict=True))
        if counts[key] == 1 or lacks:  # what is lacking is said of the cell
            continue
        if key in before:
            yield Finding(
                table.label,
                "a row that repeats another",
                "each once",
                row,
                ", ".join(names),
                "Remove one of the two, or correct what should differ.",
                code="row-repeated",
                like=before[key],
            )
        before[key] = row


def _check_reference(
    table: TextTable, key: dict[str, Any], tables: dict[str, TextTable]
) -> Iterator[Finding]:
    """Cells that name what stands in no row of another table; each name once, with its rows."""
    names, other = key["fields"], key["reference"]["resource"]
    if other not in tables or not set(names) <= set(table.columns):
        return
    there = tables[other].columns
    known = set(zip(*(there[name] for name in key["reference"]["fields"]), strict=True))
    given = list(zip(*(table.columns[name] for name in names), strict=True))
    astray: dict[tuple[str, ...], list[int]] = {
        values: [] for values in dict.fromkeys(given) if all(values) and values not in known
    }
    for row, values in _number(given if astray else []):
        if values in astray:
            astray[values].append(row)
    for values, rows in astray.items():
        yield Finding(
            table.label,
            f"'{', '.join(values)}'",
            f"a value from {other}.csv",
            rows[0],
            ", ".join(names),
            _find_near(values, known) or f"Add it to {other}.csv, or correct it here.",
            also=tuple(rows[1:]),
            code="name-unknown",
        )


def _find_near(values: tuple[str, ...], known: set[tuple[str, ...]]) -> str:
    """The known key that was most likely meant, of those that agree in all but the last part."""
    if re.search(r"\d", values[-1]):  # of numbered keys each is near every other
        return ""
    return suggest(values[-1], sorted({one[-1] for one in known if one[:-1] == values[:-1]}))
