"""A cohort's sheets, one for each participant, written into a folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from senco.cohort.model import Cohort
from senco.errors import SencoError
from senco.instruments.paper.charts import draw_chart
from senco.instruments.paper.codes import SheetCode, make_digest
from senco.text.words import join_words
from senco.workspace.files import make_private_folder, set_access, write_bytes_atomically

#: The levels of a chart where a cohort says no others.
LEVELS = (-5.0, 5.0)


def make_sheets(cohort: Cohort, participants: Sequence[str] = ()) -> dict[str, bytes]:
    """Draw the work-line sheets of a cohort.

    Parameters
    ----------
    cohort : Cohort
        Whose scale is on them, and whose participants' pseudonyms.
    participants : sequence of str, optional
        Pseudonyms; all of the cohort's where there are none, and a blank sheet where it has
        no participants.

    Returns
    -------
    dict of str to bytes
        PDFs by their files' names.

    Raises
    ------
    SencoError
        Where the cohort has no such participant.
    """
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
    scale = cohort.info.worklines
    levels = (scale.minimum, scale.maximum) if scale else LEVELS
    digest = make_digest(cohort.study.title, cohort.name)
    return {
        f"work-line-{whose}.pdf" if whose else "work-line.pdf": draw_chart(
            SheetCode("W", digest, whose), levels
        )
        for whose in (participants or known or [""])
    }


def write_sheets(cohort: Cohort, folder: Path, participants: Sequence[str] = ()) -> list[str]:
    """Write a cohort's sheets into a new folder, all or none.

    Parameters
    ----------
    cohort : Cohort
        Whose sheets.
    folder : Path
        To be made; its files are readable by their owner alone.
    participants : sequence of str, optional
        As for `make_sheets`.

    Returns
    -------
    list of str
        The files' names.

    Raises
    ------
    SencoError
        Where the folder is there already, or the cohort has no such participant.
    """
    if folder.exists() or folder.is_symlink():
        raise SencoError(f"{folder.name} is there already. Name another folder, or move it away.")
    sheets = make_sheets(cohort, participants)
    parent = folder.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sheets.", dir=parent) as place:
        made = Path(place) / "sheets"
        make_private_folder(made)
        for file, content in sheets.items():
            write_bytes_atomically(made / file, content, private=True)
        set_access(made, private=True)
        shutil.move(made, folder)
    return list(sheets)
