"""Pages of the site as one document: what pandoc makes of them, and what is never in it."""

import re
import shutil
import stat
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from senco.book.citation import Citation
from senco.book.manuscript import find_pandoc, name_manuscript, write_manuscript
from senco.book.manuscript.jats import write_front
from senco.book.manuscript.pandoc import run_pandoc
from senco.book.manuscript.word import share_width
from senco.errors import BuildError, SencoError
from senco.workspace.paths import Project
from tests.book.test_citation import GIVEN
from tests.conftest import ROOT

TOC = """format: jb-book
root: book/index
parts:
  - caption: To read
    chapters:
      - file: book/found
  - caption: Behind
    chapters:
      - file: book/workshop
      - file: book/cohorts/ours/10_participants
"""
#: A card, a mark that stands twice, a ladder, links within, without and to a work that is cited.
FOUND = """<h1>What was found<a class="headerlink" href="#top">#</a></h1>
<p>Trust grew<a class="senco-claim" href="#note-c008" id="sentence-c008"><sup>1</sup></a><a
class="senco-claim" href="#note-c009"><sup>2</sup></a>. It lasted<a class="senco-claim"
href="#note-c008"><sup>1</sup></a>. See <a href="index.html">the beginning</a>,
<a href="workshop.html">the workshop</a> and [<a href="bibliography.html#id4">Kelly, 1955</a>].</p>
<section id="order"><h2>The order</h2><ol class="senco-ladder" role="list">
<li><span class="senco-place">1</span><span class="senco-label">Play &amp; time</span>
<span class="senco-mean"><span class="visually-hidden">mean rank </span>3.79</span></li></ol>
<p>A rule: <span class="math">\\(x^2\\)</span></p></section>
<iframe src="https://example.org/a"></iframe><img src="https://example.org/b.png" alt="Elsewhere">
<section class="senco-claims"><h2>The claims behind this page</h2><ol>
<li id="note-c008"><p>Trust &lt;b&gt; grew.</p><p class="senco-about">Resting on a rank.</p>
<p class="senco-about"><a class="senco-back" href="#sentence-c008">Back</a></p></li>
<li id="note-c009"><p>Time grew.</p></li></ol></section>
<p><strong>Where to go next:</strong> elsewhere.</p>"""
COHORT = """<h1>Who took part?</h1>
<p class="senco-badge senco-synthetic">Synthetic</p>
<figure id="made-ranks"><img class="senco-day" src="../a.svg" alt="Three people, two bands">
<img class="senco-night" src="../b.svg" alt="Three people, two bands"><figcaption><p>
<span class="caption-number">Fig. 1 </span><span>Who they are.</span></p></figcaption></figure>
<table><caption>Table 1. Bands</caption><thead><tr><th>band</th><th>n</th></tr></thead>
<tbody><tr><td>short</td><td>3</td></tr></tbody></table>"""
BIBLIOGRAPHY = """<h1>Bibliography</h1><div class="citation" id="id3"><p>Nobody. Never.</p></div>
<div class="citation" id="id4"><p>George Kelly. <em>Constructs</em>. 1955.</p></div>"""
PICTURE = ROOT / "book" / "_static" / "icon.png"


@pytest.fixture
def project(tmp_path):
    """A project whose site is there: pages to read, a workshop, a synthetic cohort."""
    pages = {
        "index": "<h1>The book</h1><p>It begins.</p>",
        "found": FOUND,
        "workshop": "<h1>Behind</h1><p>How it was done.</p>",
        "bibliography": BIBLIOGRAPHY,
        "cohorts/ours/10_participants": COHORT,
    }
    site = tmp_path / "_build" / "html"
    for name, html in pages.items():
        path = site / "book" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<html><head><meta name="description" content="Trust grew."></head><body>'
            f"<article>{html}</article></body></html>",
            encoding="utf-8",
        )
    pictures = site / "_downloads" / "figures"
    pictures.mkdir(parents=True)
    shutil.copyfile(PICTURE, pictures / "made-ranks.png")
    for name in ("_config.yml", "CITATION.cff", "data/study.yml", "data/datapackage.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "_toc.yml").write_text(TOC, encoding="utf-8")
    shutil.copytree(ROOT / "data/cohorts/worked-example", tmp_path / "data/cohorts/ours")
    return Project(tmp_path)


@pytest.fixture
def word(project, tmp_path):
    path = tmp_path / "book.docx"
    assert write_manuscript(project, path) == 2
    return path


@pytest.fixture
def article(project, tmp_path):
    path = tmp_path / "book.zip"
    write_manuscript(project, path, "jats")
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(archive.read("article.xml"))


def read_text(path, part="word/document.xml"):
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(part).decode("utf-8")
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


def test_a_word_document_has_the_pages_to_read_with_their_headings_and_nothing_else(word):
    made = docx.Document(word)
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["The book", "What was found", "References"]
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 2"] == ["The order"]
    text = read_text(word)
    assert "Trust grew" in text and "How it was done" not in text
    assert "The claims behind this page" not in text and "Where to go next" not in text


def test_a_claim_is_told_once_in_a_note_and_then_referred_to(word):
    notes = [line for line in read_text(word, "word/footnotes.xml").splitlines() if line.strip()]
    told = [re.sub(r"\s+", " ", line).strip() for line in notes if "C00" in line]
    assert told == [
        "C008. Trust <b> grew. Resting on a rank.".replace("<b>", "&lt;b&gt;"),
        "C009. Time grew.",
        "C008, as in note 1.",
    ]
    with zipfile.ZipFile(word) as archive:
        assert b"numRestart" not in archive.read("word/document.xml"), "note 1 is one note"


def test_a_ladder_is_a_table_whose_head_is_marked(word):
    (table,) = docx.Document(word).tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [["Place", "What was ranked", "Mean rank"], ["1", "Play & time", "3.79"]]
    first, second = (row._tr.trPr for row in table.rows)
    assert first.find(qn("w:tblHeader")) is not None
    assert second.find(qn("w:tblHeader")) is None


def test_links_lead_within_the_document_or_are_words(word):
    made = docx.Document(word)
    places = {mark.get(qn("w:name")) for mark in made.element.iter(qn("w:bookmarkStart"))}
    within = [link.get(qn("w:anchor")) for link in made.element.iter(qn("w:hyperlink"))]
    assert set(filter(None, within)) <= places and "ref-id4" in within
    outside = [one.target_ref for one in made.part.rels.values() if one.is_external]
    assert all(one.startswith("https://doi.org/") for one in outside)
    assert "the workshop" in read_text(word), "a link that leads nowhere leaves its words"


def test_the_works_that_are_cited_are_listed_and_no_others(word, article):
    assert "George Kelly" in read_text(word) and "Nobody" not in read_text(word)
    (work,) = article.iterfind("back/ref-list/ref")
    assert "".join(work.itertext()).split()[:2] == ["George", "Kelly."]


def test_a_document_is_english_and_says_whose_it_is(word):
    known = docx.Document(word).core_properties
    assert known.language == "en-GB"
    assert known.title.startswith("Constrictions and possibilities")
    assert known.author == "The contributors to Constrictions and possibilities"
    languages = re.findall(r'<w:lang [^>]*w:val="([^"]*)"', zipfile.ZipFile(word).read(
        "word/styles.xml").decode())  # fmt: skip
    assert set(languages) == {"en-GB"}


@pytest.mark.parametrize(("form", "cohort"), [("docx", None), ("jats", "ours")])
def test_a_document_is_the_same_bytes_and_holds_no_day(project, tmp_path, form, cohort):
    for name in ("one", "two"):
        write_manuscript(project, tmp_path / name, form, cohort)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with zipfile.ZipFile(tmp_path / "one") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_figure_keeps_its_alternative_text_and_is_there_once(project, tmp_path):
    path = tmp_path / "ours.docx"
    write_manuscript(project, path, cohort="ours")
    with zipfile.ZipFile(path) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert [archive.read(name) for name in pictures] == [PICTURE.read_bytes()]
        xml = archive.read("word/document.xml").decode("utf-8")
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', xml)
    assert described == ["Three people, two bands"]
    assert "base64" not in xml, "the picture would be there twice"


def test_the_pages_of_a_cohort_say_whose_data_they_show(project, tmp_path):
    path, archive = tmp_path / "ours.docx", tmp_path / "ours.zip"
    write_manuscript(project, path, cohort="ours")
    write_manuscript(project, archive, "jats", cohort="ours")
    text = read_text(path)
    assert text.index("Synthetic: made up by a program") < text.index("Contents")
    whole = ET.fromstring(zipfile.ZipFile(archive).read("article.xml"))
    (subject,) = whole.iterfind("front/article-meta/article-categories/subj-group/subject")
    assert "Synthetic: made up by a program" in subject.text
    (figure,) = whole.iter("fig")
    assert [part.tag for part in figure][:2] == ["label", "caption"]
    assert figure.findtext("label") == "Fig. 1"
    assert figure.find("graphic/alt-text").text == "Three people, two bands"
    href = figure.find("graphic").get("{http://www.w3.org/1999/xlink}href")
    assert zipfile.ZipFile(archive).read(href) == PICTURE.read_bytes()
    assert whole.find(".//table-wrap/label").text == "Table 1."


def test_a_private_cohorts_document_is_for_nobody_else(project, tmp_path):
    shutil.copytree(tmp_path / "data/cohorts/ours", tmp_path / "data/cohorts/mine")
    page = tmp_path / "_build/private/mine/book/cohorts/mine/10_participants.html"
    shutil.copytree(tmp_path / "_build/html", tmp_path / "_build/private/mine")
    page.parent.mkdir(parents=True)
    shutil.copyfile(tmp_path / "_build/html/book/cohorts/ours/10_participants.html", page)
    notebook = tmp_path / "book/cohorts/mine/10_participants.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}", encoding="utf-8")
    path = name_manuscript(project, "docx", "mine")
    assert path == tmp_path / "_build" / "private" / "mine.docx"
    write_manuscript(project, path, cohort="mine")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "With the cohort:" in read_text(path)


def test_a_cohort_without_pages_is_refused(project, tmp_path):
    toc = (tmp_path / "_toc.yml").read_text(encoding="utf-8")
    (tmp_path / "_toc.yml").write_text(toc.replace("/ours/", "/others/"), encoding="utf-8")
    with pytest.raises(SencoError, match="The book has no page of 'ours'"):
        write_manuscript(project, tmp_path / "a.docx", cohort="ours")
    assert not (tmp_path / "a.docx").exists()


def test_jats_leads_from_each_mark_to_its_note_and_knows_the_article(article):
    ids = {one.get("id") for one in article.iter() if one.get("id")}
    leading = [one.get("rid") for one in article.iter("xref")]
    assert leading and set(leading) <= ids
    assert len(list(article.iterfind("back/fn-group/fn"))) == 3
    assert article.findtext("front/article-meta/abstract/p") == "Trust grew."
    tied = article.find("front/article-meta/related-article")
    assert tied.get("{http://www.w3.org/1999/xlink}href") == "10.1111/1467-9604.12351"
    assert article.find(".//{http://www.w3.org/1998/Math/MathML}msup") is not None


def test_nothing_is_asked_for_from_elsewhere(project, tmp_path, word, article):
    assert b"example.org" not in word.read_bytes()
    assert "example.org" not in ET.tostring(article, encoding="unicode")
    # what a page could name is not read: pandoc is in its sandbox
    page = '<p>Words</p><img src="/etc/hostname" alt="A file"><iframe src="/etc/hostname"></iframe>'
    made = run_pandoc(page, "docx", [], "0")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/media/")]


def test_a_front_tells_what_the_citation_knows_and_nothing_that_it_does_not():
    names = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ali="ali"'
    front = write_front(Citation.model_validate(GIVEN), 'A & "b"', "")
    meta = ET.fromstring(f"<r {names}>{front}</r>").find("front/article-meta")
    assert meta.findtext("article-id") == "10.5281/zenodo.1"
    assert meta.findtext("title-group/article-title") == "Rings & lines"
    assert meta.findtext("contrib-group/contrib/contrib-id") == "https://orcid.org/0000-0001"
    assert meta.findtext("contrib-group/contrib/name/surname") == "Ålund"
    assert meta.findtext("abstract/p") == 'A & "b"'
    assert meta.find("article-categories") is None
    order = [part.tag for part in meta]
    assert order.index("contrib-group") < order.index("pub-date") < order.index("permissions")


def test_a_column_is_as_wide_as_its_longest_word_needs():
    narrow, wide = share_width([["n", "what"], ["1", "twelve letters of text or many more"]], 1000)
    assert narrow < wide and narrow + wide <= 1000
    assert narrow / 1000 > 1 / 40, "the narrow one keeps room for its heading"


def test_no_word_is_broken_where_a_page_has_room_for_all():
    head = ["construct", "mean", "median", "highest"]
    row = ["Everyday, personal knowledge of the child", "14.50", "12.00", "21"]
    widths = share_width([head, row], 9070)
    longest = [9, 5, 6, 7]  # "construct" or "knowledge", "14.50", "median", "highest"
    # the sides of a cell, and a bold letter of a wide font of 9.5 points: 0.68 of its size
    assert all(
        width >= 216 + 0.68 * 190 * word for width, word in zip(widths, longest, strict=True)
    )
    assert sum(widths) <= 9070 and widths[0] == max(widths)


def test_a_column_of_whole_sentences_is_wider_than_one_of_names_and_none_is_without_width():
    names, sentences = share_width([["Child-centred practice, " * 2, "It is so. " * 40]], 9070)
    assert sentences > 1.5 * names
    assert min(share_width([["agreement"] * 30], 9070)) > 0
    assert share_width([["", ""]], 900) == [450, 450]


@pytest.mark.parametrize("size", [(400, 3000), (400, 300)])
def test_a_picture_leaves_room_for_its_heading_and_caption_on_the_page(project, size):
    path = project.root / "_build" / "html" / "_downloads" / "figures" / "made-ranks.png"
    Image.new("RGB", size).save(path, dpi=(96, 96))
    made = project.root / "ours.docx"
    write_manuscript(project, made, cohort="ours")
    word = docx.Document(made)
    (picture,) = word.inline_shapes
    assert picture.height <= Mm(205)
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.001)
    assert word.styles["Captioned Figure"].paragraph_format.keep_with_next


def test_text_below_a_table_stands_off_from_it(word):
    (below,) = [one for one in docx.Document(word).paragraphs if one.text.startswith("A rule:")]
    assert below.paragraph_format.space_before == Pt(9)


def test_a_link_that_ends_a_paragraph_and_leads_nowhere_goes_with_its_words(project):
    site = project.root / "_build" / "html"
    page = site / "book" / "found.html"
    more = """<p>It is so. <a href="workshop.html">How it was done</a></p>
<p>It was so, <a href="workshop.html">as is told</a></p><ul><li><a href="workshop.html">Behind</a>
</li></ul><p>Begin. <a href="index.html">The book</a></p></article>"""
    page.write_text(page.read_text("utf-8").replace("</article>", more), encoding="utf-8")
    made = project.root / "book.docx"
    write_manuscript(project, made)
    texts = [one.text.strip() for one in docx.Document(made).paragraphs]
    assert "It is so." in texts
    assert {"It was so, as is told", "Behind", "Begin. The book"} <= {*texts}


def test_where_pandoc_is_missing_or_fails_it_is_said(monkeypatch, tmp_path):
    with pytest.raises(BuildError, match="pandoc wrote nothing: Unknown output format"):
        run_pandoc("<p>Words</p>", "nothing-of-the-kind", [], "0")
    import pypandoc

    monkeypatch.setattr(pypandoc, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(BuildError, match="pip install pypandoc-binary"):
        find_pandoc()
