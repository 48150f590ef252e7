"""Which events are behind a mark: those of one month of treatment, or of patients with one combination of kinds."""

from ibis.expr import types as ir

from core.domain.catalogue import Catalogue
from core.domain.event_combinations import CombinationSpec
from core.domain.event_months import MonthColumn, MonthSpec
from core.store.event_combinations import named, wide_sets
from core.store.event_months import column_of, seen_in
from core.store.event_rows import Wanted
from core.store.events import conditions, sets_of_special_interest
from core.store.expressions import number, text
from core.store.parameters import Parameters
from core.store.schema import FOLLOWED


def events_of_months(spec: MonthSpec, name: str, column: MonthColumn) -> Wanted:
    """The events of that term or category that began while the patient was followed and, as the map counts them, were going
    on or began in the months of the column."""

    def mine(kept: ir.Table, events: ir.Table) -> ir.Table:
        had = events.filter(conditions(events, spec.only), events[spec.by].coalesce("") == text("name"))
        had = had.inner_join(kept.select("patient_no", FOLLOWED), "patient_no")
        here, span = number("place"), number("width")
        began = column_of(had.onset_month, span)
        then = began == here
        if spec.happening == "ongoing":
            goes_on = had.end_month.isnull() | (column_of(had.end_month, span) >= here)
            then |= (began < here) & (here <= column_of(had[FOLLOWED], span)) & goes_on
        return had.filter(seen_in(had, span) & then).select(*events.columns)

    width = column.last - column.first + 1
    given: Parameters = {"name": name, "place": column.last // width, "width": width}
    return Wanted(("events of months", spec.only, spec.by, spec.happening), given, mine)


def events_together(catalogue: Catalogue, spec: CombinationSpec, members: tuple[str, ...]) -> Wanted:
    """The events of these kinds (terms, categories, or keys of sets) in patients who had all of them and no other kind."""
    wide = wide_sets(catalogue)
    given: Parameters = {f"member_{at}": one for at, one in enumerate(members)}

    def mine(kept: ir.Table, events: ir.Table) -> ir.Table:
        asked = [text(name) for name in given]
        kinds = named(kept, spec, wide)
        by_patient = kinds.group_by("patient_no").aggregate(
            mine=kinds.name.nunique(where=kinds.name.isin(asked)), all=kinds.name.nunique()
        )
        exactly = by_patient.filter(by_patient["mine"] == len(members), by_patient["all"] == len(members))
        had = events.filter(conditions(events, spec.only)).semi_join(exactly, "patient_no")
        if spec.by != "special":
            return had
        sets = sets_of_special_interest()
        sets = sets.filter(sets.special.isin(asked))
        return had.semi_join(sets, [had.term == sets.term, had.category.identical_to(sets.category)])

    return Wanted(("events together", spec.only, spec.by, len(members)), given, mine)
