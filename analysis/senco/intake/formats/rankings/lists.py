"""Ordered lists of items in one cell, as each survey program writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from senco.intake.formats import tabular
from senco.intake.formats.rankings.ranks import is_not_ranked, is_rank
from senco.intake.formats.signs import tidy
from senco.intake.formats.tabular import refuse

#: Groups of items that share a place, from the first place on.
Order = list[tuple[str, ...]]
#: Words of a heading that asks for an order, in several languages.
_ORDERED = re.compile(
    r"rank|order\b|priorit|prefer|importan|rang|reihenfolge|wichtig|orden\b|classe[rz]|top\b",
    re.IGNORECASE,
)
_SIGNS = {">": "greater-than signs", ";": "semicolons", "|": "bars", ",": "commas",
          " ": "spaces", "[]": "brackets and commas", "labels": "the labels given"}  # fmt: skip
_NAME = re.compile(r"[^\W\d][\w.-]*|\d{1,3}|[A-Za-z]{1,3}\d{1,4}")
_PAIR = re.compile(r".*[\s:=(]\d{1,3}\)?")
_NUMBERED = re.compile(r"(?P<n>\d{1,3})\s*[.):]\s*(?P<item>.+)", re.DOTALL)
_MOST_ITEMS = 200
_FEW = 2
_MANY = 3
#: Among so many lists two that differ in their order are looked for.
_LOOKED_AT = 100


@dataclass(frozen=True)
class Lists:
    """A column of lists, as it was read.

    Parameters
    ----------
    orders : list of list of tuple of str
        For each row, from the first place on; nothing where the cell is blank.
    sign : str
        What parts the items.
    doubt : str
        Why the lists may be no rankings; "" where they are.
    clash : str
        What may be one label or two; "" where nothing.
    """

    orders: list[Order]
    sign: str
    doubt: str = ""
    clash: str = ""

    @property
    def parted(self) -> str:
        """What parts the items, in words."""
        return _SIGNS[self.sign]


def read_lists(
    cells: Sequence[str], heading: str, labels: Mapping[str, str] | None = None
) -> Lists | None:
    """Read a column's cells as ordered lists, where they are.

    Parameters
    ----------
    cells : sequence of str
        The column.
    heading : str
        Its heading, or the question.
    labels : mapping of str to str, optional
        What the items may be, by code.

    Returns
    -------
    Lists or None
        None where the cells are no lists.

    Examples
    --------
    >>> read_lists(["Play;Work;Rest;", "Rest;Play;Work;"], "Put in order").orders[1]
    [('Rest',), ('Play',), ('Work',)]
    """
    texts = ["" if is_not_ranked(cell) else cell for cell in cells]
    filled = [text for text in texts if text]
    if not filled or all(is_rank(text) for text in filled):
        return None
    fits = [*_list_fits(filled, labels)]
    whole = [fit for fit in fits if _are_whole(fit[1])]
    if len(whole) > 1:
        whole = [fit for fit in whole if fit[0] != " "] or whole
    named = [fit for fit in fits if fit[0] == "labels"]
    chosen = (named or whole or fits)[:1]
    if not chosen:
        return None
    sign, orders, doubted = chosen[0]
    orders, numbered = _leave_numbers(orders)
    clash = numbered or doubted
    if not clash and len(whole) > 1 and not named:
        clash = "lists that may be separated by " + " or by ".join(_SIGNS[fit[0]] for fit in whole)
    if not clash and sign == ",":
        clash = _find_clash(orders)
    spread = iter(orders)
    placed = [next(spread) if text else [] for text in texts]
    doubt = _doubt(orders, heading)
    if sign == " " and not doubt and len(_sets(orders)[0]) < _MANY:
        doubt = "" if _ORDERED.search(heading) else "only two words may be a name or an answer"
    return Lists(placed, sign, doubt, clash)


def _list_fits(
    filled: list[str], labels: Mapping[str, str] | None
) -> Iterable[tuple[str, list[Order], str]]:
    """Yield the ways in which all cells are lists of different items."""
    if labels:
        known = [_cut(text, labels) for text in filled]
        if all(known):
            yield "labels", known, ""
            return
    for sign in (">", ";", "|", ",", " "):
        if sign == " " and any(set(text) & set(">;|,[") for text in filled):
            continue
        for orders in _split_all(filled, sign):
            if orders and _may_be(orders, sign):
                yield sign, orders, ""
                break
    arrays = [_split_array(text) for text in filled]
    if all(arrays):
        yield "[]", [order for order in arrays if order], ""


def _may_be(orders: list[Order], sign: str) -> bool:
    items = [[item.casefold() for group in order for item in group] for order in orders]
    every = [item for order in items for item in order]
    if not any(len(order) > 1 for order in items) or len(set(every)) > _MOST_ITEMS:
        return False
    if any(not item or _PAIR.fullmatch(item) for item in every):
        return False
    if sign == " " and not all(_NAME.fullmatch(item) for item in every):
        return False
    return all(len(set(order)) == len(order) for order in items)


def _split_all(filled: list[str], sign: str) -> Iterable[list[Order]]:
    """Yield the cells' lists, first those whose labels hold the sign themselves."""
    joined = " ".join(filled)
    tight, loose = (len(re.findall(re.escape(sign) + end, joined)) for end in (r"(?=\S)", r"\s"))
    mixed = sign in ",;" and tight and loose
    if mixed:
        for end in (r"(?!\s)", r"\s"):
            orders = [_group(re.split(re.escape(sign) + end, text), sign) for text in filled]
            if _are_whole(orders) and _may_be(orders, sign) and len(filled) > 1:
                yield orders
                return
    yield [_group(text.split(None if sign == " " else sign), sign) for text in filled]


def _group(parts: list[str], sign: str) -> Order:
    parts = [tidy(part) for part in parts]
    if len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    if sign == ">":
        return [tuple(tidy(one) for one in part.split("=")) for part in parts]
    return [(part.rstrip(";") if sign == ";" else part,) for part in parts]


def _split_array(text: str) -> Order | None:
    if not (text.startswith("[") and text.endswith("]")) or text.count("[") > 1:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    texts = [tidy(one) for one in found if isinstance(one, str)]
    whole = len(texts) == len(found) == len(set(texts))
    return [(one,) for one in texts] if whole else None


def _cut(text: str, labels: Mapping[str, str]) -> Order:
    """Return the labels that stand in a cell one after another; nothing where others do."""
    known = {one.casefold(): label for code, label in labels.items() for one in (label, code)}
    words = sorted(known, key=len, reverse=True)
    rest = text.casefold()
    order: Order = []
    while rest := rest.lstrip(" ;,|>"):
        found = next((one for one in words if _begins(rest, one)), None)
        if found is None or (known[found],) in order:
            return []
        order.append((known[found],))
        rest = rest[len(found) :]
    return order


def _begins(rest: str, word: str) -> bool:
    return rest.startswith(word) and rest[len(word) : len(word) + 1] in ("", *" ;,|>")


def _leave_numbers(orders: list[Order]) -> tuple[list[Order], str]:
    """Leave out the numbers of places that stand before the items."""
    found = [[_NUMBERED.fullmatch(group[0]) if len(group) == 1 else None for group in order]
             for order in orders]  # fmt: skip
    if not all(one for line in found for one in line):
        return orders, ""
    numbers = [[(int(one["n"]), one["item"]) for one in line if one] for line in found]
    if all([n for n, _ in line] == [*range(1, len(line) + 1)] for line in numbers):
        return [[(item,) for _, item in line] for line in numbers], ""
    pairs = {pair for line in numbers for pair in line}
    fixed = len({item for _, item in pairs}) == len(pairs)
    return orders, "" if fixed else "numbers before the items that are not their order"


def _sets(orders: Iterable[Order]) -> list[frozenset[str]]:
    return [frozenset(item.casefold() for group in order for item in group) for order in orders]


def _are_whole(fit: object) -> bool:
    """Whether every list holds the same items, two or more."""
    sets = _sets(fit) if isinstance(fit, list) else []
    return len(set(sets)) == 1 and len(sets[0]) > 1


def _find_clash(orders: list[Order]) -> str:
    """Return two items of which one always follows the other: one label with a comma, or two."""
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for order in orders:
        line = ["", *(group[0] for group in order), ""]
        for left, right in pairwise(line):
            after.setdefault(left, set()).add(right)
            before.setdefault(right, set()).add(left)
    for left, rights in after.items():
        (right, *others) = rights
        if left and right and not others and before[right] == {left}:
            return f"{right[:40]!r} always after {left[:40]!r}: one item with a comma, or two"
    return ""


def _doubt(orders: list[Order], heading: str) -> str:
    """Return why lists may be no rankings."""
    asked = bool(_ORDERED.search(heading))
    sets = _sets(orders)
    whole, several = len(set(sets)) == 1, len(orders) > 1
    same = _share_one_order(orders[:_LOOKED_AT])
    if whole and several:
        return "" if asked or not same else "all cells hold the same list"
    if not several:
        return "" if asked else "only one list"
    if same:
        return "all lists are in the same order, as with ticked boxes"
    used = [item for one in sets for item in one]
    repeated = len(set(used)) * _FEW <= len(used)
    return "" if asked and repeated else "the lists do not contain the same items"


def _share_one_order(orders: list[Order]) -> bool:
    """Whether no two lists order two items in two ways."""
    seen: set[tuple[str, str]] = set()
    for order in orders:
        line = [item.casefold() for group in order for item in group]
        seen |= {(a, b) for n, a in enumerate(line) for b in line[n + 1 :]}
    return not any((b, a) in seen for a, b in seen)


def tabulate_orders(orders: Sequence[Order], people: Sequence[str], file: str) -> pd.DataFrame:
    """Turn orders to a table of ranks.

    Parameters
    ----------
    orders : sequence of list of tuple of str
        Each person's, from the first place on; what shares a place shares its midrank.
    people : sequence of str
        Who they are.
    file : str
        How messages name it.

    Returns
    -------
    DataFrame of float, shape (n_participants, n_items)
        Items in the order in which they are met.

    Examples
    --------
    >>> tabulate_orders([[("a",), ("b", "c")]], ["P1"], "a.csv").loc["P1"].tolist()
    [1.0, 2.5, 2.5]
    """
    items = [*dict.fromkeys(item for order in orders for group in order for item in group)]
    if len(items) > tabular.LARGEST_COLUMNS:
        raise refuse(file, f"{len(items)} items", f"at most {tabular.LARGEST_COLUMNS:,} items")
    places = {item: place for place, item in enumerate(items)}
    ranks = np.full((len(orders), len(items)), np.nan)
    for row, order in enumerate(orders):
        done = 0
        for group in order:
            ranks[row, [places[item] for item in group]] = done + (len(group) + 1) / 2
            done += len(group)
    index = pd.Index([*people], name="participant")
    return pd.DataFrame(ranks, index=index, columns=pd.Index(items, name="item"))
