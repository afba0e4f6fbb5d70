"""What a new cohort's folder starts from, made from the contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from senco.cohort.consistency import PLACEHOLDER
from senco.cohort.contract import fields_of
from senco.cohort.model import CRITERIA_WORDS, CohortInfo, Criteria
from senco.workspace.files import make_private_folder, set_access

#: Only a publication has these; nobody collects them.
PUBLICATION_TABLES = frozenset({"reported", "places"})
PUBLICATION_COLUMNS = frozenset({"lines", "placing"})
#: Columns of an earlier version, which are read by nothing.
_EARLIER = frozenset({("claims", "answers")})
#: The keys of cohort.yml that a person fills in, with what they mean.
INFO_KEYS: dict[str, str] = {
    "title": "Title of the cohort's part of the book, such as: Twelve people from one county, 2026",
    "provenance": "collected: your own data, kept private; synthetic: made up, to try things out",
    "summary": "Who took part, in one sentence; no names of people, settings or places",
    "source": "How and when the data were collected, and under which ethical approval",
    "licence": "Who may use the data, such as: not to be shared",
    "coders": (
        "Who coded, where several did, separated by commas: for each participant the first of "
        "them who coded any of their data is counted, such as: anna, ben"
    ),
    "worklines minimum": "The lowest level of the work-line's chart, such as -5",
    "worklines maximum": "The highest level of the chart, such as 5",
    "grids minimum": "The lowest rating of the grids, such as 1",
    "grids maximum": "The highest rating of the grids, such as 7",
    "disclosure quasi_identifiers": (
        "What people who know a participant know about them: columns of the sheet "
        "participants, separated by commas, such as: role, role_years"
    ),
    "disclosure k": "At least this many participants should share these, such as 3",
}


def list_collected(contract: dict[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that a collected cohort can have, with the columns to fill in.

    Parameters
    ----------
    contract : dict of str to dict
        The tables' descriptors.

    Returns
    -------
    dict of str to list of dict
        The fields' descriptors, by table.
    """
    left: set[str] = set(PUBLICATION_TABLES)
    for table, resource in contract.items():
        needed = {table, *(key["reference"]["resource"] for key in _list_keys(resource))}
        if needed & left or any(map(_is_closed, fields_of(resource).values())):
            left.add(table)
    if "claims" in left:
        left.add("difficulties")
    return {
        table: [
            field
            for name, field in fields_of(resource).items()
            if name not in PUBLICATION_COLUMNS
            and (table, name) not in _EARLIER
            and _is_listed(field)
        ]
        for table, resource in contract.items()
        if table not in left
    }


def _list_keys(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return list(resource["schema"].get("foreignKeys", []))


def _is_closed(field: dict[str, Any]) -> bool:
    """Whether a column must be filled in, and the study lists nothing for it."""
    return bool(field.get("constraints", {}).get("required")) and not _is_listed(field)


def _is_listed(field: dict[str, Any]) -> bool:
    """Whether there is anything to choose from, where a column chooses."""
    return bool(field.get("constraints", {}).get("enum", True))


def write_folder(folder: Path, contract: dict[str, dict[str, Any]]) -> None:
    """Write a new cohort's folder: cohort.yml and the tables' headings.

    Parameters
    ----------
    folder : Path
        Where; it must not exist.
    contract : dict of str to dict
        The tables' descriptors.
    """
    make_private_folder(folder)
    (folder / "cohort.yml").write_text(_describe_info(None), encoding="utf-8", newline="\n")
    write_headings(folder, contract)
    set_access(folder, private=True)


def write_criteria_alone(folder: Path, day: date) -> None:
    """Write a new cohort's folder with cohort.yml alone, in which criteria are laid down.

    Parameters
    ----------
    folder : Path
        Where; it must not exist.
    day : date
        The day on which they are written down.
    """
    make_private_folder(folder)
    (folder / "cohort.yml").write_text(_describe_info(day), encoding="utf-8", newline="\n")
    set_access(folder, private=True)


def write_headings(folder: Path, contract: dict[str, dict[str, Any]]) -> None:
    """Write tables that hold their headings alone.

    Parameters
    ----------
    folder : Path
        Where.
    contract : dict of str to dict
        The tables' descriptors.
    """
    for table, fields in list_collected(contract).items():
        headings = ",".join(field["name"] for field in fields)
        (folder / f"{table}.csv").write_text(headings + "\n", encoding="utf-8", newline="\n")


def _describe_info(day: date | None) -> str:
    """A cohort.yml to fill in; with criteria that count where a day is given."""
    mark = "" if day else "# "
    lines = [
        ("# What the book says about this cohort. Lines that begin with # are explanations."),
        "",
    ]
    for key in CohortInfo.model_fields:
        if key in INFO_KEYS and key != "coders":
            value = "collected" if key == "provenance" else f'"{PLACEHOLDER} {key}"'
            lines += [f"# {INFO_KEYS[key]}", f"{key}: {value}", ""]
    lines += [
        "# The scale of the work-line's chart and of the grids' ratings: remove the #",
        "# worklines: {minimum: -5, maximum: 5}",
        "# grids: {minimum: 1, maximum: 7}",
        "",
        *(_LAID_DOWN if day else _TO_LAY_DOWN),
        f"{mark}criteria:",
        f"{mark}  written: {day or '2026-01-31'}",
        *_describe_criteria(mark),
        "# Who coded, where several did: each participant is counted as the first of them coded",
        "# coders: [anna, ben]",
        "",
        "# What people who know a participant know about them (columns of participants), and "
        "how many",
        "# participants at least should share it: senco disclose says whether they do",
        "# disclosure: {quasi_identifiers: [role, role_years, experience_years, setting], k: 3}",
    ]
    return "\n".join(lines) + "\n"


_TO_LAY_DOWN = (
    "# What will count as agreement with another cohort. Decide before you look at data, remove",
    "# the #, and write down the day. senco check prints the digest: keep it elsewhere.",
)
_LAID_DOWN = (
    "# What will count as agreement with another cohort. Change the numbers as you decide, and the",
    "# day to the one on which you did. senco check prints the digest: keep it elsewhere.",
)


def _describe_criteria(mark: str) -> list[str]:
    """The criteria with their defaults, after a mark; those without a default as comments."""
    lines, other = [], mark + "  " if mark else "  #"
    for key, field in Criteria.model_fields.items():
        if key in CRITERIA_WORDS:
            lines.append(f"{mark}  {key}: {field.default}  # {CRITERIA_WORDS[key]}")
    return [
        *lines,
        f"{other}primary: [order]  # what the study is about; or place:CONSTRUCT, key:INFLUENCE",
        f"{other}# with several primary outcomes: each, all, or shared (they share the error)",
        f"{other}# multiplicity: all",
        f'{other}stopping_rule: "We stop when 20 people took part, or in June 2026."',
    ]
