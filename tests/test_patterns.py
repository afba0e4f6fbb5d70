"""No text, whoever wrote it, keeps a pattern busy for longer than its length explains."""

import importlib
import pkgutil
import re
import sys
import time
from collections import defaultdict
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import pytest

import senco
from senco.disclosure.texts.views import list_views

#: What such texts are made of: beginnings without an end, and signs that can be taken twice.
SEEDS = (
    "<!--", "<", "<a", "<>", "<b>x", "-->", "a", "a ", "a.", "a@", "a-", "A. ", "aB1", "a b ", "0",
    "0 ", "0-", "1.", "1,", "07", "e1", " ", "\n", "\t", "\\", "\\u", "&", "&amp;", "%41", "(", "[",
    "{", '"', "'", "“", "‘", "/", "/a", "C:\\", "<dc:creator> ", "data:image/png;base64,", "B15 ",
    "St ", "born ", "Mr ", "=", "|", ": ", ";", "``", "**", "1-2; ", "_a", "a'",
)  # fmt: skip
SHORT, TIMES = 2000, 8
#: Eight times as long a text takes eight times as long, and 64 times where it is squared: what
#: is squared takes a third of a second then, so no machine is so fast that it is not seen.
MOST_GROWTH, LEAST_SECONDS = 24, 0.02


def list_patterns(thing, name, depth=0):
    """Every pattern that a module holds, in whatever it is kept."""
    thing = getattr(thing, "__self__", thing)  # a pattern's own search
    if isinstance(thing, re.Pattern):
        yield name, thing
    elif depth < 3 and isinstance(thing, tuple | list | set | frozenset):
        for place, one in enumerate(thing):
            yield from list_patterns(one, f"{name}[{place}]", depth + 1)
    elif depth < 3 and isinstance(thing, dict):
        for key, one in thing.items():
            yield from list_patterns(one, f"{name}[{key!r}]", depth + 1)
    elif depth < 3 and is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from list_patterns(
                getattr(thing, one.name, None), f"{name}.{one.name}", depth + 1
            )


def collect_patterns():
    """Every pattern, with the names that it has: two modules may hold the same."""
    found = {}
    for module in pkgutil.walk_packages(senco.__path__, "senco."):
        if module.name == "senco.execution.kernel.preloaded":  # imports what a kernel needs
            continue
        if sys.platform == "win32" and module.name.endswith((".kernel.client", ".kernel.direct")):
            continue  # Windows has no preloaded kernels
        held = vars(importlib.import_module(module.name))
        for name, thing in held.items():
            if not name.startswith("__"):
                for where, pattern in list_patterns(thing, f"{module.name}.{name}"):
                    if isinstance(pattern.pattern, str):
                        found.setdefault(pattern, []).append(where)
    return found


#: Used where a comment ends at all, and nowhere else: the views are tried as a whole.
GUARDED = "senco.disclosure.texts.views._TAG"
PATTERNS = {p: places for p, places in collect_patterns().items() if GUARDED not in places}
#: Patterns in a row, each of which is held against the whole of a short heading.
FULL_ALONE = {"_PLACES"}


def list_uses():
    """What each module of the package does with which name, but for those of its own.

    A module that gives a name another value speaks of its own; the two are told apart.
    """
    shared, own = defaultdict(set), defaultdict(set)
    for module in pkgutil.walk_packages(senco.__path__, "senco."):
        path = Path(module.module_finder.find_spec(module.name).origin)
        text = path.read_text(encoding="utf-8")
        given = {*re.findall(r"(?m)^(\w+)\b.*=", text)}
        for name, use in re.findall(r"\b(\w+)\.(\w+)\(", text):
            own[module.name, name].add(use)
            if name not in given:
                shared[name].add(use)
    return shared, own


SHARED, OWN = list_uses()


def find_uses(places):
    """How a pattern is used: only from the beginning of a text, or everywhere in it."""
    uses = set()
    for module, name in (where.partition("[")[0].rsplit(".", 1) for where in places):
        uses |= {"fullmatch"} if name in FULL_ALONE else SHARED[name] | OWN[module, name]
    return uses


def measure(action, text):
    start = time.process_time()
    action(text)
    return time.process_time() - start


def grows_too_fast(action, seed):
    """Whether a text of eight times the length takes far more than eight times as long."""
    for end in ("", "!"):
        count = SHORT // len(seed) + 1
        if measure(action, seed * count + end) < LEAST_SECONDS / TIMES**2:
            continue  # were it squared, the long text would still take too little to be told
        long = measure(action, seed * count * TIMES + end)
        if long > LEAST_SECONDS:
            short = min(measure(action, seed * count + end) for _ in range(3))
            most = max(LEAST_SECONDS, MOST_GROWTH * max(short, 1e-4))
            # once more, twice at most, since the first may have been kept waiting
            if all(
                took > most
                for took in chain(
                    [long], (measure(action, seed * count * TIMES + end) for _ in "ab")
                )
            ):
                return True
    return False


def test_the_packages_patterns_are_found():
    assert len(PATTERNS) > 60
    assert sum("RULES[" in places[0] for places in PATTERNS.values()) >= 10


@pytest.mark.parametrize("pattern", PATTERNS, ids=[one[0] for one in PATTERNS.values()])
def test_a_pattern_takes_time_by_a_texts_length_and_not_by_its_square(pattern):
    uses = find_uses(PATTERNS[pattern])
    if uses and uses <= {"fullmatch", "match"}:
        slow = [seed for seed in SEEDS if grows_too_fast(pattern.fullmatch, seed)]
    else:
        slow = [seed for seed in SEEDS if grows_too_fast(partial(pattern.subn, ""), seed)]
    assert slow == []


@pytest.mark.parametrize("kind", [".html", ".md", ".json", ".txt", ".svg"])
def test_every_view_of_a_text_takes_time_by_its_length(kind):
    assert [s for s in SEEDS if grows_too_fast(lambda t: list_views(t, kind), s)] == []


def test_a_comment_is_taken_out_and_one_without_an_end_hides_nothing():
    views = list_views("<!-- a > b --><p>Zebe<!-- c -->dee</p><!-- Quark <b>x</b>", ".html")
    assert any("Zebedee" in view for view in views)
    assert any("Quark" in view for view in views)


def test_a_pattern_that_is_squared_would_be_seen():
    bad = re.compile(r"<!--.*?-->", re.DOTALL)
    assert grows_too_fast(partial(bad.subn, ""), "<!--")
