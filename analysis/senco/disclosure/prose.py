"""The book's own prose, in which a word of the private list is not a finding.

A list with *May* or *Fisher* on it would stop at every *may be* and at every book by an author
of that name. What stands on a page as it stands in the engine's or the study's own files, and
not in a cohort's, is therefore let be. Three things keep this from hiding anybody:

- What a cohort's tables or its `cohort.yml` hold is taken out of what is known: the same words
  in a gist are found, in the table and on each page that shows it.
- A word has to be an ordinary one, or the name of somebody whom the book cites. Whoever writes
  of Mrs Whitcombe in a page of the study is told so.
- A name of two words or more has to be that of one cited person.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from senco.disclosure.lexicon import is_ordinary, load_known
from senco.disclosure.names.entries import WORD, list_spellings, list_tokens, simplify
from senco.disclosure.names.usage import is_used_as_name
from senco.disclosure.texts.pieces import UnreadableError, read_pieces
from senco.disclosure.texts.vendored import PACKAGES
from senco.disclosure.texts.views import fold, list_views, plain

#: Files of the book that are text; in pictures and documents every name is a finding.
READ = frozenset(
    (
        *(".html", ".htm", ".ipynb", ".md", ".svg", ".json", ".js", ".css", ".csv", ".yml"),
        *(".txt", ".py", ".bib", ".cff", ".ris", ".inv", ".xml", ".rst", ""),
    )
)
#: So many words before or after what was found have to stand in the book's own files too.
_BESIDE = 2
#: So many signs before and after it are looked at, and so many of its line.
_AROUND, _LINE = 240, 400
_TAG = re.compile(r"<[^<>]*>")
#: Where two words of a program's name meet.
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: A line of so many words or fewer may be known as a whole, such as a heading or a label.
_SHORT_LINE = 12
_AUTHORS = re.compile(
    r"(?mi)^[ \t]*+(?:author|editor|publisher|institution)[ \t]*+=[ \t]*+[{\"]([^\n]*+)"
)
_ACCENT = re.compile(r"\{?\\[^\w\s]\{?(\w)\}?\}?")
_SIGNED = re.compile(r"(?m)^[ \t]*+(?:- )?(?:family-names|given-names|name):[ \t]*+([^\n]++)")
_LINK = re.compile(r"\]\([^)\s]*\)|\{[\w:-]+\}|:::+|```+")
#: Templates of what lays out the site.
_TEMPLATES = frozenset({".html", ".jinja", ".js_t", ".css_t"})
#: Modules and scripts whose texts reach the site.
_SPHINX = frozenset(
    {
        *(("search", "en.py"), ("html", "__init__.py"), ("_static", "copybutton_funcs.js")),
        ("pygments", "token.py"),
    }
)


@dataclass(frozen=True)
class Context:
    """What was found, with the words around it.

    Parameters
    ----------
    words : tuple of str
        What was found, word by word, as words are compared.
    windows : frozenset of tuple
        The same with words before it, after it and on both sides; none in an index, where
        words stand apart.
    lines : frozenset of tuple
        The whole line, and what stands in quotation marks, where that is short.
    named : bool
        Whether it stands where a person's name does, such as before *said*.
    """

    words: tuple[str, ...] = field(repr=False)
    windows: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    lines: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    named: bool = False

    @property
    def apart(self) -> bool:
        """Whether the words are those of an index."""
        return not self.windows and not self.lines

    @property
    def each(self) -> list[tuple[str, ...]]:
        """What is looked for: all the words in a row, or each where they stand apart."""
        return [(word,) for word in self.words] if self.apart else [self.words]


def read_context(text: str, start: int, found: str) -> Context:
    """Return what was found with the words around it.

    Parameters
    ----------
    text : str
        A folded text.
    start : int
        Where in it the finding begins.
    found : str
        What was found.

    Returns
    -------
    Context
        Its words, and those around it.

    Examples
    --------
    >>> sorted(read_context("It may be so.", 3, "may").windows)
    [('it', 'may', 'be'), ('may', 'be', 'so')]
    """
    end = start + len(found)
    words = _list_words(found)
    near = _TAG.sub(" ", text[max(start - _AROUND, 0) : start])
    before, after = _list_words(near)[-_BESIDE:], _TAG.sub(" ", text[end : end + _AROUND])
    windows = _make_windows(before, words, _list_words(after)[:_BESIDE])
    lines = (tuple(_list_words(line)) for line in _list_lines(text, start, end))
    short = frozenset(line for line in lines if 0 < len(line) <= _SHORT_LINE)
    tokens = list_tokens(near + text[start:end] + after)
    place = next((n for n, token in enumerate(tokens) if token.start >= len(near)), None)
    named = (
        place is not None
        and tokens[place].capital
        and is_used_as_name(tokens, place, near + text[start:end] + after)
    )
    return Context(tuple(words), frozenset(windows), short, named)


def _list_lines(text: str, start: int, end: int) -> Iterator[str]:
    """The line in which something stands, and what stands around it in quotation marks."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    high = high if high >= 0 else len(text)
    yield _TAG.sub(" ", text[low:high][:_LINE])
    left, right = text.rfind('"', low, start), text.find('"', end, high)
    if left >= 0 and right >= 0:
        yield text[left:right]


def _make_windows(
    before: Sequence[str], words: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    for number in range(_BESIDE + 1):
        left, right = before[len(before) - number :], after[: _BESIDE - number]
        if len(left) == number and len(right) == _BESIDE - number:
            yield (*left, *words, *right)


def _list_words(text: str) -> list[str]:
    return [simplify(word) for word in WORD.findall(text)]


@lru_cache(maxsize=1 << 16)
def _list_line(line: str) -> tuple[str, ...]:
    """The words of a line; the ways in which a text is read share most of theirs."""
    return tuple(_list_words(line))


@dataclass
class OwnProse:
    """What the engine's and the study's own files say, and no cohort's.

    Parameters
    ----------
    files : sequence of Path
        Those files.
    held : sequence of Path
        What is a cohort's: its tables and its `cohort.yml`. Nothing that stands there is known.
    """

    files: Sequence[Path] = field(repr=False)
    held: Sequence[Path] = field(repr=False)

    @cached_property
    def _cited(self) -> list[frozenset[str]]:
        """The names of each person whom the book cites, or who made it."""
        people: list[frozenset[str]] = []
        for path in self.files:
            pattern = {".bib": _AUTHORS, ".cff": _SIGNED}.get(path.suffix)
            text = _ACCENT.sub(r"\1", _read(path)) if pattern else ""
            for field_found in pattern.findall(text) if pattern else ():
                people += map(_list_parts, re.split(r"\s+and\s+", field_found))
        return people

    @cached_property
    def _known(self) -> list[frozenset[str]]:
        return [*self._cited, *map(_list_parts, load_known())]

    def list_explained(self, contexts: Iterable[Context]) -> set[Context]:
        """Return what stands on pages as in the book's own files.

        Parameters
        ----------
        contexts : iterable of Context
            What was found.

        Returns
        -------
        set of Context
            Those of it that are no findings.
        """
        asked = {context for context in contexts if self._may_stand(context)}
        if not asked:
            return set()
        private, own = _Seen(asked), _Seen(asked)
        for path in self.held:
            for text in _list_texts(path, private.first):
                # the headings of a table are the contract's
                private.add(text.partition("\n")[2] if path.suffix == ".csv" else text)
        cited = {context for context in asked if _is_of_one(context.words, self._cited)}
        explained = {context for context in cited if context.words not in private.words}
        for path in self.files if asked - explained else ():
            for text in (*path.parts[-4:], path.stem, *_list_texts(path, own.first)):
                own.add(text)
        return explained | {context for context in asked if _is_own(context, own, private)}

    def _may_stand(self, context: Context) -> bool:
        """Whether words can be no listed person's: ordinary, or those of one who is cited."""
        words = context.words
        if context.named and not self._is_cited(words):
            return False
        if len(words) == 1 or context.apart:
            return all(_is_ordinary(word) or self._is_cited((word,)) for word in words)
        return self._is_cited(words)

    def _is_cited(self, words: tuple[str, ...]) -> bool:
        return _is_of_one(words, self._known)


def _is_of_one(words: tuple[str, ...], people: Sequence[frozenset[str]]) -> bool:
    """Whether words are names, or a name and initials, of one and the same person."""
    apart = [_list_forms(word) for word in words if word != "and"]
    return any(len(word) > 1 for word in words) and any(
        all(not forms.isdisjoint(person) for forms in apart) for person in people
    )


def _is_ordinary(word: str) -> bool:
    return len(word) == 1 or any(map(is_ordinary, _list_forms(word)))


def _list_parts(name: str) -> frozenset[str]:
    """The words of a name, and the letters that they begin with."""
    words = _list_words(fold(name)) + _list_words(fold(name).replace("'", " "))
    return frozenset((*words, *(word[0] for word in words)))


def _list_forms(word: str) -> set[str]:
    """A word as it is, and without the ending of *Kelly's*."""
    return {word, word.removesuffix("s")}


class _Seen:
    """Where certain words stand in texts, and what stands beside them."""

    def __init__(self, contexts: Iterable[Context]) -> None:
        self._wanted: dict[str, set[tuple[str, ...]]] = {}
        for context in contexts:
            for words in context.each:
                self._wanted.setdefault(words[0], set()).add(words)
        self.first = frozenset(self._wanted)
        self.words: set[tuple[str, ...]] = set()
        self.windows: set[tuple[str, ...]] = set()
        self.lines: set[tuple[str, ...]] = set()

    def add(self, text: str) -> None:
        """Take in a text, as a whole and line by line, and with joined words apart."""
        self._add(text)
        if _JOINED.search(text):  # as the list is compared with them: `mayBegin` holds *may*
            self._add(_JOINED.sub(" ", text))

    def _add(self, text: str) -> None:
        lines = [_list_line(line) for line in text.split("\n")]
        if all(map(self.first.isdisjoint, lines)):
            return
        self.lines.update(line for line in lines if 0 < len(line) <= _SHORT_LINE)
        tokens, place = tuple(chain.from_iterable(lines)), 0
        for line in lines:
            if not self.first.isdisjoint(line):  # most lines have none of the words
                self._look(tokens, range(place, place + len(line)))
            place += len(line)

    def _look(self, tokens: tuple[str, ...], places: range) -> None:
        """Take in which words begin at some of the places, with those beside them."""
        for place in places:
            for words in self._wanted.get(tokens[place], ()):
                end = place + len(words)
                if tokens[place:end] == words:
                    self.words.add(words)
                    before = tokens[max(place - _BESIDE, 0) : place]
                    after = tokens[end : end + _BESIDE]
                    self.windows.update(_make_windows(before, words, after))


def _is_own(context: Context, own: _Seen, private: _Seen) -> bool:
    """Whether something stands in the book's own files as it does here, and in no cohort's."""
    if context.apart:  # what is in an index is on a page, with the words beside it
        return not private.words.issuperset(context.each)
    if context.windows & private.windows:
        return False
    if context.lines & own.lines:
        return not context.lines & private.lines
    return not own.windows.isdisjoint(context.windows)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _list_texts(path: Path, asked: frozenset[str] = frozenset()) -> Iterator[str]:
    """The texts of a file as the gate reads them; none where none of the words stands there."""
    if asked:
        text = plain(_read(path)).replace("'", "")
        if not any(one in text for word in asked for one in list_spellings(word)):
            return
    if path.suffix == ".py":
        yield from _list_literals(_read(path))
    try:
        pieces = list(read_pieces(path.read_bytes(), path.name))
    except UnreadableError:
        return
    for piece in pieces:
        yield from list_views(piece.text, piece.kind)
        if path.suffix in (".md", ".ipynb"):
            yield fold(_LINK.sub(" ", piece.text))


def _list_literals(source: str) -> Iterator[str]:
    """The texts of a module, each whole however its lines are broken."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value for part in node.values if isinstance(part, ast.Constant))
            yield fold(" \u2022 ".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield fold(node.value)


def list_theme_files() -> list[Path]:
    """Return the templates of what lays out the site.

    Returns
    -------
    list of Path
        Of Sphinx and its extensions, as they are installed.
    """
    found = []
    for package in (*PACKAGES, "pygments"):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            found += [path for path in sorted(Path(folder).rglob("*")) if _is_shown(path)]
    return found


def _is_shown(path: Path) -> bool:
    """Whether a file of a package is a template, or a module that holds one."""
    return path.suffix in _TEMPLATES or path.parts[-2:] in _SPHINX
