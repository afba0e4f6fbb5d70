"""Work that two processes share."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import TypeVar

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
#: What the other process does with the function and the items that it is given.
_MAP = (
    "import pickle, sys; from senco.workspace.processes import end_with_parent; "
    "end_with_parent(int(sys.argv[1])); function, items = pickle.load(sys.stdin.buffer); "
    "pickle.dump([function(item) for item in items], sys.stdout.buffer)"
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
        ends without an answer, all is done by this one.
    """
    here, there = items[::2], items[1::2]
    if (os.cpu_count() or 1) < 2 or not there:
        return [function(item) for item in items]
    command = [sys.executable, "-P", "-c", _MAP, str(os.getpid())]
    pipe, asked = subprocess.PIPE, pickle.dumps((function, there))
    # what the other one says of its own failure might quote an item
    with (
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as other,
        ThreadPoolExecutor(max_workers=1) as waiting,
    ):
        try:
            answer = waiting.submit(other.communicate, asked)
            made = [function(item) for item in here]
            printed, _ = answer.result()
        finally:
            other.kill()
    beside = [function(item) for item in there] if other.returncode else pickle.loads(printed)
    return [one for pair in zip_longest(made, beside) for one in pair][: len(items)]
