"""Rows that say the same twice, or two things of one: the same key in a table, or the same event.

A later row that agrees with the first in every column is left out. Rows that differ are left out all: none can be trusted more
than another. Events have no key; those of a known onset that agree in every column of their source are one.
"""

from collections.abc import Sequence

import duckdb

from core.domain.problems import SHOWN, Problem, in_all
from core.domain.variable import Table, Variable
from core.store.enforce import finding, found_sql, total
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import WHOLE, quoted, staging

TWINS = "twins"
Twin = tuple[int, int, int | None, int, int | None, bool]  # row_id, part and row; part and row of the other, all agree


def leave_out_twins(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> list[Problem]:
    """Takes the twins out of a staged table; each is told with the row it agrees or disagrees with."""
    _make(con, table)
    problems: list[Problem] = []
    for agree in (True, False):
        which = "same AND row_id != first_id" if agree else "NOT same"
        rows = con.execute(
            f"SELECT row_id, part, row_no, other_part, other_row, same FROM {TWINS} WHERE {which} ORDER BY row_id LIMIT {SHOWN}"
        ).fetchall()
        more = in_all(total(con, f"{TWINS} WHERE {which}", rows))
        problems += [_told(con, table, parts, row, more) for row in rows]
    out = f"SELECT row_id FROM {TWINS} WHERE NOT same OR row_id != first_id"
    con.execute(f"DELETE FROM {staging(table.name)} WHERE row_id IN ({out})")
    return problems


def _make(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """`twins`: the rows whose key occurs more than once, each with the nearest other row, and whether all of them agree."""
    keys = [table.variable(name) for name in table.key] or list(table)
    others = [variable for variable in table if variable not in keys]
    plain = [_plain(variable) for variable in keys] + ([] if table.key else [f"CAST({WHOLE} AS VARCHAR)"])
    key = ", ".join(f"{cell} AS k{at}" for at, cell in enumerate(plain))
    content = ", ".join(f"coalesce({_plain(variable)}, chr(1))" for variable in others) or "''"
    known = [variable for variable in table if variable.counted == "after"] if not table.key else []
    dated = f"WHERE {quoted(known[0].name)} IS NOT NULL" if known else ""
    name, names = staging(table.name), ", ".join(f"k{at}" for at in range(len(plain)))
    repeated = f"SELECT {names} FROM (SELECT {key} FROM {name} {dated}) GROUP BY ALL HAVING count(*) > 1"
    same = " AND ".join(f"r.k{at} IS NOT DISTINCT FROM g.k{at}" for at in range(len(plain)))
    compared = f"SELECT row_id, part, row_no, {key}, concat_ws(chr(31), {content}) AS content FROM {name} {dated}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {TWINS} AS SELECT row_id, part, row_no, "
        "first_value(row_id) OVER g AS first_id, "
        "coalesce(lag(part) OVER g, lead(part) OVER g) AS other_part, "
        "coalesce(lag(row_no) OVER g, lead(row_no) OVER g) AS other_row, "
        "min(content) OVER w = max(content) OVER w AS same FROM "
        f"(SELECT r.* FROM ({compared}) r JOIN ({repeated}) g ON {same}) "
        f"WINDOW g AS (PARTITION BY {names} ORDER BY row_id), w AS (PARTITION BY {names})"
    )


def _plain(variable: Variable) -> str:
    """A cell as it is compared: numbers by their value."""
    name = quoted(variable.name)
    return f"coalesce(CAST(try_cast({name} AS DOUBLE) + 0.0 AS VARCHAR), {name})" if variable.written_in_digits else name


def _told(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part], twin: Twin, more: str) -> Problem:
    row_id, part, row, other_part, other_row, same = twin
    other = f"row {other_row}" + (f" of {parts[other_part].file}" if parts[other_part].file != parts[part].file else "")
    words = " and ".join(table.key) or "patient_id"
    if same:
        rule, remedy = f"the same as {other} in every column", "It counts once. Delete one of the two rows."
    else:
        rule = f"{other} has the same {words}, and says something else"
        remedy = "Neither row was taken. Keep the one that is right."
        if table.key == ("patient_id",) and parts[other_part].file != parts[part].file:
            remedy += " If they are patients of two centres, import each centre by itself, with its site and a prefix."
    name = staging(table.name)
    found = con.execute(f"SELECT {found_sql(con, name, 'patient_id')} FROM {name} WHERE row_id = ?", [row_id]).fetchall()[0][0]
    return finding(table, parts, (part, row), Rule("patient_id", "", rule, remedy, "left_out"), found, more)
