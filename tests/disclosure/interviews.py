"""Interviews with SENCOs that nobody gave, each with what in it points to a person.

People, settings and every identifier are made up: names are put together at random by hand,
numbers come from ranges that are nobody's where there are such. What is made follows how
people write and speak, and not how the gate searches. The seed is a parameter.

Three parts are kept apart, each with templates (`interview_sentences.split`), listed people
and settings, unlisted names and ways of writing of its own, and always reported apart. The
rules were written while looking at what the gate missed of the part *tuned*. Of *held out* the
rates were seen meanwhile, but not what was missed. *Afterwards* was written down when the rules
were finished. Whoever wrote the templates wrote the rules too: this guards against rules that
fit a wording, and not against what neither thought of.
"""

from __future__ import annotations

import base64
import codecs
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.disclosure import interview_sentences_later as later
from tests.disclosure.interview_sentences import (
    ALONE,
    CLEAN,
    CLEAN_SLOTS,
    FILLERS,
    PERSON,
    SETTING,
    SLOTS,
    THINGS,
    split,
)

#: The parts of the corpus, as they are reported.
TUNED, HELD_OUT, LATER = PARTS = ("tuned", "held out", "afterwards")
#: The private list, and how its people are called.
PEOPLE = {
    TUNED: {
        "Margaret Ashdown": ("Maggie", "Peggy", "Mags"), "William Tranter": ("Bill", "Billy"),
        "Grace Oyelaran": (), "Siobhan McAlinden": ("Shiv",), "Parveen Akhtar": ("Pav",),
        "Christopher Garside": ("Chris",), "Deborah Sproston": ("Debbie", "Debs"),
        "May Whitcombe": (), "Jonathan Bickerstaff": ("Jon", "Jonny"), "Mark Dunkerley": (),
        "Agnieszka Wrona": ("Aga",), "Susan Pettifer": ("Sue", "Suzie"),
    },
    HELD_OUT: {
        "Katherine Pellow": ("Kate", "Kathy", "Kath"), "Rose Hartnoll": ("Rosie",),
        "Thomas Quarmby": ("Tom", "Tommy"), "Elizabeth Nwosu": ("Liz", "Beth", "Lizzie"),
        "Joanne Tidswell": ("Jo",), "Samuel Adeyinka": ("Sam", "Sammy"),
        "Victoria Blenkin": ("Vicky", "Tori"), "Harpreet Dhaliwal": (),
        "Rebecca Stallard": ("Becky", "Bex", "Becca"), "Andrew Fothergill": ("Andy", "Drew"),
        "Hope Marchbanks": (), "Frances Uddin": ("Fran", "Frankie"), "Will Osgathorpe": (),
    },
    LATER: later.PEOPLE,
}  # fmt: skip
#: Settings with forms of their own: how else they are written, by the form.
SETTINGS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    TUNED: {
        "St Swithin's C of E Primary School": {
            "Saint, St., possessives": ("Saint Swithin's", "St. Swithins", "St Swithins' Primary"),
            "CE, C of E, special": ("St Swithin's CE Primary", "St Swithin's CofE school",
                                    "St Swithin's Church of England School", "St. Swithin's C.E."),
        },
        "Larkhill Community Nursery": {
            "kind left out": ("Larkhill",), "another kind": ("Larkhill preschool",
            "Larkhill Day Care"),
            "acronym": ("LCN",),
        },
        "Little Thimbles Pre-School": {
            "kind left out": ("Little Thimbles",), "another kind": ("Little Thimbles Nursery",),
            "acronym": ("LTPS",), "possessive": ("Little Thimbles' garden",),
        },
        "Bramble & Fern Day Nursery": {
            "kind left out": ("Bramble and Fern", "Bramble + Fern"), "acronym": ("BFDN",),
            "another kind": ("Bramble and Fern Childcare",),
        },
        "Merrow Park Special School": {
            "CE, C of E, special": ("Merrow Park School", "Merrow Park Special", "Merrow Park"),
            "acronym": ("MPSS",), "possessive": ("Merrow Park's minibus",),
        },
        "Tumbledown Childminding": {
            "kind left out": ("Tumbledown",), "another kind": ("Tumbledown Childcare",),
            "possessive": ("Tumbledown's gate",),
        },
    },
    HELD_OUT: {
        "St Aldwyn's CE Infant School": {
            "Saint, St., possessives": ("Saint Aldwyn's Infants", "St. Aldwyns",
            "St Aldwyn\u2019s"),
            "CE, C of E, special": ("St Aldwyn's C of E Infants", "St Aldwyn's C. of E. School",
                                    "Saint Aldwyn's Church of England"),
        },
        "Hedgerow Corner Nursery": {
            "kind left out": ("Hedgerow Corner",),
            "another kind": ("Hedgerow Corner Kindergarten",),
            "acronym": ("HCN",), "possessive": ("Hedgerow Corner's fence",),
        },
        "Copper Beeches Playgroup": {
            "kind left out": ("Copper Beeches",), "another kind": ("Copper Beeches pre-school",),
            "acronym": ("CBP",), "possessive": ("Copper Beeches' minibus",),
        },
        "Oakhanger Children's Centre": {
            "kind left out": ("Oakhanger",), "another kind": ("Oakhanger Family Hub",),
            "acronym": ("OCC",), "possessive": ("Oakhanger's car park",),
        },
        "Saint Wystan's Pre-School": {
            "Saint, St., possessives": ("St Wystan's", "St. Wystans Preschool", "S. Wystan's"),
            "acronym": ("SWPS",),
        },
        "Fernilee Special School": {
            "CE, C of E, special": ("Fernilee School", "Fernilee special", "Fernilee SEN School"),
            "kind left out": ("Fernilee",),
        },
    },
    LATER: later.SETTINGS,
}  # fmt: skip
NAMES = tuple(name for part in PARTS for table in (PEOPLE, SETTINGS) for name in table[part])
#: Names that are on no list: first names, surnames.
FIRST = {
    TUNED: ("Sarah", "Oluwaseun", "Priyanka", "Dave", "Zofia", "Mohammed", "Lynne", "Emma", "Ngozi",
            "Colin", "Ruth", "Hayley", "Gurpreet", "Trevor", "Alice"),
    HELD_OUT: ("Helen", "Adaeze", "Farzana", "Graham", "Kasia", "Imran", "Pauline", "Chloe",
    "Tendai",
           "Stuart", "Judith", "Kelly-Anne", "Manjit", "Nigel", "Bethan", "Joy"),
    LATER: later.FIRST,
}  # fmt: skip
LAST = {
    TUNED: ("Whittle", "Adebayo", "Chaudhry", "Green", "Nowicka", "Brook", "Hussain", "Mottram",
            "Okeke", "Farmer", "Sandhu", "Pickersgill", "King", "O'Rourke", "Smith"),
    HELD_OUT: ("Entwistle", "Obi", "Rahman", "Baker", "Zielinska", "Marsh", "Mahmood", "Lazenby",
           "Chikwanha", "Shepherd", "Gill", "Ramsbottom", "Young", "MacLeod", "Jones", "Ap Rhys"),
    LATER: later.LAST,
}  # fmt: skip
TITLES = {
    TUNED: ("Mrs", "Mr", "Ms", "Dr", "Miss", "Mrs.", "Dr."),
    HELD_OUT: ("Mrs", "Mr", "Professor", "Miss", "Rev", "Mx", "Councillor", "Mr."),
    LATER: later.TITLES,
}
#: Settings and streets that are on no list.
NURSERIES = {
    TUNED: ("Willow Brook Day Nursery", "Saint Hilda's Nursery School", "Busy Hands Playgroup",
            "Kingsmead Primary School", "The Old Forge Nursery", "Tiny Turtles Childcare",
            "Appletree Montessori", "Sandy Lane Infants", "Pinewood Pre School", "Elm Row Academy"),
    HELD_OUT: ("Rainbow Corner Pre-School", "Conker Cottage Day Care", "St Osyth's C of E Primary",
           "Holy Rood Infant School", "Bluebell Barn Kindergarten", "Tops and Tails Nursery",
           "Quarry Hill Children's Centre", "Little Pips Preschool", "Grange Farm Special School",
           "Sunnyside Early Years Centre", "Ladybirds Creche"),
    LATER: later.NURSERIES,
}  # fmt: skip
STREETS = {
    TUNED: ("14 Larch Road", "27 Mill Lane", "3 Station Street", "Flat 2, 8 Tannery Close",
            "112 Old Chester Road", "Ropewalk Avenue", "Church Lane", "5 St Anne's Terrace"),
    HELD_OUT: ("61 Beech Grove", "9a Priory Gardens", "Weavers Crescent", "Flat 4, 17 Canal Street",
           "2 The Paddocks", "33 Queen's Drive", "Butterwell Row", "118 London Rd",
           "7 Hob Hill Way"),
    LATER: later.STREETS,
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """What points to a person: where it stands in a text, what it is and how it is written."""

    start: int
    end: int
    kind: str
    form: str
    listed: bool
    plain: bool = False


@dataclass(frozen=True)
class Interview:
    """A text with what stands in it; none of it is anybody's.

    Parameters
    ----------
    text : str
        What is said.
    spans : tuple of Span
        What points to somebody; none in a clean text.
    part : str
        One of `PARTS`.
    look_alike : str
        In a clean text, what looks like something that points to a person.
    ending : str
        The ending of the file that holds it.
    """

    text: str
    spans: tuple[Span, ...] = ()
    part: str = TUNED
    look_alike: str = ""
    ending: str = field(default=".md")


# -- the ways in which a listed name is written --------------------------------------------------


def _misspell(word: str, rng: random.Random) -> str:
    """One slip: two letters swapped, one left out, doubled or mistaken; never the first."""
    place = rng.randrange(1, len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    return rng.choice([
        before + after[0] + here + after[1:] if after[0] != here else before + here + here + after,
        before + after, before + here + here + after,
        before + ("e" if here in "aiouy" else "m" if here == "n" else "i") + after,
    ])  # fmt: skip


def _small_capitals(text: str) -> str:
    return text[:1] + text[1:].translate(
        str.maketrans("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ")
    )


def _between(text: str, sign: str) -> str:
    return " ".join(sign.join(word) for word in text.split(" "))


def _mathematical(text: str) -> str:
    return "".join(
        chr(0x1D400 + ord(c) - 65) if c.isupper() and c.isascii() else
        chr(0x1D41A + ord(c) - 97) if c.islower() and c.isascii() else c for c in text
    )  # fmt: skip


def _cyrillic(text: str) -> str:
    return text.translate(str.maketrans("aeopcyxMAETHKO", "аеорсухМАЕТНКО"))


def _other_scripts(text: str) -> str:
    """Greek, Armenian, Cherokee and old Latin letters that look like ours."""
    return text.translate(str.maketrans("oaihnugpTEWSKRV", "οαіһոսɡрΤΕᎳЅΚᎡᏙ"))


_TAG = 0xE0000
#: How a name is hidden or parted: the form, the ending of the file, whether it is held out.
DISGUISES: tuple[tuple[str, str, bool, Callable[[str], str]], ...] = (
    ("parted by markup", ".html", False, lambda t: f"{t[:2]}<b>{t[2:5]}</b>{t[5:]}"),
    ("parted by markup", ".md", False, lambda t: f"{t[:3]}<!-- x -->{t[3:]}"),
    ("parted by markup", ".html", True, lambda t: "<i></i>".join(t)),
    ("parted by markup", ".md", True, lambda t: f"**{t[:4]}**{t[4:]}"),
    ("parted by a line's end", ".md", False, lambda t: f"{t[:-3]}-\n{t[-3:]}"),
    ("parted by a line's end", ".txt", False, lambda t: t.replace(" ", "\n")),
    ("parted by a line's end", ".txt", True, lambda t: f"{t[:4]}\n{t[4:]}"),
    ("parted by dots", ".md", False, lambda t: _between(t, ".")),
    ("parted by dots", ".txt", False, lambda t: t.replace(" ", "...")),
    ("parted by dots", ".csv", True, lambda t: ".".join(t.replace(" ", ""))),
    ("parted by spaces", ".md", False, lambda t: _between(t, " ").replace("   ", "  ")),
    ("parted by spaces", ".txt", True, lambda t: " ".join(t)),
    ("parted by spaces", ".md", True, lambda t: f"{t[:4]} {t[4:]}"),
    ("parted by other signs", ".md", False, lambda t: _between(t, "-")),
    ("parted by other signs", ".md", True, lambda t: _between(t, "_")),
    ("small capitals", ".md", False, _small_capitals),
    ("small capitals", ".html", True, lambda t: _small_capitals(t.lower())),
    ("combining marks", ".md", False, lambda t: "".join(c + "\u0336" for c in t)),
    ("combining marks", ".csv", True, lambda t: "".join(c + "\u0323\u0301" for c in t)),
    ("tag characters", ".md", False, lambda t: "".join(c + chr(_TAG + 0x7F) for c in t)),
    ("tag characters", ".html", True, lambda t: "".join(chr(_TAG + ord(c)) for c in t)),
    ("letters of other scripts", ".md", False, _cyrillic),
    ("letters of other scripts", ".md", True, _other_scripts),
    ("mathematical letters", ".md", False, _mathematical),
    ("full width", ".txt", True, lambda t: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t)),
    ("reversed", ".md", False, lambda t: t[::-1]),
    ("reversed", ".csv", True, lambda t: " ".join(w[::-1] for w in t.split(" "))),
    ("Base64", ".md", False, lambda t: base64.b64encode(t.encode()).decode()),
    ("Base64", ".csv", True, lambda t: base64.urlsafe_b64encode(f"{t} said so".encode()).decode()),
    ("hexadecimal", ".md", False, lambda t: t.encode().hex()),
    ("hexadecimal", ".txt", True, lambda t: t.encode().hex(" ").upper()),
    ("percent signs", ".md", False, lambda t: quote(t, safe="")),
    ("percent signs", ".csv", True, lambda t: "".join(f"%{ord(c):02X}" for c in t)),
    ("HTML entities", ".md", False, lambda t: "".join(f"&#{ord(c)};" for c in t)),
    ("HTML entities", ".txt", True, lambda t: "".join(f"&#x{ord(c):x};" for c in t)),
    ("ROT13", ".md", False, lambda t: codecs.encode(t, "rot13")),
    ("ROT13", ".csv", True, lambda t: codecs.encode(t.upper(), "rot13")),
)  # fmt: skip


def _write_person(
    name: str, called: Sequence[str], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """Forms of a person's name that stand in the place of a full one."""
    first, last = name.split(" ")
    yield from (("as listed", name), ("as listed", name.upper()), ("as listed", name.lower()))
    yield "possessive", f"{name}'s sister"
    yield "possessive", f"{last}\u2019s sister"
    yield from (
        ("initial and surname", f"{first[0]}. {last}"),
        ("surname first", f"{last}, {first}"),
    )
    yield "title and surname", f"{rng.choice(['Mrs', 'Ms', 'Mr', 'Dr'])} {last}"
    yield "run together", f"{first}{last}".lower() + str(rng.randrange(60, 99))
    yield "misspelt, full", f"{first} {_misspell(last, rng)}"
    yield "misspelt, full", f"{_misspell(first, rng) if len(first) > 4 else first} {last}"
    yield "initials", f"{first[0]}.{last[0]}."
    yield "initials", f"{first[0]}. {last[0]}."
    for short in called:
        yield "short form and surname", f"{short} {last}"
        yield "short form and initial", f"{short} {last[0]}"


def _write_alone(name: str, called: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Forms of one word, which stand in sentences of their own."""
    first, last = name.split(" ")
    word = first in ("Grace", "May", "Mark", "Rose", "Hope", "Will", "June", "Charity")
    yield "first name, a word as well" if word else "first name", first
    yield "surname", last
    if len(first) > 5:
        yield "first name, misspelt by a letter", _misspell(first, rng)
        yield "first name, misspelt by two", _misspell(_misspell(first, rng), rng)
    for short in called:
        yield "short form", short
        yield "short form", f"{short} herself"


def _write_setting(
    name: str, forms: dict[str, tuple[str, ...]], rng: random.Random
) -> Iterator[tuple[str, str]]:
    yield from (("as listed", name), ("as listed", name.upper()), ("as listed", name.lower()))
    yield "run together", name.lower().replace(" ", "-").replace("'", "")
    words = name.split(" ")
    place = max(range(2), key=lambda n: len(words[n]))
    bare, apostrophe, rest = words[place].partition("'")
    words[place] = _misspell(bare, rng) + apostrophe + rest
    yield "misspelt", " ".join(words)
    for form, written in forms.items():
        yield from ((form, text) for text in written)


# -- identifiers with a form ---------------------------------------------------------------------


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randrange(10 ** (count - 1), 10**count))


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("ABCDEFGHJKLMNOPRSTUVWXYZ") for _ in range(count))


def _make_things(rng: random.Random, part: str) -> Iterator[tuple[str, str, str]]:
    """Kind, form and text of identifiers that are on no list; the forms are split too."""
    if part == LATER:
        yield from _fill_things(rng)
        return
    who, name = rng.choice(["jane", "lee", "oma", "petra"]), rng.choice(["doe", "sample", "muster"])
    month = rng.choice(["March", "October", "June", "May"])
    d2, d4, d5, d6 = (_digits(rng, n) for n in (2, 4, 5, 6))
    day, year = rng.randrange(2, 28), rng.randrange(2011, 2017)
    north, west = f"5{rng.randrange(1, 4)}.{d6}", f"-{rng.randrange(1, 3)}.{d5}"
    made = [
        ("e-mail", "in words", f"{who} dot {name} at example dot org", False),
        ("e-mail", "in words", f"{who} underscore {name} at example dot co dot uk", False),
        ("e-mail", "in words, capitals", f"{who} dot {name} at example dot com".upper(), True),
        ("e-mail", "a provider in words", f"{who}{d2} at gmail dot com", False),
        ("e-mail", "at in words alone", f"{who}.{name} at hotmail.co.uk", False),
        ("e-mail", "brackets", f"{who} (dot) {name} (at) example (dot) org", True),
        ("e-mail", "at in words alone", f"{who}_{name} at yahoo.com", True),
        ("e-mail", "in words", f"{who} at {name} hyphen nursery dot co dot uk", True),
        ("handle", "with @", f"@{who}_{name}{d2}", False),
        ("handle", "with @ and where", f"on Twitter as @{who}{name}", False),
        ("handle", "without @", f"Insta: {who}.{name}.{d2}", False),
        ("handle", "with @", f"@{name.capitalize()}{who.capitalize()}SEND", True),
        ("handle", "without @", f"my Twitter handle is {who}{name}{d2}", True),
        ("web address", "social", f"facebook.com/{who}.{name}.{d2}", False),
        ("web address", "a setting's", f"www.{name}-nursery.co.uk", False),
        ("web address", "a blog", f"https://{who}{name}.wordpress.com/about", False),
        ("web address", "social", f"https://www.linkedin.com/in/{who}-{name}-{d4}", True),
        ("web address", "a setting's", f"https://www.{name}hill.sch.uk/send", True),
        ("web address", "a blog", f"http://{who}andthebump.blogspot.co.uk", True),
        ("web address", "social", f"instagram.com/{who}_{name}", True),
        ("case number", "case number", f"case number {d6}", False),
        ("case number", "our ref", f"our ref EHC/{d4}/{d2}", False),
        ("case number", "tribunal", f"SE{_digits(rng, 3)}/{d2}/{d5}", False),
        ("case number", "case", f"case no. {_letters(rng, 2)}-{d5}", True),
        ("case number", "reference", f"reference: SEN{d6}", True),
        ("case number", "file", f"file no {d4}/{d2}", True),
        ("case number", "complaint", f"complaint number C{d5}", True),
        ("birthday", "no year", f"his birthday is the {day}th of {month}", False),
        ("birthday", "turned", f"she turned four on {day} {month}", False),
        ("birthday", "born", f"born {day} {month} {year}", False),
        ("birthday", "month first", f"birthday: {month} {day}", True),
        ("birthday", "will be", f"he will be five on the {day}th of {month}", True),
        ("birthday", "fourth birthday", f"her fourth birthday on {day}/10/{year}", True),
        ("birthday", "born", f"was born on the {day}th {month}", True),
        ("coordinates", "decimal", f"{north}, {west}", False),
        ("coordinates", "degrees", f"52°{d2[0]}1'10\"N 1°53'2{d2[1]}\"W", False),
        ("coordinates", "grid", f"SP {_digits(rng, 3)} {_digits(rng, 3)}", False),
        ("coordinates", "decimal", f"{north}N {west[1:]}W", True),
        ("coordinates", "grid", f"SJ{_digits(rng, 5)}{_digits(rng, 5)}", True),
        ("coordinates", "words", f"///{who}.{name}.spoons", True),
        ("coordinates", "degrees", f"N 52° 2{d2[1]}.{d4[:3]}' W 1° 53.{d4[1:]}'", True),
        ("vehicle plate", "current", f"{_letters(rng, 2)}1{d2[0]} {_letters(rng, 3)}", False),
        ("vehicle plate", "closed up", f"{_letters(rng, 2)}6{d2[1]}{_letters(rng, 3)}", False),
        ("vehicle plate", "older", f"her old car, K{_digits(rng, 3)} {_letters(rng, 3)}", False),
        ("vehicle plate", "small",
         f"the van {_letters(rng, 2)}1{d2[1]} {_letters(rng, 3)}".lower(), True),
        ("vehicle plate", "current", f"{_letters(rng, 2)}0{d2[0]} {_letters(rng, 3)}", True),
        ("vehicle plate", "older", f"reg {_letters(rng, 3)} {_digits(rng, 3)}Y", True),
        ("path", "Linux", f"/home/{who}/interviews/p1.docx", False),
        ("path", "Windows", f"C:\\Users\\{who}.{name}\\Documents", False),
        ("path", "macOS", f"/Users/{who}{name}/Desktop", False),
        ("path", "Windows", f"C:\\Users\\{who.capitalize()} {name.capitalize()}\\p1.docx", True),
        ("path", "Windows", f"/mnt/c/Users/{who}/p1.docx", True),
        ("path", "Linux", f"/export/home/{who}", True),
        ("path", "macOS", f"/Volumes/Macintosh HD/Users/{who}/p1", True),
        ("path", "Windows", f"\\\\server\\home$\\{who}{name}", True),
    ]  # fmt: skip
    yield from (row[:3] for row in made if row[3] is (part == HELD_OUT))


def _fill_things(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    drawn = {f"n{n}": _digits(rng, n) for n in (2, 3, 4, 5, 6)}
    drawn |= {f"p{n}": _letters(rng, n) for n in (2, 3)}
    drawn |= {f"q{n}": _letters(rng, n).lower() for n in (2, 3)}
    drawn |= {"who": rng.choice(["ada", "rob", "nell"]), "name": rng.choice(["mock", "trial"])}
    drawn |= {"d": _digits(rng, 1), "day": _digits(rng, 1), "year": f"201{_digits(rng, 1)}"}
    for kind, form, text in later.IDENTIFIERS:
        yield kind, form, text.format(**drawn)


# -- texts ---------------------------------------------------------------------------------------

_PLAIN = frozenset({"as listed"})
#: Kinds of spans that have a form of their own.
STRUCTURED = (
    "e-mail", "handle", "web address", "case number", "birthday", "coordinates",
    "vehicle plate", "path",
)  # fmt: skip


def _select(templates: Sequence[str], part: str) -> Sequence[str]:
    """The templates of a part."""
    if part == LATER:
        return _OF_LATER[templates]
    return split(templates, part == HELD_OUT)


_OF_LATER = {
    PERSON: later.PERSON, SETTING: later.SETTING, ALONE: later.ALONE, THINGS: later.THINGS,
    FILLERS: later.FILLERS,
}  # fmt: skip


class _Writer:
    """Puts what points to a person into a sentence, and a filler before or after."""

    def __init__(self, rng: random.Random, part: str):
        self.rng, self.part = rng, part
        self._fillers = _select(FILLERS, part)

    def write(
        self, templates: Sequence[str], text: str, kind: str, form: str, *, listed: bool,
        ending: str = ".md",
    ) -> Interview:  # fmt: skip
        before, _, after = self.rng.choice(_select(templates, self.part)).partition("{}")
        filler = self.rng.choice(self._fillers)
        if self.rng.random() < 0.5:
            before = f"{filler} {before}"
        else:
            after = f"{after} {filler}"
        if ending == ".csv":
            before, after = f'participant,answer\nP1,"{before}', f'{after}"\n'
        elif ending == ".html":
            before, after = f"<p>{before}", f"{after}</p>"
        span = Span(
            len(before), len(before) + len(text), kind, form, listed, listed and form in _PLAIN
        )
        return Interview(before + text + after, (span,), self.part, ending=ending)


def _make_listed(writer: _Writer, rng: random.Random) -> Iterator[Interview]:
    person, setting, part = "a listed person", "a listed setting", writer.part
    for name, called in PEOPLE[part].items():
        for form, text in _write_person(name, called, rng):
            yield writer.write(PERSON, text, person, form, listed=True)
        for form, text in _write_alone(name, called, rng):
            yield writer.write(ALONE, text, person, form, listed=True)
        yield from _hide(writer, PERSON, name, person)
    for name, forms in SETTINGS[part].items():
        for form, text in _write_setting(name, forms, rng):
            yield writer.write(SETTING, text, setting, form, listed=True)
        yield from _hide(writer, SETTING, name, setting)


def _hide(writer: _Writer, templates: Sequence[str], name: str, kind: str) -> Iterator[Interview]:
    for form, ending, held_out, hide in DISGUISES:
        if writer.part == LATER or held_out is (writer.part == HELD_OUT):
            yield writer.write(templates, hide(name), kind, form, listed=True, ending=ending)


def _make_unlisted(writer: _Writer, rng: random.Random) -> Iterator[Interview]:
    part = writer.part
    first, last = list(FIRST[part]), list(LAST[part])
    for _ in range(2):
        rng.shuffle(first)
        rng.shuffle(last)
        for given, family in zip(first, last, strict=True):
            person = "an unlisted person"
            title = rng.choice(TITLES[part])
            name = f"{title} {family}"
            yield writer.write(PERSON, name, person, "title and surname", listed=False)
            name = f"{given} {family}"
            yield writer.write(PERSON, name, person, "two capital words", listed=False)
        for given in first[:5]:
            name = f"Miss {given}"
            yield writer.write(
                PERSON, name, "an unlisted person", "title and first name", listed=False
            )
            name = f"{rng.choice(TITLES[part])} {given} {rng.choice(last)}"
            yield writer.write(
                PERSON, name, "an unlisted person", "title and full name", listed=False
            )
    for name in NURSERIES[part]:
        yield writer.write(
            SETTING, name, "an unlisted setting", "its kind in its name", listed=False
        )
    for name in STREETS[part]:
        form = "with a number" if name[0].isdigit() or "Flat" in name else "without a number"
        yield writer.write(THINGS, name, "a street", form, listed=False)
    for _ in range(4):
        for kind, form, text in _make_things(rng, part):
            yield writer.write(THINGS, text, kind, form, listed=False)


def _make_clean(rng: random.Random, part: str) -> Iterator[Interview]:
    fillers = _select(FILLERS, part)
    for look_alike, sentences in (later.CLEAN if part == LATER else CLEAN).items():
        for sentence in sentences if part == LATER else split(sentences, part == HELD_OUT):
            text = f"{rng.choice(fillers)} {sentence} {rng.choice(fillers)}"
            yield Interview(text, (), part, look_alike)
    for look_alike, templates in CLEAN_SLOTS.items() if part != LATER else ():
        for template in split(templates, part == HELD_OUT):
            for _ in range(9):
                fill = {slot: rng.choice(values) for slot, values in SLOTS.items()}
                text = f"{template.format(**fill)} {rng.choice(fillers)}"
                yield Interview(text, (), part, look_alike)


def make_interviews(seed: int) -> list[Interview]:
    """Every text of a seed: with listed names, with unlisted ones and identifiers, and clean.

    Parameters
    ----------
    seed : int
        Draws names, sentences, slips and numbers.

    Returns
    -------
    list of Interview
        Over 600 with one span each, over 300 without any; of each part some.
    """
    made = []
    for part in PARTS:
        rng = random.Random(f"{seed} {part}")
        writer = _Writer(rng, part)
        made += [*_make_listed(writer, rng), *_make_unlisted(writer, rng)]
        made += _make_clean(rng, part)
    return made
