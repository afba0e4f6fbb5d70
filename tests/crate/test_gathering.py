"""A cohort is gathered from a deposit whole or not at all, and nothing of it is run."""

from __future__ import annotations

import io
import shutil
import stat
import sys
import zipfile
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from senco.cohort.gathered import (
    Registry,
    Source,
    check_own,
    drop_source,
    find_source,
    is_address,
    load_registry,
    save_registry,
)
from senco.cohort.loading import load_cohort
from senco.crate import export_crate
from senco.crate.contents import collect, sha256
from senco.crate.fetching import fetch
from senco.crate.gathering import gather, list_missing_cohorts
from senco.crate.packing import complete, pack
from senco.errors import DataError, SencoError
from senco.withdrawal import check_forgettable
from senco.workspace.paths import Project
from tests.conftest import ROOT
from tests.crates import forge

COHORT = "ey-pvi-2017"
DAY = date(2026, 11, 24)
TABLE = f"data/cohorts/{COHORT}/participants.csv"
INFO = f"data/cohorts/{COHORT}/cohort.yml"
LIMIT = 100_000


@pytest.fixture(scope="module")
def files():
    return complete(collect(Project(ROOT), COHORT))


@pytest.fixture(scope="module")
def deposit(files):
    return pack(files, "2026-01-01")


@pytest.fixture
def here(tmp_path):
    """A project without a cohort."""
    (tmp_path / "here" / "data" / "cohorts").mkdir(parents=True)
    for name in ("datapackage.json", "study.yml"):
        shutil.copy(ROOT / "data" / name, tmp_path / "here" / "data" / name)
    return Project(tmp_path / "here")


@pytest.fixture
def archive(deposit, tmp_path):
    path = tmp_path / "theirs.zip"
    path.write_bytes(deposit)
    return path


def save(content, path):
    path.write_bytes(content)
    return path


def is_untouched(project):
    cohorts = project.root / "data" / "cohorts"
    return not any(cohorts.iterdir()) and not (project.root / ".work" / "gather").exists()


def test_a_gathered_cohort_is_its_tables_and_stands_in_the_registry(here, archive):
    found = gather(str(archive), here, DAY, name="theirs")
    folder = here.cohort("theirs")
    names = {path.name for path in folder.iterdir()}
    assert "participants.csv" in names and {Path(name).suffix for name in names} == {".csv", ".yml"}
    cohort = load_cohort("theirs", project=here)
    assert len(cohort.tables["participants"]) == found.people == 8
    assert cohort.info.provenance == "published" and not cohort.info.parameters
    assert cohort.info.gathered == f"theirs.zip (SHA-256 {found.source.sha256[:12]}…)"
    source = find_source("theirs", here)
    assert source == found.source == load_registry(here).cohorts[0]
    assert source.address == "theirs.zip"  # no path of anybody's machine
    assert source.sha256 == sha256(archive.read_bytes()) and source.verified == DAY


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access in another way")
def test_a_gathered_cohort_is_for_its_owner_alone(here, archive):
    gather(str(archive), here, DAY)
    assert stat.S_IMODE(here.cohort(COHORT).stat().st_mode) == 0o700


def test_nothing_that_comes_with_a_deposit_is_run_or_kept(here, files, tmp_path):
    canary = tmp_path / "canary"
    code = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n".encode()
    changes = {name: code + content for name, content in files.items() if name.endswith(".py")}
    content = pack(forge(files, changes), "2026-01-01")
    gather(str(save(content, tmp_path / "bad.zip")), here, DAY)
    assert not canary.exists() and not list(here.root.rglob("*.py"))


def test_the_same_deposit_is_not_gathered_twice(here, archive, tmp_path):
    gather(str(archive), here, DAY)
    again = save(archive.read_bytes(), tmp_path / "again.zip")
    with pytest.raises(SencoError, match=f"again.zip is here already, as '{COHORT}'"):
        gather(str(again), here, DAY, name="again")
    assert [source.cohort for source in load_registry(here).cohorts] == [COHORT]


def test_a_cohort_of_ones_own_is_never_replaced(here, archive):
    here.cohort(COHORT).mkdir()
    (here.cohort(COHORT) / "mine.csv").touch()
    with pytest.raises(SencoError, match="already exists"):
        gather(str(archive), here, DAY)
    assert [path.name for path in here.cohort(COHORT).iterdir()] == ["mine.csv"]


def test_a_deposit_with_one_changed_byte_is_refused(here, files, tmp_path):
    content = pack({**files, TABLE: files[TABLE].replace(b"EY1", b"EY9", 1)}, "2026-01-01")
    with pytest.raises(DataError) as error:
        gather(str(save(content, tmp_path / "changed.zip")), here, DAY)
    assert any(TABLE in one.found for one in error.value.findings)
    assert is_untouched(here)


def test_a_deposit_that_is_not_what_the_registry_says_is_refused(here, archive, files, tmp_path):
    gather(str(archive), here, DAY)
    changed = {TABLE: files[TABLE].replace(b"EY1", b"EY9")}
    with pytest.raises(DataError) as error:
        gather(str(save(pack(forge(files, changed), "2026-01-01"), archive)), here, DAY)
    assert "It was changed since it was gathered" in error.value.findings[0].remedy


def pack_one(name, content=b"x"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda files: b"no archive at all", ""),
        (lambda files: pack_one("../../data/cohorts/mine/cohort.yml"), "a file named"),
        (lambda files: pack_one("cohort.yml"), "this is not a crate of this project"),
        (lambda files: pack(forge(files, {INFO: BOMB}), "2026-01-01"), ""),
        (lambda files: pack(forge(files, {TABLE: b"participant\n=cmd()\n"}), "2026-01-01"), ""),
        (lambda files: pack(forge(files, {INFO: b"title: [" * 5000}), "2026-01-01"), ""),
    ],
    ids=["no-archive", "path", "no-crate", "references", "table", "nested"],
)
def test_what_is_no_sound_deposit_leaves_nothing_behind(here, files, tmp_path, make, words):
    path = save(make(files), tmp_path / "bad.zip")
    with pytest.raises(DataError) as error:
        gather(str(path), here, DAY)
    assert words in " ".join(map(str, error.value.findings))
    assert is_untouched(here)


def test_a_name_that_leads_elsewhere_is_refused(here, archive):
    for name in ("../mine", "con", "a/b", "x" * 41):
        with pytest.raises(SencoError, match="cannot be a cohort's name"):
            gather(str(archive), here, DAY, name=name)
    assert is_untouched(here)


def test_a_deposit_of_another_study_is_refused(here, archive):
    study = here.study.read_text(encoding="utf-8")
    here.study.write_text(study.replace(COHORT, "another-study"), encoding="utf-8")
    with pytest.raises(SencoError, match="is of another study: its first cohort is 'ey-pvi-2017'"):
        gather(str(archive), here, DAY)


def test_what_is_others_is_not_signed_for_deposited_or_renamed(here, archive):
    gather(str(archive), here, DAY, name="theirs")
    with pytest.raises(SencoError, match=r"was gathered from theirs\.zip"):
        export_crate(here, "theirs", here.root / "out.zip")
    with pytest.raises(SencoError, match="Only those whose cohort it is can sign for it"):
        check_own("theirs", here, "sign for it")
    check_own("mine", here, "sign for it")
    check_forgettable("theirs", here)  # though it is published
    assert drop_source("theirs", here) and not drop_source("theirs", here)
    assert find_source("theirs", here) is None


def make_source(**given):
    known = {
        "cohort": "theirs",
        "address": "https://example.org/a.zip",
        "sha256": "a" * 64,
        "title": "Theirs",
        "licence": "CC0",
        "provenance": "collected",
        "verified": DAY,
    }
    return Source(**{**known, **given})


def test_criteria_other_than_those_registered_are_told(here, archive, deposit):
    row = make_source(sha256=sha256(deposit), criteria="b" * 64)
    save_registry(Registry(cohorts=(row,)), here)
    assert list_missing_cohorts(here) == [row]
    found = gather(row.address, here, DAY, bring=lambda address: deposit)
    assert found.source.cohort == "theirs"
    assert found.notes[-1].startswith("Its criteria are not those that the registry had: digest ")
    assert list_missing_cohorts(here) == [] and len(load_registry(here).cohorts) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cohorts:\n- cohort: theirs\n", "address"),
        ("cohort: []\n", "the unknown key 'cohort'"),
        ("cohorts: 3\n", "a list"),
        ("cohorts: [*a]\n", "a reference to another place"),
    ],
)
def test_a_registry_that_is_wrong_is_told_with_its_place(here, text, words):
    path = here.cohort("registry.yml")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_registry(here)
    told = " ".join(map(str, error.value.findings))
    assert "data/cohorts/registry.yml" in told and words in told


def test_a_registry_holds_each_cohort_and_each_deposit_once(here):
    for change in ({"sha256": "b" * 64}, {"cohort": "others"}):
        with pytest.raises(ValueError, match="stands twice"):
            Registry(cohorts=(make_source(), make_source(**change)))
    with pytest.raises(ValueError, match="https"):
        make_source(address="/home/me/theirs.zip")


@pytest.mark.parametrize(
    "address",
    ["http://example.org/a.zip", "https://me:word@example.org/a", "file:///etc/passwd",
     "ftp://example.org/a", "https://example.org/a b", "http://localhost.example.org/", ""],
)  # fmt: skip
def test_other_kinds_of_address_are_never_asked(address):
    assert not is_address(address)
    with pytest.raises(DataError, match="no such address"):
        fetch(address)


TURNS = {"/away": "http://example.org/a.zip", "/file": "file:///etc/passwd", "/round": "/round",
         "/on": "/deposit"}  # fmt: skip


class Answers(BaseHTTPRequestHandler):
    """What a server on this machine answers."""

    deposit = b""

    def do_GET(self):
        if self.path in TURNS:
            self.send_response(302)
            self.send_header("Location", TURNS[self.path])
            self.end_headers()
        elif self.path in ("/deposit", "/large"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.deposit if self.path == "/deposit" else bytes(2 * LIMIT))
        elif self.path == "/silent":
            self.server.wait.wait(5)
        else:
            self.send_error(404)

    def log_message(self, *words):
        pass


@pytest.fixture
def server(deposit):
    from threading import Event

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    serving.daemon_threads = False  # so that closing waits for what they answer
    serving.wait = Event()
    Answers.deposit = deposit
    thread = Thread(target=serving.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.wait.set()
    serving.shutdown()
    serving.server_close()


def test_a_deposit_is_fetched_from_where_an_address_leads(here, server):
    found = gather(f"{server}/on", here, DAY)
    assert found.source.address == f"{server}/on" and found.people == 8


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/away", "a redirect to another kind of address"),
        ("/file", "the answer 302"),
        ("/round", "the answer 302"),
        ("/nothing", "the answer 404"),
        ("/large", f"more than {LIMIT:,} bytes"),
        ("/silent", "no answer"),
    ],
)
def test_an_address_that_gives_no_deposit_is_told(server, path, words):
    with pytest.raises(DataError) as error:
        fetch(f"{server}{path}", most=LIMIT, patience=0.3)
    assert words in str(error.value.findings[0])


def test_an_answer_that_goes_on_too_long_is_given_up(server):
    with pytest.raises(DataError, match="takes too long"):
        fetch(f"{server}/large", longest=-1)
