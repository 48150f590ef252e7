"""Staged cells that are not in the plain form, read once a text and not once a row."""

from collections.abc import Sequence

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader, Reading
from core.domain.problems import Problem
from core.domain.progress import progress
from core.domain.variable import Table, Variable
from core.store.enforce import enforce
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import as_found, given_variables, quoted, staging

MOST_TEXTS = 200_000  # different texts of a column that are looked at; what is beyond stands as it is, and the checks judge it
ASCII = r"[\x20-\x7e]*"
Found = tuple[str, int, int, int]  # a text, the row and the part that have it first, and how many cells do


def read_staged(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part], read: CellReader) -> list[Problem]:
    """Puts what `read` makes of the cells in their place; each rule it went by is told, with the first cell.

    An empty cell stays empty. The cost grows with the different texts of a column.
    """
    problems: list[Problem] = []
    for done, table in enumerate(catalogue.tables):
        progress("cells", done / len(catalogue.tables))
        for variable in given_variables(table, parts) if any(part.table == table.name for part in parts) else ():
            readings = [] if variable.verbatim else _readings(con, table.name, variable, read)
            if readings:
                _replace(con, table.name, variable, readings)
                problems += _told(parts, table, variable, readings)
                problems += _bare(con, parts, table, variable) if any(one.scaled for _, one in readings) else ()
    return problems


def _readings(con: duckdb.DuckDBPyConnection, table: str, variable: Variable, read: CellReader) -> list[tuple[Found, Reading]]:
    name = quoted(variable.name)
    unread = f"{name} IS NOT NULL"
    if variable.written_in_digits:
        unread += f" AND try_cast({name} AS DOUBLE) IS NULL"
    if variable.kind == "identifier":
        unread += f" AND NOT regexp_full_match({name}, '{ASCII}')"
    texts = con.execute(
        f"SELECT {name}, arg_min(row_no, row_id), arg_min(part, row_id), count(*) FROM {staging(table)} WHERE {unread} "
        f"GROUP BY 1 ORDER BY min(row_id) LIMIT {MOST_TEXTS}"
    ).fetchall()
    return [(found, reading) for found in texts if (reading := read(variable, found[0]))]


def _replace(con: duckdb.DuckDBPyConnection, table: str, variable: Variable, readings: list[tuple[Found, Reading]]) -> None:
    name, before = quoted(variable.name), quoted(as_found(variable.name))
    found, plain = [text for (text, *_), _ in readings], [reading.text for _, reading in readings]
    given = "(SELECT unnest($found::VARCHAR[]) AS found, unnest($plain::VARCHAR[]) AS plain)"
    con.execute(f"ALTER TABLE {staging(table)} ADD COLUMN IF NOT EXISTS {before} VARCHAR")
    con.execute(
        f"UPDATE {staging(table)} SET {name} = plain, {before} = {name} FROM {given} AS readings WHERE {name} = found",
        {"found": found, "plain": plain},
    )


def _bare(con: duckdb.DuckDBPyConnection, parts: Sequence[Part], table: Table, variable: Variable) -> list[Problem]:
    """Bare numbers among cells that were written in another unit: whose they are nobody can tell."""
    bare = f"try_cast({quoted(variable.name)} AS DOUBLE) IS NOT NULL AND {quoted(as_found(variable.name))} IS NULL"
    rule = "a number without a unit, where other cells name years and months"
    return enforce(con, table, parts, Rule(variable.name, bare, rule, f"Write it in {variable.unit}.", "emptied"))


def _told(parts: Sequence[Part], table: Table, variable: Variable, readings: list[tuple[Found, Reading]]) -> list[Problem]:
    """One finding a rule, with the first cell and how many there are."""
    by_rule: dict[str, list[tuple[Found, Reading]]] = {}
    for one in readings:
        by_rule.setdefault(one[1].rule, []).append(one)
    return [_finding(parts, table, variable, rule, found) for rule, found in by_rule.items()]


def _finding(
    parts: Sequence[Part], table: Table, variable: Variable, rule: str, readings: list[tuple[Found, Reading]]
) -> Problem:
    (text, row, part, _), reading = readings[0]
    cells = sum(found[3] for found, _ in readings)
    more = f" ({cells:,} cells; this is the first)" if cells > 1 else ""
    expected = reading.text is None and "month" in table.key  # a score that was not taken is part of every table of visits
    return Problem(
        file=parts[part].file,
        row=row,
        column=parts[part].column_of(variable),
        found=text,
        rule=f"read as {reading.text or 'not recorded'}: {rule}{more}",
        remedy="If it means something else, write that in the plain form.",
        severity="warning" if reading.look and not expected else "note",
    )
