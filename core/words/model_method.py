"""How a model was made, in words: why an estimator was taken, what was left out or changed, and the methods by name."""

from core.catalogue.lookup import landmark
from core.domain.left_out import Aliased, Changed
from core.domain.model import (
    BOOTSTRAPS,
    FEW_EVENTS_PER_PARAMETER,
    MANY_PATIENTS,
    MOST_PATTERNS,
    SEED,
    Errors,
    LinearOutcome,
    ModelKind,
    ModelResult,
    Status,
    Why,
)
from core.words.coefficients import coefficient_label
from core.words.cohort import inner, listed
from core.words.imputation import imputation_words
from core.words.rates import window_words

ESTIMATORS = {"ml": "maximum likelihood", "firth": "Firth's penalised likelihood", "ols": "least squares", "none": "no fit"}
EFFECT = (
    "Effect coding: each level is compared with the unweighted mean of all levels (of log odds in a logistic model), as JMP "
    "prints nominal terms; of two levels "
)
TWO_LEVELS: dict[ModelKind, str] = {
    "logistic": "the odds ratio between them is the square of the estimate.",
    "least_squares": "the difference is twice the estimate.",
}
ERRORS: dict[Errors, str] = {
    "classical": "classical standard errors",
    "hc3": "HC3 standard errors, which do not ask for equal variances",
}
POINTS: dict[LinearOutcome, str] = {"improvement": "Percentage points", "value": "Points of {measure}"}
FEW = "Few patients for so many coefficients, {per:.1f} of the rarer outcome each: read intervals, not single estimates."
PARTED = "A combination of the terms parts responders from non-responders."
INTERACTION = (
    "Where a term stands in an interaction, its own rows hold at the named value of the other variable; the row of both says "
    "how far one changes the other."
)
ENDLESS = "Maximum likelihood has no finite odds ratio for {rows}."
ENDLESS_SAMPLES = "An odds ratio without a finite estimate in a sample counts as infinite or 0 there."
MULTIPLICITY = "The {n} p-values are not adjusted for their number."
LANDMARK = (
    "Landmark month {month}: only patients assessed then are used, and the response counts later, so that nobody is credited "
    "with time that had to be stayed on first."
)
STREAMED: dict[ModelKind, str] = {
    "logistic": "These terms have too many combinations of values to list, so every pass of the fit goes through all patients, "
    "a few thousand at a time. Limits and tests are Wald's, whichever are chosen: others would take dozens of passes, and "
    "agree with them where an estimate rests on many patients.",
    "least_squares": "These terms have too many combinations of values to list, so the fit goes through all patients twice, a "
    "few thousand at a time.",
}
CURVE = "A curve is told as the step between the quartiles of the patients used (where these are the same, between the ends)."
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
    "no residual": "A patient alone decides a coefficient, so that HC3 standard errors do not exist. Choose classical ones, or "
    "take terms out.",
    "not converged": "The fit did not settle. Take terms out, or choose Firth's penalised likelihood.",
    "too many patterns": f"Of more than {MANY_PATIENTS:,} patients in view this is made for up to {MOST_PATTERNS:,} "
    "combinations of values, and these terms have more. Take numbers in groups between cut points, or filter the cohort.",
}
WHYS: dict[Why, str] = {
    "asked": "as chosen",
    "separated": "because a combination of the terms parts responders from non-responders, so that maximum likelihood has no "
    "finite answer",
    "few events": f"because there are fewer than {FEW_EVENTS_PER_PARAMETER} patients of the rarer outcome per coefficient, "
    "where maximum likelihood is biased away from 1",
}


def estimator_words(result: ModelResult) -> str:
    """Which estimator is shown and why."""
    if result.status != "ok":
        return STATUSES[result.status]
    if result.spec.kind == "least_squares":
        if not result.spec.together:
            return f"Ordinary least squares, {ERRORS[result.spec.errors]}."
        left = f"R² {result.r2 or 0:.2f}, residual SD {result.residual_sd or 0:.1f}"
        return f"Ordinary least squares, {ERRORS[result.spec.errors]}; {left}."
    reasons = listed([WHYS[why] for why in result.why], "and")
    named = ESTIMATORS[result.estimator]
    return f"{named[0].upper()}{named[1:]} is shown, {reasons}." if reasons else f"{named[0].upper()}{named[1:]}."


def aliased_words(one: Aliased) -> str:
    """`AA type Totalis (AT) is the same as ...`: why a column was left out."""
    if one.why == "constant":
        return f"{one.label} is left out: it does not vary among the patients used."
    if one.why == "empty cell":
        return f"{one.term}: {one.label} is left out, for nobody used is both."
    if one.why == "without its term":
        return f"{one.term} is left out with {listed(list(one.of), 'and')}."
    return f"{one.term} is left out: among the patients used, {one.label} is told by {listed(list(one.of), 'and')}."


def changed_words(one: Changed) -> str:
    """How a term is fitted otherwise than asked."""
    if one.what == "straight":
        return f"{one.label} bunches at too few values among the patients used for the knots of a curve, so it is a line."
    return f"{one.label} is compared with {one.used}, for none of the patients used is {one.asked}."


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
    shown = next((row.main for row in result.coefficients if row.main), None)
    parts = [estimator_words(result)]
    if shown is not None:
        scale = "Odds ratios" if spec.kind == "logistic" else POINTS[spec.linear_of].format(measure=result.measure)
        parts.append(f"{scale} with {100 * spec.level:g}% {shown.estimate.method} intervals; p by {shown.test.method}.")
        several = sum(row.main is not None for row in result.coefficients)
        parts += [MULTIPLICITY.format(n=several)] if several > 1 else []
        parts.append(samples_words(result))
        parts += [STREAMED[spec.kind]] if result.streamed else []
        parts += _endless(result)
        parts.append(coding_words(result))
        parts += [INTERACTION] if any(row.at for row in result.coefficients) else []
        parts += [LANDMARK.format(month=month) for month in _landmarks(result)]
        parts += [CURVE] if any(row.part == "spline" for row in result.coefficients) else []
    parts.append(imputation_words(result))
    parts.append(f"{window_words(spec)[0].upper()}{window_words(spec)[1:]}.")
    fitted = {row.label for row in result.coefficients}
    changed = [changed_words(one) for one in result.changed if one.label in fitted]
    return " ".join(filter(None, [*parts, *map(aliased_words, result.aliased), *changed]))


def warnings(result: ModelResult) -> list[str]:
    """What nobody should miss: why there is no fit, few patients, outcomes that are parted, and what is not as asked."""
    per = result.events_per_parameter if result.status == "ok" else None
    return [
        *filter(None, [STATUSES[result.status]]),
        *([FEW.format(per=per)] if per is not None and per < FEW_EVENTS_PER_PARAMETER else []),
        *(_endless(result) or ([PARTED] if result.separated and result.status == "ok" else [])),
        *([STREAMED[result.spec.kind]] if result.streamed else []),
        *([imputation_words(result)] if result.imputation and not result.imputed else []),
        *map(aliased_words, result.aliased),
    ]


def _endless(result: ModelResult) -> list[str]:
    rows = [row for row in result.coefficients if row.endless or row.crude_status == "separated"]
    return [ENDLESS.format(rows=listed([coefficient_label(row) for row in rows], "and"))] if rows else []


def _landmarks(result: ModelResult) -> list[int]:
    months = {landmark(term.variable)[1] for term in result.spec.main_terms}
    return sorted(month for month in months if month is not None)


def samples_words(result: ModelResult) -> str:
    """How many bootstrap samples the intervals rest on."""
    if result.samples is None:
        return ""
    joint = ", all terms together" if result.spec.together else ""
    said = f"{BOOTSTRAPS:,} bootstrap samples, seed {SEED}, of which {result.samples:,} could be fitted{joint}."
    return said if result.estimator == "firth" else f"{said} {ENDLESS_SAMPLES}"
