"""The first patients in whom something changed, each with the values that did, and the rows that came or went."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.variable import Table, Variable
from core.domain.version_diff import VALUES_LISTED, PatientDiff, TableDiff, ValueChange
from core.store.stage import quoted


def changed_patients(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, patients: Sequence[str]) -> tuple[PatientDiff, ...]:
    """What changed in each of these patients, in their order; both versions are attached, their differences counted."""
    values: dict[str, list[ValueChange]] = defaultdict(list)
    rows: dict[str, list[TableDiff]] = defaultdict(list)
    for table in catalogue.tables:
        if table.key:
            for patient, change in _values(con, table, patients):
                values[patient].append(change)
        if table.name != "patient":
            for patient, diff in _rows(con, table, patients):
                rows[patient].append(diff)
    return tuple(
        PatientDiff(
            patient_id=one,
            values=tuple(values[one][:VALUES_LISTED]),
            more=max(0, len(values[one]) - VALUES_LISTED),
            rows=tuple(rows[one]),
        )
        for one in patients
    )


def _values(con: duckdb.DuckDBPyConnection, table: Table, patients: Sequence[str]) -> Iterator[tuple[str, ValueChange]]:
    key = [quoted(name) for name in table.key]
    rest = [one for one in table if one.name not in table.key]
    sides = ", ".join(f"{side}.{quoted(one.name)}" for one in rest for side in ("o", "n"))
    found = con.execute(
        f"SELECT {', '.join(key)}, {sides} FROM older.{table.name} o JOIN newer.{table.name} n USING ({', '.join(key)}) "
        f"WHERE patient_id IN (SELECT unnest(?)) ORDER BY {', '.join(key)}",
        [list(patients)],
    ).fetchall()
    at = len(key)
    for row in found:
        for place, one in enumerate(rest):
            before, after = row[at + 2 * place : at + 2 * place + 2]
            if before != after:
                yield row[0], _change(table, one, row[1:at], before, after)


def _change(table: Table, one: Variable, places: Sequence[Any], before: Any, after: Any) -> ValueChange:
    """One value before and after, and its place in words: `month 9, ALT`."""
    named = [table.variable(name) for name in table.key[1:]]
    words = [f"{which.label.lower()} {at:g}" if which.numeric else str(at) for which, at in zip(named, places, strict=True)]
    return ValueChange(label=one.label, place=", ".join(words), before=_text(one, before), after=_text(one, after))


def _text(one: Variable, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:.10g}" if isinstance(value, int | float) else str(value)
    return one.label_of(text)


def _rows(con: duckdb.DuckDBPyConnection, table: Table, patients: Sequence[str]) -> Iterator[tuple[str, TableDiff]]:
    counts = ", ".join(
        f"(SELECT count(*) FROM {side}.{table.name} t WHERE t.patient_id = d.patient_id)" for side in ("older", "newer")
    )
    found = con.execute(
        f"SELECT patient_id, {counts}, CAST(rows_new AS BIGINT), CAST(rows_gone AS BIGINT), rows_changed "
        f"FROM {table.name}_by_patient d WHERE patient_id IN (SELECT unnest(?)) AND rows_new + rows_gone > 0",
        [list(patients)],
    ).fetchall()
    for patient, before, after, new, gone, changed in found:
        diff = TableDiff(
            label=table.label, before=before, after=after, new=new, gone=gone, changed=changed, keyed=bool(table.key)
        )
        yield patient, diff
