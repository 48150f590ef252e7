"""Finding variables and endpoints by name; an unknown name is an error that lists what there is."""

import re
from collections.abc import Iterable
from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.endpoint import Endpoint
from core.domain.errors import FilterError, RequestError
from core.domain.filters import Clause, CohortFilter, finite, number
from core.domain.labs import LabTest
from core.domain.variable import Variable


def variable(catalogue: Catalogue, name: str) -> Variable:
    """The variable of that name; `<measure>@<month>` is a measure at a landmark month. Raises RequestError listing those there
    are."""
    for candidate in catalogue.cohort_variables:
        if candidate.name == name:
            return candidate
    measure, month = landmark(name)
    if month is not None and measure in [one.name for one in catalogue.measures]:
        return landmark_variable(catalogue, measure, month)
    known = ", ".join(candidate.name for candidate in groupable(catalogue))
    raise RequestError(f"There is no variable {name!r}. Choose one of: {known}.")


def landmark(name: str) -> tuple[str, int | None]:
    """The measure and the month of `<measure>@<month>`; the name itself and no month of any other."""
    found = re.fullmatch(r"(\w+)@([1-9]\d{0,2})", name)
    return (found[1], int(found[2])) if found else (name, None)


def landmark_variable(catalogue: Catalogue, measure: str, month: int) -> Variable:
    """A measure at a landmark month, as a number that a model can use."""
    one = catalogue.measure(measure)
    return Variable(
        name=f"{measure}@{month}",
        label=f"{one.label} at month {month}",
        kind="number",
        definition=f"{one.label} at the visit nearest to month {month} within the visit window.",
        low=one.low,
        high=one.high,
        step=one.step,
        timing="post-baseline",
    )


def filter_variable(catalogue: Catalogue, name: str) -> Variable:
    """The variable of that name, if the cohort can be filtered on it. Raises FilterError listing those it can."""
    for candidate in catalogue.filterable:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in catalogue.filterable)
    raise FilterError(f"The cohort cannot be filtered on {name!r}. Choose one of: {known}.")


def groupable(catalogue: Catalogue) -> tuple[Variable, ...]:
    """The variables that patients can be divided by: baseline choices and numbers."""
    return tuple(v for v in catalogue.cohort_variables if (v.choice or v.numeric) and v.timing == "baseline")


def endpoint(catalogue: Catalogue, key: str) -> Endpoint:
    """The endpoint of that key; `<measure><=<number>` makes one at any threshold. Raises RequestError."""
    for candidate in catalogue.endpoints:
        if candidate.key == key:
            return candidate
    custom = re.fullmatch(r"([a-z_]+)<=(\d{1,6}(?:\.\d{1,3})?)", key)
    if custom and custom[1] == catalogue.main_measure:
        return threshold_endpoint(catalogue, float(custom[2]))
    known = ", ".join(candidate.key for candidate in catalogue.endpoints)
    example = f"{catalogue.main_measure}<=30"
    raise RequestError(f"There is no endpoint {key!r}. Choose one of: {known}; or a threshold such as {example!r}.")


def threshold_endpoint(catalogue: Catalogue, threshold: float) -> Endpoint:
    """The endpoint 'main measure at or below a threshold'. Raises RequestError outside the measure's range."""
    measure = catalogue.measure(catalogue.main_measure)
    if not measure.low <= threshold <= measure.high:
        span = f"{number(measure.low)} to {number(measure.high)}"
        raise RequestError(f"{measure.label} runs from {span}; a threshold of {number(threshold)} is outside.")
    same = next((e for e in catalogue.endpoints if e.measure == measure.name and _only_at_most(e, threshold)), None)
    return same or Endpoint(
        key=f"{measure.name}<={number(threshold)}",
        label=catalogue.threshold_label.format(threshold=number(threshold)),
        measure=measure.name,
        definition=catalogue.threshold_definition.format(threshold=number(threshold)),
        at_most=threshold,
    )


def _only_at_most(candidate: Endpoint, threshold: float) -> bool:
    return candidate.at_most == threshold and not candidate.needs_baseline


def checked(catalogue: Catalogue, cohort: CohortFilter) -> CohortFilter:
    """The filter itself, once every clause is known to fit its variable. Raises FilterError with the remedy."""
    return CohortFilter(tuple(_checked_clause(filter_variable(catalogue, clause.column), clause) for clause in cohort.clauses))


def _checked_clause(variable: Variable, clause: Clause) -> Clause:
    if clause.kind == "range" and not variable.numeric:
        example = variable.choices[0].value if variable.choices else "value"
        raise FilterError(f"{variable.name} is not a number: filter it by its values, for example {variable.name}={example}.")
    if clause.kind == "in" and variable.numeric:
        raise FilterError(f"{variable.name} is a number: filter it by a range, for example {variable.name}=10..20,missing.")
    if clause.kind == "range":
        return clause
    values = tuple(_as_stored(variable, value) for value in clause.values)
    known = [level.value for level in variable.choices]
    unknown = [value for value in values if known and value not in known]
    if unknown:
        raise FilterError(f"{variable.name} has no value {unknown[0]!r}. Choose from: {', '.join(known)}.")
    return replace(clause, values=values)


def _as_stored(variable: Variable, value: str) -> str:
    """A value as the store spells it: `2.0` of a discrete number is `2`."""
    if not variable.discrete:
        return value
    try:
        return number(finite(value))
    except ValueError:
        raise FilterError(f"{variable.name} has no value {value!r}; its values are numbers.") from None


def in_order(variable: Variable, values: Iterable[str]) -> list[str]:
    """Values of a choice in their natural order: the catalogue's, else by number, else by letter."""
    listed = {level.value: place for place, level in enumerate(variable.choices)}
    return sorted(values, key=lambda value: (listed.get(value, len(listed)), _as_number(value), value))


def _as_number(value: str) -> float:
    try:
        return finite(value)
    except ValueError:
        return 0.0


def lab_test(catalogue: Catalogue, key: str) -> LabTest:
    """The laboratory test of that key. Raises RequestError listing those there are."""
    for candidate in catalogue.lab_tests:
        if candidate.key == key:
            return candidate
    known = ", ".join(candidate.key for candidate in catalogue.lab_tests)
    raise RequestError(f"There is no laboratory test {key!r}. Choose one of: {known}.")


def special_key(catalogue: Catalogue, label: str) -> str:
    """The key of the set of special interest with that label; "" where there is none."""
    return next((one.key for one in catalogue.special_events if one.label == label), "")
