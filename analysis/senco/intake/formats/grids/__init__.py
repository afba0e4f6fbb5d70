"""Reading and writing repertory grids."""

from senco.cohort.grid_rows import split_grid
from senco.intake.formats.grids.drafts import ReadGrid
from senco.intake.formats.grids.readers import read_grids
from senco.intake.formats.grids.saving import save_grids
from senco.intake.formats.grids.supplied import supply_named
from senco.intake.formats.grids.writers import (
    format_long,
    format_openrepgrid,
    format_repgrid,
    format_wide,
    save_grid,
)

__all__ = [
    "ReadGrid",
    "format_long",
    "format_openrepgrid",
    "format_repgrid",
    "format_wide",
    "read_grids",
    "save_grid",
    "save_grids",
    "split_grid",
    "supply_named",
]
