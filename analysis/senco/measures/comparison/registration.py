"""What was laid down beforehand: primary outcomes, a rule for several, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from senco.cohort.model import MULTIPLICITY_WORDS, Criteria
from senco.measures.comparison.verdicts import AGREES, DIFFERS


@dataclass(frozen=True)
class Primary:
    """One outcome that was laid down as primary.

    Parameters
    ----------
    key : str
        Of the finding.
    finding : str
        In words; the key where nothing of this name was compared.
    verdict : str or None
        None where it was not compared.
    """

    key: str
    finding: str
    verdict: str | None


def list_primary(findings: pd.DataFrame, criteria: Criteria) -> list[Primary]:
    """Return the primary outcomes with their verdicts.

    Parameters
    ----------
    findings : DataFrame
        Columns key, finding, verdict.
    criteria : Criteria
        As laid down.

    Returns
    -------
    list of Primary
        In the order in which they were laid down.
    """
    known = findings.set_index("key")
    return [
        Primary(key, str(known.at[key, "finding"]), str(known.at[key, "verdict"]))
        if key in known.index
        else Primary(key, key, None)
        for key in criteria.primary
    ]


def settle_primary(criteria: Criteria, outcomes: list[Primary]) -> str | None:
    """Return what the primary outcomes say together, by the rule that was laid down.

    Parameters
    ----------
    criteria : Criteria
        As laid down.
    outcomes : list of Primary
        With their verdicts.

    Returns
    -------
    str or None
        For the rule *all*: *agrees* where every primary outcome does, *differs* where
        every one does, else that it cannot be told. None for another rule, or none.

    References
    ----------
    Berger, R. L. (1982). Multiparameter hypothesis testing and acceptance sampling.
    Technometrics, 24(4), 295-300.
    """
    if criteria.multiplicity != "all" or not outcomes:
        return None
    verdicts = {one.verdict for one in outcomes}
    for verdict in (AGREES, DIFFERS):
        if verdicts == {verdict}:
            return verdict
    return "cannot be told"


def describe_primary(
    findings: pd.DataFrame, criteria: Criteria | None, beside: str = ""
) -> list[str]:
    """Return what was laid down beforehand and what came of it, in sentences.

    Parameters
    ----------
    findings : DataFrame
        Columns key, finding, verdict.
    criteria : Criteria or None
        As laid down.
    beside : str
        Title of the other cohort, where there are several.

    Returns
    -------
    list of str
        Without full stops; none where neither an outcome nor a rule was laid down.
    """
    if criteria is None:
        return []
    outcomes = list_primary(findings, criteria)
    sentences = []
    if outcomes:
        words = "; ".join(f"‘{one.finding}’: {one.verdict or 'not compared'}" for one in outcomes)
        where = f", beside ‘{beside}’" if beside else ""
        sentences.append(f"Primary outcomes laid down beforehand{where}: {words}")
        sentences.append("Every other finding is secondary")
    if criteria.multiplicity:
        sentences.append(
            f"For several primary outcomes: {MULTIPLICITY_WORDS[criteria.multiplicity]}"
        )
    elif len(outcomes) > 1:
        sentences.append(
            "No rule was laid down for several primary outcomes: each is judged by itself"
        )
    together = settle_primary(criteria, outcomes)
    if together:
        sentences.append(f"Taken together: {together}")
    if criteria.stopping_rule:
        sentences.append(f"When to stop, as laid down: ‘{criteria.stopping_rule.rstrip('.')}’")
    return sentences
