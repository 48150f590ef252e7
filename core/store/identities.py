"""Which rows are of one patient: identifiers that differ only in case are one, those that differ in leading zeros may be."""

from collections.abc import Sequence

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.problems import SHOWN, Problem
from core.store.enforce import finding
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import as_found, quoted, staging

ID = "patient_id"
STRIPPED = rf"regexp_replace(lower({ID}), '(^|[^0-9])0+([0-9])', '\1\2', 'g')"


def link_patients(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part]) -> list[Problem]:
    """Gives every patient one spelling, that of the first row, and tells of those that may be the same.

    Where no source holds the patients they are made of everyone whom another table names; nothing else is known of them.
    """
    problems: list[Problem] = []
    if not any(part.table == "patient" for part in parts):
        problems += _make_patients(con, catalogue, parts)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE spellings AS SELECT lower({ID}) AS low, arg_min({ID}, row_id) AS usual "
        f"FROM {staging('patient')} WHERE {ID} IS NOT NULL GROUP BY 1"
    )
    for table in catalogue.tables:
        _one_spelling(con, staging(table.name))
    return problems + _lookalikes(con, catalogue, parts)


def _make_patients(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part]) -> list[Problem]:
    rows = " UNION ALL ".join(
        f"SELECT part, row_no, row_id, {ID} FROM {staging(table.name)} WHERE {ID} IS NOT NULL"
        for table in catalogue.tables
        if table.name != "patient"
    )
    first = (
        f"SELECT arg_min({ID}, (part, row_id)) AS {ID}, min((part, row_id, row_no)) AS place FROM ({rows}) GROUP BY lower({ID})"
    )
    con.execute(
        f"INSERT INTO {staging('patient')} (row_id, row_no, part, {ID}) "
        f"SELECT row_number() OVER (ORDER BY place), place[3], place[1], {ID} FROM ({first})"
    )
    count = con.execute(f"SELECT count(*) FROM {staging('patient')}").fetchall()[0][0]
    rule = f"no table holds the patients: they were made of the {count:,} whom the other tables name"
    remedy = "Nothing else is known of them. Add a table of patients, if there is one."
    if {part.table for part in parts} == {"adverse_event"}:
        rule += "; whoever had no event is missing, so that every share of patients with one is too high"
        remedy = "Add a table of all treated patients."
    return [Problem(file=parts[0].file, row=None, column=None, found=None, rule=rule, remedy=remedy, severity="warning")]


def _one_spelling(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Writes identifiers as the patient's first row does."""
    other = f"SELECT 1 FROM {name} JOIN spellings ON lower({ID}) = low WHERE {ID} != usual LIMIT 1"
    if con.execute(other).fetchall():
        before = quoted(as_found(ID))
        con.execute(f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {before} VARCHAR")
        con.execute(
            f"UPDATE {name} SET {before} = coalesce({before}, {ID}), {ID} = usual FROM spellings "
            f"WHERE lower({ID}) = low AND {ID} != usual"
        )


def _lookalikes(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part]) -> list[Problem]:
    """Identifiers that are the same but for leading zeros, at the shorter one."""
    name = staging("patient")
    rows = con.execute(
        f"SELECT part, row_no, {ID}, longest FROM (SELECT part, row_no, row_id, {ID}, "
        f"arg_max({ID}, (length({ID}), -row_id)) OVER (PARTITION BY {STRIPPED}) AS longest FROM {name} WHERE {STRIPPED} IN "
        f"(SELECT {STRIPPED} FROM {name} GROUP BY 1 HAVING count(DISTINCT {ID}) > 1)) "
        f"WHERE {ID} != longest ORDER BY row_id LIMIT {SHOWN}"
    ).fetchall()
    remedy = "Both were taken, as two patients. Give them one identifier if they are one."
    return [
        finding(
            catalogue.table("patient"),
            parts,
            (part, row),
            Rule(ID, "", f"differs from {longest} only by zeros", remedy, "warning"),
            found,
        )
        for part, row, found, longest in rows
    ]
