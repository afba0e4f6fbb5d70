"""What can leave a machine, each with a signature of its own: a book, and a deposit."""

from __future__ import annotations

from dataclasses import dataclass

from senco.disclosure.allowances import ALLOWED_FILE


@dataclass(frozen=True)
class Edition:
    """What leaves a machine when somebody has signed for it.

    Parameters
    ----------
    what : str
        What it is.
    done : str
        What is done with it.
    signature, listing : str
        The signature and the list of files, in a cohort's folder.
    statement : str
        What a person puts their name to.
    option : str
        What `senco release` is told, beside the cohort.
    """

    what: str
    done: str
    signature: str
    listing: str
    statement: str
    option: str = ""


BOOK = Edition(
    what="book",
    done="published",
    signature="release.yml",
    listing="release.sha256",
    statement=(
        "I have read every page of this book and looked at every picture and download. Nobody "
        "is named; everybody who could be recognised has agreed, and that is on record."
    ),
)
DEPOSIT = Edition(
    what="deposit",
    done="deposited",
    signature="deposit.yml",
    listing="deposit.sha256",
    statement=(
        "I have read every table and every page of this deposit. Nobody is named; everybody "
        "has agreed that their answers may be kept for others to use, and that is on record."
    ),
    option=" --deposit",
)
#: What lies in a cohort's folder and never leaves it.
UNPUBLISHED = (
    *(name for edition in (BOOK, DEPOSIT) for name in (edition.signature, edition.listing)),
    ALLOWED_FILE,
)
