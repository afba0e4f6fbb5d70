"""A codebook's labels: what the codes of answers or of items mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from senco.errors import DataError, Finding
from senco.intake.formats.sheet import simplify
from senco.intake.formats.signs import tidy
from senco.intake.formats.tabular import LISTED, read_rows, refuse

_CODES = ("code", "name", "value", "answer", "answercode", "key", "choice", "variable", "item")
_LABELS = ("label", "labels", "text", "answertext", "meaning", "valuelabel", "labelenglishen")
#: A codebook is short.
_MOST = 5000
_ALLOWED = "a column of codes and one of labels, or a list of labels"


def load_labels(path: Path) -> dict[str, str]:
    """Read what codes mean.

    Parameters
    ----------
    path : Path
        CSV or Excel with the columns code and label (also name and label, as in a form's
        sheet of choices, or value and label); or one column, of labels.

    Returns
    -------
    dict of str to str
        Labels by code; a label by itself in a list of labels.

    Raises
    ------
    DataError
        With the place of a code without a label, or with two.
    """
    rows = [(number, [tidy(cell) for cell in cells]) for number, cells in read_rows(path)]
    if not rows:
        raise refuse(path.name, "an empty file", _ALLOWED)
    if len(rows) > _MOST:
        raise refuse(path.name, f"{len(rows):,} rows", f"at most {_MOST:,}, {_ALLOWED}")
    places = _find_columns(rows[0][1])
    body = rows if places is None else rows[1:]
    code, label = places or (0, 0 if max(len(cells) for _, cells in rows) == 1 else 1)
    labels: dict[str, str] = {}
    findings = []
    for number, cells in body:
        key = cells[code] if code < len(cells) else ""
        text = cells[label] if label < len(cells) else ""
        if not key and not text:
            continue
        if not key or not text:
            missing = "code" if text else "label"
            findings.append(Finding(path.name, f"no {missing}", _ALLOWED, number,
                                    remedy="Fill it in, or remove the row."))  # fmt: skip
        elif labels.setdefault(key, text) != text:
            findings.append(Finding(path.name, f"the code {key[:40]!r} with two labels",
                                    "one label for each code", number, remedy=(
                                        "Keep one of the rows; of a form's choices, only those "
                                        "of this question."
                                    )))  # fmt: skip
    if findings:
        raise DataError(findings[:LISTED])
    return labels


def _find_columns(headings: list[str]) -> tuple[int, int] | None:
    names = [simplify(heading) for heading in headings]
    codes = [place for place, name in enumerate(names) if name in _CODES]
    texts = [place for place, name in enumerate(names) if name in _LABELS or
             name.startswith("label")]  # fmt: skip
    if codes and texts:
        return codes[0], texts[0]
    if len(names) == 1 and texts:
        return 0, 0
    return None


def name_items(items: Iterable[str], labels: Mapping[str, str]) -> list[str]:
    """Return items by their labels.

    Parameters
    ----------
    items : iterable of str
        Codes, also such as "Q3_1", of which the last part is a code.
    labels : mapping of str to str
        As `load_labels` gives them.

    Returns
    -------
    list of str
        An item without a label stays as it is.

    Examples
    --------
    >>> name_items(["a1", "Q3_2", "rest"], {"a1": "Play", "2": "Work"})
    ['Play', 'Work', 'rest']
    """
    by_code = {code.casefold(): label for code, label in labels.items()}
    named = []
    for item in items:
        last = item.replace(".", "_").rpartition("_")[2]
        named.append(by_code.get(item.casefold()) or by_code.get(last.casefold()) or item)
    return named
