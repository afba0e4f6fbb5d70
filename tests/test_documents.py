"""What ARCHITECTURE.md, CONTRIBUTING.md and the records of decisions name is there."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from senco.cli.application import app
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
DOCUMENTS = [
    *(ROOT / name for name in (
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "ACCESSIBILITY.md",
        "CODE_OF_CONDUCT.md", "SECURITY.md",
    )),
    FOLDER / "README.md", *RECORDS,
]  # fmt: skip
PACKAGE = ROOT / "analysis" / "senco"


def is_there(name):
    """Whether a dotted name is a module of the package, or what stands in one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        place = PACKAGE.parent.joinpath(*parts[:end])
        if place.with_suffix(".py").is_file() or place.is_dir():
            thing = import_module(".".join(parts[:end]))
            for part in parts[end:]:
                thing = getattr(thing, part, None)
            return thing is not None
    return False


def test_a_name_that_is_gone_is_seen():
    assert is_there("senco.cohort.stages.STAGES") and is_there("senco.book.results.Page.save_value")
    assert not is_there("senco.forgetting") and not is_there("senco.cohort.stages.ROOMS")


def test_the_table_of_the_readme_names_every_command():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`senco ([a-z]+)", text.partition("## What you can do")[2]))
    assert named == set(get_command(app).commands)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_module_and_file_that_a_document_names_is_there(path):
    text = path.read_text(encoding="utf-8")
    names = set(re.findall(r"`(senco(?:\.\w+)+)`", text)) - {"senco.css", "senco.js"}
    missing = [name for name in sorted(names) if not is_there(name)]
    for name in re.findall(r"`([\w./-]+/[\w./-]*\.(?:py|md|csv|json|yml|txt|css))`", text):
        tried = [ROOT / name, PACKAGE / name]
        built = name.startswith("_build/")
        missing += [] if built or any(one.exists() for one in tried) else [name]
    missing += [
        target
        for target in re.findall(r"\]\(([^)#:]+)\)", text)
        if not (path.parent / target).exists()
    ]
    assert not missing, f"{path.name} names what is not there: {missing}"


def test_what_is_to_be_changed_stands_where_it_is_said_to_stand():
    """CONTRIBUTING.md gives names with their files, such as `STAGES` in `cohort/stages.py`."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    pairs = re.findall(r"`(\w+)` (?:of|in) `([\w./-]+\.(?:py|json|yml))`", text)
    missing = [
        f"{name} in {file}"
        for name, file in pairs
        for path in [ROOT / file if (ROOT / file).is_file() else PACKAGE / file]
        if not re.search(rf"\b{name}\b", path.read_text(encoding="utf-8"))
    ]
    assert len(pairs) > 10 and not missing


def test_the_table_of_packages_has_them_all_in_the_order_of_the_contract():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text[text.index("| package |") : text.index("## What depends on what")]
    first = [row.split("|")[1] for row in table.splitlines()[2:] if row.startswith("|")]
    assert [re.findall(r"\w+", cell) for cell in first] == [layer.split(" | ") for layer in layers]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_record_is_dated_has_its_four_parts_and_is_listed(path):
    text = path.read_text(encoding="utf-8")
    number, title, date = re.match(r"# (\d+)\. (.+)\n\n(\d{4}-\d\d-\d\d)\n", text).groups()
    assert path.name.startswith(f"{int(number):04d}-")
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    assert parts[1::2] == ["Context", "Decision", "Measured", "Consequences"]
    assert all(part.strip() for part in parts[2::2])
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"| [{int(number):04d}]({path.name}) | {date} | {title} |" in listed


def test_the_architecture_stays_one_page():
    lines = Path(ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 70, "what is decided and why belongs in docs/decisions"
