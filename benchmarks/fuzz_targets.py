"""Every function that reads a file from outside, as `fuzz_readers.py` calls it.

Each returns whether the file was accepted. To refuse it, it returns findings or raises one
of the package's own errors; anything else that it raises is a fault.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fuzz_seeds as seeds

from senco.cohort.gathered import REGISTRY, is_address, load_registry, save_registry
from senco.cohort.loading import check_folder
from senco.crate import verify_crate
from senco.crate.comparison import compare_file
from senco.crate.contents import FIXED, Contents
from senco.crate.depositing import Repository
from senco.crate.depositing.answers import Entries, Entry, Record, Refusal, read_answer
from senco.crate.descriptors import MANIFEST, METADATA, describe_files, write_manifest
from senco.crate.metadata import write_metadata
from senco.crate.origin import read_contents
from senco.crate.packing import pack
from senco.crate.unpacking import read_crate
from senco.disclosure import load_allowances, load_names, search
from senco.disclosure.identification.differencing import (
    compare_releases,
    describe_comparison,
    describe_differences,
    find_differences,
    find_left_out,
    summarise_comparison,
)
from senco.disclosure.identification.outputs import read_results
from senco.disclosure.release.signature import load_signature
from senco.disclosure.stories.speech import read_speech
from senco.disclosure.texts.pieces import UnreadableError
from senco.errors import Finding, MeasureError, SencoError, list_errors
from senco.instruments.documents.drawing import read_drawing
from senco.instruments.documents.making import read_page
from senco.instruments.documents.model import lay_out
from senco.instruments.documents.reading import read_document
from senco.intake.formats import qda
from senco.intake.formats.codings import read_codings
from senco.intake.formats.delimited import read_delimited
from senco.intake.formats.grids import read_grids, save_grids
from senco.intake.formats.implications import read_choices, read_implications
from senco.intake.formats.keys import Roster
from senco.intake.formats.qda import taguette
from senco.intake.formats.qda.codebook_tables import load_codebook_table
from senco.intake.formats.qda.coded_tables import load_passages
from senco.intake.formats.qda.databases import load_database
from senco.intake.formats.rankings import load_rankings
from senco.intake.formats.rankings.labels import load_labels
from senco.intake.formats.sessions import FORMAT, VERSION, digest_session, read_session
from senco.intake.formats.sheet import trim
from senco.intake.formats.ties import read_ties
from senco.intake.formats.workbook import read_workbook
from senco.intake.formats.worklines import Chart, is_drawn, read_worklines
from senco.intake.importing import import_files
from senco.intake.programs import read_people
from senco.tracing.reading import trace_picture
from senco.tracing.scans import read_pages
from senco.workspace.paths import Project

ROOT = Path(__file__).resolve().parents[1]
OWN_ERRORS = (SencoError, UnreadableError)
COHORT = "mutant"
#: The cohort that stands for a sound one: small, with every kind of table but a few.
SOUND = "worked-example"
#: Tables that are tried together: each group refers to itself alone.
GROUPS = (
    ("participants", "constructs", "rankings"),
    ("participants", "worklines", "events"),
    ("participants", "events", "segments", "codes", "codings"),
    ("participants", "elements", "grid_constructs", "grids"),
)
_CRATED = "ey-pvi-2017"


@dataclass(frozen=True)
class Desk:
    """Where one process works: a folder for the file, and a project of its own."""

    folder: Path

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def project(self) -> Project:
        return Project(self.folder / "project")

    def prepare(self) -> None:
        """Make the folders, and a project with data and nothing else."""
        for name in ("inbox", "tmp", "here"):
            (self.folder / name).mkdir(parents=True)
        shutil.copytree(ROOT / "data", self.project.root / "data")

    def lay_out(self, name: str, content: bytes) -> Path:
        """The sound cohort's folder with one file of other content."""
        folder = self.clear()
        group = next((group for group in GROUPS if name.removesuffix(".csv") in group), GROUPS[0])
        for other in ("cohort.yml", *(f"{table}.csv" for table in group)):
            shutil.copyfile(self.project.cohort(SOUND) / other, folder / other)
        (folder / name).write_bytes(content)
        return folder

    def clear(self) -> Path:
        """The folder of the cohort that is tried, with nothing in it."""
        folder = self.project.cohort(COHORT)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


Read = Callable[[Path, Desk], bool]


@dataclass(frozen=True)
class Target:
    """One reader, or several that read the same files.

    Parameters
    ----------
    name : str
        What is read.
    seeds : callable
        Whole files by name.
    read : callable
        Reads one, given its path and the desk.
    named : bool
        Whether an error has to name the file; a private list's name is never told.
    """

    name: str
    seeds: Callable[[], dict[str, bytes]]
    read: Read
    named: bool = True


class UnnamedError(Exception):
    """A refusal that does not say which file is meant."""


def _judge(findings: Iterable[Finding], name: str) -> bool:
    """Whether a file was accepted, by its findings."""
    errors = list_errors(findings)
    if lost := [finding for finding in errors if name not in finding.file]:
        raise UnnamedError(str(lost[0]))
    return not errors


def _plain(read: Callable[[Path], object]) -> Read:
    def call(path: Path, _: Desk) -> bool:
        read(path)
        return True

    return call


def _read_sheets(path: Path, _: Desk) -> bool:
    reader = read_workbook if path.suffix == ".xlsx" else read_delimited
    return _judge(reader(path, path.name).findings, path.name)


def _import(path: Path, desk: Desk) -> bool:
    """`senco import`: all of it, into a cohort that has participants and constructs."""
    folder = desk.clear()
    (folder / "cohort.yml").write_bytes(seeds.COHORT)
    for name in ("participants.csv", "constructs.csv"):
        shutil.copyfile(desk.project.cohort(SOUND) / name, folder / name)
    intake = import_files(COHORT, [path], desk.project, overwrite=True)
    return not list_errors(intake.findings)


def _read_lines(path: Path, _: Desk) -> bool:
    """Work-lines in other forms than the contract's, on a chart from -5 to 5."""
    reading = read_delimited(path, path.name)
    sheets = [trim(sheet)[0] for sheet in reading.sheets]
    roster, named = Roster(), path.name.startswith("worklines")
    findings = [
        finding
        for sheet in sheets
        if is_drawn(sheet, roster, named=named)
        for finding in read_worklines(sheet, roster, Chart(scale=(-5.0, 5.0))).findings
    ]
    return _judge([*reading.findings, *findings], path.name)


def _read_grids(path: Path, desk: Desk) -> bool:
    """Read, and what was read saved for other programs and read again."""
    grids = [reading.grid for reading in read_grids(path)]
    for ending in (".csv", ".rgrid"):
        saved = desk.folder / f"saved{ending}"
        saved.unlink(missing_ok=True)
        try:
            save_grids(grids, saved)
        except MeasureError:
            continue
        if [one.grid.ratings.shape for one in read_grids(saved)] != [
            g.ratings.shape for g in grids
        ]:
            raise AssertionError(f"{saved.name} holds other grids")
    return True


def _read_project(path: Path, _: Desk) -> bool:
    qda.load_project(path, quotations=True)
    return True


def _read_highlights(path: Path, _: Desk) -> bool:
    taguette.load_highlights(path, quotations=True)
    return True


def _check_table(path: Path, desk: Desk) -> bool:
    folder = desk.lay_out(path.name, path.read_bytes())
    findings = check_folder(folder, desk.project)
    if lost := [f for f in findings if not f.file.startswith(f"data/cohorts/{COHORT}/")]:
        raise UnnamedError(str(lost[0]))
    return not list_errors(findings)


def _check_settings(path: Path, desk: Desk) -> bool:
    """`cohort.yml`, `allowed.yml` and `release.yml`, as the gate and the build read them."""
    folder = desk.lay_out(path.name, path.read_bytes())
    if path.name == "allowed.yml":
        load_allowances(folder, f"data/cohorts/{COHORT}")
    elif path.name == "release.yml":
        load_signature(COHORT, desk.project)
    else:
        return _judge(check_folder(folder, desk.project), "cohort.yml")
    return True


def _kit() -> dict[str, bytes]:
    folder = ROOT / "book" / "kit"
    names = ("consent.md", "grid.md", "work-line.md", "work-line-chart.svg")
    return {name: (folder / name).read_bytes() for name in names}


def _read_kit(path: Path, _: Desk) -> bool:
    if path.suffix == ".svg":
        read_drawing(path.read_bytes(), path.name)
    else:
        lay_out(read_document(read_page(path), path.name, {}).blocks)
    return True


def _read_names(path: Path, desk: Desk) -> bool:
    load_names(path, desk.project.root)
    return True


def _search(path: Path, _: Desk) -> bool:
    """The whole gate, on one file that would be published."""
    hits = search([path], ["Jane Doe", "Little Stars"], root=path.parent)
    return all(hit.kind != "a file that cannot be searched" for hit in hits)


def _compare(path: Path, _: Desk) -> bool:
    recorded = {Path(name).name: content for name, content in seeds.MADE.items()}[path.name]
    state, _found = compare_file(path.name, path.read_bytes(), recorded)
    return state != "different"


def _compare_releases(path: Path, desk: Desk) -> bool:
    """`senco disclose --before`: an earlier release's table beside the present one."""
    folder = desk.folder / "earlier"
    shutil.rmtree(folder, ignore_errors=True)
    for place, content in ((folder / "now", _results()[path.name]), (folder, path.read_bytes())):
        (place / "40_grids").mkdir(parents=True)
        (place / "40_grids" / path.name).write_bytes(content)
    before, now = read_results(folder), read_results(folder / "now")
    compared = compare_releases(before, now)
    summarise_comparison(compared)
    describe_comparison(compared, "results")
    describe_differences(find_differences(before), find_left_out(before), "results")
    return True


def _results() -> dict[str, bytes]:
    folder = ROOT / "book" / "cohorts" / SOUND / "results"
    names = ("40_grids/indices.csv", "60_networks/matrix.csv", "10_participants/participants.csv",
             "50_rankings/leave-one-out.csv")  # fmt: skip
    return {Path(name).name: (folder / name).read_bytes() for name in names}


def _verify(path: Path, _: Desk) -> bool:
    """`senco verify --no-run`, on what came and on its members with check sums made anew."""
    accepted = not verify_crate(path, run=False).problems
    _forge(path)
    return not verify_crate(path, run=False).problems or accepted


def _forge(path: Path) -> None:
    """Make the list of check sums right, and the metadata's sizes and sums."""
    import hashlib

    files = {name: c for name, c in read_crate(path).items() if name != MANIFEST}
    try:
        graph = json.loads(files.get(METADATA, b""))
        for entity in graph["@graph"]:
            if entity.get("@id") in files:
                content = files[entity["@id"]]
                entity["contentSize"] = str(len(content))
                entity["sha256"] = hashlib.sha256(content).hexdigest()
        files[METADATA] = json.dumps(graph).encode()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass  # the metadata themselves were changed
    files[MANIFEST] = write_manifest(files)
    path.write_bytes(pack(files, "2026-01-01"))


@cache
def _make_crate() -> dict[str, bytes]:
    """A deposit of one page, as this package would write it."""
    project = Project(ROOT)
    places = [ROOT / name for name in FIXED]
    places += project.cohort(_CRATED).glob("*.csv")
    places += [project.cohort(_CRATED) / "cohort.yml"]
    pages = ROOT / "book" / "cohorts" / _CRATED
    places += [pages / "10_participants.ipynb", *(pages / "results/10_participants").iterdir()]
    places += [ROOT / "analysis" / "notebooks" / "10_participants.ipynb"]
    files = {place.relative_to(ROOT).as_posix(): place.read_bytes() for place in places}
    contents: Contents = read_contents(files, _CRATED, project)
    python = str(tomllib.loads(files["pyproject.toml"].decode())["tool"]["senco"]["python"])
    files |= describe_files(contents, python)
    files[METADATA] = write_metadata(contents, files, python)
    files[MANIFEST] = write_manifest(files)
    return {"crate.zip": pack(files, "2026-01-01")}


def _with_books(texts: dict[str, bytes], *names: str) -> dict[str, bytes]:
    books = {name.replace(".csv", ".xlsx"): seeds.to_book(texts[name]) for name in names}
    return {**texts, **books}


def _tables() -> dict[str, bytes]:
    folder = Project(ROOT).cohort(SOUND)
    names = [f"{table}.csv" for table in sorted({table for group in GROUPS for table in group})]
    return {name: (folder / name).read_bytes() for name in names}


def _imports() -> dict[str, bytes]:
    few = ("participants.csv", "constructs.csv", "worklines.csv")
    tables = {name: content for name, content in _tables().items() if name in few}
    rankings = _tables()["rankings.csv"]
    project = {"project.qdpx": seeds.make_project(who="S1"), "codes.qdc": seeds.make_codebook()}
    return {**_with_books(tables, *few), "rankings.csv": rankings, **project}


def _sessions() -> dict[str, bytes]:
    head = {"format": FORMAT, "version": VERSION, "sha256": digest_session(seeds.SESSION)}
    text = json.dumps({**head, "session": seeds.SESSION}, indent=1, ensure_ascii=False)
    return {"P1-3f2a-2.json": text.encode()}


def _read_session(path: Path, _: Desk) -> bool:
    """As it is, and with a sum that fits, so that what follows the sum is tried as well."""
    content = path.read_bytes()
    findings = read_session(content, path.name)[1]
    try:
        given = json.loads(content)
        given["sha256"] = digest_session(given["session"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return _judge(findings, path.name)
    read_session(json.dumps(given).encode(), path.name)
    return _judge(findings, path.name)


def _read_registry(path: Path, desk: Desk) -> bool:
    """`data/cohorts/registry.yml`, read as `senco gather` reads it, and written again."""
    registry = desk.project.cohort(REGISTRY)
    registry.write_bytes(path.read_bytes())
    try:
        found = load_registry(desk.project)
        save_registry(found, desk.project)
        if load_registry(desk.project) != found:
            raise AssertionError("the registry that was written is another")
    finally:
        registry.unlink()
    return True


#: What a repository answers, by the name of the seed.
_ANSWERS = {"record.json": Record, "entries.json": Entries, "entry.json": Entry,
            "refusal.json": Refusal}  # fmt: skip


def _read_answer(path: Path, _: Desk) -> bool:
    """An answer of a repository; whatever is taken of it makes an address and a sentence."""
    answer = read_answer(path.read_bytes(), _ANSWERS[path.name])
    if isinstance(answer, Record):
        address = Repository("https://zenodo.org", "not-a-token").record_page(answer.id)
        if not is_address(address) or not (answer.doi + "-").isprintable():
            raise AssertionError(f"an address that is none: {address!r}")
    if isinstance(answer, Record | Refusal):
        Repository("https://zenodo.org", "not-a-token").refuse(answer.errors)
    return answer is not None


def _trace_scan(path: Path, _: Desk) -> bool:
    for _name, picture in read_pages(path):
        trace_picture(picture)
    return True


TARGETS: tuple[Target, ...] = (
    Target(
        "text with separators, workbooks",
        lambda: _with_books(seeds.RANKINGS, "wide.csv", "long.csv"),
        _read_sheets,
    ),
    Target("senco import", _imports, _import, named=False),
    Target("rankings", lambda: _with_books(seeds.RANKINGS, "wide.csv"), _plain(load_rankings)),
    Target(
        "surveys",
        lambda: _with_books(seeds.SURVEYS, "forms.csv", "monkey.csv"),
        _plain(load_rankings),
    ),
    Target("PrefLib", lambda: seeds.PREFLIB, _plain(load_rankings)),
    Target("labels", lambda: _with_books(seeds.LABELS, "labels.csv"), _plain(load_labels)),
    Target("work-lines", lambda: seeds.WORKLINES, _read_lines),
    Target("codings", lambda: _with_books(seeds.CODINGS, "long.csv"), _plain(read_codings)),
    Target("ties", lambda: _with_books(seeds.TIES, "wide.csv", "long.csv"), _plain(read_ties)),
    Target(
        "implication grids",
        lambda: _with_books(seeds.IMPLICATIONS, "marks.csv", "ratings.csv"),
        _plain(read_implications),
    ),
    Target(
        "choices between constructs",
        lambda: _with_books(seeds.CHOICES, "pairs.csv", "square.csv"),
        _plain(read_choices),
    ),
    Target(
        "grids",
        lambda: _with_books(seeds.GRIDS, "wide.csv", "long.csv", "headed.csv"),
        _read_grids,
    ),
    Target(
        "REFI-QDA projects",
        lambda: {
            "a.qdpx": seeds.make_project(),
            "b.qdpx": seeds.make_project(inside=True),
            "c.qdpx": seeds.make_layers(),
        },
        _read_project,
    ),
    Target(
        "REFI-QDA codebooks",
        lambda: {"a.qdc": seeds.make_codebook()},
        _plain(qda.load_codebook),
    ),
    Target("Taguette's highlights", lambda: seeds.HIGHLIGHTS, _read_highlights),
    Target(
        "Taguette's tags", lambda: _with_books(seeds.TAGS, "tags.csv"), _plain(taguette.load_tags)
    ),
    Target(
        "passages in tables",
        lambda: _with_books(seeds.PASSAGES, "maxqda.csv"),
        _plain(load_passages),
    ),
    Target(
        "codebooks in tables",
        lambda: _with_books(seeds.CODEBOOKS, "maxqda.csv"),
        _plain(load_codebook_table),
    ),
    Target("databases of coding programs", seeds.make_databases, _plain(load_database)),
    Target("tables of a cohort", _tables, _check_table),
    Target(
        "cohort.yml, allowed.yml, release.yml",
        lambda: {
            "cohort.yml": (ROOT / "data/cohorts" / SOUND / "cohort.yml").read_bytes(),
            "allowed.yml": seeds.ALLOWED,
            "release.yml": seeds.SIGNATURE,
        },
        _check_settings,
    ),
    Target("pages and drawings of the kit", _kit, _read_kit),
    Target("saved sessions", _sessions, _read_session),
    Target("scans of work-lines", seeds.make_scans, _trace_scan, named=False),
    Target("transcripts", seeds.make_speech, _plain(lambda path: read_speech(path, path.name))),
    Target("lists of names", lambda: seeds.NAMES, _read_names, named=False),
    Target("lists of people", lambda: seeds.PEOPLE, _plain(read_people)),
    Target("what the gate searches", seeds.make_published, _search, named=False),
    Target(
        "results that are compared",
        lambda: {Path(name).name: content for name, content in seeds.MADE.items()},
        _compare,
    ),
    Target("results of an earlier release", _results, _compare_releases, named=False),
    Target("deposits", _make_crate, _verify, named=False),
    Target("registries", lambda: {"registry.yml": seeds.REGISTRY}, _read_registry),
    Target("answers of a repository", lambda: seeds.ANSWERS, _read_answer, named=False),
)
