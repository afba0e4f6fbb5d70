"""Two versions of a book held against each other: which of its results changed, page by page."""

from senco.revisions.changes import Change, Comparison, compare_versions
from senco.revisions.page import write_markdown, write_page
from senco.revisions.versions import Version, read_version

__all__ = [
    "Change",
    "Comparison",
    "Version",
    "compare_versions",
    "read_version",
    "write_markdown",
    "write_page",
]
