"""The counts of the filter's choices, against plain counting in the bundled files."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.facets import facets, total_counts
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.facets import Facet
from core.domain.filters import Clause, CohortFilter
from core.store import distributions
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from core.store.queries import Question, outcome_patterns
from tests.building import Person, keeps, people, read

CATALOGUE = current()
NUMERIC = {one.name for one in CATALOGUE.filterable if one.numeric}


PEOPLE = people(read("patient"), read("visit"))


def kept(asked: CohortFilter) -> list[Person]:
    return [one for one in PEOPLE if keeps(asked, one)]


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


@pytest.mark.parametrize("few", [distributions.FEW, 0], ids=["tallied here", "grouped by the engine"])
@settings(max_examples=20)
@given(asked=filters())
def test_every_count_is_under_all_other_conditions(reference_location: Location, few: int, asked: CohortFilter) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distributions, "FEW", few)
        total_counts.cache_clear()
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
