"""The languages of pages: what is worded in English, and how another language says it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from senco.locale.catalogue import IN_ENGLISH, Catalogue

#: The language in which notebooks and library are written.
ENGLISH = "en"
_FOLDER = Path(__file__).parent


def list_languages() -> tuple[str, ...]:
    """Return the languages that pages can be in.

    Returns
    -------
    tuple of str
        English, then each that has a catalogue here, in the order of the alphabet.
    """
    return (ENGLISH, *sorted(path.stem for path in _FOLDER.glob("*.po")))


def find_catalogue(language: str) -> Path | None:
    """Return the file of a language's catalogue.

    Parameters
    ----------
    language : str
        Such as ``"es"``.

    Returns
    -------
    Path or None
        None for English, which has none, and for a language that has none yet.
    """
    return _FOLDER / f"{language}.po" if language in list_languages()[1:] else None


@lru_cache(maxsize=4)
def load_catalogue(language: str) -> Catalogue:
    """Return what translates into a language.

    Parameters
    ----------
    language : str
        Such as ``"es"``.

    Returns
    -------
    Catalogue
        For English, and where there is none, by it every text stays as it is.
    """
    path = find_catalogue(language)
    return IN_ENGLISH if path is None else Catalogue.parse(path.read_bytes())
