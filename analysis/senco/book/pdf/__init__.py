"""The whole book as one PDF: the site's pages put one after another, printed by a browser.

The site and not a second build of the book is printed, so the two say the same, and each
link is resolved on the page where it stands.
"""

from senco.book.pdf.browser import find_browser
from senco.book.pdf.edition import name_edition, print_book

__all__ = ["find_browser", "name_edition", "print_book"]
