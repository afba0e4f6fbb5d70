"""Sheets of paper that participants fill in, with marks by which a scan is recognised."""

from senco.instruments.paper.codes import SheetCode, parse_code
from senco.instruments.paper.making import describe_lacking, make_sheets, write_sheets

__all__ = ["SheetCode", "describe_lacking", "make_sheets", "parse_code", "write_sheets"]
