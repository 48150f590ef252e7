"""The pieces queries are made of: the cohort filter, groups and outcomes, as expressions over unbound tables.

Values never enter the text of a query: `number` and `text` mark the places of the engine's named parameters (filled in by
`parameters`), so that a query's text depends on its shape only and can be cached by it.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import variable as any_variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import Endpoint, Outcome
from core.domain.errors import RequestError
from core.domain.filters import Clause
from core.domain.rates import Grouping
from core.store.parameters import clause_name, cut_name, places
from core.store.schema import at_month, baseline, enumeration, last, offset

OUTCOMES = tuple(Outcome)


@ibis.udf.scalar.builtin(name="bound_number")
def number(parameter: str) -> float:  # type: ignore[empty-body]
    """A number that is given under this name when the query runs."""


@ibis.udf.scalar.builtin(name="bound_text")
def text(parameter: str) -> str:  # type: ignore[empty-body]
    """A text that is given under this name when the query runs."""


@ibis.udf.scalar.builtin(name="bound_level")
def level(parameter: str, kind: str) -> str:  # type: ignore[empty-body]
    """A level of a choice that is given under this name; one that the data do not know is null and matches nobody.

    Given as text, every patient's level would be turned into text first: three times the time of the whole filter.
    """


def clause_condition(table: ir.Table, clause: Clause) -> ir.BooleanValue:
    """One clause as a condition that is true or false for every patient, never unknown."""
    column = table[clause.column]
    condition = _range(column, clause) if clause.kind == "range" else _choice(column, clause)
    kept = column.notnull() & condition
    return kept | column.isnull() if clause.keep_missing else kept


def _choice(column: Any, clause: Clause) -> ir.BooleanValue:
    if not clause.values:
        return ibis.literal(False)
    kind = enumeration(clause.column)
    return column.isin([level(clause_name(clause, position), kind) for position in range(places(clause))])


def _range(column: Any, clause: Clause) -> ir.BooleanValue:
    return (column >= number(clause_name(clause, "low"))) & (column <= number(clause_name(clause, "high")))


def group(table: ir.Table, catalogue: Catalogue, grouping: Grouping) -> Any:
    """The group of each patient: the stored level, or for a number how many cut points it exceeds; null if not recorded."""
    variable = any_variable(catalogue, grouping.variable)
    if variable.choice:
        return table[variable.name]
    if not variable.numeric or not grouping.cuts:
        raise RequestError(f"{variable.label} needs at least one cut point to make groups, for example {variable.name}:4.")
    return divided(table[variable.name], grouping)


def groups(table: ir.Table, catalogue: Catalogue, by: Sequence[Grouping]) -> dict[str, Any]:
    """The group of each patient by every grouping, as columns `group_<i>`."""
    return {f"group_{i}": group(table, catalogue, grouping) for i, grouping in enumerate(by)}


def divided(column: Any, grouping: Grouping) -> Any:
    """How many of the cut points each value exceeds; null where it is."""
    branches = [(column <= number(cut_name(grouping, position)), position) for position in range(len(grouping.cuts))]
    return ibis.cases(*branches, (column.notnull(), len(grouping.cuts)))


def assessed(table: ir.Table, endpoint: Endpoint, month: int) -> Any:
    """The value of the endpoint's measure at the month, null where no visit lies within the window."""
    return measured(table, endpoint.measure, month)


def measured(table: ir.Table, measure: str, month: int) -> Any:
    """A measure's value at a month, null where no visit lies within the window."""
    near = table[offset(measure, month)] <= number("visit_window")
    return ibis.cases((near, table[at_month(measure, month)]))


def outcome(table: ir.Table, endpoint: Endpoint, month: int) -> ir.IntegerValue:
    """The position in OUTCOMES of what is known of each patient's response at the month."""
    start = table[baseline(endpoint.measure)]
    value = assessed(table, endpoint, month)
    carried = table[last(endpoint.measure, month)]
    responds = response(endpoint, start)
    branches = [] if not endpoint.needs_baseline else [(~evaluable(endpoint, start), 0)]
    branches += [
        (value.notnull() & responds(value), OUTCOMES.index(Outcome.RESPONSE)),
        (value.notnull(), OUTCOMES.index(Outcome.NO_RESPONSE)),
        (carried.notnull() & responds(carried), OUTCOMES.index(Outcome.CARRIED_RESPONSE)),
        (carried.notnull(), OUTCOMES.index(Outcome.CARRIED_NO_RESPONSE)),
    ]
    return ibis.cases(*branches, else_=OUTCOMES.index(Outcome.MISSING))


def evaluable(endpoint: Endpoint, start: Any) -> ir.BooleanValue:
    """True for patients whose baseline lets the endpoint be told; for endpoints that need a baseline."""
    condition = start.notnull()
    if endpoint.baseline_at_least is not None:
        condition &= start >= number("baseline_at_least")
    if endpoint.reduction_percent is not None:
        condition &= start > 0
    return condition


def response(endpoint: Endpoint, start: Any) -> Callable[[Any], ir.BooleanValue]:
    """What says of a value of the endpoint's measure, with this baseline, whether the endpoint is met."""
    conditions: list[Callable[[Any], Any]] = []
    if endpoint.at_most is not None:
        limit = number("at_most")
        conditions.append(lambda value: value <= limit)
    if endpoint.reduction_percent is not None:
        percent = number("reduction_percent")
        conditions.append(lambda value: (start - value) * 100.0 >= percent * start - 1e-9)
    if endpoint.improvement is not None:
        points = number("improvement")
        conditions.append(lambda value: start - value >= points)
    return lambda value: reduce(and_, (condition(value) for condition in conditions))
