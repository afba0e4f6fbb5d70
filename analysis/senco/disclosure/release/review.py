"""What the gate has to say of a cohort: its files, its consents, its small cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from senco.cohort.compared import find_others
from senco.cohort.contract import fields_of
from senco.cohort.loading import load_cohort, load_contract, read_info
from senco.cohort.model import Cohort, CohortInfo
from senco.cohort.stages import STAGES
from senco.cohort.yamlfiles import load_yaml
from senco.disclosure import (
    Allowance,
    Hit,
    Transcripts,
    apply_allowances,
    check_consent,
    check_kept,
    check_reuse,
    check_transcripts,
    describe_cells,
    describe_quotations,
    gather_questions,
    load_allowances,
    mask_path,
    measure_cells,
    search,
    summarise_cells,
)
from senco.disclosure.identification.differencing import (
    compare_releases,
    describe_comparison,
    describe_differences,
    find_differences,
    find_left_out,
    summarise_comparison,
)
from senco.disclosure.identification.exposure import (
    describe_exposure,
    measure_exposure,
    summarise_exposure,
)
from senco.disclosure.identification.outputs import find_results, read_results
from senco.disclosure.names.matching import NameSearch
from senco.disclosure.release.editions import BOOK, DEPOSIT, UNPUBLISHED, Edition
from senco.disclosure.release.own import gather_own_name, list_made, list_own_prose
from senco.disclosure.release.signature import load_signature
from senco.disclosure.rules.identifiers import TRANSCRIPT
from senco.disclosure.stories.passages import Passage, list_passages
from senco.errors import BuildError, DataError, Finding, SencoError, sort_findings
from senco.text.words import count_words
from senco.workspace.paths import Project


@dataclass(frozen=True)
class Review:
    """What the gate has to say of a cohort.

    Parameters
    ----------
    findings : tuple of Finding
        Errors first; nothing that was found is shown.
    used : tuple of Allowance
        Entries of the allow-list that cover something.
    notes : tuple of str
        What is said whatever was found: k, over the bands and over all tables.
    passages : tuple of Passage
        Where a person has to look, ranked; never an error.
    hits : tuple of Hit
        The findings with what was found, for nobody but who sits at the terminal.
    """

    findings: tuple[Finding, ...]
    used: tuple[Allowance, ...]
    notes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    hits: tuple[Hit, ...] = field(default=(), repr=False)


def review(
    cohorts: Sequence[str],
    folders: Sequence[Path],
    project: Project,
    names: Sequence[str] = (),
    clean: set[str] | None = None,
    edition: Edition = BOOK,
    transcripts: Transcripts | None = None,
    since: Path | None = None,
) -> Review:
    """Let the gate look at cohorts: their files, their consents, their small cells.

    Parameters
    ----------
    cohorts : sequence of str
        The cohorts, whose allow-lists hold.
    folders : sequence of Path
        What is searched: data, pages, and the built site.
    project : Project
        The checkout.
    names : sequence of str
        The private list.
    clean : set of str, optional
        As for `senco.disclosure.search`: what need not be searched again.
    edition : Edition
        What is to leave the machine; a deposit needs a consent of its own.
    transcripts : Transcripts, optional
        What participants said, of which no gist may repeat the words. Without them the
        entries of an allow-list for such words are left alone.
    since : Path, optional
        Results of an earlier release of the first cohort, or a folder that holds them.

    Returns
    -------
    Review
        What no entry of an allow-list covers, and the entries that cover something.

    Raises
    ------
    SencoError
        Where a cohort's tables or its allow-list are not in order.
    """
    known, allowances, notes, passages = NameSearch(names), [], [], []
    beside = list_beside(cohorts, project)
    searched = [*folders, *(project.cohort(name) for name in beside)]
    own = list_own_prose(project) if names else None
    hits = search(
        searched, names, root=project.root, besides=UNPUBLISHED, clean=clean, own=own,
        made=list_made(project),
    )  # fmt: skip
    for name in (*cohorts, *beside):
        hits = _gather_own_name(hits, name, project, known)
    hits = gather_questions(hits)
    for name in beside:
        hits += _check_signed(name, project, mask_path(f"data/cohorts/{name}", known), edition)
    for name in (*cohorts, *beside):
        label = mask_path(f"data/cohorts/{name}", known)
        allowances += load_allowances(project.cohort(name), label)
        info = _read_info(name, project, label)
        if info.provenance == "collected":
            cohort = _load(name, project)
            hits += _check_people(cohort, label, edition, transcripts)
            found, remarks = _measure_people(cohort, project, label, f"book/cohorts/{name}", known)
            hits += found
            notes += [note for note in (*remarks, describe_quotations(cohort.tables)) if note]
            earlier = since if name == cohorts[0] else None
            found, remarks = _compare_results(name, project, known, earlier)
            hits += found
            notes += remarks
            if name in cohorts:
                passages += list_passages(cohort.tables, label, info)
    if transcripts is None:
        allowances = [entry for entry in allowances if entry.kind != TRANSCRIPT]
    findings, used = apply_allowances(hits, allowances)
    left = tuple(hit for hit in hits if not any(entry.covers(hit) for entry in used))
    return Review(tuple(sort_findings(findings)), tuple(used), tuple(notes), tuple(passages), left)


def _read_info(name: str, project: Project, label: str) -> CohortInfo:
    try:
        return load_yaml(project.cohort(name) / "cohort.yml", CohortInfo, label)
    except DataError:  # whose messages quote what stands there
        raise SencoError(f"{label}/cohort.yml contains errors: senco check {name}") from None


def _gather_own_name(hits: list[Hit], name: str, project: Project, known: NameSearch) -> list[Hit]:
    if not known.names:
        return hits
    label = mask_path(f"data/cohorts/{name}", known)
    return gather_own_name(hits, name, label, _read_info(name, project, label).title, known)


def list_beside(cohorts: Sequence[str], project: Project) -> list[str]:
    """Return the collected cohorts that the pages of others show beside their own.

    Parameters
    ----------
    cohorts : sequence of str
        Cohorts that are to be published.
    project : Project
        The checkout.

    Returns
    -------
    list of str
        Those that `others` names in a `cohort.yml`, each once, without the cohorts
        themselves.

    Raises
    ------
    SencoError
        Where there is no such cohort.
    """
    named = (
        other for name in cohorts for stage in STAGES for other in find_others(name, stage, project)
    )
    return [
        name
        for name in dict.fromkeys(named)
        if name not in cohorts and read_info(name, project).provenance == "collected"
    ]


def _check_signed(name: str, project: Project, label: str, edition: Edition) -> list[Hit]:
    """Whether somebody put their name to what a cohort's people are shown by elsewhere."""
    try:
        load_signature(name, project, edition)
    except BuildError:
        found = f"the collected cohort '{name}' on these pages, for which nobody has signed"
        remedy = (
            f"Sign for it first: senco release {name}{edition.option} --names FILE. Or remove "
            "it from `others` in the cohort.yml that names it, and build again."
        )
        place = f"{label}/{edition.signature}"
        finding = Finding(place, found, "a signature", remedy=remedy)
        return [Hit(finding, "a cohort without a signature", place)]  # which nothing can allow
    return []


def _load(name: str, project: Project) -> Cohort:
    try:
        return load_cohort(name, project=project)
    except DataError as error:  # whose messages quote cells
        raise SencoError(
            f"The cohort's tables have {count_words(len(error.findings), 'error')} to correct "
            f"first: senco check {name}"
        ) from None


def _check_people(
    cohort: Cohort, label: str, edition: Edition, transcripts: Transcripts | None
) -> list[Hit]:
    """Consents and words of transcripts, by the tables."""
    hits = check_consent(cohort.tables, label)
    if edition is DEPOSIT:
        hits += check_reuse(cohort.tables, label)
        hits += check_kept(cohort.tables, label)
    if transcripts is not None:
        hits += check_transcripts(cohort.tables, cohort.info, transcripts, label)
    return hits


def _measure_people(
    cohort: Cohort, project: Project, label: str, pages: str, known: NameSearch
) -> tuple[list[Hit], list[str]]:
    """Small cells, of the bands and over all tables; and k in sentences."""
    people, said = cohort.tables["participants"], cohort.info.disclosure
    fields = fields_of(load_contract(project)["participants"])
    order = {
        column: field["constraints"]["enum"]
        for column, field in fields.items()
        if "enum" in field.get("constraints", {})
    }
    cells = measure_cells(people, said.quasi_identifiers, said.k, order)
    agreed = people.loc[people["agreed"].isin(["own answers", "own words"]), "participant"]
    exposure = measure_exposure(cohort.tables, cohort.info, order)
    hits = [
        *describe_cells(cells, label, list(agreed)),
        *describe_exposure(exposure, mask_path(pages, known), label),
    ]
    return hits, [summarise_cells(cells), *summarise_exposure(exposure)]


def _compare_results(
    name: str, project: Project, known: NameSearch, since: Path | None
) -> tuple[list[Hit], list[str]]:
    """What the differences of results give away, within them and beside an earlier release."""
    folder = project.pages(name) / "results"
    if not any(folder.glob("*/*.csv")):
        if since is not None:
            raise SencoError(f"There are no results to compare yet. Type: senco build {name}")
        return [], []
    label = mask_path(f"book/cohorts/{name}/results", known)
    tables = read_results(folder)
    hits = describe_differences(find_differences(tables), find_left_out(tables), label)
    if since is None:
        return hits, []
    comparison = compare_releases(read_results(find_results(since, name)), tables)
    return [*hits, *describe_comparison(comparison, label)], [summarise_comparison(comparison)]
