"""Pages that are not read or not written again, because nothing that they show has changed.

Sphinx asks for the time of a file, and of other pages it knows only a few by which a page may
change. Here a page is read again where a file that it was read from has another digest
(`senco.book.record`), and written again where it was read, or where what it shows of other pages
is not what it was: their titles, numbers and places, what the glossary and the claims say, or the
values that it takes from them. Whatever is made is the same, byte for byte, as from nothing.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import CONFIG_OK, BuildEnvironment
from sphinx.util import FilenameUniqDict

from senco.book.record import (
    BEGAN,
    RECORD,
    STATIC,
    Record,
    Written,
    digest_file,
    digest_files,
    digest_folder,
    list_files,
    list_opened,
    load_record,
)
from senco.book.site.cards import CLAIMS
from senco.book.site.downloads import FOLDER
from senco.book.site.notes import read_notes
from senco.book.site.tips import GLOSSARY
from senco.workspace.paths import EARLIER_SITE

_INDEX, _TEMPLATES = "search.pickle", "templates"
#: What Sphinx's index of the search holds of pages, by its own names for it.
_OF_INDEX = ("_titles", "_filenames", "_all_titles", "_index_entries")
_WORDS = ("_mapping", "_title_mapping")
#: Domains whose data are plain, and may be shown on any page.
_SHARED = ("std", "math", "citation")


class KeepingBuilder(StandaloneHTMLBuilder):
    """Sphinx's own builder of a site, which writes only what is not as it was."""

    name = "html"

    def init(self) -> None:
        """Take up what was kept."""
        super().init()
        # another program that builds the book goes by Sphinx's own rules
        self.own = (Path(self.outdir).parents[1] / BEGAN).is_file()
        self.record = (load_record(Path(self.doctreedir, RECORD)) if self.own else None) or Record()
        self.pages: dict[str, Written] = {}
        self.small: dict[str, set[str]] = defaultdict(set)
        self.named = 0
        if self.own:
            self._keep_templates()

    def _keep_templates(self) -> None:
        """Have templates compiled once, and not again in each build."""
        folder = Path(self.doctreedir, _TEMPLATES)
        folder.mkdir(exist_ok=True)
        self.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))

    @cached_property
    def earlier(self) -> Path | None:
        """The site of before, where it is what was kept of it; else None."""
        place = os.environ.get(EARLIER_SITE)
        return Path(place) if self.record.pages and place else None

    def get_outdated_docs(self) -> Iterable[str]:  # type: ignore[override] # Sphinx takes any
        """Return the first page, for Sphinx ends where there is none; `write` knows the others."""
        return [self.config.root_doc] if self.own else super().get_outdated_docs()

    def write(
        self,
        build_docnames: Iterable[str] | None,
        updated_docnames: Sequence[str],
        method: Any = "update",
    ) -> None:
        """Write the pages that were read, and those that show something else of others."""
        if not self.own:
            self.pages = {page: Written("") for page in self.env.found_docs}
            super().write(build_docnames, updated_docnames, method)
            return
        shown = _Shown(self.app)
        self.pages = {page: Written(shown.digest(page)) for page in sorted(self.env.found_docs)}
        chosen = {page for page in self.pages if self._is_stale(page)} | set(updated_docnames)
        super().write(sorted(chosen & self.env.found_docs), [], "specific")

    def _is_stale(self, page: str) -> bool:
        before = self.record.pages.get(page)
        there = Path(self.get_outfilename(page)).is_file()
        return before is None or not there or before.shown != self.pages[page].shown

    def prepare_writing(self, docnames: set[str]) -> None:
        """Take over the pictures of what is not written, and all that the search knows of it."""
        super().prepare_writing(docnames)
        if self.indexer is not None:  # most words stand on several pages
            self.indexer.lang.stem = cache(self.indexer.lang.stem)  # type: ignore[method-assign]
        for page in self.pages.keys() - docnames if self.own else ():
            before = self.record.pages[page]
            self.pages[page].images = before.images
            self.small[page] = set(before.small)
            self.images.update({path: self.env.images[path][1] for path in before.images})
        self.named = len(self.env.images)

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Note the pictures of a page."""
        super().write_doc_serialized(docname, doctree)
        shown = (str(image["uri"]) for image in doctree.findall(nodes.image))
        self.pages[docname].images = sorted({path for path in shown if path in self.env.images})

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """Take over what the search knows of the pages that are not written."""
        if not self.own:
            super().load_indexer(docnames)
            return
        kept = self.env.found_docs - set(docnames)
        if kept and self.indexer is not None:
            held = pickle.loads(Path(self.doctreedir, _INDEX).read_bytes())
            for name in (*_OF_INDEX, *_WORDS):
                setattr(self.indexer, name, held[name])
        if self.indexer is not None:
            _keep_pages(self.indexer, kept)

    def dump_search_index(self) -> None:
        """Write the index of the search, and what it was made from."""
        if self.indexer is not None and self.own:
            _keep_pages(self.indexer, self.env.found_docs)
            held = {name: getattr(self.indexer, name) for name in (*_OF_INDEX, *_WORDS)}
            Path(self.doctreedir, _INDEX).write_bytes(pickle.dumps(held))
        super().dump_search_index()


def _keep_pages(indexer: Any, pages: set[str]) -> None:
    """Leave out of the index what is of other pages, and have the rest in the order of pages."""
    for name in _OF_INDEX:
        held = getattr(indexer, name)
        setattr(indexer, name, {page: held[page] for page in sorted(held.keys() & pages)})
    for name in _WORDS:
        found = ((word, in_pages & pages) for word, in_pages in getattr(indexer, name).items())
        setattr(indexer, name, {word: in_pages for word, in_pages in found if in_pages})


class _Shown:
    """What pages show of one another, when all have been read."""

    def __init__(self, app: Sphinx):
        self._env = app.env
        self._folder = Path(self._env.mystnb_config.output_folder)  # type: ignore[attr-defined]
        doctrees = [Path(app.doctreedir, f"{page}.doctree") for page in (CLAIMS, GLOSSARY)]
        self._shared = _digest([
            self._env.titles, self._env.longtitles, self._env.toctree_includes,
            self._env.toc_secnumbers, self._env.toc_fignumbers,
            [_list_domain(self._env, name) for name in sorted(self._env.domains)],
            {page: about.get("myst_slugs") for page, about in self._env.metadata.items()},
            [digest_file(path) for path in doctrees],
            digest_file(Path(self._env.doc2path(CLAIMS))),
            digest_folder(Path(app.srcdir, STATIC)),
        ])  # fmt: skip

    def digest(self, page: str) -> str:
        """Return the digest of what a page shows of others."""
        noted = read_notes(self._env)[page]
        cited = self._env.get_domain("cite")
        lists = {key.docname for key in cited.bibliographies}  # type: ignore[attr-defined]
        return _digest([
            self._shared,
            [self._env.images[path][1] for path in noted["images"]],
            [digest_file(self._folder / f"{name}.glue.json") for name in noted["glued"]],
            [(ref.docname, ref.citation_ref_id, [one.key for one in ref.targets])
             for ref in cited.citation_refs] if page in lists else [],  # type: ignore[attr-defined]
            self._env.tocs if noted["listing"] else {},
        ])  # fmt: skip


def _list_domain(env: BuildEnvironment, name: str) -> Any:
    """What a domain has of all pages that any page may show."""
    if name in _SHARED:
        return env.domaindata[name]
    if name == "cite":
        return [(one.citation_id, one.key, one.formatted_entry.label, one.bibliography_key.docname)
                for one in env.get_domain(name).citations]  # type: ignore[attr-defined]  # fmt: skip
    return sorted(env.get_domain(name).get_objects())


def _digest(told: Any) -> str:
    return hashlib.sha256(_word(told).encode()).hexdigest()


def _word(told: Any) -> str:
    """The same words for the same content, whatever the order of a set and the kind of a text."""
    if isinstance(told, dict):
        return f"{{{','.join(sorted(f'{_word(key)}:{_word(one)}' for key, one in told.items()))}}}"
    if isinstance(told, set | frozenset):
        return f"<{','.join(sorted(map(_word, told)))}>"
    if isinstance(told, list | tuple):
        return f"[{','.join(map(_word, told))}]"
    return told.pformat() if isinstance(told, nodes.Node) else f"{type(told).__name__} {told!r}"


def choose_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Have the pages read that are not kept, or whose files are not as they were.

    Parameters
    ----------
    app : Sphinx
        The application.
    env : BuildEnvironment
        What it knows of all pages.
    docnames : list of str
        What Sphinx would read, by the times of files; changed in place.
    """
    builder: Any = app.builder
    if builder.name != "html" or not builder.own or env.config_status != CONFIG_OK:
        return
    before = builder.record.read
    notes = read_notes(env)
    docnames[:] = sorted(
        page for page in env.found_docs
        if page not in notes or page not in before or before[page] != _digest_page(env, page)
    )  # fmt: skip


def _list_page(env: BuildEnvironment, page: str) -> list[Path]:
    """The source of a page, and the files that were read with it."""
    used = (Path(env.srcdir, str(name)) for name in env.dependencies[page])
    return [Path(env.doc2path(page)), *used]


def _digest_page(env: BuildEnvironment, page: str) -> str:
    return digest_files(_list_page(env, page), Path(env.srcdir))


def settle_order(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have all that depends on the order of reading be as if every page had been read.

    Parameters
    ----------
    app : Sphinx
        The application; figures that pages offer which were not read are taken over.
    env : BuildEnvironment
        What it knows of all pages, changed in place.

    Returns
    -------
    list of str
        Pages to be written for that reason alone: none.
    """
    notes = read_notes(env)
    env.images = FilenameUniqDict()
    for page in sorted(notes):
        for path in notes[page]["images"]:
            env.images.add_file(page, path)
    env.get_domain("cite").citation_refs.sort(key=lambda one: one.docname)  # type: ignore[attr-defined]
    if app.builder.name == "html":
        _take_over_figures(app, [name for page in notes.values() for name in page["drawn"]])
    return []


def _take_over_figures(app: Sphinx, names: Iterable[str]) -> None:
    earlier: Path | None = app.builder.earlier  # type: ignore[attr-defined] # of `KeepingBuilder`
    folder = Path(app.outdir, FOLDER)
    for name in names:
        if earlier is not None and not (folder / f"{name}.svg").exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(earlier / FOLDER / f"{name}.svg", folder / f"{name}.svg")


def write_record(app: Sphinx, failure: Exception | None) -> None:
    """Write down what the site was made from, where the next build may take it over.

    Parameters
    ----------
    app : Sphinx
        The application. Nothing is written for a site that is not whole, nor where a file was
        changed while it was made.
    failure : Exception or None
        What stopped the build.
    """
    place, began = Path(app.doctreedir, RECORD), Path(app.outdir).parents[1] / BEGAN
    place.unlink(missing_ok=True)
    if failure or app.statuscode or app.builder.name != "html" or not began.is_file():
        return
    builder: Any = app.builder
    env, root = app.env, Path(app.srcdir)
    single = {page: _list_page(env, page) for page in sorted(env.found_docs)}
    static = list_files(root / STATIC)
    each = {path for paths in single.values() for path in paths}
    # works that are cited are read by the time of their file, and shown on any page
    others = {path for path in each if path.suffix == ".bib"} | list_opened(root) - each
    others = {path for path in others - set(static) if not path.is_relative_to(app.outdir)}
    looked_at = {*others, *static, *each}
    if len(env.images) != builder.named or _changed_since(looked_at, began):
        return
    files = builder.record.files | {str(path): digest_file(path) for path in others}
    read = {page: digest_files(paths, root) for page, paths in single.items()}
    sources = {page: str(paths[0]) for page, paths in single.items()}
    for page in builder.pages:
        builder.pages[page].small = sorted(builder.small[page])
    _tidy_values(env)
    Record(files, sources, read, builder.pages).save(place)


def _changed_since(paths: Iterable[Path], began: Path) -> bool:
    """Whether a file was changed after a build began: which of the two was read is not known."""
    start = began.stat().st_ctime_ns
    read = (path for path in paths if path.exists() and not path.is_relative_to(began.parent))
    return any(path.stat().st_ctime_ns >= start for path in read)


def _tidy_values(env: BuildEnvironment) -> None:
    """Remove what MyST-NB wrote of notebooks that are as they were no longer."""
    folder = Path(env.mystnb_config.output_folder)  # type: ignore[attr-defined]
    kept = {Path(env.srcdir, path) for path in env.images}
    kept |= {
        folder / f"{page}{kind}" for page in env.found_docs for kind in (".ipynb", ".glue.json")
    }
    for path in list_files(folder):
        if path not in kept:
            path.unlink()
