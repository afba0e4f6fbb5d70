"""Coder agreement: how far coders gave the same codes to the same units.

A unit is a segment, or a character where selections overlap. A segment may have
several codes, so each code is one yes-or-no decision for each unit and coder;
over all codes there is an alpha on whole sets of codes, and the pooled decisions.
Where each unit has one category (a claim, a construct), `measure_labels` compares them;
where it has any number of them, or none, `measure_sets` does.
Where a coefficient is not defined its value is None and its note says why.
"""

from senco.measures.agreement.alpha import bound_alpha, compare_sets, krippendorff_alpha, set_alpha
from senco.measures.agreement.coefficients import (
    Coefficient,
    cohen_kappa,
    conger_kappa,
    count_categories,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    perreault_leigh,
)
from senco.measures.agreement.columns import rate_columns, summarise_columns
from senco.measures.agreement.decisions import measure_overall, measure_ratings
from senco.measures.agreement.disagreements import list_disagreements
from senco.measures.agreement.intervals import bound_by_people
from senco.measures.agreement.labels import measure_labels
from senco.measures.agreement.ratings import (
    Ratings,
    list_partly_coded,
    number_codes,
    rate_characters,
    rate_segments,
)
from senco.measures.agreement.report import list_measures, rate_codings, summary
from senco.measures.agreement.sets import measure_sets
from senco.measures.agreement.shares import bound_share
from senco.measures.agreement.unitising import (
    list_spans,
    measure_spans,
    pair_spans,
    unitised_alpha,
)

__all__ = [
    "Coefficient",
    "Ratings",
    "bound_alpha",
    "bound_by_people",
    "bound_share",
    "cohen_kappa",
    "compare_sets",
    "conger_kappa",
    "count_categories",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "list_disagreements",
    "list_measures",
    "list_partly_coded",
    "list_spans",
    "measure_labels",
    "measure_overall",
    "measure_ratings",
    "measure_sets",
    "measure_spans",
    "number_codes",
    "pair_spans",
    "percent_agreement",
    "perreault_leigh",
    "rate_characters",
    "rate_codings",
    "rate_columns",
    "rate_segments",
    "set_alpha",
    "summarise_columns",
    "summary",
    "unitised_alpha",
]
