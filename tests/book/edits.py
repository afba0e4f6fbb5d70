"""A small book that has one of everything, and what an author may change of it.

`python -m tests.book.edits` makes long sequences of these changes, and compares each site with one
that is made from nothing.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from senco.book.assembly import build_book
from senco.book.running import keep_ready
from senco.workspace.paths import Project
from tests.book.books import make_book
from tests.conftest import read_folder

_TOC = """format: jb-book
root: book/index
parts:
  - caption: To read
    chapters:
      - file: book/one
      - file: book/two
        title: The second
  - caption: Behind it
    chapters:
      - file: book/workshop
      - file: book/cohorts/made/50_rankings
        title: Priorities
      - file: book/evidence/claims
      - file: book/glossary
      - file: book/bibliography
"""
_TEXTS = {
    "_toc.yml": _TOC,
    "book/index.md": "# A short book\n\nIt is short, and leads to [one](one.md).\n",
    "book/one.md": (
        "# One\n\nA {term}`mean` of {glue:text}`cohorts/made/50_rankings.ipynb::w:.2f` "
        "([C001](#c001)), see {cite:t}`kelly1955`.\n\n"
        "## A part\n\nWords, and {numref}`Fig. {number} there <made-rankings-ranks>`, and "
        "[a place](place).\n\n"
        "```{figure} drawn.svg\n:name: own-figure\nWhat it shows. Source.\n```\n"
    ),
    "book/two.md": (
        "# Two\n\n(place)=\n## A place\n\nOf [the first page](one.md).\n\n"
        "```{figure} other/drawn.svg\n:name: own-figure-2\nAnother. Source.\n```\n"
    ),
    "book/workshop.md": "# Workshop\n\nHow it was made, with $x^2$.\n",
    "book/evidence/claims.md": (
        "# Claims\n\n## Micro\n\n(c001)=\n**C001** It is so. *Reported, workload.* Held.\n\n"
        "(c002)=\n**C002** It is not so. *Reported, support.* Not held.\n"
    ),
    "book/glossary.md": "# Words\n\n```{glossary}\nmean\n  The sum, divided.\n```\n",
    "book/bibliography.md": "# Works\n\n```{bibliography}\n```\n",
    "book/search.yml": "answers:\n  - words: [average]\n    page: book/glossary\n",
    "data/cohorts/made/cohort.yml": (
        "title: Made up\nprovenance: synthetic\nsummary: Made up.\nsource: A program.\n"
        "licence: CC-BY-4.0\n"
    ),
    "book/cohorts/made/results/50_rankings/ranks.csv": "construct,rank\na,1.5\nb,2\n",
    "book/cohorts/made/results/50_rankings/run.json": json.dumps(
        {"inputs": {"data/cohorts/made/rankings.csv": "0" * 64}, "parameters": {"cohort": "made"}}
    ),
}  # fmt: skip
_SVG = (
    '<svg width="72pt" height="36pt" viewBox="0 0 72 36" xmlns="http://www.w3.org/2000/svg" '
    'version="1.1"><path d="M 0 0 L {} 0 L 36 36 z" style="fill: #2b8a83"/>\n'
    '<text style="font-size: 9px" x="1" y="9">S1</text></svg>'
)


def _make_notebook(value: str = "0.5", panels: int = 2) -> str:
    """A page with a value, and figures of which the second is a panel."""
    badge = '<p class="senco-badge senco-synthetic">Synthetic</p>'
    text = f"# What first?\n\n{badge}\n\n**First** comes a {{term}}`mean`."
    outputs = [{
        "output_type": "display_data", "data": {"application/papermill.record/text/plain": value},
        "metadata": {"scrapbook": {"mime_prefix": "application/papermill.record/", "name": "w"}},
    }]  # fmt: skip
    for number in range(panels):
        name = "made-rankings-ranks" + (f"-{number}" if number else "")
        told = {"figure": {"caption": f"Ranks of {number}. Source: rankings.", "name": name},
                "image": {"alt": "Two."}} | ({"panel": f"S{number}"} if number else {})  # fmt: skip
        outputs.append({"output_type": "display_data", "metadata": {"mystnb": told},
                        "data": {"image/svg+xml": _SVG.format(10 + number)}})  # fmt: skip
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text},
        {"cell_type": "code", "id": "b", "metadata": {"tags": ["hide-input"]}, "source": "draw()",
         "execution_count": 1, "outputs": outputs},
    ]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book)


def make_small(root: Path) -> Project:
    """Write the book."""
    project = make_book(root)
    for path, text in _TEXTS.items():
        _write(root, path, text)
    _write(root, "book/cohorts/made/50_rankings.ipynb", _make_notebook())
    _write(root, "book/drawn.svg", _SVG.format(30))
    _write(root, "book/other/drawn.svg", _SVG.format(20))
    results = root / "book/cohorts/made/results/50_rankings"
    (results / "ranks.svg").write_text(_SVG.format(10), encoding="utf-8")
    return project


def _write(root: Path, path: str, text: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        one, other = (new, old) if new in text else (old, new)
        assert one in text, path
        (root / path).write_text(text.replace(one, other), encoding="utf-8")

    return change


def _turn(path: str, one: str, other: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        now = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(other if now == one else one, encoding="utf-8")

    return change


def _turn_page(root: Path) -> None:
    """A page is added to the contents, or taken out of them."""
    page = root / "book/three.md"
    _replace("_toc.yml", "      - file: book/one\n",
             "      - file: book/one\n      - file: book/three\n")(root)  # fmt: skip
    if page.exists():
        page.unlink()
    else:
        page.write_text("# Three\n\nNew, with a {term}`mean`.\n", encoding="utf-8")


def _rename(root: Path) -> None:
    """A page gets another name, and all that leads to it."""
    old, new = ("workshop", "atelier") if (root / "book/workshop.md").exists() else (
        "atelier", "workshop")  # fmt: skip
    (root / f"book/{old}.md").rename(root / f"book/{new}.md")
    for path in ("_toc.yml", "_config.yml"):
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace(f"book/{old}", f"book/{new}"), encoding="utf-8")


#: Each turns something one way, and the next time back.
EDITS: dict[str, Callable[[Path], None]] = {
    "a word": _replace("book/one.md", "Words, and", "Other words, and"),
    "lines": _replace("book/two.md", "Of [the", "A line.\n\nMore.\n\nOf [the"),
    "a title": _replace("book/two.md", "# Two", "# The other"),
    "the first page's title": _replace("book/index.md", "# A short book", "# A book"),
    "a heading": _replace("book/one.md", "## A part", "## Another part"),
    "the heading that a link leads to": _replace("book/two.md", "## A place", "## The place"),
    "a page more or less": _turn_page,
    "a page renamed": _rename,
    "the order of pages": _replace(
        "_toc.yml", "      - file: book/glossary\n      - file: book/bibliography\n",
        "      - file: book/bibliography\n      - file: book/glossary\n"),
    "a title in the contents": _replace("_toc.yml", "title: Priorities", "title: Ranks"),
    "a value and figures": _turn(
        "book/cohorts/made/50_rankings.ipynb", _make_notebook(), _make_notebook("0.25", 3)),
    "a drawn figure": _turn("book/drawn.svg", _SVG.format(30), _SVG.format(31)),
    "data under a figure": _replace(
        "book/cohorts/made/results/50_rankings/ranks.csv", "a,1.5", "a,1.75"),
    "whose data they are": _replace(
        "data/cohorts/made/cohort.yml", "title: Made up", "title: Drawn up"),
    "a claim": _replace("book/evidence/claims.md", "It is so.", "It may be so."),
    "a term": _replace("book/glossary.md", "The sum, divided.", "The sum, shared out."),
    "a citation": _replace(
        "book/two.md", "Of [the first page](one.md).",
        "Of [the first page](one.md), {cite:t}`ball1993`."),
    "the bibliography's file": _replace("book/references.bib", "{1955}", "{1956}"),
    "the style sheet": lambda root: _replace(
        "book/_static/senco.css", "body { order: 0 }", "body { order: 1 }")(root),
    "words of the search": _replace("book/search.yml", "[average]", "[average, typical]"),
    "how it is cited": _replace("CITATION.cff", "version: 0.1.0", "version: 0.1.1"),
    "a setting": _replace("_config.yml", "Hide the code of this step", "Fold the code"),
    "the language": _replace("_config.yml", "language: en", "language: es"),
    "a formula": _replace("book/two.md", "Of [the", "$$x^2$$ (square)\n\nOf [the"),
}  # fmt: skip


class Pair:
    """A book that is built again and again, and a way to see what it would be from nothing."""

    def __init__(self, root: Path, project: Project | None = None):
        self.project = project or make_small(root)
        self.root = self.project.root
        sheet = self.root / "book/_static/senco.css"
        sheet.write_text(
            sheet.read_text(encoding="utf-8") + "\nbody { order: 0 }\n", encoding="utf-8"
        )

    def build(self) -> dict[str, bytes]:
        """The site, with what was kept."""
        # what it says of people is the gate's, which asks for a cohort's tables
        with patch("senco.book.assembly._pass_gate"):
            return read_folder(build_book(self.project).parent)

    def build_from_nothing(self) -> dict[str, bytes]:
        """The same, elsewhere made from nothing; what lies here stays as it is."""
        site, aside = self.root / "_build/html", self.root / "_build/aside"
        kept, kept_aside = self.root / ".work", self.root / "_build/work-aside"
        site.rename(aside)
        kept.rename(kept_aside)
        try:
            return self.build()
        finally:
            shutil.rmtree(site, ignore_errors=True)
            shutil.rmtree(kept, ignore_errors=True)
            aside.rename(site)
            kept_aside.rename(kept)

    def count_read(self) -> int:
        """How many pages were read in the last build."""
        trees = (self.root / ".work/_kept/public/.doctrees").rglob("*.doctree")
        began = (self.root / ".work/_kept/public/state.json").stat().st_mtime_ns
        return sum(began - tree.stat().st_mtime_ns < 0 for tree in trees)


def compare(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that are not the same in two sites."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def main(seed: int, steps: int) -> None:
    """Make changes at random, one to three at once, and compare after each."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, keep_ready():
        pair = Pair(Path(folder).resolve() / "book")
        pair.build()
        for step in range(steps):
            names = chance.sample(sorted(EDITS), chance.choice((1, 1, 2, 3)))
            for name in names:
                EDITS[name](pair.root)
            other = compare(pair.build(), pair.build_from_nothing())
            print(f"{step + 1}/{steps} {', '.join(names)}: {'; '.join(other) or 'the same'}",
                  flush=True)  # fmt: skip
            if other:
                sys.exit(1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3] or ("0", "100")))
