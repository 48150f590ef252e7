"""Patients who stand in several rows of a source, as in a table of visits: put together to one row each.

A value that is the same wherever it is given is taken; one that differs between rows is emptied and told. What is put together
is the first row.
"""

from collections.abc import Sequence

import duckdb

from core.domain.problems import Problem
from core.domain.variable import Table
from core.store.enforce import enforce
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import quoted, staging


def put_together(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> tuple[list[Problem], dict[int, int]]:
    """What was found, and how many rows of each part said more of a patient whom an earlier one had named."""
    repeated = [str(at) for at, part in enumerate(parts) if part.repeated and part.table == table.name]
    if not repeated:
        return [], {}
    name, mine = staging(table.name), f"part IN ({', '.join(repeated)})"
    columns = [variable.name for variable in table if variable.kind != "identifier"]
    problems = [one for column in columns for one in enforce(con, table, parts, _differing(name, column, mine))]
    values = ", ".join(f"any_value({quoted(column)}) AS {quoted(column)}" for column in columns)
    first = f"SELECT min(row_id) AS row_id, {values} FROM {name} WHERE {mine} GROUP BY patient_id, part"
    con.execute(f"CREATE OR REPLACE TEMP TABLE known AS {first}")
    more = f"{mine} AND row_id NOT IN (SELECT row_id FROM known)"
    counts = con.execute(f"SELECT part, count(*) FROM {name} WHERE {more} GROUP BY 1").fetchall()
    con.execute(f"DELETE FROM {name} WHERE {more}")
    filled = ", ".join(f"{quoted(column)} = known.{quoted(column)}" for column in columns)
    con.execute(f"UPDATE {name} SET {filled} FROM known WHERE known.row_id = {name}.row_id")
    return problems, dict(counts)


def named_again(con: duckdb.DuckDBPyConnection, table: Table) -> dict[int, int]:
    """Takes out rows that say nothing of a patient whom another row names, as every file that names its patients has them; how
    many of each part. A table of visits beside one of patients contradicts nothing by naming them."""
    if table.name != "patient":
        return {}
    name = staging(table.name)
    others = [quoted(variable.name) for variable in table if variable.kind != "identifier"]
    nothing = " AND ".join(f"{other} IS NULL" for other in others)
    if not con.execute(f"SELECT 1 FROM {name} WHERE {nothing} LIMIT 1").fetchall():
        return {}
    kept = f"SELECT arg_min(row_id, ({nothing}, row_id)) FROM {name} GROUP BY patient_id"
    again = f"{nothing} AND patient_id IS NOT NULL AND row_id NOT IN ({kept})"
    counts = con.execute(f"SELECT part, count(*) FROM {name} WHERE {again} GROUP BY 1").fetchall()
    con.execute(f"DELETE FROM {name} WHERE {again}")
    return dict(counts)


def _differing(name: str, column: str, mine: str) -> Rule:
    """A value that is not the same in all rows of a patient."""
    several = f"SELECT patient_id, part FROM {name} WHERE {mine} GROUP BY ALL HAVING count(DISTINCT {quoted(column)}) > 1"
    broken = f"{quoted(column)} IS NOT NULL AND (patient_id, part) IN ({several})"
    remedy = "Give each patient one value, or a table of patients."
    return Rule(column, broken, "differs between rows of a patient", remedy, "emptied")
