"""What a cell that cannot be read looks like."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import current
from core.domain.problems import Problem
from core.ingest.bundle import bring_in
from core.ingest.doubts import in_doubt
from core.store.location import Location
from core.store.rules import NO_DATE, NO_NUMBER


def problem(found: str | None, rule: str) -> Problem:
    return Problem(file="visit.csv", row=5, column="salt", found=found, rule=rule, remedy="Do something.")


@pytest.mark.parametrize(
    ("rule", "found", "looks"),
    [
        (NO_NUMBER, ">100", "a bound"),
        (NO_NUMBER, "≧50", "a bound"),
        (NO_NUMBER, "＜1", "a bound"),
        (NO_NUMBER, "100+", "a bound"),
        (NO_NUMBER, "20年以上", "a bound"),
        (NO_NUMBER, "約30", "about so much"),
        (NO_NUMBER, "20-30", "a range"),
        (NO_NUMBER, "２０〜３０", "a range"),
        (NO_NUMBER, "#DIV/0!", "a spreadsheet's error value"),
        (NO_NUMBER, "1O0", "a letter among the digits"),
        (NO_NUMBER, "TRUE", "a yes or no"),
        (NO_NUMBER, "12,5", "a comma"),
        (NO_NUMBER, "99.9.", "not a number"),
        (NO_NUMBER, "中止", "not a number"),
        (NO_DATE, "7/11/2022", "two dates"),
        (NO_DATE, "22/7/11", "a year of two digits"),
        (NO_DATE, "2022年7月", "a month, not a day"),
        (NO_DATE, "令和5年1月頃", "a month, not a day"),
        (NO_DATE, "2022/7", "a month, not a day"),
        (NO_DATE, "未定", "not a date"),
        (NO_DATE, "2199-01-01", "not a date"),
    ],
)
def test_a_cell_in_doubt_is_told_by_its_looks(rule: str, found: str, looks: str) -> None:
    assert in_doubt(problem(found, rule)).rule.startswith(looks)


def test_how_many_rows_there_are_is_kept_and_other_rules_are_left() -> None:
    many = in_doubt(problem(">5", "not a whole number (140 rows; the first 100 are listed)"))
    assert many.rule == "a bound, not a value (140 rows; the first 100 are listed)"
    for other in (problem(">5", "outside 0 to 100"), problem(None, "not a number")):
        assert in_doubt(other) == other


@given(text=st.text(max_size=60), rule=st.sampled_from(["not a number", "not a date"]))
def test_whatever_was_found_is_shown_as_it_stands(text: str, rule: str) -> None:
    assert in_doubt(problem(text, rule)).found == text


def test_an_import_names_the_doubt(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_tables(patient=[{"patient_id": "a"}], visit=[{"patient_id": "a", "month": 0, "salt": ">95"}])
    first = bring_in([folder], current(), Location(tmp_path / "store")).findings[0]
    assert (first.row, first.column, first.rule) == (2, "salt", "a bound, not a value")
    assert first.remedy.startswith("Enter the value that was measured")
