"""Sheets of paper that participants fill in, with marks by which a scan is recognised."""

from senco.instruments.paper.codes import SheetCode, parse_code
from senco.instruments.paper.making import make_sheets, write_sheets

__all__ = ["SheetCode", "make_sheets", "parse_code", "write_sheets"]
