"""Characters that look like a space or like nothing are read as they are seen."""

import shutil
import unicodedata

import pytest

from senco.disclosure.texts import views
from senco.intake.formats import offsets, rtf
from senco.intake.formats.cells import convert_cell
from senco.intake.formats.rankings import load_rankings
from senco.intake.formats.signs import BREAKS, JOINERS, SPACES, UNSEEN, tidy, tidy_signs
from senco.intake.importing import import_files
from senco.intake.start import make_cohort
from senco.workspace.paths import Project
from tests.conftest import ROOT

TEXT = {"type": "string"}


@pytest.mark.parametrize("sign", SPACES, ids=unicodedata.name)
def test_every_special_space_is_one_plain_space_and_told(sign):
    assert unicodedata.category(sign) == "Zs"
    assert convert_cell(f"The manager{sign}gave", TEXT) == ("The manager gave", "special spaces")


def test_no_space_that_unicode_knows_is_left_out():
    known = {chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Zs"}
    assert set(SPACES) == known - {" "}


@pytest.mark.parametrize("sign", UNSEEN, ids=unicodedata.name)
def test_every_sign_that_cannot_be_seen_is_left_out_and_told(sign):
    assert unicodedata.category(sign) in ("Cf", "Mn")
    assert convert_cell(f"fund{sign}ing", TEXT) == ("funding", "invisible characters")


@pytest.mark.parametrize("sign", BREAKS, ids=lambda sign: f"U+{ord(sign):04X}")
def test_every_line_break_within_a_cell_is_a_space_and_told(sign):
    assert convert_cell(f"one {sign}{sign} two", TEXT) == ("one two", "a line break")


@pytest.mark.parametrize("sign", JOINERS, ids=unicodedata.name)
def test_a_joiner_stays_where_it_is_part_of_what_is_seen_and_nowhere_else(sign):
    teacher, persian = f"👩{sign}🏫", f"می{sign}خواهم"
    for kept in (teacher, persian, f"❤\ufe0f{sign}🔥"):
        assert tidy_signs(kept) == (kept, [])
    assert tidy(f"Auf{sign}lage P1{sign}") == "Auflage P1"


def test_letters_put_together_from_parts_are_one():
    assert tidy_signs("Cafe\u0301") == ("Café", ["letters composed from parts"])
    assert tidy_signs("Café – zu 😀 Łódź") == ("Café – zu 😀 Łódź", [])


def test_a_gist_pasted_from_word_is_imported_with_its_spaces(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    project, desk = Project(tmp_path), tmp_path
    make_cohort("c", project)
    (desk / "participants.csv").write_text("participant,role\nP1,SENCO\n", "utf-8")
    gist = "The manager\u00a0gave 12\u202f% of her time\u2009–\u00a0all"
    rows = f"event,participant,position,critical,gist\ne1,P1,0.5,true,{gist}\n"
    (desk / "events.csv").write_text(rows, "utf-8")
    intake = import_files("c", [desk / "participants.csv", desk / "events.csv"], project)
    assert intake.written, intake.findings
    found = (project.cohort("c") / "events.csv").read_text("utf-8").splitlines()[1]
    assert found == "e1,P1,0.5,true,The manager gave 12 % of her time – all"


def test_one_item_is_not_two_for_a_sign_that_nobody_sees(tmp_path):
    path = tmp_path / "long.csv"
    rows = ["ranker,item,rank", "A,Work life,1", "A,Rest,2", "B,Work\u00a0life\u200b,2"]
    path.write_text("\n".join([*rows, "B,Rest,\u00a01"]), "utf-8")
    table = load_rankings(path)
    assert list(table.columns) == ["Work life", "Rest"]
    assert table.to_numpy().tolist() == [[1, 2], [2, 1]]


# How Unicode names each letter of another script whose Latin likeness differs in name.
LIKENESS = {
    **{"р": "p", "с": "c", "у": "y", "х": "x", "һ": "h", "ԝ": "w", "в": "b", "н": "h", "г": "r"},
    **{"п": "n", "ѵ": "v", "Р": "P", "С": "C", "У": "Y", "Х": "X", "В": "B", "Н": "H"},
    **{"Η": "H", "Ρ": "P", "Υ": "Y", "Χ": "X", "ρ": "p", "ν": "v", "υ": "u", "ս": "u", "ց": "g"},
    # these as in confusables.txt of Unicode's security mechanisms (UTS 39)
    **{"Ꭰ": "D", "Ꭱ": "R", "Ꭲ": "T", "Ꭺ": "A", "Ꭻ": "J", "Ꭼ": "E", "Ꮃ": "W", "Ꮇ": "M", "Ꮋ": "H"},
    **{"Ꮍ": "Y", "Ꮐ": "G", "Ꮒ": "h", "Ꮓ": "Z", "Ꮟ": "b", "Ꮢ": "R", "Ꮤ": "W", "Ꮥ": "S", "Ꮩ": "V"},
    **{"Ꮪ": "S", "Ꮮ": "L", "Ꮯ": "C", "Ꮲ": "P", "Ꮶ": "K", "Ꮷ": "d", "Ᏻ": "G", "Ᏼ": "B", "ϲ": "c"},
    **{"γ": "y", "օ": "o", "հ": "h", "զ": "q", "Ս": "U", "Օ": "O", "Ԍ": "G", "Ү": "Y", "ү": "y"},
    **{"Ɩ": "l"},
    # these by eye: there they are like letters that are themselves strange
    **{"η": "n", "ω": "w", "յ": "j", "ե": "t", "ь": "b", "ӏ": "l", "ƅ": "b", "ȷ": "j", "ǫ": "q"},
    **{"ո": "n", "ѕ": "s", "ԛ": "q", "Ѕ": "S", "ј": "j", "Ј": "J", "ı": "i", "ɑ": "a", "ɡ": "g"},
}
NAMES = {
    **{"ALPHA": "a", "BETA": "b", "EPSILON": "e", "ZETA": "z", "IOTA": "i", "KAPPA": "k"},
    **{"MU": "m", "NU": "n", "OMICRON": "o", "TAU": "t", "BYELORUSSIAN-UKRAINIAN I": "i"},
    **{"IE": "e", "KA": "k", "EM": "m", "TE": "t", "A": "a", "O": "o", "KOMI DE": "d"},
}


@pytest.mark.parametrize("strange", views._STRANGE)
def test_every_strange_letter_is_read_as_the_latin_one_that_it_looks_like(strange):
    name = unicodedata.name(strange).rpartition("LETTER ")[2]
    expected = (
        LIKENESS.get(strange) or NAMES.get(name) or name.removeprefix("SMALL CAPITAL ").lower()
    )
    if unicodedata.category(strange) == "Lu" and strange not in LIKENESS:
        expected = expected.upper()
    assert views.fold(strange) == expected


@pytest.mark.parametrize("letter", [chr(code) for code in views._STROKES])
def test_every_letter_with_a_stroke_is_read_as_its_plain_one(letter):
    name = unicodedata.name(letter)
    plain = {"LATIN SMALL LETTER ETH": "d", "LATIN SMALL LETTER THORN": "th"}
    ligatures = {"LATIN SMALL LETTER AE": "ae", "LATIN SMALL LIGATURE OE": "oe"}
    expected = (plain | ligatures).get(name) or name.split("LETTER ")[1][0].lower()
    assert views.plain(letter) == expected


@pytest.mark.parametrize("quote", [chr(code) for code in offsets.QUOTES])
def test_every_quotation_mark_is_read_as_the_plain_one_of_its_kind(quote):
    kind = "'" if "SINGLE" in unicodedata.name(quote) else '"'
    assert offsets.compare_form(f"a{quote}b") == f"a{kind}b"


RTF_WORDS = {
    **dict.fromkeys(("par", "line", "sect", "page", "column", "softline", "row", "nestrow"), "\n"),
    **dict.fromkeys(("cell", "nestcell", "\n", "\r"), "\n"),
    **dict.fromkeys(("~", "tab", "emspace", "enspace", "qmspace"), " "),
    **{"lquote": "'", "rquote": "'", "ldblquote": '"', "rdblquote": '"', "_": "-"},
    **{"emdash": "\N{EM DASH}", "endash": "\N{EN DASH}", "bullet": "\N{BULLET}"},
}


@pytest.mark.parametrize("word", rtf._SIGNS)
def test_every_control_word_of_rtf_is_the_sign_that_its_specification_names(word):
    """RTF 1.9.1, "Special Characters"."""
    space = " " if word.isalpha() else ""
    content = rf"{{\rtf1 a\{word}{space}b}}".encode()
    assert rtf.read_rtf(content, "a.rtf") == f"a{RTF_WORDS[word]}b"
