"""Pages put together from scripts, style and set-up: one file each."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict
from html import escape
from importlib.resources import files

from senco.instruments.screen.setup import Setup
from senco.locale import ENGLISH, load_catalogue

_FILES = files("senco.instruments.screen")
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_TOLD = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
_PLACE = re.compile(r"@([a-z]+)@")
#: The pages, by their names as files, with the instruments of each.
PAGES: dict[str, tuple[str, ...]] = {
    "session": ("workline", "grid", "ranking"),
    "work-line": ("workline",),
    "grid": ("grid",),
    "ranking": ("ranking",),
}
#: What a study calls an instrument that a page of its own is made of.
INSTRUMENTS = {"workline": "worklines", "grid": "grids", "ranking": "rankings"}
#: What they are called.
TITLES = {
    "session": "Session sheet",
    "work-line": "Work-line",
    "grid": "Repertory grid",
    "ranking": "Ranking",
}
_NO_SCRIPT = "This page is an instrument and needs JavaScript, which is turned off here."


def make_instruments(setup: Setup, instruments: tuple[str, ...]) -> dict[str, str]:
    """Return the instruments as pages.

    Parameters
    ----------
    setup : Setup
        What they are made with.
    instruments : tuple of str
        What participants of the study are asked to do, as `senco.cohort.study.INSTRUMENTS`
        names it.

    Returns
    -------
    dict of str to str
        HTML by file name: ``session.html``, which opens the others, and one for each
        instrument. Each is whole by itself and asks for nothing.
    """
    made = {}
    for name, parts in PAGES.items():
        wanted = tuple(part for part in parts if INSTRUMENTS[part] in instruments)
        if wanted:
            made[f"{name}.html"] = _make_page(name, wanted, setup)
    return made


def _make_page(name: str, parts: tuple[str, ...], setup: Setup) -> str:
    script = write_script(parts)
    sentences = (TITLES[name], _NO_SCRIPT, *list_sentences(script))
    catalogue = load_catalogue(setup.language)
    known = {entry.english for entry in catalogue.entries}
    whole = known.issuperset(sentences)  # else the page would be in two languages
    translations = {one: catalogue.translate(one) for one in sentences} if whole else {}
    told = {
        "title": translations.get(TITLES[name], TITLES[name]),
        "study": setup.study,
        "language": setup.language if translations else ENGLISH,
        "noscript": translations.get(_NO_SCRIPT, _NO_SCRIPT),
    }
    content = {**asdict(setup), "digest": setup.digest, "translations": translations}
    return fill_frame(told, script, content)


def fill_frame(
    told: dict[str, str], script: str, content: object, style: str = "", *, pictures: bool = False
) -> str:
    """Return one page, whose policy allows its own script and style and nothing else.

    Parameters
    ----------
    told : dict of str to str
        ``title``, ``study`` (what stands at the top), ``language``, and ``noscript``: what is
        said where there are no scripts.
    script : str
        As `join_modules` returns it.
    content : object
        What the script reads, as JSON, from the element `setup`.
    style : str, optional
        After the style that all pages have.
    pictures : bool
        Whether pictures may be shown that are within the page.

    Returns
    -------
    str
        HTML that asks for nothing.
    """
    style = _read("style.css") + style
    # no label can end the element that it stands in
    written = json.dumps(content, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        f"{'img-src data:; ' if pictures else ''}base-uri 'none'; form-action 'none'"
    )
    values = {key: escape(value) for key, value in told.items()}
    values |= {"policy": policy, "style": style, "setup": written, "script": script}
    return _PLACE.sub(lambda place: values[place[1]], _read("frame.html"))


def write_script(parts: tuple[str, ...]) -> str:
    """Return one script of the modules that instruments take.

    Parameters
    ----------
    parts : tuple of str
        The instruments' modules.

    Returns
    -------
    str
        As `join_modules` returns it.
    """
    return join_modules(("app", *parts), f"start([{', '.join(parts)}]);")


def join_modules(names: tuple[str, ...], begin: str) -> str:
    """Return one script of some modules and those that they need.

    Parameters
    ----------
    names : tuple of str
        Of the modules.
    begin : str
        What is called once they are there.

    Returns
    -------
    str
        The modules in the order in which they need one another, without their imports and
        exports: a page that is opened from a file may not load modules. Names at the top of
        modules are unlike, as a test holds.
    """
    order: list[str] = []
    for name in names:
        _collect(name, order)
    modules = "\n".join(_strip(_read(f"scripts/{name}.js")) for name in order)
    return f'(() => {{\n"use strict";\n{modules}\n{begin}\n}})();\n'


def list_sentences(script: str) -> list[str]:
    """Return the sentences that a script says, each once, in their order.

    Parameters
    ----------
    script : str
        In which they stand as ``t("...")``.

    Returns
    -------
    list of str
        In English.

    Examples
    --------
    >>> list_sentences('el(t("Begin")); t("Place {n}", { n }); t("Begin")')
    ['Begin', 'Place {n}']
    """
    return list(dict.fromkeys(json.loads(f'"{one}"') for one in _TOLD.findall(script)))


def _collect(name: str, order: list[str]) -> None:
    """Put a module after those that it imports."""
    if name in order:
        return
    for _, needed in _IMPORT.findall(_read(f"scripts/{name}.js")):
        if needed not in ("app", name):
            _collect(needed, order)
    order.append(name)


def _strip(module: str) -> str:
    return re.sub(r"^export ", "", _IMPORT.sub("", module), flags=re.MULTILINE)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _read(name: str) -> str:
    return _FILES.joinpath(name).read_text(encoding="utf-8")
