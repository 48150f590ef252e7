"""The course of one laboratory test in everyone treated and in view."""

from collections.abc import Sequence
from itertools import groupby

from core.analysis.groups import Key, levels
from core.analysis.lab_bands import bands, same_for_all
from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.catalogue.lookup import lab_test, variable
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.lab_course import MOST_LINES, SCALES, LabCourse, LabGroup, LabLine, LabPoint, LabSpec, NormalLimits
from core.domain.labs import CTCAE_VERSIONS, LabTest, Monitoring
from core.domain.variable import Level
from core.store.cohort_store import CohortStore
from core.store.lab_courses import (
    MonthPattern,
    PeoplePattern,
    drugs_in_view,
    keys_with_values,
    limit_pairs,
    month_patterns,
    patient_values,
    people_patterns,
)

Axis = Sequence[tuple[tuple[Key, ...], tuple[Level, ...]]]


def lab_course(store: CohortStore, cohort: CohortFilter, spec: LabSpec) -> LabCourse:
    """The course of one test. Raises FilterError or RequestError where it cannot be asked."""
    cohort = recorded(store, cohort, "lab")
    test = checked_test(store, spec)
    people = people_patterns(store, cohort, spec)
    axis: Axis = [((), ())]
    if spec.by:
        axis = [((key,), (level,)) for key, level in levels(store.catalogue, spec.by, people, 0)]
    treated, measured = sum(one.n for one in people), sum(one.measured for one in people)
    limits = tuple(NormalLimits(lower=a, upper=b, patients=n) for a, b, n in limit_pairs(store, cohort, spec))
    criterion, months = test.criterion(spec.version), month_patterns(store, cohort, spec)
    return LabCourse(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, treated),
        label=test.label,
        unit=test.unit,
        decimals=test.decimals,
        criterion=criterion,
        groups=tuple(_group(group, place, people, months) for place, group in axis),
        lines=_lines(store, cohort, spec, axis) if measured <= MOST_LINES else (),
        limits=limits,
        bands=bands(criterion, limits, spec.scale),
        bands_differ=not same_for_all(criterion, limits, spec.scale),
        monitoring=_monitoring(store, cohort, spec),
        measured=measured,
        no_unit=sum(one.no_unit for one in people),
        no_limits=sum(one.no_limits for one in people),
        in_no_group=sum(one.n for one in people if spec.by and one.groups[0] is None),
        group_label=variable(store.catalogue, spec.by.variable).label if spec.by else "",
    )


def checked_test(store: CohortStore, spec: LabSpec) -> LabTest:
    """The test that is asked for. Raises RequestError with the remedy for what these data or the catalogue do not have."""
    test = lab_test(store.catalogue, spec.test)
    for chosen, known in ((spec.scale, SCALES), (spec.version, CTCAE_VERSIONS)):
        if chosen not in known:
            raise RequestError(f"There is no {chosen!r} here. Choose one of: {', '.join(known)}.")
    return test


def measured_tests(store: CohortStore, _cohort: CohortFilter) -> tuple[LabTest, ...]:
    """The tests that these data have values of, in the catalogue's order, whatever the filter. Raises RequestError for none."""
    found = keys_with_values(store)
    there = tuple(test for test in store.catalogue.lab_tests if test.key in found)
    if not there:
        raise RequestError(
            "These data have no laboratory value that can be shown. Import lab.csv with the tests and units of the definitions."
        )
    return there


def _group(
    group: tuple[Level, ...], place: tuple[Key, ...], people: Sequence[PeoplePattern], months: Sequence[MonthPattern]
) -> LabGroup:
    mine = [one for one in people if one.groups == place]
    return LabGroup(
        levels=group,
        n=sum(one.n for one in mine),
        measured=sum(one.measured for one in mine),
        no_baseline=sum(one.no_baseline for one in mine),
        zero_baseline=sum(one.zero_baseline for one in mine),
        points=tuple(
            LabPoint(month=one.month, n=one.n, lower=one.quartiles[0], median=one.quartiles[1], upper=one.quartiles[2])
            for one in months
            if one.groups == place
        ),
    )


def _lines(store: CohortStore, cohort: CohortFilter, spec: LabSpec, axis: Axis) -> tuple[LabLine, ...]:
    places = {key: at for at, (key, _) in enumerate(axis)}
    rows = [row for row in patient_values(store, cohort, spec) if tuple(row[:-3]) in places]
    return tuple(
        LabLine(patient_id=patient, group=places[key], points=tuple((row[-2], row[-1]) for row in mine))
        for (key, patient), mine in groupby(rows, key=lambda row: (tuple(row[:-3]), row[-3]))
    )


def _monitoring(store: CohortStore, cohort: CohortFilter, spec: LabSpec) -> tuple[Monitoring, ...]:
    """The thresholds of the drugs in view, where the scale is that of the value."""
    known = [one for one in store.catalogue.monitoring if one.test == spec.test]
    if spec.scale != "value" or not known:
        return ()
    drugs = {drug.casefold() for drug in drugs_in_view(store, cohort)}
    return tuple(one for one in known if one.drug in drugs)
