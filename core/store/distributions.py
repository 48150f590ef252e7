"""How variables are distributed: the filter panel's counts, baselines by outcome, reasons for stopping, adverse events."""

from collections import Counter
from functools import reduce

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.catalogue.lookup import variable as any_variable
from core.domain.endpoint import Outcome
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.expressions import OUTCOMES, number, outcome
from core.store.parameters import endpoint_parameters, endpoint_shape, filter_parameters
from core.store.queries import Question, check_question
from core.store.schema import bin_of, bin_width
from core.store.texts import COHORT, KEPT, compile_clause, kept_once, table_named, text_of, text_over

FEW = 1000  # patients whose values are counted one by one
Value = str | float | None
Counts = dict[str, list[tuple[Value, int]]]
Counted = list[tuple[Value, Outcome, int]]


def patients_in_view(store: CohortStore, cohort: CohortFilter) -> int:
    """How many patients the filter keeps."""
    checked(store.catalogue, cohort)
    sql = text_over(store, cohort, ("in view",), lambda kept: kept.aggregate(n=ibis._.count()))
    return int(store.rows(sql, filter_parameters(cohort))[0][0])


def few(store: CohortStore) -> bool:
    """True where the counts of all variables cost no more than one question."""
    return store.version.patients <= FEW


def facet_counts(store: CohortStore, cohort: CohortFilter) -> Counts:
    """For every filterable variable, how many patients each value has under all OTHER clauses of the filter.

    Choices by value; numbers by the lower edge of a bin (see core/store/schema); None for not recorded.
    """
    checked(store.catalogue, cohort)
    return (_tallied if few(store) else _grouped)(store, cohort)


def _tallied(store: CohortStore, cohort: CohortFilter) -> Counts:
    """The counts of a small cohort: the engine says of everyone which clauses they meet, and their values are counted here.

    For some hundred patients planning sixteen groupings takes the engine far longer than doing them.
    """
    variables = store.catalogue.filterable
    columns = [_edge(v) if v.numeric else f'CAST("{v.name}" AS VARCHAR)' for v in variables]
    met = [compile_clause(store, clause) for clause in cohort.clauses]
    rows = store.rows(f'SELECT {", ".join([*columns, *met])} FROM "{COHORT}" AS "t0"', filter_parameters(cohort))
    found: Counts = {}
    for place, variable in enumerate(variables):
        others = [at for at, clause in enumerate(cohort.clauses, len(columns)) if clause.column != variable.name]
        found[variable.name] = list(Counter(row[place] for row in rows if all(row[at] for at in others)).items())
    return found


def _edge(variable: Variable) -> str:
    return f'CAST("{bin_of(variable.name)}" * {bin_width(variable)} AS DOUBLE)'


def _grouped(store: CohortStore, cohort: CohortFilter) -> Counts:
    """The counts of a cohort of any size, made by the engine."""
    variables = store.catalogue.filterable
    names = tuple(variable.name for variable in variables)
    filtered = [clause.column for clause in cohort.clauses]
    column = {variable.name: bin_of(variable.name) if variable.numeric else variable.name for variable in variables}
    free = tuple(column[name] for name in names if name not in filtered)
    views = [kept_once(store, KEPT, cohort, free)] if free else []
    views += [kept_once(store, f"{KEPT}_{name}", cohort.without(name), (column[name],)) for name in filtered]
    parts = [_facet(store, one, f"{KEPT}_{one.name}" if one.name in filtered else KEPT) for one in variables]
    sql = f"WITH {', '.join(views)} {' UNION ALL '.join(f'({part})' for part in parts)}"
    counts: Counts = {variable.name: [] for variable in variables}
    for name, value, edge, n in store.rows(sql, filter_parameters(cohort)):
        counts[name].append((value if value is not None else edge, n))
    return counts


def _facet(store: CohortStore, variable: Variable, view: str) -> str:
    """The text of one variable's counts over a named view; compiled for one name, read under any."""

    def build() -> ir.Table:
        kept = table_named(store, KEPT)
        if variable.choice:
            counted = kept.group_by(value=kept[variable.name]).aggregate(n=ibis._.count()).mutate(edge=ibis.null("float64"))
        else:
            counted = kept.group_by(bin=kept[bin_of(variable.name)]).aggregate(n=ibis._.count())
            counted = counted.mutate(edge=counted.bin * bin_width(variable), value=ibis.null("string"))
        value, edge = counted.value.cast("string"), counted.edge.cast("float64")
        return counted.select(name=ibis.literal(variable.name), value=value, edge=edge, n="n")

    return text_of(store, ("facet", variable.name), build).replace(f'"{KEPT}"', f'"{view}"')


def baseline_patterns(store: CohortStore, question: Question, names: tuple[str, ...]) -> dict[str, Counted]:
    """For each variable, how many patients in view have each value, by outcome; None for not recorded."""
    check_question(store, question)
    cohort = checked(store.catalogue, question.cohort)
    variables = [any_variable(store.catalogue, name) for name in names]

    def build(kept: ir.Table) -> ir.Table:
        known = outcome(kept, question.endpoint, question.month)
        return reduce(lambda one, other: one.union(other), [_by_outcome(kept, variable, known) for variable in variables])

    shape = ("baseline", endpoint_shape(question.endpoint, question.month), names)
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window)
    found: dict[str, Counted] = {name: [] for name in names}
    for name, word, value, known, n in store.rows(text_over(store, cohort, shape, build), given):
        found[name].append((word if word is not None else value, OUTCOMES[known], n))
    return found


def _by_outcome(kept: ir.Table, variable: Variable, known: ir.IntegerValue) -> ir.Table:
    counted = kept.group_by(value=kept[variable.name], outcome=known).aggregate(n=ibis._.count())
    word = counted.value.cast("string") if variable.choice else ibis.null("string")
    value = counted.value.cast("float64") if variable.numeric else ibis.null("float64")
    return counted.select(name=ibis.literal(variable.name), word=word, number=value, outcome="outcome", n="n")


def stop_patterns(store: CohortStore, question: Question) -> list[tuple[str | None, Outcome, int]]:
    """How many patients in view stopped by the month for which reason (None: had not stopped, or no reason), by outcome."""
    check_question(store, question)
    cohort = checked(store.catalogue, question.cohort)

    def build(kept: ir.Table) -> ir.Table:
        reason = ibis.cases((kept["stop_month"] <= number("stopped_by"), kept["stop_reason"]))
        keys = {"reason": reason, "outcome": outcome(kept, question.endpoint, question.month)}
        return kept.group_by(**keys).aggregate(n=ibis._.count())

    shape = ("stops", endpoint_shape(question.endpoint, question.month))
    given = filter_parameters(cohort) | endpoint_parameters(question.endpoint, question.window)
    rows = store.rows(text_over(store, cohort, shape, build), given | {"stopped_by": question.month + question.window})
    return [(reason, OUTCOMES[known], n) for reason, known, n in rows]


def event_patients(store: CohortStore) -> tuple[int, dict[str, int]]:
    """Of everyone treated: patients with any adverse event, and for each term those with at least one of it."""
    events = ibis.table({"patient_no": "int64", "term": "string"}, name="adverse_event")
    anyone = text_of(store, ("any event",), lambda: events.aggregate(n=events.patient_no.nunique()))
    by_term = text_of(store, ("events",), lambda: events.group_by("term").aggregate(n=events.patient_no.nunique()))
    return store.rows(anyone, {})[0][0], dict(store.rows(by_term, {}))
