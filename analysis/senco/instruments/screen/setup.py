"""What the instruments are made with: the study's words and lists, and a cohort's own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field

from senco.cohort.model import Cohort, Scale
from senco.cohort.study import Study

#: The ends of the chart and of the grids' ratings where neither study nor cohort says another.
CHART = (-5.0, 5.0)
RATINGS = (1.0, 5.0)
_LISTS = {
    "role": "roles",
    "role_years": "role_years",
    "experience_years": "experience_years",
    "setting": "settings",
}


@dataclass(frozen=True)
class Setup:
    """What a page is made with.

    Parameters
    ----------
    study : str
        The study's title.
    language : str
        Of the pages, as in BCP 47.
    cohort : str
        The cohort's name; blank for the study's own pages.
    badge : str
        What the first page says of the list and the cohort.
    practice, one : str
        What the grids are about, and what a participant is called.
    chart, ratings : tuple of float
        The ends of the two scales.
    lists : dict of str to tuple of str
        What is allowed in the columns of the table participants.
    elements : tuple of dict
        ``role`` and ``part`` of each card of the grid.
    overall : tuple of str
        The two poles of a construct that everybody is given; none for no such construct.
    cards : tuple of dict
        ``key`` and ``label`` of each construct to be ranked.
    ties : bool
        Whether cards may share a place.
    """

    study: str
    language: str = "en"
    cohort: str = ""
    badge: str = ""
    practice: str = ""
    one: str = ""
    chart: tuple[float, float] = CHART
    ratings: tuple[float, float] = RATINGS
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elements: tuple[dict[str, str], ...] = ()
    overall: tuple[str, ...] = ()
    cards: tuple[dict[str, str], ...] = ()
    ties: bool = True

    @property
    def digest(self) -> str:
        """The first sixteen digits of the SHA-256 of all of it."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_setup(study: Study, cohort: Cohort | None = None, badge: str = "") -> Setup:
    """Return what the pages of a study, or of one of its cohorts, are made with.

    Parameters
    ----------
    study : Study
        The framework, and the words.
    cohort : Cohort, optional
        Whose list of constructs and scales are taken.
    badge : str
        What the first page says of them.

    Returns
    -------
    Setup
        Without a cohort, or where it has no constructs, there are no cards: the researcher
        types the list in.
    """
    info = cohort.info if cohort else None
    constructs = cohort.tables["constructs"] if cohort and cohort.has("constructs") else None
    cards = (
        () if constructs is None else zip(constructs["construct"], constructs["label"], strict=True)
    )
    return Setup(
        study=study.title,
        language=study.language,
        cohort=cohort.name if cohort else "",
        badge=badge,
        practice=study.practice,
        one=study.participants.one,
        chart=_read_scale(info.worklines if info else None, CHART),
        ratings=_read_scale(info.grids if info else None, RATINGS),
        lists={column: study.list_allowed(listed) for column, listed in _LISTS.items()},
        elements=tuple({"role": one.role, "part": one.part} for one in study.elements),
        overall=study.overall,
        cards=tuple({"key": str(key), "label": str(label)} for key, label in cards),
    )


def _read_scale(scale: Scale | None, otherwise: tuple[float, float]) -> tuple[float, float]:
    return (scale.minimum, scale.maximum) if scale else otherwise
