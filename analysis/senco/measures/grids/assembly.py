"""Grids from a cohort's tables, and back.

A cohort keeps its grids in three tables: `elements`, `grid_constructs` and `grids` (the
ratings). Here they become one `Grid` for each participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from senco.cohort.grid import Construct, Grid
from senco.cohort.grid_rows import Rows, split_grid
from senco.errors import MeasureError

if TYPE_CHECKING:  # a caller has pandas loaded already; nobody else has to load it
    import pandas as pd
__all__ = ["assemble_grids", "number_constructs", "split_grid"]


def assemble_grids(
    elements: pd.DataFrame,
    grid_constructs: pd.DataFrame,
    ratings: pd.DataFrame,
    scale: tuple[float, float],
) -> dict[str, Grid]:
    """Return each participant's grid.

    Parameters
    ----------
    elements : DataFrame
        Columns `participant`, `element`, `label`, `part` (self, ideal or other).
    grid_constructs : DataFrame
        Columns `participant`, `grid_construct`, `left_pole`, `right_pole`, `kind`
        (elicited, supplied or overall) and, optionally, `preferred_pole`.
    ratings : DataFrame
        Columns `participant`, `grid_construct`, `element`, `rating`; a rating that is blank
        or has no row is missing.
    scale : (float, float)
        Lowest and highest possible rating.

    Returns
    -------
    dict of str to Grid
        In the order in which `grid_constructs` names the participants; elements and
        constructs in the order of their tables.

    Raises
    ------
    MeasureError
        If a grid's parts do not fit together, with the participant.
    """
    grids = {}
    parts = [_split_rows(table) for table in (elements, grid_constructs, ratings)]
    for participant in dict.fromkeys(grid_constructs["participant"]):
        own, constructs, rated = (part(participant) for part in parts)
        try:
            grids[str(participant)] = _assemble(str(participant), own, constructs, rated, scale)
        except MeasureError as error:
            raise MeasureError(f"{participant}: {error}") from None
    return grids


def _split_rows(table: pd.DataFrame) -> Callable[[Any], Rows]:
    """What gives a participant's rows; the table is gone through once for all of them."""
    columns = {str(name): table[name].tolist() for name in table.columns}
    places: dict[Any, list[int]] = {}
    for place, participant in enumerate(columns["participant"]):
        places.setdefault(participant, []).append(place)

    def read(participant: Any) -> Rows:
        return [
            {name: cells[place] for name, cells in columns.items()}
            for place in places.get(participant, ())
        ]

    return read


def _assemble(
    name: str, elements: Rows, constructs: Rows, ratings: Rows, scale: tuple[float, float]
) -> Grid:
    rows = {row["grid_construct"]: i for i, row in enumerate(constructs)}
    columns = {row["element"]: j for j, row in enumerate(elements)}
    values = np.full((len(rows), len(columns)), np.nan)
    for row in ratings:
        for key, known in (("grid_construct", rows), ("element", columns)):
            if row[key] not in known:
                raise MeasureError(f"there is a rating of the {key} '{row[key]}', which is unknown")
        values[rows[row["grid_construct"]], columns[row["element"]]] = row["rating"]
    made = [Construct(row["left_pole"], row["right_pole"], _preferred(row)) for row in constructs]
    overall = _only(constructs, "kind", "overall")
    return Grid(
        [row["label"] for row in elements],
        made,
        values,
        scale,
        name,
        self_element=_label(_only(elements, "part", "self")),
        ideal_element=_label(_only(elements, "part", "ideal")),
        overall=None if overall is None else f"{overall['left_pole']} : {overall['right_pole']}",
    )


def _preferred(row: dict[str, Any]) -> Any:
    """Return the preferred pole; a blank one is None, NaN or NA in a table."""
    value = row.get("preferred_pole")
    return value if isinstance(value, str) and value else None


def _only(rows: Rows, column: str, value: str) -> dict[str, Any] | None:
    found = [row for row in rows if row[column] == value]
    if len(found) > 1:
        raise MeasureError(f"{len(found)} rows have the {column} '{value}'; only one may have it")
    return found[0] if found else None


def _label(row: dict[str, Any] | None) -> str | None:
    return None if row is None else row["label"]


def number_constructs(grid_constructs: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the code in the pool of each construct, ``person.number``.

    Parameters
    ----------
    grid_constructs : DataFrame
        Columns `participant` and `grid_construct`, in the order of the grids.

    Returns
    -------
    dict of (participant, grid_construct) to str
        The codes that `pool_constructs` gives to the grids of `assemble_grids`.
    """
    counts: dict[str, int] = {}
    codes = {}
    keys = zip(grid_constructs["participant"], grid_constructs["grid_construct"], strict=True)
    for participant, key in keys:
        counts[participant] = counts.get(participant, 0) + 1
        codes[str(participant), str(key)] = f"{participant}.{counts[participant]}"
    return codes
