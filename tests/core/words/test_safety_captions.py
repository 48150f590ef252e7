"""What stands around every chart and list of the safety pages: whole sentences, methods named, files told apart."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from core.analysis.event_combinations import combinations
from core.analysis.event_listing import event_listing
from core.analysis.event_months import month_map
from core.analysis.events import adverse_events
from core.analysis.incidence import incidence
from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.analysis.lab_outliers import lab_outliers
from core.analysis.liver import liver
from core.analysis.timelines import timelines
from core.analysis.tolerability import tolerability
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.caption import Caption
from core.domain.event_combinations import CombinationSpec
from core.domain.event_months import MonthSpec
from core.domain.events import KINDS, EventSpec
from core.domain.filters import CohortFilter
from core.domain.incidence import IncidenceSpec
from core.domain.lab_course import LabSpec
from core.domain.lab_grades import GradeSpec
from core.domain.rates import Grouping
from core.domain.timelines import TimelineSpec
from core.domain.tolerability import ToleranceSpec
from core.store.cohort_store import CohortStore
from core.words import kidney as kidney_words
from core.words import lab_grades as grade_words
from core.words import labs as course_words
from core.words import liver as liver_words
from core.words import outliers as outlier_words
from core.words.event_combinations import combinations_caption
from core.words.event_groups import pair_caption
from core.words.event_listing import listing_caption
from core.words.event_months import months_caption
from core.words.events import MEASURES, caption
from core.words.incidence import incidence_caption
from core.words.sources import FORMULAE, formula
from core.words.timelines import timelines_caption
from core.words.tolerability import tolerability_caption

C, TODAY, SEX = current(), date(2026, 8, 1), Grouping("sex")
ODD = re.compile(r"\bNone\b(?! of)|\bnan\b|\binf\b|\.\.|  | [.;,]|\(\)|<b")
WHERE = ["", "aa_type=AT,AU", "age_years=119.."]


def event_captions(store: CohortStore, cohort: CohortFilter) -> Iterator[Caption]:
    result = adverse_events(store, cohort, EventSpec(by=SEX))
    yield from (caption(C, result, result.of(kind), kind, TODAY, measure) for kind in KINDS for measure in MEASURES)
    if result.reference_at is not None:
        yield pair_caption(C, result, ("term", result.of("term"), 1 - result.reference_at), TODAY)
    yield listing_caption(C, event_listing(store, result, result.any_event), TODAY)
    yield incidence_caption(C, incidence(store, cohort, IncidenceSpec(by=SEX)), TODAY)
    yield incidence_caption(C, incidence(store, cohort, IncidenceSpec(only=("severe",), competing=False)), TODAY)
    yield months_caption(C, month_map(store, cohort, MonthSpec(only=("related",))), TODAY)
    yield combinations_caption(C, combinations(store, cohort, CombinationSpec()), TODAY)
    chosen = endpoint(C, C.default_endpoint)
    yield timelines_caption(C, timelines(store, cohort, TimelineSpec(endpoint=chosen)), TODAY)
    spec = ToleranceSpec(endpoint=chosen, month=C.default_month, window=C.window, by=(SEX,))
    yield tolerability_caption(C, tolerability(store, cohort, spec), TODAY)


def lab_captions(store: CohortStore, cohort: CohortFilter) -> Iterator[Caption]:
    yield from (
        course_words.caption(C, lab_course(store, cohort, LabSpec(test=test, by=SEX)), TODAY) for test in ("creatinine", "ldl")
    )
    for test in ("alt", "ldl"):
        grades = lab_grades(store, cohort, GradeSpec(test=test))
        yield from (grade_words.caption(C, grades, view, TODAY) for view in ("worst", "shift"))
    yield kidney_words.caption(C, kidney(store, cohort), TODAY)
    yield liver_words.caption(C, liver(store, cohort), TODAY)
    yield outlier_words.caption(C, lab_outliers(store, cohort), TODAY)


def safety_captions(store: CohortStore, where: str) -> list[Caption]:
    cohort = CohortFilter.from_query(where)
    return [*event_captions(store, cohort), *lab_captions(store, cohort)]


@pytest.mark.parametrize("where", WHERE)
def test_every_caption_is_in_whole_sentences(reference: CohortStore, where: str) -> None:
    for words in safety_captions(reference, where):
        told = (words.note, words.alt, words.counts, words.method, *(text for _, text in words.how))
        assert all(text.endswith(".") for text in told), (words.title, [text for text in told if not text.endswith(".")])
        odd = [text for text in told if ODD.search(text)]
        assert not odd, (words.title, odd)


@pytest.mark.parametrize("where", WHERE[:2])
def test_every_caption_says_whom_it_counts_and_of_which_data(reference: CohortStore, where: str) -> None:
    for words in safety_captions(reference, where):
        assert "in view" in f"{words.counts} {words.method}", words.title
        assert "simulated patients" in words.data
        assert words.synthetic
        assert words.how


def test_another_filter_or_question_is_another_file(reference: CohortStore) -> None:
    stems = [words.file_stem for where in WHERE for words in safety_captions(reference, where)]
    repeated = {one for one in stems if stems.count(one) > 1}
    assert all("labs-worst" in one for one in repeated), repeated  # its question holds the test of the shift, too


def test_a_method_without_a_sentence_of_its_own_adds_nothing() -> None:
    assert formula("Wilson score") == (("Wilson score", FORMULAE["Wilson score"]),)
    assert formula("counted by hand") == ()
