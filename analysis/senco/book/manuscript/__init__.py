"""The pages to read as one file for Word or for publishers (JATS), made by pandoc.

As with the PDF, the site and not a second build of the book is read, so that they say the same.
"""

from senco.book.manuscript.edition import FORMATS, name_manuscript, write_manuscript
from senco.book.manuscript.pandoc import find_pandoc

__all__ = ["FORMATS", "find_pandoc", "name_manuscript", "write_manuscript"]
