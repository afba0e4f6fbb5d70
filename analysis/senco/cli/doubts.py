"""Questions about what came in and may have been written down the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

from senco.errors import Finding, MeasureError
from senco.workspace.paths import Project


def ask_doubts(name: str, written: list[str], project: Project) -> Iterator[Finding]:
    """Ask about rankings that run against all others, and constructs that contradict their grid.

    Parameters
    ----------
    name : str
        The cohort, which is sound.
    written : list of str
        The files that were written just now.
    project : Project
        The checkout.

    Yields
    ------
    Finding
        Warnings: what was found may be meant.
    """
    if "rankings.csv" in written:
        yield from _ask_reversed(name, project)
    if {"elements.csv", "grid_constructs.csv", "grids.csv"} & set(written):
        yield from _ask_swapped(name, project)


def _ask_reversed(name: str, project: Project) -> Iterator[Finding]:
    from senco.cohort.loading import load_cohort
    from senco.measures.rankings.doubts import find_reversed

    rows = load_cohort(name, "50_rankings", project).tables["rankings"]
    ranks = rows.pivot(index="participant", columns="construct", values="rank").astype(float)
    try:
        asked = find_reversed(ranks)
    except MeasureError:  # the page of rankings says what is wrong with them
        return
    for who in asked.index:
        yield Finding(
            f"data/cohorts/{name}/rankings.csv",
            f"an order of '{who}' that runs counter to everybody else's",
            "1 for what matters most",
            remedy="Ask whether the numbers were meant the other way round; if not, leave them.",
            severity="warning",
        )


def _ask_swapped(name: str, project: Project) -> Iterator[Finding]:
    from senco.cohort.loading import load_cohort
    from senco.measures.grids.doubts import find_swapped
    from senco.pages.grids import read_grids

    cohort = load_cohort(name, "40_grids", project)
    if not cohort.has("elements", "grid_constructs", "grids"):
        return
    for who, grid in read_grids(cohort).items():
        doubted = find_swapped(grid)
        if doubted:
            more = f" and {len(doubted) - 1} more" if len(doubted) > 1 else ""
            yield Finding(
                f"data/cohorts/{name}/grids.csv",
                f"'{doubted[0]:.60}'{more} in the grid of '{who}', on which the ideal is rated at "
                "the pole that is not preferred",
                "the ideal nearer to the preferred pole, as a rule",
                remedy="Ask whether poles or ratings were written down the wrong way round; if "
                "not, leave them.",
                severity="warning",
            )
