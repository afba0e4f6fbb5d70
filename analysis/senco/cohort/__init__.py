"""A cohort: what it is, its contract, and how its folder is checked and read."""
