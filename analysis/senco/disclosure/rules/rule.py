"""One kind of identifier: how it looks, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: Behind what is told where a person has to judge whether it is one: a warning, and no error.
PERHAPS = ", perhaps"


@dataclass(frozen=True)
class Rule:
    """One kind of identifier.

    Parameters
    ----------
    label : str
        What it is, in words.
    pattern : re.Pattern
        How it looks; its last group, or all of it, is what is found.
    holds : callable, optional
        Whether what looks like it is one, such as by its check digit.
    hint : callable, optional
        Whether a text may hold one, quickly told; where it may not the rule is not tried.
    across : bool
        Whether it may stand on two lines.
    """

    label: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda text: True
    hint: Callable[[str], object] = lambda text: True
    across: bool = False

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield what is found, and where it begins."""
        for match in self.pattern.finditer(text):
            found = match[match.lastindex or 0]
            if self.holds(found):
                yield found, match.start(match.lastindex or 0)
