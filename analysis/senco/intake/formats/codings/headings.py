"""What the headings of a table of codings say of its layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from senco.errors import DataError, Finding
from senco.intake.formats.tabular import refuse

#: A row for each code that a coder gave to a segment, or to a place in a document; a column
#: for each coder.
Layout = Literal["segments", "places", "columns"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

#: Headings by what stands under them, in any case, as QualCoder, INCEpTION, MAXQDA and
#: researchers write them; the first of those that a table has counts.
HEADINGS = {
    "segment": ("segment", "segment id", "unit", "unit id", "passage", "item", "subject"),
    "code": ("code", "code name", "codename", "tag", "category", "label", "theme"),
    "coder": ("coder", "coder name", "owner", "user", "user name", "username", "rater",
              "annotator", "coded by", "created by", "author"),
    "participant": ("participant",),
    "document": ("document", "document name", "document id", "doc", "fid", "file", "file name",
                 "filename", "source"),
    "start": ("start", "pos0", "begin", "start position", "startposition", "start char"),
    "end": ("end", "pos1", "end position", "endposition", "end char"),
    "length": ("document length", "file size", "characters of document"),
    "paragraph": ("beginning",),
}  # fmt: skip
#: What a table is called that has the results of a comparison, and no codings.
_RESULTS = ("kappa", "agreement (%)", "agreement", "a and b (%)", "krippendorff", "disagreement")
_CODER = re.compile(
    r"(?:(?:rater|coder|judge|annotator|observer|reader)[\s_.-]*\w{0,12}|[a-z]{1,3}\d{0,2})",
    re.IGNORECASE,
)
_ALLOWED = (
    "the columns segment, code and coder; or document, start, end, code and coder; or a column "
    "for each coder"
)


def find_columns(headings: Iterable[str]) -> dict[str, str]:
    """Return under which heading each thing stands.

    Parameters
    ----------
    headings : iterable of str
        As they stand.

    Returns
    -------
    dict of str to str
        Headings by the keys of `HEADINGS`; what a table has not is left out.

    Examples
    --------
    >>> find_columns(["fid", "Code_name", "owner", "pos0", "pos1", "seltext"])
    {'code': 'Code_name', 'coder': 'owner', 'document': 'fid', 'start': 'pos0', 'end': 'pos1'}
    """
    plain = {re.sub(r"[\s_]+", " ", heading.casefold()): heading for heading in headings}
    return {
        what: next(plain[name] for name in names if name in plain)
        for what, names in HEADINGS.items()
        if any(name in plain for name in names)
    }


def is_by_paragraph(found: Mapping[str, str]) -> bool:
    """Return whether passages are told by their paragraphs, as MAXQDA's table of segments does.

    Parameters
    ----------
    found : mapping of str to str
        As `find_columns` gives it.

    Returns
    -------
    bool
        Beginning and end then count paragraphs, and no characters.

    Examples
    --------
    >>> heads = ["Document name", "Code", "Beginning", "End", "Segment", "Created by"]
    >>> is_by_paragraph(find_columns(heads))
    True
    """
    return {"document", "paragraph", "end", "code", "coder"} <= set(found)


def find_layout(headings: list[str], file: str) -> Layout:
    """Return the layout that a table's headings show.

    Parameters
    ----------
    headings : list of str
        As they stand.
    file : str
        How messages name it.

    Returns
    -------
    {"segments", "places", "columns"}
        The layout.

    Raises
    ------
    DataError
        Where they show none: with what is missing, or how to say the layout.
    """
    found = find_columns(headings)
    if {"document", "start", "end", "code", "coder"} <= set(found):
        return "places"
    if {"segment", "code", "coder"} <= set(found) or is_by_paragraph(found):
        return "segments"
    plain = [heading.casefold() for heading in headings]
    if sum(name in plain for name in _RESULTS) > 1:
        raise refuse(
            file,
            "the results of a comparison (such as 'Kappa')",
            "what each coder coded, not how far they agree",
            row=1,
            remedy="Export the codings themselves: in NVivo the project as REFI-QDA (.qdpx), in "
            "QualCoder the report of codes by coders.",
        )
    coders = [heading for heading in headings if not _names_units(heading)]
    if len(coders) > 1 and all(_CODER.fullmatch(heading) for heading in coders):
        return "columns"
    if {"code", "coder", "segment"} & set(found):
        raise DataError(_find_missing(found, headings, file))
    raise refuse(
        file,
        f"the headings {', '.join(repr(heading[:30]) for heading in headings[:6])}",
        _ALLOWED,
        row=1,
        remedy="If each column is a coder and each row a unit: --layout columns.",
    )


def _names_units(heading: str) -> bool:
    return heading.casefold() in ("", "id", "no", "no.", "number", *HEADINGS["segment"])


def _find_missing(found: dict[str, str], headings: list[str], file: str) -> list[Finding]:
    needed = ["code", "coder"]
    needed += ["document", "start", "end"] if {"start", "end"} & set(found) else ["segment"]
    return [
        Finding(
            file,
            f"no column '{name}'",
            _ALLOWED,
            row=1,
            column=name,
            remedy=f"It has: {', '.join(heading[:30] for heading in headings[:12])}. Give the "
            f"column this heading, or add it.",
        )
        for name in needed
        if name not in found
    ]
