"""Coder agreement: how far coders gave the same codes to the same units.

A unit is a segment, or a character where selections overlap. A segment may have
several codes, so each code is one yes-or-no decision for each unit and coder;
over all codes there is an alpha on whole sets of codes, and the pooled decisions.
Where each unit has one category (a claim, a construct), `measure_labels` compares them.
Where a coefficient is not defined its value is None and its note says why.
"""

from senco.agreement.alpha import (
    bound_alpha,
    compare_sets,
    krippendorff_alpha,
    set_alpha,
)
from senco.agreement.coefficients import (
    Coefficient,
    cohen_kappa,
    conger_kappa,
    count_categories,
    fleiss_kappa,
    fleiss_z,
    gwet_ac1,
    percent_agreement,
    perreault_leigh,
)
from senco.agreement.intervals import bound_by_people
from senco.agreement.labels import measure_labels
from senco.agreement.ratings import Ratings, number_codes, rate_characters, rate_segments
from senco.agreement.report import (
    list_disagreements,
    measure_overall,
    measure_ratings,
    summary,
)

__all__ = [
    "Coefficient",
    "Ratings",
    "bound_alpha",
    "bound_by_people",
    "cohen_kappa",
    "compare_sets",
    "conger_kappa",
    "count_categories",
    "fleiss_kappa",
    "fleiss_z",
    "gwet_ac1",
    "krippendorff_alpha",
    "list_disagreements",
    "measure_labels",
    "measure_overall",
    "measure_ratings",
    "number_codes",
    "percent_agreement",
    "perreault_leigh",
    "rate_characters",
    "rate_segments",
    "set_alpha",
    "summary",
]
