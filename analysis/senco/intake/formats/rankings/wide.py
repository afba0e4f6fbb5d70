"""Rankings as researchers keep them: by participant, by construct, or by place."""

from __future__ import annotations

from dataclasses import dataclass

from senco.errors import Finding, suggest
from senco.intake.formats.rankings.layouts import is_run, read_place
from senco.intake.formats.sheet import Repair, Sheet, Value, is_blank, simplify
from senco.intake.formats.signs import tidy


@dataclass
class LongRankings:
    """Rankings, one a row, each with the place where it was found.

    Parameters
    ----------
    rows : list of tuple
        Participant, construct and rank, the rank as it was read.
    places : list of tuple of int and str
        For each row, the row of the file and the heading above.
    repairs : list of Repair
        Constructs that were named otherwise than by their key.
    findings : list of Finding
        What fits no construct.
    """

    rows: list[tuple[Value, Value, Value]]
    places: list[tuple[int, str]]
    repairs: list[Repair]
    findings: list[Finding]


def is_wide(sheet: Sheet) -> bool:
    """Whether a sheet of rankings has a row, or a column, for each participant.

    Parameters
    ----------
    sheet : Sheet
        Trimmed.

    Returns
    -------
    bool
        False where its headings are those of the contract, or nearly.

    Examples
    --------
    >>> is_wide(Sheet("a.csv", "a", (("Participant", "Construct", "Rank"),), (1,)))
    False
    >>> is_wide(Sheet("a.csv", "a", (("", "training", "funding", "ethos"),), (1,)))
    True
    >>> is_wide(Sheet("a.csv", "a", (("Construct", "P1", "P2"),), (1,)))
    True
    """
    near = [simplify(heading).removesuffix("s") for heading in sheet.headings]
    hits = [name in ("participant", "construct", "rank") for name in near]
    return len(near) > 2 and (not any(hits) or (hits[0] and sum(hits) == 1))


def read_rankings(sheet: Sheet, constructs: dict[str, str], people: set[str]) -> LongRankings:
    """Turn a wide sheet of rankings into rows of the contract.

    Parameters
    ----------
    sheet : Sheet
        Trimmed; the first row and the first column hold names.
    constructs : dict of str to str
        The constructs' labels by key.
    people : set of str
        The participants, which tell the rows from the columns where names do not.

    Returns
    -------
    LongRankings
        One row a filled cell.
    """
    known = list_names(constructs)
    heads = [*map(_text, sheet.rows[0][1:])]
    sides = [_text(row[0]) for row in sheet.rows[1:]]
    if constructs and is_run(places := [read_place(name) for name in heads]):
        return _read_places(sheet, places, constructs, known)
    if not constructs or _count(sides, known) == _count(heads, known) == 0:
        return refuse_rankings(sheet, list(constructs))
    across = _count(heads, known) + _share(sides, people)
    down = _count(sides, known) + _share(heads, people)
    long = LongRankings([], [], [], [])
    label, numbers = sheet.label, sheet.numbers
    if across >= down:
        keys = [match_construct(name, known, constructs, label, numbers[0], long) for name in heads]
    else:
        names = zip(sides, numbers[1:], strict=True)
        keys = [
            match_construct(name, known, constructs, label, number, long) for name, number in names
        ]
    for place, (number, row) in enumerate(zip(numbers[1:], sheet.rows[1:], strict=True)):
        for column, rank in enumerate(row[1:]):
            construct = keys[column] if across >= down else keys[place]
            if construct is None or is_blank(rank):
                continue
            person: Value = row[0] if across >= down else sheet.rows[0][column + 1]
            long.rows.append((person, construct, rank))
            long.places.append((number, heads[column]))
    return long


def list_names(constructs: dict[str, str]) -> dict[str, str]:
    """Return the keys of constructs by what they may be called.

    Parameters
    ----------
    constructs : dict of str to str
        The constructs' labels by key.

    Returns
    -------
    dict of str to str
        Keys, by simplified keys and labels.

    Examples
    --------
    >>> list_names({"c-1": "More time"})
    {'c1': 'c-1', 'moretime': 'c-1'}
    """
    known = {simplify(key): key for key in constructs}
    return known | {simplify(label): key for key, label in constructs.items()}


def _read_places(
    sheet: Sheet, places: list[int | None], constructs: dict[str, str], known: dict[str, str]
) -> LongRankings:
    """Turn a sheet whose columns are places, and hold constructs, into rows of the contract."""
    long = LongRankings([], [], [], [])
    heads = [*map(_text, sheet.rows[0][1:])]
    note = "the construct in the place named in the heading"
    long.repairs.append(Repair(sheet.label, 1, None, f"'{heads[0]}' and on", note, "by place"))
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        for heading, place, cell in zip(heads, places, row[1:], strict=False):
            if is_blank(cell):
                continue
            construct = match_construct(
                _text(cell), known, constructs, sheet.label, number, long, heading
            )
            if construct is not None:
                long.rows.append((row[0], construct, place))
                long.places.append((number, heading))
    return long


def _text(value: Value) -> str:
    return "" if value is None else tidy(str(value))


def _count(names: list[str], known: dict[str, str]) -> float:
    """The share of names that are constructs."""
    return sum(simplify(name) in known for name in names) / max(1, len(names))


def _share(names: list[str], people: set[str]) -> float:
    return sum(name in people for name in names) / max(1, len(names))


def match_construct(
    name: str,
    known: dict[str, str],
    constructs: dict[str, str],
    label: str,
    row: int,
    long: LongRankings,
    column: str | None = None,
) -> str | None:
    """Return the key of a construct, or None with a finding.

    Parameters
    ----------
    name : str
        A key or a label.
    known : dict of str to str
        Keys, by simplified keys and labels.
    constructs : dict of str to str
        The constructs' labels by key.
    label : str
        How messages name the file.
    row : int
        Where the name stands.
    long : LongRankings
        Its findings and repairs grow.
    column : str, optional
        The heading, if it is not the name itself.

    Returns
    -------
    str or None
        The key.
    """
    column = name if column is None else column
    key = known.get(simplify(name))
    if key is None:
        hint = suggest(name, [*constructs, *constructs.values()])
        found = f"'{name:.60}'" if name else "no name"
        long.findings.append(
            Finding(
                label,
                found,
                "a construct of constructs.csv, by its key or its label",
                row,
                column,
                hint or "Add it to the constructs, or remove it here.",
            )
        )
    elif key != name:
        repair = Repair(label, row, column, f"'{name:.60}'", f"'{key}'", "the same construct")
        long.repairs.append(repair)
    return key


def refuse_rankings(sheet: Sheet, constructs: list[str]) -> LongRankings:
    """Return the finding of rankings that name no construct.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    constructs : list of str
        The keys that it might name.

    Returns
    -------
    LongRankings
        Without rows.
    """
    allowed = "participants in rows and constructs in columns, or the other way round"
    remedy = (
        "Name the constructs as in the table of constructs: " + ", ".join(constructs[:6])
        if constructs
        else "Import the table of constructs with it: that is what is ranked."
    )
    finding = Finding(sheet.label, "rankings that name no construct", allowed, None, None, remedy)
    return LongRankings([], [], [], [finding])
