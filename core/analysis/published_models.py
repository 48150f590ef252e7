"""Printed regression estimates beside refits of everyone treated: as printed, and how they move when the method does."""

from dataclasses import replace

from core.analysis.model import fit_model
from core.catalogue.lookup import endpoint
from core.domain.catalogue import Catalogue, PublishedAnalysis, PublishedEstimate
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.model import Fit, ModelResult, ModelSpec
from core.domain.published_fits import PublishedFit, Refit, Variant
from core.domain.terms import Term
from core.store.cohort_store import CohortStore


def published_fits(store: CohortStore, cohort: CohortFilter) -> tuple[PublishedFit, ...]:
    """A row a printed estimate, with its refits on these patients; none where the data mirror no published analysis."""
    models: dict[ModelSpec, ModelResult] = {}
    return tuple(
        _beside(store, cohort, models, analysis, figure)
        for analysis in store.catalogue.published
        if analysis.key == store.version.reference
        for figure in analysis.estimates
    )


def _beside(
    store: CohortStore,
    cohort: CohortFilter,
    models: dict[ModelSpec, ModelResult],
    analysis: PublishedAnalysis,
    figure: PublishedEstimate,
) -> PublishedFit:
    refits = []
    for variant, spec in _variants(store.catalogue, analysis, figure):
        if spec is not None and spec not in models:
            models[spec] = fit_model(store, cohort, spec)
        refits.append(Refit(variant=variant, fit=_found(models[spec], figure) if spec else None))
    return PublishedFit(
        kind=figure.kind,
        label=figure.label,
        value=figure.value,
        digits=figure.digits,
        p=figure.p,
        note=figure.note,
        refits=tuple(refits),
    )


def _variants(
    catalogue: Catalogue, analysis: PublishedAnalysis, figure: PublishedEstimate
) -> list[tuple[Variant, ModelSpec | None]]:
    """What is fitted for each column; least squares has one likelihood, so two of them are empty, and without a preset of fewer
    terms that one is."""
    terms = {preset.key: preset.terms for preset in catalogue.presets}
    fewer = terms.get(analysis.fewer_terms)
    printed = ModelSpec(
        kind=figure.kind,
        endpoint=endpoint(catalogue, analysis.endpoint),
        month=analysis.month,
        window=catalogue.window,
        analysis_set=AnalysisSet.OBSERVED,
        terms=catalogue.published_terms,
        coding=figure.coding,
        estimator="ml",
        interval="wald",
        test="wald",
    )
    odds = figure.kind == "logistic"
    other = replace(
        printed,
        coding="effect" if figure.coding == "treatment" else "treatment",
        terms=tuple(_against_another(term, figure) for term in catalogue.published_terms),
    )
    return [
        ("printed", printed),
        ("likelihood", replace(printed, interval="profile", test="lr") if odds else None),
        ("firth", replace(printed, estimator="firth", interval="profile", test="lr") if odds else None),
        ("coding", other),
        ("fewer terms", replace(printed, terms=fewer) if fewer else None),
    ]


def _against_another(term: Term, figure: PublishedEstimate) -> Term:
    """The term with a reference other than the level the figure is about."""
    own = term.variable == figure.variable and term.reference == figure.level
    return replace(term, reference="") if own else term


def _found(result: ModelResult, figure: PublishedEstimate) -> Fit | None:
    rows = [row for row in result.coefficients if row.variable == figure.variable and row.value == figure.level]
    return rows[0].adjusted if rows else None
