"""Checks of staged tables: what cannot be taken is taken out, and said with file, row, column, value found, rule and remedy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from core.domain.account import Account
from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.problems import Problem
from core.domain.progress import progress
from core.domain.variable import Table
from core.store.counted import count_times, starts
from core.store.enforce import broken_by_texts, enforce
from core.store.event_checks import after_death_rule, event_rules
from core.store.lab_checks import lab_rules
from core.store.parts import Part
from core.store.repeated import named_again, put_together
from core.store.rules import (
    Rule,
    baseline_rule,
    contact_rules,
    measure_rules,
    order_rules,
    orphan_rule,
    required_rule,
    value_rules,
)
from core.store.stage import quoted, staging
from core.store.twins import leave_out_twins

Rows = dict[int, int]  # part -> number of rows


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and what became of the rows of every source."""

    problems: tuple[Problem, ...]
    accounts: tuple[Account, ...]


def check(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part]) -> Checked:
    """Takes out of the staged tables what cannot be taken, table by table, and tells all of it."""
    problems: list[Problem] = []
    accounts: list[Account] = []
    came = {table.name: _rows_of(con, table) for table in catalogue.tables}
    empty = {table.name: _leave_out_empty(con, table, parts) for table in catalogue.tables}
    for done, table in enumerate(catalogue.tables):
        progress("checking", done / len(catalogue.tables))
        problems += _check_rows(con, catalogue, table, parts)
        more, again = put_together(con, table, parts)
        for part, rows in named_again(con, table).items():
            again[part] = again.get(part, 0) + rows
        problems += (*more, *_check_table(con, catalogue, table, parts))
        accounts += _accounts(table, parts, (came[table.name], empty[table.name], again, _rows_of(con, table)))
    for name in ("visit", "lab"):  # once the events are read, and those that cannot be are out
        if any(part.table == name for part in parts):
            problems += enforce(con, catalogue.table(name), parts, after_death_rule(name))
    if any(part.table == "visit" for part in parts):
        problems += enforce(con, catalogue.table("patient"), parts, baseline_rule(catalogue))
    return Checked(tuple(problems), tuple(accounts))


def _check_rows(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: Table, parts: Sequence[Part]) -> Iterator[Problem]:
    if table.name == "patient":
        yield from enforce(con, table, parts, required_rule(table.variable("patient_id")))
        for rule in value_rules(table, table.variable("start_date")):
            yield from enforce(con, table, parts, rule)
        yield from starts(con, catalogue, parts)
    else:
        yield from enforce(con, table, parts, required_rule(table.variable("patient_id")))
        yield from enforce(con, table, parts, orphan_rule())
    yield from count_times(con, table, parts)
    for rule in broken_by_texts(con, table, _cell_rules(table)):
        yield from enforce(con, table, parts, rule)


def _check_table(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: Table, parts: Sequence[Part]
) -> Iterator[Problem]:
    """What is seen only beside other rows."""
    yield from leave_out_twins(con, table, parts)
    for rule in _across(catalogue, table):
        yield from enforce(con, table, parts, rule)


def _cell_rules(table: Table) -> Iterator[Rule]:
    for variable in table:
        yield from value_rules(table, variable)
        if variable.required:
            yield required_rule(variable)
        yield from contact_rules(table, variable)
    yield from order_rules(table)


def _across(catalogue: Catalogue, table: Table) -> Iterator[Rule]:
    """The rules that see more than one row."""
    if table.name == "visit":
        yield from measure_rules(catalogue.measures)
    if table.name == "adverse_event":
        yield from event_rules(catalogue)
    if table.name == "lab":
        yield from lab_rules(catalogue)


def _rows_of(con: duckdb.DuckDBPyConnection, table: Table) -> Rows:
    return dict(con.execute(f"SELECT part, count(*) FROM {staging(table.name)} GROUP BY 1").fetchall())


def _leave_out_empty(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> Rows:
    """Removes the places of spread parts in which nothing stands; how many there were of each part."""
    spread = [str(at) for at, part in enumerate(parts) if part.spread and part.table == table.name]
    if not spread:
        return {}
    nothing = " AND ".join(f"{quoted(name)} IS NULL" for name in table.measured)
    where = f"part IN ({', '.join(spread)}) AND {nothing}"
    found = con.execute(f"SELECT part, count(*) FROM {staging(table.name)} WHERE {where} GROUP BY 1").fetchall()
    con.execute(f"DELETE FROM {staging(table.name)} WHERE {where}")
    return dict(found)


def _accounts(table: Table, parts: Sequence[Part], counted: tuple[Rows, Rows, Rows, Rows]) -> Iterator[Account]:
    """One account a source: its rows that came, those empty, those taken, and what is left out."""
    files = dict.fromkeys(part.file for part in parts if part.table == table.name)
    for file in files:
        own = [at for at, part in enumerate(parts) if part.file == file and part.table == table.name]
        came, empty, again, taken = (sum(rows.get(at, 0) for at in own) for rows in counted)
        left_out = came - taken - empty - again
        yield Account(file=file, table=table.name, came=came, taken=taken, left_out=left_out, empty=empty, repeated=again)


def refusal(problems: Sequence[Problem]) -> DataError:
    """The error that names the first problem that blocks, and carries them all."""
    blocking = [problem for problem in problems if problem.severity == "blocks"]
    first = blocking[0]
    place = first.file + (f", row {first.row}" if first.row else "") + (f", column {first.column}" if first.column else "")
    found = f" (found {first.found!r})" if first.found is not None else ""
    more = " More problems are listed." if len(blocking) > 1 else ""
    return DataError(
        f"Nothing was published. {place}: {first.rule}{found}. {first.remedy}{more}",
        (first, *(problem for problem in problems if problem is not first)),
    )
