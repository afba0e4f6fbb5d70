"""The explorer: a map of influences beside the evidence for each, for page and keyboard.

Everything is in the page as HTML: the map is SVG whose nodes are links, the evidence a
table for each influence inside a `details` element, which any browser opens by mouse or
key. The script `explorer.js` only adds to it: it filters, lets the map and the tables
answer each other, and keeps the choice in the address. So nothing is fetched, and without
the script nothing is lost.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping
from html import escape

import networkx as nx
import pandas as pd

from senco.book.figures import measure_radii, place_nodes
from senco.book.figures.rings import HEART, STEP
from senco.book.tables import format_html
from senco.cohort.model import Cohort
from senco.cohort.places import put_places
from senco.text.rounding import format_number

#: The evidence of so many participants is in the page; the table's file has everyone's.
MAXIMUM_PEOPLE = 30
#: Units of the drawing for each unit of the map.
_SCALE = 36
_HEADINGS = {"source": "source", "gist": "what it says"}


def format_explorer(
    cohort: Cohort,
    network: nx.Graph[str],
    evidence: pd.DataFrame,
    reasons: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
) -> str:
    """Return the explorer of a cohort as HTML that needs no network.

    Parameters
    ----------
    cohort : Cohort
        Its influences and systems are shown.
    network : networkx.Graph
        Two-mode, as `senco.measures.networks.build_network` gives it.
    evidence : DataFrame
        Columns influence, participant, source, gist, and perhaps placing and lines.
    reasons : mapping of str to str
        By influence, why it is called key; plain text.
    notes : mapping of str to str, optional
        By influence, a word for its heading, such as "key".

    Returns
    -------
    str
        One element; every text from data is escaped. Of more than 30 participants the
        first 30 are in it.
    """
    people = list(dict.fromkeys(evidence["participant"]))
    shown = people[:MAXIMUM_PEOPLE]
    rows = evidence.loc[evidence["participant"].isin(shown)]
    parts = [_format_filters(cohort, shown, sorted(set(rows["source"])))]
    if len(people) > len(shown):
        parts.append(
            f'<p class="senco-note">The evidence of the first {len(shown)} of {len(people)} '
            "participants is listed here; the CSV file has everyone's.</p>"
        )
    parts.append('<p class="senco-explorer-status" role="status" aria-live="polite"></p>')
    drawing = _draw_map(cohort, network, rows, notes or {})
    sections = [
        _format_influence(cohort, key, rows, reasons.get(key, ""), (notes or {}).get(key, ""))
        for key in cohort.influences
    ]
    parts.append(
        f'<div class="senco-explorer-body">{drawing}\n<div class="senco-explorer-list">\n'
        + "\n".join(sections)
        + "</div></div>"
    )
    body = "\n".join(parts)
    label = "Explorer: influences and the evidence for each"
    return (
        f'<div class="senco-explorer" id="explorer" role="region" aria-label="{label}">'
        f"\n{body}\n</div>"
    )


def describe_extent(evidence: pd.DataFrame, of: str = "") -> str:
    """Say whose evidence `format_explorer` lists.

    Parameters
    ----------
    evidence : DataFrame
        As `format_explorer` takes it.
    of : str
        What it is the evidence of, such as "behind it".

    Returns
    -------
    str
        A part of a sentence.

    Examples
    --------
    >>> describe_extent(pd.DataFrame({"participant": ["P1", "P1", "P2"]}), "behind it")
    'every piece of evidence behind it'
    """
    n = evidence["participant"].nunique()
    of = f" {of}" if of else ""
    if n <= MAXIMUM_PEOPLE:
        return f"every piece of evidence{of}"
    return f"the evidence{of} of the first {MAXIMUM_PEOPLE} of {n} participants"


def _format_filters(cohort: Cohort, people: list[str], sources: list[str]) -> str:
    """Three choices, which stay hidden until the script that answers them is there."""
    systems = {key: system.label for key, system in cohort.systems.items()}
    who = cohort.study.list_words()["One"]
    choices = (
        ("participant", who, {name: name for name in people}),
        ("source", "Source", {name: name for name in sources}),
        ("system", "System", systems),
    )
    fields = "".join(_format_choice(*choice) for choice in choices)
    return (
        '<form class="senco-explorer-filters" hidden aria-label="Filter the evidence">'
        f'{fields}<button type="reset">Show all</button></form>'
    )


def _format_choice(name: str, label: str, values: Mapping[str, str]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in values.items()
    )
    return (
        f'<label>{label} <select name="{name}"><option value="">all</option>{options}'
        "</select></label>"
    )


def _format_influence(cohort: Cohort, key: str, rows: pd.DataFrame, reason: str, note: str) -> str:
    influence = cohort.influences[key]
    own = rows.loc[rows["influence"] == key]
    note_html = f'<strong class="senco-explorer-note">{escape(note)}</strong> ' if note else ""
    extra = [name for name in ("placing", "lines") if name in own]
    headings = {"participant": cohort.study.participants.one, **_HEADINGS}
    table = put_places(cohort, own[[*headings, *extra]].rename(columns=headings))
    caption = f"The evidence on {influence.label.lower()}"
    shown = format_html(table, caption) if len(own) else "<p>No evidence here.</p>"
    marks = iter(
        f'\n<tr data-participant="{escape(who)}" data-source="{escape(source)}">'
        for who, source in zip(own["participant"], own["source"], strict=True)
    )
    # a cell's own text is escaped, so only the table's rows begin like this
    shown = re.sub(r"\n<tr>", lambda _: next(marks), shown)
    # of another class: it is not counted among the page's tables
    shown = shown.replace('class="senco-table"', 'class="senco-table senco-data"', 1)
    system = escape(cohort.systems[influence.system].label)
    return (
        f'<details id="explore-{escape(key)}" data-influence="{escape(key)}" '
        f'data-system="{escape(influence.system)}">'
        f'<summary><span class="senco-explorer-name">{escape(influence.label)}</span> {note_html}'
        f'<span class="senco-explorer-system">{system}, '
        f'<span class="senco-explorer-count">{_count_pieces(len(own))}</span></span>'
        f"</summary>\n<p><em>Why.</em> {escape(reason)}</p>\n{shown}</details>"
    )


def _count_pieces(n: int) -> str:
    if not n:
        return "no evidence"
    return "1 piece of evidence" if n == 1 else f"{n} pieces of evidence"


def _draw_map(
    cohort: Cohort, network: nx.Graph[str], rows: pd.DataFrame, notes: Mapping[str, str]
) -> str:
    places = place_nodes(network, cohort.influences, cohort.systems)
    radii = measure_radii(cohort.systems)
    reach = (max(radii.values()) + 0.8) * _SCALE
    sources = rows.groupby(["participant", "influence"])["source"].agg(
        lambda s: "|".join(dict.fromkeys(s))
    )
    rings = "".join(
        f'<circle class="ring system" {_paint(cohort, key)} '
        f'r="{(radius + STEP / 2) * _SCALE:g}"></circle>'
        for key, radius in radii.items()
    )
    lines = "".join(
        _draw_tie(cohort, person, key, kinds, places)
        for (person, key), kinds in zip(sources.index, sources, strict=True)
        if person in places and network.has_edge(person, key)
    )
    names = [name for name in places if name not in cohort.influences]
    people = "".join(_draw_person(name, places[name], len(names)) for name in names)
    discs = "".join(
        _draw_influence(cohort, key, places[key], network.degree(key), notes.get(key, ""))
        for key in cohort.influences
    )
    above = reach + 20  # the outermost label stands above its disc
    box = f"{-reach:g} {-above:g} {2 * reach:g} {above + reach - 10:g}"
    return (
        f'<svg class="senco-explorer-map" viewBox="{box}" role="group" '
        'aria-label="Map: choose an influence to open its evidence">'
        f"{rings}{lines}{people}{discs}</svg>"
    )


def _paint(cohort: Cohort, system: str) -> str:
    """The attribute by which the page's style knows a system's colour."""
    return f'style="--system: {cohort.systems[system].colour}"'


def _point(place: tuple[float, float]) -> tuple[str, str]:
    return format_number(place[0] * _SCALE, 1), format_number(-place[1] * _SCALE, 1)


def _draw_tie(
    cohort: Cohort, person: str, key: str, sources: str, places: Mapping[str, tuple[float, float]]
) -> str:
    (x, y), (a, b) = _point(places[person]), _point(places[key])
    return (
        f'<path class="tie system" {_paint(cohort, cohort.influences[key].system)} '
        f'd="M{x} {y}L{a} {b}" '
        f'data-participant="{escape(person)}" data-influence="{escape(key)}" '
        f'data-source="{escape(sources)}"></path>'
    )


def _draw_person(name: str, place: tuple[float, float], n_people: int) -> str:
    """A disc with the participant's name, or of many a smaller one that tells it to a pointer."""
    x, y = _point(place)
    radius = min(15.0, math.pi * HEART * _SCALE / n_people)
    said = f'<text dy="5">{escape(name)}</text>' if radius == 15 else ""
    return (
        f'<g class="person" data-participant="{escape(name)}" transform="translate({x} {y})" '
        f'aria-hidden="true"><title>{escape(name)}</title>'
        f'<circle r="{format_number(radius, 1)}"></circle>{said}</g>'
    )


def _draw_influence(
    cohort: Cohort, key: str, place: tuple[float, float], degree: int, note: str
) -> str:
    influence = cohort.influences[key]
    (x, y), down = _point(place), place[1] < -0.01
    words = [*textwrap.wrap(influence.label, 15), *([note] if note else [])]
    start = 27 if down else -16 - 15 * (len(words) - 1)
    lines = "".join(
        f'<tspan x="0" y="{start + 15 * n}">{escape(word)}</tspan>' for n, word in enumerate(words)
    )
    radius = 5 + 2.2 * math.sqrt(min(degree, 16))
    across, edge = format_number(2 * radius, 1), format_number(radius, 1)
    # between the disc and its label, where a finger may land as well
    top = f"-{edge}" if down else "-24"
    return (
        f'<a href="#explore-{escape(key)}" class="influence system" '
        f'{_paint(cohort, influence.system)} data-influence="{escape(key)}" '
        f'aria-label="Open the evidence on {escape(influence.label)}">'
        f'<g transform="translate({x} {y})">'
        f'<rect x="-{edge}" y="{top}" width="{across}" height="24"></rect>'
        f'<circle r="{edge}"></circle><text>{lines}</text></g></a>'
    )
