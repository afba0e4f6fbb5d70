"""Each catalogue says what notebooks and library say, with the same put in."""

import re
from collections import Counter

import pytest

from senco.locale import ENGLISH, find_catalogue, list_languages, load_catalogue
from senco.locale.catalogue import BETWEEN, PLACE
from tests.conftest import ROOT
from tests.translations import LIBRARY, NOTEBOOKS, list_missing, list_worded, mask, read_cells

TEMPLATES = sorted((ROOT / "analysis/senco/book/site/templates").glob("*.html"))
LANGUAGES = [one for one in list_languages() if one != ENGLISH]
#: What is put together of pieces when a page is made: these have to stand in the library.
COMPOSED = {
    "the table": ('f"the {kind}"',),
    "the figure": ('f"the {kind}"',),
    "{first} and {last} (tied)": (" (tied)",),
    "{first}, and {last} (tied)": (" (tied)",),
    "{first} and {n:d} more (tied)": (" more", " (tied)"),
    "{first}, and {n:d} more (tied)": (" more", " (tied)"),
    "{n:d} as {role} and {m:d} as {other}": (" as {role}",),
    "{n:d} as {role}, {m:d} as {other} and {k:d} as {third}": (" as {role}",),
    "The first {shown:d} of {all:d} rows; the CSV file has all.": ("rows; the", "CSV file has all"),
    "The CSV file has all {n:d} rows.": ("CSV file has all", "} rows'"),
    "the most lines are below the midline {where} ({n:d} of {all}), and {mean}": (
        "the most lines are below the midline {where}, and {mean}", " ({found.below} of {of})",
    ),
    "{places} and at {n:d}": ("at {one}", " of the way"),
    "{places} and from {n:d} to {m:d}": ("from {one} to {other}", " of the way"),
    "{places}, at {n:d}": ("at {one}", " of the way"),
    "{places}, from {n:d} to {m:d}": ("from {one} to {other}", " of the way"),
    "{places} and at {n:d} other places": ("at {len(places) - most + 1} other places",),
    "{n:d} points below": (" points {side}", 'else "below"'),
    "{n:d} points above": (" points {side}", '"above" if'),
    "The first {n:d} of {all:d} are drawn; {others} is not.": ("are drawn; ", '"is" if', " not."),
    "The first {n:d} of {all:d} are drawn; {others} are not.": ("are drawn; ", '"are"', " not."),
    "{names} and {n:d} others": (" others",),
    "The line “{line}” under parameters in cohort.yml draws all.": (
        " The line “", "under parameters in cohort.yml", "draws all.",
    ),
    **{
        f"By kind of setting: {{kinds}}{comma} and {last} ({{n:d}}).": (
            "By kind of setting: ", "({given[name]})", 'UNKNOWN = "not disclosed"',
        )
        for comma in ("", ",")
        for last in ("{last}", "not disclosed")
    },
    "One person more took part and withdrew: their answers were taken out.": (
        "One person more", "took part and withdrew: their answers were taken out.",
    ),
    "{n:d} people more took part and withdrew: their answers were taken out.": (
        "people more", "took part and withdrew: their answers were taken out.",
    ),
}  # fmt: skip
_ROLE = re.compile(r"\{([\w:]+)\}`([^`]*)`")
_TARGET = re.compile(r".*<(.*)>")
_LINK = re.compile(r"\]\(([^)]*)\)")


def list_put(text):
    """Places, roles with what they lead to, and links of a text."""
    roles = [(kind, _TARGET.sub(r"\1", body)) for kind, body in _ROLE.findall(text)]
    places = {place["name"] for place in PLACE.finditer(text)}
    return places, Counter(roles), Counter(_LINK.findall(text)), text.count("**")


def fill(text, numbers):
    """A text with a number or a word in each place."""
    return PLACE.sub(lambda place: "7" if place["name"] in numbers else "xyz", text)


@pytest.fixture(scope="module")
def worded():
    return list_worded()


@pytest.fixture(scope="module")
def sources():
    code = [source for path in NOTEBOOKS for source in read_cells(path, "code")]
    data = [ROOT / "data" / "datapackage.json", ROOT / "_config.yml", *TEMPLATES]
    return "\n".join([*code, *(path.read_text(encoding="utf-8") for path in [*LIBRARY, *data])])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_roles_and_links_of_its_english(language):
    for entry in load_catalogue(language).entries:
        assert list_put(entry.translated) == list_put(entry.english), entry.english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_stale(language, worded, sources):
    """Its English still stands where pages are worded; words by themselves as words."""
    stale = []
    for entry in load_catalogue(language).entries:
        english = mask(entry.english)
        told = english in worded or re.sub(r"^\{\}", "", english) in worded
        told |= all(sentence in worded for sentence in BETWEEN.split(english) if sentence.strip())
        pieces = COMPOSED.get(entry.english)
        if pieces:
            told = all(piece in sources for piece in pieces)
        elif entry.context:
            word = re.escape(entry.english).replace(r"\ ", "[ _]")
            told |= re.search(rf"\b{word}\b", sources) is not None
        else:  # a template's, or one of the site's configuration
            told |= any(f"{sign}{english}{sign}" in sources for sign in "\"'")
        if not told:
            stale.append(entry.english)
    assert not stale, "take these out, or put them as they are worded now:\n" + "\n".join(stale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_stands_once_and_finds_itself(language):
    catalogue = load_catalogue(language)
    keys = Counter((one.context, one.english) for one in catalogue.entries)
    assert max(keys.values()) == 1
    for entry in catalogue.entries:
        numbers = {place["name"] for place in PLACE.finditer(entry.english) if place["number"]}
        put, told = (fill(text, numbers) for text in (entry.english, entry.translated))
        assert catalogue.translate(put, entry.context) == told, entry.english


@pytest.mark.parametrize("notebook", ["10_participants", "20_worklines", "50_rankings"])
def test_the_pages_that_are_done_in_spanish_lack_nothing(notebook):
    path = next(path for path in NOTEBOOKS if path.stem == notebook)
    assert list_missing(load_catalogue("es"), path) == []


def test_english_has_no_catalogue_and_every_other_language_has():
    assert list_languages()[0] == ENGLISH
    for without in (ENGLISH, "eo"):
        assert find_catalogue(without) is None and not load_catalogue(without)
    for language in LANGUAGES:
        assert find_catalogue(language).is_file() and load_catalogue(language)
