"""P-values adjusted for many looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from core.stats.multiplicity import benjamini_hochberg

# Benjamini & Hochberg 1995, section 3.2: the 15 p-values of the thrombolysis trial; the four least are rejected at 5%.
TRIAL = (
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.324,
    0.4262,
    0.5719,
    0.6528,
    0.759,
    1,
)


def test_the_published_example_rejects_its_four_least():
    adjusted = benjamini_hochberg(TRIAL)
    assert [p <= 0.05 for p in adjusted] == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_agree_with_statsmodels(ps):
    assert benjamini_hochberg(ps) == pytest.approx(tuple(multipletests(ps, method="fdr_bh")[1]), rel=1e-12)


@given(st.lists(st.none() | st.floats(0, 1), max_size=20))
def test_missing_p_stay_missing_and_do_not_count(ps):
    adjusted = benjamini_hochberg(ps)
    assert [p is None for p in adjusted] == [p is None for p in ps]
    assert tuple(p for p in adjusted if p is not None) == benjamini_hochberg([p for p in ps if p is not None])


def test_a_p_that_cannot_be_is_refused_by_value():
    for bad in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match=str(bad)):
            benjamini_hochberg([0.5, bad])
