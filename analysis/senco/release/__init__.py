"""Whether a cohort's book may be published: what the gate finds in it, and who signed for it.

What is signed is a list of every file of the site with its SHA-256, in the order of the
paths; its own SHA-256 is the digest. The list and the signature lie in the cohort's
folder, outside the site, so that nothing that is signed holds its own signature.
"""

from senco.release.listing import describe_site, digest_of, list_files, write_list
from senco.release.review import LIST_FILE, SIGNATURE_FILE, UNPUBLISHED, Review, review
from senco.release.signature import (
    STATEMENT,
    Signature,
    check_signature,
    load_signature,
    read_day,
    sign,
)

__all__ = [
    "LIST_FILE",
    "SIGNATURE_FILE",
    "STATEMENT",
    "UNPUBLISHED",
    "Review",
    "Signature",
    "check_signature",
    "describe_site",
    "digest_of",
    "list_files",
    "load_signature",
    "read_day",
    "review",
    "sign",
    "write_list",
]
