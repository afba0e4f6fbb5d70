"""The disclosure gate: it looks for what points to a person, and masks whatever it finds.

It finds identifiers that have a form, and the names of a private list as people really write
them; it asks about what may be the name of somebody else. It finds what files say of
themselves, columns and files that are never published; words that nobody agreed to have
quoted, or, with the transcripts at hand, that a gist repeats; and participants whom few facts
would single out, over all tables and by the difference of two releases. A story that only one
person could have told it cannot find: it lists passages to look at, by a rule, and a person
has to read what is published.
"""

from senco.disclosure.allowances import Allowance, apply_allowances, load_allowances
from senco.disclosure.consent import (
    check_consent,
    check_kept,
    check_reuse,
    describe_quotations,
    list_consented,
)
from senco.disclosure.identification.cells import describe_cells, measure_cells, summarise_cells
from senco.disclosure.masking import mask
from senco.disclosure.names.entries import NAMES_VARIABLE, load_names
from senco.disclosure.questions import gather_questions
from senco.disclosure.rules.identifiers import KINDS, RULES, is_nhs_number, is_upn
from senco.disclosure.rules.rule import Rule
from senco.disclosure.scanning import Hit, mask_path, search
from senco.disclosure.stories.transcripts import Transcripts, check_transcripts, load_transcripts

__all__ = [
    "KINDS",
    "NAMES_VARIABLE",
    "RULES",
    "Allowance",
    "Hit",
    "Rule",
    "Transcripts",
    "apply_allowances",
    "check_consent",
    "check_kept",
    "check_reuse",
    "check_transcripts",
    "describe_cells",
    "describe_quotations",
    "gather_questions",
    "is_nhs_number",
    "is_upn",
    "list_consented",
    "load_allowances",
    "load_names",
    "load_transcripts",
    "mask",
    "mask_path",
    "measure_cells",
    "search",
    "summarise_cells",
]
