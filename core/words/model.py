"""Regression in words: estimates, why an estimator was taken, who was left out, and how it was all made."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.model import (
    FEW_EVENTS_PER_PARAMETER,
    Aliased,
    LeftOut,
    ModelKind,
    ModelResult,
    Status,
    Why,
)
from core.words.coefficients import coefficient_label, estimate_words, test_words
from core.words.cohort import filter_sentence, inner, listed
from core.words.numbers import count
from core.words.provenance import data_line, file_stem, in_view
from core.words.rates import question, window_words
from core.words.sets import SETS
from core.words.sources import FORMULAE

KINDS: dict[ModelKind, str] = {"logistic": "Logistic regression", "least_squares": "Least squares"}
ESTIMATORS = {"ml": "maximum likelihood", "firth": "Firth's penalised likelihood", "ols": "least squares", "none": "no fit"}
EFFECT = (
    "Effect coding: each level is compared with the unweighted mean of all levels (of log odds in a logistic model), as JMP "
    "prints nominal terms; of two levels "
)
TWO_LEVELS: dict[ModelKind, str] = {
    "logistic": "the odds ratio between them is the square of the estimate.",
    "least_squares": "the difference is twice the estimate.",
}
STATUSES: dict[Status, str] = {
    "ok": "",
    "nobody": "Nobody in view has an outcome and a value in every term. Loosen the filter or take a term out.",
    "one outcome": "All patients used have the same outcome, so nothing can go with it. Loosen the filter or choose another "
    "endpoint.",
    "nothing varies": "No term varies among the patients used. Loosen the filter or choose other terms.",
    "too few patients": "There are no more patients than coefficients, the intercept counted. Take terms out.",
    "nothing left to explain": "The terms tell every outcome exactly, so there is no variation to judge them by.",
    "separated": "A combination of the terms parts responders from non-responders, so that maximum likelihood has no finite "
    "answer. Choose Firth's penalised likelihood, or take terms out.",
    "not converged": "The fit did not settle. Take terms out, or choose Firth's penalised likelihood.",
}
WHYS: dict[Why, str] = {
    "asked": "as chosen",
    "separated": "because a combination of the terms parts responders from non-responders, so that maximum likelihood has no "
    "finite answer",
    "few events": f"because there are fewer than {FEW_EVENTS_PER_PARAMETER} patients of the rarer outcome per coefficient, "
    "where maximum likelihood is biased away from 1",
}
TERMS_SHOWN = 12
WHOLE_TERMS = "Tests of whole terms"
View = Literal["forest", "terms"]


def outcome(result: ModelResult) -> str:
    """`SALT ≤20 at month 9`, or the improvement rate."""
    asked = question(result.spec)
    if result.spec.kind == "logistic":
        return asked
    return f"{result.measure} improvement rate at month {result.spec.month}"


def title(result: ModelResult) -> str:
    """What is modelled and how."""
    return f"{outcome(result)}: {KINDS[result.spec.kind].lower()}"


def counts(result: ModelResult) -> str:
    """Patients used, events, and everyone left out with the reason."""
    events = f", {count(result.events, 'responder')}" if result.events is not None else ""
    parts = [
        f"{count(result.n, 'patient')} used{events} ({SETS[result.spec.analysis_set].lower()})",
        in_view(result.provenance),
    ]
    parts += [f"{one.n:,} left out, {_reason(one)}" for one in result.left_out]
    per = result.events_per_parameter
    if per is not None:
        parts.append(f"{count(result.parameters, 'coefficient')}, {per:.1f} patients of the rarer outcome per coefficient")
    return "; ".join(parts) + "."


def _reason(one: LeftOut) -> str:
    if one.reason == "not recorded":
        return f"{inner(one.variable)} not recorded"
    return {
        "not assessed": "not assessed in the window",
        "not evaluable": "not evaluable for this endpoint",
        "no improvement rate": "without an assessment in the window or a baseline above 0",
    }[one.reason]


def estimator_words(result: ModelResult) -> str:
    """Which estimator is shown and why."""
    if result.status != "ok":
        return STATUSES[result.status]
    if result.spec.kind == "least_squares":
        left = f"R² {result.r2 or 0:.2f}, residual SD {result.residual_sd or 0:.1f}"
        return f"Ordinary least squares, classical standard errors; {left}."
    reasons = listed([WHYS[why] for why in result.why], "and")
    named = ESTIMATORS[result.estimator]
    return f"{named[0].upper()}{named[1:]} is shown, {reasons}." if reasons else f"{named[0].upper()}{named[1:]}."


def aliased_words(one: Aliased) -> str:
    """`AA type Totalis (AT) is the same as ...`: why a column was left out."""
    if not one.of:
        return f"{one.label} is left out: it does not vary among the patients used."
    return f"{one.term} is left out: among the patients used, {one.label} is told by {listed(list(one.of), 'and')}."


def coding_words(result: ModelResult) -> str:
    """What the levels are compared with."""
    if result.spec.coding == "effect":
        return EFFECT + TWO_LEVELS[result.spec.kind]
    references = dict.fromkeys((row.label, row.reference) for row in result.coefficients if row.reference)
    if not references:
        return ""
    return f"Compared with: {'; '.join(f'{inner(label)} {reference}' for label, reference in references)}."


def method(result: ModelResult) -> str:
    """The methods behind the estimates, by the names of those that ran."""
    spec = result.spec
    shown = next((row.adjusted for row in result.coefficients if row.adjusted), None)
    parts = [estimator_words(result)]
    if shown is not None:
        scale = "Odds ratios" if spec.kind == "logistic" else "Percentage points"
        parts.append(f"{scale} with {100 * spec.level:g}% {shown.estimate.method} intervals; p by {shown.test.method}.")
        parts.append(coding_words(result))
    parts.append(f"{window_words(spec)[0].upper()}{window_words(spec)[1:]}.")
    return " ".join(filter(None, [*parts, *map(aliased_words, result.aliased)]))


def alt(result: ModelResult) -> str:
    """A sentence that says what the forest plot shows."""
    rows = [row for row in result.coefficients if row.adjusted]
    told = "; ".join(f"{coefficient_label(row)} {estimate_words(row.adjusted, result.spec.kind)}" for row in rows[:TERMS_SHOWN])
    return f"{title(result)}. {told or STATUSES[result.status]}"


def caption(catalogue: Catalogue, result: ModelResult, view: View, made_on: date) -> Caption:
    """Everything that stands around one card of a model."""
    counted, made = counts(result), method(result)
    heading = title(result) if view == "forest" else WHOLE_TERMS
    return Caption(
        title=title(result) if view == "forest" else f"{title(result)}. {heading}",
        heading=heading,
        note=f"{counted} {made}",
        alt=alt(result),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=counted,
        method=made,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(result),
        file_stem=model_stem(result, view),
    )


def model_stem(result: ModelResult, view: str) -> str:
    """The name of every file made of this model."""
    what = f"{view}-{result.spec.kind}-{result.spec.endpoint.key}-m{result.spec.month}"
    return file_stem(what.replace("_", "-"), result.spec, result.cohort, result.provenance)


def _how(result: ModelResult) -> tuple[tuple[str, str], ...]:
    terms = listed([inner(label) for _, label in result.labels], "and")
    used = {row.adjusted.estimate.method for row in result.coefficients if row.adjusted}
    used |= {row.adjusted.test.method for row in result.coefficients if row.adjusted}
    names = sorted(used | {ESTIMATORS[result.estimator]})
    return (
        ("Outcome", result.spec.endpoint.definition if result.spec.kind == "logistic" else IMPROVEMENT),
        ("Terms", f"Together in one model: {terms}. Crude: each term alone, on the same patients, by the same likelihood."),
        *((name[0].upper() + name[1:], FORMULAE[name]) for name in names if name in FORMULAE),
    )


IMPROVEMENT = "100 × (baseline − value) / baseline, in percentage points; among patients assessed in the window."


def as_text(catalogue: Catalogue, result: ModelResult, made_on: date) -> str:
    """The model for a terminal: title, cohort, a line a coefficient, counts, method and data."""
    words = caption(catalogue, result, "forest", made_on)
    kind = result.spec.kind
    lines = [
        f"  {coefficient_label(row)}: crude {estimate_words(row.crude, kind)}, adjusted {estimate_words(row.adjusted, kind)}, "
        f"p {test_words(row.adjusted)}"
        for row in result.coefficients
    ]
    return "\n".join([words.title, words.cohort, *lines, words.counts, words.method, words.data])
