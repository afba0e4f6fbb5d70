"""How to cite: `CITATION.cff` read, and the page and the files that are made from it."""

from senco.book.citation.files import write_bibtex, write_citation_files, write_ris
from senco.book.citation.model import LICENCES, UNKNOWN_AUTHOR, Author, Citation, Identifier, Work
from senco.book.citation.page import cite_in_words, cite_work, write_cite_page
from senco.book.citation.programs import write_codemeta, write_zenodo

__all__ = [
    "LICENCES",
    "UNKNOWN_AUTHOR",
    "Author",
    "Citation",
    "Identifier",
    "Work",
    "cite_in_words",
    "cite_work",
    "write_bibtex",
    "write_citation_files",
    "write_cite_page",
    "write_codemeta",
    "write_ris",
    "write_zenodo",
]
