"""Rows whose time is given as an event of a project's plan: what nothing else dates needs one whose month is known."""

import json
from collections.abc import Sequence

import duckdb

from core.domain.problems import SHOWN, Problem
from core.domain.variable import AS_EVENT, Table, Variable
from core.store.enforce import finding
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import as_found, given_variables, quoted, staging

MONTH = f"month{AS_EVENT}"


def first_day(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part], day: str) -> str:
    """The SQL of the day from which a patient's months are counted where no column says when treatment began.

    That of the event at month 0; of the first visit where no event of the patient has a month.
    """
    first = f"min(try_cast({quoted(day)} AS DATE))"
    if not _has_events(table, parts):
        return first
    _add_found(con, table, MONTH)
    baseline = f"{first} FILTER ({_known(MONTH)} AND try_cast({quoted(MONTH)} AS DOUBLE) = 0)"
    return f"coalesce({baseline}, CASE WHEN NOT bool_or(coalesce({_known(MONTH)}, false)) THEN {first} END)"


def first_in_words(table: Table, parts: Sequence[Part]) -> str:
    """What `first_day` takes for month 0."""
    first = "each patient's first visit"
    return f"the event at month 0, or {first} where no event has a month" if _has_events(table, parts) else first


def _has_events(table: Table, parts: Sequence[Part]) -> bool:
    return any(one.name == MONTH for one in given_variables(table, parts))


def leave_out_unknown(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    parts: Sequence[Part],
    form: Variable,
    others: Sequence[Variable],
    started: str,
) -> list[Problem]:
    """Leaves out rows whose event has no month and which nothing else dates; one finding an event, with the word to give.

    `others` are the columns that may date a row, too. Where one does, an event without a month is passed over; a day does only
    where the start of treatment, in `started`, is known.
    """
    _add_found(con, table, form.name)
    name, event, found = staging(table.name), quoted(form.name), quoted(as_found(form.name))
    unknown = f"{event} IS NOT NULL AND NOT coalesce({_known(form.name)}, false)"
    days = {one.name: f" AND {started} IS NOT NULL" for one in others if one.kind == "date"}
    dated = " OR ".join(f"({quoted(one.name)} IS NOT NULL{days.get(one.name, '')})" for one in others)
    con.execute(f"UPDATE {name} SET {event} = NULL WHERE {unknown} AND ({dated})")
    events = con.execute(
        f"SELECT coalesce({found}, {event}), arg_min(part, row_id), arg_min(row_no, row_id), count(*) FROM {name} "
        f"WHERE {unknown} GROUP BY 1 ORDER BY min(row_id)"
    ).fetchall()
    con.execute(f"DELETE FROM {name} WHERE {unknown}")
    more = f"; {len(events):,} such events, of which the first {SHOWN} are listed" if len(events) > SHOWN else ""
    return [finding(table, parts, (part, row), _rule(form, text, rows), text, more) for text, part, row, rows in events[:SHOWN]]


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
