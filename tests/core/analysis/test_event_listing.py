"""The events behind a row: as many as the row counts, those of the tables."""

from datetime import date

import pytest

from core.analysis.event_listing import event_listing
from core.analysis.events import adverse_events
from core.catalogue import current
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.tables.event_listing import event_listing_table
from core.words.event_listing import listing_caption
from tests.building import read


@pytest.mark.parametrize("where", ["", "sex=F"])
@pytest.mark.parametrize("only", [(), ("related",)])
def test_every_row_lists_the_events_it_counts(reference: CohortStore, where: str, only: tuple) -> None:
    result = adverse_events(reference, CohortFilter.from_query(where), EventSpec(only=only))
    for row in result.rows:
        found = event_listing(reference, result, row)
        table = event_listing_table(found.events)
        assert found.events.total == len(table) == row.overall.events
        assert len({one["Patient"] for one in table}) == row.overall.patients
        if row.kind == "term":
            assert all(one["Term"] == row.term for one in table)
        if row.kind == "special":
            assert all(one["Term"] in row.members for one in table)


def test_an_event_stands_there_as_the_table_has_it(reference: CohortStore) -> None:
    result = adverse_events(reference, CohortFilter(), EventSpec())
    found = event_listing(reference, result, result.any_event)
    given = read("adverse_event")
    assert [one["Term"] for one in event_listing_table(found.events) if one["Patient"] == "SYN-001"] == [
        one["term"] for one in given if one["patient_id"] == "SYN-001"
    ]
    first = event_listing_table(found.events)[0]
    assert (first["Grade"], first["Onset"], first["Serious"], first["Action"]) == (1, 1.0, "No", "None")
    assert listing_caption(current(), found, date(2026, 8, 1)).note == "22 patients in view, 23 events."
