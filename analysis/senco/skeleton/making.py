"""The folder of a new study."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from senco.book.citation import UNKNOWN_AUTHOR
from senco.book.descriptions import describe_files, describe_pages
from senco.cohort.study import INSTRUMENTS, Instrument, Study
from senco.errors import SencoError
from senco.locale import load_catalogue
from senco.skeleton.engine import (
    CONFIG,
    LICENCE,
    REFERENCES,
    choose_references,
    find_engine,
    list_copied,
)
from senco.text.markdown import escape_markdown
from senco.text.words import put_words
from senco.workspace.paths import Project

#: Where the pages lie that are written for any study.
PAGES = Path(__file__).parent / "pages"
#: The page of the kit on each instrument, and how long it takes.
_KIT: dict[Instrument, str] = {
    "worklines": "[The work-line](worklines.md), a quarter of an hour",
    "narratives": (
        "[The interview about the event](narratives.md), about an hour; the [coding "
        "sheet](coding-sheet.md) for what was said"
    ),
    "grids": "[The repertory grid](grids.md), an hour to an hour and a half",
    "rankings": "[The ranking](rankings.md), twenty minutes",
}
_IGNORED = """# what can be made again
_build/
/.work/
.ipynb_checkpoints/
__pycache__/
*.running.ipynb
*.failed.ipynb
# a collected cohort is private: its data, its pages and its results stay on this machine.
# To share a cohort, name it: !/data/cohorts/NAME/ and !/book/cohorts/NAME/
/data/cohorts/*
/book/cohorts/*
# workbooks, deposits, and results of notebooks that were run by hand
*.xlsx
*.xlsm
~$*
/*.zip
/*.ipynb
/results/
/analysis/notebooks/results/
"""


def make_study(folder: Path, description: str, study: Study, today: date) -> list[str]:
    """Write the folder of a new study, whole or not at all.

    Parameters
    ----------
    folder : Path
        Must not be there, or be empty.
    description : str
        What `data/study.yml` is to hold.
    study : Study
        The study that this describes.
    today : date
        The day that `CITATION.cff` gives as that of its first version.

    Returns
    -------
    list of str
        The files, by their paths in the folder.

    Raises
    ------
    SencoError
        Where the folder holds something, or the package came without its notebooks.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise SencoError(f"{folder.name} already exists and is not empty. Name another folder.")
    folder, engine = folder.absolute(), find_engine()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as place:
        made = Path(place) / "study"
        for name in list_copied(engine):
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(engine / name, made / name)
        texts = write_texts(engine, description, study, today)
        for name, text in texts.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8", newline="\n")
        (made / "data" / "cohorts").mkdir(parents=True)
        described = describe_pages(Project(made))
        for path, text in described.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        files = describe_files(Project(made))
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        texts |= {path.relative_to(made).as_posix(): "" for path in (*described, *files)}
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    return sorted({*list_copied(engine), *texts})


def write_texts(engine: Path, description: str, study: Study, today: date) -> dict[str, str]:
    """Return the files of a study that are not copied.

    Parameters
    ----------
    engine : Path
        As `senco.skeleton.engine.find_engine` gives it.
    description, study, today
        As for `make_study`.

    Returns
    -------
    dict of str to str
        Texts by path.
    """
    words = {key: escape_markdown(text) for key, text in study.list_words().items()}
    words |= {"title": escape_markdown(study.title), "steps": _list_steps(study)}
    told = load_catalogue(study.language)
    unused = {f"book/kit/{name}.md" for name in INSTRUMENTS if name not in study.instruments}
    if "narratives" not in study.instruments:
        unused.add("book/kit/coding-sheet.md")
    texts = {
        name: put_words(told.translate_markdown(path.read_text(encoding="utf-8")), words)
        for path in sorted(PAGES.rglob("*.md"))
        if (name := path.relative_to(PAGES).as_posix()) not in unused
    }
    copied = [engine / "book" / "methods" / f"{name}.md" for name in ("intervals", "pooling")]
    cited = [*texts.values(), *(path.read_text(encoding="utf-8") for path in copied)]
    notebooks = sorted((engine / "analysis" / "notebooks").glob("*.ipynb"))
    cited += [path.read_text(encoding="utf-8") for path in notebooks]
    bibliography = (engine / REFERENCES).read_text(encoding="utf-8")
    return texts | {
        "data/study.yml": description,
        "CITATION.cff": _dump(_cite(study, today)),
        "_config.yml": _configure((engine / CONFIG).read_text(encoding="utf-8"), study),
        "_toc.yml": _dump(_list_contents(study)),
        REFERENCES: choose_references(bibliography, cited),
        LICENCE: "[The licence of the code of this study.]\n",
        "LICENSE-data": "[The licence of the prose, the tables and the data of this study.]\n",
        ".gitignore": _IGNORED,
    }


def describe_study(described: Mapping[str, Any]) -> str:
    """Return what was answered as `data/study.yml` has it.

    Parameters
    ----------
    described : mapping
        As `senco.skeleton.questions.ask_study` gives it.

    Returns
    -------
    str
        YAML, with a heading that says what it is.
    """
    return (
        f"# The study: every page takes its words and its framework from here.\n{_dump(described)}"
    )


def _dump(content: Mapping[str, Any]) -> str:
    text: str = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=96)
    return text


def _list_steps(study: Study) -> str:
    steps = [_KIT[one] for one in INSTRUMENTS if one in study.instruments]
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=2))


def _cite(study: Study, today: date) -> dict[str, Any]:
    unknown = {"name": UNKNOWN_AUTHOR}
    return {
        "cff-version": "1.2.0",
        "message": "If you use this publication, please cite it.",
        "title": study.title,
        "type": "software",
        "authors": [{"name": "[The authors]"}],
        "version": "0.1.0",
        "date-released": today.isoformat(),
        "license": ["MIT", "CC-BY-4.0"],
        "references": [{"type": "article", "title": study.title, "authors": [unknown]}],
    }


def _configure(text: str, study: Study) -> str:
    """How the site is made, with the study's title and without this project's own footer."""
    lines = re.sub(r"^title: .*$", "", text, count=1, flags=re.MULTILINE).splitlines()
    own = ("author:", "    senco_", "    # readers' comments", "      extra_footer:")
    kept = [line for line in lines if not line.startswith(own)]
    head = {"title": study.title, "author": "[The authors]"}
    return _dump(head) + "\n".join(kept).lstrip("\n") + "\n"


def _list_contents(study: Study) -> dict[str, Any]:
    kit: list[str] = [name for name in INSTRUMENTS if name in study.instruments]
    if "narratives" in kit:
        kit.insert(kit.index("narratives") + 1, "coding-sheet")
    told = load_catalogue(study.language)
    again = _list_part(told.translate("Doing it again"), "kit/index", "clearing", "deposit")
    again["chapters"][0]["sections"] = [{"file": f"book/kit/{name}"} for name in ("consent", *kit)]
    methods = ("methods/comparison", "methods/pooling", "methods/intervals")
    looked_up = (*methods, "glossary", "bibliography", "cite")
    return {
        "format": "jb-book",
        "root": "book/index",
        "parts": [
            _list_part(told.translate("The study"), "study/methods", "study/not-stated"),
            again,
            _list_part(told.translate("For reference"), *looked_up),
        ],
    }


def _list_part(caption: str, *names: str) -> dict[str, Any]:
    return {"caption": caption, "chapters": [{"file": f"book/{name}"} for name in names]}
