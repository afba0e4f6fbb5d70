"""A cohort's deposit: packed the same everywhere, checked as a stranger's, run again."""

import io
import json
import re
import shlex
import shutil
import stat
import subprocess
import zipfile

import pandas as pd
import pytest
from frictionless import Package, system
from rocrate.rocrate import ROCrate
from typer.main import get_command

from senco.book.assembly import load_citation
from senco.cli import app
from senco.crate import verification, verify_crate
from senco.crate.comparison import compare_file
from senco.crate.contents import collect, sha256
from senco.crate.descriptors import MANIFEST, METADATA, write_manifest
from senco.crate.origin import list_strange_files
from senco.crate.rerun import Made
from senco.crate.review import review_crate, write_report
from senco.crate.unpacking import read_crate
from senco.crate.verification import compare_environment
from senco.disclosure.release import DEPOSIT, load_signature
from senco.errors import BuildError, DataError
from senco.workspace.paths import Project
from tests.book.test_site import is_reference_environment
from tests.collected import NAME, SIGNING, Copy
from tests.conftest import ROOT, Checkout
from tests.crates import forge, save
from tests.test_portable import SETTINGS

COHORT = "ey-pvi-2017"
RESULTS = f"book/cohorts/{COHORT}/results"
STAGE = "10_participants"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return Checkout(tmp_path_factory.mktemp("crate") / "copy")


@pytest.fixture(scope="module")
def crate(copy):
    done = copy.run("export", COHORT)
    assert done.returncode == 0, done.stderr
    assert f"{COHORT}.zip is written" in done.stdout
    return copy.root / f"{COHORT}.zip"


@pytest.fixture(scope="module")
def files(crate):
    return read_crate(crate)


@pytest.fixture(scope="module")
def unpacked(crate, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere") / "a folder of mine"
    with zipfile.ZipFile(crate) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, wheel_file):
    """The package as pip installs it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel") / "installed"
    with zipfile.ZipFile(wheel_file) as archive:
        archive.extractall(folder)
    return folder


def test_the_crate_is_the_same_where_the_package_was_installed_from_a_wheel(
    copy, crate, wheel, tmp_path
):
    path = tmp_path / "out.zip"
    done = subprocess.run(
        copy.command("export", COHORT, "--to", str(path)), cwd=copy.root, check=False,
        env={**copy.environment, "PYTHONPATH": str(wheel)}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == crate.read_bytes()


# packing


def test_the_same_cohort_gives_the_same_bytes_elsewhere_whatever_lies_beside_it(
    crate, files, tmp_path
):
    other = Checkout(tmp_path / "another place")
    stray = (
        f"{RESULTS}/50_rankings/stray.csv", f"book/cohorts/{COHORT}/draft.md",
        f"data/cohorts/{COHORT}/notes.txt", "analysis/senco/scratch.py", "analysis/senco/.env",
    )  # fmt: skip
    for name in stray:
        (other.root / name).write_text("private\n", encoding="utf-8")
    done = other.run("export", COHORT, "--to", str(tmp_path / "crate.zip"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "crate.zip").read_bytes() == crate.read_bytes()
    assert not [name for name in files if "stray" in name or "scratch" in name or ".env" in name]


def test_no_place_on_this_machine_and_no_clock_is_in_a_crate(copy, crate, files):
    for name, content in files.items():
        assert str(copy.root).encode() not in content, name
    with zipfile.ZipFile(crate) as archive:
        year, month, day = map(int, load_citation(Project(ROOT)).date_released.split("-"))
        assert {info.date_time for info in archive.infolist()} == {(year, month, day, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def project_words():
    """The gate's word lists and their licences, all that there are."""
    return {path.relative_to(ROOT).as_posix()
            for path in (ROOT / "analysis/senco/disclosure/words").iterdir()}  # fmt: skip


def test_a_crate_holds_data_notebooks_pages_results_environment_and_licences(files):
    wanted = {
        "README.md", "CITATION.cff", "LICENSE", "LICENSE-data", "requirements.lock",
        "environment.yml", "pyproject.toml", "datapackage.json", "data/study.yml",
        f"data/cohorts/{COHORT}/cohort.yml", f"data/cohorts/{COHORT}/reported.csv",
        "analysis/notebooks/50_reported.ipynb", f"book/cohorts/{COHORT}/50_rankings.ipynb",
        f"book/cohorts/{COHORT}/90_missing.md", f"{RESULTS}/50_rankings/priorities.svg",
        f"{RESULTS}/50_rankings/run.json", "analysis/senco/cli/application.py",
        "analysis/senco/book/figures/__init__.py",
    }  # fmt: skip
    words = project_words()
    assert wanted | words <= files.keys() and len(words) == 7
    assert not [name for name in files if "worked-example" in name]


def test_the_checksums_are_those_that_sha256sum_reads(unpacked):
    lines = (unpacked / MANIFEST).read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")}
    assert {name for name in there if (unpacked / name).is_file()} == listed.keys() | {MANIFEST}
    assert all(sha256((unpacked / name).read_bytes()) == told for name, told in listed.items())
    command = shutil.which("sha256sum")  # Windows and macOS have none, and need none
    if command:
        told = [command, "--strict", "--quiet", "-c", MANIFEST]
        subprocess.run(told, cwd=unpacked, check=True)


def test_the_data_package_is_valid_by_itself(unpacked):
    with system.use_context(trusted=True):
        package = Package(str(unpacked / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    assert package.name == COHORT
    tables = {path.stem for path in (unpacked / "data" / "cohorts" / COHORT).glob("*.csv")}
    assert {resource.name for resource in package.resources} == tables


def test_each_notebook_has_its_action_with_what_it_read_and_made(files, unpacked):
    crate = ROCrate(unpacked)
    root = crate.root_dataset
    assert root["datePublished"].startswith(load_citation(Project(ROOT)).date_released)
    assert root["conformsTo"].id == "https://w3id.org/ro/wfrun/process/0.5"
    assert crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.1"
    actions = {action.id: action for action in crate.get_by_type("CreateAction")}
    pages = [n for n in files if n.startswith("book/cohorts") and n.endswith(".ipynb")]
    assert len(actions) == len(pages) == len(root["mentions"]) >= 6
    run = actions["#run-50_rankings"]
    assert [tool.id for tool in run["instrument"]] == [
        "analysis/notebooks/50_reported.ipynb", "https://papermill.readthedocs.io/",
    ]  # fmt: skip
    assert re.fullmatch(r"\d+\.\d+\.\d+", run["instrument"][1]["softwareVersion"])
    read = {one.id for one in run["object"]}
    assert {f"data/cohorts/{COHORT}/reported.csv", "#50_rankings-cohort"} <= read
    assert f"data/cohorts/{COHORT}/claims.csv" not in read
    made = {one.id for one in run["result"]}
    assert {f"book/cohorts/{COHORT}/50_rankings.ipynb", f"{RESULTS}/50_rankings/means.csv"} <= made
    assert crate.dereference("#50_rankings-cohort")["value"] == COHORT


@pytest.fixture(scope="module")
def collected(tmp_path_factory, collected_state):
    """A checkout with a collected cohort, its private book, and a private list."""
    return Copy(tmp_path_factory.mktemp("collected"), collected_state)


def type_(checkout, *words):
    return checkout.run(*words, "--names", "../names.txt")


def withhold_consent(checkout):
    """Leave who agreed to tables being kept open, and make the few pages of three tables anew."""
    folder = checkout.project.cohort(NAME)
    for table in folder.glob("*.csv"):
        if table.stem not in ("participants", "constructs", "rankings"):
            table.unlink()
    people = pd.read_csv(folder / "participants.csv", dtype=str).drop(columns="reuse")
    people.to_csv(folder / "participants.csv", index=False, lineterminator="\n")
    checkout.succeed("build", NAME, "--jobs", "2")


def test_a_collected_cohort_that_nobody_signed_for_is_refused(collected, tmp_path):
    done = type_(collected, "export", NAME, "--to", str(tmp_path / "out.zip"))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"'{NAME}' is not deposited: nobody has signed for it" in done.stderr
    assert f"senco release {NAME} --deposit --names FILE" in done.stderr
    assert not list(tmp_path.iterdir())


def test_nobody_signs_a_deposit_unless_everybody_agreed_that_it_is_kept(collected_state, tmp_path):
    collected = Copy(tmp_path, collected_state)
    withhold_consent(collected)
    done = type_(collected, "release", NAME, "--deposit", *SIGNING)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "column reuse: found P1, no answer recorded" in done.stderr
    assert not (collected.project.cohort(NAME) / "deposit.yml").exists()
    book = type_(collected, "release", NAME)  # for the book that consent is not needed
    assert "reuse" not in book.stderr


def test_what_was_signed_is_deposited_runs_again_elsewhere_and_holds_no_signature(
    collected, tmp_path
):
    shown = type_(collected, "release", NAME, "--deposit")
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert f"What would be deposited, in _build/deposit/{NAME}:" in shown.stdout
    assert "By signing you say: I have read every table" in shown.stdout
    (tmp_path / "talk.txt").write_text("They told us that it took a year.", encoding="utf-8")
    spoken = ("--transcripts", str(tmp_path / "talk.txt"))
    assert type_(collected, "release", NAME, "--deposit", *spoken, *SIGNING).returncode == 0
    assert load_signature(NAME, collected.project, DEPOSIT).transcripts_searched == 1
    done = type_(collected, "export", NAME, "--to", str(tmp_path / "out.zip"))
    assert done.returncode == 0, done.stderr
    files = read_crate(tmp_path / "out.zip")
    assert {f"data/cohorts/{NAME}/rankings.csv", f"book/cohorts/{NAME}/50_rankings.ipynb"} <= {
        *files
    }
    assert not [name for name in files if name.endswith(("deposit.yml", ".sha256", ".xlsx"))]
    assert b"Ada Reader" not in b"".join(files.values())
    laid_out = collected.root / "_build" / "deposit" / NAME
    assert {name: (laid_out / name).read_bytes() for name in files} == files
    held = type_(collected, "release", NAME, "--deposit", "--verify", str(laid_out))
    assert "exactly what Ada Reader signed" in held.stdout
    report = json.loads(
        collected.run("verify", str(tmp_path / "out.zip"), "-s", "50_rankings", "--json").stdout
    )
    assert report["verified"] and report["ran"] and report["pages"][0]["stage"] == "50_rankings"


def test_a_byte_other_than_was_signed_is_not_deposited(tmp_path_factory, signed_state, tmp_path):
    collected = Copy(tmp_path_factory.mktemp("signed"), signed_state)
    lines = collected.project.cohort(NAME) / "worklines.csv"  # which two pages read
    lines.write_bytes(lines.read_bytes().replace(b",2\n", b",1\n", 1))
    assert collected.run("run", NAME, "--jobs", "2").stdout.count(" made ") == 2
    done = type_(collected, "export", NAME, "--to", str(tmp_path / "out.zip"))
    assert done.returncode == 1 and "it is not what Ada Reader signed" in done.stderr
    assert f"changed: data/cohorts/{NAME}/worklines.csv" in done.stderr
    assert not list(tmp_path.iterdir())


def test_another_cohorts_private_data_do_not_go_with_a_deposit(collected):
    other = collected.project.cohort("neighbours")
    shutil.copytree(collected.project.cohort(NAME), other)
    info = collected.project.cohort(NAME) / "cohort.yml"
    before = info.read_text("utf-8")
    info.write_text(before + "parameters: {80_comparison: {others: neighbours}}\n", "utf-8")
    with pytest.raises(BuildError) as refused:
        collect(collected.project, NAME)  # as what is shown, signed for and packed is
    info.write_text(before, encoding="utf-8")
    shutil.rmtree(other)
    assert "compared with 'neighbours', which is collected and private" in str(refused.value)


def test_a_page_that_is_not_what_its_notebook_made_stops_the_export(copy, tmp_path):
    changes = {
        f"data/cohorts/{COHORT}/reported.csv": "has changed since",
        f"{RESULTS}/50_rankings/means.csv": "is not what the notebook made",
        f"book/cohorts/{COHORT}/50_rankings.ipynb": "is not what the notebook made",
    }
    before = {path: (copy.root / path).read_bytes() for path in changes}
    for path in changes:
        copy.replace(path, "19.86", "19.71")
    done = copy.run("export", COHORT, "--to", str(tmp_path / "out.zip"))
    for path, content in before.items():
        (copy.root / path).write_bytes(content)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    for path, words in changes.items():
        assert f"{path} {words}" in done.stderr
    assert f"senco run {COHORT}" in done.stderr
    assert not list(tmp_path.iterdir())


# checking


def test_a_crate_unpacked_elsewhere_comes_out_identical_on_another_processor(
    copy, unpacked, monkeypatch
):
    for name, value in SETTINGS["all three at their plainest"].changes.items():
        monkeypatch.setenv(name, value)
    done = copy.run("verify", str(unpacked), "--stage", STAGE, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["verified"] and report["ran"], done.stderr
    page = report["pages"][0]
    assert page["stage"] == STAGE and page["files"] == 7
    if is_reference_environment():
        assert page["state"] == "identical"
    assert not list(unpacked.rglob("__pycache__"))


def test_a_reviewer_gets_a_report_and_a_badge_with_their_name(copy, unpacked, tmp_path):
    words = ("--stage", STAGE, "--sign", "Ada Byron", "--date", "2026-11-29")
    done = copy.run("review", str(unpacked), str(tmp_path / "review"), *words)
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "review" / "review.json").read_text("utf-8"))
    assert told["outcome"] == "1 of 1 page identical" and told["kind"] == "published"
    assert told["report"]["pages"][0]["stage"] == STAGE and told["date"] == "2026-11-29"
    assert "Ada Byron" in (tmp_path / "review" / "badge.svg").read_text("utf-8")


def test_code_that_is_not_run_unasked_is_a_line_of_the_report(files, tmp_path):
    own = {"analysis/senco/own.py": b"raise SystemExit"}
    found = review_crate(save(forge(files, own), tmp_path / "x.zip"))
    assert found.outcome == "files checked, notebooks not run"
    assert "own.py" in found.refused and "The notebooks were not run." in write_report(found)


def test_a_crate_whose_pages_compare_cohorts_holds_them_whole_and_runs(copy, tmp_path):
    path = tmp_path / "compared.zip"
    assert copy.run("export", "worked-example", "--to", str(path)).returncode == 0
    done = copy.run("verify", str(path), "--stage", "80_comparison", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0 and report["verified"], done.stdout + done.stderr
    assert [page["stage"] for page in report["pages"]] == ["80_comparison"]


def test_another_number_in_a_page_is_found_with_its_row_and_column(files, tmp_path, monkeypatch):
    name = f"{RESULTS}/{STAGE}/bands.csv"
    forged = files[name].replace(b",1", b",2", 1)
    assert forged != files[name]
    path = save(forge(files, {name: forged}), tmp_path / "forged.zip")
    # what a run gives is what the crate held before: the test above runs it
    monkeypatch.setattr(verification, "run_again", lambda *_: Made(files, ""))
    report = verify_crate(path, stages=(STAGE,))
    assert not report.verified
    told = report.describe()
    assert f"{COHORT}/{STAGE}: different" in told and "is not verified" in told
    assert re.search(rf"{name}, row \d+, column \S+ .*: 1 now, 2 in the crate", told)


def test_without_a_run_the_files_alone_are_checked(files, crate):
    report = verify_crate(crate, run=False)
    assert not report.failed and not report.verified and not report.ran and not report.pages
    assert report.cohort == COHORT and report.files == len(files)
    assert "The notebooks were not run: only the files were checked." in report.describe()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data/study.yml": b"changed"}, "data/study.yml is not what"),
        ({"data/study.yml": None}, "data/study.yml is listed but does not exist"),
        ({"data/more.csv": b"a\n"}, "data/more.csv is not in"),
        ({MANIFEST: None}, "manifest-sha256.txt is missing"),
        ({MANIFEST: b"0" * 64 + b" x\n"}, "cannot be read"),
        ({MANIFEST: b"\xff\xfe"}, "cannot be read"),
    ],
)
def test_what_the_checksums_do_not_say_is_found_before_anything_runs(
    files, tmp_path, change, words
):
    changed = {n: c for n, c in {**files, **change}.items() if c is not None}
    report = verify_crate(save(changed, tmp_path / "x.zip"))
    assert not report.verified and not report.ran
    assert words in report.describe() and "Nothing was run." in report.describe()


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        (b"{", "is not readable RO-Crate metadata"),
        (b"[" * 100_000, "is not readable RO-Crate metadata"),
        (b"[1, 2]", "is not readable RO-Crate metadata"),
        (b'{"@graph": [{"@id": "./"}]}', "ro-crate-metadata.json"),
    ],
)
def test_metadata_that_is_none_is_refused(files, tmp_path, metadata, words):
    changed = {**files, METADATA: metadata}
    changed[MANIFEST] = write_manifest({n: c for n, c in changed.items() if n != MANIFEST})
    report = verify_crate(save(changed, tmp_path / "x.zip"))
    assert not report.verified and words in report.describe()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"https://w3id.org/ro/wfrun/process/0.5"', '"https://example.org/"', "does not say that"),
        ('{"@id": "data/study.yml"}', '{"@id": "data/other.yml"}', "participants names no object"),
        ('"@id": "#run-50_rankings", "@type": "CreateAction"',
         '"@id": "#run-50_rankings", "@type": "Thing"', "describes no run that made"),
    ],
)  # fmt: skip
def test_metadata_that_does_not_describe_the_crate_is_found(files, tmp_path, old, new, words):
    text = json.dumps(json.loads(files[METADATA]))
    assert old in text
    changed = {**files, METADATA: text.replace(old, new).encode()}
    changed[MANIFEST] = write_manifest({n: c for n, c in changed.items() if n != MANIFEST})
    report = verify_crate(save(changed, tmp_path / "x.zip"))
    assert not report.verified and words in report.describe()


def zipped(*members, mode=None, method=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.filename = name  # whatever it is
            info.compress_type = method
            if mode:
                info.external_attr = mode << 16
            archive.writestr(info, content)
    return stream.getvalue()


BAD_NAMES = [
    "../evil", "a/../../evil", "/etc/evil", "a\\evil", "C:evil", "a//b", "./a", "con.txt",
    "a/NUL", "dot.", "space ", "a\nb", "\u202etxt.exe", "x" * 300, "a:stream", "~/x", "-rf*",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_is_written(tmp_path, name):
    path = tmp_path / "in" / "bad.zip"
    path.parent.mkdir()
    path.write_bytes(zipped((name, b"x")))
    with pytest.raises(DataError, match=r"paths of letters|no whole zip") as caught:
        verify_crate(path)
    assert "\n" not in str(caught.value) and "\u202e" not in str(caught.value)
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "bad.zip"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "an incomplete or damaged zip archive"),
        (zipped(("a", b"x"), mode=stat.S_IFLNK | 0o777), "which is a link or a device"),
        (zipped(("a", b"x"), mode=stat.S_IFIFO | 0o644), "which is a link or a device"),
        (zipped(("a", b"x"), ("A", b"y")), "twice, or in another case"),
        (zipped(("a", b"x"), ("a/b", b"y")), "both as a file and as a folder"),
        (
            zipped(("a", b"0" * 8 * 2**20), method=zipfile.ZIP_DEFLATED),
            "packed into",
        ),
    ],
    ids=["no zip", "link", "pipe", "twice", "file and folder", "bomb"],
)
def test_an_archive_that_is_not_one_of_plain_files_is_refused(tmp_path, content, words):
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(DataError, match=words):
        read_crate(tmp_path / "bad.zip")


def test_a_damaged_archive_is_refused(crate, tmp_path):
    content = bytearray(crate.read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(DataError, match="damaged content"):
        read_crate(tmp_path / "bad.zip")


def test_a_link_in_an_unpacked_folder_is_not_followed(unpacked, tmp_path):
    shutil.copytree(unpacked, tmp_path / "c")
    (tmp_path / "c" / "data" / "x.csv").symlink_to("/etc/hostname")
    with pytest.raises(DataError, match="which is a link"):
        verify_crate(tmp_path / "c", run=False)


def test_a_folder_in_which_somebody_worked_is_still_the_crate(unpacked, tmp_path):
    shutil.copytree(unpacked, tmp_path / "c")
    (tmp_path / "c" / ".venv" / "lib").mkdir(parents=True)
    (tmp_path / "c" / ".venv" / "lib" / "x.py").write_text("1", "utf-8")
    (tmp_path / "c" / "_build").mkdir()
    (tmp_path / "c" / "_build" / "manifest.jsonl").write_text("", "utf-8")
    assert not verify_crate(tmp_path / "c", run=False).failed


@pytest.mark.parametrize(
    "name",
    ["sitecustomize.py", "yaml/__init__.py", "ipython_config.json", "data/x.so",
     "analysis/notebooks/50_reported.ipynb", "pyproject.toml", "analysis/senco/book/results.py",
     "analysis/senco/extra.py"],
)  # fmt: skip
def test_code_that_this_installation_does_not_have_is_not_run_unasked(files, tmp_path, name):
    content = files.get(name, b"") + b"\n"
    path = save(forge(files, {name: content}), tmp_path / "strange.zip")
    with pytest.raises(BuildError, match="a stranger's code") as caught:
        verify_crate(path)
    assert name in str(caught.value) and "--trust-code" in str(caught.value)
    told = verify_crate(path, run=False)
    assert not told.failed and not told.verified and name in told.describe()


def test_the_projects_own_crate_brings_no_strange_code(files):
    assert list_strange_files(files, COHORT, ROOT) == []


def test_another_python_and_other_versions_are_told(files):
    lock = re.sub(rb"(?m)^pandas==\S+", b"pandas==0.0.1", files["requirements.lock"])
    settings = files["pyproject.toml"].replace(b'\npython = "3.', b'\npython = "2.')
    told = compare_environment({"requirements.lock": lock, "pyproject.toml": settings})
    assert re.search(r"Python 3\.\d+ here, 2\.\d+ in the record\.", told[0])
    assert re.search(r"pandas \d\S+ \(record: 0\.0\.1\)", told[1])


def test_a_hostile_archive_is_told_to_programs_too(copy, tmp_path):
    (tmp_path / "bad.zip").write_bytes(zipped(("../evil", b"x")))
    done = copy.run("verify", str(tmp_path / "bad.zip"), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1 and told["verified"] is False and "evil" in told["problems"][0]
    with pytest.raises(DataError, match="no such file"):
        verify_crate(tmp_path / "none.zip")


# comparing


@pytest.mark.parametrize(
    ("name", "recorded", "made", "state", "place"),
    [
        ("a.csv", "x,y\n1,0.3\n", "x,y\n1,0.3\n", "identical", None),
        ("a.csv", "x,y\n1,0.30000000000000004\n", "x,y\n1,0.3\n", "equal", None),
        ("a.csv", "x,y\n1,0.3\n", "x,y\n1,0.301\n", "different", "row 2, column y (2)"),
        ("a.csv", "x,y\n1,0.3\n", "x,y\n1,0.3\n2,1\n", "different", "row 3, column x (1)"),
        ("a.csv", "x,y\na,0.3\n", "x,y\nb,0.3\n", "different", "row 2, column x (1)"),
        ("v.json", '{"w": 0.1}', '{"w": 0.1000000000000001}', "equal", None),
        ("v.json", '{"w": {"p": 1}}', '{"w": {"p": 2}}', "different", "value w, p"),
        ("v.json", '{"w": 1}', "{", "different", "the file"),
        ("f.svg", "<g id='p0123456789'/>", "<g id='p9876543210'/>", "equal", None),
        ("f.svg", "<text>1</text>\n<text>a</text>", "<text>1</text>\n<text>b</text>", "different",
         "line 2"),
        ("f.svg", "<g/>", None, "different", "the file"),
    ],
)  # fmt: skip
def test_two_makings_are_identical_equal_or_different_and_where(name, recorded, made, state, place):
    found, told = compare_file(name, recorded.encode(), None if made is None else made.encode())
    assert found == state
    assert [one.place for one in told[:1]] == ([place] if place else [])


def test_a_page_is_compared_cell_by_cell():
    cell = {"id": "50-04", "cell_type": "code", "source": ["w"], "metadata": {}}
    page = {"cells": [{**cell, "outputs": [{"data": {"text/plain": ["0.25\n", "x"]}}]}]}
    other = json.loads(json.dumps(page).replace("0.25", "0.26"))
    state, told = compare_file("p.ipynb", json.dumps(page).encode(), json.dumps(other).encode())
    assert state == "different"
    assert str(told[0]) == (
        "p.ipynb, cell 1 (50-04), output 1, text/plain, line 1: 0.26 now, 0.25 in the crate"
    )


@pytest.mark.parametrize(
    "line",
    re.findall(r"(?m)^senco (.+)$", (ROOT / "book" / "deposit.md").read_text(encoding="utf-8")),
)
def test_each_command_of_the_chapter_is_one(line):
    name, *words = shlex.split(line)
    command = get_command(app).commands[name]
    with command.make_context(name, words) as context:
        assert context.params
