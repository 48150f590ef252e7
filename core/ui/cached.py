"""Results, computed once for a data version, a filter and a question; shared by all sessions.

Keys are texts made here; the objects themselves are passed with a leading underscore. No time limit: the version is in the key.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from core.analysis.adjusted import adjusted_risks
from core.analysis.curve import curve
from core.analysis.cut_scan import scan
from core.analysis.diagnostics import diagnose_model
from core.analysis.facets import facets
from core.analysis.members import members
from core.analysis.model import fit_model
from core.analysis.overview import overview
from core.analysis.published_models import published_fits
from core.analysis.rates import rates
from core.analysis.subgroups import subgroups
from core.analysis.what_if import what_if
from core.catalogue import current
from core.domain.adjusted import AdjustedRisks
from core.domain.curve import CurveResult
from core.domain.cut_scan import ScanResult, ScanSpec
from core.domain.diagnostics import Diagnostics
from core.domain.facets import Facets
from core.domain.filters import CohortFilter
from core.domain.members import Members
from core.domain.model import ModelResult, ModelSpec
from core.domain.overview import OverviewResult
from core.domain.published_fits import PublishedFit
from core.domain.rates import GroupRate, RateResult, RateSpec
from core.domain.subgroups import SubgroupResult, SubgroupSpec
from core.domain.what_if import Profile, WhatIf
from core.store.cohort_store import CohortStore, current_store
from core.store.distributions import patients_in_view

KEPT = 5000  # results
Specs = ParamSpec("Specs")
Result = TypeVar("Result")


def store() -> CohortStore:
    """The store of the version in force, looked up at every run so that a new version shows at the next one."""
    return current_store(current())


def cohort_facets(source: CohortStore, cohort: CohortFilter) -> Facets:
    """The filter panel's counts."""
    return _answer(_facets, source, cohort)


def in_view(source: CohortStore, cohort: CohortFilter) -> int:
    """How many patients the filter keeps."""
    return _answer(patients_in_view, source, cohort)


def cohort_rates(source: CohortStore, cohort: CohortFilter, spec: RateSpec) -> RateResult:
    """The response rates."""
    return _answer(rates, source, cohort, spec)


def cohort_overview(source: CohortStore, cohort: CohortFilter, spec: RateSpec) -> OverviewResult:
    """The overview."""
    return _answer(overview, source, cohort, spec)


def cohort_model(source: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> ModelResult:
    """A regression of the patients in view."""
    return _answer(fit_model, source, cohort, spec)


def model_diagnostics(source: CohortStore, result: ModelResult) -> Diagnostics:
    """The diagnostics of a regression."""
    return _answer(_diagnostics, source, result.cohort, result.spec)


def cohort_curve(source: CohortStore, cohort: CohortFilter, spec: ScanSpec) -> CurveResult:
    """The response over a number as a curve."""
    return _answer(curve, source, cohort, spec)


def cohort_scan(source: CohortStore, cohort: CohortFilter, spec: ScanSpec) -> ScanResult:
    """The cut-off scan of a number."""
    return _answer(scan, source, cohort, spec)


def cohort_subgroups(source: CohortStore, cohort: CohortFilter, spec: SubgroupSpec) -> SubgroupResult:
    """The effect of one factor within subgroups."""
    return _answer(subgroups, source, cohort, spec)


def cohort_adjusted(source: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> AdjustedRisks:
    """The adjusted risks of a logistic regression."""
    return _answer(adjusted_risks, source, cohort, spec)


def cohort_what_if(source: CohortStore, cohort: CohortFilter, spec: ModelSpec, profile: Profile) -> WhatIf:
    """What a logistic regression says of a profile."""
    return _answer(what_if, source, cohort, spec, profile)


def published_models(source: CohortStore) -> tuple[PublishedFit, ...]:
    """Published regression estimates with their refits of everyone treated."""
    return _answer(_published, source, CohortFilter())


def cohort_members(source: CohortStore, result: RateResult, group: GroupRate) -> Members:
    """The patients of one group; not kept, for lists are long and rarely asked for twice."""
    return members(source, result, group)


def _answer(
    compute: Callable[Concatenate[CohortStore, CohortFilter, Specs], Result],
    source: CohortStore,
    cohort: CohortFilter,
    *specs: Specs.args,
    **named: Specs.kwargs,
) -> Result:
    """What this analysis gives, computed or kept."""
    name = f"{compute.__module__}.{compute.__qualname__}"
    found: Result = _kept(name, source.version.digest, cohort.to_query(), repr((specs, named)), compute, source, cohort, specs)
    return found


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _kept(
    analysis: str,
    version: str,
    where: str,
    question: str,
    _compute: Callable[..., Any],
    _store: CohortStore,
    _cohort: CohortFilter,
    _specs: tuple[Any, ...],
) -> Any:
    return _compute(_store, _cohort, *_specs)


def _facets(source: CohortStore, cohort: CohortFilter) -> Facets:
    return facets(source, cohort, in_view(source, cohort))


def _diagnostics(source: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> Diagnostics:
    return diagnose_model(source, cohort_model(source, cohort, spec))


def _published(source: CohortStore, cohort: CohortFilter) -> tuple[PublishedFit, ...]:
    return published_fits(source)
