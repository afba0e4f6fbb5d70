"""Tables for readers: captions, scopes, and every cell escaped."""

from __future__ import annotations

from html import escape

import pandas as pd


def format_html(frame: pd.DataFrame, caption: str) -> str:
    """Return a table as HTML that is safe whatever its cells hold.

    Parameters
    ----------
    frame : DataFrame
        What to show; the columns' names are the headings, the index is not shown.
        Numbers that need rounding come as text.
    caption : str
        Plain text.

    Returns
    -------
    str
        A ``table`` with a caption; headings have a scope, numbers the class
        ``number``.
    """
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    head = "".join(map(_heading, frame.columns, numeric))
    body = "\n".join(
        "<tr>" + "".join(map(_cell, row, numeric)) + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    return (
        '<div class="senco-table" tabindex="0"><table>\n'
        f"<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _heading(name: object, numeric: bool) -> str:
    kind = ' class="number"' if numeric else ""
    return f'<th scope="col"{kind}>{escape(str(name))}</th>'


def _cell(value: object, numeric: bool) -> str:
    text = "" if pd.isna(value) else escape(str(value))
    return f'<td class="number">{text}</td>' if numeric else f"<td>{text}</td>"


def neutralise_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy in which no text begins as a spreadsheet's formula does.

    Parameters
    ----------
    frame : DataFrame
        Any table.

    Returns
    -------
    DataFrame
        Text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a return has an
        apostrophe before it; numbers are as they were.

    Examples
    --------
    >>> neutralise_formulas(pd.DataFrame({"gist": ["=1+1", "plain"]}))["gist"].tolist()
    ["'=1+1", 'plain']
    """
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_neutralise, na_action="ignore")
    return safe


def _neutralise(value: object) -> object:
    text = str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def join_words(words: list[str]) -> str:
    """Return words as a sentence lists them.

    Parameters
    ----------
    words : list of str
        None of them empty.

    Returns
    -------
    str
        "none" where there is no word.

    Examples
    --------
    >>> join_words(["Relationships", "Skills", "Purpose"])
    'Relationships, Skills and Purpose'
    >>> join_words(["Ethos", "Knowledge and skills"])
    'Ethos, and Knowledge and skills'
    >>> join_words([])
    'none'
    """
    if not words:
        return "none"
    last = ", and " if any(" and " in word for word in words) else " and "
    return last.join(filter(None, [", ".join(words[:-1]), words[-1]]))
