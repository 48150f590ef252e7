"""Cumulative incidence against R's survival and statsmodels."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from core.stats.cumulative_incidence import cumulative_incidence

# R 4.2, survival 3.5-3, on its mgus2 (1,384 patients; progression 1, death without it 2, else 0):
#   etime <- with(mgus2, ifelse(pstat == 0, futime, ptime)); event <- with(mgus2, ifelse(pstat == 0, 2 * death, 1))
#   summary(survfit(Surv(etime, factor(event, 0:2)) ~ 1), times = c(12, 60, 120, 240, 360))$pstate[, 2]
#   s <- summary(survfit(Surv(etime, event == 1) ~ 1, conf.type = "log-log"), times = ...); 1 - s$surv, s$std.err, limits
# tests/reference_cases/mgus2.json holds c(etime, event) as counts by month: write.csv(table(etime, event))
TIMES = (12, 60, 120, 240, 360)
COMPETING = (0.0094012593446497, 0.0341037129743490, 0.0637221680131129, 0.0998137159354692, 0.1340416443260818)
ALONE = (
    (1.028210053513e-02, 2.838536279743e-03, 5.981579846109e-03, 1.764695984614e-02),
    (4.215386168498e-02, 6.061980193880e-03, 3.177465871848e-02, 5.582440970483e-02),
    (9.522165935042e-02, 1.047624632275e-02, 7.666271010767e-02, 1.179784844452e-01),
    (2.095616244904e-01, 2.678815901308e-02, 1.624719004240e-01, 2.679608635218e-01),
    (4.248369408974e-01, 1.172161992309e-01, 2.355814353345e-01, 6.797904161171e-01),
)


@pytest.fixture(scope="module")
def mgus2():
    """Month, and how many progressed, died or were last seen then."""
    path = Path(__file__).parents[2] / "reference_cases" / "mgus2.json"
    return np.array(json.loads(path.read_text(encoding="utf-8"))["month, progressed, died, censored"], dtype=float).T


def at(found, months):
    return [int(np.searchsorted(found.time, month, "right")) - 1 for month in months]


def test_the_competing_estimate_is_that_of_r(mgus2):
    month, progressed, died, censored = mgus2
    found = cumulative_incidence(month, progressed, died, censored)
    assert found.value[at(found, TIMES)] == pytest.approx(COMPETING, abs=1e-13)
    assert found.events.sum() == 115 and found.stops.sum() == 860


def test_without_stops_it_is_kaplan_meier_with_greenwood_and_log_log_limits_as_in_r(mgus2):
    month, progressed, died, censored = mgus2
    found = cumulative_incidence(month, progressed, 0 * died, died + censored)
    places = at(found, TIMES)
    parts = np.column_stack([part[places] for part in (found.value, found.se, found.low, found.high)])
    assert parts == pytest.approx(np.array(ALONE), abs=1e-12)


def test_the_standard_error_is_that_of_statsmodels(mgus2):
    month, *counts = mgus2
    time = np.repeat(np.tile(month, 3), np.concatenate(counts).astype(int))
    status = np.repeat(np.repeat([1, 2, 0], len(month)), np.concatenate(counts).astype(int))
    with np.errstate(all="ignore"):
        library = CumIncidenceRight(time, status)
    found = cumulative_incidence(month, *counts)
    places = np.searchsorted(library.times, found.time[:-1])
    assert found.se[:-1] == pytest.approx(library.cinc_se[0][places], abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_shares_rise_within_their_limits_and_no_number_is_lost(rows):
    month, had, left, seen = np.array(rows, dtype=float).reshape(-1, 4).T
    found = cumulative_incidence(month, had, left, seen)
    assert (found.events.sum(), found.stops.sum()) == (had.sum(), left.sum())
    assert (np.diff(found.value) >= 0).all() and np.isfinite(found.se).all()
    assert ((found.low <= found.value + 1e-12) & (found.value <= found.high + 1e-12)).all()
    assert ((found.low >= 0) & (found.high <= 1)).all()


def test_what_cannot_be_is_refused():
    for wrong in (([1, np.nan], [1, 1], [0, 0], [0, 0]), ([1], [-1], [0], [0]), ([1], [1, 2], [0], [0])):
        with pytest.raises(ValueError):
            cumulative_incidence(*wrong)


def test_where_all_have_had_one_the_share_is_one_and_has_no_interval():
    events = [5, 1, 3, 1, 4]  # whose shares add up to 0.9999999999999998
    found = cumulative_incidence(range(5), events, [0] * 5, [0] * 5)
    assert (found.value[-1], found.low[-1], found.high[-1]) == (1.0, 1.0, 1.0)
