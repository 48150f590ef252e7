"""What the laboratory page is built of: one call draws one card."""

from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.charts.lab_course import lab_course as course_chart
from core.charts.lab_grade_bars import lab_grade_bars
from core.charts.lab_shift import lab_shift
from core.domain.lab_course import LabCourse, LabSpec
from core.domain.lab_grades import GradeSpec, LabGrades
from core.tables.labs import course_table, grades_table, shift_table
from core.ui import cached, card
from core.ui.page import Context
from core.words.lab_grades import caption as grades_caption
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


def grades_cards(ctx: Context, spec: LabSpec) -> None:
    """The worst grade of every test, and the shift of the one chosen."""
    result: LabGrades = cached.answer(lab_grades, ctx.store, ctx.cohort, GradeSpec(test=spec.test, version=spec.version))
    card.show(
        card.Card(
            key="worst",
            caption=grades_caption(ctx.catalogue, result, "worst", ctx.today),
            figure=lambda: lab_grade_bars(result),
            table=lambda: grades_table(result),
        )
    )
    if result.shifts:
        card.show(
            card.Card(
                key="shift",
                caption=grades_caption(ctx.catalogue, result, "shift", ctx.today),
                figure=lambda: lab_shift(result),
                table=lambda: shift_table(result),
            )
        )
