"""What no command can reach when a cohort is removed, and whether git's history holds it."""

from __future__ import annotations

from senco.text.words import count_words
from senco.withdrawal.places import PAPERS
from senco.workspace.git import ask_git
from senco.workspace.paths import Project

_LIMITS = (
    "Backups and synchronised folders of this computer (Time Machine, File History, OneDrive, a "
    "server's own): delete it there too, or wait until they expire, and note when that is.",
    "The recycle bin, and the disk itself: deleted files can be recovered until their space is "
    "used again. An encrypted disk protects them; so does the manufacturer's erase tool.",
    "Copies that were sent or taken elsewhere: by e-mail, on memory sticks, with co-authors, "
    "on a cluster.",
    "What was published or deposited: books on a website, deposits and signed releases. Ask "
    "the website or repository to withdraw them; copies that others have made remain.",
    "Other copies of this project, and what was written elsewhere or under other names, such as "
    "a PDF or codings (--to, --html, senco convert, senco kit, papermill in another folder).",
    "The private list of names, recordings, transcripts and consent forms outside the project: "
    "your data management plan says when they are deleted.",
    "IPython's history and JupyterLab's own records in your home folder (.ipython, .jupyter, "
    ".local/share/jupyter): they keep what was typed into cells, and a cohort's name.",
    "The browser's history and cache, the lists of recent files of your programs, and the "
    "history of your terminal.",
    "Memory that was swapped to the disk, and temporary folders (senco-kernel-, senco-browser-) "
    "of runs that were killed: a restart clears most of them.",
)


def list_limits(project: Project, name: str) -> list[str]:
    """Return what a removal cannot reach, in words for the person who has to see to it.

    Parameters
    ----------
    project : Project
        The checkout.
    name : str
        The cohort.

    Returns
    -------
    list of str
        What git's history holds first, if it does.
    """
    return [*_ask_git(project, name), *_LIMITS]


def _ask_git(project: Project, name: str) -> list[str]:
    paths = [f"{folder}/cohorts/{name}" for folder in ("data", "book")]
    paths += [f"results/{name}", f"analysis/notebooks/results/{name}"]
    kinds = (".xlsx", ".xlsm", ".zip", ".ipynb", ".qdpx", *PAPERS)
    paths += [f"{name}{kind}" for kind in kinds]
    commits = _list_answer(project, "log", "--all", "--reflog", "--format=%h", "--", *paths)
    staged = _list_answer(project, "ls-files", "--cached", "--", *paths)
    if commits is None or staged is None:
        return [
            "Git's history: it could not be read (git is not installed, or this folder is not "
            "a repository). If the cohort was ever committed, it is in every clone."
        ]
    limits = []
    if staged:
        limits.append(
            "Git's index still lists its files. Type: git rm -r --cached --ignore-unmatch -- "
            + " ".join(paths[:2])
            + " and look at `git status`."
        )
    if commits:
        limits.append(
            f"Git's history: it was committed ({count_words(len(commits), 'commit')}, the "
            f"last {commits[0]}). Remove it from all commits with git filter-repo "
            "(--invert-paths --path "
            + " --path ".join(paths[:2])
            + (
                "), expire the reflog and run `git gc --prune=now`, force-push, have the host "
                "delete what it cached, and have every clone and fork made again."
            )
        )
    return limits


def _list_answer(project: Project, *words: str) -> list[str] | None:
    """The lines that git answers with; None where it does not."""
    answer = ask_git(project.root, *words)
    return None if answer is None else answer.decode("utf-8", "replace").split("\n")[:-1]
