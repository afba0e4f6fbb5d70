"""A reviewer's report on a deposit: what was run, what was the same, what nobody could check."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from senco.cohort.yamlfiles import read_word
from senco.crate.comparison import State
from senco.crate.contents import sha256
from senco.crate.descriptors import MANIFEST
from senco.crate.unpacking import read_crate
from senco.crate.verification import Report, verify_crate
from senco.errors import BuildError
from senco.text.markdown import escape_markdown
from senco.text.words import count_words, join_words

_STATES: dict[State, str] = {
    "identical": "identical, byte for byte",
    "equal": "equal: the same words, and every number to nine digits",
    "different": "different",
}
#: What a run cannot show, by whose data the cohort's are.
_UNSEEN = {
    "published": "Whether the tables repeat correctly what the publication prints.",
    "collected": "Whether the tables hold what the participants said and did.",
    "synthetic": "Anything about people: the data were made by a program.",
}
_QUESTIONS = (
    "The sentences of each page follow from its tables and figures.",
    "Each page says how sure it is, and what it cannot tell at this number of people.",
    "The notebooks do what the pages say they do.",
    "Whose data are shown is said wherever they are shown.",
)
#: Colours of a badge, with white type on them in a contrast of at least 4.5.
_GREEN, _AMBER, _RED, _GREY = "#22736d", "#96600f", "#b5473c", "#4d5b66"


@dataclass(frozen=True)
class Review:
    """What a reviewer's run of a deposit came to.

    Parameters
    ----------
    report : Report
        What was checked and run.
    digest : str
        SHA-256 of the deposit's list of checksums, by which this very deposit is known.
    kind : str
        Whose data the cohort's are: "published", "synthetic" or "collected"; "" where the
        deposit does not say.
    refused : str
        Why the notebooks were not run; "" where they were.
    stages : tuple of str
        The stages that were made again; empty where all were.
    system : str
        What it was run on, without the computer's name.
    reviewer, role : str
        Who signs, and as what; "" where nobody has yet.
    day : date, optional
        The day, as the person gives it.
    """

    report: Report
    digest: str
    kind: str = ""
    refused: str = ""
    stages: tuple[str, ...] = ()
    system: str = ""
    reviewer: str = ""
    role: str = ""
    day: date | None = None

    @property
    def outcome(self) -> str:
        """What came of it, in a few words."""
        pages = self.report.pages
        if self.report.problems:
            return "the deposit is damaged or was changed"
        if not self.report.ran:
            return "files checked, notebooks not run"
        different = sum(page.state == "different" for page in pages)
        if different:
            return f"{different} of {count_words(len(pages), 'page')} differ"
        same = "identical" if all(page.state == "identical" for page in pages) else "equal"
        return f"{len(pages)} of {count_words(len(pages), 'page')} {same}"

    def sign(self, reviewer: str, role: str, day: date) -> Review:
        """Return the same with a person's name to it."""
        return replace(self, reviewer=reviewer, role=role, day=day)

    def to_json(self) -> dict[str, Any]:
        """Return the same for programs."""
        return {
            "outcome": self.outcome,
            "digest": self.digest,
            "kind": self.kind,
            "refused": self.refused,
            "system": self.system,
            "reviewer": self.reviewer,
            "role": self.role,
            "date": self.day.isoformat() if self.day else None,
            "report": self.report.to_json(),
        }


def review_crate(
    path: Path,
    *,
    trusted: bool = False,
    stages: tuple[str, ...] = (),
    jobs: int = 1,
    tell: Callable[[str], None] = lambda text: None,
) -> Review:
    """Check a deposit, run its notebooks again, and gather what a report needs.

    Parameters
    ----------
    path : Path
        An archive, or the folder that it was unpacked into; nothing is changed in it.
    trusted : bool
        Run code that this installation does not have.
    stages : tuple of str
        Only these stages; by default all.
    jobs : int
        Number of pages that are made at once.
    tell : callable
        Called with what is being done.

    Returns
    -------
    Review
        Without a signature. Where the deposit brings code of its own and is not trusted, or
        a notebook fails, its files alone were checked, and it says why.

    Raises
    ------
    DataError
        Where the archive itself is not to be unpacked.
    """
    files = read_crate(path)
    refused = ""
    try:
        report = verify_crate(path, trusted=trusted, stages=stages, jobs=jobs, tell=tell)
    except BuildError as error:
        report, refused = verify_crate(path, run=False), str(error)
    about = files.get(f"data/cohorts/{report.cohort}/cohort.yml", b"")
    kind = read_word(about, "provenance")
    return Review(
        report=report,
        digest=sha256(files.get(MANIFEST, b"")),
        kind=kind if kind in _UNSEEN else "",
        refused=refused,
        stages=stages,
        system=f"Python {platform.python_version()} on {platform.system()}, {platform.machine()}",
    )


def write_review(review: Review) -> dict[str, bytes]:
    """Return the files of a review.

    Parameters
    ----------
    review : Review
        As `review_crate` gives it, signed or not.

    Returns
    -------
    dict of str to bytes
        `review.md`, `review.json`, and of a signed one `badge.svg`.
    """
    files = {
        "review.md": write_report(review),
        "review.json": json.dumps(review.to_json(), ensure_ascii=False, indent=1) + "\n",
    }
    if review.reviewer:
        files["badge.svg"] = draw_badge(review)
    return {name: text.encode() for name, text in files.items()}


def write_report(review: Review) -> str:
    """Return the report, to be read, completed and sent.

    Parameters
    ----------
    review : Review
        Signed or not: what is open is left to fill in.

    Returns
    -------
    str
        Markdown; what the deposit holds cannot become markup.
    """
    report = review.report
    lines = [f"# Review of {escape_markdown(report.crate)}", ""]
    lines += [f"**Outcome: {review.outcome}.**", ""]
    lines += [f"- Cohort: {escape_markdown(report.cohort or 'none found')}"]
    lines += [f"- Data: {review.kind or 'of a kind that the deposit does not state'}"]
    lines += [f"- Files whose checksums were compared: {report.files:,}"]
    lines += [f"- SHA-256 of `{MANIFEST}`: `{review.digest}`", "", "## What was run, and where", ""]
    lines += [*_tell_run(review), "", "## What was the same, and what differs", ""]
    lines += [*_tell_pages(report), "", "## What could not be checked", ""]
    lines += [f"- {one}" for one in _list_unseen(review)]
    lines += [
        "",
        "## What the reviewer read",
        "",
        "Put an x where you looked, and say what you saw.",
    ]
    lines += ["", *(f"- [ ] {question}" for question in _QUESTIONS), "", "## Signed", ""]
    lines += [f"- Name: {escape_markdown(review.reviewer) or '………'}"]
    lines += [f"- Role: {escape_markdown(review.role) or '………'}"]
    lines += [f"- Date: {review.day.isoformat() if review.day else '………'}"]
    return "\n".join(lines) + "\n"


def _tell_run(review: Review) -> list[str]:
    report = review.report
    command = f"The command: senco review {escape_markdown(report.crate)}, {review.system}."
    if report.problems:
        return [
            command,
            "",
            "Nothing was run, since the files are not what the deposit lists:",
            "",
        ] + [f"- {escape_markdown(problem)}" for problem in report.problems]
    if not report.ran:
        return [
            command,
            "",
            f"The notebooks were not run. {escape_markdown(review.refused)}".strip(),
        ]
    code = "the deposit's own code" if report.strange else "the code of this installation"
    of = f" of {join_words(list(review.stages))}" if review.stages else ""
    return [command, "", f"The notebooks{of} were run by {code}. {report.apart}".strip()]


def _tell_pages(report: Report) -> list[str]:
    if not report.pages:
        return ["No page was made again."]
    lines = ["| page | files | outcome |", "| --- | --- | --- |"]
    lines += [f"| {page.stage} | {page.files} | {_STATES[page.state]} |" for page in report.pages]
    differences = [one for page in report.pages for one in page.differences]
    if differences:
        lines += ["", "The first differences of each page:", ""]
        lines += [f"- {escape_markdown(str(one))}" for one in differences]
    return lines


def _list_unseen(review: Review) -> list[str]:
    found = [_UNSEEN.get(review.kind, "Whose data these are: the deposit does not say.")]
    found += [
        "Whether the measures suit the questions: a run repeats them and does not judge them."
    ]
    found += [escape_markdown(one) for one in review.report.environment]
    if review.report.strange:
        names = join_words(list(review.report.strange[:5]))
        found += [escape_markdown(f"Files that this installation does not know: {names}.")]
    if review.stages:
        found += ["Whether the other pages come out the same: they were not made again."]
    if not review.report.ran:
        found += ["Whether the pages come out the same: the notebooks were not run."]
    return found


def draw_badge(review: Review) -> str:
    """Return a small picture of the outcome, to be shown beside the deposit.

    Parameters
    ----------
    review : Review
        Signed: the picture's title says by whom and when.

    Returns
    -------
    str
        SVG that needs no typeface of its own.
    """
    report = review.report
    colour = _GREY if not report.ran else _GREEN if report.verified else _RED
    if report.problems:
        colour = _RED
    elif report.verified and any(page.state == "equal" for page in report.pages):
        colour = _AMBER
    label, told = "run again", review.outcome
    left, right = 12 + 7 * len(label), 12 + 7 * len(told)
    title = f"{report.crate}, {label}: {told}. {review.reviewer}, {review.day}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="22" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f'<rect width="{left + right}" height="22" rx="3" fill="{colour}"/>'
        f'<path d="M3 0H{left}V22H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3" fill="#23303b"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" '
        'text-anchor="middle">'
        f'<text x="{left / 2:g}" y="15" textLength="{left - 12}">{label}</text>'
        f'<text x="{left + right / 2:g}" y="15" textLength="{right - 12}">{escape(told)}</text>'
        "</g></svg>\n"
    )
