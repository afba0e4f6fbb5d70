"""Difficulties facing the possibilities that answer them: lists, which a script joins by lines.

All of it is in the page as lists that read without style or script: each difficulty with its
answers, and then each possibility under who can act on it. Where there is room `facing.js` sets
the two beside each other and draws a line for each answer; it also leaves what one party can do,
marks what is joined to a chosen one, and keeps both in the address.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from senco.measures.difficulties import (
    Facing,
    describe_facing,
    describe_joins,
    describe_party,
)

TITLE = "Constrictions facing possibilities"


def format_facing(facing: Facing, sure: str = "") -> str:
    """Return difficulties and possibilities that face each other, as HTML.

    Parameters
    ----------
    facing : Facing
        As `senco.measures.difficulties.face_difficulties` gives it.
    sure : str
        How steady the coding is, in plain text.

    Returns
    -------
    str
        One element, every text from data escaped; nothing where there is no difficulty.
    """
    if facing.difficulties.empty:
        return ""
    by_text, by_reading = facing.tellers
    parts = [
        f'<section class="senco-facing" id="facing" aria-labelledby="facing-title" '
        f'data-told="{escape(describe_party(facing))}">',
        f'<p class="senco-facing-title" id="facing-title">{TITLE}</p>',
        f'<p class="senco-facing-finding">{escape(describe_facing(facing))}</p>',
        f'<p class="senco-facing-sure">{escape(_describe_sure(facing, sure))}</p>',
        _format_choices(facing),
        '<p class="senco-facing-key">'
        f'<span class="senco-join-text">linked by {escape(by_text)} itself</span> '
        f'<span class="senco-join-reading">linked by {escape(by_reading)} only</span> '
        '<span class="senco-join-none">open: no answer found</span></p>',
        '<div class="senco-facing-body">',
        '<ol class="senco-facing-difficulties" role="list">',
        *(_format_difficulty(row, facing) for row in facing.difficulties.itertuples()),
        "</ol>",
        '<div class="senco-facing-parties">',
        *(_format_party(party, facing) for party in facing.parties),
        "</div></div></section>",
    ]
    return "\n".join(parts) + "\n"


def _describe_sure(facing: Facing, sure: str) -> str:
    """The coding that it rests on, what an answer is, and what is left out."""
    left = {0: "", 1: " 1 more possibility answers none of them and is not shown."}.get(
        facing.n_unmatched,
        f" {facing.n_unmatched} more possibilities answer none of them and are not shown.",
    )
    return (
        f"How sure: this is a coding. {sure} To answer a difficulty is to reduce it, not to remove "
        f"it; and one that remains open here may well have an answer in practice.{left}"
    ).replace("  ", " ")


def _format_choices(facing: Facing) -> str:
    """Links, which without a script lead to what each party can do."""
    choices = [("", "Everybody", describe_party(facing))]
    choices += [(key, label, describe_party(facing, key)) for key, label in facing.parties.items()]
    links = "".join(
        f'<li><a href="#{f"by-{key}" if key else "facing"}" data-by="{escape(key)}" '
        f'data-told="{escape(told)}">{escape(label)}</a></li>'
        for key, label, told in choices
    )
    return (
        '<nav class="senco-facing-by" aria-label="Who can act">'
        f'<span aria-hidden="true">Who can act?</span><ul role="list">{links}</ul></nav>\n'
        '<p class="senco-facing-status" role="status"></p>'
    )


def _format_difficulty(row: Any, facing: Facing) -> str:
    joins = facing.joins.loc[facing.joins["difficulty"] == row.difficulty]
    answers = "\n".join(_format_answer(join, facing) for join in joins.itertuples())
    open_end = '<span class="senco-facing-open">open: no answer found</span>'
    return (
        f'<li id="facing-{_name(row.difficulty)}" class="senco-facing-one senco-{row.answered}" '
        f'data-key="{_name(row.difficulty)}" '
        f'data-told="{escape(describe_joins(facing, row.difficulty))}">'
        f"{_format_pick(row.difficulty, row.gist)} {_format_code(row.difficulty)} "
        + (f'<ul role="list">\n{answers}\n</ul></li>' if answers else f"{open_end}</li>")
    )


def _format_answer(join: Any, facing: Facing) -> str:
    row = _find_possibility(facing.possibilities, join.claim)
    teller = facing.tellers[join.ground != "text"]
    who = ", ".join(facing.parties[party] for party in row.parties)
    return (
        f'<li class="senco-facing-answer senco-join-{join.ground}" '
        f'data-key="{_name(join.claim)}" data-by="{escape(" ".join(row.parties))}">'
        f"{_format_pick(join.claim, row.gist)} {_format_code(join.claim)} "
        f'<span class="senco-facing-who">{escape(who)}; linked by {escape(teller)}</span></li>'
    )


def _find_possibility(possibilities: pd.DataFrame, claim: str) -> Any:
    return next(possibilities.loc[possibilities["claim"] == claim].itertuples())


def _format_party(party: str, facing: Facing) -> str:
    """What stands under a party, and what it shares with those before it."""
    rows: list[Any] = list(facing.possibilities.itertuples())
    own = [row for row in rows if row.parties[0] == party]
    shared = [row for row in rows if party in row.parties[1:]]
    items = "\n".join(_format_possibility(row, facing) for row in own)
    links = ", ".join(
        f'<a href="#facing-{_name(row.claim)}">{escape(row.claim)}</a>' for row in shared
    )
    return (
        f'<div class="senco-facing-party" data-party="{escape(party)}">'
        f'<p class="senco-facing-label" id="by-{escape(party)}">{escape(facing.parties[party])}</p>'
        + (f'<ul role="list">\n{items}\n</ul>' if items else "")
        + (f'<p class="senco-facing-shared">also, above: {links}</p>' if links else "")
        + "</div>"
    )


def _format_possibility(row: Any, facing: Facing) -> str:
    joins = facing.joins.loc[facing.joins["claim"] == row.claim]
    told = ", ".join(
        f'<a href="#facing-{_name(join.difficulty)}" data-ground="{join.ground}" '
        f'data-joins="{_name(join.difficulty)}">{escape(join.difficulty)}</a>'
        f" (by {escape(facing.tellers[join.ground != 'text'])})"
        for join in joins.itertuples()
    )
    return (
        f'<li id="facing-{_name(row.claim)}" class="senco-facing-one" '
        f'data-key="{_name(row.claim)}" data-by="{escape(" ".join(row.parties))}" '
        f'data-told="{escape(describe_joins(facing, row.claim))}">'
        f"{_format_pick(row.claim, row.gist)} {_format_code(row.claim)} "
        f'<span class="senco-facing-answers">answers {told}</span></li>'
    )


def _format_pick(key: str, gist: str) -> str:
    return f'<a class="senco-facing-pick" href="#facing-{_name(key)}">{escape(gist)}</a>'


def _format_code(key: str) -> str:
    """The key, which `senco.book.site.cards` turns into a mark where there is a card for it."""
    return f'<span class="senco-facing-code" data-claim="{_name(key)}">{escape(key)}</span>'


def _name(key: str) -> str:
    return escape(str(key).lower())
