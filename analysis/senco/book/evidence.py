"""The page of claims, which is written from data without a notebook."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from senco.cohort.model import Cohort
from senco.cohort.study import ACROSS
from senco.text.markdown import escape_markdown

if TYPE_CHECKING:
    import pandas as pd

_HEAD = """# Every claim: its lines, where it is examined, and with which verdict

```{{admonition}} What you will take from this page
:class: tip
Each claim that this book found in {source}'s findings, discussion and concluding remarks: in
our own words, with the lines on which it rests, and what became of it when it was examined. The
findings pages link here.
```

**{claims} claims: {constrictions} constrictions, which tell of {difficulties} difficulties, and
{possibilities} possibilities.** To {joined} of the difficulties the text itself joins an answer, to
{read} more only our reading does, and {unanswered} have none in this coding
({second} by a second one). {spoken} claims rest on a participant's printed words, {figures} on a
count or a rank, the others on {source}'s own reading. Of {coded} the kind and the influence were
coded a second time, {alike} of them alike.

Each verdict leads to the place where it was reached:

- *answered*, *answered by our reading*, *no answer found*: whether a possibility answers the
  difficulty of which a constriction tells, and whether the text joins the two or we do; *answers*,
  *answers none*: the same, seen from the possibility. That is [our coding](../study/coding.md), not
  {source}'s.
- *quoted there*: whose statements are printed on these lines. A line can hold two.
- *holds*, *is a discrepancy*: whether a count agrees with the other figures that the text prints.
- *fits all*, *fits only a smaller group*: whether a printed mean rank can be the plain mean of
  one construct over all participants.
- *coded twice*: whether the second coding came to the same kind and influence.

No verdict says that a claim is true of nurseries. It says how far the text and its figures bear it
out. The page is made from the cohort's tables by `senco describe`.
"""
_GROUNDS = {
    "quotation": "a quotation",
    "count": "a count",
    "rank": "a rank",
    "reading": "{source}'s reading",
}


def write_claims(cohort: Cohort, told: Collection[str] = ()) -> str:
    """Return the page of all claims, each with an anchor that other pages link to.

    Parameters
    ----------
    cohort : Cohort
        With the table claims, and reported, segments, claim_codings where it has them.
    told : collection of str
        Pages of findings: the ids of systems, and "discussion" for what spans several.

    Returns
    -------
    str
        MyST Markdown: each claim with its lines, where it is examined, and the verdict.
    """
    claims = cohort.tables["claims"]
    labels = {key: system.label for key, system in cohort.systems.items()}
    labels[ACROSS] = "Across the systems"
    verdicts = examine_claims(cohort)
    parts = [
        _HEAD.format(source=cohort.study.source, **_count_claims(cohort)),
        *_write_difficulties(cohort),
    ]
    for key, label in labels.items():
        here = claims.loc[claims["system"] == key]
        if len(here):
            page = "discussion" if key == ACROSS else key
            pointer = f"Told in [the findings](../findings/{page}.md)." if page in told else ""
            parts.append(f"## {label}\n\n{pointer}\n")
            rows: list[Any] = list(here.itertuples())
            parts += [_write_claim(row, cohort, verdicts[row.claim]) for row in rows]
    return "\n".join(parts)


def _count_claims(cohort: Cohort) -> dict[str, int | str]:
    from senco.measures.claims import list_differences
    from senco.measures.difficulties import list_values

    claims = cohort.tables["claims"]
    constrictions = int((claims["kind"] == "constriction").sum())
    values = list_values(cohort)
    coded = len(cohort.tables["claim_codings"]) if cohort.has("claim_codings") else 0
    return {
        "claims": len(claims),
        "constrictions": constrictions,
        "difficulties": values["n_difficulties"],
        "joined": values["n_joined"],
        "read": values["n_read"],
        "unanswered": values["n_unanswered"],
        "second": values["n_unanswered_second"],
        "possibilities": len(claims) - constrictions,
        "spoken": int((claims["rests_on"] == "quotation").sum()),
        "figures": int(claims["rests_on"].isin(["count", "rank"]).sum()),
        "coded": coded,
        "alike": coded - list_differences(cohort)["claim"].nunique(),
    }


def examine_claims(cohort: Cohort) -> dict[str, list[str]]:
    """Return the verdicts on each claim, each with a link to where it was reached.

    Parameters
    ----------
    cohort : Cohort
        As for `write_claims`.

    Returns
    -------
    dict of str to list of str
        By claim, Markdown; every claim has at least one verdict.
    """
    claims = cohort.tables["claims"]
    verdicts = _describe_answers(cohort)
    for row in claims.itertuples():
        verdicts[str(row.claim)] += _describe_ground(row, cohort)
    for claim, verdict in _describe_codings(cohort).items():
        verdicts[claim].append(verdict)
    return verdicts


#: Where on page 65 each is told.
_COUNTED = "how-many-difficulties-and-which-have-an-answer"
_PAIRED = "which-possibility-answers-which-difficulty"
_ANSWERED = {"text": "answered", "reading": "answered by our reading", "none": "no answer found"}
_JOINED = {"text": "the text", "reading": "our reading"}


def _write_difficulties(cohort: Cohort) -> list[str]:
    """Each difficulty with an anchor, its constrictions, and each answer with its ground."""
    from senco.measures.difficulties import list_answers, list_difficulties

    listed, answers = list_difficulties(cohort), list_answers(cohort)
    place = cohort.study.shown_in.get("facing")
    page = f"../{place}" if place else f"../cohorts/{cohort.name}/65_constrictions"
    parts = [
        "## The difficulties\n\nConstrictions that repeat one another, merged. "
        f'<a href="{page}.html#facing">As a picture, by who can act</a>.\n'
    ]
    row: Any  # a row's cells are of the types that the contract gives their columns
    for row in listed.itertuples():
        mine: list[Any] = list(answers.loc[answers["difficulty"] == row.difficulty].itertuples())
        links = ", ".join(_link(claim) for claim in row.constrictions.split(", "))
        given = [
            f"- {_link(answer.possibility)}, lines {_dash(answer.lines)}, joined by "
            f"{_JOINED[answer.ground]}: {escape_markdown(answer.why)}"
            for answer in mine
        ]
        again = ""
        if row.second_coding and row.second_coding != row.answered:
            again = f" (by the second coding: {_ANSWERED[row.second_coding]})"
        parts.append(
            f"({row.difficulty.lower()})=\n"
            f"**{row.difficulty}** {escape_markdown(row.gist)}\\\n"
            f"*Told of in {links}.* {_ANSWERED[row.answered].capitalize()}"
            f"{again}{':' if given else '.'}\n"
        )
        parts += ["\n".join([*given, ""])] if given else []
    return parts if len(listed) else []


def _describe_answers(cohort: Cohort) -> dict[str, list[str]]:
    from senco.measures.difficulties import find_state, list_pairs

    page, pairs = f"{cohort.name}/65_constrictions", list_pairs(cohort)
    verdicts: dict[str, list[str]] = {}
    row: Any
    for row in cohort.tables["claims"].itertuples():
        mine = [(key, ground) for (claim, key), ground in pairs.items() if claim == row.claim]
        if not cohort.has("difficulties"):
            word = _lead(page, "the-balance-claim-by-claim", "not merged into difficulties")
        elif row.kind == "constriction":
            verdict = _ANSWERED[find_state(pairs, row.difficulty)]
            word = f"{_lead(page, _COUNTED, verdict)}, as part of {_link(row.difficulty)}"
        elif mine:
            given = [f"{_link(key)} ({_JOINED[ground]})" for key, ground in mine]
            word = f"{_lead(page, _PAIRED, 'answers')} {', '.join(given)}"
        else:
            word = _lead(page, _PAIRED, "answers none")
        verdicts[row.claim] = [word]
    return verdicts


def _describe_ground(row: Any, cohort: Cohort) -> list[str]:
    """What a claim's quotation, count or rank came to."""
    if row.rests_on == "quotation" and cohort.has("segments"):
        statements = cohort.tables["segments"].dropna(subset="lines")
        people = _find_on_lines(statements, row.lines)["participant"].drop_duplicates()
        page = f"{cohort.name}/60_networks"
        pointer = _lead(page, "the-evidence-statement-by-statement", "quoted there")
        return [f"{pointer}: {', '.join(people)}"] if len(people) else []
    if row.rests_on not in ("count", "rank") or not cohort.has("reported"):
        return []
    figures = cohort.tables["reported"]
    quantity = "count" if row.rests_on == "count" else "mean_rank"
    figures = _find_on_lines(figures.loc[figures["quantity"] == quantity], row.lines)
    word = _describe_counts if quantity == "count" else _describe_means
    return word(figures, cohort, f"{cohort.name}/70_audit")


def _find_on_lines(table: pd.DataFrame, lines: str) -> pd.DataFrame:
    """The rows on a claim's lines; where there is none, those around or across them."""
    own = _read_lines(lines)
    places = [_read_lines(text) for text in table["lines"]]
    within = [place <= own for place in places]
    if any(within):
        return table.loc[within]
    shared = [len(place & own) / len(place) for place in places]
    return table.loc[[part > 0 and part == max(shared) for part in shared]]


def _describe_counts(figures: pd.DataFrame, cohort: Cohort, page: str) -> list[str]:
    from senco.measures.audit import check_counts

    checked = check_counts(cohort.tables["reported"])
    words = []
    figure: Any
    for figure in figures.itertuples():
        name = figure.figure.replace("-", " ")
        found = checked.loc[checked["relation"].str.contains(rf"\b{re.escape(name)}\b")]
        if found.empty:
            place, verdict = "every-figure-that-the-source-reports", "stands alone"
        else:
            place = "counts-against-counts"
            verdict = "holds" if found["holds"].all() else "is a discrepancy"
        words.append(f"the count {_lead(page, place, f'{figure.value} {verdict}')}")
    return words


def _describe_means(figures: pd.DataFrame, cohort: Cohort, page: str) -> list[str]:
    from senco.measures.audit import describe_verdicts, tabulate_grim
    from senco.measures.reported import list_priorities

    n_participants = len(cohort.tables["participants"])
    means = list_priorities(cohort.tables["reported"], cohort.tables["constructs"])
    checks = tabulate_grim(means, n_participants)
    words = dict(zip(means["figure"], describe_verdicts(checks, n_participants), strict=True))
    place = "means-against-numbers-of-people"
    return [
        f"the mean {_lead(page, place, f'{row.value} {words[row.figure]}')}"
        + ("" if row.group == "everyone" else f" (of those with {row.group})")
        for row in figures.itertuples()
        if row.figure in words
    ]


def _describe_codings(cohort: Cohort) -> dict[str, str]:
    from senco.measures.claims import list_differences

    if not cohort.has("claim_codings"):
        return {}
    apart = list_differences(cohort).groupby("claim")["what"].apply(" and ".join)
    where = _lead(
        f"{cohort.name}/65_constrictions", "would-another-reader-code-the-same", "coded twice"
    )
    return {
        claim: f"{where}, differently in {apart[claim]}" if claim in apart else f"{where}, alike"
        for claim in cohort.tables["claim_codings"]["claim"]
    }


def _dash(lines: str) -> str:
    return re.sub(r"(\d)-(\d)", r"\1–\2", lines)


def _write_claim(row: Any, cohort: Cohort, verdicts: list[str]) -> str:
    about = "several influences"
    from pandas import isna  # takes half a second, and making a page does not need it

    if not isna(row.influence):
        about = cohort.influences[row.influence].label.lower()
    lines = _dash(row.lines)
    ground = _GROUNDS[row.rests_on].format(source=cohort.study.source)
    return (
        f"({row.claim.lower()})=\n"
        f"**{row.claim}** {escape_markdown(row.gist)}\\\n"
        f"*A {row.kind} about {about}; lines {lines}, resting on {ground}.* "
        f"Examined: {'; '.join(verdicts)}.\n"
    )


def _read_lines(text: str) -> set[int]:
    """The numbers of "300; 444-446"."""
    numbers: set[int] = set()
    for part in str(text).split(";"):
        first, _, last = part.strip().partition("-")
        numbers |= set(range(int(first), int(last or first) + 1))
    return numbers


def _link(claim: str) -> str:
    return f"[{claim}](#{claim.lower()})"


def _lead(page: str, place: str, words: str) -> str:
    return f'<a href="../cohorts/{page}.html#{place}">{words}</a>'
