"""The page of claims, which is written from data without a notebook."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from senco.cohort.model import NO_INFLUENCE, Cohort
from senco.cohort.places import tell_place
from senco.cohort.study import ACROSS
from senco.text.markdown import escape_markdown
from senco.text.words import count_words

if TYPE_CHECKING:
    import pandas as pd

_HEAD = """# Every claim: where it stands, and with which verdict it was examined

```{{admonition}} What you will take from this page
:class: tip
Each claim that this book found in {source}'s findings, discussion and concluding remarks, in
our own words, by level and influence. Open one to see {opened}.
```

**{claims} claims: {constrictions} constrictions, which tell of {difficulties} difficulties, and
{possibilities} possibilities.** To {joined} of the difficulties the text itself joins an answer, to
{read} more only our reading does, and {unanswered} have none in this coding
({second} by a second one). {spoken} claims rest on a participant's printed words, {figures} on a
count or a rank, the others on {source}'s own reading. Of {coded} the kind and the influence were
coded a second time, {alike} of them alike. [What the verdicts mean](#what-the-verdicts-mean)
stands below the claims.
"""
_VERDICTS = """(what-the-verdicts-mean)=
## What the verdicts mean

Each verdict leads to the place where it was reached:

- *answered*, *answered by our reading*, *no answer found*: whether a possibility answers the
  difficulty of which a constriction tells, and whether the text joins the two or we do; *answers*,
  *answers none*: the same, seen from the possibility. That is [our coding](../study/coding.md), not
  {source}'s.
- *quoted there*: whose statements are printed in this place. Several can stand close together.
- *holds*, *is a discrepancy*: whether a count agrees with the other figures that the text prints.
- *fits all*, *fits only a smaller group*: whether a printed mean rank can be the plain mean of
  one construct over all participants.
- *coded twice*: whether the second coding came to the same kind and influence.

No verdict says that a claim is true of nurseries. It says how far the text and its figures bear it
out.

The page is made from the cohort's tables by `senco describe`.
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
        MyST Markdown: each claim with its place, where it is examined, and the verdict.
    """
    claims = cohort.tables["claims"]
    labels = {key: system.label for key, system in cohort.systems.items()}
    labels[ACROSS] = "Across the systems"
    verdicts = examine_claims(cohort)
    source = cohort.study.source
    opened = "where it stands in the text, what it rests on and what became of it"
    parts = [_HEAD.format(source=source, opened=opened, **_count_claims(cohort))]
    for key, label in labels.items():
        here = claims.loc[claims["system"] == key]
        if len(here):
            page = "discussion" if key == ACROSS else key
            pointer = f" Told in [the findings](../findings/{page}.md)." if page in told else ""
            parts.append(f"## {label}\n\n{_count_kinds(here)}.{pointer}\n")
            parts += _write_groups(key, here, cohort, verdicts)
    return "\n".join([*parts, *_write_difficulties(cohort), _VERDICTS.format(source=source)])


def _count_kinds(claims: pd.DataFrame) -> str:
    """Such as "9 claims: 3 constrictions, 6 possibilities"."""
    counted = ((claims["kind"] == kind).sum() for kind in _KINDS)
    told = [_count(int(n), kind) for n, kind in zip(counted, _KINDS, strict=True) if n]
    return f"{count_words(len(claims), 'claim')}: {', '.join(told)}"


def _count(number: int, noun: str) -> str:
    """A number of things, possibilities and difficulties among them."""
    return count_words(number, noun if number == 1 or noun[-1] != "y" else f"{noun[:-1]}ie")


def _write_groups(
    system: str, claims: pd.DataFrame, cohort: Cohort, verdicts: dict[str, list[str]]
) -> list[str]:
    """The claims of a system by influence, each group under a line that the site folds."""
    labels = {key: influence.label for key, influence in cohort.influences.items()}
    labels[""] = "Several influences"
    given = claims["influence"].fillna("")
    parts = []
    for key, label in labels.items():
        own = claims.loc[given == key]
        if len(own):
            name = f"claims-{system}-{key or NO_INFLUENCE}"
            parts.append(f"({name})=\n**{escape_markdown(label)}** {_count_kinds(own)}.\n")
            rows: list[Any] = list(own.itertuples())
            parts += [_write_claim(row, cohort, verdicts[row.claim]) for row in rows]
    return parts


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
_KINDS = ("constriction", "possibility")
#: What of a verdict stands beside a claim before it is opened, and is chosen by.
_KEPT = re.compile(
    "answered by our reading|answered|no answer found|answers none|answers|not merged into "
    "difficulties|holds|is a discrepancy|stands alone|fits all|fits a part only|fits none"
    "|differently"
)
_SHORT = {"answers": "answers a difficulty", "differently": "second coding differs"}


def _write_difficulties(cohort: Cohort) -> list[str]:
    """Each difficulty with an anchor, by whether it is answered."""
    from senco.measures.difficulties import list_answers, list_difficulties

    listed, answers = list_difficulties(cohort), list_answers(cohort)
    place = cohort.study.shown_in.get("facing")
    page = f"../{place}" if place else f"../cohorts/{cohort.name}/65_constrictions"
    parts = [
        "## The difficulties\n\nConstrictions that repeat one another, merged. "
        f'<a href="{page}.html#facing">As a picture, by who can act</a>.\n'
    ]
    for state, word in _ANSWERED.items():
        own = listed.loc[listed["answered"] == state]
        if len(own):
            counted = _count(len(own), "difficulty")
            parts.append(f"(difficulties-{state})=\n**{word.capitalize()}** {counted}.\n")
            rows: list[Any] = list(own.itertuples())
            parts += [_write_difficulty(row, answers, cohort) for row in rows]
    return parts if len(listed) else []


def _write_difficulty(row: Any, answers: pd.DataFrame, cohort: Cohort) -> str:
    """A difficulty with its constrictions, and each answer with its ground."""
    mine: list[Any] = list(answers.loc[answers["difficulty"] == row.difficulty].itertuples())
    links = ", ".join(_link(claim) for claim in row.constrictions.split(", "))
    given = [
        f"- {_link(answer.possibility)}, joined by {_JOINED[answer.ground]}: "
        f"{escape_markdown(answer.why)} {_tell_place(cohort, answer.lines)}."
        for answer in mine
    ]
    again = ""
    if row.second_coding and row.second_coding != row.answered:
        again = f" (by the second coding: {_ANSWERED[row.second_coding]})"
    told = (
        f"({row.difficulty.lower()})=\n"
        f"**{row.difficulty}** {escape_markdown(row.gist)}\\\n"
        f"*Told of in {links}.* {_ANSWERED[row.answered].capitalize()}"
        f"{again}{':' if given else '.'}\n"
    )
    return "\n".join([told, *given, ""]) if given else told


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


def _tell_place(cohort: Cohort, lines: Any) -> str:
    from pandas import isna  # takes half a second, and making a page does not need it

    return "no place given" if isna(lines) else escape_markdown(tell_place(cohort, str(lines)))


def _write_claim(row: Any, cohort: Cohort, verdicts: list[str]) -> str:
    from pandas import isna

    about = "several influences"
    if not isna(row.influence):
        about = cohort.influences[row.influence].label.lower()
    place = _tell_place(cohort, row.lines)
    ground = _GROUNDS[row.rests_on].format(source=cohort.study.source)
    told = re.sub(r"<[^>]*>", "", "; ".join(verdicts))
    kept = list(dict.fromkeys(_SHORT.get(word, word) for word in _KEPT.findall(told)))
    return (
        f"({row.claim.lower()})=\n"
        f"**{row.claim}** {escape_markdown(row.gist)} "
        f'<span class="senco-kind" data-level="{row.system}" data-kind="{row.kind}" '
        f'data-verdict="{"|".join(kept)}">{row.kind.capitalize()}: {kept[0]}.</span>\\\n'
        f"*About {about}; {place}; resting on {ground}.* "
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
