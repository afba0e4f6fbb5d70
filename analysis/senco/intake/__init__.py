"""A cohort comes in: where it starts, and what is taken from files of many kinds, or not at all."""

from senco.intake.importing import import_files

__all__ = ["import_files"]
