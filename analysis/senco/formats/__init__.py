"""Importers: a file of some other make in, a table of this project out."""
