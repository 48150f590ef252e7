"""Tests of the tests on residuals."""

import numpy as np
import pytest
from statsmodels.stats.diagnostic import het_breuschpagan

from core.stats.regression.least_squares import fit_least_squares
from core.stats.regression.residual_tests import breusch_pagan, shapiro_wilk

# R: s <- shapiro.test(x); s$statistic; s$p.value
SHAPIRO = [
    ([0.7552, 1.1816, 0.1457], 0.9896932820826748, 0.8057726282984655),
    ([0.1398, 0.4361, 2.895, 1.2296], 0.8960061549380505, 0.4114930178093407),
    ([0.5397, 0.9566, 0.147, 1.3907, 0.762], 0.9988713150198528, 0.99955653736827),
    ([1.2376, 4.4239, 1.0545, 1.0352, 1.876, 0.6547], 0.7446193822674021, 0.0176365653836158),
    ([0.3369, 0.5885, 2.3645, 0.6419, 0.2941, 0.5659, 0.1061, 0.0594, 0.5787, 3.9589, 1.1733],
     0.7247335253879716, 0.0009755535117865402),
    ([0.9968, 1.4353, 0.0373, 0.324, 1.3205, 0.2035, 1.0227, 0.3017, 0.7252, 0.7515, 0.235, 1.0799],
     0.9271410614730073, 0.3507920112697862),
    ([1.0282, 1.2923, 1.2531, 0.5546, 0.3013, 1.2931, 0.9946, 0.5142, 2.0078, 0.4222, 2.1788, 3.2178, 0.5578, 0.5946, 0.9774,
      0.2099, 0.3094, 1.1059, 0.7742, 0.0897, 1.1082, 0.2473, 1.572, 4.8328, 0.4311, 2.7304, 1.1368, 0.8134, 0.837, 1.7848],
     0.8102020116889195, 0.0001011662265865945),
]  # fmt: skip


@pytest.mark.parametrize(("values", "w", "p"), SHAPIRO, ids=lambda value: str(len(value)) if isinstance(value, list) else "")
def test_shapiro_wilk_agrees_with_r(values, w, p):
    found = shapiro_wilk(values)
    assert found.method == "Shapiro-Wilk test"
    assert found.statistic == pytest.approx(w, rel=1e-10)
    assert found.p == pytest.approx(p, rel=1e-8)


def test_shapiro_wilk_asks_neither_for_scale_nor_for_place():
    values = np.array(SHAPIRO[-1][0])
    first, second = shapiro_wilk(values), shapiro_wilk(1e6 - 1e3 * values)
    assert (first.statistic, first.p) == (pytest.approx(second.statistic, rel=1e-9), pytest.approx(second.p, rel=1e-6))


@pytest.mark.parametrize("values", [[1.0, 2.0], [3.0] * 8, list(range(6000))])
def test_shapiro_wilk_says_why_it_cannot_be_done(values):
    found = shapiro_wilk(values)
    assert found.p is None
    assert found.note


def test_breusch_pagan_agrees_with_statsmodels(cohort):
    for seed in range(10):
        x, _, _ = cohort(seed)
        y = np.random.default_rng(seed + 700).normal(50, 20, len(x)) * (1 + 0.02 * x[:, 1])
        residuals = y - x @ fit_least_squares(x, y).coef
        statistic, p, _, _ = het_breuschpagan(residuals, x)
        found = breusch_pagan(x, residuals)
        assert (found.statistic, found.p, found.df) == (pytest.approx(statistic, rel=1e-8), pytest.approx(p, rel=1e-8), 5)


def test_breusch_pagan_says_why_it_cannot_be_done():
    x = np.column_stack([np.ones(4), [0, 0, 1, 1]])
    found = breusch_pagan(x, [1, -1, 1, -1])
    assert (found.p, found.note) == (None, "no residual variation")
