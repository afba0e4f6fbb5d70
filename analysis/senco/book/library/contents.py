"""Which books have the chapter on the library."""

from __future__ import annotations

from typing import Any

#: What a cohort's own book and the PDF leave out: how to use the library.
LIBRARY = "book/library/"


def leave_out_library(toc: dict[str, Any]) -> dict[str, Any]:
    """Return a table of contents without the chapter on the library.

    Parameters
    ----------
    toc : dict
        As `_toc.yml` has it.

    Returns
    -------
    dict
        Without the part whose pages lie in `book/library`.
    """
    kept = [part for part in toc["parts"] if not part["chapters"][0]["file"].startswith(LIBRARY)]
    return {**toc, "parts": kept}
