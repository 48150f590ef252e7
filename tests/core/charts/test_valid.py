"""Figures are put together unchecked for speed; here every property of every chart is checked."""

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest

from core.analysis.cut_scan import scan
from core.analysis.diagnostics import diagnose_model
from core.analysis.event_combinations import combinations
from core.analysis.event_months import month_map
from core.analysis.events import adverse_events
from core.analysis.incidence import incidence
from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.analysis.overview import overview
from core.analysis.patient import patient_record
from core.analysis.timelines import timelines
from core.analysis.tolerability import tolerability
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.charts.calibration import calibration
from core.charts.cut_scan import cut_scan
from core.charts.event_bars import event_bars
from core.charts.event_combinations import event_combinations
from core.charts.event_months import event_months
from core.charts.event_pairs import event_butterfly, event_dots, event_volcano
from core.charts.flow import flow_chart
from core.charts.forest import forest
from core.charts.incidence_curves import incidence_curves
from core.charts.influence import influence
from core.charts.kidney import kidney_chart
from core.charts.lab_course import lab_course as course_chart
from core.charts.lab_grade_bars import lab_grade_bars
from core.charts.lab_shift import lab_shift
from core.charts.patient_course import patient_course
from core.charts.rate_bars import rate_bars
from core.charts.rate_differences import rate_differences
from core.charts.rate_heatmap import rate_heatmap
from core.charts.rate_sets import rate_sets
from core.charts.residual_quantiles import residual_quantiles
from core.charts.residuals import residuals
from core.charts.roc import roc
from core.charts.timelines import timelines as timelines_chart
from core.charts.tolerability import tolerability as tolerability_chart
from core.domain.event_combinations import CombinationSpec
from core.domain.event_months import MonthSpec
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.incidence import IncidenceSpec
from core.domain.lab_course import SCALES, LabSpec
from core.domain.lab_grades import GradeSpec
from core.domain.rates import Grouping
from core.domain.timelines import TimelineSpec
from core.domain.tolerability import ToleranceSpec
from core.store.cohort_store import CohortStore
from core.store.patient_rows import pseudonyms
from tests.building import ask, model, scan_spec, spec


def lab_figures(store: CohortStore, cohort: CohortFilter) -> Iterator[go.Figure]:
    yield kidney_chart(kidney(store, cohort))
    for test in ("creatinine", "neutrophils", "ldl"):
        for scale in SCALES:
            asked = LabSpec(test=test, scale=scale, by=Grouping("sex") if scale == "change" else None)
            yield course_chart(lab_course(store, cohort, asked))
        grades = lab_grades(store, cohort, GradeSpec(test=test))
        yield lab_grade_bars(grades)
        yield lab_shift(grades)


def figures(store: CohortStore, where: str) -> Iterator[go.Figure]:
    for by in ((), ("aa_type",), ("aa_type", "duration_years:4")):
        result = ask(store, *by, where=where)
        yield rate_bars(result, benchmarks=current().benchmarks[:3])
        yield rate_sets(result)
        yield rate_differences(result)
        if len(by) == 2:
            yield rate_heatmap(result)
    yield cut_scan(scan(store, CohortFilter.from_query(where), scan_spec()))
    for kind in ("logistic", "least_squares"):
        for crude in (True, False):
            yield forest(model(store, where, kind=kind), crude=crude)
        result, found = model(store, where, kind=kind), diagnose_model(store, model(store, where, kind=kind))
        for draw in (roc, calibration, influence, residuals, residual_quantiles):
            yield draw(result, found)
    yield from safety(store, CohortFilter.from_query(where))
    yield from lab_figures(store, CohortFilter.from_query(where))
    yield flow_chart(overview(store, CohortFilter.from_query(where), spec()))


def safety(store: CohortStore, cohort: CohortFilter) -> Iterator[go.Figure]:
    events = adverse_events(store, cohort, EventSpec())
    for measure in ("patients", "first", "events"):
        yield event_bars(events, events.rows, "term", measure)
    compared = adverse_events(store, cohort, EventSpec(by=Grouping("aa_type")))
    if len(compared.groups) > 1:
        for draw in (event_dots, event_butterfly, event_volcano):
            yield draw(compared, compared.rows, 1, "")
    for by in (None, Grouping("aa_type")):
        yield incidence_curves(incidence(store, cohort, IncidenceSpec(by=by)), "")
    for patient_id in pseudonyms(store, cohort, 20):
        yield patient_course(patient_record(store, cohort, patient_id), "")
    yield from together(store, cohort)


def together(store: CohortStore, cohort: CohortFilter) -> Iterator[go.Figure]:
    yield event_months(month_map(store, cohort, MonthSpec()), "")
    first = endpoint(current(), current().default_endpoint)
    for by in (("sex",), ("sex", "aa_type", "baseline_clinro_eyebrow", "baseline_clinro_eyelash", "site", "dose_mg")):
        asked = ToleranceSpec(endpoint=first, month=9, window=0.5, by=tuple(map(Grouping, by)), least=1)
        yield tolerability_chart(tolerability(store, cohort, asked), "")
    for kind in ("term", "category", "special"):
        yield event_combinations(combinations(store, cohort, CombinationSpec(by=kind)), "")
    for everyone in (True, False):
        lanes = TimelineSpec(endpoint=first, everyone=everyone)
        yield timelines_chart(timelines(store, cohort, lanes), "")


@pytest.mark.parametrize("where", ["", "sex=F;aa_type=OA", "age_years=119..120"])
def test_every_property_of_every_chart_is_one_that_the_library_knows(reference: CohortStore, where: str) -> None:
    for figure in figures(reference, where):
        checked = go.Figure(data=figure.to_dict()["data"], layout=figure.to_dict()["layout"])
        assert len(checked.data) == len(figure.to_dict()["data"])
