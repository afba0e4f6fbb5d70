"""A cohort's deposit: an RO-Crate with everything that its pages were made from.

`senco.crate.packing.export_crate` writes it, `senco.crate.verification.verify_crate`
runs it again. A crate is a small checkout: the files lie where the project has them.
"""

from senco.crate.packing import export_crate, lay_out
from senco.crate.review import Review, review_crate, write_review
from senco.crate.verification import Report, verify_crate

__all__ = [
    "Report",
    "Review",
    "export_crate",
    "lay_out",
    "review_crate",
    "verify_crate",
    "write_review",
]
