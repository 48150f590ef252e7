"""From checked rows to the published ones: typed tables, and `cohort` with one row a patient."""

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.progress import progress
from core.domain.variable import Band, Measure, Table, Variable
from core.store.lab_values import derive_labs
from core.store.schema import (
    FOLLOWED,
    SPECIAL,
    SQL_TYPES,
    at_month,
    baseline,
    bin_of,
    bin_width,
    binned,
    enumeration,
    last,
    offset,
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
    _cohort(con, catalogue, months)
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


def _cohort(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, months: tuple[int, ...]) -> None:
    total = con.execute("SELECT count(*) FROM patient").fetchall()[0][0]
    _enumerations(con, catalogue)
    found = con.execute(
        f"SELECT {', '.join(f'count({quoted(m.name)}) > 0' for m in catalogue.measures)} FROM visit"
    ).fetchall()[0]
    scored = frozenset(measure.name for measure, any_value in zip(catalogue.measures, found, strict=True) if any_value)
    for first in range(1, max(total, 1) + 1, PATIENTS_AT_ONCE):
        verb = "CREATE TABLE cohort AS" if first == 1 else "INSERT INTO cohort"
        progress("patients", first / (total + 1))
        chunk = f"patient_no BETWEEN {first} AND {first + PATIENTS_AT_ONCE - 1}"
        con.execute(f"{verb} {_with_bins(catalogue, _cohort_rows(catalogue, months, scored, chunk))}")


def _special_events(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Which terms (with their category) belong to which set, so that a question need not look into texts."""
    con.execute(f"CREATE TABLE {SPECIAL} (special VARCHAR, category VARCHAR, term VARCHAR)")
    for one in catalogue.special_events:
        named = [_begins("term", word) for word in one.words] + [_begins("category", word) for word in one.categories]
        con.execute(
            f"INSERT INTO {SPECIAL} SELECT {literal(one.key)}, category, term FROM adverse_event WHERE {' OR '.join(named)} "
            "GROUP BY category, term ORDER BY category, term"
        )


def _begins(column: str, word: str) -> str:
    """True where a word of a text begins so; of a text that is not recorded it is not."""
    return f"coalesce(regexp_matches(lower({column}), {literal(f'(^|[^a-z]){word}')}), false)"


def _with_bins(catalogue: Catalogue, rows: str) -> str:
    bins = [f"CAST(floor({quoted(v.name)} / {bin_width(v)}) AS INTEGER) AS {quoted(bin_of(v.name))}" for v in binned(catalogue)]
    return f"SELECT {', '.join(['*', *bins])} FROM ({rows}) ORDER BY patient_no"


def _cohort_rows(catalogue: Catalogue, months: tuple[int, ...], scored: frozenset[str], chunk: str) -> str:
    own = ", ".join(_as_choice(variable) for variable in catalogue.table("patient"))
    derived = "".join(f", {_derived(variable, catalogue)}" for variable in catalogue.derived)
    wide = ", ".join(expression for measure in catalogue.measures for expression in _wide(catalogue, measure, months, scored))
    records = " UNION ALL ".join(
        f"SELECT patient_no, {month} AS month FROM {table} WHERE {chunk}"
        for table, month in (("visit", "month"), ("lab", "month"), ("adverse_event", "onset_month"))
    )
    return (
        f"SELECT p.patient_no, {own}{derived}, coalesce(p.stop_month, f.month) AS {FOLLOWED}, v.* EXCLUDE (patient_no) "
        f"FROM (SELECT * FROM patient WHERE {chunk}) p LEFT JOIN "
        f"(SELECT patient_no, {wide} FROM visit WHERE {chunk} GROUP BY patient_no) v ON v.patient_no = p.patient_no "
        f"LEFT JOIN (SELECT patient_no, CAST(max(month) AS DOUBLE) AS month FROM ({records}) GROUP BY patient_no) f "
        "ON f.patient_no = p.patient_no"
    )


def _wide(catalogue: Catalogue, measure: Measure, months: tuple[int, ...], scored: frozenset[str]) -> list[str]:
    """The columns of a measure: its baseline, and for each month its nearest value, how far that is, and the last one seen."""
    if measure.name not in scored:
        kinds = [at_month, offset, last]
        names = [baseline(measure.name), *(kind(measure.name, month) for month in months if month > 0 for kind in kinds)]
        return [f"CAST(NULL AS DOUBLE) AS {name}" for name in names]
    value = quoted(measure.name)
    columns = [f"CAST(min({value}) FILTER (month = 0) AS DOUBLE) AS {baseline(measure.name)}"]
    for month in (month for month in months if month > 0):
        distance = f"round(abs(month - {month}), 4)"
        near = f"{value} IS NOT NULL AND month > 0 AND {distance} <= {catalogue.widest_window}"
        earlier_first = f"{distance} + CASE WHEN month > {month} THEN 0.00001 ELSE 0 END"
        seen = f"{value} IS NOT NULL AND month <= {month}"
        columns += [
            f"CAST(arg_min({value}, {earlier_first}) FILTER ({near}) AS DOUBLE) AS {at_month(measure.name, month)}",
            f"min({distance}) FILTER ({near}) AS {offset(measure.name, month)}",
            f"CAST(arg_max({value}, month) FILTER ({seen}) AS DOUBLE) AS {last(measure.name, month)}",
        ]
    return columns


def _enumerations(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """An enumeration type a choice: the engine then filters and groups small integers instead of text."""
    for variable in catalogue.table("patient"):
        if variable.choice and not variable.choices:
            text = _text(variable, quoted(variable.name))
            found = con.execute(f"SELECT DISTINCT {text} FROM patient WHERE {text} IS NOT NULL ORDER BY 1").fetchall()
            _create_enumeration(con, variable, [row[0] for row in found] or [""])
    for variable in catalogue.cohort_variables:
        if variable.choices:
            _create_enumeration(con, variable, [level.value for level in variable.choices])


def _create_enumeration(con: duckdb.DuckDBPyConnection, variable: Variable, values: list[str]) -> None:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    con.execute(f"CREATE TYPE {enumeration(variable.name)} AS ENUM ({listed})")


def _as_choice(variable: Variable) -> str:
    name = f"p.{quoted(variable.name)}"
    if variable.choice:
        return f"CAST({_text(variable, name)} AS {enumeration(variable.name)}) AS {quoted(variable.name)}"
    return name


def _text(variable: Variable, name: str) -> str:
    if variable.kind == "flag":
        return f"CASE {name} WHEN true THEN '1' WHEN false THEN '0' END"
    if variable.kind == "number":
        whole = f"{name} = floor({name})"
        return f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
    return f"CAST({name} AS VARCHAR)"


def _derived(variable: Variable, catalogue: Catalogue) -> str:
    measure = next(m for m in catalogue.measures if variable.name in (f"baseline_{m.name}", f"baseline_{m.name}_band"))
    name = f"v.{baseline(measure.name)}"
    if variable.name.endswith("_band"):
        branches = " ".join(f"WHEN {_within(band, name)} THEN '{band.value}'" for band in measure.bands)
        return f"CAST(CASE {branches} END AS {enumeration(variable.name)}) AS {variable.name}"
    if variable.choice:
        return f"CAST(CAST(CAST({name} AS INTEGER) AS VARCHAR) AS {enumeration(variable.name)}) AS {variable.name}"
    return f"{name} AS {variable.name}"


def _within(band: Band, name: str) -> str:
    lower = f"{name} {'>=' if band.low_inclusive else '>'} {band.low}"
    upper = f"{name} {'<=' if band.high_inclusive else '<'} {band.high}"
    return f"{lower} AND {upper}"
