"""The book's own prose is no finding; the same words of a cohort are."""

from pathlib import Path

import pytest

from senco.disclosure import search
from senco.disclosure.names.matching import NameSearch
from senco.disclosure.prose import OwnProse, read_context
from senco.disclosure.release.own import gather_own_name, list_own_prose

BIB = "@book{kelly1955,\n  author = {Kelly, George A. and V{\\'e}lez, Ana},\n}\n"
PROSE = "It may be so. Kelly saw it, and a rose is a rose. The page will say what follows."


def make(folder: Path, prose: str = PROSE, gist: str = "", shown: str = ""):
    """A study with one page of prose, and a cohort with one gist; the site shows both."""
    for name, text in {
        "book/references.bib": BIB,
        "book/page.md": f"# A page\n\n{prose}\n",
        "data/cohorts/ours/segments.csv": f"segment,gist\ns1,{gist}\n",
        "site/page.html": f"<h1>A page</h1>\n<p>{prose}</p>\n<p>{shown or gist}</p>\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def find(folder: Path, names) -> list[tuple[str, int | None, str]]:
    own = OwnProse(sorted((folder / "book").iterdir()), sorted((folder / "data").rglob("*.csv")))
    hits = search([folder / "data", folder / "site"], names, root=folder, own=own)
    return [(hit.file.rpartition("/")[2], hit.finding.row, hit.text) for hit in hits]


@pytest.mark.parametrize(
    "text", ["so little. A subject", "a little A subject", "It is little! Acts help."]
)
def test_a_sentence_ends_between_two_words_that_are_no_name(text):
    assert list(NameSearch(["Little Acorns"]).find(text)) == []


@pytest.mark.parametrize(
    "text", ["Little A. was shut", "at Little Acorns.", "St. Little Acorns", "little acorns"]
)
def test_a_name_is_still_found_in_its_shorter_forms(text):
    assert list(NameSearch(["Little Acorns"]).find(text))


def test_a_name_that_is_a_word_in_small_letters_is_a_question():
    (found,) = NameSearch(["Will"]).find("she will come")
    assert found[0].endswith("perhaps")
    (found,) = NameSearch(["Will"]).find("she asked Will")
    assert not found[0].endswith("perhaps")


def test_what_is_found_has_the_words_beside_it():
    context = read_context("<p>It <b>may</b> be so.</p>", 9, "may")
    assert context.windows == {("it", "may", "be"), ("may", "be", "so")}
    assert context.lines == {("it", "may", "be", "so")} and not context.named
    assert read_context("We asked May about it.", 9, "May").named


def test_the_books_own_prose_is_no_finding(tmp_path):
    make(tmp_path)
    assert find(tmp_path, ["May", "Rose", "Kelly", "Anna Kelly", "Will", "Page", "Velez"]) == []
    without = search([tmp_path / "site"], ["May", "Rose", "Kelly"], root=tmp_path)
    assert {hit.text for hit in without} == {"may", "rose", "Kelly"}


def test_the_same_name_in_a_gist_is_found_in_the_table_and_on_the_page(tmp_path):
    make(tmp_path, gist="The head asked Rose and Kelly for help.")
    found = find(tmp_path, ["Rose", "Kelly", "May"])
    assert {row for row in found if row[1] != 2 or row[0] == "segments.csv"} == {
        ("segments.csv", 2, "Rose"), ("segments.csv", 2, "Kelly"),
        ("page.html", 3, "Rose"), ("page.html", 3, "Kelly"),
    }  # fmt: skip
    assert ("page.html", 2, "rose") not in found and ("page.html", 2, "may") not in found


def test_a_gist_that_repeats_the_prose_word_by_word_is_found(tmp_path):
    gist = "and a rose is a rose"
    make(tmp_path, gist=gist)
    found = find(tmp_path, ["Rose"])
    assert ("segments.csv", 2, "rose") in found and ("page.html", 3, "rose") in found


def test_a_table_that_writes_out_what_is_compared_in_short_is_a_cohorts_too(tmp_path):
    """Mount is compared as mt, which stands in no word of the gist; the book cites one."""
    make(tmp_path, prose="Mount saw it.", gist="Mount saw it.")
    (tmp_path / "book" / "more.bib").write_text("@book{m,\n author = {Mount, Jane},\n}\n", "utf-8")
    assert ("segments.csv", 2, "Mount") in find(tmp_path, ["Mount"])
    make(tmp_path, prose="Mount saw it.")
    assert find(tmp_path, ["Mount"]) == []


def test_what_a_page_says_that_stands_in_no_file_of_the_book_is_found(tmp_path):
    make(tmp_path, shown="Later May came back.")
    assert find(tmp_path, ["May"]) == [("page.html", 3, "May")]


def test_a_name_within_a_scripts_own_names_is_known_where_the_book_has_that_script(tmp_path):
    """`mayBegin` holds *may*, and `markAlike` *mark*."""
    make(tmp_path)
    script = "<script>const begun = this.mayBegin(); markAlike(begun);</script>"
    for folder in ("book", "site"):
        (tmp_path / folder / "own.html").write_text(script, encoding="utf-8")
    assert find(tmp_path, ["May", "Mark"]) == []
    (tmp_path / "site" / "other.html").write_text("<script>mayRing()</script>", encoding="utf-8")
    assert [row[0] for row in find(tmp_path, ["May", "Mark"])] == ["other.html"]


@pytest.mark.parametrize(
    ("prose", "names"),
    [
        ("We thank Mrs Whitcombe for a day.", ["Jane Whitcombe"]),  # no word, and not cited
        ("We thank Little Acorns for a day.", ["Little Acorns"]),  # ordinary words, a whole name
        ("Then Rose said that it was so.", ["Rose"]),  # as a person stands
    ],
)
def test_whoever_is_named_in_a_page_of_the_study_is_found(tmp_path, prose, names):
    make(tmp_path, prose=prose)
    assert [row[0] for row in find(tmp_path, names)] == ["page.html"]


def test_the_public_book_raises_no_alarm_with_names_that_are_its_own_words(public_book):
    project = public_book.project
    names = ["Little Acorns", "Rose", "Will", "May", "Mark", "Green", "Fisher", "Kelly", "Page",
             "Mark Fisher", "May Green", "Devi Jankowicz", "Rose Bronfenbrenner"]  # fmt: skip
    site = project.root / "_build" / "html"
    parts = ["book/methods", "book/study", "book/kit", "book/clearing.html", "_static",
             "book/bibliography.html", "searchindex.js", "objects.inv", ".buildinfo"]  # fmt: skip
    searched = [site / part for part in parts]
    assert all(path.exists() for path in searched)
    assert search(searched, names, root=site, own=list_own_prose(project)) == []


def test_a_list_with_the_cohorts_own_name_is_told_once(tmp_path):
    names = ["Rose County", "Zebedee Quark"]
    folder = tmp_path / "data" / "cohorts" / "rose-county"
    folder.mkdir(parents=True)
    (folder / "cohort.yml").write_text("title: Eight people\n", encoding="utf-8")
    (folder / "events.csv").write_text("event,gist\ne1,We met at Rose County.\n", "utf-8")
    for number in range(40):
        page = f"<a href='../rose-county/{number}.html'>x</a> Zebedee Quark"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    hits = search([tmp_path], names, root=tmp_path)
    assert len(hits) > 100
    known = NameSearch(names)
    kept = gather_own_name(hits, "rose-county", "data/cohorts/••••", "Eight people", known)
    first, *others = [hit for hit in kept if hit.entry == 1]
    assert "the cohort's own name" in first.finding.found and "Rose" not in str(first.finding)
    assert [(hit.file[-10:], hit.finding.row) for hit in others] == [("events.csv", 2)]
    assert sum(hit.entry == 2 for hit in kept) == 40  # nobody else is passed over
