"""A stranger's crate: nothing that it holds is run, or read as configuration."""

import ast
import json
import re
from pathlib import Path

import pytest
from papermill.translators import papermill_translators

from senco.cohort.model import CohortInfo
from senco.cohort.yamlfiles import load_yaml
from senco.crate import verification, verify_crate
from senco.crate.contents import collect
from senco.crate.descriptors import METADATA, PACKAGE, README
from senco.crate.enclosure import Enclosure, find_enclosure
from senco.crate.origin import is_data
from senco.crate.packing import complete
from senco.crate.rerun import Made, unpack
from senco.crate.unpacking import read_made
from senco.errors import DataError, SencoError
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.crates import forge, save, write_papers

COHORT = "ey-pvi-2017"
DATA, PAGES = f"data/cohorts/{COHORT}", f"book/cohorts/{COHORT}"
RESULTS = f"{PAGES}/results/10_participants"
KERNELS = "analysis/senco/execution/kernel/jupyter/kernels"
SPECIFICATION = f"{KERNELS}/senco/kernel.json"
PAGE = f"{PAGES}/10_participants.ipynb"
NOTEBOOK = "analysis/notebooks/10_participants.ipynb"
#: Whatever runs one of these, in Python or a shell, leaves a file: the canary.
PYTHON = "import pathlib; pathlib.Path({canary!r}).touch()\n"
SHELL = "touch {canary}"


@pytest.fixture(scope="module")
def files():
    return complete(collect(Project(ROOT), COHORT))


@pytest.fixture
def canary(tmp_path):
    return tmp_path / "canary"


# ways to put a command into a file


def add(text):
    """Put it after what is there, or into a file of its own."""
    return lambda old: old + text.encode()


def swap(before, after):
    """Put it in place of something that has to be there."""

    def change(old):
        assert before.encode() in old
        return old.replace(before.encode(), after.encode(), 1)

    return change


def edit(*keys, value):
    """Put it at a place of a JSON file."""

    def change(old):
        whole = json.loads(old)
        part = whole
        for key in keys[:-1]:
            part = part[key]
        part[keys[-1]] = value
        return json.dumps(whole).encode()

    return change


def insert(cell):
    """Make it a notebook's first cell."""

    def change(old):
        whole = json.loads(old)
        whole["cells"].insert(0, cell)
        return json.dumps(whole).encode()

    return change


LAUNCH = ["sh", "-c", f"{SHELL}; exec python -m ipykernel_launcher -f {{connection_file}}"]
CODE = {"cell_type": "code", "id": "c", "metadata": {}, "outputs": [], "source": PYTHON}
SCRIPT = "<script>require('child_process').exec('" + SHELL + "')</script>"
TAG = f"\ntitle: !!python/object/apply:os.system ['{SHELL}']\n"
HTML = {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT}}
STEP = {"@id": "#s", "@type": "SoftwareApplication", "name": SHELL, "url": f"file:///{SHELL}"}

CODE_CHANGED = [
    *((name, add(PYTHON)) for name in (
        "analysis/senco/__init__.py", "analysis/senco/cli/__init__.py",
        "analysis/senco/cli/application.py", "analysis/senco/book/results.py",
        "analysis/senco/execution/notebook.py", "analysis/senco/execution/kernel/preloaded.py",
        "analysis/senco/execution/kernel/provisioner.py", "analysis/senco/crate/enclosure.py",
        "analysis/senco/execution/kernel/cells.py", "analysis/senco/execution/kernel/direct.py",
    )),
    *((name, add(PYTHON)) for name in (
        "analysis/senco/extra.py", "analysis/senco/__main__.py", "analysis/yaml/__init__.py",
        "analysis/numpy.py", "analysis/sitecustomize.py", "analysis/usercustomize.py",
        "analysis/extra.pth", "analysis/ipykernel_launcher.py", "sitecustomize.py", "pandas.py",
        "matplotlib/__init__.py", "analysis/senco/__pycache__/results.cpython-311.pyc",
        f"{DATA}/plugin.so", f"{DATA}/rankings.csv.py", f"{DATA}/__init__.py", "data/conftest.py",
    )),
    ("analysis/evil-1.dist-info/entry_points.txt",
     add("[jupyter_client.kernel_provisioners]\nsenco-preloaded = senco.extra:Run\n")),
    (NOTEBOOK, insert(CODE)),
    (NOTEBOOK, edit("metadata", "kernelspec", "name", value="evil")),
    ("analysis/notebooks/20_worklines.ipynb", insert(CODE)),
    ("analysis/notebooks/90_more.ipynb", add(json.dumps(CODE))),
]  # fmt: skip
CONFIGURATION_CHANGED = [
    (SPECIFICATION, edit("argv", value=LAUNCH)),
    (SPECIFICATION, edit("argv", 0, value="./python")),
    (SPECIFICATION, edit("env", value={"PYTHONSTARTUP": "startup.py", "LD_PRELOAD": "x.so"})),
    (SPECIFICATION, edit("metadata", "kernel_provisioner", "provisioner_name", value="evil")),
    (SPECIFICATION, add("\n")),
    (f"{KERNELS}/python3/kernel.json", add(json.dumps({"argv": LAUNCH, "language": "python"}))),
    ("share/jupyter/kernels/senco/kernel.json", add(json.dumps({"argv": LAUNCH}))),
    ("pyproject.toml", add(f"\n[tool.evil]\ncommand = '{SHELL}'\n")),
    ("pyproject.toml", swap("setuptools.build_meta", "evil.build")),
    ("requirements.lock", add("\n--index-url https://example.org/\nevil @ file:///evil\n")),
    ("environment.yml", add("\n  - pip:\n    - evil\n")),
    ("data/datapackage.json", edit("resources", 0, "path", value="file:///etc/passwd")),
    ("data/datapackage.json", edit("resources", 0, "scheme", value="remote")),
    *((name, add(PYTHON)) for name in (
        "setup.py", "conftest.py", "tests/conftest.py", "noxfile.py", "conf.py",
        "book/conf.py", "book/_ext/evil.py", "ipython_config.py",
        ".ipython/profile_default/startup/00.py", ".jupyter/jupyter_server_config.py",
    )),
    *((name, add(SHELL)) for name in (
        "setup.cfg", "tox.ini", "Makefile", "_toc.yml", "myst.yml", "Dockerfile", "postBuild",
        "binder/postBuild", ".binder/start", ".git/hooks/pre-commit", ".gitattributes",
        ".envrc", ".env", ".vscode/tasks.json", ".devcontainer/devcontainer.json",
        ".github/workflows/ci.yml", ".pre-commit-config.yaml", "matplotlibrc",
        "ipython_config.json", ".config/matplotlib/matplotlibrc", "book/_static/senco.js",
        "book/_static/font.ttf", "analysis/senco/book/figures/font.otf", ".venv/bin/python",
        f"{DATA}/model.pkl", f"{DATA}/grids.npz", f"{DATA}/mine.xlsm", f"{DATA}/datapackage.json",
        "book/index.md", "book/cohorts/other/10_participants.ipynb",
    )),
    ("_config.yml", add("sphinx:\n  extra_extensions: [evil]\n")),
]  # fmt: skip
PAPERS_CHANGED = [
    (README, add(f"\n```\n{SHELL}\n```\n")),
    (PACKAGE, edit("resources", 0, "path", value="https://example.org/table.csv")),
    (PACKAGE, edit("scripts", value={"postinstall": SHELL})),
    (METADATA, edit("@context", value=["https://w3id.org/ro/crate/1.1/context", "file:///evil"])),
    (METADATA, edit("@graph", 1, "softwareRequirements", value=SHELL)),
    ("CITATION.cff", add(TAG)),
    ("data/study.yml", add(TAG)),
    (f"{DATA}/cohort.yml", add(TAG)),
]
PAGES_CHANGED = [
    (PAGE, edit("metadata", "kernelspec", "name", value="evil")),
    (PAGE, edit("metadata", "widgets", value={"application/javascript": SCRIPT})),
    (PAGE, edit("nbformat_minor", value=4)),
    (PAGE, insert(CODE)),
    (PAGE, insert({"cell_type": "markdown", "id": "m", "metadata": {}, "source": SCRIPT})),
    (PAGE, edit("cells", 0, "attachments", value={"a.svg": {"image/svg+xml": SCRIPT}})),
    (PAGE, edit("cells", 0, "metadata", value={"tags": ["raises-exception"]})),
    (PAGE, edit("cells", 2, "outputs", value=[HTML])),
    (f"{PAGES}/10_participants.md", add("```{code-cell}\n" + PYTHON + "```\n")),
    (f"{PAGES}/90_missing.md", add("\n```{eval-rst}\n.. include:: /etc/passwd\n```\n")),
    (f"{RESULTS}/bands.svg", swap("</svg>", SCRIPT + "</svg>")),
    (f"{RESULTS}/bands.csv", add(f"\"=cmd|'/c {SHELL}'!A0\",1\n")),
    (f"{RESULTS}/values.json", edit("evil", value=SCRIPT)),
    (f"{RESULTS}/more.svg", add(f"<svg>{SCRIPT}</svg>")),
    (f"{RESULTS}/run.json", edit("evil", value=SHELL)),
]


def place(change, canary):
    """A change whose command leaves this canary."""
    name, how = change
    told = str(canary)

    def fill(content):
        return content.replace(b"{canary!r}", repr(told).encode()).replace(
            b"{canary}", told.encode()
        )

    return name, lambda old: fill(how(old))


def judge(path, **options):
    """Whether a crate is called verified, and all that is said of it."""
    try:
        report = verify_crate(path, **options)
    except SencoError as error:
        return False, str(error)
    return report.verified, report.describe()


def list_names(changes):
    return [f"{number}-{name}" for number, (name, _) in enumerate(changes)]


REFUSED = [*CODE_CHANGED, *CONFIGURATION_CHANGED, *PAPERS_CHANGED]


def test_there_are_sixty_crates_and_more():
    assert len(REFUSED) + len(PAGES_CHANGED) >= 60
    assert len({name for name, _ in REFUSED}) >= 60


def test_the_crate_as_it_is_would_be_verified(files, tmp_path, monkeypatch):
    monkeypatch.setattr(verification, "run_again", lambda *_: Made(files, ""))
    assert judge(save(files, tmp_path / "x.zip"))[0]


@pytest.mark.parametrize("change", REFUSED, ids=list_names(REFUSED))
def test_no_command_of_a_changed_crate_is_run_and_it_is_not_verified(
    files, tmp_path, monkeypatch, canary, change
):
    def run(*_):
        raise AssertionError("something was run")

    monkeypatch.setattr(verification, "run_again", run)
    name, how = place(change, canary)
    path = save(forge(files, {name: how(files.get(name, b""))}), tmp_path / "x.zip")
    verified, told = judge(path)
    assert not verified and "is verified" not in told
    assert not canary.exists()


def test_a_crate_that_is_not_run_is_not_called_verified_and_what_is_strange_is_named(
    files, tmp_path
):
    change = edit("argv", value=LAUNCH)(files[SPECIFICATION])
    path = save(forge(files, {SPECIFICATION: change}), tmp_path / "x.zip")
    verified, told = judge(path, run=False)
    assert not verified and "is verified" not in told
    assert f"Neither data nor part of this installation: {SPECIFICATION}." in told


@pytest.mark.parametrize("change", PAGES_CHANGED, ids=list_names(PAGES_CHANGED))
def test_a_page_is_given_to_no_run_and_every_part_of_it_is_compared(
    files, tmp_path, monkeypatch, canary, change
):
    def run(place, *_):
        given = [path for path in place.folder.rglob("*") if path.is_file()]
        assert not [path for path in given if str(canary).encode() in path.read_bytes()]
        assert not (place.root / "book").exists()
        return Made(files, "")  # what the notebooks make, whatever the page says

    monkeypatch.setattr(verification, "run_again", run)
    name, how = place(change, canary)
    content = how(files.get(name, b""))
    python = verification._read_python(files)
    path = save(write_papers(files, {name: content}, COHORT, python), tmp_path / "x.zip")
    verified, told = judge(path)
    assert not verified and "is verified" not in told
    assert not canary.exists()


def test_what_data_say_is_run_by_nothing(files, tmp_path, monkeypatch, canary):
    # not kept apart: whatever ran would leave the canary
    monkeypatch.setattr("senco.crate.rerun.find_enclosure", lambda *_: Enclosure(obstacle="-"))
    python, shell = PYTHON.format(canary=str(canary)).strip(), SHELL.format(canary=canary)
    yml = files[f"{DATA}/cohort.yml"].decode()
    said = {
        "title": f"'; {{{{7*7}}}} $({shell})"[:120],
        "summary": f'"""\n{python}\n""" {{% include \'x\' %}} !{shell}',
        "source": f"%%sh\n{shell}\n`{shell}` '); {python} #",
    }
    for key, text in said.items():
        line = f"{key}: {json.dumps(text)}"
        yml, count = re.subn(rf"(?m)^{key}: .*$", lambda _, line=line: line, yml)
        assert count == 1
    changed = {f"{DATA}/cohort.yml": yml.encode()}
    crate = write_papers(files, changed, COHORT, verification._read_python(files))
    verified, told = judge(save(crate, tmp_path / "x.zip"), stages=("10_participants",))
    assert not verified and not canary.exists()
    assert "10_participants: different" in told  # it was run, and shows what the data say


@pytest.mark.parametrize(
    "value",
    [
        '!!binary "aSIrX19pbXBvcnRfXygib3MiKSsi"', r'"\\\"+open(1)+\\\""', "'\" + open(1) + \"'",
        '"\\n\\nopen(1)\\n"', ".inf", '"\\u2028 open(1)"', "true", "7", "0.1",
    ],
)  # fmt: skip
def test_a_parameter_is_a_value_and_no_code(tmp_path, value):
    texts = "".join(f"{key}: a\n" for key in ("title", "summary", "source", "licence"))
    (tmp_path / "cohort.yml").write_text(
        f"{texts}provenance: synthetic\nparameters:\n  s:\n    p: {value}\n", encoding="utf-8"
    )
    given = load_yaml(tmp_path / "cohort.yml", CohortInfo, "cohort.yml").parameters["s"]
    assert type(given["p"]) in (str, int, float, bool)
    written = papermill_translators.find_translator("senco", "python").codify(given)
    assert [type(node) for node in ast.parse(written).body] == [ast.Assign]
    got = eval(compile(written, "-", "exec"), {"__builtins__": {"float": float}}, scope := {})
    assert got is None and scope == given


@pytest.mark.parametrize("value", ["[a]", "{a: b}", "!!set {a}", "2026-01-01", "null"])
def test_a_parameter_of_another_kind_is_refused(tmp_path, value):
    texts = "".join(f"{key}: a\n" for key in ("title", "summary", "source", "licence"))
    (tmp_path / "cohort.yml").write_text(
        f"{texts}provenance: synthetic\nparameters:\n  s:\n    p: {value}\n", encoding="utf-8"
    )
    with pytest.raises(DataError):
        load_yaml(tmp_path / "cohort.yml", CohortInfo, "cohort.yml")


# what is run at all is kept apart


def is_enclosed_here(tmp_path):
    with unpack({"a.txt": b"a"}) as place:
        return not find_enclosure(place.folder, place.make_environment()).obstacle


def test_trusted_code_that_is_run_sees_neither_network_nor_home(
    files, tmp_path, monkeypatch, canary
):
    if not is_enclosed_here(tmp_path):
        pytest.skip("this system makes no namespaces")
    home = tmp_path / "home"
    home.mkdir()
    (home / "private.txt").write_text("Zebedee Quark", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SENCO_SECRET", "Zebedee Quark")
    code = (
        "import os, pathlib, socket\n"
        "def look(what):\n"
        "    try: return what()\n"
        "    except OSError as error: return type(error).__name__\n"
        f"seen = [look(lambda: pathlib.Path({str(home / 'private.txt')!r}).read_text()),\n"
        f"  look(lambda: pathlib.Path({str(canary)!r}).touch()),\n"
        f"  look(lambda: os.listdir({str(ROOT / 'data')!r})),\n"
        "  look(lambda: socket.create_connection(('192.0.2.1', 80), 5)),\n"
        "  os.environ.get('SENCO_SECRET'), os.environ['HOME'] == os.path.expanduser('~')]\n"
        "print('SEEN', seen)"
    )
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "outputs": [], "source": code}
    changed = {NOTEBOOK: insert({**cell, "execution_count": None})(files[NOTEBOOK])}
    path = save(forge(files, changed), tmp_path / "x.zip")
    made = {}

    def keep(place, *rest):
        made["run"] = run_again(place, *rest)
        return made["run"]

    run_again = verification.run_again
    monkeypatch.setattr(verification, "run_again", keep)
    verified, told = judge(path, trusted=True, stages=("10_participants",))
    assert not verified and "They had no access to the network or your files." in told
    assert "the crate's own code" in told
    page = made["run"].pages[PAGE].decode()
    seen = re.search(r"SEEN (\[.*?\])", page)
    assert seen, told
    expected = (
        "['FileNotFoundError', 'FileNotFoundError', 'FileNotFoundError', 'OSError', None, True]"
    )
    assert seen[1] == expected
    assert not canary.exists()


def test_a_canary_is_left_where_code_is_trusted_and_nothing_keeps_it_apart(
    files, tmp_path, monkeypatch, canary
):
    monkeypatch.setattr(
        "senco.crate.rerun.find_enclosure", lambda *_: Enclosure(obstacle="a test wants it so")
    )
    name, how = place((NOTEBOOK, insert({**CODE, "execution_count": None})), canary)
    path = save(forge(files, {name: how(files[name])}), tmp_path / "x.zip")
    _, told = judge(path, trusted=True, stages=("10_participants",))
    assert canary.exists(), told
    assert "could not be cut off from the network and your files: a test wants it so." in told


def test_only_what_is_listed_is_data():
    taken = ["data/study.yml", f"{DATA}/cohort.yml", f"{DATA}/rankings.csv", "LICENSE-data"]
    assert all(map(is_data, taken))
    other = [
        "data/datapackage.json", f"{DATA}/x.csv", f"{DATA}/rankings.csv\n", "rankings.csv",
        "data/cohorts/rankings.csv", f"{DATA}/sub/rankings.csv", "data/cohorts/../rankings.csv",
    ]  # fmt: skip
    assert not any(map(is_data, other))


def test_a_link_that_a_run_left_is_not_followed(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "cohorts").symlink_to(Path("/etc"))
    with pytest.raises(DataError, match="found a link"):
        read_made(tmp_path, "book/cohorts/ssl")
