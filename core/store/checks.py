"""Checks of staged tables, each drawn from the catalogue: file, row, column, value found, rule and remedy."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.filters import number
from core.domain.problems import Problem, Severity
from core.domain.variable import Measure, Table, Variable
from core.store.event_checks import event_rules
from core.store.lab_checks import lab_rules
from core.store.stage import quoted, staging

NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"
NO_NUMBER, NO_WHOLE_NUMBER, NO_DATE = "not a number", "not a whole number", "not a date"  # rules
SHOWN_PER_RULE = 100  # problems listed for one rule; the rule's text says when there are more


def check(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, files: Mapping[str, Path]) -> list[Problem]:
    """Every problem of the staged tables, in the order of tables, columns and rows."""
    problems: list[Problem] = []
    for table in catalogue.tables:
        if table.name not in files:
            continue
        problems += _no_rows(con, table, files[table.name])
        for column, where, rule, remedy, severity in _rules(catalogue, table):
            problems += _find(con, (table, files[table.name]), column, where, (rule, remedy, severity))
    return problems


def _no_rows(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[Problem]:
    if not table.required or con.execute(f"SELECT 1 FROM {staging(table.name)} LIMIT 1").fetchall():
        return []
    remedy = f"Add one row for {table.row}."
    return [Problem(file=path.name, row=None, column=None, found=None, rule="there is no row in it", remedy=remedy)]


Rule = tuple[str, str, str, str, Severity]  # column, SQL condition of a broken rule, rule, remedy, severity


def _rules(catalogue: Catalogue, table: Table) -> Iterator[Rule]:
    for variable in table:
        yield from _variable_rules(variable)
    if table.key:
        yield _duplicate_rule(table)
    if table.name != "patient":
        known = f"SELECT patient_id FROM {staging('patient')} WHERE patient_id IS NOT NULL"
        yield (
            "patient_id",
            f"patient_id IS NOT NULL AND patient_id NOT IN ({known})",
            "no such patient",
            "Add the patient to patient.csv or correct the identifier.",
            "blocks",
        )
    yield from _across(catalogue, table)


def _across(catalogue: Catalogue, table: Table) -> Iterator[Rule]:
    """The rules that see more than one cell."""
    if table.name == "adverse_event":
        yield from event_rules()
    if table.name == "visit":
        yield from (_parts_rule(measure) for measure in catalogue.measures if measure.parts)
    if table.name == "patient":
        yield _baseline_rule(catalogue.measure(catalogue.main_measure))
    if table.name == "lab":
        yield from lab_rules(catalogue)


def _variable_rules(variable: Variable) -> Iterator[Rule]:
    name = quoted(variable.name)
    if variable.required:
        yield variable.name, f"{name} IS NULL", "a value is required", f"Enter the {variable.label.lower()}.", "blocks"
    if variable.not_above:
        yield _order_rule(variable, name)
    if variable.written_in_digits:
        yield from _number_rules(variable, name)
    elif variable.kind == "identifier":
        control = f"regexp_matches({name}, '[[:cntrl:]]')"
        yield variable.name, control, "holds invisible characters", "Type the identifier anew.", "blocks"
    elif variable.kind == "flag":
        yield variable.name, f"{name} NOT IN ('0', '1')", "must be 1 (yes) or 0 (no)", "Write 1, 0 or nothing.", "blocks"
    elif variable.kind == "date":
        written = f"regexp_full_match({name}, '(19|20)\\d\\d-\\d\\d-\\d\\d')"
        wrong = f"{name} IS NOT NULL AND NOT ({written} AND try_cast({name} AS DATE) IS NOT NULL)"
        yield variable.name, wrong, NO_DATE, "Write it as YYYY-MM-DD.", "blocks"
        future = f"try_cast({name} AS DATE) > current_date"
        yield variable.name, future, "a date after today", "Check the date against the record.", "blocks"
    elif variable.levels:
        allowed = ", ".join("'" + level.value.replace("'", "''") + "'" for level in variable.levels)
        words = ", ".join(level.value for level in variable.levels)
        yield variable.name, f"{name} NOT IN ({allowed})", "not one of the known values", f"Use one of: {words}.", "blocks"


def _number_rules(variable: Variable, name: str) -> Iterator[Rule]:
    value = f"try_cast({name} AS DOUBLE)"
    whole = variable.kind == "integer"
    broken = f"NOT regexp_full_match({name}, '{NUMBER}')" + (f" OR {value} != floor({value})" if whole else "")
    rule = NO_WHOLE_NUMBER if whole else NO_NUMBER
    yield variable.name, f"{name} IS NOT NULL AND ({broken})", rule, "Write digits with a decimal point.", "blocks"
    if variable.low is not None and variable.high is not None:
        span = f"{number(variable.low)} to {number(variable.high)}"
        outside = f"{value} NOT BETWEEN {variable.low} AND {variable.high}"
        yield variable.name, outside, f"outside {span}", "Check the value against the record.", "blocks"


def _duplicate_rule(table: Table) -> Rule:
    keys = ", ".join(_key(column) for column in table.key)
    some = " AND ".join(f"{quoted(column)} IS NOT NULL" for column in table.key)
    later = f"row_number() OVER (PARTITION BY {keys} ORDER BY row_no) > 1"
    twins = f"SELECT row_no FROM {staging(table.name)} WHERE {some} QUALIFY {later}"
    words = " and ".join(table.key)
    return table.key[0], f"row_no IN ({twins})", f"an earlier row has the same {words}", "Keep one of the two rows.", "blocks"


def _key(column: str) -> str:
    name = quoted(column)
    return f"coalesce(CAST(try_cast({name} AS DOUBLE) + 0.0 AS VARCHAR), {name})" if column == "month" else name


def _order_rule(variable: Variable, name: str) -> Rule:
    wrong = f"try_cast({name} AS DOUBLE) > try_cast({quoted(variable.not_above)} AS DOUBLE)"
    return variable.name, wrong, f"larger than {variable.not_above}", "Correct one of the two.", "blocks"


def _parts_rule(measure: Measure) -> Rule:
    total = " + ".join(f"{weight} * try_cast({quoted(part)} AS DOUBLE)" for part, weight in measure.parts)
    wrong = f"abs(try_cast({quoted(measure.name)} AS DOUBLE) - ({total})) > {measure.parts_tolerance}"
    formula = " + ".join(f"{weight:.2f} × {part}" for part, weight in measure.parts)
    return measure.name, wrong, f"differs from {formula}", "Correct the total or the area scores.", "blocks"


def _baseline_rule(measure: Measure) -> Rule:
    seen = (
        f"SELECT patient_id FROM {staging('visit')} WHERE try_cast(month AS DOUBLE) = 0 AND {quoted(measure.name)} IS NOT NULL"
    )
    return (
        "patient_id",
        f"patient_id NOT IN ({seen} AND patient_id IS NOT NULL)",
        f"no {measure.label} at month 0",
        f"Imported; left out wherever a baseline {measure.label} is needed. Add the visit at month 0.",
        "warning",
    )


def _find(
    con: duckdb.DuckDBPyConnection, source: tuple[Table, Path], column: str, where: str, words: tuple[str, str, Severity]
) -> list[Problem]:
    table, path = source
    rule, remedy, severity = words
    found = con.execute(
        f"SELECT row_no, {quoted(column)}, count(*) OVER () FROM {staging(table.name)} WHERE {where} "
        f"ORDER BY row_no LIMIT {SHOWN_PER_RULE}"
    ).fetchall()
    total = found[0][2] if found else 0
    more = f" ({total} rows; the first {SHOWN_PER_RULE} are listed)" if total > SHOWN_PER_RULE else ""
    return [
        Problem(file=path.name, row=row, column=column, found=value, rule=rule + more, remedy=remedy, severity=severity)
        for row, value, _ in found
    ]


def refusal(problems: list[Problem]) -> DataError:
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
