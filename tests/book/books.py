"""A book of a few lines, with this book's configuration: it is built in seconds."""

import shutil
from pathlib import Path

from senco.workspace.paths import Project
from tests.conftest import ROOT

#: What the configuration names.
_TAKEN = ("_config.yml", "CITATION.cff", "book/references.bib", "book/_static")
#: A table of contents without a part and without nested sections.
FLAT = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/one\n"


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
