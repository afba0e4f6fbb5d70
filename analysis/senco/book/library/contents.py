"""Which books have the chapter on the library, and the pack."""

from __future__ import annotations

from typing import Any

#: What a cohort's own book and the PDF leave out: how to use the library.
LIBRARY = "book/library/"
#: What a cohort's own book and the PDF leave out: the findings, in forms to carry away.
PACK = "book/pack/"


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


def leave_out_pack(toc: dict[str, Any]) -> dict[str, Any]:
    """Return a table of contents without the pack to carry.

    Parameters
    ----------
    toc : dict
        As `_toc.yml` has it.

    Returns
    -------
    dict
        Without the chapter whose pages lie in `book/pack`, in whichever part it stands.
    """

    def shorten(part: dict[str, Any]) -> dict[str, Any]:
        kept = [one for one in part["chapters"] if not one["file"].startswith(PACK)]
        return {**part, "chapters": kept}

    parts = [shorten(part) for part in toc["parts"]]
    return {**toc, "parts": [part for part in parts if part["chapters"]]}
