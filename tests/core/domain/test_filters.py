"""The cohort filter as a value and as a query string."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.errors import FilterError
from core.domain.filters import Clause, CohortFilter

values = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable())
limits = st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@st.composite
def clauses(draw: st.DrawFn, column: str) -> Clause:
    keep = draw(st.booleans())
    if draw(st.booleans()):
        return Clause(column=column, kind="in", values=tuple(draw(st.sets(values, min_size=1, max_size=4))), keep_missing=keep)
    low, high = draw(limits), draw(limits)
    if low is None and high is None:
        low = 0.0
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Clause(column=column, kind="range", low=low, high=high, keep_missing=keep)


@settings(max_examples=300)
@given(clauses("site"), clauses("age_years"))
def test_a_filter_reads_back_from_its_query_string_as_the_same_value(one: Clause, other: Clause) -> None:
    cohort = CohortFilter((one, other))
    assert CohortFilter.from_query(cohort.to_query()) == cohort


@settings(max_examples=300)
@given(clauses("site"), clauses("age_years"))
def test_the_order_of_clauses_and_values_does_not_matter(one: Clause, other: Clause) -> None:
    assert CohortFilter((one, other)) == CohortFilter((other, one))
    assert CohortFilter((one, other)).key == CohortFilter((other, one)).key


@given(st.text(max_size=80))
def test_any_text_is_a_filter_or_a_filter_error(text: str) -> None:
    try:
        cohort = CohortFilter.from_query(text)
    except FilterError as error:
        assert str(error)
    else:
        assert CohortFilter.from_query(cohort.to_query()) == cohort


@pytest.mark.parametrize("value", ["missing", "a..b", "x,y;z=1%", "Zürich 1", " leading", "円形", "100%"])
def test_values_that_look_like_syntax_survive(value: str) -> None:
    clause = Clause(column="site", kind="in", values=(value,))
    assert CohortFilter.from_query(clause.to_query()).clauses == (clause,)


def test_a_filter_is_small_hashable_and_copyable() -> None:
    cohort = CohortFilter.from_query("sex=F,missing;age_years=18..40")
    assert copy.deepcopy(cohort) == cohort
    assert len({cohort, CohortFilter.from_query("age_years=18..40;sex=missing,F")}) == 1


def test_missing_is_kept_only_when_it_is_said() -> None:
    assert CohortFilter.from_query("sex=F").clauses[0].keep_missing is False
    assert CohortFilter.from_query("sex=F,missing").clauses[0].keep_missing is True
    assert CohortFilter.from_query("age_years=..4,missing").clauses[0].keep_missing is True


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("sex", "variable=value"),
        ("sex=", "no value"),
        ("age_years=..", "no limit"),
        ("age_years=a..b", "limit 'a'"),
        ("age_years=nan..4", "limit 'nan'"),
        ("age_years=1..inf", "limit 'inf'"),
        ("age_years=40..18", "Swap"),
        ("sex=F;sex=M", "more than once"),
        ("sex=" + "F" * 20_000, "characters long"),
    ],
)
def test_a_filter_that_cannot_mean_anything_says_why(text: str, part: str) -> None:
    with pytest.raises(FilterError, match=part):
        CohortFilter.from_query(text)


def test_having_and_without_leave_the_other_clauses() -> None:
    cohort = CohortFilter.from_query("sex=F;age_years=18..")
    assert cohort.having(Clause(column="sex", kind="in", values=("M",))).to_query() == "age_years=18..;sex=M"
    assert cohort.without("sex").to_query() == "age_years=18.."
