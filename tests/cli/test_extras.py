"""Whoever wants a table of ranks analysed needs no Sphinx: each command says what it lacks."""

import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from senco.cli.extras import EXTRAS, explain_missing
from tests.conftest import ROOT

IMPORTED = {
    "PIL": "pillow", "bs4": "beautifulsoup4", "IPython": "ipykernel",
    "cv2": "opencv_python_headless", "docx": "python_docx", "pypandoc": "pypandoc_binary",
}  # fmt: skip
#: Runs commands where nothing can be imported but what comes without an extra.
PLAIN = """
import sys
from senco.cli import main
from senco.cli.extras import EXTRAS

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in EXTRAS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

assert not set(EXTRAS) & set(sys.modules)
sys.meta_path.insert(0, Nothing())
for line in sys.argv[1:]:
    sys.argv = ["senco", *line.split()]
    try:
        main()
    except SystemExit as error:
        print("\\nSTATUS", line, error.code or 0)
"""


def test_each_library_of_an_extra_is_named_with_it():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    for library, extra in EXTRAS.items():
        brought = {Requirement(line).name.replace("-", "_") for line in extras[extra]}
        assert IMPORTED.get(library, library) in brought, library
    listed = {IMPORTED.get(library, library) for library in EXTRAS}
    for extra in ("audit", "gate", "book", "deposit"):
        brought = {Requirement(line).name.replace("-", "_") for line in extras[extra]}
        assert brought <= listed | {"senco", "jupyter_book"}, extra  # this is a command


def test_another_library_that_is_missing_is_a_fault_of_the_package():
    assert explain_missing(ModuleNotFoundError(name="pandas")) == ""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What commands print without any extra, in a folder that is no project."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "ranks.csv").write_text("participant,play,rest\nA,1,2\nB,2,1\nC,1,2\n", "utf-8")
    grid = "1,e1,e2,e3,7\ncalm,1,3,5,tense\nkind,2,4,6,cold\nopen,3,1,7,shut\n"
    (folder / "grid.csv").write_text(grid, "utf-8")
    (folder / "web.csv").write_text(",calm,kind\ncalm,,x\nkind,,\n", "utf-8")
    codes = "segment,coder,code\ns1,ann,a\ns1,ben,a\ns2,ann,b\ns2,ben,a\n"
    (folder / "codes.csv").write_text(codes, "utf-8")
    lines = ["rank ranks.csv", "agree codes.csv", "grid grid.csv", "implications web.csv",
             "change grid.csv grid.csv", "biplot grid.csv", "check", "new mine --workbook",
             "compare worked-example counter-example", "audit", "build --force",
             "disclose worked-example", "export worked-example"]  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", PLAIN, *lines], cwd=folder, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert "Traceback" not in run.stderr, run.stderr
    return run


@pytest.mark.parametrize(
    "line", ["rank ranks.csv", "agree codes.csv", "grid grid.csv", "implications web.csv",
             "change grid.csv grid.csv", "biplot grid.csv", "check", "new mine --workbook",
             "compare worked-example counter-example"]
)  # fmt: skip
def test_what_comes_without_an_extra_is_enough(told, line):
    assert f"STATUS {line} 0" in told.stdout, told.stderr


@pytest.mark.parametrize(
    ("line", "extra"),
    [
        ("audit", "audit"),
        ("build --force", "book"),  # one with nothing to do needs none
        ("disclose worked-example", "gate"),
        ("export worked-example", "deposit"),
    ],
)
def test_a_command_that_lacks_its_extra_says_which(told, line, extra):
    assert f"STATUS {line} 1" in told.stdout
    assert f"'.[{extra}]'" in told.stderr
