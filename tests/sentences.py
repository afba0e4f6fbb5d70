"""The sentences that state a finding, and their table: `python -m tests.sentences`.

Without anything else this lists the sentences that have no row in `sentences.csv`, each
with the row nearest to it, and the rows whose sentence is on no page any more. With
`--write` it takes those rows out and puts a row in for each new sentence, in the order of
the pages. A row that was taken over from the nearest sentence begins its last column with
"look again: ", and what is empty is to be filled in: both by somebody who has looked.

What is extracted, from the sources and not from executed pages:

- of the landing page, the pages of findings and what README.md finds, every heading,
  sentence, row of a table and alternative text, those without a finding as well, so that
  none is left out unseen;
- of each notebook every sentence of the lead, every other sentence with a number, a
  computed value or a word of the article, and the alternative text of every figure.

A computed value stands as its name in braces; markup and where a link goes are left out.
"""

from __future__ import annotations

import ast
import csv
import difflib
import json
import re
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "sentences.csv"
#: The last four are filled in by whoever looked at a sentence.
COLUMNS = ("page", "place", "sentence", "finding", "source", "false_if", "checked")
#: How the last column of a row begins that was taken over from another sentence.
AGAIN = "look again: "
#: Pages of prose, and what stands where that which was found begins and ends.
PROSE: dict[str, tuple[str | None, str | None]] = {
    "README.md": ("What it finds.**", "\n## "),
    "book/index.md": (None, "## Where to begin"),
    **{
        f"book/findings/{name}.md": (None, None)
        for name in ("macro", "exo", "meso", "micro", "discussion", "implications")
    },
}
#: Notebooks whose sentences are in the table.
NOTEBOOKS = (
    "10_participants",
    "20_worklines",
    "30_narratives",
    "30_quotations",
    "40_grids",
    "50_rankings",
    "50_reported",
    "60_networks",
    "60_statements",
    "65_constrictions",
    "70_audit",
    "80_comparison",
    "85_cohorts",
)

_ROLES = (
    (r"\{glue:\w+\}`(?:[^`:]*::)?(\w+)(?::\w+)?`", r"{\1}"),
    (r"\{(?:term|doc)\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1"),
    (r"\{(table|figure)\}`([^`]*)`", r"\1 \2"),
    (r"\{numref\}`[^`]*`", "the figure"),
    (r",?\s*\{(?:cite(?::\w+)?|download)\}`[^`]*`", ""),
    (r"<[^>]*>", ""),
    (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
    (r"\*+|`", ""),
)
#: Where one sentence ends and the next begins.
_BETWEEN = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][)’”\"]))\s+(?=[(‘“\"]*[A-Z0-9{]|(?:table|figure) )")
#: What a sentence outside a lead holds where it may state a finding.
_MAY_STATE = re.compile(
    r"\{|\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half"
    r"|article|publication|source|study|text)\b",
    re.IGNORECASE,
)
_LABEL = "The finding."


class Sentence(NamedTuple):
    """A sentence of a page: title, heading, lead, text, row or alt."""

    page: str
    place: str
    sentence: str


def list_sentences() -> list[Sentence]:
    """Return every sentence that needs a row, in the order of the pages."""
    prose = (read_prose(page, *ends) for page, ends in PROSE.items())
    notebooks = (read_notebook(name) for name in NOTEBOOKS)
    return list(dict.fromkeys(chain(*prose, *notebooks)))


def read_prose(page: str, start: str | None, end: str | None) -> Iterator[Sentence]:
    """Yield what a page of prose says, between two places of it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    text = text.split(start)[1] if start else text
    for block in re.split(r"\n\s*\n|\n(?=- )", text.split(end)[0] if end else text):
        lines = [line for line in block.strip().splitlines() if not line.startswith("```")]
        yield from (
            Sentence(page, "alt", plain(line.removeprefix(":alt:")))
            for line in lines
            if line.startswith(":alt:")
        )
        kept = [line for line in lines if not re.match(r":[\w-]+:", line)]
        yield from _read_block(page, kept)


def _read_block(page: str, lines: list[str]) -> Iterator[Sentence]:
    if not lines:
        return
    if lines[0].startswith("|"):
        rows = [plain(line).strip("| ") for line in lines[2:]]
        yield from (Sentence(page, "row", row) for row in rows)
    elif lines[0].startswith("#"):
        place = "title" if lines[0].startswith("# ") else "heading"
        yield Sentence(page, place, plain(lines[0].lstrip("# ")))
    else:
        text = " ".join(lines).removeprefix("- ")
        yield from (Sentence(page, "text", told) for told in split(text))


def read_notebook(name: str) -> Iterator[Sentence]:
    """Yield what a notebook's template says: its lead, numbers, and figures' alternative texts."""
    text = (ROOT / "analysis" / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    for place, cell in enumerate(json.loads(text)["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            yield from (Sentence(name, "alt", alt) for alt in _read_alts(source))
            continue
        for line in source.splitlines():
            if not line.startswith("#"):
                found = split(line.removeprefix("- "))
                told = found if place == 0 else [one for one in found if _MAY_STATE.search(one)]
                yield from (Sentence(name, "text" if place else "lead", one) for one in told)


def _read_alts(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "alt":
            parts = node.value.values if isinstance(node.value, ast.JoinedStr) else [node.value]
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in parts
            )


def plain(text: str) -> str:
    """Return a text without markup, each computed value by its name."""
    for pattern, instead in _ROLES:
        text = re.sub(pattern, instead, text)
    return re.sub(r"\s+", " ", text).strip()


def split(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return [told for told in _BETWEEN.split(plain(text)) if told and told != _LABEL]


def read_table() -> list[dict[str, str]]:
    """Return the rows of the table."""
    if not TABLE.is_file():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare() -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences without a row, and the rows without a sentence."""
    said = list_sentences()
    rows = [Sentence(row["page"], row["place"], row["sentence"]) for row in read_table()]
    return [one for one in said if one not in set(rows)], [r for r in rows if r not in set(said)]


def find_nearest(one: Sentence, gone: list[Sentence]) -> Sentence | None:
    """Return the row that is gone and most like a sentence of its page, where one is."""
    rows = {row.sentence: row for row in gone if row.page == one.page}
    near = difflib.get_close_matches(one.sentence, rows, n=1, cutoff=0.6)
    return rows[near[0]] if near else None


def write_table() -> None:
    """Write the table anew: rows that are gone left out, new ones to be looked at."""
    known = {(r["page"], r["place"], r["sentence"]): r for r in read_table()}
    missing, gone = compare()
    for one in missing:
        row = known.get(find_nearest(one, gone) or one, {})
        known[one] = row | one._asdict()
        if row:
            known[one]["checked"] = f"{AGAIN}{row['checked'].removeprefix(AGAIN)}"
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(known[one] for one in list_sentences())


def report() -> Iterator[str]:
    """Yield what differs between pages and table, a line each."""
    missing, gone = compare()
    for one in missing:
        yield f"without a row: {one.page}, {one.place}: {one.sentence}"
        if near := find_nearest(one, gone):
            yield f"    nearest row that is gone: {near.sentence}"
    yield from (f"on no page: {one.page}, {one.place}: {one.sentence}" for one in gone)


if __name__ == "__main__":
    print("\n".join(report()) or "Every sentence has its row.")
    if "--write" in sys.argv:
        write_table()
