"""What is kept of a deposit between two commands: which draft it is, and what became of it.

It lies in `.work`, which is never committed; lost, it costs a look at one's account.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from senco.crate.depositing.answers import Doi, Identifier
from senco.errors import DataError, Finding
from senco.workspace.files import make_private_folder, write_atomically
from senco.workspace.paths import Project

_Blank = Annotated[str, Field(max_length=0)]


class Kept(BaseModel):
    """How far a cohort's deposit in one repository has come.

    Parameters
    ----------
    repository : str
        Its address.
    begun : bool
        Whether a draft was asked for and no answer came.
    draft : str
        The draft that is not published yet.
    version_of : str
        The record of which it is the next version.
    record : str
        The record that was published last.
    doi : str
        Its DOI.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    repository: str = Field(max_length=300)
    begun: bool = False
    draft: Identifier | _Blank = ""
    version_of: Identifier | _Blank = ""
    record: Identifier | _Blank = ""
    doi: Doi | _Blank = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    deposits: tuple[Kept, ...] = Field(default=(), max_length=100)


def load_kept(project: Project, cohort: str, repository: str) -> Kept:
    """Return how far a cohort's deposit has come.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    repository : str
        Address of the repository.

    Returns
    -------
    Kept
        Blank where nothing was begun.

    Raises
    ------
    DataError
        Where the file holds something else.
    """
    deposits = _load(project, cohort).deposits
    blank = Kept(repository=repository)
    return next((one for one in deposits if one.repository == repository), blank)


def save_kept(project: Project, cohort: str, kept: Kept) -> None:
    """Keep how far a cohort's deposit has come.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    kept : Kept
        Of one repository; those of others stay.
    """
    others = [o for o in _load(project, cohort).deposits if o.repository != kept.repository]
    path = project.deposit(cohort)
    make_private_folder(path.parent)
    content = _File(deposits=(*others, kept))
    write_atomically(path, content.model_dump_json(indent=1) + "\n", private=True)


def _load(project: Project, cohort: str) -> _File:
    path = project.deposit(cohort)
    try:
        return _File.model_validate_json(path.read_bytes()) if path.is_file() else _File()
    except ValidationError:
        finding = Finding(
            project.relative(path), "something else", "what senco deposit wrote there",
            remedy="Look in your account which drafts there are, and delete this file.",
        )  # fmt: skip
        raise DataError([finding]) from None
