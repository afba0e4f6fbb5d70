"""A named person's word for one version of a book or a deposit, and whether it still holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, Field

from senco.cohort.gathered import check_own
from senco.cohort.loading import load_cohort
from senco.cohort.yamlfiles import load_yaml
from senco.disclosure import mask_path
from senco.disclosure.allowances import ALLOWED_FILE
from senco.disclosure.names.matching import NameSearch
from senco.disclosure.release.editions import BOOK, Edition
from senco.disclosure.release.listing import digest_data, digest_of, list_files, write_list
from senco.disclosure.stories.passages import digest_passages, list_passages
from senco.errors import BuildError, DataError, SencoError, list_errors
from senco.text.words import count_words
from senco.workspace.files import set_access
from senco.workspace.paths import Project

if TYPE_CHECKING:
    from senco.disclosure.release.review import Review

_SHOWN = 5
#: Characters of a signer's name and role.
_SHORTEST, _LONGEST = 2, 200


class Accepted(BaseModel):
    """What was found and may stand, with the reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    reason: str


class Signature(BaseModel):
    """A named person's word for one version of a book or a deposit (`release.yml`, `deposit.yml`).

    Parameters
    ----------
    cohort : str
        The cohort.
    name, role : str
        Who signs, and as what.
    date : date
        The day, as the person gives it.
    statement : str
        What they put their name to.
    digest : str
        SHA-256 of the list of files.
    data : str
        SHA-256 of the list of the cohort's tables and `cohort.yml` as they then were; blank
        in signatures of before that was noted.
    files, bytes : int
        What the list holds.
    names_searched : int
        Entries of the private list that was searched for.
    transcripts_searched : int
        Transcripts with which the gists were compared; 0 also in signatures of before there
        was such a comparison.
    passages_listed, passages_read : int
        Passages that a person had to look at, and how many of them the signer says to have
        read where they stand; 0 also in signatures of before there was such a list.
    passages : str
        SHA-256 of the list of passages; blank in signatures of before that was noted.
    accepted : tuple of Accepted
        Entries of the allow-list that cover something, with their reasons.
    told : tuple of str
        k, and the gate's warnings, masked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cohort: str
    name: str = Field(min_length=_SHORTEST, max_length=_LONGEST)
    role: str = Field(min_length=_SHORTEST, max_length=_LONGEST)
    date: date
    statement: str = Field(min_length=20, max_length=2000)
    digest: str = Field(pattern="^[0-9a-f]{64}$")
    data: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    files: int = Field(ge=1)
    bytes: int = Field(ge=0)
    names_searched: int = Field(ge=0)
    transcripts_searched: int = Field(default=0, ge=0)
    passages_listed: int = Field(default=0, ge=0)
    passages_read: int = Field(default=0, ge=0)
    passages: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    accepted: tuple[Accepted, ...] = ()
    told: tuple[str, ...] = ()


def read_day(text: str) -> date:
    """Return the day that a person gives.

    Parameters
    ----------
    text : str
        Such as "2026-11-24".

    Returns
    -------
    date
        The day.

    Raises
    ------
    SencoError
        Where it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise SencoError("Not signed: give the date as --date 2026-11-24.") from None


def sign(
    name: str,
    site: Path,
    project: Project,
    reviewed: Review,
    *,
    signer: str,
    role: str,
    day: date,
    names_searched: int,
    transcripts_searched: int = 0,
    passages_read: int | None = None,
    edition: Edition = BOOK,
) -> Signature:
    """Write a person's signature for a folder of files into the cohort's folder.

    Parameters
    ----------
    name : str
        The cohort.
    site : Path
        The folder that would be published or deposited.
    project : Project
        The checkout.
    reviewed : Review
        What the gate found in it.
    signer, role : str
        Who signs, and as what.
    day : date
        The day, as the person gives it.
    names_searched : int
        Entries of the private list.
    transcripts_searched : int
        Transcripts with which the gists were compared.
    passages_read : int, optional
        How many of the listed passages the signer has read where they stand.
    edition : Edition
        What is signed for.

    Returns
    -------
    Signature
        What was written.

    Raises
    ------
    SencoError
        Where the cohort is others', the gate found an error, nobody made a private list, or
        passages are listed and the signer does not say how many were read: then nothing is
        written.
    """
    check_own(name, project, "sign for it")
    errors = list_errors(reviewed.findings)
    if errors:
        raise SencoError(
            f"Not signed: the gate found {count_words(len(errors), 'place')} that may point to "
            "people. Remove each where it comes from, or enter it with its reason in "
            f"data/cohorts/{name}/{ALLOWED_FILE}; then build and try again."
        )
    if not names_searched:
        raise SencoError(
            "Not signed: no private list was given. Write the names of the people, settings "
            "and places in a file outside the project, one to a line, and add: --names FILE"
        )
    signer, role = " ".join(signer.split()), " ".join(role.split())
    if not (signer and role):
        raise SencoError("Not signed: give a name and a role. A person signs, not a machine.")
    _check_length("--sign", signer)
    _check_length("--role", role)
    _check_read(len(reviewed.passages), passages_read)
    files = list_files(site)
    signature = Signature(
        cohort=name,
        name=signer,
        role=role,
        date=day,
        statement=edition.statement,
        digest=digest_of(files),
        data=digest_data(project.cohort(name)),
        files=len(files),
        bytes=sum((site / path).stat().st_size for path in files),
        names_searched=names_searched,
        transcripts_searched=transcripts_searched,
        passages_listed=len(reviewed.passages),
        passages_read=passages_read or 0,
        passages=digest_passages(reviewed.passages),
        accepted=tuple(Accepted(kind=used.kind, reason=used.reason) for used in reviewed.used),
        told=(*reviewed.notes, *map(str, reviewed.findings)),
    )
    folder = project.cohort(name)
    text = yaml.safe_dump(
        signature.model_dump(mode="json"), allow_unicode=True, sort_keys=False, width=96
    )
    _write(folder / edition.listing, write_list(files))
    _write(folder / edition.signature, text)
    return signature


def _check_length(option: str, text: str) -> None:
    if not _SHORTEST <= len(text) <= _LONGEST:
        raise SencoError(
            f"Not signed: {option} has {count_words(len(text), 'character')}; allowed: "
            f"{_SHORTEST} to {_LONGEST}. Write it out, so that others know who signed."
        )


def _check_read(listed: int, read: int | None) -> None:
    """Raise an error where nobody says how much of the list was read, or more than it holds."""
    if listed and read is None:
        raise SencoError(
            f"Not signed: {listed} passages are listed for you to look at. Read each in its "
            "place, thinking of somebody who knows the setting, and give the number that you "
            "have read: --read NUMBER"
            if listed > 1
            else (
                "Not signed: 1 passage is listed for you to look at. Read it in its place, "
                "thinking of somebody who knows the setting, and then add: --read 1"
            )
        )
    if not 0 <= (read or 0) <= listed:
        raise SencoError(f"Not signed: --read {read}, but the list has {listed}.")


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    set_access(part, private=True)
    part.replace(path)


def load_signature(name: str, project: Project, edition: Edition = BOOK) -> Signature:
    """Read a cohort's signature.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.
    edition : Edition
        What was signed for.

    Returns
    -------
    Signature
        Whatever it was given for.

    Raises
    ------
    BuildError
        Where nobody signed, or what was signed cannot be read; with what to do.
    """
    path, label = project.cohort(name) / edition.signature, f"data/cohorts/{name}"
    refused = f"'{name}' is not {edition.done}:"
    if not path.is_file():
        raise BuildError(
            f"{refused} nobody has signed for it. Look at its private book (senco build {name}), "
            f"search it (senco disclose {name} --names FILE), then type: senco release {name}"
            f"{edition.option} --names FILE"
        )
    try:
        signature = load_yaml(path, Signature, f"{label}/{edition.signature}")
    except DataError as error:
        raise BuildError(f"{refused} its signature is damaged.\n{error}") from None
    if signature.cohort != name:
        raise BuildError(
            f"{refused} its signature is for another cohort. {_sign_again(name, edition)}"
        )
    return signature


def _sign_again(name: str, edition: Edition) -> str:
    return f"Read it again, then type: senco release {name}{edition.option} --names FILE"


def check_signature(
    name: str,
    files: dict[str, str],
    project: Project,
    names: Sequence[str] = (),
    edition: Edition = BOOK,
) -> Signature:
    """Raise an error unless exactly these files were signed.

    Parameters
    ----------
    name : str
        The cohort.
    files : dict of str to str
        What would leave the machine, or did: digests by path, as `list_files` gives them.
    project : Project
        The checkout.
    names : sequence of str
        The private list, which masks the names of files.
    edition : Edition
        What they are.

    Returns
    -------
    Signature
        The signature that holds.

    Raises
    ------
    BuildError
        Where there is no signature, or something is other than what was signed; with
        the files, and what to do.
    """
    signature = load_signature(name, project, edition)
    try:
        listed = (project.cohort(name) / edition.listing).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        listed = ""
    if signature.digest != digest_of(files):
        changes = "\n".join(_list_changes(listed, files, signature.digest, NameSearch(names)))
        raise BuildError(
            f"'{name}' is not {edition.done}: it is not what {signature.name} signed on "
            f"{signature.date:%Y-%m-%d}.\n{changes}\n{_sign_again(name, edition)}"
        )
    return signature


def check_data(signature: Signature, project: Project) -> None:
    """Raise an error where the cohort's data changed after somebody signed.

    What was signed then still shows what may have been taken out since, such as a person
    who has withdrawn.

    Parameters
    ----------
    signature : Signature
        A signature that holds for the files; without a digest of data nothing is known.
    project : Project
        The checkout.

    Raises
    ------
    BuildError
        With what to do.
    """
    name = signature.cohort
    if signature.data and signature.data != digest_data(project.cohort(name)):
        raise BuildError(
            f"'{name}': these are the files that {signature.name} signed on "
            f"{signature.date:%Y-%m-%d}, but the cohort's data have changed since. Do not leave "
            f"them public without looking at them. Build first: senco build {name}. Then read "
            "it and sign again."
        )


def check_passages(signature: Signature, project: Project, edition: Edition = BOOK) -> None:
    """Raise an error where other passages are listed than the signer had before them.

    Parameters
    ----------
    signature : Signature
        A signature that holds for the files; without a digest of passages nothing is known.
    project : Project
        The checkout.
    edition : Edition
        What was signed for.

    Raises
    ------
    BuildError
        With what to do.
    """
    name = signature.cohort
    if not signature.passages:
        return
    cohort = load_cohort(name, project=project)
    listed = list_passages(cohort.tables, "", cohort.info)
    if signature.passages != digest_passages(listed):
        raise BuildError(
            f"'{name}' is not {edition.done}: the passages to look at ({len(listed)}) are not "
            f"those for which {signature.name} signed on {signature.date:%Y-%m-%d} "
            f"({signature.passages_listed}). Look at them (senco disclose {name} --names FILE). "
            f"{_sign_again(name, edition)}"
        )


def _list_changes(listed: str, files: dict[str, str], digest: str, known: NameSearch) -> list[str]:
    """What differs from the list that was signed, where that list itself still holds."""
    if hashlib.sha256(listed.encode()).hexdigest() != digest:
        return ["The list of what was signed has also been changed, or is missing."]
    pairs = (line.partition("  ") for line in listed.splitlines())
    signed = {path: digest for digest, _, path in pairs}
    # of a deposit the data come first: what else changed follows from them
    files = dict(sorted(files.items(), key=lambda pair: not pair[0].startswith("data/")))
    changes = [
        ("changed", [path for path in files if path in signed and files[path] != signed[path]]),
        ("new", [path for path in files if path not in signed]),
        ("gone", [path for path in signed if path not in files]),
    ]
    return [
        f"{word}: {mask_path(path, known)}" if n < _SHOWN else f"{word}: {len(paths) - _SHOWN} more"
        for word, paths in changes
        for n, path in enumerate(paths[: _SHOWN + 1])
    ]
