"""Published estimates that stand for a row of the model asked for."""

from core.catalogue.lookup import endpoint
from core.domain.catalogue import Catalogue, PublishedAnalysis, PublishedEstimate
from core.domain.model import ModelSpec
from core.domain.published_marks import PublishedMark


def published_marks(catalogue: Catalogue, spec: ModelSpec) -> tuple[PublishedMark, ...]:
    """The printed estimates of the same response, month, coding and form of term; whoever the patients are."""
    return tuple(
        PublishedMark(
            variable=one.variable,
            value=one.level,
            estimate=one.value,
            digits=one.digits,
            p=one.p,
            citation=analysis.citation,
        )
        for analysis in catalogue.published
        if _same_response(catalogue, analysis, spec)
        for one in analysis.estimates
        if one.kind == spec.kind and one.coding == spec.coding and _same_form(catalogue, one, spec)
    )


def _same_response(catalogue: Catalogue, analysis: PublishedAnalysis, spec: ModelSpec) -> bool:
    printed = endpoint(catalogue, analysis.endpoint)
    same = printed == spec.endpoint if spec.kind == "logistic" else printed.measure == spec.endpoint.measure
    return same and analysis.month == spec.month and spec.linear_of == "improvement"


def _same_form(catalogue: Catalogue, one: PublishedEstimate, spec: ModelSpec) -> bool:
    """The term as it was published; its reference matters only where levels are compared with it."""
    printed = next((term for term in catalogue.published_terms if term.variable == one.variable), None)
    asked = next((term for term in spec.terms if term.key == one.variable), None)
    if asked is None or printed is None or (asked.form, asked.cuts) != (printed.form, printed.cuts):
        return False
    return spec.coding == "effect" or asked.reference == printed.reference
