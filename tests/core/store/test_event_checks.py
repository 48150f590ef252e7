"""Adverse events that cannot be are reported at import with row and reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.ingest.bundle import publish_folder
from core.store.location import Location

PATIENTS = [{"patient_id": "a", "stop_month": 5}, {"patient_id": "b", "stop_month": ""}]
VISITS = [{"patient_id": one, "month": month, "salt": 50} for one in "ab" for month in (0, 6)]
EVENT = {"patient_id": "a", "term": "Acne", "grade": 1, "onset_month": 2, "end_month": 3}


def published(write: Callable[..., Path], folder: Path, **event: Any) -> list[str]:
    """The warnings of these tables with one event changed; DataError where something blocks."""
    tables = write(patient=PATIENTS, visit=VISITS, adverse_event=[EVENT, EVENT | event])
    found = publish_folder(tables, current(), Location(folder))
    return [f"{one.file} {one.row} {one.column}: {one.rule}" for one in found.warnings]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"onset_month": -1}, ("onset_month", "outside 0 to 600")),
        ({"onset_month": 4}, ("onset_month", "larger than end_month")),
        ({"grade": 0}, ("grade", "outside 1 to 5")),
        ({"grade": 7}, ("grade", "outside 1 to 5")),
        ({"patient_id": "z"}, ("patient_id", "no such patient")),
        ({"grade": 5, "onset_month": 1}, ("onset_month", "begins after an event of grade 5 of the same patient")),
    ],
)
def test_what_cannot_be_blocks_with_row_and_reason(
    write_tables: Callable[..., Path], tmp_path: Path, change: dict[str, Any], place: tuple[str, str]
) -> None:
    with pytest.raises(DataError) as refused:
        published(write_tables, tmp_path / "store", **change)
    found = refused.value.problems[0]
    assert (found.file, found.column, found.rule) == ("adverse_event.csv", *place)
    assert found.row == (2 if change.get("grade") == 5 else 3)
    assert found.remedy


def test_an_event_after_stopping_is_imported_with_a_warning(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    after = published(write_tables, tmp_path / "store", onset_month=6, end_month="")
    assert after == ["adverse_event.csv 3 onset_month: begins after the patient stopped treatment"]


def test_events_in_order_are_imported_without_a_word(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    assert published(write_tables, tmp_path / "store", patient_id="b", onset_month=6, end_month="") == []
    assert published(write_tables, tmp_path / "other", grade=5, onset_month=2, end_month="") == []
