"""What must hold so that the project can be worked with on Linux, macOS and Windows alike."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import PurePosixPath

import pytest

from tests.committed import ask_git, has_commits
from tests.conftest import POSIX_ONLY, ROOT

#: Modules of the standard library that Windows does not have.
NOT_ON_WINDOWS = ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios")
#: The only modules of the package that need them: those of the preloaded kernels, on Linux alone.
ON_LINUX_ALONE = {f"senco.execution.kernel.{name}" for name in ("client", "direct", "preloaded")}
SOURCES = sorted(
    path for place in ("analysis", "tests", "benchmarks") for path in (ROOT / place).rglob("*.py")
)
_MODES = frozenset("rwaxbt+")
#: Where the encoding stands among the positions of a call.
_POSITIONS = {"read_text": 0, "write_text": 1}
_RUNNING = {"run", "Popen", "check_output", "check_call"}


def find_unstated(source):
    """Lines that read or write text and do not say in which encoding."""
    nodes = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Call, ast.FunctionDef))
    ]
    made = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return [
        node.lineno for node in nodes if isinstance(node, ast.Call) and _leaves_open(node, made)
    ]


def _leaves_open(call, made):
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
    if name not in {*_RUNNING, *_POSITIONS, "fdopen", "open"}:
        return False
    words = {one.arg: getattr(one.value, "value", None) for one in call.keywords}
    if "encoding" in words or "force_zip64" in words:  # the latter: a member of an archive
        return False
    owner = ast.unparse(call.func).rpartition(".")[0]
    if name in _RUNNING:
        return words.get("text") is True or words.get("universal_newlines") is True
    if name in _POSITIONS:
        return bool(owner) and None not in words and len(call.args) <= _POSITIONS[name]
    if name == "fdopen" or (name == "open" and owner not in {"os", "Image", "tarfile"}):
        return name not in made and _is_text(call, words)
    return False


def _is_text(call, words):
    """Whether a file is opened as text: its mode says so, or nothing of it does.

    What opens a member of an archive is given its name, which is no mode, and reads bytes.
    """
    given = [one.value for one in call.args if isinstance(one, ast.Constant)]
    mode = words.get("mode") or next(
        (one for one in given if isinstance(one, str) and _MODES.issuperset(one)), None
    )
    if mode is not None:
        return "b" not in mode
    built_in = isinstance(call.func, ast.Name) or call.func.attr == "fdopen"
    return not call.args or built_in


@pytest.mark.parametrize(
    "line",
    [
        "open(path)", "open(path, 'w')", "path.open()", "path.open('a')", "os.fdopen(number)",
        "path.read_text()", "path.write_text(words)", "path.write_text(words, newline='')",
        "subprocess.run(words, text=True)", "Popen(words, universal_newlines=True)",
    ],
)  # fmt: skip
def test_a_call_that_leaves_the_encoding_to_the_system_is_found(line):
    assert find_unstated(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'rb')", "path.open(mode='wb')", "os.open(path, os.O_RDONLY)",
        "path.read_text('utf-8')", "path.write_text(words, encoding='utf-8')",
        "subprocess.run(words, encoding='utf-8')", "subprocess.run(words)", "archive.open(name)",
    ],
)  # fmt: skip
def test_a_call_that_states_its_encoding_or_reads_bytes_is_let_pass(line):
    assert find_unstated(line) == []


def test_whatever_reads_or_writes_text_says_in_which_encoding():
    """On Windows it would be the code page of the country."""
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in SOURCES
        for line in find_unstated(path.read_text(encoding="utf-8"))
    ]
    assert not found, 'add encoding="utf-8": ' + ", ".join(found)


IMPORTING = f"""
import sys
sys.modules.update(dict.fromkeys({NOT_ON_WINDOWS}))
from importlib import import_module
from pkgutil import walk_packages
import senco
for module in walk_packages(senco.__path__, "senco."):
    try:
        import_module(module.name)
    except ImportError:
        print(module.name)
"""


def test_the_package_needs_no_module_that_windows_does_not_have():
    done = subprocess.run(
        [sys.executable, "-c", IMPORTING], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == ON_LINUX_ALONE


def test_a_test_file_that_needs_such_a_module_is_left_out_on_windows():
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named = any(name in text for name in NOT_ON_WINDOWS)
        for node in ast.parse(text).body if named else ():
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if set(names) & set(NOT_ON_WINDOWS):
                found.add(path.relative_to(ROOT / "tests").as_posix())
    assert found == set(POSIX_ONLY)


@pytest.fixture(scope="module")
def committed():
    if not has_commits(ROOT):
        pytest.skip("no clone: what is committed is not known")
    return ask_git(ROOT, "ls-files", "-z").decode().split("\0")[:-1]


def test_every_file_has_a_name_that_every_system_can_give_it(committed):
    """Windows keeps some letters and names for itself, and takes A and a for the same."""
    kept = {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
    }
    for name in committed:
        assert not set(name) & set('<>:"|?*\\') and len(name) <= 120, name
        for part in PurePosixPath(name).parts:
            assert part.partition(".")[0].lower() not in kept and part[-1] not in ". ", name
    places = {place.as_posix() for name in committed for place in PurePosixPath(name).parents}
    alike = Counter(name.lower() for name in {*committed, *places})
    assert alike.most_common(1)[0][1] == 1, alike.most_common(1)


def test_lines_end_the_same_way_on_every_system_and_only_samples_end_theirs_as_windows_does():
    if not has_commits(ROOT):
        pytest.skip("no clone: what is committed is not known")
    told = ask_git(ROOT, "ls-files", "--eol", "-z").decode().split("\0")[:-1]
    for line in told:
        state, _, name = line.partition("\t")
        index, _, attribute = state.split(maxsplit=2)
        assert attribute.strip() == "attr/-text", f"{name}: see .gitattributes"
        if not name.startswith("tests/samples/"):
            assert index not in {"i/crlf", "i/mixed"}, f"{name} ends lines as Windows does"
