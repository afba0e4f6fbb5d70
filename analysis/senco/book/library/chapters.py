"""Which pages the chapter on the library has, and what is documented on each.

What somebody calls who analyses files of their own is here. What only words or lays out
the pages of this book, or takes the tables of a whole cohort of it, is not, but for the
comparison of two cohorts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Documented = Callable[..., Any]


@dataclass(frozen=True)
class Chapter:
    """One page of the chapter.

    Parameters
    ----------
    stem : str
        Name of the page, and the first part of every anchor on it.
    title : str
        Its heading.
    lead : str
        What a reader finds on it, in a sentence or two of Markdown.
    modules : tuple of str
        From where its names are imported; a name stands under the first that has it.
    sections : mapping of str to str
        By heading, the names of functions and classes, separated by blanks.
    tutorial : str
        Name of the tutorial that begins with them; "" where there is none.
    """

    stem: str
    title: str
    lead: str
    modules: tuple[str, ...]
    sections: Mapping[str, str]
    tutorial: str = ""


CHAPTERS = (
    Chapter(
        "reading",
        "Reading files of your own",
        "Each reader takes a CSV file or an Excel workbook and refuses what it cannot read, with "
        "the file, the row and the column.",
        (
            "senco.intake.formats.rankings",
            "senco.intake.formats.codings",
            "senco.intake.formats.figures",
            "senco.intake.formats.ties",
            "senco.intake.formats.grids",
            "senco.intake.formats.implications",
        ),
        {
            "Grids": "read_grids ReadGrid supply_named save_grids save_grid format_wide "
            "format_long format_openrepgrid format_repgrid",
            "Implications and resistance to change": "read_implications ReadImplications "
            "read_choices ReadChoices",
            "Rankings": "read_rankings RankTable drop_unranked save_rankings",
            "Printed means": "load_figures",
            "Codings by several coders": "read_codings CodingTable load_codings",
            "Ties of a network": "read_ties TieTable",
        },
    ),
    Chapter(
        "grids",
        "Repertory grids",
        "What one grid says, and what many grids have in common.",
        ("senco.measures.grids",),
        {
            "The grid": "Grid Construct",
            "All at once": "analyse_grid find_gaps Gap format_sheet describe",
            "Correlations and distances": "construct_correlations element_correlations somers_d "
            "find_distances slater_distances hartmann_distances",
            "Components and clusters": "biplot Biplot principal_components Components cluster "
            "Clustering arrange align_by_ideal focus_grid Focus construct_matches "
            "element_matches",
            "One number for a grid": "pvaff intensity Intensity bias variability bieri "
            "polarisation Polarisation leave_one_out",
            "Self, ideal, dilemmas and conflict": "self_construction SelfConstruction "
            "find_dilemmas Dilemmas Dilemma conflict_slade_sheehan conflict_bassler "
            "TriadConflict conflict_bell TriangleConflict",
            "A map from which ratings can be read": (
                "calibrate_biplot CalibratedBiplot Axis project describe_axes"
            ),
            "The self's poles": "describe_self SelfConstruct count_self",
            "Implications": "ImplicationGrid weigh_ratings count_implications "
            "ConstructImplications summarise_implications ImplicationSummary find_relations "
            "find_centrality Centrality classify_poles PolePair spread_change Spread turn_round "
            "describe_implications describe_spread",
            "Resistance to change": "ResistanceGrid score_resistance Resistance compare_orders "
            "Comparison describe_resistance",
            "Two grids": "pair_grids Pairing name_alike measure_change Change correlate_grids "
            "compare_distances find_core Core Removal describe_change",
            "How similarly people construe": "build_sociogrid Sociogrid Partner match_across "
            "find_mutual find_mode ModeConstruct mode_grid compare_terms draw_similarity "
            "describe_sociogrid",
            "Honey's technique": "rate_similarities Similarity rank_levels",
            "Several people's grids": "pool_constructs PooledConstruct tabulate_categories "
            "CategoryTable find_salient SalienceRule accumulate_categories compare_coders "
            "CoderTable",
        },
        "grids",
    ),
    Chapter(
        "rankings",
        "Rankings",
        "How far people who ranked the same things agree, and what comes first.",
        ("senco.measures.rankings",),
        {
            "The table": "check_rankings midranks rank_scores",
            "All at once": "summary describe",
            "Agreement": "kendall_w Concordance compare_with_chance ChanceTest mean_spearman "
            "MeanCorrelation leave_one_out",
            "What comes first": "borda kemeny Kemeny count_preferences plackett_luce PlackettLuce",
            "Differences": "friedman Friedman contrast_group GroupContrast contrast_items",
        },
        "rankings",
    ),
    Chapter(
        "audit",
        "Audit of printed means",
        "Whether mean ranks that somebody has printed can be means of rankings. Checking "
        "several means together needs the extra `audit`: `pip install "
        "'./senco-VERSION-py3-none-any.whl[audit]'`.",
        ("senco.measures.audit", "senco.measures.reported"),
        {
            "One mean by itself": "grim Match find_interval Interval find_neighbours",
            "All means together": "read_figures Figure tabulate_sizes audit Audit "
            "summarise_audit list_readings list_bounds describe_frontier describe_fit",
            "Step by step": "standard_readings Reading decide Verdict bound find_frontier "
            "Frontier list_fitting list_faults",
            "What is not printed": "open_range mean_of_unreported",
        },
        "audit",
    ),
    Chapter(
        "agreement",
        "Agreement of coders",
        "How far coders gave the same codes to the same passages.",
        ("senco.measures.agreement",),
        {
            "All at once": "summary summarise_columns list_measures measure_ratings "
            "measure_overall measure_labels measure_sets",
            "From codings to decisions": "rate_codings rate_segments rate_characters rate_columns "
            "Ratings number_codes count_categories list_disagreements list_partly_coded",
            "Passages that coders marked themselves": "measure_spans list_spans pair_spans "
            "unitised_alpha",
            "Coefficients": "Coefficient percent_agreement cohen_kappa conger_kappa fleiss_kappa "
            "krippendorff_alpha set_alpha gwet_ac1 perreault_leigh compare_sets",
            "Intervals": "bound_alpha bound_by_people bound_share",
        },
        "agreement",
    ),
    Chapter(
        "networks",
        "Networks of people and influences",
        "Who is tied to what, which influences are key, and what chance alone would give.",
        ("senco.measures.networks",),
        {
            "The network": "count_ties build_network count_parts measure_influences "
            "measure_participants measure_positions project_ties list_pairs",
            "Beside chance": "compare_pairs compare_carriers compare_bridging Compared Bridging "
            "draw_ties find_communities",
            "Systems of influences": "mix_systems reach_systems",
            "Key influences": "total_evidence share_evenly fill_evenly find_key_influences "
            "combine_sources vary_weights",
            "Several sources": "triangulate count_readings count_showing tie_where_shown",
        },
        "networks",
    ),
    Chapter(
        "narratives",
        "Narratives and their codes",
        "How often codes are given, which of them occur together, and whether more people "
        "would add any.",
        ("senco.measures.narratives",),
        {
            "From codings to a matrix": "build_matrix roll_up check_hierarchy inherit_influences",
            "Counts": "count_by_participant count_together list_pairs",
            "Saturation": "measure_saturation Saturation trace_saturation find_least_prevalence",
        },
    ),
    Chapter(
        "worklines",
        "Work-lines",
        "When it was hard and when it went well, line by line and together.",
        ("senco.measures.worklines",),
        {
            "One line": "average_level fit_slope share_time find_turns",
            "Each line of a table": "split_lines measure_lines locate_events",
            "Lines together": "resample_lines align_lines Aligned average_lines "
            "agree_on_hardship find_hardest Hardest draw_noise Noise",
        },
    ),
    Chapter(
        "comparison",
        "Comparison of two cohorts",
        "Whether two cohorts agree, finding by finding. A cohort has this project's own tables "
        "([how to make one](../replicate.md)); `senco compare A B` does the same.",
        ("senco.measures.comparison",),
        {
            "Two cohorts": "compare_cohorts CohortComparison count_verdicts as_record "
            "match_constructs Matching list_criteria",
            "Three and more": "lay_side_by_side",
        },
    ),
    Chapter(
        "certainty",
        "How sure can one be?",
        "Intervals and tests for few people, how often they hold what they promise, and when two "
        "computed numbers count as equal.",
        ("senco.measures.resampling", "senco.measures.coverage", "senco.measures.tolerance"),
        {
            "Intervals and tests": "estimate_mean Interval permute_groups PermutationTest "
            "adjust_holm",
            "How far intervals can be trusted": "describe_coverage describe_errors "
            "describe_shortfalls falls_short list_covered Covered",
            "Equal numbers": "find_highest find_lowest equal at_least above",
        },
    ),
)


def list_names(chapter: Chapter) -> dict[str, Documented]:
    """Return the functions and classes that a page documents.

    Parameters
    ----------
    chapter : Chapter
        One of `CHAPTERS`.

    Returns
    -------
    dict of str to callable
        By the dotted name under which a reader imports each.

    Raises
    ------
    LookupError
        Where none of its modules has a name.
    """
    modules = [import_module(name) for name in chapter.modules]
    found: dict[str, Documented] = {}
    for name in " ".join(chapter.sections.values()).split():
        homes = [module for module in modules if hasattr(module, name)]
        if not homes:
            raise LookupError(f"{', '.join(chapter.modules)}: no {name}")
        found[f"{homes[0].__name__}.{name}"] = getattr(homes[0], name)
    return found
