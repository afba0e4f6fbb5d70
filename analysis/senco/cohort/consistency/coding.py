"""Who coded what: whether agreement can be told, and whether coders are named rightly."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from senco.cohort.coders import AGREED, drop_agreed
from senco.cohort.consistency.evidence import Evidence
from senco.errors import Finding, suggest

#: What is coded, by the table that coders fill in: the columns that name it.
_CODED = {"codings": ["segment"], "construct_assignments": ["participant", "grid_construct"]}


def check_coding(evidence: Evidence) -> Iterator[Finding]:
    """Yield what is wrong with the coders of a cohort.

    Parameters
    ----------
    evidence : Evidence
        The tables.

    Yields
    ------
    Finding
        A warning where no agreement can be told, errors where a name would change counts.
    """
    yield from _check_coders(evidence)
    yield from _check_agreed(evidence)
    yield from _check_order(evidence)


def _check_coders(evidence: Evidence) -> Iterator[Finding]:
    """One coder, where the agreement of two is to be told."""
    if evidence.info is None or evidence.info.provenance == "published":
        return
    for table, keys in _CODED.items():
        frame = evidence.sound(table)
        if frame is None or evidence.flawed.get(table):
            continue
        frame = drop_agreed(frame)
        both = frame.groupby(keys)["coder"].nunique().max() > 1
        coders = frame["coder"].nunique()
        if coders == 1 or not both:
            found = "one coder" if coders == 1 else f"{coders} coders with no rows in common"
            yield evidence.find(
                table, None, "coder", found, "at least two coders for some of the rows",
                "Have a second person code part of the data: otherwise agreement cannot be "
                "measured.",
                "warning",
            )  # fmt: skip


def _check_agreed(evidence: Evidence) -> Iterator[Finding]:
    """Codings under the name of those that coders settled, of what no two of them coded."""
    for table, keys in _CODED.items():
        frame = evidence.sound(table)
        if frame is None:
            continue
        alone = drop_agreed(frame)
        coders = alone.groupby(keys)["coder"].nunique()
        settled = frame[frame["coder"] == AGREED]
        known = pd.MultiIndex.from_frame(settled[keys]).isin(
            pd.MultiIndex.from_frame(coders[coders > 0].reset_index()[keys])
        )
        for row in settled.index[~known]:
            yield evidence.find(
                table, row, "coder", f"'{AGREED}' for something that no coder coded",
                "what the coders settled between them, as well as what each of them coded",
                "Name the coder; senco settle records what several agreed on.",
            )  # fmt: skip


def _check_order(evidence: Evidence) -> Iterator[Finding]:
    """Coders named in cohort.yml who coded nothing: a slip there changes every count."""
    tables = (evidence.raw[name] for name in ("codings", "construct_assignments")
              if name in evidence.raw)  # fmt: skip
    given = (raw["coder"].unique().tolist() for raw in tables if "coder" in raw)
    known = list(dict.fromkeys(name for names in given for name in names if name))
    named = evidence.info.coders if evidence.info else ()
    listed = ", ".join(known)
    for coder in named if known else ():
        if coder not in known:
            yield Finding(
                f"{evidence.folder}/cohort.yml", f"'{coder:.60}', who is in no row",
                f"coders of codings.csv or construct_assignments.csv: {listed}", None,
                "coders", suggest(coder, known) or "Leave out a coder who has coded nothing yet.",
            )  # fmt: skip
