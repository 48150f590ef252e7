"""Staged cells that are not in the plain form, read once a text and not once a row."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader, Reading
from core.domain.problems import Problem
from core.domain.variable import Variable
from core.store.stage import quoted, staging

MOST_TEXTS = 200_000  # different texts of a column that are looked at; what is beyond stands as it is, and the checks judge it
Found = tuple[str, int, int]  # a text, the first row that has it, and how many do


def read_staged(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, files: Mapping[str, Path], read: CellReader
) -> list[Problem]:
    """Puts what `read` makes of the cells in their place; a warning tells each rule it went by, with the first cell.

    An empty cell stays empty. The cost grows with the different texts of a column.
    """
    problems: list[Problem] = []
    for table in catalogue.tables:
        for variable in table if table.name in files else ():
            readings = [] if variable.verbatim else _readings(con, table.name, variable, read)
            if readings:
                _replace(con, table.name, variable, readings)
                problems += _told(files[table.name], variable, readings)
    return problems


def _readings(con: duckdb.DuckDBPyConnection, table: str, variable: Variable, read: CellReader) -> list[tuple[Found, Reading]]:
    name = quoted(variable.name)
    unread = f"{name} IS NOT NULL" + (f" AND try_cast({name} AS DOUBLE) IS NULL" if variable.written_in_digits else "")
    texts = con.execute(
        f"SELECT {name}, min(row_no), count(*) FROM {staging(table)} WHERE {unread} GROUP BY 1 ORDER BY 2 LIMIT {MOST_TEXTS}"
    ).fetchall()
    return [(found, reading) for found in texts if (reading := read(variable, found[0]))]


def _replace(con: duckdb.DuckDBPyConnection, table: str, variable: Variable, readings: list[tuple[Found, Reading]]) -> None:
    name = quoted(variable.name)
    found, plain = [text for (text, _, _), _ in readings], [reading.text for _, reading in readings]
    given = "(SELECT unnest($found::VARCHAR[]) AS found, unnest($plain::VARCHAR[]) AS plain)"
    con.execute(
        f"UPDATE {staging(table)} SET {name} = plain FROM {given} AS readings WHERE {name} = found",
        {"found": found, "plain": plain},
    )


def _told(path: Path, variable: Variable, readings: list[tuple[Found, Reading]]) -> list[Problem]:
    """One warning a rule, with the first cell and how many there are."""
    by_rule: dict[str, list[tuple[Found, Reading]]] = {}
    for one in readings:
        by_rule.setdefault(one[1].rule, []).append(one)
    return [_warning(path, variable, rule, found) for rule, found in by_rule.items()]


def _warning(path: Path, variable: Variable, rule: str, readings: list[tuple[Found, Reading]]) -> Problem:
    (text, row, _), reading = readings[0]
    cells = sum(found[2] for found, _ in readings)
    more = f" ({cells:,} cells; this is the first)" if cells > 1 else ""
    return Problem(
        file=path.name,
        row=row,
        column=variable.name,
        found=text,
        rule=f"read as {reading.text or 'not recorded'}: {rule}{more}",
        remedy="If it means something else, write that in the plain form.",
        severity="warning",
    )
