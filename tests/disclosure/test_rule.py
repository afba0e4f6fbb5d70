"""A rule finds where its hint lets it look all that its pattern would find anywhere."""

import importlib.util
import random
import re
import sys
from pathlib import Path

import pytest

from senco.disclosure.rules.identifiers import RULES
from senco.disclosure.rules.rule import find_by_rules, to_small
from senco.disclosure.rules.traces import TRACES
from senco.disclosure.texts.vendored import is_vendored
from tests.conftest import ROOT
from tests.disclosure.planted import make_plants

#: What the rules' patterns begin with, in the forms that they allow and in some that they do not.
PARTS = (
    "dob ", "d. o. b. ", "D.O.B. ", "b. ", "date_of birth: ", "born on ", "3/4/2015", "4 May 2016",
    "the third of may", "turned six on ", "is 4, ", "07700 900123", "+ 44 (0)20 7946 0000", "(020)",
    "0044 20 79460000", "7700900123", "AB12 3CD", "ab1  2cd", "GIR0AA", "943 476 5919", "urn: ",
    "Unique reference number is ", "they ", "EY-123456", "ey123456", "123/4567", "H801200001001",
    "h 801 200 001 001", "AB 12 34 56 C", "qq123456c", "Facebook is ", "joe_99", "user name: ",
    "@jo.b", "Case no 12345", "ref: AB/2019-44", "51.50722,-0.12750", "52.2053, 0.1218", "Lat: ",
    "51° 30' N", "TL 123 456", "SU1234567890", "///one.two.three", "AB12 CDE", "ab12 cde", "car ",
    "A123 BCD", "ABC 123D", "AB123/45/67890", "12 High Road", "Flat 2, 3a The Green Lane",
    "Little Stars Nursery", "St Mary's CE Primary", "Family Hub", "/home/jo", "c:\\users\\jo",
    "\\\\srv\\users\\jo", "~jo/x", "x@y.org", "jo at gmail.com", "x [at] y [dot] org",
    "x at y dot co dot uk", "https://www.facebook.com/jo", "jo.wordpress.com/x",
    "\u0130", "\u0131", "\u017f", "\u212a", "É", "–", "\n", " ", ".", "-", "0", "/", ",", "1", "_",
)  # fmt: skip


def make_texts(seed: int, count: int) -> list[str]:
    """Parts, planted texts and sentences in a row, with a sign changed here and there."""
    rng = random.Random(seed)
    sentences = (ROOT / "tests" / "disclosure" / "interview_sentences.py").read_text("utf-8")
    others = [plant.text for plant in make_plants(seed)] + sentences.split("\n")
    texts = []
    for _ in range(count):
        text = "".join(rng.choice(PARTS if rng.random() < 0.7 else others) for _ in range(3))
        place = rng.randrange(len(text) + 1)
        change = rng.choice(
            (str.swapcase, str.upper, lambda sign: "", lambda sign: sign + "0", str)
        )
        texts.append(text[:place] + change(text[place : place + 1]) + text[place + 1 :])
    return texts


#: Its hint is a part of the rule: addresses with other endings are not asked about.
BY_ENDING = "a web address of a person or setting"


@pytest.mark.parametrize("rules", [RULES, TRACES], ids=["identifiers", "traces"])
def test_hints_leave_out_nothing_that_a_pattern_finds(rules):
    rules, found = [rule for rule in rules if rule.label != BY_ENDING], set()
    for text in make_texts(20261128, 4000):
        plain = [
            (rule.label, match[match.lastindex or 0], match.start(match.lastindex or 0))
            for rule in rules
            for match in rule.pattern.finditer(text)
            if rule.holds(match[match.lastindex or 0])
        ]
        assert find_by_rules(rules, text) == plain, text
        found |= {label for label, _, _ in plain}
    assert found == {rule.label for rule in rules}


def test_every_sign_that_ignoring_case_takes_for_a_letter_is_that_letter_in_small():
    signs = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))
    taken = re.findall("(?i)[a-z]", signs)
    assert len(taken) == 56  # 26 in two cases, and four of other scripts
    for sign in taken:
        assert re.fullmatch(to_small(sign), sign, re.IGNORECASE) and to_small(sign).isascii()
    assert len(to_small(signs)) == len(signs)


def test_a_sheet_of_the_theme_is_known_cut_to_some_of_its_rules_and_not_with_a_word_more():
    (folder,) = importlib.util.find_spec("pydata_sphinx_theme").submodule_search_locations
    own = next(Path(folder).rglob("pydata-sphinx-theme.css")).read_text(encoding="utf-8")
    site = "".join(
        f"{rule}\n" for rule in re.findall(r"(?<=\})\.btn[\w-]*\{[^}]*\}", own)[:9]
    ).encode()
    assert site.count(b"\n") == 9 and is_vendored(site) and is_vendored(own.encode())
    for other in (site + b" ", b"/* Jane Doe */" + site, site + b".doe{}\n", site[1:]):
        assert not is_vendored(other)
    assert not is_vendored(b"".join(reversed(site.splitlines(keepends=True))))
