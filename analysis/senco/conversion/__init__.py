"""A cohort in the formats of other programs, so that nobody has to stay with this one."""

from senco.conversion.folder import convert

__all__ = ["convert"]
