"""The grid that is small enough to work through by hand, for the files that hold it."""

from tests.measures.grids.conftest import grid

__all__ = ["grid"]
