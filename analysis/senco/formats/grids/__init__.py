"""Reading and writing repertory grids."""

from senco.formats.grids.drafts import Reading
from senco.formats.grids.readers import read_grids
from senco.formats.grids.rows import split_grid
from senco.formats.grids.writers import format_long, format_openrepgrid, format_wide, save_grid

__all__ = [
    "Reading",
    "format_long",
    "format_openrepgrid",
    "format_wide",
    "read_grids",
    "save_grid",
    "split_grid",
]
