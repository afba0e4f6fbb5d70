"""YAML files of people: read with bounds, and what is wrong with a key told in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from senco.errors import DataError, Finding, suggest

Model = TypeVar("Model", bound=BaseModel)

#: No YAML file of a cohort is larger than this.
MAXIMUM_YAML_BYTES = 256 * 1024


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
                    remedy="Check the indentation and the quotation marks on this line.",
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
                raise ValueError("not a number of people or days")
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


def read_word(content: bytes, key: str) -> str:
    """Return one word of a YAML file that somebody else wrote, such as whose data a deposit holds.

    Parameters
    ----------
    content : bytes
        The file.
    key : str
        At its top.

    Returns
    -------
    str
        "" where the file cannot be read, is too large or refers to other places, and where the
        key is missing or holds something else than text.

    Examples
    --------
    >>> read_word(b"provenance: published", "provenance"), read_word(b"a: *b", "a")
    ('published', '')
    """
    if len(content) > MAXIMUM_YAML_BYTES:
        return ""
    try:
        values = _read_tree(content.decode("utf-8-sig"))[1]
    except (UnicodeDecodeError, RecursionError, yaml.YAMLError):
        return ""
    word = values.get(key) if isinstance(values, dict) else None
    return word if isinstance(word, str) else ""


def _read_bounded(path: Path, label: str, read: Callable[[Path], bytes]) -> str:
    if not path.is_file():
        raise DataError(
            [Finding(label, "no such file", "a file", remedy="Copy it from another cohort.")]
        )
    if path.stat().st_size > MAXIMUM_YAML_BYTES:
        remedy = "Remove what does not belong there."
        raise DataError([Finding(label, "a file of over 256 KB", "at most 256 KB", remedy=remedy)])
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(
            [Finding(label, "bytes that are not UTF-8", "UTF-8", remedy="Save it as UTF-8.")]
        ) from None


#: What pydantic wants of a value of the wrong kind, for those who do not program.
_KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "string": "text",
          "date": "a date as 2017-06-30", "tuple": "a list: [a, b]"}  # fmt: skip


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
            suggest(str(item["input"]), words) or "Choose one of them.",
        )
    kind, _, problem = item["type"].partition("_")
    wanted = _KINDS.get(kind) if problem.endswith(("type", "parsing", "from_float")) else None
    allowed = wanted or _describe_limit(item) or item["msg"][:1].lower() + item["msg"][1:]
    given = item["input"]
    if isinstance(given, dict):
        given = [f"{key} {value}" for key, value in given.items()]
    if isinstance(given, list | tuple):
        given = ", ".join(map(str, given))
    return Finding(label, f"'{given!s:.60}'", allowed, row, column, "Correct it.")


def _describe_limit(item: ErrorDetails) -> str:
    """What a number must be at least or at most; "" for another error."""
    limits = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    found = [
        f"{word} {item['ctx'][key]}" for key, word in limits.items() if key in item.get("ctx", {})
    ]
    return f"a number of {found[0]}" if found and item["type"].endswith(("than", "equal")) else ""


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
