"""Files of others that a site holds as they were made: nothing of ours stands in them.

They are told by what they hold and not by where they lie: a note of somebody's own in the
same folder is searched.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from senco.text.styles import is_cut_from

#: What lays out the site, each with folders of scripts, styles, fonts and messages.
PACKAGES = (
    "jupyter_book", "myst_nb", "pydata_sphinx_theme", "sphinx", "sphinx_book_theme",
    "sphinx_comments", "sphinx_copybutton", "sphinx_design", "sphinx_togglebutton",
)  # fmt: skip
_FOLDERS = frozenset({"static", "_static", "themes", "search", "compiled"})
#: MathJax 3.2.2 (Apache-2.0), as it lies in `book/_static/mathjax`.
_MATHJAX = frozenset(
    {
        "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
        "b525b71e41a7fdb124ef6a2b44d5250cb7fc2f56d7e73494ad03d090d0e4f28a",
        "3de784d07b9fa8f104c10928a878ee879cf3305cae5195cba663c9c2bb0195eb",
        "af04542b29eaac04550a140c5f1760a649783989426f2540855bf4157819367d",
        "26683bf201fb258a2237d9754616de9d4ecf4cc1cd39dd1902476df7d75f1d16",
        "721921bab0d001ebff0206c24cb5de6ca136467bf1843a7aa32030ba061d1e92",
        "870673df72e70f87c91a5a317d558c2c3b54392264ad79bbadc6d424ae8765fe",
        "88b98cad3688915e50da55553ff6ad185e0dce134b47f176e91b100f8a9b175c",
        "355254db9ca10a09a3b5f0929d74eb4670f44fbe864c07526a06213e0a0caf6c",
        "1cb1c39ea642f26a4dfed230b4aea1c3c218689421f6e9c0a7c1811693c4fa07",
        "8ea8dbb1b02e6f730f55b4cb5d413b785b9f5c39807d0a0fa7da206a0824a457",
        "a009bea404f7a500ded48f8b9ad9cf16e12504b3195dd9e25975289b8256b0f0",
        "c01d3321e89b403c4b811aa153c4e618eda3421f92d8a072a02c8d190782a191",
        "32792104b5ef69eded905b6d1598ed05d8087684d38e7a94d52e3c38ba16f47e",
        "fc6ddf5df402b263cfb158aed8e89972542c34b719cd87b1db30461985f7bd5b",
        "b418136e3b384baaadecb70bd3c48a8da9825210130b2897db808c44efc883cb",
        "af96f67d7accf5fd2a4a682d0b9f8b339f8ea6fe34c310c1694c8ba7f6ddc96f",
        "c49810b53ecc0d87d8028762c518924197dd9d3f905b08f99ea241301085b9cb",
        "30e889b58cbc51adfbb038ab1a96dc4025aa3542a3cff7712fc55ece510675e2",
        "5cda41563a095bd70c78e2dda13d0f8cb922c71c90fffd0a0044c65173a66e83",
        "3bc6ecaae7ecf6f8d7f8ea07bddbaca8601e2cb6e89d6aef58e78d9f6d8a398f",
        "c56da8d69f1a0208b8e0703656c3264b6dd748bd452524c82b0385b60f6a68c1",
        "36e0d72d8a7afc696a3e7a5c7369807634640de9b02257bca447bdf126221a27",
        "72bc573386dd1d48c5bbd286302ca9e3400c5eb0f298e7cfbf945b9d08fc688f",
        "481e39042508ae313a60618af1e37146ab93e9324c98e4c78b8f17fe55d41e0b",
        "0a6ded5abbce13331658dd239f34382abd06492c74b71b61e8caa8112ec55fa5",
    }
)
#: The typefaces of the site (OFL-1.1), in `book/_static/fonts`, with their licence.
_FONTS = frozenset(
    {
        "0cc98fcbafba9a82f4eddfde8d4d9f8da487077f823ee0f408d5a084f8d24647",
        "30749af9b212ab551be955df74c076f4e06fde126aaf9dcc8203d1bb8d263d81",
        "932da7e35c4c37ffc6fddccc4c9736ddf7dad9e20167f73b51811f7504c5fad5",
        "069a7794ac3046ec25523605e39659077b776118d91b080366233e37ece7991a",
    }
)


def is_vendored(content: bytes) -> bool:
    """Whether a file is byte for byte one that the theme, Sphinx or MathJax brings, or a typeface.

    Parameters
    ----------
    content : bytes
        What it holds; a file's name is searched whatever it holds.

    Returns
    -------
    bool
        True for what need not be searched; also for a style sheet of theirs that was cut to the
        rules that the site uses (`senco.book.site.sheets`).
    """
    if hashlib.sha256(content).hexdigest() in _MATHJAX | _FONTS:
        return True
    places = _list_installed().get(len(content), ())
    return any(place.read_bytes() == content for place in places) or _is_cut(content)


def _is_cut(content: bytes) -> bool:
    """Whether a file holds rules of a style sheet of theirs and nothing else."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return text.endswith("}\n") and any(is_cut_from(text, sheet) for sheet in _list_sheets())


@cache
def _list_sheets() -> tuple[str, ...]:
    paths = {path for paths in _list_installed().values() for path in paths}
    return tuple(
        path.read_text(encoding="utf-8") for path in sorted(paths) if path.suffix == ".css"
    )


@cache
def _list_installed() -> dict[int, list[Path]]:
    """Every static file of the packages, by its size."""
    found: dict[int, list[Path]] = {}
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for place, _, names in os.walk(folder):
                if _FOLDERS & set(Path(place).parts):
                    for name in names:
                        path = Path(place) / name
                        found.setdefault(path.stat().st_size, []).append(path)
    return found
