"""What a repository may answer: the parts that are read, each with its bounds.

The forms are those of InvenioRDM's REST API, "Drafts and Records". Everything that is not listed
here is left unread, links above all: addresses are made from the repository's own name.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

#: No answer but a file is larger than this.
MOST_BYTES = 4 << 20
#: So much of a sentence of a repository is passed on.
_LONGEST = 300

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
Doi = Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$")]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


Answer = TypeVar("Answer", bound=_Answer)


class Nothing(_Answer):
    """An answer of which nothing is read."""


class Fault(_Answer):
    """One part of a description that a repository does not take.

    Parameters
    ----------
    field : str
        Such as "metadata.creators".
    messages : tuple of str
        What is wrong with it, in the repository's words.
    """

    field: str = ""
    messages: tuple[str, ...] = Field(default=(), max_length=50)

    @property
    def told(self) -> str:
        """What is wrong, as one sentence."""
        return shorten("; ".join(self.messages)) or "a value that it does not take"


class Refusal(_Answer):
    """Why a repository refused what it was asked.

    Parameters
    ----------
    message : str
        In its words.
    errors : tuple of Fault
        Part by part.
    """

    message: str = ""
    errors: tuple[Fault, ...] = Field(default=(), max_length=200)


class Pid(_Answer):
    """A persistent identifier of a record.

    Parameters
    ----------
    identifier : str
        A DOI; blank where none is reserved.
    """

    identifier: Doi | Annotated[str, Field(max_length=0)] = ""


class Pids(_Answer):
    """The persistent identifiers of a record.

    Parameters
    ----------
    doi : Pid
        Its DOI.
    """

    doi: Pid = Pid()


class Record(_Answer):
    """A record, or the draft of one.

    Parameters
    ----------
    id : str
        Its place in the repository's addresses.
    is_published : bool
        Whether it is open to all.
    pids : Pids
        What it is cited by.
    errors : tuple of Fault
        What has to be put right before it can be published.
    """

    id: Identifier
    is_published: bool = False
    pids: Pids = Pids()
    errors: tuple[Fault, ...] = Field(default=(), max_length=200)

    @property
    def doi(self) -> str:
        """Its DOI; "" where it has none."""
        return self.pids.doi.identifier


class Entry(_Answer):
    """A file of a record.

    Parameters
    ----------
    key : str
        Its name.
    status : str
        "completed" where it is there whole.
    checksum : str, optional
        As "md5:" and 32 digits of base 16, once it is complete.
    """

    key: str = Field(min_length=1, max_length=500)
    status: str = Field(default="", max_length=40)
    checksum: str | None = Field(default=None, max_length=200)

    def holds(self, digest: str) -> bool:
        """Say whether it is there whole, and is the file that was sent.

        Parameters
        ----------
        digest : str
            MD5 of the file.

        Returns
        -------
        bool
        """
        return self.status == "completed" and self.checksum == f"md5:{digest}"


class Entries(_Answer):
    """The files of a record.

    Parameters
    ----------
    entries : tuple of Entry
        In any order.
    """

    entries: tuple[Entry, ...] = Field(default=(), max_length=10_000)

    def find(self, key: str) -> Entry | None:
        """Return a file by its name.

        Parameters
        ----------
        key : str
            The name.

        Returns
        -------
        Entry or None
            None where there is no such file.
        """
        return next((entry for entry in self.entries if entry.key == key), None)


def read_answer(content: bytes, kind: type[Answer]) -> Answer | None:
    """Read what a repository answered.

    Parameters
    ----------
    content : bytes
        JSON, if all is well.
    kind : type
        What it must be.

    Returns
    -------
    Answer or None
        None for what is no such answer: cut off, of another form, or out of bounds.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError:
        return None


def shorten(text: str) -> str:
    r"""Return a stranger's sentence on one line, of a length that a message can have.

    Parameters
    ----------
    text : str
        Any.

    Returns
    -------
    str

    Examples
    --------
    >>> shorten("Name cannot\n be blank.")
    'Name cannot be blank.'
    """
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
