"""Results, computed once for a data version, a filter and a question; shared by all sessions.

Keys are texts made here; the objects themselves are passed with a leading underscore. No time limit: the version is in the key.
"""

import streamlit as st

from core.analysis.cut_scan import scan
from core.analysis.diagnostics import diagnose
from core.analysis.facets import facets
from core.analysis.members import members
from core.analysis.model import fit_model
from core.analysis.overview import overview
from core.analysis.published_models import published_fits
from core.analysis.rates import rates
from core.catalogue import current
from core.domain.cut_scan import ScanResult, ScanSpec
from core.domain.diagnostics import Diagnostics
from core.domain.facets import Facets
from core.domain.filters import CohortFilter
from core.domain.members import Members
from core.domain.model import ModelResult, ModelSpec, PublishedFit
from core.domain.overview import OverviewResult
from core.domain.rates import GroupRate, RateResult, RateSpec
from core.store.cohort_store import CohortStore, current_store
from core.store.distributions import patients_in_view

KEPT = 2000  # results


def store() -> CohortStore:
    """The store of the version in force, looked up at every run so that a new version shows at the next one."""
    return current_store(current())


def cohort_facets(source: CohortStore, cohort: CohortFilter) -> Facets:
    """The filter panel's counts."""
    return _facets(source.version.digest, cohort.to_query(), source, cohort)


def in_view(source: CohortStore, cohort: CohortFilter) -> int:
    """How many patients the filter keeps."""
    return _in_view(source.version.digest, cohort.to_query(), source, cohort)


def cohort_rates(source: CohortStore, cohort: CohortFilter, spec: RateSpec) -> RateResult:
    """The response rates."""
    return _rates(source.version.digest, cohort.to_query(), repr(spec), source, cohort, spec)


def cohort_overview(source: CohortStore, cohort: CohortFilter, spec: RateSpec) -> OverviewResult:
    """The overview."""
    return _overview(source.version.digest, cohort.to_query(), repr(spec), source, cohort, spec)


def cohort_model(source: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> ModelResult:
    """A regression of the patients in view."""
    return _model(source.version.digest, cohort.to_query(), repr(spec), source, cohort, spec)


def cohort_diagnostics(source: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> Diagnostics:
    """The diagnostics of a regression."""
    return _diagnostics(source.version.digest, cohort.to_query(), repr(spec), source, cohort, spec)


def cohort_scan(source: CohortStore, cohort: CohortFilter, spec: ScanSpec) -> ScanResult:
    """The cut-off scan of a number."""
    return _scan(source.version.digest, cohort.to_query(), repr(spec), source, cohort, spec)


def published_models(source: CohortStore) -> tuple[PublishedFit, ...]:
    """Published regression estimates with their refits of everyone treated."""
    return _published_models(source.version.digest, source)


def cohort_members(source: CohortStore, result: RateResult, group: GroupRate) -> Members:
    """The patients of one group; not kept, for lists are long and rarely asked for twice."""
    return members(source, result, group)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _facets(version: str, where: str, _store: CohortStore, _cohort: CohortFilter) -> Facets:
    return facets(_store, _cohort, in_view(_store, _cohort))


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _in_view(version: str, where: str, _store: CohortStore, _cohort: CohortFilter) -> int:
    return patients_in_view(_store, _cohort)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _rates(version: str, where: str, question: str, _store: CohortStore, _cohort: CohortFilter, _spec: RateSpec) -> RateResult:
    return rates(_store, _cohort, _spec)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _model(
    version: str, where: str, question: str, _store: CohortStore, _cohort: CohortFilter, _spec: ModelSpec
) -> ModelResult:
    return fit_model(_store, _cohort, _spec)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _diagnostics(
    version: str, where: str, question: str, _store: CohortStore, _cohort: CohortFilter, _spec: ModelSpec
) -> Diagnostics:
    return diagnose(_store, _cohort, _spec)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _scan(version: str, where: str, question: str, _store: CohortStore, _cohort: CohortFilter, _spec: ScanSpec) -> ScanResult:
    return scan(_store, _cohort, _spec)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _published_models(version: str, _store: CohortStore) -> tuple[PublishedFit, ...]:
    return published_fits(_store)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _overview(
    version: str, where: str, question: str, _store: CohortStore, _cohort: CohortFilter, _spec: RateSpec
) -> OverviewResult:
    return overview(_store, _cohort, _spec)
