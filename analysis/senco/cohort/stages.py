"""The stages of the analysis: each a question, a page, and what it may read."""

from __future__ import annotations

from dataclasses import dataclass, field

from senco.cohort.model import Provenance
from senco.cohort.study import Instrument, Study
from senco.locale import load_catalogue
from senco.locale.catalogue import IN_ENGLISH, Catalogue
from senco.text.words import join_words, put_words


@dataclass(frozen=True)
class Stage:
    """One stage of the analysis: one notebook, one question.

    Parameters
    ----------
    name : str
        Name of the page, such as ``"50_rankings"``.
    title : str
        Short title for the navigation.
    question : str
        The question that the page answers; the study's own words stand as roles in it, as
        in a notebook (`senco.text.words.put_words`).
    variants : dict of str to tuple of str
        Notebooks that can make the page, each with the tables that it needs; the
        first whose tables a cohort has is run.
    reads : tuple of str
        Every table that the notebook may read.
    instead : str
        What is said of it where a cohort has the tables of none; of a published cohort,
        before what the study says of its publication (`not_printed`).
    remedy : str
        What would have to be done for there to be a page; said after `instead`, but of a
        published cohort only where the study says nothing of its publication.
    published : dict of str to tuple of str
        The same as `variants` for a published cohort, whose statements are a
        selection; by default its variants are those of every cohort.
    any_of : tuple of tuple of str
        Groups of tables one of which a cohort that is not published must have, besides.
    instrument : str, optional
        What participants are asked to do for it (`senco.cohort.study.INSTRUMENTS`).
    others : int
        So many other cohorts the page needs at least. It may read the same tables of
        each; its parameter ``others`` names them.
    """

    name: str
    title: str
    question: str
    variants: dict[str, tuple[str, ...]]
    reads: tuple[str, ...]
    instead: str
    remedy: str = ""
    published: dict[str, tuple[str, ...]] = field(default_factory=dict)
    any_of: tuple[tuple[str, ...], ...] = ()
    instrument: Instrument | None = None
    others: int = 0

    @property
    def notebooks(self) -> tuple[str, ...]:
        """Every notebook that can make the page."""
        return (*self.variants, *self.published)

    def ask(self, study: Study) -> str:
        """The question in the study's words and language, as plain text."""
        question = load_catalogue(study.language).translate(self.question)
        return put_words(question, study.list_words())

    def explain_absence(self, study: Study, provenance: Provenance) -> str:
        """What is said of the stage where a cohort of this kind has the tables of none."""
        catalogue, published = load_catalogue(study.language), provenance == "published"
        instead = catalogue.translate(self.instead, provenance)
        own = study.not_printed.get(self.name, "") if published else ""
        return f"{instead} {own or catalogue.translate(self.remedy, provenance)}".strip()

    def list_needed(self, provenance: Provenance) -> list[tuple[str, ...]]:
        """The groups of tables of which a cohort of this kind must have one."""
        if provenance == "published" and self.published:
            return list(self.published.values())
        return list(self.any_of or self.variants.values())

    def describe_needed(
        self, provenance: Provenance, mark: str = "", catalogue: Catalogue = IN_ENGLISH
    ) -> str:
        """The same in words, with a mark on both sides of each table's name."""
        both, either = (catalogue.name(word, "list") for word in ("and", "or"))
        groups = self.list_needed(provenance)
        marked = [join_words([f"{mark}{name}{mark}" for name in group], both) for group in groups]
        return join_words(marked, either)

    def find_notebook(
        self,
        tables: frozenset[str],
        provenance: Provenance = "collected",
        without_influences: frozenset[str] = frozenset(),
    ) -> str | None:
        """The notebook for such a cohort with these tables; None where there is none.

        Tables in which no row belongs to a key influence tie nobody to anything: codes
        count only with influences, and so do the others where they would tie somebody.
        """
        counting = frozenset(TYING if self.any_of else ("codes",))
        tables = tables - (without_influences & counting)
        selected = provenance == "published" and bool(self.published)
        if self.any_of and not selected and not any(map(tables.issuperset, self.any_of)):
            return None
        for notebook, needed in (self.published if selected else self.variants).items():
            if tables.issuperset(needed):
                return notebook
        return None


#: Name of the one page about the stages whose tables a cohort does not have, and its heading.
MISSING = "90_missing"
MISSING_TITLES: dict[Provenance, str] = {
    "published": "What is not public",
    "synthetic": "What this cohort does not hold",
    "collected": "What this cohort does not hold",
}
#: How that page begins.
MISSING_LEADS: dict[Provenance, str] = {
    "published": (
        "These questions cannot be answered from the publication: it does not print what they "
        "need, or they need other cohorts beside it. Of each, this page says what was asked and "
        "what is known."
    ),
    "synthetic": "These questions have no page of their own in this cohort. Here is why.",
    "collected": "These questions have no page of their own in this cohort. Here is why.",
}

#: The tables whose rows tie people to key influences, where the column influence is filled.
TYING = ("codes", "events", "constructs")

#: Every table of the contract; a test holds the two together.
TABLES = (
    "participants",
    "influences",
    "worklines",
    "events",
    "segments",
    "codes",
    "codings",
    "elements",
    "grid_constructs",
    "grids",
    "constructs",
    "construct_assignments",
    "rankings",
    "reported",
    "claims",
    "difficulties",
    "answers",
    "claim_codings",
    "difficulty_codings",
    "places",
)

#: What a comparison reads, of every cohort that it compares.
_COMPARED = (
    "participants",
    "influences",
    "events",
    "segments",
    "codes",
    "codings",
    "constructs",
    "construct_assignments",
    "rankings",
    "reported",
    "claims",
)

#: The stages, in the order of the pages.
STAGES: tuple[Stage, ...] = (
    Stage(
        name="10_participants",
        title="Participants",
        question="Who took part, and what does the cohort contain?",
        variants={"10_participants": ("participants",)},
        reads=TABLES,
        instead="",
    ),
    Stage(
        name="20_worklines",
        title="Work-lines",
        question="When was it hard and when did it go well, and what was the critical event?",
        variants={"20_worklines": ("worklines", "events")},
        instrument="worklines",
        reads=("participants", "influences", "worklines", "events", "segments"),
        instead=(
            "Before the first interview every participant draws a line of good and hard times on "
            "a chart, and names the event most critical to their practice."
        ),
    ),
    Stage(
        name="30_narratives",
        title="Narratives",
        question="What are the coded statements about?",
        variants={"30_narratives": ("segments", "codings", "codes")},
        published={"30_quotations": ("segments", "codings", "codes")},
        instrument="narratives",
        reads=(
            "participants",
            "influences",
            "segments",
            "codings",
            "codes",
            "reported",
            "constructs",
            "places",
        ),
        instead=(
            "In the first interview every participant talks about one critical event; the "
            "narratives are coded. This cohort has no coded passage, or no code that belongs "
            "to a key influence: the column influence of the codes says which."
        ),
    ),
    Stage(
        name="40_grids",
        title="Repertory grids",
        question="How does each {study}`one` construe {study}`practice`?",
        variants={"40_grids": ("grids", "grid_constructs", "elements")},
        instrument="grids",
        reads=(
            "participants",
            "influences",
            "elements",
            "grid_constructs",
            "grids",
            "construct_assignments",
            "constructs",
        ),
        instead=(
            "In the second interview every participant completes a repertory grid of their own."
        ),
    ),
    Stage(
        name="50_rankings",
        title="Priorities",
        question="What has priority among the salient constructs?",
        variants={
            "50_rankings": ("rankings", "constructs"),
            "50_reported": ("reported", "constructs"),
        },
        instrument="rankings",
        reads=("participants", "influences", "constructs", "rankings", "reported", "places"),
        instead="Participants rank the salient constructs, the most important first.",
    ),
    Stage(
        name="60_networks",
        title="Key influences",
        question="Which influences are key, and how do the systems connect?",
        variants={"60_networks": ("participants",)},
        published={"60_statements": ("segments", "codings", "codes")},
        any_of=(
            ("segments", "codings", "codes"),
            ("events",),
            ("construct_assignments", "constructs"),
            ("rankings", "constructs"),
        ),
        reads=(
            "participants",
            "influences",
            "segments",
            "codings",
            "codes",
            "events",
            "constructs",
            "construct_assignments",
            "rankings",
            "places",
        ),
        instead=(
            "Participants are tied to key influences by coded statements, events, sorted "
            "constructs and rankings. Each counts where it, or the code above it, belongs to a "
            "key influence (the column influence). This cohort has none that does."
        ),
    ),
    Stage(
        name="65_constrictions",
        title="Constrictions and possibilities",
        question="What constricts and what is possible, level by level?",
        variants={"65_claims": ("claims",)},
        published={"65_constrictions": ("claims",)},
        reads=(
            "participants",
            "influences",
            "claims",
            "difficulties",
            "answers",
            "claim_codings",
            "difficulty_codings",
            "places",
        ),
        instead=(
            "Claims, from a publication or from participants' accounts, are coded one by one "
            "as a constriction or a possibility. This cohort has no coded claim."
        ),
    ),
    Stage(
        name="70_audit",
        title="Audit",
        question="Do the reported figures hold together?",
        variants={"70_audit": ("reported", "constructs")},
        reads=("participants", "influences", "constructs", "rankings", "reported", "places"),
        instead="This cohort has no reported figures of a publication, so there are none to check.",
    ),
    Stage(
        name="80_comparison",
        title="Comparison",
        question="Does this cohort agree with the original study?",
        variants={"80_comparison": ("participants",)},
        reads=_COMPARED,
        instead=(
            "Other cohorts are compared with the original study. It has nothing to be compared "
            "with, and neither has a cohort where no original study is named."
        ),
        remedy=(
            "To compare a cohort with others, name them in its `cohort.yml` under parameters, "
            "80_comparison, others."
        ),
        others=1,
    ),
    Stage(
        name="85_cohorts",
        title="Side by side",
        question="Where do several cohorts agree, and where do they differ?",
        variants={"85_cohorts": ("participants",)},
        reads=_COMPARED,
        instead="Three or more cohorts are compared here, finding by finding.",
        remedy=(
            "This one's `cohort.yml` does not name two others: under parameters, 85_cohorts, "
            "others, separated by commas."
        ),
        others=2,
    ),
)


def list_stages(study: Study) -> list[Stage]:
    """Return the stages of a study, in the order of the pages.

    Parameters
    ----------
    study : Study
        Says what its participants are asked to do.

    Returns
    -------
    list of Stage
        Without those of an instrument that the study does not use.
    """
    used = (None, *study.instruments)
    return [stage for stage in STAGES if stage.instrument in used]


def find_stage(name: str) -> Stage:
    """Return the stage of this name, or that a notebook of this name is of.

    Parameters
    ----------
    name : str
        Such as ``"50_rankings"``, or ``"50_reported"``, which makes the same page.

    Returns
    -------
    Stage
        The stage.

    Raises
    ------
    KeyError
        Where there is no such stage or notebook.
    """
    notebooks = {notebook: stage for stage in STAGES for notebook in stage.notebooks}
    return (notebooks | {stage.name: stage for stage in STAGES})[name]


def name_missing(cohort: str, stage: str) -> str:
    """Return the place at which the page `MISSING` tells of a stage.

    Parameters
    ----------
    cohort, stage : str
        Names of the cohort and of the stage.

    Returns
    -------
    str
        A target that a book has once, and the part of the page's address after #.

    Examples
    --------
    >>> name_missing("my-county", "40_grids")
    'missing-my-county-40-grids'
    """
    return f"missing-{cohort}-{stage.replace('_', '-')}".lower()
