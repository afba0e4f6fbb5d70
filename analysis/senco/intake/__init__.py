"""Intake: starting a cohort, and importing its files, all of them or none."""
