"""Courses that deserve a second look, on the page of data quality."""

import streamlit as st

from core.analysis.course_checks import course_checks
from core.domain.course_checks import CourseResult
from core.store.distributions import few
from core.tables.course_checks import findings_table, listed_rows, rules_table, short_rules_table
from core.ui import cached, card, link
from core.ui.inputs import choice
from core.ui.page import Context
from core.ui.patient_blocks import way_to
from core.words.course_checks import EVERY, EVERY_RULE, HEADING, NAMES, RULE_NAME, caption

CHOICES = ("rule",)


def courses_card(ctx: Context) -> None:
    """The rules with what they found, and the list of it; folded away for very many patients: it takes seconds."""
    if place := card.drawer(HEADING, "courses", opened=few(ctx.store) or link.named("courses", CHOICES)):
        with place:
            result: CourseResult = cached.answer(course_checks, ctx.store, ctx.cohort)
            words = caption(ctx.catalogue, result, ctx.today)
            card.show_list("courses", words, lambda: rules_table(result), whole=True, short=lambda: short_rules_table(result))
            if result.rows:
                _listing(ctx, result)
    else:
        link.rest(CHOICES)


def _listing(ctx: Context, result: CourseResult) -> None:
    """The findings of one rule or of all, and the way to the patient of a row."""
    labels: dict[str, str] = {EVERY: EVERY_RULE} | {
        one.rule: f"{NAMES[one.rule]} ({one.found:,})" for one in result.rules if one.found
    }
    columns = st.columns([2, 6])
    with columns[0]:
        rule = choice("rule", RULE_NAME, list(labels), EVERY, labels.__getitem__)
    rows = listed_rows(result, rule)
    words = caption(ctx.catalogue, result, ctx.today, rows=True)
    picked = card.show_rows("courses_listed", words, lambda: findings_table(rows))
    way_to(rows[picked].patient_id if picked is not None else None, "courses")
