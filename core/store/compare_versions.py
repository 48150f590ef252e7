"""Two published versions, attached read-only to one connection that can then reach nothing else: what is different.

A patient is told by one number from all that is known of them: the sum of a 64-bit hash of every row, in each table. Rows and
values are looked at only of patients in whom it differs, and so many patients at a time (docs/decisions/0011).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import StoreUnreadable
from core.domain.variable import Table
from core.domain.version_diff import LISTED, Changes, TableDiff, VariableDiff
from core.store.changed_values import changed_patients
from core.store.cohort_store import Config
from core.store.stage import literal, quoted

AT_ONCE = 250_000  # patients, of the larger version
OLDER, NEWER = "older", "newer"
SEALED = ("SET temp_directory = ''", "SET enable_external_access = false", "SET lock_configuration = true")


def compare_versions(before: Path, after: Path, catalogue: Catalogue) -> Changes:
    """What changed from one published file to another of the same data model. Raises StoreUnreadable."""
    with _both(before, after) as con:
        try:
            return _changes(con, catalogue)
        except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException) as error:
            raise StoreUnreadable(f"{before.name} or {after.name} can no longer be read.") from error


@contextmanager
def _both(before: Path, after: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: Config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": _threads()}
    with duckdb.connect(":memory:", config=config) as con:
        for name, path in ((OLDER, before), (NEWER, after)):
            try:
                con.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")
            except duckdb.Error as error:
                raise StoreUnreadable(f"{path.name} cannot be opened as a cohort.") from error
        for statement in SEALED:
            con.execute(statement)
        yield con


def _threads() -> int:
    """Every core but one, which is left to the browser."""
    return max(1, (os.cpu_count() or 1) - 1)


def _changes(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Changes:
    sizes = {side: _count(con, f"{side}.patient") for side in (OLDER, NEWER)}
    parts = 1 + max(sizes.values()) // AT_ONCE
    _different(con, catalogue, parts)
    others = [table for table in catalogue.tables if table.name != "patient"]
    for table in others:
        _rows_by_patient(con, table, parts)
    kinds = dict(con.execute("SELECT kind, count(*) FROM different GROUP BY kind").fetchall())
    ids = {kind: _first(con, kind) for kind in ("new", "gone", "changed")}
    changed = _variables(con, catalogue.table("patient"), "patients_changed", _patients_changed(catalogue))
    for table in others:
        changed += _variables(con, table, _by_patient(table)) if table.key else []
    return Changes(
        before=sizes[OLDER],
        after=sizes[NEWER],
        new=kinds.get("new", 0),
        gone=kinds.get("gone", 0),
        changed=kinds.get("changed", 0),
        tables=tuple(_table(con, table) for table in others),
        variables=tuple(sorted(changed, key=lambda one: -one.patients)),
        new_ids=ids["new"],
        gone_ids=ids["gone"],
        patients=changed_patients(con, catalogue, ids["changed"]),
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _first(con: duckdb.DuckDBPyConnection, kind: str) -> tuple[str, ...]:
    found = con.execute("SELECT patient_id FROM different WHERE kind = ? ORDER BY patient_id LIMIT ?", [kind, LISTED])
    return tuple(row[0] for row in found.fetchall())


def _different(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: int) -> None:
    """`different`: one row for each patient who is new, gone or changed; in which tables by a column a table."""
    names = [table.name for table in catalogue.tables]
    flags = ", ".join(f"{name} BOOLEAN" for name in names)
    con.execute(f"CREATE TEMP TABLE different (patient_id VARCHAR, kind VARCHAR, {flags})")
    differs = ", ".join(f"o.{name} IS DISTINCT FROM n.{name} AS {name}" for name in names)
    kind = "CASE WHEN o.patient_id IS NULL THEN 'new' WHEN n.patient_id IS NULL THEN 'gone' ELSE 'changed' END"
    for part in range(parts):
        older, newer = (_sums(catalogue, side, part, parts) for side in (OLDER, NEWER))
        con.execute(
            f"INSERT INTO different SELECT coalesce(o.patient_id, n.patient_id), {kind}, {differs} "
            f"FROM ({older}) o FULL JOIN ({newer}) n ON o.patient_id = n.patient_id "
            f"WHERE {' OR '.join(f'o.{name} IS DISTINCT FROM n.{name}' for name in names)}"
        )


def _sums(catalogue: Catalogue, side: str, part: int, parts: int) -> str:
    """One row a patient of this part: the number that stands for all that each table says."""
    chosen = f"SELECT * FROM {side}.patient WHERE hash(patient_id) % {parts} = {part}"
    names, joins = [f"{_hash(catalogue.table('patient'))} AS patient"], []
    for table in catalogue.tables:
        if table.name != "patient":
            names.append(f"{table.name}_sums.total AS {table.name}")
            joins.append(
                f"LEFT JOIN (SELECT patient_no, sum({_hash(table)}) AS total FROM {side}.{table.name} "
                f"WHERE patient_no IN (SELECT patient_no FROM ({chosen})) GROUP BY patient_no) {table.name}_sums "
                "USING (patient_no)"
            )
    return f"SELECT patient_id, {', '.join(names)} FROM ({chosen}) {' '.join(joins)}"


def _hash(table: Table) -> str:
    return f"hash({', '.join(quoted(one.name) for one in table if one.name != 'patient_id')})"


def _by_patient(table: Table) -> str:
    return f"{table.name}_by_patient"


def _rows_by_patient(con: duckdb.DuckDBPyConnection, table: Table, parts: int) -> None:
    """One row for each patient in whom the table differs: rows new, gone and changed, and which variables changed in any."""
    for part in range(parts):
        verb = f"CREATE TEMP TABLE {_by_patient(table)} AS" if part == 0 else f"INSERT INTO {_by_patient(table)}"
        touched = f"(SELECT patient_id FROM different WHERE {table.name} AND hash(patient_id) % {parts} = {part})"
        con.execute(f"{verb} {_keyed(table, touched) if table.key else _unkeyed(table, touched)}")


def _keyed(table: Table, touched: str) -> str:
    rest = [one.name for one in table if one.name not in table.key]
    differs = {name: f"o.{quoted(name)} IS DISTINCT FROM n.{quoted(name)}" for name in rest}
    both = "o.patient_id IS NOT NULL AND n.patient_id IS NOT NULL"
    flags = ", ".join(f"bool_or({both} AND {words}) AS {quoted(name)}" for name, words in differs.items())
    older, newer = (f"(SELECT * FROM {side}.{table.name} WHERE patient_id IN {touched})" for side in (OLDER, NEWER))
    return (
        "SELECT coalesce(o.patient_id, n.patient_id) AS patient_id, count(*) FILTER (o.patient_id IS NULL) AS rows_new, "
        f"count(*) FILTER (n.patient_id IS NULL) AS rows_gone, count(*) FILTER ({both} AND ({' OR '.join(differs.values())})) "
        f"AS rows_changed, {flags} FROM {older} o FULL JOIN {newer} n "
        f"ON {' AND '.join(f'o.{quoted(name)} = n.{quoted(name)}' for name in table.key)} GROUP BY 1"
    )


def _unkeyed(table: Table, touched: str) -> str:
    counted = " UNION ALL ".join(
        f"SELECT patient_id, {_hash(table)} AS content, {sign} AS n FROM {side}.{table.name} WHERE patient_id IN {touched}"
        for side, sign in ((OLDER, -1), (NEWER, 1))
    )
    return (
        "SELECT patient_id, sum(greatest(n, 0)) AS rows_new, sum(greatest(-n, 0)) AS rows_gone, 0 AS rows_changed "
        f"FROM (SELECT patient_id, content, sum(n) AS n FROM ({counted}) GROUP BY ALL) GROUP BY patient_id"
    )


def _table(con: duckdb.DuckDBPyConnection, table: Table) -> TableDiff:
    sums = ", ".join(f"CAST(coalesce(sum(rows_{kind}), 0) AS BIGINT)" for kind in ("new", "gone", "changed"))
    new, gone, changed = con.execute(f"SELECT {sums} FROM {_by_patient(table)}").fetchall()[0]
    before, after = (_count(con, f"{side}.{table.name}") for side in (OLDER, NEWER))
    return TableDiff(label=table.label, before=before, after=after, new=new, gone=gone, changed=changed, keyed=bool(table.key))


def _patients_changed(catalogue: Catalogue) -> str:
    """One row for each patient in whom a variable of the patient changed: which."""
    table = catalogue.table("patient")
    named = [quoted(one.name) for one in table if one.name not in table.key]
    differs = ", ".join(f"o.{name} IS DISTINCT FROM n.{name} AS {name}" for name in named)
    return (
        f"SELECT {differs} FROM {OLDER}.patient o JOIN {NEWER}.patient n USING (patient_id) "
        "WHERE patient_id IN (SELECT patient_id FROM different WHERE patient)"
    )


def _variables(con: duckdb.DuckDBPyConnection, table: Table, source: str, query: str = "") -> list[VariableDiff]:
    variables = [one for one in table if one.name not in table.key]
    counts = ", ".join(f"count(*) FILTER ({quoted(one.name)})" for one in variables)
    found = con.execute(f"SELECT {counts} FROM {f'({query})' if query else source}").fetchall()[0]
    return [VariableDiff(table=table.label, label=one.label, patients=n) for one, n in zip(variables, found, strict=True) if n]
