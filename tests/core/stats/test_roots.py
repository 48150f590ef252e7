"""The root finders, and the price of importing this layer."""

import subprocess
import sys
from math import exp, log

import pytest

from core.stats.roots import bracketed_root, increasing_root

FUNCTIONS = [
    (lambda x: x**3 - 2 * x - 5, 2, 3, 2.0945514815423265),
    (lambda x: exp(x) - 1e-8, -40, 5, log(1e-8)),
    (lambda x: x**9, -1, 4, 0),
    (lambda x: x - 0.25, 0, 1, 0.25),
]


@pytest.mark.parametrize(("f", "a", "b", "root"), FUNCTIONS)
def test_a_bracketed_root_is_found_from_either_side(f, a, b, root):
    for ends in ((a, b), (b, a)):
        assert bracketed_root(f, *ends) == pytest.approx(root, rel=1e-14, abs=1e-14)


def test_ends_of_one_sign_are_refused():
    with pytest.raises(ValueError, match="no change of sign"):
        bracketed_root(lambda x: x * x + 1, -1, 1)


@pytest.mark.parametrize("start", [-30, 0.5, 30])
def test_an_increasing_root_is_found_from_far_off(start):
    found = increasing_root(lambda x: (1 / (1 + exp(-x)) - 0.9, exp(-x) / (1 + exp(-x)) ** 2), start)
    assert found == pytest.approx(log(9), rel=1e-12)


def test_importing_the_layer_pulls_in_neither_statsmodels_nor_scipy_stats():
    program = (
        "import sys; from core.stats import association, balance, differences, intervals, multiplicity, odds_ratios, "
        "risk_ratios, summaries; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"statsmodels", "scipy.stats", "scipy.optimize", "pandas"} & set(loaded)
