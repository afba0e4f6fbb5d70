"""The text of a saved session as JSON: bounded before it is parsed, and nothing read twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

#: The largest session that the pages can save, with a grid of 60 by 100, takes a fifth.
MAXIMUM_BYTES = 2 * 1024 * 1024
#: A rating lies six deep.
MAXIMUM_DEPTH = 10
#: So many keys and values are in no session: a grid of 60 by 100 has 26,000.
MAXIMUM_VALUES = 50_000
#: Numbers as the pages write them: as JavaScript does, rounded to four decimals. For these, and
#: not for every number, Python writes the same, and so takes the same check sum.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,9}")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,3}[1-9]")
#: Signs that are in no text which somebody typed; a line may end in notes.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]"
)

Path = tuple[int | str, ...]


class RefusedError(Exception):
    """A text that no page wrote.

    Parameters
    ----------
    found, allowed : str
        As in a finding.
    path : tuple of int or str
        Where it stands, where that is known: keys and numbers, from the outside in.
    """

    def __init__(self, found: str, allowed: str, path: Path = ()):
        super().__init__(found)
        self.found, self.allowed, self.path = found, allowed, path


def parse_session(content: bytes) -> Any:
    """Return what a file holds as JSON.

    Parameters
    ----------
    content : bytes
        The file's, UTF-8; a mark of the byte order may stand before it.

    Returns
    -------
    object
        Dictionaries, lists, texts, numbers.

    Raises
    ------
    RefusedError
        Where it is no JSON, or JSON that no page would write: too large or too deep, a key
        twice, a number of another form, a sign that cannot be seen.

    Examples
    --------
    >>> parse_session(b'{"level": -2.5}')
    {'level': -2.5}
    >>> try:
    ...     parse_session(b'{"level": 1, "level": 2}')
    ... except RefusedError as error:
    ...     print(error.found)
    the key 'level' twice in one place
    """
    if len(content) > MAXIMUM_BYTES:
        raise RefusedError(*describe_size(len(content)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("bytes that are not UTF-8", "the text that the page saved") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_join_pairs,
            parse_int=_read_whole,
            parse_float=_read_fraction,
            parse_constant=_refuse_number,
        )
    except json.JSONDecodeError as error:
        found = f"invalid JSON from line {error.lineno} onwards"
        raise RefusedError(found, "the whole file, as the page saved it") from None
    except RecursionError:
        raise RefusedError("lists nested too deeply", _shallow()) from None
    _check_values(value)
    return value


def describe_size(size: int) -> tuple[str, str]:
    """Return what is found and allowed of a file that is too large.

    Parameters
    ----------
    size : int
        In bytes.

    Returns
    -------
    found, allowed : str
        As in a finding.
    """
    return f"{size:,} bytes", f"at most {MAXIMUM_BYTES:,}, which no session reaches"


def _shallow() -> str:
    return f"at most {MAXIMUM_DEPTH} within one another"


def _join_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    joined = dict(pairs)
    if len(joined) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise RefusedError(f"the key '{twice:.40}' twice in one place", "each key once")
    return joined


def _read_whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        _refuse_number(text)
    return int(text)


def _read_fraction(text: str) -> float:
    if not _FRACTION.fullmatch(text):
        _refuse_number(text)
    return float(text)


def _refuse_number(text: str) -> NoReturn:
    allowed = "numbers as the pages write them: at most ten digits and four decimals, such as 0.25"
    raise RefusedError(f"the number '{text:.20}'", allowed)


def _check_values(value: Any) -> None:
    """Refuse what is too deep or too much, and texts with signs that nobody can type."""
    for count, (path, one) in enumerate(_walk(value), 1):
        if count > MAXIMUM_VALUES:
            allowed = f"at most {MAXIMUM_VALUES:,}, which no session reaches"
            raise RefusedError(f"more than {MAXIMUM_VALUES:,} values", allowed)
        if len(path) > MAXIMUM_DEPTH:
            raise RefusedError(f"lists more than {MAXIMUM_DEPTH} within one another", _shallow())
        if isinstance(one, str) and _CONTROL.search(one):
            found = f"a text with an invisible character ('{_CONTROL.sub('?', one):.40}')"
            raise RefusedError(found, "text that can be printed", path)


def _walk(value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield everything that is in a value, keys too, with where it lies."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        yield path, one
        if isinstance(one, dict):
            waiting += [((*path, ""), key) for key in one]
            waiting += [((*path, key), inner) for key, inner in one.items()]
        elif isinstance(one, list):
            waiting += [((*path, number), inner) for number, inner in enumerate(one)]
