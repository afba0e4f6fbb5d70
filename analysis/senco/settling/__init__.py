"""Settling what coders coded differently: what it is, a workbook for it, and the outcome."""

from senco.settling.apart import list_apart
from senco.settling.decisions import Decisions, read_decisions, settle
from senco.settling.sheets import FILE, write_sheets

__all__ = ["FILE", "Decisions", "list_apart", "read_decisions", "settle", "write_sheets"]
