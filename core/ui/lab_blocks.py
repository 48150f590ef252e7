"""What the laboratory page is built of: one call draws one card."""

from core.analysis.lab_course import lab_course
from core.charts.lab_course import lab_course as course_chart
from core.domain.lab_course import LabCourse, LabSpec
from core.tables.labs import course_table
from core.ui import cached, card
from core.ui.page import Context
from core.words.labs import caption


def course_card(ctx: Context, spec: LabSpec) -> None:
    """How one test goes over time."""
    result: LabCourse = cached.answer(lab_course, ctx.store, ctx.cohort, spec)
    card.show(
        card.Card(
            key="course",
            caption=caption(ctx.catalogue, result, ctx.today),
            figure=lambda: course_chart(result),
            table=lambda: course_table(result),
        )
    )
