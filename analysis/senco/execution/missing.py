"""The one page about the stages whose tables a cohort does not have."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import NamedTuple

from senco.cohort.loading import load_study
from senco.cohort.model import PROVENANCE_NOTES, Provenance
from senco.cohort.stages import (
    MISSING,
    MISSING_LEADS,
    MISSING_TITLES,
    Stage,
    find_stage,
    name_missing,
)
from senco.cohort.study import Study
from senco.locale import load_catalogue
from senco.text.markdown import escape_markdown
from senco.workspace.files import make_private_folder, set_access, write_atomically
from senco.workspace.paths import Project


class Missing(NamedTuple):
    """A stage that has no page for a cohort.

    Parameters
    ----------
    stage : str
        Its name.
    alone : bool
        Whether too few other cohorts are named, and not the tables missing.
    """

    stage: str
    alone: bool


def write_missing_page(
    project: Project, cohort: str, missing: Sequence[Missing], provenance: Provenance
) -> None:
    """Write the page about the stages that a cohort has no page of, or take it away.

    Parameters
    ----------
    project : Project
        The checkout.
    cohort : str
        Name of the cohort.
    missing : sequence of Missing
        The stages, in the order of the pages; where there are none, there is no page.
    provenance : {"published", "synthetic", "collected"}
        Kind of the cohort.
    """
    folder, private = project.pages(cohort), provenance == "collected"
    for stage, _ in missing:
        for kind in (".ipynb", ".md"):
            (folder / f"{stage}{kind}").unlink(missing_ok=True)
        shutil.rmtree(project.results(cohort, stage), ignore_errors=True)
    page = folder / f"{MISSING}.md"
    if not missing:
        page.unlink(missing_ok=True)
        return
    if private:
        make_private_folder(folder)
    write_atomically(page, _describe(project, cohort, missing, provenance), private=private)
    set_access(folder, private=private, inside=False)


def _describe(
    project: Project, cohort: str, missing: Sequence[Missing], provenance: Provenance
) -> str:
    study = load_study(project)
    told = load_catalogue(study.language)
    note = told.translate(PROVENANCE_NOTES[provenance], provenance)
    parts = [
        f"# {told.translate(MISSING_TITLES[provenance])}",
        f'<p class="senco-badge senco-{provenance}">{note}</p>',
        told.translate(MISSING_LEADS[provenance]),
    ]
    for name, alone in missing:
        stage = find_stage(name)
        parts += [
            f"({name_missing(cohort, name)})=\n## {told.translate(stage.title)}",
            f"**{escape_markdown(stage.ask(study))}** {stage.explain_absence(study, provenance)}",
        ]
        if not alone:
            parts.append(_list_needed(project, stage, study, provenance))
    return "\n\n".join(parts) + "\n"


def _list_needed(project: Project, stage: Stage, study: Study, provenance: Provenance) -> str:
    """Say which tables a stage would take."""
    told = load_catalogue(study.language)
    sets = stage.describe_needed(provenance, "`", told)
    if provenance == "published":
        reason = f"A cohort answers it with the tables {sets}."
    elif any((project.notebooks / f"{name}.ipynb").is_file() for name in stage.notebooks):
        reason = f"This cohort does not hold what the question needs: {sets}."
    else:
        reason = f"The question needs {sets}, and this book does not answer it yet."
    return told.translate(reason, provenance)
