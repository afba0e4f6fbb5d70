"""What may be somebody is asked about once, as a warning; and by what a word is used as a name."""

import pytest

from senco import disclosure
from senco.disclosure.lexicon import is_first_name, load_known, load_ordinary, load_short_forms
from senco.disclosure.names.entries import list_tokens, make_entry, split
from senco.disclosure.names.usage import is_used_as_name
from senco.disclosure.rules.strangers import find_strangers
from senco.disclosure.texts.views import fold, list_views, plain
from senco.errors import list_errors


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("So I rang Mrs Whitcombe twice.", ["Mrs Whitcombe"]),
        ("Then Oluwaseun Adebayo came.", ["Oluwaseun Adebayo"]),
        ("It was Sarah Green who rang.", ["Sarah Green"]),
        ("Miss Jenny and Dr de Souza agreed.", ["Miss Jenny", "Dr de Souza"]),
        ("Grace Oyelaran wrote it.", ["Grace Oyelaran"]),
        ("The Local Authority and the Early Years team met.", []),
        ("On Monday Ofsted came, in May Portage left.", []),
        ("George Kelly and Bronfenbrenner are cited.", []),
        ("Golden Time, Carpet Time and Rose Room.", []),
        ("Kelly, G. A. (1955). Constructs.", []),
    ],
)
def test_a_title_or_two_words_that_are_no_ordinary_ones_make_a_name(text, found):
    assert [name for name, _ in find_strangers(text)] == found


@pytest.mark.parametrize(
    ("text", "word", "used"),
    [
        ("In May we met.", "May", False),
        ("We were told May at the earliest.", "May", False),
        ("I spoke with May about it.", "May", True),
        ("May said that it was late.", "May", True),
        ("Will the funding follow?", "Will", False),
        ("Will told us.", "Will", True),
        ("I trust Will more than any panel.", "Will", True),
        ("The Rose Room is quiet.", "Rose", False),
        ("So Grace rang the council.", "Grace", True),
        ("Grace under pressure.", "Grace", False),
        ("Siobhan, of all people.", "Siobhan", True),
    ],
)
def test_a_word_that_is_a_name_too_is_one_where_a_person_stands(text, word, used):
    tokens = list_tokens(text)
    place = next(n for n, token in enumerate(tokens) if text[token.start : token.end] == word)
    assert is_used_as_name(tokens, place, text) is used


def test_a_name_on_no_list_is_a_warning_and_one_on_the_list_is_not_asked_about_as_well(tmp_path):
    (tmp_path / "a.md").write_text("Mrs Quibell met Zebedee Quark.\n", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>Mrs Quibell again</p>", encoding="utf-8")
    hits = disclosure.search([tmp_path], ["Zebedee Quark"], root=tmp_path)
    told = [(hit.kind, hit.text, hit.finding.severity) for hit in hits]
    assert told == [
        ("a name on no list", "Mrs Quibell", "warning"),
        ("a private name", "Zebedee Quark", "error"),
        ("a name on no list", "Mrs Quibell", "warning"),
    ]
    gathered = disclosure.gather_questions(hits)
    assert [hit.text for hit in gathered] == ["Mrs Quibell", "Zebedee Quark"]
    assert gathered[0].finding.found.endswith("(11 characters), and 1 time more")
    findings = [hit.finding for hit in gathered]
    assert len(list_errors(findings)) == 1 and "Quibell" not in "".join(map(str, findings))
    assert "a name on no list" in disclosure.KINDS


def test_programs_and_style_sheets_are_not_asked_about(tmp_path):
    for name in ("a.css", "a.js", "a.json"):
        (tmp_path / name).write_text('"Oluwaseun Adebayo @janedoe92"', encoding="utf-8")
    assert disclosure.search([tmp_path], root=tmp_path) == []


def test_a_listed_person_is_found_by_short_forms_and_slips_as_a_question(tmp_path):
    texts = ["Then Maggie rang.", "Then Margeret rang.", "I rang M.A. twice.", "Mags Ashdown rang."]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    hits = disclosure.search([tmp_path], ["Margaret Ashdown"], root=tmp_path)
    severities = {hit.file: hit.finding.severity for hit in hits if hit.kind == "a private name"}
    assert severities == {"0.md": "warning", "1.md": "warning", "2.md": "warning", "3.md": "error"}


def test_a_person_called_church_is_a_person_and_a_church_school_a_setting():
    assert make_entry(1, "Paul Church").person and not make_entry(2, "St Ia's CE School").person
    assert make_entry(1, "Margaret E Ashdown").person
    assert make_entry(2, "St Ia's C of E Primary School").core == ("st", "ias")
    assert split("Merrow Park Special School") == ["merrow", "park", "special", "school"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ᴊane Doᴇ", ".md"),
        ("J\u0336a\u0336n\u0336e\u0336 D\u0323o\u0323e\u0323", ".md"),
        ("J.a.n.e D.o.e", ".txt"),
        ("&#74;ane &#x44;oe", ".csv"),
        ("4a 61 6e 65 20 44 6f 65", ".txt"),
        ("SmFuZSBEb2UgeA==", ".txt"),
        ("".join(chr(0xE0000 + ord(sign)) for sign in "Jane Doe"), ".txt"),
    ],
)
def test_a_disguise_is_seen_through_in_one_of_the_views(text, kind):
    views = [view.replace(" ", "") for view in list_views(f"x {text}  x", kind)]
    assert any("janedoe" in plain(view) for view in views), views


def test_hexadecimal_numbers_that_spell_nothing_are_no_text():
    assert len(list_views("20 21 22 23 24 25 26 27 28 29 30 31 32", ".txt")) == 1
    assert fold("José") == "José"


def test_the_vendored_words_are_there_with_their_licences(project):
    folder = project.root / "analysis" / "senco" / "disclosure" / "words"
    assert "Apache License" in (folder / "nicknames-LICENSE.txt").read_text("utf-8")
    assert "Kevin Atkinson" in (folder / "ordinary-LICENSE.txt").read_text("utf-8")
    told = (folder / "README.md").read_text("utf-8")
    assert all(path.name in told for path in folder.iterdir() if path.name != "README.md")
    assert "maggie" in load_short_forms()["margaret"] and "margaret" in load_short_forms()["maggie"]
    assert len(load_ordinary()) > 30_000 and "whitcombe" not in load_ordinary()
    assert is_first_name("Bex") and not is_first_name("than") and "Ofsted" in load_known()
