"""What a language's catalogue lacks: `python -m tests.translations es`.

Lists, notebook by notebook, every sentence of the text cells, captions, alternative texts
and notes that has no entry in `analysis/senco/locale/es.po` and so stays English, then how
many there are.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from senco.locale import load_catalogue
from senco.locale.catalogue import BETWEEN, LINE, PLACE, Catalogue

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb"))
LIBRARY = sorted((ROOT / "analysis" / "senco").rglob("*.py"))
SKELETON = sorted((ROOT / "analysis" / "senco" / "skeleton" / "pages").rglob("*.md"))
#: What a page shows of a table or figure.
_SHOWN = ("caption", "alt", "note", "empty")


def mask(text: str) -> str:
    """Return a text with the same sign for whatever is put into it."""
    return re.sub(r"(?:\{\})+", "{}", re.sub(r"\{[a-z]\w*(?::d)?\}(?!`)", "{}", text))


def split(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [told for told in BETWEEN.split(text) if told.strip()]


def read_code(node: ast.AST) -> str | None:
    """Return the text that an expression words, masked; None where it words none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return mask(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "{}" for one in node.values]
        return mask("".join(map(str, parts)))
    return None


def read_markdown(text: str) -> Iterator[str]:
    """Yield the text of every line, without the marks of headings and lists."""
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        if found and found["text"].strip():
            yield found["text"]


def read_cells(path: Path, kind: str) -> list[str]:
    """Return the sources of a notebook's cells of one kind."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def read_shown(path: Path) -> Iterator[str]:
    """Yield what a notebook says: its lines, and what stands with its tables and figures."""
    for source in read_cells(path, "markdown"):
        yield from read_markdown(source)
    for node in ast.walk(ast.parse("\n".join(read_cells(path, "code")))):
        if isinstance(node, ast.keyword) and node.arg in _SHOWN:
            text = read_code(node.value)
            if text and re.search(r"[a-z]{2,} [a-z]{2,}", text):
                yield text


def list_worded() -> set[str]:
    """Return every text, and every sentence, that notebooks, library and new studies word."""
    texts: set[str] = set()
    for path in [*NOTEBOOKS, *SKELETON]:
        is_page = path.suffix == ".md"
        sources = [path.read_text("utf-8")] if is_page else read_cells(path, "markdown")
        texts |= {line for source in sources for line in read_markdown(source)}
    codes = ["\n".join(read_cells(path, "code")) for path in NOTEBOOKS]
    for code in [*codes, *(path.read_text(encoding="utf-8") for path in LIBRARY)]:
        texts |= {text for node in ast.walk(ast.parse(code)) if (text := read_code(node))}
    texts |= {sentence for text in texts for sentence in split(text)}
    return {text.strip() for text in texts}


def list_missing(catalogue: Catalogue, path: Path) -> list[str]:
    """Return the sentences of a notebook that have no entry."""
    known = {mask(one.english) for one in catalogue.entries}
    return [
        sentence
        for text in read_shown(path)
        if text not in known
        for sentence in split(text)
        if sentence not in known and PLACE.sub("", sentence).strip("{} .")
    ]


def main() -> None:
    """Print what the catalogue of a language lacks."""
    catalogue, total = load_catalogue(sys.argv[1]), 0
    for path in NOTEBOOKS:
        missing = list_missing(catalogue, path)
        total += len(missing)
        print(f"{path.stem}: {len(missing)} without an entry")
        for sentence in missing:
            print(f"    {sentence}")
    print(f"{total} sentences of the notebooks stay English")


if __name__ == "__main__":
    main()
