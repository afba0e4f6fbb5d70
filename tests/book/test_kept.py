"""A site that takes over what has not changed is the same, byte for byte, as from nothing."""

import json
import os

import pytest

from senco.book.kept import find_kept
from senco.book.record import load_record
from senco.errors import BuildError
from tests.book.edits import EDITS, Pair, compare
from tests.conftest import read_folder

pytestmark = pytest.mark.usefixtures("ready")

#: What is changed between two builds: each of `EDITS` at least once, some again and back.
STEPS = (
    ["a word", "lines", "a value and figures", "data under a figure"],
    ["a title"],
    ["a drawn figure", "a citation", "the heading that a link leads to"],
    ["a claim", "a term", "a heading", "a formula"],
    ["the style sheet"],
    ["a value and figures", "whose data they are", "the first page's title"],
    ["a page more or less", "words of the search"],
    ["a page renamed", "the order of pages", "a title in the contents"],
    ["the language", "the bibliography's file", "how it is cited", "a setting"],
    ["a page more or less", "a citation", "a word"],
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A book that was built; a test leaves it built."""
    pair = Pair(tmp_path_factory.mktemp("kept").resolve() / "book")
    pair.build()
    return pair


def see_read(pair):
    """When each page was last read by Sphinx."""
    folder = find_kept(pair.project) / "public" / ".doctrees"
    return {path.relative_to(folder).with_suffix("").as_posix(): path.stat().st_mtime_ns
            for path in folder.rglob("*.doctree")}  # fmt: skip


def list_read(pair, before):
    return sorted(page for page, time in see_read(pair).items() if before.get(page) != time)


def test_the_steps_make_every_change():
    assert {name for names in STEPS for name in names} == EDITS.keys()


@pytest.mark.parametrize("names", STEPS, ids=lambda names: ", ".join(names))
def test_a_kept_build_gives_the_bytes_of_one_from_nothing(pair, names):
    for name in names:
        EDITS[name](pair.root)
    site = pair.build()
    assert compare(site, pair.build_from_nothing()) == []
    assert "index.html" in site and "searchindex.js" in site


def test_only_what_changed_is_read_and_only_what_shows_it_written(pair):
    before = see_read(pair)
    marked = pair.root / "_build" / "html" / "book"
    pages = {path: path.stat().st_mtime_ns for path in marked.rglob("*.html")}
    assert len(pages) > 5
    EDITS["a word"](pair.root)
    pair.build()
    assert list_read(pair, before) == ["book/one"]
    EDITS["a title"](pair.root)
    pair.build()
    assert list_read(pair, before) == ["book/one", "book/two"]


def test_a_time_alone_is_no_change_and_a_change_without_one_is(pair):
    before, page = see_read(pair), pair.root / "book" / "two.md"
    os.utime(page)
    pair.build()
    assert list_read(pair, before) == []
    state = page.stat()
    EDITS["lines"](pair.root)
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns - 10**12))  # older than before
    pair.build()
    assert list_read(pair, before) == ["book/two"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept, site: (kept / "state.json").write_text("{", encoding="utf-8"),
        lambda kept, site: (kept / ".doctrees" / "kept.json").write_text("[]", encoding="utf-8"),
        lambda kept, site: (site / "book" / "one.html").write_text("touched", encoding="utf-8"),
    ],
    ids=["half a state", "another record", "a page touched"],
)
def test_where_something_is_missing_or_touched_all_is_made_from_nothing(pair, spoil):
    before, whole = see_read(pair), read_folder(pair.root / "_build" / "html")
    spoil(find_kept(pair.project) / "public", pair.root / "_build" / "html")
    assert compare(whole, pair.build()) == []
    assert len(list_read(pair, before)) == len(before)


def test_a_build_that_fails_leaves_the_site_and_what_was_kept(pair):
    before, page = see_read(pair), pair.root / "book" / "one.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\n{term}`no such term`\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"book/one\.md.*no such term"):
        pair.build()
    assert see_read(pair) == before
    page.write_text(text + "\nIt is put right.\n", encoding="utf-8")
    site = pair.build()
    assert list_read(pair, before) == ["book/one"]
    assert b"It is put right." in site["book/one.html"]
    page.write_text(text, encoding="utf-8")


def test_a_link_whose_target_goes_is_found_on_a_page_that_was_not_changed(pair):
    page = pair.root / "book" / "two.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("(place)=\n", ""), encoding="utf-8")
    with pytest.raises(BuildError, match=r"book/one\.md.*place"):
        pair.build()
    page.write_text(text, encoding="utf-8")
    pair.build()


def test_what_is_kept_does_not_grow_and_is_for_its_owner_alone(pair):
    folder = find_kept(pair.project)

    def list_names():
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))

    before = list_names()
    assert any("/.doctrees/templates/" in name for name in before), "compiled anew each time"
    for _ in range(2):
        EDITS["a value and figures"](pair.root)
        pair.build()
    assert list_names() == before
    assert all(not path.stat().st_mode & 0o077 for path in folder.rglob("*"))


def test_every_file_of_the_checkout_that_sphinx_opened_is_in_the_record(pair):
    """What is a single page's, and what is everybody's, by hand."""
    record = load_record(find_kept(pair.project) / "public" / ".doctrees" / "kept.json")
    root = f"{pair.root}/"
    shared = {path.removeprefix(root) for path in record.files if path.startswith(root)}
    assert {"_config.yml", "_toc.yml", "CITATION.cff", "book/search.yml",
            "book/references.bib"} <= shared  # fmt: skip
    assert not any(name.endswith((".md", ".ipynb")) for name in shared)
    assert "book/cohorts/made/results/50_rankings/ranks.csv" not in shared
    assert any(path.endswith("senco/book/site/keeping.py") for path in record.files)
    assert any(path.endswith("site/templates/layout.html") for path in record.files)
    assert json.loads((find_kept(pair.project) / "public" / "state.json").read_text("utf-8"))
