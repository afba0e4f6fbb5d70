"""A cohort comes in: where it starts, and what is taken from files of many kinds, or not at all."""
