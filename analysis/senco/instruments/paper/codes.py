"""The short code of a sheet, which a machine reads or somebody types."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from senco.errors import SencoError
from senco.instruments.paper.geometry import LAYOUTS

#: Digits and letters without those that are taken for one another: Crockford's thirty-two.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGEST = 4
#: What stands in a code, in the order in which the check sign is counted.
_CHECKED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PSEUDONYM = re.compile(r"[A-Za-z]{1,6}-?[0-9]{1,6}")
_MISREAD = str.maketrans("ILO", "110")


@dataclass(frozen=True)
class SheetCode:
    """Whose sheet it is, of which kind and which cohort.

    Parameters
    ----------
    letter : str
        The kind: W for a work-line.
    digest : str
        Four signs that tell the cohort, or the study, from others.
    participant : str
        The pseudonym; "" on a blank sheet.

    Examples
    --------
    >>> str(SheetCode("W", "7K3Q", "P1"))
    'W-7K3Q-P1-5'
    """

    letter: str
    digest: str
    participant: str = ""

    def __str__(self) -> str:
        body = self._body
        return f"{body}-{_check(body.upper())}"

    @property
    def _body(self) -> str:
        return "-".join(part for part in (self.letter, self.digest, self.participant) if part)


def make_digest(*parts: str) -> str:
    """Return four signs that tell one cohort, or study, from another.

    Parameters
    ----------
    *parts : str
        What makes it what it is: the study's title, the cohort's name.

    Returns
    -------
    str
        Two cohorts have the same one time in a million.

    Examples
    --------
    >>> make_digest("A study", "a-cohort") == make_digest("A study", "another")
    False
    """
    whole = hashlib.sha256("\n".join(parts).encode()).digest()
    return "".join(SIGNS[byte % len(SIGNS)] for byte in whole[:_DIGEST])


def parse_code(text: str) -> SheetCode:
    """Read a code that was scanned or typed.

    Parameters
    ----------
    text : str
        As ``"W-7K3Q-P1-5"``; small letters do for all but the pseudonym.

    Returns
    -------
    SheetCode
        What it says.

    Raises
    ------
    SencoError
        Where it is none, or its last sign does not agree with the others.

    Examples
    --------
    >>> parse_code("w-7k3q-P1-5").participant
    'P1'
    >>> parse_code("W-7K3Q-P7-F")
    Traceback (most recent call last):
    senco.errors.SencoError: The code of the sheet does not agree with its last sign: one of its \
signs was misread. Compare it with the sheet.
    """
    parts = text.strip().split("-")
    letter, digest = parts[0].upper(), parts[1].upper() if len(parts) > 2 else ""
    participant = "-".join(parts[2:-1])
    kinds = {one.letter for one in LAYOUTS}
    digest = digest.translate(_MISREAD)
    known = letter in kinds and len(digest) == _DIGEST and set(digest) <= set(SIGNS)
    if not known or (participant and not _PSEUDONYM.fullmatch(participant)):
        raise SencoError(
            "This is no code of a sheet: it has the letter W, four signs, the pseudonym "
            "and one more sign, with hyphens between, such as W-7K3Q-P1-5. It stands at the top "
            "of the sheet."
        )
    code = SheetCode(letter, digest, participant)
    if str(code).rpartition("-")[2] != parts[-1].upper():
        raise SencoError(
            "The code of the sheet does not agree with its last sign: one of its signs was "
            "misread. Compare it with the sheet."
        )
    return code


def _check(body: str) -> str:
    """Return the check sign of ISO 7064, MOD 37,36: it shows one wrong sign, and two swapped."""
    product = 36
    for sign in body.replace("-", ""):
        product = ((product + _CHECKED.index(sign)) % 36 or 36) * 2 % 37
    return _CHECKED[(1 - product) % 36]
