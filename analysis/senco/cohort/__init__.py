"""A cohort: what it is, its contract, and how its folder is validated and read."""
