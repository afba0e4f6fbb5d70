"""The library's public functions as pages of the book, written from their docstrings."""

from senco.book.library.chapters import CHAPTERS, Chapter, list_names
from senco.book.library.pages import write_chapter, write_overview

__all__ = ["CHAPTERS", "Chapter", "list_names", "write_chapter", "write_overview"]
