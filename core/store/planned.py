"""Rows whose time is given as an event of a project's plan: what nothing else dates needs one whose month is known."""

import json
from collections.abc import Sequence

import duckdb

from core.domain.problems import Problem
from core.domain.variable import AS_EVENT, Table, Variable
from core.store.enforce import finding
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import as_found, given_variables, quoted, staging

MONTH = f"month{AS_EVENT}"


def planned_start(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> str:
    """The condition, as SQL, of the visits from which each patient's months are counted where no column says when treatment
    began: those of an event at month 0. Empty where the visits have no event that is read so; then it is the first visit."""
    if not any(one.name == MONTH for one in given_variables(table, parts)):
        return ""
    _add_found(con, table, MONTH)
    condition = f" WHERE {_known(MONTH)} AND try_cast({quoted(MONTH)} AS DOUBLE) = 0"
    return condition if con.execute(f"SELECT 1 FROM {staging(table.name)}{condition} LIMIT 1").fetchall() else ""


def leave_out_unknown(
    con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part], form: Variable, others: Sequence[str]
) -> list[Problem]:
    """Leaves out rows whose event has no month and which nothing else dates; one finding an event, with the word to give.

    `others` are the columns that may date a row, too. Where one does, an event without a month is passed over.
    """
    _add_found(con, table, form.name)
    name, event, found = staging(table.name), quoted(form.name), quoted(as_found(form.name))
    unknown = f"{event} IS NOT NULL AND NOT coalesce({_known(form.name)}, false)"
    dated = " OR ".join(f"{quoted(other)} IS NOT NULL" for other in others)
    con.execute(f"UPDATE {name} SET {event} = NULL WHERE {unknown} AND ({dated})")
    events = con.execute(
        f"SELECT coalesce({found}, {event}), arg_min(part, row_id), arg_min(row_no, row_id), count(*) FROM {name} "
        f"WHERE {unknown} GROUP BY 1 ORDER BY min(row_id)"
    ).fetchall()
    con.execute(f"DELETE FROM {name} WHERE {unknown}")
    return [finding(table, parts, (part, row), _rule(form, text, rows), text) for text, part, row, rows in events]


def _rule(form: Variable, event: str, rows: int) -> Rule:
    words = f"an event whose month is not known ({rows:,} row{'s' * (rows != 1)} in all)"
    name = form.name.removesuffix(AS_EVENT)
    word = f'{json.dumps(event, ensure_ascii=False)} = "3"'
    remedy = f"Say its month under [values.{name}] in the mapping: {word}, if it is month 3."
    return Rule(form.name, "", words, remedy, "left_out")


def _known(event: str) -> str:
    """The condition of an event that was read as a number of months; a name that is a number may be that of a visit."""
    return f"{quoted(as_found(event))} IS NOT NULL AND try_cast({quoted(event)} AS DOUBLE) IS NOT NULL"


def _add_found(con: duckdb.DuckDBPyConnection, table: Table, event: str) -> None:
    con.execute(f"ALTER TABLE {staging(table.name)} ADD COLUMN IF NOT EXISTS {quoted(as_found(event))} VARCHAR")
