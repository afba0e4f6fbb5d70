"""The contract of a cohort: which tables there are and what may stand in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from senco.cohort.study import Study
from senco.errors import Finding, SencoError, find_meant, suggest


def read_contract(content: bytes, study: Study) -> dict[str, dict[str, Any]]:
    """Return the tables' descriptors, by table, in the contract's order.

    Parameters
    ----------
    content : bytes
        A Frictionless data package, as JSON. A field that names a list of the study
        (``"listed": "roles"``) takes what the study lists; a table of an instrument that the
        study does not use (``"instrument": "grids"``) is left out.
    study : Study
        The study.

    Returns
    -------
    dict of str to dict
        The resource descriptors, which nobody changes.
    """
    lists = (
        "roles", "role_years", "experience_years", "settings", "rings", "systems", "actors",
    )  # fmt: skip
    allowed = tuple((name, study.list_allowed(name)) for name in lists)
    return _fill_contract(content, allowed, study.instruments)


@lru_cache(maxsize=4)
def _fill_contract(
    content: bytes, lists: tuple[tuple[str, tuple[str, ...]], ...], instruments: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    allowed = dict(lists)
    package = json.loads(content)
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if "listed" in field:
                field.setdefault("constraints", {})["enum"] = list(allowed[field.pop("listed")])
    return {
        resource["name"]: resource
        for resource in package["resources"]
        if resource.pop("instrument", instruments[0]) in instruments
    }


def fields_of(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a table's fields by name, in order.

    Parameters
    ----------
    resource : dict
        The table's descriptor.

    Returns
    -------
    dict of str to dict
        The fields' descriptors.
    """
    return {field["name"]: field for field in resource["schema"]["fields"]}


def refuse_heading(
    label: str, heading: str, fields: Iterable[str], row: int, column: int, remedy: str = ""
) -> Finding:
    """Return what is said of a heading that the contract does not know.

    Parameters
    ----------
    label : str
        How messages name the file.
    heading : str
        What stands there.
    fields : iterable of str
        The table's columns.
    row, column : int
        Its place, from 1.
    remedy : str
        What to do where no column is near it.

    Returns
    -------
    Finding
        With the column that was most likely meant.
    """
    known = list(fields)
    return Finding(
        label,
        f"the heading '{heading:.60}'",
        ", ".join(known),
        row,
        str(column),
        suggest(heading, known) or remedy,
        code="heading-unknown",
        meant=find_meant(heading, known),
    )


def describe_contract(content: bytes, study: Study) -> str:
    """Return `data/README.md`: every table and column in words.

    Parameters
    ----------
    content, study
        As for `read_contract`.

    Returns
    -------
    str
        Markdown, made from the contract and the study and from nothing else.
    """
    lines = [
        "# The data, table by table",
        "",
        "`senco describe` makes this page from `datapackage.json` and `study.yml`; edit those, "
        "not this page.",
        "",
        json.loads(content)["description"],
        "",
    ]
    for resource in read_contract(content, study).values():
        lines += _describe_table(resource)
    return "\n".join(lines)


def _describe_table(resource: dict[str, Any]) -> list[str]:
    schema = resource["schema"]
    key = ", ".join(f"`{name}`" for name in schema["primaryKey"])
    lines = [
        f"## {resource['title']} (`{resource['path']}`)",
        "",
        resource["description"],
        f"The key is {key}.",
        "",
        "| column | meaning | allowed |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| `{field['name']}` | {field['description']} | {describe_field(field)} |"
        for field in schema["fields"]
    ]
    return [*lines, ""]


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date as 2017-06-30",
}


def describe_field(field: dict[str, Any]) -> str:
    """Say in words what may stand in a column.

    Parameters
    ----------
    field : dict
        A field's descriptor.

    Returns
    -------
    str
        Such as "a number from 0 to 1 (share of the line)".

    Examples
    --------
    >>> describe_field({"name": "rank", "type": "number", "constraints": {"minimum": 1}})
    'a number of at least 1; may be blank'
    """
    limits = field.get("constraints", {})
    text = _TYPES[field["type"]]
    if "enum" in limits:
        listed = ", ".join(limits["enum"])
        text = f"one of: {listed}" if listed else "nothing: the study lists none"
    elif "minimum" in limits and "maximum" in limits:
        text += f" from {limits['minimum']} to {limits['maximum']}"
    elif "minimum" in limits:
        text += f" of at least {limits['minimum']}"
    elif "pattern" in limits:
        text = _PATTERNS.get(limits["pattern"], f"text like `{limits['pattern']}`")
    elif "maxLength" in limits:
        text += f" of at most {limits['maxLength']} characters"
    if "unit" in field:
        text += f" ({field['unit']})"
    if not limits.get("required"):
        text += "; may be blank"
    return text


_PATTERNS = {
    "[A-Za-z]{1,6}-?[0-9]{1,6}": "letters and a number, such as P1",
    "[a-z0-9][a-z0-9-]{0,79}": "a key of small letters, digits and hyphens",
    "[0-9]+(-[0-9]+)?(; [0-9]+(-[0-9]+)?)*": "lines such as 270-271; 325",
    "-?[0-9]+([.][0-9]+)?": "a number as printed, such as 5.00",
    "C[0-9]{2,3}": "a claim's key, such as C07",
    "D[0-9]{2,3}": "a difficulty's key, such as D07",
}


def check_known_keys(given: dict[str, Any], known: list[str], label: str, column: str) -> None:
    """Raise an error for the first key that is not known.

    Parameters
    ----------
    given : dict
        What a file holds.
    known : list of str
        The keys that may stand there.
    label : str
        How messages name the file.
    column : str
        The key above these.

    Raises
    ------
    SencoError
        With what was meant, where that can be guessed.
    """
    for key in given:
        if key not in known:
            raise SencoError(
                str(
                    Finding(
                        label,
                        f"the unknown key '{key}'",
                        "one of " + ", ".join(known) if known else "no keys here",
                        column=column,
                        remedy=suggest(key, known),
                    )
                )
            )
