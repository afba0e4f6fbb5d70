"""The number of a table, as pages and the site write it."""

from __future__ import annotations

from senco.locale.catalogue import IN_ENGLISH, Catalogue


def format_number_link(number: int, catalogue: Catalogue = IN_ENGLISH) -> str:
    """Return the number of a table as its caption begins: a link that can be copied.

    Parameters
    ----------
    number : int
        From 1; 0 for a table without one.
    catalogue : Catalogue
        Of the page's language.

    Returns
    -------
    str
        HTML; blank for none.
    """
    if not number:
        return ""
    words = catalogue.translate(f"Table {number}")
    return f'<a class="senco-number" href="#table-{number}">{words}.</a> '
