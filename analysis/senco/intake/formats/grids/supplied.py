"""Which element is the self and which the ideal, by name or by number."""

from __future__ import annotations

from senco.cohort.grid import Construct, Grid
from senco.errors import MeasureError
from senco.text.words import count_words


def supply_named(
    grid: Grid,
    self_element: str | None = None,
    ideal_element: str | None = None,
    overall: str | None = None,
) -> tuple[Grid, tuple[str, ...]]:
    """Return a grid with its supplied elements and construct named, by name or by number.

    Parameters
    ----------
    grid : Grid
        The grid.
    self_element, ideal_element : str, optional
        Name of an element, or its number, counted from 1. A name goes before a number.
    overall : str, optional
        A construct, by a pole, by both, or by its number.

    Returns
    -------
    grid : Grid
        The same ratings.
    notes : tuple of str
        What a number was taken to mean, where one was given.

    Raises
    ------
    MeasureError
        If there is no such element or construct.

    Examples
    --------
    >>> from senco.cohort.grid import Grid
    >>> grid = Grid(["me", "Ann"], [("calm", "hurried")], [[2, 5]], (1, 5))
    >>> named, notes = supply_named(grid, "1", "Ann", "1")
    >>> named.self_element, named.overall, notes[0]
    ('me', 'calm : hurried', "1 was read as the number of an element: the self is 'me'.")
    """
    notes: list[str] = []
    given = {
        "self_element": _find_element(grid, "self", self_element, notes),
        "ideal_element": _find_element(grid, "ideal", ideal_element, notes),
        "overall": _find_construct(grid, overall, notes),
    }
    return grid.supply(**given), tuple(notes)


def _find_element(grid: Grid, role: str, words: str | None, notes: list[str]) -> str | None:
    if words is None or not words.strip().isdecimal():
        return words
    if words in grid.elements:
        if _in_range(words, grid.n_elements) and grid.elements[int(words) - 1] != words:
            notes.append(f"{words} was read as a name: the {role} is the element with that name.")
        return words
    _check_number(words, grid.n_elements, "element")
    name = grid.elements[int(words) - 1]
    notes.append(f"{words} was read as the number of an element: the {role} is '{name}'.")
    return name


def _find_construct(grid: Grid, words: str | None, notes: list[str]) -> str | None:
    if words is None or not words.strip().isdecimal():
        return words
    if any(words in (one.left, one.right) for one in grid.constructs):
        return words
    _check_number(words, grid.n_constructs, "construct")
    construct = grid.constructs[int(words) - 1]
    notes.append(
        f"{words} was read as the number of a construct: the overall one is '{construct.label}'."
    )
    return _name_construct(construct)


def _name_construct(construct: Construct) -> str:
    if construct.left and construct.right:
        return f"{construct.left} : {construct.right}"
    return construct.left or construct.right


def _in_range(words: str, count: int) -> bool:
    return len(words) < 10 and 1 <= int(words) <= count


def _check_number(words: str, count: int, what: str) -> None:
    if not _in_range(words, count):
        raise MeasureError(
            f"no {what} is called '{words[:20]}', and there is none of that number: the grid has "
            f"{count_words(count, what)}"
        )
