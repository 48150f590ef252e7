"""The curve of response over a number, in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.curve import CurveResult
from core.domain.filters import number
from core.words.cohort import filter_sentence, inner
from core.words.model import counts, first_words
from core.words.model_method import STATUSES, method
from core.words.numbers import p_words, rate_with_interval
from core.words.provenance import data_line, file_stem
from core.words.sources import FORMULAE

RISK, SEEN = "Predicted response", "Patients"
ADVICE = "The preferred reading: it uses the number as it is and chooses no cut-off."


def title(result: CurveResult) -> str:
    """What is drawn over what."""
    spec = result.spec
    return f"{spec.endpoint.label} at month {spec.month} over {inner(result.label)}"


def value_words(result: CurveResult, at: float) -> str:
    """`8.2 years`."""
    return f"{number(round(at, 2))} {result.unit}".strip()


def finding(result: CurveResult) -> str:
    """The ends and the middle of the curve, and whether it bends; or why there is none."""
    if not result.points:
        return STATUSES[result.model.status]
    shown = [result.points[0], result.points[len(result.points) // 2], result.points[-1]]
    told = "; ".join(f"{value_words(result, one.at)} {rate_with_interval(one.risk)}" for one in shown)
    return f"{told}. {bend_words(result)}"


def bend_words(result: CurveResult) -> str:
    """The tests of the curve as a whole and of its bends."""
    tests = {one.linearity: one.test for one in result.model.terms}
    parts = []
    if False in tests:
        parts.append(f"Any association: {tests[False].method}, {p_words(tests[False].p)}")
    if True in tests:
        parts.append(f"other than a line: {p_words(tests[True].p)}")
    return "; ".join(parts) + "." if parts else ""


def caption(catalogue: Catalogue, result: CurveResult, made_on: date) -> Caption:
    """Everything that stands around the card."""
    model = result.model
    provenance = model.provenance
    return Caption(
        title=title(result),
        heading=title(result),
        note=first_words(model, *([ADVICE, bend_words(result)] if result.points else [])),
        alt=f"{title(result)}. {finding(result)}",
        cohort=filter_sentence(catalogue, model.cohort),
        counts=counts(model),
        method=f"{finding(result)} {ADVICE} {method(model)}" if result.points else method(model),
        data=data_line(provenance, made_on),
        synthetic=provenance.synthetic,
        how=_how(result),
        file_stem=file_stem(f"curve-{result.spec.variable}".replace("_", "-"), result.spec, model.cohort, provenance),
    )


def _how(result: CurveResult) -> tuple[tuple[str, str], ...]:
    knots = ", ".join(value_words(result, at) for at in result.knots)
    return (
        ("Restricted cubic spline", FORMULAE["restricted cubic spline"] + (f" Knots: {knots}." if knots else "")),
        ("Band", FORMULAE["Wald on the log odds"]),
        ("Marks", "One a patient used: responders above, the others below."),
    )
