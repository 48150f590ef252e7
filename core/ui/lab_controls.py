"""The controls of the laboratory page."""

import streamlit as st

from core.analysis.lab_course import measured_tests
from core.catalogue.lookup import lab_test
from core.domain.filters import CohortFilter
from core.domain.lab_course import SCALES, AskedScale, LabSpec, scale_of
from core.domain.labs import CTCAE_VERSIONS, CtcaeVersion
from core.ui import cached
from core.ui.controls import NOBODY, grouping_choice, variable_choice
from core.ui.inputs import choice
from core.ui.page import Context
from core.words.lab_choices import COMPARE_NAME, SCALE_NAME, TEST_NAME, VERSION_NAME
from core.words.lab_limits import version_words
from core.words.labs import asked_words


def lab_spec(ctx: Context) -> LabSpec:
    """The question of the laboratory page, from one row of controls. Raises RequestError where there are no values."""
    labels = {test.key: test.label for test in cached.answer(measured_tests, ctx.store, CohortFilter())}
    columns = st.columns([2.6, 1.9, 1.7, 1.3, 1.2], vertical_alignment="bottom")
    with columns[0]:
        test = choice("test", TEST_NAME, list(labels), next(iter(labels)), labels.__getitem__)
    with columns[1]:
        scale: AskedScale = choice("scale", SCALE_NAME, ("graded", *SCALES), "graded", asked_words)
    with columns[2]:
        compared = variable_choice(ctx, "by", COMPARE_NAME, NOBODY, ())
    with columns[3]:
        version: CtcaeVersion = choice("ctcae", VERSION_NAME, CTCAE_VERSIONS, "5.0", version_words)
    grouping = grouping_choice(ctx, compared) if compared != NOBODY else None
    return LabSpec(test=test, scale=scale_of(scale, lab_test(ctx.catalogue, test)), by=grouping, version=version)
