"""Codings of passages by several coders, from a file of one's own."""

from senco.intake.formats.codings.headings import LAYOUTS, Layout
from senco.intake.formats.codings.table import CodingTable, load_codings, read_codings

__all__ = ["LAYOUTS", "CodingTable", "Layout", "load_codings", "read_codings"]
