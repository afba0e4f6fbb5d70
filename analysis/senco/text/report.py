"""Findings as a program reads them, and as a page to open or to send."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from itertools import starmap

from senco.errors import Finding, list_errors
from senco.text.words import count_words

_STYLE = """
body { font: 1rem/1.5 Verdana, Arial, sans-serif; margin: 2rem auto; max-width: 70rem;
  padding: 0 1rem; color: #1b252d; background: #fff; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .5rem 0; }
th, td { border-bottom: 1px solid #8a949c; padding: .4rem .6rem; text-align: left;
  vertical-align: top; }
td { overflow-wrap: anywhere; min-width: 8rem; }
.kind { white-space: nowrap; min-width: 0; font-weight: bold; }
.row { min-width: 3rem; }
.error { color: #8f1d12; }
.warning { color: #6b4300; }
@media (max-width: 60rem) {
  table, caption, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  tr { border-bottom: 2px solid #8a949c; padding: .6rem 0; }
  td { border: 0; padding: .1rem 0; }
  td:empty { display: none; }
  td:not(.kind)::before { content: attr(data-heading) ": "; color: #4a5560; }
}
"""
_HEADINGS = ("kind", "file", "row", "column", "found", "allowed", "what to do")


def format_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON list.

    Parameters
    ----------
    findings : sequence of Finding
        What a check found.

    Returns
    -------
    str
        One object a finding, with the keys severity, code, file, row, rows, column,
        found, allowed and remedy; row and column are null where a whole file is meant.

    Examples
    --------
    >>> print(format_json([]))
    []
    """
    return json.dumps([_as_dict(finding) for finding in findings], indent=1, ensure_ascii=False)


def _as_dict(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "file": finding.file,
        "row": finding.row,
        "rows": list(finding.rows),
        "column": finding.column,
        "found": finding.problem,
        "allowed": finding.allowed,
        "remedy": finding.remedy,
    }


def count_findings(findings: Sequence[Finding]) -> str:
    """Return how many findings there are, in words.

    Parameters
    ----------
    findings : sequence of Finding
        What a check found.

    Returns
    -------
    str
        Such as "2 errors, 1 warning", or "no problems found".

    Examples
    --------
    >>> count_findings([Finding("a.csv", "x", "y"), Finding("a.csv", "x", "y")])
    '2 errors'
    >>> count_findings([])
    'no problems found'
    """
    errors = len(list_errors(findings))
    counts = ((errors, "error"), (len(findings) - errors, "warning"))
    counted = [count_words(n, word) for n, word in counts if n]
    return ", ".join(counted) or "no problems found"


def format_page(findings: Sequence[Finding], title: str) -> str:
    """Return findings as one page of HTML that needs no other file.

    Parameters
    ----------
    findings : sequence of Finding
        What a check found, in the order in which they are shown.
    title : str
        Plain text, such as the cohort's name.

    Returns
    -------
    str
        Safe whatever the findings quote.
    """
    summary = count_findings(findings)
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADINGS)
    rows = "\n".join(map(_format_row, findings))
    table = (
        "<table>\n<caption>Errors stop a build; warnings are for you to judge. Rows are numbered "
        f"as in the spreadsheet.</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>"
    )
    said = f"<p>{summary[0].upper()}{summary[1:]}.</p>\n{table if findings else ''}"
    return frame_page(f"Check of {title}", _STYLE, said)


def frame_page(title: str, style: str, body: str) -> str:
    """Return a page of HTML that needs no other file, and may fetch or run none.

    Parameters
    ----------
    title : str
        Plain text; it is also the page's first heading.
    style : str
        Of the page, CSS.
    body : str
        HTML below the heading.

    Returns
    -------
    str
        The whole page.
    """
    heading = escape(title)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{heading}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{heading}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _format_row(finding: Finding) -> str:
    cells = {
        "file": finding.file,
        "row": ", ".join(map(str, finding.rows)),
        "column": finding.column or "",
        "found": finding.problem,
        "allowed": finding.allowed,
        "what to do": finding.remedy,
    }
    kind = f'<td class="kind {finding.severity}">{finding.severity}</td>'
    return f"<tr>{kind}{''.join(starmap(_format_cell, cells.items()))}</tr>"


def _format_cell(heading: str, cell: str) -> str:
    mark = ' class="row"' if heading == "row" else ""
    text = escape(cell)
    broken = text.replace("/", "/<wbr>") if heading == "file" else text
    return f'<td{mark} data-heading="{heading}">{broken}</td>'
