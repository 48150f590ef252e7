"""Regression in words: estimates, why an estimator was taken, who was left out, and how it was all made."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.left_out import LeftOut
from core.domain.model import Coefficient, LinearOutcome, ModelKind, ModelResult
from core.words.coefficients import (
    against_words,
    coefficient_label,
    crude_words,
    estimate_words,
    main_words,
    shadow_words,
    term_words,
    test_words,
)
from core.words.cohort import filter_sentence, inner, listed
from core.words.imputation import imputation_how
from core.words.model_method import ESTIMATORS, STATUSES, estimator_words, method, warnings
from core.words.numbers import count, tested
from core.words.provenance import data_line, file_stem, in_view
from core.words.rates import question
from core.words.sets import SETS
from core.words.sources import FORMULAE

KINDS: dict[ModelKind, str] = {"logistic": "Logistic regression", "least_squares": "Least squares"}
TOGETHER = "Together in one model: {terms}. Crude: each term alone, on the same patients, by the same likelihood."
APART = "Each in a model of its own, all on the same patients: {terms}."
TERMS_SHOWN = 12
WHOLE_TERMS, IN_WORDS = "Tests of whole terms", "In words"
View = Literal["forest", "terms"]


def outcome(result: ModelResult) -> str:
    """`SALT ≤20 at month 9`, `SALT improvement rate at month 9`, `SALT at month 9`."""
    asked = question(result.spec)
    if result.spec.kind == "logistic":
        return asked
    rate = " improvement rate" if result.spec.linear_of == "improvement" else ""
    return f"{result.measure}{rate} at month {result.spec.month}"


def title(result: ModelResult) -> str:
    """What is modelled and how."""
    alone = "" if result.spec.together else ", each term alone"
    return f"{outcome(result)}: {KINDS[result.spec.kind].lower()}{alone}"


def counts(result: ModelResult) -> str:
    """Patients used, events, and everyone left out with the reason."""
    parts = [used(result), in_view(result.provenance)]
    parts += [f"{one.n:,} left out, {_reason(one)}" for one in result.left_out]
    per = result.events_per_parameter
    if per is not None:
        largest = "" if result.spec.together else " in the largest model"
        told = f"{count(result.parameters, 'coefficient')}{largest}"
        parts.append(f"{told}, {per:.1f} patients of the rarer outcome per coefficient")
    return "; ".join(parts) + "."


def used(result: ModelResult) -> str:
    """`70 patients used, 29 responders (observed completers)`."""
    events = f", {count(result.events, 'responder')}" if result.events is not None else ""
    assessed = f", {result.outcomes:,} of them assessed" if result.outcomes < result.n else ""
    others = ", others imputed" if assessed else ""
    return f"{count(result.n, 'patient')} used{assessed}{events} ({SETS[result.spec.analysis_set].lower()}{others})"


def first_words(result: ModelResult, *more: str) -> str:
    """What to know first of a card of this model: who was used, what the card says of itself, and every warning."""
    return " ".join(filter(None, [f"{used(result)}.", *more, *warnings(result)]))


def _reason(one: LeftOut) -> str:
    if one.reason == "not recorded":
        return f"{inner(one.variable)} not recorded"
    return {
        "not assessed": "not assessed in the window",
        "not evaluable": "not evaluable for this endpoint",
        "no improvement rate": "without an assessment in the window or a baseline above 0",
        "no baseline": "without a baseline above 0",
    }[one.reason]


def alt(result: ModelResult) -> str:
    """A sentence that says what the forest plot shows."""
    rows = [row for row in result.coefficients if row.main]
    told = "; ".join(
        " ".join(filter(None, [coefficient_label(row), against_words(result, row), main_words(row, result.spec.kind)]))
        for row in rows[:TERMS_SHOWN]
    )
    return f"{title(result)}. {told or STATUSES[result.status]}"


def caption(catalogue: Catalogue, result: ModelResult, view: View, made_on: date, *, published: bool = False) -> Caption:
    """Everything that stands around one card of a model; with `published`, where the estimates laid over it come from."""
    made, more = method(result), [published_words(result)] if published else []
    chosen = [estimator_words(result)] if result.why and result.status == "ok" else []
    heading = title(result) if view == "forest" else WHOLE_TERMS
    return Caption(
        title=title(result) if view == "forest" else f"{title(result)}. {heading}",
        heading=heading,
        note=first_words(result, *chosen, *more),
        alt=alt(result),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=counts(result),
        method=" ".join([made, *more]),
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(result),
        file_stem=model_stem(result, view),
    )


def published_words(result: ModelResult) -> str:
    """Where the published estimates come from, or that there are none for this model."""
    sources = dict.fromkeys(one.citation for one in result.published)
    if not sources:
        return "No published estimate stands for a row of this model: its response, month, coding or terms are others."
    return f"Diamonds: published, without intervals, in the same coding ({'; '.join(sources)})."


def model_stem(result: ModelResult, view: str) -> str:
    """The name of every file made of this model."""
    what = f"{view}-{result.spec.kind}-{result.spec.endpoint.key}-m{result.spec.month}"
    return file_stem(what.replace("_", "-"), result.spec, result.cohort, result.provenance)


def _how(result: ModelResult) -> tuple[tuple[str, str], ...]:
    terms = listed([inner(label) for _, label in result.labels], "and")
    used = {row.main.estimate.method for row in result.coefficients if row.main}
    used |= {row.main.test.method for row in result.coefficients if row.main} | {one.test.method for one in result.terms}
    curve = {"restricted cubic spline"} if any(row.part == "spline" for row in result.coefficients) else set()
    names = sorted(used | curve | {ESTIMATORS[result.estimator]})
    return (
        (
            "Outcome",
            result.spec.endpoint.definition if result.spec.kind == "logistic" else LINEAR_OUTCOMES[result.spec.linear_of],
        ),
        ("Terms", (TOGETHER if result.spec.together else APART).format(terms=terms)),
        *imputation_how(result),
        *((name[0].upper() + name[1:], FORMULAE[name]) for name in names if name in FORMULAE),
    )


LINEAR_OUTCOMES: dict[LinearOutcome, str] = {
    "improvement": "100 × (baseline − value) / baseline, in percentage points; among patients assessed in the window.",
    "value": "The score at the visit nearest to the month, in its own points; among patients assessed in the window.",
}


def as_text(catalogue: Catalogue, result: ModelResult, made_on: date) -> str:
    """The model for a terminal: title, cohort, a line a coefficient, counts, method and data."""
    words = caption(catalogue, result, "forest", made_on)
    kind = result.spec.kind
    lines = [
        f"  {coefficient_label(row)}: crude {crude_words(row, kind)}, adjusted {estimate_words(row.adjusted, kind)}, "
        f"p {test_words(row.main)}{_beside(result, row)}"
        for row in result.coefficients
    ]
    tests = [f"  {term_words(result, one)}: {tested(one.test)}" for one in result.terms]
    return "\n".join(
        [words.title, words.cohort, *lines, *([WHOLE_TERMS, *tests] if tests else []), words.counts, words.method, words.data]
    )


def _beside(result: ModelResult, row: Coefficient) -> str:
    """Maximum likelihood where Firth's is shown."""
    joint = result.estimator == "firth" and result.spec.together
    return f"; maximum likelihood {shadow_words(row)}" if joint else ""
