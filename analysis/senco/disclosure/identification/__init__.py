"""Whom a few facts would single out: in a table, over all pages, or between two releases."""
