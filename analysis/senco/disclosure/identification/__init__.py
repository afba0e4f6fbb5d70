"""Whom a few facts would single out: in one table, over all pages, between two releases."""
