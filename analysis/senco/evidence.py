"""Pages that are written from data without a notebook: the claims, and the kit's lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from senco.model import Cohort

if TYPE_CHECKING:
    import pandas as pd

_HEAD = """# Every claim, with its lines

```{{admonition}} What you will take from this page
:class: tip
Each claim that this book found in the article's findings, discussion and concluding remarks: in
our own words, with the lines on which it rests. The findings pages link here.
```

Made from `claims.csv` by `senco describe`. [How the claims were coded](../study/coding.md), and
[what they add up to](../cohorts/{cohort}/65_constrictions.ipynb).
"""
_GROUNDS = {
    "quotation": "a quotation",
    "count": "a count",
    "rank": "a rank",
    "reading": "the authors' reading",
}


def write_claims(cohort: Cohort) -> str:
    """Return the page of all claims, each with an anchor that other pages link to.

    Parameters
    ----------
    cohort : Cohort
        With the table claims.

    Returns
    -------
    str
        MyST Markdown.
    """
    claims = cohort.tables["claims"]
    answered = claims.loc[claims["answers"].notna()].groupby("answers")["claim"].apply(list)
    labels = {key: system.label for key, system in cohort.systems.items()}
    labels["across"] = "Across the systems"
    parts = [_HEAD.format(cohort=cohort.name)]
    for key, label in labels.items():
        here = claims.loc[claims["system"] == key]
        if len(here):
            parts.append(f"## {label}\n")
            parts += [_write_claim(row, cohort, answered) for row in here.itertuples()]
    return "\n".join(parts)


def _write_claim(row: tuple, cohort: Cohort, answered: pd.Series) -> str:
    about = "several influences"
    from pandas import isna  # takes half a second, and making a page does not need it

    if not isna(row.influence):
        about = cohort.influences[row.influence].label.lower()
    links = []
    if not isna(row.answers):
        links.append(f"Meets {_link(row.answers)}.")
    if row.claim in answered.index:
        links.append(f"Met by {', '.join(map(_link, answered[row.claim]))}.")
    return (
        f"({row.claim.lower()})=\n"
        f"**{row.claim}**, a {row.kind} ({about}). {escape_markdown(row.gist)} "
        f"[lines {row.lines}], resting on {_GROUNDS[row.rests_on]}. {' '.join(links)}".rstrip()
        + "\n"
    )


def _link(claim: str) -> str:
    return f"[{claim}](#{claim.lower()})"


def escape_markdown(text: str) -> str:
    r"""Return text that MyST shows as it stands, whatever it holds.

    Parameters
    ----------
    text : str
        One line.

    Returns
    -------
    str
        With a backslash before every character that could begin markup.

    Examples
    --------
    >>> escape_markdown("a *star* and {a role}")
    'a \\*star\\* and \\{a role\\}'
    """
    return re.sub(r"([\\`*_{}\[\]<>$~|#&!])", r"\\\1", text)


def list_influences(cohort: Cohort) -> str:
    """Return the key influences with their definitions, for the kit's coding sheet.

    Parameters
    ----------
    cohort : Cohort
        Any cohort of the study.

    Returns
    -------
    str
        A table in Markdown.
    """
    lines = [
        "| influence | system | it applies when the segment is about … |",
        "| --- | --- | --- |",
    ]
    for influence in cohort.influences.values():
        label = escape_markdown(influence.label)
        definition = escape_markdown(influence.definition)
        system = escape_markdown(cohort.systems[influence.system].label)
        lines.append(f"| {label} | {system} | {definition} |")
    return "\n".join(lines)


def replace_between(text: str, name: str, new: str) -> str:
    """Replace what stands between a page's two marks of a name.

    Parameters
    ----------
    text : str
        A page that holds ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.
    name : str
        The name.
    new : str
        What goes between.

    Returns
    -------
    str
        The page.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, rest = text.split(begin, 1)
    return f"{before}{begin}\n\n{new}\n\n{end}{rest.split(end, 1)[1]}"
