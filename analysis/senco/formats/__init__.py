"""Readers of the files that researchers keep: a file in, tables out, or findings."""
