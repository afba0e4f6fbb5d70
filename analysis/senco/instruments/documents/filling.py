"""What of a page of the kit comes from the data: its lists and its forms.

A page holds two marks of a name, ``<!-- begin places -->`` and ``<!-- end places -->``, and what
stands between them is written again: for the book from the study, for a cohort from its tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from senco.cohort.model import Cohort
from senco.cohort.study import Study
from senco.errors import MeasureError
from senco.instruments.documents.reading import hide_commas
from senco.locale import load_catalogue
from senco.measures.reported import count_constructs
from senco.text.markdown import escape_markdown

#: Where neither a study nor a cohort says how many there are.
USUAL_PLACES, USUAL_ELEMENTS, USUAL_CONSTRUCTS, USUAL_SEGMENTS = 20, 6, 10, 15
#: A form has at most so many, and what is more goes onto a second copy.
_MOST = {"places": 200, "elements": 14, "constructs": 20}
_MARKS = re.compile(r"<!-- begin (\w+) -->.*?<!-- end \1 -->", re.DOTALL)


@dataclass(frozen=True)
class Content:
    """What the forms of a kit are made for.

    Parameters
    ----------
    study : Study
        With the cohort's own influences, where it has some.
    n_places : int
        How many constructs are ranked.
    constructs, codes : tuple of str
        Labels; none where they are not known, or not all.
    scale : tuple of float
        Of the grids: the rating at the left pole, and that at the right.
    n_elements, n_constructs : int
        How many columns a grid has beside *self* and *ideal*, and how many rows.
    """

    study: Study
    n_places: int = USUAL_PLACES
    constructs: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    scale: tuple[float, float] = (1, 5)
    n_elements: int = USUAL_ELEMENTS
    n_constructs: int = USUAL_CONSTRUCTS


def describe_study(study: Study, reference: Cohort | None) -> Content:
    """Return what the kit of a study is made for, before there is a cohort.

    Parameters
    ----------
    study : Study
        The study.
    reference : Cohort or None
        The cohort of its publication, where it has one.

    Returns
    -------
    Content
        As many places as constructs were ranked in the publication.
    """
    codes = tuple(influence.label for influence in study.influences)
    n_places = USUAL_PLACES
    if reference is not None and (reference.has("rankings") or reference.has("reported")):
        try:
            n_places = count_constructs(reference)
        except MeasureError:  # a publication that reports no count of them
            n_places = USUAL_PLACES
    return Content(study, min(n_places, _MOST["places"]), codes=codes)


def describe_cohort(cohort: Cohort, reference: Cohort | None) -> Content:
    """Return what the kit of a cohort is made for.

    Parameters
    ----------
    cohort : Cohort
        What of it is there already: its constructs, codes, elements, and the scale of its grids.
    reference : Cohort or None
        The cohort of the study's publication, where it has one.

    Returns
    -------
    Content
        What the cohort does not say is the study's.
    """
    given = describe_study(cohort.study, reference)
    constructs = _list_labels(cohort, "constructs")
    n_places = len(constructs) or given.n_places
    if cohort.info.provenance == "published":  # a publication names some of them
        n_places = max(n_places, describe_study(cohort.study, cohort).n_places)
    scale = cohort.info.grids
    return Content(
        study=cohort.study,
        n_places=min(n_places, _MOST["places"]),
        constructs=constructs if len(constructs) == n_places else (),
        codes=_list_labels(cohort, "codes") or given.codes,
        scale=(scale.minimum, scale.maximum) if scale else given.scale,
        n_elements=_count(cohort, "elements", "part", USUAL_ELEMENTS),
        n_constructs=_count(cohort, "grid_constructs", "", USUAL_CONSTRUCTS),
    )


def _list_labels(cohort: Cohort, table: str) -> tuple[str, ...]:
    rows = cohort.tables.get(table)
    return () if rows is None else tuple(tidy(str(label)) for label in rows["label"])


def _count(cohort: Cohort, table: str, part: str, usual: int) -> int:
    """How many rows the person with most of them has; of elements those with no part."""
    rows = cohort.tables.get(table)
    if rows is None or rows.empty:
        return usual
    counted = rows.loc[rows[part] == "other"] if part else rows
    most = int(counted.groupby("participant").size().max()) if len(counted) else usual
    most = most if part else max(most, usual)
    return min(most, _MOST["elements" if part else "constructs"])


def tidy(text: str) -> str:
    r"""Return a label on one line, without signs that are not seen.

    Parameters
    ----------
    text : str
        Such as a construct's label.

    Returns
    -------
    str
        Blanks in place of control characters; marks that turn the direction of writing go,
        and a box that could be ticked is drawn otherwise.

    Examples
    --------
    >>> tidy("time\x00 for\u202e me")
    'time for me'
    """
    seen = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(seen.replace("☐", "□").split())


def fill_page(text: str, content: Content) -> str:
    """Return a page of the kit with its lists and forms.

    Parameters
    ----------
    text : str
        The page.
    content : Content
        What they are made for.

    Returns
    -------
    str
        The page; marks of another name stay as they are.
    """
    writers = {
        "influences": lambda: list_influences(content.study),
        "places": lambda: list_places(content),
        "constructs": lambda: list_constructs(content),
        "ratings": lambda: list_ratings(content),
        "segments": lambda: list_segments(content),
    }
    for name in _MARKS.findall(text):
        if name in writers:
            text = replace_between(text, name, writers[name]())
    return text


def replace_between(text: str, name: str, new: str) -> str:
    """Replace what stands between a page's two marks of a name.

    Parameters
    ----------
    text : str
        A page that holds ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.
    name : str
        The name.
    new : str
        What goes between.

    Returns
    -------
    str
        The page.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, rest = text.split(begin, 1)
    between = f"\n\n{new}\n\n" if new else "\n"
    return f"{before}{begin}{between}{end}{rest.split(end, 1)[1]}"


def list_influences(study: Study) -> str:
    """Return the key influences with their definitions, for the kit's coding sheet.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    str
        A table in Markdown.
    """
    systems = {system.id: system.label for system in study.systems}
    head = ("influence", "system", "it applies when the segment is about …")
    rows = [
        (tidy(one.label), tidy(systems[one.system]), tidy(one.definition))
        for one in study.influences
    ]
    return _write_table(study, head, rows)


def list_places(content: Content) -> str:
    """Return the form of a ranking, a row for each place.

    Parameters
    ----------
    content : Content
        How many places; which constructs, where they are known.

    Returns
    -------
    str
        A table in Markdown.
    """
    told = load_catalogue(content.study.language)
    first = f"1 ({told.name('highest priority', 'table')})"
    places = [first, *(str(place) for place in range(2, content.n_places + 1))]
    rows = [(place, "", "☐" if number else "–") for number, place in enumerate(places)]
    head = ("place", "construct", "side by side with the one above")
    chosen = _write_choices(content.study, "construct", content.constructs)
    return chosen + _write_table(content.study, head, rows)


def list_constructs(content: Content) -> str:
    """Return the constructs that are ranked, one for each card.

    Parameters
    ----------
    content : Content
        The constructs.

    Returns
    -------
    str
        A table in Markdown, or nothing where they are not known.
    """
    rows = [(str(number), label) for number, label in enumerate(content.constructs, start=1)]
    return _write_table(content.study, ("card", "construct"), rows) if rows else ""


def list_ratings(content: Content) -> str:
    """Return the form of a repertory grid.

    Parameters
    ----------
    content : Content
        The scale, and how many elements and constructs.

    Returns
    -------
    str
        A table in Markdown.
    """
    told = load_catalogue(content.study.language)
    left, right = (f"{end:g}".replace("-", "−") for end in content.scale)
    sides = [told.name(side, "kit") for side in ("left", "right", "none")]
    head = ("no.", "left pole", *ascii_uppercase[: content.n_elements], "self", "ideal",
            "right pole", "prefers")  # fmt: skip
    names = [told.name(name, "kit") for name in head]
    names[1], names[-2] = f"{names[1]} ({left})", f"{names[-2]} ({right})"
    names[-1] = f"{names[-1]}: {', '.join(sides)}"
    rows = [(str(row), *[""] * (len(head) - 1)) for row in range(1, content.n_constructs + 1)]
    return _write_table(content.study, names, rows)


def list_segments(content: Content) -> str:
    """Return the coding sheet, a row for each segment.

    Parameters
    ----------
    content : Content
        The codes.

    Returns
    -------
    str
        A table in Markdown.
    """
    told = load_catalogue(content.study.language)
    head = ("segment", "code", "another code", "kind", "unsure", "note")
    kinds = [told.name(kind, "kit") for kind in ("constriction", "possibility")]
    chosen = [
        _write_choices(content.study, "code", content.codes, other=True),
        _write_choices(content.study, "another code", content.codes, other=True),
        _write_choices(content.study, "kind", kinds),
    ]
    rows = [("", "", "", "", "☐", "")] * USUAL_SEGMENTS
    return "".join(chosen) + _write_table(content.study, head, rows)


def _write_table(study: Study, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its headings in the study's language."""
    told = load_catalogue(study.language)
    lines = [[told.name(name, "kit") for name in head], ["---"] * len(head)]
    lines += [[escape_markdown(cell) for cell in row] for row in rows]
    return "\n".join(
        f"{''.join(f'| {cell} ' if cell else '| ' for cell in line)}|" for line in lines
    )


def _write_choices(study: Study, column: str, choices: Sequence[str], other: bool = False) -> str:
    """What can be chosen in a column, as a comment that the page does not show."""
    if not choices:
        return ""
    name = load_catalogue(study.language).name(column, "kit")
    listed = ", ".join(hide_commas(tidy(one)) for one in choices)
    return f"<!-- choices: {hide_commas(name)} = {listed}{', …' if other else ''} -->\n\n"
