"""The kit of a study, as the book has it, and of a cohort, in a folder."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from senco.cohort.loading import load_cohort, load_folder, load_study
from senco.cohort.model import Cohort
from senco.cohort.study import Study
from senco.errors import SencoError
from senco.instruments.documents.drawing import list_levels, read_drawing
from senco.instruments.documents.filling import (
    Content,
    describe_cohort,
    describe_study,
    fill_page,
    replace_between,
)
from senco.instruments.documents.making import make_documents, read_pages, write_digests
from senco.instruments.documents.typefaces import list_lacking
from senco.instruments.screen import TITLES, make_instruments, read_setup
from senco.locale import load_catalogue
from senco.workspace.files import check_new_folder, write_new_folder
from senco.workspace.paths import Project

#: Where the book keeps the documents of its kit, below the kit's pages, and their digests.
FILES, DIGESTS = "files", "SHA256SUMS"
_KIT, _REFERENCES = Path("book") / "kit", Path("book") / "references.bib"
#: Where the book keeps the pages for a browser, and how a page of the kit leads there.
_SCREEN, _TO_SCREEN = Path("book") / "_static" / "instruments", "../../_static/instruments"
_LINKS = "<!-- begin instruments -->"
_OWN_LIST = "Replace them with your own before you begin a session."
#: So many signs are named that a PDF cannot show.
_MOST_SIGNS = 10
#: What writes documents; it is no part of what the book is built with.
_LIBRARIES = ("PIL", "docx", "matplotlib", "reportlab")


def can_make_documents() -> bool:
    """Return whether what writes the kit's documents is installed.

    Returns
    -------
    bool
        True with the extra `kit`.
    """
    return all(find_spec(library) for library in _LIBRARIES)


def describe_kit(project: Project) -> dict[Path, str]:
    """Return the pages of a study's kit, with their lists, their forms and links to files.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of Path to str
        None where the book has no kit; links only where the files can be made.
    """
    folder, study = project.root / _KIT, load_study(project)
    content, pages = _describe_study(project, study), {}
    for name, text in read_pages(folder).items():
        filled = fill_page(text, content)
        if "<!-- begin files -->" in filled and can_make_documents():
            filled = replace_between(filled, "files", _link_files(name, study))
        pages[folder / f"{name}.md"] = filled
    return pages


def describe_screen(project: Project) -> dict[Path, str]:
    """Return the study's instruments for a browser, and the page that leads to them.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of Path to str
        None where no page of the kit has a place for links to them.
    """
    index, study = project.root / _KIT / "index.md", load_study(project)
    text = index.read_text(encoding="utf-8") if index.is_file() else ""
    if _LINKS not in text:
        return {}
    reference = _find_reference(project, study)
    told = load_catalogue(study.language)
    setup = replace(read_setup(study, reference), cohort="")
    if setup.cards:
        badge = f"The cards of the ranking are those named in {study.source}."
        setup = replace(setup, badge=f"{badge} {_OWN_LIST}")
    made = make_instruments(setup, study.instruments)
    links = "\n".join(
        f'- <a href="{_TO_SCREEN}/{file}">{told.translate(TITLES[file.partition(".")[0]])}</a>'
        for file in made
    )
    pages = {project.root / _SCREEN / file: page for file, page in made.items()}
    return {index: replace_between(text, "instruments", links), **pages}


def make_kit_files(project: Project) -> dict[Path, bytes]:
    """Return the documents of a study's kit, for its book.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of Path to bytes
        Two for each page, and their digests, by which the gate knows them.
    """
    folder, study = project.root / _KIT, load_study(project)
    pages = read_pages(folder)
    if not pages:
        return {}
    references = _read_references(project)
    files = make_documents(folder, pages, _describe_study(project, study), references, study.title)
    files[DIGESTS] = write_digests(files).encode()
    return {project.kit_files / name: content for name, content in files.items()}


def write_kit(name: str, folder: Path, project: Project) -> tuple[list[str], list[str]]:
    """Write the kit of a cohort into a new folder, whole or not at all.

    Parameters
    ----------
    name : str
        The cohort, or its folder; it need not have participants yet.
    folder : Path
        To be made; its files are readable by their owner alone.
    project : Project
        The checkout, or what came with the package.

    Returns
    -------
    files : list of str
        Their names.
    notes : list of str
        What is not in them as it should be.

    Raises
    ------
    SencoError
        Where the folder is there already, or lies where the book is made; where the study has
        no kit.
    DataError
        Where the cohort's tables are not in order.
    """
    check_new_folder(folder)
    for made in ("book", "data"):
        if folder.resolve().is_relative_to(project.root / made):
            raise SencoError(f"Nothing is written into {made}/. Name a folder outside of it.")
    cohort = find_cohort(name, project)
    files, notes = make_cohort_documents(cohort, project)
    pages = make_instruments(read_setup(cohort.study, cohort), cohort.study.instruments)
    files |= {file: page.encode() for file, page in pages.items()}
    write_new_folder(folder, files)
    return sorted(files), notes


def make_cohort_documents(cohort: Cohort, project: Project) -> tuple[dict[str, bytes], list[str]]:
    """Return the documents of a cohort's kit.

    Parameters
    ----------
    cohort : Cohort
        Its constructs, codes and scale go into the forms.
    project : Project
        The checkout, or what came with the package.

    Returns
    -------
    files : dict of str to bytes
        Two for each page of the study's kit, by name.
    notes : list of str
        Which signs the PDFs do not show as they should be.

    Raises
    ------
    SencoError
        Where there is no kit.
    """
    root = _find_kit(project)
    reference = _find_reference(project, cohort.study, cohort)
    content = describe_cohort(cohort, reference)
    pages = read_pages(root / _KIT)
    references = _read_references(Project(root))
    files = make_documents(root / _KIT, pages, content, references, cohort.info.title)
    shown = "".join((cohort.info.title, *(fill_page(text, content) for text in pages.values())))
    return files, [*_describe_lacking(shown), *_describe_charts(root / _KIT, cohort)]


def _describe_charts(folder: Path, cohort: Cohort) -> list[str]:
    """Whether a chart has another scale than the cohort, whose points would be read off wrong."""
    scale = cohort.info.worklines
    notes = []
    for path in sorted(folder.glob("*.svg")) if scale else ():
        drawn = list_levels(read_drawing(path.read_bytes(), path.name))
        if scale and drawn and drawn != (scale.minimum, scale.maximum):
            notes.append(
                f"The chart {path.name} runs from {drawn[0]:g} to {drawn[1]:g}, but cohort.yml "
                f"says {scale.minimum:g} to {scale.maximum:g}: use another chart, or change the "
                "scale there."
            )
    return notes


def _describe_lacking(text: str) -> list[str]:
    signs = list_lacking(text)
    if not signs:
        return []
    told = " ".join(signs[:_MOST_SIGNS]) + (" …" if len(signs) > _MOST_SIGNS else "")
    return [
        "The PDFs' typeface lacks some characters, or they run from right to left, so they are "
        f"not shown correctly: {told} Use the Word documents instead."
    ]


def _describe_study(project: Project, study: Study) -> Content:
    return describe_study(study, _find_reference(project, study))


def _find_reference(project: Project, study: Study, known: Cohort | None = None) -> Cohort | None:
    """The cohort of the publication, where there is one."""
    name = study.reference_cohort
    if known is not None and known.name == name:
        return known
    return load_cohort(name, project=project) if name in project.cohorts() else None


def find_cohort(name: str, project: Project) -> Cohort:
    """Find a cohort by its name or its folder, also one that waits for its first participant.

    Parameters
    ----------
    name : str
        Of the cohort or its folder.
    project : Project
        The checkout, or what came with the package.

    Returns
    -------
    Cohort
        Which may have no participants.
    """
    folder = project.cohort(name)
    if name not in project.cohorts():
        if not (Path(name) / "cohort.yml").is_file():
            project.check_cohort_name(name)
        folder = Path(name).resolve()
    return load_folder(folder, project=project, planned=True)


def _find_kit(project: Project) -> Path:
    """The folder whose book has a kit: the checkout, or what the package brings."""
    if read_pages(project.root / _KIT):
        return project.root
    raise SencoError(
        "This study has no kit: there is no page in book/kit. A study started by senco init "
        "has one, if the package was installed from a checkout or from a wheel made of one "
        "(pip wheel --no-deps .)."
    )


def _read_references(project: Project) -> str:
    path = project.root / _REFERENCES
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _link_files(name: str, study: Study) -> str:
    """The line that leads to a page's two files."""
    told = load_catalogue(study.language)
    links = (("To fill in (PDF)", "pdf"), ("Word document (DOCX)", "docx"))
    return " · ".join(
        f"{{download}}`{told.translate(words)} <{FILES}/{name}.{ending}>`"
        for words, ending in links
    )
