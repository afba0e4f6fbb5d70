"""Sheets of a cohort, or blank ones of a study, written into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from senco.cohort.model import Cohort
from senco.cohort.study import Study
from senco.errors import SencoError
from senco.instruments.documents.filling import tidy
from senco.instruments.documents.typefaces import list_lacking
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.codes import MOST_SEEDS, SheetCode, make_digest
from senco.instruments.paper.grids import draw_grid
from senco.instruments.paper.orders import shuffle
from senco.instruments.paper.rankings import draw_ranking
from senco.instruments.screen.setup import Setup, read_setup
from senco.text.words import join_words
from senco.workspace.files import check_new_folder, write_new_folder

#: The sheets, and what a study calls the instrument of each.
KINDS = {"work-line": "worklines", "grid": "grids", "ranking": "rankings"}
#: So many signs are named that the typeface lacks.
_MOST_SIGNS = 10


def make_sheets(
    study: Study,
    cohort: Cohort | None = None,
    *,
    participants: Sequence[str] = (),
    kinds: Sequence[str] = (),
    blank: bool = False,
    seed: int | None = None,
) -> dict[str, bytes]:
    """Draw the sheets of a cohort, or of a study without one.

    Parameters
    ----------
    study : Study
        Whose elements are on the grid sheets.
    cohort : Cohort, optional
        Whose scales and constructs are on them, and whose participants' pseudonyms.
    participants : sequence of str, optional
        Pseudonyms; all of the cohort's where there are none, and blank sheets where it has no
        participants.
    kinds : sequence of {"work-line", "grid", "ranking"}, optional
        Which sheets; by default those of the instruments that the study uses.
    blank : bool
        Whether sheets are to have no pseudonym.
    seed : int, optional
        Draws other orders of the ranking sheets; from 0 to 2**32 - 1. The order hangs on the
        code alone, see `senco.instruments.paper.codes.SheetCode.order`.

    Returns
    -------
    dict of str to bytes
        PDFs by their files' names.

    Raises
    ------
    SencoError
        Where the cohort has no such participant, the study no such instrument, or there is no
        such seed.
    """
    wanted = _choose_kinds(study, kinds)
    if seed is not None and not 0 <= seed < MOST_SEEDS:
        raise SencoError(f"--seed takes a whole number from 0 to {MOST_SEEDS - 1}, not {seed}.")
    setup = read_setup(study, cohort)
    who = [""] if blank or cohort is None else _choose_participants(cohort, participants)
    return {
        f"{kind}-{one}.pdf" if one else f"{kind}.pdf": _draw(kind, setup, one, seed)
        for one in who
        for kind in wanted
    }


def describe_lacking(study: Study, cohort: Cohort | None = None) -> list[str]:
    """Return what sheets do not show as it should be.

    Parameters
    ----------
    study : Study
        Whose elements are on the grid sheets.
    cohort : Cohort, optional
        Whose constructs are on the ranking sheets.

    Returns
    -------
    list of str
        A sentence on signs that the typeface lacks; nothing where there are none.
    """
    setup = read_setup(study, cohort)
    words = [one["role"] for one in setup.elements] + [one["label"] for one in setup.cards]
    signs = list_lacking("".join(map(tidy, (*words, *setup.overall))))
    if not signs:
        return []
    told = " ".join(signs[:_MOST_SIGNS]) + (" …" if len(signs) > _MOST_SIGNS else "")
    return [
        "The sheets' typeface lacks some characters, or they run from right to left, so they "
        f"are not printed correctly: {told} Use the Word documents of senco kit instead."
    ]


def _choose_kinds(study: Study, kinds: Sequence[str]) -> list[str]:
    for kind in kinds:
        if kind not in KINDS:
            raise SencoError(f"--instrument must be {join_words([*KINDS], 'or')}, not {kind}.")
    used = [kind for kind, instrument in KINDS.items() if instrument in study.instruments]
    missing = [kind for kind in kinds if kind not in used]
    if missing or not used:
        told = join_words(list(study.instruments))
        what = f"no {KINDS[missing[0]]}" if missing else "nothing that has a sheet"
        raise SencoError(f"The study uses {what}: its instruments in study.yml are {told}.")
    return [kind for kind in used if kind in (kinds or used)]


def _choose_participants(cohort: Cohort, participants: Sequence[str]) -> list[str]:
    known = [str(one) for one in cohort.tables["participants"]["participant"]] if cohort.has(
        "participants"
    ) else []  # fmt: skip
    strangers = [one for one in participants if one not in known]
    if strangers:
        told = join_words(known) if known else "nobody yet"
        raise SencoError(
            f"--participant {strangers[0]}: not in participants.csv, which has {told}. Add a row "
            "there first, or leave the option out."
        )
    return list(participants) or known or [""]


def _draw(kind: str, setup: Setup, who: str, seed: int | None) -> bytes:
    """Draw a sheet; its digest is that which the pages for a browser work out for themselves."""
    digest = make_digest(setup.study, setup.cohort)
    if kind == "work-line":
        return draw_chart(SheetCode("W", digest, who, levels=setup.chart))
    if kind == "grid":
        elements = [(tidy(one["role"]), one["part"]) for one in setup.elements]
        return draw_grid(
            SheetCode("G", digest, who), elements, setup.ratings, [*map(tidy, setup.overall)]
        )
    keys = [card["key"] for card in setup.cards]
    code = SheetCode("R", make_digest(setup.study, setup.cohort, *keys), who, seed=seed)
    labels = [tidy(card["label"]) for card in setup.cards]
    return draw_ranking(code, shuffle(labels, code.order), setup.ties)


def write_sheets(
    folder: Path,
    study: Study,
    cohort: Cohort | None = None,
    *,
    participants: Sequence[str] = (),
    kinds: Sequence[str] = (),
    blank: bool = False,
    seed: int | None = None,
) -> list[str]:
    """Write sheets into a new folder, all or none.

    Parameters
    ----------
    folder : Path
        To be made; its files are readable by their owner alone.
    study : Study
        Whose sheets.
    cohort : Cohort, optional
        As for `make_sheets`.
    participants : sequence of str, optional
        As for `make_sheets`.
    kinds : sequence of {"work-line", "grid", "ranking"}, optional
        As for `make_sheets`.
    blank : bool
        As for `make_sheets`.
    seed : int, optional
        As for `make_sheets`.

    Returns
    -------
    list of str
        The files' names.

    Raises
    ------
    SencoError
        Where the folder is there already, or as for `make_sheets`.
    """
    check_new_folder(folder)
    sheets = make_sheets(
        study, cohort, participants=participants, kinds=kinds, blank=blank, seed=seed
    )
    write_new_folder(folder, sheets)
    return list(sheets)
