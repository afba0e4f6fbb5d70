"""What the gate finds in the made interviews: each text a file, one search over all of them."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from senco.disclosure import search
from tests.disclosure.interviews import NAMES, Interview, Span

#: As what each kind of span is to be found.
FOUND_AS = {
    "a listed person": "a private name",
    "a listed setting": "a private name",
    "an unlisted person": "a name on no list",
    "an unlisted setting": "a setting's name",
    "a street": "a street address",
    "e-mail": "an e-mail address",
    "handle": "a name on a social network",
    "web address": "a web address of a person or setting",
    "case number": "a case number",
    "birthday": "a date of birth",
    "coordinates": "a place by its coordinates",
    "vehicle plate": "a vehicle's number plate",
    "path": "a home folder",
}
ERROR, QUESTION, MISSED = "error", "question", "missed"


@dataclass(frozen=True)
class Outcome:
    """What became of a span: found as an error, as a question for a reader, or missed."""

    interview: Interview
    span: Span
    found: str


@dataclass(frozen=True)
class Alarm:
    """Something that was found in a clean text."""

    interview: Interview
    kind: str
    text: str
    severity: str


def measure(interviews: Sequence[Interview]) -> tuple[list[Outcome], list[Alarm]]:
    """Search all texts at once, and sort what is found by what was planted.

    Parameters
    ----------
    interviews : sequence of Interview
        The texts.

    Returns
    -------
    outcomes : list of Outcome
        One for each span.
    alarms : list of Alarm
        One for each thing that was found in a clean text.
    """
    hits = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for number, interview in enumerate(interviews):
            path = Path(folder, f"t{number:05d}{interview.ending}")
            path.write_text(interview.text, encoding="utf-8", newline="\n")
        for hit in search([Path(folder)], NAMES, root=Path(folder)):
            hits[int(hit.file[1:6])].append(hit)
    outcomes, alarms = [], []
    for number, interview in enumerate(interviews):
        for span in interview.spans:
            found = {h.finding.severity for h in hits[number] if h.kind == FOUND_AS[span.kind]}
            how = ERROR if "error" in found else QUESTION if found else MISSED
            outcomes.append(Outcome(interview, span, how))
        if not interview.spans:
            alarms += [
                Alarm(interview, hit.kind, hit.text, hit.finding.severity) for hit in hits[number]
            ]
    return outcomes, alarms
