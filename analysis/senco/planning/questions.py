"""What a planner is asked: which difference, margin, spread, and beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from senco.cohort.model import Cohort, Criteria
from senco.errors import DataError, Finding, MeasureError
from senco.measures.comparison import find_length
from senco.measures.comparison.priorities import place_constructs
from senco.text.rounding import format_digits

Kind = Literal["reported", "people", "equal"]
Goal = Literal["agreement", "difference"]
AGREEMENT: Goal = "agreement"
DIFFERENCE: Goal = "difference"
GOALS: tuple[Goal, ...] = (AGREEMENT, DIFFERENCE)

#: Spreads that are asked about where none is named, as shares of the list: of 21 places
#: 2, 3, 4, 5 and 6, and 6 is what places without any order spread by.
USUAL_SPREADS = (0.1, 0.15, 0.2, 0.25, 0.3)
#: A list of so many constructs is still one that somebody can put in order.
MOST_CONSTRUCTS = 500
#: So many people in the cohort there, at most.
MOST_THERE = 500


@dataclass(frozen=True)
class Beside:
    """The other cohort of a comparison.

    Parameters
    ----------
    kind : {"reported", "people", "equal"}
        A mean that is only printed; a cohort whose rankings are known; or one that is
        planned together with this one and as large.
    n : int
        People behind it; 0 for one as large as the cohort here.
    rounding : float
        Half a unit of the printed mean's last decimal, in places.
    spread : tuple of float
        Least and greatest standard deviation that the printed mean leaves room for, in
        places.
    name : str
        Of the construct whose mean is printed.
    """

    kind: Kind
    n: int
    rounding: float = 0.0
    spread: tuple[float, float] = (0.0, 0.0)
    name: str = ""

    @property
    def label(self) -> str:
        """In words, within a sentence."""
        if self.kind == "equal":
            return "a second cohort of the same size"
        if self.kind == "reported":
            return f"the printed mean of ‘{self.name}’ ({self.n} people)"
        return f"a cohort of {self.n} people"


@dataclass(frozen=True)
class Question:
    """What is asked of a comparison that is planned; numbers are places on the list.

    Parameters
    ----------
    length : int
        Constructs that each person puts in order.
    margin : float
        Largest difference of two mean places that counts as none.
    difference : float
        The difference that is to be found where it is there.
    spreads : tuple of float
        Standard deviations of a construct's places among people.
    confidence : float
        Of every interval.
    chance : float
        How sure one wants to be of getting the answer.
    primary : int
        Constructs that must all get it.
    seed : int
        Start of the random numbers, where chances are simulated.
    """

    length: int = 21
    margin: float = 3.0
    difference: float = 6.0
    spreads: tuple[float, ...] = (2.0, 3.0, 4.0, 5.0, 6.0)
    confidence: float = 0.9
    chance: float = 0.8
    primary: int = 1
    seed: int = 0

    @property
    def each(self) -> float:
        """The chance that each construct needs so that all have the chance together.

        Whatever they have to do with one another, the chances of missing them add up to
        more than the chance of missing any (Boole).
        """
        return 1 - (1 - self.chance) / self.primary

    @property
    def share(self) -> float:
        """The margin as in `cohort.yml`, a share of the list."""
        return self.margin / (self.length - 1)

    def true_difference(self, goal: Goal) -> float:
        """What the two populations are taken to differ by, in places.

        Parameters
        ----------
        goal : {"agreement", "difference"}
            What is to be shown.

        Returns
        -------
        float
            Nothing, where agreement is to be shown.
        """
        return 0.0 if goal == AGREEMENT else self.difference


def ask(
    length: int | None = None,
    margin: float | None = None,
    difference: float | None = None,
    spreads: tuple[float, ...] = (),
    chance: float = 0.8,
    primary: int = 1,
    seed: int = 0,
    criteria: Criteria | None = None,
    confidence: float | None = None,
    usual: int = 21,
) -> Question:
    """Return a question with everything filled in, or say what of it makes no sense.

    Parameters
    ----------
    length : int, optional
        Constructs that each person puts in order; by default `usual`.
    margin : float, optional
        In places; by default that of the criteria.
    difference : float, optional
        In places; by default twice the margin.
    spreads : tuple of float
        In places; by default five shares of the list.
    chance : float
        From 0.5 to 0.99.
    primary : int
        From 1 to the length of the list.
    seed : int
        At least 0.
    criteria : Criteria, optional
        Laid down by a cohort; by default this project's.
    confidence : float, optional
        By default that of the criteria.
    usual : int
        Length of the list where none is named.

    Returns
    -------
    Question

    Raises
    ------
    DataError
        A finding for each value that is not allowed.
    """
    given = criteria or Criteria()
    places = usual if length is None else length
    steps = max(places, 2) - 1
    margin = given.priority_margin * steps if margin is None else margin
    question = Question(
        places, margin, 2 * margin if difference is None else difference,
        spreads or tuple(share * steps for share in USUAL_SPREADS),
        given.confidence if confidence is None else confidence, chance, primary, seed,
    )  # fmt: skip
    findings = _check(question)
    if findings:
        raise DataError(findings)
    return question


def _check(question: Question) -> list[Finding]:
    """Every value that is not allowed; the first that is wrong hides those that rest on it."""
    if not 2 <= question.length <= MOST_CONSTRUCTS:
        return [
            _find("constructs", question.length, f"from 2 to {MOST_CONSTRUCTS}",
                  "Say how many constructs each person will put in order.")
        ]  # fmt: skip
    last = question.length - 1
    widest = last / 2
    rows: list[tuple[str, float, bool, str, str]] = [
        ("margin", question.margin, 0 < question.margin < last,
         f"above 0 and below {last}, in places of {question.length}",
         "This project's margin is three places of 21."),
        ("difference", question.difference, question.margin < question.difference <= last,
         f"above the margin ({_describe(question.margin)}) and at most {last}",
         "A difference within the margin counts as none, so it cannot be shown."),
        ("confidence", question.confidence, 0.5 <= question.confidence < 1,
         "from 0.5 to below 1", "This project uses 0.9."),
        ("chance", question.chance, 0.5 <= question.chance <= 0.99,
         "from 0.5 to 0.99", "0.8 is usual."),
        ("primary", question.primary, 1 <= question.primary <= question.length,
         f"from 1 to {question.length}, the constructs on the list",
         "Say how many constructs must all get the answer."),
        ("seed", question.seed, 0 <= question.seed < 2**32, "from 0 to 4294967295",
         "Any number in that range will do."),
    ]  # fmt: skip
    rows += [
        ("sd", spread, 0 < spread <= widest,
         f"above 0 and at most {_describe(widest)}, half the distance from the first place to "
         "the last",
         "Places between 1 and the last cannot vary more.")
        for spread in question.spreads
    ]  # fmt: skip
    return [_find(name, value, allowed, remedy) for name, value, fine, allowed, remedy in rows
            if not fine]  # fmt: skip


def _find(name: str, value: float, allowed: str, remedy: str) -> Finding:
    return Finding(f"--{name}", _describe(value), allowed, remedy=remedy)


def _describe(value: float) -> str:
    return format_digits(value, 4) if isinstance(value, float) else str(value)


def list_reported(reference: Cohort, length: int) -> list[Beside]:
    """Return what a comparison beside a publication's printed means can be beside.

    Parameters
    ----------
    reference : Cohort
        With reported mean ranks.
    length : int
        Places of the list on which they are told.

    Returns
    -------
    list of Beside
        One for each construct whose mean is printed, in the order of their places; people,
        rounding and bounds of the spread as the comparison takes them.

    Raises
    ------
    MeasureError
        Where it reports no mean ranks, or its rankings themselves.
    """
    placed = place_constructs(reference, length)
    if placed is None or placed.spreads is None:
        raise MeasureError(
            f"{reference.info.title} prints no mean ranks. Say how many people the other cohort "
            "has instead: --there 20."
        )
    labels = reference.tables["constructs"].set_index("construct")["label"]
    ends = placed.spreads.astype(float)
    return [
        Beside(
            "reported", int(placed.sizes[key]), float(placed.rounding[key]),
            (float(ends["least"][key]), float(ends["greatest"][key])), str(labels[key]),
        )
        for key in placed.means.sort_values(kind="stable").index
    ]  # fmt: skip


def find_usual_length(reference: Cohort) -> int:
    """Return how many constructs a publication's list has.

    Parameters
    ----------
    reference : Cohort
        With reported mean ranks or rankings.

    Returns
    -------
    int
        As the comparison counts them.
    """
    return find_length(reference)


def ask_beside(there: Any, equal: bool) -> Beside | None:
    """Return the other cohort where it is not a publication.

    Parameters
    ----------
    there : int or None
        People in it.
    equal : bool
        Whether it is as large as the cohort here.

    Returns
    -------
    Beside or None
        None where neither was asked for.

    Raises
    ------
    DataError
        Where both were, or the number makes no sense.
    """
    if there is not None and equal:
        raise DataError(
            [Finding("--there", f"{there}, and --equal", "one of the two",
                     remedy=(
                         "The other cohort has either a size of its own or the same size as "
                         "yours."
                     ))]
        )  # fmt: skip
    if equal:
        return Beside("equal", 0)
    if there is None:
        return None
    if not 2 <= there <= MOST_THERE:
        raise DataError(
            [_find("there", there, f"from 2 to {MOST_THERE}", "Say how many people it has.")]
        )
    return Beside("people", there)
