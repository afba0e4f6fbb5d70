"""Work that two processes share."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TypeVar

from senco.workspace.processes import tie

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
#: What the other process does with the function and the items that it is given. Whatever a
#: library prints meanwhile is no part of the answer.
_MAP = (
    "import os, pickle, sys; answer = os.fdopen(os.dup(1), 'wb'); os.dup2(2, 1); "
    "function, items = pickle.load(sys.stdin.buffer); "
    "pickle.dump([function(item) for item in items], answer); answer.close()"
)


def map_beside(function: Callable[[_Item], _Made], items: Sequence[_Item]) -> list[_Made]:
    """Return what a function makes of each item, every second one in another process.

    Parameters
    ----------
    function : callable
        One that can be pickled, such as a module's own; it changes nothing.
    items : sequence
        The items; they, and what is made of them, can be pickled.

    Returns
    -------
    list
        In the order of the items. Where there is one processor alone, or the other process
        cannot be started or ends without an answer, all is done by this one.
    """
    here, there = items[::2], items[1::2]
    if (os.cpu_count() or 1) < 2 or not there:
        return [function(item) for item in items]
    try:
        other = _start(function, there)
    except OSError:  # there may be no more processes
        return [function(item) for item in items]
    with other:
        try:
            made = [function(item) for item in here]
            printed, _ = other.communicate()
        finally:
            other.kill()
    beside = [function(item) for item in there] if other.returncode else pickle.loads(printed)
    return [one for pair in zip_longest(made, beside) for one in pair][: len(items)]


def _start(function: Callable[[_Item], object], items: Sequence[_Item]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", tie(_MAP)]
    with tempfile.TemporaryFile() as asked:
        pickle.dump((function, items), asked)
        asked.seek(0)
        # what it would say of its own failure might quote an item
        hidden = subprocess.DEVNULL
        return subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=hidden)
