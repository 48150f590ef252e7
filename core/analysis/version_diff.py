"""What changed between two versions, and the figures a reader looks at first, before and after."""

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from core.analysis.events import adverse_events
from core.analysis.rates import rates
from core.catalogue.lookup import endpoint
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet
from core.domain.errors import RequestError, StoreOutdated
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.provenance import Version
from core.domain.rates import RateSpec
from core.domain.version_diff import Figure, Headline, Shown, VersionDiff
from core.store.cohort_store import CohortStore, version_of
from core.store.compare_versions import compare_versions
from core.store.distributions import patients_in_view
from core.store.location import Location
from core.store.releases import digest_in_force

SHOWN: tuple[Shown, ...] = ("treated", "completers", "response", "any event")


def version_diff(store: CohortStore, cohort: CohortFilter, earlier: Path) -> VersionDiff:
    """What changed from the published file `earlier` to the version of this store; the headline figures are of those whom the
    filter keeps. Raises FilterError, and StoreUnreadable where a file fails."""
    spec, after = _spec(store.catalogue, store.version.months), _marked(store.version, store.path)
    try:
        with closing(CohortStore(earlier, store.catalogue)) as before:
            same = before.version.digest == store.version.digest
            return VersionDiff(
                status="same" if same else "compared",
                before=_marked(before.version, earlier),
                after=after,
                cohort=cohort,
                spec=spec,
                changes=None if same else compare_versions(earlier, store.path, store.catalogue),
                headlines=() if same else _headlines(before, store, cohort, spec),
            )
    except StoreOutdated:
        outdated = _marked(version_of(earlier), earlier)
        return VersionDiff(status="outdated", before=outdated, after=after, cohort=cohort, spec=spec)


def _marked(version: Version, path: Path) -> Version:
    """The version, saying rightly whether it is in force."""
    return replace(version, in_force=version.digest == digest_in_force(Location(path.parent)))


def _spec(catalogue: Catalogue, months: tuple[int, ...]) -> RateSpec:
    """The usual endpoint at its usual month, of observed completers."""
    return RateSpec(
        endpoint=endpoint(catalogue, catalogue.default_endpoint),
        month=catalogue.usual_month(months) if any(month > 0 for month in months) else catalogue.default_month,
        window=catalogue.window,
        analysis_set=AnalysisSet.OBSERVED,
    )


def _headlines(before: CohortStore, after: CohortStore, cohort: CohortFilter, spec: RateSpec) -> tuple[Headline, ...]:
    earlier, later = _figures(before, cohort, spec), _figures(after, cohort, spec)
    return tuple(Headline(shown=one, before=earlier.get(one), after=later.get(one)) for one in SHOWN)


def _figures(store: CohortStore, cohort: CohortFilter, spec: RateSpec) -> Mapping[Shown, Figure]:
    """The figures of one version; those of a response only where a visit is near its month."""
    n = patients_in_view(store, cohort)
    figures: dict[Shown, Figure] = {"treated": Figure(shown="treated", events=n, n=store.version.patients)}
    with suppress(RequestError):  # nobody in view is of a site with such a table
        had = adverse_events(store, cohort, EventSpec()).any_event.overall
        figures["any event"] = Figure(shown="any event", events=had.patients, n=had.n, rate=had.rate)
    if spec.month in store.version.months:
        told = rates(store, cohort, spec).overall
        evaluable = told.in_view - told.not_evaluable
        figures["completers"] = Figure(shown="completers", events=told.n, n=evaluable)
        figures["response"] = Figure(shown="response", events=told.events, n=told.n, rate=told.rate)
    return figures
