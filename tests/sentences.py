"""The sentences that state a finding, and their table: `python -m tests.sentences`.

Without anything else this lists the sentences that have no row in `sentences.csv`, each
with the row nearest to it, and the rows whose sentence is on no page any more. With
`--write` it takes those rows out and puts a row in for each new sentence, in the order of
the pages. A row that was taken over from the nearest sentence begins its last column with
"look again: ", and what is empty is to be filled in: both by somebody who has looked.

What is extracted, from the sources and not from executed pages:

- of the landing page, the pages of findings, the pack and what README.md finds, every heading,
  sentence, row of a table and alternative text, those without a finding as well, so that
  none is left out unseen;
- of each notebook every sentence of the lead, every other sentence with a number, a
  computed value or a word of the article, and every sentence of a figure's caption
  ("figure" and its name) and of its alternative text;
- of the page on planning, which is made from the rules, its figures' captions and
  alternative texts, with dots for each number;
- of `data/study.yml` how the findings are read, and what short pages of a published cohort say;
- of the library the sentences of which leads, explanations and alternative texts are made,
  function by function, what a short page says in place of the answer, and the badges.

A computed value stands as its name in braces, or as dots where it has none; markup and where
a link goes are left out.
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

from senco.cohort.loading import load_study
from senco.cohort.stages import STAGES
from senco.text.words import put_words
from senco.workspace.paths import Project

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
        for name in (
            "brief",
            "macro",
            "exo",
            "meso",
            "micro",
            "discussion",
            "implications",
            "certainty",
        )
    },
    **{
        f"book/pack/{name}.md": (None, None)
        for name in (
            "index",
            "summary",
            "checklist",
            "manager",
            "letter",
            "slides",
            "seminar",
            "minute",
        )
    },
}
#: Notebooks whose sentences are in the table: all of them.
NOTEBOOKS = tuple(sorted(notebook for stage in STAGES for notebook in stage.notebooks))

#: A page that is made from the rules, of which the figures are in the table.
PLANNING = "book/methods/planning.md"
#: What words findings for readers: functions and constants, by module.
WORDINGS: dict[str, tuple[str, ...]] = {
    "measures.audit.listings": ("describe_frontier", "describe_fit"),
    "measures.audit.singles": ("describe_relations",),
    "cohort.coders": ("RULE", "_describe_table", "describe_chosen"),
    "pages.comparison.sentences": (
        "describe_comparisons", "describe_construction", "_describe_power", "_BRINGS",
        "_describe_remedy", "describe_places", "_tell_farthest",
        "_VERBS", "tell_verdicts", "describe_verdicts",
    ),
    "measures.comparison.registration": ("describe_primary",),
    "pages.cohorts": ("explain_coders", "explain_pairs", "find_widest", "tell_gathered"),
    "pages.pooled": (
        "caption_forests", "tell_forest", "_TURNING", "_NOTHING", "describe_pools", "_explain_few",
        "_count_sides", "_describe_without",
    ),
    "measures.comparison.verdicts": ("_KEPT", "_explain"),
    "measures.coverage": ("describe_coverage", "describe_errors"),
    "measures.claims": ("tell_balance",),
    "measures.difficulties.facing": ("describe_facing", "describe_party", "describe_joins"),
    "book.facing": ("_describe_sure",),
    "measures.difficulties.steadiness": ("describe_answer_coverage",),
    "measures.difficulties.wording": (
        "describe_counts", "describe_second", "describe_missing", "describe_tellers",
    ),
    "execution.missing": ("_list_needed",),
    "book.figures.priorities": ("describe_ranks", "read_ranks", "describe_shades"),
    "book.figures.counts": ("describe_ties",),
    "book.figures.matrix": ("caption_matrix", "describe_bars"),
    "book.explorer": ("describe_extent",),
    "pages.limits": (
        "word_many", "word_step", "limit_lines", "limit_constructs", "limit_rankers", "limit_means",
    ),
    "cohort.model": ("PROVENANCE_NOTES",),
    "pages.networks.rules": (
        "describe_sets", "describe_contradictions", "describe_networks", "describe_bridging",
        "_UNSHOWN",
    ),
    "pages.networks.keys": ("_explain", "_CONCLUSIONS", "_explain_rules", "explain_quoted"),
    "measures.rankings.contrasts": ("describe_planned",),
    "cohort.stages": ("STAGES", "MISSING_LEADS"),
    "pages.displays": ("_describe_display", "_describe_map"),
    "pages.naming": ("tell_drawn",),
    "pages.worklines": ("compare_noise", "describe_noise", "describe_hardest"),
}  # fmt: skip

STUDY = load_study(Project(ROOT))
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
#: What stands between two downloads.
_DOT = "·"
#: How an item of a list begins.
_ITEM = re.compile(r"(?:- |\d{1,2}\. )")
#: What names a stage, and is no sentence about a cohort.
_NAMES = ("title", "question")


class Sentence(NamedTuple):
    """A sentence of a page: title, heading, lead, text, row or alt."""

    page: str
    place: str
    sentence: str


def list_sentences() -> list[Sentence]:
    """Return every sentence that needs a row, in the order of the pages."""
    prose = (read_prose(page, *ends) for page, ends in PROSE.items())
    notebooks = (read_notebook(name) for name in NOTEBOOKS)
    wordings = (read_wordings(module, *names) for module, names in WORDINGS.items())
    return list(dict.fromkeys(chain(*prose, *notebooks, read_planning(), read_study(), *wordings)))


def read_prose(page: str, start: str | None, end: str | None) -> Iterator[Sentence]:
    """Yield what a page of prose says, between two places of it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    text = text.split(start)[1] if start else text
    for block in re.split(r"\n\s*\n|\n(?=- |\d{1,2}\. )", text.split(end)[0] if end else text):
        lines = [line for line in block.strip().splitlines() if not line.startswith("```")]
        yield from (
            Sentence(page, "alt", plain(line.removeprefix(":alt:")))
            for line in lines
            if line.startswith(":alt:")
        )
        kept = [line for line in lines if not re.match(r":[\w-]+:|---$", line)]
        yield from _read_block(page, kept)


def _read_block(page: str, lines: list[str]) -> Iterator[Sentence]:
    if not lines:
        return
    if lines[0].startswith("|"):
        rows = [plain(line).strip("| ·") for line in lines[2:]]
        yield from (Sentence(page, "row", row) for row in rows)
    elif lines[0].startswith("#"):
        place = "title" if lines[0].startswith("# ") else "heading"
        yield Sentence(page, place, plain(lines[0].lstrip("# ")))
    else:
        text = _ITEM.sub("", " ".join(lines), count=1) if _ITEM.match(lines[0]) else " ".join(lines)
        yield from (Sentence(page, "text", told) for told in split(text))


def read_notebook(name: str) -> Iterator[Sentence]:
    """Yield what a notebook's template says: its lead, numbers, and figures' alternative texts."""
    text = (ROOT / "analysis" / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    code = "\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "code")
    assigned = _list_assigned(ast.parse(code))
    for place, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            yield from _read_figures(name, ast.parse(source), assigned)
            continue
        for line in source.splitlines():
            if not line.startswith("#"):
                found = split(line.removeprefix("- "))
                told = found if place == 0 else [one for one in found if _MAY_STATE.search(one)]
                yield from (Sentence(name, "text" if place else "lead", one) for one in told)


#: What saves a figure, or several of one kind.
_SAVING = ("page.save_figure", "page.save_figures", "page.save_panels")


def _list_assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """What a name stands for, in all cells of a notebook."""
    return {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _read_figures(page: str, tree: ast.Module, assigned: dict[str, ast.expr]) -> Iterator[Sentence]:
    """Yield the alternative text of each figure, and its caption sentence by sentence."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) in _SAVING):
            continue
        given = {one.arg: one.value for one in node.keywords if one.arg}
        name = ast.literal_eval(node.args[1])
        yield Sentence(page, "alt", plain(_read_text(given["alt"], assigned)))
        for part in ("each", "caption"):
            if part in given:
                told = split(_read_text(given[part], assigned))
                yield from (Sentence(page, f"figure {name}", one) for one in told)


def _read_text(node: ast.expr, assigned: dict[str, ast.expr]) -> str:
    """Return a text as code has it: a call by its name, any other value as dots."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_read_text(part, {}) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _read_text(node.left, assigned) + _read_text(node.right, assigned)
    if isinstance(node, ast.Name) and node.id in assigned:
        return _read_text(assigned[node.id], assigned)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of = node.func.value
        if isinstance(of, ast.Name) and of.id not in assigned:
            return "{" + ast.unparse(node.func) + "}"
        return _read_text(of, assigned)  # a method of a text
    return "{…}"


def read_planning() -> Iterator[Sentence]:
    """Yield what the figures of the page on planning say, without the numbers."""
    text = (ROOT / PLANNING).read_text(encoding="utf-8")
    for name, options, caption in re.findall(
        r"```\{figure\} (\S+)\.svg\n((?::.*\n)*)\n((?:.+\n)*)```", text
    ):
        alt = re.search(r"^:alt: (.*)$", options, flags=re.MULTILINE)
        told = [("alt", alt[1].strip('"')) if alt else ("alt", ""), (f"figure {name}", caption)]
        for place, words in told:
            masked = re.sub(r"‘[^’]*’|\d[\d.,]*(?<![.,])", "{…}", words)
            yield from (Sentence(PLANNING, place, one) for one in split(masked))


def read_study() -> Iterator[Sentence]:
    """Yield what the study says of its reading, and of what its publication does not print."""
    told = {"reading": STUDY.reading or "", **STUDY.not_printed}
    for place, text in told.items():
        yield from (Sentence("data/study.yml", place, one) for one in split(text))


def read_wordings(module: str, *names: str) -> Iterator[Sentence]:
    """Yield the sentences of functions and constants of a module of the library."""
    path = ROOT / "analysis" / "senco" / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {name: node for node in tree.body for name in _name_of(node)}
    for name in names:
        for text in _list_texts(found[name]):
            yield from (Sentence(f"senco.{module}", name, one) for one in split(text))


def _name_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _list_texts(node: ast.AST) -> Iterator[str]:
    """Texts of three words and more, but for what documents the code."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        text = _read_text(node, {})
        if re.search(r"[a-z’]+,? [a-z’]+,? [a-z’]+", text):
            yield text
        return
    inner = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef):
        inner = node.body[1 if ast.get_docstring(node) else 0 :]
    elif isinstance(node, ast.Dict):
        inner = node.values
    elif isinstance(node, ast.keyword) and node.arg in _NAMES:
        inner = []
    for one in inner:
        yield from _list_texts(one)


def plain(text: str) -> str:
    """Return a text without markup, each computed value by its name."""
    text = put_words(text, STUDY.list_words())
    for pattern, instead in _ROLES:
        text = re.sub(pattern, instead, text)
    return re.sub(r"\s+", " ", text).strip()


def split(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return [told for told in _BETWEEN.split(plain(text)) if told not in ("", _DOT, _LABEL)]


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
