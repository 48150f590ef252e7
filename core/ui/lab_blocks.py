"""What the laboratory page is built of: one call draws one card."""

from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.analysis.lab_outliers import lab_outliers
from core.analysis.liver import liver
from core.charts.kidney import kidney_chart
from core.charts.lab_course import lab_course as course_chart
from core.charts.lab_grade_bars import lab_grade_bars
from core.charts.lab_shift import lab_shift
from core.charts.liver import liver_chart, liver_course
from core.domain.kidney import KidneyResult
from core.domain.lab_course import LabCourse, LabSpec
from core.domain.lab_grades import GradeSpec, LabGrades
from core.domain.liver import LiverResult
from core.domain.outliers import OutlierResult
from core.tables.kidney import kidney_table
from core.tables.labs import course_table, grades_table, shift_table, short_course_table
from core.tables.liver import liver_course_table, liver_table, outliers_table, short_outliers_table
from core.ui import cached, card
from core.ui.page import Context, aside
from core.ui.patient_blocks import way_to
from core.words.kidney import TITLE as KIDNEY_TITLE
from core.words.kidney import caption as kidney_caption
from core.words.lab_grades import caption as grades_caption
from core.words.labs import caption
from core.words.liver import DRAWER as LIVER_TITLE
from core.words.liver import caption as liver_caption
from core.words.liver import nobody
from core.words.outliers import TITLE as OUTLIERS_TITLE
from core.words.outliers import caption as outliers_caption


def course_card(ctx: Context, spec: LabSpec) -> None:
    """How one test goes over time."""
    result: LabCourse = cached.answer(lab_course, ctx.store, ctx.cohort, spec)
    clicked = card.show(
        card.Card(
            key="course",
            caption=caption(ctx.catalogue, result, ctx.today),
            figure=lambda: course_chart(result),
            table=lambda: course_table(result),
            short=lambda: short_course_table(result),
        ),
        selectable=bool(result.lines),
    )
    line = card.clicked_of(result.lines, clicked)
    way_to(line.patient_id if line else None, "course")


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
    about = spec.test in ctx.catalogue.kidney_rule.tests
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


def liver_card(ctx: Context, spec: LabSpec) -> None:
    """Peaks of enzymes and bilirubin, and the course of the patient clicked; folded away unless the test is of the liver."""
    about = spec.test in ctx.catalogue.liver_rule.tests
    if place := card.drawer(LIVER_TITLE, f"liver_{about}", opened=about):
        with place:
            result: LiverResult = cached.answer(liver, ctx.store, ctx.cohort)
            if result.both:
                _peaks(ctx, result)
            else:
                aside(nobody(result))


def _peaks(ctx: Context, result: LiverResult) -> None:
    clicked = card.show(
        card.Card(
            key="liver",
            caption=liver_caption(ctx.catalogue, result, ctx.today),
            figure=lambda: liver_chart(result),
            table=lambda: liver_table(result),
        ),
        selectable=bool(result.patients),
    )
    if chosen := card.clicked_of(result.patients, clicked):
        card.show(
            card.Card(
                key="liver_course",
                caption=liver_caption(ctx.catalogue, result, ctx.today, chosen),
                figure=lambda: liver_course(chosen),
                table=lambda: liver_course_table(chosen),
            )
        )
        way_to(chosen.patient_id, "liver")


def outliers_list(ctx: Context) -> None:
    """Values far out, folded away."""
    if place := card.drawer(OUTLIERS_TITLE, "outliers"):
        with place:
            result: OutlierResult = cached.answer(lab_outliers, ctx.store, ctx.cohort)
            words = outliers_caption(ctx.catalogue, result, ctx.today)
            picked = card.show_rows(
                "outliers", words, lambda: outliers_table(result), short=lambda: short_outliers_table(result)
            )
            way_to(result.rows[picked].patient_id if picked is not None else None, "outliers")
