"""What the laboratory page is built of: one call draws one card."""

from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.charts.kidney import kidney_chart
from core.charts.lab_course import lab_course as course_chart
from core.charts.lab_grade_bars import lab_grade_bars
from core.charts.lab_shift import lab_shift
from core.domain.kidney import KidneyResult
from core.domain.lab_course import LabCourse, LabSpec
from core.domain.lab_grades import GradeSpec, LabGrades
from core.tables.kidney import kidney_table
from core.tables.labs import course_table, grades_table, shift_table
from core.ui import cached, card
from core.ui.page import Context
from core.words.kidney import TITLE as KIDNEY_TITLE
from core.words.kidney import caption as kidney_caption
from core.words.lab_grades import caption as grades_caption
from core.words.labs import caption

KIDNEY_TESTS = ("creatinine", "egfr", "egfr_japan", "egfr_ckd_epi")


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


def kidney_card(ctx: Context, spec: LabSpec) -> None:
    """eGFR by two equations; folded away unless the test is one of the kidney."""
    about = spec.test in KIDNEY_TESTS
    if place := card.drawer(KIDNEY_TITLE, f"kidney_{about}", opened=about):
        with place:
            result: KidneyResult = cached.answer(kidney, ctx.store, ctx.cohort)
            card.show(
                card.Card(
                    key="kidney",
                    caption=kidney_caption(ctx.catalogue, result, ctx.today),
                    figure=lambda: kidney_chart(result),
                    table=lambda: kidney_table(result),
                )
            )
