"""Tables for readers: captions, scopes, and every cell escaped."""

from __future__ import annotations

from html import escape

import pandas as pd


def format_html(frame: pd.DataFrame, caption: str, note: str = "") -> str:
    """Return a table as HTML that is safe whatever its cells hold.

    Parameters
    ----------
    frame : DataFrame
        What to show; the columns' names are the headings, the index is not shown.
        Numbers that need rounding come as text.
    caption : str
        Plain text.
    note : str
        Plain text under the table; a table without columns shows it alone.

    Returns
    -------
    str
        A ``table`` with a caption; headings have a scope, numbers the class
        ``number``.
    """
    below = f'<p class="senco-note">{escape(note)}</p>' if note else ""
    if not len(frame.columns):
        return f'<p class="senco-note">{escape(caption)} {escape(note)}</p>'
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    # the spaces keep the words of neighbouring cells apart where tags are taken out, as
    # the search index does
    head = " ".join(map(_heading, frame.columns, numeric))
    body = "\n".join(
        "<tr>" + " ".join(map(_cell, row, numeric)) + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    return (
        '<div class="senco-table" tabindex="0"><table>\n'
        f"<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>{below}</div>"
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


def word_p(p: float) -> str:
    """Return a probability for a sentence, without false precision.

    Parameters
    ----------
    p : float
        From 0 to 1.

    Returns
    -------
    str
        Two digits, or "less than one in a thousand".

    Examples
    --------
    >>> word_p(0.034), word_p(0.0002)
    ('0.034', 'less than one in a thousand')
    """
    return "less than one in a thousand" if p < 0.001 else f"{p:.2g}"


def format_numbers(frame: pd.DataFrame, decimals: int = 2) -> pd.DataFrame:
    """Return a table whose fractions are printed with so many decimals.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    decimals : int
        Digits after the point, at least 0.

    Returns
    -------
    DataFrame
        Columns of floats as text, blank where a value is missing; others as they were.

    Examples
    --------
    >>> format_numbers(pd.DataFrame({"mean": [1.005, None], "n": [7, 6]}), 1)["mean"].tolist()
    ['1.0', '']
    """
    shown = frame.copy()
    for name in shown.select_dtypes("float"):
        shown[name] = [word_number(value, decimals, "") for value in shown[name]]
    return shown


def word_number(value: float | None, decimals: int = 2, missing: str = "not defined") -> str:
    """Return a number for a sentence, or a word where there is none.

    Parameters
    ----------
    value : float, optional
        The number; None or NaN where there is none.
    decimals : int
        Digits after the point.
    missing : str
        The word.

    Returns
    -------
    str
        Such as "0.50".
    """
    return missing if value is None or pd.isna(value) else f"{value:.{decimals}f}"
