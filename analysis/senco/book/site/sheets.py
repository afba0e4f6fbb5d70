"""A style sheet, cut to the rules that can apply: a rule goes where no page has a name it needs.

Names are those of classes, of ids and of data attributes. What stays is the sheet's own text, in
its order, one rule after another, so that the pages look the same in every browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import tinycss2
from tinycss2.ast import Node

#: Rules that hold other rules.
_GROUPS = frozenset({"media", "supports", "layer", "container"})
#: Of a font that the site does not hold, for it draws the icons itself.
_ICONS = "Font Awesome"
_DATA = "data-"

#: The text of a rule, the names that each of its selectors needs, and the rules within it; of a
#: rule that holds others the text is its beginning. Plain, to be kept as JSON.
Rule = tuple[str, list[list[str]], list[Any] | None]


@dataclass(frozen=True)
class Words:
    """What may be the name of a class, an id or a data attribute.

    Parameters
    ----------
    of_pages : frozenset of str
        All that a name may be in the pages.
    of_scripts : frozenset of str
        All that a name may be in their scripts, which also put names together: a word that ends
        in a hyphen stands for each that begins with it, and one that begins with a hyphen for each
        that ends with it; of more than one letter or digit, or sums would be such words.
    """

    of_pages: frozenset[str]
    of_scripts: frozenset[str]

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(sorted(one for one in self.of_scripts if _is_part(one[::-1])))

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        return tuple(sorted(one for one in self.of_scripts if _is_part(one)))

    def have(self, name: str) -> bool:
        """Whether something on a page may have a name.

        Parameters
        ----------
        name : str
            Of a class, an id or a data attribute.

        Returns
        -------
        bool
            False only where no page and no script has it, nor a script a part of it.

        Examples
        --------
        >>> words = Words(frozenset({"table"}), frozenset({"is-", "-shown", "bsTheme"}))
        >>> [words.have(name) for name in ("table", "is-wide", "not-shown", "data-bs-theme")]
        [True, True, True, True]
        >>> words.have("carousel")
        False
        """
        if name in self.of_pages or name in self.of_scripts:
            return True
        if name.startswith(_DATA):
            first, *others = name.removeprefix(_DATA).split("-")
            if first + "".join(other.capitalize() for other in others) in self.of_scripts:
                return True
        return name.startswith(self._beginnings) or name.endswith(self._ends)


def _is_part(word: str) -> bool:
    """Whether a word may be the end of a name that a script puts together."""
    return word.startswith(("-", "_")) and sum(sign.isalnum() for sign in word) > 1


def split_sheet(sheet: str) -> list[Rule]:
    """Take a style sheet apart.

    Parameters
    ----------
    sheet : str
        The style sheet, with line feeds alone at the ends of its lines.

    Returns
    -------
    list of Rule
        Its rules in their order, without comments and without the font of the theme's icons.

    Examples
    --------
    >>> split_sheet("a.one:not(.two), b { top: 0 } /* three */ @media print { #four{top:1px} }")
    [('a.one:not(.two), b { top: 0 }', [['one'], []], None), ('@media print {', [], [('#four{top:1px}', [['four']], None)])]
    """  # noqa: E501 # what is returned, on one line
    nodes = tinycss2.parse_stylesheet(sheet, skip_comments=False, skip_whitespace=False)
    return list(_Splitting(sheet).split(nodes, len(sheet)))


class _Splitting:
    """A style sheet that is taken apart by the places of its rules."""

    def __init__(self, sheet: str):
        self._sheet = sheet
        # a form feed ends a line too: CSS Syntax Module Level 3, section 3.3
        self._starts = [0, *(end.end() for end in re.finditer("[\n\f]", sheet))]

    def _find(self, node: Node) -> int:
        return self._starts[node.source_line - 1] + node.source_column - 1

    def split(self, nodes: Sequence[Any], end: int) -> Iterator[Rule]:
        places = [*map(self._find, nodes), end]
        for node, (start, stop) in zip(nodes, pairwise(places), strict=True):
            text = self._sheet[start:stop].strip()
            if node.type in ("whitespace", "comment"):
                continue
            if node.type == "at-rule" and node.lower_at_keyword in _GROUPS and node.content:
                head = self._sheet[start : self._find(node.content[0])]
                within = tinycss2.parse_rule_list(
                    node.content, skip_comments=False, skip_whitespace=False
                )
                yield head, [], list(self.split(within, start + len(text) - 1))
            elif node.type == "qualified-rule":
                yield text, _list_needs(node.prelude), None
            elif not (node.type == "at-rule" and _ICONS in text):
                yield text, [], None


def _list_needs(prelude: Iterable[Any]) -> list[list[str]]:
    """The names that each selector needs; what stands in `:not()` and its like is left aside."""
    needs: list[list[str]] = [[]]
    before = ""
    for token in prelude:
        if token == ",":
            needs.append([])
        elif token.type == "hash" or (token.type == "ident" and before == "."):
            needs[-1].append(str(token.value))
        elif token.type == "[] block" and token.content:
            first = token.content[0]
            if first.type == "ident" and first.lower_value.startswith(_DATA):
                needs[-1].append(first.lower_value)
        before = token.value if token.type == "literal" else ""
    return needs


def cut_sheet(rules: Iterable[Rule], words: Words) -> str:
    r"""Return what is left of a style sheet.

    Parameters
    ----------
    rules : iterable of Rule
        The sheet, taken apart by `split_sheet`.
    words : Words
        What the pages and their scripts hold.

    Returns
    -------
    str
        The text of each rule of which one selector has no name that nothing has.

    Examples
    --------
    >>> words = Words(frozenset({"one"}), frozenset())
    >>> cut_sheet(split_sheet(".one{top:0} .two{top:0} @media print{.two{top:0}}"), words)
    '.one{top:0}\n'
    """
    return "".join(f"{line}\n" for line in _choose(rules, words))


def _choose(rules: Iterable[Rule], words: Words) -> Iterator[str]:
    for text, needs, within in rules:
        if within is not None:
            kept = list(_choose(within, words))
            if kept:
                yield from (text, *kept, "}")
        elif not needs or any(all(map(words.have, names)) for names in needs):
            yield text
