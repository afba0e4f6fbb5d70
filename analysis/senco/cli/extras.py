"""Which part of the package a command needs that is not installed."""

from __future__ import annotations

#: The extra of `pyproject.toml` that brings a library, by the name under which it is imported.
EXTRAS = {
    "IPython": "book",
    "PIL": "gate",
    "babel": "book",
    "bs4": "book",
    "cv2": "kit",
    "docutils": "book",
    "docx": "kit",
    "grimp": "book",
    "ipykernel": "book",
    "jinja2": "book",
    "jupyter_client": "book",
    "matplotlib": "book",
    "myst_nb": "book",
    "nbclient": "book",
    "nbformat": "book",
    "numpydoc": "book",
    "ortools": "audit",
    "papermill": "book",
    "pybtex": "book",
    "pypandoc": "document",
    "pypdf": "gate",
    "rapidfuzz": "gate",
    "reportlab": "kit",
    "rocrate": "deposit",
    "seaborn": "book",
    "sphinx": "book",
    "traitlets": "book",
    "tinycss2": "book",
}

#: The extra that brings everything a command takes, where it takes more than a library says.
OF_COMMANDS = {
    "build": "book",
    "deposit": "deposit",
    "describe": "book",
    "document": "document",
    "export": "deposit",
    "init": "book",
    "kit": "kit",
    "pdf": "book",
    "release": "book",
    "run": "book",
    "serve": "book",
    "sheet": "kit",
    "status": "book",
    "trace": "kit",
    "verify": "deposit",
}


def explain_missing(error: ModuleNotFoundError, command: str | None = None) -> str:
    """Return what to install where a library is not there.

    Parameters
    ----------
    error : ModuleNotFoundError
        As it was raised.
    command : str, optional
        The command that needed it.

    Returns
    -------
    str
        A sentence or two; "" where the library is none of an extra.

    Examples
    --------
    >>> explain_missing(ModuleNotFoundError(name="ortools.sat")).split(". ")[0]
    'This needs ortools, which is not installed'
    """
    library = (error.name or "").partition(".")[0]
    if library not in EXTRAS:
        return ""
    extra = OF_COMMANDS.get(command or "", EXTRAS[library])
    return f"This needs {library}, which is not installed. {_describe_how(extra)}"


def _describe_how(extra: str) -> str:
    """How an extra is installed: from the folder or file at hand, since no index has the package.

    Whatever bears its name in an index of packages is another.
    """
    return (
        f"In the project's folder, type: pip install -e '.[{extra}]'; from a wheel, name the file "
        f"in the same way: pip install './senco-VERSION-py3-none-any.whl[{extra}]'"
    )
