"""Words that the gate knows: ordinary ones, first names with their short forms, abbreviations."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

#: Abbreviations of the field and of every day, which are nobody's initials.
ABBREVIATIONS = frozenset(
    (
        *("adhd", "am", "asap", "asc", "asd", "ba", "bbc", "bsl", "camhs", "ccg", "cop", "cpd"),
        *("daf", "dbs", "dfe", "doh", "dob", "eal", "ecat", "edp", "ehc", "ehcna", "ehcp", "ep"),
        *("ehcps", "eif", "ele", "ey", "eyfs", "eypp", "eyps", "eyt", "faq", "gdpr", "gp", "hlta"),
        *("hv", "ict", "iep", "it", "la", "las", "lea", "ma", "mash", "med", "mld", "nasen"),
        *("nasenco", "nhs", "nvq", "ok", "ot", "pa", "pdf", "pe", "pecs", "phd", "pm", "pmld"),
        *("ppa", "pse", "psed", "pta", "pvi", "qts", "salt", "sats", "semh", "sen", "senco"),
        *("sencos", "send", "sendco", "senif", "sld", "slt", "spld", "ta", "tac", "taf", "tas"),
        *("tv", "uk", "usb", "vi", "hi", "msi", "ofsted", "eu", "us", "usa", "nct", "lac", "cla"),
    )
)
#: First names that are months; as names they need more to tell them.
MONTHS = frozenset(("january", "april", "may", "june", "july", "august"))
#: First names that are ordinary words as well, and have no short form in the tables.
_WORD_NAMES = frozenset(
    (
        *("amber", "autumn", "beau", "blossom", "carol", "dahlia", "daisy", "dale", "dawn", "dean"),
        *("eve", "fern", "flora", "ginger", "glen", "grace", "grant", "guy", "hazel", "heather"),
        *("holly", "hope", "hunter", "iris", "ivy", "jade", "jasmine", "jay", "jewel", "lily"),
        *("mason", "miles", "misty", "olive", "opal", "pearl", "petal", "pip", "poppy", "robin"),
        *("ruby", "sage", "sandy", "skip", "star", "storm", "summer", "sunny", "tiger", "victor"),
        *("violet", "willow"),
    )
)
#: Surnames that are ordinary words, by which a name of two capital words is still told.
SURNAMES = frozenset(
    (
        *("archer", "baker", "banks", "barber", "barker", "bell", "berry", "bishop", "black"),
        *(
            "best",
            "bird",
            "bond",
            "bright",
            "sweet",
            "brook",
            "brooks",
            "brown",
            "bull",
            "burns",
            "bush",
            "butcher",
        ),
        *("butler", "carpenter", "carter", "chambers", "chandler", "chapman", "clay", "cole"),
        *("cook", "cooper", "cox", "cross", "dale", "dean", "drake", "farmer", "field", "fields"),
        *("fisher", "fletcher", "flint", "flowers", "ford", "forester", "fox", "french", "frost"),
        *("gardener", "gardner", "gill", "glover", "gold", "grant", "graves", "gray", "green"),
        *("grey", "griffin", "hale", "hardy", "hawk", "hawkins", "heath", "hill", "hood", "hunt"),
        *("hunter", "hurst", "jones", "king", "knight", "lamb", "lane", "lee", "little", "long"),
        *("love", "low", "major", "marsh", "marshal", "marshall", "mason", "miller", "mills"),
        *("moody", "moon", "moore", "moss", "newman", "noble", "nut", "page", "palmer", "park"),
        *("parker", "parks", "parson", "parsons", "penny", "pike", "piper", "pollard", "pond"),
        *("poole", "pope", "porter", "potter", "pratt", "price", "rice", "rich", "rivers", "rose"),
        *("rowe", "sadler", "savage", "sharp", "sharpe", "shepherd", "short", "singer", "skinner"),
        *("slater", "small", "smith", "snow", "spicer", "steel", "stone", "street", "summers"),
        *("swan", "swift", "tanner", "taylor", "thatcher", "thorn", "turner", "tyler", "underwood"),
        *("vale", "vicar", "walker", "wall", "waller", "walls", "ward", "warden", "waters"),
        *("weaver", "webb", "webber", "wells", "west", "wheeler", "white", "winter", "winters"),
        *("wise", "wolf", "wood", "woods", "woodward", "wright", "young"),
    )
)
#: What the table of short forms has as names and nobody is called in a sentence.
_NO_NAMES = frozenset(
    (
        *("bat", "bias", "cage", "char", "chat", "con", "court", "day", "duty", "experience"),
        *("fall", "fate", "field", "governor", "green", "gum", "ham", "junior", "kill", "left"),
        *("life", "link", "little", "lorry", "mock", "norm", "one", "pink", "pleasant", "relief"),
        *("see", "silence", "than", "tick", "van", "vet", "wash", "win", "wood"),
    )
)


def _read(name: str) -> str:
    return files("senco.disclosure").joinpath("words", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def load_ordinary() -> frozenset[str]:
    """Return common English words.

    Returns
    -------
    frozenset of str
        In small letters.
    """
    return frozenset(_read("ordinary.txt").split())


@lru_cache(maxsize=1)
def load_short_forms() -> dict[str, frozenset[str]]:
    """Return the short forms of first names, and the names that they are short for.

    Returns
    -------
    dict
        From a name in small letters to the others by which the same person may be called.
    """
    others: dict[str, set[str]] = defaultdict(set)
    for table in ("nicknames.csv", "short-forms.csv"):
        for row in csv.DictReader(_read(table).splitlines()):
            if row["name2"] not in _NO_NAMES:
                others[row["name1"]].add(row["name2"])
                others[row["name2"]].add(row["name1"])
    return {name: frozenset(called) for name, called in others.items()}


@lru_cache(maxsize=1)
def load_known() -> frozenset[str]:
    """Return words and phrases with capitals that are nobody's here.

    Returns
    -------
    frozenset of str
        As they are written.
    """
    return frozenset(line for line in _read("known.txt").splitlines() if line[:1] not in ("", "#"))


def is_ordinary(word: str) -> bool:
    """Return whether a word is a common English one.

    Parameters
    ----------
    word : str
        In any case; with or without 's.

    Returns
    -------
    bool
        True for *will*, *Grace* and *May* too, which are names as well.

    Examples
    --------
    >>> is_ordinary("Grace"), is_ordinary("Whitcombe")
    (True, False)
    """
    bare = word.casefold().removesuffix("'s")
    return bare in load_ordinary()


def is_first_name(word: str) -> bool:
    """Return whether a word is a first name, or short for one.

    Parameters
    ----------
    word : str
        In any case.

    Returns
    -------
    bool
        By the tables of short forms, and a list of names that are ordinary words.

    Examples
    --------
    >>> is_first_name("Maggie"), is_first_name("Ofsted")
    (True, False)
    """
    return word.casefold() in load_short_forms() or word.casefold() in _WORD_NAMES
