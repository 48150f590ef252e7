"""The counts of the filter's choices, against plain counting in the bundled files."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.facets import facets
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.facets import Facet
from core.domain.filters import Clause, CohortFilter
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from core.store.queries import Question, outcome_patterns

CATALOGUE = current()
DATA = Path(__file__).parents[3] / "data" / "reference"
NUMERIC = {one.name for one in CATALOGUE.filterable if one.numeric}
Person = dict[str, Any]


def read(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def band(salt: float) -> str:
    if salt == 0:
        return "0"
    return "1-20" if salt <= 20 else "21-49" if salt < 50 else "50-94" if salt < 95 else "95-100"


def people() -> list[Person]:
    first = {row["patient_id"]: row for row in read("visit") if float(row["month"]) == 0}
    found: list[Person] = []
    for row in read("patient"):
        start = first.get(row["patient_id"], {})
        cells = row | {f"baseline_{name}": start.get(name, "") for name in ("salt", "clinro_eyebrow", "clinro_eyelash")}
        cells["baseline_salt_band"] = band(float(start["salt"])) if start.get("salt") else ""
        found.append({name: float(cell) if cell and name in NUMERIC else cell or None for name, cell in cells.items()})
    return found


PEOPLE = people()


def keeps(clause: Clause, one: Person) -> bool:
    value = one[clause.column]
    if value is None:
        return clause.keep_missing
    if clause.kind == "in":
        return value in clause.values
    return (clause.low is None or clause.low <= value) and (clause.high is None or value <= clause.high)


def kept(asked: CohortFilter) -> list[Person]:
    return [one for one in PEOPLE if all(keeps(clause, one) for clause in asked.clauses)]


@st.composite
def clauses(draw: st.DrawFn, name: str) -> Clause:
    found = sorted({one[name] for one in PEOPLE if one[name] is not None})
    keep = draw(st.booleans())
    if name not in NUMERIC:
        values = tuple(draw(st.sets(st.sampled_from(found), min_size=0 if keep else 1, max_size=3)))
        return Clause(column=name, kind="in", values=values, keep_missing=keep)
    low, high = sorted(draw(st.tuples(st.sampled_from(found), st.sampled_from(found))))
    return Clause(column=name, kind="range", low=low, high=draw(st.sampled_from([high, None])), keep_missing=keep)


@st.composite
def filters(draw: st.DrawFn) -> CohortFilter:
    names = draw(st.sets(st.sampled_from([one.name for one in CATALOGUE.filterable]), max_size=4))
    return CohortFilter(tuple(draw(clauses(name)) for name in sorted(names)))


def assert_counts(facet: Facet, others: list[Person]) -> None:
    name = facet.variable.name
    assert facet.missing == sum(one[name] is None for one in others)
    assert facet.missing_total == sum(one[name] is None for one in PEOPLE)
    recorded = [one[name] for one in others if one[name] is not None]
    total = [one[name] for one in PEOPLE if one[name] is not None]
    if facet.variable.choice:
        assert {choice.level.value: choice.n for choice in facet.choices if choice.n} == Counter(recorded)
        assert {choice.level.value: choice.total for choice in facet.choices if choice.total} == Counter(total)
        return
    now = Counter(value // facet.bin_width * facet.bin_width for value in recorded)
    assert {edge: n for edge, n, _ in facet.bins if n} == now
    assert {edge: n for edge, _, n in facet.bins} == Counter(value // facet.bin_width * facet.bin_width for value in total)


@settings(max_examples=20)
@given(asked=filters())
def test_every_count_is_under_all_other_conditions(reference_location: Location, asked: CohortFilter) -> None:
    found = facets(current_store(CATALOGUE, reference_location), asked)
    assert found.in_view == len(kept(asked))
    assert [facet.variable for facet in found.facets] == list(CATALOGUE.filterable)
    for facet in found.facets:
        assert facet.clause == asked.on(facet.variable.name)
        assert_counts(facet, kept(asked.without(facet.variable.name)))


@settings(max_examples=8)
@given(asked=filters())
def test_the_number_in_view_is_that_of_the_rates(reference_location: Location, asked: CohortFilter) -> None:
    store = current_store(CATALOGUE, reference_location)
    patterns = outcome_patterns(store, Question(asked, endpoint(CATALOGUE, "salt20"), 9, 0.5), ())
    assert facets(store, asked).in_view == sum(pattern.n for pattern in patterns)


def test_a_filter_on_every_variable_still_counts_those_in_view(reference: CohortStore) -> None:
    first = PEOPLE[3]
    asked = CohortFilter(
        tuple(
            Clause(column=one.name, kind="range", low=0, keep_missing=True)
            if one.numeric
            else Clause(column=one.name, kind="in", values=(first[one.name],), keep_missing=True)
            for one in CATALOGUE.filterable
        )
    )
    assert facets(reference, asked).in_view == len(kept(asked)) > 0


def test_a_value_that_nobody_has_leaves_nobody_in_view(reference: CohortStore) -> None:
    found = facets(reference, CohortFilter.from_query("site=Nowhere"))
    assert (found.in_view, found.patients) == (0, 86)
    site = next(facet for facet in found.facets if facet.variable.name == "site")
    assert sum(choice.n for choice in site.choices) == 86
