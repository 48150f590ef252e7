"""What the rules of core/domain/course_checks find among the patients in view: counts, and the first findings of each.

A rule is a table of all that it can be held against, one row a pair of values, a visit, an event or a patient, with `found`.
"""

from functools import reduce
from typing import Any

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.catalogue import Catalogue
from core.domain.course_checks import (
    EDGE_SHARE,
    FINE_STEPS,
    JUMP_MONTHS,
    JUMP_SHARE,
    LATE_DAYS,
    MARGIN,
    MOST_LISTED,
    RULES,
    SAME_VALUES,
    Rule,
)
from core.domain.filters import CohortFilter
from core.domain.times import DAYS_A_MONTH
from core.domain.variable import Measure
from core.store.cohort_store import CohortStore, Row
from core.store.events import recorded
from core.store.expressions import text
from core.store.parameters import Parameters, filter_parameters
from core.store.texts import text_over

ANY = "any"
Held = tuple[Rule, ir.Table]
PEOPLE = ("patient_no", "patient_id", "start_date", "stop_month", "stop_reason")
ABOUT = ("what", "month", "from_month", "from_value", "value")


def rule_counts(store: CohortStore, cohort: CohortFilter) -> list[Row]:
    """Rule, compared, found and patients with a finding; one more row, named ANY, for all rules together."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        held = _together(_rules(store.catalogue, kept))
        sums = {
            "compared": ibis._.count(),
            "broken": held.found.cast("int64").sum(),
            "patients": held.patient_no.nunique(where=held.found),
        }
        by_rule = held.group_by("rule").aggregate(**sums)
        whole = held.aggregate(**sums).mutate(rule=ibis.literal(ANY)).select("rule", *sums)
        return by_rule.union(whole)

    return store.rows(text_over(store, known, ("course rules",), build), _given(store, known, RULES))


def course_findings(store: CohortStore, cohort: CohortFilter, rules: tuple[Rule, ...]) -> list[Row]:
    """Rule, pseudonym, what, month, month and value before, value: the first findings of these rules by pseudonym and month."""
    known = checked(store.catalogue, cohort)

    def build(kept: ir.Table) -> ir.Table:
        held = _together([(name, table) for name, table in _rules(store.catalogue, kept) if name in rules])
        found = held.filter(held.found)
        order = (found.patient_no, found.month, found.what)
        placed = found.mutate(place=ibis.row_number().over(group_by=found.rule, order_by=order))
        listed = placed.filter(placed.place < MOST_LISTED)
        return listed.order_by("rule", "place").select("rule", "patient_id", *ABOUT)

    return store.rows(text_over(store, known, ("course findings", rules), build), _given(store, known, rules))


def _given(store: CohortStore, cohort: CohortFilter, rules: tuple[Rule, ...]) -> Parameters:
    published: Parameters = {"published_on": store.version.published_at[:10]} if "future" in rules else {}
    return filter_parameters(cohort) | published


def _together(rules: list[Held]) -> ir.Table:
    return reduce(lambda one, other: one.union(other), [table for _, table in rules])


def _rules(catalogue: Catalogue, kept: ir.Table) -> list[Held]:
    people = kept.select(*PEOPLE)
    visits = people.inner_join(_visits(catalogue), "patient_no")
    found = [*_visit_rules(catalogue, visits), _late_event(people), _half_a_stop(people)]
    return [*found, *(rule for measure in catalogue.measures for rule in _score_rules(visits, measure))]


def _visits(catalogue: Catalogue) -> ir.Table:
    columns = {"patient_no": "int64", "month": "float64"} | {one.name: "float64" for one in catalogue.measures}
    return ibis.table(columns, name="visit")


def _rule(table: ir.Table, name: Rule, found: Any, **about: Any) -> Held:
    """A rule with its rows in the columns that all rules share."""
    numbers = {column: about.get(column, ibis.null("float64")).cast("float64") for column in ABOUT[1:]}
    what = about.get("what", ibis.literal("")).cast("string")
    return name, table.select("patient_no", "patient_id", rule=ibis.literal(name), found=found, what=what, **numbers)


def _score_rules(visits: ir.Table, measure: Measure) -> list[Held]:
    """A score against the values before it, empty cells skipped."""
    span, label = measure.high - measure.low, ibis.literal(measure.label)
    taken = visits.filter(visits[measure.name].notnull())
    taken = taken.select("patient_no", "patient_id", "month", value=taken[measure.name].cast("float64"))
    window = ibis.window(group_by=taken.patient_no, order_by=taken.month)
    before = {f"value_{back}": taken.value.lag(back).over(window) for back in range(1, SAME_VALUES + 1)}
    steps = taken.mutate(month_1=taken.month.lag(1).over(window), **before)
    about = {
        "what": label,
        "month": steps.month,
        "from_month": steps.month_1,
        "from_value": steps.value_1,
        "value": steps.value,
    }
    pairs = steps.filter(steps.month_1.notnull())
    near = pairs.filter(pairs.month - pairs.month_1 <= JUMP_MONTHS)
    low = pairs.filter(pairs.value_1 <= measure.low + EDGE_SHARE * span)
    found = [
        _rule(near, "jump", (near.value - near.value_1).abs() > JUMP_SHARE * span, **_of(near, about)),
        _rule(low, "swing", low.value >= measure.high - EDGE_SHARE * span, **_of(low, about)),
    ]
    return [*found, _unchanged(steps, measure, about)] if span / measure.step >= FINE_STEPS else found


def _of(table: ir.Table, about: dict[str, Any]) -> dict[str, Any]:
    """What is told of a row, read off a table made from another."""
    names = {"what": None, "month": "month", "from_month": "month_1", "from_value": "value_1", "value": "value"}
    return {key: about[key] if name is None else table[name] for key, name in names.items()}


def _unchanged(steps: ir.Table, measure: Measure, about: dict[str, Any]) -> Held:
    """Values with enough before them, the lowest and highest left out; found where a run of like ones becomes long enough."""
    inside = (steps.value > measure.low) & (steps.value < measure.high)
    long = steps.filter(inside & steps[f"value_{SAME_VALUES - 1}"].notnull())
    same = [long[f"value_{back}"] == long.value for back in range(1, SAME_VALUES)]
    longer = ibis.coalesce(long[f"value_{SAME_VALUES}"] == long.value, ibis.literal(False))
    return _rule(long, "unchanged", reduce(lambda one, other: one & other, same) & ~longer, **_of(long, about))


def _visit_rules(catalogue: Catalogue, visits: ir.Table) -> list[Held]:
    stopped = visits.filter(visits.stop_month.notnull())
    started = visits.filter(visits.start_date.notnull())
    day = started.start_date.epoch_days() + started.month * DAYS_A_MONTH
    window = ibis.window(group_by=visits.patient_no, order_by=visits.month)
    placed = visits.mutate(month_1=visits.month.lag(1).over(window))
    again = ibis.coalesce((placed.month + 0.5).floor() == (placed.month_1 + 0.5).floor(), ibis.literal(False))
    empty = reduce(lambda one, other: one & other, [visits[measure.name].isnull() for measure in catalogue.measures])
    late = stopped.month > stopped.stop_month + MARGIN
    return [
        _rule(stopped, "after stop", late, month=stopped.month, from_month=stopped.stop_month),
        _rule(started, "future", day > text("published_on").cast("date").epoch_days() + LATE_DAYS, month=started.month),
        _rule(placed, "twice", again, month=placed.month, from_month=placed.month_1),
        _rule(visits, "no score", empty, month=visits.month),
    ]


def _late_event(people: ir.Table) -> Held:
    """Events against the end of follow-up: the month of stopping, else the last visit or blood test."""
    records = [ibis.table({"patient_no": "int64", "month": "float64"}, name=name) for name in ("visit", "lab")]
    visits, tests = (table.select("patient_no", at=table.month) for table in records)
    seen = visits.union(tests).group_by("patient_no").aggregate(last=ibis._["at"].max())
    events = people.inner_join(recorded().select("patient_no", "term", "onset_month"), "patient_no")
    ended = events.left_join(seen, "patient_no").mutate(until=lambda table: ibis.coalesce(table.stop_month, table["last"]))
    dated = ended.filter(ended.onset_month.notnull() & ended.until.notnull())
    late = dated.onset_month > dated.until + MARGIN
    return _rule(dated, "late event", late, what=dated.term, month=dated.onset_month, from_month=dated.until)


def _half_a_stop(people: ir.Table) -> Held:
    owed = people.filter(people.stop_month.notnull() | people.stop_reason.notnull())
    return _rule(owed, "half a stop", owed.stop_month.isnull() | owed.stop_reason.isnull(), month=owed.stop_month)
