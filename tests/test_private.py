"""A collected cohort gets a book of its own; whatever its cells hold is shown as typed."""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from html.parser import HTMLParser

import pytest

from senco.book.assembly import build_book, list_public, site_of
from senco.errors import BuildError
from tests.collected import CODES, LABELS, NAME, SIGNING, Copy, digest_files
from tests.conftest import read_folder


@pytest.fixture(scope="module")
def built(tmp_path_factory, collected_state):
    told = json.loads((collected_state / "told.json").read_text(encoding="utf-8"))
    assert f"Open _build/private/{NAME}/index.html in a browser." in told
    return Copy(tmp_path_factory.mktemp("private"), collected_state)


@pytest.fixture
def names(built):
    return built.names


@pytest.fixture(scope="module")
def signed(built):
    """The same checkout, once a person has signed for the cohort's book."""
    done = built.succeed("release", NAME, "--names", built.names, *SIGNING)
    assert "k = 3 over role, role_years, experience_years, setting for n = 3" in done.stdout
    return built


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_read_what_is_private_whatever_the_umask(built):
    root = built.root
    private = [
        root / "data" / "cohorts" / NAME, root / "book" / "cohorts" / NAME, root / ".work",
        root / "_build" / "private",
    ]  # fmt: skip
    files = [path for path in (root / "_build").iterdir() if path.is_file()]
    assert files  # the manifest, and the cache of what was in order
    for place in (*private, *files):
        for path in (place, *place.rglob("*")):
            allowed = 0o700 if path.is_dir() else 0o600
            assert path.stat().st_mode & 0o777 == allowed, path.relative_to(root)


class Reader(HTMLParser):
    """What a page shows, and what it runs."""

    def __init__(self, text):
        super().__init__()
        self.shown, self.tags, self.links, self.handlers = [], [], [], []
        self._inside = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._inside.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self._inside[-1:]):
            self.shown.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.shown))


def pages_of(checkout):
    folder = site_of(checkout.project, NAME) / "book" / "cohorts" / NAME
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_a_label_is_shown_as_it_was_typed_on_every_page(built):
    pages = {stem: Reader(text) for stem, text in pages_of(built).items()}
    assert {"10_participants", "50_rankings", "60_networks", "30_narratives"} <= set(pages)
    for label in LABELS:
        assert label in pages["50_rankings"].text, label
        assert label in pages["60_networks"].text or label == LABELS[3], label
    for label in CODES:
        assert label in pages["30_narratives"].text, label


def test_nothing_that_a_cell_holds_is_run_or_linked(built):
    for stem, text in pages_of(built).items():
        assert "<script>alert" not in text and "<img src=x" not in text, stem
        page = Reader(text)
        assert not [link for link in page.links if link.startswith("javascript:alert")], stem
        assert "onerror" not in page.handlers, stem


def test_a_title_is_shown_as_it_was_typed_in_the_navigation(built):
    text = (site_of(built.project, NAME) / "book" / "index.html").read_text(encoding="utf-8")
    assert "<b>Ours</b>" not in text and "&lt;b&gt;Ours&lt;/b&gt; &amp; {glue:text}`n`" in text


def test_a_figure_draws_a_label_as_it_was_typed(built):
    figures = (built.project.pages(NAME) / "results" / "50_rankings").glob("*.svg")
    texts = "\n".join(path.read_text(encoding="utf-8") for path in figures)
    drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", texts))  # a line each
    assert "$x$ and \\(y\\) and $\\frac{" in drawn and "&lt;script&gt;alert(1)" in drawn
    assert "<script>" not in texts


def test_the_cohort_is_a_part_of_its_own_and_the_reference_is_untouched(built):
    index = (site_of(built.project, NAME) / "book" / "index.html").read_text(encoding="utf-8")
    assert f"cohorts/{NAME}/50_rankings.html" in index
    assert "cohorts/ey-pvi-2017/10_participants.html" in index
    before, after = built.before, digest_files(built.root)
    assert {path: after.get(path) for path in before} == before
    mine = [path for path in after if path not in before and "__pycache__" not in path]
    parts = (f"book/cohorts/{NAME}/", f"data/cohorts/{NAME}/", f"{NAME}.xlsx", "_build/", ".work/")
    assert not [path for path in mine if not path.startswith(parts)]


def test_the_public_book_does_not_know_of_it(built):
    assert not (built.root / "_build" / "html").exists()
    assert NAME not in list_public(built.project)


def test_a_table_of_contents_that_names_a_collected_cohort_is_refused(built):
    toc = built.root / "_toc.yml"
    text = toc.read_text(encoding="utf-8")
    line = "  - file: book/glossary\n"
    assert line in text
    toc.write_text(
        text.replace(line, f"{line}  - file: book/cohorts/{NAME}/50_rankings\n"), "utf-8"
    )
    done = built.run("build")
    toc.write_text(text, encoding="utf-8")
    assert done.returncode == 1 and "collected and private" in done.stderr
    assert not (built.root / "_build" / "html").exists()


def test_the_command_searches_data_pages_and_site_and_masks(built, names):
    page = site_of(built.project, NAME) / "book" / "glossary.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</h1>", "</h1><p>zebedee QUARK, 07700 900123</p>", 1), "utf-8")
    done = built.run("disclose", NAME, "--names", names)
    page.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert f"_build/private/{NAME}." in done.stdout
    assert "glossary.html, row " in done.stderr and "entry 1 of the list" in done.stderr
    assert "a UK telephone number" in done.stderr
    told = (done.stdout + done.stderr).casefold()
    assert "quark" not in told and "900123" not in told


def test_a_list_with_the_cohorts_own_name_is_told_once_and_no_prose_is_found(built, tmp_path):
    listed = tmp_path / "names.txt"
    own = NAME.replace("-", " ").title()
    listed.write_text(f"{own}\nLittle Acorns\nWill\nPage\nKelly\n", encoding="utf-8")
    done = built.run("disclose", NAME, "--names", str(listed))
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if "private name" in line]
    assert len(told) == 1 and "the cohort's own name" in told[0] and "rename" in told[0]
    assert "private name" not in done.stdout and NAME.split("-")[1] not in done.stdout + done.stderr


def test_what_is_masked_is_shown_on_a_screen_alone(built, names, tmp_path):
    page = site_of(built.project, NAME) / "book" / "glossary.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</h1>", "</h1><p>zebedee QUARK</p>", 1), "utf-8")
    words = ("disclose", NAME, "--names", names, "--show")
    refused = built.run(*words)
    refused_too = built.run(*words, "--json")
    report = tmp_path / "report.html"
    screen = read_screen(built, *words, "--html", str(report))
    page.write_text(text, encoding="utf-8")
    for done in (refused, refused_too):
        assert done.returncode == 1 and "only on a screen" in done.stderr
        assert "quark" not in (done.stdout + done.stderr).casefold()
    assert "glossary.html, row " in screen and ": zebedee QUARK" in screen
    assert "quark" not in report.read_text(encoding="utf-8").casefold()


def read_screen(checkout, *words) -> str:
    """What a command prints on a terminal; what goes to its errors is left out."""
    pty = pytest.importorskip("pty")
    screen, inside = pty.openpty()
    done = subprocess.Popen(
        checkout.command(*words), cwd=checkout.root, env=checkout.environment, stdout=inside,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(inside)
    shown = b""
    with suppress(OSError):  # which tells the end
        while part := os.read(screen, 4096):
            shown += part
    os.close(screen)
    assert done.wait() == 1
    return shown.decode()


def test_the_public_build_makes_again_what_was_signed_to_the_byte(signed, names):
    done = signed.run("build", NAME, "--public", "--names", names)
    assert done.returncode == 0, done.stdout + done.stderr
    public, private = site_of(signed.project, NAME, public=True), site_of(signed.project, NAME)
    assert read_folder(public) == read_folder(private)
    assert signed.run("release", NAME, "--verify", str(public)).returncode == 0
    (public / "book" / "glossary.html").write_bytes(b"other")
    done = signed.run("release", NAME, "--verify", str(public))
    assert done.returncode == 1 and "changed: book/glossary.html" in done.stderr
    shutil.rmtree(public)


def test_a_missing_value_in_the_prose_stops_the_book_and_keeps_the_old_one(built):
    site, page = site_of(built.project, NAME), built.root / "book" / "index.md"
    before, text = read_folder(site), page.read_text(encoding="utf-8")
    value = "{glue:text}`cohorts/ey-pvi-2017/10_participants.ipynb::n_zebras:d`"
    page.write_text(f"{text}\nThere are {value}.\n", encoding="utf-8")
    done = built.run("build", NAME)
    page.write_text(text, encoding="utf-8")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "book/index.md" in done.stderr and "n_zebras" in done.stderr
    assert read_folder(site) == before


def test_the_public_book_stops_at_an_identifier_and_keeps_the_old_one(built, monkeypatch):
    site = built.root / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the old book", encoding="utf-8")

    def make(site, earlier):
        made = site.new / "_build" / "html"
        made.mkdir(parents=True)
        (made / "index.html").write_text("call 07700 900123", encoding="utf-8")
        (made / NAME).mkdir()

        class Run:
            returncode = 0

        return Run()

    monkeypatch.setattr("senco.book.assembly._run_sphinx", make)
    with pytest.raises(BuildError) as raised:
        build_book(built.project)
    told = str(raised.value)
    assert "a UK telephone number, ••••" in told and "900123" not in told
    assert f"a page of '{NAME}', which is private" in told
    assert (site / "index.html").read_text(encoding="utf-8") == "the old book"
    shutil.rmtree(site)


# last, since the pages that it makes are those of the data in between
def test_a_site_that_still_shows_who_has_withdrawn_is_neither_signed_nor_agreed_with(signed, names):
    site, folder = site_of(signed.project, NAME), signed.project.cohort(NAME)
    tables = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}
    assert signed.run("release", NAME, "--verify", str(site)).returncode == 0
    for path, text in tables.items():  # P3 withdraws
        rows = text.splitlines(keepends=True)
        theirs = {"P3", "s3", "e3a", "e3b", "C05", "C06"}
        kept = [row for row in rows if not theirs & set(row.split(","))]
        path.write_text("".join(kept), encoding="utf-8")
    verified = signed.run("release", NAME, "--verify", str(site))
    made = signed.run("run", NAME)  # the pages, and not the site
    again = signed.run("release", NAME, "--names", names, *SIGNING)
    for path, text in tables.items():
        path.write_text(text, encoding="utf-8")
    assert verified.returncode == 1 and "data have changed since" in verified.stderr
    assert made.returncode == 0, made.stderr
    assert again.returncode == 1 and f"Build it first: senco build {NAME}" in again.stderr
    assert signed.run("release", NAME, "--verify", str(site)).returncode == 0
