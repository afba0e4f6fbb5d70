"""What changed between two versions, as a page: HTML by itself, or Markdown for the book."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import groupby

from senco.cohort.stages import STAGES
from senco.revisions.changes import KINDS, Change, Comparison, Kind
from senco.text.markdown import escape_markdown
from senco.text.report import frame_page
from senco.text.words import count_words, join_words

#: So many changes of a kind are shown of a page; the JSON has all.
SHOWN = 40
#: And so many in the book.
LISTED = 12
#: A longer text is cut short.
LONGEST = 200
_TOLD = (
    "`senco diff` made this page. Values have the names that the notebooks give them; numbers "
    "that agree to nine digits count as unchanged."
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_TITLES = {stage.name: stage.title for stage in STAGES}
_HEADINGS: dict[Kind, str] = {
    "page": "Page",
    "verdict": "Verdicts",
    "value": "Values in sentences",
    "table": "Tables",
    "figure": "Figures",
}
_NOUNS: dict[Kind, tuple[str, str]] = {
    "page": ("page", " added or removed"),
    "verdict": ("verdict", ""),
    "value": ("value", ""),
    "table": ("place", " in tables"),
    "figure": ("figure", ""),
}
_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;"
    "max-width:60rem;padding:1rem}table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}"
    "th,td{border-bottom:1px solid #8888;padding:.35rem .6rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}.number{text-align:right}"
    ".wide{overflow-x:auto}h2{margin-top:2.5rem}td:first-child{width:40%}"
)


def write_page(comparison: Comparison) -> str:
    """Return what changed as one page of HTML that needs no other file.

    Parameters
    ----------
    comparison : Comparison
        As `senco.revisions.compare_versions` gives it.

    Returns
    -------
    str
        Safe whatever the versions hold.
    """
    heading = f"What changed from {comparison.earlier} to {comparison.later}"
    body = [f"<p>{escape(summarise(comparison))}</p>"]
    if comparison.changes:
        body.append(_write_overview(comparison))
    for cohort, changes in groupby(comparison.changes, key=lambda one: one.cohort):
        body.append(f"<h2>{escape(cohort)}</h2>")
        for page, kinds in _group(changes):
            body.append(f'<h3 id="{escape(cohort)}-{escape(page)}">{escape(_name(page))}</h3>')
            body += [_write_table(kind, found) for kind, found in kinds]
    return frame_page(heading, _STYLE, "\n".join(body))


def summarise(comparison: Comparison) -> str:
    """Return in a sentence or two how much changed.

    Parameters
    ----------
    comparison : Comparison
        What changed.

    Returns
    -------
    str
        Plain text.
    """
    counts = comparison.count()
    if not counts:
        return (
            f"Nothing changed: of {count_words(comparison.pages, 'page')} all values, tables and "
            "figures are the same."
        )
    return (
        f"On {len(counts)} of {count_words(comparison.pages, 'page')} something changed: "
        f"{_tell_counts(sum(counts.values(), Counter()))}."
    )


def _tell_counts(count: Counter[Kind]) -> str:
    told = [
        f"{count_words(count[kind], noun)}{rest}"
        for kind, (noun, rest) in _NOUNS.items()
        if count[kind]
    ]
    return join_words(told)


def describe(comparison: Comparison) -> str:
    """Return for the terminal how much changed, page by page.

    Parameters
    ----------
    comparison : Comparison
        What changed.

    Returns
    -------
    str
        Some lines; the verdicts that changed one by one.
    """
    lines = [f"From {comparison.earlier} to {comparison.later}.", summarise(comparison)]
    for (cohort, page), count in comparison.count().items():
        lines.append(f"{cohort}, {_name(page)}: {_tell_counts(count)}")
    verdicts = [change for change in comparison.changes if change.kind == "verdict"]
    lines += [
        f"  {one.cohort}, {_name(one.page)}, {one.place}: {_tell(one.before)} → {_tell(one.after)}"
        for one in verdicts[:SHOWN]
    ]
    return "\n".join(lines)


def _write_overview(comparison: Comparison) -> str:
    heads = "".join(f'<th scope="col" class="number">{_HEADINGS[kind]}</th>' for kind in KINDS[1:])
    rows = "".join(
        f'<tr><td><a href="#{escape(cohort)}-{escape(page)}">{escape(cohort)}, '
        f"{escape(_name(page))}</a></td>"
        + "".join(f'<td class="number">{count[kind]}</td>' for kind in KINDS[1:])
        + "</tr>"
        for (cohort, page), count in comparison.count().items()
    )
    return (
        f'<div class="wide"><table><thead><tr><th scope="col">Page</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _write_table(kind: Kind, changes: list[Change]) -> str:
    if kind == "page":
        return f"<p>{'New' if changes[0].before is None else 'No longer there'}.</p>"
    rows = "".join(
        f"<tr><td>{escape(change.place)}</td><td>{escape(_tell(change.before))}</td>"
        f"<td>{escape(_tell(change.after))}</td></tr>"
        for change in changes[:SHOWN]
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in (_HEADINGS[kind], "before", "after"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" + _tell_rest(
        changes
    )


def _tell_rest(changes: list[Change]) -> str:
    rest = len(changes) - SHOWN
    return f"<p>And {rest} more: the JSON has all.</p>" if rest > 0 else ""


def write_markdown(comparison: Comparison) -> str:
    """Return what changed as a page of the book: verdicts and values one by one, the rest counted.

    Parameters
    ----------
    comparison : Comparison
        What changed.

    Returns
    -------
    str
        MyST Markdown; nothing in it can become markup.
    """
    lines = [f"# What changed since {escape_markdown(comparison.earlier)}", ""]
    lines += [f"**{escape_markdown(summarise(comparison))}**", "", _TOLD, ""]
    for cohort, changes in groupby(comparison.changes, key=lambda one: one.cohort):
        lines += [f"## {_set(cohort)}", ""]
        for page, kinds in _group(changes):
            lines += [f"### {escape_markdown(_name(page))}", ""]
            for kind, found in kinds:
                lines += [*_list_changes(kind, found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _list_changes(kind: Kind, changes: list[Change]) -> Iterator[str]:
    if kind == "page":
        yield "New." if changes[0].before is None else "No longer there."
    elif kind in ("table", "figure"):
        files = Counter(change.place.partition(", ")[0] for change in changes)
        told = [
            f"{_set(name)} ({count_words(number, 'place')})" if kind == "table" else _set(name)
            for name, number in files.items()
        ]  # fmt: skip
        yield f"{_HEADINGS[kind]}: {join_words(told)}."
    else:
        yield f"{_HEADINGS[kind]}:"
        yield ""
        for change in changes[:LISTED]:
            was, now = (escape_markdown(_tell(one)) for one in (change.before, change.after))
            file, comma, where = change.place.partition(", ")
            yield f"- {_set(file)}{comma}{escape_markdown(where)}: {was} → {now}"
        if len(changes) > LISTED:
            yield f"- and {len(changes) - LISTED} more"


def _set(name: str) -> str:
    """A name as code; as escaped text where it is none that this program gives."""
    return f"`{name}`" if _NAME.fullmatch(name) else escape_markdown(name)


def _group(changes: Iterator[Change]) -> Iterator[tuple[str, list[tuple[Kind, list[Change]]]]]:
    for page, found in groupby(changes, key=lambda one: one.page):
        kinds = groupby(found, key=lambda one: one.kind)
        yield page, [(kind, list(some)) for kind, some in kinds]


def _name(page: str) -> str:
    return _TITLES.get(page, page)


def _tell(text: str | None) -> str:
    if text is None:
        return "not there"
    return textwrap.shorten(text, LONGEST, placeholder=" …") or "there"
