"""What leaves a notebook: its figures, tables and values, saved and shown.

A page saves what it found by way of `open_page`; nothing else leaves it. What is
shown is what was saved: the figure on the page is the file's own text.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from senco.book import runs
from senco.book.figures import STYLE
from senco.book.figures.style import INK, READABLE, reword, settle_layout
from senco.book.tables import format_html, neutralise_formulas
from senco.cohort.model import PROVENANCE_NOTES, Cohort
from senco.cohort.places import put_places
from senco.cohort.stages import find_stage
from senco.errors import MeasureError
from senco.locale import load_catalogue
from senco.locale.catalogue import Catalogue
from senco.text.rounding import round_drawing, round_frame, round_tree
from senco.workspace.files import write_atomically
from senco.workspace.paths import find_project

#: By MIME type what is shown, and what is said of it.
Bundle = tuple[dict[str, str], dict[str, Any]]

_GLUE = "application/papermill.record/"
#: A finding in words is at least this long; an alternative text that is shorter states none.
MINIMUM_ALT = 40
#: A table on a page has at most so many rows; the file beside it has all.
MAXIMUM_ROWS = 250


class Shown:
    """What a cell displays: one bundle of MIME types, made when it is displayed."""

    def __init__(self, make: Callable[[], Bundle]):
        self._make = make

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return self._make()


@dataclass
class Page:
    """The results of one stage for one cohort.

    Parameters
    ----------
    cohort : Cohort
        Whose page it is.
    stage : str
        The notebook's name.
    folder : Path
        Where the results go.
    """

    cohort: Cohort
    stage: str
    folder: Path
    _values: dict[str, Any] = field(default_factory=dict)
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def _catalogue(self) -> Catalogue:
        """What translates into the study's language."""
        return load_catalogue(self.cohort.study.language)

    def _translate(self, text: str, *contexts: str) -> str:
        return self._catalogue.translate(text, self.cohort.info.provenance, *contexts)

    @property
    def badge(self) -> Shown:
        """Where the data come from, for the top of the page."""
        kind = self.cohort.info.provenance
        note = self._translate(PROVENANCE_NOTES[kind])
        html = f'<p class="senco-badge senco-{kind}">{note}</p>'
        return Shown(lambda: ({"text/html": html, "text/plain": note}, {}))

    def _number(self, kind: str, name: str) -> int:
        """The number of a table or figure: its place among those that the page displays."""
        numbers = self._numbers.setdefault(kind, {})
        return numbers.setdefault(name, len(numbers) + 1)

    def save_value(self, name: str, value: Any) -> None:
        """Save a value and glue it for the prose.

        Parameters
        ----------
        name : str
            Its key: ``{glue:text}`name``` shows it in a sentence of the template.
        value : int, float, str or bool
            A finite value; a fraction is rounded (`senco.text.rounding`).

        Raises
        ------
        MeasureError
            Where it is none of these, or saved twice with two values.
        """
        value = value.item() if isinstance(value, np.generic) else value
        if not isinstance(value, int | float | str) or value != value:
            raise MeasureError(
                f"The value '{name}' is {value!r}: not a number, a text, or true or false."
            )
        value = round_tree(value)
        if self._values.get(name, value) != value:
            raise MeasureError(f"The value '{name}' is saved twice, with two values.")
        self._values[name] = value
        text = json.dumps(self._values, indent=1, ensure_ascii=False, sort_keys=True)
        write_atomically(self.folder / "values.json", text + "\n")
        # the bundle that myst_nb.glue makes, without importing Sphinx into every kernel
        display(
            {f"{_GLUE}text/plain": repr(value)},
            raw=True,
            metadata={"scrapbook": {"name": name, "mime_prefix": _GLUE}},
        )

    def save_values(self, **values: Any) -> None:
        """Save several values, each under its own key."""
        for name, value in values.items():
            self.save_value(name, value)

    def save_table(
        self,
        frame: pd.DataFrame,
        name: str,
        caption: str,
        note: str = "",
        rows: int = MAXIMUM_ROWS,
        empty: str = "",
        data: pd.DataFrame | None = None,
    ) -> Shown:
        """Save a table as CSV and show it.

        Parameters
        ----------
        frame : DataFrame
            The columns' names are the headings; the index is left out. Fractions are
            rounded (`senco.text.rounding`). For lines of a publication the place is shown,
            where the cohort has the table places; the file has both.
        name : str
            Name of the file, without its ending, and of the table in prose:
            ``{table}`name```.
        caption : str
            Plain text: what, unit, n, source.
        note : str
            Plain text under the table.
        rows : int
            So many are shown, from the first; 0 for a table that is only saved.
        empty : str
            What is said under a table without a row, and under no other.
        data : DataFrame, optional
            What the file has, row for row, where that is more than what is shown: numbers
            that stand in words in the frame.

        Returns
        -------
        Shown
            The table with its caption, which gets its number when it is displayed.
        """
        frame = round_frame(frame)
        filed = frame if data is None else round_frame(data)
        placed = put_places(self.cohort, frame)
        if placed is frame:
            self._save_csv(filed, name)
        else:
            self._save_csv(filed.assign(place=placed["place"]), name)
        shown = placed.head(rows) if rows else frame.iloc[:0, :0]
        note = note if len(frame) else f"{note} {empty}".strip()
        if in_part := len(frame) > len(shown):
            first = f"The first {len(shown)} of {len(frame)} rows; the" if rows else "The"
            note = f"{note} {first} CSV file has all{'' if rows else f' {len(frame)} rows'}."
        plain = shown.to_string(index=False) if len(frame.columns) else note

        def make() -> Bundle:
            number = self._number("table", name) if len(shown.columns) else 0
            html = format_html(shown, caption, note.strip(), name, number, self._catalogue)
            place, words = f"table-{number}", self._translate(f"Table {number}")
            if not number:
                place, words = f"note-{name}", self._translate("the note in its place")
            metadata = {"kind": "table", "name": name, "place": place, "words": words}
            if in_part:
                metadata["file"] = f"{name}.csv"  # which the site offers
            return {"text/html": html, "text/plain": plain}, {"senco": metadata}

        return Shown(make)

    def _save_csv(self, frame: pd.DataFrame, name: str) -> None:
        text = neutralise_formulas(frame).to_csv(index=False, lineterminator="\n")
        write_atomically(self.folder / f"{name}.csv", text)

    def show_html(self, html: str, plain: str) -> Shown:
        """Show a part of the page that is HTML of its own, such as the explorer.

        Parameters
        ----------
        html : str
            Made by this package, with every text from data escaped.
        plain : str
            What stands in its place where no HTML is shown.

        Returns
        -------
        Shown
            Nothing is saved: what it shows has been saved as a table.
        """
        return Shown(lambda: ({"text/html": html, "text/plain": plain}, {}))

    def save_html(self, html: str, name: str, plain: str) -> Shown:
        """Save a part of the page that is HTML of its own, for other pages too, and show it.

        Where the study names a page of the book that shows the reference cohort's, that cohort's
        own page leads there and does not show it again.

        Parameters
        ----------
        html : str
            Made by this package, with every text from data escaped.
        name : str
            Name of the file, without its ending.
        plain : str
            What stands in its place where no HTML is shown.

        Returns
        -------
        Shown
            As `show_html` gives it.
        """
        write_atomically(self.folder / f"{name}.html", html)
        study = self.cohort.study
        if html and name in study.shown_in and self.cohort.name == study.reference_cohort:
            told = escape(self._translate(plain))
            html = f'<p><a href="../../{study.shown_in[name]}.html#{name}">{told}</a></p>'
        return self.show_html(html or f"<p>{escape(plain)}</p>", plain)

    def save_figure(
        self, figure: Figure, name: str, caption: str, alt: str, data: pd.DataFrame
    ) -> Shown:
        """Save a figure as SVG with the data that it draws, and show it.

        Parameters
        ----------
        figure : matplotlib.figure.Figure
            A drawn figure.
        name : str
            Name of the files, without their ending.
        caption : str
            Plain text: what, unit, n, uncertainty, source.
        alt : str
            The finding in words, for those who do not see the figure.
        data : DataFrame
            What the figure draws, saved beside it as CSV.

        Returns
        -------
        Shown
            The figure; the page's caption and alternative text are made from it.
        """
        self._save_csv(round_frame(data), name)
        return self._save_drawing(figure, name, caption, alt)

    def _save_drawing(
        self, figure: Figure, name: str, caption: str, alt: str, panel: str = ""
    ) -> Shown:
        """Save a figure as SVG, and show it: large, or as a panel that opens under its name."""
        if len(alt) < MINIMUM_ALT:
            raise MeasureError(f"The alternative text of figure '{name}' states no finding: {alt}")
        if self.cohort.info.provenance != "published":
            # a title, since the layout makes room for it: it never covers what is drawn
            told = f"{self.cohort.info.provenance} data"
            figure.suptitle(told, size=READABLE, x=0.99, ha="right", color=INK)
        caption, alt = self._translate(caption), self._translate(alt)
        if self._catalogue:
            reword(figure, lambda text: self._translate(text, "figure"))
        svg = render_svg(figure, alt)
        write_atomically(self.folder / f"{name}.svg", svg)
        metadata = {
            "kind": "figure",
            "name": name,
            "place": f"{self.cohort.name}-{self.stage[3:]}-{name}",
            "caption": caption,
            "alt": alt,
        } | ({"panel": panel} if panel else {})

        def make() -> Bundle:
            words = self._translate(f"Fig. {self._number('figure', name)}")
            data = {"image/svg+xml": svg, "text/plain": alt}
            return data, {"senco": metadata | {"words": words}}

        return Shown(make)

    def save_figures(
        self,
        figures: Sequence[tuple[Figure, pd.DataFrame]],
        name: str,
        caption: str,
        alt: str | Sequence[str],
    ) -> None:
        """Save several figures of one kind, and show them one below the other.

        Parameters
        ----------
        figures : sequence of tuple of Figure and DataFrame
            Each with the data that it draws.
        name : str
            Of the first; the others have a number behind it, from 2.
        caption : str
            As in `save_figure`; the same for all.
        alt : str or sequence of str
            As in `save_figure`: one for all, or one for each.
        """
        alts = [alt] * len(figures) if isinstance(alt, str) else alt
        for number, ((figure, data), told) in enumerate(zip(figures, alts, strict=True), 1):
            own = name if number == 1 else f"{name}-{number}"
            display(self.save_figure(figure, own, caption, told, data))

    def save_panels(
        self,
        drawn: Mapping[str, Figure],
        name: str,
        each: str,
        caption: str,
        alt: Mapping[str, str],
        data: pd.DataFrame,
    ) -> None:
        """Save a figure for each of many, and show the first; the others open one by one.

        Parameters
        ----------
        drawn : mapping of str to Figure
            By name, such as a participant's; at least one.
        name : str
            As in `save_figures`.
        each : str
            What one of them shows, with ``{name}`` for its name: the caption of each.
        caption : str
            What is said of all of them, after that of the first, as in `save_figure`.
        alt : mapping of str to str
            As in `save_figure`, by the same names.
        data : DataFrame
            What all of them draw, saved once.
        """
        self._save_csv(round_frame(data), name)
        for number, (panel, figure) in enumerate(drawn.items(), 1):
            first, told = number == 1, each.replace("{name}", panel)
            own, told = (name, f"{told} {caption}") if first else (f"{name}-{number}", told)
            display(self._save_drawing(figure, own, told, alt[panel], "" if first else panel))


def open_page(cohort: Cohort, notebook: str) -> Page:
    """Return what saves a page's figures, tables and values; nothing leaves a notebook otherwise.

    Parameters
    ----------
    cohort : Cohort
        Whose page it is.
    notebook : str
        The notebook's name, such as ``"50_reported"``.

    Returns
    -------
    Page
        Its results go to the folder that `senco.book.runs.find_folder` names.

    Raises
    ------
    SencoError
        Where the build would not run this notebook for this cohort.
    """
    runs.check_notebook(cohort, notebook)
    stage = find_stage(notebook).name
    return Page(cohort, stage, runs.find_folder(stage, cohort.name, find_project()))


def render_svg(figure: Figure, title: str) -> str:
    """Return a figure as SVG that is the same for the same figure, anywhere.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    title : str
        What it shows, kept inside the file.

    Returns
    -------
    str
        SVG with its text as text, without a date or a program's version.
    """
    stream = io.StringIO()
    kept = {"Date": None, "Creator": None, "Format": None, "Type": None, "Description": title}
    with mpl.rc_context(STYLE):
        settle_layout(figure)
        figure.savefig(stream, format="svg", metadata=kept)
    return settle_svg(stream.getvalue(), title)


def settle_svg(svg: str, title: str) -> str:
    """Return a drawing of matplotlib's that is the same on any processor and at any time.

    Parameters
    ----------
    svg : str
        As matplotlib wrote it.
    title : str
        What it shows; no other drawing of the page has the same.

    Returns
    -------
    str
        Its places rounded, its parts numbered, without what it says of its making.
    """
    lines = re.sub(r"(?s) *<metadata>.*?</metadata>\n?", _keep_title, svg).splitlines()
    return _number_parts(round_drawing("\n".join(line.rstrip() for line in lines) + "\n"), title)


def _keep_title(metadata: re.Match[str]) -> str:
    """What a drawing says of itself, unless it says when it was made."""
    return "" if "<dc:date>" in metadata[0] else metadata[0]


def _number_parts(svg: str, title: str) -> str:
    """Number clipping paths and markers, which matplotlib names by the last bits of places."""
    own = hashlib.sha256(title.encode()).hexdigest()[:6]  # no other figure of the page has it
    named = dict.fromkeys(re.findall(r'\bid="([a-z][0-9a-f]{10})"', svg))
    numbers = {name: f"part-{own}-{number}" for number, name in enumerate(named, start=1)}
    return re.sub(r"\b[a-z][0-9a-f]{10}\b", lambda found: numbers.get(found[0], found[0]), svg)
