"""Segments by codes: the hierarchy of codes, several coders, and one matrix of both."""

from __future__ import annotations

import pandas as pd

from senco.errors import MeasureError


def check_hierarchy(codes: pd.DataFrame) -> pd.DataFrame:
    """Return each code's place in the hierarchy.

    Parameters
    ----------
    codes : DataFrame
        Columns code and parent (blank at the top).

    Returns
    -------
    DataFrame
        Index code, in the order of the table; columns ``parent``, ``top`` (the code
        of the highest level above it, or itself), ``depth`` (0 at the top) and
        ``path`` (the codes from the top, joined by " / ").

    Raises
    ------
    MeasureError
        Where a code occurs twice, a parent is not a code, or a code is part of itself;
        the loop is named.

    Examples
    --------
    >>> codes = pd.DataFrame({"code": ["time", "cover"], "parent": [None, "time"]})
    >>> check_hierarchy(codes).loc["cover", "path"]
    'time / cover'
    """
    if codes["code"].duplicated().any():
        twice = codes.loc[codes["code"].duplicated(), "code"].iloc[0]
        raise MeasureError(f"The code '{twice}' occurs twice in the codebook.")
    parents = {
        str(code): None if pd.isna(parent) else str(parent)
        for code, parent in zip(codes["code"], codes["parent"], strict=True)
    }
    unknown = sorted({parent for parent in parents.values() if parent} - set(parents))
    if unknown:
        raise MeasureError(f"The parent '{unknown[0]}' is not a code of the codebook.")
    paths = [_climb(code, parents) for code in parents]
    return pd.DataFrame(
        {
            "parent": pd.Series(list(parents.values()), dtype=object),
            "top": [path[0] for path in paths],
            "depth": [len(path) - 1 for path in paths],
            "path": [" / ".join(path) for path in paths],
        }
    ).set_index(pd.Index(list(parents), name="code"))


def _climb(code: str, parents: dict[str, str | None]) -> list[str]:
    path = [code]
    seen = {code}
    while (parent := parents[path[-1]]) is not None:
        path.append(parent)
        if parent in seen:
            circle = path[path.index(parent) :]
            raise MeasureError(
                "The codes are part of one another in a loop: " + " -> ".join(circle) + "."
            )
        seen.add(parent)
    return path[::-1]


def inherit_influences(codes: pd.DataFrame) -> pd.Series:
    """Return the key influence of each code, its own or that of the nearest code above.

    Parameters
    ----------
    codes : DataFrame
        Columns code, parent, influence.

    Returns
    -------
    Series
        Index code; missing where no code above has one.

    Raises
    ------
    MeasureError
        As `check_hierarchy` says.

    Examples
    --------
    >>> codes = pd.DataFrame(
    ...     {"code": ["time", "cover"], "parent": [None, "time"], "influence": ["workload", None]}
    ... )
    >>> inherit_influences(codes)["cover"]
    'workload'
    """
    paths = check_hierarchy(codes)["path"].str.split(" / ")
    own = dict(zip(codes["code"], codes["influence"], strict=True))
    found = {}
    for code, path in paths.items():
        named = [own[step] for step in path if not pd.isna(own[step])]
        found[code] = named[-1] if named else None
    return pd.Series(found, dtype=object, name="influence").rename_axis("code")


def build_matrix(
    segments: pd.DataFrame,
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    least_coders: int = 1,
    coder: str | None = None,
) -> pd.DataFrame:
    """Return which code was given to which segment.

    Parameters
    ----------
    segments, codings, codes : DataFrame
        As in the contract.
    least_coders : int
        A code counts where at least so many coders gave it: 1 for any coder, the
        number of coders for all of them.
    coder : str, optional
        Count one coder's codings only.

    Returns
    -------
    DataFrame of int, shape (n_segments, n_codes)
        1 or 0; every segment and code of the tables, in their order.

    Raises
    ------
    MeasureError
        Where a coding names a segment, code or coder that there is not, where
        `least_coders` is more than the coders there are, or as `check_hierarchy`
        says.

    Examples
    --------
    >>> segments = pd.DataFrame({"segment": ["s1", "s2"], "participant": ["P1", "P2"]})
    >>> codings = pd.DataFrame({"segment": ["s1", "s2"], "code": ["cover", "time"], "coder": "ann"})
    >>> codes = pd.DataFrame({"code": ["time", "cover"], "parent": [None, "time"]})
    >>> build_matrix(segments, codings, codes)
    code     time  cover
    segment
    s1          0      1
    s2          1      0
    """
    check_hierarchy(codes)
    _check_known(codings, segments, codes)
    given = codings.drop_duplicates(["segment", "code", "coder"])
    coders = sorted(set(given["coder"]))
    if coder is not None:
        if coder not in coders:
            raise MeasureError(f"There is no coder '{coder}': there are {', '.join(coders)}.")
        given, coders = given.loc[given["coder"] == coder], [coder]
    if not 1 <= least_coders <= max(len(coders), 1):
        raise MeasureError(f"{least_coders} coders are required, but there are {len(coders)}.")
    counts = pd.crosstab(given["segment"], given["code"]).reindex(
        index=segments["segment"], columns=codes["code"], fill_value=0
    )
    return (counts >= least_coders).astype(int).rename_axis(index="segment", columns="code")


def _check_known(codings: pd.DataFrame, segments: pd.DataFrame, codes: pd.DataFrame) -> None:
    for column, table in (("segment", segments), ("code", codes)):
        if table[column].duplicated().any():
            twice = table.loc[table[column].duplicated(), column].iloc[0]
            raise MeasureError(f"The {column} '{twice}' occurs twice in its table.")
        unknown = codings.loc[~codings[column].isin(table[column]), column]
        if len(unknown):
            raise MeasureError(f"The codings name the {column} '{unknown.iloc[0]}', unknown here.")


def roll_up(matrix: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix in which a code is also given where a code below it is.

    Parameters
    ----------
    matrix : DataFrame, shape (n_units, n_codes)
        As `build_matrix` gives it.
    codes : DataFrame
        Columns code and parent.

    Returns
    -------
    DataFrame of int, shape (n_units, n_codes)
        1 or 0: never below what was given.

    Raises
    ------
    MeasureError
        As `check_hierarchy` says.

    Examples
    --------
    >>> codes = pd.DataFrame({"code": ["time", "cover"], "parent": [None, "time"]})
    >>> roll_up(pd.DataFrame([[0, 1]], columns=["time", "cover"]), codes).to_numpy().tolist()
    [[1, 1]]
    """
    places = check_hierarchy(codes)
    rolled = (matrix > 0).astype(int)
    # from the deepest code upwards, so that a grandparent gets what its child has got
    for code, place in places.sort_values("depth", ascending=False, kind="stable").iterrows():
        if place["parent"] is not None and place["parent"] in rolled and code in rolled:
            rolled[place["parent"]] = rolled[place["parent"]] | rolled[code]
    return rolled
