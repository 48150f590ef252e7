"""A model as tables: one row a coefficient, and one a term."""

from core.domain.estimates import Estimate
from core.domain.model import Coefficient, Fit, ModelResult
from core.domain.rows import Row, Rows
from core.words.coefficients import (
    ADJUSTED,
    CRUDE,
    crude_words,
    estimate_words,
    held_words,
    level_words,
    reference_words,
    shadow_words,
    term_words,
    test_words,
)


def coefficients_table(result: ModelResult) -> Rows:
    """One row a coefficient with every number: counts, crude and adjusted estimates, limits, p and methods."""
    scale = "odds ratio" if result.spec.kind == "logistic" else "points"
    return [
        {
            "Term": row.label,
            "Level": row.level,
            "Reference": reference_words(result, row),
            "At": held_words(row),
            "Patients": row.n,
            "Responders": row.events,
            **_numbers(CRUDE, row.crude, scale),
            **(_lost(CRUDE, row.crude) if result.imputed else {}),
            **(_numbers(ADJUSTED, row.adjusted, scale) if result.spec.together else {}),
            **(_lost(ADJUSTED, row.adjusted) if result.imputed and result.spec.together else {}),
        }
        for row in result.coefficients
    ]


def coefficients_summary(result: ModelResult) -> Rows:
    """The same to be read on a page: estimates with their intervals in one cell."""
    kind = result.spec.kind
    return [
        {
            "Term": row.label,
            "Level": level_words(row),
            "Reference": reference_words(result, row),
            "n": row.n,
            **({"Responders": row.events} if result.events is not None else {}),
            CRUDE: crude_words(row, kind),
            "p, crude": test_words(row.crude),
            **(_adjusted(result, row) if result.spec.together else {}),
        }
        for row in result.coefficients
    ]


def _adjusted(result: ModelResult, row: Coefficient) -> Row:
    shadow = {"Maximum likelihood": shadow_words(row)} if result.estimator == "firth" else {}
    return {ADJUSTED: estimate_words(row.adjusted, result.spec.kind), "p, adjusted": test_words(row.adjusted), **shadow}


def terms_table(result: ModelResult) -> Rows:
    """One row a term: the test of all its columns together; of a curve one more, of its bends."""
    return [
        {
            "Term": term_words(result, one),
            "Test": one.test.method,
            "df": one.test.df,
            "p": one.test.p,
            "Note": one.test.note,
        }
        for one in result.terms
    ]


def _numbers(name: str, fit: Fit | None, scale: str) -> Row:
    estimate: Estimate | None = fit.estimate if fit else None
    return {
        f"{name} {scale}": estimate.value if estimate else None,
        f"{name} {scale}, low": estimate.low if estimate else None,
        f"{name} {scale}, high": estimate.high if estimate else None,
        f"{name} interval": estimate.method if estimate else "",
        f"p, {name.lower()}": fit.test.p if fit else None,
        f"{name} test": fit.test.method if fit else "",
    }


def _lost(name: str, fit: Fit | None) -> Row:
    """How much of the information about an estimate is lost to missing values."""
    lost = fit.missing_information if fit else None
    return {f"{name} missing information, %": None if lost is None else 100 * lost}
