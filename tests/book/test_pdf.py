"""The whole book on paper: assembled, numbered, its links and figures whole."""

import ctypes
import math
import re
from collections import Counter
from xml.etree import ElementTree

import pypdfium2 as pdfium
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdfium2 import raw

from senco.book.assembly import load_citation, load_toc
from senco.book.library.contents import LIBRARY, PACK, leave_out_library, leave_out_pack
from senco.book.pdf import find_browser, print_book
from senco.book.pdf.assembly import (
    Chapter,
    leave_out,
    list_chapters,
    list_documents,
    list_headings,
    read_articles,
    read_title,
    set_article,
    write_document,
)
from senco.book.pdf.binding import bind, find_pages
from senco.book.pdf.browser import print_page
from senco.book.pdf.fitting import choose_cuts, find_gaps, fit_figure, fit_table
from senco.errors import BuildError
from tests.conftest import ROOT

A4 = (595, 842)
MARGIN = 40


@pytest.fixture(scope="module")
def printed(public_book, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    print_book(public_book.project, path)
    return path


@pytest.fixture(scope="module")
def reader(printed):
    return PdfReader(printed)


@pytest.fixture(scope="module")
def pages(printed):
    """Each page's text, and where each sign of it begins and how large it is set, in points.

    By pdfium: a book has half a million signs, of which pypdf takes four times as long to tell.
    """
    with pdfium.PdfDocument(printed) as document:
        return [(page.get_textpage().get_text_range(), list(list_signs(page))) for page in document]


def list_signs(page):
    text = page.get_textpage()
    placed, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text, at))
        if sign.isspace() or not sign.isprintable() or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        assert raw.FPDFText_GetMatrix(text, at, placed)
        assert raw.FPDFText_GetCharOrigin(text, at, x, y)
        scale = math.sqrt(abs(placed.a * placed.d - placed.b * placed.c))
        yield x.value, round(raw.FPDFText_GetFontSize(text, at) * scale, 1), sign


@pytest.fixture(scope="module")
def texts(pages):
    return [text for text, _ in pages]


@pytest.fixture(scope="module")
def chapters(public_book):
    toc = leave_out_pack(leave_out_library(load_toc(public_book.project)))
    articles = read_articles(public_book.root / "_build" / "html", list_documents(toc))
    titles = {name: read_title(article) for name, article in articles.items()}
    return list_chapters(toc, titles), titles


def squeeze(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.browser
def test_each_chapter_begins_on_the_page_that_the_contents_give(printed, texts, chapters):
    listed, titles = chapters
    pages = find_pages(printed)
    first = min(pages[chapter.anchor] for chapter in listed)
    contents = squeeze("".join(texts[: first - 1]))
    pattern = rf"(?:file|root): (?!{LIBRARY}|{PACK})"
    assert len(listed) == len(re.findall(pattern, (ROOT / "_toc.yml").read_text("utf-8")))
    assert squeeze("the part on the library") in contents  # where it is said to be
    for chapter in listed:
        number = pages[chapter.anchor]
        assert squeeze(titles[chapter.document]) in squeeze(texts[number - 1]), chapter
        assert f"{squeeze(chapter.title)}{number}" in contents, chapter


@pytest.mark.browser
def test_the_title_page_shows_the_ladder(texts):
    assert squeeze("Child-centred practice") in squeeze(texts[0])
    assert squeeze("A good work-life balance") in squeeze(texts[0])


@pytest.mark.browser
def test_every_page_but_the_first_two_bears_its_number(texts):
    for number, text in enumerate(texts, start=1):
        has = str(number) in text.splitlines()
        assert has == (number > 2), f"page {number}"


@pytest.mark.browser
def test_every_link_leads_to_a_place_in_the_book_or_to_an_address(reader):
    places = {name.lstrip("/") for name in reader.named_destinations}
    inside, addresses = set(), set()
    for page in reader.pages:
        for link in page.get("/Annots") or ():
            link = link.get_object()
            if "/A" in link and "/URI" in link["/A"]:
                addresses.add(str(link["/A"]["/URI"]))
            else:
                inside.add(str(link["/Dest"]).lstrip("/"))
    assert len(inside) > 200 and inside <= places
    assert addresses and all(one.startswith("https://") for one in addresses)


@pytest.mark.browser
def test_the_outline_has_every_part_chapter_and_section(reader, chapters):
    def walk(items, depth=0):
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, item.title, reader.get_destination_page_number(item)

    found = list(walk(reader.outline))
    listed, _ = chapters
    parts = list(dict.fromkeys(chapter.part for chapter in listed if chapter.part))
    assert [title for depth, title, _ in found if depth == 0] == [listed[0].title, *parts]
    names = {title for _, title, _ in found}
    assert {chapter.title for chapter in listed} <= names
    assert ("The study, to read" in names) and ("How sure are we?" in names)
    # one page may follow another, never go before it
    pages = [page for _, _, page in found]
    assert pages == sorted(pages)


@pytest.mark.browser
def test_nothing_is_wider_than_the_page_and_the_type_is_not_shrunk(reader, pages):
    assert {tuple(round(float(x)) for x in page.mediabox[2:]) for page in reader.pages} == {A4}
    sizes = Counter()
    for number, (_, signs) in enumerate(pages, start=1):
        for x, size, sign in signs:
            assert MARGIN < x < A4[0] - MARGIN, f"page {number}: {sign!r} at {x}"
            sizes[size] += 1
    # a browser that meets something too wide sets the whole book smaller
    assert sizes.most_common(1)[0][0] == pytest.approx(10, abs=0.2)
    assert min(sizes) > 4


@pytest.mark.browser
def test_the_book_tells_its_release_and_no_place_on_this_machine(public_book, printed, reader):
    assert str(public_book.root).encode() not in printed.read_bytes()
    told = reader.metadata
    day = load_citation(public_book.project).date_released.replace("-", "")
    assert told["/CreationDate"] == f"D:{day}000000Z" == told["/ModDate"]
    assert told.title.startswith("Constrictions and possibilities")
    assert "Skia" not in told.get("/Producer", "") and "Chrom" not in told["/Creator"]


def test_without_a_browser_the_message_says_how_to_name_one(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("senco.book.pdf.browser.shutil.which", lambda _: None)
    with pytest.raises(BuildError, match="Install Chromium, or name your browser: CHROMIUM="):
        find_browser()
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(BuildError, match="/no/such/browser, which CHROMIUM names, was not found"):
        find_browser()


def test_a_book_that_is_not_built_is_told(monkeypatch, tmp_path, project):
    with pytest.raises(BuildError, match="type senco build"):
        read_articles(tmp_path, ["book/index"])


ONE = """<html><body><nav>no</nav><article><section id="same"><h1>One<a class="headerlink"
href="#same">#</a></h1><p><a href="two.html#same">over there</a>, <a href="#same">here</a>, <a
href="two.html">two</a>, <a href="../search.html">find</a>, <a href="https://x.org/">out</a>, <a
href="x.csv" download>a file</a> of it.</p><p>See. <a href="x.csv" download>data</a> · <a
href="x.svg" download>SVG</a></p><details><summary>code</summary>x = 1
</details><p class="senco-panels-told">1 more</p><div class="senco-panels"><details
class="senco-panel"><summary><img class="senco-thumb" src="y.svg">S2</summary><figure><img
class="senco-day" src="y.svg" alt="drawn too"><img class="senco-night" src="y-night.svg"
alt="drawn too"></figure></details></div><script>alert()</script>
<p><strong>Where to go next:</strong> onward.</p>
<div class="cell"><div class="senco-explorer" id="explorer"><svg><text>drawn</text></svg></div>
</div>
<form class="senco-choose"><select><option>all</option></select></form>
<p class="senco-counted"></p><details class="senco-group"><summary>Time 1 claim</summary><details
class="senco-told"><summary>Slow.</summary><div><p id="c001">C001. Aims.</p></div></details>
</details>
<section id="limits"><h2>Limits<a class="headerlink" href="#limits">#</a></h2></section>
</section></article></body></html>"""
TWO = '<article><section id="same"><h1>Two &amp; "more"</h1></section></article>'


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>It is so. {This table as CSV}</p>", ["It is so."]),
        ("<p>It is so. {The rules as CSV}, {the choices}, {both}</p>", ["It is so."]),
        ("<p>{All of it as CSV} <a href='#t'>Table 5</a> has it.</p>", ["Table 5 has it."]),
        ("<p>{PDF} · {Word}</p><p>{PDF}</p><p>So.</p>", ["So."]),
        ("<p>See {the file}.</p><p>{A file} of it.</p>", ["See the file.", "A file of it."]),
        ("<p>As said, {a file}</p>", ["As said, a file"]),
    ],
)
def test_words_that_only_offer_a_file_go_and_words_in_a_sentence_stay(html, left):
    html = re.sub(r"{([^}]*)}", r'<a href="x.csv" download=""><code>\1</code></a>', html)
    article = BeautifulSoup(f"<article>{html}</article>", "html.parser").article
    leave_out(article)
    assert [" ".join(one.get_text().split()) for one in article.find_all("p")] == left


def test_in_a_table_the_names_of_files_in_a_row_stay():
    html = """<article><table><tr><td><p><a href="x" download>PDF</a> <a href="y" download>Word</a>
</p></td></tr></table></article>"""
    article = BeautifulSoup(html, "html.parser").article
    leave_out(article)
    assert article.get_text().split() == ["PDF", "Word"]


@pytest.fixture
def assembled(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "one.html").write_text(ONE, encoding="utf-8")
    (tmp_path / "book" / "two.html").write_text(TWO, encoding="utf-8")
    toc = {"root": "book/one", "parts": [{"caption": "P", "chapters": [{"file": "book/two"}]}]}
    articles = read_articles(tmp_path, list_documents(toc))
    chapters = list_chapters(toc, {name: read_title(one) for name, one in articles.items()})
    anchors = {chapter.document: chapter.anchor for chapter in chapters}
    for chapter in chapters:
        set_article(articles[chapter.document], chapter, tmp_path, anchors)
    return chapters, articles


def test_links_lead_to_the_right_page_where_two_pages_use_the_same_name(assembled):
    _, articles = assembled
    links = {a.get_text(): a["href"] for a in articles["book/one"].find_all("a")}
    assert links == {
        "over there": "#book-two--same", "here": "#book-one--same", "two": "#book-two",
        "out": "https://x.org/",
    }  # fmt: skip


def test_each_panel_is_printed_once_by_day_and_as_large_as_the_first(assembled):
    _, articles = assembled
    pictures = [one["src"].rpartition("/")[2] for one in articles["book/one"].find_all("img")]
    assert pictures == ["y.svg"] and articles["book/one"].select("figure > img")
    assert "1 more" not in articles["book/one"].get_text()


def test_what_paper_cannot_do_is_left_out_and_sentences_stay_whole(assembled):
    _, articles = assembled
    text = " ".join(articles["book/one"].get_text().split())
    assert "a file of it." in text and "find" in text
    for gone in ("code", "x = 1", "alert", "#", "data", "SVG", "·", "onward", "drawn", "all"):
        assert gone not in text
    assert text.count("See.") == 1 and "are in the book on the web." in text


def test_claims_that_are_folded_on_the_site_stand_open_on_paper(assembled):
    _, articles = assembled
    one = articles["book/one"]
    assert not one.select("details, summary, form")
    assert "Time 1 claim Slow. C001. Aims." in " ".join(one.get_text(" ").split())


def test_the_contents_keep_a_place_for_numbers_that_are_not_known_yet(assembled):
    chapters, articles = assembled
    first = write_document("", chapters, articles, {}, "")
    second = write_document("", chapters, articles, {"book-two": 12}, "")
    assert "<b>000</b>" in first and "<b>12</b>" in second
    assert '<p class="contents-part">P</p>' in second


@pytest.mark.browser
def test_the_same_pages_are_printed_and_bound_to_the_same_bytes(assembled, tmp_path):
    chapters, articles = assembled
    headings = {name: list_headings(article) for name, article in articles.items()}
    style = (ROOT / "book" / "print.css").read_text(encoding="utf-8")
    made = []
    for name in ("first", "second"):
        page = tmp_path / name / "book.html"
        page.parent.mkdir()
        page.write_text(write_document("", chapters, articles, {}, style), encoding="utf-8")
        print_page(find_browser(), page, page.with_suffix(".pdf"))
        bound = tmp_path / f"{name}.pdf"
        assert bind(page.with_suffix(".pdf"), bound, chapters, headings, {"/Title": "T"}) == 3
        made.append(bound.read_bytes())
    assert made[0] == made[1]
    items = PdfReader(tmp_path / "first.pdf").outline
    assert [getattr(one, "title", "below") for one in items] == ["One", "below", "P", "below"]


def test_a_title_cannot_end_the_style_sheet(assembled):
    _, articles = assembled
    hostile = Chapter("book/two", '</style><script>alert("x")</script>}', 1, "P")
    text = write_document("", [hostile], articles, {}, "")
    soup = BeautifulSoup(text, "html.parser")
    assert soup.find("script") is None
    assert "content: " in soup.style.get_text()


def test_a_table_is_set_in_the_largest_type_in_which_words_stay_whole():
    def table(words, columns):
        cells = f"<td>{words}</td>" * columns
        soup = BeautifulSoup(
            f"<table><caption>C 1–2</caption><tr>{cells}</tr></table>", "html.parser"
        )
        fit_table(soup.table)
        return soup.table.get("class", []), soup

    assert table("ten signs, ten signs", 5)[0] == []
    assert table("sixteen signs", 13)[0] == ["small-type"]
    assert table("x" * 40, 13)[0] == ["smallest-type", "broken-words"]
    kept = table("212–215", 2)[1]
    assert "212–\u2060215" in kept.td.get_text()
    assert kept.p.get_text() == "C 1–2" and kept.caption is None


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 2000">'
    + "".join(
        f'<g id="axes_{n}"><path d="M 0 {top} L 100 {top + 400} "/>'
        f'<text transform="translate(5 {top + 440.5})">x</text></g>'
        for n, top in enumerate((10, 510, 1010, 1510), start=1)
    )
    + "</svg>"
)


def test_a_figure_is_cut_between_its_panels_and_in_as_few_parts_as_fit(tmp_path):
    gaps = find_gaps(ElementTree.fromstring(SVG))
    assert gaps == [454.5, 954.5, 1454.5]
    (tmp_path / "f.svg").write_text(SVG, encoding="utf-8")
    soup = BeautifulSoup('<figure><img src="f.svg" alt="what it shows"></figure>', "html.parser")
    fit_figure(soup.img, tmp_path / "f.svg")
    parts = soup.find_all("img")
    assert [one["alt"] for one in parts] == ["what it shows", "", "", ""]
    views = [re.search(r"viewBox\((.*)\)\)", one["src"])[1] for one in parts]
    assert views[0] == "0.0,0.0,300.0,454.5" and views[-1] == "0.0,1454.5,300.0,545.5"
    assert "in-parts" in soup.figure["class"]


def test_a_list_that_is_one_panel_is_cut_between_its_rows_and_not_within_one():
    lines = (100, 113, 131, 149, 162)  # the first row and the last have two lines
    words = "".join(f'<text x="3" y="{y}">words</text>' for y in lines)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><g id="axes_1">{words}</g></svg>'
    assert find_gaps(ElementTree.fromstring(svg)) == [118, 136]
    bare = '<svg xmlns="http://www.w3.org/2000/svg"><g id="axes_1"/></svg>'
    assert choose_cuts(find_gaps(ElementTree.fromstring(bare)), 0, 990, 610) == [0, 990]


@pytest.mark.parametrize("content", ["<svg", "<svg viewBox='a b'/>", SVG.replace("2000", "500")])
def test_a_figure_that_fits_or_cannot_be_read_is_left_as_it_is(tmp_path, content):
    (tmp_path / "f.svg").write_text(content, encoding="utf-8")
    soup = BeautifulSoup('<img src="f.svg">', "html.parser")
    fit_figure(soup.img, tmp_path / "f.svg")
    assert [one["src"] for one in soup.find_all("img")] == ["f.svg"]
