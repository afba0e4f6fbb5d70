"""Who is who in a REFI-QDA project: coders, cases and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd

from senco.intake.formats.archive import fail
from senco.intake.formats.imported import ADVICE_PEOPLE, find_fields, make_table
from senco.intake.formats.keys import Pairing, Roster
from senco.intake.formats.markup import child, children, name_of
from senco.text.words import count_words


def guid_of(element: ElementTree.Element | None, attribute: str = "guid") -> str:
    """Return a GUID in small letters, since programs differ in case.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element or None
        None has none.
    attribute : str
        Where it stands.

    Returns
    -------
    str
        Empty where there is none.
    """
    return "" if element is None else element.get(attribute, "").strip().casefold()


class Coders:
    """Pseudonyms of the coders, in the order of the file's users.

    Parameters
    ----------
    project : xml.etree.ElementTree.Element
        The root.
    first : int
        Number of the first coder.
    """

    def __init__(self, project: ElementTree.Element, first: int = 1):
        users = [guid_of(user) for user in children(child(project, "Users"), "User")]
        self._order = {guid: place for place, guid in enumerate(dict.fromkeys(users))}
        self._project = guid_of(project, "creatingUserGUID")
        self._first = first

    def find(self, *elements: ElementTree.Element) -> str:
        """Return the GUID of who made the first of these that says so."""
        named = (guid_of(element, "creatingUser") for element in elements)
        return next((guid for guid in named if guid), self._project)

    def name(self, guids: list[str]) -> dict[str, str]:
        """Return a pseudonym for each GUID; one is unknown where nobody is named."""
        known = sorted(
            {guid for guid in guids if guid},
            key=lambda guid: (self._order.get(guid, len(self._order)), guid),
        )
        names = {guid: f"coder-{self._first + place}" for place, guid in enumerate(known)}
        return {**names, "": "coder-unknown"}


@dataclass(frozen=True)
class People:
    """Participants and what belongs to them.

    Parameters
    ----------
    participants, variables : DataFrame
        As in `senco.intake.formats.imported.Imported`.
    of_document : dict of str to list of str
        Participants, by the GUID of a source.
    of_selection : dict of str to list of str
        Participants, by the GUID of a selection.
    notes : tuple of str
        What to know.
    left_out : int
        Cases that no text belongs to.
    """

    participants: pd.DataFrame
    variables: pd.DataFrame
    of_document: dict[str, list[str]]
    of_selection: dict[str, list[str]]
    notes: tuple[str, ...]
    left_out: int


def read_people(
    project: ElementTree.Element,
    sources: list[ElementTree.Element],
    label: str,
    roster: Roster | None = None,
) -> People:
    """Return the participants: the cases of the file, or else its documents.

    Parameters
    ----------
    project : xml.etree.ElementTree.Element
        The root.
    sources : list of xml.etree.ElementTree.Element
        The sources that have a text.
    label : str
        How messages name the file.
    roster : Roster, optional
        Who is who, as far as it is known.

    Returns
    -------
    People
        A document that belongs to no case becomes a participant of its own.

    Raises
    ------
    DataError
        Where a GUID occurs twice, or it is not known who somebody is.
    """
    texts, selections = _list_guids(sources)
    cases = [*children(child(project, "Cases"), "Case")]
    check_unique(cases, label)
    used = [case for case in cases if _refers(case, texts, selections)]
    cased = {texts[guid] for case in used for guid in _targets(case, "SourceRef") if guid in texts}
    cased |= {selections.get(guid, "") for case in used for guid in _targets(case, "SelectionRef")}
    alone = [source for source in sources if guid_of(source) not in cased]
    pairings = _pair(used, alone, sources, label, roster or Roster())
    names = [pairing.pseudonym for pairing in pairings]
    of_document: dict[str, list[str]] = {}
    of_selection: dict[str, list[str]] = {}
    for case, name in zip(used, names, strict=False):
        for guid in _targets(case, "SourceRef"):
            of_document.setdefault(texts.get(guid, guid), []).append(name)
        for guid in _targets(case, "SelectionRef"):
            of_selection.setdefault(guid, []).append(name)
    for source, name in zip(alone, names[len(used) :], strict=True):
        of_document[guid_of(source)] = [name]
    values = _read_variables(
        project, [*zip(used, names, strict=False)], sources, of_document, label
    )
    notes = _write_notes(len(used), len(alone), pairings)
    rows = [{"participant": name, **_fill_bands(values, name)} for name in dict.fromkeys(names)]
    variables = pd.DataFrame(values, columns=["participant", "variable", "value"], dtype="str")
    return People(
        make_table("participants", rows), variables, of_document, of_selection, notes,
        len(cases) - len(used),
    )  # fmt: skip


def check_unique(elements: list[ElementTree.Element], label: str) -> None:
    """Raise an error for the first GUID that occurs twice, or is not there.

    Parameters
    ----------
    elements : list of xml.etree.ElementTree.Element
        Things that are referred to by their GUIDs.
    label : str
        How messages name the file.

    Raises
    ------
    DataError
        With the kind of element and its number.
    """
    seen: set[str] = set()
    for number, element in enumerate(elements, start=1):
        place = f"{label}, {str(element.tag).rpartition('}')[2]} {number}"
        guid = guid_of(element)
        if not guid:
            fail(place, "no guid", "a guid, as REFI-QDA requires")
        if guid in seen:
            fail(place, f"the guid {guid[:40]} a second time", "each guid once", "Export it again.")
        seen.add(guid)


def _list_guids(sources: list[ElementTree.Element]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the GUID of a source by its own and its texts', and by those of its selections."""
    texts: dict[str, str] = {}
    selections: dict[str, str] = {}
    for source in sources:
        for element in source.iter():
            kind = name_of(element)
            if element is source or kind in ("Representation", "Transcript"):
                texts[guid_of(element)] = guid_of(source)
            elif kind.endswith("Selection"):
                selections[guid_of(element)] = guid_of(source)
    return texts, selections


def _targets(case: ElementTree.Element, kind: str) -> list[str]:
    return [guid_of(item, "targetGUID") for item in children(case, kind)]


def _refers(case: ElementTree.Element, texts: dict[str, str], selections: dict[str, str]) -> bool:
    return any(guid in texts for guid in _targets(case, "SourceRef")) or any(
        guid in selections for guid in _targets(case, "SelectionRef")
    )


def _pair(
    cases: list[ElementTree.Element],
    alone: list[ElementTree.Element],
    sources: list[ElementTree.Element],
    label: str,
    roster: Roster,
) -> list[Pairing]:
    """Return who each case is, and each document that belongs to none."""
    kinds = [f"case {number}" for number in range(1, len(cases) + 1)]
    kinds += [f"document d{sources.index(source) + 1}" for source in alone]
    return roster.pair([each.get("name", "") for each in [*cases, *alone]], kinds, label)


def _read_variables(
    project: ElementTree.Element,
    cases: list[tuple[ElementTree.Element, str]],
    sources: list[ElementTree.Element],
    of_document: dict[str, list[str]],
    label: str,
) -> list[tuple[str, str, str]]:
    variables = [*children(child(project, "Variables"), "Variable")]
    check_unique(variables, label)
    names = {guid_of(item): item.get("name", "").strip() for item in variables}
    holders = list(cases)
    for source in sources:
        owners = of_document.get(guid_of(source), [])
        holders += [(source, owners[0])] if len(owners) == 1 else []
    rows = []
    for element, participant in holders:
        for value in children(element, "VariableValue"):
            target = guid_of(child(value, "VariableRef"), "targetGUID")
            if target not in names:
                fail(f"{label}, VariableValue", "a variable that is not listed", "a listed one")
            text = next((item.text for item in value if item.tag.endswith("Value")), None)
            if text and text.strip():
                rows.append((participant, names[target], text.strip()))
    return list(dict.fromkeys(rows))


def list_bands() -> dict[str, dict[str, str | bool]]:
    """Return what the contract allows of a participant.

    Returns
    -------
    dict of str to dict
        By column: what stands in a table, by its word in small letters. A column that may hold
        anything is left out.
    """
    bands: dict[str, dict[str, str | bool]] = {}
    for name, field in find_fields("participants").items():
        words = field.get("constraints", {}).get("enum", ())
        if field["type"] == "boolean":
            bands[name] = {"true": True, "false": False}
        elif words:
            bands[name] = {str(word).casefold(): str(word) for word in words}
    return bands


def _fill_bands(values: list[tuple[str, str, str]], participant: str) -> dict[str, str | bool]:
    """Return the variables that the contract has a column for, in its own words."""
    bands, filled = list_bands(), {}
    for owner, variable, value in values:
        column = "_".join(variable.casefold().replace("-", " ").replace("_", " ").split())
        allowed = bands.get(column, {})
        if owner == participant and value.casefold() in allowed:
            filled[column] = allowed[value.casefold()]
    return filled


def _write_notes(n_cases: int, n_alone: int, pairings: list[Pairing]) -> tuple[str, ...]:
    notes = []
    if not n_cases:
        notes.append("The file has no cases: each document was treated as a participant.")
    elif n_alone:
        alone = count_words(n_alone, "document")
        notes.append(f"Belonging to no case: {alone}, each of which was treated as a participant.")
    if pairings:
        notes.append("Who is who: " + "; ".join(map(str, pairings)) + ".")
    if any(pairing.new for pairing in pairings):
        notes.append("Names without a pseudonym were numbered in the order of the file.")
    notes.append(ADVICE_PEOPLE)
    return tuple(notes)
