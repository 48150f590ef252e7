"""What the patient page is built of, and the way to it."""

import streamlit as st

from core.analysis.patient import patient_record
from core.charts.patient_course import patient_course
from core.domain.errors import RequestError
from core.domain.patient import PatientResult
from core.store.patient_rows import pseudonyms
from core.tables.patient import blood_table, course_table, facts_table
from core.ui import cached, card, link, page
from core.ui.inputs import words_in
from core.ui.navigation import page_at
from core.ui.page import Context
from core.words.patient import CHOOSE, FACTS, NOT_IN_VIEW, OPEN, TESTS, TYPED, course_title, no_tests, patient_caption

PATIENT, TYPED_IN = "id", "typed"
LISTED = 1000
PAGE = "patient"


def chosen_patient(ctx: Context) -> PatientResult:
    """The patient of the list of those in view, or of the pseudonym typed in; the first where the link names none there is.
    Raises RequestError for one typed in that there is not."""
    listed = cached.answer(pseudonyms, ctx.store, ctx.cohort, LISTED)
    columns = st.columns([2, 2, 5], vertical_alignment="bottom")
    with columns[1]:
        typed = words_in(TYPED_IN, TYPED)
    asked = typed or link.kept(PATIENT) or listed[0]
    try:
        found = cached.answer(patient_record, ctx.store, ctx.cohort, asked)
    except RequestError as error:
        if typed:
            columns[0].selectbox(CHOOSE, listed, key=f"{PATIENT}_{link.epoch()}_none", disabled=True)
            raise
        page.notice(str(error))
        found = cached.answer(patient_record, ctx.store, ctx.cohort, listed[0])
    with columns[0]:
        options = listed if found.patient_id in listed else [found.patient_id, *listed]
        key = f"{PATIENT}_{link.epoch()}_{typed}"
        picked = st.selectbox(CHOOSE, options, options.index(found.patient_id), key=key, disabled=bool(typed))
    link.keep(PATIENT, picked)
    return found if picked == found.patient_id else cached.answer(patient_record, ctx.store, ctx.cohort, picked)


def course_card(ctx: Context, result: PatientResult) -> None:
    """The main score and the events over time."""
    if not result.in_view:
        page.notice(NOT_IN_VIEW)
    words = patient_caption(result, course_title(result), ctx.today)
    card.show(
        card.Card(
            key="course", caption=words, figure=lambda: patient_course(result, words.alt), table=lambda: course_table(result)
        )
    )


def facts_card(ctx: Context, result: PatientResult) -> None:
    """What is known at the start."""
    card.show_list("facts", patient_caption(result, FACTS, ctx.today), lambda: facts_table(result), whole=True)


def blood_card(ctx: Context, result: PatientResult) -> None:
    """The blood tests by month."""
    if not result.tests:
        page.aside(no_tests(result))
        return
    card.show_list("tests", patient_caption(result, TESTS, ctx.today), lambda: blood_table(result))


def way_to(patient_id: str | None, key: str) -> None:
    """A button to the page of a patient picked from the list of that key; nothing where none is."""
    if patient_id and st.button(f"{OPEN}: {patient_id}", key=f"{key}_open"):
        link.keep(PATIENT, patient_id)
        link.keep(TYPED_IN, "")
        st.switch_page(page_at(PAGE))
