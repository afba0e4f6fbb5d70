"""PrefLib's files of orders: complete or not, with ties or without (soc, soi, toc, toi)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from senco.errors import DataError, Finding
from senco.intake.formats import tabular
from senco.intake.formats.delimited import decode_text
from senco.intake.formats.rankings.layouts import fit_rankings
from senco.intake.formats.rankings.lists import Order, tabulate_orders
from senco.intake.formats.signs import tidy
from senco.intake.formats.tabular import LISTED, check_file, refuse
from senco.text.words import count_words

#: Strict or with ties, complete or not.
ENDINGS = (".soc", ".soi", ".toc", ".toi")
#: What PrefLib has besides, and what it is.
OTHER_ENDINGS = {
    ".cat": "categories of approval",
    ".wmd": "weighted matchings",
    ".wmg": "a weighted majority graph",
    ".tog": "a tournament graph",
    ".mjg": "a majority graph",
    ".pwg": "a pairwise graph",
    ".dat": "other data",
}
#: So many ranks are laid out; nothing that a study of people writes comes near them.
MOST_RANKS = 2_000_000
_HEADER = re.compile(r"#\s*(?P<key>[A-Z ]+?)(?:\s+(?P<n>\d{1,6}))?\s*:\s*(?P<value>.*)", re.DOTALL)
_COUNTED = re.compile(r"\s*(?P<count>\d{1,9})\s*(?P<sign>[:,])\s*(?P<order>.*)", re.DOTALL)
_GROUP = re.compile(r"\{(?P<tie>[\d\s,]*)\}|(?P<one>\d{1,6})")
_ORDER = re.compile(r"(?:(?:\{[\d\s,]*\}|\d{1,6})\s*(?:,\s*|$))+")
_ALLOWED = "a count and an order, such as 2: 1,3,2 or 2: 1,{2,3}"
_SAY_ENDINGS = "an order in .soc, .soi, .toc or .toi"


@dataclass(frozen=True)
class Orders:
    """A file of PrefLib as it was read.

    Parameters
    ----------
    table : DataFrame of float, shape (n_voters, n_alternatives)
        A row for each voter, NaN for what was not ranked.
    how : str
        What it was read as.
    notes : tuple of str
        What to know.
    """

    table: pd.DataFrame
    how: str
    notes: tuple[str, ...]


def read_preflib(path: Path) -> Orders:
    """Read a file of PrefLib.

    Parameters
    ----------
    path : Path
        Of the present form, with a header of lines that begin with #, or of the older
        one, with bare numbers.

    Returns
    -------
    Orders
        An order that several voters have is so many rows.

    Raises
    ------
    DataError
        With the line that cannot be read, or what the file contradicts.
    """
    ending, file = path.suffix.lower(), path.name
    check_file(path, _SAY_ENDINGS)
    if ending in OTHER_ENDINGS:
        found = f"{OTHER_ENDINGS[ending]} ({ending})"
        raise refuse(file, found, _SAY_ENDINGS, remedy="From PrefLib, use the data set's orders.")
    text, _ = decode_text(path.read_bytes(), file)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    if not lines:
        raise refuse(file, "an empty file", _ALLOWED)
    header, body = (
        _read_header(lines, file) if lines[0][1].startswith("#") else _read_old(lines, file)
    )
    counts, orders = _read_orders(header, body, file)
    _check(header, counts, orders, ending, file, body)
    voters = [order for count, order in zip(counts, orders, strict=True) for _ in range(count)]
    people = [f"voter {number}" for number in range(1, len(voters) + 1)]
    named = [[tuple(header.names[n] for n in group) for group in order] for order in voters]
    table = tabulate_orders(named, people, file)
    names = [*header.names.values()]
    table = table.reindex(columns=pd.Index(names, name="item", dtype=object))
    how = f"as PrefLib orders of {count_words(len(voters), 'voter')}"
    return Orders(table, how, tuple(_note(header, table)))


@dataclass
class _Header:
    """What stands before the orders."""

    names: dict[int, str]
    alternatives: int | None = None
    voters: int | None = None
    unique: int | None = None
    completed: str = ""


def _read_header(lines: list[tuple[int, str]], file: str) -> tuple[_Header, list[tuple[int, str]]]:
    header = _Header({})
    for number, line in lines:
        found = _HEADER.fullmatch(line) if line.startswith("#") else None
        if found is None:
            continue
        key, value = found["key"].strip(), found["value"].strip()
        if key == "ALTERNATIVE NAME" and found["n"]:
            header.names[int(found["n"])] = tidy(value) or found["n"]
        elif key in ("NUMBER ALTERNATIVES", "NUMBER VOTERS", "NUMBER UNIQUE ORDERS"):
            if not re.fullmatch(r"\d{1,9}", value):
                raise refuse(file, f"{value[:40]!r} as {key.lower()}", "a whole number", row=number)
            name = {"NUMBER ALTERNATIVES": "alternatives", "NUMBER VOTERS": "voters"}
            setattr(header, name.get(key, "unique"), int(value))
        elif key == "MODIFICATION TYPE" and value.casefold() in ("imbued", "synthetic", "induced"):
            header.completed = value.casefold()
    return header, [(number, line) for number, line in lines if not line.startswith("#")]


def _read_old(lines: list[tuple[int, str]], file: str) -> tuple[_Header, list[tuple[int, str]]]:
    """Read the older form: a number of alternatives, their names, and a line of counts."""
    number, line = lines[0]
    many = int(line) if re.fullmatch(r"\d{1,6}", line) else 0
    allowed = "a header of lines that begin with #, or the number of alternatives"
    if not 0 < many < len(lines) - 1:
        raise refuse(file, "another first line", allowed, row=number)
    header = _Header({}, many)
    for number, line in lines[1 : many + 1]:
        key, _, name = line.partition(",")
        if not re.fullmatch(r"\d{1,6}", key.strip()):
            raise refuse(file, "a line without a number", "1,NAME and so on", row=number)
        header.names[int(key)] = tidy(name) or key
    number, line = lines[many + 1]
    counts = [part.strip() for part in line.split(",")]
    if len(counts) != 3 or not all(re.fullmatch(r"\d{1,9}", part) for part in counts):
        raise refuse(file, "another line after the names", "three numbers: voters, sum of counts, "
                     "different orders", row=number)  # fmt: skip
    header.voters, header.unique = int(counts[1]), int(counts[2])
    return header, lines[many + 2 :]


def _read_orders(
    header: _Header, body: list[tuple[int, str]], file: str
) -> tuple[list[int], list[list[tuple[int, ...]]]]:
    counts, orders, findings = [], [], []
    if header.alternatives and not header.names:
        header.names = {n: str(n) for n in range(1, min(header.alternatives, 10_000) + 1)}
    for number, line in body:
        found = _COUNTED.fullmatch(line)
        if found is None or not _ORDER.fullmatch(found["order"].strip()) or not int(found["count"]):
            findings.append(Finding(file, repr(line[:60]), _ALLOWED, number,
                                    remedy="Correct the line."))  # fmt: skip
            continue
        groups = [
            tuple(map(int, re.findall(r"\d{1,6}", one["tie"] or one["one"])))
            for one in _GROUP.finditer(found["order"])
        ]
        order = [group for group in groups if group]
        flat = [n for group in order for n in group]
        unknown = [n for n in flat if n not in header.names]
        if unknown or len(set(flat)) < len(flat):
            what = (
                f"the alternative {unknown[0]}, which has no name"
                if unknown
                else ("an alternative twice")
            )
            findings.append(Finding(file, what, "each named alternative at most once", number,
                                    remedy="Correct the line."))  # fmt: skip
        counts.append(int(found["count"]))
        orders.append(order)
    if findings:
        raise DataError(findings[:LISTED])
    if not orders:
        raise refuse(file, "no orders", _ALLOWED)
    return counts, orders


def _check(
    header: _Header,
    counts: list[int],
    orders: list[list[tuple[int, ...]]],
    ending: str,
    file: str,
    body: list[tuple[int, str]],
) -> None:
    """Raise an error where the orders are not those that the header or the ending say."""
    said = ((header.alternatives, len(header.names), "alternatives"),
            (header.voters, sum(counts), "voters"),
            (header.unique, len(orders), "different orders"))  # fmt: skip
    for stated, found, what in said:
        if stated is not None and stated != found:
            raise refuse(file, f"{found:,} {what}", f"{stated:,}, as the header says",
                         remedy="Correct the header, or download the file again.")  # fmt: skip
    if len(set(header.names.values())) < len(header.names):
        raise refuse(file, "two alternatives of the same name", "a different name for each")
    if len(header.names) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(header.names)} alternatives",
                     f"at most {tabular.LARGEST_COLUMNS:,}")  # fmt: skip
    if sum(counts) * len(header.names) > MOST_RANKS:
        raise refuse(file, f"{sum(counts):,} voters", f"at most {MOST_RANKS:,} ranks in all")
    for (number, _), order in zip(body, orders, strict=True):
        ties = any(len(group) > 1 for group in order)
        whole = sum(map(len, order)) == len(header.names)
        if ending[1] == "s" and ties:
            raise refuse(file, "a tie", f"none, as the ending {ending} says", row=number,
                         remedy=f"Rename it to end in .t{ending[2:]}.")  # fmt: skip
        if ending[3] == "c" and not whole:
            raise refuse(file, "an order that is not complete",
                         f"complete ones, as the ending {ending} says", row=number,
                         remedy=f"Rename it to end in {ending[:3]}i.")  # fmt: skip


def _note(header: _Header, table: pd.DataFrame) -> list[str]:
    ties = bool((table % 1 == 0.5).to_numpy().any() or table.apply(
        lambda row: row.dropna().duplicated().any(), axis=1).any())  # fmt: skip
    if header.completed == "imbued" and ties:
        return [(
            "The file says that its orders were completed (imbued): items tied in the last "
            "place may not have been ranked."
        )]  # fmt: skip
    return []


def choose_ending(table: pd.DataFrame) -> str:
    """Return the ending of the narrowest of PrefLib's forms that holds rankings.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        Ranks.

    Returns
    -------
    str
        Such as ".toi".

    Examples
    --------
    >>> choose_ending(pd.DataFrame([[1, 2.5, 2.5]]))
    '.toc'
    """
    ranks = table.to_numpy(dtype=float)
    ties = any(len(np.unique(line[~np.isnan(line)])) < (~np.isnan(line)).sum() for line in ranks)
    return f".{'t' if ties else 's'}o{'i' if np.isnan(ranks).any() else 'c'}"


def format_preflib(table: pd.DataFrame, name: str) -> str:
    """Return rankings as PrefLib writes them.

    Parameters
    ----------
    table : DataFrame of float, shape (n_participants, n_items)
        Ranks; NaN where an item was not ranked.
    name : str
        The file's name, of which the ending says the form.

    Returns
    -------
    str
        Equal orders once, with their number; rankers are not named.

    Raises
    ------
    DataError
        Where a row is not a ranking, or the form cannot hold it.

    Examples
    --------
    >>> ranks = pd.DataFrame([[1, 2], [1, 2], [2, 1]], columns=["play", "rest"])
    >>> print(format_preflib(ranks, "a.soc").split("# ALTERNATIVE NAME 1: ")[1], end="")
    play
    # ALTERNATIVE NAME 2: rest
    2: 1,2
    1: 2,1
    """
    ending = Path(name).suffix.lower()
    needed = choose_ending(table)
    if (needed[1] == "t" and ending[1] == "s") or (needed[3] == "i" and ending[3] == "c"):
        what = "ties" if needed[1] == "t" and ending[1] == "s" else "items that were not ranked"
        raise refuse(name, f"{what}, which {ending} cannot contain", needed,
                     remedy=f"Save it with the ending {needed}.")  # fmt: skip
    fits = fit_rankings(table.to_numpy(dtype=float))
    if not fits.all():
        raise refuse(name, f"{int((~fits).sum())} rows that are not rankings", "rankings in each "
                     "row, with midranks for ties")  # fmt: skip
    counts: dict[str, int] = {}
    for ranks in table.to_numpy(dtype=float):
        order = _format_order(ranks)
        counts[order] = counts.get(order, 0) + 1
    names = [tidy(str(item)) for item in table.columns]
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    lines = [
        f"# FILE NAME: {Path(name).name}",
        f"# TITLE: {Path(name).stem}",
        f"# DATA TYPE: {ending[1:]}",
        "# MODIFICATION TYPE: original",
        f"# NUMBER ALTERNATIVES: {len(names)}",
        f"# NUMBER VOTERS: {len(table)}",
        f"# NUMBER UNIQUE ORDERS: {len(counts)}",
        *(f"# ALTERNATIVE NAME {number}: {item}" for number, item in enumerate(names, 1)),
        *(f"{count}: {order}" for order, count in ordered),
    ]
    return "\n".join(lines) + "\n"


def _format_order(ranks: np.ndarray) -> str:
    groups = []
    for rank in np.unique(ranks[~np.isnan(ranks)]):
        members = [str(place + 1) for place in np.flatnonzero(ranks == rank)]
        groups.append(members[0] if len(members) == 1 else "{" + ",".join(members) + "}")
    return ",".join(groups)


__all__ = ["ENDINGS", "OTHER_ENDINGS", "Order", "Orders", "choose_ending", "format_preflib",
           "read_preflib"]  # fmt: skip
