"""The library's public functions as pages of the book, written from their docstrings."""
