"""The contract of a cohort: which tables there are and what may stand in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from senco.cohort.study import Study
from senco.errors import DataError, Finding, SencoError, find_meant, suggest

Model = TypeVar("Model", bound=BaseModel)

#: No YAML file of a cohort is larger than this.
MAXIMUM_YAML_BYTES = 256 * 1024


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


def load_yaml(
    path: Path, model: type[Model], label: str, read: Callable[[Path], bytes] = Path.read_bytes
) -> Model:
    """Read a YAML file into a model, or say what is wrong with it.

    Parameters
    ----------
    path : Path
        The file.
    model : type of pydantic.BaseModel
        What it must hold.
    label : str
        How messages name the file.
    read : callable
        Returns what the file holds.

    Returns
    -------
    BaseModel
        An instance of `model`.

    Raises
    ------
    DataError
        One finding for each key that is unknown, missing or wrong, with its line.
    """
    text = _read_bounded(path, label, read)
    try:
        tree, values = _read_tree(text)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "a structure that cannot be read"
        raise DataError(
            [
                Finding(
                    label,
                    problem,
                    "YAML, as in the reference cohort's file",
                    row=mark.line + 1 if mark else None,
                    remedy="Check the indents and the quotation marks on this line.",
                )
            ]
        ) from None
    try:
        return model.model_validate(values)
    except ValidationError as error:
        findings = [_reword(item, model, tree, label) for item in error.errors()]
        raise DataError(findings) from None


#: What PyYAML lets come through where a value is not what its look or its tag promises.
_MISREAD = (ValueError, TypeError, AttributeError, LookupError, OverflowError)
#: Python writes no number of thousands of digits, and a message would have to.
_LARGEST = 10**18


class _PlainLoader(yaml.SafeLoader):
    """YAML without references: nine lines of them can stand for a thousand million words."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            # the stubs of PyYAML give this method no types
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            problem = "a reference to another place (*)"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
            if isinstance(value, int) and abs(value) > _LARGEST:
                raise ValueError("no number of people or days")
        except _MISREAD as error:  # what looks like a number or a day, and is none
            problem = "a value that cannot be read"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error
        return value


@lru_cache(maxsize=32)
def _read_tree(text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes of a YAML text, which know their lines, and the values; nobody changes them."""
    loader = _PlainLoader(text)
    try:
        tree = loader.get_single_node()
        return tree, None if tree is None else loader.construct_document(tree)
    finally:
        loader.dispose()


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds, if it is not too large and refers to no other place.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    object
        Lists, dictionaries and plain values.

    Raises
    ------
    OSError, ValueError, RecursionError, yaml.YAMLError
        Where it cannot be read, is too large, or is nested too deep.
    """
    if path.stat().st_size > MAXIMUM_YAML_BYTES:
        raise ValueError("a file of over 256 KB")
    return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_PlainLoader)


def _read_bounded(path: Path, label: str, read: Callable[[Path], bytes]) -> str:
    if not path.is_file():
        raise DataError(
            [Finding(label, "no such file", "a file", remedy="Copy it from another cohort.")]
        )
    if path.stat().st_size > MAXIMUM_YAML_BYTES:
        raise DataError([Finding(label, "a file of over 256 KB", "at most 256 KB")])
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(
            [Finding(label, "bytes that are not UTF-8", "UTF-8", remedy="Save it as UTF-8.")]
        ) from None


def _reword(
    item: ErrorDetails, model: type[BaseModel], tree: yaml.Node | None, label: str
) -> Finding:
    """Turn one of pydantic's errors into a finding."""
    keys = [str(part) for part in item["loc"]]
    column = ".".join(keys) or None
    row = _line_of(tree, keys)
    context = item.get("ctx", {})
    if item["type"] == "extra_forbidden":
        known = _list_keys(model, keys[:-1])
        return Finding(
            label,
            f"the unknown key '{keys[-1]}'",
            "one of " + ", ".join(known) if known else "only the documented keys",
            row,
            column,
            suggest(keys[-1], known) or "Remove it, or correct its spelling.",
        )
    if item["type"] == "missing":
        return Finding(label, "nothing", "a value: this key is required", row, column, "Add it.")
    if item["type"] == "literal_error":
        words = context["expected"].replace(" or ", ", ").replace("'", "").split(", ")
        return Finding(
            label,
            f"'{item['input']}'",
            "one of " + ", ".join(words),
            row,
            column,
            suggest(str(item["input"]), words),
        )
    allowed = item["msg"][:1].lower() + item["msg"][1:]
    return Finding(label, f"'{item['input']!s:.60}'", allowed, row, column)


def _list_keys(model: type[BaseModel], above: list[str]) -> list[str]:
    """Return the keys that may stand under others; none where they are free."""
    known: Any = model
    for key in above:
        field = getattr(known, "model_fields", {}).get(key)
        inner = [] if field is None else [field.annotation, *get_args(field.annotation)]
        known = next((kind for kind in inner if hasattr(kind, "model_fields")), None)
    return list(getattr(known, "model_fields", ()))


def _line_of(tree: yaml.Node | None, keys: list[str]) -> int | None:
    """Return the line of the deepest key of a path that stands in the file."""
    line = None
    for key in keys:
        if isinstance(tree, yaml.MappingNode):
            pairs = {pair[0].value: pair for pair in tree.value}
            if key not in pairs:
                break
            line, tree = pairs[key][0].start_mark.line + 1, pairs[key][1]
        elif isinstance(tree, yaml.SequenceNode) and key.isdecimal() and int(key) < len(tree.value):
            tree = tree.value[int(key)]
            line = tree.start_mark.line + 1
        else:
            break
    return line


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
        "Made from `datapackage.json` and `study.yml` by `senco describe`; edit these, not this "
        "page.",
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
        f"Each row has its own {key}.",
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
