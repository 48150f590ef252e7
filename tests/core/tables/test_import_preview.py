"""The preview of an import as tables, and what was changed in one of them."""

import pytest

from core.catalogue import current
from core.domain.column_uses import ColumnUse
from core.tables.import_preview import edited, first_rows_table, uses_table
from core.words.imports import choices

USES = (
    ColumnUse(column="No", table="patient", variable="patient_id"),
    ColumnUse(column="ALT 3M", table="lab", variable="value", month="3", test="ALT", unit="U/L"),
    ColumnUse(column="note"),
)
ROWS = [(2, ("a", "20", "x" * 80)), (5, ("b", "20", ""))]


def test_a_column_is_shown_with_its_first_values_and_what_it_is_taken_as() -> None:
    table = uses_table(USES, ["No", "ALT 3M", "note"], ROWS, choices(current()))
    assert [row["Taken as"] for row in table] == ["Patient", "Laboratory values: Value", "–"]
    assert [row["First values"] for row in table] == ["a, b", "20", "x" * 59 + "…"]
    assert [(row["Month"], row["Test"]) for row in table] == [(None, None), ("3", "ALT"), (None, None)]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"Taken as": "Visits: SALT (%)", "Month": " 6 "}, ColumnUse(column="note", table="visit", variable="salt", month="6")),
        ({"Taken as": "<script>"}, ColumnUse(column="note")),
        ({"Month": "soon"}, ColumnUse(column="note")),
        ({"Month": None, "Test": None}, ColumnUse(column="note")),
    ],
)
def test_what_is_changed_in_the_table_is_what_the_column_is_taken_as(edit: dict[str, object], expected: ColumnUse) -> None:
    assert edited(USES, {2: edit, 99: {"Taken as": "Patient"}}, choices(current())) == (*USES[:2], expected)


def test_a_unit_goes_with_its_test() -> None:
    assert edited(USES, {1: {"Test": ""}}, choices(current()))[1].unit == ""


def test_every_choice_is_of_another_variable() -> None:
    offered = choices(current())
    assert len(set(offered.values())) == len(offered)
    assert offered["Patient"] == ("patient", "patient_id")
    assert offered["Patients: Age, from a date"] == ("patient", "age_years as a date")


def test_columns_that_share_a_name_are_shown_each() -> None:
    assert first_rows_table(["a", "a", ""], [(2, ("1", "2", "3"))]) == [{"Row": 2, "a": "1", "a (2)": "2", " (3)": "3"}]


def test_a_column_is_shown_with_the_label_of_its_file() -> None:
    table = uses_table(USES, ["No", "ALT 3M", "note"], ROWS, choices(current()), {"note": "Remarks", "ALT 3M": "3M"})
    assert [row["Column"] for row in table] == ["No", "ALT 3M", "note: Remarks"]
