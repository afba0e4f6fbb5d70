"""Hundreds of planted identifiers are found, ordinary text is let through, nothing is shown."""

import json
import logging
import re
from collections import Counter

import pytest
from typer.testing import CliRunner

from senco import cli, disclosure
from senco.disclosure.release.own import list_made
from senco.disclosure.rules.strangers import find_strangers
from senco.disclosure.texts.views import fold
from senco.errors import DataError, SencoError
from senco.text.report import format_json, format_page
from tests.disclosure.planted import NAMES, make_plants, write_corpus

SEED = 20261124


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    planted = write_corpus(folder, SEED)
    return folder, planted, disclosure.search([folder], NAMES, root=folder)


def test_of_the_planted_identifiers_at_least_98_in_100_are_found(corpus):
    _, planted, hits = corpus
    found = {(hit.file, hit.kind) for hit in hits}
    missed = [plant.guise for file, plant in planted.items() if (file, plant.kind) not in found]
    assert len(planted) >= 900 and len({plant.guise for plant in planted.values()}) >= 300
    recall = 1 - len(missed) / len(planted)
    assert recall >= 0.98, f"recall {recall:.3f}: {Counter(missed).most_common()}"


def test_each_kind_of_identifier_is_found_nine_times_in_ten_at_least(corpus):
    _, planted, hits = corpus
    found = {(hit.file, hit.kind) for hit in hits}
    all_of = Counter(plant.kind for plant in planted.values())
    got = Counter(plant.kind for file, plant in planted.items() if (file, plant.kind) in found)
    with_a_form = {rule.label for rule in disclosure.RULES}
    assert {*all_of} == {*with_a_form, "a private name"} and min(all_of.values()) >= 8
    assert {kind: got[kind] / n for kind, n in all_of.items() if got[kind] / n < 0.9} == {}


def test_nothing_that_was_planted_stands_in_findings_json_page_or_log(corpus, caplog):
    folder, planted, _ = corpus
    with caplog.at_level(logging.DEBUG):
        hits = disclosure.search([folder], NAMES, root=folder)
    findings = list(dict.fromkeys(hit.finding for hit in hits))
    told = "\n".join(
        [*map(str, findings), *map(repr, findings), format_json(findings),
         format_page(findings, "x"), caplog.text]
    )  # fmt: skip
    check_masked(told, planted.values())


def check_masked(told, plants):
    folded = told.casefold()
    shown = [p.guise for p in plants for secret in p.secrets if secret.casefold() in folded]
    assert len(told) > 1000 and shown == []
    for name in NAMES:
        for word in name.split():
            if len(word) > 4 and word not in {"Nursery", "Children's", "Centre", "Little"}:
                assert word.casefold() not in folded, f"entry {NAMES.index(name) + 1}"


def test_a_hit_does_not_show_in_its_repr_what_it_holds(corpus):
    hits = corpus[2]
    told = repr(hits[:200])
    assert not [hit for hit in hits[:200] if len(hit.text) > 5 and hit.text in told]


def test_the_command_shows_nothing_on_any_way_out(checkout, tmp_path, monkeypatch):
    """Words, --json, --html, and the error of a public build; files' names included."""
    plants = [p for p in make_plants(SEED) if "\n" not in p.text][::6]
    site = checkout.root / "_build" / "private" / "mine"
    cohort = checkout.project.cohort("mine")
    site.mkdir(parents=True), cohort.mkdir()
    reference = checkout.project.cohort("worked-example")
    (cohort / "cohort.yml").write_bytes((reference / "cohort.yml").read_bytes())
    (cohort / "participants.csv").write_bytes((reference / "participants.csv").read_bytes())
    for number, plant in enumerate(plants):
        (site / f"p{number}.html").write_text(f"<p>{plant.text}</p>", encoding="utf-8")
    (site / "jane-okonkwo 07700 900123.csv").write_text("a\n1\n", encoding="utf-8")
    (site / "damaged.docx").write_bytes(b"PK\x03\x04 Jane Okonkwo")
    (site / "damaged.pdf").write_bytes(b"%PDF-1.4 Jane Okonkwo 07700 900123")
    names, page = tmp_path / "names.txt", tmp_path / "page.html"
    names.write_text("\n".join(NAMES), encoding="utf-8")
    monkeypatch.chdir(checkout.root)
    monkeypatch.setenv("SENCO_ROOT", str(checkout.root))
    told = ""
    for words in (["disclose", "mine"], ["disclose", "mine", "--json"],
                  ["disclose", "mine", "--html", str(page)], ["release", "mine"]):  # fmt: skip
        result = CliRunner().invoke(cli.app, [*words, "--names", str(names)])
        assert result.exit_code == 1 and isinstance(result.exception, SystemExit | SencoError)
        told += result.output + repr(result.exception)
    assert json.loads(CliRunner().invoke(
        cli.app, ["disclose", "mine", "--json", "--names", str(names)]).stdout)  # fmt: skip
    check_masked(told + page.read_text(encoding="utf-8"), plants)
    assert "900123" not in told and "damaged.docx" in told


def write_signed(folder, maker):
    """A file of each kind that says who made it."""
    import io

    from openpyxl import Workbook
    from PIL import Image, PngImagePlugin
    from pypdf import PdfWriter

    book, writer, fields = Workbook(), PdfWriter(), PngImagePlugin.PngInfo()
    book.properties.creator = book.properties.lastModifiedBy = maker
    book.save(folder / "a.xlsx")
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": maker})
    stream = io.BytesIO()
    writer.write(stream)
    (folder / "b.pdf").write_bytes(stream.getvalue())
    fields.add_text("Author", maker)
    Image.new("RGB", (4, 4)).save(folder / "c.png", pnginfo=fields)
    exif = Image.Exif()
    exif[0x013B] = maker
    Image.new("RGB", (4, 4)).save(folder / "d.jpg", exif=exif)
    svg = f"<svg><metadata><dc:creator><cc:Agent><dc:title>{maker}</dc:title></cc:Agent>"
    (folder / "e.svg").write_text(f"{svg}</dc:creator></metadata></svg>", encoding="utf-8")
    (folder / "f.html").write_text(f'<meta name="author" content="{maker}">', encoding="utf-8")


@pytest.mark.parametrize(("maker", "found"), [("Rosa Houser", 6), ("Matplotlib v3.9, x", 0)])
def test_who_made_a_file_is_found_in_its_fields_and_a_program_is_nobody(tmp_path, maker, found):
    write_signed(tmp_path, maker)
    hits = disclosure.search([tmp_path], root=tmp_path, listed=["a.xlsx"])
    assert len({hit.file for hit in hits if hit.kind == "a maker's name in a file"}) == found
    assert len({hit.file for hit in hits}) == found
    assert "Houser" not in "".join(str(hit.finding) for hit in hits)


def test_where_a_picture_was_taken_is_found(tmp_path):
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", exif=exif)
    (hit,) = disclosure.search([tmp_path], root=tmp_path)
    assert hit.kind == "a place in a picture"


def test_a_column_of_identifiers_is_found_by_its_heading_where_it_holds_anything(tmp_path):
    (tmp_path / "a.csv").write_text("participant,Date of birth,Surname\nP1,41000,\n", "utf-8")
    (tmp_path / "b.csv").write_text("participant,label,gist\nP1,x,y\n", encoding="utf-8")
    hits = disclosure.search([tmp_path], root=tmp_path)
    assert [(hit.kind, hit.text) for hit in hits] == [("a column of identifiers", "Date of birth")]


#: Realistic text with nothing in it that points to a person; each line is counted by itself.
CLEAN = [
    "The setting applied in March 2017 and the plan came after 20 weeks.",
    "Section 9.2 of the 0-25 code of practice, paragraphs 9.14-9.19, says so.",
    "The nursery school next door closed; a private nursery and a playgroup remained.",
    "Nursery staff, Early Years practitioners and the Area SENCO met.",
    "Private Nursery, Maintained Nursery School, Early Years Foundation Stage",
    "mean rank 19.86 (SD 1.46), n = 8, lines 270-271; 325",
    "a p of 0.0123456789 and 1234567890 permutations",
    "DOI 10.1142/S0218488502001648 and 10.1080/13603116.2018.1427151",
    "ISBN 978-0-19-852011-5 and ISSN 0261-9768",
    "sha256 0c2a79434765919aa07700900c5de19b3b0b7f4c5d3e1f2a6b8c9d0e1f2a3b4c",
    "version 1.26.4, released 2024-02-05, needs 3.11",
    "between 2014 and 2018, born of necessity in a year of cuts",
    "born of the reforms, the post began in September 2014",
    "P1 said little; P10 and S8 said more. EY1 to EY8 are pseudonyms.",
    "the E4 postcode lottery of provision; band D3 and level M2",
    "I will mark the place; she may be green with envy; grace is a virtue; may we?",
    "The bevans of this world, a zhang of cloth: no, the word was changed.",
    "Tom Sawyer, Jane Eyre and Priya's namesake are in books.",
    "A little acorn became an oak. Little by little the acorns grew.",
    "St Andrews day, St Pancras station, puddles and splashes",
    "the bank was holly; a lark in the meadow",
    "Agnes, José Saramago's Blindness, and Ffestiniog",
    "at home / users of the service / documents and settings of care",
    "http://www.w3.org/2000/svg and https://www.gov.uk/government/publications/send-code",
    "meet at noon dot the i",
    "call it 07 or 08; 0-25; 020 to 030; 01/02 of the total",
    "07700 900 and 12 345 678",
    "£12,943,476 over 5919 places",
    "943 476 5918", "H801200001002", "QQ 12 34 56 7", "12 March 1985",
    "Kendall's W = 0.412; chi-square 65.9 on 20 degrees of freedom",
    "codes: funding 3; trust 4; time 5; training 6; 7; 8; 9; 10; 11; 12",
    "0.1 0.25 0.375 0.4375 0.46875 0.484375 0.4921875 0.49609375",
    "colours #0a7b20 #1f77b4 #2ca02c #d62728 #9467bd",
    "a base of U29tZSBsZXR0ZXJz and nothing else",
    "2017-06-30T10:15:00Z", "python -m senco.cli build my-county --jobs 2",
    "Bronfenbrenner, U. (1979). The Ecology of Human Development. Harvard.",
    "Kelly, G. A. (1955). The Psychology of Personal Constructs, 2 vols.",
    "Children's Centre budgets fell; Primary School places rose; Forest School days stayed",
    "In Reception and in Nursery we plan together.",
    "Our Nursery and Your Pre-School: a guide", "The Kindergarten was Froebel's idea.",
]  # fmt: skip

#: What is found in it all the same, by line, and why that stays so: a name on the list that
#: somebody else has as well is for a person to judge.
FALSE_ALARMS = {
    "Tom Sawyer, Jane Eyre and Priya's namesake are in books.": "first names of the list",
    "Agnes, José Saramago's Blindness, and Ffestiniog": "a first name of the list",
    "A little acorn became an oak. Little by little the acorns grew.": "a letter from a setting",
    "St Andrews day, St Pancras station, puddles and splashes": "two letters from a setting",
}


@pytest.mark.parametrize("ending", ["md", "html", "csv", "json"])
def test_the_false_alarms_on_ordinary_text_are_these_and_no_more(tmp_path, ending):
    for number, line in enumerate(CLEAN):
        text = json.dumps([line]) if ending == "json" else line
        (tmp_path / f"c{number}.{ending}").write_text(text, encoding="utf-8")
    hits = disclosure.search([tmp_path], NAMES, root=tmp_path)
    alarmed = {CLEAN[int(hit.file[1:].split(".")[0])]: hit.kind for hit in hits}
    assert set(alarmed) == set(FALSE_ALARMS), alarmed
    assert set(alarmed.values()) == {"a private name"}


def test_the_reference_cohorts_and_the_book_raise_no_alarm_but_a_cited_first_name(project):
    hits = disclosure.search([project.root / "data", project.root / "book"], NAMES,
                             root=project.root, made=list_made(project))  # fmt: skip
    errors = [hit for hit in hits if hit.finding.severity == "error"]
    asked = {(hit.kind, hit.text) for hit in hits if hit not in errors}
    assert {(hit.kind, hit.text) for hit in errors} <= {("a private name", "José")}
    assert asked <= {("a private name", "Thomas")}  # who is cited; a Tom is on the list
    assert len(hits) <= 4


def test_nothing_in_the_books_own_pages_and_references_is_asked_about(project):
    """Whom the engine's pages cite stands in disclosure/words/known.txt: add a line there."""
    hits = disclosure.search([project.root / "data", project.root / "book"],
                             root=project.root, made=list_made(project))  # fmt: skip
    assert [(hit.finding.file, hit.text) for hit in hits] == []
    bibliography = (project.root / "book" / "references.bib").read_text(encoding="utf-8")
    bare = re.sub(r"\{\\'\{?(\w)\}?\}", "\\g<1>\u0301", bibliography)  # an accent, after its letter
    authors = " and ".join(re.findall(r"author\s*= \{(.+)\},", bare)).split(" and ")
    shown = [" ".join(reversed(name.split(", "))) for name in authors if name[0] != "{"]
    asked = [name for name in shown if find_strangers(fold(name))]
    assert len(shown) > 20 and asked == []


def test_an_allow_list_that_is_not_in_order_is_told_without_its_texts(tmp_path):
    (tmp_path / "allowed.yml").write_text(
        "- {kind: an e-mail adress, text: jane@okonkwo.example, reason: It is public anyway.}\n"
        "- {kind: a UK postcode, text: B15 2TT}\n"
        "- {kind: a UK postcode, reason: Everybody knows it., txt: B15 2TT}\n"
        "- {kind: a UK postcode, reason: It is b15 2tt as all know., text: B15 2TT}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as raised:
        disclosure.load_allowances(tmp_path, "data/cohorts/mine")
    told = str(raised.value)
    assert "an unknown kind in entry 1" in told
    assert "Did you mean 'an e-mail address'?" in told
    assert "no reason in entry 2" in told and "an unknown key in entry 3" in told
    assert "neither a text nor a file in entry 3" in told
    assert "the allowed text, repeated in the reason of entry 4" in told
    assert "okonkwo" not in told and "b15" not in told.casefold()


def test_an_entry_lets_one_text_stand_and_no_other_and_a_stale_one_is_told(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.html").write_text("write to help@council.example or lee@school.example", "utf-8")
    (tmp_path / "allowed.yml").write_text(
        "- {kind: an e-mail address, text: Help@council.example, reason: The public help line.}\n"
        "- {kind: a UK postcode, text: B15 2TT, reason: The council's own address.}\n",
        encoding="utf-8",
    )
    allowances = disclosure.load_allowances(tmp_path, "data/cohorts/mine")
    hits = disclosure.search([site], root=tmp_path)
    findings, used = disclosure.apply_allowances(hits, allowances)
    assert [f.severity for f in findings] == ["error", "warning"]
    assert "an e-mail address, ••••" in findings[0].found
    assert "entry 2 (a UK postcode), which no longer covers anything" in findings[1].found
    assert [entry.reason for entry in used] == ["The public help line."]


def test_an_entry_without_text_holds_for_the_files_that_it_names(tmp_path):
    (tmp_path / "kit.xlsx").write_bytes(b"x")
    (tmp_path / "allowed.yml").write_text(
        "- {kind: a file that is never published, file: kit.*, reason: The empty workbook.}\n",
        encoding="utf-8",
    )
    hits = disclosure.search([tmp_path], root=tmp_path, besides=["allowed.yml"])
    findings, used = disclosure.apply_allowances(
        hits, disclosure.load_allowances(tmp_path, "data/cohorts/mine")
    )
    assert findings == [] and len(used) == 1


def test_how_many_lines_are_remembered_changes_nothing_that_is_found(corpus, monkeypatch):
    folder, _, hits = corpus
    monkeypatch.setattr("senco.disclosure.names.matching.MOST_LINES", 3)
    assert disclosure.search([folder], NAMES, root=folder) == hits
