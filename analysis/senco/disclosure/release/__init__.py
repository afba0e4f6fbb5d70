"""Whether a cohort's book or deposit may leave: what the gate finds in it, and who signed.

What is signed is a list of every file of the site or the deposit with its SHA-256, in the
order of the paths; its own SHA-256 is the digest. The list and the signature lie in the
cohort's folder, outside of both, so that nothing that is signed holds its own signature.
"""

from senco.disclosure.release.editions import BOOK, DEPOSIT, UNPUBLISHED, Edition
from senco.disclosure.release.listing import (
    describe_site,
    digest_of,
    list_contents,
    list_files,
    write_list,
)
from senco.disclosure.release.review import Review, review
from senco.disclosure.release.signature import (
    Signature,
    check_data,
    check_passages,
    check_signature,
    load_signature,
    read_day,
    sign,
)

__all__ = [
    "BOOK",
    "DEPOSIT",
    "UNPUBLISHED",
    "Edition",
    "Review",
    "Signature",
    "check_data",
    "check_passages",
    "check_signature",
    "describe_site",
    "digest_of",
    "list_contents",
    "list_files",
    "load_signature",
    "read_day",
    "review",
    "sign",
    "write_list",
]
