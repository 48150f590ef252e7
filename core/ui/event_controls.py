"""The controls of the adverse-event page."""

from dataclasses import dataclass

import streamlit as st

from core.analysis.incidence import first_of
from core.analysis.named_event import spelling
from core.domain.events import WHICH as ALL
from core.domain.events import EventResult, EventRow, EventSpec, Kind
from core.domain.incidence import IncidenceSpec
from core.stats.differences import DIFFERENCE_METHODS
from core.stats.intervals import PROPORTION_METHODS
from core.ui import link
from core.ui.controls import LEVELS, NOBODY, grouping_choice, reference_choice, variable_choice
from core.ui.inputs import choice, choices, slider, toggle, words_in
from core.ui.page import Context
from core.words.choices import INTERVAL, LEVEL, METHODS
from core.words.event_choices import (
    AGAINST,
    BY,
    BY_NAME,
    COMPARE_NAME,
    COMPETES,
    EVERY,
    FIRST_EVENT,
    LEAST_NAME,
    LOOK_NAME,
    MEASURE_NAME,
    ONLY_NAME,
    SEARCH_NAME,
)
from core.words.event_groups import LOOKS, Look
from core.words.event_names import first_label, which_words
from core.words.events import MEASURES, EventMeasure

MOST_LEAST = 25.0  # percent
MOST_DRAWN = 40  # rows besides any event


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """Which rows of a result are shown, and which of their numbers."""

    by: Kind
    measure: EventMeasure
    search: str
    least: float  # percent of everyone treated

    def drawn(self, result: EventResult) -> tuple[EventRow, ...]:
        """The first of the rows, as many as a chart can be read with."""
        return self.rows(result)[: MOST_DRAWN + 1]

    def rows(self, result: EventResult) -> tuple[EventRow, ...]:
        """Any event, then the rows asked for that somebody in view had; of special interest also those nobody had."""
        wanted = [row for row in result.of(self.by) if (row.overall.patients or self.by == "special") and self._asked(row)]
        return (result.any_event, *wanted)

    def _asked(self, row: EventRow) -> bool:
        found = self.search.casefold() in f"{row.category} {row.term}".casefold()
        return found and 100 * (row.overall.rate.value or 0) >= self.least


def event_view(ctx: Context) -> tuple[EventSpec, EventView]:
    """The question of the adverse-event page and how it is looked at, from one row of controls and a drawer of methods."""
    columns = st.columns([1.55, 1.7, 1.8, 1.2, 1.45, 1.1], vertical_alignment="bottom")
    with columns[0]:
        by: Kind = choice("rows", BY_NAME, list(BY), "term", BY.__getitem__)
    with columns[1]:
        measure: EventMeasure = choice("show", MEASURE_NAME, list(MEASURES), "patients", MEASURES.__getitem__)
    with columns[2]:
        only = choices("only", ONLY_NAME, ALL, (), which_words, placeholder=EVERY)
    with columns[3]:
        search = words_in("search", SEARCH_NAME)
    with columns[4]:
        compared = variable_choice(ctx, "by", COMPARE_NAME, NOBODY, ())
    grouping = grouping_choice(ctx, compared) if compared != NOBODY else None
    with columns[5]:
        drawer = st.popover(METHODS, width="stretch", on_change="rerun", key=f"methods_{link.epoch()}")
    drawn = bool(drawer.open)
    intervals, differences = list(PROPORTION_METHODS), list(DIFFERENCE_METHODS)
    with drawer:
        least = slider("least", LEAST_NAME, (0.0, MOST_LEAST, 0.5), 0.0, drawn=drawn)
        spec = EventSpec(
            only=tuple(one for one in ALL if one in only),
            by=grouping,
            reference=reference_choice(ctx, grouping, drawn=drawn) if grouping else None,
            interval=choice("ci", INTERVAL, intervals, EventSpec().interval, lambda k: PROPORTION_METHODS[k].name, drawn=drawn),
            difference=choice("diff", "Difference", differences, "newcombe", lambda k: DIFFERENCE_METHODS[k].name, drawn=drawn),
            level=choice("level", LEVEL, LEVELS, 0.95, lambda value: f"{100 * value:g}%", drawn=drawn),
        )
    return spec, EventView(by=by, measure=measure, search=search, least=least)


def compared(result: EventResult, others: list[int]) -> tuple[int, Look]:
    """Which group is set against the reference, of these places, and how it is drawn."""
    names = {result.groups[at].levels[0].value: at for at in others}
    labels = {value: result.groups[at].levels[0].label for value, at in names.items()}
    columns = st.columns([2, 2, 5], vertical_alignment="bottom")
    with columns[0]:
        value = choice("with", AGAINST, list(names), next(iter(names)), labels.__getitem__)
    with columns[1]:
        look: Look = choice("look", LOOK_NAME, list(LOOKS), "dots", LOOKS.__getitem__)
    return names[value], look


def first_event(ctx: Context, result: EventResult, spec: EventSpec) -> IncidenceSpec:
    """Which first event the curves are of, and what stopping means for it."""
    rows = {spelling(row): row for row in result.rows if row.overall.patients or row.kind == "any"}
    labels = {key: first_label(row) for key, row in rows.items()}
    columns = st.columns([3, 3, 4], vertical_alignment="bottom")
    with columns[0]:
        row = rows[choice("first", FIRST_EVENT, list(rows), next(iter(rows)), labels.__getitem__)]
    with columns[1]:
        competing = toggle("competes", COMPETES, usual=True)
    return first_of(ctx.catalogue, row, spec, competing=competing)
