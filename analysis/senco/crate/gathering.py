"""A cohort taken from somebody's deposit into data/cohorts, without running anything of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from senco.cohort.gathered import (
    REGISTRY,
    Registry,
    Source,
    is_address,
    load_registry,
    save_registry,
)
from senco.cohort.loading import load_folder, load_study
from senco.cohort.model import CohortInfo
from senco.cohort.stages import TABLES
from senco.cohort.study import Study
from senco.cohort.yamlfiles import load_yaml
from senco.crate.contents import sha256
from senco.crate.fetching import fetch
from senco.crate.unpacking import read_crate
from senco.crate.verification import verify_crate
from senco.errors import DataError, Finding, SencoError
from senco.intake.formats.archive import MAXIMUM_READ_BYTES
from senco.intake.start import check_name, check_new_name
from senco.workspace.files import make_private_folder, move, set_access
from senco.workspace.paths import Project


@dataclass(frozen=True)
class Gathered:
    """A cohort that was gathered.

    Parameters
    ----------
    source : Source
        Its row of the registry.
    people : int
        How many it holds.
    notes : tuple of str
        What to know before it is compared.
    """

    source: Source
    people: int
    notes: tuple[str, ...]


def gather(
    where: str,
    project: Project,
    day: date,
    *,
    name: str = "",
    bring: Callable[[str], bytes] = fetch,
) -> Gathered:
    """Take a cohort from a deposit, and enter it into the registry.

    Parameters
    ----------
    where : str
        An archive on this machine, or an address with https.
    project : Project
        The checkout.
    day : date
        The day, as the person gives it.
    name : str
        What the cohort is to be called here; by default as in the deposit.
    bring : callable
        Fetches what is at an address.

    Returns
    -------
    Gathered

    Raises
    ------
    DataError
        For what is no deposit of this project or was changed, and where its tables do not meet
        the contract.
    SencoError
        Where the name is taken, or the deposit is here already.

    Notes
    -----
    Only `cohort.yml` and the tables of the contract are taken, not a page, a signature or code.
    """
    registry = load_registry(project)
    place = project.root / ".work" / "gather"
    shutil.rmtree(place, ignore_errors=True)
    make_private_folder(place)
    try:
        content, told = _bring(where, bring)
        digest = sha256(content)
        known = _find_known(registry, told, name)
        _check_known(registry, known, told, digest, project)
        archive = place / "deposit.zip"
        archive.write_bytes(content)
        report = verify_crate(archive, run=False)
        if report.problems:
            remedy = "Fetch it again; if it stays so, ask those who deposited it."
            raise DataError([Finding(told, one, "a deposit as it was packed", remedy=remedy)
                             for one in report.problems[:20]])  # fmt: skip
        called = (known.cohort if known else "") or name or report.cohort
        check_name(called)
        check_new_name(called, project)
        files = read_crate(archive)
        folder = _lay_out(files, report.cohort, place / called, name_place(told, digest))
        notes = _compare_study(files, project, place)
        cohort = load_folder(folder, project=project, planned=False)
        source = Source(
            cohort=called,
            address=told,
            sha256=digest,
            title=cohort.info.title,
            licence=cohort.info.licence,
            provenance=cohort.info.provenance,
            criteria=cohort.info.criteria.digest if cohort.info.criteria else "",
            verified=day,
        )
        notes += _compare_criteria(known, source)
        set_access(folder, private=True)
        move(folder, project.cohort(called))
        others = tuple(one for one in registry.cohorts if one.cohort != called)
        save_registry(Registry(cohorts=(*others, source)), project)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Gathered(source, len(cohort.tables["participants"]), tuple(notes))


def list_missing_cohorts(project: Project) -> list[Source]:
    """Return the cohorts of the registry that are not here and can be fetched.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    list of Source
        In the order of the registry.

    Raises
    ------
    DataError
        Where the registry cannot be read.
    """
    here = set(project.cohorts())
    return [
        source
        for source in load_registry(project).cohorts
        if source.cohort not in here and is_address(source.address)
    ]


def _bring(where: str, bring: Callable[[str], bytes]) -> tuple[bytes, str]:
    """What a deposit holds, and how the registry calls its place: never a path."""
    if "://" in where:
        return bring(where), where
    path = Path(where)
    if not path.is_file():
        raise DataError([Finding(where[:200], "no such file", "a deposit, such as my-county.zip",
                                 remedy="Give a file, or an address with https://.")])  # fmt: skip
    if path.stat().st_size > MAXIMUM_READ_BYTES:
        raise DataError(
            [
                Finding(
                    path.name,
                    "a file that is too large",
                    "a deposit",
                    remedy="Look whether it is the right file.",
                )
            ]
        )
    told = re.sub(r"[^A-Za-z0-9._ -]", "-", path.name).lstrip("._ -")[:150]
    return path.read_bytes(), told or "deposit.zip"


def _find_known(registry: Registry, told: str, name: str) -> Source | None:
    """The registry's row of a place; a cohort given a name of its own has none yet."""
    rows = (one for one in registry.cohorts if one.address == told)
    return next((one for one in rows if not name or one.cohort == name), None)


def _check_known(
    registry: Registry, known: Source | None, told: str, digest: str, project: Project
) -> None:
    """Refuse a deposit that is here already, and one that is not what the registry says."""
    here = set(project.cohorts())
    twice = next((one for one in registry.cohorts if one.sha256 == digest), None)
    if twice is not None and twice.cohort in here:
        raise SencoError(
            f"{told} is here already, as '{twice.cohort}': nothing was done, and it counts once."
        )
    if known is not None and known.sha256 != digest:
        raise DataError([
            Finding(
                told, f"a file with the SHA-256 {digest[:12]}…",
                f"{known.sha256[:12]}…, which data/cohorts/{REGISTRY} has for "
                f"'{known.cohort}'",
                remedy="It was changed since it was gathered. Ask those who deposited it; to take "
                "it as another cohort, add: --name ANOTHER-NAME",
            )
        ])  # fmt: skip
    if twice is not None and twice.address != told:
        # its row has the name of the same deposit, from elsewhere
        raise SencoError(
            f"{told} is the deposit of '{twice.cohort}', which data/cohorts/{REGISTRY} has from "
            f"{twice.address}. To fetch it from there, type: senco gather"
        )


def name_place(told: str, digest: str) -> str:
    """Return where a cohort was gathered, as pages name it.

    Parameters
    ----------
    told : str
        An address, or the name of a file.
    digest : str
        SHA-256 of the deposit.

    Returns
    -------
    str
        The host or the file, with the start of the digest.

    Examples
    --------
    >>> name_place("https://zenodo.org/records/1/files/a.zip", "0123456789abcdef")
    'zenodo.org (SHA-256 0123456789ab…)'
    """
    place = told.partition("://")[2].partition("/")[0] if is_address(told) else told
    return f"{place[:150]} (SHA-256 {digest[:12]}…)"


def _lay_out(files: dict[str, bytes], cohort: str, folder: Path, gathered: str) -> Path:
    """Write what is taken: the contract's tables, and what cohort.yml says of them."""
    folder.mkdir()
    start = f"data/cohorts/{cohort}/"
    for table in TABLES:
        if f"{start}{table}.csv" in files:
            (folder / f"{table}.csv").write_bytes(files[f"{start}{table}.csv"])
    (folder / "cohort.yml").write_bytes(files[f"{start}cohort.yml"])
    info = load_yaml(folder / "cohort.yml", CohortInfo, f"{start}cohort.yml")
    # what its pages are to be compared with is for those whose they are
    kept = info.model_dump(mode="json", exclude_unset=True, exclude={"parameters"})
    kept["gathered"] = gathered
    text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=96)
    (folder / "cohort.yml").write_text(text, encoding="utf-8", newline="\n")
    return folder


def _compare_study(files: dict[str, bytes], project: Project, place: Path) -> list[str]:
    """Refuse a deposit of another study, and say where its framework is not the one here."""
    path = place / "study.yml"
    path.write_bytes(files.get("data/study.yml", b""))
    theirs, ours = load_yaml(path, Study, "data/study.yml of the deposit"), load_study(project)
    if theirs.reference_cohort != ours.reference_cohort:
        raise SencoError(
            f"The deposit is of another study: its first cohort is '{theirs.reference_cohort}', "
            f"and here it is '{ours.reference_cohort}'."
        )
    if {one.id for one in theirs.influences} != {one.id for one in ours.influences}:
        return ["Its study has other influences than the one here: compare with care."]
    return []


def _compare_criteria(known: Source | None, source: Source) -> list[str]:
    if known is not None and known.criteria != source.criteria:
        before = f"{known.criteria[:12]}…" if known.criteria else "none"
        now = f"{source.criteria[:12]}…" if source.criteria else "none"
        return [
            f"Its criteria are not those that the registry had: digest {now}, and before {before}."
        ]
    if not source.criteria:
        return ["Nothing was laid down beforehand as agreement in it."]
    return []
