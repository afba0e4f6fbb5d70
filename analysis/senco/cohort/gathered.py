"""Cohorts that others deposited and that were gathered here: the registry of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from senco.cohort.model import Provenance
from senco.cohort.yamlfiles import load_yaml
from senco.errors import SencoError
from senco.workspace.files import write_atomically
from senco.workspace.paths import Project

#: The registry, in data/cohorts.
REGISTRY = "registry.yml"
#: More cohorts than this are no registry of one study.
MOST = 500
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,150}")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[!-~]*)?")
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?(?:/[!-~]*)?")
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def is_address(text: str) -> bool:
    """Return whether a text is an address from which a deposit may be fetched.

    Parameters
    ----------
    text : str
        Any.

    Returns
    -------
    bool
        True for https, without a name or password in it, and for http on this machine itself.

    Examples
    --------
    >>> is_address("https://zenodo.org/records/1/files/a.zip"), is_address("http://zenodo.org/a")
    (True, False)
    """
    return bool(len(text) <= 500 and (_ADDRESS.fullmatch(text) or _LOOPBACK.fullmatch(text)))


class Source(BaseModel):
    """One gathered cohort: where it came from, and what was checked.

    Parameters
    ----------
    cohort : str
        Its name here, a folder of data/cohorts.
    address : str
        Where the deposit is fetched, or the name of the file it came in.
    sha256 : str
        Of the deposit, 64 digits of base 16.
    title, licence : str
        As the deposit's cohort.yml has them.
    provenance : {"published", "synthetic", "collected"}
        Where its data come from.
    criteria : str
        Digest of what its people laid down as agreement beforehand; blank where they did not.
    verified : date
        The day on which its checksums were compared, as the person gave it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    cohort: str = Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40)
    address: str = Field(min_length=1, max_length=500)
    sha256: Digest
    title: str = Field(min_length=1, max_length=120)
    licence: str = Field(min_length=1, max_length=300)
    provenance: Provenance
    criteria: Digest | Annotated[str, Field(max_length=0)] = ""
    verified: date

    @field_validator("address")
    @classmethod
    def _check_address(cls, address: str) -> str:
        if not is_address(address) and not _FILE.fullmatch(address):
            raise PydanticCustomError(
                "address", "an address that begins with https://, or the name of a file"
            )
        return address


class Registry(BaseModel):
    """All gathered cohorts.

    Parameters
    ----------
    cohorts : tuple of Source
        Each name and each deposit once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    cohorts: tuple[Source, ...] = Field(default=(), max_length=MOST)

    @model_validator(mode="after")
    def _check_twice(self) -> Registry:
        for field in ("cohort", "sha256"):
            given = [str(getattr(source, field)).casefold() for source in self.cohorts]
            twice = sorted({value for value in given if given.count(value) > 1})
            if twice:
                raise PydanticCustomError(
                    "twice", "each cohort and each deposit once; '{value}' stands twice",
                    {"value": twice[0][:40]},
                )  # fmt: skip
        return self


def load_registry(project: Project) -> Registry:
    """Read the registry.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Registry
        Empty where there is no file.

    Raises
    ------
    DataError
        One finding for each key that is unknown, missing or wrong, with its line.
    """
    path = project.cohort(REGISTRY)
    return load_yaml(path, Registry, project.relative(path)) if path.exists() else Registry()


def save_registry(registry: Registry, project: Project) -> None:
    """Write the registry.

    Parameters
    ----------
    registry : Registry
        All of it.
    project : Project
        The checkout.
    """
    text = yaml.safe_dump(
        registry.model_dump(mode="json"), allow_unicode=True, sort_keys=False, width=96
    )
    write_atomically(project.cohort(REGISTRY), text)


def find_source(name: str, project: Project) -> Source | None:
    """Return where a cohort was gathered.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    Source or None
        None for a cohort of one's own.

    Raises
    ------
    DataError
        Where the registry cannot be read.
    """
    return next((one for one in load_registry(project).cohorts if one.cohort == name), None)


def drop_source(name: str, project: Project) -> bool:
    """Take a cohort out of the registry.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.

    Returns
    -------
    bool
        Whether it was there.

    Raises
    ------
    DataError
        Where the registry cannot be read.
    """
    registry = load_registry(project)
    kept = tuple(one for one in registry.cohorts if one.cohort != name)
    if len(kept) == len(registry.cohorts):
        return False
    if kept:
        save_registry(Registry(cohorts=kept), project)
    else:
        project.cohort(REGISTRY).unlink()
    return True


def check_own(name: str, project: Project, what: str) -> None:
    """Raise an error where a cohort is others', and was gathered.

    Parameters
    ----------
    name : str
        The cohort.
    project : Project
        The checkout.
    what : str
        What only those whose cohort it is may do, to go on from "Only they can".

    Raises
    ------
    SencoError
        With where it came from.
    """
    source = find_source(name, project)
    if source is not None:
        raise SencoError(
            f"'{name}' is not yours: it was gathered from {source.address}, as data/cohorts/"
            f"{REGISTRY} says. Only those whose cohort it is can {what}. Cite their deposit."
        )
