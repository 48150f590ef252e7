"""Tests over groups in words: what each asks, and what it found."""

from collections.abc import Mapping
from types import MappingProxyType

from core.domain.rates import Asked, Comparison, RateResult
from core.words.numbers import p_value, tested

TESTS_SHOWN = 4
ASKED: Mapping[Asked, str] = MappingProxyType({"any difference": "Any difference", "trend": "Trend"})


def comparison_words(result: RateResult, one: Comparison) -> str:
    """`Any difference: Fisher's exact test, p = 0.003 (adjusted 0.006).`"""
    within = f" in {one.within}" if one.within else ""
    several = len(result.comparisons) > 1 and one.adjusted_p is not None
    adjusted = f" (Benjamini-Hochberg {p_value(one.adjusted_p)})" if several else ""
    return f"{ASKED[one.question]}{within}: {tested(one.test)}{adjusted}."
