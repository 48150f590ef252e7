"""From checked rows to the published ones: typed tables, and `cohort` with one row a patient."""

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.progress import progress
from core.domain.variable import Table, Variable
from core.store.cohort_table import derive_cohort
from core.store.lab_values import derive_labs
from core.store.schema import (
    SPECIAL,
    SQL_TYPES,
)
from core.store.stage import literal, quoted, staging

ORIGIN, ORIGIN_OF_ROW = "part AS source, row_no AS source_row", "s.part AS source, s.row_no AS source_row"
PATIENTS_AT_ONCE = 200_000  # bounds the memory of the widest aggregation


def derive(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> tuple[int, ...]:
    """Makes the published tables and returns the months (whole, 0 included) that have a visit."""
    for done, table in enumerate(catalogue.tables):
        progress("tables", done / len(catalogue.tables))
        _typed(con, table)
    months = _months(con)
    derive_cohort(con, catalogue, months, PATIENTS_AT_ONCE)
    _special_events(con, catalogue)
    derive_labs(con, catalogue, PATIENTS_AT_ONCE)
    return months


def _typed(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    rows = staging(table.name)
    columns = ", ".join(f"{_cast(variable)} AS {quoted(variable.name)}" for variable in table)
    if table.name == "patient":
        source = f"SELECT row_number() OVER (ORDER BY patient_id) AS patient_no, {ORIGIN}, {columns} FROM {rows}"
        con.execute(f"CREATE TABLE patient AS {source} ORDER BY patient_no")
        return
    listed = ", ".join(f"{_cast(variable, 's.')} AS {quoted(variable.name)}" for variable in table)
    order = "patient_no, month" if any(variable.name == "month" for variable in table) else "patient_no, onset_month"
    con.execute(
        f"CREATE TABLE {table.name} AS SELECT p.patient_no, {ORIGIN_OF_ROW}, {listed} FROM {rows} s "
        f"JOIN patient p USING (patient_id) ORDER BY {order}"
    )


def _cast(variable: Variable, prefix: str = "") -> str:
    name = prefix + quoted(variable.name)
    if variable.kind == "flag":
        return f"({name} = '1')"
    if variable.kind == "integer":
        return f"CAST(CAST({name} AS DOUBLE) AS INTEGER)"
    return f"CAST({name} AS {SQL_TYPES[variable.kind]})"


def as_text(variable: Variable) -> str:
    """A published value as files in the plain form have it: the same one when it is read again, to the last digit."""
    name = quoted(variable.name)
    if variable.kind == "flag":
        return f"CASE {name} WHEN true THEN '1' WHEN false THEN '0' END"
    return f"regexp_replace(CAST({name} AS VARCHAR), '\\.0$', '')" if variable.kind == "number" else f"CAST({name} AS VARCHAR)"


def _months(con: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """The whole months nearest to a visit; both neighbours of one half way between."""
    near = "unnest([ceil(month - 0.5), floor(month + 0.5)])"
    rows = con.execute(f"SELECT DISTINCT CAST({near} AS INTEGER) AS near FROM visit ORDER BY near").fetchall()
    return tuple(row[0] for row in rows)


def _special_events(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Which terms (with their category) belong to which set, so that a question need not look into texts."""
    con.execute(f"CREATE TABLE {SPECIAL} (special VARCHAR, category VARCHAR, term VARCHAR)")
    con.execute("CREATE TEMP TABLE terms AS SELECT DISTINCT category, term FROM adverse_event")
    for one in catalogue.special_events:
        named = [_begins("term", word) for word in one.words] + [_begins("category", word) for word in one.categories]
        con.execute(
            f"INSERT INTO {SPECIAL} SELECT {literal(one.key)}, category, term FROM terms WHERE {' OR '.join(named)} "
            "ORDER BY category, term"
        )


def _begins(column: str, word: str) -> str:
    """True where a word of a text begins so; of a text that is not recorded it is not."""
    return f"coalesce(regexp_matches(lower({column}), {literal(f'(^|[^a-z]){word}')}), false)"
