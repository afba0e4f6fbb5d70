"""The structure that ARCHITECTURE.md tells of is the structure there is."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib import import_module
from inspect import getmembers, isclass, isfunction
from pathlib import Path
from pkgutil import walk_packages

import pytest
import yaml
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import Validator, validate
from packaging.requirements import Requirement
from packaging.version import Version

import senco
from tests.conftest import ROOT

MODULES = sorted(module.name for module in walk_packages(senco.__path__, "senco."))
FAMILY = {
    "yaml": "pyyaml", "IPython": "ipykernel", "pydantic_core": "pydantic", "bs4": "beautifulsoup4",
    "PIL": "pillow", "markdown_it": "markdown-it-py", "cv2": "opencv-python-headless",
    "docx": "python-docx", "repo2docker": "jupyter-repo2docker",
    "pypandoc": "pypandoc-binary",
}  # fmt: skip


def test_imports_point_only_downwards(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == EXIT_STATUS_SUCCESS


def public_members():
    for name in MODULES:
        module = import_module(name)
        for member, thing in getmembers(module, lambda thing: isfunction(thing) or isclass(thing)):
            if thing.__module__ == name and not member.startswith("_"):
                yield f"{name}.{member}", thing


class Documented(Validator):
    """What numpydoc checks, without the place in the file where it would look to be silenced.

    Looking takes far longer than checking, and `test_nothing_asks_numpydoc_to_be_silent` shows
    that there is nothing to be found.
    """

    source_file_name = source_file_def_line = None

    def __init__(self, obj_name):
        super().__init__(get_doc_object(obj_name))


def test_everything_public_is_documented_with_parameters_and_returns():
    wanted = {"GL08", "SS03", "SS05", "PR01", "PR02", "PR07", "PR10", "RT01"}
    problems = []
    for name, thing in public_members():
        command = name.startswith("senco.cli.") and not name.startswith("senco.cli.terminal")
        if command or name == "senco.errors.Finding":
            continue  # the command's help is its documentation
        for code, text in validate(thing, validator_cls=Documented)["errors"]:
            if code in wanted and not (isclass(thing) and code in {"RT01", "PR01"}):
                problems.append(f"{name}: {text}")
    assert not problems, "\n".join(problems)


def test_nothing_asks_numpydoc_to_be_silent():
    asking = re.compile(r"#\s*numpydoc\s+ignore", re.IGNORECASE)
    found = [path.name for path in (ROOT / "analysis" / "senco").rglob("*.py")
             if asking.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert not found


def test_a_module_stays_a_room_and_not_a_hall():
    for path in (ROOT / "analysis" / "senco").rglob("*.py"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 450, f"{path.name} has {lines} lines: make it a folder of the same name"


DRAWS_OR_SOLVES = ("matplotlib", "seaborn", "scipy", "ortools")


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("senco.book.assembly", (*DRAWS_OR_SOLVES, "networkx")),
        ("senco.measures.grids", DRAWS_OR_SOLVES),
    ],
)
def test_a_book_is_assembled_and_a_grid_analysed_without_loading_what_takes_seconds(module, heavy):
    loaded = f"', '.join(sorted(set({heavy}) & set(sys.modules)))"
    code = f"import sys, {module}; sys.exit({loaded} or 0)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"loaded: {done.stderr}"


def test_no_folder_has_a_name_that_tools_leave_out(pytestconfig):
    """Tests in a folder called build, say, would never be run, and nobody would be told."""
    left_out = {*pytestconfig.getini("norecursedirs"), "_build", "site-packages", "venv"}
    for place in (ROOT / "tests", ROOT / "analysis" / "senco"):
        folders = [path for path in place.rglob("*") if path.is_dir()]
        named = [path.name for path in folders if not path.name.startswith((".", "__pycache__"))]
        assert len(named) > 10
        assert not [name for name in named if any(fnmatch(name, pattern) for pattern in left_out)]


def walk_modules(words):
    """Each module of the package that holds one of these words, with its nodes."""
    for path in sorted((ROOT / "analysis" / "senco").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if re.search(words, text):  # reading what it means takes far longer
            yield path, ast.walk(ast.parse(text))


def test_the_library_does_not_print_or_exit():
    for path, nodes in walk_modules(r"print|exit|except"):
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"print", "exit"}, f"{path.name}:{node.lineno}"
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path.name}:{node.lineno}: a bare except"


@pytest.fixture(scope="module")
def metadata():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def locked():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {
        name: Version(version)
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


def test_the_lock_meets_every_requirement_and_names_no_address(metadata, locked):
    extras = metadata["optional-dependencies"]
    for line in [*metadata["dependencies"], *(line for extra in extras.values() for line in extra)]:
        requirement = Requirement(line)
        if requirement.name == "senco":  # an extra that brings another
            assert requirement.extras <= extras.keys()
            continue
        assert locked[requirement.name.lower()] in requirement.specifier, line
    for name in ("requirements.lock", "requirements-book.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        entries = re.findall(r"(?m)^[\w.-]+==", text)
        assert 100 < len(entries) < text.count("--hash=sha256:")


def test_the_conda_environment_has_the_same_bounds(metadata):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    plain = [item for item in environment["dependencies"] if isinstance(item, str)]
    pip = next(item["pip"] for item in environment["dependencies"] if isinstance(item, dict))
    given = {}
    for item in [*plain, *pip]:
        if match := re.match(r"^([\w-]+)\s*(.*)$", item.replace("-base", "")):
            given[match[1].replace("_", "-")] = match[2]
    for requirement in (*list_used(metadata), *list_required(metadata, "test")):
        assert requirement.name in given, f"environment.yml lacks {requirement.name}"
        bounds = set(given[requirement.name].split(","))
        assert bounds == set(str(requirement.specifier).split(",")), requirement.name


def imports_of(folder: Path) -> set[str]:
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(str(node.module).partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"make", "senco", "tests"}


#: What the package itself takes: `pip install` brings the first, the others are asked for.
OF_THE_PACKAGE = ("audit", "gate", "book", "deposit", "document", "kit")


def list_required(metadata, *extras):
    lines = (line for extra in extras for line in metadata["optional-dependencies"][extra])
    return [one for one in map(Requirement, lines) if one.name != "senco"]


def list_used(metadata):
    return [*map(Requirement, metadata["dependencies"]), *list_required(metadata, *OF_THE_PACKAGE)]


def test_what_is_imported_is_required_and_what_is_required_is_used(metadata):
    required = {requirement.name for requirement in list_used(metadata)}
    on_demand = {requirement.name for requirement in list_required(metadata, "cluster")}
    used = {
        FAMILY.get(name, name).replace("_", "-") for name in imports_of(ROOT / "analysis" / "senco")
    }
    assert used <= required | on_demand, f"add to pyproject.toml: {used - required}"
    # a command, called in senco.book.assembly
    run_by_name = {"jupyter-book"}
    assert required - used <= run_by_name, f"required and never imported: {required - used}"


def test_what_the_tests_import_is_required(metadata):
    required = {one.name for one in (*list_used(metadata), *list_required(metadata, "test"))}
    names = {"importlinter": "import-linter", **FAMILY}
    used = {names.get(name, name).replace("_", "-") for name in imports_of(ROOT / "tests")}
    assert used <= required, f"add to the test extra: {used - required}"


def test_no_file_of_the_project_names_a_place_on_one_machine():
    places = re.compile(
        r"((?<!\w)/root/|/home/\w|C:\\\\Users|/opt/(wheels|pypi)|(?<!no-emit-)index-url|find-links)"
    )
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.suffix in {".py", ".md", ".yml", ".toml", ".lock", ".json", ".csv"} and not (
            {".venv", "_build", ".git", ".work", "tests"} & set(parts)
            or any(part.endswith(("_cache", ".egg-info")) for part in parts)
        ):
            found = places.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.name}: {found[0] if found else ''}"


#: What puts things in order, and leaves equal ones in an order that the processor chooses
#: unless it is told otherwise: NumPy sorts with other instructions on other processors.
_SORTS = {"argsort", "sort_values", "sort_index"}


def find_unstable_sorts(source):
    named = any(name in source for name in _SORTS)
    for node in ast.walk(ast.parse(source)) if named else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            kinds = [k.value for k in node.keywords if k.arg == "kind"]
            stable = [k.value == "stable" for k in kinds if isinstance(k, ast.Constant)]
            if node.func.attr in _SORTS and stable != [True]:
                yield node.lineno


def test_the_search_for_unstable_sorts_finds_them():
    source = 'a.sort_values("x")\nnp.argsort(x, kind="stable")\nx.argsort(kind="quicksort")'
    assert list(find_unstable_sorts(source)) == [1, 3]


def test_what_is_equal_keeps_its_order_on_every_processor():
    found = [
        f"{path.name}:{line}"
        for path in sorted((ROOT / "analysis" / "senco").rglob("*.py"))
        for line in find_unstable_sorts(path.read_text(encoding="utf-8"))
    ]
    for path in sorted((ROOT / "analysis" / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        found += [f"{path.name}: {line}" for part in code for line in find_unstable_sorts(part)]
    assert not found, 'give kind="stable"'


def test_every_finding_says_what_to_do():
    """A remedy is the sixth argument, or named."""
    silent = []
    for path, nodes in walk_modules(r"Finding|evidence\s*\.\s*find"):
        for node in nodes:
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            if name in ("Finding", "find") and (
                ast.unparse(node.func) in ("Finding", "evidence.find")
            ):
                named = {keyword.arg for keyword in node.keywords}
                if len(node.args) < 6 and "remedy" not in named:
                    silent.append(f"{path.name}:{node.lineno}")
    assert silent == []
