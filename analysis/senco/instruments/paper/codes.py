"""The short code of a sheet, which a machine reads or somebody types."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from senco.errors import SencoError
from senco.instruments.paper.geometry import LAYOUTS
from senco.text.words import join_words

#: Digits and letters without those that are taken for one another: Crockford's thirty-two.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: The scale of a work-line whose code names none.
LEVELS = (-5.0, 5.0)
#: Seeds are below this.
MOST_SEEDS = 2**32
_DIGEST = 4
#: What stands in a code, in the order in which the check sign is counted.
_CHECKED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PSEUDONYM = re.compile(r"[A-Za-z]{1,6}-?[0-9]{1,6}")
_MISREAD = str.maketrans("ILO", "110")
_NUMBER = r"M?[0-9]{1,6}(?:P[0-9]{1,4})?"
#: What may stand between digest and pseudonym, in this order; none can be taken for a pseudonym.
_SCALE = re.compile(rf"({_NUMBER})T({_NUMBER})")
_SEED = re.compile(r"([0-9]{1,10})S")
_PAGE = re.compile(r"([0-9]{1,3})P")


@dataclass(frozen=True)
class SheetCode:
    """Whose sheet it is, of which kind and which cohort.

    Parameters
    ----------
    letter : str
        The kind: W for a work-line, G for a grid, R for a ranking.
    digest : str
        Four signs that tell the cohort, or the study, from others; of a ranking, its list of
        constructs too.
    participant : str
        The pseudonym; "" on a blank sheet.
    levels : tuple of float
        The lowest and the highest level of a work-line.
    seed : int, optional
        What the order of a ranking sheet was drawn by, where somebody said it.
    page : int
        Of a sheet that goes on over several.

    Examples
    --------
    >>> str(SheetCode("W", "7K3Q", "P1"))
    'W-7K3Q-P1-5'
    >>> str(SheetCode("W", "7K3Q", "P1", levels=(-2.5, 10)))
    'W-7K3Q-M2P5T10-P1-6'
    >>> str(SheetCode("R", "7K3Q", "P1", seed=12, page=2))
    'R-7K3Q-12S-2P-P1-9'
    """

    letter: str
    digest: str
    participant: str = ""
    levels: tuple[float, float] = LEVELS
    seed: int | None = None
    page: int = 1

    def __str__(self) -> str:
        body = self._body
        return f"{body}-{_check(body.upper())}"

    @property
    def _body(self) -> str:
        scale = "" if self.levels == LEVELS else _write_scale(self.levels)
        page = "" if self.page == 1 else f"{self.page}P"
        parts = (self.letter, self.digest, scale, self._seed, page, self.participant)
        return "-".join(part for part in parts if part)

    @property
    def order(self) -> int:
        """What the order of a ranking sheet is drawn by: all of the code but kind and page.

        The first 32 bits of the SHA-256 of, for instance, ``7K3Q-P1``, or ``7K3Q-12S-P1``
        with a seed of 12: whoever has the code has the order.
        """
        text = "-".join(part for part in (self.digest, self._seed, self.participant) if part)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")

    @property
    def _seed(self) -> str:
        return "" if self.seed is None else f"{self.seed}S"


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
    >>> parse_code("W-7K3Q-0T10-P1-X").levels
    (0.0, 10.0)
    >>> parse_code("W-7K3Q-P7-F")
    Traceback (most recent call last):
    senco.errors.SencoError: The last character of the code does not match the others: one of \
them was misread. Compare it with the sheet.
    """
    parts = text.strip().split("-")
    letter, digest = parts[0].upper(), parts[1].upper() if len(parts) > 2 else ""
    digest = digest.translate(_MISREAD)
    kinds = dict.fromkeys(one.letter for one in LAYOUTS)
    known = letter in kinds and len(digest) == _DIGEST and set(digest) <= set(SIGNS)
    rest = parts[2:-1]
    extras = {
        name: _take(rest, pattern, read)
        for name, kind, pattern, read in (
            ("levels", "W", _SCALE, _read_scale),
            ("seed", "R", _SEED, lambda found: int(found[1])),
            ("page", "GR", _PAGE, lambda found: int(found[1])),
        )
        if letter in kind
    }
    participant = "-".join(rest)
    if not known or (participant and not _PSEUDONYM.fullmatch(participant)):
        letters = join_words([*kinds], "or")
        raise SencoError(
            f"This is not the code of a sheet: a code has the letter {letters}, four "
            "characters, the pseudonym and one more character, separated by hyphens, such as "
            "W-7K3Q-P1-5. It is at the top of the sheet."
        )
    told: Any = {name: value for name, value in extras.items() if value is not None}
    code = SheetCode(letter, digest, participant, **told)
    if str(code).rpartition("-")[2] != parts[-1].upper():
        raise SencoError(
            "The last character of the code does not match the others: one of them was "
            "misread. Compare it with the sheet."
        )
    return code


def _take(parts: list[str], pattern: re.Pattern[str], read: Callable[[Any], Any]) -> Any:
    """Take the first of the parts where it has a form and a sense; None where it has not."""
    found = pattern.fullmatch(parts[0].upper().translate(_MISREAD)) if parts else None
    value = None if found is None else read(found)
    if value is not None:
        del parts[0]
    return value


def _write_scale(levels: tuple[float, float]) -> str:
    """As M2P5T10 for -2.5 to 10: a code has no sign but letters and digits."""
    text = "T".join(f"{level:g}".replace("-", "M").replace(".", "P") for level in levels)
    found = _SCALE.fullmatch(text)
    if found is None or _read_scale(found) != levels:
        raise SencoError(
            f"The work-lines' scale runs from {levels[0]} to {levels[1]}, which is too long for "
            "the code of a sheet: it has room for six digits before the point and four after "
            "it. Change the scale in cohort.yml."
        )
    return text


def _read_scale(found: re.Match[str]) -> tuple[float, float] | None:
    low, high = (float(one.replace("M", "-").replace("P", ".")) for one in found.groups())
    return (low, high) if low < high else None


def _check(body: str) -> str:
    """Return the check sign of ISO 7064, MOD 37,36: it shows one wrong sign, and two swapped."""
    product = 36
    for sign in body.replace("-", ""):
        product = ((product + _CHECKED.index(sign)) % 36 or 36) * 2 % 37
    return _CHECKED[(1 - product) % 36]
