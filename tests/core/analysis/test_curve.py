"""The response over a number as a curve: the fit of statsmodels on the same columns, and words where there is none."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from core.analysis.curve import curve
from core.charts.curve import curve as curve_chart
from core.domain.curve import CurveResult
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.stats.regression.spline import bends
from core.store.cohort_store import CohortStore
from core.tables.curve import curve_table
from core.words.curve import bend_words, finding
from tests.building import scan_spec
from tests.core.analysis.test_model import one_and_two_way_filters
from tests.test_reference_cohort import completers, tables  # noqa: F401  (fixtures)


def drawn(store: CohortStore, where: str = "", variable: str = "duration_years") -> CurveResult:
    return curve(store, CohortFilter.from_query(where), scan_spec(variable))


def test_the_curve_and_its_band_are_those_of_statsmodels(
    reference: CohortStore,
    completers: pd.DataFrame,  # noqa: F811
) -> None:
    result = drawn(reference)
    assert result.model.estimator == "ml"
    years = completers.duration_years.to_numpy(float)

    def design(at: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(at)), at, bends(at, result.knots)])

    fit = sm.Logit(completers.responder.astype(float).to_numpy(), design(years)).fit(disp=0, tol=1e-12)
    rows = design(np.array([one.at for one in result.points]))
    middle, se = rows @ fit.params, np.sqrt(np.einsum("kp,pq,kq->k", rows, fit.cov_params(), rows))
    for name, log_odds in (
        ("value", middle),
        ("low", middle - 1.959963984540054 * se),
        ("high", middle + 1.959963984540054 * se),
    ):
        seen = [getattr(one.risk, name) for one in result.points]
        assert seen == pytest.approx(1 / (1 + np.exp(-log_odds)), rel=1e-6)


def test_every_patient_used_is_marked_once(reference: CohortStore) -> None:
    result = drawn(reference)
    assert (sum(one.n for one in result.seen), sum(one.events for one in result.seen)) == (70, 29)
    assert result.points[0].at == result.seen[0].at
    assert result.points[-1].at == result.seen[-1].at


def test_the_tests_of_curve_and_bends_are_named(reference: CohortStore) -> None:
    said = bend_words(drawn(reference))
    assert said.startswith("Any association: likelihood-ratio test, p ")
    assert "other than a line: p " in said


def test_every_subgroup_has_a_curve_or_a_stated_reason(reference: CohortStore) -> None:
    for where in one_and_two_way_filters():
        result = drawn(reference, where, "age_years")
        plain(result)
        assert result.points or result.model.status != "ok", where
        assert finding(result)
        curve_chart(result)
        assert len(curve_table(result)) == len(result.points)
        assert all(0 <= (one.risk.low or 0) <= (one.risk.high or 0) <= 1 for one in result.points)
