"""Nearest and last visits, held against the same rules written out patient by patient."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.store.nearest_visits import TICKS, Visits, month_columns

MONTHS = (1, 3, 4)
Course = dict[int, float]  # tick -> value
ticks = st.one_of(st.sampled_from([0, 5_000, 10_000, 15_000, 20_000, 30_000, 35_000, 40_000]), st.integers(-20_000, 70_000))
courses = st.lists(st.dictionaries(ticks, st.integers(0, 100).map(float), max_size=5), max_size=4)


def in_order(found: list[Course]) -> Visits:
    rows = [(who, tick, course[tick]) for who, course in enumerate(found) for tick in sorted(course)]
    who, tick, value = ([row[at] for row in rows] for at in range(3))
    return Visits(np.array(who, np.int64), np.array(tick, np.int64), np.array(value, np.float64))


def written_out(course: Course, widest: float) -> list[float | None]:
    row = [course.get(0)]
    for month in (month * TICKS for month in MONTHS):
        near = sorted((abs(tick - month), tick) for tick in course if tick > 0 and abs(tick - month) <= widest * TICKS)
        seen = [tick for tick in course if tick <= month]
        row += [course[near[0][1]], near[0][0] / TICKS] if near else [None, None]
        row.append(course[max(seen)] if seen else None)
    return row


@given(courses, st.sampled_from([0.0, 0.5, 2.0]))
def test_the_columns_are_those_of_the_rules_written_out(found: list[Course], widest: float) -> None:
    columns = list(month_columns(in_order(found), len(found), MONTHS, widest))
    rows = [[None if np.isnan(column[at]) else float(column[at]) for column in columns] for at in range(len(found))]
    assert rows == [written_out(course, widest) for course in found]


def test_of_two_visits_as_near_the_earlier_counts_and_one_at_the_start_is_the_last_but_not_the_nearest() -> None:
    columns = list(month_columns(in_order([{0: 90.0}, {0: 80.0, 25_000: 40.0, 35_000: 20.0}]), 2, (3,), 2))
    assert [column[1] for column in columns] == [80, 40, 0.5, 40]
    assert np.array_equal([column[0] for column in columns], [90, np.nan, np.nan, 90], equal_nan=True)
