"""Every word of the book is British English, a term of the field, or a name."""

import re
import shutil
import subprocess

import nbformat
import pytest

from tests.conftest import ROOT

KNOWN = ROOT / "tests" / "words.txt"
PAGES = sorted(
    path
    for pattern in (
        "book/**/*.md",
        "docs/**/*.md",
        "*.md",
        "analysis/notebooks/*.ipynb",
        "book/library/**/*.ipynb",
    )
    for path in ROOT.glob(pattern)
    if "cohorts" not in path.parts
)
#: What is no prose: code, mathematics, addresses, roles' targets, directives' options.
NOT_PROSE = re.compile(
    # front matter, anchors, and the references of the library's functions
    r"\A---\n.*?\n---$|^\(\S+\)=$|^Source: [^\n]*$"
    r"|^(`{3,}|:{3,})[^\n]*$|^:[\w-]+:[^\n]*$|\$\$.*?\$\$|\$[^$\n]+\$|\{[\w:-]+\}`[^`]*<[^`]*>`"
    r"|\{glue[^}]*\}`[^`]*`|\{(?:cite|numref|ref|doc|download)[^}]*\}`[^`]*`|`[^`\n]*`|\]\([^)]*\)|<[^>\n]*>"
    r"|https?://\S+|--[\w-]+|\b[\w-]+\.(?:md|cff|txt|ipynb|yml|toml|csv|py)\b|\b\w*[\d_@/]\w*\b",
    re.MULTILINE | re.DOTALL,
)


def drop_code(text):
    """A page without its fenced code; what a directive holds is prose."""
    kept, fence = [], None
    for line in text.splitlines():
        if line.startswith("```"):
            fence = line if fence is None else None
        elif fence is None or fence.startswith("```{"):
            kept.append(line)
    return "\n".join(kept)


def read_prose(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = nbformat.reads(text, as_version=4).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return NOT_PROSE.sub(" ", drop_code(text)).replace("’", "'").replace("*", " ")


def list_unknown(text):
    """Words that neither the British dictionary nor the list beside this test holds."""
    ran = subprocess.run(
        ["hunspell", "-d", "en_GB", "-i", "utf-8", "-p", str(KNOWN), "-l"], input=text,
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return sorted(set(ran.stdout.split()))


@pytest.fixture(scope="module", autouse=True)
def dictionary():
    if not shutil.which("hunspell"):
        pytest.fail("No hunspell: install hunspell and hunspell-en-gb, or use `make test`.")


@pytest.mark.spelling
def test_an_american_spelling_and_a_slip_are_found():
    text = "The color of the labor, analyzed in teh nursery by a SENCO."
    assert list_unknown(text) == ["analyzed", "color", "labor", "teh"]


@pytest.mark.spelling
def test_every_word_of_the_book_is_british_english_or_a_known_term():
    unknown = {
        path.relative_to(ROOT).as_posix(): found
        for path in PAGES
        if (found := list_unknown(read_prose(path)))
    }
    assert not unknown, "mend them, or add a term to tests/words.txt"


@pytest.mark.spelling
def test_the_list_of_terms_holds_nothing_that_is_not_used():
    used = "\n".join(read_prose(path) for path in PAGES)
    words = set(re.findall(r"[\w'-]+", used + " SENCO"))
    listed = KNOWN.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed))
    assert not [word for word in listed if not any(word in one for one in words)]
