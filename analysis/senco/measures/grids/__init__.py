"""Repertory grids: one person's grid, many persons' grids, salient constructs."""

from senco.cohort.grid import Construct, Grid, check_grid, find_construct
from senco.measures.grids.assembly import assemble_grids, number_constructs, split_grid
from senco.measures.grids.clusters import (Clustering, Tree, agglomerate, align_by_ideal, align_by_loadings, align_constructs, arrange, cluster)
from senco.measures.grids.coding import CoderTable, compare_coders
from senco.measures.grids.components import (Biplot, Components, biplot, centred_ratings, explained_by_element, order_by_angle, principal_components, rotate_varimax)
from senco.measures.grids.conflict import (TriadConflict, TriangleConflict, conflict_bassler, conflict_bell, conflict_slade_sheehan)
from senco.measures.grids.correlations import (construct_correlations, element_correlations, root_mean_square, somers_d)
from senco.measures.grids.descriptives import Descriptives, describe
from senco.measures.grids.dilemmas import (Dilemma, Dilemmas, SelfConstruction, dilemmatic, find_dilemmas, self_construction)
from senco.measures.grids.distances import (HARTMANN_1992, find_distances, hartmann_distances, simulate_slater, slater_distances)
from senco.measures.grids.focus import Focus, Link, construct_matches, element_matches, focus_grid
from senco.measures.grids.honey import LEVEL_RULE, Similarity, rank_levels, rate_similarities
from senco.measures.grids.indices import (Intensity, Matches, Polarisation, bias, bieri, intensity, leave_one_out, matches, polarisation, pvaff, variability)
from senco.measures.grids.pooling import (CategorySummary, CategoryTable, PooledConstruct, SalienceRule, SalientConstruct, find_salient, list_salient, pool_constructs, summarise_categories, tabulate_categories)
from senco.measures.grids.saturation import Accumulation, accumulate_categories, simulate_saturation
from senco.measures.grids.sheet import format_sheet
from senco.measures.grids.summary import Gap, battery, find_gaps

__all__ = [
    "HARTMANN_1992",
    "LEVEL_RULE",
    "Accumulation",
    "Biplot",
    "CategorySummary",
    "CategoryTable",
    "Clustering",
    "CoderTable",
    "Components",
    "Construct",
    "Descriptives",
    "Dilemma",
    "Dilemmas",
    "Focus",
    "Gap",
    "Grid",
    "Intensity",
    "Link",
    "Matches",
    "Polarisation",
    "PooledConstruct",
    "SalienceRule",
    "SalientConstruct",
    "SelfConstruction",
    "Similarity",
    "Tree",
    "TriadConflict",
    "TriangleConflict",
    "accumulate_categories",
    "agglomerate",
    "align_by_ideal",
    "align_by_loadings",
    "align_constructs",
    "arrange",
    "assemble_grids",
    "battery",
    "bias",
    "bieri",
    "biplot",
    "centred_ratings",
    "check_grid",
    "cluster",
    "compare_coders",
    "conflict_bassler",
    "conflict_bell",
    "conflict_slade_sheehan",
    "construct_correlations",
    "construct_matches",
    "describe",
    "dilemmatic",
    "element_correlations",
    "element_matches",
    "explained_by_element",
    "find_construct",
    "find_dilemmas",
    "find_distances",
    "find_gaps",
    "find_salient",
    "focus_grid",
    "format_sheet",
    "hartmann_distances",
    "intensity",
    "leave_one_out",
    "list_salient",
    "matches",
    "number_constructs",
    "order_by_angle",
    "polarisation",
    "pool_constructs",
    "principal_components",
    "pvaff",
    "rank_levels",
    "rate_similarities",
    "root_mean_square",
    "rotate_varimax",
    "self_construction",
    "simulate_saturation",
    "simulate_slater",
    "slater_distances",
    "somers_d",
    "split_grid",
    "summarise_categories",
    "tabulate_categories",
    "variability",
]
