"""All rows of one patient."""

from collections.abc import Sequence

import ibis
from ibis.expr import types as ir

from core.catalogue.lookup import checked
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore, Row
from core.store.event_rows import TYPES
from core.store.expressions import text
from core.store.parameters import filter_parameters
from core.store.schema import FOLLOWED
from core.store.texts import COHORT, table_named, text_of, text_over

ORDER = {"visit": "month", "lab": "month", "adverse_event": "onset_month"}


def pseudonyms(store: CohortStore, cohort: CohortFilter, most: int) -> list[str]:
    """The first patients in view, by pseudonym. Raises FilterError for a wrong filter."""
    kept_by = checked(store.catalogue, cohort)
    sql = text_over(
        store, kept_by, ("pseudonyms", most), lambda kept: kept.order_by("patient_no").select("patient_id").limit(most)
    )
    return [row[0] for row in store.rows(sql, filter_parameters(kept_by))]


def pseudonym_like(store: CohortStore, typed: str) -> str | None:
    """The pseudonym that differs from what was typed by case alone; None where there is no such one, or several."""

    def build() -> ir.Table:
        table = table_named(store, COHORT)
        return table.filter(table["patient_id"].lower() == text("pseudonym")).select("patient_id").limit(2)

    rows = store.rows(text_of(store, ("pseudonym like",), build), {"pseudonym": typed.strip().lower()})
    return str(rows[0][0]) if len(rows) == 1 else None


def is_in_view(store: CohortStore, cohort: CohortFilter, patient_id: str) -> bool:
    """Whether the filter keeps a patient."""
    kept_by = checked(store.catalogue, cohort)
    sql = text_over(
        store,
        kept_by,
        ("is in view",),
        lambda kept: kept.filter(kept["patient_id"] == text("pseudonym")).aggregate(n=ibis._.count()),
    )
    return bool(store.rows(sql, filter_parameters(kept_by) | {"pseudonym": patient_id})[0][0])


def patient_row(store: CohortStore, patient_id: str, columns: Sequence[str]) -> Row | None:
    """The number, the months followed and these columns of one patient; None where there is none of that pseudonym."""

    def build() -> ir.Table:
        table = table_named(store, COHORT)
        return table.filter(table["patient_id"] == text("pseudonym")).select("patient_no", FOLLOWED, *columns)

    rows = store.rows(text_of(store, ("patient", tuple(columns)), build), {"pseudonym": patient_id})
    return rows[0] if rows else None


def rows_of(store: CohortStore, table: str, patient_no: int, variables: Sequence[Variable]) -> list[Row]:
    """These columns of the rows a table has of one patient, in the order of months."""

    names = tuple(one.name for one in variables)

    def build() -> ir.Table:
        types = {"patient_no": "int64"} | {one.name: TYPES.get(one.kind, "string") for one in variables}
        found = ibis.table(types, name=table)
        mine = found.filter(found.patient_no == text("patient").cast("int64"))
        return mine.order_by(ORDER[table], *(name for name in names if name != ORDER[table])).select(*names)

    return store.rows(text_of(store, ("rows of", table, names), build), {"patient": str(patient_no)})
