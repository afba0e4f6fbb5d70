"""Databases that strangers made (SQLite), read within bounds: plain tables, and no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from senco.intake.formats.archive import Source, fail, read_file

START = b"SQLite format 3\0"
#: So many steps of its machine a query may take, and so many rows it may give.
MOST_STEPS = 200_000_000
MOST_ROWS = 500_000
#: No text of a document or cell is longer.
LONGEST_VALUE = 32 * 2**20
_STEP = 100_000
_REMEDY = "Close the file in its program and copy it again."
#: A header says so where further pages stand in a file beside this one.
_JOURNAL, _PLAIN = slice(18, 20), b"\x01\x01"

Value = str | int | float | None


@dataclass(frozen=True)
class Database:
    """An open database.

    Parameters
    ----------
    label : str
        How messages name it.
    connection : sqlite3.Connection
        To a copy in memory.
    columns : mapping of str to tuple of str
        Of each plain table.
    """

    label: str
    connection: sqlite3.Connection
    columns: Mapping[str, tuple[str, ...]]

    def read(self, table: str, columns: Sequence[str]) -> list[tuple[Value, ...]]:
        """Return a table's rows.

        Parameters
        ----------
        table : str
            Its name.
        columns : sequence of str
            Those to read; one that the table lacks is blank.

        Returns
        -------
        list of tuple
            In the table's order.

        Raises
        ------
        DataError
            Where it is damaged, too large, or holds bytes where text should be.
        """
        there = self.columns.get(table, ())
        listed = ", ".join(f'"{name}"' if name in there else "NULL" for name in columns)
        place = f"{self.label}, table {table}"
        try:
            rows = self.connection.execute(f'SELECT {listed} FROM "{table}"').fetchmany(
                MOST_ROWS + 1
            )
        except (sqlite3.Error, OverflowError, UnicodeDecodeError):
            fail(place, "more than can be read safely", "a whole table", _REMEDY)
        if len(rows) > MOST_ROWS:
            fail(place, "more rows", f"at most {MOST_ROWS:,}", "Export the project in parts.")
        if any(isinstance(cell, bytes) for row in rows for cell in row):
            fail(place, "bytes instead of text", "text and numbers", _REMEDY)
        return rows


@contextmanager
def open_database(source: Source, label: str) -> Iterator[Database]:
    """Open a database in memory: nothing in its file is run or changed.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.

    Yields
    ------
    Database
        Its plain tables; views and what a query would set off are not read.

    Raises
    ------
    DataError
        Where it is none, is damaged, or has more beside it that was not written into it.
    """
    content = read_file(source, label)
    if content[: len(START)] != START:
        fail(
            label,
            ("something other than a SQLite database"),
            "one made by the program",
            "Is it the right file?",
        )
    beside = None if isinstance(source, bytes) else source.with_name(source.name + "-wal")
    if beside is not None and beside.is_file() and beside.stat().st_size:
        found = "a database that is open in its program, with changes in a file beside it"
        fail(label, found, "a closed database", _REMEDY)
    connection = sqlite3.connect(":memory:")
    try:
        whole = bytearray(content)
        whole[_JOURNAL] = _PLAIN
        connection.deserialize(bytes(whole))
        _bound(connection)
        yield Database(label, connection, _list_tables(connection))
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        fail(label, "a damaged database", "one that its program opens", _REMEDY)
    finally:
        connection.close()


def _bound(connection: sqlite3.Connection) -> None:
    """Bound what a query may take, and switch off what a file could set off."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {setting}")
    steps = iter(range(MOST_STEPS // _STEP))
    connection.set_progress_handler(lambda: next(steps, None) is None, _STEP)


def _list_tables(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table that is one: no view, no virtual table, no shadow."""
    listed = connection.execute("SELECT name, type, wr FROM pragma_table_list").fetchmany(1000)
    plain = [str(name) for name, kind, _ in listed if kind == "table"]
    plain = [name for name in plain if '"' not in name and not name.startswith("sqlite_")]
    columns: dict[str, tuple[str, ...]] = {}
    for name in plain:
        rows = connection.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchmany(2000)
        columns[name.casefold()] = tuple(
            str(column) for (column,) in rows if '"' not in str(column)
        )
    return columns
