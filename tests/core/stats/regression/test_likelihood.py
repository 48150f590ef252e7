"""Tests of likelihood-ratio tests of columns and terms."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.stats.regression.firth import fit_firth
from core.stats.regression.likelihood import likelihood_ratio_tests, wald_block
from core.stats.regression.logistic import fit_logistic


@pytest.mark.parametrize("name", ["logit_birthwt_full", "logit_titanic_freq_weights"])
def test_terms_agree_with_r(case, name):
    r = case(name)
    blocks = [r.columns(term) for term in r.expected["term_lrt"]] + [list(range(1, len(r.names)))]
    *terms, whole = likelihood_ratio_tests(r.x, r.n, r.events, blocks)
    fit = fit_logistic(r.x, r.n, r.events)
    for test, (term, expected) in zip(terms, r.expected["term_lrt"].items(), strict=True):
        assert (test.statistic, test.df) == (pytest.approx(expected["chi2"], rel=1e-9), expected["df"])
        assert test.p == pytest.approx(expected["p"], rel=r.tol["p"])
        wald = wald_block(fit.coef, fit.covariance, r.columns(term))
        assert wald.statistic == pytest.approx(r.expected["term_wald"][term]["chi2"], rel=1e-7)
    assert whole.statistic == pytest.approx(r.expected["lr_model_chi2"], rel=1e-9)
    assert whole.p == pytest.approx(r.expected["lr_model_p"], rel=1e-6)


@pytest.mark.parametrize("name", ["firth_endometrial", "firth_2x2_zero_cell"])
def test_penalised_tests_agree_with_r(case, name):
    r = case(name)
    p = len(r.names)
    blocks = [[j] for j in range(p)] + [list(range(1, p))]
    *tests, whole = likelihood_ratio_tests(r.x, r.n, r.events, blocks, penalised=True)
    assert [test.p for test in tests] == pytest.approx(r.of("p_plr"), rel=1e-9)
    assert (whole.statistic, whole.df) == (pytest.approx(r.expected["plr_model_chi2"], rel=1e-9), p - 1)


def test_a_coefficient_on_its_way_to_infinity_still_has_a_test(case):
    r = case("firth_endometrial")
    (test,) = likelihood_ratio_tests(r.x, r.n, r.events, [[1]])
    assert test.statistic == pytest.approx(r.expected["ml_profile_NV"]["lrt_chi2"], abs=1e-8)
    assert test.p == pytest.approx(r.expected["ml_profile_NV"]["lrt_p"], rel=1e-7)


def test_tests_agree_with_refits_by_statsmodels(cohort):
    for seed in range(10):
        x, n, events = cohort(seed, k=150)
        blocks = [[1], [2, 3], [0], [0, 4]]
        full = sm.Logit(events, x).fit(method="newton", tol=1e-14, disp=0).llf
        for block, test in zip(blocks, likelihood_ratio_tests(x, n, events, blocks), strict=True):
            rest = sm.Logit(events, np.delete(x, block, axis=1)).fit(method="newton", tol=1e-14, disp=0)
            assert test.statistic == pytest.approx(2 * (full - rest.llf), rel=1e-8, abs=1e-9)


def test_the_penalty_of_a_test_stays_that_of_all_columns(cohort):
    x, n, events = cohort(1)
    (test,) = likelihood_ratio_tests(x, n, events, [[5]], penalised=True)
    own = 2 * (fit_firth(x, n, events).penalised_log_likelihood - fit_firth(x[:, :5], n, events).penalised_log_likelihood)
    assert abs(test.statistic - own) > 0.01


def test_pathological_input_gives_a_p_or_the_reason_for_none(pathological):
    for _, x, n, events in pathological:
        for penalised in (False, True):
            for test in likelihood_ratio_tests(x, n, events, [[x.shape[1] - 1]], penalised=penalised):
                assert (0 <= test.p <= 1 and test.statistic >= 0) if test.p is not None else test.note


def test_a_block_that_names_no_column_is_refused():
    for block in ([], [2], [-1]):
        with pytest.raises(ValueError):
            likelihood_ratio_tests([[1, 0], [1, 1]], [1, 1], [0, 1], [block])
