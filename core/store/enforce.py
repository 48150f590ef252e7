"""A rule held against a staged table: what breaks it is listed, then emptied or left out."""

from collections.abc import Iterable, Sequence

import duckdb

from core.domain.problems import SHOWN, Problem, Severity, in_all
from core.domain.variable import AS_DATE, Table
from core.store.parts import Part
from core.store.rules import Rule
from core.store.stage import as_found, given_variables, quoted, staging


def enforce(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part], rule: Rule) -> list[Problem]:
    """The findings of one rule, the first SHOWN one by one; afterwards nothing in the table breaks it but warnings."""
    name, column = staging(table.name), quoted(rule.column)
    broken = f"{name} WHERE {rule.broken}"
    found = found_sql(con, name, rule.column)
    rows = con.execute(f"SELECT row_no, part, {found} FROM {broken} ORDER BY row_id LIMIT {SHOWN}").fetchall()
    more = in_all(total(con, broken, rows))
    if rows and rule.severity == "left_out":
        con.execute(f"DELETE FROM {name} WHERE {rule.broken}")
    elif rows and rule.severity == "emptied":
        con.execute(f"UPDATE {name} SET {column} = NULL WHERE {rule.broken}")
    return [finding(table, parts, (part, row), rule, value, more) for row, part, value in rows]


def broken_by_texts(con: duckdb.DuckDBPyConnection, table: Table, rules: Iterable[Rule]) -> list[Rule]:
    """The rules that some row may break, in their order: a column's different texts, mostly few, are looked at first."""
    every = list(rules)
    broken: set[Rule] = set()
    for column in dict.fromkeys(rule.column for rule in every if rule.in_text):
        mine = [rule for rule in every if rule.in_text and rule.column == column]
        asked = ", ".join(f"bool_or({rule.in_text})" for rule in mine)
        found = con.execute(f"SELECT {asked} FROM (SELECT DISTINCT {quoted(column)} FROM {staging(table.name)})").fetchall()[0]
        broken |= {rule for rule, some in zip(mine, found, strict=True) if some}
    return [rule for rule in every if not rule.in_text or rule in broken]


def total(con: duckdb.DuckDBPyConnection, source: str, shown: Sequence[object]) -> int:
    """How many rows there are of which the first are shown; asked by itself, and not over a window, which fails by chance in
    this version of the engine where there are few rows (its issue 22352)."""
    return len(shown) if len(shown) < SHOWN else int(con.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])


def finding(
    table: Table, parts: Sequence[Part], place: tuple[int, int | None], rule: Rule, found: str | None, more: str = ""
) -> Problem:
    """A broken rule at its place in the source."""
    part, row = parts[place[0]], place[1]
    variable = next(one for one in given_variables(table, parts) if one.name == rule.column)
    spread = part.spread and rule.severity == "left_out" and rule.column in table.measured
    severity: Severity = "emptied" if spread else rule.severity  # of several visits in a row one value is missing, not the row
    return Problem(
        file=part.file,
        row=row,
        column=part.column_of(variable),
        found=found,
        rule=_told(table, part, rule) + (f", so that it makes no row of {table.label.lower()}" if spread else "") + more,
        remedy=rule.remedy,
        severity=severity,
    )


def _told(table: Table, part: Part, rule: Rule) -> str:
    """The words of a rule, with the other columns that it looks at called as in the source."""
    words = rule.of_days if rule.of_days and part.holds(f"{rule.column}{AS_DATE}") else rule.words
    return words.format(*(part.column_of(table.variable(name)) for name in rule.beside)) if rule.beside else words


def found_sql(con: duckdb.DuckDBPyConnection, name: str, column: str) -> str:
    """What stood in the cell of the source."""
    columns = {row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {name})").fetchall()}
    before = as_found(column)
    return f"coalesce({quoted(before)}, {quoted(column)})" if before in columns else quoted(column)
