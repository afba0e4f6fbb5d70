"""Priorities: what a table of rankings says, and how sure one can be of it.

`check_rankings` states what a table of rankings is. Ties share their midrank
everywhere; a blank means that the ranker did not rank the item, so nothing is
inferred about it. W, Friedman's test and the mean correlation compare the same
rankers over all items and so leave out a ranker with a blank; the descriptions,
Borda, Kemeny and Plackett-Luce use every rank that was given.
"""

from senco.measures.rankings.concordance import (
    ChanceTest,
    Concordance,
    MeanCorrelation,
    compare_with_chance,
    kendall_w,
    leave_one_out,
    mean_spearman,
)
from senco.measures.rankings.consensus import Kemeny, count_preferences, kemeny
from senco.measures.rankings.contrasts import (
    Friedman,
    GroupContrast,
    contrast_group,
    contrast_items,
    describe_planned,
    friedman,
)
from senco.measures.rankings.description import borda, describe
from senco.measures.rankings.ranks import Rankings, check_rankings, midranks, rank_scores
from senco.measures.rankings.summaries import attempt, summary
from senco.measures.rankings.worths import PlackettLuce, plackett_luce
from senco.measures.resampling import adjust_holm

__all__ = [
    "ChanceTest",
    "Concordance",
    "Friedman",
    "GroupContrast",
    "Kemeny",
    "MeanCorrelation",
    "PlackettLuce",
    "Rankings",
    "adjust_holm",
    "attempt",
    "borda",
    "check_rankings",
    "compare_with_chance",
    "contrast_group",
    "contrast_items",
    "count_preferences",
    "describe",
    "describe_planned",
    "friedman",
    "kemeny",
    "kendall_w",
    "leave_one_out",
    "mean_spearman",
    "midranks",
    "plackett_luce",
    "rank_scores",
    "summary",
]
