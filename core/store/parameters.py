"""The values a query runs with, and its shape without them: two questions of one shape share one text."""

import math
import re
from collections.abc import Mapping

from core.domain.endpoint import Endpoint
from core.domain.filters import Clause, CohortFilter
from core.domain.rates import Grouping

Parameters = dict[str, object]
Shape = tuple[object, ...]
_NAMED = re.compile(r"\$(\w+)")
CONDITIONS = ("at_most", "reduction_percent", "improvement", "baseline_at_least")


def clause_name(clause: Clause, part: str | int) -> str:
    """The parameter of one value or limit of a clause."""
    return f"{clause.column}_{part}"


def cut_name(grouping: Grouping, position: int) -> str:
    """The parameter of one cut point of a grouping; the engine takes no `@` (of a landmark month) in such a name."""
    return f"{grouping.variable.replace('@', '_at_')}_cut_{position}"


def places(clause: Clause) -> int:
    """How many values the text of a choice has room for: a power of two, so that few shapes serve any number of values."""
    return 1 << (len(clause.values) - 1).bit_length() if clause.values else 0


def filter_parameters(cohort: CohortFilter) -> Parameters:
    """Every value the filter compares with; an open end is infinite, spare places repeat the last value."""
    given: Parameters = {}
    for clause in cohort.clauses:
        if clause.kind == "range":
            given[clause_name(clause, "low")] = -math.inf if clause.low is None else float(clause.low)
            given[clause_name(clause, "high")] = math.inf if clause.high is None else float(clause.high)
        for position in range(places(clause)):
            given[clause_name(clause, position)] = clause.values[min(position, len(clause.values) - 1)]
    return given


def filter_shape(cohort: CohortFilter) -> Shape:
    """What of a filter decides the text of a query."""
    return tuple((clause.column, clause.kind, places(clause), clause.keep_missing) for clause in cohort.clauses)


def endpoint_parameters(endpoint: Endpoint, window: float) -> Parameters:
    """The thresholds of an endpoint and the visit window."""
    given: Parameters = {"visit_window": window}
    thresholds = {name: getattr(endpoint, name) for name in CONDITIONS}
    return given | {name: float(value) for name, value in thresholds.items() if value is not None}


def endpoint_shape(endpoint: Endpoint, month: int) -> Shape:
    """What of an endpoint decides the text of a query."""
    return (endpoint.measure, month, *(getattr(endpoint, name) is None for name in CONDITIONS))


def grouping_parameters(by: tuple[Grouping, ...]) -> Parameters:
    """The cut points of all groupings."""
    given: Parameters = {cut_name(one, position): cut for one in by for position, cut in enumerate(one.cuts)}
    return given


def grouping_shape(by: tuple[Grouping, ...]) -> Shape:
    """What of the groupings decides the text of a query."""
    return tuple((one.variable, len(one.cuts)) for one in by)


def numbers_written(sql: str, parameters: Mapping[str, object]) -> tuple[str, Parameters]:
    """The query with its numbers written out, and the parameters that are left: texts and lists never become part of a query.

    The engine's driver loads pandas to look at the first parameter it is given, 0.2 s of a start that then needs none.
    """
    numbers = {name: _number(value) for name, value in parameters.items() if type(value) in (int, float)}
    rest = {name: value for name, value in parameters.items() if name not in numbers}
    return _NAMED.sub(lambda found: numbers.get(found[1], found[0]), sql), rest


def _number(value: object) -> str:
    """A number as the engine reads it with all its digits: whole as an integer, else in double precision."""
    return f"({value})" if isinstance(value, int) else f"CAST('{value!r}' AS DOUBLE)"
