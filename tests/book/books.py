"""A book of a few lines, with this book's configuration: it is built in seconds."""

import shutil
from pathlib import Path

from senco.book.assembly import build_book
from senco.workspace.paths import Project
from tests.conftest import ROOT

#: What the configuration names.
_TAKEN = ("_config.yml", "CITATION.cff", "book/references.bib", "book/_static")
#: A table of contents without a part and without nested sections.
FLAT = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/one\n"

ADDRESS = "https://example.org/book/"
#: Somebody's title, label and words, as hostile as they come.
HOSTILE = 'Ours </script><script>alert(1)</script> & "x"'
PAGE = (
    "# What first?\n\n"
    '<p class="senco-badge senco-{kind}">Whose data</p>\n\n'
    "First comes **{label}**, with a {{term}}`mean <SENCO>` of 3.\n\n**Later.** More.\n"
)
VERSIONS = "# Changelog\n\n## 0.2\n\n## 0.1 (2026-11-29)\n\n### Pages & words\n"
COHORTS = """format: jb-book
root: book/index
chapters:
  - file: book/one
  - file: book/glossary
  - file: book/cohorts/made/50_rankings
  - file: book/cohorts/ours/50_rankings
  - file: book/cohorts/printed/50_rankings
  - file: book/cohorts/printed/90_missing
"""


def make_book(root: Path) -> Project:
    """Return a project whose book has two pages and no cohort."""
    for name in _TAKEN:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        leave_out = shutil.ignore_patterns("mathjax")
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place, ignore=leave_out)
        else:
            shutil.copyfile(ROOT / name, place)
    (root / "_toc.yml").write_text(FLAT, encoding="utf-8")
    (root / "book" / "index.md").write_text("# A short book\n\nIt is short.\n", encoding="utf-8")
    (root / "book" / "one.md").write_text("# One\n\n## A part\n\nWords.\n", encoding="utf-8")
    return Project(root)


def make_site(root: Path, address: str = "") -> Path:
    """Build a book with a cohort of each kind; return the site's folder."""
    project = make_book(root)
    if address:
        with (root / "CITATION.cff").open("a", encoding="utf-8") as stream:
            stream.write(f"url: {address.rstrip('/')}\n")
        (root / "CHANGELOG.md").write_text(VERSIONS, encoding="utf-8")
    (root / "_toc.yml").write_text(COHORTS, encoding="utf-8")
    label = HOSTILE.replace("<", "\\<")
    kinds = {"made": "synthetic", "ours": "collected", "printed": "published"}
    for cohort, kind in kinds.items():
        page = root / "book" / "cohorts" / cohort / "50_rankings.md"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.format(kind=kind, label=label), encoding="utf-8")
    missing = '# Not public\n\n<p class="senco-badge senco-published">Whose</p>\n\nNot printed.\n'
    page = root / "book" / "cohorts" / "printed" / "90_missing.md"
    page.write_text(missing, encoding="utf-8")
    index = "# Constrictions and possibilities\n\nA poem.\n\n## Part\n\n**Found.** It is so.\n"
    (root / "book" / "index.md").write_text(index, encoding="utf-8")
    glossary = "# Words\n\n```{glossary}\nSENCO\n  A co-ordinator.\n```\n"
    (root / "book" / "glossary.md").write_text(glossary, encoding="utf-8")
    return build_book(project).parent
