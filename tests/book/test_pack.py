"""The pack to carry: what its documents say, how long they are, and which books have it."""

import ctypes
import io
import json
import re
import shutil
from fractions import Fraction
from types import SimpleNamespace

import docx
import pypdfium2
import pytest
import yaml
from docutils import nodes
from pypdf import PdfReader
from sphinx import addnodes

from senco.book.assembly import load_citation, load_toc
from senco.book.library.contents import PACK, leave_out_pack
from senco.book.pack.ladder import draw_ladder
from senco.book.pack.making import make_pack, put_values, read_part
from senco.book.pdf.assembly import list_documents
from senco.book.site.page import drop_absent
from senco.errors import SencoError
from senco.workspace.paths import Project
from tests.conftest import ROOT

FOLDER = ROOT / "book" / "pack"
#: So many pages each document has.
LENGTHS = {
    "summary": 2, "checklist": 1, "manager": 1, "letter": 1, "slides": 3, "seminar": 2, "minute": 1
}  # fmt: skip
ROLE = re.compile(r"\{glue:text\}`([^`:]*)\.ipynb::(\w+):\w`")
LADDER = ROOT / "book/cohorts/ey-pvi-2017/results/50_rankings/ladder.html"


@pytest.fixture(scope="module")
def made(project):
    return {path.name: content for path, content in make_pack(project).items()}


def read_pdf(content):
    return PdfReader(io.BytesIO(content))


def read_words(content):
    """The words of a PDF in a row, however its lines are broken."""
    return " ".join(" ".join(page.extract_text() for page in read_pdf(content).pages).split())


def read_word(content):
    document = docx.Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*lines, *cells]).split())


def test_the_documents_that_are_committed_are_those_that_are_made_now(made):
    """Byte for byte, on any machine; none more, and none less."""
    files = {path.name: path.read_bytes() for path in (FOLDER / "files").iterdir()}
    assert sorted(made) == sorted(files)
    changed = [name for name in made if made[name] != files[name]]
    assert not changed, "Run `senco describe`, look at them, and commit them."
    assert {name.partition(".")[0] for name in made} == {*LENGTHS, "SHA256SUMS"}


@pytest.mark.parametrize("name", LENGTHS)
def test_each_document_has_as_many_pages_as_it_promises(made, name):
    pages = read_pdf(made[f"{name}.pdf"]).pages
    assert len(pages) == LENGTHS[name]
    wide = {page.mediabox.width > page.mediabox.height for page in pages}
    assert wide == {name == "slides"}
    size = docx.Document(io.BytesIO(made[f"{name}.docx"])).sections[0]
    assert (size.page_width > size.page_height) == (name == "slides")


@pytest.mark.parametrize("name", LENGTHS)
def test_the_documents_say_the_values_of_the_results(made, name):
    """Each with the words that follow it on the page, in the PDF and for Word."""
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    part = read_part(page, name).text
    roles = list(ROLE.finditer(part))
    assert roles
    for role in roles:
        place = (FOLDER / role[1]).resolve()
        values = json.loads((place.parent / "results" / place.name / "values.json").read_bytes())
        after = re.match(r"[\w ]*", part[role.end() :])[0].rstrip()
        told = f"{values[role[2]]}{after}"
        assert told in read_words(made[f"{name}.pdf"]), told
        assert told in read_word(made[f"{name}.docx"]), told
    assert "{" not in read_words(made[f"{name}.pdf"])


@pytest.mark.parametrize("name", LENGTHS)
def test_each_document_says_who_made_it_and_where_to_read_more(made, project, name):
    citation = load_citation(project)
    title = re.match(r"# (.+)", (FOLDER / f"{name}.md").read_text(encoding="utf-8"))[1]
    reader, word = read_pdf(made[f"{name}.pdf"]), docx.Document(io.BytesIO(made[f"{name}.docx"]))
    authors = "; ".join(author.cited for author in citation.authors)
    assert (reader.metadata.title, reader.metadata.author) == (title, authors)
    assert reader.trailer["/Root"]["/Lang"] == word.core_properties.language == "en-GB"
    assert (word.core_properties.title, word.core_properties.author) == (title, authors)
    for told in (read_words(made[f"{name}.pdf"]), read_word(made[f"{name}.docx"])):
        assert citation.title in told and citation.article.title in told
        assert f"the page “{title}” of the book" in told


def test_the_ladder_is_in_the_summary_and_on_a_slide_as_the_pages_show_it(made):
    drawing, told = draw_ladder(LADDER.read_text(encoding="utf-8"))
    shown = [words.text for words in drawing.words]
    assert len(told.split("; ")) == 6 and told.startswith("1 Child-centred practice mean rank 3.79")
    thin = [line for line in drawing.strokes if line.width < 3]
    assert f"{len(thin)} more, whose means are not printed" in shown
    for name in ("summary", "slides"):
        words = read_pdf(made[f"{name}.pdf"]).pages[0].extract_text()
        assert all(one in words for one in shown)
        pictures = docx.Document(io.BytesIO(made[f"{name}.docx"])).element.xpath("//wp:docPr")
        assert [one.get("descr") for one in pictures] == [told]


def read_tree(content):
    """The structure of each page as PDFium, another program's reader, has it."""
    raw = pypdfium2.raw

    def read(function, element):
        size = function(element, None, 0)
        text = ctypes.create_string_buffer(size)
        function(element, text, size)
        return text.raw[:size].decode("utf-16-le").rstrip("\0")

    def walk(element):
        kind = read(raw.FPDF_StructElement_GetType, element)
        kids = range(raw.FPDF_StructElement_CountChildren(element))
        inside = (raw.FPDF_StructElement_GetChildAtIndex(element, kid) for kid in kids)
        parts = [part for one in inside if one for part in walk(one)]
        return [kind + (": " + read(raw.FPDF_StructElement_GetAltText, element))
                * (kind == "Figure"), *parts]  # fmt: skip

    document = pypdfium2.PdfDocument(content)
    assert raw.FPDFCatalog_IsTagged(document)
    trees = [raw.FPDF_StructTree_GetForPage(page) for page in document]
    return [walk(raw.FPDF_StructTree_GetChildAtIndex(tree, 0)) for tree in trees]


def test_another_program_reads_headings_lists_and_tables_in_the_pdfs(made):
    """By hand, of the slides: a heading each, and under it the ladder or lists."""
    first, second, third = read_tree(made["slides.pdf"])
    item = ["LI", "LBody", "P"]
    assert first[:2] == ["Document", "H1"] and first[3:] == ["P"]
    assert first[2] == f"Figure: {draw_ladder(LADDER.read_text(encoding='utf-8'))[1]}"
    assert second == ["Document", "H1", "H2", "L", *item * 2, "H2", "L", *item * 3]
    assert third == ["Document", "H1", "L", *item * 3, "H2", "L", *item * 2, "P"]
    (checklist,) = read_tree(made["checklist.pdf"])
    assert [checklist.count(kind) for kind in ("H1", "Table", "TR", "TH")] == [1, 1, 13, 5]


def test_each_field_is_part_of_the_structure_and_is_found_by_its_number(made):
    reader = read_pdf(made["letter.pdf"])
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    fields = [one.get_object() for page in reader.pages for one in page["/Annots"]]
    assert len(fields) == len(reader.get_fields()) == 11
    for one in fields:
        element = parents[one["/StructParent"]].get_object()
        assert element["/S"] == "/Form" and element["/K"][0]["/Obj"].get_object()["/T"] == one["/T"]


def test_the_letter_and_the_checklist_can_be_filled_in_and_changed(made):
    asked = [field["/TU"] for field in read_pdf(made["letter.pdf"]).get_fields().values()]
    assert "two or three sentences of your own" in asked
    ticks = [
        field
        for field in read_pdf(made["checklist.pdf"]).get_fields().values()
        if field["/FT"] == "/Btn"
    ]
    questions = docx.Document(io.BytesIO(made["checklist.docx"])).tables[0].rows[1:]
    assert len(ticks) == 3 * len(questions) == 36
    assert "A letter to a local authority" not in [
        paragraph.text for paragraph in docx.Document(io.BytesIO(made["letter.docx"])).paragraphs
    ]


def test_the_reading_takes_a_minute(made):
    """At 130 to 160 words a minute, which is an easy pace."""
    text = read_part((FOLDER / "minute.md").read_text(encoding="utf-8"), "minute.md").text
    told = put_values(text, FOLDER, "minute.md")
    words = re.sub(r"\s\(\[[^)]*\)(?:, \[[^)]*\))*\)", "", told).split()
    assert 130 <= len(words) <= 160
    assert read_words(made["minute.pdf"]).count(" ".join(words[-9:])) == 1


def test_the_second_part_of_the_seminar_sheet_is_worked_out_rightly():
    """By hand: the sums on both sides of eight times a mean, and what they print; and seven."""
    text = (FOLDER / "seminar.md").read_text(encoding="utf-8")
    number = r"([\d.]+)"
    row = rf"\| {number} and {number} \| {number} and {number} \| {number} ÷ 7 prints {number} \|"
    rows = re.findall(row, text)
    values = json.loads((LADDER.parents[1] / "70_audit" / "values.json").read_bytes())
    printed = (values["reported_mean_work_life"], values["reported_mean_workload"])

    def write(mean):
        cents = int(mean * 100 + Fraction(1, 2))  # a half is rounded up
        return f"{cents // 100}.{cents % 100:02}"

    for (low, high, first, second, seven, fits), mean in zip(rows, printed, strict=True):
        assert Fraction(high) - Fraction(low) == Fraction(1, 2)
        assert Fraction(low) < 8 * Fraction(mean) < Fraction(high)
        assert (write(Fraction(low) / 8), write(Fraction(high) / 8)) == (first, second)
        assert mean not in (first, second)
        assert write(Fraction(seven) / 7) == fits == mean


@pytest.fixture
def study(tmp_path):
    """A checkout with one page of the pack, and the results that it names."""
    for name in ("data/study.yml", "data/datapackage.json", "CITATION.cff"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    results = tmp_path / "book" / "cohorts" / "a" / "results" / "50_rankings"
    results.mkdir(parents=True)
    (results / "values.json").write_text('{"n": 3, "label": "*A* [b]"}', encoding="utf-8")
    (tmp_path / "book" / "pack").mkdir()
    return Project(tmp_path)


def write_page(project, text, most="1 page", kind="sheet"):
    mark = f"<!-- begin document: {kind}, at most {most} -->"
    page = f"# A page\n\nNot this.\n\n{mark}\n{text}\n<!-- end document -->\n\nNor this.\n"
    (project.root / "book" / "pack" / "one.md").write_text(page, encoding="utf-8")


VALUE = "{glue:text}`../cohorts/a/50_rankings.ipynb::%s`"


def test_what_stands_between_the_marks_is_the_document_and_a_value_is_no_markup(study):
    write_page(study, f"{VALUE % 'n:d'} things, of them {VALUE % 'label:s'} ([C001](#c001)).")
    words = read_words(make_pack(study)[study.root / "book" / "pack" / "files" / "one.pdf"])
    assert "3 things, of them *A* [b]." in words
    assert "Not this" not in words and "Nor this" not in words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("words " * 3000, r"one\.md: its document has \d+ pages, and its mark allows 1\. Shorten"),
        (VALUE % "m:d", r"one\.md: the value 'm' is not saved"),
        (VALUE % "label:d", r"one\.md: the value 'label' is .*, which the format 'd' does not fit"),
        (
            VALUE.replace("/a/", "/b/") % "n:d",
            r"one\.md: .*b/50_rankings\.ipynb has no values\. .* senco run",
        ),
        (
            "{glue:text}`../../../a/50_rankings.ipynb::n:d`",
            r"one\.md: .* has no values\. Name a page of a cohort",
        ),
        (
            "```{raw} html\n:file: ../cohorts/a/ladder.html\n```\n",
            r"one\.md: there is no \.\./cohorts/a/ladder\.html",
        ),
        ("```{raw} html\n<b>b</b>\n```\n", r"one\.md: .* cannot be put in a document"),
    ],
)
def test_what_cannot_be_carried_is_refused_by_the_pages_name(study, text, said):
    write_page(study, text)
    with pytest.raises(SencoError, match=f"(?s)^{said}"):
        make_pack(study)


def test_a_mark_of_another_form_is_refused_and_a_page_without_one_has_no_document(study):
    write_page(study, "Words.", kind="poster")
    with pytest.raises(SencoError, match=r"one\.md: its document is not marked as it should be"):
        make_pack(study)
    (study.root / "book" / "pack" / "one.md").write_text("# A page\n\nWords.\n", encoding="utf-8")
    assert [path.name for path in make_pack(study)] == ["SHA256SUMS"]


def test_a_study_without_the_pages_has_no_pack(tmp_path):
    assert make_pack(Project(tmp_path)) == {}


def test_a_cohorts_own_book_leaves_the_pack_out_and_the_public_one_has_all_of_it(project):
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    public = list_documents(load_toc(project))
    pages = {f"{PACK}{path.stem}" for path in FOLDER.glob("*.md")}
    assert {name for name in public if name.startswith(PACK)} == pages
    assert len(list_documents(leave_out_pack(toc))) == len(public) - len(pages)
    private = list_documents(load_toc(project, "worked-example"))
    assert not any(name.startswith(PACK) for name in private)


def test_a_link_to_the_pack_is_words_alone_where_the_book_has_none():
    book = SimpleNamespace(env=SimpleNamespace(found_docs={"book/findings/macro"}))
    page = nodes.document(None, None)
    page += addnodes.pending_xref("", nodes.Text("the pack"), reftarget=f"{PACK}index")
    drop_absent(book, page)
    assert page.astext() == "the pack" and not list(page.findall(addnodes.pending_xref))


def test_each_page_of_the_pack_leads_to_its_two_files_and_so_does_the_first(made):
    first = (FOLDER / "index.md").read_text(encoding="utf-8")
    for name in LENGTHS:
        page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        for ending in ("pdf", "docx"):
            assert f"<files/{name}.{ending}>" in page and f"<files/{name}.{ending}>" in first
            assert f"{name}.{ending}" in made
