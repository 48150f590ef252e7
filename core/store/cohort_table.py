"""`cohort`: one row a patient, with what is known at the start and, of every measure and whole month, the value that counts."""

import duckdb
import numpy as np
import pandas as pd

from core.domain.catalogue import Catalogue
from core.domain.progress import progress
from core.domain.variable import Band, Measure, Variable
from core.store.nearest_visits import TICKS, Numbers, Places, Visits, month_columns
from core.store.schema import FOLLOWED, at_month, baseline, bin_of, bin_width, binned, enumeration, last, offset
from core.store.stage import quoted

COURSES = "courses"


def derive_cohort(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, months: tuple[int, ...], at_once: int) -> None:
    """Makes `cohort`, `at_once` patients at a time, so that memory is bounded."""
    total = con.execute("SELECT count(*) FROM patient").fetchall()[0][0]
    _enumerations(con, catalogue)
    for first in range(1, max(total, 1) + 1, at_once):
        verb = "CREATE TABLE cohort AS" if first == 1 else "INSERT INTO cohort"
        progress("patients", first / (total + 1))
        patients = min(at_once, total - first + 1)
        con.register(COURSES, _courses(con, catalogue, months, first, patients))
        chunk = f"patient_no BETWEEN {first} AND {first + at_once - 1}"
        con.execute(f"{verb} {_with_bins(catalogue, _cohort_rows(catalogue, months, chunk))}")
        con.unregister(COURSES)


def _courses(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, months: tuple[int, ...], first: int, patients: int
) -> pd.DataFrame:
    """The columns of all measures, a row a patient from number `first` on; no value is NaN, which the engine takes for NULL."""
    later = tuple(month for month in months if month > 0)
    columns: dict[str, Numbers | Places] = {"patient_no": np.arange(first, first + patients)}
    for measure in catalogue.measures:
        found = month_columns(_visits(con, measure, first, patients), patients, later, catalogue.widest_window)
        columns |= zip(_wide_names(measure, months), found, strict=True)
    return pd.DataFrame(columns, copy=False)


def _visits(con: duckdb.DuckDBPyConnection, measure: Measure, first: int, patients: int) -> Visits:
    value = quoted(measure.name)
    found = con.execute(
        f"SELECT patient_no - {first} AS who, CAST(round(month * {TICKS}) AS BIGINT) AS tick, CAST({value} AS DOUBLE) AS value "
        f"FROM visit WHERE patient_no BETWEEN {first} AND {first + patients - 1} AND {value} IS NOT NULL ORDER BY who, tick"
    ).fetchnumpy()
    return Visits(*(np.asarray(found[name]) for name in ("who", "tick", "value")))


def _with_bins(catalogue: Catalogue, rows: str) -> str:
    bins = [f"CAST(floor({quoted(v.name)} / {bin_width(v)}) AS INTEGER) AS {quoted(bin_of(v.name))}" for v in binned(catalogue)]
    return f"SELECT {', '.join(['*', *bins])} FROM ({rows}) ORDER BY patient_no"


def _cohort_rows(catalogue: Catalogue, months: tuple[int, ...], chunk: str) -> str:
    """One row a patient: what is known at the start, until when followed, and the courses."""
    own = ", ".join(_as_choice(variable) for variable in catalogue.table("patient"))
    derived = "".join(f", {_derived(variable, catalogue)}" for variable in catalogue.derived)
    wide = "".join(f", {name}" for measure in catalogue.measures for name in _wide_names(measure, months))
    records = " UNION ALL ".join(
        f"SELECT patient_no, {month} AS month FROM {table} WHERE {chunk}"
        for table, month in (("visit", "month"), ("lab", "month"), ("adverse_event", "onset_month"))
    )
    return (
        f"SELECT p.patient_no, {own}{derived}, coalesce(p.stop_month, f.month) AS {FOLLOWED}{wide} "
        f"FROM (SELECT * FROM patient WHERE {chunk}) p JOIN {COURSES} USING (patient_no) "
        f"LEFT JOIN (SELECT patient_no, CAST(max(month) AS DOUBLE) AS month FROM ({records}) GROUP BY patient_no) f "
        "USING (patient_no)"
    )


def _wide_names(measure: Measure, months: tuple[int, ...]) -> list[str]:
    """The columns of a measure: its baseline, and for each month its nearest value, how far that is, and the last one seen."""
    later = [month for month in months if month > 0]
    return [baseline(measure.name), *(kind(measure.name, month) for month in later for kind in (at_month, offset, last))]


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
    name = baseline(measure.name)
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
