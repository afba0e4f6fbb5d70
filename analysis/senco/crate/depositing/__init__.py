"""A cohort's deposit sent to a repository that runs InvenioRDM, as Zenodo does.

`senco.crate.depositing.sending` makes a draft there, `senco.crate.depositing.publishing` publishes
it, each as a step of its own. What a repository answers is a stranger's: `answers` lists what is
taken of it.
"""

from senco.crate.depositing.publishing import Published, publish
from senco.crate.depositing.repository import TOKEN, Repository, name_repository, read_token
from senco.crate.depositing.sending import Sent, send

__all__ = [
    "TOKEN",
    "Published",
    "Repository",
    "Sent",
    "name_repository",
    "publish",
    "read_token",
    "send",
]
