"""Style sheets by others, as the site has them: cut to some of their rules."""

from __future__ import annotations


def is_cut_from(text: str, sheet: str) -> bool:
    r"""Whether a style sheet holds rules of another one, and nothing else.

    Parameters
    ----------
    text : str
        The one.
    sheet : str
        The other.

    Returns
    -------
    bool
        Whether each line is a whole one of the other's, or whole rules of it, in its order.

    Examples
    --------
    >>> sheet = "a{top:0}b.c{top:1px}@media print{a{top:2px}}"
    >>> is_cut_from("b.c{top:1px}\n@media print{\na{top:2px}\n}\n", sheet)
    True
    >>> is_cut_from("c{top:1px}\n", sheet), is_cut_from("/* Jane Doe */ b.c{top:1px}\n", sheet)
    (False, False)
    """
    place = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        place = _pass(line, sheet, place)
        if place < 0:
            return False
    return True


def _pass(line: str, sheet: str, place: int) -> int:
    """Where a line ends that stands whole in a sheet, from a place on; -1 where it does not."""
    while (start := sheet.find(line, place)) >= 0:
        place = start + len(line)
        begins = start == 0 or sheet[start - 1] in "{},;/ \t\n"
        if begins and (line[-1] in "{},;" or sheet[place : place + 1] in ("", "\n")):
            return place
        place = start + 1
    return -1
