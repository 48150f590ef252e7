"""Regressions in blocks: the coefficients and standard errors of the rows to 1e-8, every failure a status, bounded memory."""

import tracemalloc

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.regression.coded import ROWS, Batch, CodedDesign, counted, told_columns
from core.stats.regression.firth import fit_firth
from core.stats.regression.streamed_least_squares import fit_least_squares_streamed
from core.stats.regression.streamed_logistic import fit_logistic_streamed

N = 3 * ROWS + 11


def coded(columns, y, batches=2):
    """Give the design of these columns (n,) beside the intercept, each coded on its own."""
    found = [np.unique(column, return_inverse=True) for column in columns]
    small = [code.astype(np.uint16) for _, code in found]
    parts = np.array_split(np.arange(len(y)), batches)
    held = [Batch([code[part] for code in small], y[part]) for part in parts if len(part)]
    sources = tuple(counted(held, (j,), (len(values),))[0] for j, (values, _) in enumerate(found))
    return CodedDesign(held, sources, tuple((j, values.astype(float)) for j, (values, _) in enumerate(found)))


def people(n=N, seed=3):
    """Give a year, an age, a score, a level and a rare level (n,)."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 90, n).astype(float)
    columns = [rng.integers(0, 5, n), age, np.round(rng.gamma(2, 3, n), 1), age > 60, rng.random(n) < 0.002]
    return [np.asarray(one, dtype=float) for one in columns]


def responses(columns, seed=4):
    rng = np.random.default_rng(seed)
    eta = -0.5 + 0.1 * (columns[0] - 2) - 0.02 * (columns[1] - 50) + 0.1 * columns[2] - columns[3] + columns[4]
    return (rng.random(len(eta)) < 1 / (1 + np.exp(-eta))).astype(np.uint8)


def matrix(columns):
    return np.column_stack([np.ones(len(columns[0])), *columns])


def logit(columns, y):
    return sm.Logit(y.astype(float), matrix(columns)).fit(disp=0, tol=1e-11, maxiter=50)


def test_odds_ratios_and_their_errors_are_those_of_the_rows():
    columns = people()
    y = responses(columns)
    fit, rows = (
        fit_logistic_streamed(coded(columns, y)),
        logit(columns, y),
    )
    assert fit.status == "ok"
    assert fit.coef == pytest.approx(rows.params, rel=1e-8)
    assert fit.se == pytest.approx(rows.bse, rel=1e-8)
    assert fit.log_likelihood == pytest.approx(rows.llf, rel=1e-12)


def test_a_start_from_some_of_the_patients_ends_where_one_from_none_does():
    columns = people(450_000)
    y = responses(columns)
    fit, rows = (
        fit_logistic_streamed(coded(columns, y, 5)),
        logit(columns, y),
    )
    assert fit.iterations <= 4
    assert (fit.coef, fit.se) == (pytest.approx(rows.params, rel=1e-8), pytest.approx(rows.bse, rel=1e-8))


def test_slopes_and_both_kinds_of_errors_are_those_of_the_rows():
    columns = people()
    y = 50 + 3 * columns[2] - 0.3 * columns[1] + np.random.default_rng(5).normal(0, 5 + columns[2], N)
    design, rows = coded(columns, y), sm.OLS(y, matrix(columns)).fit()
    fit, robust = fit_least_squares_streamed(design), fit_least_squares_streamed(design, hc3=True)
    assert (fit.coef, robust.coef) == (pytest.approx(rows.params, rel=1e-8), pytest.approx(rows.params, rel=1e-8))
    assert (fit.se, robust.se) == (pytest.approx(rows.bse, rel=1e-8), pytest.approx(rows.HC3_se, rel=1e-8))
    assert (fit.r2, fit.sigma) == pytest.approx((rows.rsquared, np.sqrt(rows.scale)), rel=1e-10)


def test_longley_keeps_eleven_of_the_certified_digits(case):
    r = case("ols_nist_longley")
    fit = fit_least_squares_streamed(coded(list(r.x.T[1:]), r.y))
    assert fit.coef == pytest.approx(r.of("coef"), rel=1e-11)
    assert fit.se == pytest.approx(r.of("se"), rel=1e-11)


def test_the_penalised_fit_is_that_of_the_rows_under_separation_too():
    columns = people(4000)
    for y in (responses(columns), np.where(columns[4] > 0, 1, responses(columns)).astype(np.uint8)):
        fit, rows = fit_logistic_streamed(coded(columns, y), penalised=True), fit_firth(matrix(columns), np.ones(4000), y)
        assert (fit.status, rows.status) == ("ok", "ok")
        assert fit.coef == pytest.approx(rows.coef, rel=1e-6, abs=1e-8)
        assert fit.se == pytest.approx(rows.se_fisher, rel=1e-6)


def test_every_failure_is_a_status():
    columns = people(4000)
    y = responses(columns)
    apart = np.where(columns[4] > 0, 1, y).astype(np.uint8)
    assert fit_logistic_streamed(coded(columns, apart)).status == "separated"
    assert fit_logistic_streamed(coded(columns[1:2], (columns[1] > 50).astype(np.uint8))).status == "separated"
    assert fit_logistic_streamed(coded(columns, np.zeros(4000, np.uint8))).status == "no events"
    assert fit_logistic_streamed(coded(columns, np.ones(4000, np.uint8))).status == "no non-events"
    assert fit_logistic_streamed(CodedDesign([], (), ())).status == "no patients"
    assert fit_least_squares_streamed(CodedDesign([], (), ())).status == "no patients"
    assert fit_least_squares_streamed(coded([one[:5] for one in columns], y[:5] * 1.0)).status == "no degrees of freedom left"
    assert fit_least_squares_streamed(coded(columns[1:2], 2 * columns[1])).status == "no residual variation"
    alone = (np.arange(4000) == 7).astype(float)
    assert fit_least_squares_streamed(coded([columns[1], alone], y * 1.0), hc3=True).status == "no residual"


def test_columns_that_others_tell_are_named_with_what_tells_them():
    year, age, score, old, rare = people()
    assert told_columns(coded([year, age, score, old, rare], responses([year, age, score, old, rare]))) == ()
    design = coded([age, np.full(N, 7.0), 3 * age - 2, old, score, 1 - old], np.zeros(N))
    found = told_columns(design)
    assert [(one.column, one.kind) for one in found] == [(2, "constant"), (3, "same as"), (6, "same as")]
    assert dict(found[1].parts) == pytest.approx({0: -2, 1: 3})
    assert dict(found[2].parts) == pytest.approx({0: 1, 4: -1})
    (mixed,) = told_columns(coded([age, score, age + 2 * score], np.zeros(N)))
    assert (mixed.kind, dict(mixed.parts)) == ("combination of", pytest.approx({0: 0, 1: 1, 2: 2}, abs=1e-6))


def test_memory_does_not_grow_with_the_patients():
    columns = people(20_000)
    one, many = (coded([np.tile(c, k) for c in columns], np.tile(responses(columns), k)) for k in (1, 8))
    assert peak_megabytes(many) < 1.5 * peak_megabytes(one) < 60


def peak_megabytes(design):
    """Give the most memory that a fit takes beside the patients' codes."""
    tracemalloc.start()
    try:
        fit_logistic_streamed(design)
        fit_least_squares_streamed(CodedDesign(design.batches, design.sources, design.columns), hc3=True)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
