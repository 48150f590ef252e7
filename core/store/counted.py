"""Times counted from the start of treatment, where files give the day, weeks or an event of a project's plan instead.

months after the start = days / 30.4375, or weeks * 7 / 30.4375; years before it = days / 365.25; whole years before it are
completed ones, as ages are told. All to two decimals. Where no source says when treatment began, month 0 is the day of each
patient's first visit, or of the event that is month 0 where visits have events, and that is told. A day counts before an event
only where the start of treatment is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.problems import Problem, Severity
from core.domain.times import DAYS_A_MONTH, DAYS_A_YEAR
from core.domain.variable import Table, Variable
from core.store.enforce import enforce, found_sql
from core.store.parts import Part
from core.store.planned import first_day, first_in_words, leave_out_unknown
from core.store.rules import CHECK, Rule, value_rules
from core.store.stage import as_found, given_variables, quoted, staging

START = "start_date"
STARTS, STARTED = "starts", "started"


def starts(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part]) -> list[Problem]:
    """Makes `starts`, the day on which each patient's treatment began; tells where it is taken from the visits."""
    problems: list[Problem] = []
    given = _says_start(parts)
    visits = [part for part in parts if part.table == "visit" and part.holds(_day_of(catalogue.table("visit")).name)]
    if given or not visits:
        source = f"SELECT patient_id, min(try_cast({START} AS DATE)) AS day FROM {staging('patient')} GROUP BY 1"
    else:
        problems = _first_days(con, catalogue.table("visit"), parts)
        table = catalogue.table("visit")
        day = first_day(con, table, parts, _day_of(table).name)
        source = f"SELECT patient_id, {day} AS day FROM {staging('visit')} GROUP BY 1"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {STARTS} AS {source}")
    if given or not visits:
        return problems
    rule = f"no column says when treatment began: month 0 is {first_in_words(catalogue.table('visit'), parts)}"
    remedy = f"Give the {catalogue.table('patient').variable(START).label.lower()}, if it was another day."
    told = Problem(file=visits[0].file, row=None, column=None, found=None, rule=rule, remedy=remedy, severity="warning")
    return [*problems, told]


def _says_start(parts: Sequence[Part]) -> bool:
    return any(part.table == "patient" and part.holds(START) for part in parts)


def _first_days(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> list[Problem]:
    """Takes out the days of visits that are none, before the first of them is looked for."""
    day, given = _day_of(table), given_variables(table, parts)
    others = [form.name for form in table.variable("month").forms if form in given and form != day]
    return [one for rule in value_rules(table, day) for one in _enforced(con, table, parts, rule, others)]


def _day_of(table: Table) -> Variable:
    return table.variable("month").other_forms[0]


def count_times(con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part]) -> list[Problem]:
    """Fills the times of a table whose days or weeks are given; a day on the wrong side of the start is said and not taken."""
    given = {variable.name for variable in given_variables(table, parts)}
    pairs = [(variable, form) for variable in table for form in _in_order(variable, parts) if form.name in given]
    if not pairs:
        return []
    name = staging(table.name)
    con.execute(f"ALTER TABLE {name} ADD COLUMN {STARTED} DATE")
    con.execute(f"UPDATE {name} SET {STARTED} = day FROM {STARTS} WHERE {STARTS}.patient_id = {name}.patient_id")
    problems: list[Problem] = []
    for variable, form in pairs:
        others = [one for one in variable.forms if one.name in given and one != form]
        for rule in (*value_rules(table, form), *_side_rules(variable, form)):
            problems += _enforced(con, table, parts, rule, [one.name for one in others])
        problems += leave_out_unknown(con, table, parts, form, others, STARTED) if form.kind == "event" else ()
        _fill(con, name, variable, form)
    return problems


def _in_order(variable: Variable, parts: Sequence[Part]) -> list[Variable]:
    """The other forms of a variable, the first that counts first: weeks, then days and events."""
    later = ("event", "date") if not _says_start(parts) else ("date", "event")
    return sorted(variable.other_forms, key=lambda form: later.index(form.kind) if form.kind in later else -1)


def _enforced(
    con: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[Part], rule: Rule, others: Sequence[str]
) -> list[Problem]:
    """The findings of a rule; where the time is given in another form, too, only this one is emptied."""
    if rule.severity != "left_out" or not others:
        return enforce(con, table, parts, rule)
    elsewhere = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in others)
    cell = replace(rule, severity="emptied", broken=f"({rule.broken}) AND ({elsewhere})")
    return [*enforce(con, table, parts, cell), *enforce(con, table, parts, rule)]


def _side_rules(variable: Variable, form: Variable) -> Iterator[Rule]:
    """A day is on the right side of the start of treatment, which must be known."""
    if form.kind != "date":
        return
    severity: Severity = "left_out" if variable.required else "emptied"
    remedy = "Enter when the patient's treatment began."
    open_ = f"{quoted(variable.name)} IS NULL AND {quoted(form.name)} IS NOT NULL"  # a week counts before a day
    unknown = f"{open_} AND {STARTED} IS NULL"
    yield Rule(form.name, unknown, "no start of treatment to count from", remedy, severity)
    side, words = ("<", "before") if variable.counted == "after" else (">", "after")
    wrong = f"{open_} AND CAST({quoted(form.name)} AS DATE) {side} {STARTED}"
    yield Rule(form.name, wrong, f"a day {words} the start of treatment", CHECK, severity)


def _fill(con: duckdb.DuckDBPyConnection, name: str, variable: Variable, form: Variable) -> None:
    """Writes the time where it is not given as such."""
    own, given, before = quoted(variable.name), quoted(form.name), quoted(as_found(variable.name))
    con.execute(f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {before} VARCHAR")
    con.execute(
        f"UPDATE {name} SET {own} = CAST({_time(variable, form)} AS VARCHAR), {before} = {found_sql(con, name, form.name)} "
        f"WHERE {own} IS NULL AND {given} IS NOT NULL"
    )


def _time(variable: Variable, form: Variable) -> str:
    given = quoted(form.name)
    if form.kind == "event":
        return f"CAST({given} AS DOUBLE)"
    if form.kind != "date":
        return f"round(CAST({given} AS DOUBLE) * 7 / {DAYS_A_MONTH}, 2)"
    if variable.counted == "whole years before":
        return f"date_part('year', age({STARTED}, CAST({given} AS DATE)))"
    days = f"abs(date_diff('day', {STARTED}, CAST({given} AS DATE)))"
    return f"round({days} / {DAYS_A_MONTH if variable.counted == 'after' else DAYS_A_YEAR}, 2)"
