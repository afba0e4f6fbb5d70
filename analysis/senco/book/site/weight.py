"""What the whole site holds: no script and no rule of a style sheet that no page has a use for."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

from senco.book.site.sheets import Rule, Words, cut_sheet, split_sheet

#: Files of the theme that no page asks for.
_UNUSED = ("_static/scripts/fontawesome.js*", "_static/vendor/fontawesome", "_static/locales",
           "_static/**/*.map", "_static/*webpack-macros.html")  # fmt: skip
#: Scripts and sheets, which a page or a sheet names where it loads them.
_LOADED = ("_static/*.js", "_static/scripts/*.js", "_static/*.css", "_static/styles/*.css")
#: Sheets that pages load, with the digest by which a browser knows that it has another one.
_LINK = re.compile(
    rb'(<link [^<>]*?href="[./]*)(_static/(?:[\w-]+/)*[\w.-]+\.css)(?:\?\w+=\w+)?(?=")'
)
#: The rules of each sheet by its digest, for the next build.
_KEPT = "sheets.json"
#: What a word cannot hold.
_BETWEEN = bytes(one if chr(one).isalnum() or one in b"-_" or one > 127 else 32
                 for one in range(256))  # fmt: skip


def lighten(app: Sphinx, failure: Exception | None) -> None:
    """Leave out of a site what no page of it uses.

    Parameters
    ----------
    app : Sphinx
        The application; only a site of pages is changed.
    failure : Exception or None
        What stopped the build; nothing is done then.
    """
    if failure or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    for path in (path for pattern in _UNUSED for path in sorted(folder.glob(pattern))):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    pages = {path: path.read_bytes() for path in sorted(folder.rglob("*.html"))}
    _drop_unloaded(folder, pages.values())
    words = Words(
        _list_words(pages.values()),
        _list_words(path.read_bytes() for path in sorted(folder.rglob("*.js"))),
    )
    linked = {link[2] for page in pages.values() for link in _LINK.finditer(page)}
    names = {name for name in linked if (folder / name.decode()).is_file()}
    digests = _cut_sheets(folder, Path(app.doctreedir, _KEPT), names, words)
    for path, page in pages.items():
        told = _LINK.sub(lambda link: _name_sheet(link, digests), page)
        if told != page:
            path.write_bytes(told)


def _name_sheet(link: re.Match[bytes], digests: dict[bytes, bytes]) -> bytes:
    digest = digests.get(link[2])
    return b"%b%b?v=%b" % (link[1], link[2], digest) if digest else link[0]


def _drop_unloaded(folder: Path, pages: Iterable[bytes]) -> None:
    files = [path for pattern in _LOADED for path in sorted(folder.glob(pattern))]
    sheets = (path.read_bytes() for path in files if path.suffix == ".css")
    texts = [*pages, *sheets]
    for path in files:
        if not any(f"/{path.name}".encode() in text for text in texts):
            for one in path.parent.glob(f"{path.name}*"):  # with its licence
                one.unlink()


def _list_words(texts: Iterable[bytes]) -> frozenset[str]:
    words = {word for text in texts for word in set(text.translate(_BETWEEN).split())}
    return frozenset(word.decode(errors="replace") for word in words)


def _cut_sheets(folder: Path, place: Path, names: set[bytes], words: Words) -> dict[bytes, bytes]:
    """Cut the sheets that pages load; return the digest of each."""
    try:
        known: dict[str, list[Rule]] = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    kept: dict[str, list[Rule]] = {}
    digests = {}
    for name in sorted(names):
        path = folder / name.decode()
        text = path.read_text(encoding="utf-8")
        key = hashlib.sha256(text.encode()).hexdigest()
        kept[key] = known.get(key) or split_sheet(text)
        cut = cut_sheet(kept[key], words).encode()
        path.write_bytes(cut)
        digests[name] = hashlib.sha256(cut).hexdigest()[:8].encode()
    place.write_text(json.dumps(kept), encoding="utf-8")
    return digests
