"""Comparison cohorts: the others that a page or a command sets beside one."""

from __future__ import annotations

from pathlib import Path

from senco.cohort.loading import load_cohort, load_folder, load_study, read_info
from senco.cohort.model import Cohort, CohortInfo
from senco.cohort.stages import Stage, find_stage
from senco.cohort.study import Study
from senco.errors import SencoError
from senco.text.markdown import drop_links
from senco.workspace.paths import Project, find_project


def find_cohort(named: str, project: Project) -> Cohort:
    """Read a cohort that is named, or whose folder is.

    Parameters
    ----------
    named : str
        A folder of `data/cohorts`, or the path of any folder with a `cohort.yml`.
    project : Project
        The checkout.

    Returns
    -------
    Cohort
        With all its tables.

    Raises
    ------
    DataError
        Everything that is wrong with its files.
    SencoError
        Where there is no such cohort.
    """
    if named not in project.cohorts() and (Path(named) / "cohort.yml").is_file():
        return load_folder(Path(named).resolve(), project=project)
    return load_cohort(named, project=project)


def list_others(named: str, cohort: str, study: Study) -> list[str]:
    """Return the cohorts with which a cohort is compared.

    Parameters
    ----------
    named : str
        A stage's parameter ``others``: names with commas between; blank for the
        reference cohort.
    cohort : str
        The cohort itself, which is left out.
    study : Study
        Names the reference cohort.

    Returns
    -------
    list of str
        Each once, in the order given.

    Examples
    --------
    >>> study = load_study(find_project()).model_copy(update={"reference_cohort": "first"})
    >>> list_others("", "mine", study), list_others("mine, first , yours", "mine", study)
    (['first'], ['first', 'yours'])
    """
    names = [name.strip() for name in named.split(",") if name.strip()]
    names = list(dict.fromkeys(names or [study.reference_cohort]))
    return [name for name in names if name and name != cohort]


def find_others(name: str, stage: Stage, project: Project) -> list[str]:
    """Return the cohorts that a cohort's page may read beside its own.

    Parameters
    ----------
    name : str
        The cohort; its `cohort.yml` names the others under the stage's parameters.
    stage : Stage
        The page's stage.
    project : Project
        The checkout.

    Returns
    -------
    list of str
        Empty for a stage that reads no other cohort.

    Raises
    ------
    SencoError
        Where there is no such cohort, or where a page that is open to all would read
        a collected cohort, which is private.
    """
    if not stage.others:
        return []
    info = read_info(name, project)
    named = str(info.parameters.get(stage.name, {}).get("others", ""))
    others = list_others(named, name, load_study(project))
    _check_open(name, info, stage, others, project)
    return others


def _check_open(
    name: str, info: CohortInfo, stage: Stage, others: list[str], project: Project
) -> None:
    """Refuse to show a private cohort on a page that is open to all."""
    label = "data/cohorts/{}/cohort.yml"
    for other in others:
        project.check_cohort_name(other)
        kind = read_info(other, project).provenance
        if kind == "collected" and info.provenance != "collected":
            raise SencoError(
                f"{label.format(name)} compares a public cohort with '{other}', which is "
                f"collected and private. Compare them from the other side: name '{name}' in "
                f"{label.format(other)} under parameters, {stage.name}, others."
            )


def load_others(
    cohort: Cohort, notebook: str, named: str = "", project: Project | None = None
) -> list[Cohort]:
    """Read the cohorts with which a cohort is compared.

    Parameters
    ----------
    cohort : Cohort
        The cohort itself.
    notebook : str
        The notebook's name: only the tables that its stage declares are kept.
    named : str
        The stage's parameter ``others``, as for `list_others`.
    project : Project, optional
        The checkout; by default the one around the current folder.

    Returns
    -------
    list of Cohort
        In the order given.

    Raises
    ------
    DataError
        Everything that is wrong with one of them.
    SencoError
        Where there is no such cohort, or it is private and the page is not; where the
        stage needs more of them.
    """
    project = project or find_project()
    stage = find_stage(notebook)
    names = list_others(named, cohort.name, cohort.study)
    if len(names) < stage.others:
        raise SencoError(drop_links(stage.explain_absence(cohort.study, cohort.info.provenance)))
    _check_open(cohort.name, cohort.info, stage, names, project)
    return [load_cohort(name, stage.name, project) for name in names]
