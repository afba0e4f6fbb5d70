"""The pages that are made from data or docstrings alone, without a notebook."""

from __future__ import annotations

from pathlib import Path

from senco.book import formats
from senco.book.assembly import load_citation
from senco.book.citation import (
    write_citation_files,
    write_cite_page,
    write_codemeta,
    write_zenodo,
)
from senco.book.evidence import write_claims
from senco.book.openrepgrid import write_page
from senco.book.pack.making import make_pack
from senco.book.packages import list_described, write_package
from senco.cohort.contract import describe_contract
from senco.cohort.loading import load_cohort, load_study
from senco.cohort.model import Cohort
from senco.cohort.study import Study
from senco.instruments.kit import (
    can_make_documents,
    describe_kit,
    describe_screen,
    make_kit_files,
)
from senco.intake.formats.sessions import write_schema
from senco.workspace.paths import Project


def describe_pages(project: Project) -> dict[Path, str]:
    """Return the pages that are made from the data alone, without a notebook.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of Path to str
        `data/README.md`, the schema of a saved session, how to cite, with its files and what
        programs read of it, the data package of each cohort that is open to all, and the pages
        of the kit; where the study has what they are made of, the files that are read,
        the page of claims, the comparison of grid indices with another program, how many
        people a comparison takes, and the library's functions.
    """
    study, citation, book = load_study(project), load_citation(project), project.root / "book"
    described = describe_contract(project.read(project.contract), study)
    pages = {
        project.root / "data" / "README.md": described,
        project.root / "data" / "session.schema.json": write_schema(),
        book / "cite.md": write_cite_page(citation),
        project.root / "codemeta.json": write_codemeta(citation),
        project.root / ".zenodo.json": write_zenodo(citation),
    }
    for name in list_described(project):
        pages[project.cohort(name) / "datapackage.json"] = write_package(project, name, citation)
    for name, text in write_citation_files(citation).items():
        pages[book / "_static" / "cite" / name] = text
    pages |= describe_kit(project) | describe_screen(project)
    if (book / "methods" / "formats.md").is_file():
        pages[book / "methods" / "formats.md"] = formats.write_page()
    if (book / "library" / "index.md").is_file():
        from senco.book.library.pages import describe_library  # brings Sphinx

        pages |= describe_library(book / "library")
    return {**pages, **_describe_reference(project, study)}


def describe_files(project: Project) -> dict[Path, bytes]:
    """Return the files of the book that are made from its pages, and are not text.

    Parameters
    ----------
    project : Project
        The checkout; its pages are those that `describe_pages` gives.

    Returns
    -------
    dict of Path to bytes
        The documents of the kit and of the pack; none where what writes them is not installed.
    """
    return make_kit_files(project) | make_pack(project) if can_make_documents() else {}


def _describe_reference(project: Project, study: Study) -> dict[Path, str]:
    """What is made of the original cohort, and of what this project measured itself."""
    if study.reference_cohort not in project.cohorts():  # none is named, or it is to come
        return {}
    cohort = load_cohort(study.reference_cohort, project=project)
    folder, peer = project.root / "book", project.root / "data" / "peers" / "openrepgrid"
    pages = {}
    if cohort.has("claims"):
        told = frozenset(path.stem for path in (folder / "findings").glob("*.md"))
        pages[folder / "evidence" / "claims.md"] = write_claims(cohort, told)
    if peer.is_dir():
        pages[folder / "methods" / "grids.md"] = write_page(
            (peer / "grids.csv").read_text(encoding="utf-8"),
            (peer / "results.csv").read_text(encoding="utf-8"),
        )
    if (project.root / "benchmarks" / "results").is_dir():
        pages |= _describe_planning(project, cohort)
    return pages


def _describe_planning(project: Project, cohort: Cohort) -> dict[Path, str]:
    """The page on how many people it takes, with its figures."""
    # whatever else is done with a book waits for neither
    from senco.book.figures import draw_ceiling, draw_chances
    from senco.book.results import render_svg
    from senco.planning.page import make_plan

    results = project.root / "benchmarks" / "results"
    plan = make_plan(
        cohort,
        (results / "planning_people.csv").read_text(encoding="utf-8"),
        (results / "planning_rankings.csv").read_text(encoding="utf-8"),
    )
    curves = draw_chances(plan.curves, plan.question.chance)
    ceiling = draw_ceiling(plan.reaches, plan.question.margin)
    folder = project.root / "book" / "methods"
    return {
        folder / "planning.md": plan.text,
        folder / "planning-curves.svg": render_svg(curves, plan.curves_told),
        folder / "planning-ceiling.svg": render_svg(ceiling, plan.reaches_told),
    }
