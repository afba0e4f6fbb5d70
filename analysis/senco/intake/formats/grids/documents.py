"""Grids in XML: GridSuite, and Sci:Vesco (.scires)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from senco.intake.formats.grids.drafts import Draft, Place, Problems, check_size, parse_number
from senco.intake.formats.markup import child, children, name_of, parse_xml, text_of

#: Digits that a sum of two shares is exact to.
_EXACT = 1e-6


@dataclass(frozen=True)
class Document:
    """A program whose files are XML.

    Parameters
    ----------
    name : str
        As messages name it.
    root : str
        Name of the outermost element.
    draft : callable
        The grids of such a document; given its root, the file's name and the problems.
    endings : tuple of str
        Of its files.
    """

    name: str
    root: str
    draft: Callable[[Element, str, Problems], list[Draft]]
    endings: tuple[str, ...]


def find_document(content: bytes) -> Document | None:
    """Return the program whose XML some bytes hold.

    Parameters
    ----------
    content : bytes
        A file.

    Returns
    -------
    Document or None
        None for anything else.
    """
    head = content[:4096].removeprefix(codecs.BOM_UTF8)
    marks = re.findall(rb"<\s*([A-Za-z_][\w.:-]*)", head)
    if not head.lstrip().startswith(b"<") or not marks:
        return None
    root = marks[0].decode("ascii").rpartition(":")[2]
    return next((document for document in DOCUMENTS if document.root == root), None)


def draft_document(
    document: Document, content: bytes, name: str, problems: Problems
) -> list[Draft]:
    """Read the grids of an XML document.

    Parameters
    ----------
    document : Document
        From `find_document`.
    content : bytes
        The file.
    name : str
        Name of a grid that has none.
    problems : Problems
        Where findings go.

    Returns
    -------
    list of Draft
        The grids.

    Raises
    ------
    DataError
        If it is no XML, beyond the bounds of `markup`, or its parts do not fit.
    """
    root = parse_xml(content, problems.file)
    if name_of(root) != document.root:
        raise problems.refuse(f"XML that begins with {name_of(root)[:40]}", document.root)
    return document.draft(root, name, problems)


def _draft_gridsuite(root: Element, name: str, problems: Problems) -> list[Draft]:
    elements = _list_parts(root, "elements", "element")
    constructs = _list_parts(root, "constructs", "construct")
    check_size(len(constructs), len(elements), problems)
    ratings = child(root, "ratings")
    if ratings is None:
        raise problems.refuse("a grid without ratings", "the element ratings")
    ends = [parse_number(ratings.get(end, "")) for end in ("min", "max")]
    cells = [[""] * len(elements) for _ in constructs]
    rows, columns = ({key: n for n, key in enumerate(part)} for part in (constructs, elements))
    for rating in children(ratings, "rating"):
        con, ele = rating.get("con_id", ""), rating.get("ele_id", "")
        if con not in constructs or ele not in elements:
            found = f"a rating of construct '{con[:20]}' and element '{ele[:20]}'"
            problems.add(found, "the numbers of a construct and an element of the file")
            continue
        i, j = rows[con], columns[ele]
        if cells[i][j]:
            problems.add(f"a second rating of construct {i + 1} and element {j + 1}", "one")
        cells[i][j] = (rating.text or "").strip()
    problems.check()
    names = [(one.text or "").strip() for one in elements.values()]
    poles = [(text_of(one, "pole1"), text_of(one, "pole2"), "") for one in constructs.values()]
    scale = (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
    return [_make("gridsuite", names, poles, cells, scale, name)]


def _list_parts(root: Element, group: str, part: str) -> dict[str, Element]:
    """Elements by the numbers that ratings name them by; counted where they have none."""
    found = list(children(child(root, group), part))
    return {one.get("id") or str(place): one for place, one in enumerate(found, start=1)}


def _draft_scivesco(root: Element, name: str, problems: Problems) -> list[Draft]:
    interviews = list(children(root, "Interview"))
    if not interviews:
        raise problems.refuse("no interview", "the element Interview")
    several = len(interviews) > 1
    return [
        _draft_interview(one, f"{name}, interview {number}" if several else name, problems)
        for number, one in enumerate(interviews, start=1)
    ]


def _draft_interview(interview: Element, name: str, problems: Problems) -> Draft:
    settings = child(interview, "InterviewSettingData")
    kind = child(settings, "RatingType")
    if kind is not None and kind.get("Default", "Bipolar") != "Bipolar":
        raise problems.refuse(
            f"ratings of the kind {kind.get('Default', '')[:30]}",
            "Bipolar",
            remedy="Such a grid has two ratings for each construct; no measure here can use them.",
        )
    collection = child(child(settings, "Elements"), "ElementsCollection")
    elements = {one.get("Id", ""): text_of(one, "Name") for one in children(collection, "Element")}
    turns = list(
        children(child(interview, "InterviewResultTurnsCollection"), "InterviewResultTurn")
    )
    check_size(len(turns), len(elements), problems)
    cells = [_read_turn(one, number, elements, problems) for number, one in enumerate(turns, 1)]
    poles = [(text_of(one, "Pole1"), text_of(one, "Pole2"), "") for one in turns]
    problems.check()
    return _make("scivesco", list(elements.values()), poles, cells, (0.0, 1.0), name)


def _read_turn(
    turn: Element, number: int, elements: dict[str, str], problems: Problems
) -> list[str]:
    """Ratings toward the second pole; those toward the first are the rest to 1."""
    shares = [
        {
            one.get("ElementId", ""): one.get("Value", "")
            for one in children(child(turn, side), "Rating")
        }
        for side in ("RatingPole1", "RatingPole2")
    ]
    for who in shares[1]:
        first, second = (parse_number(share.get(who, "")) for share in shares)
        if who not in elements:
            found = f"construct {number}: a rating of '{who[:20]}'"
            problems.add(found, "an element of the file")
        elif first is not None and second is not None and abs(first + second - 1) > _EXACT:
            found = f"construct {number}, {elements[who]}: ratings {first:g} and {second:g}"
            problems.add(found, "two that add up to 1, as between two poles")
    return [_plain(shares[1].get(who, "")) for who in elements]


def _plain(value: str) -> str:
    number = parse_number(value)
    return value if number is None else repr(number)


def _make(
    layout: str,
    elements: list[str],
    poles: list[tuple[str, str, str]],
    cells: list[list[str]],
    scale: tuple[float, float] | None,
    name: str,
) -> Draft:
    def place(i: int, j: int) -> Place:
        return None, f"construct {i + 1}, element {j + 1}"

    return Draft(
        layout=layout,
        elements=elements,
        constructs=poles,
        cells=cells,
        rating_place=place,
        element_places=[(None, f"element {j + 1}") for j in range(len(elements))],
        construct_places=[(None, f"construct {i + 1}") for i in range(len(poles))],
        scale=scale,
        name=name,
    )


#: The programs whose XML is read.
DOCUMENTS = (
    Document("GridSuite", "grid", _draft_gridsuite, (".xml",)),
    Document("Sci:Vesco", "InterviewDataRoot", _draft_scivesco, (".scires",)),
)
